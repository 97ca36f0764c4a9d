"""YAML that remembers its lines.

`split` cuts a record into front matter and body; `parse` reads YAML into `Located` values, each
with the 1-based line it starts on, so that every message can name the line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A whole number as all YAML has it; most numbers of a record are years.
_YEAR = re.compile(r"[1-9][0-9]{0,8}")
#: A day as records have it.  PyYAML takes ten times as long for one.
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

_Scalar = yaml.ScalarEvent

#: Called with line, field and message for each fault of the YAML itself.
Report = Callable[[int, str, str], None]


@dataclass(slots=True)
class Located:
    """A YAML value and its line; not frozen, for there are sixty in a record, and it is slower.

    ``value`` is ``dict[str, Located]``, ``list[Located]``, or a scalar as YAML 1.1 types it;
    ``raw`` is the scalar as written (``1802.01230`` keeps its zero); ``key_lines`` has the
    line of each key of a mapping.
    """

    value: Any
    line: int
    raw: str = ""
    key_lines: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The two halves of a record's text and the 1-based line each starts on."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


class FrontMatterError(ValueError):
    """Text without front matter, or YAML that cannot be read; ``line`` is 1-based."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def split(text: str) -> Parts:
    """Cut *text* at its two ``---`` lines; `FrontMatterError` where they are missing."""
    lines = text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        raise FrontMatterError(1, "the file must start with a line '---' and YAML below it")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return Parts(
                yaml="\n".join(lines[1 : number - 1]),
                yaml_line=2,
                body="\n".join(lines[number:]),
                body_line=number + 1,
            )
    raise FrontMatterError(1, "the front matter has no closing line '---'")


def parse(text: str, first_line: int, duplicate: Report) -> Located:
    """Read YAML *text* whose first line is line *first_line* of its file.

    A key that stands twice is told to *duplicate* and its first value kept.  Raises
    `FrontMatterError` for anything that is not plain YAML.

    The values are made from the parser's events, without PyYAML's tree of nodes in between:
    that tree, and a second pass over it, were half the time of reading a record.
    """
    loader = Loader(text)
    try:
        return _Reader(loader, first_line, duplicate).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or str(error)
        hint = " (quote a value that holds ': ' or ' #')" if "mapping values" in what else ""
        raise FrontMatterError(line, f"the YAML cannot be read: {what}{hint}") from error
    except RecursionError as error:
        raise FrontMatterError(first_line, "the YAML is nested too deeply") from error
    finally:
        loader.dispose()


class _Reader:
    """Makes `Located` values from the events of *loader*."""

    def __init__(self, loader: Any, first_line: int, duplicate: Report) -> None:
        self.loader = loader
        self.first_line = first_line
        self.duplicate = duplicate
        self.resolvers: dict[str, list[tuple[str, Any]]] = loader.yaml_implicit_resolvers

    def document(self) -> Located:
        """The one document of the stream; an empty mapping where it is empty."""
        next_event = self.loader.get_event
        next_event()  # the stream's start
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return Located({}, self.first_line, key_lines={})
        found = self.value(next_event(), "")
        next_event()  # the document's end
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            line = event.start_mark.line + self.first_line
            raise FrontMatterError(line, "the YAML cannot be read: a second document starts here")
        return found

    def value(self, event: Any, path: str) -> Located:
        """The value that starts with *event*, of the field *path*."""
        kind = type(event)
        line = event.start_mark.line + self.first_line
        if kind is _Scalar and not event.anchor and not event.tag:  # most are
            text = event.value
            return Located(self.scalar(event, line) if event.implicit[0] else text, line, text)
        if kind is yaml.AliasEvent or event.anchor:
            raise FrontMatterError(line, "YAML anchors and aliases are not allowed here")
        if event.tag:
            raise FrontMatterError(line, f"the YAML tag {event.tag} is not allowed here")
        if kind is yaml.SequenceStartEvent:
            entries = []
            next_event = self.loader.get_event
            while type(event := next_event()) is not yaml.SequenceEndEvent:
                entries.append(self.value(event, path))
            return Located(entries, line)
        return self.mapping(line, path)

    def mapping(self, line: int, path: str) -> Located:
        """The mapping whose start was read, up to its end."""
        items: dict[str, Located] = {}
        lines: dict[str, int] = {}
        first_line, next_event = self.first_line, self.loader.get_event
        while (kind := type(event := next_event())) is not yaml.MappingEndEvent:
            key_line = event.start_mark.line + first_line
            if kind is _Scalar and not event.anchor and not event.tag:
                key = event.value
            elif kind in (yaml.SequenceStartEvent, yaml.MappingStartEvent):
                raise FrontMatterError(key_line, "a field's name must be plain text")
            else:
                key = self.value(event, path).raw
            here = f"{path}.{key}" if path else key
            one = self.value(next_event(), here)
            if key in items:
                self.duplicate(key_line, here, f"{key!r} already stands on line {lines[key]}")
            else:
                items[key] = one
                lines[key] = key_line
        return Located(items, line, key_lines=lines)

    def scalar(self, event: Any, line: int) -> Any:
        """The value of a scalar without quotes, as YAML 1.1 types it."""
        text: str = event.value
        if _YEAR.fullmatch(text):
            return int(text)
        if day := _DAY.fullmatch(text):
            try:
                return datetime.date(*map(int, day.groups()))
            except ValueError as error:  # such as 2024-13-40
                raise FrontMatterError(line, f"{text!r} cannot be read: {error}") from error
        for tag, matches in self.resolvers.get(text[:1], ()):
            if matches.match(text):
                node = yaml.ScalarNode(tag, text, event.start_mark, event.end_mark)
                try:
                    return self.loader.construct_object(node)
                except ValueError as error:  # a time such as 2024-13-40 12:00:00
                    raise FrontMatterError(line, f"{text!r} cannot be read: {error}") from error
        return text
