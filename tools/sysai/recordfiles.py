"""The record files of a handbook: finding them, and reading many of them fast.

`scan` names the files with what tells a changed one from an unchanged one; `read` gives the record
and the problems of each, in the same order::

    stamps, problems = scan(project.root)
    readings = read(project.root, stamps, cache=None)

A large handbook is read by several processes.  With a *cache* file, records whose file has the
same size and time of change as when the cache was written are taken from there.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import schema
from .problems import Code, Problem, problem
from .record import Record
from .states import read_state, write_state

REGISTRIES = ("venues.yaml", "tags.yaml", "lists.yaml")
#: From so many files on, starting further processes costs less than it saves.
MANY = 1500
_CHUNK = 250

Reading = tuple[Record | None, list[Problem]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file (path relative to the project) as it was when it was found; times in nanoseconds."""

    path: str
    changed: int
    size: int

    @property
    def folder(self) -> str:
        """The folder it lies in."""
        return self.path.rpartition("/")[0]


#: A cache is of the records that it names, whatever others there are now.
_OF = "records"
#: What a cache holds: folder -> its records by stamp, pickled, so that one is renewed by itself.
Kept = Mapping[str, bytes]


def scan(root: Path) -> tuple[list[Stamp], list[Problem]]:
    """The record files below ``root/bib`` in path order; whatever else lies there is a problem."""
    stamps: list[Stamp] = []
    problems: list[Problem] = []
    for path, entry in _walk(root / "bib", "bib"):
        depth = path.count("/")
        if depth == 3 and path.endswith(".md"):
            state = entry.stat()
            stamps.append(Stamp(path, state.st_mtime_ns, state.st_size))
        elif not (depth == 1 and (entry.name in REGISTRIES or path.endswith(".bib"))):
            message = "is no record (bib/part/topic/key.md) and no registry"
            problems.append(problem(path, 1, "file", Code.STRAY_FILE, message))
    return sorted(stamps, key=lambda one: one.path.split("/")), problems


def tree(root: Path, away: Collection[Path] = ()) -> list[str]:
    """A line for each file below *root*, hidden ones and the folders *away* aside, in path order.

    It has the file's path, size and time of change, so that any change shows.
    """
    found = []
    left = [root]
    while left:
        folder = left.pop()
        if not folder.is_dir():
            continue
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    path = Path(entry.path)
                    left += [path] if path not in away else []
                else:
                    state = entry.stat()
                    found.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
    return sorted(found)


def _walk(folder: Path, name: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{name}/{entry.name}"
            if entry.is_dir():
                yield from _walk(Path(entry.path), path)
            else:
                yield path, entry


def read(root: Path, stamps: Sequence[Stamp], cache: Path | None = None) -> list[Reading]:
    """The reading of each of *stamps*; *cache* is used, and renewed where a file had changed."""
    kept: Kept = (read_state(cache, _OF) if cache else None) or {}
    known: dict[Stamp, Record] = {}
    with _collector_paused():
        for folder in kept.values():
            known |= pickle.loads(folder)  # noqa: S301  (our own file)
    wanted = [one for one in stamps if one not in known]
    with _collector_paused():
        fresh = dict(zip(wanted, _read_many(root, [one.path for one in wanted]), strict=True))
        readings = [fresh.get(one) or (known[one], []) for one in stamps]
    gone = known.keys() - set(stamps)
    if cache and (wanted or gone):
        # A record with problems is read again next time: some depend on the day.
        good = {
            one: record
            for one, (record, problems) in zip(stamps, readings, strict=True)
            if record is not None and not problems
        }
        changed = {one.folder for one in (*wanted, *gone)}
        _keep(
            cache, {name: one for name, one in kept.items() if name not in changed}, good, changed
        )
    return readings


def _keep(cache: Path, kept: Kept, good: Mapping[Stamp, Record], changed: Collection[str]) -> None:
    """Write the *kept* folders as they are, and the *changed* ones anew."""
    anew: dict[str, dict[Stamp, Record]] = {}
    for stamp, record in good.items():
        if stamp.folder in changed:
            anew.setdefault(stamp.folder, {})[stamp] = record
    packed = {
        name: pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL) for name, one in anew.items()
    }
    write_state(cache, _OF, {**kept, **packed})


def _read_many(root: Path, paths: list[str]) -> Iterator[Reading]:
    processes = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if len(paths) < MANY or processes == 1:
        return iter(_read_some(root, paths))
    chunks = [paths[at : at + _CHUNK] for at in range(0, len(paths), _CHUNK)]
    with ProcessPoolExecutor(processes) as pool:
        results = list(pool.map(_read_some, [root] * len(chunks), chunks))
    return (reading for chunk in results for reading in chunk)


def _read_some(root: Path, paths: list[str]) -> list[Reading]:
    with _collector_paused():
        return [_read_one(root, path) for path in paths]


def _read_one(root: Path, path: str) -> Reading:
    text, problems = read_text(root / path, path)
    return (None, problems) if text is None else schema.read(path, text)


def read_text(file: Path, path: str) -> tuple[str | None, list[Problem]]:
    """The text of *file* with line feeds at its line ends, or None and what is wrong with it."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8: save the file as UTF-8"
        return None, [problem(path, line, "record", Code.NOT_UTF8, message)]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the garbage collector, which would walk through all records again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
