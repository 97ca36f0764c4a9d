"""Sphinx builds of the bread handbook: pages, citations, search, EPUB."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pybtex.database import parse_string

from houses import Bread
from sysai import pages
from sysai.corpus import Corpus
from sysai.myst import escape

STRICT = ("-W", "--keep-going", "-n", "-q")


def sphinx(bread: Bread, builder: str = "html", *options: str, out: str = "out") -> Path:
    """Build and return the folder; warnings are failures."""
    done = build(bread, builder, *options, out=out)
    assert done.returncode == 0, done.stderr
    return bread.root / out


def build(bread: Bread, builder: str, *options: str, out: str) -> subprocess.CompletedProcess[str]:
    trees = bread.root / f"trees-{out}"
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-d", str(trees), *STRICT, *options]
    command += [str(bread.root / "docs"), str(bread.root / out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


class Links(HTMLParser):
    """Collects (href, title, text) of every link."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            facts = dict(attrs)
            self._open = [facts.get("href") or "", facts.get("title") or "", ""]

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open[2] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.found.append((self._open[0], self._open[1], self._open[2].strip()))
            self._open = None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bread site, built once."""
    root = tmp_path_factory.mktemp("site") / "bread"
    shutil.copytree(Path(__file__).parent / "bread", root)
    return sphinx(Bread(root))


def test_every_record_has_a_page(site: Path) -> None:
    assert sorted(path.stem for path in (site / "entries").glob("*.html")) == [
        "costa2020wheat", "grain2019grist", "muller1998crumb", "papadopoulos2004field",
        "vandermeer2010stone", "wang2015laomian",
    ]  # fmt: skip


def test_a_citation_leads_to_the_work_and_shows_its_reference(site: Path) -> None:
    links = Links(read(site / "baking/sourdough.html")).found
    cited = {text: (href, title) for href, title, text in links if "entries/" in href}
    assert cited["Müller et al. (1998)"] == (
        "../entries/muller1998crumb.html",
        "Jörg Müller, Zoë Łuczak, and Aimé Ó Briain. 1998. Crumb: Open Structure in Long Rises of "
        "pH-Controlled Dough. In Proceedings of the 3rd Symposium on Baking (BAKE 1998), "
        "pages 11–24. Guild of Bakers. https://doi.org/10.1234/bake.1998.11",
    )
    assert cited["Grain Laboratory, 2019"][0] == "../entries/grain2019grist.html"


def test_an_entry_page_has_all_there_is_to_know(site: Path) -> None:
    page = read(site / "entries/muller1998crumb.html")
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    for part in (
        "Jörg Müller, Zoë Łuczak, and Aimé Ó Briain",
        "A dough that rises for a day",
        "BAKE 1998",
        "pages 11–24",
        "Citation key: muller1998crumb",
        "Built on by",
        "Compared with by",
        "The Old Baker&#39;s List, “Rises”",
        "The Old Baker’s List says “1989”; correct is “1998”",
        "title, authors, year, venue, pages: bread.example.org, 2026-01-02",
    ):
        assert part.replace("’", "&#39;") in text.replace("'", "&#39;").replace("’", "&#39;"), part
    hrefs = {text: href for href, _, text in Links(page).found}
    assert hrefs["PDF"] == "https://bread.example.org/crumb.pdf"
    assert hrefs["DOI"] == "https://doi.org/10.1234/bake.1998.11"


def test_a_relation_is_told_on_both_pages(site: Path) -> None:
    def related(key: str) -> list[tuple[str, str]]:
        section = read(site / f"entries/{key}.html").partition("Related works")[2]
        found = re.findall(
            r'<p class="entry-relation">(.*?)</p>\s*<ul.*?href="(.*?)"', section, re.S
        )
        return [(re.sub(r"<[^>]+>", "", name), href) for name, href in found]

    assert related("costa2020wheat") == [("Surveys", "grain2019grist.html")]
    assert related("grain2019grist") == [
        ("Builds on", "papadopoulos2004field.html"),
        ("Surveyed by", "costa2020wheat.html"),
    ]
    assert ("Compared with by", "wang2015laomian.html") in related("papadopoulos2004field")


def test_the_bibtex_on_the_page_parses(site: Path) -> None:
    page = read(site / "entries/papadopoulos2004field.html")
    block = re.search(r'<div class="highlight-bibtex.*?<pre>(.*?)</pre>', page, re.DOTALL)
    assert block
    import html

    entry = parse_string(html.unescape(re.sub(r"<[^>]+>", "", block[1])), "bibtex").entries
    assert entry["papadopoulos2004field"].fields["journal"] == r"Journal of Crust \& Crumb"


def test_previous_and_next_stay_in_the_chapter(site: Path) -> None:
    def neighbours(key: str) -> list[str]:
        page = read(site / f"entries/{key}.html")
        return re.findall(r'class="(?:left-prev|right-next)"\s+href="([^"]+)"', page)

    assert neighbours("muller1998crumb") == ["papadopoulos2004field.html"]
    assert neighbours("papadopoulos2004field") == ["muller1998crumb.html", "wang2015laomian.html"]
    assert neighbours("wang2015laomian") == ["papadopoulos2004field.html"]


def test_breadcrumbs_name_part_and_chapter(site: Path) -> None:
    page = read(site / "entries/wang2015laomian.html")
    path = page.partition('aria-label="Path"')[2].partition("</nav>")[0]
    crumbs = re.findall(r'<a href="([^"]+)"', path)
    assert crumbs == ["../baking/index.html", "../baking/sourdough.html"]


def test_languages_are_marked(site: Path) -> None:
    assert '<span lang="zh">老面馒头的发酵</span>' in read(site / "entries/wang2015laomian.html")


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?://[^"]+)"', read(path))
        assert loaded == [], path


def test_search_is_pagefinds(site: Path) -> None:
    assert (site / "pagefind/pagefind.js").is_file()
    assert not (site / "searchindex.js").exists()
    assert 'id="search-query"' in read(site / "search.html")
    fragments = list((site / "pagefind/fragment").iterdir())
    assert len(fragments) >= 6


def test_an_unchanged_build_writes_nothing(bread: Bread) -> None:
    out = sphinx(bread)
    before = {path: path.stat().st_mtime_ns for path in (out / "entries").glob("*.html")}
    sphinx(bread)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_broken_record_fails_the_strict_build_and_only_itself(bread: Bread) -> None:
    bread.edit("muller1998crumb", "pages: 11-24", "pages: 24-11")
    done = build(bread, "html", out="out")
    assert done.returncode == 1
    assert "muller1998crumb.md:11: WARNING: pages: '24-11' ends before it starts" in done.stderr
    assert (bread.root / "out/entries/muller1998crumb.html").is_file()


def test_an_unknown_key_in_a_chapter_is_told_with_a_suggestion(bread: Bread) -> None:
    bread.edit(
        "docs/baking/sourdough.md",
        "{cite:t}`muller1998crumb` began",
        "{cite:t}`muler1998crumb` began",
    )
    done = build(bread, "html", out="out")
    assert done.returncode == 1
    assert (
        "sourdough.md:3: WARNING: no work has the key 'muler1998crumb'; did you mean 'muller1998crumb'?"
        in done.stderr
    )


def test_an_unknown_topic_is_told(bread: Bread) -> None:
    bread.edit("docs/baking/sourdough.md", "```{works}", "```{works} baking/rye")
    done = build(bread, "html", out="out")
    assert done.returncode == 1
    assert "no topic 'baking/rye'" in done.stderr


def test_the_epub_has_every_page(bread: Bread) -> None:
    out = sphinx(bread, "epub")
    with zipfile.ZipFile(out / "bread.epub") as book:
        names = book.namelist()
        assert "entries/muller1998crumb.xhtml" in names
        assert not any("pagefind" in name or name.startswith("search") for name in names)
        assert 'lang="zh"' in book.read("entries/wang2015laomian.xhtml").decode()


def test_the_latex_builder_knows_every_node(bread: Bread) -> None:
    out = sphinx(bread, "latex", "-D", "latex_engine=xelatex")
    source = read(next(out.glob("*.tex")))
    assert r"\setCJKmainfont[Path=" in source
    assert "Müller" in source
    assert "Related works" in source


def test_markdown_is_escaped(bread_corpus: Corpus) -> None:
    assert escape("1. a_b *c* [d](e) <f> $g$ {h}`i`") == (
        r"1\. a\_b \*c\* \[d\](e) \<f\> \$g\$ \{h\}\`i\`"
    )
    assert "# Is Wheat Enough? Rye, Spelt and Oats" in pages.render(
        bread_corpus.records["costa2020wheat"], bread_corpus
    )
