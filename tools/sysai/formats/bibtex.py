r"""BibTeX: what LaTeX with ``\bibliography`` reads.

Conventions: names as ``Last, First``; words with a capital inside, acronyms, the work's own name
and the first word after ``:``, ``?`` or an opening quote are braced as whole words (styles that
lower titles keep them); ``--`` in pages; month macros; bare DOI; eprint fields for arXiv; ASCII.
Where pages bear no numbers of a volume, ``numpages`` counts them, or says ``??`` where their number
was not seen: ACM's style prints a number, others pass the field over.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..kept import kept
from ..record import Kind, Record, Venue
from ..reference import ordinal
from . import latex
from .latex import MONTH_MACROS, escape, protect
from .publication import Form, Publication, pages, publication

_TYPES = {
    Form.PROCEEDINGS: "inproceedings",
    Form.JOURNAL: "article",
    Form.MAGAZINE: "article",
    Form.BOOK: "book",
    Form.THESIS: "phdthesis",
    Form.REPORT: "techreport",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry's type and its fields in order; values are LaTeX, ready to write."""

    type: str
    fields: dict[str, str]


def entry(record: Record, venue: Venue | None) -> Entry:
    """The BibTeX entry of *record*; fields of which nothing is known are left out."""
    known = publication(record, venue)
    kind = _TYPES.get(known.form, "misc")
    if kind == "phdthesis" and record.degree == "master":
        kind = "mastersthesis"
    fields = {
        "author": " and ".join(
            f"{{{escape(one.family)}}}" if one.is_organisation else escape(one.last_first())
            for one in record.creators
        ),
        "title": protect(record.title, record.proper_names),
        "journal": escape(known.container) if known.form.periodical else "",
        "booktitle": escape(known.container) if known.form is Form.PROCEEDINGS else "",
        "howpublished": escape(_how_published(record, known)) if kind == "misc" else "",
        "publisher": escape(known.publisher),
        "address": escape(known.address),
        "series": escape(known.series),
        "school": escape(record.institution) if known.form is Form.THESIS else "",
        "institution": escape(record.institution) if known.form is Form.REPORT else "",
        "edition": escape(ordinal(record.edition)),
        "isbn": record.isbn,
        "volume": escape(record.volume),
        "number": "" if record.kind is Kind.THESIS else escape(record.number),
        "pages": pages(record, "--"),
        "numpages": _numpages(record, kind),
        "year": str(record.year),
        "month": MONTH_MACROS[known.month - 1] if known.month else "",
        "doi": record.doi,
        "url": known.url,
        "eprint": record.arxiv,
        "archiveprefix": "arXiv" if record.arxiv else "",
        "primaryclass": record.arxiv_class if record.arxiv else "",
        "language": record.language,
        "note": _note(record),
    }
    return Entry(kind, {name: value for name, value in fields.items() if value})


def _numpages(record: Record, kind: str) -> str:
    """How many pages a paper has, where it has no numbers of a volume; ``??`` where nobody saw it.

    Two question marks are how TeX users' bibliographies mark a value that is yet to be found.  ACM's
    style, the one that prints the field, prints none then (comment at its ``empty.or.unknown``).
    """
    if record.numpages or record.pages or kind not in ("inproceedings", "article"):
        return str(record.numpages or "")
    return "??"


def _note(record: Record) -> str:
    """What has no field that every style knows: an article number, a thesis' report number."""
    if record.article and not record.pages:
        return f"Article {escape(record.article)}"
    return escape(record.number) if record.kind is Kind.THESIS else ""


def _how_published(record: Record, known: Publication) -> str:
    if known.form is Form.PREPRINT:
        return f"arXiv preprint arXiv:{record.arxiv}"
    if known.presented:
        return known.presented
    return f"{known.noun}, {record.institution}" if record.institution else known.noun


@kept
def of_record(record: Record, venue: Venue | None) -> str:
    """The BibTeX of one work."""
    found = entry(record, venue)
    return latex.write(found.type, record.key, found.fields)
