"""BibTeX in colours, as Pygments has it, for entries as our own writer writes them.

Pygments takes as long for an entry as all else on a work's page.  `formats.latex.write` puts one
field on a line, so the marks can be put around the parts of each line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_HEAD = re.compile(r"(@\w+)\{([^,{}\s]+),")
_FIELD = re.compile(r"  ([a-z]+)( +)= (?:(\{.*\})|([a-z]+))(,?)")

#: Has all that an entry may hold; for this one Pygments is asked as well.
SAMPLE = """\
@inproceedings{sample2000one,
  author        = {{The \\& Group} and de Sample, {\\'E}ric},
  title         = {"One" <or> {RyeBread}: $x$ # 1},
  month         = may,
  note          = {}
}
"""


def highlighter(pygments: Callable[[str], str]) -> Callable[[str], str]:
    """What makes HTML of an entry: *pygments*, or a quicker way that gives the same."""
    if highlighted(SAMPLE) != pygments(SAMPLE):  # another formatter, other options
        return pygments
    return lambda entry: highlighted(entry) or pygments(entry)


def highlighted(entry: str) -> str:
    """The HTML of *entry*; empty where it is not as our writer writes it."""
    first, *fields = entry.split("\n")
    head = _HEAD.fullmatch(first)
    if head is None or fields[-2:] != ["}", ""]:
        return ""
    lines = [f"{_mark('nc', head[1])}{_mark('p', '{')}{_mark('nl', head[2])}{_mark('p', ',')}"]
    for line in fields[:-2]:
        field = _FIELD.fullmatch(line)
        if field is None:
            return ""
        name, space, text, macro, comma = field.groups("")
        value = _mark("s", escape(text, quote=False)) if text else _mark("nv", macro)
        lines.append(
            f"{_mark('w', '  ')}{_mark('na', name)}{_mark('w', space)}{_mark('p', '=')}"
            f"{_mark('w', ' ')}{value}{_mark('p', comma) if comma else ''}"
        )
    lines.append(_mark("p", "}"))
    text = "\n".join(lines)
    return f'<div class="highlight"><pre><span></span>{text}\n</pre></div>\n'


def _mark(kind: str, text: str) -> str:
    return f'<span class="{kind}">{text}</span>'
