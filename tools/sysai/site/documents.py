"""The Sphinx documents of the site: written anew where what stands around them changed.

Sphinx writes a document that was read anew.  A page also shows titles of other documents: in the
bar, in the path, as its neighbours and where it links to them.  Documents are few, so all of them
are written where one of their titles changed, or where the last build did not come to its end;
and the pages of documents that are gone are removed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..fingerprint import digest, program
from ..states import ANYTHING, read_state, write_state
from .builder import is_site, writes_site
from .unchanged import is_unchanged

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

#: What the last build wrote: digest of what stood around the documents, and their names.
STATE = "sysai-documents.state"


def _around(app: Sphinx) -> str:
    """Digest of all that documents show of each other, and of where their pages lie."""
    env = app.env
    titles = sorted((doc, title.astext()) for doc, title in env.titles.items())
    labels = sorted(env.domains.standard_domain.labels.items())
    trees = sorted(env.toctree_includes.items())
    return digest(program(), app.outdir, titles, labels, trees)


def _written(app: Sphinx) -> tuple[str, frozenset[str]]:
    found: tuple[str, frozenset[str]] | None = read_state(Path(app.doctreedir) / STATE, ANYTHING)
    return found or ("", frozenset())


def _note(app: Sphinx, around: str, docs: frozenset[str]) -> None:
    write_state(Path(app.doctreedir) / STATE, ANYTHING, (around, docs))


def _outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Names of documents that are written though they were not read anew: all of them, or none."""
    if not is_site(app) or is_unchanged(app):
        return []
    around, docs = _written(app)
    _note(app, "", docs | env.found_docs)  # stays if this build is stopped
    return [] if around == _around(app) else sorted(env.found_docs)


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if not writes_site(app, exception):
        return
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
    docs = frozenset(app.env.found_docs)
    for doc in _written(app)[1] - docs:
        Path(builder.get_output_path(doc)).unlink(missing_ok=True)
        for source in (Path(app.outdir) / "_sources").glob(f"{doc}.*"):
            source.unlink()
    _note(app, _around(app), docs)


def setup_documents(app: Sphinx) -> None:
    """When all is read; and before the other pages are written, and the search index made."""
    app.connect("env-updated", _outdated)
    app.connect("build-finished", _finish, priority=290)
