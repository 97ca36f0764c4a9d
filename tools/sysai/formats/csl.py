"""CSL-JSON and CSL-YAML: what citation processors (citeproc, Pandoc, Zotero) read.

Types and variables are those of the CSL 1.0.2 specification; a preprint is an ``article`` whose
publisher is its archive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..kept import kept
from ..names import Name
from ..record import Record, Venue
from . import yaml
from .publication import Form, address_of, pages, publication

_TYPES = {
    Form.PROCEEDINGS: "paper-conference",
    Form.PRESENTED: "paper-conference",
    Form.JOURNAL: "article-journal",
    Form.MAGAZINE: "article-magazine",
    Form.PREPRINT: "article",
    Form.BOOK: "book",
    Form.THESIS: "thesis",
    Form.REPORT: "report",
    Form.SOFTWARE: "software",
    Form.TALK: "speech",
    Form.COURSE: "webpage",
    Form.ARTICLE: "webpage",
}
_GENRES = {
    Form.PREPRINT: "Preprint",
    Form.REPORT: "Technical report",
    Form.TALK: "Talk",
    Form.COURSE: "Course",
}
_DEGREES = {"phd": "PhD thesis", "master": "Master’s thesis"}
_dumped = json.JSONEncoder(ensure_ascii=False).encode


@kept
def item(record: Record, venue: Venue | None) -> Mapping[str, Any]:
    """The CSL item of one work; variables of which nothing is known are left out."""
    known = publication(record, venue)
    preprint = known.form is Form.PREPRINT
    number = record.number if not known.form.periodical else record.article
    variables: dict[str, Any] = {
        "id": record.key,
        "citation-key": record.key,
        "type": _TYPES[known.form],
        "genre": _DEGREES.get(record.degree, _GENRES.get(known.form, "")),
        "author": [_name(one) for one in record.creators],
        "title": record.title,
        "container-title": known.container,
        "event-title": known.event,
        "collection-title": known.series,
        "publisher": known.publisher or record.institution or ("arXiv" if preprint else ""),
        "publisher-place": known.address,
        "edition": record.edition,
        "volume": record.volume,
        "issue": record.number if known.form.periodical else "",
        "number": f"arXiv:{record.arxiv}" if preprint and record.arxiv else number,
        "page": pages(record, "-"),
        "number-of-pages": str(record.numpages or ""),
        "issued": {"date-parts": [[record.year, *([known.month] if known.month else [])]]},
        "language": record.language,
        "DOI": record.doi,
        "ISBN": record.isbn,
        "URL": address_of(record, known),
        "note": f"arXiv:{record.arxiv}" if record.arxiv and not preprint else "",
    }
    return {name: value for name, value in variables.items() if value}


def _name(name: Name) -> dict[str, str]:
    if name.is_organisation:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def json_of_record(record: Record, venue: Venue | None) -> str:
    """One item of a CSL-JSON array, a variable a line, without final line break."""
    lines = (f"  {_dumped(name)}: {_dumped(value)}" for name, value in item(record, venue).items())
    return " {\n" + ",\n".join(lines) + "\n }"


def yaml_of_record(record: Record, venue: Venue | None) -> str:
    """One item of the list ``references`` that Pandoc reads from a YAML file."""
    return yaml.dump([item(record, venue)])
