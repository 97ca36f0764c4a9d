"""The whole handbook as values: `load` reads ``bib/`` and ``docs/`` once, without changing them.

>>> corpus = load(Project.find())                      # doctest: +SKIP
>>> corpus.resolve("muller1998crumb").title            # doctest: +SKIP

A `Corpus` holds the records that could be read, in key order, the registries, the topics, and
the problems met on the way.  Its indexes are built once, when first asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from . import recordfiles, registry
from .authors import Authors
from .fingerprint import Fingerprints
from .indexes import Indexes
from .places import Places
from .problems import Code, Problem, problem
from .record import Record, Venue
from .registry import SourceList
from .relations import RELATIONS, Related

Item = TypeVar("Item")


class ProjectNotFound(Exception):
    """There is no handbook here."""


@dataclass(frozen=True, slots=True)
class Project:
    """Where a handbook lies: ``bib/`` and ``docs/`` under one folder."""

    root: Path

    @property
    def bib(self) -> Path:
        """Folder of the records."""
        return self.root / "bib"

    @property
    def docs(self) -> Path:
        """Folder of the Sphinx source."""
        return self.root / "docs"

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project that *start* (default: the working directory) lies in."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / "bib").is_dir() and (folder / "docs").is_dir():
                return cls(folder)
        raise ProjectNotFound(
            f"no handbook in {start} or above it: expected a folder with bib/ and docs/ "
            "(name it with --root)"
        )


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its folder's name, the part it belongs to and its chapter's title."""

    part: str
    name: str
    title: str

    @property
    def path(self) -> str:
        """ "part/topic", which is also the chapter's document name."""
        return f"{self.part}/{self.name}"


@dataclass
class Corpus:
    """Everything the renderers need; not changed once loaded."""

    records: dict[str, Record]
    venues: dict[str, Venue]
    tags: dict[str, str]
    lists: dict[str, SourceList]
    topics: dict[str, Topic]
    parts: dict[str, str]
    problems: list[Problem] = field(default_factory=list)
    unreadable: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    chapters: frozenset[str] = frozenset()

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """Former key -> key."""
        return {old: one.key for one in self.records.values() for old in one.aliases}

    def resolve(self, key: str) -> Record | None:
        """The record with *key*, or with *key* among its aliases."""
        return self.records.get(key) or self.records.get(self.aliases.get(key, ""))

    def is_known(self, key: str) -> bool:
        """Whether a record of this key exists, be it readable or not."""
        return key in self.records or key in self.aliases or key in self.unreadable

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Record, ...]]:
        """ "part/topic" -> its own records by year and key, then those that are also there."""
        own: dict[str, list[Record]] = defaultdict(list)
        also: dict[str, list[Record]] = defaultdict(list)
        for record in self.chronological:
            own[f"{record.part}/{record.topic}"].append(record)
            for topic in record.also:
                also[topic].append(record)
        return {topic: (*own[topic], *also[topic]) for topic in self.topics}

    def own(self, topic: str) -> tuple[Record, ...]:
        """The records whose folder *topic* ("part/topic") is, by year and key."""
        return self._own.get(topic, ())

    @cached_property
    def _own(self) -> Mapping[str, tuple[Record, ...]]:
        return {
            topic: tuple(one for one in found if one.topics[0] == topic)
            for topic, found in self.by_topic.items()
        }

    @cached_property
    def chronological(self) -> tuple[Record, ...]:
        """All records by year, then key."""
        return tuple(sorted(self.records.values(), key=lambda one: (one.year, one.key)))

    def recent(self, count: int) -> list[Record]:
        """The *count* works added last; of one day's, the newest first."""
        order = sorted(self.records.values(), key=lambda one: (one.added, one.year, one.key))
        return order[: -count - 1 : -1]

    @cached_property
    def authors(self) -> Authors:
        """Who wrote the records, by year."""
        return Authors(self.chronological)

    @cached_property
    def indexes(self) -> Indexes:
        """The index pages, and what stands on each."""
        return Indexes(self)

    @cached_property
    def places(self) -> Places:
        """Where the indexes have what pages link to; who kept it since last time may put it here."""
        return Places.of(self)

    @cached_property
    def prints(self) -> Fingerprints:
        """The fingerprints of the records."""
        return Fingerprints(self)

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, int]]:
        return {
            one.key: (topic, place)
            for topic in self.topics
            for place, one in enumerate(self.own(topic))
        }

    def near(self, record: Record, reach: int) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """Up to *reach* works before *record* among its topic's own, and as many after it."""
        topic, place = self._places[record.key]
        own = self.own(topic)
        return own[max(0, place - reach) : place], own[place + 1 : place + 1 + reach]

    def related(self, record: Record) -> list[Related]:
        """The works that *record* names, and those that name it, by relation; no empty ones."""
        found = []
        for name, relation in RELATIONS.items():
            named = (self.resolve(key) for key in getattr(record, name))
            by = self._inverse[name].get(record.key, ())
            found.append(Related(name, relation.title, tuple(one for one in named if one)))
            found.append(Related(relation.inverse, relation.inverse_title, by))
        return [one for one in found if one.records]

    @cached_property
    def _inverse(self) -> Mapping[str, Mapping[str, tuple[Record, ...]]]:
        """Relation -> key -> the records that name it so."""
        found: dict[str, dict[str, list[Record]]] = {name: {} for name in RELATIONS}
        for record in self.chronological:
            for name, by in found.items():
                for target in map(self.resolve, getattr(record, name)):
                    if target:
                        by.setdefault(target.key, []).append(record)
        return {
            name: {key: tuple(records) for key, records in by.items()} for name, by in found.items()
        }

    def venue_of(self, record: Record) -> Venue | None:
        """The venue that *record* names, if the registry has it."""
        return self.venues.get(record.venue)


