"""BibTeX from records, through pybtex.

`entry` turns a record into a pybtex entry whose values are LaTeX; `dump` writes entries in key
order, so that the same records always give the same bytes.  Conventions: names as
``Last, First``; words with a capital inside, acronyms, the work's own name and the first word
after ``:``, ``?`` or an opening quote are braced as whole words (styles that lower titles keep
them); ``--`` in pages; month macros; bare DOI; eprint fields for arXiv; ASCII.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from io import StringIO

import latexcodec  # noqa: F401  (registers the "ulatex" codec)
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from .corpus import Corpus
from .record import Edition, Kind, Link, Record, Venue
from .reference import arxiv_url, ordinal, published_in

MONTH_MACROS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip

#: Values that BibTeX styles print through \url or \href, or never print: not escaped.
VERBATIM = frozenset({"doi", "url", "eprint", "archiveprefix", "primaryclass", "isbn"})

HEADER = """\
% Made from the records in bib/ by `sysai export`: do not edit.
% Records: CC BY 4.0.
"""

_TYPES = {
    Kind.PAPER: "inproceedings",
    Kind.PREPRINT: "misc",
    Kind.SOFTWARE: "misc",
    Kind.BOOK: "book",
    Kind.THESIS: "phdthesis",
    Kind.COURSE: "misc",
    Kind.TALK: "misc",
    Kind.ARTICLE: "misc",
    Kind.REPORT: "techreport",
}


# -- LaTeX ------------------------------------------------------------------------------------

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",  # BibTeX counts every brace, also one behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\u2018": "`",
    "\u2019": "'",
    "\u201c": "``",
    "\u201d": "''",
    "\u2013": "--",
    "\u2014": "---",
    "\u2026": r"\ldots{}",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u00b5": r"{$\mu$}",
}


def escape(text: str) -> str:
    r"""*text* as LaTeX in ASCII; scripts that LaTeX has no ASCII names for stay as they are.

    Each accented letter stands in its own braces, which BibTeX counts as one letter when it
    sorts and abbreviates (BibTeX manual, "special characters").

    >>> print(escape("Frédo & Müller"))
    Fr{\'e}do \& M{\"u}ller
    """
    return "".join(_escape_char(char) for char in text)


def _escape_char(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if ord(char) < 128:
        return char
    try:
        latex = str(codecs.encode(char, "ulatex+ascii")).strip()  # a text codec: str to str
    except ValueError:  # UnicodeEncodeError: a letter that LaTeX has no name for
        return char
    return f"{{{latex}}}"


def protect(title: str, name: str = "") -> str:
    """*title* as LaTeX, with braces around the words whose case must survive.

    *name* is the short name of the work: it is protected wherever it stands.

    >>> protect("BreadWiki: Shared Notes on pH and the EU's Flour")
    "{BreadWiki}: {Shared} Notes on {pH} and the {EU's} Flour"
    """
    tokens = re.split(r"(\s+|[-\u2010-\u2014/]+)", title)
    in_sentence_case = _is_sentence_case(tokens[0::2])
    names = {part for part in re.split(r"[\s\-/]+", name) if part[:1].isupper()}
    result: list[str] = []
    opens = False  # the next word starts a clause
    for place, token in enumerate(tokens):
        match = re.fullmatch(r"(\W*)(.*?)(\W*)", token, flags=re.DOTALL)
        if place % 2 or match is None or not match[2]:
            result.append(escape(token))
            opens = opens or bool(re.search(r"[?:!]$", token))
            continue
        before, word, after = match.groups()
        starts_clause = opens or (bool(re.search("[\"'\u2018\u201c(]", before)) and place > 0)
        capital = word[:1].isupper()
        keep = (
            _has_inner_capital(word)
            or (capital and word in names)
            or (capital and starts_clause)
            or (capital and in_sentence_case and place > 0)
        )
        result.append(escape(before) + (f"{{{escape(word)}}}" if keep else escape(word)))
        result.append(escape(after))
        opens = bool(re.search(r"[?:!][\"'\u2019\u201d]?$", after))
    return "".join(result)


def _has_inner_capital(word: str) -> bool:
    """ "EU", "BreadWiki", "3D" and "pH" have one; "Zürich", "A" and "I" have not."""
    return any(char.isupper() for char in word[1:])


def _is_sentence_case(words: list[str]) -> bool:
    """Whether *words* are a title whose capitals mark proper names only."""
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    plain = [word for word in long if not _has_inner_capital(word)]
    capital = [word for word in plain if word[0].isupper()]
    return len(plain) >= 2 and len(capital) * 2 < len(plain)


# -- entries ----------------------------------------------------------------------------------


def entry(record: Record, venue: Venue | None) -> Entry:
    """The pybtex entry of *record*; field values are LaTeX, ready to write."""
    edition = venue.edition(record.year) if venue else Edition()
    fields: dict[str, str] = {"title": protect(record.title, record.name)}
    kind = _TYPES[record.kind]
    if record.kind is Kind.THESIS and record.degree == "master":
        kind = "mastersthesis"
    if venue and venue.kind in ("journal", "magazine"):
        kind = "article"
        fields["journal"] = escape(venue.name)
    elif venue and venue.kind != "preprints":
        kind = "inproceedings"
        fields["booktitle"] = escape(published_in(record, venue))
    elif kind == "misc":
        fields["howpublished"] = escape(_how_published(record))
    if kind in ("inproceedings", "book"):  # BibLaTeX has no publisher of an article
        publisher = record.publisher or edition.publisher or (venue.publisher if venue else "")
        fields |= {"publisher": escape(publisher), "address": escape(edition.address)}
        fields["series"] = escape(edition.series)
    if kind in ("phdthesis", "mastersthesis"):
        fields["school"] = escape(record.institution)
    if kind == "techreport":
        fields["institution"] = escape(record.institution)
    if kind == "book":
        fields |= {"edition": escape(ordinal(record.edition)), "isbn": record.isbn}
    fields |= {
        "volume": escape(record.volume),
        "number": "" if record.kind is Kind.THESIS else escape(record.number),
        "pages": _pages(record),
        "year": str(record.year),
        "month": _month(record, edition),
        "doi": record.doi,
        "url": _url(record),
        "eprint": record.arxiv,
        "archiveprefix": "arXiv" if record.arxiv else "",
        "primaryclass": record.arxiv_class if record.arxiv else "",
        "language": record.language,
        "note": _note(record),
    }
    people = [
        Person(f"{{{escape(one.family)}}}" if one.is_organisation else escape(one.last_first()))
        for one in record.creators
    ]
    return Entry(
        kind,
        fields=[(name, value) for name, value in fields.items() if value],
        persons={"author": people},
    )


def _pages(record: Record) -> str:
    """The pages; an article number stands before each, as in "138:1--138:13".

    Fields of their own (``articleno``, ``numpages``) are known to one style and to none of
    BibLaTeX's data models; this form is printed by all.
    """
    ends = record.pages.split("-")
    if record.article and record.pages and ":" not in record.pages:
        ends = [f"{record.article}:{page}" for page in ends]
    return "--".join(ends)


def _note(record: Record) -> str:
    """What has no field that every style knows: an article number, a thesis' report number."""
    if record.article and not record.pages:
        return f"Article {escape(record.article)}"
    return escape(record.number) if record.kind is Kind.THESIS else ""


def _how_published(record: Record) -> str:
    if record.kind is Kind.PREPRINT:
        return f"arXiv preprint arXiv:{record.arxiv}"
    noun = {Kind.ARTICLE: "Online article"}.get(record.kind, record.kind.value.capitalize())
    return f"{noun}, {record.institution}" if record.institution else noun


def _month(record: Record, edition: Edition) -> str:
    month = record.month or edition.month
    return MONTH_MACROS[month - 1] if month else ""


def _url(record: Record) -> str:
    """The page people can open; a DOI says it already, an arXiv id has its own address."""
    link: Link | None = record.link("page", "website", "code", "docs", "pdf", "video", "blog")
    if link:
        return link.url
    return arxiv_url(record.arxiv) if record.arxiv and not record.doi else ""


# -- text -------------------------------------------------------------------------------------


class _Writer(Writer):
    """pybtex's writer, for values that are LaTeX already, one aligned field a line."""

    def _encode(self, text: str) -> str:
        return text

    def _write_field(self, stream: StringIO, name: str, value: str) -> None:
        if name != "month":
            self.check_braces(value)
            value = f"{{{value}}}"
        stream.write(f",\n  {name:<13} = {value}")


def dump(entries: Iterable[tuple[str, Entry]]) -> str:
    """BibTeX text of (key, entry) pairs; raises pybtex's `BibTeXError` on unbalanced braces."""
    stream = StringIO()
    _Writer().write_stream(BibliographyData(entries=dict(sorted(entries))), stream)
    return stream.getvalue()


def of_record(record: Record, corpus: Corpus) -> str:
    """The BibTeX entry of one record, without final line break."""
    return dump([(record.key, entry(record, corpus.venue_of(record)))]).rstrip("\n")


def of_corpus(corpus: Corpus) -> str:
    """Every citable work of the handbook as one .bib file."""
    works = [one for one in corpus.records.values() if one.citable]
    found = ((one.key, entry(one, corpus.venue_of(one))) for one in works)
    return f"{HEADER}\n{dump(found)}"
