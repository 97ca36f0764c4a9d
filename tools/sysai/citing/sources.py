"""Reading a text and all that it includes, by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from . import aux, latex, markdown, typst
from .source import CannotRead, Citation, Reader, Source, read_text

READERS: dict[str, Reader] = {
    ".tex": latex.read,
    ".ltx": latex.read,
    ".aux": aux.read_aux,
    ".bcf": aux.read_bcf,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".qmd": markdown.read,
    ".typ": typst.read,
}


def read(paths: list[Path]) -> Source:
    """What the files *paths* cite, with the files they include.

    Raises `CannotRead` for a file of no known kind or without text, `OSError` where it cannot be
    opened; an included file that is not there is noted in ``missing``.
    """
    source = Source()
    for path in paths:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            known = ", ".join(READERS)
            raise CannotRead(f"{path}: cannot tell what kind of text it is (known: {known})")
        _read(path, path.parent, reader, source)
    return source


def _read(path: Path, base: Path, reader: Reader, source: Source) -> None:
    if path in source.files:
        return
    source.files.append(path)
    for name, line in reader(path, read_text(path), source):
        # LaTeX looks from where the main file lies, Typst from the file itself.
        places = [
            folder / file
            for folder in (base, path.parent)
            for file in (name, f"{name}{path.suffix}")
        ]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            source.missing.append(Citation(name, path, line))
        else:
            _read(found, base, reader, source)
