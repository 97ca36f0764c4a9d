r"""Lists of links, independent of where they are shown.

An index page is long and plain: lines with links, lists of lines, sections.  As *blocks* it is
made once from the corpus; `html` writes it for the site, and the extension makes doctree nodes of
it for books.

>>> line = Line((Link("work", "muller1998crumb", "Crumb"), ", 1998"))
>>> html([line], lambda link: f"{link.target}.html")
'<p><a class="reference internal" href="muller1998crumb.html">Crumb</a>, 1998</p>\n'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Link:
    """A link; ``kind`` says what ``target`` is.

    ``work``: a key; ``author``: the slug of an author; ``page``: a document's name; ``web``: an
    address; and what only the site has, ``table``: a query for the table of all works, ``cite``: the
    key of a work whose page tells how to cite it, ``file``: the path of a file to download.
    ``language`` is that of the text where it is not English.
    """

    kind: str
    target: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Text in a style: ``strong``, ``em``, or a class of the style sheet."""

    text: str
    style: str


Span = str | Link | Words


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; ``style`` is a class, ``id`` an anchor.  ``site_only``: not in books.

    ``heading``: it heads what follows, without being a section that a table of contents has.
    """

    spans: tuple[Span, ...]
    style: str = ""
    id: str = ""
    site_only: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A bullet list of lines."""

    lines: tuple[Line, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it."""

    id: str
    title: str
    blocks: tuple[Line | Listing, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """A line behind a word that a reader opens; where nothing can be opened, the line alone."""

    title: str
    line: Line
    style: str = ""


Block = Line | Listing | Section | Fold


def html(blocks: Iterable[Block], address: Callable[[Link], str]) -> str:
    """The HTML of *blocks*; *address* gives the target of each link."""
    return "".join(_block(one, address) for one in blocks)


def _block(block: Block, address: Callable[[Link], str]) -> str:
    if isinstance(block, Line):
        return f"{_line(block, address)}\n"
    if isinstance(block, Listing):
        items = "".join(f"<li>{_line(one, address)}</li>\n" for one in block.lines)
        return f"<ul{_attribute('class', block.style)}>\n{items}</ul>\n"
    if isinstance(block, Fold):
        summary = escape(block.title, quote=False)
        inside = f"<summary>{summary}</summary>{_line(block.line, address)}"
        return f"<details{_attribute('class', block.style)}>{inside}</details>\n"
    mark = f'<a class="headerlink" href="#{block.id}" title="Link to this heading">#</a>'
    return (
        f'<section id="{block.id}">\n<h2>{escape(block.title, quote=False)}{mark}</h2>\n'
        f"{html(block.blocks, address)}</section>\n"
    )


def _line(line: Line, address: Callable[[Link], str]) -> str:
    attributes = _attribute("class", line.style) + _attribute("id", line.id)
    tag = "h2" if line.heading else "p"
    return f"<{tag}{attributes}>{''.join(_span(one, address) for one in line.spans)}</{tag}>"


def _span(span: Span, address: Callable[[Link], str]) -> str:
    if isinstance(span, str):
        return escape(span, quote=False)
    text = escape(span.text, quote=False)
    if isinstance(span, Words):
        if span.style in ("strong", "em"):
            return f"<{span.style}>{text}</{span.style}>"
        return f'<span class="{span.style}">{text}</span>'
    if span.kind == "file":
        return f'<a href="{escape(address(span))}" download>{text}</a>'
    kind = "external" if span.kind == "web" else "internal"
    language = _attribute("lang", span.language)
    return f'<a class="reference {kind}" href="{escape(address(span))}"{language}>{text}</a>'


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""
