"""A handbook of bread that grows at random: works that can be changed, and the edits that do.

A `Growing` keeps its works as values and writes them out; `EDITS` are the edits, each a function
that draws what it needs and returns what it did, to be read in a failure.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st

from sysai.relations import RELATIONS

Item = TypeVar("Item")
TOPICS = ("baking/sourdough", "baking/ovens", "milling/flour")
#: Forms of a name that are one author, names that only a particle tells apart, an organisation.
NAMES = (
    "Jane Doe", "Jane Q. Doe", "J. Doe", "Anna van der Meer", "van der Meer, Anna",
    "Ana Souza e Silva", "Souza e Silva, Ana", "Zoë Łuczak", "Bo Li", "Wang, Mei", "Li, Wei",
    "Rui Costa", "Doe, Jr, John",
)  # fmt: skip
#: Two of the venues, and two of the tags, would have the same address in the index.
VENUES = ("BAKE", "BA KE", "BA-KE", "JCC", "arXiv", "")
TAGS = ("rye", "oven", "rye-oven")
KINDS = ("paper", "software", "talk", "article")
WORDS = ("crust", "crumb", "leaven", "quern", "bran", "salt", "steam", "proof", "rye", "mill")
#: A summary has thirty words or more.
_MORE = f"\n\n**Limits.** {' '.join(WORDS * 3)}."


@dataclass
class Loaf:
    """One work, with the fields of its record."""

    topic: str
    authors: list[str]
    year: int
    title: str
    name: str = ""
    kind: str = "paper"
    venue: str = "BAKE"
    pages: str = ""
    language: str = ""
    code: bool = False
    unseen: bool = False
    takeaway: str = "It rises."
    summary: str = "All of it."
    cites: list[str] = field(default_factory=list)
    builds_on: list[str] = field(default_factory=list)
    compares_with: list[str] = field(default_factory=list)
    surveys: list[str] = field(default_factory=list)
    superseded_by: str = ""
    tags: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    listed: bool = False
    added: int = 3

    def record(self) -> str:
        """The text of the record."""
        fields: dict[str, object] = {
            "title": self.title,
            "name": self.name,
            "kind": self.kind,
            "authors": self.authors,
            "year": self.year,
            "venue": self.venue,
            "pages": self.pages if self.venue else "",
            "language": self.language,
            "links": {"page": "https://bread.example.org/page"}
            | ({"code": "https://bread.example.org/code"} if self.code else {}),
            "state": "superseded" if self.superseded_by else "",
            "superseded_by": self.superseded_by,
            "also": [one for one in self.also if one != self.topic],
            "tags": self.tags,
            "takeaway": self.takeaway,
            "builds_on": self.builds_on,
            "compares_with": self.compares_with,
            "surveys": self.surveys,
            "aliases": self.aliases,
            "unseen": ["authors"] if self.unseen else [],
            "listed_in": [{"list": "old-baker", "section": "Rises"}] if self.listed else [],
            "corrections": [{"list": "old-baker", "field": "year", "said": "1", "is": "2"}]
            if self.listed
            else [],
        }
        lines = [f"{name}: {json.dumps(value)}" for name, value in fields.items() if value]
        seen = "title, authors, year, venue, pages"
        lines.append(
            f"checked: [{{source: 'https://bread.example.org/', fields: [{seen}], on: 2026-01-02}}]"
        )
        lines.append(f"added: 2026-01-{self.added:02}")
        roles = ("t", "p", "name")
        cited = "".join(
            f" See {{cite:{roles[at % 3]}}}`{key}`." for at, key in enumerate(self.cites)
        )
        return "---\n" + "\n".join(lines) + f"\n---\n**Problem.** {self.summary}{cited}{_MORE}\n"


class Growing:
    """The handbook in the folder *root*."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.number = 0
        self.titles = {topic: topic.split("/")[1].title() for topic in TOPICS}
        self.parts = {"baking": "Baking", "milling": "Milling"}
        self.venues = {one: f"Symposium {one}" for one in VENUES if one}
        self.tags = {one: f"works on {one}" for one in TAGS}
        self.list_title = "The Old Baker's List"
        self.about = "About this book"
        self.checking = False
        self.works: dict[str, Loaf] = {}
        for number in range(12):
            earlier = list(self.works)
            self.add(
                Loaf(
                    topic=TOPICS[number % 3],
                    authors=[NAMES[number], NAMES[(number + 5) % len(NAMES)]],
                    year=1990 + number,
                    title=f"{WORDS[number % 10].title()} Number {number}",
                    name=WORDS[number % 10].title() if number % 2 else "",
                    kind=KINDS[0],
                    venue=VENUES[number % 5],
                    pages=f"{number + 1}-{number + 9}",
                    cites=earlier[-2:],
                    builds_on=earlier[-1:],
                    compares_with=earlier[-4:-3],
                    tags=[TAGS[number % 3]],
                    listed=number % 4 == 0,
                )
            )
        self.first = list(self.works)

    def add(self, work: Loaf) -> str:
        """Add a work under a new key, which is returned."""
        key = self.key(work)
        self.works[key] = work
        return key

    def key(self, work: Loaf) -> str:
        """A key that no work ever had."""
        self.number += 1
        return f"doe{work.year}{WORDS[self.number % 10]}{'abcdefghijklmnopqrstuvwxyz'[self.number // 10 % 26]}"

    def write(self) -> None:
        """Bring the files to the state of the values; files that are right are not touched."""
        wanted = {f"bib/{work.topic}/{key}.md": work.record() for key, work in self.works.items()}
        wanted |= {
            "bib/venues.yaml": "".join(
                f"{json.dumps(key)}:\n  name: {json.dumps(name)}\n  kind: {_KINDS.get(key, 'conference')}\n"
                for key, name in self.venues.items()
            ),
            "bib/tags.yaml": "".join(
                f"{key}: {json.dumps(text)}\n" for key, text in self.tags.items()
            ),
            "bib/lists.yaml": f"old-baker:\n  title: {json.dumps(self.list_title)}\n"
            "  url: https://bread.example.org/list\n",
            **{f"docs/{path}": text for path, text in self._docs().items()},
        }
        kept = ("docs/entries/", "docs/indexes/")
        for path in [*self.root.glob("bib/**/*.*"), *self.root.glob("docs/**/*.md")]:
            name = path.relative_to(self.root).as_posix()
            if name not in wanted and not name.startswith(kept):
                path.unlink()
        for name, text in wanted.items():
            path = self.root / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def _docs(self) -> dict[str, str]:
        first = self.first
        found = {
            "conf.py": _CONF,
            "index.md": "# Bread\n\n```{parts}\n```\n\n```{recent} 4\n```\n\n"
            + _tree(*(f"{part}/index" for part in self.parts), "about/index", "indexes/index"),
            "about/index.md": f"# {self.about}\n\n```{{corrections}}\n```\n\n```{{bibliography}}\n```\n\n"
            f"```{{cite-files}} handbook\n```\n\n```{{cite-files}} {first[0]}\n```\n\n"
            + _tree(*(["checking"] if self.checking else [])),
        }
        if self.checking:
            found["about/checking.md"] = "# Checking\n\n```{report-error}\n```\n"
        for part, title in self.parts.items():
            own = [topic.split("/")[1] for topic in TOPICS if topic.startswith(part)]
            found[f"{part}/index.md"] = (
                f"# {title}\n\nRead {{cite:author}}`Jane Doe`.\n\n```{{parts}}\n```\n\n{_tree(*own)}"
            )
        for place, (topic, title) in enumerate(self.titles.items()):
            found[f"{topic}.md"] = (
                f"# {title}\n\nOf {{cite:t}}`{first[place]}` and {{cite:p}}`{first[place + 1]},"
                f"{first[place + 2]}`, also {{cite:name}}`{first[place + 3]}`,\n"
                f"{{sysai:entry}}`{first[place + 4]}`, {{sysai:topic}}`milling/flour`.  See "
                "[](/about/index.md).\n\n"
                + ("" if topic == "baking/ovens" else "```{works}\n```\n")
            )
        return found


