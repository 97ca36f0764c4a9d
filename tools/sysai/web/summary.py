"""A work's summary outside the site's pages: as plain Markdown, and as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from .. import reference
from ..corpus import Corpus
from ..record import Record

_ROLE = re.compile(r"\{cite:(t|p|name)\}`([^`]*)`")
_LABELS: dict[str, Callable[[Record], str]] = {
    "t": reference.label,
    "p": reference.parenthetical,
    "name": reference.named,
}
_PARSER = MarkdownIt("commonmark")


def markdown(record: Record, corpus: Corpus, target: Callable[[Record], str]) -> str:
    """The summary as Markdown that needs no Sphinx; *target* gives a cited work's address."""
    return _cited(record.body, corpus, lambda one, label: f"[{label}]({target(one)})")


def plain(record: Record, corpus: Corpus) -> str:
    """The summary as text without markup, one line a paragraph."""
    body = _cited(record.body, corpus, lambda _, label: label)
    if not re.search(r"[`\[\\&<]|(?<!\*)\*(?!\*)", body):  # only bold is left, the usual case
        return "\n".join(" ".join(part.split()) for part in body.replace("**", "").split("\n\n"))
    lines: list[str] = []
    for token in _PARSER.parse(body):
        if token.type == "inline":
            pieces = (
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
            )
            lines.append(" ".join("".join(pieces).split()))
        elif token.content:
            lines.append(" ".join(token.content.split()))
    return "\n".join(lines)


def _cited(body: str, corpus: Corpus, written: Callable[[Record, str], str]) -> str:
    """*body* with each citation replaced by its label; an unknown key stays as it is."""

    def replace(match: re.Match[str]) -> str:
        role, keys = match.groups()
        labels = []
        for key in (one.strip() for one in keys.split(",")):
            found = corpus.resolve(key)
            labels.append(written(found, _LABELS[role](found)) if found else key)
        if role == "p":
            return f"({'; '.join(labels)})"
        return ", ".join(labels)

    return _ROLE.sub(replace, body)
