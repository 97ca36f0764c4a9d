"""One shard of the site: which pages and files this build writes (see `sysai.shard`).

``sysai_shard = "1/2"`` in ``conf.py``, or ``-D sysai_shard=1/2``, makes a build write its share
only.  All prose is read in each: it is little beside the pages of works, and so every reference
is resolved, and told if broken, as in a build of the whole.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from ..files import write_if_changed
from ..fingerprint import digest
from ..join import count
from ..shard import STATE
from .builder import writes_site
from .generate import corpus_of, share_of
from .search_index import volumes_of
from .unchanged import START

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _start(app: Sphinx) -> None:
    """Find the share, and make sure that the output folder is not that of another."""
    if app.builder.name not in ("html", "dirhtml"):
        return
    name = app.config.sysai_shard
    state = Path(app.outdir) / STATE
    there = "the whole site" if (Path(app.outdir) / "objects.inv").is_file() else ""
    if state.is_file():
        told = json.loads(state.read_text(encoding="utf-8"))
        there = f"{told['number']}/{told['parts']}"
    if there and there != (name or "the whole site"):
        wanted = f"shard {name}" if name else "the whole site"
        raise ConfigError(
            f"{app.outdir} holds {there}: build {wanted} into a folder of its own, or empty this one"
        )
    if name:
        _tell(app, revision="", files=0)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if writes_site(app, exception) and app.config.sysai_shard:
        _tell(app, _revision(app), count(Path(app.outdir)))


def _tell(app: Sphinx, revision: str, files: int) -> None:
    share = share_of(app)
    told = {
        "number": share.number,
        "parts": share.plan.parts,
        "revision": revision,
        "files": files,
        "volumes": [one.name for one in volumes_of(app)],
    }
    write_if_changed(Path(app.outdir) / STATE, f"{json.dumps(told)}\n")


def _revision(app: Sphinx) -> str:
    """Digest of all that the pages of any shard are made from."""
    config = app.config
    settings = [
        (one.name, one.value)
        for one in config
        if one.name.startswith("sysai_") and one.name != "sysai_shard"
    ]
    settings += [
        (name, config[name]) for name in ("project", "release", "html_title", "html_baseurl")
    ]
    sources = [Path(app.confdir) / "conf.py"]
    sources += [Path(app.env.doc2path(doc)) for doc in sorted(app.env.found_docs)]
    return digest(
        corpus_of(app).prints.whole,
        app.builder.name,
        *(version(name) for name in ("sphinx", "myst-parser", "pagefind")),
        settings,
        *(path.read_bytes() for path in sources if path.is_file()),
    )


def setup_shards(app: Sphinx) -> None:
    """Right after the records are loaded, and when everything is written."""
    app.connect(START, _start, priority=110)
    app.connect("build-finished", _finish, priority=900)
