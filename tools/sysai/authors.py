"""Who wrote what: the authors of a corpus, with variants of one name merged.

"Michael Jordan" and "Michael I. Jordan" are one author: same family name, same full given
names, and initials that do not contradict.  A name of initials only is merged with nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from .citation_key import ascii_fold
from .names import Name
from .record import Record


@dataclass(frozen=True, slots=True)
class Author:
    """A person or organisation, with works by year and how many works each co-author shares.

    ``name`` is the fullest of the merged forms, ``slug`` its ASCII anchor, unique in the corpus.
    """

    name: Name
    slug: str
    works: tuple[Record, ...]
    coauthors: tuple[tuple[str, int], ...]


class Authors:
    """The authors of *records* (in the order given); `of` finds the author behind a name."""

    def __init__(self, records: Iterable[Record]) -> None:
        forms: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        works: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        identities: dict[str, list[tuple[str, ...]]] = {}  # of each record's creators, found once
        for record in records:
            identities[record.key] = [identity(name) for name in record.creators]
            for key, name in zip(identities[record.key], record.creators, strict=True):
                if name not in forms[key]:
                    forms[key].append(name)
                works[key].append(record)
        self._slugs = _slugs(forms)
        self._authors: dict[tuple[str, ...], Author] = {}
        for key, names in forms.items():
            shared = Counter(
                other for record in works[key] for other in identities[record.key] if other != key
            )
            ranked = sorted(shared.items(), key=lambda one: (-one[1], one[0]))
            self._authors[key] = Author(
                name=max(names, key=lambda name: (len(name.given), name.given)),
                slug=self._slugs[key],
                works=tuple(works[key]),
                coauthors=tuple((self._slugs[other], count) for other, count in ranked),
            )
        self._by_slug = {author.slug: author for author in self._authors.values()}

    def __iter__(self) -> Iterator[Author]:
        """All authors by family and given name."""
        return iter(sorted(self._authors.values(), key=lambda one: sort_key(one.name)))

    def items(self) -> Iterable[tuple[tuple[str, ...], Author]]:
        """`identity` of its names, and author, of all."""
        return self._authors.items()

    def __len__(self) -> int:
        return len(self._authors)

    def of(self, name: Name) -> Author:
        """The author that *name* is a form of."""
        return self._authors[identity(name)]

    def by_slug(self, slug: str) -> Author:
        """The author with the anchor *slug*."""
        return self._by_slug[slug]


@cache
def identity(name: Name) -> tuple[str, ...]:
    """What all forms of one author's name share: folded family and full given names."""
    family = _fold(name.full_family())
    if name.is_organisation:
        return ("organisation", family)
    given = [_fold(part) for part in re.split(r"[\s.-]+", name.given) if part]
    full = [part for part in given if len(part) > 1]
    return ("person", family, *(full or given), _fold(name.suffix))


def sort_key(name: Name) -> tuple[str, str]:
    """By family name without particle, then given name, accents and case aside."""
    return (_fold(name.family), _fold(name.given))


def _fold(text: str) -> str:
    return ascii_fold(text).casefold().strip() or text.casefold()


def _slugs(forms: dict[tuple[str, ...], list[Name]]) -> dict[tuple[str, ...], str]:
    slugs: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    for key in sorted(forms):
        base = re.sub(r"[^a-z0-9]+", "-", " ".join(_fold(part) for part in key[1:])).strip("-")
        base = slug = f"author-{base or 'unnamed'}"
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        slugs[key] = slug
    return slugs
