"""What readers of the web take a work for, and which pages they are told."""

from __future__ import annotations

from ..formats.publication import Form, Publication, pages
from ..names import Name
from ..record import Kind, Record
from ..reference import arxiv_url, main_url

#: Zotero's type of a work of each form.
ITEM_TYPES = {
    Form.PROCEEDINGS: "conferencePaper",
    Form.PRESENTED: "conferencePaper",
    Form.JOURNAL: "journalArticle",
    Form.MAGAZINE: "journalArticle",  # what the tag of a journal says, whatever else does
    Form.PREPRINT: "preprint",
    Form.THESIS: "thesis",
    Form.REPORT: "report",
    Form.BOOK: "book",
    Form.SOFTWARE: "computerProgram",
    Form.TALK: "presentation",
    Form.COURSE: "webpage",
    Form.ARTICLE: "webpage",
}
#: What stays what it is at a conference, though its proceedings are cited.
_OWN = {Kind.SOFTWARE: Form.SOFTWARE, Kind.TALK: Form.TALK, Kind.COURSE: Form.COURSE}


def form_of(record: Record, known: Publication) -> Form:
    """What *record* is: a talk given at a conference is a talk, not a paper."""
    return _OWN.get(record.kind, known.form)


def date_of(record: Record, known: Publication, between: str) -> str:
    """ "2018-10", or "2018" where the month was not seen."""
    return f"{record.year}{between}{known.month:02}" if known.month else str(record.year)


def first_and_last(record: Record) -> tuple[str, str]:
    """First and last page ("" where unknown); an article number stands before pages or for them."""
    first, _, last = (pages(record, "-") or record.article).partition("-")
    return first, last


def url_of(record: Record, known: Publication) -> str:
    """The address to save: of a preprint its abstract page, not the file."""
    if known.form is Form.PREPRINT and record.arxiv:
        return arxiv_url(record.arxiv)
    return main_url(record)


def family_first(name: Name) -> str:
    """ "van der Berg, Jan IV": what stands behind a second comma would be lost."""
    given = f"{name.given} {name.suffix}".strip()
    return f"{name.full_family()}, {given}" if given else name.full_family()


def language_of(record: Record) -> str:
    """The language of the work; records name it only where it is not English."""
    return record.language or "en"
