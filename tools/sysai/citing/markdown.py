"""Citations in Markdown: Pandoc's ``[@key; -@key]`` and MyST's ``{cite:t}`key```."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from .source import CannotRead, Source

# Pandoc's manual, "citation syntax": @ with no letter or digit in front; a key starts with a
# letter, digit or underscore and holds single punctuation marks inside.
_KEY = r"[\w*](?:[\w]|[:.#$%&\-+?<>~/](?=\w))*"
_AT = re.compile(rf"(?<![\w/.:@\\])-?@(?:\{{([^}}\n]+)\}}|({_KEY}))")
_ROLE = re.compile(r"\{cite(?::[a-z]+)?\}$")
# Cross references of pandoc-crossref and Quarto look the same.
_CROSS_REFERENCE = re.compile(
    r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|alg|tip|nte|wrn|imp|cau)[:-]", re.I
)


def read(path: Path, text: str, source: Source) -> Iterator[tuple[str, int]]:
    """Note what *text* cites outside code, HTML and link targets; Markdown includes nothing."""
    front, first = _front_matter(path, text)
    named = front.get("bibliography") or []
    for name in named if isinstance(named, list) else [named]:
        source.name(path.parent / str(name))
    for found in _AT.finditer(str(front.get("nocite") or "")):
        source.cite(found[1] or found[2], path, 1)
    body = "\n".join(text.split("\n")[first:])
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.type != "inline" or token.map is None:
            continue
        line = first + token.map[0] + 1
        before = ""
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "text":
                for found in _AT.finditer(child.content):
                    key = found[1] or found[2]
                    if not _CROSS_REFERENCE.match(key):
                        source.cite(key, path, line)
            elif child.type == "code_inline" and _ROLE.search(before):
                for key in child.content.split(","):
                    source.cite(key, path, line)
            before = child.content if child.type == "text" else ""
    yield from ()


def _front_matter(path: Path, text: str) -> tuple[dict[str, Any], int]:
    """The YAML between the first two rules, and the number of lines it takes."""
    found = re.match(r"---\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", text, flags=re.DOTALL)
    if not found:
        return {}, 0
    try:
        front = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise CannotRead(f"{path}:1: the front matter is not YAML: {error}") from error
    return (front if isinstance(front, dict) else {}), found[0].count("\n")
