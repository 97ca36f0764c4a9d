"""What is made of a work and its venue, made once though several files show it.

Pages, citation files and the API of a handbook show the same BibTeX, the same reference.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from .record import Record, Venue

Made = TypeVar("Made")

#: How many results a function keeps before it forgets them all.
MOST = 20_000


def kept(make: Callable[[Record, Venue | None], Made]) -> Callable[[Record, Venue | None], Made]:
    """*make*, which remembers what it returned: something that nobody changes.

    The very same record and venue are asked for again and again; to compare all their fields
    would cost more than most results.
    """
    found: dict[tuple[int, int], tuple[Record, Venue | None, Made]] = {}

    @wraps(make)
    def remembered(record: Record, venue: Venue | None) -> Made:
        place = (id(record), id(venue))  # theirs alone while `found` holds them
        known = found.get(place)
        if known is None:
            if len(found) >= MOST:
                found.clear()
            known = found[place] = (record, venue, make(record, venue))
        return known[2]

    return remembered
