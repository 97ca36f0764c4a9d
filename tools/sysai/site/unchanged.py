"""A build for which nothing changed since the last one ends after a look at names and times.

`is_unchanged` compares what this build would be made from (records, prose, configuration, programs)
with what the last one that ended well was made from, and the folders that it left, and files that
prose includes, with those that are there.  Where both are the same, no record is loaded and nothing is written.  Otherwise,
and as soon as Sphinx wants to write a page all the same, the event ``sysai-start`` tells the
other modules to load and look.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import sphinx

from ..files import write_atomically
from ..fingerprint import digest, program
from ..recordfiles import tree

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Emitted when a build has to load the records: at its start, unless nothing changed.
START = "sysai-start"
STATE = "sysai-unchanged.json"
#: Folders below the sources that a build writes itself.
GENERATED = ("entries", "indexes")

_unchanged: WeakKeyDictionary[Sphinx, bool] = WeakKeyDictionary()
_sources: WeakKeyDictionary[Sphinx, str] = WeakKeyDictionary()


def is_unchanged(app: Sphinx) -> bool:
    """Whether this build has nothing to do."""
    return _unchanged.get(app, False)


def forget(app: Sphinx) -> None:
    """There is something to write after all: from here on this is a build as any other."""
    if _unchanged.pop(app, False):
        app.emit(START)


def _look(app: Sphinx) -> None:
    """Decide, when the builder is there, whether anything changed."""
    if app.builder.name not in ("html", "dirhtml"):
        app.emit(START)
        return
    _sources[app] = _digest_of_sources(app)
    state = Path(app.doctreedir) / STATE
    if state.is_file() and not app.fresh_env_used:
        told = json.loads(state.read_text(encoding="utf-8"))
        same = told["sources"] == _sources[app] and told["times"] == _times(told["times"])
        _unchanged[app] = same
    if not is_unchanged(app):
        state.unlink(missing_ok=True)
        app.emit(START)


def _note(app: Sphinx, exception: Exception | None) -> None:
    """Keep what this build was made from, if it ended well and had nothing to tell."""
    if app not in _sources or is_unchanged(app):
        return
    if exception is not None or app.statuscode or app._warncount:
        return
    docs = Path(app.srcdir)
    made = [docs / name for name in GENERATED]
    used = {docs / one for found in app.env.dependencies.values() for one in found}
    paths = [str(one) for one in (*made, *sorted(used), *_folders(Path(app.outdir)))]
    state = {"sources": _sources[app], "times": _times(paths)}
    write_atomically(Path(app.doctreedir) / STATE, json.dumps(state, indent=0))


def _times(paths: Iterable[str]) -> dict[str, int]:
    """When each file was changed, and a file last added to each folder or removed; 0 if it is gone."""
    return {name: Path(name).stat().st_mtime_ns if Path(name).exists() else 0 for name in paths}


def _folders(root: Path) -> Iterator[Path]:
    """*root* and every folder below it, hidden ones aside, which are others'."""
    yield root
    with os.scandir(root) as entries:
        inner = [one.path for one in entries if one.is_dir() and not one.name.startswith(".")]
    for path in inner:
        yield from _folders(Path(path))


def _digest_of_sources(app: Sphinx) -> str:
    config = app.config
    extensions = sorted((name, one.version) for name, one in app.extensions.items())
    docs = Path(app.srcdir)
    places = [docs, Path(app.confdir), docs.parent / "bib"]
    for name in ("html_static_path", "html_extra_path", "templates_path"):
        places += [Path(app.confdir, one) for one in config[name]]
    away = {docs / name for name in GENERATED} | {Path(app.outdir), Path(app.doctreedir)}
    return digest(
        program(),
        platform.python_version(),
        sphinx.__version__,
        extensions,
        datetime.date.today(),  # a record must not be checked tomorrow
        (app.builder.name, app.srcdir, app.outdir, sorted(app.tags)),
        sorted((one.name, _told(one.value)) for one in config),
        *(stamp for place in places for stamp in tree(place, away)),
    )


def _told(value: Any) -> str:
    """*value* of a setting as text that is the same in every process."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(sorted(f'{_told(k)}: {_told(v)}' for k, v in value.items()))}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_told, value))}]"
    if isinstance(value, (set, frozenset)):
        return f"[{', '.join(sorted(map(_told, value)))}]"
    if callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"
    return str(value)


def setup_unchanged(app: Sphinx) -> None:
    """Look before anything is loaded; note when everything is written."""
    app.add_event(START)
    app.connect("builder-inited", _look, priority=90)
    app.connect("build-finished", _note, priority=990)
