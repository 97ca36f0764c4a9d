r"""Citations in what LaTeX has written: the ``.aux`` for BibTeX, the ``.bcf`` for biber."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from .source import CannotRead, Source, line_of

_CITATION = re.compile(r"\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^}]*)\}")
_DATA = re.compile(r"\\bibdata\{([^}]*)\}")
_INPUT = re.compile(r"\\@input\{([^}]*)\}")


def read_aux(path: Path, text: str, source: Source) -> Iterator[tuple[str, int]]:
    """Note what an ``.aux`` file cites; yields the further ``.aux`` files."""
    for found in _CITATION.finditer(text):
        for key in found[1].split(","):
            source.cite(key, path, line_of(text, found.start()))
    source.biblatex = source.biblatex or r"\abx@aux@" in text
    for found in _DATA.finditer(text):
        for name in found[1].split(","):
            if not name.endswith("-blx"):  # biblatex's own
                source.name(path.parent / (name if name.endswith(".bib") else f"{name}.bib"))
    for found in _INPUT.finditer(text):
        yield found[1], line_of(text, found.start())


def read_bcf(path: Path, text: str, source: Source) -> Iterator[tuple[str, int]]:
    """Note what a ``.bcf`` file (biblatex's control file, XML) cites; it includes none."""
    source.biblatex = True
    parser = expat.ParserCreate()
    inside: list[str] = []
    written = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal written
        inside.append(name)
        written = ""

    def end(name: str) -> None:
        inside.pop()
        if name == "bcf:citekey":
            source.cite(written, path, parser.CurrentLineNumber)
        elif name == "bcf:datasource" and written.strip().endswith(".bib"):
            source.name(path.parent / written.strip())

    def characters(data: str) -> None:
        nonlocal written
        written += data

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise CannotRead(f"{path}:{error.lineno}: is not XML: {error}") from error
    yield from ()
