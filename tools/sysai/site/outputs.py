"""Files of the site beside its pages: made from records, rewritten only where these changed.

A module that has such files registers pure functions in its ``setup_…``::

    add_output(app, "ris", record=lambda record, site: {f"cite/{record.key}.ris": to_ris(record)})
    add_output(app, "robots", whole=lambda site: {"robots.txt": robots(site)})
    add_chosen(app, "feeds", lambda site: {"feeds/all.xml": Chosen(newest, lambda: feed(newest))})
    add_joined(app, "bib", piece=of_record, files=lambda site: {"bib/all.bib": Joined(keys)})
    add_gathered(app, "words", piece=words_of, files=lambda site, words: {"words": index(words)})

``record`` is called for a work only if its `fingerprint` changed, ``whole`` only if anything did;
with ``listed``, only if something did that lists of works show (`Fingerprints.listed`).  A *chosen*
file is made anew if one of its works changed.  A *joined* file is made of one piece a work; a piece
is made anew only if its work changed, the file only if one of its pieces is another than before.
Of *gathered* files the pieces are kept, and what their maker keeps itself.  What is no longer given
is removed; what is gone from the folder is made again.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from ..files import put as put_file
from ..files import write_atomically
from ..fingerprint import digest
from ..record import Record
from ..shard import PIECES
from .builder import writes_site
from .generate import corpus_of, share_of
from .outputkinds import Chosen, Content, Files, Gathered, Joined, Output, Site, SomeFiles
from .outputstate import OutputState, opened

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

STATE = "sysai-outputs.db"
#: Stands beside the files and says which state they are of.
MARK = ".sysai-outputs"


def add_output(
    app: Sphinx,
    name: str,
    *,
    record: Callable[[Record, Site], Files] | None = None,
    whole: Callable[[Site], Files] | None = None,
    listed: bool = False,
) -> None:
    """Register files (path in the site -> content) of each work, and of the whole handbook."""
    _outputs(app)[name] = Output(name, record=record, whole=whole, listed=listed)


def add_chosen(app: Sphinx, name: str, files: Callable[[Site], Mapping[str, Chosen]]) -> None:
    """Register files that each show some works."""
    _outputs(app)[name] = Output(name, chosen=files)


def add_joined(
    app: Sphinx,
    name: str,
    *,
    piece: Callable[[Record, Site], str],
    files: Callable[[Site], Mapping[str, Joined]],
) -> None:
    """Register files that are joined from one piece a work; of which, and how, lists tell."""
    _outputs(app)[name] = Output(name, piece=piece, joined=files, listed=True)


def add_gathered(
    app: Sphinx,
    name: str,
    *,
    piece: Callable[[Record, Site], Any],
    files: Callable[[Site, Gathered], SomeFiles],
) -> None:
    """Register files of the whole handbook that are made of a value a work, and of lists of works.

    A value is made anew only if its work changed; *files* is called whenever one is another.
    """
    _outputs(app)[name] = Output(name, piece=piece, gathered=files, listed=True)


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
    try:
        return _write(outputs, site, folder, state_file)
    except sqlite3.DatabaseError as error:
        logger.info("sysai: the files beside the pages are all made anew: %s", error)
        state_file.unlink(missing_ok=True)
        return _write(outputs, site, folder, state_file)


def _write(outputs: Mapping[str, Output], site: Site, folder: Path, state_file: Path) -> int:
    prints, share = site.corpus.prints, site.share
    options = sorted(site.options.items())
    settings = (site.base_url, site.title, site.version, site.folders, options)
    around = digest(*settings, share.number, share.plan.parts, *outputs)
    now = digest(around, prints.whole)
    mark = folder / MARK
    found = mark.read_text(encoding="ascii") if mark.is_file() else ""
    with opened(state_file) as state:
        # Otherwise the state is of another folder, or of a build that was stopped.
        known = found != "" and (found, around) == (state.fact("mark"), state.fact("site"))
        lost = _lost(state, folder) if known else {}
        if known and found == now and not lost:
            return 0
        mark.unlink(missing_ok=True)
        writing = _Writing(state, site, folder, known, lost)
        for output in outputs.values():
            writing.bring_up_to_date(output)
        writing.finish()
        for name, value in (("mark", now), ("site", around), ("listed", prints.listed)):
            state.note(name, value)
    write_atomically(mark, now)
    return writing.written


def _times(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """When something was last added to each of these folders or removed; 0 where it is gone."""
    found = ((name, folder / name) for name in sorted(names))
    return {name: path.stat().st_mtime_ns if path.is_dir() else 0 for name, path in found}


def _lost(state: OutputState, folder: Path) -> dict[str, tuple[str, str]]:
    """Files that the last build wrote and somebody took away -> their output and work."""
    noted: dict[str, int] = json.loads(state.fact("folders") or "{}")
    now = _times(folder, noted)
    touched = {name for name in noted if noted[name] != now[name]}
    if not touched:
        return {}
    return {
        path: (output, key)
        for output, key, paths in state.files()
        for path in paths
        if path.rpartition("/")[0] in touched and not (folder / path).is_file()
    }


class _Writing:
    """What one build does about the files in *folder*.

    *known*: the files are those that the state tells of, but for the *lost* ones.
    """

    def __init__(
        self,
        state: OutputState,
        site: Site,
        folder: Path,
        known: bool,
        lost: Mapping[str, tuple[str, str]],
    ) -> None:
        self._state, self._site, self._folder, self._lost = state, site, folder, lost
        self.written = 0
        self._folders: set[str] = set()
        self._given: set[str] = set()
        self._dropped: set[str] = set()
        prints, share = site.corpus.prints, site.share
        self._works = {
            key: (prints.of(one), share.has_work(one)) for key, one in site.corpus.records.items()
        }
        if not known:
            self._dropped.update(path for _, _, paths in state.files() for path in paths)
            state.forget()
        before = state.works()
        found = {key for key, one in self._works.items() if before.get(key) != one}
        found |= {key for _, key in lost.values() if key in self._works}
        self._changed = sorted(found)
        self._gone = sorted(before.keys() - self._works.keys())
        self._own = [key for key in self._changed if self._works[key][1]]
        self._known = known
        self._same_lists = known and state.fact("listed") == prints.listed
        self._lost_outputs = {output for output, key in lost.values() if not key}

    def bring_up_to_date(self, output: Output) -> None:
        """Write those files of *output* that are outdated."""
        first, name = self._site.share.first, output.name
        if output.record is not None:
            self._records(name, output.record)
        if output.whole is not None and first and not self._stays(output):
            self._whole(name, self._put(output.whole(self._site)))
        if output.chosen is not None and first:
            self._chosen(name, output.chosen(self._site))
        if output.piece is not None and output.gathered is not None and first:
            altered = self._pieces(name, output.piece, self._changed)
            if altered or not self._stays(output):
                self._gathered(name, output.gathered, altered)
        if output.piece is not None and output.joined is not None:
            altered = self._pieces(name, output.piece, self._own)
            self._joined(output, output.joined, altered)

    def finish(self) -> None:
        """Remove what is no longer given, and note what is there."""
        changed = {key: self._works[key] for key in self._changed}
        self._state.put_works(changed, self._gone)
        for path in self._dropped - self._given:
            (self._folder / path).unlink(missing_ok=True)
        noted: dict[str, int] = json.loads(self._state.fact("folders") or "{}")
        folders = {*noted, *(path.rpartition("/")[0] for path in self._given)}
        self._state.note("folders", json.dumps(_times(self._folder, folders)))

    def _stays(self, output: Output) -> bool:
        """Whether what is not of single works is as lists have it, and there."""
        return output.listed and self._same_lists and output.name not in self._lost_outputs

    def _put(self, files: SomeFiles) -> tuple[str, ...]:
        for path, content in files.items():
            self._given.add(path)
            if content is None:
                continue
            parent = path.rpartition("/")[0]
            if parent not in self._folders:
                (self._folder / parent).mkdir(parents=True, exist_ok=True)
                self._folders.add(parent)
            self.written += put_file(f"{self._folder}/{path}", content)
        return tuple(files)

    def _whole(self, name: str, paths: Collection[str]) -> None:
        """The files of *name* that are not of single works are *paths*."""
        self._given.update(paths)
        self._dropped.update(self._state.paths(name, ""))
        self._state.put_paths(name, [("", tuple(paths))])

    def _records(self, name: str, make: Callable[[Record, Site], Files]) -> None:
        for key in (*self._changed, *self._gone):
            self._dropped.update(self._state.paths(name, key))
        self._state.drop_paths(name, [*self._changed, *self._gone])
        records = self._site.corpus.records
        rows = [(key, self._put(make(records[key], self._site))) for key in self._own]
        self._state.put_paths(name, rows)

    def _chosen(self, name: str, files: Mapping[str, Chosen]) -> None:
        before = self._state.kept(name, "digests") or {}
        now = {path: self._site.corpus.prints.of_some(one.works) for path, one in files.items()}
        for path, one in files.items():
            if before.get(path) != now[path] or path in self._lost:
                self._put({path: one.make()})
        if before != now:
            self._state.keep(name, "digests", now)
            self._whole(name, now)

    def _pieces(
        self, name: str, make: Callable[[Record, Site], Any], keys: Collection[str]
    ) -> dict[str, tuple[Any, Any]]:
        """Make the pieces of the works *keys*; those that are others now, with what they were."""
        records = self._site.corpus.records
        before = self._state.pieces(name, {*keys, *self._gone})
        now = {key: make(records[key], self._site) for key in keys}
        altered = {
            key: (before.get(key), one) for key, one in now.items() if one != before.get(key)
        }
        self._state.put_pieces(name, {key: new for key, (_, new) in altered.items()})
        return altered | {key: (before[key], None) for key in self._gone if key in before}

    def _gathered(
        self,
        name: str,
        make: Callable[[Site, Gathered], SomeFiles],
        altered: Mapping[str, tuple[Any, Any]],
    ) -> None:
        def every() -> Mapping[str, Any]:
            found = self._state.pieces(name, self._works.keys())
            return {key: found[key] for key in self._works}

        gathered = Gathered(
            changed=altered,
            anew=not self._known or name in self._lost_outputs,
            every=every,
            kept=lambda what: self._state.kept(name, what),
            keep=lambda what, value: self._state.keep(name, what, value),
        )
        self._whole(name, self._put(make(self._site, gathered)))

    def _joined(
        self,
        output: Output,
        recipes: Callable[[Site], Mapping[str, Joined]],
        altered: Mapping[str, tuple[Any, Any]],
    ) -> None:
        name, share = output.name, self._site.share
        if share.partial:
            keys = [key for key, (_, own) in self._works.items() if own]
            files = recipes(self._site) if share.first else {}
            text = _for_join(files, keys, self._state.pieces(name, set(keys)))
            self._whole(name, self._put({f"{PIECES}/{name}.json": text}))
            return
        if self._stays(output) and not altered:
            return
        before: Mapping[str, Joined] = self._state.kept(name, "recipes") or {}
        now = before if self._stays(output) else recipes(self._site)
        changed = {
            path: one
            for path, one in now.items()
            if before.get(path) != one
            or path in self._lost
            or not altered.keys().isdisjoint(one.keys)
        }
        wanted = {key for one in changed.values() for key in one.keys}
        pieces = self._state.pieces(name, wanted)
        for path, one in changed.items():
            text = one.between.join(pieces[key] for key in one.keys)
            self._put({path: one.head + text + one.tail})
        if before != now:
            self._state.keep(name, "recipes", dict(now))
            self._whole(name, now)


def _for_join(
    files: Mapping[str, Joined], keys: Iterable[str], pieces: Mapping[str, Content]
) -> str:
    """What `sysai.join` makes joined files of: how (the first shard tells it), and pieces."""
    recipes = {path: dataclasses.asdict(one) for path, one in files.items()}
    texts = {key: pieces[key] for key in keys}
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
