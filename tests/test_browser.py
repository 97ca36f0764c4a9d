"""The built handbook in Chromium: finding a work, reading it, taking its BibTeX along.

``nox -s browser`` builds the site and names it, and the browser, in SYSAI_SITE and
SYSAI_CHROMIUM.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from pybtex.database import parse_string

from houses import HERE
from sysai.corpus import Corpus

pytestmark = pytest.mark.browser

# Debian's Chromium calls home unless told not to.
QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--no-sandbox", "--disable-gpu",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 375, "height": 812}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Address of the built site, served on this machine only."""
    handler = partial(Silent, directory=os.environ["SYSAI_SITE"])
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SYSAI_CHROMIUM"], args=QUIET
        )
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def page(request, chromium, site):
    """A page of its own; errors on it and requests to other hosts fail the test."""
    context = chromium.new_context(viewport=request.param, base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.rstrip("/"))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.on("request", lambda sent: faults.append(sent.url) if foreign(sent.url) else None)
    yield page
    context.close()
    assert faults == []


def foreign(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "127.0.0.1"


def search(page, query: str) -> list[str]:
    """Keys of the results of *query*, best first."""
    page.goto(f"search.html?q={query}")
    page.wait_for_function("document.getElementById('sysai-status').textContent !== ''")
    links = page.locator("a.sysai-result-title").evaluate_all("all => all.map(a => a.href)")
    return [link.rsplit("/", 1)[1].removesuffix(".html") for link in links]


def test_search_a_work_open_it_and_copy_its_bibtex(page, handbook: Corpus) -> None:
    page.goto("index.html")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("gandiva")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=gandiva")
    first = page.locator("a.sysai-result-title").first
    first.wait_for()
    assert first.inner_text() == "Gandiva: Introspective Cluster Scheduling for Deep Learning"
    first.click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")
    block = page.locator(".highlight-bibtex")
    block.hover()
    block.locator("button.copybtn").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    copied = parse_string(page.evaluate("navigator.clipboard.readText()"), "bibtex").entries
    record = handbook.records["xiao2018gandiva"]
    assert list(copied) == [record.key]
    assert copied[record.key].fields["year"] == str(record.year)
    assert len(copied[record.key].persons["author"]) == len(record.authors) == 12


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Pollux", "qiao2021pollux"),  # name
        ("Dominant Resource Fairness", "ghodsi2011dominant"),  # title
        ("Balasubramanian Themis", "mahajan2020themis"),  # author and name
        ("Zhenhua Han Gandiva", "xiao2018gandiva"),  # author
        ("Shivaram Venkataraman Shockwave", "zheng2023shockwave"),
        ("EuroSys 2015", "verma2015large"),  # venue and year
        ("finish-time fairness auction", "mahajan2020themis"),  # words of the summary
        ("Gurobi", "zheng2023shockwave"),  # one word of the summary
    ],
)
def test_search_finds(page, query: str, key: str) -> None:
    assert key in search(page, query)[:3]


def test_search_tells_that_nothing_was_found(page) -> None:
    assert search(page, "☃") == []
    assert "Nothing found" in page.locator("#sysai-status").inner_text()


def test_typing_keeps_the_query_in_the_address(page) -> None:
    page.goto("search.html")
    page.locator("#sysai-query").press_sequentially("tiresias")
    page.wait_for_url("**/search.html?q=tiresias")
    page.locator("a.sysai-result-title").first.wait_for()


PAGES = (
    "index.html",
    "search.html?q=fairness",
    "bibliography.html",
    "system-for-ai/index.html",
    "system-for-ai/cluster-scheduling.html",
    "entries/xiao2018gandiva.html",
    "about/records.html",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(page, path: str) -> None:
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_citation_leads_to_the_work_with_its_reference_as_tooltip(page) -> None:
    page.goto("system-for-ai/cluster-scheduling.html")
    link = page.get_by_role("link", name="Xiao et al. (2018)").first
    assert link.get_attribute("title").startswith("Wencong Xiao, Romil Bhardwaj")
    link.click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")


def test_previous_and_next_go_round_the_chapter(page) -> None:
    page.goto("entries/xiao2018gandiva.html")
    page.locator("a.right-next").click()
    page.locator("a.left-prev").click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")


def test_the_reader_chooses_dark(chromium, site) -> None:
    context = chromium.new_context(color_scheme="dark", base_url=site)
    page = context.new_page()
    page.goto("index.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


def test_pages_read_without_javascript(chromium, site) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("system-for-ai/cluster-scheduling.html")
    page.get_by_role("link", name="Gandiva: Introspective").first.click()
    assert "Introspective" in page.locator("h1").inner_text()
    assert "@inproceedings{xiao2018gandiva" in page.locator(".highlight-bibtex").inner_text()
    page.goto("search.html")
    assert page.get_by_text("The search needs JavaScript").is_visible()
    context.close()


def test_every_command_of_the_data_page_gets_its_file(site: str) -> None:
    page = (HERE.parent / "docs/about/api.md").read_text(encoding="utf-8")
    paths = re.findall(r"^curl -s \$SITE/(\S+)", page, flags=re.MULTILINE)
    assert len(paths) > 15
    for path in paths:
        with urlopen(f"{site}{path}") as answer:  # noqa: S310  (this machine)
            data = answer.read()
        assert data, path
        if path.endswith(".json"):
            assert json.loads(data), path
