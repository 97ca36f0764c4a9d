"""The parts of a work's page as HTML, without going through its MyST text.

The markup is that which `markup` makes of the MyST text; only what an author wrote is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING

from markdown_it.common.normalize_url import normalizeLink

from .markup import CannotRender, Markup

if TYPE_CHECKING:
    from ..names import Name
    from ..record import Record

#: An address that markdown-it writes as it stands, and almost all are.
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9._~/?=#:@,;!$()+-]*")


def address(url: str) -> str:
    """*url* as Markdown has it in a link: international names and signs encoded."""
    return url if _PLAIN_URL.fullmatch(url) else normalizeLink(url)


class HtmlWriter:
    """Writes pages as HTML (see `pages.Writer`).

    *by* gives the HTML of an author's name, *files* that of the links to a work's citation files;
    *markup* renders prose, knows where documents are, and keeps the sections of the page.
    """

    def __init__(
        self, markup: Markup, by: Callable[[Name], str], files: Callable[[str], str]
    ) -> None:
        self._markup = markup
        self._by = by
        self._files = files

    def text(self, text: str) -> str:
        return escape(text, quote=False)

    def code(self, text: str) -> str:
        return f"<code>{escape(text, quote=False)}</code>"

    def strong(self, inner: str) -> str:
        return f"<strong>{inner}</strong>"

    def emphasis(self, inner: str) -> str:
        return f"<em>{inner}</em>"

    def author(self, name: Name) -> str:
        return self._by(name)

    def document(self, docname: str, inner: str) -> str:
        uri = self._markup.internal(docname)
        if uri is None:
            raise CannotRender(f"the page links to {docname!r}, which is no document")
        return f'<a class="reference internal" href="{escape(uri)}">{inner}</a>'

    def web(self, url: str, inner: str, *classes: str) -> str:
        names = " ".join((*classes, "reference", "external"))
        return f'<a class="{names}" href="{escape(address(url))}">{inner}</a>'

    def head(self, record: Record) -> str:
        self._markup.start()
        title = escape(record.title, quote=False)
        if record.language:
            title = f'<span lang="{escape(record.language)}">{title}</span>'
        return self._markup.section(1, title, record.title, target=record.key)

    def paragraph(self, inner: str, style: str = "") -> str:
        marked = f' class="{style}"' if style else ""
        return f"<p{marked}>{inner.strip()}</p>\n"

    def items(self, items: Iterable[str]) -> str:
        listed = "".join(f"<li>{one}</li>\n" for one in items)
        return f"<ul>\n{listed}</ul>\n"

    def prose(self, markdown: str) -> str:
        return self._markup.prose(markdown)

    def section(self, title: str, blocks: Iterable[str], style: str = "") -> str:
        head = self._markup.section(2, self.text(title), title, style=style)
        return head + "".join(blocks)

    def for_site(self, blocks: Iterable[str]) -> str:
        return "".join(blocks)

    def bibtex(self, entry: str) -> str:
        return self._markup.highlight(entry, "bibtex")

    def files(self, key: str) -> str:
        return self._files(key)

    def page(self, blocks: Iterable[str]) -> str:
        return "".join(blocks) + self._markup.end()
