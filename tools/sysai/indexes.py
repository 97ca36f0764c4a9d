"""The indexes: works by author, venue, year, kind and tag.

`pages` names the index pages of a corpus and gives their MyST text, each a heading and one
directive; `groups` gives what a page lists.  Authors are split by letter, so that no page grows
with the whole handbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .authors import Author, sort_key
from .corpus import Corpus
from .record import Record

FRONT = "---\nnosearch: true\n---\n\n"

#: Index -> the keys of a work in it.  Authors are apart: they have pages by letter.
INDEXES: dict[str, Callable[[Record], Iterable[str]]] = {
    "venues": lambda one: [one.venue] if one.venue else [],
    "years": lambda one: [str(one.year)],
    "kinds": lambda one: [one.kind.value],
    "tags": lambda one: one.tags,
}


@dataclass(frozen=True, slots=True)
class Group:
    """The works of one venue, year, kind or tag; ``meaning`` says what its key stands for."""

    key: str
    meaning: str
    works: tuple[Record, ...]


def pages(corpus: Corpus) -> dict[str, str]:
    """Page name ("authors-a") -> MyST text, for every index page of *corpus*."""
    letters = sorted({letter_of(author) for author in corpus.authors})
    names = [*(f"authors-{letter}" for letter in letters), *INDEXES]
    found = {name: f"{FRONT}# {_title(name)}\n\n```{{index-of}} {name}\n```\n" for name in names}
    toctree = "\n".join(names)
    found["index"] = (
        f"{FRONT}# Indexes\n\n```{{index-of}} all\n```\n\n```{{toctree}}\n:hidden:\n\n{toctree}\n```\n"
    )
    return found


def groups(corpus: Corpus, index: str) -> list[Group]:
    """The groups of *index* (a key of `INDEXES`), by key; years from the newest on."""
    meanings = corpus.tags if index == "tags" else {}
    if index == "venues":
        meanings = {key: venue.name for key, venue in corpus.venues.items()}
    found: dict[str, list[Record]] = defaultdict(list)
    for record in corpus.chronological:
        for key in INDEXES[index](record):
            found[key].append(record)
    ordered = sorted(found, key=str.casefold, reverse=index == "years")
    return [Group(key, meanings.get(key, ""), tuple(found[key])) for key in ordered]


def authors_of(corpus: Corpus, letter: str) -> list[Author]:
    """The authors on the page of *letter*, by name."""
    return [author for author in corpus.authors if letter_of(author) == letter]


def letter_of(author: Author) -> str:
    """The page an author stands on: the first letter of the family name, or "other"."""
    first = sort_key(author.name)[0][:1]
    return first if "a" <= first <= "z" else "other"


def _title(name: str) -> str:
    index, _, letter = name.partition("-")
    return f"{index.capitalize()}: {letter.upper()}" if letter else index.capitalize()
