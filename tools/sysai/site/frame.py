"""What stands around a page: neighbours within the chapter, sidebar, search attributes.

The sidebar of an entry lists the works of its chapter, that of a chapter its part: its size
depends on the topic, never on the handbook.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from .. import reference
from ..corpus import Corpus
from ..record import Record
from . import views
from .generate import corpus_of, entry_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def _context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.builder.format != "html" or app.builder.name.startswith("epub"):
        return
    context.setdefault("default_mode", "auto")  # light or dark as the reader's system has it
    loaded = corpus_of(app)
    record = loaded.records.get(pagename.removeprefix("entries/"))
    if record is not None and pagename == entry_doc(record.key):
        _neighbours(app, record, loaded, context)
        topic = loaded.topics[f"{record.part}/{record.topic}"]
        links = [_link(app, pagename, entry_doc(one.key), one.name or one.title)
                 for one in loaded.own(topic.path)]  # fmt: skip
        title, doc = topic.title, topic.path
        context["sysai_search_open"] = _search_open(record, loaded)
    else:
        part = pagename.split("/")[0] if "/" in pagename else ""
        if part in loaded.parts:
            topics = [one for one in loaded.topics.values() if one.part == part]
            links = [_link(app, pagename, one.path, one.title) for one in topics]
            title, doc = loaded.parts[part], f"{part}/index"
        else:
            links = [_link(app, pagename, f"{part}/index", title)
                     for part, title in loaded.parts.items()]  # fmt: skip
            title, doc = "Handbook", app.config.root_doc
        hidden = "nosearch" in app.env.metadata.get(pagename, {})
        if doctree is not None and pagename != app.config.root_doc and not hidden:
            # The heading holds a link mark too, so the result's title is given in full.
            title_meta = f'<span data-pagefind-meta="title">{context["title"]}</span>'
            context["sysai_search_open"] = (
                f'<div data-pagefind-body data-pagefind-filter="kind:page">'
                f"<div hidden data-pagefind-ignore>{title_meta}</div>"
            )
    context["sysai_nav"] = {"links": links, "up": _link(app, pagename, doc, title)}


def _link(app: Sphinx, here: str, docname: str, title: str) -> dict[str, Any]:
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    current = here == docname
    uri = "#" if current else builder.get_relative_uri(here, docname)
    return {"uri": uri, "title": title, "current": current}


def _neighbours(app: Sphinx, record: Record, loaded: Corpus, context: dict[str, Any]) -> None:
    """Previous and next work of the same chapter; the chapter itself before the first."""
    topic = f"{record.part}/{record.topic}"
    keys = [one.key for one in loaded.own(topic)]
    here = keys.index(record.key)

    def to(key: str) -> dict[str, str]:
        builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        link = builder.get_relative_uri(entry_doc(record.key), entry_doc(key))
        return {"link": link, "title": html.escape(loaded.records[key].title)}

    context["prev"] = to(keys[here - 1]) if here > 0 else None
    context["next"] = to(keys[here + 1]) if here + 1 < len(keys) else None


def _search_open(record: Record, loaded: Corpus) -> str:
    """The element that Pagefind indexes as this work, with what its result card shows."""
    venue = loaded.venue_of(record)
    meta = {
        "title": record.title,
        "name": record.name,
        "authors": reference.long_names(record),
        "venue": reference.short_venue(record, venue),
        "published": reference.published_in(record, venue),
        "takeaway": record.takeaway,
    }
    filters = {
        "part": loaded.parts.get(record.part, record.part),
        "topic": loaded.topics[f"{record.part}/{record.topic}"].title,
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
    """An entry's frame shows its chapter's list; a chapter's frame the part's chapters."""
    loaded = corpus_of(app)
    record = loaded.records.get(docname.removeprefix("entries/"))
    if record is not None and docname == entry_doc(record.key):
        views.note(app.env, "topic", f"{record.part}/{record.topic}")
    else:
        views.note(app.env, "parts", "")


def setup_frame(app: Sphinx) -> None:
    """Fill each page's template context, and note what it shows of other works."""
    app.connect("html-page-context", _context)
    app.connect("source-read", _note_frame)
