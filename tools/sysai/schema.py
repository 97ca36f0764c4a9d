"""From a record's text to a `Record`, with every fault told at its line.

Each field is declared once in `FIELDS`: how it is read, for which kinds of work, and the
sentence that documents it.  `read` returns the record, or None where it cannot be trusted, and
all problems at once::

    record, problems = read("bib/part/topic/key.md", text)
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from . import frontmatter
from .frontmatter import FrontMatterError, Located
from .names import InvalidName, Name
from .problems import Code, Problem, problem, suggest
from .record import Check, Correction, Kind, Link, Listing, Record, Where
from .relations import RELATIONS

LINK_KINDS = (
    "page", "pdf", "code", "slides", "video", "website", "docs", "data", "artifact", "poster",
    "blog",
)  # fmt: skip
LINK_STATES = ("archived", "renamed", "dead")
SOFTWARE_STATES = ("active", "archived", "superseded")
CORRECTABLE = (
    "title", "name", "authors", "year", "venue", "link", "kind", "state", "section",
)  # fmt: skip
TAKEAWAY_WORDS = 30
#: A summary is to be read in a minute; what reports no findings needs less of it.
LEAST_WORDS, MOST_WORDS, MOST_WORDS_OF_OTHERS = 30, 180, 100
_WITH_FINDINGS = frozenset({"paper", "preprint", "thesis", "report"})
FIRST_YEAR = 1900
#: Facts without which a work may still have a page, marked as not seen.
UNSEEN = ("authors",)


class Sink:
    """Collects the problems of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, line: int, field: str, code: Code, message: str) -> None:
        """Note one problem at *line* of the file."""
        self.problems.append(problem(self.path, line, field, code, message))


# A reader takes the value, the field's dotted name and the sink; None means "told, not usable".
Reader = Callable[[Located, str, Sink], Any]

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ufeff]")


# -- readers of single values -----------------------------------------------------------------


def text(value: Located, field: str, sink: Sink) -> str | None:
    """A non-empty line of text."""
    if value.value is None:
        sink.add(value.line, field, Code.EMPTY, "has no value: give one or drop the field")
        return None
    if not isinstance(value.value, str):
        sink.add(value.line, field, Code.TYPE, f"must be text, not {_show(value)}")
        return None
    line = " ".join(value.value.split())
    if not line:
        sink.add(value.line, field, Code.EMPTY, "has no value: give one or drop the field")
        return None
    if not line.isprintable() and _CONTROL.search(line):  # it seldom has to look
        sink.add(value.line, field, Code.TYPE, "holds control characters")
        return None
    return line


def written(value: Located, field: str, sink: Sink) -> str | None:
    """Text that YAML may take for a number or a date; it counts as written."""
    if isinstance(value.value, (bool, list, dict)) or value.value is None:
        return text(value, field, sink)
    return text(Located(value.raw, value.line, value.raw), field, sink)


def integer(low: int, high: int | Callable[[], int]) -> Reader:
    """A whole number from *low* to *high* (or what *high* returns, asked when reading)."""

    def read_integer(value: Located, field: str, sink: Sink) -> int | None:
        number = value.value
        if isinstance(number, bool) or not isinstance(number, int):
            sink.add(value.line, field, Code.TYPE, f"must be a whole number, not {_show(value)}")
            return None
        top = high() if callable(high) else high
        if not low <= number <= top:
            sink.add(value.line, field, Code.RANGE, f"{number} is not between {low} and {top}")
            return None
        return number

    return read_integer


def choice(options: Iterable[str]) -> Reader:
    """One of *options*."""
    allowed = tuple(options)

    def read_choice(value: Located, field: str, sink: Sink) -> str | None:
        word = text(value, field, sink)
        if word is not None and word not in allowed:
            hint = suggest(word, allowed) or f"; one of: {', '.join(allowed)}"
            sink.add(value.line, field, Code.CHOICE, f"{word!r} is not known{hint}")
            return None
        return word

    return read_choice


