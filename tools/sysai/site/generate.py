"""Pages of the works, written before Sphinx looks for its sources.

`corpus_of` and `share_of` tell the rest of the extension which corpus this build was started
with, and what it writes of its site.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.errors import ConfigError
from sphinx.util import logging

from .. import corpus, pages, rules
from ..authors import Author
from ..corpus import Corpus, Project
from ..files import put, write_atomically, write_if_changed
from ..fingerprint import Print, digest
from ..places import Places
from ..shard import EVERYTHING, NoSuchShard, Share, share_named
from ..states import read_state, write_state
from .unchanged import START

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ENTRIES = "entries"
INDEXES = "indexes"
#: Beside the pages of the works: the fingerprint each was made from.
STATE = ".fingerprints.json"
#: Beside it: the fingerprint of all of them, which is enough where nothing changed.
WHOLE = ".whole"

logger = logging.getLogger(__name__)
_corpora: WeakKeyDictionary[Sphinx, Corpus] = WeakKeyDictionary()
_shares: WeakKeyDictionary[Sphinx, Share] = WeakKeyDictionary()


def corpus_of(app: Sphinx) -> Corpus:
    """The corpus of this build, loaded when the build started, unless nothing changed."""
    if app not in _corpora:
        _corpora[app] = _load(app)
    return _corpora[app]


def share_of(app: Sphinx) -> Share:
    """What this build writes: everything, unless ``sysai_shard`` names a shard."""
    if app not in _shares:
        _shares[app] = _share(app, corpus_of(app))
    return _shares[app]


def entry_doc(key: str) -> str:
    """Document name of the page of the work with *key*."""
    return f"{ENTRIES}/{key}"


def author_doc(loaded: Corpus, author: Author) -> str:
    """Document name of the index page that *author* stands on."""
    return f"{INDEXES}/{loaded.indexes.author_page(author)}"


def site_uri(app: Sphinx, here: str, page: str) -> str:
    """Address, as seen from document *here*, of a page that only the site has ("search").

    Other builders leave out what holds it, so that they need no such page.
    """
    if app.builder.name not in ("html", "dirhtml"):
        return ""
    return app.builder.get_relative_uri(here, page)


def is_entry(docname: str) -> bool:
    """Whether *docname* is the page of a work."""
    return docname.startswith(f"{ENTRIES}/")


def load_and_write(app: Sphinx) -> None:
    """Load the records beside the source folder, report what is wrong, write their pages."""
    loaded = _corpora[app] = _load(app)
    kept = _rely_on_kept(app, loaded)
    for one in rules.check(loaded):
        location = f"{Path(app.srcdir).parent / one.path}:{one.line}"
        text = f"{one.field}: {one.message} [{one.code}]"
        logger.warning(text, location=location, type="sysai", subtype=one.code)
    share = _shares[app] = _share(app, loaded)
    written = 0
    if not _is_up_to_date(app, loaded, share):
        _whole_file(app).unlink(missing_ok=True)
        written = write_entries(loaded, Path(app.srcdir) / ENTRIES, share)
        written += write_indexes(loaded, Path(app.srcdir) / INDEXES)
        write_atomically(_whole_file(app), digest(loaded.prints.whole, share))
    now = (loaded.places, loaded.prints.kept())
    if kept != now:
        write_state(_kept_file(app), loaded.prints.listed, now)
    logger.info("sysai: %d records, %d pages written", len(loaded.records), written)


def _load(app: Sphinx) -> Corpus:
    project = Project(Path(app.srcdir).parent)
    return corpus.load(project, Path(app.doctreedir) / "sysai-records.state")


def _kept_file(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "sysai-lists.state"


def _rely_on_kept(app: Sphinx, loaded: Corpus) -> tuple[Places, dict[str, Print]] | None:
    """Take over what was worked out last time, if nothing changed since that lists show."""
    kept: tuple[Places, dict[str, Print]] | None
    kept = read_state(_kept_file(app), loaded.prints.listed)
    if kept is not None:
        loaded.places = kept[0]
        loaded.prints.rely_on(kept[1])
    return kept


def _whole_file(app: Sphinx) -> Path:
    return Path(app.srcdir) / ENTRIES / WHOLE


def _is_up_to_date(app: Sphinx, loaded: Corpus, share: Share) -> bool:
    """Whether all pages were written from exactly these records and are still there."""
    file = _whole_file(app)
    if not file.is_file() or file.read_text("ascii") != digest(loaded.prints.whole, share):
        return False
    pages = _pages_in(file.parent)
    indexes = _pages_in(Path(app.srcdir) / INDEXES)
    works = {key for key, one in loaded.records.items() if share.has_work(one)}
    return works <= pages <= loaded.records.keys() and indexes == {"index", *loaded.places.names}


def _share(app: Sphinx, loaded: Corpus) -> Share:
    name = app.config.sysai_shard
    if not name or app.builder.name not in ("html", "dirhtml"):
        return EVERYTHING
    try:
        return share_named(loaded, name)
    except NoSuchShard as error:
        raise ConfigError(f"sysai_shard: {error}") from error


def write_entries(loaded: Corpus, folder: Path, share: Share = EVERYTHING) -> int:
    """Write the page of each work whose fingerprint is not that of the page in *folder*.

    Pages of works that are not in *share* are left as they are.
    """
    state = folder / STATE
    made: dict[str, str] = {}
    if state.is_file():
        made = json.loads(state.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    there = _pages_in(folder)
    works = {key: one for key, one in loaded.records.items() if share.has_work(one)}
    now = {key: made[key] for key in made if key in loaded.records}
    now |= {key: loaded.prints.of(record) for key, record in works.items()}
    if made != now:
        state.unlink(missing_ok=True)  # a build that is stopped here makes all of them anew
    written = 0
    for key, record in works.items():
        if made.get(key) != now[key] or key not in there:
            written += put(folder / f"{key}.md", pages.render(record, loaded))
    for key in there - loaded.records.keys():
        (folder / f"{key}.md").unlink()
    if made != now:
        write_atomically(state, json.dumps(now, indent=0, sort_keys=True))
    return written


def _pages_in(folder: Path) -> set[str]:
    """The names of the pages in *folder*, without their ending."""
    if not folder.is_dir():
        return set()
    return {name.removesuffix(".md") for name in os.listdir(folder) if name.endswith(".md")}  # noqa: PTH208


def write_indexes(loaded: Corpus, folder: Path) -> int:
    """Write the index pages that *folder* has not yet; they say no more than lists of works do."""
    state = folder / WHOLE
    listed = loaded.prints.listed
    made_of = state.read_text(encoding="utf-8") if state.is_file() else ""
    if made_of == listed and _pages_in(folder) == {"index", *loaded.places.names}:
        return 0
    state.unlink(missing_ok=True)
    written = write_pages(loaded.indexes.texts(), folder)
    write_atomically(state, listed)
    return written


def write_pages(texts: Mapping[str, str], folder: Path) -> int:
    """Write each page (name -> text) to *folder* where its text changed; remove all others.

    Returns the number of files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for page in folder.glob("*.md"):
        if page.stem not in texts:
            page.unlink()
    return sum(write_if_changed(folder / f"{name}.md", text) for name, text in texts.items())


def setup_generate(app: Sphinx) -> None:
    """Before everything else that looks at the sources."""
    app.add_config_value("sysai_shard", "", "", types=str)
    app.connect(START, load_and_write, priority=100)
