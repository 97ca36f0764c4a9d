"""Which record an item of a list is: by DOI, arXiv id, link, or title.

Titles match through typing errors, subtitles, changed casing and a name put in front; two
different works never merge: where both carry a name ("Rye:", "Ryes:") the names must
agree, and numbers in titles must be the same.  An `Index` is built once for a corpus.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..citation_key import significant_words
from ..corpus import Corpus
from ..record import Record
from ..rules import normalised_title
from .markdown import Item

#: How alike two words must be (difflib ratio) to be one word with a typing error.
ALIKE_WORDS = 0.85
#: Shorter titles differ too little from one another to allow errors.
LONG = 20


@dataclass(frozen=True, slots=True)
class Match:
    """The record of an item, and how it was found: "DOI", "arXiv id", "link" or "title"."""

    record: Record
    how: str


class Index:
    """Look-up tables of a corpus; `find` gives the record of an item."""

    def __init__(self, corpus: Corpus) -> None:
        self._doi: dict[str, Record] = {}
        self._arxiv: dict[str, Record] = {}
        self._link: dict[str, Record | None] = {}
        self._title: dict[str, Record] = {}
        self._name: dict[str, list[Record]] = defaultdict(list)
        self._words: dict[int, list[tuple[list[str], Record]]] = defaultdict(list)
        for record in corpus.records.values():
            if record.doi:
                self._doi[record.doi.casefold()] = record
            if record.arxiv:
                self._arxiv[record.arxiv] = record
            urls = [link.url for link in record.links]
            urls += [fix.said for fix in record.corrections if fix.field == "link"]
            for url in map(normalised_url, urls):
                # An address that several works share (a conference's page) tells nothing.
                self._link[url] = record if self._link.get(url, record) is record else None
            for title in (record.title, *record.also_titled):
                for variant in _variants(title, record.name):
                    self._title.setdefault(variant, record)
            for fix in record.corrections:
                if fix.field in ("title", "name"):
                    self._title.setdefault(normalised_title(fix.said), record)
            for title in (record.title, *record.also_titled):
                words = list(significant_words(title))
                self._words[len(words)].append((words, record))
            if record.name:
                self._name[_plain_name(record.name)].append(record)

    def find(self, item: Item) -> Match | None:
        """The record of *item*, or None if the handbook lacks it."""
        for _, url in item.links:
            if (doi := doi_of(url)) and (record := self._doi.get(doi.casefold())):
                return Match(record, "DOI")
            if (arxiv := arxiv_of(url)) and (record := self._arxiv.get(arxiv)):
                return Match(record, "arXiv id")
        linked = [self._link.get(normalised_url(url)) for _, url in item.links]
        by_link = next((record for record in linked if record), None)
        by_title = self._by_title(item)
        if by_link and by_title and by_link is not by_title:
            # Lists mislabel links; a link wins only where the title fits it as well (a talk that
            # is called like its paper).
            same = normalised_title(by_link.title) == normalised_title(item.title)
            return Match(by_link, "link") if same else Match(by_title, "title")
        if by_title:
            return Match(by_title, "title")
        return Match(by_link, "link") if by_link else None

    def by_doi(self, doi: str) -> Record | None:
        """The record with this bare DOI."""
        return self._doi.get(doi.casefold())

    def by_arxiv(self, arxiv: str) -> Record | None:
        """The record with this arXiv id."""
        return self._arxiv.get(arxiv)

    def titled(self, title: str) -> Record | None:
        """The record with this title, or with one that only typing errors tell from it."""
        for variant in _variants(title, ""):
            if record := self._title.get(variant):
                return record
        return self._misspelt(title)

    def _by_title(self, item: Item) -> Record | None:
        for variant in _variants(item.title, ""):
            if record := self._title.get(variant):
                return record
        named = self._name.get(_plain_name(_name_of(item.title)), [])
        # A description may stand behind the name, so nothing but the year can speak against it.
        if len(named) == 1 and _may_be(item, named[0]):
            return named[0]
        return self._misspelt(item.title)

    def _misspelt(self, title: str) -> Record | None:
        wanted = list(significant_words(title))
        if len(normalised_title(title)) < LONG:
            return None
        for words, record in self._words.get(len(wanted), ()):
            if _same_but_for_errors(words, wanted) and _names_agree(title, record):
                return record
        return None


def doi_of(url: str) -> str:
    """The DOI in an address of doi.org, the ACM or another publisher, or an empty string."""
    match = re.search(r"/(10\.\d{4,9}/[^?#\s]+)", unquote(url))
    return match[1].removesuffix(".pdf").rstrip("/") if match else ""


def arxiv_of(url: str) -> str:
    """The arXiv id in an address, without version, or an empty string."""
    pattern = r"arxiv[^/]*/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
    match = re.search(pattern, url) or re.search(r"/abs/(\d{4}\.\d{4,5})", url)
    return match[1] if match else ""


def normalised_url(url: str) -> str:
    """*url* as it is compared: without scheme, www, query, anchor, trailing slash, letter case."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/").removesuffix(".git")
    if host == "github.com":
        path = "/".join(path.split("/")[:3])  # the repository, whatever file of it is linked
    query = f"?{parts.query}" if re.search(r"(?:^|&)(?:v|list|id)=", parts.query) else ""
    return f"{host}{unquote(path)}{query}".casefold()


