"""The page of a work: what stands on it, for the site and for books.

`render` gives the text of ``docs/entries/<key>.md``; `content` the same page in the hand of any
`Writer`, so that the site's HTML need not be made from that text.  The page names other works by
link, so it changes only when the record or a work it is related to changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from . import reference
from .corpus import Corpus
from .formats import bibtex
from .myst import MYST
from .names import Name
from .record import Link, Record
from .reference import Piece

_LINK_NAMES = {
    "page": "Page",
    "pdf": "PDF",
    "code": "Code",
    "slides": "Slides",
    "video": "Video",
    "website": "Website",
    "docs": "Documentation",
    "data": "Data",
    "artifact": "Artifact",
    "poster": "Poster",
    "blog": "Blog post",
}


class Writer(Protocol):
    """How the parts of a page are written down.

    ``inner`` is written already; ``text`` and ``title`` are plain.  The parts of a page are asked
    for in the order in which they stand on it, a section after the blocks in it.
    """

    def text(self, text: str) -> str:
        """Plain text, exactly these characters."""

    def code(self, text: str) -> str:
        """A citation key."""

    def strong(self, inner: str) -> str:
        """What catches the eye."""

    def emphasis(self, inner: str) -> str:
        """What references set in italics."""

    def author(self, name: Name) -> str:
        """A person's name, linked to the works of that person."""

    def document(self, docname: str, inner: str) -> str:
        """A link to a page of the handbook."""

    def web(self, url: str, inner: str, *classes: str) -> str:
        """A link to elsewhere."""

    def head(self, record: Record) -> str:
        """The title."""

    def paragraph(self, inner: str, style: str = "") -> str:
        """A paragraph; *style* is a class of the style sheet."""

    def items(self, items: Iterable[str]) -> str:
        """A bullet list."""

    def prose(self, markdown: str) -> str:
        """What an author wrote."""

    def section(self, title: str, blocks: Iterable[str], style: str = "") -> str:
        """A heading of the second level, and what stands below it."""

    def for_site(self, blocks: Iterable[str]) -> str:
        """Blocks that books have not."""

    def bibtex(self, entry: str) -> str:
        """A BibTeX entry, as code."""

    def files(self, key: str) -> str:
        """The links to the citation files of a work."""

    def page(self, blocks: Iterable[str]) -> str:
        """The whole, empty blocks left out."""


def render(record: Record, corpus: Corpus) -> str:
    """The MyST text of the page of *record*."""
    return content(record, corpus, MYST)


def content(record: Record, corpus: Corpus, to: Writer) -> str:
    """The page of *record*, written by *to*."""
    return to.page(
        [
            to.head(record),
            to.paragraph(to.text(record.takeaway), "entry-takeaway"),
            to.paragraph(_people(record, to), "entry-people"),
            to.paragraph(_facts(record, corpus, to), "entry-facts"),
            _links(record, to),
            to.prose(record.body),
            _tags(record, corpus, to),
            _cite(record, corpus, to),
            _related(record, corpus, to),
            _provenance(record, corpus, to),
        ]
    )


def _people(record: Record, to: Writer) -> str:
    """The authors, each a link to their works."""
    names = (
        to.text(name.first_last()) if name.is_organisation else to.author(name)
        for name in record.creators
    )
    text = ", ".join(names)
    return text if record.citable else f"{text} (the full list of authors was not seen)"


def _facts(record: Record, corpus: Corpus, to: Writer) -> str:
    venue = corpus.venue_of(record)
    facts = [to.strong(_indexed(record, corpus, to))]
    if record.article:
        facts.append(f"article {to.text(record.article)}")
    if record.pages:
        facts.append(f"pages {to.text(record.pages.replace('-', '–'))}")
    if record.numpages:
        facts.append(f"{record.numpages} page{'s' if record.numpages > 1 else ''}")
    if record.volume:
        number = f" ({to.text(record.number)})" if record.number else ""
        facts.append(f"volume {to.text(record.volume)}{number}")
    facts += [to.text(fact) for fact in (record.publisher, record.institution) if fact]
    if record.edition:
        facts.append(f"{to.text(reference.ordinal(record.edition))} edition")
    if record.license:
        facts.append(f"licence {to.text(record.license)}")
    if record.state:
        facts.append(record.state + _superseded(record, corpus, to))
    if venue is not None:  # without a venue the kind is named already
        facts.append(_index("kinds", record.kind.value, corpus, to))
    for topic in record.topics:
        if topic in corpus.topics:
            facts.append(to.document(topic, to.text(corpus.topics[topic].title)))
    return " · ".join(facts)


def _index(index: str, value: str, corpus: Corpus, to: Writer, text: str = "") -> str:
    """*value*, linked to the page on which *index* lists its works."""
    page = corpus.places.pages[index, value]
    return to.document(f"indexes/{page}", to.text(text or value))


