"""Meta tags from which reference managers and scholarly search engines read a work.

Papers, theses, reports, preprints and books have Highwire tags (``citation_…``, the form that
scholarly search engines ask for).  Software, talks, courses and pages of the web have none, for
an engine would take them for papers: they have Dublin Core tags and Zotero's own (``z:…``).

Zotero's rules that matter here: the *last* typed ``citation_`` tag decides the item's type, else
``z:itemType`` does, before all guesses from ``og:type`` and the like; any other ``z:`` property
is copied to the item; a single author with blanks on both sides of the comma is taken for two; a
name without comma is split before its last word.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ..formats.publication import Form, Publication, publication
from ..names import Name
from ..record import Record, Venue
from ..reference import event, ordinal
from .kinds import ITEM_TYPES, date_of, family_first, first_and_last, form_of, language_of, url_of

#: (name, content) of one tag; repeated names are meant.
Tag = tuple[str, str]

NO_BREAK = "\u00a0"
_DEGREES = {"phd": "PhD thesis", "master": "Master's thesis"}
_CREATORS = {
    Form.SOFTWARE: "z:programmers",
    Form.TALK: "z:presenters",
    Form.COURSE: "DC.creator",
    Form.ARTICLE: "DC.creator",
}


def tags(record: Record, venue: Venue | None, abstract: str) -> list[Tag]:
    """The tags of *record*; none where its authors could not all be seen.

    *abstract* is the handbook's summary as plain text.
    """
    if not record.citable:
        return []
    known = publication(record, venue)
    form = form_of(record, known)
    if form in _CREATORS:
        found = [*_plain(record, venue, known, form), ("z:abstractNote", abstract)]
    else:
        found = [*_highwire(record, venue, known), ("citation_abstract", abstract)]
    return [(name, content) for name, content in found if content]


def _highwire(record: Record, venue: Venue | None, known: Publication) -> list[Tag]:
    first, last = first_and_last(record)
    pdf = record.link("pdf")
    return [
        ("citation_title", record.title),
        *(("citation_author", name) for name in _names(record)),
        ("citation_publication_date", str(record.year)),
        ("citation_cover_date", date_of(record, known, "/") if known.month else ""),
        *_container(record, venue, known),
        ("citation_volume", record.volume),
        ("citation_issue", record.number if known.form.periodical else ""),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_publisher", known.publisher),
        ("citation_doi", record.doi),
        ("citation_arxiv_id", record.arxiv),
        ("citation_language", language_of(record)),
        ("citation_public_url", url_of(record, known)),
        ("citation_pdf_url", pdf.url if pdf else ""),
    ]


def _container(record: Record, venue: Venue | None, known: Publication) -> list[Tag]:
    """The tags that say what the work is part of, and so decide its type."""
    if known.form.periodical:
        return [("citation_journal_title", known.container)]
    if known.form in (Form.PROCEEDINGS, Form.PRESENTED):
        edition = venue.edition(record.year) if venue else None
        return [
            ("citation_series_title", known.series),
            ("citation_isbn", edition.isbn if edition else ""),
            ("citation_conference_title", event(record, venue) or record.venue),
            ("z:proceedingsTitle", known.container),
            ("z:place", known.address),
        ]
    if known.form is Form.THESIS:
        return [
            ("citation_dissertation_institution", record.institution),
            ("z:thesisType", _DEGREES.get(record.degree, "")),
        ]
    if known.form is Form.REPORT:
        return [
            ("citation_technical_report_institution", record.institution),
            ("citation_technical_report_number", record.number),
        ]
    if known.form is Form.BOOK:
        return [
            ("citation_isbn", record.isbn),
            ("z:itemType", ITEM_TYPES[known.form]),
            ("z:edition", ordinal(record.edition)),
        ]
    return [
        ("z:itemType", ITEM_TYPES[known.form]),
        ("z:repository", venue.name if venue else ""),
        ("z:archiveID", f"arXiv:{record.arxiv}" if record.arxiv else ""),
    ]


def _plain(record: Record, venue: Venue | None, known: Publication, form: Form) -> list[Tag]:
    code = record.link("code", "website", "page")
    url = url_of(record, known)
    by = record.institution or record.publisher
    found: list[Tag] = [
        ("z:itemType", ITEM_TYPES[form]),
        ("DC.title", record.title),
        *((_CREATORS[form], name) for name in _names(record)),
        ("DC.date", date_of(record, known, "-")),
        ("DC.language", language_of(record)),
        ("DC.rights", record.license),
        ("z:url", code.url if code and form is Form.SOFTWARE else url),
    ]
    if form is Form.SOFTWARE:
        return [*found, ("z:company", by)]
    if form is Form.TALK:
        return [*found, ("z:meetingName", event(record, venue) or record.venue)]
    # Without it the name of this site would be saved as the website's.
    return [*found, ("DC.source", by or record.organisation or _host(url))]


def _names(record: Record) -> list[str]:
    names = [_name(name) for name in record.creators]
    if len(names) == 1 and names[0].count(",") == 1:
        family, given = names[0].split(",")
        if " " in family:  # Zotero would see two authors; a no-break space is none to it
            return [f"{family}, {given.strip().replace(' ', NO_BREAK)}"]
    return names


def _name(name: Name) -> str:
    """ "van der Berg, Jan Jr."; a name that must not be split ends with a comma."""
    text = family_first(name)
    if name.given or name.suffix or " " not in text:
        return text
    return f"{text.replace(',', '')},"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
