"""Where and how a work came out, put together from its record, its venue and the venue's edition.

Every format says these facts in its own words; none of them asks a record for its venue itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..kept import kept
from ..record import Edition, Kind, Record, Venue
from ..reference import TEXTS, doi_url, event, place_url, presented, published_in


class Form(Enum):
    """What a citation takes the work for."""

    PROCEEDINGS = "paper in proceedings"
    PRESENTED = "paper of a meeting without proceedings"
    JOURNAL = "article in a journal"
    MAGAZINE = "article in a magazine"
    PREPRINT = "preprint"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    SOFTWARE = "software"
    TALK = "talk"
    COURSE = "course"
    ARTICLE = "article"

    @property
    def periodical(self) -> bool:
        """Whether volume and issue say where the work stands."""
        return self in (Form.JOURNAL, Form.MAGAZINE)


@dataclass(frozen=True, slots=True)
class Publication:
    """How a work came out; empty where a fact is not known or does not apply.

    ``container`` is the proceedings or journal in full, ``event`` the conference by the name of
    that year, ``presented`` says how a work came out at a meeting that no proceedings hold
    ("Presented at the …"), ``url`` the page people can open (a DOI has its own address).
    """

    form: Form
    container: str = ""
    event: str = ""
    presented: str = ""
    series: str = ""
    publisher: str = ""
    address: str = ""
    month: int | None = None
    url: str = ""

    @property
    def noun(self) -> str:
        """ "Software", "Talk", "Online article": what stands for a work without a publication."""
        noun = "Online article" if self.form is Form.ARTICLE else self.form.value
        return noun[0].upper() + noun[1:]


_BY_KIND = {
    Kind.PAPER: Form.PROCEEDINGS,
    Kind.PREPRINT: Form.PREPRINT,
    Kind.SOFTWARE: Form.SOFTWARE,
    Kind.BOOK: Form.BOOK,
    Kind.THESIS: Form.THESIS,
    Kind.REPORT: Form.REPORT,
    Kind.COURSE: Form.COURSE,
    Kind.TALK: Form.TALK,
    Kind.ARTICLE: Form.ARTICLE,
}
_BY_VENUE = {
    "conference": Form.PROCEEDINGS,
    "workshop": Form.PROCEEDINGS,
    "journal": Form.JOURNAL,
    "magazine": Form.MAGAZINE,
}


@kept
def publication(record: Record, venue: Venue | None) -> Publication:
    """How *record* came out; *venue* is the one it names, or None."""
    edition = venue.edition(record.year) if venue else Edition()
    form = _form(record, venue)
    contained = form is Form.PROCEEDINGS or form.periodical
    publisher = record.publisher or edition.publisher or (venue.publisher if venue else "")
    return Publication(
        form=form,
        container=published_in(record, venue) if contained else "",
        event=event(record, venue) if edition.name or edition.event or not contained else "",
        presented=presented(record, venue),
        series=edition.series if form is Form.PROCEEDINGS else "",
        publisher=publisher if form in (Form.PROCEEDINGS, Form.BOOK) else "",
        address=record.address or _place(record, venue, form),
        month=record.month or edition.month,
        url=_url(record),
    )


def _place(record: Record, venue: Venue | None, form: Form) -> str:
    return venue.place(record.year) if venue and form is Form.PROCEEDINGS else ""


def _form(record: Record, venue: Venue | None) -> Form:
    form = _BY_VENUE.get(venue.kind if venue else "", _BY_KIND[record.kind])
    if not presented(record, venue):
        return form
    return Form.TALK if record.kind is Kind.TALK else Form.PRESENTED


def _url(record: Record) -> str:
    if record.doi and record.kind in TEXTS:  # the DOI leads to it, and a copy is no better address
        page = record.link("page", "website")
        return page.url if page else ""
    return place_url(record)


def address_of(record: Record, known: Publication) -> str:
    """The one address for formats that want one: the page, else the DOI's."""
    return known.url or (doi_url(record.doi) if record.doi else "")


def pages(record: Record, dash: str) -> str:
    """The pages with *dash* between; an article number stands before each: "138:1--138:13".

    A field of its own for the article number is known to few styles; this form is printed by all.
    """
    ends = record.pages.split("-")
    if record.article and record.pages and ":" not in record.pages:
        ends = [f"{record.article}:{page}" for page in ends]
    return dash.join(ends)
