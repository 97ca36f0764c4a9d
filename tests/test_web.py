"""What machines read of a work, given to a real parser of each format and compared with it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import extruct
import feedparser
import jsonschema
import pytest
import yaml
from markdown_it import MarkdownIt

import zotero
from houses import HERE
from sysai.corpus import Corpus
from sysai.formats import FORMATS, files
from sysai.formats.publication import Form, publication
from sysai.names import Name
from sysai.record import Edition, Kind, Link, Record, Venue
from sysai.site import machine
from sysai.web import (
    api,
    api_schema,
    atom,
    card,
    coins,
    highwire,
    jsonld,
    markdown,
    report,
    sitemap,
    summary,
)
from sysai.web.kinds import ITEM_TYPES, form_of
from sysai.web.place import Place

BASE = "https://bread.example.org/book/"
ROOT = HERE.parent
HOSTILE = (
    """Bread <b>& "Butter"</b>: it's </script><script>alert(1)</script> <!-- 5 > 3 ]]> &amp; 100%""",
    """`Code` *stars* _under_ [link](x) {role}`y` $math$ #hash \\back | pipe ~tilde 1. x""",
)  # fmt: skip


@pytest.fixture(scope="module")
def place(bread_corpus: Corpus) -> Place:
    return Place(bread_corpus, "The Bread Book", BASE)


@pytest.fixture(scope="module")
def real(handbook: Corpus) -> Place:
    return Place(handbook, "Handbook", "https://handbook.example.org/")


def with_records(corpus: Corpus, *records: Record) -> Corpus:
    """A corpus of *records* only."""
    return dataclasses.replace(corpus, records={one.key: one for one in records})


def crumb(corpus: Corpus, **changes: object) -> Record:
    return dataclasses.replace(corpus.records["muller1998crumb"], **changes)  # type: ignore[arg-type]


def structured(head: str) -> dict[str, list]:
    html = f"<!doctype html><html><head>{head}</head><body></body></html>"
    return extruct.extract(html, syntaxes=["json-ld", "opengraph"], uniform=False)


# -- tags of reference managers ---------------------------------------------------------------


def creators(record: Record, role: str) -> list[tuple[str, str, str]]:
    """The creators as Zotero must have them."""
    return [
        ("", name.family, role)
        if name.is_organisation
        else (f"{name.given} {name.suffix}".strip(), name.full_family(), role)
        for name in record.creators
    ]


def spaced(text: str) -> str:
    """A name without the differences that Zotero makes itself."""
    return re.sub(r"[\s.,]+", " ", text).strip()


def test_reference_managers_read_each_work_as_it_is(real: Place) -> None:
    roles = {"computerProgram": "programmer", "presentation": "presenter"}
    for record in real.corpus.records.values():
        item = zotero.from_metas(machine.entry_head(record, real))
        assert item.fields["title"] == record.title
        if not record.citable:
            assert (item.type, item.creators) == ("webpage", [])
            continue
        known = publication(record, real.corpus.venue_of(record))
        assert item.type == ITEM_TYPES[form_of(record, known)], record.key
        role = roles.get(item.type, "author")
        got = [tuple(map(spaced, one)) for one in item.creators]
        assert got == [tuple(map(spaced, one)) for one in creators(record, role)]
        month = f"{known.month:02}" if known.month else ""
        assert item.fields["date"].replace("/", "-") == "-".join(
            filter(None, [str(record.year), month])
        )
        assert item.fields["language"] == (record.language or "en")
        assert item.fields["abstractNote"] == " ".join(summary.plain(record, real.corpus).split())
        if item.type in ("conferencePaper", "journalArticle", "preprint", "book", "thesis"):
            assert item.fields.get("DOI", "") == record.doi
            pdf = record.link("pdf")
            assert item.fields.get("pdf", "") == (pdf.url if pdf else "")


def test_every_form_has_its_types() -> None:
    assert set(ITEM_TYPES) == set(jsonld._TYPES) == set(Form)


