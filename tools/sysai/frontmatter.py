"""YAML that remembers its lines.

`split` cuts a record into front matter and body; `parse` reads YAML into `Located` values, each
with the 1-based line it starts on, so that every message can name the line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Called with line, field and message for each fault of the YAML itself.
Report = Callable[[int, str, str], None]


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML value and its line.

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
    """
    try:
        for event in yaml.parse(text, Loader=Loader):
            mark = event.start_mark
            line = (mark.line if mark else 0) + first_line
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise FrontMatterError(line, "YAML anchors and aliases are not allowed here")
            if tag := getattr(event, "tag", None):
                raise FrontMatterError(line, f"the YAML tag {tag} is not allowed here")
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return Located({}, first_line, key_lines={})
            return _convert(node, first_line, loader, duplicate, "")
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        what = getattr(error, "problem", None) or str(error)
        hint = " (quote a value that holds ': ' or ' #')" if "mapping values" in what else ""
        raise FrontMatterError(line, f"the YAML cannot be read: {what}{hint}") from error
    except RecursionError as error:
        raise FrontMatterError(first_line, "the YAML is nested too deeply") from error


def _convert(
    node: yaml.Node, first_line: int, loader: Any, duplicate: Report, path: str
) -> Located:
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.MappingNode):
        items: dict[str, Located] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + first_line
            if not isinstance(key_node, yaml.ScalarNode):
                raise FrontMatterError(key_line, "a field's name must be plain text")
            key = key_node.value
            here = f"{path}.{key}" if path else key
            if key in items:
                duplicate(key_line, here, f"{key!r} already stands on line {lines[key]}")
                continue
            items[key] = _convert(value_node, first_line, loader, duplicate, here)
            lines[key] = key_line
        return Located(items, line, key_lines=lines)
    if isinstance(node, yaml.SequenceNode):
        entries = [_convert(item, first_line, loader, duplicate, path) for item in node.value]
        return Located(entries, line)
    try:
        value = loader.construct_object(node)
    except ValueError as error:  # a date such as 2024-13-40
        raise FrontMatterError(line, f"{node.value!r} cannot be read: {error}") from error
    return Located(value, line, raw=node.value)