def pattern(regex: str, code: Code, message: str) -> Reader:
    """Text as written that matches *regex* as a whole; *message* says what would be right."""
    compiled = re.compile(regex)

    def read_pattern(value: Located, field: str, sink: Sink) -> str | None:
        word = written(value, field, sink)
        if word is not None and not compiled.fullmatch(word):
            sink.add(value.line, field, code, f"{word!r}: {message}")
            return None
        return word

    return read_pattern


def title(value: Located, field: str, sink: Sink) -> str | None:
    """A title as published, in Unicode, without markup."""
    line = written(value, field, sink)
    if line is None:
        return None
    if found := re.search(r"[\\{}`]|</?[a-zA-Z]", line):
        message = f"holds markup {found.group()!r}: write plain Unicode text"
        sink.add(value.line, field, Code.TITLE, message)
        return None
    if line.endswith(".") and not line.endswith("..."):
        sink.add(value.line, field, Code.TITLE, "ends with a dot: titles have none")
        return None
    return line


def url(value: Located, field: str, sink: Sink) -> str | None:
    """An absolute http(s) URL of a public host."""
    line = text(value, field, sink)
    if line is None:
        return None
    fault = url_fault(line)
    if fault:
        sink.add(value.line, field, Code.URL, f"{line!r} {fault}")
        return None
    return line


#: What most addresses look like; these are in order.
_USUAL_URL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/?=&#%+:@,;!$()*'-]*)?"
)


def url_fault(line: str) -> str:
    """What is wrong with *line* as a public URL, or an empty string."""
    if _USUAL_URL.fullmatch(line):
        return ""
    if re.search(r"[\s<>\"{}|\\^`]", line):
        return "holds a character that a URL must percent-encode"
    try:
        parts = urlsplit(line)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"is not a URL: {error}"
    if parts.scheme not in ("http", "https"):
        return "must start with http:// or https://"
    if parts.username or parts.password:
        return "must not hold a user name"
    if "." not in host.strip("."):
        return "has no public host"
    return ""


def doi(value: Located, field: str, sink: Sink) -> str | None:
    """A bare DOI (DOI handbook, 2.2: prefix 10.registrant, suffix of any printing characters)."""
    line = written(value, field, sink)
    if line is None:
        return None
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", line, flags=re.IGNORECASE)
    if not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}\\]+", bare):
        message = f"{line!r} is not a DOI such as 10.1145/3190508.3190517"
        sink.add(value.line, field, Code.DOI, message)
        return None
    if bare != line:
        sink.add(value.line, field, Code.DOI, f"give the bare DOI: {bare}")
        return None
    return line


def arxiv(value: Located, field: str, sink: Sink) -> str | None:
    """An arXiv id without version (arXiv identifier scheme, old and new)."""
    line = written(value, field, sink)
    if line is None:
        return None
    bare = re.sub(r"^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", "", line, flags=re.I)
    bare = re.sub(r"(?:v\d+)?(?:\.pdf)?$", "", bare)
    month = re.fullmatch(r"\d\d(\d\d)\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d\d(\d\d)\d{3}", bare)
    if not month or not 1 <= int(month[1] or month[2]) <= 12:
        message = f"{line!r} is not an arXiv id such as 2008.12260 or cs/0112017"
        sink.add(value.line, field, Code.ARXIV, message)
        return None
    if bare != line:
        sink.add(value.line, field, Code.ARXIV, f"give the bare id without version: {bare}")
        return None
    return line


def pages(value: Located, field: str, sink: Sink) -> str | None:
    """A page or a range; electronic articles count as e12 or 30:1-30:15."""
    line = written(value, field, sink)
    if line is None:
        return None
    match = re.fullmatch(r"([a-z]?\d+(?::\d+)?)(?:-([a-z]?\d+(?::\d+)?))?", line)
    if not match:
        hint = "; write one hyphen between the pages" if re.search("[–—]|--", line) else ""
        sink.add(value.line, field, Code.PAGES, f"{line!r} is not like 12 or 595-610{hint}")
        return None
    first, last = (re.findall(r"\d+", part) for part in (match[1], match[2] or match[1]))
    if [int(number) for number in first] > [int(number) for number in last]:
        sink.add(value.line, field, Code.PAGES, f"{line!r} ends before it starts")
        return None
    return line


