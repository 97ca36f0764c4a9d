"""The MyST page of a work: `render` gives the text of ``docs/entries/<key>.md``.

The page names other works by link, so it changes only when the record or a work it is related
to changes.  Classes in braces are read by MyST's attribute syntax and styled by the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from . import reference
from .corpus import Corpus
from .formats import bibtex
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
RELATIONS = ("Builds on", "Built on by", "Compares with", "Compared with by")


def render(record: Record, corpus: Corpus) -> str:
    """The MyST text of the page of *record*."""
    parts = [
        f"---\nsysai: {record.key}\n---",
        f"({record.key})=\n# {_titled(record)}",
        f"{{.entry-takeaway}}\n{escape(record.takeaway)}",
        f"{{.entry-people}}\n{_people(record)}",
        f"{{.entry-facts}}\n{_facts(record, corpus)}",
        _links(record),
        record.body,
        _tags(record, corpus),
        _cite(record, corpus),
        _related(record, corpus),
        _provenance(record, corpus),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    r"""*text* as Markdown that renders to exactly these characters.

    >>> escape("a*b_c <d> [e]")
    'a\\*b\\_c \\<d\\> \\[e\\]'
    """
    text = re.sub(r"([\\`*_{}\[\]<>#|~^$&@!])", r"\\\1", text)
    text = re.sub(r"^([-+=:%])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def _titled(record: Record) -> str:
    return _in_language(escape(record.title), record.language)


def _in_language(text: str, language: str) -> str:
    """*text* marked as *language*; docutils writes the class as the attribute ``lang``."""
    return f"[{text}]{{.language-{language}}}" if language else text


def _people(record: Record) -> str:
    """The authors, each a link to their works."""
    names = [
        escape(name.first_last())
        if name.is_organisation
        else f"{{cite:author}}`{name.last_first()}`"
        for name in record.creators
    ]
    text = ", ".join(names)
    return text if record.citable else f"{text} (the full list of authors was not seen)"


def _facts(record: Record, corpus: Corpus) -> str:
    venue = corpus.venue_of(record)
    facts = [f"**{_indexed(record, corpus)}**"]
    if record.article:
        facts.append(f"article {escape(record.article)}")
    if record.pages:
        facts.append(f"pages {escape(record.pages.replace('-', '–'))}")
    if record.numpages:
        facts.append(f"{record.numpages} page{'s' if record.numpages > 1 else ''}")
    if record.volume:
        number = f" ({escape(record.number)})" if record.number else ""
        facts.append(f"volume {escape(record.volume)}{number}")
    facts += [escape(fact) for fact in (record.publisher, record.institution) if fact]
    if record.edition:
        facts.append(f"{escape(reference.ordinal(record.edition))} edition")
    if record.license:
        facts.append(f"licence {escape(record.license)}")
    if record.state:
        facts.append(record.state + _superseded(record, corpus))
    if venue is not None:  # without a venue the kind is named already
        kind = corpus.indexes.page_of("kinds", record.kind.value)
        facts.append(f"[{record.kind.value}](/indexes/{kind}.md)")
    for topic in record.topics:
        if topic in corpus.topics:
            facts.append(f"[{escape(corpus.topics[topic].title)}](/{topic}.md)")
    return " · ".join(facts)


def _indexed(record: Record, corpus: Corpus) -> str:
    """ "BAKE 1998", or the kind and year, each leading to its index."""
    venue, index = record.venue, "venues"
    text = venue
    if not venue:
        venue, index = record.kind.value, "kinds"
        text = reference.KIND_NOUNS[record.kind]
    page, year = corpus.indexes.page_of(index, venue), str(record.year)
    years = corpus.indexes.page_of("years", year)
    return f"[{escape(text)}](/indexes/{page}.md) [{year}](/indexes/{years}.md)"


def _tags(record: Record, corpus: Corpus) -> str:
    if not record.tags:
        return ""
    pages = {tag: corpus.indexes.page_of("tags", tag) for tag in record.tags}
    listed = ", ".join(f"[{escape(tag)}](/indexes/{page}.md)" for tag, page in pages.items())
    return f"{{.entry-tags}}\nTags: {listed}"


def _superseded(record: Record, corpus: Corpus) -> str:
    target = record.superseded_by
    if not target:
        return ""
    found = corpus.resolve(target)
    if found:
        return f" by {_work(found)}"
    return f" by [{escape(_host(target))}]({target})"


def _links(record: Record) -> str:
    buttons = [_button(link) for link in record.links]
    if record.doi:
        buttons.append(_button(Link("doi", reference.doi_url(record.doi)), "DOI"))
    if record.arxiv:
        buttons.append(_button(Link("arxiv", reference.arxiv_url(record.arxiv)), "arXiv"))
    return "{.entry-links}\n" + "\n".join(buttons) if buttons else ""


def _button(link: Link, name: str = "") -> str:
    text = name or _LINK_NAMES[link.rel]
    remarks = [remark for remark in (link.state, link.note) if remark]
    if link.official is False:
        remarks.insert(0, "unofficial")
    if remarks:
        text += f" ({', '.join(remarks)})"
    return f"[{escape(text)}](<{link.url}>){{.entry-link .link-{link.rel}}}"


def _cite(record: Record, corpus: Corpus) -> str:
    """Key for every output; reference and BibTeX where they can be copied."""
    venue = corpus.venue_of(record)
    if not record.citable:
        missing = " and ".join(record.unseen)
        return (
            f"## Cite\n\nNot citable yet: {missing} could not be seen in any source. "
            f"The key will be `{record.key}` if they confirm it."
        )
    return (
        f"## Cite\n\nCitation key: `{record.key}`\n\n"
        ":::{only} html\n"
        f"{{.entry-reference}}\n{markdown(reference.pieces(record, venue))}\n\n"
        f"```bibtex\n{bibtex.of_record(record, venue)}```\n\n"
        f"```{{cite-files}} {record.key}\n```\n"
        ":::"
    )


def markdown(pieces: Iterable[Piece]) -> str:
    """A reference as Markdown."""
    found = ""
    for piece in pieces:
        text = escape(piece.text)
        if piece.emphasis:
            text = f"*{text}*"
        found += f"[{text}](<{piece.url}>)" if piece.url else text
    return found


def _related(record: Record, corpus: Corpus) -> str:
    groups = [
        ("Builds on", _records(record.builds_on, corpus)),
        ("Built on by", corpus.built_on_by.get(record.key, ())),
        ("Compares with", _records(record.compares_with, corpus)),
        ("Compared with by", corpus.compared_with_by.get(record.key, ())),
    ]
    shown = [
        f"{{.entry-relation}}\n**{name}**\n\n" + "\n".join(f"- {_described(one)}" for one in found)
        for name, found in groups
        if found
    ]
    return "## Related works\n\n" + "\n\n".join(shown) if shown else ""


def _records(keys: Iterable[str], corpus: Corpus) -> list[Record]:
    return [found for key in keys if (found := corpus.resolve(key))]


def _work(record: Record) -> str:
    return f"[{escape(record.name or record.title)}](/entries/{record.key}.md)"


def _described(record: Record) -> str:
    who = escape(reference.label(record))
    return f"{_work(record)}, {who}: {escape(record.takeaway)}"


def _provenance(record: Record, corpus: Corpus) -> str:
    """Lists, corrections and checks: what the entry rests on."""
    blocks = []
    if record.also_titled:
        titles = "; ".join(f"“{escape(title)}”" for title in record.also_titled)
        blocks.append(f"Also titled: {titles}.")
    if record.listed_in:
        items = []
        for one in record.listed_in:
            source = corpus.lists.get(one.list)
            name = f"[{escape(source.title)}](<{source.url}>)" if source else escape(one.list)
            items.append(f"- {name}, “{escape(one.section)}”")
        blocks.append("Listed in:\n\n" + "\n".join(items))
    if record.corrections:
        items = []
        for fix in record.corrections:
            source = corpus.lists.get(fix.list)
            name = escape(source.title if source else fix.list)
            items.append(
                f"- {escape(fix.field)}: {name} says “{escape(fix.said)}”; "
                f"correct is “{escape(fix.correct)}”."
            )
        blocks.append("Corrections to the lists:\n\n" + "\n".join(items))
    if record.checked:
        items = [
            f"- {escape(', '.join(check.fields))}: [{escape(_host(check.source))}]"
            f"(<{check.source}>), {check.on.isoformat()}"
            for check in record.checked
        ]
        blocks.append("Checked against:\n\n" + "\n".join(items))
    return "{.entry-provenance}\n## Sources and corrections\n\n" + "\n\n".join(blocks)


def _host(url: str) -> str:
    """The site behind *url*; on GitHub, the repository."""
    parts = urlsplit(url)
    host = (parts.hostname or url).removeprefix("www.")
    repository = parts.path.strip("/").split("/")[:2] if host == "github.com" else []
    return "/".join([host, *repository])
