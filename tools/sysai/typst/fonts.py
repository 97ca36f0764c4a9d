"""Fonts that come with Python packages, so that no build depends on those of the machine."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from sphinx.errors import SphinxError

#: Package that carries the glyphs Typst's own fonts lack (Chinese, Japanese, Korean).
FONT_PACKAGE = "noto_cjk_sans_otc"


class TypstError(SphinxError):
    """The PDF could not be made."""

    category = "PDF"


def font_paths() -> Iterable[Path]:
    """Folders with fonts beside those that Typst has inside."""
    spec = find_spec(FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise TypstError(
            f"the fonts are missing: pip install {FONT_PACKAGE.replace('_', '-')} "
            "(they come with the project's pdf requirements)"
        )
    yield Path(next(iter(spec.submodule_search_locations)))
