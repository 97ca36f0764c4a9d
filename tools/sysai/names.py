"""Names of persons and organisations.

>>> Name.from_text("Ludwig van Beethoven").last_first()
'van Beethoven, Ludwig'
>>> Name.from_text("De Sa, Christopher").family
'De Sa'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SUFFIX = re.compile(r"^(?:jr|sr|[ivx]+)\.?$", re.IGNORECASE)
#: Without one of these a text is one name, whole and unmarked.
_DOUBTFUL = re.compile(r"[\d<>{}\\@*_;&…]|\.\.\.|\b(?:et|others|and)\b", re.IGNORECASE)
_NOT_ALL = re.compile(r"\bet\.?\s*al\b|\bothers\b|…|\.\.\.", re.IGNORECASE)


class InvalidName(ValueError):
    """A name that cannot be read; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person (``given`` and ``family``) or an organisation (``family`` alone).

    ``particle`` is a lower-case prefix of the family name ("van der"), kept apart because
    BibTeX sorts and abbreviates by it (BibTeX manual, "von" part).
    """

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_organisation: bool = False

    @classmethod
    def organisation(cls, text: str) -> Name:
        """The organisation called *text*."""
        return cls(family=" ".join(text.split()), is_organisation=True)

    @classmethod
    def from_text(cls, text: str) -> Name:
        """Read "Given von Family", "von Family, Given" or "von Family, Jr, Given".

        Raises `InvalidName` where several names or none stand in *text*.
        """
        text = " ".join(text.split())
        if not text:
            raise InvalidName("an empty name")
        if _DOUBTFUL.search(text):
            _doubt(text)
        parts = [part.strip() for part in text.split(",")]
        if any(not part for part in parts) or len(parts) > 3:
            raise InvalidName(f'{text!r}: write "Given Family" or "Family, Given"')
        if len(parts) > 1:
            particle, family = _split_particle(parts[0].split())
            suffix = parts[1] if len(parts) == 3 else ""
            return cls(family=family, given=parts[-1], particle=particle, suffix=suffix)
        words = text.split()
        if len(words) > 1 and _SUFFIX.match(words[-1]):
            raise InvalidName(f'{text!r}: write a suffix as "Family, {words[-1]}, Given"')
        start = len(words) - 1
        while start > 1 and words[start - 1][0].islower():
            start -= 1
        particle, family = _split_particle(words[start:])
        return cls(family=family, given=" ".join(words[:start]), particle=particle)

    def full_family(self) -> str:
        """Family name with its particle: "van der Berg"."""
        return f"{self.particle} {self.family}".strip()

    def last_first(self) -> str:
        """ "von Family, Jr, Given", as BibTeX and Highwire tags want it."""
        return ", ".join(part for part in (self.full_family(), self.suffix, self.given) if part)

    def first_last(self) -> str:
        """ "Given von Family, Jr", as people read it."""
        name = f"{self.given} {self.full_family()}".strip()
        return f"{name}, {self.suffix}" if self.suffix else name


def _doubt(text: str) -> None:
    """Raise `InvalidName` where *text* is not one name."""
    if _NOT_ALL.search(text):
        raise InvalidName(f"{text!r} is not a name: list every author, one a line")
    if re.search(r"\s(?:and|&)\s|;", text):
        raise InvalidName(f"{text!r} holds more than one name: write one author a line")
    if re.search(r"[\d<>{}\\@*_]", text):
        raise InvalidName(f"{text!r}: a name has no digits, markup, braces or footnote marks")


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Split the words of a family name into lower-case particle and the rest."""
    cut = 0
    while cut < len(words) - 1 and words[cut][0].islower():
        cut += 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def short_list(names: tuple[Name, ...]) -> str:
    """The names as an author-year label has them: "A", "A and B", "A et al."."""
    if len(names) > 2:
        return f"{names[0].full_family()} et al."
    return " and ".join(name.full_family() for name in names)


def long_list(names: tuple[Name, ...]) -> str:
    """All names in reading order: "A B", "A B and C D", "A B, C D, and E F"."""
    full = [name.first_last() for name in names]
    if len(full) <= 2:
        return " and ".join(full)
    return f"{', '.join(full[:-1])}, and {full[-1]}"