VENUES = {
    "meeting": Venue("TASTE", "Tasting of Bread", "workshop", proceedings="none"),
    "conference": Venue("BAKE", "Symposium on Baking", "conference", editions={
        1998: Edition(name="3rd Symposium on Baking", isbn="978-1-931971-38-6", series="Loaves",
                      address="Zürich", publisher="Guild", month=5)}),
    "workshop": Venue("CRUST", "Workshop on Crust", "workshop"),
    "journal": Venue("JCC", "Journal of Crust & Crumb", "journal"),
    "magazine": Venue("MAG", "Oven Weekly", "magazine"),
    "preprints": Venue("arXiv", "arXiv", "preprints"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "venue", "expected", "fields"),
    [
        ("paper", "conference", "conferencePaper", {
            "conferenceName": "3rd Symposium on Baking", "place": "Zürich", "series": "Loaves",
            "proceedingsTitle": "Proceedings of the 3rd Symposium on Baking (BAKE 1998)",
            "pages": "11-24", "publisher": "Guild", "ISBN": "978-1-931971-38-6"}),
        ("paper", "workshop", "conferencePaper", {"conferenceName": "Workshop on Crust"}),
        ("paper", "meeting", "conferencePaper", {
            "conferenceName": "Tasting of Bread", "proceedingsTitle": None}),
        ("paper", "journal", "journalArticle", {
            "publicationTitle": "Journal of Crust & Crumb", "volume": "7", "issue": "2"}),
        ("article", "magazine", "journalArticle", {"publicationTitle": "Oven Weekly"}),
        ("preprint", "preprints", "preprint", {
            "repository": "arXiv", "archiveID": "arXiv:2001.01230",
            "url": "https://arxiv.org/abs/2001.01230"}),
        ("book", "", "book", {"ISBN": "1491983825", "publisher": "Guild Press", "edition": "2nd"}),
        ("thesis", "", "thesis", {"university": "Oven School", "thesisType": "PhD thesis"}),
        ("report", "", "report", {"institution": "Oven School", "reportNumber": "2"}),
        ("software", "", "computerProgram", {"rights": "MIT", "company": "Oven School"}),
        ("talk", "conference", "presentation", {"meetingName": "3rd Symposium on Baking"}),
        ("course", "", "webpage", {"publicationTitle": "Oven School"}),
        ("article", "", "webpage", {"publicationTitle": "Oven School"}),
    ],
)  # fmt: skip
def test_each_kind_is_taken_for_what_it_is(
    place: Place, kind: str, venue: str, expected: str, fields: dict[str, str]
) -> None:
    record = crumb(
        place.corpus, kind=Kind(kind), venue=venue and VENUES[venue].acronym, volume="7",
        number="2", arxiv="2001.01230", isbn="1491983825", institution="Oven School",
        degree="phd", license="MIT", edition="2", doi="",
        publisher="Guild Press" if kind == "book" else "",
    )  # fmt: skip
    here = VENUES.get(venue)
    text = summary.plain(record, place.corpus)
    head = "\n".join(machine._metas("name", highwire.tags(record, here, text)))
    head += '<meta property="og:type" content="article"><meta property="og:title" content="x">'
    item = zotero.from_metas(head)
    assert item.type == expected
    assert {name: item.fields.get(name) for name in fields} == fields
    assert len(item.creators) == 3
    scholarly = expected not in ("computerProgram", "presentation", "webpage")
    assert ("citation_" in head) is scholarly
    span = zotero.Page(coins.span(record, here)).coins[0]
    listed = zotero.from_coins(span)
    assert (listed.type, listed.fields["title"]) == (expected, record.title)
    assert [one[:2] for one in listed.creators] == [one[:2] for one in creators(record, "author")]
    assert listed.fields["date"][:4] == "1998"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([Name.from_text("van der Berg, Jan Piet")], [("Jan Piet", "van der Berg", "author")]),
        ([Name.from_text("Dapolito, IV, Paul")], [("Paul IV", "Dapolito", "author")]),
        ([Name.from_text("Plato")], [("", "Plato", "author")]),
        ([Name.organisation("Grain Laboratory")], [("", "Grain Laboratory", "author")]),
        ([Name.organisation("Grain, Inc.")], [("", "Grain Inc", "author")]),
        ([Name.from_text("Souza e Silva, Ana"), Name.from_text("de la Cruz, Rui A.")],
         [("Ana", "Souza e Silva", "author"), ("Rui A.", "de la Cruz", "author")]),
    ],
)  # fmt: skip
def test_names_are_split_where_they_should_be(
    place: Place, names: list[Name], expected: list[tuple[str, str, str]]
) -> None:
    record = crumb(place.corpus, authors=tuple(names))
    tags = highwire.tags(record, place.corpus.venue_of(record), "")
    assert zotero.from_metas("".join(machine._metas("name", tags))).creators == expected


