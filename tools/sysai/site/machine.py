"""What machines read of the site: head tags of each page, and the files beside the pages.

The texts come from `sysai.web`; here they are put where they belong.  Addresses that must be full
(canonical link, ``og:url``, sitemap) need ``html_baseurl`` and are left out without it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from docutils import nodes

from ..files import write_if_changed
from ..record import Record
from ..web import (
    api,
    api_schema,
    atom,
    card,
    highwire,
    jsonld,
    markdown,
    opengraph,
    sitemap,
    summary,
)
from ..web.coins import Coins
from ..web.opengraph import Shared
from ..web.place import Place
from . import reports
from .builder import is_site, writes_site
from .directives import SHOWN
from .generate import ENTRIES, INDEXES, corpus_of, entry_doc, share_of
from .outputkinds import Chosen, Joined, Site
from .outputs import add_chosen, add_joined, add_output, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_places: WeakKeyDictionary[Sphinx, Place] = WeakKeyDictionary()
_coins: WeakKeyDictionary[Sphinx, Coins] = WeakKeyDictionary()
_DESCRIPTION_LENGTH = 200


def _place(site: Site) -> Place:
    return Place(corpus=site.corpus, title=site.title, base_url=site.base_url, folders=site.folders)


def place_of(app: Sphinx) -> Place:
    """The site that this build makes."""
    found = _places.get(app)
    if found is None:
        found = _places[app] = _place(site_of(app))
    return found


def coins_of(app: Sphinx) -> Coins:
    """The COinS of the works, made when a page asks for them."""
    found = _coins.get(app)
    if found is None:
        found = _coins[app] = Coins(corpus_of(app))
    return found


# -- the head of each page --------------------------------------------------------------------


def entry_head(record: Record, place: Place) -> str:
    """The head tags of a work's page."""
    corpus = place.corpus
    venue = corpus.venue_of(record)
    topic = corpus.topics[f"{record.part}/{record.topic}"]
    shared = Shared(
        path=place.entry(record.key),
        title=record.title,
        description=record.takeaway,
        kind="article",
        card=card.path_of(topic.path),
        card_title=topic.title,
    )
    root = "../" * place.entry(record.key).count("/")
    return "\n".join(
        [
            *_metas("name", [("description", record.takeaway)]),
            *_metas("name", highwire.tags(record, venue, summary.plain(record, corpus))),
            *_metas("property", opengraph.tags(shared, place)),
            *_metas("name", opengraph.twitter(shared, place)),
            _alternate("text/markdown", f"{root}{markdown.twin_path(record.key)}"),
            _alternate("application/json", f"{root}{api.entry_path(record.key)}"),
            jsonld.script(jsonld.work(record, place)),
        ]
    )


def page_head(docname: str, title: str, description: str, place: Place, root_doc: str) -> str:
    """The head tags of any other page; *title* and *description* are plain text."""
    corpus = place.corpus
    part = docname.removesuffix("/index")
    spot = docname if docname in corpus.topics else part if part in corpus.parts else ""
    home = docname == root_doc
    shared = Shared(
        path=place.page(docname),
        title=place.title if home else title or place.title,
        description=description,
        card=card.path_of(spot),
        card_title=title if spot else place.title,
    )
    lines = _metas("name", [("description", description)] if description else [])
    lines += _metas("property", opengraph.tags(shared, place))
    lines += _metas("name", opengraph.twitter(shared, place))
    root = "../" * place.page(docname).count("/")
    if corpus.by_topic.get(docname) or (home and corpus.records):
        feed = atom.path_of("" if home else docname)
        lines.append(_alternate(atom.MEDIA_TYPE, f"{root}{feed}", shared.title))
    if home and (thing := jsonld.website(place, description)):
        lines.append(jsonld.script(thing))
    return "\n".join(lines)


def _metas(attribute: str, tags: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f'<meta {attribute}="{name}" content="{html.escape(content)}">' for name, content in tags
    ]


def _alternate(media_type: str, href: str, title: str = "") -> str:
    name = f' title="{html.escape(title)}"' if title else ""
    return f'<link rel="alternate" type="{media_type}" href="{html.escape(href)}"{name}>'


def _context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if is_site(app) and "hole" not in context:  # else all is told already: see `fill`
        add_to(app, pagename, context, doctree)


