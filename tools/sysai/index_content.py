"""What stands on each index page, as `blocks`.

>>> content = IndexContent(corpus)                     # doctest: +SKIP
>>> content.page("tags-rye")                           # doctest: +SKIP
[Line(…), Section(…)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from . import indexes, reference
from .blocks import Block, Fold, Line, Link, Listing, Section, Span, Words
from .formats import FORMATS, files

if TYPE_CHECKING:
    from .authors import Author
    from .corpus import Corpus
    from .record import Record

#: Where the index pages stand.
FOLDER = "indexes"
#: How many co-authors are named beside an author.
COAUTHORS = 8
#: The anchor of the section of a work's page that tells how to cite it.
CITING = "cite"


class NoIndex(KeyError):
    """There is no index page of this name."""


class IndexContent:
    """The content of every index page of *corpus*."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def page(self, name: str) -> list[Block]:
        """The blocks of page *name*; ``index`` is the overview.  `NoIndex` where there is none."""
        found = self._corpus.indexes
        if name == "index":
            return self._overview()
        if name in found.authors:
            return [*self.letters("authors", name), *self._authors(found.authors[name])]
        if name in found.references:
            works = tuple(self.reference(one) for one in found.references[name])
            return [*self.letters("references", name), Listing(works, "bibliography")]
        if name in found.group_at:
            return [*self._group(found.group_at[name], name)]
        if name in found.groups:
            return [self._groups(found.groups[name])]
        raise NoIndex(name)

    def listed(self, name: str) -> tuple[Record, ...]:
        """The works of which page *name* is a list, each once; none where it lists authors.

        A reader saves an author's works by their file: on a page of many authors each work would
        stand for several of them.
        """
        found = self._corpus.indexes
        if name in found.group_at:
            return found.group_at[name].works_on(name)
        return found.references.get(name, ())

    def letters(self, index: str, here: str) -> tuple[Line, ...]:
        """Links to the pages of *index* ("authors"), without one to *here*.

        A row of first letters, and where that of *here* has several pages, a row of these: a row
        of all pages would outweigh what stands on them.
        """
        pages = self._corpus.indexes.letters[index]
        rows: list[list[Span]] = [[]]
        for letter, some in pages.items():
            if here in some and len(some) > 1:
                rows[0] += [Words(letter, "strong"), " "]
                rows.append([])
                for page in some:
                    text = page.removeprefix(f"{index}-").capitalize()
                    rows[1] += [_step(page, text, here), " "]
            else:
                rows[0] += [_step(some[0], letter, here), " "]
        return tuple(Line(tuple(spans), "index-letters") for spans in rows)

    def reference(self, record: Record) -> Line:
        """The full reference of *record*; its title leads to its page, its address to the work."""
        spans: list[Span] = []
        for piece in reference.pieces(record, self._corpus.venue_of(record)):
            if piece.text.rstrip(".") == record.title.rstrip("."):
                spans.append(Link("work", record.key, piece.text, record.language))
            elif piece.url:
                spans.append(Link("web", piece.url, piece.text))
            else:
                spans.append(Words(piece.text, "em") if piece.emphasis else piece.text)
        return Line(tuple(spans))

    def works(self, records: Iterable[Record], style: str = "index-works") -> Listing:
        """A list of works: title, names, venue."""
        return Listing(tuple(self._work(one) for one in records), style)

    def _work(self, record: Record) -> Line:
        venue = reference.short_venue(record, self._corpus.venue_of(record))
        tail = f", {reference.short_names(record)}, {venue}"
        return Line((Link("work", record.key, record.title, record.language), tail))

    def _overview(self) -> list[Block]:
        loaded = self._corpus
        groups = (
            _counted(index, index.capitalize(), len(loaded.indexes.groups[index]))
            for index in indexes.INDEXES
        )
        return [
            Line((f"{len(loaded.records)} works by {len(loaded.authors)} authors.",)),
            Listing(tuple(groups), "index-overview"),
            Section("by-authors", "Authors", self.letters("authors", "")),
            Section("by-references", "References by first author", self.letters("references", "")),
        ]

    def _authors(self, authors: Iterable[Author]) -> Iterator[Block]:
        for author in authors:
            name = author.name.first_last()
            count = Words(f" {len(author.works)}", "count")
            yield Line((name, count), "index-name", author.slug, heading=True)
            yield from _cite(author)
            lines = [self._work(one) for one in reversed(author.works)]
            if author.coauthors:
                lines.append(self._coauthors(author))
            yield Listing(tuple(lines), "index-works")

    def _coauthors(self, author: Author) -> Line:
        spans: list[Span] = ["with "]
        for place, (slug, shared) in enumerate(author.coauthors[:COAUTHORS]):
            name = self._corpus.authors.by_slug(slug).name.first_last()
            spans += [", " if place else "", Link("author", slug, name)]
            spans += [f" ({shared})"] if shared > 1 else []
        rest = len(author.coauthors) - COAUTHORS
        spans += [f" and {rest} more"] if rest > 0 else []
        return Line(tuple(span for span in spans if span), "index-count")

    def _groups(self, groups: Sequence[indexes.Group]) -> Listing:
        lines = []
        for group in groups:
            link = Link("page", f"{FOLDER}/{group.pages[0]}", group.key)
            number = f" {len(group.works)} work{'' if len(group.works) == 1 else 's'}"
            line = Line((link, Words(number, "count")))
            meaning = (Words(f" {group.meaning}", "index-meaning"),) if group.meaning else ()
            lines.append(Line((*line.spans, *meaning)))
        return Listing(tuple(lines), "index-groups")

    def _group(self, group: indexes.Group, name: str) -> Iterator[Block]:
        number = f"{len(group.works)} work{'' if len(group.works) == 1 else 's'}"
        about = f"{group.meaning}; {number}. " if group.meaning else f"{number}. "
        every = Link("page", f"{FOLDER}/{group.index}", f"All {group.index}")
        yield Line((about, every), "index-count")
        by_year = group.index != "years"
        wish = {group.index[:-1]: group.key} if by_year else {"from": group.key, "to": group.key}
        table = Link("table", urlencode(wish), "Sort and filter them in the table of works")
        yield Line((table,), "index-count", site_only=True)
        works = group.works_on(name)
        key = _year if by_year else self._topic
        for head, found in groupby(works if by_year else sorted(works, key=key), key=key):
            yield Section(_id(f"{group.index}-{head}"), head, (self.works(found),))
        if len(group.pages) > 1:
            spans: list[Span] = ["Pages: "]
            for place, page in enumerate(group.pages, start=1):
                spans += [_step(page, str(place), name), " "]
            yield Line(tuple(spans), "index-letters")

    def _topic(self, record: Record) -> str:
        topic = self._corpus.topics.get(record.topics[0])
        return topic.title if topic else record.topic


def _cite(author: Author) -> Iterator[Block]:
    """Where an author's works are had as files: one work's on its page, several works' here."""
    stem = files.author_stem(author)
    works = [one for one in author.works if one.citable]
    if len(works) == 1:
        yield Line((Link("cite", works[0].key, "Cite"),), "cite-files", site_only=True)
    elif works:
        spans: list[Span] = []
        for form in FORMATS.values():
            spans += [Link("file", files.path(stem, form), form.title), " "]
        yield Fold("Cite", Line(tuple(spans[:-1]), site_only=True), "cite-files")


def _year(record: Record) -> str:
    return str(record.year)


def _counted(page: str, text: str, count: int) -> Line:
    return Line((Link("page", f"{FOLDER}/{page}", text), Words(f" {count}", "count")))


def _step(page: str, text: str, here: str) -> Span:
    """A link to index page *page*, or its text in bold on that page itself."""
    return Words(text, "strong") if page == here else Link("page", f"{FOLDER}/{page}", text)


def _id(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
