r"""Citations in LaTeX: ``\cite`` and all its kin of natbib and biblatex, through ``\input``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .source import Source, blank, line_of

_VERBATIM = r"verbatim\*?|[BLS]?Verbatim\*?|lstlisting|minted|comment|filecontents\*?|alltt"
_ENVIRONMENT = re.compile(rf"\\begin\s*\{{({_VERBATIM})\}}.*?\\end\s*\{{\1\}}", re.DOTALL)
_INLINE = re.compile(
    r"\\(?:verb\*?|lstinline(?:\[[^\]\n]*\])?|mintinline(?:\[[^\]\n]*\])?\{[^}\n]*\})"
    r"([^\sA-Za-z*{])(?:(?!\1)[^\n])*\1"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")

#: Commands with "cite" in their name that cite nothing.
_NO_CITATION = re.compile(
    r"(?:Declare|define|new|renew|provide|set|At|Suppress|bib|mk)\w*"
    r"|cite(?:text|style|setup|reset|index\w*|tracker\w*|print\w*|delim|punct)|nocitation"
)
_COMMAND = re.compile(r"\\([A-Za-z]*[cC]ite[A-Za-z]*)\*?")
_INCLUDE = re.compile(
    r"\\(?:(input|include|subfile|subfileinclude|loadglsentries|InputIfFileExists)\s*\{([^}#]+)\}"
    r"|(?:sub)?(?:import|includefrom|inputfrom)\s*\{([^}#]*)\}\s*\{([^}#]+)\}"
    r"|input\s+([^\s{}\\%]+))"
)
_BIBLIOGRAPHY = re.compile(
    r"\\(bibliography|addbibresource|addglobalbib)\s*(?:\[[^\]]*\])?\s*\{([^}#]+)\}"
)


def read(path: Path, text: str, source: Source) -> Iterator[tuple[str, int]]:
    """Note what *text* cites; yields the files it includes, with the line."""
    text = _code(text)
    for found in _COMMAND.finditer(text):
        if not _NO_CITATION.fullmatch(found[1]):
            for keys, place in _arguments(text, found.end(), found[1]):
                for key in keys.split(","):
                    if "#" not in key and "\\" not in key:  # a parameter of a definition
                        source.cite(key, path, line_of(text, place))
    for found in _BIBLIOGRAPHY.finditer(text):
        source.biblatex = source.biblatex or found[1] != "bibliography"
        for name in found[2].split(","):
            file = name.strip().replace("\\jobname", source.files[0].stem)
            source.name(path.parent / (file if file.endswith(".bib") else f"{file}.bib"))
    for found in _INCLUDE.finditer(text):
        name = found[2] or found[5] or f"{found[3]}/{found[4]}".removeprefix("/")
        yield name.strip().strip('"'), line_of(text, found.start())


def _code(text: str) -> str:
    """*text* without what TeX does not read as text: comments, verbatim, all after the end."""
    # Verbatim first where it starts first, or a % in it would hide its end.
    result: list[str] = []
    place = 0
    while place < len(text):
        nexts = [found for pattern in (_ENVIRONMENT, _INLINE, _COMMENT)
                 if (found := pattern.search(text, place))]  # fmt: skip
        if not nexts:
            break
        first = min(nexts, key=lambda found: found.start())
        kept = first[1] if first.re is _COMMENT else ""
        result += [text[place : first.start()], kept, blank(first[0][len(kept) :])]
        place = first.end()
    code = "".join(result) + text[place:]
    return code.partition("\\end{document}")[0]


def _arguments(text: str, place: int, name: str) -> Iterator[tuple[str, int]]:
    """The groups of keys behind the command *name* that ends at *place*."""
    many = name.endswith("cites")
    skip = 1 if "volcite" in name.lower() else 0  # the volume stands in front of the key
    if many:
        for _ in range(2):
            place = _after(text, place, "(", ")")[1]
    while True:
        for _ in range(skip):
            while (after := _after(text, place, "[", "]")[1]) != place:
                place = after
            place = _after(text, place, "{", "}")[1]
        while (after := _after(text, place, "[", "]")[1]) != place:
            place = after
        inside, after = _after(text, place, "{", "}")
        if after == place:
            return
        yield inside, text.index("{", place)
        place = after
        if not many:
            return


def _after(text: str, place: int, opening: str, closing: str) -> tuple[str, int]:
    """What stands in the brackets that open at *place* (space aside), and the place behind them.

    Braces within are balanced; without brackets the place is returned as it was.
    """
    start = place
    while start < len(text) and text[start].isspace():
        start += 1
    if not text.startswith(opening, start):
        return "", place
    depth = 0
    for at in range(start + 1, len(text)):
        char = text[at]
        if char == closing and depth == 0:
            return text[start + 1 : at], at + 1
        if text[at - 1] == "\\":
            continue
        depth += (char == "{") - (char == "}")
    return "", place
