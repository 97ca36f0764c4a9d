"""Draft records for the works of a list that the handbook lacks.

A draft holds what the list says; `sysai check` then names what is left to see in a source.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ..corpus import Corpus
from ..draft import Draft
from ..names import InvalidName, Name
from ..registry import SourceList
from .markdown import Item
from .matching import arxiv_of, doi_of, normalised_url

#: Year of a draft whose list names none: a number that `sysai check` lets nobody forget.
UNKNOWN_YEAR = 1900


def draft_of(item: Item, corpus: Corpus, source: SourceList | None) -> Draft:
    """What the list says of *item*, as a draft."""
    return Draft(
        title=item.title,
        year=item.year or UNKNOWN_YEAR,
        authors=names_in(item.authors),
        kind=_kind(item),
        venue=_venue(item.venue, corpus),
        doi=next((doi for _, url in item.links if (doi := doi_of(url))), ""),
        arxiv=next((arxiv for _, url in item.links if (arxiv := arxiv_of(url))), ""),
        links=_links(item),
        listed_in=(source.key, " > ".join(item.section[-2:])) if source and item.section else None,
    )


def list_of(text: str, corpus: Corpus) -> SourceList | None:
    """The list of ``bib/lists.yaml`` whose title stands in the first heading of *text*."""
    heading = re.search(r"^# +(.+)$", text, flags=re.MULTILINE)
    words = "".join(re.findall(r"\w", heading[1].casefold())) if heading else ""
    for source in corpus.lists.values():
        if words and "".join(re.findall(r"\w", source.title.casefold())) == words:
            return source
    return None


def names_in(text: str) -> tuple[Name, ...]:
    """The names in a line of authors; none where the line is cut short or cannot be read.

    Understood are "A B, C D, and E F", "Last, First, A B, and C D" and "Last, F. and Last, F.".
    """
    text = re.sub(r"\s+", " ", text).strip(" *")
    text = text if re.search(r"\b[A-Z]\.$", text) else text.rstrip(".")
    if not text or re.search(r"\bet\.? al|…|\.\.\.", text):
        return ()
    if re.search(r"\band\b.+\band\b", text):  # BibTeX's way
        parts = re.split(r"\s+and\s+", text)
    else:
        parts = [part for part in re.split(r",\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", text) if part]
        initials = [bool(re.fullmatch(r"(?:\w\.[\s-]?)+", part)) for part in parts]
        if any(initials):  # "Lee, Y., Scolari, A."
            if len(parts) % 2 or initials != [False, True] * (len(parts) // 2):
                return ()
            parts = [f"{parts[at]}, {parts[at + 1]}" for at in range(0, len(parts), 2)]
        elif len(parts) > 1 and " " not in parts[0]:  # "Mao, Hongzi, Mohammad Alizadeh"
            parts = [f"{parts[0]}, {parts[1]}", *parts[2:]]
    try:
        return tuple(Name.from_text(part) for part in parts)
    except InvalidName:
        return ()


def _kind(item: Item) -> str:
    if item.venue:
        return "preprint" if re.match(r"(?:arxiv|preprint)", item.venue, re.IGNORECASE) else "paper"
    hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for _, url in item.links}
    if hosts & {"youtube.com", "youtu.be"}:
        return "talk"
    return "software" if "github.com" in hosts and len(hosts) == 1 else "paper"


def _venue(words: str, corpus: Corpus) -> str:
    known = {
        name.casefold(): venue.acronym
        for venue in corpus.venues.values()
        for name in (venue.acronym, venue.name, *venue.aliases)
    }
    return known.get(words.casefold(), "")


def _links(item: Item) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, url in item.links:
        host = normalised_url(url).split("/")[0]
        if not url.startswith(("http://", "https://")):
            continue
        if host in ("github.com", "gitlab.com"):
            rel = "code"
        elif host in ("youtube.com", "youtu.be"):
            rel = "video"
        elif urlsplit(url).path.endswith(".pdf") or "/pdf/" in url or text.casefold() == "pdf":
            rel = "pdf"
        else:
            rel = "slides" if text.casefold() == "slides" else "page"
        found.setdefault(rel, url)
    return found