def isbn(value: Located, field: str, sink: Sink) -> str | None:
    """An ISBN-10 or ISBN-13 with a right check digit (ISBN users' manual)."""
    line = written(value, field, sink)
    if line is None:
        return None
    digits = line.replace("-", "").replace(" ", "").upper()
    values = [10 if char == "X" else int(char) for char in digits if char.isdigit() or char == "X"]
    right = False
    if re.fullmatch(r"\d{9}[\dX]", digits):
        right = sum((10 - at) * digit for at, digit in enumerate(values)) % 11 == 0
    elif re.fullmatch(r"97[89]\d{10}", digits):
        right = sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(values)) % 10 == 0
    if not right:
        message = f"{line!r} is no ISBN: wrong length or check digit"
        sink.add(value.line, field, Code.ISBN, message)
        return None
    return line


def date(value: Located, field: str, sink: Sink) -> datetime.date | None:
    """A day, not after tomorrow (a contributor may live east of the machine that checks)."""
    day = value.value
    if isinstance(day, datetime.datetime) or not isinstance(day, datetime.date):
        sink.add(value.line, field, Code.DATE, f"must be a day YYYY-MM-DD, not {_show(value)}")
        return None
    if day > datetime.date.today() + datetime.timedelta(days=1):
        sink.add(value.line, field, Code.DATE, f"{day} lies in the future")
        return None
    return day


def takeaway(value: Located, field: str, sink: Sink) -> str | None:
    """One sentence of at most `TAKEAWAY_WORDS` words."""
    line = text(value, field, sink)
    if line is None:
        return None
    count = len(line.split())
    if count > TAKEAWAY_WORDS:
        message = f"has {count} words: at most {TAKEAWAY_WORDS}"
        sink.add(value.line, field, Code.TAKEAWAY, message)
    if line[-1] not in ".!?":
        sink.add(value.line, field, Code.TAKEAWAY, "must end like a sentence, with a full stop")
    if found := re.search(r"[`{}<>]|\]\(", line):
        sink.add(value.line, field, Code.TAKEAWAY, f"holds markup {found.group()!r}: write text")
    return line


def author(value: Located, field: str, sink: Sink) -> Name | None:
    """One person's name."""
    line = text(value, field, sink)
    if line is None:
        return None
    try:
        return Name.from_text(line)
    except InvalidName as error:
        sink.add(value.line, field, Code.NAME, str(error))
        return None


# -- readers of lists and mappings ------------------------------------------------------------


def many(item: Reader) -> Reader:
    """A non-empty list without repetitions, each item read by *item*."""

    def read_many(value: Located, field: str, sink: Sink) -> tuple[Any, ...] | None:
        if not isinstance(value.value, list):
            sink.add(value.line, field, Code.TYPE, f"must be a list, not {_show(value)}")
            return None
        found: list[Any] = []
        for number, one in enumerate(value.value, start=1):
            got = item(one, f"{field}.{number}", sink)
            if got is None:
                continue
            if got in found:
                shown = got.first_last() if isinstance(got, Name) else got
                message = f"{shown!r} stands twice" if isinstance(shown, str) else "stands twice"
                sink.add(one.line, f"{field}.{number}", Code.DUPLICATE_VALUE, message)
                continue
            found.append(got)
        return tuple(found)

    return read_many


def mapping(fields: dict[str, Reader], required: Iterable[str]) -> Reader:
    """A mapping with exactly these *fields*; returns ``dict`` or None where one is unusable."""
    needed = tuple(required)

    def read_mapping(value: Located, field: str, sink: Sink) -> dict[str, Any] | None:
        if not isinstance(value.value, dict):
            names = ", ".join(fields)
            message = f"must be a mapping with {names}, not {_show(value)}"
            sink.add(value.line, field, Code.TYPE, message)
            return None
        lines = value.key_lines or {}
        got: dict[str, Any] = {}
        usable = True
        for key, one in value.value.items():
            name = f"{field}.{key}"
            if key not in fields:
                message = f"{key!r} is not a field of {field}{suggest(key, fields)}"
                sink.add(lines[key], name, Code.UNKNOWN_FIELD, message)
                continue
            got[key] = fields[key](one, name, sink)
            usable &= got[key] is not None
        for key in needed:
            if key not in value.value:
                sink.add(value.line, f"{field}.{key}", Code.MISSING, f"{field} needs {key!r}")
                usable = False
        return got if usable else None

    return read_mapping


