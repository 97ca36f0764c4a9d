"""Built sites: what machines read is on every page, leads somewhere, and works for other projects."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import extruct
import feedparser
import pytest

import zotero
from houses import BREAD, Bread
from sysai.corpus import Corpus
from sysai.web.place import Place

BASE = "https://bread.example.org/book/"
OPTIONS = (
    "-D", "html_title=The Bread Book", "-D", "sysai_subtitle=Works on bread",
    "-D", f"html_baseurl={BASE}", "-D", "sysai_repository=https://git.example.org/bakers/book",
)  # fmt: skip


def build(source: Path, out: Path, *options: str, builder: str = "html") -> str:
    """Build strictly and return what was said on stderr; a warning is a failure."""
    done = sphinx(source, out, *options, builder=builder)
    assert done.returncode == 0, done.stderr
    return done.stderr


def sphinx(
    source: Path, out: Path, *options: str, builder: str = "html"
) -> subprocess.CompletedProcess[str]:
    trees = out.with_name(f"{out.name}-trees")
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-d", str(trees)]
    command += ["-W", "--keep-going", "-n", "-q", *options, str(source), str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bread handbook that uses the domain, and explains how its records are checked."""
    root = tmp_path_factory.mktemp("web") / "bread"
    shutil.copytree(BREAD, root)
    about = root / "docs/about"
    about.mkdir()
    (about / "checking.md").write_text(
        "# How records are checked\n\nSee {sysai:entry}`muller1998crumb`,"
        " {sysai:entry}`an old key <laboratory2019grist>` and {sysai:topic}`milling/flour`.\n\n"
        "```{report-error}\n```\n",
        encoding="utf-8",
    )
    index = root / "docs/index.md"
    text = index.read_text(encoding="utf-8")
    assert "\nreferences\n" in text
    index.write_text(text.replace("\nreferences\n", "\nreferences\nabout/checking\n"), "utf-8")
    return root


@pytest.fixture(scope="module")
def site(house: Path) -> Path:
    """The site, built with its address and repository."""
    build(house / "docs", house / "out", *OPTIONS)
    return house / "out"


@pytest.fixture(scope="module")
def nowhere(house: Path) -> Path:
    """The site, built without an address."""
    build(house / "docs", house / "nowhere")
    return house / "nowhere"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def pages(out: Path) -> list[Path]:
    """Every page of a site; a theme's templates among its static files are none."""
    return [path for path in out.rglob("*.html") if "_static" not in path.parts]