def _indexed(record: Record, corpus: Corpus, to: Writer) -> str:
    """ "BAKE 1998", or the kind and year, each leading to its index."""
    if record.venue:
        where = _index("venues", record.venue, corpus, to)
    else:
        noun = reference.KIND_NOUNS[record.kind]
        where = _index("kinds", record.kind.value, corpus, to, noun)
    return f"{where} {_index('years', str(record.year), corpus, to)}"


def _tags(record: Record, corpus: Corpus, to: Writer) -> str:
    if not record.tags:
        return ""
    listed = ", ".join(_index("tags", tag, corpus, to) for tag in record.tags)
    return to.paragraph(f"Tags: {listed}", "entry-tags")


def _superseded(record: Record, corpus: Corpus, to: Writer) -> str:
    target = record.superseded_by
    if not target:
        return ""
    found = corpus.resolve(target)
    if found:
        return f" by {_work(found, to)}"
    return f" by {to.web(target, to.text(_host(target)))}"


def _links(record: Record, to: Writer) -> str:
    buttons = [_button(link, to) for link in record.links]
    if record.doi:
        buttons.append(_button(Link("doi", reference.doi_url(record.doi)), to, "DOI"))
    if record.arxiv:
        buttons.append(_button(Link("arxiv", reference.arxiv_url(record.arxiv)), to, "arXiv"))
    return to.paragraph("\n".join(buttons), "entry-links") if buttons else ""


def _button(link: Link, to: Writer, name: str = "") -> str:
    text = name or _LINK_NAMES[link.rel]
    remarks = [remark for remark in (link.state, link.note) if remark]
    if link.official is False:
        remarks.insert(0, "unofficial")
    if remarks:
        text += f" ({', '.join(remarks)})"
    return to.web(link.url, to.text(text), "entry-link", f"link-{link.rel}")


def _cite(record: Record, corpus: Corpus, to: Writer) -> str:
    """Key for every output; reference and BibTeX where they can be copied."""
    venue = corpus.venue_of(record)
    key = to.code(record.key)
    if not record.citable:
        missing = " and ".join(record.unseen)
        told = (
            f"Not citable yet: {missing} could not be seen in any source. "
            f"The key will be {key} if they confirm it."
        )
        return to.section("Cite", [to.paragraph(told)])
    own = [
        to.paragraph(_pieces(reference.pieces(record, venue), to), "entry-reference"),
        to.bibtex(bibtex.of_record(record, venue)),
        to.files(record.key),
    ]
    return to.section("Cite", [to.paragraph(f"Citation key: {key}"), to.for_site(own)])


def _pieces(pieces: Iterable[Piece], to: Writer) -> str:
    """A reference, with what is a link or in italics."""
    found = ""
    for piece in pieces:
        text = to.text(piece.text)
        if piece.emphasis:
            text = to.emphasis(text)
        found += to.web(piece.url, text) if piece.url else text
    return found


def _related(record: Record, corpus: Corpus, to: Writer) -> str:
    shown: list[str] = []
    for related in corpus.related(record):
        shown.append(to.paragraph(to.strong(related.title), "entry-relation"))
        shown.append(to.items(_described(one, to) for one in related.records))
    return to.section("Related works", shown) if shown else ""


def _work(record: Record, to: Writer) -> str:
    return to.document(f"entries/{record.key}", to.text(record.name or record.title))


def _described(record: Record, to: Writer) -> str:
    who = to.text(reference.label(record))
    return f"{_work(record, to)}, {who}: {to.text(record.takeaway)}"


def _provenance(record: Record, corpus: Corpus, to: Writer) -> str:
    """Lists, corrections and checks: what the entry rests on."""
    blocks: list[str] = []
    if record.also_titled:
        titles = "; ".join(f"“{to.text(title)}”" for title in record.also_titled)
        blocks.append(to.paragraph(f"Also titled: {titles}."))
    if record.listed_in:
        items = []
        for one in record.listed_in:
            source = corpus.lists.get(one.list)
            name = to.web(source.url, to.text(source.title)) if source else to.text(one.list)
            items.append(f"{name}, “{to.text(one.section)}”")
        blocks += [to.paragraph("Listed in:"), to.items(items)]
    if record.corrections:
        items = []
        for fix in record.corrections:
            source = corpus.lists.get(fix.list)
            name = to.text(source.title if source else fix.list)
            items.append(
                f"{to.text(fix.field)}: {name} says “{to.text(fix.said)}”; "
                f"correct is “{to.text(fix.correct)}”."
            )
        blocks += [to.paragraph("Corrections to the lists:"), to.items(items)]
    if record.checked:
        items = [
            f"{to.text(', '.join(check.fields))}: "
            f"{to.web(check.source, to.text(_host(check.source)))}, {check.on.isoformat()}"
            for check in record.checked
        ]
        blocks += [to.paragraph("Checked against:"), to.items(items)]
    return to.section("Sources and corrections", blocks, "entry-provenance")


def _host(url: str) -> str:
    """The site behind *url*; on GitHub, the repository."""
    parts = urlsplit(url)
    host = (parts.hostname or url).removeprefix("www.")
    repository = parts.path.strip("/").split("/")[:2] if host == "github.com" else []
    return "/".join([host, *repository])
