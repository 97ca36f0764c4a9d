"""A new record to fill in: a `Draft` writes itself under its right key."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from . import citation_key
from .corpus import Corpus, Project
from .files import write_atomically
from .names import Name
from .record import Kind
from .rules import normalised_title

KINDS = tuple(kind.value for kind in Kind)

_BODY = """\
**Problem.** What was wrong before, in plain words.

**Approach.** What the idea is.

**Results.** What was shown, with numbers as the published version has them.

**Limits.** Where it stops: what it assumes, what was not shown.
"""


class CannotDraft(Exception):
    """The record cannot be started; the message says why."""


class _NoAliases(yaml.SafeDumper):
    """Writes a value that stands twice (the day) in full both times."""

    def ignore_aliases(self, _: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a work before anybody has checked it.

    A draft is not yet clean: `sysai check` names what is left to fill in.  Without authors the
    key begins with "anonymous" and must be renamed once they are known.
    """

    title: str
    year: int
    authors: tuple[Name, ...]
    kind: str = "paper"
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    listed_in: tuple[str, str] | None = None

    def write(self, project: Project, corpus: Corpus, topic: str) -> Path:
        """Write ``bib/<topic>/<key>.md`` and return its path.

        Raises `CannotDraft` for an unknown topic, or a work that is there already.
        """
        if topic not in corpus.topics:
            near = difflib.get_close_matches(topic, corpus.topics, n=1, cutoff=0.3)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise CannotDraft(f"no topic {topic!r} in bib/{hint}")
        for record in corpus.records.values():
            if normalised_title(record.title) == normalised_title(self.title):
                raise CannotDraft(f"the handbook has this title already: {record.where.path}")
        path = project.bib / topic / f"{self._free_key(corpus)}.md"
        if path.exists():
            raise CannotDraft(f"{path.name} exists already and is not finished: run sysai check")
        write_atomically(path, self.text())
        return path

    def text(self) -> str:
        """The draft as a record: every field a contributor may want, those known filled in."""
        today = datetime.date.today()
        front: dict[str, Any] = {
            "title": self.title,
            "kind": self.kind,
            "authors": [name.last_first() for name in self.authors],
            "year": self.year,
            "venue": self.venue or None,
            "pages": None,
            "doi": self.doi or None,
            "arxiv": self.arxiv or None,
            "links": {rel: self.links.get(rel) for rel in ("page", "pdf", "code")} | {**self.links},
            "tags": [],
            "takeaway": None,
            "builds_on": [],
            "compares_with": [],
        }
        if self.listed_in:
            front["listed_in"] = [dict(zip(("list", "section"), self.listed_in, strict=True))]
        seen = [name for name in ("title", "authors", "year") if name != "authors" or self.authors]
        front["checked"] = [{"source": None, "fields": seen, "on": today}]
        front["added"] = today
        text = yaml.dump(
            front, Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=10_000
        )
        return f"---\n{text.replace(': null', ':')}---\n{_BODY}"

    def _free_key(self, corpus: Corpus) -> str:
        first = self.authors[0] if self.authors else Name("anonymous")
        key = ""
        for key in citation_key.candidates(first, self.year, self.title):
            if key in corpus.unreadable:
                raise CannotDraft(f"{key}.md exists already and is not finished: run sysai check")
            if not corpus.is_known(key):
                return key
        raise CannotDraft(f"the key {key!r} and every shorter one is taken")
