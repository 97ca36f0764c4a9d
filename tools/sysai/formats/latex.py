"""Text as LaTeX, for BibTeX (ASCII) and BibLaTeX (UTF-8), and the one writer of their entries."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import latexcodec  # noqa: F401  (registers the "ulatex" codec)

MONTH_MACROS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip

_RESERVED = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",  # BibTeX counts every brace, also one behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TYPOGRAPHY = {
    "\u2018": "`",
    "\u2019": "'",
    "\u201c": "``",
    "\u201d": "''",
    "\u2013": "--",
    "\u2014": "---",
    "\u2026": r"\ldots{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u00b5": r"{$\mu$}",
}
_ASCII = _RESERVED | _TYPOGRAPHY
#: Text that stays as it is under `escape`, and almost all is.
_PLAIN = re.compile(r"[^\\&%$#_{}~^\u0080-\U0010ffff]*")
_RESERVED_CHARS = str.maketrans(_RESERVED)

Escape = Callable[[str], str]


class Unbalanced(ValueError):
    """A value whose braces do not match would swallow what follows it."""


def escape(text: str) -> str:
    r"""*text* as LaTeX in ASCII; scripts that LaTeX has no ASCII names for stay as they are.

    Each accented letter stands in its own braces, which BibTeX counts as one letter when it
    sorts and abbreviates (BibTeX manual, "special characters").

    >>> print(escape("Frédo & Müller"))
    Fr{\'e}do \& M{\"u}ller
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_escape_char, text))


def escape_unicode(text: str) -> str:
    r"""*text* as LaTeX in UTF-8: only what TeX itself reads otherwise is escaped.

    >>> print(escape_unicode("Frédo & Müller"))
    Frédo \& Müller
    """
    return text.translate(_RESERVED_CHARS)


@lru_cache(maxsize=4096)
def _escape_char(char: str) -> str:
    if char in _ASCII:
        return _ASCII[char]
    if ord(char) < 128:
        return char
    try:
        latex = str(codecs.encode(char, "ulatex+ascii")).strip()  # a text codec: str to str
    except ValueError:  # UnicodeEncodeError: a letter that LaTeX has no name for
        return char
    return f"{{{latex}}}"


def protect(title: str, names: str = "", escape: Escape = escape) -> str:
    """*title* as LaTeX, with braces around the words whose case must survive.

    *names* are words that are protected wherever they stand with a capital: the short name of
    the work, and proper names.  *escape* makes LaTeX of a word.

    >>> protect("BreadWiki: Shared Notes on pH and the EU's Flour")
    "{BreadWiki}: {Shared} Notes on {pH} and the {EU's} Flour"
    """
    tokens = re.split(r"(\s+|[-\u2010-\u2014/]+)", title)
    in_sentence_case = _is_sentence_case(tokens[0::2])
    known = {part for part in re.split(r"[\s\-/]+", names) if part[:1].isupper()}
    result: list[str] = []
    opens = False  # the next word starts a clause
    for place, token in enumerate(tokens):
        match = re.fullmatch(r"(\W*)(.*?)(\W*)", token, flags=re.DOTALL)
        if place % 2 or match is None or not match[2]:
            result.append(escape(token))
            opens = opens or bool(re.search(r"[?:!]$", token))
            continue
        before, word, after = match.groups()
        starts_clause = opens or (bool(re.search("[\"'\u2018\u201c(]", before)) and place > 0)
        capital = word[:1].isupper()
        keep = (
            _has_inner_capital(word)
            or (capital and word in known)
            or (capital and starts_clause)
            or (capital and in_sentence_case and place > 0)
        )
        result.append(escape(before) + (f"{{{escape(word)}}}" if keep else escape(word)))
        result.append(escape(after))
        opens = bool(re.search(r"[?:!][\"'\u2019\u201d]?$", after))
    return "".join(result)


def _has_inner_capital(word: str) -> bool:
    """ "EU", "BreadWiki", "3D" and "pH" have one; "Zürich", "A" and "I" have not."""
    rest = word[1:]
    return rest != rest.lower() and any(char.isupper() for char in rest)


def _is_sentence_case(words: list[str]) -> bool:
    """Whether *words* are a title whose capitals mark proper names only."""
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    plain = [word for word in long if not _has_inner_capital(word)]
    capital = [word for word in plain if word[0].isupper()]
    return len(plain) >= 2 and len(capital) * 2 < len(plain)


def braces_match(value: str) -> bool:
    """Whether every brace of *value* has its partner, as BibTeX counts them.

    >>> braces_match("{EU} and {pH}"), braces_match("}{"), braces_match("{")
    (True, False, False)
    """
    depth = 0
    for brace in re.findall(r"[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def write(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """The entry *key* with one aligned field a line; ``month`` is a macro, the rest in braces.

    Raises `Unbalanced` for a value whose braces do not match.
    """
    lines = [f"@{kind}{{{key}"]
    for name, value in fields.items():
        if not braces_match(value):
            raise Unbalanced(f"{key}: {name}: braces do not match in {value!r}")
        lines.append(f"  {name:<13} = {value if name == 'month' else f'{{{value}}}'}")
    return ",\n".join(lines) + "\n}\n"
