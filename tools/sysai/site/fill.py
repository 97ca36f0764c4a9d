"""Many pages in the theme's frame, which is rendered once for all that have the same.

Around the pages of works stands the same but for a few words: title, head tags, path, text, what
stands beside it.  Rendering the theme's template takes ten times longer than making these, so it
is rendered with *holes* in their places, once for each folder, kind of page and state of the bar::

    pages = Filler(app)
    pages.write("entries/muller1998crumb", Page("Crumb", "<p>…</p>", [("breads/index", "Breads")]))

What stands in ``<main>`` is rendered for each page, from the theme's ``main.html``, which the
whole template includes too.  Where the handbook has templates of another theme, or an extension
looks at every page, each is rendered whole by Sphinx.
"""

from __future__ import annotations

import html
import posixpath
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from jinja2.filters import do_striptags
from markupsafe import escape

from ..files import put
from . import frame, machine

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

THEME = Path(__file__).parent.parent / "theme"
#: Whose listeners (alabaster comes with Sphinx) look at nothing of a page but what stands here.
_KNOWN = ("sphinx", "alabaster", "myst_parser", __name__.partition(".")[0])
_HOLE = re.compile("\ue000([a-z ]+)\ue001")


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into the theme's frame: plain title, HTML body, the documents above it."""

    title: str
    body: str
    parents: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """A rendered template in pieces: text, name of a hole, text, …; ``inner`` is what ``<main>`` holds."""

    page: tuple[str, ...]
    inner: tuple[str, ...]


def _hole(name: str) -> str:
    """What marks the place *name*: signs for private use, which no filter of a template changes."""
    return f"\ue000{name}\ue001"


def _filled(pieces: Sequence[str], values: Mapping[str, str]) -> str:
    return "".join(values[piece] if place % 2 else piece for place, piece in enumerate(pieces))


class Filler:
    """Writes pages of the site that is being built."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        environment = self._builder.templates.environment
        self._main = environment.get_template("main.html") if _are_alike(app, environment) else None
        self._frames: dict[tuple[Any, ...], _Frame] = {}
        self._bars: dict[str, list[dict[str, Any]]] = {}

    def write(self, docname: str, page: Page) -> None:
        """Write *page* as the document *docname*."""
        context = self._context(docname, page)
        if self._main is None:
            self._builder.handle_page(docname, context)
            return
        context["bar"] = self._bar(docname)
        frame.add_to(self._app, docname, context)
        machine.add_to(self._app, docname, context)
        found = self._frame(docname, context)
        inner = _filled(found.inner, {"body": context["body"]})
        main = self._main.render(context, inner=inner)
        text = _filled(found.page, {"main": main, **self._values(docname, context)})
        config = self._app.config
        target = self._builder.get_output_path(docname)
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, text.encode(config.html_output_encoding, "xmlcharrefreplace"))

    def _context(self, docname: str, page: Page) -> dict[str, Any]:
        """What Sphinx tells the template of a document, for one that is none."""
        parents = [
            {
                "link": self._builder.get_relative_uri(docname, doc),
                "title": html.escape(title, quote=False),
            }
            for doc, title in page.parents
        ]
        return {
            "parents": parents,
            "prev": None,
            "next": None,
            "title": html.escape(page.title, quote=False),
            "meta": {},
            "body": page.body,
            "metatags": "",
            "rellinks": [],
            "sourcename": "",
            "toc": "",
            "display_toc": False,
            "page_source_suffix": ".md",
        }

    def _values(self, docname: str, context: Mapping[str, Any]) -> dict[str, str]:
        """What goes into the holes outside ``<main>``, as the template's filters would write it."""
        values = {"title": _shown(context["title"]), "metatags": context["metatags"]}
        for side in ("prev", "next"):
            if link := context[side]:
                values[f"{side} title"] = _shown(link["title"])
                values[f"{side} link"] = str(escape(link["link"]))
        base = self._app.config.html_baseurl
        if base:
            uri = self._builder.get_target_uri(docname)
            values["pageurl"] = str(escape(posixpath.join(base, uri)))
        return values

    def _bar(self, docname: str) -> list[dict[str, Any]]:
        """The bar of pages that stand where *docname* stands; none of them is in it."""
        folder = docname.rpartition("/")[0]
        if folder not in self._bars:
            self._bars[folder] = frame.bar(self._app, docname)
        return [{**link} for link in self._bars[folder]]

    def _frame(self, docname: str, context: Mapping[str, Any]) -> _Frame:
        bar = tuple(tuple(link.items()) for link in context["bar"])
        sides = (bool(context["prev"]), bool(context["next"]))
        known = (docname.rpartition("/")[0], context["page_type"], bar, sides)
        if known not in self._frames:
            self._frames[known] = self._rendered(docname, context)
        return self._frames[known]

    def _rendered(self, docname: str, context: Mapping[str, Any]) -> _Frame:
        """The frame of the page *docname*, with holes, as Sphinx renders it."""
        holes: dict[str, Any] = {"hole": _hole("main")}
        for name in ("title", "metatags", "body", "pageurl"):
            holes[name] = _hole(name)
        if not self._app.config.html_baseurl:
            holes["pageurl"] = None
        for side in ("prev", "next"):
            if context[side]:
                holes[side] = {
                    "title": _hole(f"{side} title"), "link": _hole(f"{side} link"),
                }  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="sysai-") as folder:
            file = Path(folder) / "frame.html"
            self._builder.handle_page(docname, {**context, **holes}, outfilename=file)
            text = file.read_text(self._app.config.html_output_encoding)
        before, inner, after = text.split(_hole("main"))
        page = _HOLE.split(f"{before}{_hole('main')}{after}")
        return _Frame(tuple(page), tuple(_HOLE.split(inner)))


def _are_alike(app: Sphinx, environment: Any) -> bool:
    """Whether pages differ in nothing but what `Filler` puts in."""
    listeners = app.events.listeners.get("html-page-context", ())
    # A function of conf.py has no module.
    modules = (str(getattr(one.handler, "__module__", None)) for one in listeners)
    layout = Path(environment.get_template("layout.html").filename)
    page = Path(environment.get_template("page.html").filename)
    own = layout.parent == THEME and page.is_relative_to(Path(sphinx.__file__).parent)
    return own and all(module.partition(".")[0] in _KNOWN for module in modules)


def _shown(title: str) -> str:
    """*title* as the template's ``striptags|e`` writes it."""
    return str(escape(do_striptags(title)))