def boolean(value: Located, field: str, sink: Sink) -> bool | None:
    """``true`` or ``false``."""
    if not isinstance(value.value, bool):
        sink.add(value.line, field, Code.TYPE, f"must be true or false, not {_show(value)}")
        return None
    return value.value


def made(reader: Reader, make: Callable[..., Any]) -> Reader:
    """What *reader* reads as a mapping, given to *make* as keyword arguments."""

    def read_made(value: Located, field: str, sink: Sink) -> Any:
        got = reader(value, field, sink)
        return None if got is None else make(**got)

    return read_made


def links(value: Located, field: str, sink: Sink) -> tuple[Link, ...] | None:
    """A mapping from kind of link to a URL, to a mapping with more facts, or to a list of them."""
    if not isinstance(value.value, dict):
        message = f"must be a mapping from kind of link to URL, not {_show(value)}"
        sink.add(value.line, field, Code.TYPE, message)
        return None
    if not value.value:
        sink.add(value.line, field, Code.EMPTY, "has no value: give one or drop the field")
        return None
    lines = value.key_lines or {}
    full = mapping(
        {"url": url, "official": boolean, "state": choice(LINK_STATES), "note": text}, ["url"]
    )
    found: list[Link] = []
    for rel, one in value.value.items():
        name = f"{field}.{rel}"
        if rel not in LINK_KINDS:
            hint = suggest(rel, LINK_KINDS) or f"; one of: {', '.join(LINK_KINDS)}"
            message = f"{rel!r} is not a kind of link{hint}"
            sink.add(lines[rel], name, Code.UNKNOWN_FIELD, message)
            continue
        for item in one.value if isinstance(one.value, list) else [one]:
            if isinstance(item.value, dict):
                got = full(item, name, sink)
                if got is not None:
                    found.append(Link(rel=rel, **got))
            elif (target := url(item, name, sink)) is not None:
                found.append(Link(rel=rel, url=target))
    return tuple(found)


# -- the fields of a record -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read, which kinds of work may have it (empty: all), and what it says."""

    read: Reader
    help: str
    kinds: frozenset[Kind] = frozenset()


def _kinds(*names: str) -> frozenset[Kind]:
    return frozenset(Kind(name) for name in names)


def _next_year() -> int:
    return datetime.date.today().year + 1


def _show(value: Located) -> str:
    if isinstance(value.value, list):
        return "a list"
    if isinstance(value.value, dict):
        return "a mapping"
    return repr(value.raw) if value.raw else "nothing"


_PUBLISHED = _kinds("paper", "article", "preprint", "report", "book", "thesis")
_KEYS = many(text)

