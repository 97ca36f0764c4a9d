"""Writing files so that nothing already written is lost, and nothing unchanged is touched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write *content* (text as UTF-8) to *path*: the old file stays whole until the new one is."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write *content* only if *path* does not hold it already; returns whether it wrote."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    write_atomically(path, data)
    return True


def put(path: Path | str, content: str | bytes) -> bool:
    """Write *content* where *path* holds something else; returns whether it wrote.

    For files of a build, whose folder exists: not atomically, which costs five times as much.  Who
    calls it keeps a state by which a build that was stopped half-way is made again.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:  # with the handle alone: tens of thousands are written, and a file object costs a third
        size = os.fstat(handle).st_size
        if size:
            if size == len(data) and os.read(handle, size) == data:
                return False
            os.lseek(handle, 0, os.SEEK_SET)
            os.ftruncate(handle, 0)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
    return True


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
