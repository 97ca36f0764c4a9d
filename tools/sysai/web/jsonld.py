"""JSON-LD for search engines: a work as a thing of schema.org.

The type follows the form of the work.  A fact that nobody saw is left out.  Zotero does not read
this; search engines and crawlers do.
"""

from __future__ import annotations

import json
from typing import Any

from ..formats.publication import Form, Publication, publication
from ..names import Name
from ..record import Record, Venue
from ..reference import arxiv_url, doi_url, main_url, ordinal
from .kinds import date_of, first_and_last, form_of, language_of
from .place import Place

CONTEXT = "https://schema.org"
_TYPES = {
    Form.MAGAZINE: "Article",
    Form.JOURNAL: "ScholarlyArticle",
    Form.PROCEEDINGS: "ScholarlyArticle",
    Form.PRESENTED: "ScholarlyArticle",
    Form.PREPRINT: "ScholarlyArticle",
    Form.THESIS: "Thesis",
    Form.REPORT: "Report",
    Form.BOOK: "Book",
    Form.SOFTWARE: "SoftwareSourceCode",
    Form.TALK: "VideoObject",
    Form.COURSE: "Course",
    Form.ARTICLE: "Article",
}


def work(record: Record, place: Place) -> dict[str, Any]:
    """The work as a JSON-LD object."""
    venue = place.corpus.venue_of(record)
    known = publication(record, venue)
    form = form_of(record, known)
    title = "headline" if "Article" in _type(record, form) else "name"
    page = place.absolute(place.entry(record.key))
    found = {
        "@context": CONTEXT,
        "@type": _type(record, form),
        "@id": f"{page}#work" if page else "",
        title: record.title,
        "alternateName": [one for one in (record.name, *record.also_titled) if one],
        "author": [_creator(name) for name in record.creators] if record.citable else [],
        "datePublished": date_of(record, known, "-"),
        "description": record.takeaway,
        "inLanguage": language_of(record),
        "keywords": list(record.tags),
        "url": main_url(record),
        "sameAs": _addresses(record),
        "identifier": _identifiers(record),
        "mainEntityOfPage": page,
        "publisher": _organisation(known.publisher),
        **_particular(record, venue, known, form),
    }
    return {name: value for name, value in found.items() if value}


def website(place: Place, description: str) -> dict[str, Any]:
    """The site itself, with the address of its search; empty where its own is not known."""
    if not place.base_url:
        return {}
    query = f"{place.absolute(place.page('search'))}?q={{query}}"
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": place.title,
        "url": place.base_url,
        "description": description,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": query},
            "query-input": "required name=query",
        },
    }


def script(thing: dict[str, Any]) -> str:
    """The element that carries *thing*; no text in it can end the element or open a comment."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{text}</script>'


def _type(record: Record, form: Form) -> str:
    if form is Form.TALK and record.link("video") is None:
        return "PresentationDigitalDocument"
    return _TYPES[form]


def _particular(
    record: Record, venue: Venue | None, known: Publication, form: Form
) -> dict[str, Any]:
    """What only works of this form have."""
    if form is Form.PROCEEDINGS or form.periodical:
        first, last = first_and_last(record)
        pages = f"{first}-{last}" if last else first
        return {"isPartOf": _container(record, venue, known), "pageStart": first, "pageEnd": last,
                "pagination": pages}  # fmt: skip
    if form is Form.BOOK:
        return {"isbn": record.isbn, "bookEdition": ordinal(record.edition)}
    if form is Form.THESIS:
        degree = {"phd": "PhD", "master": "Master"}.get(record.degree, "")
        return {"inSupportOf": degree, "sourceOrganization": _organisation(record.institution)}
    if form is Form.REPORT:
        return {
            "reportNumber": record.number,
            "sourceOrganization": _organisation(record.institution),
        }
    if form is Form.SOFTWARE:
        code = record.link("code")
        return {"codeRepository": code.url if code else "", "license": _license(record.license)}
    video = record.link("video")
    if form is Form.TALK and video:
        return {"uploadDate": date_of(record, known, "-"), "embedUrl": video.url}
    if form is Form.COURSE:
        return {"provider": _organisation(record.institution or record.organisation)}
    return {}


def _container(record: Record, venue: Venue | None, known: Publication) -> dict[str, Any]:
    """A conference's proceedings, or the issue of the volume of a journal."""
    if known.form is Form.PROCEEDINGS:
        isbn = venue.edition(record.year).isbn if venue else ""
        book = {"@type": "Book", "name": known.container, "isbn": isbn}
        return {name: value for name, value in book.items() if value} if known.container else {}
    inside: dict[str, Any] = {"@type": "Periodical", "name": known.container}
    if record.volume:
        inside = {"@type": "PublicationVolume", "volumeNumber": record.volume, "isPartOf": inside}
    if record.number:
        inside = {"@type": "PublicationIssue", "issueNumber": record.number, "isPartOf": inside}
    return inside


def _creator(name: Name) -> dict[str, str]:
    if name.is_organisation:
        return {"@type": "Organization", "name": name.family}
    return {"@type": "Person", "name": name.first_last()}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


def _addresses(record: Record) -> list[str]:
    found = [doi_url(record.doi)] if record.doi else []
    found += [arxiv_url(record.arxiv)] if record.arxiv else []
    found += [link.url for link in record.links if link.rel in ("page", "website")]
    return [url for url in dict.fromkeys(found) if url != main_url(record)]


def _identifiers(record: Record) -> list[dict[str, str]]:
    known = {"doi": record.doi, "arXiv": record.arxiv}
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in known.items()
        if value
    ]


def _license(identifier: str) -> str:
    """The address of a licence; SPDX identifiers have one each, expressions have none."""
    if not identifier or " " in identifier:
        return identifier
    return f"https://spdx.org/licenses/{identifier}"