FIELDS: dict[str, Field] = {
    "title": Field(title, "Title as published, with its casing."),
    "name": Field(text, "Short name of the system or method, where the work has one."),
    "proper": Field(
        many(text),
        "Words of the title that are proper names, where its casing does not tell: `Stanford`.",
    ),
    "kind": Field(choice(kind.value for kind in Kind), "What the work is."),
    "authors": Field(many(author), "Every author in published order, one a line."),
    "organisation": Field(text, "Who made it, where no person is named as author."),
    "year": Field(integer(FIRST_YEAR, _next_year), "Year of publication, or of first release."),
    "month": Field(integer(1, 12), "Month of publication, 1 to 12."),
    "venue": Field(text, "A key of `bib/venues.yaml`."),
    "volume": Field(written, "Volume of the journal.", _PUBLISHED),
    "number": Field(written, "Issue of the journal, or number of the report.", _PUBLISHED),
    "pages": Field(pages, "First and last page: `595-610`.", _PUBLISHED),
    "article": Field(written, "Article number, where pages start anew.", _PUBLISHED),
    "numpages": Field(
        integer(1, 9999),
        "How many pages the published work has, where no `pages` are given to it.",
        _PUBLISHED,
    ),
    "publisher": Field(text, "Publisher; venues know theirs.", _kinds("book", "article", "report")),
    "address": Field(text, "City of the publisher of the book.", _kinds("book")),
    "isbn": Field(isbn, "ISBN of the book.", _kinds("book")),
    "institution": Field(
        text, "University or laboratory.", _kinds("thesis", "report", "course", "talk", "article")
    ),
    "degree": Field(choice(["phd", "master"]), "Degree of a thesis.", _kinds("thesis")),
    "edition": Field(written, "Edition of the book: `6`.", _kinds("book")),
    "language": Field(
        pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", Code.LANGUAGE, "is not a BCP 47 tag"),
        "Language of the work, where it is not English.",
    ),
    "doi": Field(doi, "Bare DOI."),
    "arxiv": Field(arxiv, "arXiv id without version, kept beside the published version."),
    "arxiv_class": Field(
        pattern(r"[a-z-]+(\.[A-Za-z-]{2,})?", Code.ARXIV, "is not an arXiv class such as cs.DC"),
        "Primary arXiv class.",
    ),
    "links": Field(links, f"Where it can be had: {', '.join(LINK_KINDS)}."),
    "license": Field(text, "SPDX identifier of the licence.", _kinds("software")),
    "state": Field(choice(SOFTWARE_STATES), "Whether it is kept up.", _kinds("software")),
    "superseded_by": Field(text, "Key or URL of what replaced it.", _kinds("software", "course")),
    "also": Field(many(text), "Further topics, as `part/topic`."),
    "also_titled": Field(many(title), "Earlier titles: of the preprint, before a renaming."),
    "tags": Field(many(text), "Keys of `bib/tags.yaml`."),
    "takeaway": Field(takeaway, f"One plain sentence of at most {TAKEAWAY_WORDS} words."),
    **{name: Field(_KEYS, relation.about) for name, relation in RELATIONS.items()},
    "listed_in": Field(
        many(made(mapping({"list": text, "section": text}, ["list", "section"]), Listing)),
        "The lists that have the work, with the heading it stands under.",
    ),
    "corrections": Field(
        many(
            made(
                mapping(
                    {"list": text, "field": choice(CORRECTABLE), "said": written, "is": written},
                    ["list", "field", "said", "is"],
                ),
                lambda **got: Correction(got["list"], got["field"], got["said"], got["is"]),
            )
        ),
        "What a list says wrongly of the work, and what is true.",
    ),
    "checked": Field(
        many(
            made(
                mapping(
                    {"source": url, "fields": many(text), "on": date}, ["source", "fields", "on"]
                ),
                Check,
            )
        ),
        "Which fields were seen in which source on which day.",
    ),
    "added": Field(date, "Day on which the record joined the handbook."),
    "aliases": Field(_KEYS, "Former keys; they resolve for ever."),
    "unseen": Field(
        many(choice(UNSEEN)),
        "What no source showed: the list may be incomplete, and the work is not citable yet.",
    ),
}

#: What `checked` may name: any field, one kind of link, or the summary's numbers.
CHECKABLE = frozenset(FIELDS) | frozenset(LINK_KINDS) | {"summary"}

_REQUIRED = ("title", "kind", "year", "takeaway", "checked", "added")
_REQUIRED_BY_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.PAPER: ("venue",),
    Kind.PREPRINT: ("arxiv",),
    Kind.THESIS: ("institution",),
    Kind.REPORT: ("institution",),
    Kind.BOOK: ("publisher",),
}