def test_an_article_number_stands_for_missing_pages(place: Place) -> None:
    record = crumb(place.corpus, pages="", article="138")
    tags = dict(highwire.tags(record, place.corpus.venue_of(record), ""))
    assert tags["citation_firstpage"] == "138"
    assert "citation_lastpage" not in tags


def test_a_work_that_cannot_be_cited_is_offered_to_nobody(place: Place) -> None:
    record = crumb(place.corpus, unseen=("authors",))
    venue = place.corpus.venue_of(record)
    assert highwire.tags(record, venue, "text") == []
    assert coins.span(record, venue) == ""
    assert "author" not in jsonld.work(record, place)


def test_lists_offer_each_of_their_works(real: Place) -> None:
    for record in real.corpus.records.values():
        if not record.citable:
            continue
        item = zotero.from_coins(
            zotero.Page(coins.span(record, real.corpus.venue_of(record))).coins[0]
        )
        assert item.fields["title"] == record.title.replace("+", " ")  # as Zotero reads a plus
        assert item.fields.get("DOI", "") == record.doi
        assert len(item.creators) == len(record.creators)


# -- JSON-LD and OpenGraph --------------------------------------------------------------------


def test_search_engines_read_each_work_as_it_is(real: Place) -> None:
    for record in real.corpus.records.values():
        found = structured(machine.entry_head(record, real))
        (thing,) = found["json-ld"]
        assert thing.get("headline", thing.get("name")) == record.title
        assert thing["datePublished"][:4] == str(record.year)
        assert thing["description"] == record.takeaway
        assert thing["mainEntityOfPage"] == real.absolute(real.entry(record.key))
        if record.citable:
            names = [one["name"] for one in thing["author"]]
            people = [one["@type"] == "Person" for one in thing["author"]]
            assert names == [name.first_last() for name in record.creators]
            assert people == [not name.is_organisation for name in record.creators]
        if record.doi:
            assert {"@type": "PropertyValue", "propertyID": "doi", "value": record.doi} in thing[
                "identifier"
            ]
        (graph,) = found["opengraph"]
        facts = dict(graph["properties"])
        assert facts["og:title"] == record.title
        assert facts["og:type"] == "article"
        assert facts["og:description"] == record.takeaway
        assert facts["og:url"] == thing["mainEntityOfPage"]
        assert facts["og:image"].endswith(f"cards/{record.part}/{record.topic}.png")


@pytest.mark.parametrize(
    ("kind", "venue", "links", "expected"),
    [
        ("paper", "BAKE", (), "ScholarlyArticle"),
        ("preprint", "arXiv", (), "ScholarlyArticle"),
        ("software", "", (), "SoftwareSourceCode"),
        ("book", "", (), "Book"),
        ("thesis", "", (), "Thesis"),
        ("course", "", (), "Course"),
        ("talk", "", (Link("video", "https://bread.example.org/v"),), "VideoObject"),
        ("talk", "", (Link("slides", "https://bread.example.org/s"),), "PresentationDigitalDocument"),
        ("article", "", (), "Article"),
        ("report", "", (), "Report"),
    ],
)  # fmt: skip
def test_each_kind_has_its_schema_org_type(
    place: Place, kind: str, venue: str, links: tuple[Link, ...], expected: str
) -> None:
    record = crumb(place.corpus, kind=Kind(kind), venue=venue, links=links)
    assert jsonld.work(record, place)["@type"] == expected


