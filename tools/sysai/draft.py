"""A new record to fill in: `write` makes the file under its right key."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Sequence
from pathlib import Path

import yaml

from . import citation_key, corpus
from .corpus import Corpus, Project
from .files import write_atomically
from .names import InvalidName, Name
from .record import Kind
from .rules import normalised_title

KINDS = tuple(kind.value for kind in Kind)

_BODY = """\
**Problem.** What was wrong before, in plain words.

**Approach.** What the idea is.

**Results.** What was shown, with numbers as the published version has them.

**Limits.** Where it stops: what it assumes, what was not shown.
"""


class _NoAliases(yaml.SafeDumper):
    """Writes a value that stands twice (the day) in full both times."""

    def ignore_aliases(self, _: object) -> bool:
        return True


class CannotDraft(Exception):
    """The record cannot be started; the message says why."""


def write(
    project: Project, *, topic: str, kind: str, title: str, year: int, authors: Sequence[str]
) -> Path:
    """Write the draft of a record to ``bib/<topic>/<key>.md`` and return its path.

    The draft is not yet clean: `sysai check` names what is left to fill in.  Raises
    `CannotDraft` for an unknown topic, a name that cannot be read, or a work that is there.
    """
    loaded = corpus.load(project)
    if topic not in loaded.topics:
        near = difflib.get_close_matches(topic, loaded.topics, n=1, cutoff=0.3)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise CannotDraft(f"no topic {topic!r} in bib/{hint}")
    try:
        names = [Name.from_text(author) for author in authors]
    except InvalidName as error:
        raise CannotDraft(f"--author: {error}") from error
    for record in loaded.records.values():
        if normalised_title(record.title) == normalised_title(title):
            raise CannotDraft(f"the handbook has this title already: {record.where.path}")
    key = _free_key(loaded, names[0], year, title)
    path = project.bib / topic / f"{key}.md"
    if path.exists():
        raise CannotDraft(f"{path.relative_to(project.root)} exists already")
    today = datetime.date.today()
    front = {
        "title": title,
        "kind": kind,
        "authors": [name.last_first() for name in names],
        "year": year,
        "venue": None,
        "pages": None,
        "doi": None,
        "arxiv": None,
        "links": {"page": None, "pdf": None, "code": None},
        "tags": [],
        "takeaway": None,
        "builds_on": [],
        "compares_with": [],
        "checked": [{"source": None, "fields": ["title", "authors", "year"], "on": today}],
        "added": today,
    }
    text = yaml.dump(front, Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=10_000)
    write_atomically(path, f"---\n{text.replace(': null', ':')}---\n{_BODY}")
    return path


def _free_key(loaded: Corpus, first: Name, year: int, title: str) -> str:
    key = ""
    for key in citation_key.candidates(first, year, title):
        if key in loaded.unreadable:
            raise CannotDraft(f"{key}.md exists already and is not finished: run sysai check")
        if not loaded.is_known(key):
            return key
    raise CannotDraft(f"the key {key!r} and every shorter one is taken")