def read(path: str, content: str) -> tuple[Record | None, list[Problem]]:
    """Read the record in *content*, which stands at *path* ("bib/part/topic/key.md").

    Returns the record, or None where a fault makes it unusable, and the problems found.
    """
    sink = Sink(path)
    part, topic, key = path.removesuffix(".md").split("/")[-3:]
    try:
        halves = frontmatter.split(content)
    except FrontMatterError as error:
        sink.add(error.line, "record", Code.NO_FRONT_MATTER, str(error))
        return None, sink.problems
    try:
        front = frontmatter.parse(
            halves.yaml,
            halves.yaml_line,
            lambda line, field, message: sink.add(line, field, Code.DUPLICATE_FIELD, message),
        )
    except FrontMatterError as error:
        sink.add(error.line, "record", Code.YAML, str(error))
        return None, sink.problems
    if not isinstance(front.value, dict):
        sink.add(
            front.line, "record", Code.YAML, "the front matter must be a list of `field: value`"
        )
        return None, sink.problems

    got = _fields(front, sink)
    where = Where(path, _lines(front), halves.body_line, _short_digest(content), _listed(key, got))
    _completeness(front, got, sink)
    _proper(front, got, sink)
    _checked(front, got, sink)
    others = got.get("kind") not in {None, *_WITH_FINDINGS}
    most = MOST_WORDS_OF_OTHERS if others else MOST_WORDS
    _body(halves.body, halves.body_line, most, sink)
    needed = ("title", "kind", "year", "takeaway", "added")
    if any(got.get(name) is None for name in needed) or not (
        got.get("authors") or got.get("organisation")
    ):
        return None, sink.problems
    values = {name: value for name, value in got.items() if value is not None}
    values["kind"] = Kind(values["kind"])
    record = Record(
        key=key, part=part, topic=topic, body=halves.body.strip(), where=where, **values
    )
    return record, sink.problems


#: What no list of works shows of one.
_UNLISTED = {
    "takeaway",
    *RELATIONS,
    "listed_in",
    "corrections",
    "checked",
    "added",
}


def _listed(key: str, values: Mapping[str, Any]) -> str:
    shown = [one for one in sorted(values.items()) if one[0] not in _UNLISTED]
    return _short_digest(f"{key} {shown}")


def _short_digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _fields(front: Located, sink: Sink) -> dict[str, Any]:
    lines = front.key_lines or {}
    got: dict[str, Any] = {}
    for name, value in front.value.items():
        spec = FIELDS.get(name)
        if spec is None:
            message = f"is not a field of a record{suggest(name, FIELDS)}"
            sink.add(lines[name], name, Code.UNKNOWN_FIELD, message)
        elif value.value is None:
            sink.add(lines[name], name, Code.EMPTY, "has no value: give one or drop the field")
        else:
            got[name] = spec.read(value, name, sink)
    kind = Kind(got["kind"]) if got.get("kind") else None
    for name in front.value:
        allowed = FIELDS[name].kinds if name in FIELDS else frozenset()
        if kind and allowed and kind not in allowed:
            kinds = ", ".join(sorted(one.value for one in allowed))
            message = f"a {kind.value} has no {name} (only: {kinds})"
            sink.add(lines[name], name, Code.MISPLACED, message)
    return got


def _completeness(front: Located, got: dict[str, Any], sink: Sink) -> None:
    present = front.value
    for name in _REQUIRED:
        if name not in present:
            sink.add(1, name, Code.MISSING, f"is missing: {FIELDS[name].help}")
    if "authors" not in present and "organisation" not in present:
        sink.add(1, "authors", Code.MISSING, "is missing: give authors, or organisation")
    elif "authors" in present and present["authors"].value == []:
        line = (front.key_lines or {})["authors"]
        sink.add(line, "authors", Code.EMPTY, "has no value: give one or drop the field")
    if {"pages", "numpages"} <= set(present):
        line = (front.key_lines or {})["numpages"]
        sink.add(line, "numpages", Code.PAGES, "pages say it already: drop numpages")
    if not {"links", "doi", "arxiv"} & set(present):
        sink.add(1, "links", Code.MISSING, "is missing: give links, doi or arxiv")
    kind = Kind(got["kind"]) if got.get("kind") else None
    for name in _REQUIRED_BY_KIND.get(kind, ()) if kind else ():
        if name not in present:
            help_text = FIELDS[name].help
            sink.add(1, name, Code.MISSING, f"is missing: a {got['kind']} needs it. {help_text}")


def _proper(front: Located, got: dict[str, Any], sink: Sink) -> None:
    """`proper` names words that stand in the title, each with a capital."""
    value, title_text = front.value.get("proper"), got.get("title")
    if value is None or not got.get("proper") or not title_text:
        return
    for number, item in enumerate(value.value, start=1):
        word = str(item.value)
        inside = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title_text)
        if not inside or not word[:1].isupper() or re.search(r"\s", word):
            message = f"{word!r} is not a word of the title that starts with a capital"
            sink.add(item.line, f"proper.{number}", Code.TITLE, message)


