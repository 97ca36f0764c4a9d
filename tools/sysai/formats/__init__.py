"""Citations in every format people need: one module a format, one table of them all.

`FORMATS` names each format with its file ending and media type; the command line, the files of
the site and the documentation are made from it.  A file of many works is joined from one piece a
work (`Format.join`), so that a file of all works costs no more than its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..corpus import Corpus
from ..record import Record, Venue
from . import biblatex, bibtex, csl, hayagriva, ris


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is called, what its files are called, and how they are made.

    ``piece`` renders one work; a file is ``head``, the pieces with ``between``, ``tail``.
    """

    name: str
    title: str
    ending: str
    media_type: str
    reads: str
    piece: Callable[[Record, Venue | None], str]
    head: str = ""
    between: str = ""
    tail: str = ""

    def join(self, pieces: Iterable[str]) -> str:
        """A file of *pieces*."""
        return self.head + self.between.join(pieces) + self.tail

    def render(self, records: Iterable[Record], corpus: Corpus) -> str:
        """A file of *records* in the order given."""
        return self.join(self.piece(one, corpus.venue_of(one)) for one in records)


FORMATS = {
    one.name: one
    for one in (
        Format("bibtex", "BibTeX", "bib", "application/x-bibtex",
               "LaTeX with `\\bibliography`", bibtex.of_record, between="\n"),
        Format("biblatex", "BibLaTeX", "biblatex.bib", "application/x-bibtex",
               "LaTeX with `biblatex` and `biber`", biblatex.of_record, between="\n"),
        Format("ris", "RIS", "ris", "application/x-research-info-systems",
               "EndNote, Zotero, Mendeley", ris.of_record, between="\n"),
        Format("csl-json", "CSL-JSON", "json", "application/vnd.citationstyles.csl+json",
               "Zotero, Pandoc, citeproc", csl.json_of_record, "[\n", ",\n", "\n]\n"),
        Format("csl-yaml", "CSL-YAML", "csl.yaml", "application/yaml",
               "Pandoc, Quarto", csl.yaml_of_record, "references:\n"),
        Format("hayagriva", "Hayagriva", "hayagriva.yml", "application/yaml",
               "Typst", hayagriva.of_record, between="\n"),
    )
}  # fmt: skip

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
