"""A made-up handbook of any size: the same bytes on every run, shaped like the real one.

Each work has about 150 words in four paragraphs, three citations, a relation, four authors, a
venue, tags, links and the sources it was checked against.  Topics have 25 works, parts 20 topics.

>>> works = make_works(330)
>>> write_handbook(Path("out"), works)                 # doctest: +SKIP
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WORKS_A_TOPIC = 25
TOPICS_A_PART = 20
KINDS = ("Problem", "Approach", "Results", "Limits")
VENUES = tuple(f"V{letter}" for letter in "ABCDEFGHIJKL")
TAGS = tuple(f"tag-{number}" for number in range(40))
# Plain words, far from any field.
WORDS = tuple(
    word
    for line in (
        "river stone light window garden paper silver morning engine letter harbour valley market",
        "bridge circle signal copper ladder forest winter summer timber canvas mirror needle anchor",
        "barrel basket button candle carpet cellar corner cotton desert dinner finger flower fabric",
        "gravel hammer island jacket kettle lantern marble meadow orchard pebble pocket prairie",
        "quarry ribbon saddle shadow shelter spiral station string sugar table thread tunnel velvet",
        "village violet wagon walnut water weather wheel whistle willow wooden yellow measures",
        "carries holds turns finds keeps moves joins splits counts weighs sorts names shows",
    )
    for word in line.split()
)
SYLLABLES = tuple(first + second for first in "bcdfghklmnprstvwz" for second in "aeiou")


@dataclass(frozen=True, slots=True)
class Work:
    """One made-up work, independent of any tool's format."""

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    pages: str
    topic: int
    tags: tuple[str, ...]
    takeaway: str
    paragraphs: tuple[str, ...]
    cites: tuple[str, ...]
    builds_on: str


def make_works(count: int) -> list[Work]:
    """*count* works in order of topic; equal for equal *count*, and each cites earlier ones."""
    random_ = random.Random(count)  # noqa: S311  (the same numbers on every run)
    people = [_name(random_) for _ in range(count + 40)]
    works: list[Work] = []
    taken: set[str] = set()
    for number in range(count):
        authors = tuple(random_.sample(people, 4))
        year = random_.randint(1990, 2025)
        surname = authors[0].split()[-1].lower()
        first = _unused(f"{surname}{year}", taken)
        near = works[max(0, number - 60) : number]
        cites = tuple(random_.choice(near).key for _ in range(3)) if near else ()
        works.append(
            Work(
                key=f"{surname}{year}{first}",
                title=f"{first.capitalize()} {_words(random_, 7).title()}",
                authors=authors,
                year=year,
                venue=random_.choice(VENUES),
                pages=f"{number + 1}-{number + 14}",
                topic=number // WORKS_A_TOPIC,
                tags=tuple(sorted(random_.sample(TAGS, 3))),
                takeaway=f"{_sentence(random_, 16)}",
                paragraphs=tuple(" ".join(_sentence(random_, 12) for _ in range(3)) for _ in KINDS),
                cites=cites,
                builds_on=cites[0] if cites else "",
            )
        )
    return works


def _unused(stem: str, taken: set[str]) -> str:
    for word in WORDS:
        if stem + word not in taken:
            taken.add(stem + word)
            return word
    raise ValueError(f"more than {len(WORDS)} works would share the stem {stem}")


def _name(random_: random.Random) -> str:
    def part(length: int) -> str:
        return "".join(random_.choice(SYLLABLES) for _ in range(length)).capitalize()

    return f"{part(2)} {part(3)}"


def _words(random_: random.Random, count: int) -> str:
    return " ".join(random_.choices(WORDS, k=count))


def _sentence(random_: random.Random, count: int) -> str:
    return _words(random_, count).capitalize() + "."


# -- in this project's format -----------------------------------------------------------------


def part_of(topic: int) -> str:
    """Folder of the part that topic number *topic* belongs to."""
    return f"part-{topic // TOPICS_A_PART}"


