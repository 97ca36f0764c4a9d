"""The search index in volumes: which one has which work.

An index of everything would have to be made anew whenever one work changed, and a reader would
load a list of all works before the first result.  So a large handbook has several: works go by
a digest of their key, and a volume that grows beyond so many works is split in two, whatever
happens elsewhere.  A handbook of fewer works has one volume, which holds the other pages too.

>>> [volume.name for volume in volumes(corpus, EVERYTHING, MOST)]  # doctest: +SKIP
['0', '1', 'pages']
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .shard import Share

if TYPE_CHECKING:
    from .corpus import Corpus

#: More works than this are two volumes, unless ``sysai_search_volume`` says otherwise.  Pagefind takes some 2 ms to index a work, and a reader
#: loads some 20 KB of a volume for each word of a question.
MOST = 1000
#: Folder of the index in the site.
FOLDER = "pagefind"
#: What the browser loads first: the engine itself, or where it and the volumes are.
ENGINE = f"{FOLDER}/pagefind.js"


@dataclass(frozen=True, slots=True)
class Volume:
    """The works of a volume by key, in order; ``pages``: whether it has the other pages too."""

    name: str
    keys: tuple[str, ...]
    pages: bool

    @property
    def folder(self) -> str:
        """Where it lies in the site."""
        return f"{FOLDER}/{self.name}" if self.name else FOLDER


def volumes(corpus: Corpus, share: Share, most: int) -> tuple[Volume, ...]:
    """The volumes of what *share* writes; the last has the pages that are no works'."""
    keys = [one.key for one in corpus.records.values() if share.has_work(one)]
    found = split(keys, most)
    shard = str(share.number) if share.partial else ""
    if len(found) == 1:
        return (Volume(shard, found[""], pages=True),)
    start = f"{shard}-" if shard else ""
    works = (Volume(start + name, held, pages=False) for name, held in found.items())
    return (*works, Volume(f"{start}pages", (), pages=True))


def of_site(corpus: Corpus, share: Share, most: int) -> tuple[Volume, ...]:
    """The volumes of the whole site that *share* is of."""
    return tuple(one for part in share.plan.shares for one in volumes(corpus, part, most))


def split(keys: Iterable[str], most: int) -> Mapping[str, tuple[str, ...]]:
    """*keys* by the first binary digits of their digest: as few as leave *most* to a volume.

    >>> split(["rye", "oat"], most=2)
    {'': ('rye', 'oat')}
    """

    def parts(prefix: str, some: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
        if len(some) <= most or len(prefix) == _DIGITS:
            return {prefix: tuple(key for _, key in some)}
        place = len(prefix)
        return {
            name: held
            for digit in "01"
            for name, held in parts(
                prefix + digit, [one for one in some if one[0][place] == digit]
            ).items()
        }

    return parts("", [(_digits(key), key) for key in keys])


_DIGITS = 64


def _digits(key: str) -> str:
    value = hashlib.blake2b(key.encode("utf-8"), digest_size=_DIGITS // 8).digest()
    return f"{int.from_bytes(value, 'big'):0{_DIGITS}b}"


def engine(names: Sequence[str]) -> str:
    """The module `ENGINE` of a site whose search index is that of the volumes *names*.

    It is the engine of the first; ``others`` tells ``engine.js`` where the other indexes are.
    """
    others = json.dumps([f"{name}/" for name in names[1:]])
    return f'export * from "./{names[0]}/pagefind.js";\nexport const others = {others};\n'
