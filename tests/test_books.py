"""PDF and EPUB: after an edit they are those of a clean build; the EPUB is that of the long way."""

from __future__ import annotations

import re
import runpy
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from houses import HERE, Bread
from test_markup import Article
from test_site import read, sphinx


def members(book: Path) -> dict[str, bytes]:
    """What is in the EPUB *book*, by name."""
    with zipfile.ZipFile(book) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def change_words(bread: Bread) -> None:
    bread.edit("costa2020wheat", "three days", "four days")
    bread.edit("muller1998crumb", "takeaway: ", "takeaway: As of late, ")


def change_a_title(bread: Bread) -> None:
    """Shown by its chapter, by related works and by the list of references."""
    bread.edit("vandermeer2010stone", " and Steel", " and Very Hard Steel")


def add_a_work(bread: Bread) -> None:
    text = read(bread.path("costa2020wheat")).replace("title: Is", "title: Once More Is")
    bread.path("costa2020wheat").with_name("costa2020once.md").write_text(
        text.replace("2001.01230", "2001.01231"), encoding="utf-8"
    )


def remove_a_work(bread: Bread) -> None:
    bread.path("costa2020wheat").unlink()


def change_a_chapter(bread: Bread) -> None:
    bread.edit("docs/milling/flour.md", "See [", "Also see [")


#: What is edited between two builds.
EDITS = ((change_words, change_a_title), (add_a_work, change_a_chapter), (remove_a_work,))


@pytest.mark.parametrize(
    ("builder", "shown"),
    [
        ("typst", lambda out: (out / "handbook.typ").read_bytes()),
        ("epub", lambda out: members(out / "bread.epub")),
    ],
)
def test_a_book_after_each_edit_is_that_of_a_clean_build(
    bread: Bread, builder: str, shown: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    options = ("-D", "epub_show_urls=no")
    before = shown(sphinx(bread, builder, *options))
    for edits in EDITS:
        for edit in edits:
            edit(bread)
        after = shown(sphinx(bread, builder, *options))
        assert after != before
        for made in ("docs/entries", "docs/indexes", "trees-clean", "clean"):
            shutil.rmtree(bread.root / made, ignore_errors=True)
        assert shown(sphinx(bread, builder, *options, out="clean")) == after
        before = after


def test_the_epub_is_that_of_the_long_way(bread: Bread) -> None:
    bread.add_long_way()
    short = members(sphinx(bread, "epub", out="short") / "bread.epub")
    long = members(sphinx(bread, "long-epub", out="long") / "bread.epub")
    assert list(short) == list(long)
    for name in ("toc.ncx", "nav.xhtml"):  # contents
        assert short[name] == long[name]
    for part in ("<spine", "<manifest"):  # reading order, files
        ours, theirs = (book["content.opf"].partition(part.encode())[2] for book in (short, long))
        assert ours == theirs
    works = [name for name in short if name.startswith("entries/")]
    assert len(works) == 6
    for name in works:
        ours, theirs = (Article(book[name].decode() + "</article>") for book in (short, long))
        assert ours.words.split() == theirs.words.split()
        assert ours.links == theirs.links
        assert ours.languages == theirs.languages


def test_no_page_of_the_epub_links_to_itself_by_nothing_or_has_an_empty_id(bread: Bread) -> None:
    """Both are errors to epubcheck."""
    bread.edit("costa2020wheat", "**Limits.**", "**Limits.** See {cite:t}`costa2020wheat`.")
    pages = members(sphinx(bread, "epub", "-D", "epub_show_urls=no") / "bread.epub")
    own = pages["entries/costa2020wheat.xhtml"].decode()
    assert 'href="costa2020wheat.xhtml"' in own
    assert 'href="#"' not in own
    assert 'href=""' not in own
    assert not any(b' id=""' in page for name, page in pages.items() if name.endswith(".xhtml"))


def test_what_the_handbook_gives_latex_as_it_stands_is_latex() -> None:
    """Sphinx escapes neither title nor author."""
    (document,) = runpy.run_path(str(HERE.parent / "docs/conf.py"))["latex_documents"]
    assert not [text for text in document[2:4] if re.search(r"(?<!\\)[&%$#_]", text)]
