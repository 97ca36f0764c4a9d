"""The indexes: works by author, venue, year, kind and tag, and the references by first author.

`Indexes` says which pages a corpus needs and what stands on each.  A venue, year, kind or tag
has a page of its own, whose address never changes; a page that would grow past `BYTES` goes on
on a second one.  Authors and references stand together by first letter, and by more letters
where one letter has more than `BYTES`.  What a work weighs is estimated, its COinS included.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .authors import Author, sort_key

if TYPE_CHECKING:
    from .corpus import Corpus
    from .record import Record

Item = TypeVar("Item")
FRONT = "---\nnosearch: true\n---\n\n"

#: Index -> the keys of a work in it.
INDEXES: dict[str, Callable[[Record], Iterable[str]]] = {
    "venues": lambda one: [one.venue] if one.venue else [],
    "years": lambda one: [str(one.year)],
    "kinds": lambda one: [one.kind.value],
    "tags": lambda one: one.tags,
}

#: How many bytes of authors, references or works one page is meant to hold, frame aside.
BYTES = 180_000
#: What stands for a letter in the name of the page of those that start with none.
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Group:
    """The works of one venue, year, kind or tag; ``meaning`` says what its key stands for.

    ``pages`` names its pages in order, ``starts`` says which of ``works`` is the first on each.
    """

    index: str
    key: str
    meaning: str
    works: tuple[Record, ...]
    pages: tuple[str, ...]
    starts: tuple[int, ...] = (0,)

    def works_on(self, page: str) -> tuple[Record, ...]:
        """The works on *page*, which is one of ``pages``."""
        place = self.pages.index(page)
        return self.works[slice(*(*self.starts, None)[place : place + 2])]


class Indexes:
    """All index pages of *corpus*, worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """Index -> its groups by key; years from the newest on, works too."""
        return {index: tuple(self._groups(index)) for index in INDEXES}

    def _groups(self, index: str) -> Iterable[Group]:
        meanings: Mapping[str, str] = self._corpus.tags if index == "tags" else {}
        if index == "venues":
            meanings = {key: venue.name for key, venue in self._corpus.venues.items()}
        found: dict[str, list[Record]] = defaultdict(list)
        for record in reversed(self._corpus.chronological):
            for key in INDEXES[index](record):
                found[key].append(record)
        taken: set[str] = set()
        for key in sorted(found, key=lambda key: (key.casefold(), key), reverse=index == "years"):
            name = page = f"{index}-{_slug(key)}"
            number = 2
            while page in taken:
                page, number = f"{name}-{number}", number + 1
            taken.add(page)
            works = tuple(found[key])
            starts = tuple(_starts(self._weights[one.key] for one in works))
            more = range(2, 1 + len(starts))
            pages = (page, *(f"{page}--{number}" for number in more))
            yield Group(index, key, meanings.get(key, ""), works, pages, starts)

    @cached_property
    def _weights(self) -> Mapping[str, int]:
        """Key -> about how many bytes a work adds to a page that lists it."""
        return {key: listed_bytes(one) for key, one in self._corpus.records.items()}

    @cached_property
    def group_at(self) -> Mapping[str, Group]:
        """Page name ("tags-rye") -> the group that it shows, or a part of it."""
        return {
            page: group
            for groups in self.groups.values()
            for group in groups
            for page in group.pages
        }

    @cached_property
    def authors(self) -> Mapping[str, tuple[Author, ...]]:
        """Page name ("authors-a") -> the authors on it, by name."""
        return _split("authors", list(self._corpus.authors), _author_letters, _author_bytes)

    @cached_property
    def _author_pages(self) -> Mapping[str, str]:
        return {author.slug: page for page, found in self.authors.items() for author in found}

    def author_page(self, author: Author) -> str:
        """Name of the page that *author* stands on."""
        return self._author_pages[author.slug]

    @cached_property
    def references(self) -> Mapping[str, tuple[Record, ...]]:
        """Page name ("references-a") -> the works on it, by first author."""
        return _split(
            "references",
            by_first_author(self._corpus),
            _record_letters,
            lambda one: REFERENCE + self._weights[one.key],
        )

    @cached_property
    def letters(self) -> Mapping[str, Mapping[str, list[str]]]:
        """ "authors" and "references" -> first letter, as it is shown -> its pages."""
        found: dict[str, dict[str, list[str]]] = {"authors": {}, "references": {}}
        for name in (*self.authors, *self.references):
            index, _, letters = name.partition("-")
            first = letters if letters == OTHER else letters[0]
            found[index].setdefault(first.capitalize(), []).append(name)
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all index pages but the overview."""
        return (*self.authors, *self.references, *INDEXES, *self.group_at)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Page name -> heading, of all index pages but the overview."""
        return {name: self.title(name) for name in self.names}

    def title(self, name: str) -> str:
        """The heading of page *name*: "Authors: Za", "Tags", "Tag: rye", "Year: 2021 (2)"."""
        if name in self.group_at:
            group = self.group_at[name]
            place = group.pages.index(name)
            return f"{group.index.capitalize()[:-1]}: {group.key}" + (
                f" ({place + 1})" * (place > 0)
            )
        index, _, letters = name.partition("-")
        return f"{index.capitalize()}: {letters.capitalize()}" if letters else index.capitalize()

    def texts(self) -> dict[str, str]:
        """Page name -> MyST text of every index page: a heading and one directive."""
        found = {
            name: f"{FRONT}# {_escape(self.title(name))}\n\n```{{index-of}} {name}\n```\n"
            for name in self.names
        }
        found["index"] = f"{FRONT}# Indexes\n\n```{{index-of}} index\n```\n"
        return found


