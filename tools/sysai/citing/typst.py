"""Citations in Typst: ``@key``, ``#cite(<key>)``, ``#cite(label("key"))``, through ``include``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .source import Source, blank, line_of

_LABEL = r"[\w](?:[\w-]|[:.](?=[\w-]))*"
_RAW = re.compile(r"(`{3,}).*?\1|`[^`]*`", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_REFERENCE = re.compile(rf"(?<![\w\\/.])@({_LABEL})")
_CITE = re.compile(rf"\bcite\s*\(\s*(?:<({_LABEL})>|label\s*\(\s*\"([^\"]+)\"\s*\))")
_DEFINED = re.compile(rf"<({_LABEL})>")
_BIBLIOGRAPHY = re.compile(r"\bbibliography\s*\(([^)]*)\)")
_FILE = re.compile(r"\"([^\"\n]+\.(?:bib|ya?ml))\"")
_PACKAGE = re.compile(r"\bimport\s+\"@[^\"\n]*\"")
_INCLUDE = re.compile(r"#?(?:include|import)\s+\"([^\"@\n][^\"\n]*\.typ)\"")


def read(path: Path, text: str, source: Source) -> Iterator[tuple[str, int]]:
    """Note what *text* cites and the labels it defines; yields the files it includes.

    A reference to a label (of a heading, a figure) looks like a citation, so it is only noted.
    """
    for pattern in (_RAW, _COMMENT, _PACKAGE):
        text = pattern.sub(lambda found: blank(found[0]), text)
    for found in _CITE.finditer(text):
        source.cite(found[1] or found[2], path, line_of(text, found.start()))
    rest = _CITE.sub(lambda found: blank(found[0]), text)
    source.labels.update(found[1] for found in _DEFINED.finditer(rest))
    for found in _REFERENCE.finditer(rest):
        source.cite(found[1], path, line_of(text, found.start()), is_reference=True)
    for found in _BIBLIOGRAPHY.finditer(text):
        for file in _FILE.finditer(found[1]):
            source.name(path.parent / file[1].removeprefix("/"))
    for found in _INCLUDE.finditer(text):
        yield found[1], line_of(text, found.start())
