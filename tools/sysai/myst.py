r"""The parts of a work's page as MyST text, which Sphinx makes books of.

Classes in braces are read by MyST's attribute syntax.

>>> MYST.web("https://example.org", MYST.text("a_b"), "lead")
'[a\\_b](<https://example.org>){.lead}'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .names import Name
    from .record import Record

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~^$&@!]|^[-+=:%]|^\d+[.)]")


def escape(text: str) -> str:
    r"""*text* as Markdown that renders to exactly these characters.

    >>> escape("a*b_c <d> [e]")
    'a\\*b\\_c \\<d\\> \\[e\\]'
    """
    if not _SPECIAL.search(text):  # most of it
        return text
    text = re.sub(r"([\\`*_{}\[\]<>#|~^$&@!])", r"\\\1", text)
    text = re.sub(r"^([-+=:%])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


class MystWriter:
    """Writes a page as MyST (see `pages.Writer`)."""

    def text(self, text: str) -> str:
        return escape(text)

    def code(self, text: str) -> str:
        return f"`{text}`"

    def strong(self, inner: str) -> str:
        return f"**{inner}**"

    def emphasis(self, inner: str) -> str:
        return f"*{inner}*"

    def author(self, name: Name) -> str:
        return f"{{cite:author}}`{name.last_first()}`"

    def document(self, docname: str, inner: str) -> str:
        return f"[{inner}](/{docname}.md)"

    def web(self, url: str, inner: str, *classes: str) -> str:
        marks = " ".join(f".{one}" for one in classes)
        return f"[{inner}](<{url}>){f'{{{marks}}}' if marks else ''}"

    def head(self, record: Record) -> str:
        title = escape(record.title)
        if record.language:  # docutils writes the class as the attribute ``lang``
            title = f"[{title}]{{.language-{record.language}}}"
        return f"---\nsysai: {record.key}\n---\n\n({record.key})=\n# {title}"

    def paragraph(self, inner: str, style: str = "") -> str:
        return f"{{.{style}}}\n{inner}" if style else inner

    def items(self, items: Iterable[str]) -> str:
        return "\n".join(f"- {one}" for one in items)

    def prose(self, markdown: str) -> str:
        return markdown

    def section(self, title: str, blocks: Iterable[str], style: str = "") -> str:
        mark = f"{{.{style}}}\n" if style else ""
        return f"{mark}## {title}\n\n" + "\n\n".join(blocks)

    def for_site(self, blocks: Iterable[str]) -> str:
        return ":::{only} html\n" + "\n\n".join(blocks) + "\n:::"

    def bibtex(self, entry: str) -> str:
        return f"```bibtex\n{entry}```"

    def files(self, key: str) -> str:
        return f"```{{cite-files}} {key}\n```"

    def page(self, blocks: Iterable[str]) -> str:
        return "\n\n".join(block for block in blocks if block) + "\n"


MYST = MystWriter()
