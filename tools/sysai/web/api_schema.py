"""JSON Schemas (draft 2020-12) of the documents of the API.

The schema of a work is made from the types of `Record` and the sentences that document its
fields (`schema.FIELDS`), so that neither can say what the other does not.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import types
from collections.abc import Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from .. import registry, schema
from ..record import Edition, Kind, Record, Venue
from ..relations import RELATIONS
from . import api
from .place import Place

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_ADDRESS: Schema = {**_TEXT, "format": "uri-reference"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_KEYS: Schema = {"type": "array", "items": _TEXT}
_NAME: dict[str, Schema] = {
    "id": {**_TEXT, "description": "The author in authors.json."},
    "name": {**_TEXT, "description": "As people read it."},
    "given": _TEXT,
    "particle": {**_TEXT, "description": "What stands before the family name: van der."},
    "family": _TEXT,
    "suffix": _TEXT,
    "organisation": {"const": True, "description": "Present where this is no person."},
}

_FILES: Schema = {
    **_TEXT,
    "description": "Citation files: put the ending of one of the formats of index.json for {ending}; "
    "absent where nothing can be cited.",
}

#: What a work's document has beside, or instead of, the fields of a record.
_MADE: dict[str, Schema] = {
    "key": {**_TEXT, "description": "The citation key."},
    "part": {**_TEXT, "description": "The part of the handbook."},
    "topic": {**_TEXT, "description": "The topic whose chapter lists the work: part/topic."},
    "authors": {
        "type": "array",
        "items": {"type": "object", "properties": _NAME, "required": ["id", "name"]},
        "minItems": 1,
        "description": "Who made it, in published order; incomplete if `unseen` names authors.",
    },
    "published_in": {**_TEXT, "description": "The proceedings or journal in full."},
    "citable": {"type": "boolean", "description": "Whether all that a citation needs was seen."},
    "reference": {**_TEXT, "description": "The full reference as one line."},
    "bibtex": {**_TEXT, "description": "The BibTeX entry; absent where it is not citable."},
    "summary": {**_TEXT, "description": "The handbook's summary in Markdown (CC BY 4.0)."},
    **{one.inverse: {**_KEYS, "description": one.inverse_about} for one in RELATIONS.values()},
    "file": {**_TEXT, "description": "The record's file in the repository."},
    "page": {**_ADDRESS, "description": "The work's page; relative to this document if so."},
}
_ALWAYS = ("key", "kind", "title", "year", "authors", "part", "topic", "takeaway", "summary",
           "citable", "reference", "checked", "added", "file", "page")  # fmt: skip


def schemas(place: Place) -> dict[str, str]:
    """Path -> text of every schema."""
    made = {
        "entry": entry(),
        "index": _document(
            {
                "title": _TEXT,
                "works": _NUMBER,
                "documents": {
                    "type": "object",
                    "additionalProperties": _object({"about": _TEXT, "url": _ADDRESS}),
                },
                "entry": {**_TEXT, "description": "A work's document; put its key for {key}."},
                "cite": {
                    **_TEXT,
                    "description": "A citable work's citation file; put its key and the ending "
                    "of a format.",
                },
                "formats": {
                    "type": "object",
                    "additionalProperties": _object(
                        {"title": _TEXT, "ending": _TEXT, "media_type": _TEXT}
                    ),
                },
            }
        ),
        "entries": _document({"count": _NUMBER, "aliases": _aliases(), "works": _many(_line())},
                             optional=["aliases"]),
        "topics": _document({"topics": _many(_topic())}),
        "venues": _document({"venues": _many(_venue())}),
        "authors": _document(
            {"authors": _many({"type": "object",
                               "properties": {**_NAME, "works": _KEYS, "cite": _FILES},
                               "required": ["id", "name", "works"]})}
        ),
    }  # fmt: skip
    found = {}
    for name, body in made.items():
        path = api.schema_path(name)
        address = place.absolute(path)
        head = {"$schema": DIALECT, **({"$id": address} if address else {})}
        title = {"title": f"{place.title}: {name}"}
        found[path] = json.dumps({**head, **title, **body}, ensure_ascii=False, indent=2) + "\n"
    return found


def entry() -> Schema:
    """The schema of a work's document."""
    properties = dict(_of_fields(Record, api.RESHAPED))
    for name, one in properties.items():
        if name in schema.FIELDS:
            one["description"] = schema.FIELDS[name].help
    return _document({**properties, **_MADE}, required=_ALWAYS)


def _document(
    properties: Mapping[str, Schema],
    required: tuple[str, ...] | None = None,
    optional: list[str] | None = None,
) -> Schema:
    every = {"$schema": _ADDRESS, "version": {"const": api.VERSION}, **properties}
    names = required if required is not None else tuple(properties)
    needed = ["version", *(name for name in names if name not in (optional or []))]
    return {"type": "object", "properties": every, "required": needed}


def _object(properties: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required}


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _aliases() -> Schema:
    return {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "Former key -> key.",
    }


def _line() -> Schema:
    properties = {
        "key": _TEXT, "title": _TEXT, "name": _TEXT, "kind": _of_type(Kind),
        "year": {"type": "integer"}, "authors": _KEYS, "venue": _TEXT, "topic": _TEXT,
        "url": _ADDRESS,
    }  # fmt: skip
    return _object(properties, optional=("name", "venue"))


def _topic() -> Schema:
    properties = {
        "topic": _TEXT, "title": _TEXT, "part": _TEXT, "part_title": _TEXT,
        "works": {**_KEYS, "description": "The works of the chapter, by year."},
        "also": {**_KEYS, "description": "Works of other chapters that belong here too."},
        "page": _ADDRESS, "feed": _ADDRESS, "cite": _FILES,
    }  # fmt: skip
    return _object(properties, optional=("works", "also", "feed", "part_title", "cite"))


def _venue() -> Schema:
    edition = {"year": {"type": "integer"}, **_of_fields(Edition)}
    editions = _many({"type": "object", "properties": edition, "required": ["year"]})
    properties = {
        "key": _TEXT,
        **_of_fields(Venue, ("acronym", "editions")),
        "kind": {"enum": list(registry.VENUE_KINDS)},
        "editions": editions,
        "works": _KEYS,
    }
    return {"type": "object", "properties": properties, "required": ["key", "name", "kind"]}


def _of_fields(kind: type, without: tuple[str, ...] = ()) -> dict[str, Schema]:
    hints = get_type_hints(kind)
    return {
        one.name: _of_type(hints[one.name])
        for one in dataclasses.fields(kind)
        if one.name not in without
    }


def _of_type(hint: Any) -> Schema:
    """The schema of what `api` makes of a value of this type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _of_type(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return {"type": "array", "items": _of_type(arguments[0]), "minItems": 1}
    simple = {str: _TEXT, int: {"type": "integer"}, bool: {"type": "boolean"},
              datetime.date: {"type": "string", "format": "date"}}  # fmt: skip
    if hint in simple:
        return dict(simple[hint])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [one.value for one in hint]}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        required = [
            one.name
            for one in dataclasses.fields(hint)
            if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        ]
        return {"type": "object", "properties": _of_fields(hint), "required": required}
    raise TypeError(f"a record has a field of type {hint!r}, which the API cannot describe")
