"""Authors with their variants merged, and the index pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from houses import BREAD, Bread
from sysai import indexes
from sysai.authors import Authors, identity
from sysai.corpus import Corpus
from sysai.names import Name
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
        listed = [work.key for group in indexes.groups(handbook, index) for work in group.works]
        assert sorted(listed) == sorted(handbook.records)
    by_authors = {work.key for author in handbook.authors for work in author.works}
    assert by_authors == set(handbook.records)


def test_authors_of_nothing() -> None:
    assert list(Authors([])) == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("indexes") / "bread"
    shutil.copytree(BREAD, root)
    return sphinx(Bread(root))


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
        ("venues", "Symposium on Baking; 1 work"),
        ("years", "1998"),
        ("kinds", "preprint"),
        ("tags", "yeast and bacteria at work; 3 works"),
    ):
        page = read(site / f"indexes/{name}.html")
        assert words in page
        assert "../entries/" in page
