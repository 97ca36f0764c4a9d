"""The Sphinx extension that turns a handbook's records into its site, PDF and EPUB.

``extensions = ["sysai.site"]`` in ``conf.py`` is all a handbook needs.  The extension reads
``bib/`` beside the source folder when the build starts, writes the pages of the works to
``entries/``, adds the ``cite`` domain and the directives, and builds the search index.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__, typst
from ..fingerprint import program
from . import (
    builder,
    citations,
    cite,
    directives,
    documents,
    domain,
    entries,
    epub,
    frame,
    generate,
    indexes,
    latex,
    machine,
    memory,
    outputs,
    reports,
    search,
    search_index,
    shards,
    unchanged,
    views,
    works,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Wire the modules; each has a ``setup_…`` that says what it connects."""
    app.setup_extension("myst_parser")
    theme = Path(__file__).parent.parent / "theme"
    app.add_html_theme("sysai", str(theme))
    builder.setup_builder(app)
    epub.setup_epub(app)
    unchanged.setup_unchanged(app)
    latex.setup_latex(app)
    generate.setup_generate(app)
    memory.setup_memory(app)
    shards.setup_shards(app)
    views.setup_views(app)
    documents.setup_documents(app)
    citations.setup_citations(app)
    domain.setup_domain(app)
    directives.setup_directives(app)
    indexes.setup_indexes(app)
    frame.setup_frame(app)
    entries.setup_entries(app)
    outputs.setup_outputs(app)
    machine.setup_machine(app)
    reports.setup_reports(app)
    cite.setup_cite(app)
    search.setup_search(app)
    search_index.setup_search_index(app)
    works.setup_works(app)
    typst.setup_typst(app)
    return {
        "version": __version__,
        # Another version of this package may read the same documents otherwise.
        "env_version": int(program(), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
