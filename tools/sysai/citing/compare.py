"""What the handbook knows better than somebody's .bib, and how to mend it.

An entry is a work of the handbook if its DOI, its arXiv id or its title is, the title up to typing
errors; a title alone counts only where an author is shared, since different works have the same
title.  Nothing is said of entries that the handbook does not have.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..citation_key import ascii_fold
from ..corpus import Corpus
from ..formats import FORMATS, latex
from ..formats.publication import pages, publication
from ..lists.matching import ALIKE_WORDS, Index
from ..names import Name
from ..problems import Problem
from ..record import Record
from ..rules import normalised_title
from . import bibfile
from .bibfile import BibEntry
from .codes import Code, finding


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to put in place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a .bib, and the edit that mends it where one can."""

    problem: Problem
    edit: Edit | None = None


def compare(path: str, text: str, corpus: Corpus) -> list[Finding]:
    """All that is wrong with the .bib *text*, which is called *path*, by line."""
    entries, faults = bibfile.parse(path, text)
    found = [Finding(fault) for fault in faults]
    index = Index(corpus)
    first: dict[str, BibEntry] = {}
    for entry in entries:
        of_key = corpus.resolve(entry.key)
        record = of_key if of_key and _is_titled(entry, of_key) else match(entry, index)
        at = _Entry(path, text, entry)
        if of_key is not None and of_key is not record:
            message = f"is the key of {of_key.title!r} ({of_key.year}) in the handbook"
            found.append(at.finding(Code.KEY_OF_ANOTHER, message))
        if record is None:
            continue
        if record.key in first:
            other = first[record.key]
            message = f"is the same work as {other.key!r} in line {other.line}"
            found.append(at.finding(Code.SAME_WORK, message))
        first.setdefault(record.key, entry)
        found += _of_entry(at, record, corpus)
    return sorted(found, key=lambda one: (one.problem.line, one.problem))


def match(entry: BibEntry, index: Index) -> Record | None:
    """The record that *entry* is an entry of, or None."""
    title = entry.fields.get("title", "")
    by_title = index.titled(title) if title else None
    if by_title is not None and not _shares_author(entry, by_title):
        by_title = None
    by_id = index.by_doi(entry.doi) if entry.doi else None
    if by_id is None and entry.arxiv:
        by_id = index.by_arxiv(entry.arxiv)
    return by_title or by_id  # a wrong DOI is more likely than a wrong title with right authors


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry in its file, able to say what is wrong with it and to write a mend."""

    path: str
    text: str
    entry: BibEntry

    def finding(self, code: Code, message: str, edit: Edit | None = None) -> Finding:
        problem = finding(self.path, self.entry.line, self.entry.key, code, message)
        return Finding(problem, edit)

    def set(self, field: str, value: str) -> Edit:
        """The edit that gives *field* the LaTeX *value*."""
        spans = self.entry.values
        if field in spans:
            return Edit(spans[field].start, spans[field].end, f"{{{value}}}")
        last = max(span.end for span in spans.values())
        return Edit(last, last, f",{self._newline}  {field} = {{{value}}}")

    def replace(self, text: str) -> Edit:
        """The edit that puts *text* in place of the whole entry."""
        whole = self.entry.whole
        return Edit(whole.start, whole.end, text.rstrip("\n").replace("\n", self._newline))

    def escape(self, text: str) -> str:
        """*text* as this file's LaTeX: UTF-8 where it has some already, else ASCII."""
        return latex.escape(text) if self.text.isascii() else latex.escape_unicode(text)

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def _of_entry(at: _Entry, record: Record, corpus: Corpus) -> Iterator[Finding]:
    """What is wrong with an entry of *record*."""
    entry = at.entry
    known = publication(record, corpus.venue_of(record))
    if corpus.resolve(entry.key) is not record:
        yield at.finding(Code.OTHER_KEY, f"the handbook has the work as {record.key!r}")
    if known.container and _is_preprint(entry) and record.citable:
        message = f"is cited as a preprint; it was published in {known.container}"
        form = FORMATS["biblatex" if {"date", "journaltitle"} & set(entry.fields) else "bibtex"]
        ours = form.render([dataclasses.replace(record, key=entry.key)], corpus)
        yield at.finding(Code.PREPRINT, message, at.replace(ours))
        return
    if not _is_titled(entry, record):
        message = f"the title is {record.title!r}"
        ours = latex.protect(record.title, record.proper_names, at.escape)
        yield at.finding(Code.TITLE, message, at.set("title", ours))
    if record.citable:
        yield from _authors(at, record)
    if entry.year != record.year:
        said = "has no year" if entry.year is None else f"says {entry.year}"
        field = "date" if "date" in entry.values and "year" not in entry.values else "year"
        message = f"{said}; it was published in {record.year}"
        yield at.finding(Code.YEAR, message, at.set(field, str(record.year)))
    if record.doi and not entry.doi:
        message = f"the work has the DOI {record.doi}"
        yield at.finding(Code.MISSING_DOI, message, at.set("doi", record.doi))
    elif record.doi and entry.doi.casefold() != record.doi.casefold():
        message = f"says {entry.doi}; the work's is {record.doi}"
        yield at.finding(Code.DOI, message, at.set("doi", record.doi))
    theirs = re.sub(r"\s*[-–—]+\s*", "-", entry.fields.get("pages", ""))
    if theirs and record.pages and theirs not in (record.pages, pages(record, "-")):
        message = f"says {theirs}; the work has {pages(record, '-')}"
        yield at.finding(Code.PAGES, message, at.set("pages", pages(record, "--")))