def test_a_journal_article_stands_in_its_issue(place: Place) -> None:
    record = place.corpus.records["papadopoulos2004field"]
    thing = jsonld.work(dataclasses.replace(record, volume="7", number="2"), place)
    issue = thing["isPartOf"]
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "2")
    assert issue["isPartOf"]["volumeNumber"] == "7"
    assert issue["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "Journal of Crust & Crumb",
    }


# -- titles that try to break out -------------------------------------------------------------


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_comes_back_whole_from_every_parser(place: Place, title: str) -> None:
    record = crumb(place.corpus, title=title, name=title, takeaway=title)
    here = dataclasses.replace(place, corpus=with_records(place.corpus, record))
    head = machine.entry_head(record, here)
    assert "<script>alert" not in head
    assert head.count("<script") == head.count("</script>") == 1
    assert zotero.from_metas(head).fields["title"] == title
    found = structured(head)
    assert found["json-ld"][0]["headline"] == title
    assert dict(found["opengraph"][0]["properties"])["og:title"] == title
    span = coins.span(record, here.corpus.venue_of(record))
    assert zotero.from_coins(zotero.Page(span).coins[0]).fields["title"] == title
    feed = feedparser.parse(atom.feed(here, "", title, [record]).encode())
    assert not feed.bozo
    assert ET.fromstring(atom.feed(here, "", title, [record])).findtext("{*}title") == title
    assert json.loads(api.dumped(api.entry(record, here)))["title"] == title
    assert json.loads(api.dumped(api.line(record, here)))["title"] == title
    for text in (markdown.twin(record, here), markdown.list_line(record, here)):
        assert title in markdown_text(text)


def markdown_text(text: str) -> str:
    """What a reader sees of Markdown."""
    tokens = [one for token in MarkdownIt("commonmark").parse(text) for one in token.children or ()]
    return "".join(one.content if one.type != "softbreak" else "\n" for one in tokens)


# -- summaries --------------------------------------------------------------------------------


def test_summaries_lose_their_markup_and_nothing_else(place: Place) -> None:
    body = (
        "**Problem.** A [link](https://x.example) and `code` *here*\nand \\* {cite:t}`muller1998crumb`"
        " {cite:p}`muller1998crumb,vandermeer2010stone`\n\n**Limits.** {cite:name}`grain2019grist` none"
    )
    record = crumb(place.corpus, body=body)
    assert summary.plain(record, place.corpus) == (
        "Problem. A link and code here and * Müller et al. (1998) "
        "(Müller et al., 1998; van der Meer and Li, 2010)\nLimits. Grist (2019) none"
    )
    text = summary.markdown(record, place.corpus, lambda one: f"{one.key}.md")
    assert "[Müller et al. (1998)](muller1998crumb.md)" in text
    assert "([Müller et al., 1998](muller1998crumb.md); [van der" in text
    assert "{cite" not in text


def test_the_short_way_to_plain_text_gives_what_the_parser_gives(real: Place) -> None:
    for record in real.corpus.records.values():
        plain = summary.plain(record, real.corpus)
        assert "**" not in plain
        assert "{cite" not in plain
        longer = dataclasses.replace(record, body=f"{record.body}\n\n`x`")
        assert summary.plain(longer, real.corpus) == f"{plain}\nx", record.key


# -- API --------------------------------------------------------------------------------------


