"""What stands around a page: the bar on top, neighbours, and what search keeps of it.

Nothing here grows with the handbook: a chapter shows the chapters of its part, an entry the few
works next to it in topic and time.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from .. import reference
from ..corpus import Corpus
from ..record import Record
from . import views
from .generate import INDEXES, corpus_of, entry_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

#: Of the scripts and styles that Sphinx puts on every page, those that our pages do not need.
UNUSED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "pygments.css")


def _context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.builder.name not in ("html", "dirhtml"):
        return
    for files in ("script_files", "css_files"):
        context[files] = [one for one in context[files] if not _is_unused(one)]
    if "hole" in context:  # all is told already: see `fill`
        return
    add_to(app, pagename, context)
    hidden = "nosearch" in app.env.metadata.get(pagename, {})
    if doctree is not None and pagename != app.config.root_doc and not hidden:
        # The heading holds a link mark too, so the result's title is given in full.
        title_meta = f'<span data-pagefind-meta="title">{context["title"]}</span>'
        context["search_open"] = (
            f'<div data-pagefind-body data-pagefind-filter="kind:page">'
            f"<div hidden data-pagefind-ignore>{title_meta}</div>"
        )


def add_to(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Add to *context* what the theme shows around the page; the bar may be in it already."""
    loaded = corpus_of(app)
    if "bar" not in context:
        context["bar"] = bar(app, pagename)
    record = loaded.records.get(pagename.removeprefix("entries/"))
    if record is not None and pagename == entry_doc(record.key):
        context["page_type"] = "entry"
        context["work"] = _work(app, record, loaded)
        for link in context["bar"]:
            link["within"] = link["doc"] == f"{record.part}/index"
        context["search_open"] = _search_open(record, loaded)
        _neighbours(app, record, loaded, context)
        return
    context["page_type"] = _page_type(app, pagename, loaded)
    if context["page_type"] in ("home", "index"):
        context["prev"] = context["next"] = None
    if context["page_type"] == "chapter":
        context["nav"] = _part_nav(app, pagename, loaded)


def _is_unused(one: Any) -> bool:
    return str(getattr(one, "filename", one)).endswith(UNUSED)


def _page_type(app: Sphinx, pagename: str, loaded: Corpus) -> str:
    """What the style sheet needs to know: home, part, chapter, index, or plain page."""
    if pagename == app.config.root_doc:
        return "home"
    if pagename in loaded.topics:
        return "chapter"
    if pagename.startswith(f"{INDEXES}/"):
        return "index"
    return "part" if pagename.split("/")[0] in loaded.parts else "page"


def bar_documents(app: Sphinx) -> list[tuple[str, str]]:
    """(document, title) of the links on top: the root's own pages, and after the parts all works."""
    titles = app.env.titles
    docs = app.env.toctree_includes.get(app.config.root_doc, ())
    found = [(doc, titles[doc].astext()) for doc in docs if doc in titles]
    after = sum(doc.partition("/")[0] in corpus_of(app).parts for doc, _ in found)
    return [*found[:after], ("works", "Works"), *found[after:]]


def bar(app: Sphinx, pagename: str) -> list[dict[str, Any]]:
    """The links on top, as the page *pagename* has them."""
    links = []
    for doc, title in bar_documents(app):
        link = _link(app, pagename, doc, title)
        link["doc"] = doc
        link["within"] = doc.endswith("/index") and pagename.startswith(doc.removesuffix("index"))
        links.append(link)
    return links


def _part_nav(app: Sphinx, pagename: str, loaded: Corpus) -> dict[str, Any]:
    part = pagename.split("/")[0]
    topics = [one for one in loaded.topics.values() if one.part == part]
    return {
        "up": _link(app, pagename, f"{part}/index", loaded.parts[part]),
        "links": [_link(app, pagename, one.path, one.title) for one in topics],
    }


def _link(app: Sphinx, here: str, docname: str, title: str) -> dict[str, Any]:
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    current = here == docname
    uri = "#" if current else builder.get_relative_uri(here, docname)
    return {"uri": uri, "title": title, "current": current}


def _work(app: Sphinx, record: Record, loaded: Corpus) -> dict[str, Any]:
    """The box beside a work: how to cite it, and the works next to it in topic and time."""
    here = entry_doc(record.key)
    topic = loaded.topics[record.topics[0]]
    related = {one.key for found in loaded.related(record) for one in found.records}
    before, after = loaded.near(record, views.NEAR)
    near = [
        {
            **_link(app, here, entry_doc(one.key), one.name or one.title),
            "year": one.year,
            "language": "" if one.name else one.language,
        }
        for one in (*before, *after)
        if one.key not in related
    ]
    return {
        "key": record.key,
        "citable": record.citable,
        "reference": _reference_html(record, loaded),
        "topic": _link(app, here, topic.path, topic.title),
        "near": near,
    }


def _reference_html(record: Record, loaded: Corpus) -> str:
    """The full reference as HTML, a title in another language marked so."""
    found = ""
    for piece in reference.pieces(record, loaded.venue_of(record)):
        text = html.escape(piece.text)
        if record.language and piece.text.startswith(record.title):
            text = f'<span lang="{html.escape(record.language)}">{text}</span>'
        found += f"<i>{text}</i>" if piece.emphasis else text
    return found


def _neighbours(app: Sphinx, record: Record, loaded: Corpus, context: dict[str, Any]) -> None:
    """Previous and next work of the same chapter."""
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]

    def to(found: tuple[Record, ...]) -> dict[str, str] | None:
        if not found:
            return None
        link = builder.get_relative_uri(entry_doc(record.key), entry_doc(found[0].key))
        title = html.escape(found[0].title)
        return {"link": link, "title": title, "language": found[0].language}

    before, after = loaded.near(record, 1)
    context["prev"], context["next"] = to(before), to(after)


def _search_open(record: Record, loaded: Corpus) -> str:
    """The element that Pagefind indexes as this work, with what its result card shows."""
    venue = loaded.venue_of(record)
    meta = {
        "title": record.title,
        "name": record.name,
        "language": record.language,
        "authors": reference.long_names(record),
        "who": reference.short_names(record),
        "venue": reference.short_venue(record, venue),
        "published": reference.published_in(record, venue),
        "takeaway": record.takeaway,
        "tags": ", ".join(record.tags),
    }
    filters = {
        "part": loaded.parts.get(record.part, record.part),
        "topic": loaded.topics[record.topics[0]].title,
        "kind": record.kind.value,
        "year": str(record.year),
        "venue": record.venue,
        "code": "yes" if record.link("code") else "no",
    }
    spans = "".join(
        f'<span data-pagefind-meta="{name}">{html.escape(value)}</span>'
        for name, value in meta.items()
        if value
    ) + "".join(
        f'<span data-pagefind-filter="{name}">{html.escape(value)}</span>'
        for name, value in filters.items()
        if value
    )
    return f"<div data-pagefind-body><div hidden data-pagefind-ignore>{spans}</div>"


def _note_frame(app: Sphinx, docname: str, source: list[str]) -> None:
    """An entry's frame shows its neighbours; a chapter's the part's chapters, and its works."""
    record = corpus_of(app).records.get(docname.removeprefix("entries/"))
    if record is not None and docname == entry_doc(record.key):
        views.note(app.env, "near", record.key)
    else:
        views.note(app.env, "parts", "")
        if docname in corpus_of(app).topics:
            views.note(app.env, "topic", docname)


def setup_frame(app: Sphinx) -> None:
    """Fill each page's template context, and note what it shows of other works."""
    app.connect("html-page-context", _context)
    app.connect("source-read", _note_frame)