def _checked(front: Located, got: dict[str, Any], sink: Sink) -> None:
    """`checked` names real fields and covers title, authors (or organisation) and year."""
    value = front.value.get("checked")
    checks = got.get("checked")
    if value is None or checks is None:
        return
    covered = {name for check in checks for name in check.fields}
    line = (front.key_lines or {})["checked"]
    who = "organisation" if "authors" not in front.value else "authors"
    unseen = got.get("unseen") or ()
    for name in ("title", who, "year"):
        if name not in covered and name not in unseen:
            message = f"no source is named in which {name} was seen"
            sink.add(line, "checked", Code.UNCHECKED, message)
    for number, one in enumerate(value.value, start=1):
        named = one.value.get("fields") if isinstance(one.value, dict) else None
        for item in named.value if named and isinstance(named.value, list) else ():
            root = str(item.value).split(".")[0]
            if isinstance(item.value, str) and root not in CHECKABLE:
                message = f"{item.value!r} is not a field of a record{suggest(root, CHECKABLE)}"
                sink.add(item.line, f"checked.{number}.fields", Code.UNKNOWN_FIELD, message)


CITATION = re.compile(r"\{cite:[a-z]+\}`([^`]*)`")
_FORBIDDEN = (
    (re.compile(r"^\s{0,3}#{1,6}\s"), "a heading"),
    (re.compile(r"^\s{0,3}(?:`{3,}|~{3,}|:{3,})"), "a fence or directive"),
    (re.compile(r"</?[a-zA-Z!][^>]*>?"), "HTML"),
    (re.compile(r"!\["), "an image"),
    (
        re.compile(r"\{(?!cite:(?:t|p|name)\})[A-Za-z][\w:.-]*\}(?=`)"),
        "a role other than cite:t, cite:p, cite:name",
    ),
    (re.compile(r"^\s{0,3}\[[^\]]+\]:\s"), "a link definition"),
)
#: Without one of these nothing of the above stands in a line.
_MARKS = re.compile(r"[#`~<!\[\]{]|:::")
_PLAIN_CITATION = re.compile(r"\{cite:(?:t|p|name)\}`[\w, ]*`")
_LINK_TARGET = re.compile(r"\]\(\s*<?([^)>\s]*)")


def _body(body: str, first_line: int, most: int, sink: Sink) -> None:
    words = len(body.split())
    if words < LEAST_WORDS:
        message = f"has {words} words: at least {LEAST_WORDS}"
        sink.add(first_line, "summary", Code.SUMMARY, message)
    if words > most:
        message = f"has {words} words: at most {most}; keep what decides whether to read the work"
        sink.add(first_line, "summary", Code.SUMMARY, message)
    for number, line in enumerate(body.split("\n"), start=first_line):
        if not _MARKS.search(_PLAIN_CITATION.sub("", line)):
            continue
        bare = re.sub(r"(?<!\})(`+)(?!`).+?(?<!`)\1(?!`)", "", line)  # code spans are free
        for regex, what in _FORBIDDEN:
            if regex.search(bare):
                message = f"holds {what}: use plain Markdown"
                sink.add(number, "summary", Code.MARKUP, message)
        for target in _LINK_TARGET.findall(bare):
            if fault := url_fault(target):
                sink.add(number, "summary", Code.URL, f"{target!r} {fault}")


def citations(body: str, first_line: int) -> Iterable[tuple[int, str]]:
    """Each (line, key) that a summary cites, in order."""
    for number, line in enumerate(body.split("\n"), start=first_line):
        for match in CITATION.finditer(line):
            for key in match.group(1).split(","):
                yield number, key.strip()


def _lines(front: Located) -> dict[str, int]:
    """Dotted field name -> line, two levels deep, list items counted from 1."""
    lines: dict[str, int] = dict(front.key_lines or {})
    for name, value in front.value.items():
        if isinstance(value.value, dict):
            for key, line in (value.key_lines or {}).items():
                lines[f"{name}.{key}"] = line
        elif isinstance(value.value, list):
            for number, item in enumerate(value.value, start=1):
                lines[f"{name}.{number}"] = item.line
    return lines
