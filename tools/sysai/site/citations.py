"""The ``cite`` domain: a citation leads to the page of the work it cites.

``{cite:t}`key``` reads "Müller et al. (1998)", ``{cite:p}`a,b``` reads "(Müller et al., 1998; …)";
``{cite:name}`key``` reads "Crumb (1998)"; the tooltip is the full reference.  Labels need no other entry, so a build looks each key up
once in an index and never scans (sphinxcontrib-bibtex scans all citations at every reference).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.domains import Domain
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

from .. import reference
from ..names import InvalidName, Name
from ..problems import suggest
from ..record import Record
from . import views
from .generate import author_doc, corpus_of, entry_doc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..authors import Author

logger = logging.getLogger(__name__)


def work_reference(env: BuildEnvironment, record: Record, text: str) -> pending_xref:
    """A reference to the page of *record* that reads *text*; its tooltip is the reference."""
    views.note(env, "label", record.key)
    return _reference(env, "cite", "work", record.key, text)


def listed_reference(env: BuildEnvironment, record: Record, text: str = "") -> pending_xref:
    """A reference that reads *text* or the title, for lists that say the rest in words."""
    found = _reference(env, "cite", "listed", record.key, text or record.title)
    if record.language:  # docutils writes the class as the attribute ``lang``
        found[0] = nodes.inline("", found[0].astext(), classes=[f"language-{record.language}"])
    return found


def author_reference(env: BuildEnvironment, author: Author, text: str) -> pending_xref:
    """A reference to the works of *author* in the index that reads *text*."""
    return _reference(env, "cite", "author", author.slug, text)


def index_reference(env: BuildEnvironment, docname: str, text: str) -> pending_xref:
    """A reference to an index page, which on the site is no document."""
    return _reference(env, "cite", "index", docname, text)


def document_reference(env: BuildEnvironment, docname: str, text: str) -> pending_xref:
    """A reference to the document *docname* that reads *text*."""
    return _reference(env, "std", "doc", f"/{docname}", text)


def work_node(
    env: BuildEnvironment,
    builder: Builder,
    fromdocname: str,
    key: str,
    contnode: Element,
    tooltip: bool = True,
) -> nodes.reference | None:
    """The link to the page of the work with *key*, or a former one; None if there is none."""
    loaded = corpus_of(env.app)
    record = loaded.resolve(key)
    if record is None:
        return None
    title = reference.plain(record, loaded.venue_of(record)) if tooltip else ""
    return make_refnode(builder, fromdocname, entry_doc(record.key), "", contnode, title)


def _reference(
    env: BuildEnvironment, domain: str, kind: str, target: str, text: str
) -> pending_xref:
    return pending_xref(
        text,
        nodes.inline(text, text, classes=[] if kind in ("listed", "author", "index") else [domain]),
        refdomain=domain,
        reftype=kind,
        reftarget=target,
        refdoc=env.current_document.docname,
        refexplicit=True,
        refwarn=True,
    )


class AuthorRole(SphinxRole):
    """A name as "Family, Given", shown as "Given Family"; leads to the author's works."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The reference, or the plain name where nobody of that name wrote a work."""
        views.note(self.env, "author", self.text)
        try:
            name = Name.from_text(self.text)
            author = corpus_of(self.env.app).authors.of(name)
        except (KeyError, InvalidName):
            logger.warning(
                "no work is by %r",
                self.text,
                location=self.get_location(),
                type="sysai",
                subtype="name",
            )
            return [nodes.Text(self.text)], []
        return [author_reference(self.env, author, name.first_last())], []


class CitationRole(SphinxRole):
    """One or several keys, separated by commas."""

    def __init__(
        self, label: Callable[[Record], str], around: tuple[str, str], between: str
    ) -> None:
        super().__init__()
        self.label = label
        self.around = around
        self.between = between

    def run(self) -> tuple[list[Node], list[system_message]]:
        """The citation as references with text between them; unknown keys are warned of."""
        loaded = corpus_of(self.env.app)
        found: list[Node] = []
        for key in (one.strip() for one in self.text.split(",")):
            if found:
                found.append(nodes.Text(self.between))
            views.note(self.env, "label", key)  # as written: another work may get it as its alias
            record = loaded.resolve(key)
            if record is None:
                hint = suggest(key, loaded.records)
                logger.warning(
                    "no work has the key %r%s",
                    key,
                    hint,
                    location=self.get_location(),
                    type="sysai",
                    subtype="unknown-citation",
                )
                found.append(nodes.literal(key, key))
            else:
                found.append(work_reference(self.env, record, self.label(record)))
        before, after = self.around
        return [nodes.Text(before), *found, nodes.Text(after)] if before else found, []


class CitationDomain(Domain):
    """Resolves references to works by one look-up each."""

    name = "cite"
    label = "Citations"
    roles = {
        "t": CitationRole(reference.label, ("", ""), ", "),
        "author": AuthorRole(),
        "name": CitationRole(reference.named, ("", ""), ", "),
        "p": CitationRole(reference.parenthetical, ("(", ")"), "; "),
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
        """The reference to the page of work *target*, or None if there is none."""
        loaded = corpus_of(env.app)
        if typ == "index":
            return make_refnode(builder, fromdocname, target, "", contnode)
        if typ == "author":
            author = loaded.authors.by_slug(target)
            return make_refnode(builder, fromdocname, author_doc(loaded, author), target, contnode)
        return work_node(env, builder, fromdocname, target, contnode, tooltip=typ != "listed")

    def resolve_any_xref(self, *_: Any) -> list[tuple[str, nodes.reference]]:
        """Works are cited by role only."""
        return []

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Nothing is kept per document."""


def setup_citations(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(CitationDomain)