def closed(node: object) -> object:
    """A schema that allows nothing it does not name, so that no field is undescribed."""
    if isinstance(node, dict):
        found = {name: closed(value) for name, value in node.items()}
        if "properties" in found and "additionalProperties" not in found:
            found["additionalProperties"] = False
        return found
    return [closed(one) for one in node] if isinstance(node, list) else node


def validator(schemas: dict[str, str], name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads(schemas[api.schema_path(name)])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        closed(schema), format_checker=jsonschema.FormatChecker()
    )


@pytest.mark.parametrize("base", [BASE, ""])
def test_every_document_keeps_to_its_schema(handbook: Corpus, base: str) -> None:
    place = Place(handbook, "Handbook", base)
    schemas = api_schema.schemas(place)
    check = validator(schemas, "entry")
    for record in handbook.records.values():
        check.validate(json.loads(api.dumped(api.entry(record, place))))
    for path, text in api.whole(place).items():
        validator(schemas, Path(path).stem).validate(json.loads(text))
    head, tail = api.entries_around(place)
    lines = [api.dumped(api.line(one, place)) for one in handbook.records.values()]
    entries = json.loads(head + ",\n".join(lines) + tail)
    validator(schemas, "entries").validate(entries)
    assert entries["count"] == len(entries["works"]) == len(handbook.records)
    for path, text in schemas.items():
        assert json.loads(text).get("$id", "") == (f"{base}{path}" if base else "")


def test_a_schema_refuses_what_is_wrong(place: Place) -> None:
    check = validator(api_schema.schemas(place), "entry")
    good = api.entry(place.corpus.records["muller1998crumb"], place)
    check.validate(good)
    for change in (
        {"year": "1998"}, {"kind": "poem"}, {"version": 2}, {"authors": []}, {"pages": ""},
        {"links": [{"rel": "pdf"}]}, {"loaf": 1}, {"added": "yesterday"},
    ):  # fmt: skip
        assert not check.is_valid({**good, **change}), change
    assert not check.is_valid({name: value for name, value in good.items() if name != "checked"})


def test_the_api_holds_all_of_a_record(place: Place) -> None:
    record = crumb(
        place.corpus, also=("milling/flour",), aliases=("old1998key",), month=5,
        builds_on=("laboratory2019grist",), links=(Link("code", "https://x.example", False, "dead", "gone"),),
    )  # fmt: skip
    found = api.entry(record, place)
    for field in dataclasses.fields(Record):
        value = getattr(record, field.name)
        if value and field.name not in (*api.RESHAPED, "builds_on"):
            assert field.name in found, field.name
    assert found["links"] == [
        {"rel": "code", "url": "https://x.example", "official": False, "state": "dead", "note": "gone"}
    ]  # fmt: skip
    assert found["checked"] == [
        {
            "source": "https://bread.example.org/crumb",
            "fields": ["title", "authors", "year", "venue", "pages"],
            "on": "2026-01-02",
        }
    ]
    assert found["builds_on"] == ["grain2019grist"]  # a former key is told by its present one
    assert found["built_on_by"] == ["papadopoulos2004field"]
    assert found["compared_with_by"] == ["wang2015laomian"]
    assert found["corrections"][0]["correct"] == "1998"
    assert "license" not in found
    described = api_schema.entry()["properties"]
    assert {"page", "bibtex", "summary", "doi", "unseen"} <= set(described)
    for name, one in described.items():
        if name not in ("$schema", "version"):
            assert one.get("description"), name


def test_venues_and_authors_lead_to_their_works(place: Place) -> None:
    venues = {one["key"]: one for one in api.venues(place)["venues"]}
    assert venues["BAKE"]["works"] == ["muller1998crumb"]
    authors = {one["id"]: one for one in api.authors(place)["authors"]}
    assert authors["author-muller-jorg"]["works"] == ["muller1998crumb"]
    assert authors["author-muller-jorg"]["cite"] == f"{BASE}cite/muller1998crumb.{{ending}}"
    for one in api.entry(place.corpus.records["muller1998crumb"], place)["authors"]:
        assert one["id"] in authors


