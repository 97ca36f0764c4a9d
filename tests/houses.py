"""A small handbook that tests may edit and break."""

from __future__ import annotations

from pathlib import Path

from sysai.corpus import Project

HERE = Path(__file__).parent
BREAD = HERE / "bread"

#: An extension with builders of books for which the pages of works are documents.
LONG_WAY = """
from sysai.site.epub import EpubBuilder
from sysai.typst.builder import TypstBuilder


class LongTypst(TypstBuilder):
    name = "long-typst"
    made_otherwise = ()


class LongEpub(EpubBuilder):
    name = "long-epub"
    made_otherwise = ()


def setup(app):
    app.add_builder(LongTypst)
    app.add_builder(LongEpub)
"""
SETTINGS = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
extensions += ["long_way"]
epub_show_urls = "no"
suppress_warnings = ["sysai.url", "sysai.markup"]  # the checks ask for less than there are forms
"""


class Bread:
    """A copy of the bread handbook that a test may edit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project(root)

    def path(self, name: str) -> Path:
        """The file *name*; a bare key stands for its record."""
        if "/" in name:
            return self.root / name
        return next(self.root.glob(f"bib/*/*/{name}.md"))

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must be there, in file *name*."""
        path = self.path(name)
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add_long_way(self) -> None:
        """Give it the builders of `LONG_WAY`."""
        conf = self.root / "docs/conf.py"
        conf.write_text(conf.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
        conf.with_name("long_way.py").write_text(LONG_WAY, encoding="utf-8")

    def line(self, name: str, fragment: str) -> int:
        """The 1-based number of the first line of file *name* that holds *fragment*."""
        lines = self.path(name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if fragment in line)
