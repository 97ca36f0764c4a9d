"""Directives for chapters and for the pages about the handbook itself.

``{works}`` lists the works of a topic and puts their pages into the toctree; ``{parts}`` lists
parts and chapters with their counts; ``{bibliography}`` is the full list of references;
``{recent}`` lists the works added last; ``{corrections}`` tells what the source lists have wrong;
``{sysai-fields}``, ``{sysai-checks}``, ``{sysai-formats}`` and ``{sysai-cite-checks}`` document
records, checks and formats from the code itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .. import schema
from ..citing import codes
from ..formats import FORMATS
from ..index_content import IndexContent
from ..indexes import by_first_author
from ..problems import Code
from ..record import Record
from . import cite, views
from .builder import is_site, shows_works_below
from .citations import document_reference, listed_reference, work_reference
from .generate import corpus_of, entry_doc, site_uri
from .listing import hidden_toctree, to_nodes
from .workslist import facts, setup_works_list, works_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

#: How many works a chapter lists on the site: no page but the indexes grows with the handbook.
SHOWN = 60


class WorksDirective(SphinxDirective):
    """The works of this chapter's topic, or of the topic named as argument."""

    optional_arguments = 1
    option_spec: ClassVar = {"no-toctree": directives.flag}

    def run(self) -> list[Node]:
        """A list of the works, and a hidden toctree of their pages."""
        loaded = corpus_of(self.env.app)
        topic = self.arguments[0] if self.arguments else self.env.current_document.docname
        views.note(self.env, "topic", topic)
        if topic not in loaded.topics:
            raise self.error(f"no topic {topic!r}: name one of {', '.join(loaded.topics)}")
        own = loaded.own(topic)
        found: list[Node] = self._own(own, loaded.topics[topic].title)
        guests = [one for one in loaded.by_topic[topic] if one not in own]
        if guests:
            intro = nodes.paragraph("", "Also of interest here:", classes=["works-also"])
            found += [intro, self._listing(guests, "works")]
        if any(one.citable for one in loaded.by_topic[topic]):
            found.append(cite.links(group=topic))
        if "no-toctree" not in self.options and shows_works_below(self.env.app):
            found.append(self._toctree(own))
        return found

    def _own(self, own: tuple[Record, ...], title: str) -> list[Node]:
        """All works; on the site of a large topic the newest, and the way to all."""
        listing = self._listing(own, "works", "works-own")
        if len(own) <= SHOWN or not is_site(self.env.app):
            return [listing]
        works = site_uri(self.env.app, self.env.current_document.docname, "works")
        link = (
            f'<p class="works-more">The newest {SHOWN} of <a href="{works}?{urlencode({"topic": title})}">'
            f"all {len(own)} works of this chapter</a>.</p>"
        )
        return [nodes.raw("", link, format="html"), listing]

    def _listing(self, records: Iterable[Record], *classes: str) -> Node:
        if is_site(self.env.app):
            keys = [one.key for one in records][-SHOWN:]
            return works_list("", keys=keys, classes=list(classes))
        listing = nodes.bullet_list(classes=list(classes))
        for record in records:
            head = nodes.paragraph(classes=["work-head"])
            head += listed_reference(self.env, record)
            told = facts(record, corpus_of(self.env.app))
            about = nodes.paragraph("", told, classes=["work-facts"])
            takeaway = nodes.paragraph("", record.takeaway, classes=["work-takeaway"])
            listing += nodes.list_item("", head, about, takeaway)
        return listing

    def _toctree(self, records: tuple[Record, ...]) -> Node:
        docs = [entry_doc(one.key) for one in records]
        toctree = hidden_toctree(self.env.current_document.docname, docs)
        self.set_source_info(toctree)
        wrapper = nodes.compound(classes=["toctree-wrapper"])
        wrapper += toctree
        return wrapper


class PartsDirective(SphinxDirective):
    """The chapters of the part whose page this is, or of all parts, with counts."""

    def run(self) -> list[Node]:
        """A list of chapters a part."""
        loaded = corpus_of(self.env.app)
        here = self.env.current_document.docname
        views.note(self.env, "parts", "")
        own = here.rpartition("/")[0]
        found = [self._part(part, title, with_head=not own)
                 for part, title in loaded.parts.items() if not own or part == own]  # fmt: skip
        return found if own else [nodes.container("", *found, classes=["parts"])]

    def _part(self, part: str, title: str, with_head: bool) -> Node:
        loaded = corpus_of(self.env.app)
        topics = [one for one in loaded.topics.values() if one.part == part]
        listing = nodes.bullet_list(classes=["chapters"])
        for topic in topics:
            entry = nodes.paragraph("", "", self._doc(topic.path, topic.title))
            entry += self._count(len(loaded.own(topic.path)))
            listing += nodes.list_item("", entry)
        if not with_head:
            return listing
        head = nodes.paragraph("", "", self._doc(f"{part}/index", title), classes=["part-head"])
        head += self._count(sum(len(loaded.own(topic.path)) for topic in topics))
        return nodes.container("", head, listing)

    def _count(self, number: int) -> nodes.inline:
        text = f" {number} work{'' if number == 1 else 's'}"
        return nodes.inline(text, text, classes=["count"])

    def _doc(self, docname: str, title: str) -> Element:
        return document_reference(self.env, docname, title)