def by_first_author(corpus: Corpus) -> list[Record]:
    """All works in the order of a printed bibliography."""
    return sorted(
        corpus.records.values(),
        key=lambda one: (
            [name.last_first().casefold() for name in one.creators],
            one.year,
            one.key,
        ),
    )


def _split(
    index: str,
    items: Sequence[Item],
    letters: Callable[[Item], str],
    weight: Callable[[Item], int],
    depth: int = 1,
) -> dict[str, tuple[Item, ...]]:
    """Pages of *items* that share their first *depth* letters, of more where they weigh too much."""
    by_prefix: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_prefix[letters(item)[:depth]].append(item)
    found: dict[str, tuple[Item, ...]] = {}
    for prefix in sorted(by_prefix):
        shared = by_prefix[prefix]
        longer = any(len(letters(item)) > depth for item in shared)
        if sum(map(weight, shared)) > BYTES and longer:
            found |= _split(index, shared, letters, weight, depth + 1)
        else:
            found[f"{index}-{prefix if prefix.isalpha() else OTHER}"] = tuple(shared)
    return found


def _author_letters(author: Author) -> str:
    return _letters("".join(sort_key(author.name)))


def _record_letters(record: Record) -> str:
    return _letters("".join(sort_key(record.creators[0])))


def _letters(text: str) -> str:
    """The letters a to z that *text* starts with and goes on with; "-" where it starts otherwise."""
    return re.sub("[^a-z]", "", text) if "a" <= text[:1] <= "z" else "-"


def _starts(weights: Iterable[int]) -> Iterator[int]:
    """The places at which pages of things that weigh so much start."""
    yield 0
    size = 0
    for place, weight in enumerate(weights):
        if size + weight > BYTES and size:
            yield place
            size = 0
        size += weight


def _author_bytes(author: Author) -> int:
    cited = 620 if len(author.works) > 1 else 80
    return 150 + cited + 260 * len(author.works) + 110 * min(8, len(author.coauthors))


#: What a full reference has more than a line of a list, in bytes.
REFERENCE = 500


def listed_bytes(record: Record) -> int:
    """About how many bytes *record* takes in a list of works: its line, and its COinS."""
    title = len(record.title.encode())
    line = 180 + title
    if not record.citable:
        return line
    names = sum(24 + _quoted(one.given) + _quoted(one.full_family()) for one in record.creators)
    return line + 400 + _quoted(record.title) + names


def _quoted(text: str) -> int:
    """About how long *text* is in an address."""
    return len(text) + 2 * text.count(" ") if text.isascii() else 3 * len(text.encode())


def _slug(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key.casefold()).strip("-") or "other"


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
