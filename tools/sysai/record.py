"""The values a record is made of: frozen, typed, checked where they enter (`schema`).

A `Record` is one work.  It keeps facts apart from words: renderers (`formats`, `reference`,
`pages`) take a record and return text, and nothing changes a record once it is read.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .names import Name


class Kind(Enum):
    """What a work is; decides which fields it needs and how it is cited."""

    PAPER = "paper"
    PREPRINT = "preprint"
    SOFTWARE = "software"
    BOOK = "book"
    THESIS = "thesis"
    COURSE = "course"
    TALK = "talk"
    ARTICLE = "article"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a work, or something about it, can be had.

    ``rel`` is one of `schema.LINK_KINDS`; ``official`` says whether the work's authors keep it
    (None: not known); ``state`` is "", "archived", "renamed" or "dead".
    """

    rel: str
    url: str
    official: bool | None = None
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list (a key of ``bib/lists.yaml``) that has the work, and under which heading."""

    list: str
    section: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a list says wrongly of the work, and what is true."""

    list: str
    field: str
    said: str
    correct: str


@dataclass(frozen=True, slots=True)
class Check:
    """That somebody saw these fields of the record in this source on this day."""

    source: str
    fields: tuple[str, ...]
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Where:
    """Where a record stands: path relative to the project, and the line of each field.

    ``digest`` stands for the text of the file: it differs where the text does.  ``listed`` stands
    for what lists of works show: it is the same where only prose, sources or places differ.
    """

    path: str
    lines: Mapping[str, int] = field(default_factory=dict)
    body_line: int = 1
    digest: str = ""
    listed: str = ""

    def line(self, name: str) -> int:
        """The line of field *name* ("links.pdf", "tags.2"), else of its nearest parent, else 1."""
        while name:
            if name in self.lines:
                return self.lines[name]
            name = name.rpartition(".")[0]
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One work of the handbook.  An empty string, tuple or None is a fact nobody has seen."""

    key: str
    part: str
    topic: str
    title: str
    kind: Kind
    year: int
    takeaway: str
    body: str
    authors: tuple[Name, ...] = ()
    organisation: str = ""
    name: str = ""
    proper: tuple[str, ...] = ()
    month: int | None = None
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    article: str = ""
    numpages: int | None = None
    publisher: str = ""
    address: str = ""
    isbn: str = ""
    institution: str = ""
    degree: str = ""
    edition: str = ""
    language: str = ""
    doi: str = ""
    arxiv: str = ""
    arxiv_class: str = ""
    links: tuple[Link, ...] = ()
    license: str = ""
    state: str = ""
    superseded_by: str = ""
    also: tuple[str, ...] = ()
    also_titled: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    compares_with: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()
    listed_in: tuple[Listing, ...] = ()
    corrections: tuple[Correction, ...] = ()
    checked: tuple[Check, ...] = ()
    aliases: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    added: datetime.date
    where: Where = field(compare=False, repr=False, default=Where(""))

    @property
    def creators(self) -> tuple[Name, ...]:
        """The authors, or the organisation where no person is named."""
        return self.authors or (Name.organisation(self.organisation),)

    @property
    def proper_names(self) -> str:
        """Words of the title that are names, the work's own among them."""
        return " ".join((self.name, *self.proper))

    @property
    def citable(self) -> bool:
        """Whether all that a citation needs was seen; else the work has a page but no BibTeX."""
        return not self.unseen

    @property
    def topics(self) -> tuple[str, ...]:
        """ "part/topic" of the record's own topic, then of the further ones."""
        return (f"{self.part}/{self.topic}", *self.also)

    def link(self, *rels: str) -> Link | None:
        """The first link of the first of *rels* that the work has."""
        for rel in rels:
            for link in self.links:
                if link.rel == rel:
                    return link
        return None


@dataclass(frozen=True, slots=True)
class Edition:
    """One year's proceedings of a venue, where more is known than the venue's usual facts.

    ``name`` is what the proceedings are called; ``event`` the meeting, where its name is another.
    ``address`` is where it was held.
    """

    name: str = ""
    event: str = ""
    publisher: str = ""
    address: str = ""
    series: str = ""
    isbn: str = ""
    month: int | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Venue:
    """Where works come out.  ``kind`` is one of `registry.VENUE_KINDS`.

    ``proceedings`` is "none" for a meeting that published no proceedings, else empty.
    ``address`` is the seat of ``publisher``.
    """

    acronym: str
    name: str
    kind: str
    publisher: str = ""
    address: str = ""
    proceedings: str = ""
    source: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    editions: Mapping[int, Edition] = field(default_factory=dict)

    def edition(self, year: int) -> Edition:
        """What is known of the venue in *year*; an empty edition where nothing is."""
        return self.editions.get(year, Edition())

    def place(self, year: int) -> str:
        """Where the proceedings of *year* come from: the conference's place, else the publisher's.

        The seat of the venue's usual publisher says nothing of an edition that another published.
        """
        edition = self.edition(year)
        return edition.address or ("" if edition.publisher else self.address)
