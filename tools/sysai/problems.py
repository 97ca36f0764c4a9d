"""What can be wrong with a handbook's records, and how it is told.

One enum holds every code with its explanation; the documentation page of the checks is made
from it, and a problem can only be raised with a code that stands here.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum


class Code(Enum):
    """A stable code for each rule; the text after it says what the rule asks for."""

    # -- the file -----------------------------------------------------------------------------
    NOT_UTF8 = "not-utf8", "A record is a UTF-8 text file."
    NO_FRONT_MATTER = "no-front-matter", "A record starts with YAML between two `---` lines."
    YAML = "yaml", "The front matter is YAML without anchors, aliases or tags."
    DUPLICATE_FIELD = "duplicate-field", "A field stands once in a mapping."
    STRAY_FILE = "stray-file", "`bib/` holds registries, and records in `part/topic/` folders."
    # -- the schema ---------------------------------------------------------------------------
    UNKNOWN_FIELD = "unknown-field", "Only the documented fields are allowed."
    MISSING = "missing", "A field that the kind of work needs is not there."
    MISPLACED = "misplaced", "A field is given that this kind of work does not have."
    TYPE = "type", "A value has the documented type: text, whole number, list or mapping."
    EMPTY = "empty", "A field has a value, or is left out."
    CHOICE = "choice", "A value is one of a fixed set of words."
    RANGE = "range", "A number lies in its range."
    NAME = "name", 'An author is one complete name, "Given Family" or "Family, Given".'
    DUPLICATE_VALUE = "duplicate-value", "A list names each thing once."
    TITLE = "title", "A title is one line, without LaTeX or Markdown markup and without final dot."
    URL = "url", "A link is an absolute http or https URL."
    DOI = "doi", "A DOI is bare: `10.` registrant `/` suffix."
    ARXIV = "arxiv", "An arXiv id is bare and without version: `2008.12260` or `cs/0112017`."
    PAGES = (
        "pages",
        "Pages are `12`, `595-610`, `e12` or `30:1-30:15`, first before last; else `numpages`.",
    )
    ISBN = "isbn", "An ISBN has 10 or 13 digits and a right check digit."
    LANGUAGE = "language", "A language is a BCP 47 tag such as `zh` or `pt-BR`."
    DATE = "date", "A date is `YYYY-MM-DD` and not in the future."
    TAKEAWAY = "takeaway", "The takeaway is one plain sentence of at most 30 words."
    # -- the text -----------------------------------------------------------------------------
    SUMMARY = (
        "summary",
        "Below the front matter stands a summary of 30 to 180 words; of at most 100 for what "
        "is no paper, preprint, thesis or report.",
    )
    MARKUP = "markup", "A summary is Markdown: no HTML, headings, directives or roles but `cite`."
    UNKNOWN_CITATION = "unknown-citation", "A citation names the key of a record."
    # -- what it refers to --------------------------------------------------------------------
    KEY = "key", "The file's name is the key: surname, year, first significant word of the title."
    KEY_CLASH = "key-clash", "No two records share a key or an alias, whatever the case."
    UNKNOWN_VENUE = "unknown-venue", "A venue is a key of `bib/venues.yaml`."
    UNKNOWN_TAG = "unknown-tag", "A tag is a key of `bib/tags.yaml`."
    UNKNOWN_LIST = "unknown-list", "A list is a key of `bib/lists.yaml`."
    UNKNOWN_TOPIC = "unknown-topic", "A further topic is a folder `part/topic` of `bib/`."
    UNKNOWN_KEY = "unknown-key", "A relation names the key of another record."
    CYCLE = "cycle", "`builds_on` has no cycle: nothing builds on itself, even indirectly."
    DUPLICATE_WORK = "duplicate-work", "A DOI, an arXiv id, a title stands in one record only."
    UNCHECKED = "unchecked", "`checked` names where title, authors and year were seen."
    # -- the house ----------------------------------------------------------------------------
    NO_CHAPTER = "no-chapter", "Every topic folder has its chapter `docs/part/topic.md`."
    NO_RECORDS = "no-records", "Every chapter has its folder of records `bib/part/topic/`."
    REGISTRY = "registry", "A registry file maps each key to its documented fields."

    def __init__(self, slug: str, explanation: str) -> None:
        self.slug = slug
        self.explanation = explanation


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where (path relative to the project, 1-based line), and what."""

    path: str
    line: int
    field: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field}: {self.message} [{self.code}]"


def problem(path: str, line: int, field: str, code: Code, message: str) -> Problem:
    """A `Problem` with *code*, the one way to make one."""
    return Problem(path, line, field, code.slug, message)


def suggest(wrong: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where one of *known* is near to *wrong*, else an empty string."""
    candidates = list(known)
    folded = {name.casefold(): name for name in candidates}
    near = difflib.get_close_matches(wrong.casefold(), folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[near[0]]!r}?" if near else ""


def render(problems: Sequence[Problem], form: str) -> str:
    """*problems* as ``text`` (one a line), ``json`` (an array) or ``github`` (workflow commands)."""
    if form == "json":
        return json.dumps([asdict(one) for one in problems], ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join(_github(one) for one in problems)
    return "\n".join(str(one) for one in problems)


def _github(one: Problem) -> str:
    """A workflow command; properties and message are escaped as GitHub's toolkit does."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    title = prop(f"{one.field} [{one.code}]")
    return f"::error file={prop(one.path)},line={one.line},title={title}::{data(one.message)}"
