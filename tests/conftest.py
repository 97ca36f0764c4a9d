"""Fixtures: a small handbook of bread to build and to break, and the real one to check."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from houses import BREAD, HERE, Bread
from sysai import corpus
from sysai.corpus import Project


@pytest.fixture
def bread(tmp_path: Path) -> Bread:
    """A fresh copy of the bread handbook."""
    root = tmp_path / "bread"
    shutil.copytree(BREAD, root)
    return Bread(root)


@pytest.fixture(scope="session")
def handbook() -> corpus.Corpus:
    """The real handbook, loaded once."""
    return corpus.load(Project(HERE.parent))


@pytest.fixture(scope="session")
def bread_corpus() -> corpus.Corpus:
    """The bread handbook, loaded once, not to be edited."""
    return corpus.load(Project(BREAD))
