"""The pages of the works on the site, written as HTML without their MyST text in between.

A page is written only where the work, what it is related to, or the frame changed since the last
build (see `fingerprint`).
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from .. import pages, reference
from ..fingerprint import digest
from ..formats import FORMATS
from ..names import InvalidName, Name
from ..record import Record
from . import bibtex_html, cite, views
from .builder import is_site, writes_site
from .fill import Page
from .generate import ENTRIES, INDEXES, corpus_of, entry_doc, share_of
from .html_writer import HtmlWriter
from .markup import CannotRender, Markup
from .sitepages import frame_digest, write_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

logger = logging.getLogger(__name__)


class EntryMaker:
    """Makes the pages of works, as the builder of *app* needs them."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        self.corpus = corpus_of(app)
        self.docname = ""
        self._uris: dict[str, str] = {}
        markup = Markup(
            app.env.myst_config,  # type: ignore[attr-defined]
            role=self._role,
            internal=self._internal,
            highlight=self._highlight,
            directive=self._directive,
            permalinks=is_site(app),
        )
        self._bibtex = bibtex_html.highlighter(lambda code: self._pygments(code, "bibtex"))
        self._writer = HtmlWriter(markup, by=self._by, files=self._files)

    def docs(self) -> list[str]:
        """The pages that this build writes."""
        share = share_of(self.app)
        works = self.corpus.records.items()
        return [entry_doc(key) for key, record in works if share.has_work(record)]

    def digest(self, docname: str) -> str:
        """Digest of all that the page of the work shows, its frame included."""
        key = docname.rpartition("/")[2]
        return digest(self._frame, self.corpus.prints.of(self.corpus.records[key]), self._near[key])

    @cached_property
    def _near(self) -> Mapping[str, str]:
        return views.near_digests(self.app)

    @cached_property
    def _frame(self) -> str:
        return frame_digest(self.app)

    def page(self, docname: str) -> Page:
        """The page *docname* ("entries/key")."""
        self.docname = docname
        record = self.corpus.records[docname.rpartition("/")[2]]
        try:
            body = pages.content(record, self.corpus, self._writer)
        except CannotRender as error:
            raise CannotRender(f"{record.where.path}: {error}") from error
        return Page(record.title, body, self._parents(record))

    def _parents(self, record: Record) -> list[tuple[str, str]]:
        part = self.corpus.parts.get(record.part, record.part)
        topic = self.corpus.topics[record.topics[0]]
        spots = [(f"{record.part}/index", part), (topic.path, topic.title)]
        return [(doc, title) for doc, title in spots if doc in self.app.env.found_docs]

    def _uri(self, docname: str) -> str:
        """Address of *docname* from any work's page: they all stand in one folder."""
        if docname == self.docname:
            own = self.builder.get_target_uri(docname).rpartition("/")[2]
            return "#" if self.builder.allow_sharp_as_current_path else own
        if docname not in self._uris:
            self._uris[docname] = self.builder.get_relative_uri(entry_doc("-"), docname)
        return self._uris[docname]

    def _internal(self, docname: str) -> str | None:
        folder, _, key = docname.rpartition("/")
        if folder == ENTRIES and self.corpus.resolve(key):
            return self._uri(docname)
        known = docname in self.app.env.found_docs or (
            folder == INDEXES and key in self.corpus.places.names
        )
        return self._uri(docname) if known else None

    def _pygments(self, code: str, language: str) -> str:
        return self.builder.highlighter.highlight_block(code, language)

    def _highlight(self, code: str, language: str) -> str:
        block = self._bibtex(code) if language == "bibtex" else self._pygments(code, language)
        return f'<div class="highlight-{language} notranslate">{block}</div>\n'

    def _directive(self, name: str, argument: str) -> str | None:
        return self._files(argument) if name == "cite-files" else None

    def _files(self, key: str) -> str:
        if not is_site(self.app):
            return ""
        here = self.builder.get_target_uri(self.docname)
        return cite.links_html(here, key=key, group="", formats=FORMATS)

    def _role(self, name: str, text: str) -> str:
        """The citation roles, as `citations` has them for other pages."""
        if name == "cite:author":
            return self._author(text)
        if name not in _LABELS:
            raise CannotRender(f"the page holds the role {{{name}}}")
        label, around, between = _LABELS[name]
        links = [self._work(key.strip(), label) for key in text.split(",")]
        return f"{around[0]}{between.join(links)}{around[1]}"

    def _work(self, key: str, label: Any) -> str:
        record = self.corpus.resolve(key)
        if record is None:  # `sysai check` has told it, with its line
            return f"<code>{html.escape(key)}</code>"
        full = reference.plain(record, self.corpus.venue_of(record))
        return (
            f'<a class="reference internal" href="{html.escape(self._uri(entry_doc(record.key)))}" '
            f'title="{html.escape(full)}"><span class="cite">{html.escape(label(record))}</span></a>'
        )

    def _author(self, text: str) -> str:
        try:
            return self._by(Name.from_text(text))
        except (KeyError, InvalidName) as error:
            raise CannotRender(f"no work is by {text!r}") from error

    def _by(self, name: Name) -> str:
        anchor, page = self.corpus.places.author(name)
        uri = f"{self._uri(f'{INDEXES}/{page}')}#{anchor}"
        shown = html.escape(name.first_last())
        return f'<a class="reference internal" href="{html.escape(uri)}">{shown}</a>'


_LABELS: Mapping[str, tuple[Any, tuple[str, str], str]] = {
    "cite:t": (reference.label, ("", ""), ", "),
    "cite:p": (reference.parenthetical, ("(", ")"), "; "),
    "cite:name": (reference.named, ("", ""), ", "),
}


def write_works(app: Sphinx) -> None:
    """Write the pages of works, of the site or of a book, that are not what they should be."""
    maker = EntryMaker(app)
    whole = corpus_of(app).prints.whole
    written = write_pages(app, ENTRIES, whole, maker.docs, maker.digest, maker.page)
    logger.info("sysai: %d pages of works written", written)


def _write(app: Sphinx, exception: Exception | None) -> None:
    if writes_site(app, exception):
        write_works(app)


def setup_entries(app: Sphinx) -> None:
    """Before the files beside the pages, and before the search index, which reads the pages."""
    app.connect("build-finished", _write, priority=300)
