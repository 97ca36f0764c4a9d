"""A unified diff that ``patch -p0`` and ``git apply -p0`` accept."""

from __future__ import annotations

import difflib

_NO_NEWLINE = "\\ No newline at end of file\n"


def unified(path: str, old: str, new: str) -> str:
    """The difference between two texts of the file *path*, or an empty string."""
    lines = difflib.unified_diff(_lines(old), _lines(new), path, path, lineterm="\n")
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)


def _lines(text: str) -> list[str]:
    """Lines as ``patch`` counts them, which knows no end of line but the newline."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
