"""Every format read back by parsers that are not ours gives the records' facts."""

from __future__ import annotations

import dataclasses
import html
import io
import json
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import bibtexparser
import pytest
import rispy
import typst
import yaml
from bibtexparser import middlewares
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from houses import HERE
from sysai import formats
from sysai.corpus import Corpus
from sysai.formats import EXPORTS, FORMATS, styles
from sysai.formats import yaml as our_yaml
from sysai.formats.publication import Form, publication
from sysai.names import Name
from sysai.record import Kind, Record

STYLE = HERE / "fields.csl"


@dataclass(frozen=True)
class Facts:
    """What a citation must say."""

    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    doi: str


def plain(text: str) -> str:
    """*text* as it is compared: typographic signs that LaTeX has no other form for are one."""
    signs = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " ", "…": "..."}
    text = text.replace("``", '"').replace("''", '"')
    folded = "".join(signs.get(char, char) for char in text)
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def in_order(name: Name) -> str:
    """ "Family, Given" and suffix, however a format orders them."""
    parts = (name.full_family(), name.given, name.suffix)
    return plain(", ".join(part for part in parts if part))


def facts(record: Record, corpus: Corpus, name: str) -> Facts:
    """What the record itself says, in the format *name*.

    Typst calls a meeting without proceedings a container too; other formats have a note for it.
    """
    known = publication(record, corpus.venue_of(record))
    met = known.event if name == "hayagriva" and known.form is Form.PRESENTED else ""
    return Facts(
        title=plain(record.title),
        authors=tuple(in_order(one) for one in record.creators),
        year=record.year,
        venue=plain(known.container or met),
        doi=record.doi,
    )


def ours(corpus: Corpus, name: str) -> dict[str, Facts]:
    return {one.key: facts(one, corpus, name) for one in formats.citable(corpus.records.values())}


def text_of(corpus: Corpus, name: str) -> str:
    return FORMATS[name].render(formats.citable(corpus.records.values()), corpus)


# -- readers: text of a format -> key -> facts ------------------------------------------------

_LATEX = LatexNodes2Text(math_mode="text", keep_braced_groups=False)


def from_latex(value: str) -> str:
    return plain(_LATEX.latex_to_text(value))


def person(von: list[str], last: list[str], first: list[str], suffix: list[str]) -> str:
    """A name as `in_order` has it, of the parts that BibTeX knows."""
    parts = (" ".join([*von, *last]), " ".join(first), " ".join(suffix))
    return from_latex(", ".join(part for part in parts if part))


def from_fields(fields: Mapping[str, str], authors: tuple[str, ...]) -> Facts:
    """What the fields of BibTeX or BibLaTeX say."""
    venue = fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", "")
    return Facts(
        title=from_latex(fields["title"]),
        authors=authors,
        year=int((fields.get("year") or fields["date"])[:4]),
        venue=from_latex(venue),
        doi=fields.get("doi", ""),
    )


def by_pybtex(text: str) -> dict[str, Facts]:
    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        people = (
            person(
                one.prelast_names,
                one.last_names,
                [*one.first_names, *one.middle_names],
                one.lineage_names,
            )
            for one in entry.persons["author"]
        )
        found[key] = from_fields(entry.fields, tuple(people))
    return found


def by_bibtexparser(text: str) -> dict[str, Facts]:
    split = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = bibtexparser.parse_string(text, append_middleware=split)
    assert library.failed_blocks == []
    found = {}
    for entry in library.entries:
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        people = (person(one.von, one.last, one.first, one.jr) for one in fields["author"])
        found[entry.key] = from_fields(fields, tuple(people))
    return found


def by_rispy(text: str) -> dict[str, Facts]:
    found = {}
    for entry in rispy.load(io.StringIO(text)):
        assert "unknown_tag" not in entry, entry
        proceedings = entry["type_of_reference"] == "CPAPER"
        found[entry["id"]] = Facts(
            title=plain(entry["title"]),
            authors=tuple(map(plain, entry["authors"])),
            year=int(entry["year"]),
            venue=plain(entry.get("custom3" if proceedings else "secondary_title", "")),
            doi=entry.get("doi", ""),
        )
    return found


def from_line(line: str) -> Facts:
    """A reference that `STYLE` printed."""
    fields = dict(part.partition("=")[::2] for part in plain(line).split(" ¦ "))
    return Facts(
        title=fields["title"],
        authors=tuple(fields["authors"].split(" ; ")),
        year=int(fields["year"]),
        venue=fields.get("venue", ""),
        doi=fields.get("doi", ""),
    )


