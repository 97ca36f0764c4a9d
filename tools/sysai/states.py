"""What a build keeps for the next one in files of its own: right, or not there.

A file that is damaged, or that was kept of something else, reads as if there were none::

    write_state(file, digest_of_what_it_was_made_from, value)
    read_state(file, digest_of_what_there_is_now)          # the value, or None

What another version of the program kept is not read either, but for what lies under `ANYTHING`:
a list of the pages that were written, say, is right whoever made it.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import Any

from .files import write_atomically
from .fingerprint import digest, program

#: Instead of a digest: what is kept holds for whatever there is, in values of Python's own types.
ANYTHING = None


def read_state(file: Path, of: str | None) -> Any:
    """The value that was kept in *file* of what has the digest *of*; None if there is none."""
    if not file.is_file():
        return None
    head, _, content = file.read_bytes().partition(b"\n")
    if head != _head(of, content):
        return None
    return pickle.loads(content)  # noqa: S301  (our own file, and whole)


def write_state(file: Path, of: str | None, value: Any) -> None:
    """Keep *value*, which is not None, in *file*."""
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    write_atomically(file, b"%b\n%b" % (_head(of, content), content))


def _head(of: str | None, content: bytes) -> bytes:
    source = "anything" if of is ANYTHING else digest(program(), of)
    return f"{source} {hashlib.blake2b(content, digest_size=16).hexdigest()}".encode()
