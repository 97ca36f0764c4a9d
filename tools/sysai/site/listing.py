"""Lines of lists that several directives share: a full reference, and a row of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .. import reference
from .citations import document_reference, listed_reference
from .generate import INDEXES, corpus_of

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from ..record import Record


def reference_entry(env: BuildEnvironment, record: Record) -> nodes.paragraph:
    """The full reference of *record*; its title leads to its page, its address to the work."""
    entry = nodes.paragraph()
    for piece in reference.pieces(record, corpus_of(env.app).venue_of(record)):
        if piece.text.rstrip(".") == record.title.rstrip("."):
            entry += listed_reference(env, record, piece.text)
        elif piece.url:
            entry += nodes.reference("", piece.text, refuri=piece.url, internal=False)
        elif piece.emphasis:
            entry += nodes.emphasis("", piece.text)
        else:
            entry += nodes.Text(piece.text)
    return entry


def letters(env: BuildEnvironment, index: str, here: str) -> nodes.paragraph:
    """A row of links to the pages of *index* ("authors"), without one to *here*."""
    found = corpus_of(env.app).indexes
    pages = found.authors if index == "authors" else found.references
    line = nodes.paragraph("", "", classes=["index-letters"])
    for page in pages:
        text = page.removeprefix(f"{index}-").capitalize()
        line += [step(env, page, text, here), nodes.Text(" ")]
    return line


def step(env: BuildEnvironment, page: str, text: str, here: str) -> Element:
    """A link to index page *page*, or its text in bold on that page itself."""
    if page == here:
        return nodes.strong(text, text)
    return document_reference(env, f"{INDEXES}/{page}", text)
