"""A site built as parts: which of several builds, on machines of their own, writes which page.

A *shard* has some topics: their chapters, their works' pages and files, and a share of the index
pages.  What shows the whole handbook is the first one's.  Every shard knows every record, so
that it can name and link the works of the others.  `join` puts the folders together again.

>>> [share.name for share in plan(corpus, 2).shares]   # doctest: +SKIP
['1/2', '2/2']
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .corpus import Corpus
    from .record import Record

#: In the folder of a shard: what `join` needs to know, and what it leaves out.
FOLDER = "sysai-shard"
STATE = f"{FOLDER}/shard.json"
PIECES = f"{FOLDER}/pieces"


class NoSuchShard(Exception):
    """There is no such shard; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which of *parts* shards has each topic, and the page of each part of the handbook.

    Shards are counted from 1; what neither mapping has is the first one's.  ``works`` has the
    number of works of each.
    """

    parts: int = 1
    topics: Mapping[str, int] = field(default_factory=dict)
    folders: Mapping[str, int] = field(default_factory=dict)
    works: tuple[int, ...] = (0,)

    @property
    def shares(self) -> tuple[Share, ...]:
        """All shares, in order."""
        return tuple(Share(self, number) for number in range(1, self.parts + 1))


@dataclass(frozen=True, slots=True)
class Share:
    """What one shard writes."""

    plan: Plan = field(default_factory=Plan)
    number: int = 1

    @property
    def name(self) -> str:
        """ "1/2": the first of two."""
        return f"{self.number}/{self.plan.parts}"

    @property
    def first(self) -> bool:
        """Whether it writes what shows the whole handbook."""
        return self.number == 1

    @property
    def partial(self) -> bool:
        """Whether there are others."""
        return self.plan.parts > 1

    @property
    def topics(self) -> list[str]:
        """Its topics, in the handbook's order."""
        return [topic for topic, number in self.plan.topics.items() if number == self.number]

    @property
    def works(self) -> int:
        """How many works it has."""
        return self.plan.works[self.number - 1]

    def has_work(self, record: Record) -> bool:
        """Whether the page and files of *record* are its own."""
        return self.plan.topics.get(f"{record.part}/{record.topic}", 1) == self.number

    def has_document(self, docname: str) -> bool:
        """Whether it writes the page of a chapter or other prose."""
        folder = self.plan.folders.get(docname.partition("/")[0], 1)
        return self.plan.topics.get(docname, folder) == self.number

    def has_place(self, place: int) -> bool:
        """Whether the page at *place*, from 0, of a row of equals is its own."""
        return place % self.plan.parts == self.number - 1


#: The whole site, built at once.
EVERYTHING = Share()


def plan(corpus: Corpus, parts: int) -> Plan:
    """*parts* shards that are alike in size; the same for the same records, on any machine.

    Raises `NoSuchShard` where there are fewer topics than parts.
    """
    if not 1 <= parts <= max(1, len(corpus.topics)):
        raise NoSuchShard(
            f"{parts} parts: the handbook has {len(corpus.topics)} topics, and a topic is not split; "
            f"give a number from 1 to {max(1, len(corpus.topics))}"
        )
    works = {topic: len(corpus.own(topic)) for topic in corpus.topics}
    pages = [0] * parts
    owner = {}
    # The largest topic first, each to the shard that has least; a chapter is a page too.
    for topic in sorted(works, key=lambda topic: (-works[topic], topic)):
        owner[topic] = 1 + pages.index(min(pages))
        pages[owner[topic] - 1] += works[topic] + 1
    topics = {topic: owner[topic] for topic in corpus.topics}
    folders: dict[str, int] = {}
    for topic, number in topics.items():
        folders.setdefault(topic.partition("/")[0], number)
    counts = tuple(
        sum(works[topic] for topic in topics if topics[topic] == number)
        for number in range(1, parts + 1)
    )
    return Plan(parts, topics, folders, counts)


def share_named(corpus: Corpus, name: str) -> Share:
    """The share of *name* ("1/2"); raises `NoSuchShard` where there is none."""
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", name)
    if found is None:
        raise NoSuchShard(f"{name!r} is no shard: write NUMBER/PARTS, as in 1/2")
    number, parts = int(found[1]), int(found[2])
    if not 1 <= number <= parts:
        raise NoSuchShard(f"{name!r} is no shard: of {parts} parts, count from 1 to {parts}")
    return plan(corpus, parts).shares[number - 1]


def render(found: Plan, form: str) -> str:
    """The plan as lines to read, or as JSON on one line: the matrix of a CI job."""
    if form == "json":
        rows: list[dict[str, Any]] = [
            {"shard": one.name, "number": one.number, "works": one.works, "topics": one.topics}
            for one in found.shares
        ]
        return json.dumps({"include": rows}, ensure_ascii=False)
    return "\n".join(
        f"{one.name}: {one.works} works: {', '.join(one.topics)}" for one in found.shares
    )
