"""The table of all works, which a reader filters and sorts.

`table` has columns, so that no name is repeated.
"""

from __future__ import annotations

from typing import Any

from . import reference
from .corpus import Corpus
from .record import Record


def newest_first(corpus: Corpus) -> list[Record]:
    """The works in the order in which the table starts: by year from the last, then title."""
    return sorted(corpus.records.values(), key=lambda one: (-one.year, one.title.casefold()))


def table(corpus: Corpus) -> dict[str, Any]:
    """Columns of the table, one item a work; ``part`` to ``tags`` are places in ``values``.

    ``values`` holds the titles of parts and topics, the kinds, the venues and the tags.
    """
    works = newest_first(corpus)
    parts = list(corpus.parts.values())
    topics = [topic.title for topic in corpus.topics.values()]
    kinds = sorted({one.kind.value for one in works})
    venues = sorted({one.venue for one in works if one.venue}, key=str.casefold)
    tags = sorted({tag for one in works for tag in one.tags})
    place = {
        name: {value: at for at, value in enumerate(values)}
        for name, values in (
            ("part", list(corpus.parts)),
            ("topic", list(corpus.topics)),
            ("kind", kinds),
            ("venue", venues),
            ("tag", tags),
        )
    }
    return {
        "values": {"part": parts, "topic": topics, "kind": kinds, "venue": venues, "tag": tags},
        "key": [one.key for one in works],
        "title": [one.title for one in works],
        "name": [one.name for one in works],
        "language": {at: one.language for at, one in enumerate(works) if one.language},
        "who": [reference.short_names(one) for one in works],
        "year": [one.year for one in works],
        "part": [place["part"].get(one.part, -1) for one in works],
        "topic": [place["topic"].get(one.topics[0], -1) for one in works],
        "kind": [place["kind"][one.kind.value] for one in works],
        "venue": [place["venue"].get(one.venue, -1) for one in works],
        "tags": [[place["tag"][tag] for tag in one.tags] for one in works],
        "code": [int(one.link("code") is not None) for one in works],
    }


def text(record: Record) -> str:
    """What else a reader may look for; one a work, in the order of `table`."""
    return f"{reference.long_names(record)} {record.takeaway} {record.key}"
