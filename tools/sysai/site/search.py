"""Search through Pagefind instead of Sphinx's own index, which every reader would load whole.

Pagefind indexes the elements marked ``data-pagefind-body`` after the HTML is written; the
search page is a template of the theme with a small script of ours.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..files import write_atomically, write_if_changed
from ..fingerprint import digest, program
from ..join import ENGINE
from ..shard import engine
from .builder import is_site
from .generate import share_of, site_uri

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: What the text of a page does not lend to search: marks, code, sources, and on a work's page what
#: is a fact of its result already.
UNSEARCHED = (
    "a.headerlink",
    "h1",
    ".highlight",
    ".entry-takeaway",
    ".entry-people",
    ".entry-facts",
    ".entry-links",
    ".entry-tags",
    ".entry-provenance",
    ".page-entry #cite",
    ".page-entry #related-works",
)

#: Pages that are written at every build and hold nothing to search.
COLLECTED = re.compile(r"(search|works(-\d+)?)\.html")

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


def _pages_digest(out: Path) -> str:
    """Digest of which pages there are and when each was written; collected pages always are."""
    pages = (page for page in out.rglob("*.html") if not COLLECTED.fullmatch(page.name))
    return digest(program(), *sorted(f"{page} {page.stat().st_mtime_ns}" for page in pages))


def _index(app: Sphinx, exception: Exception | None) -> None:
    """Run Pagefind over the written site; a failure of it fails the build."""
    if exception is not None or not is_site(app) or not app.config.sysai_search:
        return
    out = Path(app.outdir)
    state = Path(app.doctreedir) / "sysai-search"
    now = _pages_digest(out)
    made = state.read_text(encoding="ascii") if state.is_file() else ""
    share = share_of(app)
    if made == now and (out / share.bundle / "pagefind-entry.json").is_file():
        return
    command = [sys.executable, "-m", "pagefind", "--site", str(app.outdir), "--quiet"]
    command += ["--output-subdir", share.bundle]
    command += ["--exclude-selectors", ", ".join(UNSEARCHED)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ExtensionError(f"the search index was not built: {done.stderr or done.stdout}")
    if share.partial:  # so that a shard can be read, and searched, by itself
        write_if_changed(out / ENGINE, engine([share.number]))
    write_atomically(state, now)
    logger.info("sysai: search index built")


def setup_search(app: Sphinx) -> None:
    """Replace Sphinx's index by Pagefind's; ``sysai_search = False`` leaves it out (for drafts)."""
    app.add_config_value("sysai_search", True, "", types=bool)
    app.connect("html-collect-pages", _search_page)
    app.add_directive("search-form", SearchFormDirective)
    app.connect("build-finished", _index)
