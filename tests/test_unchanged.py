"""Builds for which nothing changed load nothing; whatever did change is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from houses import BREAD, Bread

LOADED = "records, "  # what a build says that loads them


def build(bread: Bread, *options: str) -> str:
    """Run Sphinx and return what it said."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-d", str(bread.root / "trees")]
    command += ["-D", "sysai_search=0", *options, str(bread.root / "docs"), str(bread.root / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bread handbook, built."""
    root = tmp_path_factory.mktemp("unchanged") / "bread"
    shutil.copytree(BREAD, root)
    assert LOADED in build(Bread(root))
    return root


@pytest.fixture
def bread(made: Path) -> Bread:
    """The built handbook; it is as it was when the test is done."""
    return Bread(made)


def test_nothing_is_loaded_or_written(bread: Bread) -> None:
    before = {path: path.stat().st_mtime_ns for path in (bread.root / "out").rglob("*")}
    for _ in range(3):
        assert LOADED not in build(bread)
    assert {path: path.stat().st_mtime_ns for path in (bread.root / "out").rglob("*")} == before


def _remove(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


def _touch(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).touch()


def _add(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text("ul { color: red }\n", encoding="utf-8")


CHANGES = {
    "a record": _touch("bib/baking/sourdough/muller1998crumb.md"),
    "a registry": _touch("bib/venues.yaml"),
    "prose": _touch("docs/baking/sourdough.md"),
    "settings": _touch("docs/conf.py"),
    "a file beside the prose": _add("docs/extra.css"),
    "a page that is gone": _remove("out/entries/muller1998crumb.html"),
    "a file of a work that is gone": _remove("out/cite/muller1998crumb.bib"),
    "a source that is gone": _remove("docs/entries/muller1998crumb.md"),
    "a page too many": _add("out/entries/old.html"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_seen(bread: Bread, change: Callable[[Path], object]) -> None:
    build(bread)
    change(bread.root)
    assert LOADED in build(bread)
    assert LOADED not in build(bread)
    (bread.root / "docs/extra.css").unlink(missing_ok=True)
    (bread.root / "out/entries/old.html").unlink(missing_ok=True)


def test_a_setting_on_the_command_line_is_seen(bread: Bread) -> None:
    build(bread)
    assert LOADED in build(bread, "-D", "html_baseurl=https://bread.example.org/")
    assert LOADED in build(bread)


@pytest.mark.parametrize("option", ["-a", "-E"])
def test_everything_is_made_anew_where_that_is_asked_for(bread: Bread, option: str) -> None:
    build(bread)
    before = bytes_of(bread.root / "out")
    assert LOADED in build(bread, option)
    assert bytes_of(bread.root / "out") == before
    assert LOADED not in build(bread)


def test_a_problem_is_told_by_every_build(bread: Bread) -> None:
    bread.edit("muller1998crumb", "pages: 11-24", "pages: 24-11")
    try:
        for _ in range(2):
            assert "'24-11' ends before it starts" in build(bread)
    finally:
        bread.edit("muller1998crumb", "pages: 24-11", "pages: 11-24")
    build(bread)
    assert LOADED not in build(bread)
