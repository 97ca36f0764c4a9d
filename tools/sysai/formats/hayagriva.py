"""Hayagriva YAML: what Typst's ``#bibliography("works.yml")`` reads.

Titles and names of proceedings stand in braces as a whole, Hayagriva's mark for text whose case
styles leave alone: Typst 0.15 sets "BreadWiki" as "Breadwiki" in title case, and loses the space
behind a single word in braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..kept import kept
from ..names import Name
from ..record import Record, Venue
from . import yaml
from .publication import Form, Publication, address_of, pages, publication

_TYPES = {
    Form.PROCEEDINGS: "article",
    Form.PRESENTED: "article",
    Form.JOURNAL: "article",
    Form.MAGAZINE: "article",
    Form.PREPRINT: "article",
    Form.BOOK: "book",
    Form.THESIS: "thesis",
    Form.REPORT: "report",
    Form.SOFTWARE: "repository",
    Form.TALK: "performance",
    Form.COURSE: "misc",
}
_PARENTS = {Form.PROCEEDINGS: "proceedings", Form.JOURNAL: "periodical",
            Form.MAGAZINE: "periodical"}  # fmt: skip
_DEGREES = {"phd": "PhD thesis", "master": "Master’s thesis"}
_GENRES = {Form.REPORT: "Technical report", Form.TALK: "Talk", Form.COURSE: "Course"}


@kept
def item(record: Record, venue: Venue | None) -> Mapping[str, Any]:
    """The fields of one work; those of which nothing is known are left out."""
    known = publication(record, venue)
    contained = known.form in _PARENTS or bool(known.presented)
    publisher = _without_gaps(
        {"name": _verbatim(_publisher(record, known)), "location": _text(known.address)}
    )
    parent = {
        "type": _PARENTS.get(known.form, "conference"),
        "title": _verbatim(known.container or known.event),
        "volume": record.volume,
        "issue": record.number,
        "publisher": publisher,
    }
    serial = {
        "doi": record.doi,
        "arxiv": record.arxiv,
        "isbn": record.isbn,
        "serial": record.number if known.form is Form.REPORT else "",
    }
    note = record.number if known.form is Form.THESIS else ""
    if record.article and not record.pages:
        note = f"Article {record.article}"
    return _without_gaps(
        {
            "type": _TYPES.get(known.form, "web"),
            "title": _verbatim(record.title),
            "author": [_name(one) for one in record.creators],
            "date": f"{record.year}-{known.month:02}" if known.month else str(record.year),
            "edition": record.edition,
            "genre": _DEGREES.get(record.degree, _GENRES.get(known.form, "")),
            "publisher": {} if contained else publisher,
            "page-range": pages(record, "-"),
            "page-total": record.numpages or "",
            "language": record.language,
            "url": address_of(record, known),
            "serial-number": _without_gaps(serial),
            "note": _text(note),
            "parent": _without_gaps(parent) if contained else {},
        }
    )


def _publisher(record: Record, known: Publication) -> str:
    """Styles look here for a thesis' university and a preprint's archive too."""
    archive = "arXiv" if known.form is Form.PREPRINT else ""
    return known.publisher or record.institution or archive


def _without_gaps(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in fields.items() if value}


def of_record(record: Record, venue: Venue | None) -> str:
    """The entry of one work."""
    return yaml.dump({record.key: item(record, venue)})


def _text(text: str) -> str:
    """*text* with the signs escaped that Hayagriva reads: braces, ``$`` of formulas, backslash."""
    return re.sub(r"([\\{}$])", r"\\\1", text)


def _verbatim(text: str) -> str:
    """*text* in braces, to be printed as it is."""
    return f"{{{_text(text)}}}" if text else ""


def _name(name: Name) -> dict[str, str]:
    """A name in its parts; a particle stays with the family name, as names are displayed."""
    parts = {"name": name.full_family(), "given-name": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
