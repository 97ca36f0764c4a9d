"""The builders of the site: Sphinx's own, but for the pages of works and indexes.

A handbook has ten times more of these than of other pages, and they are all alike.  For the site
they are no Sphinx documents; `sitepages` writes them.  So the environment that
Sphinx loads and saves on every build stays small, whatever the number of works.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

from ..indexes import INDEXES as INDEX_KINDS
from .generate import ENTRIES, INDEXES

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class _WithoutEntries(StandaloneHTMLBuilder):
    """What both builders of the site share."""

    search = False  # the index is Pagefind's

    def get_asset_paths(self) -> list[str]:
        """Paths below the sources that are no documents: here also what `sitepages` writes."""
        kinds = ("authors-", "references-", *INDEX_KINDS)
        return [
            *super().get_asset_paths(),
            f"{ENTRIES}/**",
            *(f"{INDEXES}/{kind}*" for kind in kinds),
        ]


class SiteBuilder(_WithoutEntries):
    """``html``: a file a page."""

    name = "html"


class FolderSiteBuilder(_WithoutEntries, DirectoryHTMLBuilder):
    """``dirhtml``: a folder a page, for addresses without ending."""

    name = "dirhtml"


def is_site(app: Sphinx) -> bool:
    """Whether this build makes the site, and not a book or a report."""
    return isinstance(app.builder, _WithoutEntries)


def setup_builder(app: Sphinx) -> None:
    """Take the place of Sphinx's two builders."""
    app.add_builder(SiteBuilder, override=True)
    app.add_builder(FolderSiteBuilder, override=True)
