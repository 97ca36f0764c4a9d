"""The PDF handbook: a Sphinx builder ``typst`` that sets the whole handbook with Typst.

``sphinx-build -b typst docs out`` writes ``out/handbook.typ`` and compiles it, with fonts that
come with Python packages, to ``out/handbook.pdf``: no TeX, no system package, no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import TypstBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_typst(app: Sphinx) -> None:
    """Register the builder and its options."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_name", "handbook", "", str, "Name of the PDF, without ending")
    app.add_config_value("typst_subtitle", "", "", str, "Line below the title on the title page")
    # The indexes are lists of links: on paper they would need page numbers of their own.
    app.add_config_value(
        "typst_exclude", ["indexes/index"], "", list, "Document names left out of the PDF"
    )
