"""Authors with their variants merged, and the index pages."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from houses import BREAD, Bread
from sysai import blocks, indexes
from sysai.authors import Authors, identity
from sysai.corpus import Corpus, Topic
from sysai.formats import FORMATS
from sysai.index_content import IndexContent
from sysai.names import Name
from sysai.record import Kind, Record
from sysai.web.coins import Coins
from test_site import Links, read, sphinx


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Michael Jordan", "Michael I. Jordan", True),
        ("H. Brendan McMahan", "Brendan McMahan", True),
        ("Jörg Müller", "Jorg Muller", True),
        ("Wei Wang", "Wen Wang", False),
        ("M. Zaharia", "Matei Zaharia", False),
        ("King, Jr., Martin", "Martin King", False),
        ("van der Meer, Anna", "Anna Meer", False),
    ],
)
def test_variants_of_a_name(one: str, other: str, same: bool) -> None:
    assert (identity(Name.from_text(one)) == identity(Name.from_text(other))) is same


def test_authors_have_all_works_and_coauthors(bread_corpus: Corpus) -> None:
    authors = bread_corpus.authors
    muller = authors.of(Name.from_text("Jörg Müller"))
    assert [work.key for work in muller.works] == ["muller1998crumb"]
    assert muller.slug == "author-muller-jorg"
    assert len(muller.coauthors) == 2
    assert [author.name.family for author in authors][:2] == ["Briain", "Costa"]


def test_the_fullest_form_names_a_merged_author(bread: Bread) -> None:
    from sysai import corpus

    bread.edit("costa2020wheat", "Rui Costa", "Rui M. Costa")
    bread.edit("vandermeer2010stone", '"Bo Li"', '"Rui Costa"')
    authors = corpus.load(bread.project).authors
    costa = authors.of(Name.from_text("Rui Costa"))
    assert costa.name.first_last() == "Rui M. Costa"
    assert [work.year for work in costa.works] == [2010, 2020]


def test_slugs_are_unique(handbook: Corpus) -> None:
    slugs = [author.slug for author in handbook.authors]
    assert len(slugs) == len(set(slugs)) == len(handbook.authors)
    assert all(re.fullmatch(r"author-[a-z0-9-]+", slug) for slug in slugs)


def test_every_work_stands_in_every_index(handbook: Corpus) -> None:
    for index in ("years", "kinds"):
        groups = handbook.indexes.groups[index]
        listed = [work.key for group in groups for work in group.works]
        assert sorted(listed) == sorted(handbook.records)
    by_authors = {work.key for author in handbook.authors for work in author.works}
    assert by_authors == set(handbook.records)


def test_authors_of_nothing() -> None:
    assert list(Authors([])) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bread = Bread(tmp_path_factory.mktemp("indexes") / "bread")
    shutil.copytree(BREAD, bread.root)
    bread.edit("costa2020wheat", "e Silva]", "e Silva, Jörg Müller]")
    return sphinx(bread)


def test_a_name_on_an_entry_leads_to_the_author(site: Path) -> None:
    links = {
        text: href for href, _, text in Links(read(site / "entries/muller1998crumb.html")).found
    }
    target, _, anchor = links["Jörg Müller"].partition("#")
    page = read(site / "entries" / target)
    assert f'id="{anchor}"' in page
    assert "Crumb: Open Structure" in page


def test_index_pages_link_each_other_and_the_works(site: Path) -> None:
    overview = read(site / "indexes/index.html")
    assert "6 works by 10 authors." in overview
    for name, words in (
        ("venues", "Symposium on Baking"),
        ("venues-bake", "Symposium on Baking; 1 work."),
        ("years-1998", "1 work."),
        ("kinds-preprint", "1 work."),
        ("tags-fermentation", "yeast and bacteria at work; 3 works."),
        ("references-m", "Guild of Bakers."),
    ):
        assert words in read(site / f"indexes/{name}.html"), name
    assert "venues-bake.html" in read(site / "indexes/venues.html")
    assert "../entries/muller1998crumb.html" in read(site / "indexes/venues-bake.html")
    assert "works.html?tag=fermentation" in read(site / "indexes/tags-fermentation.html")
    assert "works.html?from=1998&amp;to=1998" in read(site / "indexes/years-1998.html")


def test_venue_year_kind_and_tags_of_an_entry_lead_to_their_indexes(site: Path) -> None:
    found = {
        href: text for href, _, text in Links(read(site / "entries/muller1998crumb.html")).found
    }
    assert found["../indexes/venues-bake.html"] == "BAKE"
    assert found["../indexes/years-1998.html"] == "1998"
    assert found["../indexes/kinds-paper.html"] == "paper"
    assert found["../indexes/tags-fermentation.html"] == "fermentation"


def test_authors_lead_to_the_files_of_their_works(site: Path) -> None:
    """Of several works, to those of the author; of one, to where its page tells how to cite it."""
    page = site / "indexes/authors-m.html"
    (menu,) = re.findall(r"<details.*?</details>", read(page), re.DOTALL)
    assert "<summary>Cite</summary>" in menu
    found = {text: href for href, _, text in Links(menu).found}
    assert list(found) == [form.title for form in FORMATS.values()]
    for form in FORMATS.values():
        file = page.parent / found[form.title]
        assert file.resolve() == (site / f"bib/authors/muller-jorg.{form.ending}").resolve()
        assert "Crumb" in read(file)
        assert "Wheat" in read(file)
    page = site / "indexes/authors-l.html"
    links = [href for href, _, text in Links(read(page)).found if text == "Cite"]
    assert "../entries/muller1998crumb.html#cite" in links
    assert 'id="cite"' in read(site / "entries/muller1998crumb.html")
    assert "<details" not in read(page)


def test_books_have_no_links_to_files(bread: Bread) -> None:
    bread.edit("costa2020wheat", "e Silva]", "e Silva, Jörg Müller]")
    text = "".join(read(page) for page in sphinx(bread, "epub").rglob("indexes/authors-*.xhtml"))
    assert "Müller" in text
    assert "Cite" not in text
    assert "bib/authors" not in text


def many(works: int, family: str = "Baker") -> Corpus:
    """A corpus of *works* books of one year, each by another person of *family*."""
    records = {}
    for number in range(works):
        letters = f"{number:05}".translate(str.maketrans("0123456789", "abcdefghij"))
        name = Name(family=family, given=letters.capitalize())
        records[f"w{number:05}"] = Record(
            key=f"w{number:05}", part="p", topic="t", title=f"Work {number}", kind=Kind.BOOK,
            year=2000, takeaway="A work.", body="", authors=(name,), added=date(2026, 1, 1),
        )  # fmt: skip
    topics = {"p/t": Topic("p", "t", "T")}
    return Corpus(records, {}, {}, {}, topics, {"p": "P"})


def test_a_group_goes_on_on_further_pages_and_keeps_its_address() -> None:
    corpus = many(700)
    group = corpus.indexes.groups["years"][0]
    assert group.starts[0] == 0
    assert group.pages == ("years-2000", "years-2000--2", "years-2000--3")
    assert corpus.places.pages["years", "2000"] == "years-2000"
    shown = [work.key for page in group.pages for work in group.works_on(page)]
    assert sorted(shown) == sorted(corpus.records)
    assert corpus.indexes.title("years-2000--2") == "Year: 2000 (2)"
    assert "# Year: 2000 (2)" in corpus.indexes.texts()["years-2000--2"]


def weight(corpus: Corpus, name: str) -> int:
    """Bytes of what stands on an index page."""
    content = IndexContent(corpus)
    body = blocks.html(content.page(name), lambda link: f"../entries/{link.target}.html")
    return len((body + Coins(corpus).hidden(content.listed(name))).encode())


def test_index_pages_weigh_what_was_estimated(handbook: Corpus) -> None:
    heavy = {name: size for name in handbook.indexes.names
             if (size := weight(handbook, name)) > indexes.BYTES}  # fmt: skip
    assert heavy == {}
    works = [one for one in handbook.records.values() if one.citable]
    found = [
        indexes.listed_bytes(one) / (180 + len(one.title.encode()) + len(Coins(handbook).hidden([one])))
        for one in works
    ]  # fmt: skip
    assert min(found) > 0.75
    assert 0.95 < sum(found) / len(found) < 1.2


@pytest.mark.parametrize("family", ["Baker", "Ñandú Çelik Šimůnek"])
def test_no_index_page_grows_past_its_limit(family: str) -> None:
    corpus = many(1000, family)
    weights = {name: weight(corpus, name) for name in corpus.indexes.names}
    assert max(weights.values()) < 1.2 * indexes.BYTES
    assert len([name for name in weights if name.startswith("years-")]) > 2


def test_a_letter_with_too_many_authors_is_split_by_more_letters() -> None:
    few, more = many(10).indexes, many(2000).indexes
    assert list(few.authors) == ["authors-b"]
    assert len(more.authors) > 1
    assert all(name.startswith("authors-baker") for name in more.authors)
    listed = [author.slug for page in more.authors.values() for author in page]
    assert len(listed) == len(set(listed)) == 2000
    assert all(
        more.author_page(author) == name for name, page in more.authors.items() for author in page
    )
    works = [work.key for page in more.references.values() for work in page]
    assert len(works) == len(set(works)) == 2000


def test_every_page_of_a_letter_is_reached_from_the_overview() -> None:
    corpus = many(2000)
    content = IndexContent(corpus)

    def targets(name: str) -> set[str]:
        found = set()
        blocks.html(content.page(name), lambda link: found.add(link.target) or "#")
        return {one.removeprefix("indexes/") for one in found}

    overview = targets("index")
    for index, pages in (
        ("authors", corpus.indexes.authors),
        ("references", corpus.indexes.references),
    ):
        assert len(pages) > 3
        (first,) = overview & pages.keys()
        assert targets(first) & pages.keys() == pages.keys() - {first}
        assert len(content.letters(index, first)[0].spans) == 2, "one letter and a blank"
    assert len(content.letters("authors", "authors-x")) == 1


def test_names_that_are_alike_in_every_letter_stay_on_one_page() -> None:
    found = many(3, family="北京").indexes
    assert list(found.authors) == ["authors-other"]


def test_keys_that_look_alike_as_an_address_get_pages_of_their_own(bread: Bread) -> None:
    from sysai import corpus

    loaded = corpus.load(bread.project)
    loaded.records["one"] = replace(loaded.records["muller1998crumb"], key="one", venue="BA-KE")
    loaded.records["two"] = replace(loaded.records["muller1998crumb"], key="two", venue="Ba.Ke")
    pages = [group.pages[0] for group in loaded.indexes.groups["venues"]]
    assert len(pages) == len(set(pages))
    assert {"venues-ba-ke", "venues-ba-ke-2"} <= set(pages)
