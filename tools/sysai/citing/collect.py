"""The bibliography of a text: the works it cites, under the keys it cites them by."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..corpus import Corpus
from ..formats import EXPORTS, format_of
from ..problems import Problem
from ..record import Record
from . import bibfile
from .codes import Code, finding
from .source import CannotRead, Citation, Source

#: Stands in the first line of what this command writes, so that it may write it again.
MARK = "made by `sysai cite`"
_COMMENTS = {"bibtex": "% ", "biblatex": "% ", "csl-yaml": "# ", "hayagriva": "# "}


class OwnFile(Exception):
    """The bibliography that the text names was not made by us: it is not overwritten."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The file to write (None: standard output), its text, and what is wrong with the citations."""

    output: Path | None
    text: str
    keys: tuple[str, ...]
    problems: tuple[Problem, ...]


def collect(
    source: Source, corpus: Corpus, output: Path | None = None, form: str | None = None
) -> Bibliography:
    """The bibliography of *source*.

    Without *output* it goes where the text looks for it: to the named file that is ours or does
    not exist yet.  Works that stand in another file the text names are the author's own matter.
    Raises `OwnFile` where every named file is the author's own.
    """
    own = [path for path in source.bibliographies if path != output and not _is_ours(path)]
    theirs = _keys_in(own)
    if output is None and source.bibliographies:
        free = [path for path in source.bibliographies if path not in own]
        if not free:
            shown = ", ".join(map(str, own))
            raise OwnFile(
                f"{shown} was not made by this command and stays as it is: name a file to write "
                "with --output, and let the text read that too"
            )
        output = free[0]
    form = form or _format(output, source)
    found: dict[str, Record] = {}
    problems: list[Problem] = []
    if source.everything:
        found.update((key, one) for key, one in corpus.records.items() if one.citable)
    for one in source.cited():
        record = corpus.resolve(one.key)
        if record is None:
            if one.key not in theirs:
                problems.append(_problem(one, Code.UNKNOWN_KEY, _near(one.key, corpus)))
        elif not record.citable:
            message = "is not citable yet: its authors were not all seen"
            problems.append(_problem(one, Code.NOT_CITABLE, message))
        else:
            found[one.key] = dataclasses.replace(record, key=one.key)
    text = EXPORTS[form].render([found[key] for key in sorted(found)], corpus)
    if form in _COMMENTS:
        text = f"{_COMMENTS[form]}{MARK[0].upper()}{MARK[1:]}: the works cited.\n\n{text}"
    return Bibliography(output, text, tuple(sorted(found)), tuple(problems))


def _is_ours(path: Path) -> bool:
    """Whether *path* may be written: it does not exist, is empty, or was written by us."""
    if not path.is_file():
        return True
    head = path.read_bytes()[:200].decode("utf-8", "replace")
    return not head.strip() or MARK in head.lower()


def _keys_in(paths: Iterable[Path]) -> set[str]:
    """The keys of the author's own .bib files."""
    found: set[str] = set()
    for path in paths:
        if path.suffix == ".bib":
            entries, _ = bibfile.read(path)
            found.update(one.key for one in entries)
    return found


def _format(output: Path | None, source: Source) -> str:
    """The format that the text's program reads, told by the file's ending."""
    form = format_of(output) if output else "bibtex"
    if form is None:
        raise CannotRead(f"{output}: cannot tell its format by its name: choose one with --format")
    if form == "bibtex" and source.biblatex:
        return "biblatex"
    is_typst = any(path.suffix.lower() == ".typ" for path in source.files)
    return "csl-yaml" if form == "hayagriva" and not is_typst else form


def _near(key: str, corpus: Corpus) -> str:
    """What may have been meant: keys that are spelt alike, of works or of their former keys."""
    known = [*corpus.records, *corpus.aliases]
    near = difflib.get_close_matches(key.lower(), known, n=3, cutoff=0.7)
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    return f"no work has this key{hint}"


def _problem(citation: Citation, code: Code, message: str) -> Problem:
    return finding(str(citation.path), citation.line, citation.key, code, message)
