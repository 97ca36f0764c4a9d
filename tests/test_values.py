"""Names, keys, references, BibTeX and files: the small values everything is made of."""

from __future__ import annotations

import datetime
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sysai
from houses import Bread
from sysai import citation_key, corpus, files, formats, pages, reference, rules, schema
from sysai.corpus import Corpus
from sysai.formats import biblatex, bibtex, csl, hayagriva, latex, ris
from sysai.formats.publication import publication
from sysai.names import InvalidName, Name, long_list, short_list
from sysai.record import Edition, Kind, Link, Record, Venue


def modules() -> list[str]:
    found = pkgutil.walk_packages(sysai.__path__, "sysai.")
    return [one.name for one in found if one.name != "sysai.__main__"]


@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize(
    ("text", "given_name", "particle", "family"),
    [
        ("Ada Lovelace", "Ada", "", "Lovelace"),
        ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven"),
        ("van der Meer, Anna", "Anna", "van der", "Meer"),
        ("De Sa, Christopher", "Christopher", "", "De Sa"),
        ("Plato", "", "", "Plato"),
        ("H. T. Kung", "H. T.", "", "Kung"),
        ("  Wang,  Mei ", "Mei", "", "Wang"),
    ],
)
def test_names(text: str, given_name: str, particle: str, family: str) -> None:
    name = Name.from_text(text)
    assert (name.given, name.particle, name.family) == (given_name, particle, family)


def test_a_suffix_stands_between_family_and_given() -> None:
    name = Name.from_text("King, Jr., Martin Luther")
    assert name.last_first() == "King, Jr., Martin Luther"
    assert name.first_last() == "Martin Luther King, Jr."


@pytest.mark.parametrize(
    "text", ["", "A, B, C, D", "A,", "Li and Wu", "Li; Wu", "Li et al.", "B0b"]
)
def test_what_is_no_name(text: str) -> None:
    with pytest.raises(InvalidName):
        Name.from_text(text)


def test_lists_of_names() -> None:
    names = tuple(Name.from_text(text) for text in ("A One", "B Two", "C van Three"))
    assert [short_list(names[:count]) for count in (1, 2, 3)] == [
        "One",
        "One and Two",
        "One et al.",
    ]
    assert long_list(names[:2]) == "A One and B Two"
    assert long_list(names) == "A One, B Two, and C van Three"


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Jörg Müller", "On the Rise of Bread", "muller2001rise"),
        ("van der Meer, Anna", "The 5% Rule", "vandermeer20015"),
        ("Christopher De Sa", "Don't Knead", "sa2001don"),
        ("Þóra Ólafsdóttir", "Ψωμί: Loaves", "olafsdottir2001loaves"),
        ("Mei Wang", "老面", "wang2001laomian"),
    ],
)
def test_keys(author: str, title: str, key: str) -> None:
    found = citation_key.candidates(Name.from_text(author), 2001, title, "Laomian")
    assert next(found) == key


def test_a_taken_key_grows_by_the_next_word() -> None:
    found = citation_key.candidates(Name.from_text("A B"), 2001, "One and Two of Three")
    assert list(found) == ["b2001one", "b2001onetwo", "b2001onetwothree"]


@pytest.mark.parametrize(
    ("title", "name", "expected"),
    [
        ("GPipe: Giant Networks", "GPipe", "{GPipe}: {Giant} Networks"),
        ("Serving DNNs like Clockwork", "Clockwork", "Serving {DNNs} like {Clockwork}"),
        ("Is It Fast? Maybe Not", "", "Is It Fast? {Maybe} Not"),
        ("What “Village” Ovens Do", "", "What ``{Village}'' Ovens Do"),
        ("Large-scale cluster management at Google with Borg", "Borg",
         "Large-scale cluster management at {Google} with {Borg}"),
        ("Bread at Oxford-Style Tables", "Loaf Oxford", "Bread at {Oxford}-Style Tables"),
        ("PyTorch-BigGraph and iSCSI in 3D", "", "{PyTorch}-{BigGraph} and {iSCSI} in {3D}"),
        ("5% of R&D: a_b", "", r"5\% of {R\&D}: a\_b"),
        ("Frédo’s Øl", "", r"Fr{\'e}do's {\O}l"),
        ("μs-scale Preemption", "", r"{$\mu$}s-scale Preemption"),
        ("A Plain Title", "", "A Plain Title"),
    ],
)  # fmt: skip
def test_titles_keep_the_capitals_that_matter(title: str, name: str, expected: str) -> None:
    assert latex.protect(title, name) == expected


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_escaped_text_has_balanced_braces(text: str) -> None:
    latex.write("misc", "k", {"title": latex.protect(text)})