def add_to(
    app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None = None
) -> None:
    """Add to *context* the head tags of the page, and what its body says to machines."""
    place = place_of(app)
    folder, _, key = pagename.rpartition("/")
    record = place.corpus.records.get(key) if folder == ENTRIES else None
    if record is not None:
        head = entry_head(record, place)
        context["body"] = f"{context.get('body', '')}{reports.line_of(app, pagename, record)}"
    else:
        home = pagename == app.config.root_doc
        about = app.config.sysai_subtitle if home else _first_words(doctree)
        title = html.unescape(re.sub(r"<[^>]+>", "", context.get("title") or ""))
        head = page_head(pagename, title, about, place, app.config.root_doc)
    context["metatags"] = f"{context.get('metatags') or ''}\n{head}"
    if pagename in place.corpus.topics and "body" in context:
        context["body"] += coins_of(app).hidden(place.corpus.by_topic[pagename][-SHOWN:])


def _first_words(doctree: nodes.document | None) -> str:
    """The first paragraph of a document, cut at a word."""
    first = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    text = " ".join(first.astext().split()) if first is not None else ""
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return f"{text[:_DESCRIPTION_LENGTH].rpartition(' ')[0]} …"


# -- files beside the pages -------------------------------------------------------------------


def _entries_file(place: Place) -> dict[str, Joined]:
    head, tail = api.entries_around(place)
    keys = tuple(place.corpus.records)
    return {api.document_path("entries"): Joined(keys, head, ",\n", tail)}


def _topic_lists(place: Place) -> dict[str, Joined]:
    corpus = place.corpus
    return {
        markdown.topic_path(topic.path): Joined(
            tuple(one.key for one in corpus.by_topic[topic.path]),
            markdown.list_head(topic),
            tail="\n",
        )
        for topic in corpus.topics.values()
        if corpus.by_topic[topic.path]
    }


def _feeds(place: Place) -> dict[str, Chosen]:
    return {
        atom.path_of(one.topic): Chosen(
            one.works, partial(atom.feed, place, one.topic, one.title, one.works)
        )
        for one in atom.planned(place)
    }


def _cards(place: Place, subtitle: str, kept: Path) -> dict[str, bytes]:
    """No picture is made where no page could name it by its full address."""
    if not place.base_url:
        return {}
    made = card.cards(place.corpus, place.title, subtitle)
    return {path: card.png(one, kept) for path, one in made.items()}


def _register(app: Sphinx) -> None:
    add_output(
        app,
        "api-entry",
        record=lambda one, site: {
            api.entry_path(one.key): f"{api.dumped(api.entry(one, _place(site)))}\n"
        },
    )
    add_joined(
        app,
        "api-entries",
        piece=lambda one, site: api.dumped(api.line(one, _place(site))),
        files=lambda site: _entries_file(_place(site)),
    )
    add_output(app, "api", whole=lambda site: api.whole(_place(site)), listed=True)
    add_output(app, "api-schema", whole=lambda site: api_schema.schemas(_place(site)), listed=True)
    add_output(
        app,
        "markdown",
        record=lambda one, site: {markdown.twin_path(one.key): markdown.twin(one, _place(site))},
    )
    add_joined(
        app,
        "markdown-lists",
        piece=lambda one, site: markdown.list_line(one, _place(site)),
        files=lambda site: _topic_lists(_place(site)),
    )
    add_output(
        app,
        "llms.txt",
        whole=lambda site: {
            markdown.INDEX: markdown.index(_place(site), site.options.get("sysai_subtitle", ""))
        },
        listed=True,
    )
    add_chosen(app, "feeds", lambda site: _feeds(_place(site)))
    add_output(
        app, "robots", whole=lambda site: {"robots.txt": sitemap.robots(_place(site))}, listed=True
    )
    add_output(
        app,
        "cards",
        whole=lambda site: _cards(
            _place(site),
            site.options.get("sysai_subtitle", ""),
            Path(app.doctreedir) / "sysai-cards",
        ),
        listed=True,
    )


def _write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """At the end of each build: it names every document, and these need no record to change."""
    if not writes_site(app, exception) or not share_of(app).first:
        return
    out = Path(app.outdir)
    place = place_of(app)
    docs = {
        *app.env.found_docs,
        *(entry_doc(key) for key in place.corpus.records),
        *(f"{INDEXES}/{name}" for name in place.corpus.places.names),
    }
    files = sitemap.sitemaps(place, docs)
    for name, text in files.items():
        write_if_changed(out / name, text)
    for path in out.glob("sitemap*.xml"):
        if path.name not in files:
            path.unlink()


def setup_machine(app: Sphinx) -> None:
    """Fill the heads, register the files."""
    app.add_config_value("sysai_subtitle", "", "html", types=str)
    app.connect("html-page-context", _context)
    app.connect("build-finished", _write_sitemap)
    _register(app)
