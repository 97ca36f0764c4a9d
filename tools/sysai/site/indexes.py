"""The directive ``{index-of}``: what an index page lists, as nodes.

Nodes, not Markdown: a handbook has many more names than works, and parsing a link costs more
than making one.
"""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .. import indexes, reference
from ..formats import files
from . import cite, views
from .citations import author_reference, document_reference, listed_reference
from .generate import INDEXES, corpus_of, site_uri
from .listing import letters, reference_entry, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from ..authors import Author
    from ..corpus import Corpus
    from ..record import Record

#: How many co-authors are named beside an author.
COAUTHORS = 8


class IndexDirective(SphinxDirective):
    """The content of the index page named as argument; ``index`` is the overview."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The lists of the page."""
        name = self.arguments[0]
        views.note(self.env, "index", name)
        found = self._corpus.indexes
        if name == "index":
            return self._overview()
        if name in found.authors:
            return [letters(self.env, "authors", name), *self._authors(found.authors[name])]
        if name in found.references:
            return [
                letters(self.env, "references", name),
                *self._references(found.references[name]),
            ]
        if name in found.group_at:
            return self._group(found.group_at[name], name)
        if name in found.groups:
            return [self._groups(found.groups[name])]
        raise self.error(f"no index {name!r}")

    @property
    def _corpus(self) -> Corpus:
        return corpus_of(self.env.app)

    def _overview(self) -> list[Node]:
        loaded = self._corpus
        count = f"{len(loaded.records)} works by {len(loaded.authors)} authors."
        listing = nodes.bullet_list(classes=["index-overview"])
        for index in indexes.INDEXES:
            link = document_reference(self.env, f"{INDEXES}/{index}", index.capitalize())
            number = f" {len(loaded.indexes.groups[index])}"
            tail = nodes.inline(number, number, classes=["count"])
            listing += nodes.list_item("", nodes.paragraph("", "", link, tail))
        found: list[Node] = [nodes.paragraph(count, count), listing]
        for index, title in (("authors", "Authors"), ("references", "References by first author")):
            section = nodes.section(ids=[nodes.make_id(f"by-{index}")])
            section += [nodes.title(title, title), letters(self.env, index, "")]
            found.append(section)
        return found

    def _authors(self, authors: Iterable[Author]) -> list[Node]:
        found: list[Node] = []
        for author in authors:
            name = author.name.first_last()
            number = f" {len(author.works)}"
            head = nodes.paragraph("", "", nodes.strong(name, name), ids=[author.slug])
            head["classes"].append("index-name")
            head += nodes.inline(number, number, classes=["count"])
            listing = self._works(reversed(author.works))
            if author.coauthors:
                listing += nodes.list_item("", self._coauthors(author))
            found += [head, listing]
            if group := files.author_group(author):
                found.append(cite.links(group=group, formats=("bibtex",)))
        return found

    def _coauthors(self, author: Author) -> nodes.paragraph:
        line = nodes.paragraph("", "with ", classes=["index-count"])
        for place, (slug, shared) in enumerate(author.coauthors[:COAUTHORS]):
            other = self._corpus.authors.by_slug(slug)
            times = f" ({shared})" if shared > 1 else ""
            line += nodes.Text(", " if place else "")
            line += [author_reference(self.env, other, other.name.first_last()), nodes.Text(times)]
        rest = len(author.coauthors) - COAUTHORS
        line += nodes.Text(f" and {rest} more" if rest > 0 else "")
        return line

    def _references(self, records: Iterable[Record]) -> list[Node]:
        listing = nodes.bullet_list(classes=["bibliography"])
        for record in records:
            listing += nodes.list_item("", reference_entry(self.env, record))
        return [listing]

    def _groups(self, groups: Sequence[indexes.Group]) -> Node:
        listing = nodes.bullet_list(classes=["index-groups"])
        for group in groups:
            link = document_reference(self.env, f"{INDEXES}/{group.pages[0]}", group.key)
            number = f" {len(group.works)}"
            line = nodes.paragraph("", "", link, nodes.inline(number, number, classes=["count"]))
            if group.meaning:
                text = f" {group.meaning}"
                line += nodes.inline(text, text, classes=["index-meaning"])
            listing += nodes.list_item("", line)
        return listing

    def _group(self, group: indexes.Group, name: str) -> list[Node]:
        number = f"{len(group.works)} work{'' if len(group.works) == 1 else 's'}"
        about = f"{group.meaning}; {number}. " if group.meaning else f"{number}. "
        every = document_reference(self.env, f"{INDEXES}/{group.index}", f"All {group.index}")
        line = nodes.paragraph("", about, every, classes=["index-count"])
        only = addnodes.only(expr="builder_html or builder_dirhtml")
        only += nodes.raw("", self._filter(group), format="html")
        found: list[Node] = [line, only]
        by_year = group.index != "years"
        for head, works in groupby(
            group.works_on(name) if by_year else sorted(group.works_on(name), key=self._topic),
            key=(lambda one: str(one.year)) if by_year else self._topic,
        ):
            section = nodes.section(ids=[nodes.make_id(f"{group.index}-{head}")])
            section += [nodes.title(head, head), self._works(works)]
            found.append(section)
        if len(group.pages) > 1:
            line = nodes.paragraph("", "Pages: ", classes=["index-letters"])
            for place, page in enumerate(group.pages, start=1):
                line += [step(self.env, page, str(place), name), nodes.Text(" ")]
            found.append(line)
        return found

    def _filter(self, group: indexes.Group) -> str:
        """The way to these works in the table of all works, as HTML."""
        year = group.index == "years"
        wish = {"from": group.key, "to": group.key} if year else {group.index[:-1]: group.key}
        table = site_uri(self.env.app, self.env.current_document.docname, "works")
        return (
            f'<p class="index-count"><a href="{table}?{html.escape(urlencode(wish))}">'
            "Sort and filter them in the table of works</a></p>"
        )

    def _topic(self, record: Record) -> str:
        topic = self._corpus.topics.get(record.topics[0])
        return topic.title if topic else record.topic

    def _works(self, works: Iterable[Record]) -> nodes.bullet_list:
        listing = nodes.bullet_list(classes=["index-works"])
        for work in works:
            venue = reference.short_venue(work, self._corpus.venue_of(work))
            tail = nodes.Text(f", {reference.short_names(work)}, {venue}")
            line = nodes.paragraph("", "", listed_reference(self.env, work), tail)
            listing += nodes.list_item("", line)
        return listing


def setup_indexes(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("index-of", IndexDirective)
