"""The index pages: pages of the site, and documents of the books that have them.

On the site they are written from their blocks (see `sitepages`); elsewhere the directive
``{index-of}`` makes nodes of the same blocks.
"""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from ..blocks import Link, html
from ..fingerprint import digest
from ..index_content import CITING, IndexContent, NoIndex
from . import views
from .builder import are_documents, writes_site
from .fill import Page
from .generate import INDEXES, author_doc, corpus_of, entry_doc, share_of, site_uri
from .listing import hidden_toctree, to_nodes
from .machine import coins_of
from .sitepages import frame_digest, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..corpus import Corpus

logger = logging.getLogger(__name__)
OVERVIEW = f"{INDEXES}/index"


class IndexDirective(SphinxDirective):
    """The content of the index page named as argument; ``index`` is the overview."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The lists of the page; below the overview, in a book, all other pages."""
        name = self.arguments[0]
        loaded = corpus_of(self.env.app)
        views.note(self.env, "index", name)
        try:
            found = to_nodes(IndexContent(loaded).page(name), self.env)
        except NoIndex as error:
            raise self.error(f"no index {name!r}") from error
        if name == "index" and are_documents(self.env.app, INDEXES):
            docs = [f"{INDEXES}/{one}" for one in loaded.indexes.names]
            found.append(hidden_toctree(OVERVIEW, docs))
        return found


class IndexMaker:
    """Makes index pages of the site."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.builder: Builder = app.builder
        self.corpus: Corpus = corpus_of(app)
        self.content = IndexContent(self.corpus)
        self.docname = ""
        self._uris: dict[str, str] = {}
        self._lists = ("", "")  # the page made last, and its lists

    def docs(self) -> list[str]:
        """The pages that this build writes."""
        share = share_of(self.app)
        names = enumerate(self.corpus.places.names)
        return [f"{INDEXES}/{name}" for place, name in names if share.has_place(place)]

    def digest(self, docname: str) -> str:
        """Digest of what the page shows: frame, lists, and what COinS tell of the works listed."""
        listed = self.content.listed(docname.rpartition("/")[2])
        facts = map(self.corpus.prints.facts, listed)
        return digest(self._frame, self._listed_on(docname), *facts)

    @cached_property
    def _frame(self) -> str:
        return frame_digest(self.app)

    def _listed_on(self, docname: str) -> str:
        """The lists of the page as HTML."""
        if self._lists[0] != docname:
            self.docname = docname
            blocks = self.content.page(docname.rpartition("/")[2])
            self._lists = (docname, html(blocks, self._address))
        return self._lists[1]

    def prepare(self, docnames: Iterable[str]) -> None:
        """Make the COinS of all works that these pages list."""
        names = {docname.rpartition("/")[2] for docname in docnames}
        listed = {one.key: one for name in names for one in self.content.listed(name)}
        coins_of(self.app).hidden(listed.values())

    def page(self, docname: str) -> Page:
        """The page *docname* ("indexes/tags-rye")."""
        name = docname.rpartition("/")[2]
        title = self.corpus.indexes.title(name)
        mark = f'<a class="headerlink" href="#{name}" title="Link to this heading">#</a>'
        head = f'<section id="{name}">\n<h1>{escape(title, quote=False)}{mark}</h1>\n'
        body = self._listed_on(docname)
        body += coins_of(self.app).hidden(self.content.listed(name))
        parents = [(OVERVIEW, "Indexes")] if OVERVIEW in self.app.env.found_docs else []
        return Page(title, f"{head}{body}</section>\n", parents)

    def _address(self, link: Link) -> str:
        if link.kind == "web":
            return link.target
        if link.kind == "file":
            return relative_uri(self.builder.get_target_uri(self.docname), link.target)
        if link.kind == "table":
            return f"{site_uri(self.app, self.docname, 'works')}?{link.target}"
        if link.kind == "author":
            author = self.corpus.authors.by_slug(link.target)
            return f"{self._uri(author_doc(self.corpus, author))}#{author.slug}"
        if link.kind == "cite":
            return f"{self._uri(entry_doc(link.target))}#{CITING}"
        return self._uri(entry_doc(link.target) if link.kind == "work" else link.target)

    def _uri(self, docname: str) -> str:
        """Address of *docname* from any index page: they all stand in one folder."""
        if docname == self.docname:
            return self.builder.get_relative_uri(docname, docname)
        if docname not in self._uris:
            self._uris[docname] = self.builder.get_relative_uri(f"{INDEXES}/-", docname)
        return self._uris[docname]


def _write(app: Sphinx, exception: Exception | None) -> None:
    if writes_site(app, exception):
        maker = IndexMaker(app)
        listed = corpus_of(app).prints.listed
        written = write_pages(
            app, INDEXES, listed, maker.docs, maker.digest, maker.page, maker.prepare
        )
        logger.info("sysai: %d index pages written", written)


def setup_indexes(app: Sphinx) -> None:
    """Register the directive; write the pages after those of the works."""
    app.add_directive("index-of", IndexDirective)
    app.connect("build-finished", _write, priority=310)
