"""Atom feeds (RFC 4287): the newest works of the handbook and of each topic.

An entry's date is the day on which its record joined the handbook: nothing else about a record
has a day of its own, and a feed must not change where no work did.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ..record import Record
from ..reference import main_url, plain
from .place import Place

FOLDER = "feeds"
LIMIT = 50
MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"


def path_of(topic: str) -> str:
    """Where the feed of a topic ("part/topic"), or of everything (""), lies on the site."""
    return f"{FOLDER}/{topic or 'all'}.xml"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be made: of a topic or everything, its title, and its works, newest first."""

    topic: str
    title: str
    works: tuple[Record, ...]


def planned(place: Place) -> list[Feed]:
    """All feeds; a topic without works has none."""
    corpus = place.corpus
    found = [Feed("", place.title, newest(corpus.records.values()))]
    for topic in corpus.topics.values():
        title = f"{topic.title} – {place.title}"
        found.append(Feed(topic.path, title, newest(corpus.by_topic[topic.path])))
    return [one for one in found if one.works]


def newest(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of *records* that a feed shows, the newest first."""
    found = sorted(records, key=lambda one: one.key)
    found.sort(key=lambda one: (one.added, one.year), reverse=True)
    return tuple(found[:LIMIT])


def feeds(place: Place) -> dict[str, str]:
    """Path -> text of every feed."""
    return {
        path_of(one.topic): feed(place, one.topic, one.title, one.works) for one in planned(place)
    }


def feed(place: Place, topic: str, title: str, records: Iterable[Record]) -> str:
    """The feed of the newest of *records*, of which there are some."""
    works = newest(records)
    path = path_of(topic)
    depth = path.count("/")
    root = ET.Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "title", title)
    _add(root, "id", place.tag(path))
    _add(root, "updated", _moment(works[0].added))
    if place.base_url:
        ET.SubElement(root, "link", rel="self", type=MEDIA_TYPE, href=place.absolute(path))
    page = place.link(place.page(topic or "index"), depth)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=page)
    _add(root, "generator", "sysai")
    for record in works:
        root.append(_entry(record, place, depth))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entry(record: Record, place: Place, depth: int) -> ET.Element:
    corpus = place.corpus
    entry = ET.Element("entry")
    _add(entry, "title", record.title)
    _add(entry, "id", place.tag(f"entries/{record.key}"))
    _add(entry, "published", _moment(record.added))
    _add(entry, "updated", _moment(record.added))
    page = place.link(place.entry(record.key), depth)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    if url := main_url(record):
        ET.SubElement(entry, "link", rel="related", href=url)
    for name in record.creators:
        _add(ET.SubElement(entry, "author"), "name", name.first_last())
    for topic in record.topics:
        if topic in corpus.topics:
            term = {"term": topic, "label": corpus.topics[topic].title}
            ET.SubElement(entry, "category", term)
    where = plain(record, corpus.venue_of(record))
    _add(entry, "summary", f"{record.takeaway} {where}")
    return entry


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _moment(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
