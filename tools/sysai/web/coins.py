"""COinS: works in a list as ContextObjects in Spans (ANSI/NISO Z39.88-2004, KEV format).

A reference manager offers to save any of the works of a page that has them.  They belong on
lists only: on a work's own page they would compete with its meta tags.  They tell what a full
reference tells and no more, so a list is as old as the references on it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import quote

from ..corpus import Corpus
from ..formats.publication import Form, publication
from ..record import Record, Venue
from .kinds import ITEM_TYPES, family_first, first_and_last, form_of, url_of

_PREFIX = "info:ofi/fmt:kev:mtx:"
_FORMATS = {
    Form.JOURNAL: ("journal", "article", "atitle"),
    Form.PROCEEDINGS: ("book", "proceeding", "atitle"),
    Form.PRESENTED: ("book", "proceeding", "atitle"),
    Form.MAGAZINE: ("journal", "article", "atitle"),
    Form.BOOK: ("book", "book", "btitle"),
    Form.REPORT: ("book", "report", "btitle"),
    Form.THESIS: ("dissertation", "", "title"),
}


def span(record: Record, venue: Venue | None) -> str:
    """An empty element whose title describes *record*; nothing where it cannot be cited."""
    if not record.citable:
        return ""
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs_of(record, venue))
    return f'<span class="Z3988" title="{html.escape(pairs)}"></span>'


class Coins:
    """The spans of the works of *corpus*: each is made once, however many lists have it."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._made: dict[str, str] = {}

    def hidden(self, records: Iterable[Record]) -> str:
        """An element with the spans of *records*, for the end of a list that a reader sees."""
        spans = "".join(map(self._of, records))
        return f"<div hidden>{spans}</div>\n" if spans else ""

    def _of(self, record: Record) -> str:
        if record.key not in self._made:
            self._made[record.key] = span(record, self._corpus.venue_of(record))
        return self._made[record.key]


def pairs_of(record: Record, venue: Venue | None) -> list[tuple[str, str]]:
    """The keys and values that describe *record*."""
    known = publication(record, venue)
    form = form_of(record, known)
    name, genre, title = _FORMATS.get(form, ("dc", "", "title"))
    first, last = first_and_last(record)
    found = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"{_PREFIX}{name}"),
        ("rft_id", f"info:doi/{record.doi}" if record.doi else ""),
        ("rft_id", url_of(record, known)),
        ("rft.genre", genre),
        ("rft.type", ITEM_TYPES[form] if name == "dc" else ""),
        (f"rft.{title}", record.title),
        ("rft.jtitle", known.container if form.periodical else ""),
        ("rft.btitle", known.container if form is Form.PROCEEDINGS else ""),
        ("rft.volume", record.volume),
        ("rft.issue", record.number if form.periodical else ""),
        ("rft.spage", first),
        ("rft.epage", last),
        ("rft.inst", record.institution if form is Form.THESIS else ""),
        ("rft.pub", known.publisher if name == "book" else ""),
        ("rft.date", str(record.year)),
    ]
    for one in record.creators:
        if one.is_organisation:
            found.append(("rft.aucorp", one.family))
        else:
            found.append(("rft.creator" if name == "dc" else "rft.au", family_first(one)))
    return [(key, value) for key, value in found if value]
