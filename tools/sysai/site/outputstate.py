"""What the last build wrote beside the pages: a small database, of which a build reads what it needs.

A build after the change of one work reads and writes that work's rows, and not those of ten
thousand others.  All changes of a build are one transaction: a build that was stopped left the
state of the one before it.
"""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Another layout of the tables is another number; a database with another is not read.
LAYOUT = 1
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE works (key TEXT PRIMARY KEY, print TEXT, own INTEGER) WITHOUT ROWID;
CREATE TABLE files (output TEXT, key TEXT, paths TEXT, PRIMARY KEY (output, key)) WITHOUT ROWID;
CREATE TABLE pieces (output TEXT, key TEXT, piece, PRIMARY KEY (output, key)) WITHOUT ROWID;
CREATE TABLE kept (output TEXT, name TEXT, value BLOB, PRIMARY KEY (output, name));
"""
#: So many keys are asked for one by one; more, and all are read at once.
_FEW = 200


@contextmanager
def opened(file: Path) -> Iterator[OutputState]:
    """The state in *file*, made if there is none of this layout; what is done to it stays if all goes well.

    A damaged file is a `sqlite3.DatabaseError`, now or later.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(file, isolation_level=None)
    try:
        # Safe when a build is stopped; what a power cut spoils is made anew.
        base.execute("PRAGMA synchronous = OFF")
        base.execute("BEGIN IMMEDIATE")
        (layout,) = base.execute("PRAGMA user_version").fetchone()
        if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in _TABLES.strip().splitlines():
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {LAYOUT}")
        elif layout != LAYOUT:
            raise sqlite3.DatabaseError(f"{file} has layout {layout}, not {LAYOUT}")
        yield OutputState(base)
        base.commit()
    finally:
        base.close()


class OutputState:
    """The rows of the database; a work is named by its key, an output by its name."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def fact(self, name: str) -> str:
        """What was noted under *name*, or an empty string."""
        found = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def note(self, name: str, value: str) -> None:
        """Note *value* under *name*."""
        self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def works(self) -> dict[str, tuple[str, bool]]:
        """The fingerprint of each work, and whether its own files are written here."""
        rows = self._base.execute("SELECT key, print, own FROM works")
        return {key: (made, bool(own)) for key, made, own in rows}

    def put_works(self, works: Mapping[str, tuple[str, bool]], gone: Collection[str]) -> None:
        """Note the *works* that changed, and forget those that are *gone*, their pieces too."""
        rows = ((key, made, own) for key, (made, own) in works.items())
        self._base.executemany("INSERT OR REPLACE INTO works VALUES (?, ?, ?)", rows)
        self._base.executemany("DELETE FROM works WHERE key = ?", [(key,) for key in gone])
        if gone:
            some = self._base.execute("SELECT DISTINCT output FROM pieces").fetchall()
            rows_gone = [(output, key) for (output,) in some for key in gone]
            self._base.executemany("DELETE FROM pieces WHERE output = ? AND key = ?", rows_gone)

    def files(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Output, key (empty for files of the whole handbook) and paths of all files."""
        for output, key, paths in self._base.execute("SELECT output, key, paths FROM files"):
            yield output, key, tuple(json.loads(paths))

    def paths(self, output: str, key: str) -> tuple[str, ...]:
        """The files of *output* for the work *key*."""
        rows = self._base.execute(
            "SELECT paths FROM files WHERE output = ? AND key = ?", (output, key)
        )
        return tuple(path for (paths,) in rows for path in json.loads(paths))

    def put_paths(self, output: str, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Note the files (key, paths) of *output*."""
        self._base.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
            ((output, key, json.dumps(paths)) for key, paths in rows),
        )

    def drop_paths(self, output: str, keys: Iterable[str]) -> None:
        """The works *keys* have no files of *output*."""
        rows = ((output, key) for key in keys)
        self._base.executemany("DELETE FROM files WHERE output = ? AND key = ?", rows)

    def pieces(self, output: str, keys: Collection[str]) -> dict[str, Any]:
        """The pieces of these works that are kept."""
        if len(keys) > _FEW:
            rows = self._base.execute("SELECT key, piece FROM pieces WHERE output = ?", (output,))
            return {key: _value(piece) for key, piece in rows if key in keys}
        sql = "SELECT key, piece FROM pieces WHERE output = ? AND key = ?"
        found = (row for key in keys for row in self._base.execute(sql, (output, key)))
        return {key: _value(piece) for key, piece in found}

    def put_pieces(self, output: str, pieces: Mapping[str, Any]) -> None:
        """Keep these pieces."""
        self._base.executemany(
            "INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)",
            ((output, key, _packed(piece)) for key, piece in pieces.items()),
        )

    def kept(self, output: str, name: str) -> Any:
        """What *output* keeps under *name*, or None."""
        found = self._base.execute(
            "SELECT value FROM kept WHERE output = ? AND name = ?", (output, name)
        ).fetchone()
        return pickle.loads(found[0]) if found else None  # noqa: S301  (our own file)

    def keep(self, output: str, name: str, value: Any) -> None:
        """Keep *value* under *name*."""
        packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        self._base.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (output, name, packed))

    def forget(self) -> None:
        """Forget all."""
        for table in ("facts", "works", "files", "pieces", "kept"):
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608


def _packed(piece: Any) -> str | bytes:
    return (
        piece if isinstance(piece, str) else pickle.dumps(piece, protocol=pickle.HIGHEST_PROTOCOL)
    )


def _value(piece: str | bytes) -> Any:
    return piece if isinstance(piece, str) else pickle.loads(piece)  # noqa: S301  (our own file)
