"""Sitemap (sitemaps.org, protocol 0.9) and robots.txt (RFC 9309)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from xml.sax.saxutils import escape

from ..record import Record
from .place import Place

#: The protocol allows no more addresses in one file.
LIMIT = 50_000
INDEX = "sitemap.xml"
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemaps(place: Place, docnames: Iterable[str], limit: int = LIMIT) -> dict[str, str]:
    """Path -> text of the sitemap of these documents; none where the site's address is unknown.

    A work's page names the last day on which its record was checked or joined; the other pages
    have no day of their own and name none.
    """
    if not place.base_url:
        return {}
    lines = [_line(place, docname) for docname in sorted(docnames)]
    files = [lines[start : start + limit] for start in range(0, len(lines), limit)]
    if len(files) < 2:
        return {INDEX: _file(lines)}
    names = [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    index = "".join(
        f"<sitemap><loc>{escape(place.absolute(name))}</loc></sitemap>\n" for name in names
    )
    found = {INDEX: f"{_HEAD}<sitemapindex {_XMLNS}>\n{index}</sitemapindex>\n"}
    return found | {name: _file(part) for name, part in zip(names, files, strict=True)}


def robots(place: Place) -> str:
    """Everybody may read everything; where the sitemap lies, if that is known."""
    text = "User-agent: *\nAllow: /\n"
    return text + (f"\nSitemap: {place.absolute(INDEX)}\n" if place.base_url else "")


def last_seen(record: Record) -> datetime.date:
    """The last day on which somebody checked the record, or on which it joined."""
    return max([record.added, *(check.on for check in record.checked)])


def _line(place: Place, docname: str) -> str:
    folder, _, key = docname.rpartition("/")
    record = place.corpus.records.get(key) if folder == "entries" else None
    day = f"<lastmod>{last_seen(record).isoformat()}</lastmod>" if record else ""
    return f"<url><loc>{escape(place.absolute(place.page(docname)))}</loc>{day}</url>\n"


def _file(lines: list[str]) -> str:
    return f"{_HEAD}<urlset {_XMLNS}>\n{''.join(lines)}</urlset>\n"