def _variants(title: str, name: str) -> list[str]:
    """Normalised forms under which a title is known: whole, with its name, without it."""
    forms = [title, re.sub(r"\s*\([^()]*\)$", "", title)]  # a remark in brackets may follow
    if name and not title.casefold().startswith(name.casefold()):
        forms.append(f"{name}: {title}")
    head, colon, tail = title.partition(": ")
    if colon and len(head.split()) <= 2 and len(list(significant_words(tail))) >= 3:
        forms.append(tail)  # "Name: Title" without the name
    if colon and len(list(significant_words(head))) >= 3:
        forms.append(head)  # "Title: Subtitle" without the subtitle
    return [normalised for form in forms if (normalised := normalised_title(form))]


def _name_of(title: str) -> str:
    """What stands before the first colon, if it is short enough for a name."""
    head, colon, _ = title.replace("：", ": ").partition(":")
    head = head.split("/")[-1] if "/" in head and " " not in head else head
    return (
        head.strip()
        if colon and len(head.split()) <= 4
        else title
        if len(title.split()) <= 4
        else ""
    )


def _may_be(item: Item, record: Record) -> bool:
    """Whether an item known by name only can be *record*: the year must not speak against it."""
    return item.year is None or abs(item.year - record.year) <= 1


def _names_agree(title: str, record: Record) -> bool:
    mine, theirs = _name_of(title), record.name or _name_of(record.title)
    if not mine or not theirs or mine == title:
        return True
    mine, theirs = _plain_name(mine), _plain_name(theirs)
    return mine == theirs or (
        len(mine) > 6 and difflib.SequenceMatcher(None, mine, theirs).ratio() > 0.9
    )


def _plain_name(name: str) -> str:
    """*name* as names are compared: "Crumb-Fair" is "Crumb_fair", "Crumb++" is not "Crumb"."""
    return re.sub(r"[\s_-]+", "", name.casefold())


def _same_but_for_errors(words: list[str], others: list[str]) -> bool:
    """Whether two titles have the same words, one in five of them with a typing error at most.

    Numbers must be the same, and no word may be missing: near twins differ by one word.
    """
    errors = 0
    for one, other in zip(words, others, strict=True):
        if one == other:
            continue
        alike = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
        if min(len(one), len(other)) < 4 or one.isdigit() or other.isdigit() or alike < ALIKE_WORDS:
            return False
        errors += 1
    return errors <= max(1, len(words) // 5)
