"""The table of all works: pages that are plain tables, and the files that make one of them.

Without a script the table is read page by page, the newest works first; with one, the first page
filters and sorts all works from ``find/works.json``.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import browse, reference
from ..lexicon import Weights, lexicon, weights_of
from ..volumes import MOST, of_site
from .generate import corpus_of, entry_doc, share_of
from .outputs import Site, add_gathered, add_output

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from ..corpus import Corpus
    from ..record import Record

#: How many bytes of rows one page holds; an index page is to stay under 300 KB.
BYTES = 200_000


def files(site: Site) -> dict[str, str]:
    """The files that the table loads."""
    return {
        "find/works.json": _json(browse.table(site.corpus)),
        "find/texts.json": _json(browse.texts(site.corpus)),
    }


def words(site: Site, weights: Mapping[str, Weights]) -> dict[str, str]:
    """The files of words that the search loads, of the *weights* of each work's."""
    volumes = of_site(site.corpus, site.share, site.options.get("sysai_search_volume", MOST))
    found = lexicon(weights, volumes)
    return {f"find/words/{name}.json": _json(held) for name, held in found.items()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name not in ("html", "dirhtml") or not share_of(app).first:
        return
    loaded = corpus_of(app)
    found = list(chunks(app, loaded))
    names = [page_name(place) for place in range(len(found))]
    for place, (name, chunk) in enumerate(zip(names, found, strict=True)):
        steps = [
            {
                "uri": "#" if other == name else app.builder.get_relative_uri(name, other),
                "years": years,
                "current": other == name,
            }
            for other, (_, years) in zip(names, found, strict=True)
        ]
        context = {
            "title": f"All works ({place + 1})" if place else "All works",
            "rows": chunk[0],
            "steps": steps,
            "count": len(loaded.records),
            "first": place == 0,
        }
        yield name, context, "works.html"
    _remove_from(app, len(found))


def _remove_from(app: Sphinx, place: int) -> None:
    """Remove the pages from *place* on, which a larger handbook had."""
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    while (page := Path(builder.get_outfilename(page_name(place)))).is_file():
        page.unlink()
        place += 1


def page_name(place: int) -> str:
    """The name of the page at *place*, counted from 0."""
    return "works" if place == 0 else f"works-{place + 1}"


def chunks(app: Sphinx, loaded: Corpus) -> Iterator[tuple[str, str]]:
    """Rows as HTML with the years they are of, as many as a page may hold."""
    rows: list[str] = []
    years: list[int] = []
    size = 0
    for record in browse.newest_first(loaded):
        row = _row(app, record, loaded)
        length = len(row.encode())
        if rows and size + length > BYTES:
            yield "".join(rows), _span(years)
            rows, years, size = [], [], 0
        rows.append(row)
        years.append(record.year)
        size += length
    yield "".join(rows), _span(years)


def _span(years: list[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[-1]}–{years[0]}"


def _row(app: Sphinx, record: Record, loaded: Corpus) -> str:
    uri = app.builder.get_relative_uri("works", entry_doc(record.key))
    language = f' lang="{html.escape(record.language)}"' if record.language else ""
    topic = loaded.topics[record.topics[0]].title
    cells = (record.venue, str(record.year), topic, record.kind.value,
             "yes" if record.link("code") else "")  # fmt: skip
    return (
        f'<tr data-key="{record.key}"><th scope="row"><a href="{html.escape(uri)}"{language}>'
        f"{html.escape(record.title)}</a> <span>{html.escape(_named(record))}</span>"
        "</th>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"
    )


def _named(record: Record) -> str:
    """Who, after the name where the title does not tell it."""
    who = reference.short_names(record)
    return who if record.name in record.title else f"{record.name} · {who}"


def setup_works(app: Sphinx) -> None:
    """Register the pages and their files."""
    app.connect("html-collect-pages", _pages)
    add_output(app, "find", whole=files)
    add_gathered(app, "words", piece=lambda record, _: weights_of(record), files=words)