class BibliographyDirective(SphinxDirective):
    """The full references of all works, by author; on the site, the way to their pages."""

    def run(self) -> list[Node]:
        """A list with a reference a work, in the order of a printed bibliography."""
        on_site = addnodes.only(expr="builder_html or builder_dirhtml")
        content = IndexContent(corpus_of(self.env.app))
        on_site += to_nodes(content.letters("references", ""), self.env)
        elsewhere = addnodes.only(expr="not (builder_html or builder_dirhtml)")
        listing = nodes.bullet_list(classes=["bibliography"])
        elsewhere += listing
        for record in by_first_author(corpus_of(self.env.app)):
            views.note(self.env, "label", record.key)
            listing += nodes.list_item("", *to_nodes([content.reference(record)], self.env))
        views.note(self.env, "index", "index")
        return [on_site, elsewhere]


class RecentDirective(SphinxDirective):
    """The works added last, as many as the argument says."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """A list of links with names and venue."""
        loaded = corpus_of(self.env.app)
        if not self.arguments[0].isdigit():
            raise self.error(f"how many works? {self.arguments[0]!r} is no number")
        views.note(self.env, "recent", self.arguments[0])
        works = loaded.recent(int(self.arguments[0]))
        return to_nodes([IndexContent(loaded).works(works, "index-works recent")], self.env)


class CorrectionsDirective(SphinxDirective):
    """What each list says wrongly of a work, list by list."""

    def run(self) -> list[Node]:
        """A section a list, with the works in key order."""
        loaded = corpus_of(self.env.app)
        views.note(self.env, "corrections", "")
        found: list[Node] = []
        for key, source in loaded.lists.items():
            listing = nodes.bullet_list(classes=["corrections"])
            for record in loaded.records.values():
                for fix in record.corrections:
                    if fix.list == key:
                        text = f": {fix.field}: “{fix.said}” should be “{fix.correct}”."
                        name = record.name or record.title
                        entry = nodes.paragraph("", "", work_reference(self.env, record, name))
                        entry += nodes.Text(text)
                        listing += nodes.list_item("", entry)
            section = nodes.section(ids=[nodes.make_id(key)])
            section += nodes.title("", source.title)
            link = nodes.reference("", source.url, refuri=source.url, internal=False)
            count = f"{len(listing)} corrections to " if listing.children else "No corrections to "
            section += nodes.paragraph("", count, link, nodes.Text("."))
            if listing.children:
                section += listing
            found.append(section)
        return found


def _definitions(items: list[tuple[str, str]]) -> nodes.definition_list:
    listing = nodes.definition_list()
    for term, text in items:
        head = nodes.term("", "", nodes.literal(term, term))
        body = nodes.definition("", nodes.paragraph("", "", *_marked(text)))
        listing += nodes.definition_list_item("", head, body)
    return listing


def _marked(text: str) -> list[Node]:
    """Plain text with `code` spans."""
    parts = text.split("`")
    return [
        nodes.literal(part, part) if at % 2 else nodes.Text(part) for at, part in enumerate(parts)
    ]


class FieldsDirective(SphinxDirective):
    """The fields of a record, from `sysai.schema.FIELDS`."""

    def run(self) -> list[Node]:
        """A definition list, in the order of the schema."""
        items = []
        for name, field in schema.FIELDS.items():
            only = ", ".join(sorted(kind.value for kind in field.kinds))
            items.append((name, f"{field.help} Only for: {only}." if only else field.help))
        return [_definitions(items)]


class ChecksDirective(SphinxDirective):
    """The codes of `sysai check`, from `sysai.problems.Code`."""

    def run(self) -> list[Node]:
        """A definition list, in the order of the enum."""
        return [_definitions([(code.slug, code.explanation) for code in Code])]


class FormatsDirective(SphinxDirective):
    """The formats of the citation files, from `sysai.formats.FORMATS`."""

    def run(self) -> list[Node]:
        """A definition list, in the order of the table."""
        told = [
            (form.ending, f"{form.title} (`--format {form.name}`), for {form.reads}.")
            for form in FORMATS.values()
        ]
        return [_definitions(told)]


class CiteChecksDirective(SphinxDirective):
    """What `sysai cite` tells, from `sysai.citing.codes.Code`."""

    def run(self) -> list[Node]:
        """A definition list, in the order of the enum."""
        return [_definitions([(code.slug, code.explanation) for code in codes.Code])]


def setup_directives(app: Sphinx) -> None:
    """Register the directives, and the node that one of them makes."""
    setup_works_list(app)
    app.add_directive("works", WorksDirective)
    app.add_directive("parts", PartsDirective)
    app.add_directive("bibliography", BibliographyDirective)
    app.add_directive("recent", RecentDirective)
    app.add_directive("corrections", CorrectionsDirective)
    app.add_directive("sysai-fields", FieldsDirective)
    app.add_directive("sysai-checks", ChecksDirective)
    app.add_directive("sysai-formats", FormatsDirective)
    app.add_directive("sysai-cite-checks", CiteChecksDirective)
