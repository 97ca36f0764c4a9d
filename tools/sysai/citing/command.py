"""``sysai cite``: what the command does with its arguments."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from .. import problems
from ..corpus import Corpus
from ..files import write_if_changed
from . import sources
from .codes import Code
from .collect import collect
from .compare import compare, mended
from .patch import unified
from .source import Source, read_text

#: How often the files of a text are looked at while watching.
SECONDS = 0.5


def write(paths: list[Path], corpus: Corpus, output: Path | None, form: str | None) -> int:
    """Write the bibliography of the texts *paths*; 1 where something cited is not to be had."""
    status, _ = _write(paths, corpus, output, form)
    return status


def _write(
    paths: list[Path], corpus: Corpus, output: Path | None, form: str | None
) -> tuple[int, Source]:
    source = sources.read(paths)
    made = collect(source, corpus, output, form)
    for one in source.missing:
        print(f"{one.path}:{one.line}: {one.key}: no such file: not read", file=sys.stderr)
    if made.output is None:
        sys.stdout.write(made.text)
        sys.stdout.flush()
    else:
        changed = write_if_changed(made.output, made.text)
        what = "wrote" if changed else "is up to date:"
        number = f"{len(made.keys)} work{'' if len(made.keys) == 1 else 's'}"
        print(f"{what} {made.output} ({number})", file=sys.stderr)
    if made.problems:
        print(problems.render(made.problems, "text"), file=sys.stderr)
    return (1 if made.problems else 0), source


def watch(
    paths: list[Path],
    corpus: Corpus,
    output: Path | None,
    form: str | None,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Write the bibliography whenever one of the files changes, until interrupted."""
    seen: dict[Path, int] = {}
    files: Iterable[Path] = paths
    status = 0
    try:
        while True:
            now = {path: path.stat().st_mtime_ns for path in files if path.is_file()}
            if now != seen:
                status, source = _write(paths, corpus, output, form)
                files = source.files
                seen = {path: now.get(path, path.stat().st_mtime_ns) for path in files}
            sleep(SECONDS)
    except KeyboardInterrupt:
        return status


def check(
    paths: list[Path], corpus: Corpus, form: str, ignored: Iterable[str], *, patch: bool
) -> int:
    """Compare the .bib files *paths* with the handbook; 1 where something is to be mended."""
    left_out = set(ignored)
    told = []
    for path in paths:
        text = read_text(path)
        found = [
            one for one in compare(str(path), text, corpus) if one.problem.code not in left_out
        ]
        told += [one.problem for one in found]
        if patch:
            sys.stdout.write(unified(str(path), text, mended(text, found)))
    if not patch and (told or form == "json"):
        print(problems.render(told, form))
    elif patch and told:
        print(problems.render(told, "text"), file=sys.stderr)
    return 1 if told else 0


#: What ``--ignore`` takes.
CODES = tuple(code.slug for code in Code)