def test_unbalanced_braces_are_an_error() -> None:
    with pytest.raises(latex.Unbalanced, match="k: title: braces do not match"):
        latex.write("misc", "k", {"title": "a {b"})


def record(**fields: object) -> Record:
    facts: dict[str, object] = {
        "key": "b2001one", "part": "p", "topic": "t", "title": "One", "kind": Kind.PAPER,
        "year": 2001, "takeaway": "It is one.", "body": "", "authors": (Name.from_text("A B"),),
        "added": datetime.date(2026, 1, 1),
    }  # fmt: skip
    return Record(**(facts | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "doi", "rels", "told"),
    [
        (Kind.PAPER, "10.1/b", ("code", "pdf"), ""),
        (Kind.PAPER, "10.1/b", ("code", "page"), "page"),
        (Kind.PAPER, "", ("code", "pdf"), "pdf"),
        (Kind.PAPER, "", ("code",), ""),
        (Kind.SOFTWARE, "10.1/b", ("pdf", "code"), "code"),
        (Kind.TALK, "", ("slides", "video"), "video"),
    ],
)
def test_citations_name_the_place_of_a_work_and_not_of_its_code(
    kind: Kind, doi: str, rels: tuple[str, ...], told: str
) -> None:
    links = tuple(Link(rel, f"https://bread.example.org/{rel}") for rel in rels)
    url = publication(record(kind=kind, doi=doi, links=links), None).url
    assert url == (f"https://bread.example.org/{told}" if told else "")


@pytest.mark.parametrize(
    ("fields", "kind", "has"),
    [
        ({"kind": Kind.THESIS, "institution": "X", "degree": "phd"}, "phdthesis", {"school": "X"}),
        ({"kind": Kind.THESIS, "institution": "X", "degree": "master"}, "mastersthesis", {}),
        ({"kind": Kind.REPORT, "institution": "X", "number": "7"}, "techreport", {"number": "7"}),
        ({"kind": Kind.BOOK, "publisher": "P", "edition": "6"}, "book", {"edition": "6th"}),
        ({"kind": Kind.COURSE, "institution": "X"}, "misc", {"howpublished": "Course, X"}),
        ({"kind": Kind.PREPRINT, "arxiv": "2001.00001"}, "misc",
         {"eprint": "2001.00001", "archiveprefix": "arXiv", "url": "https://arxiv.org/abs/2001.00001"}),
        ({"month": 10}, "inproceedings", {"month": "oct"}),
    ],
)  # fmt: skip
def test_entry_types(fields: dict[str, object], kind: str, has: dict[str, str]) -> None:
    venue = None
    if kind == "inproceedings":
        venue = sysai.record.Venue("V", "Venue", "conference")
        fields = fields | {"venue": "V"}
    entry = bibtex.entry(record(**fields), venue)
    assert entry.type == kind
    assert has.items() <= entry.fields.items()


@pytest.mark.parametrize(
    ("venue", "fields", "kind", "has", "text"),
    [
        (Venue("W", "Workshop on Ovens", "workshop", proceedings="none"), {}, "misc",
         {"howpublished": "Presented at the Workshop on Ovens"}, "Presented at the Workshop on Ovens."),
        (Venue("W", "Workshop on Ovens", "workshop", proceedings="none",
               editions={2001: Edition(name="The 2nd Workshop on Ovens", month=5)}), {}, "misc",
         {"howpublished": "Presented at the 2nd Workshop on Ovens", "month": "may"},
         "Presented at the 2nd Workshop on Ovens."),
        (Venue("B", "Symposium on Baking", "conference", "Guild",
               editions={2001: Edition(name="Proceedings of Baking 3", address="Zürich")}),
         {"kind": Kind.TALK}, "misc", {"howpublished": "Talk at the Symposium on Baking"},
         "Talk at the Symposium on Baking."),
        (Venue("B", "Symposium on Baking", "conference", "Guild",
               editions={2001: Edition(name="Proceedings of Baking 3", event="3rd Bakers' Meeting")}),
         {"kind": Kind.TALK}, "misc", {"howpublished": "Talk at the 3rd Bakers' Meeting"},
         "Talk at the 3rd Bakers' Meeting."),
        (Venue("W", "Workshop on Ovens", "workshop", "Guild"), {"numpages": 6}, "inproceedings",
         {"booktitle": "Workshop on Ovens (W 2001)", "publisher": "Guild", "numpages": "6"},
         "In Workshop on Ovens (W 2001). Guild."),
    ],
)  # fmt: skip
def test_what_no_proceedings_hold_is_no_paper_in_proceedings(
    venue: Venue, fields: dict[str, object], kind: str, has: dict[str, str], text: str
) -> None:
    one = record(**fields | {"venue": venue.acronym})
    entry = bibtex.entry(one, venue)
    assert entry.type == kind
    assert has.items() <= entry.fields.items()
    assert {"publisher", "address"}.isdisjoint(entry.fields) or kind == "inproceedings"
    assert reference.plain(one, venue).endswith(text)


