"""Blocks and toctrees as doctree nodes, for pages that are Sphinx documents and for books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.osutil import relative_uri

from ..blocks import Block, Fold, Line, Link, Listing, Span, Words
from ..index_content import CITING, FOLDER
from .builder import is_site
from .citations import (
    author_reference,
    document_reference,
    index_reference,
    listed_reference,
)
from .generate import corpus_of, entry_doc, site_uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment


def hidden_toctree(parent: str, docs: list[str]) -> addnodes.toctree:
    """A toctree in document *parent* that puts *docs* into the book and shows nothing."""
    return addnodes.toctree(
        parent=parent,
        entries=[(None, doc) for doc in docs],
        includefiles=docs,
        maxdepth=1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
    )


def to_nodes(blocks: Iterable[Block], env: BuildEnvironment) -> list[Node]:
    """*blocks* as nodes of the document being read."""
    return [_block(one, env) for one in blocks]


def _block(block: Block, env: BuildEnvironment) -> Node:
    if isinstance(block, Line):
        return _line(block, env)
    if isinstance(block, Listing):
        listing = nodes.bullet_list(classes=block.style.split())
        listing += [nodes.list_item("", _line(one, env)) for one in block.lines]
        return listing
    if isinstance(block, Fold):
        return _line(block.line, env)
    section = nodes.section(ids=[nodes.make_id(block.id)])
    section += [nodes.title(block.title, block.title), *to_nodes(block.blocks, env)]
    return section


def _line(line: Line, env: BuildEnvironment) -> Element:
    spans = [_span(one, env) for one in line.spans]
    paragraph: Element = nodes.paragraph("", "", *spans)
    if line.heading:
        paragraph = nodes.rubric("", "", *spans)
        paragraph["heading-level"] = 2
    paragraph["classes"] += line.style.split()
    paragraph["ids"] += [line.id] if line.id else []
    if not line.site_only:
        return paragraph
    only = addnodes.only(expr="builder_html or builder_dirhtml")
    only += paragraph
    return only


def _span(span: Span, env: BuildEnvironment) -> Node:
    if isinstance(span, str):
        return nodes.Text(span)
    if isinstance(span, Words):
        kinds: dict[str, type[nodes.TextElement]] = {"strong": nodes.strong, "em": nodes.emphasis}
        if span.style in kinds:
            return kinds[span.style](span.text, span.text)
        return nodes.inline(span.text, span.text, classes=[span.style])
    return _link(span, env)


def _link(link: Link, env: BuildEnvironment) -> Element:
    loaded = corpus_of(env.app)
    if link.kind == "work":
        return listed_reference(env, loaded.records[link.target], link.text)
    if link.kind == "author":
        return author_reference(env, loaded.authors.by_slug(link.target), link.text)
    if link.kind == "page" and link.target.startswith(f"{FOLDER}/"):
        return index_reference(env, link.target, link.text)
    if link.kind == "page":
        return document_reference(env, link.target, link.text)
    target = link.target
    if link.kind == "file" and is_site(env.app):  # elsewhere the line is left out, see `Line`
        here = env.app.builder.get_target_uri(env.current_document.docname)
        target = relative_uri(here, target)
    if link.kind == "cite":
        page = site_uri(env.app, env.current_document.docname, entry_doc(link.target))
        target = f"{page}#{CITING}"
    if link.kind == "table":
        works = site_uri(env.app, env.current_document.docname, "works")
        target = f"{works}?{link.target}"
    return nodes.reference("", link.text, refuri=target, internal=link.kind != "web")