def test_authors_and_topics_tell_where_their_citations_lie(real: Place) -> None:
    authors = {one["id"]: one for one in api.authors(real)["authors"]}
    address = authors["author-stoica-ion"]["cite"]
    assert address == f"{real.base_url}bib/authors/stoica-ion.{{ending}}"
    assert all("cite" in one for one in authors.values() if len(one["works"]) > 1)
    (topic, *_) = (one for one in api.topics(real)["topics"] if one.get("works"))
    assert topic["cite"] == f"{real.base_url}bib/{topic['topic']}.{{ending}}"
    told = api.index(real)["formats"]
    assert {name: one["ending"] for name, one in told.items()} == {
        name: form.ending for name, form in FORMATS.items()
    }


def test_who_has_nothing_to_cite_names_no_file(place: Place) -> None:
    record = crumb(place.corpus, unseen=("pages",))
    corpus = with_records(place.corpus, record)
    (author, *_) = api.authors(Place(corpus))["authors"]
    assert "cite" not in author
    assert all("cite" not in one for one in api.topics(Place(corpus))["topics"])


# -- feeds ------------------------------------------------------------------------------------

_ATOM = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def keeps_to_rfc_4287(text: str) -> list[str]:
    """What RFC 4287 demands of a feed and this one has not."""
    faults = []
    root = ET.fromstring(text)
    if root.tag != f"{_ATOM}feed":
        faults.append("no atom:feed")
    for element in (root, *root.iter(f"{_ATOM}entry")):
        name = element.tag.removeprefix(_ATOM)
        faults += [
            f"{name}: not one {child}"
            for child in ("id", "title", "updated")
            if len(element.findall(f"{_ATOM}{child}")) != 1
        ]
        moments = [*element.findall(f"{_ATOM}updated"), *element.findall(f"{_ATOM}published")]
        faults += [
            f"{name}: {moment.text} is no moment"
            for moment in moments
            if not _MOMENT.fullmatch(moment.text or "")
        ]
        if not urlsplit(element.findtext(f"{_ATOM}id") or "").scheme:
            faults.append(f"{name}: id is no absolute IRI")
        links = element.findall(f"{_ATOM}link")
        if any(not link.get("href") for link in links):
            faults.append(f"{name}: link without href")
        if sum(link.get("rel", "alternate") == "alternate" for link in links) != 1:
            faults.append(f"{name}: not one alternate link")
        authors = element.findall(f"{_ATOM}author")
        if name == "entry" and not authors:
            faults.append("entry: no author")
        if any(len(author.findall(f"{_ATOM}name")) != 1 for author in authors):
            faults.append(f"{name}: author without one name")
    ids = [one.text for one in root.iter(f"{_ATOM}id")]
    if len(ids) != len(set(ids)):
        faults.append("ids repeat")
    return faults


@pytest.mark.parametrize("base", [BASE, ""])
def test_feeds_are_valid_and_name_all_authors(handbook: Corpus, base: str) -> None:
    place = Place(handbook, "Handbook", base)
    feeds = atom.feeds(place)
    assert set(feeds) == {atom.path_of(""), *(atom.path_of(one) for one in handbook.topics)}
    for path, text in feeds.items():
        assert keeps_to_rfc_4287(text) == [], path
        read = feedparser.parse(text.encode())
        assert not read.bozo, path
        assert 0 < len(read.entries) <= atom.LIMIT
        days = [one.updated for one in read.entries]
        assert days == sorted(days, reverse=True)
        assert read.feed.updated == days[0]
        for one in read.entries:
            record = handbook.records[one.id.rpartition("/")[2]]
            assert one.title == record.title
            assert [author.name for author in one.authors] == [
                name.first_last() for name in record.creators
            ]
            assert one.updated == f"{record.added}T00:00:00Z"