def by_citeproc(items: list[dict[str, object]]) -> dict[str, Facts]:
    with warnings.catch_warnings():
        # citeproc-py says so of each variable that CSL 1.0.2 added.
        warnings.filterwarnings("ignore", "The following arguments for Reference")
        style = CitationStylesStyle(str(STYLE))
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for one in items:
            bibliography.register(Citation([CitationItem(one["id"])]))
        lines = [str(line) for line in bibliography.bibliography()]
    assert len(lines) == len(items)
    return {str(one["id"]): from_line(line) for one, line in zip(items, lines, strict=True)}


def by_typst(text: str) -> dict[str, Facts]:
    works = yaml.safe_load(text)
    source = (
        b"#for one in json(bytes(sys.inputs.works)) "
        b"{ bibliography(bytes(one), style: bytes(sys.inputs.style), full: true, title: none) }"
    )
    each = [our_yaml.dump({key: work}) for key, work in works.items()]
    inputs = {"works": json.dumps(each), "style": STYLE.read_text(encoding="utf-8")}
    page = typst.compile(source, format="html", sys_inputs=inputs)
    assert isinstance(page, bytes)
    lines = re.findall(r"<li>(.*?)</li>", page.decode())
    assert len(lines) == len(works)
    stripped = [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]
    return {key: from_line(line) for key, line in zip(works, stripped, strict=True)}


READERS: dict[str, tuple[str, Callable[[str], dict[str, Facts]]]] = {
    "bibtex by pybtex": ("bibtex", by_pybtex),
    "bibtex by bibtexparser": ("bibtex", by_bibtexparser),
    "biblatex by pybtex": ("biblatex", by_pybtex),
    "biblatex by bibtexparser": ("biblatex", by_bibtexparser),
    "ris by rispy": ("ris", by_rispy),
    "csl-json by citeproc": ("csl-json", lambda text: by_citeproc(json.loads(text))),
    "csl-yaml by citeproc": (
        "csl-yaml",
        lambda text: by_citeproc(yaml.safe_load(text)["references"]),
    ),
    "hayagriva by typst": ("hayagriva", by_typst),
}


def test_every_format_has_a_reader() -> None:
    assert {name for name, _ in READERS.values()} | {"text"} == set(FORMATS)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("house", ["bread_corpus", "handbook"])
def test_round_trip(reader: str, house: str, request: pytest.FixtureRequest) -> None:
    corpus: Corpus = request.getfixturevalue(house)
    name, read = READERS[reader]
    assert read(text_of(corpus, name)) == ours(corpus, name)


def test_typst_takes_the_whole_file(handbook: Corpus, tmp_path: Path) -> None:
    """As a writer uses it: one file, one work cited, all listed."""
    (tmp_path / "all.yml").write_text(text_of(handbook, "hayagriva"), encoding="utf-8")
    key = next(iter(handbook.records))
    (tmp_path / "main.typ").write_text(
        f'As @{key} says.\n#bibliography("all.yml", full: true)', encoding="utf-8"
    )
    page = typst.compile(tmp_path / "main.typ", format="html")
    assert page.decode().count("<li") == len(ours(handbook, "hayagriva"))


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.bib", "bibtex"), ("a.biblatex.bib", "biblatex"), ("a.RIS", "ris"), ("a.json", "csl-json"),
     ("a.csl.yaml", "csl-yaml"), ("a.yaml", "csl-yaml"), ("a.yml", "hayagriva"),
     ("a.hayagriva.yml", "hayagriva"), ("a.txt", "text"), ("a.doc", None), ("bib", None)],
)  # fmt: skip
def test_the_format_of_a_file_is_told_by_its_ending(name: str, form: str | None) -> None:
    assert formats.format_of(Path(name)) == form


# -- references in words ----------------------------------------------------------------------

#: What a processor leaves where a fact is missing.
LEFTOVERS = re.compile(r",\)|,\.(?!\w)|\.\.(?!\.)|\(\)|[?!]\.|”\.|[{}]|  |\bNos\.")


