"""The builder: one Typst file from all doctrees, compiled to one PDF."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging

from ..files import write_atomically
from ..site.builder import PATTERNS
from ..site.entrytree import EntryTrees
from ..site.generate import ENTRIES, INDEXES, is_entry
from .fonts import TypstError, font_paths
from .translator import Translator, quoted

if TYPE_CHECKING:
    from docutils.nodes import document

logger = logging.getLogger(__name__)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Look for no garbage meanwhile.

    While a tree grows, nothing of it is garbage, and each look goes through the whole of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class TypstBuilder(Builder):
    """Assembles every document below the root's toctrees, in their order."""

    name = "typst"
    fills_toctrees = True  # with works, which are no documents
    format = "typst"
    epilog = "The PDF handbook is in %(outdir)s."
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]
    default_translator_class = nodes.NodeVisitor  # Sphinx asks for one; `Translator` does the work

    @property
    def made_otherwise(self) -> tuple[str, ...]:
        """Folders whose pages are no documents: works, and indexes where the book has none."""
        has_indexes = f"{INDEXES}/index" not in self.config.typst_exclude
        return (ENTRIES,) if has_indexes else (ENTRIES, INDEXES)

    def get_asset_paths(self) -> list[str]:
        """Paths below the sources that are no documents."""
        own = [pattern for folder in self.made_otherwise for pattern in PATTERNS[folder]]
        return [*super().get_asset_paths(), *own]

    def get_outdated_docs(self) -> str:
        """Everything: the PDF is one file."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Internal targets are written ``%docname``, as the translator reads them."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """All documents share one file."""
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write and compile the handbook."""
        body = self._body()
        gc.collect()  # the tree goes before Typst needs as much again
        source = Path(self.outdir) / f"{self.config.typst_name}.typ"
        write_atomically(source, self._head() + body)
        template = resources.files(__package__) / "handbook_template.typ"
        write_atomically(source.parent / "template.typ", template.read_text(encoding="utf-8"))
        for path, name in self.images.items():
            shutil.copyfile(Path(self.srcdir) / path, source.parent / name)
        self._compile(source)

    def _body(self) -> str:
        """The markup of the whole book."""
        with _without_collection():
            tree = self._assemble()
            self.post_process_images(tree)
            return Translator(tree, self.images, is_entry).translate()

    def _assemble(self) -> document:
        """One doctree: the root's toctrees with every document put in their place."""
        root: str = self.config.root_doc
        tree = self.env.get_doctree(root)
        large = nodes.document(tree.settings, tree.reporter)
        large["docname"] = root
        seen = {root, *self.config.typst_exclude}
        for toctree in tree.findall(addnodes.toctree):
            large += self._documents(toctree, seen)
        self.env.resolve_references(large, root, self)
        trees = EntryTrees(self.app)
        for place in list(large.findall(addnodes.start_of_file)):
            if not place.children:
                trees.fill(place)
        return large

    def _documents(self, toctree: addnodes.toctree, seen: set[str]) -> list[addnodes.start_of_file]:
        """The documents that *toctree* names and that are not in *seen*; works are yet empty."""
        found = []
        for name in toctree["includefiles"]:
            if name in seen:
                continue
            seen.add(name)
            place = addnodes.start_of_file(docname=name)
            found.append(place)
            if is_entry(name) and name not in self.env.found_docs:
                continue
            place += self.env.get_doctree(name).children
            for inner in list(place.findall(addnodes.toctree)):
                inner.parent.replace(inner, self._documents(inner, seen))
        return found

    def _head(self) -> str:
        config = self.config
        options = {
            "title": config.project,
            "subtitle": config.typst_subtitle,
            "authors": config.author,
            "notice": config.copyright,
            "version": config.release,
            "language": config.language or "en",
        }
        arguments = ", ".join(f"{name}: {quoted(value)}" for name, value in options.items())
        return f'#import "template.typ": *\n#show: handbook.with({arguments})\n\n'

    def _compile(self, source: Path) -> None:
        import typst  # costs 30 ms, and only this builder needs it

        target = source.with_suffix(".pdf")
        try:
            data, warnings = typst.compile_with_warnings(
                str(source),
                root=str(source.parent),
                font_paths=[str(path) for path in font_paths()],
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            raise TypstError(f"Typst could not set {source}: {error}") from error
        for warning in warnings:
            logger.warning("Typst: %s", warning, type="sysai", subtype="typst")
        partial = target.with_suffix(".pdf.part")
        partial.write_bytes(data)
        partial.replace(target)
