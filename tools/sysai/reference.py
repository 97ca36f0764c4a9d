"""References and labels for people: "Müller et al. (1998)" and the full reference behind it.

A reference is a sequence of `Piece`s, so that each output marks titles and links its own way.
Labels are author-year and depend on nothing but the record itself: adding a work changes no
other work's label.
"""

from __future__ import annotations

from dataclasses import dataclass

from .kept import kept
from .names import long_list, short_list
from .record import Edition, Kind, Record, Venue

# What stands for a work that no venue publishes.
KIND_NOUNS = {
    Kind.PAPER: "Paper",
    Kind.PREPRINT: "Preprint",
    Kind.SOFTWARE: "Software",
    Kind.BOOK: "Book",
    Kind.THESIS: "Thesis",
    Kind.COURSE: "Course",
    Kind.TALK: "Talk",
    Kind.ARTICLE: "Article",
    Kind.REPORT: "Technical report",
}

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of plain text; ``emphasis`` sets it in italics, ``url`` makes it a link."""

    text: str
    emphasis: bool = False
    url: str = ""


def short_names(record: Record) -> str:
    """ "Müller et al."; the same where only the first of several authors was seen."""
    names = short_list(record.creators)
    return names if record.citable or names.endswith("et al.") else f"{names} et al."


def long_names(record: Record) -> str:
    """All authors in reading order, saying so where they could not be seen."""
    names = long_list(record.creators)
    return names if record.citable else f"{names} (the full list of authors was not seen)"


def label(record: Record) -> str:
    """ "Müller et al. (1998)": how running text names the work."""
    return f"{short_names(record)} ({record.year})"


def parenthetical(record: Record) -> str:
    """ "Müller et al., 1998": how a bracketed citation names the work."""
    return f"{short_names(record)}, {record.year}"


def named(record: Record) -> str:
    """ "Crumb (1998)": how a table names the work; works without a short name keep their label."""
    return f"{record.name} ({record.year})" if record.name else label(record)


def doi_url(doi: str) -> str:
    """The resolving address of a bare DOI."""
    return f"https://doi.org/{doi}"


def arxiv_url(arxiv: str) -> str:
    """The abstract page of an arXiv id."""
    return f"https://arxiv.org/abs/{arxiv}"


#: What is written to be read, so that its code is not where it can be had.
TEXTS = frozenset({Kind.PAPER, Kind.PREPRINT, Kind.BOOK, Kind.THESIS, Kind.REPORT})
_PLACES_OF_TEXTS = ("page", "website", "pdf", "docs", "video", "blog", "slides")
_PLACES = ("page", "website", "code", "docs", "pdf", "video", "blog", "slides")


def main_url(record: Record) -> str:
    """The one address the work is known by: its DOI, or else where it can be had."""
    return doi_url(record.doi) if record.doi else place_url(record)


def place_url(record: Record) -> str:
    """Where people can open the work: its page or site, else a file or film, else arXiv."""
    link = record.link(*(_PLACES_OF_TEXTS if record.kind in TEXTS else _PLACES))
    if link:
        return link.url
    return arxiv_url(record.arxiv) if record.arxiv else ""


def published_in(record: Record, venue: Venue | None) -> str:
    """The proceedings or journal in full, with its acronym: "Proceedings of the … (BAKE 1998)"."""
    if venue is None:
        return ""
    if venue.kind in ("journal", "magazine", "preprints"):
        return venue.name
    if presented(record, venue):
        return event(record, venue)
    name = venue.edition(record.year).name or venue.name
    if venue.kind == "conference" and not name.startswith(("Proceedings", "Advances")):
        name = f"Proceedings of the {name.removeprefix('The ')}"
    if f"({venue.acronym}" in name:
        return name
    return f"{name} ({venue.acronym} {record.year})"


def event(record: Record, venue: Venue | None) -> str:
    """The meeting by the name of that year: "3rd Symposium on Baking"."""
    if venue is None or venue.kind not in ("conference", "workshop"):
        return ""
    edition = venue.edition(record.year)
    of_proceedings = edition.name.startswith(("Proceedings", "Advances"))
    name = edition.event or ("" if of_proceedings else edition.name) or venue.name
    return name.removeprefix("The ")


def presented(record: Record, venue: Venue | None) -> str:
    """ "Talk at the …", "Presented at the …": how a work came out that no proceedings hold.

    Empty where proceedings, a journal or nobody has it.
    """
    meeting = event(record, venue)
    if venue is None or not meeting:
        return ""
    if record.kind is Kind.TALK:
        return f"Talk at the {meeting}"
    return f"Presented at the {meeting}" if venue.proceedings == "none" else ""


def short_venue(record: Record, venue: Venue | None) -> str:
    """ "BAKE 1998", or the kind and year of a work without venue: "Software 2016"."""
    if venue is not None:
        return f"{venue.acronym} {record.year}"
    if record.venue:
        return f"{record.venue} {record.year}"
    return f"{KIND_NOUNS[record.kind]} {record.year}"


@kept
def pieces(record: Record, venue: Venue | None) -> tuple[Piece, ...]:
    """The full reference: authors. year. title. where. address."""
    found = [
        Piece(f"{long_names(record).rstrip('.')}. {record.year}. "),
        Piece(record.title + ("" if record.title[-1] in "?!？！" else ".")),
    ]
    edition = venue.edition(record.year) if venue else Edition()
    if venue and venue.kind == "preprints":
        found.append(Piece(f" {venue.name}"))
        found.append(Piece(f":{record.arxiv}." if record.arxiv else "."))
    elif venue and venue.kind in ("journal", "magazine"):
        found += [Piece(" "), Piece(venue.name, emphasis=True), Piece(f"{_issue(record)}.")]
    elif venue and (how := presented(record, venue)):
        found.append(Piece(f" {how}."))
    elif venue:
        found += [Piece(" In "), Piece(published_in(record, venue), emphasis=True)]
        found.append(Piece(f"{_article_and_pages(record)}."))
        publisher = edition.publisher or venue.publisher
        found.append(Piece(f" {publisher}." if publisher else ""))
    else:
        found.append(Piece(f" {_plain_source(record)}."))
    if record.arxiv and not (venue and venue.kind == "preprints"):
        arxiv = Piece(f"arXiv:{record.arxiv}", url=arxiv_url(record.arxiv))
        found += [Piece(" "), arxiv, Piece(".")]
    url = main_url(record)
    if url:
        found += [Piece(" "), Piece(url, url=url)]
    return tuple(piece for piece in found if piece.text)


@kept
def plain(record: Record, venue: Venue | None) -> str:
    """The full reference as one line of text, for tooltips."""
    return "".join(piece.text for piece in pieces(record, venue))


def _plain_source(record: Record) -> str:
    if record.kind is Kind.THESIS:
        degree = {"phd": "PhD thesis", "master": "Master's thesis"}.get(record.degree, "Thesis")
        return f"{degree}, {record.institution}"
    if record.kind is Kind.BOOK:
        edition = f"{ordinal(record.edition)} edition. " if record.edition else ""
        return f"{edition}{record.publisher}" if record.publisher else f"{edition}Book"
    noun = KIND_NOUNS[record.kind]
    number = f" {record.number}" if record.number and record.kind is Kind.REPORT else ""
    where = record.institution or record.publisher
    return f"{noun}{number}, {where}" if where else f"{noun}{number}"


def _issue(record: Record) -> str:
    issue = f" {record.volume}" if record.volume else ""
    issue += f" ({record.number})" if record.number else ""
    return issue + _article_and_pages(record)


def _article_and_pages(record: Record) -> str:
    text = f", article {record.article}" if record.article else ""
    if record.pages:
        many = "-" in record.pages
        text += f", {'pages' if many else 'page'} {record.pages.replace('-', '–')}"
    return text


def ordinal(number: str) -> str:
    """ "6" -> "6th"; anything but a number stays as it is."""
    if not number.isdigit():
        return number
    value = int(number)
    suffix = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number}{suffix}"