@pytest.mark.parametrize("house", ["bread_corpus", "handbook"])
def test_styled_references_say_what_the_record_says(
    house: str, request: pytest.FixtureRequest
) -> None:
    corpus: Corpus = request.getfixturevalue(house)
    works = formats.citable(corpus.records.values())
    made = FORMATS["text"].pieces([(one, corpus.venue_of(one)) for one in works])
    assert len(made) == len(works)
    for record, text in zip(works, made, strict=True):
        lines = dict(line.split(": ", 1) for line in text.splitlines())
        assert list(lines) == ["APA", "IEEE", "ACM", "Chicago"]
        first = record.creators[0]
        for style, line in lines.items():
            where = f"{record.key} in {style}: {line}"
            assert record.title in line, where
            assert str(record.year) in line, where
            assert first.full_family() in line or first.family in line, where
            assert publication(record, corpus.venue_of(record)).container in line, where
            assert record.doi in line, where
            if not (record.doi or record.links):
                assert f"arxiv.org/abs/{record.arxiv}" in line, where
            rest = line.replace(record.title, "Title" + record.title[-1]).split(" https://")[0]
            assert not LEFTOVERS.search(rest), where


def test_styled_references_of_every_form(bread_corpus: Corpus) -> None:
    def styled(key: str) -> list[str]:
        return EXPORTS["text"].render([bread_corpus.records[key]], bread_corpus).splitlines()

    assert styled("muller1998crumb") == [
        "APA: Müller, J., Łuczak, Z., & Briain, A. Ó. (1998). Crumb: Open Structure in Long Rises "
        "of pH-Controlled Dough. Proceedings of the 3rd Symposium on Baking (BAKE 1998), 11–24. "
        "https://doi.org/10.1234/bake.1998.11",
        "IEEE: J. Müller, Z. Łuczak, and A. Ó. Briain, “Crumb: Open Structure in Long Rises of "
        "pH-Controlled Dough,” in Proceedings of the 3rd Symposium on Baking (BAKE 1998), Zürich: "
        "Guild of Bakers, May 1998, pp. 11–24. doi: 10.1234/bake.1998.11.",
        "ACM: Jörg Müller, Zoë Łuczak, and Aimé Ó Briain. 1998. Crumb: Open Structure in Long "
        "Rises of pH-Controlled Dough. In Proceedings of the 3rd Symposium on Baking (BAKE 1998), "
        "May 1998. Guild of Bakers, Zürich, 11–24. https://doi.org/10.1234/bake.1998.11",
        "Chicago: Müller, Jörg, Zoë Łuczak, and Aimé Ó. Briain. 1998. “Crumb: Open Structure in "
        "Long Rises of pH-Controlled Dough.” In Proceedings of the 3rd Symposium on Baking (BAKE "
        "1998). Guild of Bakers. https://doi.org/10.1234/bake.1998.11.",
    ]
    assert styled("costa2020wheat")[3] == (
        "Chicago: Costa, Rui, and Ana Souza e Silva. 2020. “Is Wheat Enough? Rye, Spelt and "
        "Oats.” Preprint, arXiv. https://arxiv.org/abs/2001.01230."
    )
    assert styled("grain2019grist")[1] == (
        "IEEE: Grain Laboratory, Grist: Planning of Milling Runs. (2019). [Online]. Available: "
        "https://bread.example.org/grist"
    )
    assert styled("wang2015laomian")[1] == (
        "IEEE: M. Wang, “老面馒头的发酵,” 2015. [Online]. Available: "
        "https://bread.example.org/laomian"
    )


def test_a_styler_makes_each_reference_once_and_the_same(
    bread_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = [(one, bread_corpus.venue_of(one)) for one in bread_corpus.records.values()]
    alone = {record.key: styles.references([(record, venue)])[0] for record, venue in works}
    sizes: list[int] = []
    real = styles.references
    monkeypatch.setattr(styles, "references", lambda some: (sizes.append(len(some)), real(some))[1])
    styler = styles.Styler(works)
    assert {key: styler.of(key) for key in alone} == alone
    assert sizes == [1, 2, 3]


def test_a_report_number_is_no_range(bread_corpus: Corpus) -> None:
    report = dataclasses.replace(
        bread_corpus.records["vandermeer2010stone"],
        kind=Kind.REPORT, institution="Mill", number="UCB/EECS-2017-219", edition="", isbn="",
        address="",
    )  # fmt: skip
    found = styles.references([(report, None)])[0]
    assert "(Technical Report No. UCB/EECS-2017-219)" in found["apa"]
    assert "Mill, Technical report UCB/EECS-2017-219, 2010" in found["ieee"]
