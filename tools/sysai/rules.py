"""What must hold between records: keys, relations, registries, chapters.

`check` runs every rule over a loaded corpus and returns all problems, sorted by place.  Faults
inside one file are found where it is read (`schema`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from . import citation_key
from .citation_key import ascii_fold
from .corpus import Corpus
from .problems import Code, Problem, problem, suggest
from .record import Kind, Record
from .relations import RELATIONS
from .schema import citations, url_fault

Rule = Callable[[Corpus], Iterator[Problem]]


def check(corpus: Corpus) -> list[Problem]:
    """All problems of *corpus*, by path, line and field."""
    problems = set(corpus.problems)
    for rule in RULES:
        problems.update(rule(corpus))
    return sorted(problems)


def _at(record: Record, field: str, code: Code, message: str) -> Problem:
    return problem(record.where.path, record.where.line(field), field, code, message)


def references(corpus: Corpus) -> Iterator[Problem]:
    """Venue, tags, lists and further topics exist."""
    venue_names = {
        alias.casefold(): venue.acronym
        for venue in corpus.venues.values()
        for alias in (venue.acronym, venue.name, *venue.aliases)
    }
    for record in corpus.records.values():
        if record.venue and record.venue not in corpus.venues:
            known = venue_names.get(record.venue.casefold())
            hint = f"; write {known!r}" if known else suggest(record.venue, corpus.venues)
            message = f"{record.venue!r} is not in bib/venues.yaml{hint}"
            yield _at(record, "venue", Code.UNKNOWN_VENUE, message)
        for number, tag in enumerate(record.tags, start=1):
            if tag not in corpus.tags:
                message = f"{tag!r} is not in bib/tags.yaml{suggest(tag, corpus.tags)}"
                yield _at(record, f"tags.{number}", Code.UNKNOWN_TAG, message)
        for number, topic in enumerate(record.also, start=1):
            if topic not in corpus.topics:
                message = f"{topic!r} is not a topic{suggest(topic, corpus.topics)}"
                yield _at(record, f"also.{number}", Code.UNKNOWN_TOPIC, message)
            elif topic == f"{record.part}/{record.topic}":
                message = f"{topic!r} is the record's own topic: drop it"
                yield _at(record, f"also.{number}", Code.DUPLICATE_VALUE, message)
        named = [("listed_in", one.list) for one in record.listed_in]
        named += [("corrections", one.list) for one in record.corrections]
        counters: dict[str, int] = defaultdict(int)
        for field, name in named:
            counters[field] += 1
            if name not in corpus.lists:
                message = f"{name!r} is not in bib/lists.yaml{suggest(name, corpus.lists)}"
                yield _at(record, f"{field}.{counters[field]}", Code.UNKNOWN_LIST, message)


def relations(corpus: Corpus) -> Iterator[Problem]:
    """Relations and citations name records of the handbook, and not the record itself."""
    for record in corpus.records.values():
        for field, relation in RELATIONS.items():
            for number, key in enumerate(getattr(record, field), start=1):
                where = f"{field}.{number}"
                if not corpus.is_known(key):
                    message = f"no record {key!r}{suggest(key, corpus.records)}"
                    yield _at(record, where, Code.UNKNOWN_KEY, message)
                elif corpus.aliases.get(key, key) == record.key and relation.not_itself:
                    yield _at(record, where, Code.CYCLE, relation.not_itself)
        for line, key in citations(record.body, record.where.body_line):
            if not corpus.is_known(key):
                message = f"cites {key!r}, which is no record{suggest(key, corpus.records)}"
                path = record.where.path
                yield problem(path, line, "summary", Code.UNKNOWN_CITATION, message)
        target = record.superseded_by
        if target and "://" in target:
            if fault := url_fault(target):
                yield _at(record, "superseded_by", Code.URL, f"{target!r} {fault}")
        elif target and not corpus.is_known(target):
            message = f"{target!r} is neither a URL nor a record{suggest(target, corpus.records)}"
            yield _at(record, "superseded_by", Code.UNKNOWN_KEY, message)


def cycles(corpus: Corpus) -> Iterator[Problem]:
    """`builds_on` has no cycle; each one is told once, at its smallest key."""
    done: set[str] = set()
    for start in corpus.records:
        trail: list[str] = []
        stack: list[tuple[str, bool]] = [(start, True)]
        while stack:
            key, entering = stack.pop()
            if not entering:
                trail.pop()
                done.add(key)
                continue
            if key in trail:
                loop = trail[trail.index(key) :]
                first = loop.index(min(loop))
                loop = loop[first:] + loop[:first]
                record = corpus.records[loop[0]]
                chain = " -> ".join([*loop, loop[0]])
                yield _at(record, "builds_on", Code.CYCLE, f"builds on itself: {chain}")
                continue
            if key in done:
                continue
            trail.append(key)
            stack.append((key, False))
            targets = [corpus.resolve(target) for target in corpus.records[key].builds_on]
            stack.extend((found.key, True) for found in reversed(targets) if found)


def keys(corpus: Corpus) -> Iterator[Problem]:
    """A file is named by its key, keys follow the scheme and are unique, aliases included."""
    owners: dict[str, list[tuple[str, str]]] = defaultdict(list)  # folded key -> (path, field)
    for path in corpus.paths:
        owners[path.rpartition("/")[2].removesuffix(".md").casefold()].append((path, "key"))
    for record in corpus.records.values():
        for number, alias in enumerate(record.aliases, start=1):
            owners[alias.casefold()].append((record.where.path, f"aliases.{number}"))
    for key, places in owners.items():
        for path, field in places[1:]:
            at = corpus.records.get(path.rpartition("/")[2].removesuffix(".md"))
            line = at.where.line(field) if at and at.where.path == path else 1
            message = f"the key {key!r} belongs to {places[0][0]}"
            yield problem(path, line, field, Code.KEY_CLASH, message)
    for record in corpus.records.values():
        yield from _scheme(record, corpus)


def _scheme(record: Record, corpus: Corpus) -> Iterator[Problem]:
    fallback = record.name or record.kind.value
    allowed = citation_key.candidates(record.creators[0], record.year, record.title, fallback)
    wanted = ""
    for candidate in allowed:
        wanted = candidate
        if candidate == record.key:
            return
        if candidate not in corpus.records and candidate not in corpus.aliases:
            break  # a longer key is only for works whose shorter one is taken
    message = f"the file is named {record.key!r}, but the key of this work is {wanted!r}"
    yield _at(record, "key", Code.KEY, message)


def duplicates(corpus: Corpus) -> Iterator[Problem]:
    """No work stands twice: DOI, arXiv id and titles (former ones too) are each in one record."""
    seen: dict[tuple[str, str], Record] = {}
    for record in corpus.records.values():
        marks = [("doi", record.doi.casefold()), ("arxiv", record.arxiv)]
        # A talk about a paper may have the paper's title.
        sort_of_title = "title of a talk" if record.kind is Kind.TALK else "title"
        marks += [("title", normalised_title(record.title))]
        marks += [("also_titled", normalised_title(title)) for title in record.also_titled]
        for field, value in marks:
            if not value:
                continue
            sort = field if field in ("doi", "arxiv") else sort_of_title
            other = seen.setdefault((sort, value), record)
            if other is not record:
                message = f"the same {sort} stands in {other.where.path}"
                yield _at(record, field, Code.DUPLICATE_WORK, message)


def normalised_title(title: str) -> str:
    """*title* as it is compared: letters and digits, folded.

    >>> normalised_title("The Case for Déjà-Vu: Caches") == normalised_title("the case for deja vu  caches")
    True
    """
    folded = "".join(re.findall(r"[a-z0-9]+", ascii_fold(title).lower()))
    return folded or "".join(re.findall(r"\w+", title.casefold()))


def twins(corpus: Corpus) -> Iterator[Problem]:
    """Every topic has a chapter and every chapter a topic."""
    with_records = {"/".join(path.split("/")[1:3]) for path in corpus.paths}
    for topic in sorted(with_records - corpus.chapters):
        message = f"write the chapter of bib/{topic}/"
        yield problem(f"docs/{topic}.md", 1, "chapter", Code.NO_CHAPTER, message)
    for topic in sorted(corpus.chapters - with_records):
        message = f"bib/{topic}/ has no record: add one, or move the page out of docs/{topic.split('/')[0]}/"
        yield problem(f"docs/{topic}.md", 1, "chapter", Code.NO_RECORDS, message)


RULES: tuple[Rule, ...] = (references, relations, cycles, keys, duplicates, twins)
