"""``objects.inv``, version 2: which names other projects may refer to, and where they lead.

Four lines of head, then compressed lines ``name domain:role priority uri title``.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LINE = re.compile(
    r"(?P<name>.+?) (?P<role>\S+:\S+) (?P<priority>-?\d+) (?P<uri>\S*) (?P<title>.*)"
)
_HEAD = 4


class NotAnInventory(Exception):
    """The bytes are no inventory of version 2."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Head lines and object lines."""

    head: tuple[bytes, ...]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, data: bytes) -> Inventory:
        """The inventory in *data*."""
        *head, body = data.split(b"\n", _HEAD)
        if len(head) < _HEAD or head[0] != b"# Sphinx inventory version 2":
            raise NotAnInventory("its first line is not '# Sphinx inventory version 2'")
        try:
            text = zlib.decompress(body).decode("utf-8")
        except (zlib.error, UnicodeDecodeError) as error:
            raise NotAnInventory(str(error)) from error
        return cls(tuple(head), tuple(text.splitlines()))

    def dump(self) -> bytes:
        """The inventory as bytes."""
        text = "".join(f"{line}\n" for line in self.lines)
        return b"".join(line + b"\n" for line in self.head) + zlib.compress(text.encode(), 9)

    def of_pages(self, wanted: Callable[[str], bool]) -> Inventory:
        """What leads to pages whose address is *wanted*."""
        return Inventory(self.head, tuple(line for line in self.lines if wanted(_page(line))))


def merged(found: Sequence[Inventory]) -> Inventory:
    """All of *found*, of one project, each line once, by domain and name."""
    lines = {line for one in found for line in one.lines}
    return Inventory(found[0].head, tuple(sorted(lines, key=_order)))


def _page(line: str) -> str:
    match = _LINE.fullmatch(line)
    return match["uri"].partition("#")[0] if match else ""


def _order(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    return (match["role"].partition(":")[0] if match else "", line)
