"""What can be wrong with the citations of a text, or with somebody's own .bib."""

from __future__ import annotations

from enum import Enum

from ..problems import Problem


class Code(Enum):
    """A stable code for each finding; the text after it says what it means."""

    # -- a text -------------------------------------------------------------------------------
    UNKNOWN_KEY = "unknown-key", "The text cites a key that no work of the handbook has."
    NOT_CITABLE = "not-citable", "The work's authors were not all seen, so it cannot be cited yet."
    # -- a .bib -------------------------------------------------------------------------------
    SYNTAX = "syntax", "The file is no BibTeX from here on."
    SAME_KEY = "same-key", "Two entries have the same key; BibTeX uses the first."
    SAME_WORK = "same-work", "Two entries are the same work, so it would be listed twice."
    OTHER_KEY = "other-key", "The handbook has the work under another key."
    KEY_OF_ANOTHER = "key-of-another", "The key is that of a different work in the handbook."
    PREPRINT = "preprint", "The entry is a preprint; the work was published."
    TITLE = "title", "The title is not the published one."
    YEAR = "year", "The year is not that of publication."
    MISSING_AUTHORS = "missing-authors", "Authors are left out."
    AUTHORS = "authors", "Authors are misspelt, in another order, or not authors of the work."
    DOI = "doi", "The DOI is that of something else."
    MISSING_DOI = "missing-doi", "The work has a DOI."
    PAGES = "pages", "The pages are not those of the publication."

    def __init__(self, slug: str, explanation: str) -> None:
        self.slug = slug
        self.explanation = explanation


def finding(path: str, line: int, key: str, code: Code, message: str) -> Problem:
    """A `Problem` with the key in place of a field."""
    return Problem(path, line, key, code.slug, message)
