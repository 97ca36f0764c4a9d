"""How Zotero reads a page: the rules of its "Embedded Metadata" and "COinS" translators.

Written after what the translators do (zotero/translators, November 2026), not from their code,
and only as far as our pages use it: which tag decides the type, where each field comes from, how
names are split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

#: The last of these on a page decides the type.
TYPED = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
#: Where no type is said, a creator of these types is looked for under these names.
CREATORS = {
    "computerProgram": ("programmer", "z:programmers"),
    "presentation": ("presenter", "z:presenters"),
}
#: Field of the item -> tags, of which a later one overrides an earlier one.
FIELDS = {
    "title": ("og:title", "DC.title", "citation_title"),
    "date": ("DC.date", "citation_publication_date", "citation_cover_date"),
    "publicationTitle": ("DC.source", "citation_journal_title"),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "series": ("citation_series_title",),
    "conferenceName": ("citation_conference_title",),
    "proceedingsTitle": ("z:proceedingsTitle",),
    "place": ("z:place",),
    "publisher": ("citation_publisher",),
    "university": ("citation_dissertation_institution",),
    "thesisType": ("z:thesisType",),
    "institution": ("citation_technical_report_institution",),
    "reportNumber": ("citation_technical_report_number",),
    "ISBN": ("citation_isbn",),
    "edition": ("z:edition",),
    "DOI": ("citation_doi",),
    "repository": ("z:repository",),
    "archiveID": ("z:archiveID",),
    "abstractNote": ("og:description", "z:abstractNote", "citation_abstract"),
    "language": ("DC.language", "citation_language"),
    "rights": ("DC.rights",),
    "company": ("z:company",),
    "meetingName": ("z:meetingName",),
    "url": ("og:url", "z:url", "citation_public_url"),
    "pdf": ("citation_pdf_url",),
}


@dataclass
class Item:
    """What Zotero saves: type, creators as (given, family, role), and fields that have a value."""

    type: str
    creators: list[tuple[str, str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The meta tags of a page in order, and its COinS."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.coins: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name = facts.get("name") or facts.get("property")
        if tag == "meta" and name and facts.get("content"):
            self.metas.append((name, facts["content"] or ""))
        if tag == "span" and facts.get("class") == "Z3988":
            self.coins.append(facts.get("title") or "")

    def all(self, name: str) -> list[str]:
        return [content for one, content in self.metas if one == name]


def from_metas(text: str) -> Item:
    """The item that "Embedded Metadata" makes of a page."""
    page = Page(text)
    typed = [TYPED[name] for name, _ in page.metas if name in TYPED]
    guess = "webpage"
    for name, _ in page.metas:
        if name in ("citation_title", "citation_series_title") and guess == "webpage":
            guess = "journalArticle"
        if name == "citation_isbn":
            guess = "book"
    said = page.all("z:itemType")
    item = Item(typed[-1] if typed else said[0] if said else guess)
    names = page.all("citation_author")
    if names:
        found = [part for name in names for part in _split(name, alone=len(names) == 1)]
        role = "author"
    else:
        role, tag = CREATORS.get(item.type, ("author", "DC.creator"))
        found = page.all(tag)
    item.creators = [(*person(name), role) for name in found]
    for name, tags in FIELDS.items():
        values = [page.all(tag)[0] for tag in tags if page.all(tag)]
        if values:
            item.fields[name] = " ".join(values[-1].split()) if name != "url" else values[-1]
    first, last = page.all("citation_firstpage"), page.all("citation_lastpage")
    if first:
        item.fields["pages"] = "-".join([first[0], *last[:1]])
    return item


def _split(name: str, *, alone: bool) -> list[str]:
    """A semicolon parts names; so does the comma of a single one with blanks on both sides."""
    parts = re.split(r"\s*;\s*", name)
    if len(parts) == 1 and alone:
        sides = re.split(r"\s*,\s*", name)
        if len(sides) > 1 and " " in sides[0] and " " in sides[1]:
            return sides
    return parts


def person(text: str) -> tuple[str, str]:
    """(given, family): split at the comma, else before the last word; initials get their dot."""
    with_comma = "," in text
    text = text.strip(" \u00a0.,/[]:")
    if with_comma:
        family, _, rest = text.partition(",")
        given = rest.split(",")[0]
    else:
        given, _, family = text.rpartition(" ")
    words = re.split(r"[\s.]+|(?=-)", given.strip(" ."))
    dotted = (f"{word}." if re.fullmatch(r"-?[A-Z]", word) else word for word in words)
    return " ".join(dotted).replace(" -", "-").strip(), family


def from_coins(title: str) -> Item:
    """The item that "COinS" makes of the title of one span."""
    pairs = []
    for part in title.split("&"):
        key, _, value = part.partition("=")
        pairs.append((key, unquote(re.sub(r"\+|%2[bB]", " ", value))))
    facts = dict(reversed(pairs))
    kind = facts["rft_val_fmt"].rpartition(":")[2]
    genre = facts.get("rft.genre", "")
    books = {"proceeding": "conferencePaper", "report": "report", "bookitem": "bookSection"}
    item = Item(
        {"journal": "journalArticle", "book": books.get(genre, "book"), "dissertation": "thesis",
         "dc": facts.get("rft.type", "webpage")}[kind]
    )  # fmt: skip
    inside = item.type in ("journalArticle", "conferencePaper")
    title_key = "rft.atitle" if inside else "rft.btitle" if kind == "book" else "rft.title"
    item.fields["title"] = facts[title_key]
    item.fields["date"] = facts["rft.date"]
    for key, value in pairs:
        if key in ("rft.au", "rft.creator"):
            item.creators.append((*person(value), "author"))
        elif key == "rft.aucorp":
            item.creators.append(("", value, "author"))
        elif key == "rft_id" and value.startswith("info:doi/"):
            item.fields["DOI"] = value.removeprefix("info:doi/")
        elif key == "rft_id":
            item.fields["url"] = value
    return item
