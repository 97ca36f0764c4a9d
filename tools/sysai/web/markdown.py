"""Markdown for language models: a twin of each work's page, and ``llms.txt`` that leads to them.

``llms.txt`` follows llmstxt.org: a title, a quoted summary, then sections of links.  It names
topics, not works, so that it stays short however many works there are.
"""

from __future__ import annotations

from .. import reference
from ..corpus import Corpus, Topic
from ..formats import bibtex
from ..myst import escape
from ..record import Record
from . import api, atom, summary
from .place import Place

INDEX = "llms.txt"
FOLDER = "lists"


def twin_path(key: str) -> str:
    """Where the Markdown of the work with *key* lies on the site."""
    return f"entries/{key}.md"


def topic_path(topic: str) -> str:
    """Where the Markdown list of a topic's works lies on the site."""
    return f"{FOLDER}/{topic}.md"


def twin(record: Record, place: Place) -> str:
    """A work as Markdown: facts, summary, relations, sources, BibTeX."""
    corpus = place.corpus
    parts = [
        f"# {escape(record.title)}",
        f"> {escape(record.takeaway)}",
        _facts(record, place),
        "## Summary",
        summary.markdown(record, corpus, lambda one: place.link(twin_path(one.key), 1)),
        *_relations(record, place),
        "## Checked",
        "\n".join(
            f"- {', '.join(check.fields)}: <{check.source}>, {check.on.isoformat()}"
            for check in record.checked
        ),
    ]
    if record.citable:
        parts += [
            "## BibTeX",
            f"```bibtex\n{bibtex.of_record(record, corpus.venue_of(record)).rstrip()}\n```",
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def list_line(record: Record, place: Place) -> str:
    """A work's line in the list of its topic: a link to its Markdown, and what it found."""
    link = place.link(twin_path(record.key), topic_path("part/topic").count("/"))
    return (
        f"- [{escape(record.title)}]({link}): {escape(reference.label(record))}. "
        f"{escape(record.takeaway)}"
    )


def list_head(topic: Topic) -> str:
    """What stands above the lines of a topic's list."""
    return f"# {escape(topic.title)}\n\n"


def index(place: Place, about: str) -> str:
    """``llms.txt``; *about* says in a sentence what the handbook is."""
    corpus = place.corpus
    blocks = [f"# {place.title}"]
    blocks += [f"> {about}"] if about else []
    blocks.append(
        f"{len(corpus.records)} works. The lists below lead to a Markdown page for each: facts, "
        "a summary in the handbook's own words, the sources in which each fact was seen, BibTeX."
    )
    for part, title in corpus.parts.items():
        lines = [
            f"- [{topic.title}]({place.link(topic_path(topic.path), 0)}): {_number(corpus, topic)}"
            for topic in corpus.topics.values()
            if topic.part == part and corpus.by_topic[topic.path]
        ]
        if lines:
            blocks.append(f"## {title}\n\n" + "\n".join(lines))
    data = [
        f"- [{name}.json]({place.link(api.document_path(name), 0)}): {what}"
        for name, what in api.DOCUMENTS.items()
    ]
    data.append(f"- [New works]({place.link(atom.path_of(''), 0)}): Atom feed")
    blocks.append("## Optional\n\n" + "\n".join(data))
    return "\n\n".join(blocks) + "\n"


def _number(corpus: Corpus, topic: Topic) -> str:
    number = len(corpus.by_topic[topic.path])
    return f"{number} work{'' if number == 1 else 's'}"


def _facts(record: Record, place: Place) -> str:
    corpus = place.corpus
    venue = corpus.venue_of(record)
    facts = {
        "Authors": reference.long_names(record),
        "Year": str(record.year),
        "Kind": record.kind.value,
        "Published in": reference.published_in(record, venue),
        "Pages": record.pages,
        "Article": record.article,
        "Institution": record.institution,
        "Licence": record.license,
        "Topics": ", ".join(
            corpus.topics[one].title for one in record.topics if one in corpus.topics
        ),
        "Tags": ", ".join(record.tags),
        "Citation key": record.key,
    }
    lines = [f"- {name}: {escape(value)}" for name, value in facts.items() if value]
    lines += [f"- DOI: <{reference.doi_url(record.doi)}>"] if record.doi else []
    lines += [f"- arXiv: <{reference.arxiv_url(record.arxiv)}>"] if record.arxiv else []
    lines += [f"- {link.rel}: <{link.url}>{_remarks(link.official)}" for link in record.links]
    if page := place.absolute(place.entry(record.key)):
        lines.append(f"- HTML: <{page}>")
    return "\n".join(lines)


def _remarks(official: bool | None) -> str:
    return "" if official is None else f" ({'official' if official else 'unofficial'})"


def _relations(record: Record, place: Place) -> list[str]:
    lines = []
    for related in place.corpus.related(record):
        links = [
            f"[{escape(one.name or one.title)}]({place.link(twin_path(one.key), 1)})"
            for one in related.records
        ]
        lines.append(f"- {related.title}: {', '.join(links)}")
    return ["## Related works", "\n".join(lines)] if lines else []
