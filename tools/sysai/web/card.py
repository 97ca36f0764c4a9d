"""The picture of a topic, part or handbook that is shown where a page is shared.

One for each topic, not for each work: setting it takes some 20 ms, so ten thousand of them would
take minutes.  The same words give the same bytes; what was set once is kept in a folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from pathlib import Path

from ..corpus import Corpus
from ..files import write_atomically
from ..typst.fonts import font_paths

FOLDER = "cards"
#: Pixels a point, in the unit that Typst has for it.
_PPI = 144.0
#: From here on lie the scripts that Typst's own fonts have no glyphs for.
_FIRST_CJK = "\u2e80"


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card, from top to bottom."""

    above: str
    title: str
    below: str


def path_of(place: str) -> str:
    """Where the card of a topic ("part/topic"), a part, or the handbook ("") lies on the site."""
    return f"{FOLDER}/{place or 'index'}.png"


def cards(corpus: Corpus, title: str, subtitle: str) -> dict[str, Card]:
    """Path on the site -> card, for the handbook, its parts and their topics."""
    total = _works(len(corpus.records))
    found = {path_of(""): Card(total, title, subtitle)}
    for part, name in corpus.parts.items():
        inside = [one for one in corpus.topics.values() if one.part == part]
        number = sum(len(corpus.own(one.path)) for one in inside)
        found[path_of(part)] = Card(title, name, _works(number))
        for topic in inside:
            number = len(corpus.own(topic.path))
            found[path_of(topic.path)] = Card(title, topic.title, f"{name} · {_works(number)}")
    return found


def png(card: Card, kept: Path) -> bytes:
    """*card* as a PNG of 1200 x 630 pixels, from the folder *kept* if it was set before."""
    source = (resources.files(__package__) / "card.typ").read_bytes()
    made_of = (source, repr(card).encode(), metadata.version("typst").encode())
    file = kept / f"{hashlib.blake2b(b'|'.join(made_of), digest_size=16).hexdigest()}.png"
    if file.is_file():
        return file.read_bytes()
    data = _set(source, asdict(card))
    write_atomically(file, data)
    return data


def _set(source: bytes, words: Mapping[str, str]) -> bytes:
    import typst  # costs 30 ms, and only a build needs it

    others = any(char >= _FIRST_CJK for text in words.values() for char in text)
    data = typst.compile(
        source,
        format="png",
        ppi=_PPI,
        font_paths=typst.Fonts(
            include_system_fonts=False,
            font_paths=[str(path) for path in font_paths()] if others else [],
        ),
        sys_inputs=dict(words),
    )
    if not isinstance(data, bytes):
        raise TypeError(f"Typst made {type(data).__name__} of a card, not one page")
    return data


def _works(number: int) -> str:
    return f"{number} work{'' if number == 1 else 's'}"
