"""Files of the site beside its pages: made from records, rewritten only where these changed.

A module that has such files registers pure functions in its ``setup_…``::

    add_output(app, "ris", record=lambda record, site: {f"cite/{record.key}.ris": to_ris(record)})
    add_output(app, "robots", whole=lambda site: {"robots.txt": robots(site)})
    add_joined(app, "bib", piece=of_record, files=lambda site: {"bib/all.bib": Joined(keys)})
    add_gathered(app, "words", piece=words_of, files=lambda site, words: {"words": index(words)})

``record`` is called for a work only if its `fingerprint` changed, ``whole`` only if anything did.
A *joined* file is made of one piece a work; a piece is made anew only if its work changed, and the
file only if one of its pieces did, so that a file of all works costs no more than its bytes.  Of
*gathered* files only the pieces are kept.  What is no longer given is removed.
"""

from __future__ import annotations

import dataclasses
import json
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from ..corpus import Corpus
from ..files import put as put_file
from ..files import write_atomically
from ..fingerprint import digest
from ..record import Record
from ..shard import EVERYTHING, PIECES, Share
from .builder import writes_site
from .generate import corpus_of, share_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

STATE = "sysai-outputs.state"
#: Stands beside the files and says which state they are of.
MARK = ".sysai-outputs"


@dataclass(frozen=True, slots=True)
class Site:
    """What the writer of a file may know.

    ``base_url`` is empty, or the site's address with a slash at the end; ``folders`` says that a
    page is a folder's (see `web.place`); ``share`` is what this build writes of it.
    """

    corpus: Corpus
    base_url: str = ""
    title: str = ""
    version: str = ""
    folders: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    share: Share = EVERYTHING


@dataclass(frozen=True, slots=True)
class Joined:
    """A file made of the pieces of the works *keys*: ``head``, pieces with ``between``, ``tail``."""

    keys: tuple[str, ...]
    head: str = ""
    between: str = "\n"
    tail: str = ""


