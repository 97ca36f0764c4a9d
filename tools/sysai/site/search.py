"""The search page, a template of the theme with a script of ours, and the form that leads there.

What they search is made by `search_index`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from .builder import is_site
from .generate import share_of, site_uri

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

_FORM = """\
<form class="search-form" role="search" action="{action}" method="get">
<label for="search-query">Title, name, author, venue or a word of the summary</label>
<input id="search-query" type="search" name="q" autocomplete="off" autocapitalize="off"
 spellcheck="false"><button type="submit">Search</button>
</form>
"""


def form(app: Sphinx, docname: str) -> str:
    """The search form as HTML, for the page *docname*; it works by URL, without a script."""
    return _FORM.format(action=html.escape(site_uri(app, docname, "search")))


class SearchFormDirective(SphinxDirective):
    """The search form, on the site only."""

    def run(self) -> list[Node]:
        """The form as raw HTML that other builders leave out."""
        only = addnodes.only(expr="builder_html or builder_dirhtml")
        only += nodes.raw("", form(self.env.app, self.env.current_document.docname), format="html")
        return [only]


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if is_site(app) and share_of(app).first:
        yield "search", {"title": "Search", "search_form": form(app, "search")}, "search.html"


def setup_search(app: Sphinx) -> None:
    """Register the page and the directive."""
    app.connect("html-collect-pages", _search_page)
    app.add_directive("search-form", SearchFormDirective)
