"""Files made from the records: the handbook's committed BibTeX, or any works in any format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import formats
from .corpus import Corpus, Project
from .formats import EXPORTS
from .selection import Selection


@dataclass(frozen=True, slots=True)
class Export:
    """What to write: *selection* in *format* to *output*, or to standard output."""

    format: str = "bibtex"
    selection: Selection = field(default_factory=Selection)
    output: Path | None = None


def committed(project: Project, corpus: Corpus) -> dict[Path, str]:
    """Path -> text of every committed file that is made from *corpus*."""
    return {project.bib / "handbook.bib": formats.handbook_bib(corpus)}


def text(asked: Export, corpus: Corpus) -> tuple[str, list[str]]:
    """The file that *asked* describes, and the keys of works left out as not citable yet."""
    chosen = asked.selection.of(corpus)
    left_out = [one.key for one in chosen if not one.citable]
    return EXPORTS[asked.format].render(formats.citable(chosen), corpus), left_out
