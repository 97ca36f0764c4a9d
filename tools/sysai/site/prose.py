r"""Paragraphs of plain text with citations, which is what most authors write, to HTML.

markdown-it takes a third of the time of a work's page to find that nothing but bold words and
citations stands in its summary.  `quick` tells so by one regular expression a paragraph, and gives
up at the first sign that may mean something else.

>>> quick("**Problem.** Bread is heavy,\nsays {cite:t}`muller1998crumb`.", lambda name, key: key)
'<p><strong>Problem.</strong> Bread is heavy,\nsays muller1998crumb.</p>\n'
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: Extensions of MyST that see nothing in such paragraphs.
EXTENSIONS = frozenset({"attrs_block", "attrs_inline", "colon_fence"})

_BOLD = r"\*\*([A-Za-z]+(?: [A-Za-z]+)*\.?)\*\*(?=[ \n])"
_CITATION = r"\{(cite:(?:t|p|name))\}`([\w-]+(?:, ?[\w-]+)*)`"
#: No sign of Markdown's, and no space but the plain one.
_PLAIN = r"""[^\s\\`*_\[\]<>&{}!$~^#|=@"]"""
#: A line starts with a letter, so it is no list, fence, target or comment; bold words start the first.
_LINE = rf"(?:{_CITATION}|[^\W\d_])(?:{_PLAIN}| (?=\S)|{_CITATION})*"
_PARAGRAPH = re.compile(
    rf"(?:{_BOLD} (?=\S)(?:{_PLAIN}| (?=\S)|{_CITATION})*|{_LINE})(?:\n{_LINE})*"
)
_MARKS = re.compile(rf"{_BOLD}|{_CITATION}")


def quick(text: str, role: Callable[[str, str], str]) -> str | None:
    """The HTML of *text*, or None where it may hold more; *role* renders a citation."""

    def rendered(mark: re.Match[str]) -> str:
        bold, name, keys = mark.groups()
        return f"<strong>{bold}</strong>" if bold else role(name, keys)

    paragraphs = text.split("\n\n")
    if not all(map(_PARAGRAPH.fullmatch, paragraphs)):
        return None
    return "".join(f"<p>{_MARKS.sub(rendered, one)}</p>\n" for one in paragraphs)
