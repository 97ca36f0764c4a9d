"""Where the lists of a handbook have what pages link to: authors, venues, years, kinds, tags.

Working this out takes all works; it is the same as long as nothing changed that lists show, and
small enough to be kept that long::

    places = Places.of(corpus)
    places.author(name)                    # ("author-ana-doe", "authors-d")
    places.pages["venues", "BAKE"]         # "venues-bake"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .authors import identity
from .names import Name

if TYPE_CHECKING:
    from .corpus import Corpus


@dataclass(frozen=True)
class Places:
    """``authors``: identity of a name -> anchor and index page; ``pages``: index and key -> first page.

    ``names`` are the names of all index pages but the overview.
    """

    authors: Mapping[tuple[str, ...], tuple[str, str]]
    pages: Mapping[tuple[str, str], str]
    names: tuple[str, ...]

    @classmethod
    def of(cls, corpus: Corpus) -> Places:
        """Worked out from the lists of *corpus*."""
        indexes = corpus.indexes
        authors = {key: (one.slug, indexes.author_page(one)) for key, one in corpus.authors.items()}
        pages = {
            (group.index, group.key): group.pages[0]
            for groups in indexes.groups.values()
            for group in groups
        }
        return cls(authors, pages, indexes.names)

    def author(self, name: Name) -> tuple[str, str]:
        """Anchor and index page of the author that *name* is a form of; KeyError if there is none."""
        return self.authors[identity(name)]
