"""Digests that tell whether what was made from a record is still right.

The files and pages of a work show facts of the record, of its venue, and of works it is related
to.  A fingerprint covers them all: where it is the same as last time, nothing has to be made anew.

>>> corpus.prints.of(corpus.records["muller1998crumb"])  # doctest: +SKIP
'5f0c…'
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import __version__
from .indexes import INDEXES
from .relations import RELATIONS
from .schema import citations

if TYPE_CHECKING:
    from .corpus import Corpus
    from .record import Record


def digest(*parts: object) -> str:
    """A short digest of *parts*, which are told apart by their text."""
    text = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def program() -> str:
    """Digest of this package's own files: another version may make other files of the same facts."""
    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix not in ("", ".pyc"))
    return digest(__version__, *(path.name for path in files), *map(_content, files))


def _content(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()


class Print(NamedTuple):
    """A fingerprint: what the work itself says, the keys of those that it shows, digest of all."""

    facts: str
    related: tuple[str, ...]
    made: str


class Fingerprints:
    """The fingerprints of one corpus (`Corpus.prints`), each made once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._made: dict[str, Print] = {}
        self._venues = {key: digest(venue) for key, venue in corpus.venues.items()}

    @cached_property
    def whole(self) -> str:
        """Digest of everything: records, registries, topics and the program itself."""
        venues = sorted(self._venues.items())
        return digest(self._registries, venues, *map(self.facts, self._corpus.records.values()))

    @cached_property
    def listed(self) -> str:
        """Digest of all that lists of works show: not their prose, sources, or relations."""
        venues = sorted(self._venues.items())
        records = self._corpus.records.values()
        shown = (f"{one.part}/{one.topic}/{one.key} {one.where.listed}" for one in records)
        return digest(self._registries, venues, *shown)

    def facts(self, record: Record) -> str:
        """What *record* and its venue say, and nothing of any other work."""
        return f"{record.where.path} {record.where.digest} {self._venues.get(record.venue, '')}"

    def of(self, record: Record) -> str:
        """Digest of all that a file of *record* alone may show."""
        return self._print(record).made

    def _print(self, record: Record) -> Print:
        if record.key not in self._made:
            self._made[record.key] = self._of(record)
        return self._made[record.key]

    def kept(self) -> dict[str, Print]:
        """The fingerprints of all records, to be kept for the next time."""
        return {key: self._print(one) for key, one in self._corpus.records.items()}

    def rely_on(self, kept: Mapping[str, Print]) -> None:
        """Take over what was *kept* when `listed` was the same, but for what changed since.

        Then keys, former keys, authors and index pages are the same as well: a fingerprint is
        another only where the work itself changed, or one that it is related to, either way.
        """
        records = self._corpus.records
        changed = {key for key, one in records.items() if kept[key].facts != self.facts(one)}
        touched = {key for key, one in kept.items() if not changed.isdisjoint(one.related)}
        for key in changed:
            touched.update((key, *kept[key].related, *self._related(records[key])))
        self._made = {key: one for key, one in kept.items() if key not in touched}

    def of_some(self, records: Iterable[Record]) -> str:
        """Digest of all that *records*, in their order, say by themselves."""
        return digest(self._registries, *map(self.facts, records))

    def _related(self, record: Record) -> tuple[str, ...]:
        """The keys of the works that *record* names, and of those that have a relation with it."""
        loaded = self._corpus
        named = {
            *(key for relation in RELATIONS for key in getattr(record, relation)),
            *(key for _, key in citations(record.body, 1)),
            record.superseded_by,
        }
        found = {one.key if (one := loaded.resolve(key)) else key for key in named}
        found.update(one.key for by in loaded.related(record) for one in by.records)
        return tuple(sorted(found))

    def _of(self, record: Record) -> Print:
        loaded, places = self._corpus, self._corpus.places
        related = self._related(record)
        shown = [
            f"{key}={self.facts(loaded.records[key])}" if key in loaded.records else key
            for key in related
        ]
        slugs = [places.author(name)[0] for name in record.creators]
        pages = [
            places.pages[index, key] for index, keys in INDEXES.items() for key in keys(record)
        ]
        own = self.facts(record)
        made = digest(self._registries, own, *shown, "|", *slugs, "|", *pages)
        return Print(own, related, made)

    @cached_property
    def _registries(self) -> str:
        """Topics, parts, tags and lists are few, and nearly every file names some of them."""
        loaded = self._corpus
        return digest(
            program(), loaded.topics, loaded.parts, sorted(loaded.tags.items()), loaded.lists
        )
