"""The pages of the works as doctree nodes, for the book that is one document (see `tokentree`).

References are resolved as the nodes are made: each is one look-up in the corpus.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from .. import reference
from ..names import InvalidName, Name
from .citations import CitationDomain, CitationRole
from .generate import ENTRIES, INDEXES, author_doc, corpus_of, entry_doc
from .markup import CannotRender
from .tokentree import Trees

if TYPE_CHECKING:
    from sphinx import addnodes
    from sphinx.application import Sphinx


class EntryTrees:
    """Makes the trees of works' pages, as the builder of *app* needs them."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.corpus = corpus_of(app)
        self._texts = Path(app.srcdir) / ENTRIES  # written when the build started
        self._uris: dict[str, str] = {}
        self._trees = Trees(
            app.env.myst_config,  # type: ignore[attr-defined]
            role=self._role,
            internal=self._internal,
            shown=app.tags.eval_condition,
        )

    def fill(self, place: addnodes.start_of_file) -> None:
        """Put the page into *place*, whose ``docname`` says which ("entries/key")."""
        path = self._texts / f"{place['docname'].rpartition('/')[2]}.md"
        self._trees.fill(place, path.read_text("utf-8"), path)

    def _uri(self, docname: str) -> str:
        if docname not in self._uris:
            self._uris[docname] = self.app.builder.get_relative_uri(entry_doc("-"), docname)
        return self._uris[docname]

    def _internal(self, docname: str) -> str | None:
        folder, _, key = docname.rpartition("/")
        if folder == ENTRIES:
            found = self.corpus.resolve(key)
            return self._uri(entry_doc(found.key)) if found else None
        known = docname in self.app.env.found_docs or (
            folder == INDEXES and key in self.corpus.indexes.titles
        )
        return self._uri(docname) if known else None

    def _role(self, name: str, text: str) -> list[nodes.Node]:
        """The citation roles, as `citations` has them for documents."""
        domain, _, short = name.partition(":")
        role = CitationDomain.roles.get(short) if domain == CitationDomain.name else None
        if role and short == "author":
            return [self._author(text)]
        if not isinstance(role, CitationRole):
            raise CannotRender(f"the page holds the role {{{name}}}")
        found: list[nodes.Node] = []
        for key in text.split(","):
            found += [nodes.Text(role.between)] if found else []
            found.append(self._work(key.strip(), role))
        before, after = role.around
        return [nodes.Text(before), *found, nodes.Text(after)] if before else found

    def _work(self, key: str, role: CitationRole) -> nodes.Node:
        record = self.corpus.resolve(key)
        if record is None:  # `sysai check` has told it, with its line
            return nodes.literal(key, key)
        label = role.label(record)
        inner = nodes.inline(label, label, classes=[CitationDomain.name])
        title = reference.plain(record, self.corpus.venue_of(record))
        uri = self._uri(entry_doc(record.key))
        return nodes.reference("", "", inner, internal=True, refuri=uri, reftitle=title)

    def _author(self, text: str) -> nodes.Node:
        try:
            name = Name.from_text(text)
            author = self.corpus.authors.of(name)
        except (KeyError, InvalidName) as error:
            raise CannotRender(f"no work is by {text!r}") from error
        uri = f"{self._uri(author_doc(self.corpus, author))}#{author.slug}"
        shown = nodes.Text(name.first_last())
        return nodes.reference("", "", shown, internal=True, refuri=uri)
