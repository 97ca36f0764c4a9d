"""Every rule of ``sysai check``: its place and code, alone and among other faults."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from houses import Bread
from sysai import corpus, rules
from sysai.problems import Code, Problem

CRUMB = "muller1998crumb"
FIELD = "papadopoulos2004field"
BOOK = "vandermeer2010stone"
GRIST = "grain2019grist"
WHEAT = "costa2020wheat"
LAOMIAN = "wang2015laomian"
VENUES = "bib/venues.yaml"
TAGS = "bib/tags.yaml"
LISTS = "bib/lists.yaml"


@dataclass(frozen=True)
class Case:
    """One fault: what to replace in which file, and the problem that must be told.

    ``at`` is a fragment of the line that the problem must name (empty: line 1).
    """

    code: Code
    file: str
    old: str
    new: str
    at: str
    field: str
    says: str = ""

    def __str__(self) -> str:
        return f"{self.code.slug}-{self.field}"


CASES = [
    Case(Code.NO_FRONT_MATTER, CRUMB, "---\ntitle", "title", "", "record", "line '---'"),
    Case(Code.NO_FRONT_MATTER, WHEAT, "added: 2026-01-03\n---", "added: 2026-01-03", "", "record", "closing"),
    Case(Code.YAML, CRUMB, "year: 1998", "year: [1998", "venue: BAKE", "record"),
    Case(Code.YAML, CRUMB, "kind: paper", "kind: a: b", "kind: a: b", "record", "quote"),
    Case(Code.YAML, CRUMB, "kind: paper", "kind: &k paper", "kind: &k", "record", "anchors"),
    Case(Code.YAML, CRUMB, "kind: paper", "kind: !!python/name:os.system x", "kind: !!", "record", "tag"),
    Case(Code.YAML, CRUMB, "on: 2026-01-02", "on: 2026-13-02", "2026-13-02", "record", "month must be"),
    Case(Code.DUPLICATE_FIELD, CRUMB, "year: 1998", "year: 1998\nyear: 1999", "year: 1999", "year", "line 9"),
    Case(Code.UNKNOWN_FIELD, CRUMB, "pages: 11-24", "page: 11-24", "page: 11-24", "page", "'pages'"),
    Case(Code.UNKNOWN_FIELD, CRUMB, "  pdf: https", "  pfd: https", "pfd:", "links.pfd", "'pdf'"),
    Case(Code.UNKNOWN_FIELD, CRUMB, "fields: [title, authors, year, venue, pages]", "fields: [title, authors, year, venu]", "venu]", "checked.1.fields", "'venue'"),
    Case(Code.UNKNOWN_FIELD, CRUMB, "said: ", "sad: ", "sad:", "corrections.1.sad", "'said'"),
    Case(Code.MISSING, CRUMB, "year: 1998\n", "", "", "year"),
    Case(Code.MISSING, CRUMB, "title: \"Crumb: Open Structure in Long Rises of pH-Controlled Dough\"\n", "", "", "title"),
    Case(Code.MISSING, CRUMB, "kind: paper\n", "", "", "kind"),
    Case(Code.MISSING, CRUMB, "venue: BAKE\n", "", "", "venue", "a paper needs it"),
    Case(Code.MISSING, GRIST, "organisation: Grain Laboratory\n", "", "", "authors", "organisation"),
    Case(Code.MISSING, WHEAT, "arxiv: \"2001.01230\"\n", "links: {page: \"https://bread.example.org/w\"}\n", "", "arxiv"),
    Case(Code.MISSING, BOOK, "publisher: Oven & Sons\n", "", "", "publisher"),
    Case(Code.MISSING, GRIST, "links: {code: \"https://bread.example.org/grist\"}\n", "", "", "links"),
    Case(Code.MISSING, CRUMB, ", on: 2026-01-02}", "}", "- {source", "checked.1.on"),
    Case(Code.MISPLACED, GRIST, "license: MIT", "license: MIT\npages: 1-2", "pages: 1-2", "pages", "a software has no pages"),
    Case(Code.MISPLACED, CRUMB, "pages: 11-24", "pages: 11-24\naddress: Bonn", "address:", "address", "only: book"),
    Case(Code.MISPLACED, GRIST, "license: MIT", "license: MIT\nnumpages: 2", "numpages: 2", "numpages", "a software has no numpages"),
    Case(Code.MISPLACED, CRUMB, "pages: 11-24", "pages: 11-24\nisbn: 978-0-306-40615-7", "isbn:", "isbn", "only: book"),
    Case(Code.TYPE, CRUMB, "year: 1998", "year: in 1998", "year: in", "year", "whole number"),
    Case(Code.TYPE, CRUMB, "tags: [fermentation]", "tags: fermentation", "tags:", "tags", "must be a list"),
    Case(Code.TYPE, CRUMB, "name: Crumb", "name: [Crumb]", "name: [", "name", "must be text, not a list"),
    Case(Code.TYPE, CRUMB, "venue: BAKE", "venue: 7", "venue: 7", "venue", "'7'"),
    Case(Code.TYPE, LAOMIAN, "links: {page: \"https://bread.example.org/laomian\"}", "links: https://bread.example.org/laomian", "links:", "links", "mapping"),
    Case(Code.TYPE, BOOK, "official: false", "official: perhaps", "official", "links.code.official", "true or false"),
    Case(Code.TYPE, CRUMB, "name: Crumb", "name: \"Cr\\aumb\"", "aumb", "name", "control"),
    Case(Code.EMPTY, CRUMB, "doi: 10.1234/bake.1998.11", "doi:", "doi:", "doi", "drop the field"),
    Case(Code.EMPTY, LAOMIAN, "authors: [\"Wang, Mei\"]", "authors: []", "authors:", "authors"),
    Case(Code.CHOICE, CRUMB, "kind: paper", "kind: papers", "kind: papers", "kind", "'paper'"),
    Case(Code.CHOICE, GRIST, "state: superseded", "state: gone", "state: gone", "state", "archived"),
    Case(Code.CHOICE, CRUMB, "field: year, said", "field: colour, said", "field: colour", "corrections.1.field"),
    Case(Code.RANGE, CRUMB, "year: 1998", "year: 198", "year: 198", "year", "between 1900"),
    Case(Code.RANGE, CRUMB, "year: 1998", "year: 1998\nmonth: 13", "month: 13", "month"),
    Case(Code.NAME, CRUMB, "  - Aimé Ó Briain", "  - Aimé Ó Briain et al.", "et al.", "authors.3", "every author"),
    Case(Code.NAME, CRUMB, "  - Zoë Łuczak", "  - Zoë Łuczak and Bo Li", "and Bo Li", "authors.2", "more than one"),
    Case(Code.NAME, CRUMB, "  - Zoë Łuczak", "  - Zoë Łuczak1", "Łuczak1", "authors.2", "digits"),
    Case(Code.NAME, CRUMB, "  - Zoë Łuczak", "  - Zoë Łuczak Jr.", "Jr.", "authors.2", "Family, Jr., Given"),
    Case(Code.DUPLICATE_VALUE, CRUMB, "  - Zoë Łuczak", "  - Zoë Łuczak\n  - Jörg Müller", "Łuczak", "authors.3", "twice"),
    Case(Code.DUPLICATE_VALUE, FIELD, "also: [milling/flour]", "also: [milling/flour, baking/sourdough]", "also:", "also.2", "own topic"),
    Case(Code.TITLE, CRUMB, "Dough\"", "Dough.\"", "Dough.", "title", "dot"),
    Case(Code.TITLE, CRUMB, "name: Crumb", "name: Crumb\nproper: [Open, rises]", "proper", "proper.2", "'rises'"),
    Case(Code.TITLE, CRUMB, "name: Crumb", "name: Crumb\nproper: [Opens]", "proper", "proper.1", "'Opens'"),
    Case(Code.TITLE, CRUMB, "pH-Controlled", "{pH}-Controlled", "{pH}", "title", "'{'"),
    Case(Code.URL, CRUMB, "  pdf: https:", "  pdf: ftp:", "ftp:", "links.pdf", "http:// or https://"),
    Case(Code.URL, CRUMB, "  pdf: https://bread.example.org/crumb.pdf", "  pdf: https://localhost/a.pdf", "localhost", "links.pdf", "public host"),
    Case(Code.URL, CRUMB, "  pdf: https://bread", "  pdf: https://me:secret@bread", "secret", "links.pdf", "user name"),
    Case(Code.URL, CRUMB, "  pdf: https://bread.example.org/crumb.pdf", "  pdf: \"https://bread.example.org/a b\"", "a b", "links.pdf", "percent-encode"),
    Case(Code.URL, CRUMB, "source: \"https://", "source: \"javascript:https://", "javascript", "checked.1.source"),
    Case(Code.URL, CRUMB, "The cold dough", "The [cold](javascript:alert) dough", "javascript:", "summary"),
    Case(Code.URL, CRUMB, "The cold dough", "The [very\ncold](javascript:alert) dough", "javascript:", "summary"),
    Case(Code.DOI, CRUMB, "doi: 10.1234", "doi: https://doi.org/10.1234", "doi: https", "doi", "bare DOI: 10.1234/bake.1998.11"),
    Case(Code.DOI, CRUMB, "doi: 10.1234/bake.1998.11", "doi: 10.12/x y", "doi: 10.12", "doi", "not a DOI"),
    Case(Code.ARXIV, WHEAT, "\"2001.01230\"", "\"2001.01230v2\"", "v2", "arxiv", "without version: 2001.01230"),
    Case(Code.ARXIV, WHEAT, "\"2001.01230\"", "\"2013.01230\"", "2013", "arxiv", "not an arXiv id"),
    Case(Code.ARXIV, WHEAT, "arxiv_class: q-bio.OT", "arxiv_class: Q BIO", "Q BIO", "arxiv_class"),
    Case(Code.PAGES, CRUMB, "pages: 11-24", "pages: 24-11", "pages:", "pages", "before it starts"),
    Case(Code.PAGES, CRUMB, "pages: 11-24", "pages: 11–24", "pages:", "pages", "one hyphen"),
    Case(Code.PAGES, CRUMB, "pages: 11-24", "pages: 14 pages", "pages:", "pages", "595-610"),
    Case(Code.PAGES, CRUMB, "pages: 11-24", "pages: 11-24\nnumpages: 14", "numpages:", "numpages", "drop numpages"),
    Case(Code.RANGE, WHEAT, "numpages: 9", "numpages: 0", "numpages: 0", "numpages", "between 1"),
    Case(Code.TYPE, WHEAT, "numpages: 9", "numpages: nine", "numpages: nine", "numpages", "whole number"),
    Case(Code.ISBN, BOOK, "40615-7", "40615-8", "isbn", "isbn", "check digit"),
    Case(Code.LANGUAGE, LAOMIAN, "language: zh", "language: Chinese!", "language", "language", "BCP 47"),
    Case(Code.DATE, CRUMB, "added: 2026-01-03", "added: yesterday", "added", "added", "YYYY-MM-DD"),
    Case(Code.DATE, CRUMB, "added: 2026-01-03", "added: 2999-01-03", "added", "added", "future"),
    Case(Code.TAKEAWAY, BOOK, "thirty years.", "thirty years" + " and more" * 15 + ".", "takeaway", "takeaway", "at most 30"),
    Case(Code.TAKEAWAY, BOOK, "thirty years.", "thirty years", "takeaway", "takeaway", "full stop"),
    Case(Code.TAKEAWAY, BOOK, "thirty years.", "thirty `years`.", "takeaway", "takeaway", "markup"),
    Case(Code.SUMMARY, WHEAT, "**Problem.** Wheat loaves go stale in a day. **Approach.** The authors bake with four mixtures of\nrye, spelt and oats and press the loaves each morning. **Results.**", "", "Mixtures with rye", "summary", "at least 30"),
    Case(Code.SUMMARY, WHEAT, "**Limits.**", "It rises." + " It sinks." * 80 + " **Limits.**", "**Problem.**", "summary", "at most 180"),
    Case(Code.SUMMARY, GRIST, "**Limits.**", "It rises." + " It sinks." * 30 + " **Limits.**", "**What it is.**", "summary", "at most 100"),
    Case(Code.MARKUP, CRUMB, "The cold dough", "The <b>cold</b> dough", "<b>", "summary", "HTML"),
    Case(Code.MARKUP, CRUMB, "**Problem.**", "# Problem\n", "# Problem", "summary", "heading"),
    Case(Code.MARKUP, CRUMB, "**Approach.**", "```{raw} html\n", "```{raw}", "summary", "directive"),
    Case(Code.MARKUP, FIELD, "{cite:t}`", "{ref}`", "{ref}", "summary", "role"),
    Case(Code.MARKUP, CRUMB, "The cold dough", "The ![cold](https://bread.example.org/a.png) dough", "a.png", "summary", "image"),
    Case(Code.UNKNOWN_CITATION, FIELD, "{cite:t}`muller1998crumb`", "{cite:t}`mueller1998crumb`", "mueller", "summary", "'muller1998crumb'"),
    Case(Code.KEY, CRUMB, "title: \"Crumb:", "title: \"Crust:", "", "key", "muller1998crust"),
    Case(Code.KEY_CLASH, GRIST, "aliases: [laboratory2019grist]", "aliases: [Costa2020Wheat]", "aliases", "aliases.1", "costa2020wheat.md"),
    Case(Code.UNKNOWN_VENUE, CRUMB, "venue: BAKE", "venue: BAK", "venue", "venue", "'BAKE'"),
    Case(Code.UNKNOWN_VENUE, CRUMB, "venue: BAKE", "venue: Bakery Symposium", "venue", "venue", "write 'BAKE'"),
    Case(Code.UNKNOWN_TAG, CRUMB, "tags: [fermentation]", "tags: [fermentaton]", "tags", "tags.1", "'fermentation'"),
    Case(Code.UNKNOWN_LIST, CRUMB, "  - list: old-baker", "  - list: old-bakers", "old-bakers", "listed_in.1", "'old-baker'"),
    Case(Code.UNKNOWN_LIST, CRUMB, "{list: old-baker", "{list: new-baker", "new-baker", "corrections.1"),
    Case(Code.UNKNOWN_TOPIC, FIELD, "also: [milling/flour]", "also: [milling/flower]", "also", "also.1", "'milling/flour'"),
    Case(Code.UNKNOWN_KEY, FIELD, "builds_on: [muller1998crumb]", "builds_on: [muller1998crum]", "builds_on", "builds_on.1", "'muller1998crumb'"),
    Case(Code.UNKNOWN_KEY, GRIST, "superseded_by: vandermeer2010stone", "superseded_by: stone", "superseded_by", "superseded_by"),
    Case(Code.CYCLE, CRUMB, "tags: [fermentation]", f"tags: [fermentation]\nbuilds_on: [{GRIST}]", "builds_on", "builds_on", f"{GRIST} -> {FIELD} -> {CRUMB} -> {GRIST}"),
    Case(Code.CYCLE, LAOMIAN, "compares_with: [muller1998crumb,", "compares_with: [wang2015laomian,", "compares_with", "compares_with.1", "itself"),
    Case(Code.UNKNOWN_KEY, CRUMB, "tags: [fermentation]", "tags: [fermentation]\nsurveys: [costa2020wheet]", "surveys", "surveys.1", "'costa2020wheat'"),
    Case(Code.CYCLE, CRUMB, "tags: [fermentation]", "tags: [fermentation]\nsurveys: [muller1998crumb]", "surveys", "surveys.1", "itself"),
    Case(Code.DUPLICATE_WORK, FIELD, "doi: 10.1234/jcc.7.2", "doi: 10.1234/BAKE.1998.11", "doi", "doi", "muller1998crumb.md"),
    Case(Code.DUPLICATE_WORK, LAOMIAN, "language: zh", "language: zh\nalso_titled: [Crumb - open structure in long rises of pH controlled dough]", "also_titled", "also_titled", "muller1998crumb.md"),
    Case(Code.UNCHECKED, CRUMB, "fields: [title, authors, year, venue, pages]", "fields: [title, year, venue, pages]", "checked:", "checked", "authors"),
    Case(Code.REGISTRY, VENUES, "    1998:", "    in 1998:", "name: 3rd", "BAKE.editions.in 1998", "not a year"),
    Case(Code.CHOICE, VENUES, "kind: conference", "kind: meeting", "kind: meeting", "BAKE.kind"),
    Case(Code.CHOICE, VENUES, "publisher: Guild of Bakers", "proceedings: some", "proceedings:", "BAKE.proceedings", "one of: none"),
    Case(Code.URL, VENUES, "publisher: Guild of Bakers", "source: the website", "source:", "BAKE.source"),
    Case(Code.URL, VENUES, "month: 5", "source: [ftp://bread.example.org]", "ftp:", "BAKE.editions.1998.source.1", "http:// or https://"),
    Case(Code.MISSING, LISTS, "  url: https://bread.example.org/list\n", "", "title:", "old-baker.url"),
    Case(Code.YAML, TAGS, "milling: from", "milling: [from", "oven:", "registry"),
]  # fmt: skip

# Faults of the whole house need more than one replacement and have tests of their own below.
HOUSE = {Code.NOT_UTF8, Code.STRAY_FILE, Code.NO_CHAPTER, Code.NO_RECORDS}


def check(bread: Bread) -> list[Problem]:
    return rules.check(corpus.load(bread.project))


def break_it(bread: Bread, case: Case) -> tuple[str, int, str, str]:
    """Apply *case*; returns path, line, field and code of the problem that must follow."""
    bread.edit(case.file, case.old, case.new)
    path = bread.path(case.file)
    name = path.relative_to(bread.root).as_posix()
    if case.code is Code.CYCLE and case.field == "builds_on":  # told at the smallest key
        name = bread.path(GRIST).relative_to(bread.root).as_posix()
        return name, bread.line(GRIST, case.at), case.field, case.code.slug
    line = bread.line(case.file, case.at) if case.at else 1
    if case.code is Code.DUPLICATE_VALUE and case.field == "authors.3":
        line += 1  # the repeated name stands on the line after
    return name, line, case.field, case.code.slug


def placed(problems: list[Problem]) -> list[tuple[str, int, str, str]]:
    return [(one.path, one.line, one.field, one.code) for one in problems]


def test_the_bread_handbook_is_clean(bread: Bread) -> None:
    assert check(bread) == []


IDS = [f"{number}-{case}" for number, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_each_fault_alone(bread: Bread, case: Case) -> None:
    expected = break_it(bread, case)
    found = check(bread)
    assert expected in placed(found)
    told = next(one for one in found if placed([one])[0] == expected)
    assert case.says in told.message
    if not case.file.startswith("bib/"):  # a broken registry is felt by the records that use it
        assert {one.path for one in found} == {expected[0]}


def pairs() -> list[tuple[Case, Case]]:
    """Each case with the next one that lies in another file and can be told beside it."""
    found = []
    for place, first in enumerate(CASES):
        others = [*CASES[place + 1 :], *CASES[:place]]
        found.append((first, next(other for other in others if untouched(first, other))))
    return found


def untouched(first: Case, second: Case) -> bool:
    """Whether *first* leaves the place of *second* as it is, and the other way round."""
    if first.file == second.file:
        return False
    cycle = Code.CYCLE in (first.code, second.code)  # told in another file than the one edited
    tags = TAGS in (first.file, second.file)  # without the registry every tag is unknown
    return not (cycle and GRIST in (first.file, second.file)) and not (
        tags and Code.UNKNOWN_TAG in (first.code, second.code)
    )


PAIRS = pairs()


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=IDS)
def test_each_fault_among_others(bread: Bread, first: Case, second: Case) -> None:
    """Two faults in two files are both told, whatever the first one breaks."""
    expected = break_it(bread, first), break_it(bread, second)
    found = placed(check(bread))
    assert expected[0] in found
    assert expected[1] in found


def test_every_code_has_a_case() -> None:
    assert {case.code for case in CASES} | HOUSE == set(Code)


def test_every_code_is_spelt_once() -> None:
    slugs = [code.slug for code in Code]
    assert len(slugs) == len(set(slugs))
    assert all(code.explanation.endswith(".") for code in Code)


def test_not_utf8(bread: Bread) -> None:
    path = bread.path(CRUMB)
    path.write_bytes(path.read_bytes().replace("Jörg".encode(), "Jörg".encode("latin-1")))
    name = path.relative_to(bread.root).as_posix()
    found = check(bread)
    assert (name, bread_line(path, b"J\xf6rg"), "record", "not-utf8") in placed(found)
    assert {one.path for one in found} == {name}  # others that cite it are not blamed


def bread_line(path, fragment: bytes) -> int:
    return next(i for i, line in enumerate(path.read_bytes().splitlines(), 1) if fragment in line)


def test_stray_files(bread: Bread) -> None:
    for name in ("bib/notes.txt", "bib/baking/loose.md", "bib/baking/sourdough/deep/x.md"):
        path = bread.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert placed(check(bread)) == [
        ("bib/baking/loose.md", 1, "file", "stray-file"),
        ("bib/baking/sourdough/deep/x.md", 1, "file", "stray-file"),
        ("bib/notes.txt", 1, "file", "stray-file"),
    ]


def test_a_missing_registry(bread: Bread) -> None:
    (bread.root / LISTS).unlink()
    assert (LISTS, 1, "registry", "registry") in placed(check(bread))


def test_a_topic_without_chapter_and_a_chapter_without_topic(bread: Bread) -> None:
    docs = bread.root / "docs"
    (docs / "milling/flour.md").rename(docs / "milling/bran.md")
    found = placed(check(bread))
    assert ("docs/milling/flour.md", 1, "chapter", "no-chapter") in found
    assert ("docs/milling/bran.md", 1, "chapter", "no-records") in found


def test_two_files_of_one_key(bread: Bread) -> None:
    source = bread.path(CRUMB)
    twin = bread.root / "bib/milling/flour/Muller1998Crumb.md"
    twin.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    found = placed(check(bread))
    relative = twin.relative_to(bread.root).as_posix()
    assert (relative, 1, "key", "key-clash") in found
    assert any(code == "duplicate-work" for *_, code in found)


def test_a_second_work_of_one_key_appends_the_next_word(bread: Bread) -> None:
    text = bread.path(CRUMB).read_text(encoding="utf-8")
    text = text.replace(
        "Crumb: Open Structure in Long Rises of pH-Controlled Dough", "Crumb Softness"
    )
    text = text.replace("doi: 10.1234/bake.1998.11\n", "")
    second = bread.root / "bib/baking/sourdough/muller1998crumbsoftness.md"
    second.write_text(text, encoding="utf-8")
    assert check(bread) == []


def test_all_faults_of_one_record_are_told_at_once(bread: Bread) -> None:
    bread.edit(CRUMB, "kind: paper", "kind: papr")
    bread.edit(CRUMB, "year: 1998", "year: soon")
    bread.edit(CRUMB, "  - Zoë Łuczak", "  - Zoë Łuczak et al.")
    bread.edit(CRUMB, "pages: 11-24", "pages: 24-11")
    bread.edit(CRUMB, "The cold dough", "The <i>cold</i> dough")
    name = "bib/baking/sourdough/muller1998crumb.md"
    assert placed(check(bread)) == [
        (name, 4, "kind", "choice"),
        (name, 7, "authors.2", "name"),
        (name, 9, "year", "type"),
        (name, 11, "pages", "pages"),
        (name, 33, "summary", "markup"),
    ]
