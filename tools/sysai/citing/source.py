"""What reading a text finds: the citations in it, and the bibliography files that it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Citation:
    """That the file *path* cites *key* in *line*; a reference may mean a label of the text."""

    key: str
    path: Path
    line: int
    is_reference: bool = False


@dataclass(slots=True)
class Source:
    r"""A text and the files it includes.

    ``everything`` says that it asks for all works (``\nocite{*}``); ``bibliographies`` are the
    files it wants its references from, ``missing`` the files that could not be found.
    """

    citations: list[Citation] = field(default_factory=list)
    everything: bool = False
    bibliographies: list[Path] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    missing: list[Citation] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    biblatex: bool = False

    def cite(self, key: str, path: Path, line: int, *, is_reference: bool = False) -> None:
        """Note one citation; ``*`` stands for everything."""
        key = key.strip()
        if key == "*":
            self.everything = True
        elif key:
            self.citations.append(Citation(key, path, line, is_reference))

    def name(self, bibliography: Path) -> None:
        """Note a bibliography file, once."""
        if bibliography not in self.bibliographies:
            self.bibliographies.append(bibliography)

    def cited(self) -> list[Citation]:
        """The first citation of each key, in order; references to labels are none."""
        found: dict[str, Citation] = {}
        for one in self.citations:
            if not (one.is_reference and one.key in self.labels):
                found.setdefault(one.key, one)
        return list(found.values())


class CannotRead(Exception):
    """A source that is not text, or whose kind is not known; the message says what would do."""


#: Reads one file into a `Source` and returns the files it includes, with the line of each.
Reader = Callable[[Path, str, Source], Iterator[tuple[str, int]]]


def read_text(path: Path) -> str:
    """The text of *path*, line ends as they are; raises `CannotRead` where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRead(f"{path} is not UTF-8: {error.reason}") from error


def line_of(text: str, place: int) -> int:
    """The 1-based line of the character at *place*."""
    return text.count("\n", 0, place) + 1


def blank(text: str) -> str:
    """Spaces in place of *text*, line breaks kept, so that places and lines stay."""
    return "".join("\n" if char == "\n" else " " for char in text)
