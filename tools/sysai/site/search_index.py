"""Search through Pagefind instead of Sphinx's own index, which every reader would load whole.

When the pages are written, the part of each that is marked ``data-pagefind-body`` is laid out for
Pagefind, one folder a volume (see `volumes`); only volumes of which a page changed are made
anew.  What Pagefind writes and the site does not load stays behind.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..files import put, write_if_changed
from ..fingerprint import digest, program
from ..states import read_state, write_state
from ..volumes import ENGINE, FOLDER, MOST, Volume, engine, volumes
from .builder import writes_site
from .generate import ENTRIES, corpus_of, entry_doc, share_of
from .sitepages import written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

logger = logging.getLogger(__name__)

#: What the text of a page does not lend to search: marks, code, sources, and on a work's page what
#: is a fact of its result already.
UNSEARCHED = (
    "a.headerlink",
    "h1",
    ".highlight",
    ".entry-takeaway",
    ".entry-people",
    ".entry-facts",
    ".entry-links",
    ".entry-tags",
)

#: What the browser loads of a volume, and of the first one besides.
LOADED = ("pagefind-entry.json", "*.pf_meta", "index/*", "filter/*", "fragment/*")
LOADED_FIRST = ("pagefind.js", "wasm.*.pagefind")

#: Tags that say the language of the page, and what kind of page it is.
_AROUND = re.compile(r"<(?:html|body)\b[^>]*>")
#: How the body of a work's page begins, and what follows its text there.
_OF_WORK = '<body class="page-entry'
_CITE = '<section id="cite">'


@dataclass(slots=True)
class _State:
    """What the index was made of: a digest of everything, and of what each volume holds.

    ``pages``: document -> digest of its page, or when it was written; and digest of what is searched.
    """

    whole: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    volumes: dict[str, str] = field(default_factory=dict)


def _index(app: Sphinx, exception: Exception | None) -> None:
    """Bring the volumes up to date; a failure of Pagefind fails the build."""
    if not writes_site(app, exception) or not app.config.sysai_search:
        return
    state = Path(app.doctreedir) / "sysai-search.state"
    made: _State = read_state(state, FOLDER) or _State()
    everything, works = written(app, ENTRIES)
    prose = {doc: str(_page(app, doc).stat().st_mtime_ns) for doc in sorted(_documents(app))}
    around = digest(program(), version("pagefind"), app.outdir)
    whole = digest(around, app.config.sysai_search_volume, everything, prose)
    if made.whole == whole and (Path(app.outdir) / ENGINE).is_file():
        return
    found = volumes_of(app)
    now = _State(whole)
    for doc, page in (works | prose).items():
        before = made.pages.get(doc)
        if before is None or before[0] != page:
            before = (page, digest(searched(_page(app, doc).read_text(encoding="utf-8"))))
        now.pages[doc] = before
    for one in found:
        shown = (now.pages[doc][1] for doc in _docs(one, prose))
        now.volumes[one.name] = digest(around, one is found[0], *shown)
    state.unlink(missing_ok=True)  # a build that is stopped here makes all of them anew
    outdated = [one for one in found if not _is_made(app, one, made, now)]
    with ThreadPoolExecutor(max(1, app.parallel)) as pool:
        list(pool.map(lambda one: _make(app, one, _docs(one, prose), one is found[0]), outdated))
    if found[0].name:
        write_if_changed(Path(app.outdir) / ENGINE, engine([one.name for one in found]))
    _remove_others(app, found)
    write_state(state, FOLDER, now)
    logger.info("sysai: %d of %d volumes of the search index made", len(outdated), len(found))


def volumes_of(app: Sphinx) -> tuple[Volume, ...]:
    """The volumes that this build writes."""
    return volumes(corpus_of(app), share_of(app), app.config.sysai_search_volume)


def _documents(app: Sphinx) -> Iterator[str]:
    return (
        doc
        for doc in app.env.found_docs
        if share_of(app).has_document(doc) and _page(app, doc).is_file()
    )


def _page(app: Sphinx, docname: str) -> Path:
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    return Path(builder.get_output_path(docname))


def _docs(volume: Volume, prose: Iterable[str]) -> list[str]:
    """The documents of *volume*."""
    return [*map(entry_doc, volume.keys), *(prose if volume.pages else ())]


def _is_made(app: Sphinx, volume: Volume, made: _State, now: _State) -> bool:
    there = (Path(app.outdir) / volume.folder / "pagefind-entry.json").is_file()
    return there and made.volumes.get(volume.name) == now.volumes[volume.name]


def _make(app: Sphinx, volume: Volume, docs: Iterable[str], first: bool) -> None:
    """Let Pagefind make *volume* of the pages *docs*."""
    with tempfile.TemporaryDirectory(prefix="sysai-search-") as name:
        pages, made = Path(name, "pages"), Path(name, "made")
        put_in = _Folder(pages)
        for path in (_page(app, doc) for doc in docs):
            lean = searched(path.read_text(encoding="utf-8"))
            if lean:
                put_in.put(path.relative_to(app.outdir).as_posix(), lean)
        command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(pages)]
        command += ["--output-path", str(made), "--exclude-selectors", ", ".join(UNSEARCHED)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ExtensionError(f"the search index was not built: {done.stderr or done.stdout}")
        _take(made, Path(app.outdir) / volume.folder, (*LOADED, *(LOADED_FIRST if first else ())))


def searched(page: str) -> str:
    """What Pagefind needs to see of *page*, a page of the theme; empty where it is not searched.

    A work's page ends for search where it tells how to cite the work: that, related works and
    sources are half of the page, and lend nothing to search.
    """
    start = page.find("<div data-pagefind-body")
    if start < 0:
        return ""
    around = "".join(_AROUND.findall(page, 0, start))
    end = page.rindex("</article>")
    cite = page.find(_CITE, start, end) if _OF_WORK in around else -1
    shown = f"{page[start:cite]}</section>\n" if cite >= 0 else page[start:end]
    return f"<!doctype html>{around}{shown}</article></div></body></html>\n"


class _Folder:
    """Puts many files into the folder *root*; each folder in it is made once."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._there: set[str] = set()

    def put(self, name: str, content: str | bytes) -> None:
        """Put *content* where *name* says, if something else is there."""
        inner = name.rpartition("/")[0]
        if inner not in self._there:
            (self._root / inner).mkdir(parents=True, exist_ok=True)
            self._there.add(inner)
        put(f"{self._root}/{name}", content)


