"""The builders of the site: Sphinx's own, but for the pages of works and indexes.

A handbook has ten times more of these than of other pages, and they are all alike.  For the site
they are no Sphinx documents; `sitepages` writes them.  So the environment that
Sphinx loads and saves on every build stays small, whatever the number of works.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

from ..files import write_atomically
from ..indexes import INDEXES as INDEX_KINDS
from ..inventory import Inventory
from ..join import INVENTORY
from .generate import ENTRIES, INDEXES, corpus_of, entry_doc, share_of
from .unchanged import forget, is_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx


#: What is no document where the pages in this folder are none; the overview of indexes is one.
#: A folder that is named itself is not even looked into.
PATTERNS = {
    ENTRIES: [ENTRIES, f"{ENTRIES}/**"],
    INDEXES: [f"{INDEXES}/{kind}*" for kind in ("authors-", "references-", *INDEX_KINDS)],
}


def are_documents(app: Sphinx, folder: str) -> bool:
    """Whether the pages written to *folder* are Sphinx documents in this build."""
    return folder not in getattr(app.builder, "made_otherwise", ())


def shows_works_below(app: Sphinx) -> bool:
    """Whether a chapter's works go into its toctree: as documents, or where they fill its places."""
    return are_documents(app, ENTRIES) or getattr(app.builder, "fills_toctrees", False)


class _WithoutEntries(StandaloneHTMLBuilder):
    """What both builders of the site share."""

    search = False  # the index is Pagefind's
    made_otherwise: ClassVar = (ENTRIES, INDEXES)  # by `sitepages`

    def get_asset_paths(self) -> list[str]:
        """Paths below the sources that are no documents."""
        own = [pattern for folder in self.made_otherwise for pattern in PATTERNS[folder]]
        return [*super().get_asset_paths(), *own]

    def get_outdated_docs(self) -> Iterator[str]:
        """Documents to write; of a shard (see `shards`), its own."""
        if is_unchanged(self._app):
            return iter(())
        return filter(share_of(self._app).has_document, super().get_outdated_docs())

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Sphinx calls this also where there is nothing to write; where there is, all is looked at."""
        if docnames:
            forget(self._app)
        if not is_unchanged(self._app):
            super().prepare_writing(docnames)

    def copy_assets(self) -> None:
        """Copy what pages need, if anything changed."""
        if not is_unchanged(self._app):
            super().copy_assets()

    def finish(self) -> None:
        """Write what is not of one document, if anything changed."""
        if not is_unchanged(self._app):
            super().finish()

    def write_documents(self, docnames: Set[str]) -> None:
        """Write them; a shard reads the documents of the others, and writes its own."""
        super().write_documents(set(filter(share_of(self._app).has_document, docnames)))

    def dump_inventory(self) -> None:
        """Write ``objects.inv``; a shard's names what the shard has."""
        super().dump_inventory()
        share = share_of(self._app)
        if not share.partial:
            return
        works = corpus_of(self._app).records.values()
        others = {
            self.get_target_uri(entry_doc(one.key)) for one in works if not share.has_work(one)
        }
        docs = (doc for doc in self.env.found_docs if not share.has_document(doc))
        others.update(map(self.get_target_uri, docs))
        path = Path(self.outdir) / INVENTORY
        own = Inventory.read(path.read_bytes()).of_pages(lambda page: page not in others)
        write_atomically(path, own.dump())


class SiteBuilder(_WithoutEntries):
    """``html``: a file a page."""

    name = "html"


class FolderSiteBuilder(_WithoutEntries, DirectoryHTMLBuilder):
    """``dirhtml``: a folder a page, for addresses without ending."""

    name = "dirhtml"


def is_site(app: Sphinx) -> bool:
    """Whether this build makes the site, and not a book or a report."""
    return isinstance(app.builder, _WithoutEntries)


def writes_site(app: Sphinx, exception: Exception | None) -> bool:
    """Whether a build that ended with *exception*, or none, has more of the site to write."""
    return exception is None and is_site(app) and not is_unchanged(app)


def setup_builder(app: Sphinx) -> None:
    """Take the place of Sphinx's two builders."""
    app.add_builder(SiteBuilder, override=True)
    app.add_builder(FolderSiteBuilder, override=True)
