"""The shards of a site put together: `join` makes the folder that one build would have made.

Files that shards share must be the same in each; files of many works are joined from the pieces
that the shards left; ``objects.inv`` is merged, and the search names the index of each shard.
The folder is made whole beside the old one and then takes its place.
"""

from __future__ import annotations

import filecmp
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import put
from .inventory import Inventory, NotAnInventory, merged
from .shard import FOLDER, PIECES, STATE
from .volumes import ENGINE, engine

INVENTORY = "objects.inv"
#: Stands in a joined site, so that joining again may take its place.
MARK = ".sysai-joined"
#: What builds keep for themselves.
_OWN = {".buildinfo", ".buildinfo.bak", ".doctrees", ".sysai-outputs", FOLDER}


class CannotJoin(Exception):
    """The folders do not fit together; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A built shard, as its ``shard.json`` tells."""

    folder: Path
    number: int
    parts: int
    revision: str
    #: names of the volumes of its search index
    volumes: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Shard:
        """The shard in *folder*; raises `CannotJoin` where it is none or not whole."""
        hint = "build it with `sphinx-build -D sysai_shard=NUMBER/PARTS`, or copy it anew"
        try:
            told = json.loads((folder / STATE).read_text(encoding="utf-8"))
            shard = cls(
                folder, told["number"], told["parts"], told["revision"], tuple(told["volumes"])
            )
            files = told["files"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CannotJoin(f"{folder} holds no shard of a site: {hint}") from error
        if not shard.revision:
            raise CannotJoin(f"{folder}: its build did not finish: build it again")
        found = count(folder)
        if found != files:
            raise CannotJoin(f"{folder} has {found} files, its build wrote {files}: {hint}")
        return shard

    @property
    def name(self) -> str:
        """ "1/2": the first of two."""
        return f"{self.number}/{self.parts}"


def count(folder: Path) -> int:
    """How many files a shard has; hidden ones, which are lost on some ways, aside."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sum(not any(part.startswith(".") for part in path.parts) for path in paths)


def join(out: Path, folders: Sequence[Path]) -> list[str]:
    """Make the site in *out* of the shards in *folders*.

    Returns what is wrong where shards differ in a file they share; then *out* is as it was.
    Raises `CannotJoin` where they are not all the shards of one site.
    """
    shards = _fitting([Shard.read(folder) for folder in folders])
    _free(out, shards)
    sources: dict[str, Shard] = {}
    problems = []
    for shard in shards:
        for path in _paths(shard):
            known = sources.setdefault(path, shard)
            if known is not shard and not filecmp.cmp(
                known.folder / path, shard.folder / path, shallow=False
            ):
                problems.append(f"{path}: shards {known.name} and {shard.name} differ")
    if problems:
        return problems
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as temporary:
        new = Path(temporary, "new")
        for path, shard in sources.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shard.folder / path, new / path)
        _write_joined(new, shards)
        put(new / MARK, shards[0].revision)
        old = Path(temporary, "old")
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    return []


def _fitting(found: list[Shard]) -> list[Shard]:
    """The shards in order, if they are all of one site."""
    shards = sorted(found, key=lambda one: one.number)
    first = shards[0]
    for other in shards[1:]:
        if other.parts != first.parts:
            raise CannotJoin(
                f"{first.folder} is shard {first.name}, {other.folder} is {other.name}: "
                "give the shards of one plan"
            )
        if other.revision != first.revision:
            raise CannotJoin(
                f"{first.folder} and {other.folder} were made from other records, prose, settings or "
                "programs: build all shards from one revision"
            )
    numbers = [one.number for one in shards]
    for number in range(1, first.parts + 1):
        if numbers.count(number) != 1:
            told = "is missing" if number not in numbers else "is given more than once"
            raise CannotJoin(f"shard {number}/{first.parts} {told}: give each once")
    return shards


def _free(out: Path, shards: Sequence[Shard]) -> None:
    for shard in shards:
        one, other = out.resolve(), shard.folder.resolve()
        if one.is_relative_to(other) or other.is_relative_to(one):
            raise CannotJoin(f"{out} and the shard {shard.folder} overlap: name another folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise CannotJoin(f"{out} has files and is no joined site: name a new or an empty folder")
    if out.exists() and not out.is_dir():
        raise CannotJoin(f"{out} is a file: name a folder")


def _paths(shard: Shard) -> Iterator[str]:
    """Files that are copied as they are."""
    joined = {INVENTORY, ENGINE} if shard.parts > 1 else {INVENTORY}
    for path in sorted(shard.folder.rglob("*")):
        name = path.relative_to(shard.folder)
        if path.is_file() and name.parts[0] not in _OWN and name.as_posix() not in joined:
            yield name.as_posix()


def _write_joined(new: Path, shards: Sequence[Shard]) -> None:
    """What is made of the files of several shards."""
    inventories = []
    for shard in shards:
        try:
            inventories.append(Inventory.read((shard.folder / INVENTORY).read_bytes()))
        except NotAnInventory as error:
            raise CannotJoin(f"{shard.folder / INVENTORY}: {error}: build it again") from error
    _put(new / INVENTORY, merged(inventories).dump())
    if len(shards) > 1:
        _put(new / ENGINE, engine([name for one in shards for name in one.volumes]))
    for file in sorted((shards[0].folder / PIECES).glob("*.json")):
        told = [_json(shard.folder / PIECES / file.name) for shard in shards]
        pieces: dict[str, str] = {}
        for one in told:
            pieces |= one["pieces"]
        for path, recipe in told[0]["files"].items():
            body = recipe["between"].join(pieces[key] for key in recipe["keys"])
            _put(new / path, f"{recipe['head']}{body}{recipe['tail']}")


def _put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, content)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