def _take(made: Path, folder: Path, wanted: Iterable[str]) -> None:
    """Lay the files of *made* that are *wanted* into *folder*, and remove those that it had before."""
    for path in [*folder.glob("*.*"), *folder.glob("*/*.pf_*")]:
        if path.is_file() and not (made / path.relative_to(folder)).is_file():
            path.unlink()
    target = _Folder(folder)
    for path in (path for pattern in wanted for path in made.glob(pattern)):
        target.put(path.relative_to(made).as_posix(), path.read_bytes())


def _remove_others(app: Sphinx, found: Sequence[Volume]) -> None:
    """Remove volumes that there are no more."""
    if not found[0].name:
        names = {Path(pattern).parts[0] for pattern in (*LOADED, *LOADED_FIRST)}
        keep = {path for name in names for path in (Path(app.outdir) / FOLDER).glob(name)}
    else:
        keep = {Path(app.outdir) / one.folder for one in found} | {Path(app.outdir) / ENGINE}
    for path in set((Path(app.outdir) / FOLDER).iterdir()) - keep:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def setup_search_index(app: Sphinx) -> None:
    """After everything else is written; ``sysai_search = False`` leaves it out (for drafts)."""
    app.add_config_value("sysai_search", True, "", types=bool)
    app.add_config_value("sysai_search_volume", MOST, "", types=int)
    app.connect("build-finished", _index)
