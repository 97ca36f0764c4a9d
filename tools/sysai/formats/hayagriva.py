"""Hayagriva YAML: what Typst's ``#bibliography("works.yml")`` reads.

Words whose case must survive stand in braces, Hayagriva's mark for text that styles leave alone.
"""

from __future__ import annotations

import re
from typing import Any

from ..names import Name
from ..record import Record, Venue
from . import yaml
from .latex import protect
from .publication import Form, address_of, pages, publication

_TYPES = {
    Form.PROCEEDINGS: "article",
    Form.JOURNAL: "article",
    Form.MAGAZINE: "article",
    Form.PREPRINT: "article",
    Form.BOOK: "book",
    Form.THESIS: "thesis",
    Form.REPORT: "report",
    Form.SOFTWARE: "repository",
}
_PARENTS = {Form.PROCEEDINGS: "proceedings", Form.JOURNAL: "periodical",
            Form.MAGAZINE: "periodical"}  # fmt: skip
_DEGREES = {"phd": "PhD thesis", "master": "Master’s thesis"}


def item(record: Record, venue: Venue | None) -> dict[str, Any]:
    """The fields of one work; those of which nothing is known are left out."""
    known = publication(record, venue)
    publisher = {"name": _text(known.publisher), "location": _text(known.address)}
    publisher = {name: value for name, value in publisher.items() if value}
    contained = known.form in _PARENTS
    parent = {
        "type": _PARENTS.get(known.form, ""),
        "title": _text(known.container),
        "volume": record.volume,
        "issue": _text(record.number),
        "publisher": publisher,
    }
    serial = {"doi": record.doi, "arxiv": record.arxiv, "isbn": record.isbn}
    if not contained and record.number:
        serial["serial"] = record.number
    fields: dict[str, Any] = {
        "type": _TYPES.get(known.form, "web"),
        "title": protect(record.title, record.name, _text),
        "author": [_name(one) for one in record.creators],
        "date": f"{record.year}-{known.month:02}" if known.month else str(record.year),
        "edition": record.edition,
        "genre": _DEGREES.get(record.degree, ""),
        "organization": _text(record.institution),
        "publisher": {} if contained else publisher,
        "page-range": pages(record, "-"),
        "language": record.language,
        "url": address_of(record, known),
        "serial-number": {name: value for name, value in serial.items() if value},
        "note": f"Article {record.article}" if record.article and not record.pages else "",
        "parent": {name: value for name, value in parent.items() if value} if contained else {},
    }
    if known.form is Form.PREPRINT:
        fields["publisher"] = "{arXiv}"
    return {name: value for name, value in fields.items() if value}


def of_record(record: Record, venue: Venue | None) -> str:
    """The entry of one work."""
    return yaml.dump({record.key: item(record, venue)})


def _text(text: str) -> str:
    """*text* with the signs escaped that Hayagriva reads: braces, ``$`` of formulas, backslash."""
    return re.sub(r"([\\{}$])", r"\\\1", text)


def _name(name: Name) -> str | dict[str, str]:
    """A name in its parts; a particle stays with the family name, as names are displayed."""
    parts = {"name": name.full_family(), "given-name": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}
