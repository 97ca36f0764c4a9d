"""Works chosen by key, topic, part or author, for a file of their own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from .corpus import Corpus
from .names import InvalidName, Name
from .problems import suggest
from .record import Record


class UnknownSelection(Exception):
    """Something is asked for that the handbook does not have; a line for each."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; a work is chosen if any of it fits.  Nothing asked for means all."""

    keys: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys or self.topics or self.parts or self.authors)

    def of(self, corpus: Corpus) -> list[Record]:
        """The works chosen, by key; raises `UnknownSelection` naming all that is not there."""
        if not self:
            return list(corpus.records.values())
        faults: list[str] = []
        found: dict[str, Record] = {}

        def take(records: Iterable[Record]) -> None:
            found.update((one.key, one) for one in records)

        for key in self.keys:
            if record := corpus.resolve(key):
                take([record])
            else:
                faults.append(f"no work has the key {key!r}{suggest(key, corpus.records)}")
        for topic in self.topics:
            if topic in corpus.topics:
                take(corpus.by_topic[topic])
            else:
                faults.append(f"{topic!r} is not a topic{suggest(topic, corpus.topics)}")
        for part in self.parts:
            if part in corpus.parts:
                take(one for one in corpus.records.values() if one.part == part)
            else:
                faults.append(f"{part!r} is not a part{suggest(part, corpus.parts)}")
        for author in self.authors:
            works = _works_of(author, corpus)
            take(works)
            if not works:
                known = (one.name.first_last() for one in corpus.authors)
                faults.append(f"no work is by {author!r}{suggest(author, known)}")
        if faults:
            raise UnknownSelection("\n".join(faults))
        return [found[key] for key in sorted(found)]


def _works_of(author: str, corpus: Corpus) -> tuple[Record, ...]:
    """Works of the author named "Given Family", "Family, Given" or by organisation."""
    names = [Name.organisation(author)]
    with contextlib.suppress(InvalidName):  # an organisation's name need not look like a person's
        names.append(Name.from_text(author))
    for name in names:
        with contextlib.suppress(KeyError):
            return corpus.authors.of(name).works
    # "Christopher De Sa": as the handbook shows a name of which only the comma tells the family.
    shown = " ".join(author.split())
    return next((one.works for one in corpus.authors if one.name.first_last() == shown), ())
