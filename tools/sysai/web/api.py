"""The records as JSON, for programs: one document a work, and lists to find them by.

Every document says its version and its schema (`api_schema`).  What nobody saw is absent, never
empty or null.  A work's document is made from the fields of `Record` themselves, so a field that
records gain is in the API, and in its schema, from that moment on.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable
from enum import Enum
from typing import Any

from .. import reference
from ..corpus import Corpus
from ..formats import FORMATS, bibtex, files
from ..names import Name
from ..record import Record, Venue
from ..relations import RELATIONS
from . import summary
from .atom import path_of as feed_of
from .place import Place

VERSION = 1
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FOLDER = "api"
#: Documents of the handbook as a whole, and what each holds.
DOCUMENTS = {
    "index": "what the API has",
    "entries": "all works, a line each",
    "topics": "topics with the keys of their works",
    "venues": "venues with the keys of their works",
    "authors": "authors with the keys of their works",
}
#: Fields of a record that the API names or shapes in its own way.
RESHAPED = ("part", "topic", "body", "authors", "organisation", "where")


def entry_path(key: str) -> str:
    """Where the document of the work with *key* lies on the site."""
    return f"{FOLDER}/entries/{key}.json"


def document_path(name: str) -> str:
    """Where one of `DOCUMENTS` lies on the site."""
    return f"{FOLDER}/{name}.json"


def schema_path(name: str) -> str:
    """Where the schema of a document lies; ``entry`` is that of a work's."""
    return f"{FOLDER}/schema/{name}.json"


def entry(record: Record, place: Place) -> dict[str, Any]:
    """The whole record of a work, what is made from it, and its relations both ways."""
    corpus = place.corpus
    venue = corpus.venue_of(record)
    values = {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)
        if field.name not in RESHAPED
    }
    made = {
        "part": record.part,
        "topic": f"{record.part}/{record.topic}",
        "authors": [_creator(name, corpus) for name in record.creators],
        "published_in": reference.published_in(record, venue),
        "citable": record.citable,
        "reference": reference.plain(record, venue),
        "bibtex": bibtex.of_record(record, venue).rstrip() if record.citable else "",
        "summary": summary.markdown(
            record, corpus, lambda one: place.link(place.entry(one.key), 2)
        ),
        **{name: _resolved(getattr(record, name), corpus) for name in RELATIONS},
        **{
            one.name: [work.key for work in one.records]
            for one in corpus.related(record)
            if one.name not in RELATIONS
        },
        "file": record.where.path,
        "page": place.link(place.entry(record.key), 2),
    }
    return {**_head("entry", place, 2), **_present(values | made)}


def line(record: Record, place: Place) -> dict[str, Any]:
    """What the list of all works says of one."""
    names = [name.first_last() for name in record.creators]
    return _present(
        {
            "key": record.key,
            "title": record.title,
            "name": record.name,
            "kind": record.kind,
            "year": record.year,
            "authors": names,
            "venue": record.venue,
            "topic": f"{record.part}/{record.topic}",
            "url": place.link(place.entry(record.key), 1),
        }
    )


def entries_around(place: Place) -> tuple[str, str]:
    """The text before and after the lines of ``entries.json``."""
    corpus = place.corpus
    head = {**_head("entries", place, 1), "count": len(corpus.records)}
    if corpus.aliases:
        head["aliases"] = dict(sorted(corpus.aliases.items()))
    return f'{dumped(head)[:-1]},"works":[\n', "\n]}\n"


def index(place: Place) -> dict[str, Any]:
    """Which documents there are."""
    return {
        **_head("index", place, 1),
        "title": place.title,
        "works": len(place.corpus.records),
        "documents": {
            name: {"about": about, "url": place.link(document_path(name), 1)}
            for name, about in DOCUMENTS.items()
        },
        "entry": place.link(entry_path("{key}"), 1),
        "cite": place.link(files.template(files.work_stem("{key}")), 1),
        "formats": {
            name: {"title": form.title, "ending": form.ending, "media_type": form.media_type}
            for name, form in FORMATS.items()
        },
    }


