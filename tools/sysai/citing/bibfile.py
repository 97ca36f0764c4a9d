"""Somebody's own .bib: its entries, and where each of their fields stands in the text.

pybtex reads what the entries mean (macros, names, LaTeX); where they stand, which it does not
tell, is scanned here, so that a mend can touch nothing else.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import latexcodec  # noqa: F401  (registers the "ulatex" codec)
from pybtex.database import Person
from pybtex.database.input.bibtex import Parser
from pybtex.errors import capture
from pybtex.exceptions import PybtexError

from ..names import Name
from ..problems import Problem
from .codes import Code, finding
from .source import line_of, read_text

_HEAD = re.compile(r"@\s*(\w+)\s*([{(])\s*([^\s,{}()=]+)\s*,")
_SKIP = re.compile(r"@\s*(?:comment|preamble|string)\b", re.IGNORECASE)
_NAME = re.compile(r"\s*([A-Za-z_][\w:+-]*)\s*=\s*")
_LINE = re.compile(r"\bline (\d+)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the file's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry: type, key, plain field values and authors, and where they stand.

    ``values`` has the place of each field's value with its braces or quotes; ``and_others`` says
    that the list of authors was cut short.
    """

    type: str
    key: str
    line: int
    whole: Span
    values: Mapping[str, Span]
    fields: Mapping[str, str]
    authors: tuple[Name, ...]
    and_others: bool

    @property
    def year(self) -> int | None:
        """The year of ``year`` or ``date``, if there is one."""
        found = re.search(r"\d{4}", self.fields.get("year") or self.fields.get("date") or "")
        return int(found[0]) if found else None

    @property
    def doi(self) -> str:
        """The bare DOI, or an empty string."""
        return re.sub(
            r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", self.fields.get("doi", ""), flags=re.I
        )

    @property
    def arxiv(self) -> str:
        """The arXiv id that the entry names anywhere, without version, or an empty string."""
        if match := re.fullmatch(r"10\.48550/arxiv\.(.+)", self.doi, flags=re.I):
            return match[1]
        if "arxiv" in (
            self.fields.get("archiveprefix", "") + self.fields.get("eprinttype", "")
        ).lower() and (found := _ARXIV.search(self.fields.get("eprint", ""))):
            return found[0]
        for name in ("eprint", "journal", "journaltitle", "howpublished", "note", "url", "volume"):
            value = self.fields.get(name, "")
            if re.search(r"arxiv|^abs/|^\d{4}\.\d{4,5}", value, re.I) and (
                found := _ARXIV.search(value)
            ):
                return found[0]
        return ""


_ARXIV = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)|(?<![\w-])[a-z-]+(?:\.[A-Z]{2})?/\d{7}")


def read(path: Path) -> tuple[list[BibEntry], list[Problem]]:
    """The entries of the file and what is wrong with its syntax; raises `CannotRead`, `OSError`."""
    return parse(str(path), read_text(path))


def parse(shown: str, text: str) -> tuple[list[BibEntry], list[Problem]]:
    """The entries in *text*, the .bib that is called *shown*, and what is wrong with its syntax."""
    parser = Parser(encoding="utf-8")
    problems: list[Problem] = []
    try:
        with capture() as errors:
            data = parser.parse_string(text)
    except PybtexError as fatal:  # a fault that pybtex cannot go on after
        errors, data = [fatal], parser.data
    for fault in errors:
        message = str(fault)
        if "repeated bibliography entry" not in message:  # told with its line below
            where = _LINE.search(message)
            what = message.partition(": ")[2] or message
            problems.append(
                finding(shown, int(where[1]) if where else 1, "syntax", Code.SYNTAX, what)
            )
    entries = []
    seen: dict[str, int] = {}
    for kind, key, whole, values in _scan(text):
        line = line_of(text, whole.start)
        if key.lower() in seen:
            message = f"the key stands in line {seen[key.lower()]} already"
            problems.append(finding(shown, line, key, Code.SAME_KEY, message))
            continue
        seen[key.lower()] = line
        if key not in data.entries:
            if not errors:  # pybtex took it for part of what stands before
                message = "is not read: look for a stray @ or brace before it"
                problems.append(finding(shown, line, key, Code.SYNTAX, message))
            continue
        entry = data.entries[key]
        people = entry.persons.get("author", [])
        entries.append(
            BibEntry(
                type=kind.lower(),
                key=key,
                line=line,
                whole=whole,
                values=values,
                fields={name.lower(): plain(value) for name, value in entry.fields.items()},
                authors=tuple(_name(one) for one in people if str(one) != "others"),
                and_others=any(str(one) == "others" for one in people),
            )
        )
    return entries, problems


def plain(latex: str) -> str:
    r"""A LaTeX value as text: accents as letters, without braces and commands.

    >>> plain(r"{EU}s \& Fr{\'e}do's  {\textit{Oven}}")
    "EUs & Frédo's Oven"
    """
    decode: Any = codecs.decode  # this codec takes text, which the type stubs do not know of
    text = str(decode(latex, "ulatex")) if "\\" in latex else latex
    text = re.sub(r"\\[A-Za-z]+\*?\s*", "", text).replace("\\", "")
    text = re.sub(r"[{}]", "", text).replace("~", " ").replace("--", "-")
    return " ".join(text.split())


def _name(person: Person) -> Name:
    family = plain(" ".join(person.last_names))
    given = plain(" ".join([*person.first_names, *person.middle_names]))
    return Name(
        family=family,
        given=given,
        particle=plain(" ".join(person.prelast_names)),
        suffix=plain(" ".join(person.lineage_names)),
        is_organisation=not given and " " in family,
    )


def _scan(text: str) -> list[tuple[str, str, Span, dict[str, Span]]]:
    """Type, key, place and places of the field values of every entry that is closed."""
    found = []
    place = 0
    while (at := text.find("@", place)) >= 0:
        head = _HEAD.match(text, at)
        if head is None or _SKIP.match(text, at):
            place = at + 1
            continue
        values: dict[str, Span] = {}
        place = head.end()
        while name := _NAME.match(text, place):
            end = _value_end(text, name.end())
            values.setdefault(name[1].lower(), Span(name.end(), end))
            place = end
            comma = re.compile(r"\s*,").match(text, place)
            if not comma:
                break
            place = comma.end()
        closing = re.compile(r"\s*[})]").match(text, place)
        if closing:
            place = closing.end()
            found.append((head[1], head[3], Span(at, place), values))
    return found


def _value_end(text: str, place: int) -> int:
    """The place behind a value: parts in braces, in quotes, or bare, joined by ``#``."""
    while True:
        if text[place : place + 1] in ("{", '"'):
            closing = "}" if text[place] == "{" else '"'
            depth = 0
            at = place + 1
            while at < len(text) and not (text[at] == closing and depth == 0):
                depth += (text[at] == "{") - (text[at] == "}")
                at += 1
            place = at + 1
        else:
            bare = re.compile(r"[^\s,{}()#\"]*").match(text, place)
            place = bare.end() if bare else place
        joined = re.compile(r"\s*#\s*").match(text, place)
        if not joined:
            return min(place, len(text))
        place = joined.end()
