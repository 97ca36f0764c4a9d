"""The kinds of files beside the pages (see `outputs`), as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..corpus import Corpus
from ..record import Record
from ..shard import EVERYTHING, Share

Content = str | bytes
Files = Mapping[str, Content]
#: None: the file stays as it is.
SomeFiles = Mapping[str, Content | None]


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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that shows the works *works*, and nothing of any other."""

    works: tuple[Record, ...]
    make: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The pieces that gathered files are made of, and what their maker keeps.

    ``changed`` has, of each work whose piece is another than before, the old piece and the new one;
    None where there is none.  ``anew`` says that nothing may be left as it was.
    """

    changed: Mapping[str, tuple[Any, Any]]
    anew: bool
    #: all pieces by key
    every: Callable[[], Mapping[str, Any]]
    #: what the last build kept under a name, or None
    kept: Callable[[str], Any]
    #: keeps something under a name for the next build
    keep: Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of file, by name; which of the functions it has decides how it is made.

    ``listed``: what is not of single works changes only where lists of works do.
    """

    name: str
    record: Callable[[Record, Site], Files] | None = None
    whole: Callable[[Site], Files] | None = None
    chosen: Callable[[Site], Mapping[str, Chosen]] | None = None
    piece: Callable[[Record, Site], Any] | None = None
    joined: Callable[[Site], Mapping[str, Joined]] | None = None
    gathered: Callable[[Site, Gathered], SomeFiles] | None = None
    listed: bool = False
