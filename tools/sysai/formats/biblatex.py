"""BibLaTeX: what LaTeX with ``biblatex`` and ``biber`` reads.

UTF-8; types, fields and which of them go together are those of the data model in the BibLaTeX
manual, which ``biber --validate-datamodel`` checks.  Titles are braced as in `bibtex`.
"""

from __future__ import annotations

from ..record import Record, Venue
from . import latex
from .latex import escape_unicode, protect
from .publication import Form, Publication, pages, publication

_TYPES = {
    Form.PROCEEDINGS: "inproceedings",
    Form.JOURNAL: "article",
    Form.MAGAZINE: "article",
    Form.BOOK: "book",
    Form.THESIS: "thesis",
    Form.REPORT: "report",
    Form.SOFTWARE: "software",
}
_THESES = {"phd": "phdthesis", "master": "mathesis"}


def of_record(record: Record, venue: Venue | None) -> str:
    """The BibLaTeX entry of one work; fields of which nothing is known are left out."""
    known = publication(record, venue)
    kind = _type(record, known)
    escape = escape_unicode
    fields = {
        "author": " and ".join(
            f"{{{escape(one.family)}}}" if one.is_organisation else escape(one.last_first())
            for one in record.creators
        ),
        "title": protect(record.title, record.proper_names, escape),
        "journaltitle": escape(known.container) if known.form.periodical else "",
        "booktitle": escape(known.container) if known.form is Form.PROCEEDINGS else "",
        "eventtitle": escape(_event(known)),
        "type": _genre(record, known),
        "howpublished": escape(_how_published(known, kind)),
        "institution": escape(record.institution) if kind in ("thesis", "report") else "",
        "organization": escape(record.institution) if kind in ("online", "software") else "",
        "publisher": escape(known.publisher),
        "location": escape(known.address),
        "series": escape(known.series),
        "edition": escape(record.edition),
        "isbn": record.isbn,
        "volume": escape(record.volume),
        "number": escape(record.number) if kind != "thesis" else "",
        "eid": escape(record.article) if kind == "article" and not record.pages else "",
        "pages": pages(record, "--"),
        "date": f"{record.year}-{known.month:02}" if known.month else str(record.year),
        "doi": record.doi,
        "url": known.url,
        "eprint": record.arxiv,
        "eprinttype": "arxiv" if record.arxiv else "",
        "eprintclass": record.arxiv_class if record.arxiv else "",
        "language": record.language,
        "note": _note(record, kind),
    }
    return latex.write(kind, record.key, {name: value for name, value in fields.items() if value})


def _type(record: Record, known: Publication) -> str:
    """``online`` needs an address; what has none is ``misc``."""
    if known.presented:
        return "unpublished"
    reachable = known.url or record.doi or record.arxiv
    return _TYPES.get(known.form, "online" if reachable else "misc")


def _event(known: Publication) -> str:
    """The conference, unless the title of its proceedings names it: both are printed."""
    if known.form is not Form.PROCEEDINGS or known.event in known.container:
        return ""
    return known.event


def _genre(record: Record, known: Publication) -> str:
    if known.form is Form.THESIS:
        return _THESES.get(record.degree, "Thesis")
    return "techreport" if known.form is Form.REPORT else ""


def _how_published(known: Publication, kind: str) -> str:
    """What a work is that its type does not tell, where the data model has a field for it."""
    return known.presented or (known.noun if kind == "misc" else "")


def _note(record: Record, kind: str) -> str:
    if kind == "thesis":
        return escape_unicode(record.number)
    if record.article and not record.pages and kind != "article":
        return f"Article {escape_unicode(record.article)}"
    return ""
