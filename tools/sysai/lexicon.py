"""The words of the handbook, in small files by their first letters.

From them the search mends a mistyped word, and where the index has several `volumes`, it asks those
first that have the words.  A file that would be too large says instead which letters go on, and
each of these has a file of its own; so a reader loads a few KB for a word of any handbook.

>>> sorted(lexicon(weights, ()))                      # doctest: +SKIP
['a', 'b', 'c', 'd', 'e', 'e.a', …]
"""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from .citation_key import ascii_fold
from .record import Record
from .volumes import Volume

#: Bytes of words, about, that one file holds, where they differ further on.
MOST = 24_000
#: How many volumes are named for a word: those where it weighs most.
BEST = 8
#: The file of words that begin with none of a to z.
OTHER = "other"
_LETTERS = frozenset(string.ascii_lowercase)
#: Each of these files is there, so that none is asked for in vain.
FIRST = (*string.ascii_lowercase, OTHER)
_WORD = re.compile(r"[^\W\d_][^\W_]{2,}")
_ROLE = re.compile(r"\{[\w:]+\}`[^`]*`")


#: The words of a work, each with what it weighs where it weighs most.
Weights = Mapping[str, int]
#: Place of a volume -> word and weight -> how many of its works have it so.
Counts = dict[int, Counter[tuple[str, int]]]


def lexicon(
    works: Mapping[str, Weights], volumes: Sequence[Volume], most: int = MOST
) -> dict[str, Any]:
    """Name of a file -> what it holds, of the words of each work (key -> `weights_of` it).

    Either ``words``, the most frequent first, and with several *volumes* for each word ``in``: place
    and weight of the `BEST` that have it, in one row; or ``split``, the letters that go on.
    """
    counts = counted(works, volumes)
    several = len(volumes) > 1
    return {
        name: held for one, some in counts.items() for name, held in files(one, some, several, most)
    }


def counted(works: Mapping[str, Weights], volumes: Sequence[Volume]) -> dict[str, Counts]:
    """First letter, all of which are there -> the words that begin with it."""
    found: dict[str, Counts] = {one: {} for one in FIRST}
    every: Counts = defaultdict(Counter)
    places = places_of(volumes)
    for key, held in works.items():
        every[places.get(key, 0)].update(held.items())
    for place, some in every.items():
        for (word, weight), number in some.items():
            there = found[first_of(word)].setdefault(place, Counter())
            there[word, weight] = number
    return found


def places_of(volumes: Sequence[Volume]) -> dict[str, int]:
    """Key of a work -> place of its volume, where there are several."""
    if len(volumes) < 2:
        return {}
    return {key: place for place, one in enumerate(volumes) for key in one.keys}


def recount(counts: Counts, place: int, words: Iterable[tuple[str, int]], number: int) -> None:
    """*number* more works, or fewer, in the volume at *place* have these *words*."""
    there = counts.setdefault(place, Counter())
    for one in words:
        there[one] += number
        if not there[one]:
            del there[one]


def first_of(word: str) -> str:
    """The first of the files that *word* is in or led to by."""
    return word[0] if word[0] in _LETTERS else OTHER


def files(
    first: str, counts: Counts, several: bool, most: int = MOST
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and content of each file of words that begin with *first*."""
    rows: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    total: Counter[str] = Counter()
    for place, some in counts.items():
        for (word, weight), number in some.items():
            total[word] += number
            if several:
                most_there, works_there = rows[word].get(place, (0, 0))
                rows[word][place] = (max(most_there, weight), works_there + number)
    order = sorted(total, key=lambda word: (-total[word], word))
    shown = {word: _row(rows[word]) for word in order} if several else {}
    sizes = {word: len(word) + 3 + 5 * len(shown.get(word, ())) for word in order}
    for name, content in _files(first, order, int(first != OTHER), sizes, most):
        if several and "words" in content:
            content["in"] = [shown[word] for word in content["words"]]
        yield name, content


def _row(volumes: Mapping[int, tuple[int, int]]) -> list[int]:
    """Place and weight of the volumes where a word weighs most, then those with most works."""
    told = sorted((-most, -works, place) for place, (most, works) in volumes.items())[:BEST]
    return [
        number for most, works, place in told for number in (place, -64 * most + min(-works, 63))
    ]


def _files(
    name: str, words: list[str], depth: int, sizes: Mapping[str, int], most: int
) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The file *name* of *words*, which are alike in *depth* letters, or what it is split in."""
    ended = len({word[:depth] for word in words}) == 1 and all(len(word) <= depth for word in words)
    if ended or sum(map(sizes.__getitem__, words)) <= most:
        yield name, {"words": words}
        return
    parts = _by_letter(words, depth)
    yield name, {"split": sorted(parts)}
    for letter, some in sorted(parts.items()):
        yield from _files(f"{name}.{letter}", some, depth + 1, sizes, most)


def _by_letter(words: Sequence[str], place: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[letter_at(word, place)].append(word)
    return found


def letter_at(word: str, place: int) -> str:
    """The letter at *place* as it stands in the name of a file: a to z, "0" after the end, else a code.

    >>> letter_at("rye", 0), letter_at("rye", 3), letter_at("面", 0)
    ('r', '0', '9762')
    """
    letter = word[place : place + 1]
    return "0" if not letter else letter if "a" <= letter <= "z" else f"{ord(letter):x}"


#: What a word weighs where it stands; as in the theme's ``engine.js``.
_WEIGHTS = {"name": 40, "title": 12, "people": 6, "text": 1}


def weights_of(record: Record) -> dict[str, int]:
    """The words of *record*, each with what it weighs where it weighs most."""
    people = " ".join((*(name.first_last() for name in record.creators), record.venue))
    text = " ".join((*record.tags, record.takeaway, _ROLE.sub(" ", record.body)))
    texts = {"text": text, "people": people, "title": record.title, "name": record.name}
    return {fold(word): _WEIGHTS[at] for at, text in texts.items() for word in _WORD.findall(text)}


@cache
def fold(word: str) -> str:
    """*word* without case and accents."""
    return ascii_fold(word).casefold() or word.casefold()
