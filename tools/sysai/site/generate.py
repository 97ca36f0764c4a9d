"""Pages of the works, written before Sphinx looks for its sources.

`corpus_of` gives the corpus that this build was started with to the rest of the extension.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.util import logging

from .. import corpus, pages, rules
from ..corpus import Corpus, Project
from ..files import write_if_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ENTRIES = "entries"

logger = logging.getLogger(__name__)
_corpora: WeakKeyDictionary[Sphinx, Corpus] = WeakKeyDictionary()


def corpus_of(app: Sphinx) -> Corpus:
    """The corpus of this build, loaded when the build started."""
    return _corpora[app]


def entry_doc(key: str) -> str:
    """Document name of the page of the work with *key*."""
    return f"{ENTRIES}/{key}"


def is_entry(docname: str) -> bool:
    """Whether *docname* is the page of a work."""
    return docname.startswith(f"{ENTRIES}/")


def load_and_write(app: Sphinx) -> None:
    """Load the records beside the source folder, report what is wrong, write their pages."""
    project = Project(Path(app.srcdir).parent)
    loaded = corpus.load(project)
    for one in rules.check(loaded):
        location = f"{project.root / one.path}:{one.line}"
        text = f"{one.field}: {one.message} [{one.code}]"
        logger.warning(text, location=location, type="sysai", subtype=one.code)
    _corpora[app] = loaded
    written = write_pages(loaded, Path(app.srcdir) / ENTRIES)
    logger.info("sysai: %d records, %d pages written", len(loaded.records), written)


def write_pages(loaded: Corpus, folder: Path) -> int:
    """Write the page of each record to *folder* where its text changed; remove pages of others.

    Returns the number of files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{key}.md" for key in loaded.records}
    for page in folder.glob("*.md"):
        if page.name not in wanted:
            page.unlink()
    return sum(
        write_if_changed(folder / f"{key}.md", pages.render(record, loaded))
        for key, record in loaded.records.items()
    )


def setup_generate(app: Sphinx) -> None:
    """Before everything else that looks at the sources."""
    app.connect("builder-inited", load_and_write, priority=100)
