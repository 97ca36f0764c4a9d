"""Citations on the site: files in every format, links to them, and the reader's bibliography.

The links are plain HTML; a script adds what needs one: copying a reference in a style, and
choosing works, which are kept in the reader's browser (``choose.js``).
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from ..formats import FORMATS, citable, files
from ..formats.styles import STYLES, Styler, text
from ..record import Record
from . import views
from .builder import is_site
from .generate import corpus_of, share_of
from .outputkinds import Joined, Site
from .outputs import add_joined, add_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class cite_files(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Links to the citation files of a work ("key") or of a group ("group")."""


def links(key: str = "", group: str = "", formats: tuple[str, ...] = ()) -> nodes.Element:
    """The links to the files of one work, or of a group; in some formats or all, on the site only."""
    only = addnodes.only(expr="builder_html or builder_dirhtml")
    only += cite_files(key=key, group=group, formats=formats or tuple(FORMATS))
    return only


class CiteFilesDirective(SphinxDirective):
    """The files of the work with the key, or of the group, that stands as argument."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """The links."""
        name = self.arguments[0]
        loaded = corpus_of(self.env.app)
        views.note(self.env, "files", name)
        if found := loaded.resolve(name):
            return [links(key=found.key)]
        if name in files.groups(loaded):
            return [links(group=name)]
        raise self.error(f"{name!r} is neither a key nor a part, a topic or {files.ALL!r}")


def links_html(here: str, key: str, group: str, formats: Iterable[str]) -> str:
    """The links as HTML, for the page with the address *here*."""
    paths = {
        FORMATS[name].title: files.work_path(key, FORMATS[name])
        if key
        else files.group_path(group, FORMATS[name])
        for name in formats
    }
    anchors = " ".join(
        f'<a href="{html.escape(relative_uri(here, path))}" download>{html.escape(title)}</a>'
        for title, path in paths.items()
    )
    attribute = f' data-key="{html.escape(key)}"' if key else ""
    label = "Download" if key else "Cite these works"
    styles = " ".join(style.title for style in STYLES) if key else ""
    return (
        f'<div class="cite-files"{attribute} data-styles="{styles}" data-pagefind-ignore>'
        f"<p>{label}: {anchors}</p></div>\n"
    )


def _visit(translator: HTML5Translator, node: cite_files) -> None:
    builder = translator.builder
    here = builder.get_target_uri(builder.current_docname)
    translator.body.append(links_html(here, node["key"], node["group"], node["formats"]))
    raise nodes.SkipNode


# -- files ------------------------------------------------------------------------------------


class Pieces:
    """The text of each work in each format, made once though two kinds of file hold it.

    *wanted* tells which works will be asked for: references are made several at a time.
    """

    def __init__(self, wanted: Callable[[Record], bool]) -> None:
        self._wanted = wanted
        self._made: dict[tuple[str, str, str], str] = {}
        self._styler: Styler | None = None
        self._groups: dict[str, tuple[str, ...]] | None = None

    def groups(self, site: Site) -> Mapping[str, tuple[str, ...]]:
        """The groups that have a file in each format, with the keys of their works."""
        if self._groups is None:
            self._groups = files.groups(site.corpus) | files.author_groups(site.corpus)
        return self._groups

    def of(self, record: Record, site: Site, name: str) -> str:
        """*record* in the format *name*; nothing for a work that is not citable yet."""
        if not record.citable:
            return ""
        at = (record.key, record.where.digest, name)
        if at not in self._made:
            venue = site.corpus.venue_of(record)
            if name == "text":
                if self._styler is None:
                    works = filter(self._wanted, citable(site.corpus.records.values()))
                    self._styler = Styler((one, site.corpus.venue_of(one)) for one in works)
                self._made[at] = text(self._styler.of(record.key))
            else:
                self._made[at] = FORMATS[name].pieces([(record, venue)])[0]
        return self._made[at]


def _work_files(pieces: Pieces, record: Record, site: Site) -> dict[str, str | bytes]:
    if not record.citable:
        return {}
    return {
        files.work_path(record.key, form): form.head + pieces.of(record, site, name) + form.tail
        for name, form in FORMATS.items()
    }


def _group_files(name: str, groups: Mapping[str, tuple[str, ...]]) -> dict[str, Joined]:
    form = FORMATS[name]
    return {
        files.group_path(group, form): Joined(keys, form.head, form.between, form.tail)
        for group, keys in groups.items()
    }


def _register(app: Sphinx) -> None:
    pieces = Pieces(lambda record: share_of(app).has_work(record))
    add_output(app, "cite", record=lambda record, site: _work_files(pieces, record, site))

    def piece_in(name: str) -> Callable[[Record, Site], str]:
        return lambda record, site: pieces.of(record, site, name)

    def files_in(name: str) -> Callable[[Site], dict[str, Joined]]:
        return lambda site: _group_files(name, pieces.groups(site))

    for name in FORMATS:
        add_joined(app, f"cite-{name}", piece=piece_in(name), files=files_in(name))


def _add_script(app: Sphinx) -> None:
    if is_site(app):
        app.add_js_file("sysai/choose.js", type="module")
        app.add_css_file("sysai-cite.css")


def setup_cite(app: Sphinx) -> None:
    """Register files, links and the script."""
    app.add_node(cite_files, html=(_visit, None))  # no other writer meets one: see `links`
    app.add_directive("cite-files", CiteFilesDirective)
    app.connect("builder-inited", _add_script)
    _register(app)
