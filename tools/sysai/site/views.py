"""Incremental builds that are right: documents are read again when what they show changed.

A page shows facts of works other than its own: the label of a cited work, the list of a topic.
While a document is read, each such *view* is noted with a digest of what it showed.  At the
next build the digests are made anew, and the documents whose views differ are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .. import blocks, reference
from ..authors import Author
from ..blocks import Link
from ..corpus import Corpus
from ..formats import files
from ..index_content import IndexContent, NoIndex
from ..names import InvalidName, Name
from ..record import Record
from ..states import read_state, write_state
from .builder import is_site
from .generate import corpus_of
from .unchanged import is_unchanged

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# A view is a kind and its argument: ("label", key), ("topic", "part/topic").
View = tuple[str, str]

#: How many neighbours before and after it an entry shows.
NEAR = 3


def _label(loaded: Corpus, key: str) -> str:
    record = loaded.resolve(key)
    if record is None:
        return "unknown"
    label = reference.label(record)
    names = [name.last_first() for name in record.creators]  # by which a bibliography is sorted
    full = reference.plain(record, loaded.venue_of(record))
    return f"{record.key}|{record.name}|{label}|{names}|{record.title}|{record.language}|{full}"


def _topic(loaded: Corpus, topic: str) -> str:
    """A chapter shows so much of its works, readers' programs included, that all of each counts."""
    return "\n".join(loaded.prints.facts(one) for one in loaded.by_topic.get(topic, ()))


def _author(loaded: Corpus, text: str) -> str:
    """Where a name leads."""
    try:
        anchor, page = loaded.places.author(Name.from_text(text))
    except (KeyError, InvalidName):
        return "unknown"
    return f"{page}#{anchor}"


def _place_of(loaded: Corpus, author: Author) -> str:
    return f"{loaded.indexes.author_page(author)}#{author.slug}"


def _files(loaded: Corpus, name: str) -> str:
    """Whether a work or a group of works has files, and which."""
    found = loaded.resolve(name)
    return found.key if found else f"{name in files.groups(loaded)}"


def _parts(loaded: Corpus, _: str) -> str:
    topics = [(one.path, one.title, len(loaded.own(one.path))) for one in loaded.topics.values()]
    return f"{loaded.parts}{topics}"


def _corrections(loaded: Corpus, _: str) -> str:
    fixes = [(one.key, one.name, one.title, one.corrections) for one in loaded.records.values()]
    return f"{fixes}{loaded.lists}"


def _index(loaded: Corpus, page: str) -> str:
    """What one index page shows, and where its links lead."""

    def address(link: Link) -> str:
        if link.kind == "author":
            return _place_of(loaded, loaded.authors.by_slug(link.target))
        return f"{link.kind} {link.target}"

    try:
        found = IndexContent(loaded).page(page)
    except NoIndex:
        return "unknown"
    return blocks.html(found, address)


def _listed(loaded: Corpus, record: Record) -> str:
    venue = reference.short_venue(record, loaded.venue_of(record))
    names = reference.short_names(record)
    return f"{record.key}|{record.title}|{record.language}|{names}|{venue}"


def _near(loaded: Corpus, key: str) -> str:
    """What stands around the page of a work: its chapter, its neighbours, where names lead."""
    record = loaded.resolve(key)
    if record is None:
        return "unknown"
    before, after = loaded.near(record, NEAR)
    around = [(one.key, one.name, one.title, one.year, one.language) for one in (*before, *after)]
    topic = loaded.topics[record.topics[0]]
    authors = [loaded.places.author(one) for one in record.creators]
    venue = loaded.venue_of(record)
    return f"{around}|{topic}|{loaded.parts}|{authors}|{reference.plain(record, venue)}"


def _recent(loaded: Corpus, count: str) -> str:
    return f"{[_listed(loaded, one) for one in loaded.recent(int(count))]}"


_SHOWN: dict[str, Callable[[Corpus, str], str]] = {
    "label": _label,
    "topic": _topic,
    "author": _author,
    "files": _files,
    "parts": _parts,
    "corrections": _corrections,
    "index": _index,
    "near": _near,
    "recent": _recent,
}


#: Views of nothing but what lists of works show (`Fingerprints.listed`).
_OF_LISTS = frozenset({"label", "author", "files", "parts", "index", "near"})


def digest(loaded: Corpus, view: View) -> str:
    """Digest of what *view* shows of the corpus."""
    kind, argument = view
    return hashlib.sha256(_SHOWN[kind](loaded, argument).encode()).hexdigest()[:16]


def near_digests(app: Sphinx) -> Mapping[str, str]:
    """Key -> digest of what stands around each work, kept as long as lists of works stay the same."""
    loaded = corpus_of(app)
    file = Path(app.doctreedir) / "sysai-near.state"
    found: dict[str, str] | None = read_state(file, loaded.prints.listed)
    if found is None:
        found = {key: digest(loaded, ("near", key)) for key in loaded.records}
        write_state(file, loaded.prints.listed, found)
    return found


def note(env: BuildEnvironment, kind: str, argument: str) -> None:
    """Note that the document being read shows this view."""
    shown = _store(env).setdefault(env.current_document.docname, {})
    view = (kind, argument)
    if view not in shown:
        shown[view] = digest(corpus_of(env.app), view)


def _store(env: BuildEnvironment) -> dict[str, dict[View, str]]:
    if not hasattr(env, "sysai_views"):
        env.sysai_views = {}  # type: ignore[attr-defined]
    store: dict[str, dict[View, str]] = env.sysai_views  # type: ignore[attr-defined]
    return store


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    if is_unchanged(app):
        return []
    loaded = corpus_of(app)
    fresh: dict[View, str] = {}
    # What is a document, and stands in toctrees, is not the same for every builder.
    kind = "site" if is_site(app) else app.builder.name
    if kind != getattr(env, "sysai_kind", kind):
        fresh = {view: "" for shown in _store(env).values() for view in shown}
    env.sysai_kind = kind  # type: ignore[attr-defined]
    listed = loaded.prints.listed
    same_lists = listed == getattr(env, "sysai_listed", "")
    env.sysai_listed = listed  # type: ignore[attr-defined]

    def differs(view: View, old: str) -> bool:
        if same_lists and view[0] in _OF_LISTS and view not in fresh:
            return False
        if view not in fresh:
            fresh[view] = digest(loaded, view)
        return fresh[view] != old

    return [
        docname
        for docname, shown in _store(env).items()
        if docname not in removed and any(differs(view, old) for view, old in shown.items())
    ]


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _store(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    theirs = _store(other)
    _store(env).update({name: theirs[name] for name in docnames if name in theirs})


def setup_views(app: Sphinx) -> None:
    """Note, forget and merge views as Sphinx does with all it knows of a document."""
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
