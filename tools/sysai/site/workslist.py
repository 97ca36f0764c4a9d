"""The list of a chapter's works, which on the site is one node of the chapter's tree.

As a list of paragraphs with references it would be most of what a chapter consists of, and each
of Sphinx's transforms would walk through it.  It holds nothing that a transform could change, so
its HTML is written when the chapter's is.  In books the works are nodes: see `directives`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .. import reference
from .generate import corpus_of, entry_doc

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from ..corpus import Corpus
    from ..record import Record


class works_list(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The works with the ``keys``, in this order."""


def facts(record: Record, corpus: Corpus) -> str:
    """Who wrote *record*, and where and when it was published."""
    venue = reference.short_venue(record, corpus.venue_of(record))
    who = reference.parenthetical(record).rpartition(",")[0]
    return f"{who} · {venue}"


def _visit(translator: HTML5Translator, node: works_list) -> None:
    builder = translator.builder
    corpus = corpus_of(builder._app)
    text, attribute = translator.encode, translator.attval
    found = [f'<ul class="{attribute(" ".join(node["classes"]))}">\n']
    for record in (corpus.records[key] for key in node["keys"]):
        uri = builder.get_relative_uri(builder.current_docname, entry_doc(record.key))
        language = f' lang="{attribute(record.language)}"' if record.language else ""
        found.append(
            f'<li><p class="work-head"><a class="reference internal" href="{attribute(uri)}">'
            f"<span{language}>{text(record.title)}</span></a></p>\n"
            f'<p class="work-facts">{text(facts(record, corpus))}</p>\n'
            f'<p class="work-takeaway">{text(record.takeaway)}</p>\n</li>\n'
        )
    translator.body += [*found, "</ul>\n"]
    raise nodes.SkipNode


def setup_works_list(app: Sphinx) -> None:
    """Register the node; no builder but the site's meets one."""
    app.add_node(works_list, html=(_visit, None))
