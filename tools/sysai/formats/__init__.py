"""Citations in every format people need: one module a format, one table of them all.

`FORMATS` names each format with its file ending and media type; the command line, the files of
the site and the documentation are made from it.  A file of many works is joined from one piece a
work (`Format.join`), so that a file of all works costs no more than its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus import Corpus
from ..record import Record, Venue
from . import biblatex, bibtex, csl, hayagriva, ris, styles
from .styles import STYLES, Work


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is called, what its files are called, and how they are made.

    ``pieces`` renders works, a piece each; a file is ``head``, the pieces with ``between``,
    ``tail``.  ``reads`` says who reads it.
    """

    name: str
    title: str
    ending: str
    media_type: str
    reads: str
    pieces: Callable[[Sequence[Work]], list[str]]
    head: str = ""
    between: str = ""
    tail: str = ""

    def render(self, records: Iterable[Record], corpus: Corpus) -> str:
        """A file of *records* in the order given."""
        works = [(one, corpus.venue_of(one)) for one in records]
        return self.head + self.between.join(self.pieces(works)) + self.tail


def _each(piece: Callable[[Record, Venue | None], str]) -> Callable[[Sequence[Work]], list[str]]:
    return lambda works: [piece(record, venue) for record, venue in works]


#: The formats that have files on the site.
FORMATS = {
    one.name: one
    for one in (
        Format("bibtex", "BibTeX", "bib", "application/x-bibtex",
               "LaTeX with `\\bibliography`", _each(bibtex.of_record), between="\n"),
        Format("biblatex", "BibLaTeX", "biblatex.bib", "application/x-bibtex",
               "LaTeX with `biblatex` and `biber`", _each(biblatex.of_record), between="\n"),
        Format("ris", "RIS", "ris", "application/x-research-info-systems",
               "EndNote, Zotero, Mendeley", _each(ris.of_record), between="\n"),
        Format("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json",
               "Zotero, Pandoc, citeproc", _each(csl.json_of_record), "[\n", ",\n", "\n]\n"),
        Format("csl-yaml", "CSL-YAML", "csl.yaml", "application/yaml",
               "Pandoc, Quarto", _each(csl.yaml_of_record), "references:\n"),
        Format("hayagriva", "Hayagriva", "hayagriva.yml", "application/yaml",
               "Typst", _each(hayagriva.of_record), between="\n"),
        Format("text", "Text", "txt", "text/plain",
               "people: APA, IEEE, ACM and Chicago style", styles.texts, between="\n"),
    )
}  # fmt: skip

#: What `sysai export` writes: these, and a list of references in one style.
EXPORTS = FORMATS | {
    style.name: Format(style.name, style.title, "txt", "text/plain",
                       f"people, in {style.title} style", styles.lines(style), between="\n")
    for style in STYLES
}  # fmt: skip

_OTHER_ENDINGS = {".yaml": "csl-yaml", ".yml": "hayagriva"}


def format_of(path: Path) -> str | None:
    """The name of the format that a file of this name is of, told by its ending."""
    endings = {f".{form.ending}": name for name, form in FORMATS.items()} | _OTHER_ENDINGS
    fitting = [ending for ending in endings if path.name.lower().endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None


#: What stands above the committed BibTeX.
HEADER = """\
% Made from the records in bib/ by `sysai export`: do not edit.
% Records: CC BY 4.0.

"""


def citable(records: Iterable[Record]) -> list[Record]:
    """Those of *records* of which all that a citation needs was seen, by key."""
    return sorted((one for one in records if one.citable), key=lambda one: one.key)


def handbook_bib(corpus: Corpus) -> str:
    """Every citable work of the handbook as one .bib file."""
    return HEADER + FORMATS["bibtex"].render(citable(corpus.records.values()), corpus)
