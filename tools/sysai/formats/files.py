"""The citation files of a site: their stable paths, and which works each of them holds.

``cite/<key>.<ending>`` is one work; ``bib/<part>/<topic>.<ending>``, ``bib/<part>.<ending>`` and
``bib/handbook.<ending>`` are many; ``bib/authors/<name>.<ending>`` is an author with two works or
more.  The file of an author with one work is that work's: another would say the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..authors import Author
from ..corpus import Corpus
from ..record import Record
from . import Format, citable

ALL = "handbook"


def work_stem(key: str) -> str:
    """The files of the work with *key*, without their ending."""
    return f"cite/{key}"


def group_stem(group: str) -> str:
    """The files of a *group* ("part/topic", "part", `ALL`, "authors/name") without their ending."""
    return f"bib/{group}"


def author_stem(author: Author) -> str:
    """The files of an author's works without their ending; empty where none can be cited."""
    works = [one for one in author.works if one.citable]
    if len(works) == 1:
        return work_stem(works[0].key)
    return group_stem(_author_group(author)) if works else ""


def path(stem: str, form: Format) -> str:
    """The file in the format *form* among those called *stem*."""
    return f"{stem}.{form.ending}"


def template(stem: str) -> str:
    """The files called *stem* as a URI template (RFC 6570), for those who know the endings."""
    return f"{stem}.{{ending}}"


def work_path(key: str, form: Format) -> str:
    """The file of the work with *key*."""
    return path(work_stem(key), form)


def group_path(group: str, form: Format) -> str:
    """The file of a group."""
    return path(group_stem(group), form)


def _author_group(author: Author) -> str:
    return f"authors/{author.slug.removeprefix('author-')}"


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
    """Group -> the keys of its works, for the authors of two citable works or more."""
    found = {_author_group(author): _keys(author.works) for author in corpus.authors}
    return {group: keys for group, keys in found.items() if len(keys) > 1}


def _keys(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(one.key for one in citable(records))