def test_every_format_knows_a_paper_of_a_meeting_without_proceedings() -> None:
    venue = Venue("W", "Workshop on Ovens", "workshop", proceedings="none")
    one = record(venue="W", numpages=6)
    assert "@unpublished{b2001one," in biblatex.of_record(one, venue)
    assert "howpublished  = {Presented at the Workshop on Ovens}" in biblatex.of_record(one, venue)
    assert "N1  - Presented at the Workshop on Ovens\n" in ris.of_record(one, venue)
    item = csl.item(one, venue)
    assert (item["event-title"], item["number-of-pages"]) == ("Workshop on Ovens", "6")
    assert "container-title" not in item
    parent = hayagriva.item(one, venue)["parent"]
    assert parent == {"type": "conference", "title": "{Workshop on Ovens}"}


def test_the_seat_of_the_publisher_stands_for_a_place_that_nobody_saw() -> None:
    editions = {
        2001: Edition(name="3rd Symposium on Baking"),
        2002: Edition(address="Zürich"),
        2003: Edition(publisher="Millers' Press"),
    }
    venue = Venue("B", "Symposium on Baking", "conference", "Guild", "Bern", editions=editions)

    def fields(year: int, **more: object) -> dict[str, str]:
        return bibtex.entry(record(venue="B", year=year, **more), venue).fields

    assert [fields(year).get("address") for year in (2000, 2001)] == ["Bern", "Bern"]
    assert fields(2002)["address"] == r"Z{\"u}rich"
    assert fields(2003)["publisher"] == "Millers' Press"
    assert "address" not in fields(2003)
    assert "address" not in fields(2000, kind=Kind.TALK)


def test_a_book_has_the_city_of_its_publisher() -> None:
    one = record(kind=Kind.BOOK, publisher="P", address="Zürich")
    assert bibtex.entry(one, None).fields["address"] == r"Z{\"u}rich"


def test_references_of_every_kind(bread_corpus: Corpus) -> None:
    def plain(key: str) -> str:
        one = bread_corpus.records[key]
        return reference.plain(one, bread_corpus.venue_of(one))

    assert plain("muller1998crumb") == (
        "Jörg Müller, Zoë Łuczak, and Aimé Ó Briain. 1998. Crumb: Open Structure in Long Rises of "
        "pH-Controlled Dough. In Proceedings of the 3rd Symposium on Baking (BAKE 1998), "
        "pages 11–24. Guild of Bakers. https://doi.org/10.1234/bake.1998.11"
    )
    assert plain("papadopoulos2004field").endswith(
        "5% Salt. Journal of Crust & Crumb 7 (2), pages 101–117. https://doi.org/10.1234/jcc.7.2"
    )
    assert plain("vandermeer2010stone").startswith(
        "Anna van der Meer and Bo Li. 2010. Stone and Steel. 2nd edition. Oven & Sons."
    )
    assert "Is Wheat Enough? Rye, Spelt and Oats. arXiv:2001.01230." in plain("costa2020wheat")
    assert plain("grain2019grist").startswith("Grain Laboratory. 2019. Grist: Planning")


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a file holds, reading it ends in a record or in problems."""
    for content in (text, f"---\n{text}\n---\n{text}", f"---\ntitle: {text}\nlinks: {text}\n---\n"):
        found, problems = schema.read("bib/p/t/key.md", content)
        assert found is not None or problems


def test_a_file_is_written_only_if_its_text_changed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.txt"
    assert files.write_if_changed(path, "a\n")
    before = path.stat().st_mtime_ns
    assert not files.write_if_changed(path, "a\n")
    assert path.stat().st_mtime_ns == before
    assert files.write_if_changed(path, "b\n")
    assert [one.name for one in path.parent.iterdir()] == ["file.txt"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        files.write_atomically(path, "new \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["file.txt"]


def test_a_work_whose_authors_were_not_seen_has_a_page_but_no_bibtex(bread: Bread) -> None:
    bread.edit(
        "costa2020wheat",
        "authors: [Rui Costa, Ana Souza e Silva]",
        "authors: [Rui Costa]\nunseen: [authors]",
    )
    bread.edit("costa2020wheat", "fields: [title, authors, year]", "fields: [title, year]")
    loaded = corpus.load(bread.project)
    assert rules.check(loaded) == []
    work = loaded.records["costa2020wheat"]
    assert reference.label(work) == "Costa et al. (2020)"
    assert "costa2020wheat" not in formats.handbook_bib(loaded)
    page = pages.render(work, loaded)
    assert "Not citable yet: authors could not be seen in any source." in page
    assert "```bibtex" not in page
