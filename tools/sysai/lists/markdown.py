"""From a curated list in Markdown to its items.

Lists differ in dialect; what they share is that a work is a bullet, a table row or a linked
heading with a title and links.  `read` understands nested bullets (details below a work, or
works below a group), ``[BAKE'24]`` prefixes, ``[[Paper]](url)`` suffixes, titles inside links,
``| organisation`` tails, tables, year headings and ``<details>`` blocks::

    items, prose = read(text)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

if TYPE_CHECKING:
    from markdown_it.token import Token

# What a link is called when its text is not a title.
LABELS = frozenset(
    [
        "paper",
        "pdf",
        "arxiv",
        "code",
        "github",
        "gitlab",
        "repo",
        "repository",
        "website",
        "web",
        "site",
        "page",
        "project",
        "homepage",
        "home",
        "slides",
        "slide",
        "video",
        "youtube",
        "talk",
        "blog",
        "post",
        "medium",
        "link",
        "url",
        "here",
        "book",
        "course",
        "news",
        "advice",
        "thesis",
        "docs",
        "documentation",
        "demo",
        "poster",
        "dataset",
        "data",
        "bibtex",
        "bib",
        "doi",
        "abstract",
        "abs",
        "html",
        "openreview",
        "talk",
        "supplementary",
        "appendix",
        "artifact",
        "must",
        "read",
        "survey",
        "short",
        "notes",
        "summary",
        "lecture",
    ]
)
_PREFIX = re.compile(
    r"^\s*[\[(]\s*([A-Za-z][^\]\d]*?)\s*['’]?\s*((?:19|20)?\d{2})\b([^\]]*)[\])]\s*[:.]?\s*"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_PLACE = re.compile(r"\(\s*\*?([^()]*?(?:19|20)?\d{2}[^()]*?)\*?\s*\)?\.?\s*$")


@dataclass(frozen=True, slots=True)
class Item:
    """One work as a list has it.

    ``line`` is 1-based.  ``section`` is the path of headings and groups above it.  ``venue`` and
    ``authors`` are the list's words, as written; ``links`` are (text, address) pairs.
    """

    line: int
    title: str
    section: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    authors: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Something that is no work: a heading, a paragraph, an entry of a table of contents."""

    line: int
    text: str


@dataclass
class _Text:
    """A run of inline Markdown: its words outside links, and its links, in order."""

    parts: list[tuple[str, str]] = field(default_factory=list)  # (text, address or "")

    @property
    def words(self) -> str:
        """All text, links included."""
        return " ".join("".join(text for text, _ in self.parts).split())

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """The links that lead somewhere else."""
        return tuple((text, url) for text, url in self.parts if url and not url.startswith("#"))

    @property
    def local(self) -> bool:
        """Whether every link leads to an anchor of the list itself."""
        urls = [url for _, url in self.parts if url]
        return bool(urls) and all(url.startswith("#") for url in urls)