_KINDS = {"JCC": "journal", "arXiv": "preprints"}


def _tree(*names: str) -> str:
    return "```{toctree}\n:hidden:\n\n" + "\n".join(names) + "\n```\n"


_CONF = """\
project = "Bread"
author = "Bakers"
copyright = "bakers"
version = release = "1"
extensions = ["sysai.site"]
html_theme = "sysai"
html_baseurl = "https://bread.example.org/"
smartquotes = False
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
sysai_subtitle = "All about bread"
sysai_search = False
"""

# -- edits ------------------------------------------------------------------------------------


class Draw:
    """What an edit draws from."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def one(self, items: object) -> str:
        """One of *items*."""
        return self.data.draw(st.sampled_from(list(items)))  # type: ignore[call-overload]

    def text(self) -> str:
        """A few words."""
        words = self.data.draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4))
        return " ".join(words).capitalize()


def change_words(book: Growing, draw: Draw) -> str:
    key = draw.one(book.works)
    what = draw.one(("takeaway", "summary", "title", "name", "pages"))
    value = f"{len(draw.text())}-99" if what == "pages" else draw.text()
    setattr(book.works[key], what, value + ("." if what in ("takeaway", "summary") else ""))
    return f"{what} of {key}: {value}"


def change_facts(book: Growing, draw: Draw) -> str:
    key = draw.one(book.works)
    work = book.works[key]
    what = draw.one(
        ("code", "unseen", "listed", "language", "kind", "venue", "tags", "year", "added")
    )
    if what in ("code", "unseen", "listed"):
        setattr(work, what, not getattr(work, what))
    elif what == "language":
        work.language = "" if work.language else "zh"
    elif what == "kind":
        work.kind = draw.one(KINDS)
    elif what == "venue":
        work.venue = draw.one(VENUES)
    elif what == "tags":
        work.tags = [draw.one(TAGS)]
    else:
        setattr(work, what, int(draw.one(range(1990, 2005) if what == "year" else range(1, 9))))
    return f"{what} of {key}: {getattr(work, what)}"


def add_work(book: Growing, draw: Draw) -> str:
    work = Loaf(
        topic=draw.one(TOPICS),
        authors=[draw.one(NAMES)],
        year=int(draw.one(range(1990, 2005))),
        title=draw.text(),
        venue=draw.one(VENUES),
        cites=[draw.one(book.works)],
        builds_on=[draw.one(book.works)],
        tags=[draw.one(TAGS)],
    )
    return f"added {book.add(work)} to {work.topic}"


def remove_work(book: Growing, draw: Draw) -> str:
    """With what others say of it, or leaving that behind."""
    key = draw.one(book.works)
    if len(book.works) < 8:
        return "nothing removed"
    del book.works[key]
    tidy = draw.one((True, False))
    if tidy:
        for work in book.works.values():
            for keys in (work.cites, *(getattr(work, name) for name in RELATIONS)):
                keys[:] = [one for one in keys if one != key]
            work.superseded_by = "" if work.superseded_by == key else work.superseded_by
    return f"removed {key}, relations {'too' if tidy else 'left'}"


def rename_work(book: Growing, draw: Draw) -> str:
    old = draw.one(book.works)
    work = book.works.pop(old)
    new = book.add(work)
    if draw.one((True, True, False)):
        work.aliases.append(old)
    return f"{old} is now {new}, aliases {work.aliases}"


def give_alias(book: Growing, draw: Draw) -> str:
    """A former key goes to another work."""
    aliases = [(key, one) for key, work in book.works.items() for one in work.aliases]
    if not aliases:
        return rename_work(book, draw)
    key, alias = draw.one(aliases)
    book.works[key].aliases.remove(alias)
    other = draw.one(book.works)
    book.works[other].aliases.append(alias)
    return f"{alias} goes from {key} to {other}"


def move_work(book: Growing, draw: Draw) -> str:
    key = draw.one(book.works)
    book.works[key].topic = draw.one(TOPICS)
    return f"{key} goes to {book.works[key].topic}"


def also_work(book: Growing, draw: Draw) -> str:
    key, topic = draw.one(book.works), draw.one(TOPICS)
    also = book.works[key].also
    (also.remove if topic in also else also.append)(topic)
    return f"{key} is also in {also}"


def change_authors(book: Growing, draw: Draw) -> str:
    key = draw.one(book.works)
    authors = book.works[key].authors
    new = draw.one(NAMES)
    if new not in authors:
        authors[int(draw.one(range(len(authors))))] = new
    return f"authors of {key}: {authors}"


def relate(book: Growing, draw: Draw) -> str:
    key, other = draw.one(book.works), draw.one(book.works)
    if key == other:
        return "nothing related"
    work = book.works[key]
    name = draw.one((*RELATIONS, "cites", "superseded_by"))
    if name == "superseded_by":
        work.superseded_by = "" if work.superseded_by else other
    else:
        keys = getattr(work, name)
        (keys.remove if other in keys else keys.append)(other)
    return f"{name} of {key}: {getattr(work, name)}"


def change_registry(book: Growing, draw: Draw) -> str:
    what = draw.one(("venue", "tag", "list"))
    text = draw.text()
    if what == "list":
        book.list_title = text
        return f"the list is {text}"
    names = book.venues if what == "venue" else book.tags
    key = draw.one(names)
    names[key] = text
    return f"{what} {key} is {text}"


def change_document(book: Growing, draw: Draw) -> str:
    what = draw.one(("about", "checking", "baking", "milling", *TOPICS))
    text = draw.text()
    if what == "about":
        book.about = text
    elif what == "checking":
        book.checking = not book.checking
    else:
        (book.titles if "/" in what else book.parts)[what] = text
    return f"document {what}: {text}"


Edit = Callable[[Growing, Draw], str]
EDITS: tuple[Edit, ...] = (
    change_words, change_facts, add_work, remove_work, rename_work, give_alias, move_work,
    also_work, change_authors, relate, change_registry, change_document,
)  # fmt: skip


def copy_sources(root: Path, target: Path) -> None:
    """Copy what is written by hand, and nothing that a build made."""
    made = shutil.ignore_patterns("entries", "indexes")
    shutil.copytree(root / "bib", target / "bib")
    shutil.copytree(root / "docs", target / "docs", ignore=made)
