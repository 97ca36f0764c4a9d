"""The registries a record refers to: ``venues.yaml``, ``tags.yaml`` and ``lists.yaml``.

Each is a mapping from a key to its facts, read and checked like a record: `read_venues`,
`read_tags` and `read_lists` take the file's path and text and return typed values and problems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from . import frontmatter, schema
from .frontmatter import FrontMatterError, Located
from .problems import Code, Problem
from .record import Edition, Venue
from .schema import Reader, Sink

VENUE_KINDS = ("conference", "workshop", "journal", "magazine", "preprints")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class SourceList:
    """A list of works that the handbook grew from or is compared with."""

    key: str
    title: str
    url: str
    by: str = ""


def read_venues(path: str, content: str) -> tuple[dict[str, Venue], list[Problem]]:
    """Acronym -> `Venue`; aliases are names a contributor may have used instead.

    An edition is one year's proceedings.  Its ``address`` is the place of the conference ("Boston,
    MA, USA"; "Virtual Event" where people did not meet), as publishers' BibTeX has it.  A venue's
    ``address`` is the seat of its publisher, for editions whose place nobody saw.  Both name the
    ``source`` in which they were seen, one address or a list of them.
    """
    edition = schema.mapping(
        {
            "name": schema.text,
            "event": schema.text,
            "publisher": schema.text,
            "address": schema.text,
            "series": schema.text,
            "isbn": schema.isbn,
            "month": schema.integer(1, 12),
            "source": _sources,
        },
        [],
    )
    fields: dict[str, Reader] = {
        "name": schema.text,
        "kind": schema.choice(VENUE_KINDS),
        "publisher": schema.text,
        "address": schema.text,
        "proceedings": schema.choice(["none"]),
        "source": _sources,
        "aliases": schema.many(schema.text),
        "editions": _by_year(edition),
    }
    return _read(path, content, fields, ["name", "kind"], Venue)


def read_tags(path: str, content: str) -> tuple[dict[str, str], list[Problem]]:
    """Tag -> what it means."""
    return _read(path, content, {"means": schema.text}, ["means"], lambda _key, means: means)


def read_lists(path: str, content: str) -> tuple[dict[str, SourceList], list[Problem]]:
    """Key of a list -> `SourceList`."""
    fields: dict[str, Reader] = {"title": schema.text, "url": schema.url, "by": schema.text}
    return _read(path, content, fields, ["title", "url"], SourceList)


def _read(
    path: str,
    content: str,
    fields: dict[str, Reader],
    required: list[str],
    make: Callable[..., Item],
) -> tuple[dict[str, Item], list[Problem]]:
    sink = Sink(path)

    def duplicate(line: int, field: str, message: str) -> None:
        sink.add(line, field, Code.DUPLICATE_FIELD, message)

    try:
        tree = frontmatter.parse(content, 1, duplicate)
    except FrontMatterError as error:
        sink.add(error.line, "registry", Code.YAML, str(error))
        return {}, sink.problems
    if not isinstance(tree.value, dict):
        sink.add(tree.line, "registry", Code.REGISTRY, "must map each key to its fields")
        return {}, sink.problems
    reader = schema.mapping(fields, required)
    items: dict[str, Item] = {}
    for key, value in tree.value.items():
        got = reader(_shorthand(value, required), key, sink)
        if got is not None:
            items[key] = make(key, **got)
    return items, sink.problems


def _shorthand(value: Located, required: list[str]) -> Located:
    """``key: text`` stands for ``key: {field: text}`` where one field is required."""
    if len(required) == 1 and isinstance(value.value, str):
        return Located({required[0]: value}, value.line, key_lines={required[0]: value.line})
    return value


def _sources(value: Located, field: str, sink: Sink) -> tuple[str, ...] | None:
    """One address or a list of them."""
    if isinstance(value.value, list):
        return cast("tuple[str, ...] | None", schema.many(schema.url)(value, field, sink))
    found = schema.url(value, field, sink)
    return None if found is None else (found,)


def _by_year(edition: Reader) -> Reader:
    def read_by_year(value: Located, field: str, sink: Sink) -> dict[int, Edition] | None:
        if not isinstance(value.value, dict):
            sink.add(value.line, field, Code.TYPE, "must map each year to its facts")
            return None
        editions: dict[int, Edition] = {}
        for year, one in value.value.items():
            if not (year.isdigit() and len(year) == 4):
                sink.add(one.line, f"{field}.{year}", Code.REGISTRY, f"{year!r} is not a year")
                continue
            got: dict[str, Any] | None = edition(one, f"{field}.{year}", sink)
            if got is not None:
                editions[int(year)] = Edition(**got)
        return editions

    return read_by_year