#: Head, between and tail of a joined file.
Around = tuple[str, str, str]
Content = str | bytes
Files = Mapping[str, Content]


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of file, by name; which of the functions it has decides how it is made."""

    name: str
    record: Callable[[Record, Site], Files] | None = None
    whole: Callable[[Site], Files] | None = None
    piece: Callable[[Record, Site], Any] | None = None
    joined: Callable[[Site], Mapping[str, Joined]] | None = None
    gathered: Callable[[Site, Mapping[str, Any]], Files] | None = None


@dataclass(slots=True)
class _State:
    """What was written by the last build: of each output, and of each of its works."""

    site: str = ""
    #: what stands in `MARK`
    mark: str = ""
    #: output -> key -> (fingerprint, paths)
    records: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = field(default_factory=dict)
    #: output -> key -> (fingerprint, piece)
    pieces: dict[str, dict[str, tuple[str, Any]]] = field(default_factory=dict)
    #: output -> paths of whole files
    whole: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: output -> path of a joined file -> what stands around its pieces, digest of its works
    joined: dict[str, dict[str, tuple[Around, str]]] = field(default_factory=dict)

    def paths(self) -> set[str]:
        """Every file that the last build wrote or kept."""
        found = {path for one in self.whole.values() for path in one}
        found.update(path for one in self.joined.values() for path in one)
        for works in self.records.values():
            found.update(path for _, paths in works.values() for path in paths)
        return found


def add_output(
    app: Sphinx,
    name: str,
    *,
    record: Callable[[Record, Site], Files] | None = None,
    whole: Callable[[Site], Files] | None = None,
) -> None:
    """Register files (path in the site -> content) of each work, and of the whole handbook."""
    _outputs(app)[name] = Output(name, record=record, whole=whole)


def add_joined(
    app: Sphinx,
    name: str,
    *,
    piece: Callable[[Record, Site], str],
    files: Callable[[Site], Mapping[str, Joined]],
) -> None:
    """Register files that are joined from one piece a work."""
    _outputs(app)[name] = Output(name, piece=piece, joined=files)


def add_gathered(
    app: Sphinx,
    name: str,
    *,
    piece: Callable[[Record, Site], Any],
    files: Callable[[Site, Mapping[str, Any]], Files],
) -> None:
    """Register files of the whole handbook that are made of a value a work (key -> value).

    A value is made anew only if its work changed; *files* is called whenever anything did.
    """
    _outputs(app)[name] = Output(name, piece=piece, gathered=files)


def _outputs(app: Sphinx) -> dict[str, Output]:
    found: dict[str, Output] = app.__dict__.setdefault("_sysai_outputs", {})
    return found


def site_of(app: Sphinx) -> Site:
    """The site as writers see it."""
    base = app.config.html_baseurl
    return Site(
        corpus=corpus_of(app),
        base_url=f"{base.rstrip('/')}/" if base else "",
        title=app.config.html_title or app.config.project,
        version=app.config.release,
        folders=app.builder.name == "dirhtml",
        options={value.name: value.value for value in app.config if value.name.startswith("sysai")},
        share=share_of(app),
    )


def write_outputs(
    outputs: Mapping[str, Output],
    site: Site,
    folder: Path,
    state_file: Path,
) -> int:
    """Bring the files of *outputs* in *folder* up to date; returns how many were written.

    Of one share of a site, these are the files of its works, those of the whole handbook if it is the
    first, and instead of joined files the pieces of its works, which `sysai.join` joins.

    *state_file* keeps what was made last time; without it, or without the mark in *folder* that
    belongs to it, everything is made anew.
    """
    prints, share = site.corpus.prints, site.share
    options = sorted(site.options.items())
    around = digest(site.base_url, site.title, site.version, site.folders, options)
    now = digest(around, prints.whole, *outputs)
    mark = folder / MARK
    found = mark.read_text(encoding="ascii") if mark.is_file() else ""
    old = _State()
    if state_file.is_file():
        if found == now:
            return 0
        old = pickle.loads(state_file.read_bytes())  # noqa: S301  (our own file)
        if old.site != around or old.mark != found:  # of another folder, or of a stopped build
            old = _State(records=old.records, whole=old.whole, joined=old.joined)
    mark.unlink(missing_ok=True)
    new = _State(site=around, mark=now)
    own = {key: one for key, one in site.corpus.records.items() if share.has_work(one)}
    fresh = {key: prints.of(record) for key, record in own.items()}
    written = 0

    @cache
    def works_of(keys: tuple[str, ...]) -> str:
        """Digest of some works, made once for all files that hold just these."""
        return digest(*(f"{key}={fresh[key]}" for key in keys))

    folders: set[str] = set()

    def put(files: Files) -> tuple[str, ...]:
        nonlocal written
        for name, content in files.items():
            parent = name.rpartition("/")[0]
            if parent not in folders:
                (folder / parent).mkdir(parents=True, exist_ok=True)
                folders.add(parent)
            written += put_file(f"{folder}/{name}", content)
        return tuple(files)

    for name, output in outputs.items():
        if output.record is not None:
            before = old.records.get(name, {}) if old.site else {}
            works = new.records.setdefault(name, {})
            for key, record in own.items():
                known = before.get(key)
                if known is None or known[0] != fresh[key]:
                    known = (fresh[key], put(output.record(record, site)))
                works[key] = known
        if output.whole is not None and share.first:
            new.whole[name] = put(output.whole(site))
        if output.piece is not None and output.gathered is not None and share.first:
            every = {key: prints.of(record) for key, record in site.corpus.records.items()}
            held = _pieces(output.piece, site, every, old.pieces.get(name, {}))
            new.pieces[name] = held
            new.whole[name] = put(output.gathered(site, {key: held[key][1] for key in held}))
        if output.piece is not None and output.joined is not None:
            pieces = _pieces(output.piece, site, fresh, old.pieces.get(name, {}))
            new.pieces[name] = pieces
            files = output.joined(site) if share.first else {}
            if share.partial:
                new.whole[name] = put({f"{PIECES}/{name}.json": _for_join(files, pieces)})
                continue
            before_joined = old.joined.get(name, {}) if old.site else {}
            marks = new.joined.setdefault(name, {})
            for path, one in files.items():
                marks[path] = ((one.head, one.between, one.tail), works_of(one.keys))
                if before_joined.get(path) != marks[path]:
                    text = one.between.join(pieces[key][1] for key in one.keys)
                    put({path: one.head + text + one.tail})
    for path in old.paths() - new.paths():
        (folder / path).unlink(missing_ok=True)
    write_atomically(state_file, pickle.dumps(new, protocol=pickle.HIGHEST_PROTOCOL))
    write_atomically(mark, now)
    return written


def _pieces(
    make: Callable[[Record, Site], Any],
    site: Site,
    fresh: Mapping[str, str],
    before: Mapping[str, tuple[str, Any]],
) -> dict[str, tuple[str, Any]]:
    found = {}
    for key in fresh:
        known = before.get(key)
        if known is None or known[0] != fresh[key]:
            known = (fresh[key], make(site.corpus.records[key], site))
        found[key] = known
    return found


def _for_join(files: Mapping[str, Joined], pieces: Mapping[str, tuple[str, Any]]) -> str:
    """What `sysai.join` makes joined files of: how (the first shard tells it), and pieces."""
    recipes = {path: dataclasses.asdict(one) for path, one in files.items()}
    texts = {key: text for key, (_, text) in pieces.items()}
    return json.dumps({"files": recipes, "pieces": texts}, ensure_ascii=False)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if not writes_site(app, exception):
        return
    outputs = _outputs(app)
    if outputs:
        state = Path(app.doctreedir) / STATE
        written = write_outputs(outputs, site_of(app), Path(app.outdir), state)
        logger.info("sysai: %d files beside the pages written", written)


def setup_outputs(app: Sphinx) -> None:
    """After the pages, before the search index is made of them."""
    app.connect("build-finished", _finish, priority=400)
