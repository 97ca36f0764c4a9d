"""The EPUB: Sphinx's builder, but for the pages of works.

They are written as those of the site are (see `entries`), before the book is packed, and stand in
its reading order and contents below the chapters they belong to.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from sphinx.builders.epub3 import Epub3Builder

from . import entries
from .builder import PATTERNS
from .generate import ENTRIES, corpus_of, entry_doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from ..corpus import Topic


class EpubBuilder(Epub3Builder):
    """``epub``."""

    name = "epub"

    @property
    def made_otherwise(self) -> tuple[str, ...]:
        """Works, unless the addresses of links are to be printed, which Sphinx does in doctrees."""
        return (ENTRIES,) if self.config.epub_show_urls == "no" else ()

    def get_asset_paths(self) -> list[str]:
        """Paths below the sources that are no documents."""
        own = [pattern for folder in self.made_otherwise for pattern in PATTERNS[folder]]
        return [*super().get_asset_paths(), *own]

    def handle_finish(self) -> None:
        """Write the pages of works; then the book, with all that lies in the output."""
        if self.made_otherwise:
            entries.write_works(self._app)
        super().handle_finish()

    def get_toc(self) -> None:
        """The contents, with the works of each chapter after what stands in it."""
        super().get_toc()
        if self.made_otherwise:
            chapters = {
                f"{path}{self.out_suffix}": topic
                for path, topic in corpus_of(self._app).topics.items()
            }
            self.refnodes = list(self._with_works(chapters))

    def _with_works(self, chapters: dict[str, Topic]) -> Iterator[dict[str, Any]]:
        waiting: list[dict[str, Any]] = []
        for node in self.refnodes:
            if "#" not in node["refuri"]:  # a document: the one before it is at its end
                yield from waiting
                waiting = []
                if node["refuri"] in chapters:
                    waiting = self._works(chapters[node["refuri"]], node["level"] + 1)
            yield node
        yield from waiting

    def _works(self, topic: Topic, level: int) -> list[dict[str, Any]]:
        return [
            {
                "level": level,
                "refuri": html.escape(entry_doc(one.key) + self.out_suffix),
                "text": html.escape(one.title),
            }
            for one in corpus_of(self._app).own(topic.path)
        ]


def setup_epub(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.add_builder(EpubBuilder, override=True)