def test_the_structural_check_finds_faults(place: Place) -> None:
    good = atom.feeds(place)[atom.path_of("")]
    for old, new in (
        ("<updated>", "<updated>x"), ("<id>tag:", "<id>"), ("<name>", "<name /><name>"),
        ("Atom", "Atomic"), ('rel="related"', 'rel="alternate"'),
        ("costa2020wheat</id>", "grain2019grist</id>"), ("href=", "ref="),
    ):  # fmt: skip
        broken = good.replace(old, new)
        assert broken != good
        assert keeps_to_rfc_4287(broken), old
    no_authors = re.sub(r"<author>.*?</author>", "", good, flags=re.DOTALL)
    assert "entry: no author" in keeps_to_rfc_4287(no_authors)


def test_the_newest_come_first_and_no_more_than_fifty(place: Place) -> None:
    day = datetime.date(2026, 1, 1)
    many = [
        crumb(place.corpus, key=f"key{number:03}", added=day + datetime.timedelta(number % 60))
        for number in range(120)
    ]
    text = atom.feed(place, "", "All", many)
    read = feedparser.parse(text.encode())
    assert len(read.entries) == 50
    assert read.entries[0].updated == "2026-03-01T00:00:00Z"
    assert text == atom.feed(place, "", "All", list(reversed(many)))


def test_names_in_feeds_outlive_a_move(place: Place) -> None:
    html, folders = place, dataclasses.replace(place, folders=True)
    assert (
        html.tag("entries/x") == folders.tag("entries/x") == "tag:bread.example.org,2026:entries/x"
    )
    assert dataclasses.replace(place, base_url="").tag("x") == "tag:the-bread-book,2026:x"


# -- Markdown ---------------------------------------------------------------------------------


def test_llms_txt_has_the_form_of_llmstxt_org(real: Place) -> None:
    text = markdown.index(real, "Works on bread")
    blocks = text.split("\n\n")
    assert blocks[0] == "# Handbook"
    assert blocks[1] == "> Works on bread"
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [*(f"## {title}" for title in real.corpus.parts.values()), "## Optional"]
    after = text[text.index("## ") :].splitlines()
    for line in after:
        assert not line or line.startswith("## ") or re.fullmatch(r"- \[[^]]+\]\([^)]+\): .+", line)
    assert len(text) < 8_000


def test_a_twin_tells_what_the_page_tells(real: Place) -> None:
    record = real.corpus.records["xiao2018gandiva"]
    text = markdown.twin(record, real)
    seen = markdown_text(text)
    for name in record.authors:
        assert name.first_last() in seen
    for part in (record.title, record.takeaway, record.pages, record.key, "Problem."):
        assert part in seen
    for link in record.links:
        assert f"<{link.url}>" in text
    for check in record.checked:
        assert check.source in text
    assert "```bibtex\n@inproceedings{xiao2018gandiva," in text
    assert "{cite" not in text
    cited = re.findall(r"\]\(https://handbook\.example\.org/entries/(\w+)\.md\)", text)
    assert set(cited) <= set(real.corpus.records)
    assert "gu2019tiresias" in cited


# -- sitemap, cards, reports ------------------------------------------------------------------


def test_a_large_sitemap_is_split(place: Place) -> None:
    docs = ["index", *(f"entries/{key}" for key in place.corpus.records)]
    one = sitemap.sitemaps(place, docs)
    assert list(one) == ["sitemap.xml"]
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    whole = [
        url.text for url in ET.fromstring(one["sitemap.xml"]).findall("s:url/s:loc", namespace)
    ]
    assert len(whole) == 7
    days = ET.fromstring(one["sitemap.xml"]).findall("s:url/s:lastmod", namespace)
    assert {day.text for day in days} == {"2026-01-03"}
    split = sitemap.sitemaps(place, docs, limit=3)
    index = ET.fromstring(split["sitemap.xml"]).findall("s:sitemap/s:loc", namespace)
    assert [one.text for one in index] == [f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)]
    parts = [
        url.text
        for number in (1, 2, 3)
        for url in ET.fromstring(split[f"sitemap-{number}.xml"]).findall("s:url/s:loc", namespace)
    ]
    assert parts == whole
    assert sitemap.sitemaps(dataclasses.replace(place, base_url=""), docs) == {}


