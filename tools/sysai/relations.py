"""How works of a handbook are related, told from both sides.

A record names the other work; that one's page tells it too::

    RELATIONS["builds_on"].inverse == "built_on_by"
    for related in corpus.related(record):
        related.name, related.title, related.records     # "built_on_by", "Built on by", (…,)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .record import Record


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of relation: how it reads where it is named, and its inverse on the other side."""

    title: str
    about: str
    inverse: str
    inverse_title: str
    inverse_about: str
    #: What to tell of a work that has this relation with itself; empty where `rules` looks for
    #: cycles of any length.
    not_itself: str = ""


#: Field of a record -> what it says.
RELATIONS = {
    "builds_on": Relation(
        "Builds on",
        "Keys of the works that this one says it builds on.",
        "built_on_by",
        "Built on by",
        "Keys of the works that build on this one.",
    ),
    "compares_with": Relation(
        "Compares with",
        "Keys of the works that this one compares itself with.",
        "compared_with_by",
        "Compared with by",
        "Keys of the works compared with this one.",
        not_itself="a work does not compare with itself",
    ),
    "surveys": Relation(
        "Surveys",
        "Keys of the works that this survey describes or classes.",
        "surveyed_by",
        "Surveyed by",
        "Keys of the surveys that describe or class this work.",
        not_itself="a survey does not survey itself",
    ),
}


@dataclass(frozen=True, slots=True)
class Related:
    """The works that a record has one relation with, in one direction."""

    name: str
    title: str
    records: tuple[Record, ...]