def load(project: Project, cache: Path | None = None) -> Corpus:
    """Read all of *project*; faults of single files are in ``problems``, none stops the rest.

    *cache* is a file in which the records are kept for the next time (see `recordfiles`).
    """
    problems: list[Problem] = []
    venues = _registry(project, "venues.yaml", registry.read_venues, problems)
    tags = _registry(project, "tags.yaml", registry.read_tags, problems)
    lists = _registry(project, "lists.yaml", registry.read_lists, problems)
    records: dict[str, Record] = {}
    unreadable: set[str] = set()
    topics: set[str] = set()
    stamps, strays = recordfiles.scan(project.root)
    problems.extend(strays)
    readings = recordfiles.read(project.root, stamps, cache)
    for stamp, (record, found) in zip(stamps, readings, strict=True):
        _, part, topic, name = stamp.path.split("/")
        topics.add(f"{part}/{topic}")
        problems.extend(found)
        if record is None or record.key in records:
            unreadable.add(name.removesuffix(".md"))
        else:
            records[record.key] = record
    chapters, parts = _chapters(project)
    found_topics = {
        topic: Topic(part, name, chapters.get(topic, name))
        for topic in [*chapters, *sorted(topics - set(chapters))]
        for part, name in [topic.split("/")]
    }
    return Corpus(
        records=dict(sorted(records.items())),
        venues=venues,
        tags=tags,
        lists=lists,
        topics=found_topics,
        parts=parts,
        problems=problems,
        unreadable=frozenset(unreadable),
        paths=tuple(one.path for one in stamps),
        chapters=frozenset(chapters),
    )


def heading(markdown: str) -> str:
    """The text of the first level-1 heading of *markdown*, or an empty string."""
    match = re.search(r"^# +(.+?) *#*$", markdown, flags=re.MULTILINE)
    return match[1] if match else ""


def _registry(
    project: Project,
    name: str,
    read: Callable[[str, str], tuple[dict[str, Item], list[Problem]]],
    problems: list[Problem],
) -> dict[str, Item]:
    path = project.bib / name
    relative = f"bib/{name}"
    if not path.is_file():
        problems.append(problem(relative, 1, "registry", Code.REGISTRY, "the file is missing"))
        return {}
    text, faults = recordfiles.read_text(path, relative)
    problems.extend(faults)
    if text is None:
        return {}
    items, found = read(relative, text)
    problems.extend(found)
    return items


def _chapters(project: Project) -> tuple[dict[str, str], dict[str, str]]:
    """Titles of chapters ("part/topic") and of parts, from the headings of their pages.

    A part is a folder of ``docs/`` that ``bib/`` has too; its own page is ``index.md``.  Both
    come in the order in which the toctrees of the index pages name them.
    """
    chapters: dict[str, str] = {}
    parts: dict[str, str] = {}
    names = [path.name for path in project.bib.iterdir() if path.is_dir()]
    for part in _in_toctree_order(project.docs / "index.md", names, "{}/index"):
        folder = project.docs / part
        parts[part] = _title(folder / "index.md") or part
        stems = [page.stem for page in folder.glob("*.md") if page.stem != "index"]
        for stem in _in_toctree_order(folder / "index.md", stems, "{}"):
            chapters[f"{part}/{stem}"] = _title(folder / f"{stem}.md") or stem
    return chapters, parts


def _title(page: Path) -> str:
    return heading(page.read_text(encoding="utf-8")) if page.is_file() else ""


def _in_toctree_order(index: Path, names: list[str], entry: str) -> list[str]:
    """*names* as the lines of *index* name them, in the form *entry*; the others after."""
    lines = index.read_text(encoding="utf-8").splitlines() if index.is_file() else []
    places = {line.strip(): number for number, line in enumerate(lines)}
    return sorted(names, key=lambda name: (places.get(entry.format(name), len(lines)), name))
