"""The ``sysai`` domain within the handbook: resolves references and fills ``objects.inv``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from ..domain import EntryDomain
from . import views
from .citations import work_node
from .generate import corpus_of, entry_doc

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class _EntryRole(XRefRole):
    """{sysai:entry}`key` reads as the work's title."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        record = corpus_of(env.app).resolve(target)
        views.note(env, "label", target)
        return record.title if record and not has_explicit_title else title, target


class _TopicRole(XRefRole):
    """{sysai:topic}`part/topic` reads as the title of the chapter."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        topic = corpus_of(env.app).topics.get(target)
        views.note(env, "parts", "")
        return topic.title if topic and not has_explicit_title else title, target


class HandbookDomain(EntryDomain):
    """The domain where the works are: one look-up for each reference."""

    roles: ClassVar = {
        "entry": _EntryRole(innernodeclass=nodes.inline, warn_dangling=True),
        "topic": _TopicRole(innernodeclass=nodes.inline, warn_dangling=True),
    }

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """The reference to the page of a work or topic, or None if there is none."""
        if typ == "entry":
            return work_node(env, builder, fromdocname, target, contnode)
        if target not in corpus_of(env.app).topics or target not in env.found_docs:
            return None
        return make_refnode(builder, fromdocname, target, "", contnode)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What ``objects.inv`` lists: works under their keys and former keys, and topics."""
        loaded = corpus_of(self.env.app)
        for key, record in loaded.records.items():
            for name in (key, *record.aliases):
                yield name, record.title, "entry", entry_doc(key), "", 1
        for path, topic in loaded.topics.items():
            if path in self.env.found_docs:
                yield path, topic.title, "topic", path, "", 1


def setup_domain(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(HandbookDomain)