def read(text: str) -> tuple[list[Item], list[Prose]]:
    """The items of the list *text*, and what in it is no work, both in line order."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    reader = _Reader()
    reader.walk(SyntaxTreeNode(tokens).children)
    return reader.items, reader.prose


class _Reader:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self.prose: list[Prose] = []
        self.headings: list[tuple[int, str]] = []

    # -- blocks -------------------------------------------------------------------------------

    def walk(self, nodes: Sequence[SyntaxTreeNode]) -> None:
        for node in nodes:
            if node.type == "heading":
                self._heading(node)
            elif node.type in ("bullet_list", "ordered_list"):
                for child in node.children:
                    self._bullet(child, ())
            elif node.type == "table":
                self._table(node)
            elif node.type in ("paragraph", "html_block", "fence", "code_block"):
                words = _inline(node).words if node.type == "paragraph" else node.content
                if words.strip():
                    self.prose.append(Prose(_line(node), _first_line(words)))
            elif node.children:
                self.walk(node.children)

    def _section(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def _heading(self, node: SyntaxTreeNode) -> None:
        level = int(node.tag[1])
        inline = _inline(node)
        self.headings = [one for one in self.headings if one[0] < level]
        own = _strip_labels(inline)
        if inline.links:  # a work in a heading
            title = own or inline.words
            self.items.append(Item(_line(node), title, self._section(), links=inline.links))
        else:
            self.prose.append(Prose(_line(node), own))
        self.headings.append((level, own))

    def _bullet(self, node: SyntaxTreeNode, group: tuple[str, ...]) -> None:
        inline = _Text()
        below: list[SyntaxTreeNode] = []
        for child in node.children:
            if child.type in ("bullet_list", "ordered_list"):
                below += child.children
            elif child.type == "paragraph":
                inline.parts += [*_inline(child).parts, (" ", "")]
        if inline.local:
            self.prose.append(Prose(_line(node), inline.words))
            for child in below:
                self._bullet(child, group)
            return
        works = [child for child in below if _is_work(child)]
        item = self._item(inline, _line(node), group)
        if works:  # a group, whose own links may be works too
            name = re.split(r"\s*[:(]", inline.words)[0].strip() or inline.words
            section = (*self._section(), *group, name)
            named = [(text, url) for text, url in inline.links if not _is_label(text)]
            for link in named:
                self.items.append(replace(item, title=link[0], links=(link,), section=section))
            if inline.links and not named:
                self.items.append(item)
            elif not inline.links:
                self.prose.append(Prose(_line(node), inline.words))
            for child in below:
                self._bullet(child, (*group, name))
            return
        for child in below:
            item = _with_details(item, child)
        if not item.title:
            self.prose.append(Prose(_line(node), inline.words))
            return
        self.items.append(item)

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        cells = [[_inline(cell) for cell in row.children] for row in rows]
        head = [cell.words.casefold() for cell in cells[0]] if cells else []
        columns = {name: _column(head, name) for name in ("title", "year", "venue", "author")}
        for row, texts in zip(rows[1:], cells[1:], strict=True):
            links = tuple(link for text in texts for link in text.links)
            at = columns["title"] if columns["title"] is not None else 0
            item = self._item(texts[at], _line(row), ())
            extra = {
                name: texts[place].words for name, place in columns.items() if place is not None
            }
            year = _YEAR.search(extra.get("year", "") or extra.get("venue", ""))
            self.items.append(
                replace(
                    item,
                    links=links,
                    year=int(year[1]) if year else item.year,
                    venue=_YEAR.sub("", extra.get("venue", "")).strip(" '’") or item.venue,
                    authors=extra.get("author", ""),
                )
            )

    # -- one item -----------------------------------------------------------------------------

    def _item(self, inline: _Text, line: int, group: tuple[str, ...]) -> Item:
        title, venue, year = _title(inline)
        if year is None:
            years = [
                found
                for text in reversed(self._section())
                if (found := _YEAR.fullmatch(text.strip()))
            ]
            year = int(years[0][1]) if years else None
        section = (*self._section(), *group)
        return Item(line, title, section, year, venue, links=inline.links)


def _title(inline: _Text) -> tuple[str, str, int | None]:
    """Title, venue and year of an item from its own line."""
    before = ""
    for text, url in inline.parts:
        begun = bool(before.strip(" ([-–—|:.")) and not _PREFIX.fullmatch(f"{before} ")
        if url and (begun or _is_label(text)):
            break
        before += text
        if url and not _PREFIX.fullmatch(f"{text} "):
            break  # the link is the title
    title, venue, year = before, "", None
    if match := _PREFIX.match(title):
        venue, digits, rest = match[1].strip(), match[2], match[3].strip()
        year = (
            int(digits)
            if len(digits) == 4
            else 2000 + int(digits)
            if int(digits) < 70
            else 1900 + int(digits)
        )
        venue = f"{venue} {rest}".strip()
        title = title[match.end() :]
    title = re.split(r"\s+\|\s+", title)[0]
    title = re.sub(r"\(\s*$", "", title.strip())
    title = re.sub(r"[{}]", "", title).strip(" \t*_-–—:;,.(")
    return " ".join(title.split()), venue, year


def _with_details(item: Item, node: SyntaxTreeNode) -> Item:
    """*item* with what a bullet below it says: authors, venue, more links."""
    inline = _inline_of_item(node)
    words = inline.words
    item = replace(item, links=(*item.links, *inline.links))
    if item.authors or re.match(r"(?:summary|abstract|note|tl;?dr|code)\b", words, re.IGNORECASE):
        return item
    place = _PLACE.search(words)
    if not place and not re.search(r",\s|\bet al\b", words):
        return item
    authors = words[: place.start()].strip(" .,*") if place else words.strip(" .")
    if place and not item.year:
        year = _YEAR.search(place[1]) or re.search(r"\b(\d{2})\b", place[1])
        if year:
            digits = year[1]
            item = replace(item, year=int(digits) if len(digits) == 4 else 2000 + int(digits))
        venue = re.sub(r"\b(?:(?:19|20)?\d{2})\b|(?<=[A-Za-z])(?:19|20)\d{2}", "", place[1])
        item = replace(item, venue=item.venue or " ".join(venue.split()).strip(" ,.*'"))
    if len(authors.split()) > 40:  # a sentence, not a list of names
        return item
    return replace(item, authors=authors)


def _is_work(node: SyntaxTreeNode) -> bool:
    """Whether a bullet names a work of its own: a venue prefix, or a title with a link to it."""
    inline = _inline_of_item(node)
    words = inline.words
    if _PREFIX.match(words):
        return True
    if not inline.links:
        return False
    title = _title(inline)[0]
    return len(title.split()) >= 3 and not re.match(r"(?:summary|abstract|note)\b", words, re.I)


def _inline_of_item(node: SyntaxTreeNode) -> _Text:
    found = _Text()
    for child in node.children:
        if child.type == "paragraph":
            found.parts += _inline(child).parts
    return found


def _inline(node: SyntaxTreeNode) -> _Text:
    found = _Text()
    for child in node.children:
        if child.type == "inline" and child.token:
            found.parts += _parts(child.token.children or [])
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    address, text = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, text = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if address:
                yield text.strip().strip("[]").strip() if _is_label(text) else text, address
            else:
                yield text, ""
            address, text = "", ""
        else:
            piece = {"softbreak": " ", "hardbreak": " ", "image": ""}.get(token.type, token.content)
            if address:
                text += piece
            elif piece:
                yield piece, ""


def _is_label(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.casefold())
    if re.fullmatch(r"\[[^\]]*\]", text):
        return True
    return (
        bool(words) and len(words) <= 4 and all(word in LABELS or word == "you" for word in words)
    )


def _strip_labels(inline: _Text) -> str:
    words = "".join(text for text, url in inline.parts if not (url and _is_label(text)))
    return " ".join(words.split()).strip(" *")


def _column(head: list[str], name: str) -> int | None:
    wanted = {
        "title": ("title", "paper", "name", "work"),
        "venue": ("venue", "conference", "where"),
    }
    for place, text in enumerate(head):
        if any(text.startswith(word) for word in wanted.get(name, (name,))):
            return place
    return None


def _line(node: SyntaxTreeNode) -> int:
    return (node.map[0] if node.map else 0) + 1


def _first_line(text: str) -> str:
    return " ".join(text.strip().split("\n")[0].split())[:100]
