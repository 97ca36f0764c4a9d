"""References as people write them, in APA, IEEE, ACM and Chicago style.

Typst is the citation processor: it carries the official CSL styles and reads our Hayagriva.  Each
reference is made by itself, so that no other work's year gets a letter for its sake, and the
reference of a work never changes because another one joined.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..record import Record, Venue
from . import hayagriva
from .publication import Form, publication

Work = tuple[Record, Venue | None]

#: How many works are handed to Typst at once, at most.
BATCH = 64


class StylesUnavailable(Exception):
    """Typst is not installed."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in commands, its title, and the name Typst has for it."""

    name: str
    title: str
    typst: str


STYLES = (
    Style("apa", "APA", "apa"),
    Style("ieee", "IEEE", "ieee"),
    Style("acm", "ACM", "association-for-computing-machinery"),
    Style("chicago", "Chicago", "chicago-author-date"),
)

_SOURCE = b"""\
#for one in json(bytes(sys.inputs.works)) {
  bibliography(bytes(one.entry), style: one.style, full: true, title: none)
}
"""


def references(works: Sequence[Work]) -> list[dict[str, str]]:
    """For each of *works* its reference in every style: name of the style -> one line of text.

    Raises `StylesUnavailable` where Typst is missing.
    """
    asked = []
    for record, venue in works:
        entry, form = hayagriva.item(record, venue), publication(record, venue).form
        for style in STYLES:
            # JSON is YAML too, and quicker to write and to read.
            text = json.dumps({record.key: _shown(entry, form, style)}, ensure_ascii=False)
            asked.append({"entry": text, "style": style.typst})
    page = _compile()(json.dumps(asked))
    lines = iter(re.findall(r"<li>(.*?)</li>", page, flags=re.DOTALL))
    return [{style.name: _plain(next(lines), record) for style in STYLES} for record, _ in works]


def _shown(entry: Mapping[str, Any], form: Form, style: Style) -> Mapping[str, Any]:
    """*entry* as the kind of work under which *style* cites such a one.

    Chicago cites a paper like a chapter of its proceedings (CMOS 18); as a paper, Typst gives
    the style the proceedings' title a second time, as that of a volume, which it then takes for a
    special issue.  IEEE prints the year of an article, but not of a web page.
    """
    if style.name == "chicago" and form is Form.PROCEEDINGS:
        return {**entry, "type": "chapter", "parent": {**entry["parent"], "type": "anthology"}}
    if style.name == "ieee" and form in (Form.ARTICLE, Form.COURSE):
        return {**entry, "type": "article"}
    return entry


@cache
def _compile() -> Callable[[str], str]:
    """Typst, ready to make an HTML page of the works that it is given as JSON."""
    try:
        import typst
    except ImportError as error:
        message = "references in words need Typst: pip install 'sysai[site]'"
        raise StylesUnavailable(message) from error
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    compiler = typst.Compiler(_SOURCE, font_paths=fonts, ignore_system_fonts=True)

    def run(works: str) -> str:
        # With warnings, or Python's are raised: Typst calls its HTML export incomplete.
        page, _ = compiler.compile_with_warnings(
            _SOURCE, format="html", sys_inputs={"works": works}
        )
        if not isinstance(page, bytes):
            raise AssertionError("Typst gave no page")
        return page.decode("utf-8")

    return run


#: What Typst leaves behind where a date has no month, or a title ends with its own sign.
_LEFT_BEHIND = (
    (re.compile(r"(?<=\d),\)"), ")"),  # "(2020,)"
    (re.compile(r",\.(?= )"), "."),  # "Preprint, arXiv,. https"
    (re.compile(r"(?<=[?!])\.(?=[ ”])"), ""),  # "Title?. https"
    (re.compile(r"(?<=[.?!]”)\."), ""),  # "“Title.”. https"
    (re.compile(r"(?<=[.,]) Released\.(?= )"), ""),  # "Title. Released. https"
)


def _plain(line: str, record: Record) -> str:
    """A reference without markup and without the number that numeric styles put in front."""
    line = re.sub(r'<span class="prefix">.*?</span>', "", line)
    line = " ".join(html.unescape(re.sub(r"<[^>]+>", "", line)).split())
    for pattern, instead in _LEFT_BEHIND:
        line = pattern.sub(instead, line)
    if "-" in record.number:  # taken for a range of numbers
        number = re.escape(record.number).replace(r"\-", "[-–]")
        line = re.sub(
            rf"(?:Nos\. (?={number}))?{number}",
            lambda found: "No. " * found[0].startswith("Nos.") + record.number,
            line,
        )
    return line


def texts(works: Sequence[Work]) -> list[str]:
    """The references of each work as text, a line a style."""
    return [text(one) for one in _in_batches(works)]


def lines(style: Style) -> Callable[[Sequence[Work]], list[str]]:
    """A function that gives each work's reference in *style*, as a line."""
    return lambda works: [f"{one[style.name]}\n" for one in _in_batches(works)]


def _in_batches(works: Sequence[Work]) -> Iterator[dict[str, str]]:
    for start in range(0, len(works), BATCH):
        yield from references(works[start : start + BATCH])


def text(reference: Mapping[str, str]) -> str:
    """The references of one work as text, a line a style: "APA: …"."""
    return "".join(f"{style.title}: {reference[style.name]}\n" for style in STYLES)


class Styler:
    """References of *works* by key, made when asked for, several works at a time.

    Works that are asked for one after the other are made in batches that double, because a call
    of Typst has its price; one that is asked for alone is made alone.
    """

    def __init__(self, works: Iterable[Work]) -> None:
        self._waiting = {record.key: (record, venue) for record, venue in works}
        self._made: dict[str, dict[str, str]] = {}
        self._batch = 1

    def of(self, key: str) -> dict[str, str]:
        """The references of the work with *key*: name of the style -> text."""
        if key not in self._made:
            keys = [key, *(other for other in self._waiting if other != key)][: self._batch]
            made = references([self._waiting.pop(one) for one in keys])
            self._made |= dict(zip(keys, made, strict=True))
            self._batch = min(2 * self._batch, BATCH)
        return self._made[key]
