"""Citation keys: ``surname`` + ``year`` + ``word``, ASCII, lower case.

>>> from sysai.names import Name
>>> next(candidates(Name.from_text("Ada Lovelace"), 1843, "Notes on the Analytical Engine"))
'lovelace1843notes'
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

from .names import Name

KEY = re.compile(r"^[a-z]+(?:[0-9]{4})[a-z0-9]+$")

# Articles, prepositions and question words carry nothing a reader would remember a work by.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "on",
        "of",
        "in",
        "for",
        "to",
        "and",
        "or",
        "with",
        "from",
        "by",
        "at",
        "as",
        "is",
        "are",
        "be",
        "can",
        "do",
        "how",
        "what",
        "when",
        "where",
        "why",
        "towards",
        "toward",
        "via",
        "using",
        "into",
        "its",
        "it",
    ]
)

# Letters that Unicode does not decompose into an ASCII base letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
)


def ascii_fold(text: str) -> str:
    """*text* without accents; characters that have no ASCII letter are dropped."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return decomposed.encode("ascii", "ignore").decode("ascii")


def significant_words(title: str) -> Iterator[str]:
    """The words of *title* a key may use, in order; a word is a run of letters and digits.

    An apostrophe's tail ("Don't" -> "don") is cut off with it.
    """
    for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", title):
        word = re.split(r"['’]", match.group())[0]
        folded = re.sub(r"[^a-z0-9]", "", ascii_fold(word).lower())
        if folded and folded not in STOP_WORDS:
            yield folded


def candidates(first_author: Name, year: int, title: str, fallback: str = "work") -> Iterator[str]:
    """The keys the scheme allows for a work, best first.

    The first is ``surname year word``; each further one appends the title's next significant
    word, for works that would share a key.  *fallback* stands in for a title that has no
    ASCII word (a title in Chinese, say).
    """
    family = (
        first_author.family.split()[0]
        if first_author.is_organisation
        else (first_author.full_family())
    )
    surname = re.sub(r"[^a-z]", "", ascii_fold(family).lower()) or "anonymous"
    words = significant_words(title)
    first = next(words, "")
    if not first:
        words = significant_words(fallback)
        first = next(words, "work")
    for joined in itertools.accumulate(words, initial=first):
        yield f"{surname}{year}{joined}"
