"""Pages of the site that are no Sphinx documents: works and indexes, the bulk of a handbook.

They are written when Sphinx has done with its documents, by all processors, and each only if its
digest is not the one it was written with.  A module says which pages there are and how to make
the body of one::

    write_pages(app, "entries", whole, docs_of, digest_of, lambda doc: Page(title, body, parents))
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html._build_info import BuildInfo
from sphinx.util.parallel import ParallelTasks, parallel_available

from ..fingerprint import digest, program
from ..states import ANYTHING, read_state, write_state
from .fill import Filler, Page
from .frame import bar_documents
from .generate import share_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

#: Stands for the name of a document.
_NAME = "-name-"
#: Fewer pages than this are written by one process.
FEW = 60


Make = Callable[[str], Page]


def frame_digest(app: Sphinx) -> str:
    """Digest of what stands around every page: configuration, theme, the bar on top.

    Also of which documents there are, for links to those that there are not are left out, and of
    where the pages lie, for what lies in another folder may be older.
    """
    config = BuildInfo(app.config, app.tags, frozenset({"html", "env"}))
    place = (app.builder.name, app.outdir, sorted(app.env.found_docs))
    return digest(program(), config.config_hash, bar_documents(app), *place)


def write_pages(
    app: Sphinx,
    name: str,
    shown: str,
    docs_of: Callable[[], Sequence[str]],
    digest_of: Callable[[str], str],
    make: Make,
    prepare: Callable[[Sequence[str]], None] | None = None,
) -> int:
    """Write the pages whose digest changed, remove those that are gone; returns how many it wrote.

    *docs_of* gives the document name of every page of the kind *name*, and is asked only
    if *shown*, the digest of all that these pages show, or what stands around them changed since
    the last build; *digest_of* gives the digest of one page, *make* its content.  *prepare* is told
    which will be written, to make once what every process that writes some of them needs.

    Where nothing was written yet, the digest of a page is asked when the page was made, by the
    process that made it: both may come from the same text.
    """
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    state = _state(app, name)
    everything = digest(frame_digest(app), shown, share_of(app))
    seen, before = written(app, name)
    if seen == everything and len(_there(builder, before)) == len(before):
        return 0
    docs = docs_of()
    there = _there(builder, docs) if before else set()
    digests = {doc: digest_of(doc) for doc in docs} if before else {}
    outdated = [doc for doc in docs if doc not in there or before.get(doc) != digests[doc]]
    gone = before.keys() - set(docs)
    state.unlink(missing_ok=True)  # a build that is stopped here makes all of them anew
    if outdated:
        if not hasattr(builder, "globalcontext"):  # Sphinx had nothing to write
            builder.prepare_writing(set())
        if prepare is not None:
            prepare(outdated)
        digests |= _write(app, outdated, make, None if before else digest_of)
    for doc in gone:
        Path(builder.get_output_path(doc)).unlink(missing_ok=True)
    write_state(state, ANYTHING, (everything, {doc: digests[doc] for doc in docs}))
    return len(outdated)


def _state(app: Sphinx, name: str) -> Path:
    return Path(app.doctreedir) / f"sysai-{name}.state"


def written(app: Sphinx, name: str) -> tuple[str, dict[str, str]]:
    """What was written of the pages *name*: a digest of everything, and that of each document."""
    found: tuple[str, dict[str, str]] | None = read_state(_state(app, name), ANYTHING)
    return found or ("", {})


def _there(builder: StandaloneHTMLBuilder, docs: Iterable[str]) -> set[str]:
    """Those of *docs* that lie in the output; each folder is looked at once."""
    before, after = str(builder.get_output_path(_NAME)).split(_NAME)  # no more is asked of each

    @cache
    def files(folder: str) -> frozenset[str]:
        return frozenset(os.listdir(folder)) if os.path.isdir(folder) else frozenset()  # noqa: PTH112, PTH208

    parts = ((doc, f"{before}{doc}{after}".rpartition(os.sep)) for doc in docs)
    return {doc for doc, (folder, _, name) in parts if name in files(folder)}


def _write(
    app: Sphinx, docs: Sequence[str], make: Make, digest_of: Callable[[str], str] | None
) -> dict[str, str]:
    """Write *docs*; returns the digest of each if *digest_of* is there to make it."""
    filler = Filler(app)

    def write(some: Iterable[str]) -> dict[str, str]:
        found = {}
        for doc in some:
            filler.write(doc, make(doc))
            if digest_of is not None:
                found[doc] = digest_of(doc)
        return found

    if app.parallel < 2 or len(docs) < FEW or not parallel_available:
        return write(docs)
    digests = write(docs[:1])  # so that every process inherits templates that are compiled
    processes = min(app.parallel, 2 * len(docs) // FEW)
    tasks = ParallelTasks(processes)
    for place in range(processes):  # one task each, for each task is a process of its own
        tasks.add_task(write, docs[1 + place :: processes], lambda _, found: digests.update(found))
    tasks.join()
    return digests