def topics(place: Place) -> dict[str, Any]:
    """The topics in the handbook's order."""
    corpus = place.corpus
    found = []
    for topic in corpus.topics.values():
        every = corpus.by_topic[topic.path]
        own = [one.key for one in corpus.own(topic.path)]
        found.append(
            _present(
                {
                    "topic": topic.path,
                    "title": topic.title,
                    "part": topic.part,
                    "part_title": corpus.parts.get(topic.part, ""),
                    "works": own,
                    "also": [one.key for one in every[len(own) :]],
                    "page": place.link(place.page(topic.path), 1),
                    "feed": place.link(feed_of(topic.path), 1) if every else "",
                    **_cite(_topic_stem(every, topic.path), place),
                }
            )
        )
    return {**_head("topics", place, 1), "topics": found}


def _topic_stem(works: Iterable[Record], topic: str) -> str:
    return files.group_stem(topic) if any(one.citable for one in works) else ""


def venues(place: Place) -> dict[str, Any]:
    """The venues by acronym."""
    corpus = place.corpus
    works: dict[str, list[str]] = {}
    for record in corpus.chronological:
        works.setdefault(record.venue, []).append(record.key)
    found = [_venue(venue, works.get(key, [])) for key, venue in sorted(corpus.venues.items())]
    return {**_head("venues", place, 1), "venues": found}


def authors(place: Place) -> dict[str, Any]:
    """The authors by name; the forms of one name are merged."""
    found = [
        {
            "id": one.slug,
            **_name(one.name),
            "works": [work.key for work in one.works],
            **_cite(files.author_stem(one), place),
        }
        for one in place.corpus.authors
    ]
    return {**_head("authors", place, 1), "authors": found}


def _cite(stem: str, place: Place) -> dict[str, str]:
    """Where the citation files called *stem* lie, if there are any."""
    return {"cite": place.link(files.template(stem), 1)} if stem else {}


def whole(place: Place) -> dict[str, str]:
    """Path -> text of the documents about the whole handbook, but for ``entries.json``."""
    makers = {"index": index, "topics": topics, "venues": venues, "authors": authors}
    return {document_path(name): f"{dumped(make(place))}\n" for name, make in makers.items()}


def dumped(value: Any) -> str:
    """*value* as JSON in one line."""
    return _ENCODER.encode(value)


def _head(name: str, place: Place, depth: int) -> dict[str, Any]:
    return {"$schema": place.link(schema_path(name), depth), "version": VERSION}


def _venue(venue: Venue, works: list[str]) -> dict[str, Any]:
    facts = {
        field.name: getattr(venue, field.name)
        for field in dataclasses.fields(venue)
        if field.name not in ("acronym", "editions")
    }
    editions = [
        {"year": year, **_present(edition)} for year, edition in sorted(venue.editions.items())
    ]
    return _present({"key": venue.acronym, **facts, "editions": editions, "works": works})


def _creator(name: Name, corpus: Corpus) -> dict[str, Any]:
    return {"id": corpus.places.author(name)[0], **_name(name)}


def _name(name: Name) -> dict[str, Any]:
    if name.is_organisation:
        return {"name": name.family, "organisation": True}
    parts = {"given": name.given, "particle": name.particle, "family": name.family,
             "suffix": name.suffix}  # fmt: skip
    return {"name": name.first_last(), **{part: text for part, text in parts.items() if text}}


def _resolved(keys: Iterable[str], corpus: Corpus) -> list[str]:
    """*keys* as they are today; one that nothing has yet stays as written."""
    return [found.key if (found := corpus.resolve(key)) else key for key in keys]


def _present(values: Any) -> dict[str, Any]:
    """The fields of a mapping or dataclass that have a value, as JSON has them."""
    if dataclasses.is_dataclass(values):
        values = {one.name: getattr(values, one.name) for one in dataclasses.fields(values)}
    return {name: _json(value) for name, value in values.items() if _has_value(value)}


def _has_value(value: Any) -> bool:
    return value not in (None, "", (), [], {})


def _json(value: Any) -> Any:
    if isinstance(value, (str, int)):  # most values; bool is an int
        return value
    if isinstance(value, (list, tuple)):
        return [_json(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _present(value)