def test_the_day_of_a_page_is_the_last_on_which_it_was_checked(place: Place) -> None:
    record = place.corpus.records["muller1998crumb"]
    assert sitemap.last_seen(record) == datetime.date(2026, 1, 3)
    check = dataclasses.replace(record.checked[0], on=datetime.date(2026, 5, 1))
    assert sitemap.last_seen(dataclasses.replace(record, checked=(check,))) == check.on


def test_cards_have_their_size_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    one = card.Card("The Bread Book", "Sourdough", "Baking · 3 works")
    first = card.png(one, tmp_path / "a")
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", first[16:24]) == (1200, 630)
    assert card.png(one, tmp_path / "b") == first
    (kept,) = (tmp_path / "a").iterdir()
    kept.write_bytes(b"kept")
    assert card.png(one, tmp_path / "a") == b"kept"  # what is there is not set again
    assert card.png(dataclasses.replace(one, title="Flour"), tmp_path / "a") != first


@pytest.mark.parametrize(
    "title", ["Bread " * 60, "Donaudampfschifffahrtsgesellschaft" * 4, "老面馒头的发酵", '#"<x>$*_']
)
def test_any_title_fits_on_one_card(title: str) -> None:
    data = card._set(
        (Path(card.__file__).parent / "card.typ").read_bytes(),
        {"above": "Book", "title": title, "below": "3 works"},
    )
    assert struct.unpack(">II", data[16:24]) == (1200, 630)


def test_cards_count_the_works_of_their_topic(bread_corpus: Corpus) -> None:
    found = card.cards(bread_corpus, "The Bread Book", "Works on bread")
    assert found["cards/index.png"] == card.Card("6 works", "The Bread Book", "Works on bread")
    assert found["cards/baking.png"] == card.Card("The Bread Book", "Baking", "3 works")
    assert found["cards/milling/flour.png"].below == "Milling · 3 works"


def test_the_form_is_filled_in_as_far_as_its_fields_go(place: Place) -> None:
    record = crumb(place.corpus, title=HOSTILE[0])
    url = report.form_url("https://git.example.org/bakers/book/", record)
    assert url.startswith("https://git.example.org/bakers/book/issues/new?")
    values = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
    assert values.pop("work") == HOSTILE[0]
    assert values == {
        "template": report.FORM,
        "title": "muller1998crumb: ",
        "key": "muller1998crumb",
        "file": "bib/baking/sourdough/muller1998crumb.md",
    }
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / report.FORM).read_text("utf-8"))
    assert {"key", "work", "file"} <= {one.get("id") for one in form["body"]}
    assert report.form_url("", record) == ""


# -- the page that documents it ---------------------------------------------------------------


def test_every_path_of_the_api_page_exists(real: Place) -> None:
    keys = [one.key for one in real.corpus.records.values() if one.citable]
    made = {
        *api.whole(real), *api_schema.schemas(real), *atom.feeds(real),
        api.document_path("entries"), markdown.INDEX, "robots.txt", "objects.inv",
        *(api.entry_path(key) for key in real.corpus.records),
        *(markdown.twin_path(key) for key in real.corpus.records),
        *(markdown.topic_path(topic) for topic in real.corpus.topics),
        *(files.path(stem, form) for form in FORMATS.values()
          for stem in (*map(files.author_stem, real.corpus.authors), *map(files.work_stem, keys))),
    }  # fmt: skip
    page = (ROOT / "docs/about/api.md").read_text(encoding="utf-8")
    named = re.findall(r"^curl -s \$SITE/(\S+)", page, flags=re.MULTILINE)
    assert set(named) <= made
    documents = {one for one in made if one.startswith("api/") and "/entries/" not in one}
    assert documents <= set(named), "a document has no curl line"
