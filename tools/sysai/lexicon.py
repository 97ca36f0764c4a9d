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
from collections.abc import Iterator, Mapping, Sequence
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
_WORD = re.compile(r"[^\W\d_][^\W_]{2,}")
_ROLE = re.compile(r"\{[\w:]+\}`[^`]*`")


#: The words of a work, each with what it weighs where it weighs most.
Weights = Mapping[str, int]


def lexicon(
    works: Mapping[str, Weights], volumes: Sequence[Volume], most: int = MOST
) -> dict[str, Any]:
    """Name of a file -> what it holds, of the words of each work (key -> `weights_of` it).

    Either ``words``, the most frequent first, and with several *volumes* for each word ``in``: place
    and weight of the `BEST` that have it, in one row; or ``split``, the letters that go on.
    """
    places = {key: place for place, one in enumerate(volumes) for key in one.keys}
    counts: Counter[str] = Counter()
    rows: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for key, held in works.items():
        counts.update(held.keys())
        if len(volumes) > 1:
            place = places[key]
            for word, weight in held.items():
                most_there, works_there = rows[word].get(place, (0, 0))
                rows[word][place] = (max(most_there, weight), works_there + 1)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    shown = {word: _row(rows[word]) for word in order} if len(volumes) > 1 else {}
    sizes = {word: len(word) + 3 + 5 * len(shown.get(word, ())) for word in order}
    found: dict[str, Any] = {}
    # Each of these is there, so that none is asked for in vain.
    first: dict[str, list[str]] = {letter: [] for letter in (*string.ascii_lowercase, OTHER)}
    for word in order:
        first[word[0] if word[0] in first else OTHER].append(word)
    for letter, some in first.items():
        for name, content in _files(letter, some, int(letter != OTHER), sizes, most):
            found[name] = content
            if shown and "words" in content:
                content["in"] = [shown[word] for word in content["words"]]
    return found


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
