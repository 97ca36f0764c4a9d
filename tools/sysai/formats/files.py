"""The citation files of a site: their stable paths, and which works each of them holds.

``cite/<key>.<ending>`` is one work; ``bib/<part>/<topic>.<ending>``, ``bib/<part>.<ending>`` and
``bib/handbook.<ending>`` are many; ``bib/authors/<name>.bib`` is an author with two works or more
(with one, the work's own file says the same).
"""

from __future__ import annotations

from collections.abc import Iterable

from ..authors import Author
from ..corpus import Corpus
from ..record import Record
from . import Format, citable

ALL = "handbook"


def work_path(key: str, form: Format) -> str:
    """The file of the work with *key*."""
    return f"cite/{key}.{form.ending}"


def group_path(group: str, form: Format) -> str:
    """The file of a *group*: "part/topic", "part", `ALL`, or what `author_group` returns."""
    return f"bib/{group}.{form.ending}"


def author_group(author: Author) -> str:
    """The group of an author's works, or an empty string where the author has no file."""
    works = [one for one in author.works if one.citable]
    return f"authors/{author.slug.removeprefix('author-')}" if len(works) > 1 else ""


def groups(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Group -> the keys of its works, for the handbook, its parts and its topics."""
    records = corpus.records.values()
    found = {ALL: _keys(records)}
    for part in corpus.parts:
        found[part] = _keys(one for one in records if one.part == part)
    for topic in corpus.topics:
        found[topic] = _keys(corpus.by_topic[topic])
    return {group: keys for group, keys in found.items() if keys}


def author_groups(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Group -> the keys of its works, for the authors that have one."""
    return {
        group: _keys(author.works) for author in corpus.authors if (group := author_group(author))
    }


def _keys(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(one.key for one in citable(records))
