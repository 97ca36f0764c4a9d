"""The directive ``{index-of}``: what an index page lists, as nodes.

Nodes, not Markdown: a handbook has many more names than works, and parsing a link costs more
than making one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .. import indexes, reference
from . import views
from .citations import author_reference, document_reference, work_reference
from .generate import INDEXES, corpus_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

    from ..authors import Author
    from ..record import Record

#: How many co-authors are named beside an author.
COAUTHORS = 8


class IndexDirective(SphinxDirective):
    """One index: ``all`` for the overview, ``authors-a``, or a key of `indexes.INDEXES`."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The lists of the index named as argument."""
        name = self.arguments[0]
        views.note(self.env, "index", "")
        index, _, letter = name.partition("-")
        if name == "all":
            return self._overview()
        if index == "authors":
            return self._authors(letter)
        if index not in indexes.INDEXES:
            raise self.error(f"no index {name!r}")
        return self._groups(index)

    def _overview(self) -> list[Node]:
        loaded = corpus_of(self.env.app)
        count = f"{len(loaded.records)} works by {len(loaded.authors)} authors."
        listing = nodes.bullet_list()
        listing += nodes.list_item("", self._letters(""))
        for index in indexes.INDEXES:
            link = document_reference(self.env, f"{INDEXES}/{index}", index.capitalize())
            number = f" {len(indexes.groups(loaded, index))}"
            tail = nodes.inline(number, number, classes=["count"])
            listing += nodes.list_item("", nodes.paragraph("", "", link, tail))
        return [nodes.paragraph(count, count), listing]

    def _letters(self, here: str) -> nodes.paragraph:
        loaded = corpus_of(self.env.app)
        line = nodes.paragraph("", "Authors: ", classes=["index-letters"])
        for letter in sorted({indexes.letter_of(author) for author in loaded.authors}):
            text = letter.upper()
            link: Element = nodes.strong(text, text)
            if letter != here:
                link = document_reference(self.env, f"{INDEXES}/authors-{letter}", text)
            line += [link, nodes.Text(" ")]
        return line

    def _authors(self, letter: str) -> list[Node]:
        loaded = corpus_of(self.env.app)
        found: list[Node] = [self._letters(letter)]
        for author in indexes.authors_of(loaded, letter):
            name = author.name.first_last()
            head = nodes.paragraph("", "", nodes.strong(name, name), ids=[author.slug])
            listing = self._works(author.works)
            if author.coauthors:
                listing += nodes.list_item("", self._coauthors(author))
            found += [head, listing]
        return found

    def _coauthors(self, author: Author) -> nodes.paragraph:
        loaded = corpus_of(self.env.app)
        line = nodes.paragraph("", "with ", classes=["index-count"])
        for place, (slug, shared) in enumerate(author.coauthors[:COAUTHORS]):
            other = loaded.authors.by_slug(slug)
            times = f" ({shared})" if shared > 1 else ""
            line += nodes.Text(", " if place else "")
            line += [author_reference(self.env, other, other.name.first_last()), nodes.Text(times)]
        rest = len(author.coauthors) - COAUTHORS
        line += nodes.Text(f" and {rest} more" if rest > 0 else "")
        return line

    def _groups(self, index: str) -> list[Node]:
        loaded = corpus_of(self.env.app)
        found: list[Node] = []
        for group in indexes.groups(loaded, index):
            number = f"{len(group.works)} work{'' if len(group.works) == 1 else 's'}"
            about = f"{group.meaning}; {number}" if group.meaning else number
            section = nodes.section(ids=[nodes.make_id(f"{index}-{group.key}")])
            section += nodes.title(group.key, group.key)
            section += nodes.paragraph(about, about, classes=["index-count"])
            section += self._works(group.works)
            found.append(section)
        return found

    def _works(self, works: Iterable[Record]) -> nodes.bullet_list:
        loaded = corpus_of(self.env.app)
        listing = nodes.bullet_list()
        for work in works:
            venue = reference.short_venue(work, loaded.venue_of(work))
            tail = nodes.Text(f", {reference.short_names(work)}, {venue}")
            line = nodes.paragraph("", "", work_reference(self.env, work, work.title), tail)
            listing += nodes.list_item("", line)
        return listing


def setup_indexes(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("index-of", IndexDirective)