def record(work: Work) -> str:
    """The text of the record of *work*."""
    authors = "".join(f"  - {name}\n" for name in work.authors)
    relation = f"builds_on: [{work.builds_on}]\n" if work.builds_on else ""
    fields = f"fields: [title, authors, year, pages], on: 2026-01-0{1 + work.topic % 9}"
    return (
        f"---\ntitle: {work.title}\nname: {work.title.split()[1]}\nkind: paper\n"
        f"authors:\n{authors}year: {work.year}\nvenue: {work.venue}\npages: {work.pages}\n"
        f"links:\n  page: https://works.example.org/{work.key}\n"
        f"  pdf: https://works.example.org/{work.key}.pdf\n"
        f"tags: [{', '.join(work.tags)}]\ntakeaway: {work.takeaway}\n{relation}"
        f"checked:\n  - {{source: 'https://works.example.org/{work.key}', {fields}}}\n"
        f"  - {{source: 'https://index.example.org/{work.key}', fields: [title, venue], on: 2026-01-02}}\n"
        f"added: 2026-01-0{1 + work.topic % 9}\n---\n{summary(work)}\n"
    )


def summary(work: Work) -> str:
    """The four paragraphs, with a citation in all but the first."""
    blocks = []
    for place, (name, text) in enumerate(zip(KINDS, work.paragraphs, strict=True)):
        cited = f" See {{cite:t}}`{work.cites[place - 1]}`." if place and work.cites else ""
        blocks.append(f"**{name}.** {text}{cited}")
    return "\n\n".join(blocks)


def write_handbook(root: Path, works: Sequence[Work]) -> None:
    """Write ``bib/`` and ``docs/`` of a handbook of *works* below *root*."""
    topics = range(works[-1].topic + 1)
    for work in works:
        _write(
            root / "bib" / part_of(work.topic) / f"topic-{work.topic}" / f"{work.key}.md",
            record(work),
        )
    venues = (f"{one}:\n  name: Symposium {one}\n  kind: conference\n" for one in VENUES)
    _write(root / "bib/venues.yaml", "".join(venues))
    _write(root / "bib/tags.yaml", "".join(f"{tag}: Works about {tag}.\n" for tag in TAGS))
    _write(root / "bib/lists.yaml", "{}\n")
    _write(root / "docs/conf.py", _CONF)
    parts = list(dict.fromkeys(part_of(topic) for topic in topics))
    tree = "\n".join([*(f"{part}/index" for part in parts), "indexes/index"])
    _write(root / "docs/index.md", f"# Handbook\n\n```{{parts}}\n```\n\n{_toctree(tree)}")
    for part in parts:
        names = "\n".join(f"topic-{topic}" for topic in topics if part_of(topic) == part)
        title = part.replace("-", " ").capitalize()
        _write(
            root / f"docs/{part}/index.md", f"# {title}\n\n```{{parts}}\n```\n\n{_toctree(names)}"
        )
    for topic in topics:
        text = f"# Topic {topic}\n\n{''.join(_chapter(works, topic))}\n```{{works}}\n```\n"
        _write(root / f"docs/{part_of(topic)}/topic-{topic}.md", text)


def _chapter(works: Sequence[Work], topic: int) -> Iterator[str]:
    own = works[topic * WORKS_A_TOPIC : (topic + 1) * WORKS_A_TOPIC]
    for work in own[:10]:
        yield f"{{cite:t}}`{work.key}` {work.paragraphs[0].lower()}\n\n"


def _toctree(names: str) -> str:
    return f"```{{toctree}}\n:hidden:\n\n{names}\n```\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


_CONF = """\
project = "Bench"
author = "The bench"
copyright = "the bench"
version = release = "1"
extensions = ["sysai.site"]
smartquotes = False
nitpicky = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
suppress_warnings = ["myst.domains"]
html_theme = "sysai"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
html_domain_indices = False
epub_show_urls = "no"
typst_exclude = ["indexes/index"]
latex_engine = "xelatex"
latex_documents = [("index", "handbook.tex", project, author, "manual", True)]
"""