def _authors(at: _Entry, record: Record) -> Iterator[Finding]:
    entry = at.entry
    ours, theirs = record.creators, entry.authors
    edit = at.set(
        "author",
        " and ".join(
            f"{{{at.escape(one.family)}}}" if one.is_organisation else at.escape(one.last_first())
            for one in ours
        ),
    )
    families = [_folded(one) for one in ours]
    said = [_folded(one) for one in theirs]
    missing = [one.first_last() for one, family in zip(ours, families, strict=True)
               if family not in said]  # fmt: skip
    if missing and (entry.and_others or len(said) < len(families)):
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if missing[5:] else "")
        message = f"{len(missing)} of {len(ours)} authors are left out: {shown}"
        yield at.finding(Code.MISSING_AUTHORS, message, edit)
        return
    for place, (mine, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        if not _same_person(mine, other):
            message = f"author {place} is {mine.first_last()!r}, not {other.first_last()!r}"
            yield at.finding(Code.AUTHORS, message, edit)
            return
    if len(theirs) > len(ours):
        extra = ", ".join(one.first_last() for one in theirs[len(ours) :])
        yield at.finding(Code.AUTHORS, f"{extra}: not an author of the work", edit)


def _is_preprint(entry: BibEntry) -> bool:
    """Whether the entry names no place of publication but an archive."""
    fields = entry.fields
    place = " ".join(fields.get(one, "") for one in ("booktitle", "journal", "journaltitle"))
    if place.strip():
        return bool(re.search(r"\b(?:arxiv|corr)\b", place, re.IGNORECASE))
    return bool(entry.arxiv) or entry.type == "unpublished"


def _is_titled(entry: BibEntry, record: Record) -> bool:
    """Whether the titles are the same, letter case and signs aside."""
    return normalised_title(entry.fields.get("title", "")) == normalised_title(record.title)


def _shares_author(entry: BibEntry, record: Record) -> bool:
    """Whether one author at least is the same, or spelt alike; also where the entry names none."""
    theirs = [_folded(one) for one in entry.authors]
    ours = [_folded(one) for one in record.creators]
    return not theirs or any(
        difflib.SequenceMatcher(None, mine, other, autojunk=False).ratio() >= ALIKE_WORDS
        for mine in ours
        for other in theirs
    )


def _same_person(one: Name, other: Name) -> bool:
    """Same family name, and no initial that contradicts."""
    if _folded(one) != _folded(other):
        return False
    mine, theirs = (_fold(name.given)[:1] for name in (one, other))
    return not mine or not theirs or mine == theirs


def _folded(name: Name) -> str:
    """The family name as it is compared; of an organisation all of it, however it was split."""
    if name.is_organisation:
        return _fold(name.family)
    return _fold(name.full_family())


def _fold(text: str) -> str:
    folded = re.sub(r"[^a-z0-9]", "", ascii_fold(text).casefold())
    return folded or text.casefold()


def mended(text: str, findings: Sequence[Finding]) -> str:
    """*text* with the edits of *findings* made."""
    edits = sorted({one.edit for one in findings if one.edit}, key=lambda one: (one.start, one.end))
    result, place = [], 0
    for edit in edits:
        result += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join(result) + text[place:]
