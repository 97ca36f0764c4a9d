"""Files made from the records and committed: the handbook's BibTeX."""

from __future__ import annotations

from pathlib import Path

from . import formats
from .corpus import Corpus, Project


def outputs(project: Project, corpus: Corpus) -> dict[Path, str]:
    """Path -> text of every committed file that is made from *corpus*."""
    return {project.bib / "handbook.bib": formats.handbook_bib(corpus)}