class Head(HTMLParser):
    """The link elements of a page, and the href and text of each a element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.anchors: list[tuple[str, str]] = []
        self._in = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(facts)
        if tag == "a":
            self.anchors.append((facts.get("href", ""), ""))
            self._in = True

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._in:
            href, text = self.anchors[-1]
            self.anchors[-1] = (href, text + data)

    def rel(self, rel: str) -> list[dict[str, str]]:
        return [one for one in self.links if rel in one.get("rel", "").split()]


# -- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_gives_one_address_everywhere(house: Path, builder: str) -> None:
    out = house / f"out-{builder}"
    build(house / "docs", out, *OPTIONS, builder=builder)
    namespace = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    locations = ET.parse(out / "sitemap.xml").findall("s:url/s:loc", namespace)
    assert len(locations) > 20
    for location in locations:
        address = location.text or ""
        path = address.removeprefix(BASE)
        file = out / path if builder == "html" else out / path / "index.html"
        page = read(file)
        head = Head(page)
        assert [one["href"] for one in head.rel("canonical")] == [address]
        assert zotero.Page(page).all("og:url") == [address]
        for link in head.rel("alternate"):
            assert (file.parent / link["href"]).is_file(), (file, link)
    entry = out / ("entries/muller1998crumb.html" if builder == "html" else "entries/muller1998crumb/index.html")  # fmt: skip
    things = extruct.extract(read(entry), syntaxes=["json-ld"])["json-ld"]
    assert things[0]["mainEntityOfPage"] in [one.text for one in locations]
    assert f"Sitemap: {BASE}sitemap.xml" in read(out / "robots.txt")


def test_every_page_can_be_shared(site: Path) -> None:
    for path in pages(site):
        page = zotero.Page(read(path))
        for name in ("og:title", "og:type", "og:site_name", "og:image", "twitter:card"):
            assert len(page.all(name)) == 1, (path, name)
        assert "<" not in page.all("og:title")[0]
        image = page.all("og:image")[0]
        assert (site / image.removeprefix(BASE)).is_file(), image
        assert len(page.all("description")) <= 1
    home = zotero.Page(read(site / "index.html"))
    assert home.all("og:title") == ["The Bread Book"]
    assert home.all("og:description") == ["Works on bread"]
    chapter = zotero.Page(read(site / "baking/sourdough.html"))
    assert chapter.all("og:title") == ["Sourdough"]
    assert chapter.all("og:image") == [f"{BASE}cards/baking/sourdough.png"]
    part = zotero.Page(read(site / "baking/index.html"))
    assert part.all("og:image") == [f"{BASE}cards/baking.png"]


def test_built_pages_are_read_as_their_records(site: Path, bread_corpus: Corpus) -> None:
    for key, record in bread_corpus.records.items():
        page = read(site / f"entries/{key}.html")
        item = zotero.from_metas(page)
        assert item.fields["title"] == record.title
        assert len(item.creators) == len(record.creators)
        (thing,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
        assert record.title in (thing.get("headline"), thing.get("name"))
    (home,) = extruct.extract(read(site / "index.html"), syntaxes=["json-ld"])["json-ld"]
    assert home["@type"] == "WebSite"
    assert home["potentialAction"]["target"]["urlTemplate"] == f"{BASE}search.html?q={{query}}"


def test_lists_offer_each_of_their_works_once_and_other_pages_none(
    site: Path, bread_corpus: Corpus
) -> None:
    found = {
        path.relative_to(site).as_posix(): [
            zotero.from_coins(one).fields["title"] for one in zotero.Page(read(path)).coins
        ]
        for path in pages(site)
    }
    expected = {
        f"{topic}.html": [record.title for record in records]
        for topic, records in bread_corpus.by_topic.items()
    }
    found_in = bread_corpus.indexes
    listed = {name: group.works_on(name) for name, group in found_in.group_at.items()}
    for name, records in {**listed, **found_in.references}.items():
        expected[f"indexes/{name}.html"] = [record.title for record in records]
    assert len(expected) > 20
    assert {path: titles for path, titles in found.items() if titles} == expected


def test_chapters_and_landing_page_name_their_feed(site: Path) -> None:
    for page, feed in (("index", "all"), ("baking/sourdough", "baking/sourdough")):
        path = site / f"{page}.html"
        (link,) = [one for one in Head(read(path)).rel("alternate") if "atom" in one["type"]]
        target = (path.parent / link["href"]).resolve()
        assert target == (site / f"feeds/{feed}.xml").resolve()
        assert not feedparser.parse(target.read_bytes()).bozo


def test_a_site_without_address_claims_none(nowhere: Path) -> None:
    for path in pages(nowhere):
        page = read(path)
        assert Head(page).rel("canonical") == []
        metas = zotero.Page(page)
        assert not metas.all("og:url")
        assert not metas.all("og:image")
        assert not metas.all("twitter:card")
        assert len(metas.all("og:title")) == 1
    assert not list(nowhere.glob("sitemap*"))
    assert not (nowhere / "cards").exists()
    assert "Sitemap" not in read(nowhere / "robots.txt")


@pytest.mark.parametrize("which", ["site", "nowhere"])
def test_every_link_in_data_leads_to_a_file(which: str, request: pytest.FixtureRequest) -> None:
    out: Path = request.getfixturevalue(which)
    files = [out / "llms.txt", *out.rglob("lists/**/*.md"), *out.glob("entries/*.md")]
    files += [
        *out.glob("api/*.json"),
        *out.glob("api/entries/*.json"),
        *out.rglob("feeds/**/*.xml"),
    ]
    assert len(files) > 20
    pattern = r'\]\(<?([^)>]+)|"(?:url|page|feed|\$schema)":"([^"]+)"|href="([^"]+)"'
    checked = 0
    for file in files:
        for match in re.finditer(pattern, read(file)):
            target = next(filter(None, match.groups()))
            if target.startswith(BASE):
                path = out / target.removeprefix(BASE)
            elif target.startswith("http"):
                continue
            else:
                path = (file.parent / target).resolve()
            assert path.is_file(), (file, target)
            checked += 1
    assert checked > 60


def test_every_citation_that_data_name_is_a_file(site: Path) -> None:
    told = json.loads(read(site / "api/index.json"))
    endings = [form["ending"] for form in told["formats"].values()]
    authors = json.loads(read(site / "api/authors.json"))["authors"]
    topics = json.loads(read(site / "api/topics.json"))["topics"]
    works = [told["cite"].replace("{key}", key) for one in authors for key in one["works"]]
    for address in [*works, *(one["cite"] for one in (*authors, *topics))]:
        for ending in endings:
            path = address.replace("{ending}", ending).removeprefix(BASE)
            assert (site / path).is_file(), path


def test_files_of_an_incremental_build_equal_those_of_a_clean_one(bread: Bread) -> None:
    source, grown, clean = bread.root / "docs", bread.root / "grown", bread.root / "clean"
    build(source, grown, *OPTIONS)
    bread.edit("muller1998crumb", "  - Jörg Müller", "  - Joerg Müller")
    bread.edit("costa2020wheat", "year: 2020", "year: 2020\nmonth: 7")
    bread.edit("bib/venues.yaml", "3rd Symposium on Baking", "Third Symposium on Baking")
    bread.edit("docs/milling/flour.md", "# Flour", "# Flour and bran")
    bread.path("wang2015laomian").unlink()
    bread.edit("docs/baking/sourdough.md", "wang2015laomian", "muller1998crumb")
    build(source, grown, *OPTIONS)
    build(source, clean, *OPTIONS)

    def files(out: Path) -> dict[str, bytes]:
        return {
            path.relative_to(out).as_posix(): path.read_bytes()
            for path in out.rglob("*")
            if path.suffix in {".html", ".json", ".md", ".xml", ".txt", ".png", ".inv"}
            and path.is_file() and not {"pagefind", "_sources"} & set(path.parts)
        }  # fmt: skip

    first, second = files(grown), files(clean)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert "api/entries/wang2015laomian.json" not in first


# -- the domain -------------------------------------------------------------------------------


def test_the_domain_works_within_the_handbook(site: Path) -> None:
    anchors = Head(read(site / "about/checking.html")).anchors
    assert ("../entries/muller1998crumb.html", "Crumb: Open Structure in Long Rises of pH-Controlled Dough") in anchors  # fmt: skip
    assert ("../entries/grain2019grist.html", "an old key") in anchors
    assert ("../milling/flour.html", "Flour") in anchors


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("{sysai:entry}`muler1998crumb`", "no work has the key 'muler1998crumb'"),
        ("{sysai:topic}`baking/rye`", "no topic 'baking/rye'"),
    ],
)
def test_an_unknown_key_is_told(bread: Bread, role: str, said: str) -> None:
    page = bread.root / "docs/references.md"
    page.write_text(f"{read(page)}\n\n{role}\n", encoding="utf-8")
    done = sphinx(bread.root / "docs", bread.root / "out")
    assert done.returncode == 1
    assert said in done.stderr
    assert "references.md:" in done.stderr


PROJECT = """\
project = "Pantry"
extensions = [{extensions}]
intersphinx_mapping = {{"bread": ("{base}", "{inventory}")}}
html_theme = "basic"
"""
BOTH = '"myst_parser", "sphinx.ext.intersphinx"'


def other_project(folder: Path, extensions: str, text: str, site: Path) -> Path:
    folder.mkdir()
    conf = PROJECT.format(extensions=extensions, base=BASE, inventory=site / "objects.inv")
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    (folder / "index.md").write_text(f"# Pantry\n\n{text}\n", encoding="utf-8")
    return folder


def test_another_project_refers_to_works_and_topics(site: Path, tmp_path: Path) -> None:
    text = (
        "{sysai:entry}`muller1998crumb`, {sysai:entry}`formerly <laboratory2019grist>`,"
        " {sysai:topic}`milling/flour`, {external+bread:sysai:entry}`wang2015laomian`"
    )
    source = other_project(tmp_path / "pantry", f'{BOTH}, "sysai.domain"', text, site)
    build(source, tmp_path / "out")
    anchors = Head(read(tmp_path / "out/index.html")).anchors
    assert [one for one in anchors if one[0].startswith(BASE)] == [
        (f"{BASE}entries/muller1998crumb.html", "Crumb: Open Structure in Long Rises of pH-Controlled Dough"),
        (f"{BASE}entries/grain2019grist.html", "formerly"),
        (f"{BASE}milling/flour.html", "Flour"),
        (f"{BASE}entries/wang2015laomian.html", "老面馒头的发酵"),
    ]  # fmt: skip


def test_another_project_is_told_of_unknown_works(site: Path, tmp_path: Path) -> None:
    text = "{sysai:entry}`muler1998crumb`"
    source = other_project(tmp_path / "pantry", f'{BOTH}, "sysai.domain"', text, site)
    done = sphinx(source, tmp_path / "out")
    assert done.returncode == 1
    assert "no work has the key 'muler1998crumb'" in done.stderr


def test_another_project_needs_no_program_of_ours(site: Path, tmp_path: Path) -> None:
    source = other_project(
        tmp_path / "pantry", BOTH, "<inv:bread:sysai:entry#muller1998crumb>", site
    )
    build(source, tmp_path / "out")
    assert (
        f"{BASE}entries/muller1998crumb.html",
        "Crumb: Open Structure in Long Rises of pH-Controlled Dough",
    ) in Head(read(tmp_path / "out/index.html")).anchors


# -- reporting errors -------------------------------------------------------------------------


def test_each_entry_leads_to_a_form_about_itself(site: Path) -> None:
    for path in (site / "entries").glob("*.html"):
        (href,) = [href for href, text in Head(read(path)).anchors if text == "Report an error"]
        assert href.startswith("https://git.example.org/bakers/book/issues/new?template=")
        assert f"key={path.stem}" in href
    forms = [href for href, _ in Head(read(site / "about/checking.html")).anchors]
    assert "https://git.example.org/bakers/book/issues/new?template=record-error.yml" in forms


def test_without_a_repository_it_says_what_else_to_do(nowhere: Path, bread: Bread) -> None:
    page = read(nowhere / "entries/muller1998crumb.html")
    assert ("../about/checking.html", "Report an error") in Head(page).anchors
    assert "bib/baking/sourdough/muller1998crumb.md" in page
    about = read(nowhere / "about/checking.html")
    assert "Mend that file" in about
    assert "issues/new" not in about
    build(bread.root / "docs", bread.root / "out")  # no page about checking: no link to it
    alone = read(bread.root / "out/entries/muller1998crumb.html")
    assert "Found an error?" in alone
    assert "about/checking" not in alone
    assert "Report an error" not in alone


def test_books_carry_no_link_to_report(house: Path) -> None:
    build(house / "docs", house / "typst", builder="typst")
    (source,) = [path for path in (house / "typst").glob("*.typ") if path.stem != "template"]
    assert "Report an error" not in read(source)


def test_the_schema_of_each_document_is_the_one_it_names(site: Path) -> None:
    for path in site.rglob("api/**/*.json"):
        document = json.loads(read(path))
        if path.parent.name == "schema":
            assert document["$id"] == f"{BASE}api/schema/{path.name}"
        else:
            assert (site / document["$schema"].removeprefix(BASE)).is_file()
            assert document["version"] == 1


def test_paths_know_the_builder() -> None:
    corpus = None
    html = Place(corpus, base_url=BASE)  # type: ignore[arg-type]
    folders = Place(corpus, base_url=BASE, folders=True)  # type: ignore[arg-type]
    assert [html.page(one) for one in ("index", "a/index", "a/b")] == ["index.html", "a/index.html", "a/b.html"]  # fmt: skip
    assert [folders.page(one) for one in ("index", "a/index", "a/b")] == ["", "a/", "a/b/"]
    assert Place(corpus).link("a.json", 2) == "../../a.json"  # type: ignore[arg-type]
