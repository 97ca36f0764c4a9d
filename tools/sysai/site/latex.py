"""The LaTeX path has glyphs for every title: XeLaTeX takes those its fonts lack from a font file.

The file is the one that the PDF through Typst takes them from; it comes with a Python package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..typst.fonts import font_paths

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_FONT = r"[Path=%s/,FontIndex=2,AutoFakeBold,AutoFakeSlant]{%s}"


def preamble(font: Path) -> str:
    """What sets Chinese, Japanese and Korean in *font*, a collection of which the third is Chinese."""
    chosen = _FONT % (font.parent.as_posix(), font.name)
    kinds = "".join(f"\\setCJK{kind}font{chosen}\n" for kind in ("main", "sans", "mono"))
    return f"\\usepackage{{xeCJK}}\n{kinds}"


def _add_fonts(app: Sphinx, config: Config) -> None:
    if config.latex_engine != "xelatex":
        return
    fonts = [font for folder in font_paths() for font in sorted(folder.glob("*.tt[cf]"))]
    elements = config.latex_elements
    elements["preamble"] = preamble(fonts[0]) + elements.get("preamble", "")


def setup_latex(app: Sphinx) -> None:
    """Before Sphinx's own look at the elements."""
    app.connect("config-inited", _add_fonts, priority=400)
