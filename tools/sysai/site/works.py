"""The table of all works: pages that are plain tables, and the files that make one of them.

Without a script the table is read page by page, the newest works first; with one, the first page
filters and sorts all works from ``find/works.json``.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import browse, lexicon, reference
from ..fingerprint import digest
from ..states import read_state, write_state
from ..volumes import MOST, Volume, of_site
from .generate import corpus_of, entry_doc, share_of
from .outputkinds import Gathered, Joined, Site
from .outputs import add_gathered, add_joined, add_output
from .sitepages import frame_digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

    from ..corpus import Corpus
    from ..record import Record

#: How many bytes of rows one page holds; an index page is to stay under 300 KB.
BYTES = 200_000


def files(site: Site) -> dict[str, str]:
    """The file of columns that the table loads; `texts` stands beside it."""
    return {"find/works.json": _json(browse.table(site.corpus))}


def texts(site: Site) -> dict[str, Joined]:
    """What readers look for besides: a line a work, in the order of the table."""
    keys = tuple(one.key for one in browse.newest_first(site.corpus))
    return {"find/texts.json": Joined(keys, "[", ",", "]")}


def words(site: Site, weights: Gathered) -> dict[str, str | None]:
    """The files of words that the search loads, of the `weights_of` each work.

    Words are counted by first letter, and the counts kept: those of a work that changed are taken
    out and put in again, and only files of letters that it touches are made anew.
    """
    volumes = of_site(site.corpus, site.share, site.options.get("sysai_search_volume", MOST))
    # Where the site is built at once, a work stays in the volume of its name.
    names = tuple(one.keys if site.share.partial else one.name for one in volumes)
    counts = _recounted(weights, volumes) if weights.kept("volumes") == names else None
    if counts is None:
        counts = lexicon.counted(weights.every(), volumes)
    weights.keep("volumes", names)
    made: dict[str, list[str]] = weights.kept("files") or {}
    found: dict[str, str | None] = {}
    for first in lexicon.FIRST:
        if first not in counts:
            found |= dict.fromkeys(made[first])
            continue
        weights.keep(f"counts {first}", counts[first])
        held = lexicon.files(first, counts[first], len(volumes) > 1)
        texts = {f"find/words/{name}.json": _json(content) for name, content in held}
        made[first] = list(texts)
        found |= texts
    weights.keep("files", made)
    return found


def _recounted(weights: Gathered, volumes: Sequence[Volume]) -> dict[str, lexicon.Counts] | None:
    """The counts that changed, by first letter; None where all has to be counted anew."""
    places = lexicon.places_of(volumes)
    if weights.anew or any(new is None for _, new in weights.changed.values()):
        return None
    found: dict[str, lexicon.Counts] = {}
    for key, (old, new) in weights.changed.items():
        before = set(old.items()) if old else set()
        now = set(new.items())
        for number, some in ((-1, before - now), (1, now - before)):
            for one in some:
                first = lexicon.first_of(one[0])
                if first not in found:
                    found[first] = weights.kept(f"counts {first}")
                lexicon.recount(found[first], places.get(key, 0), [one], number)
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if app.builder.name not in ("html", "dirhtml") or not share_of(app).first:
        return
    loaded = corpus_of(app)
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    state = Path(app.doctreedir) / "sysai-works.state"
    shown = digest(frame_digest(app), loaded.prints.listed, BYTES)
    made: int | None = read_state(state, shown)
    if made is not None and all(
        Path(builder.get_outfilename(page_name(place))).is_file() for place in range(made)
    ):
        return
    state.unlink(missing_ok=True)  # a build that is stopped here makes all of them anew
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
    write_state(state, shown, len(found))


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
    add_output(app, "find", whole=files, listed=True)
    add_joined(app, "texts", piece=lambda record, _: _json(browse.text(record)), files=texts)
    add_gathered(app, "words", piece=lambda record, _: lexicon.weights_of(record), files=words)
