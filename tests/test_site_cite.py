"""Citation files of the site: where they stand, what they hold, and who links to them."""

from __future__ import annotations

import re
import shutil

import pytest

from houses import BREAD, Bread
from sysai import export, formats
from sysai.corpus import Corpus
from sysai.export import Export
from sysai.formats import FORMATS, files
from sysai.selection import Selection
from test_site import Links, read, sphinx


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Bread:
    """Bread with a work that is not citable yet, built."""
    root = tmp_path_factory.mktemp("site") / "bread"
    shutil.copytree(BREAD, root)
    bread = Bread(root)
    bread.edit("costa2020wheat", "authors: [Rui Costa, Ana Souza e Silva]",
               "authors: [Rui Costa]\nunseen: [authors]")  # fmt: skip
    sphinx(bread)
    return bread


def test_every_citable_work_has_a_file_in_every_format(house: Bread, bread_corpus: Corpus) -> None:
    out = house.root / "out"
    found = {path.relative_to(out).as_posix() for path in (out / "cite").iterdir()}
    keys = sorted(set(bread_corpus.records) - {"costa2020wheat"})
    assert found == {files.work_path(key, form) for key in keys for form in FORMATS.values()}
    for key in keys:
        for name, form in FORMATS.items():
            asked = Export(name, Selection(keys=(key,)))
            assert read(out / files.work_path(key, form)) == export.text(asked, bread_corpus)[0]


def test_topics_parts_and_all_have_files_that_export_writes_too(
    house: Bread, bread_corpus: Corpus
) -> None:
    out = house.root / "out"
    chosen = {
        "milling/flour": Selection(topics=("milling/flour",)),
        "milling": Selection(parts=("milling",)),
        "handbook": Selection(),
    }
    for group, selection in chosen.items():
        for name, form in FORMATS.items():
            works = [one for one in selection.of(bread_corpus) if one.key != "costa2020wheat"]
            expected = form.render(formats.citable(works), bread_corpus)
            assert read(out / files.group_path(group, form)) == expected, (group, name)


def test_the_groups_of_the_handbook(handbook: Corpus) -> None:
    groups = files.groups(handbook)
    assert set(groups) == {"handbook", *handbook.parts, *handbook.topics}
    assert groups["handbook"] == tuple(
        one.key for one in formats.citable(handbook.records.values())
    )
    authors = files.author_groups(handbook)
    assert len(authors) > 50
    for group, keys in authors.items():
        assert re.fullmatch(r"authors/[a-z0-9-]+", group)
        assert len(keys) > 1
    stoica = authors["authors/stoica-ion"]
    assert list(stoica) == [
        one.key for one in formats.citable(Selection(authors=("Ion Stoica",)).of(handbook))
    ]
    # Overleaf stops at 50 MB.
    for topic in handbook.topics:
        works = formats.citable(handbook.by_topic[topic])
        assert len(FORMATS["bibtex"].render(works, handbook)) < 1_000_000


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_link_to_files_that_are_there(bread: Bread, builder: str) -> None:
    out = sphinx(bread, builder)
    ending = ".html" if builder == "html" else "/index.html"
    for page, path in (
        (f"entries/muller1998crumb{ending}", "cite/muller1998crumb"),
        (f"milling/flour{ending}", "bib/milling/flour"),
    ):
        at = (out / page).parent
        hrefs = [href for href, _, text in Links(read(out / page)).found
                 if text in {form.title for form in FORMATS.values()} and href != "#cite"]  # fmt: skip
        targets = {(at / href).resolve() for href in hrefs}
        assert targets == {out.resolve() / f"{path}.{form.ending}" for form in FORMATS.values()}
        assert all(target.is_file() for target in targets)


def test_what_cannot_be_cited_offers_nothing(house: Bread) -> None:
    assert "cite-files" not in read(house.root / "out/entries/costa2020wheat.html")


def test_no_link_to_files_in_the_epub(bread: Bread) -> None:
    out = sphinx(bread, "epub")
    for page in out.rglob("*.xhtml"):
        assert "cite-files" not in read(page)
