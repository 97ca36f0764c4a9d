"""RIS: what EndNote, Zotero, Mendeley and most reference managers import.

One tag a line, two spaces, a hyphen, a space (the format's own layout); which tag holds what for
a conference paper is as Zotero's and EndNote's import have it: ``T2`` the conference, ``C3`` its
proceedings, ``C1`` the place.
"""

from __future__ import annotations

from ..names import Name
from ..record import Record, Venue
from ..reference import doi_url
from .publication import Form, publication

_TYPES = {
    Form.PROCEEDINGS: "CPAPER",
    Form.PRESENTED: "CPAPER",
    Form.JOURNAL: "JOUR",
    Form.MAGAZINE: "MGZN",
    Form.PREPRINT: "UNPB",
    Form.BOOK: "BOOK",
    Form.THESIS: "THES",
    Form.REPORT: "RPRT",
    Form.SOFTWARE: "COMP",
    Form.TALK: "SLIDE",
    Form.COURSE: "ELEC",
    Form.ARTICLE: "ELEC",
}
_DEGREES = {"phd": "PhD thesis", "master": "Master's thesis"}


def of_record(record: Record, venue: Venue | None) -> str:
    """The RIS entry of one work, from its ``TY`` to its ``ER`` line."""
    known = publication(record, venue)
    in_proceedings = known.form is Form.PROCEEDINGS
    first, _, last = record.pages.partition("-")
    month = f"{known.month:02}" if known.month else ""
    lines = [("TY", _TYPES[known.form]), ("ID", record.key)]
    lines += [("AU", _name(one)) for one in record.creators]
    lines += [
        ("TI", record.title),
        ("T2", (known.event or known.container) if in_proceedings else known.container),
        ("C3", known.container if in_proceedings else ""),
        ("T3", known.series),
        ("PB", known.publisher or record.institution or _archive(known.form)),
        ("C1" if in_proceedings else "CY", known.address),
        ("PY", str(record.year)),
        ("DA", f"{record.year}/{month}//" if month else str(record.year)),
        ("VL", record.volume),
        ("IS", "" if known.form in (Form.REPORT, Form.THESIS) else record.number),
        ("C7", record.article),  # article number, in EndNote's table
        ("SP", first),
        ("EP", last),
        ("ET", record.edition),
        ("SN", record.isbn or (record.number if known.form is Form.REPORT else "")),
        ("M3", _DEGREES.get(record.degree, "")),
        ("LA", record.language),
        ("DO", record.doi),
        ("UR", known.url or (doi_url(record.doi) if record.doi else "")),
        ("DB", "arXiv" if record.arxiv else ""),
        ("AN", record.arxiv),
        ("N1", record.number if known.form is Form.THESIS else known.presented),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in lines if value) + "ER  - \n"


def _archive(form: Form) -> str:
    return "arXiv" if form is Form.PREPRINT else ""


def _name(name: Name) -> str:
    """ "Family, Given, Suffix", the order of RIS."""
    return ", ".join(part for part in (name.full_family(), name.given, name.suffix) if part)
