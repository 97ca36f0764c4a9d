"""What a reader has to load: bytes as a server compresses them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from browser.test_volumes import Made, first
from browser.wire import Wire

pytestmark = pytest.mark.browser

KB = 1000


def test_every_entry_is_light(folder: Path) -> None:
    heavy = {path.name: path.stat().st_size for path in (folder / "entries").rglob("*.html")
             if path.stat().st_size > 40 * KB}  # fmt: skip
    assert heavy == {}


def test_an_entry_and_its_first_search_result(wide, folder: Path) -> None:
    heaviest = max((folder / "entries").rglob("*.html"), key=lambda path: path.stat().st_size)
    wire = Wire(wide)
    wide.goto(f"entries/{heaviest.name}", wait_until="networkidle")
    before = wire.total
    assert any(url.endswith(".css") or ".css?" in url for url in wire.sizes)
    assert before <= 150 * KB, wire.sizes
    wide.keyboard.press("/")
    wide.get_by_role("dialog").get_by_role("searchbox").fill("heterogeneous scheduling")
    wide.locator(".find a.result-title").first.wait_for()
    wide.wait_for_load_state("networkidle")
    assert wire.total - before <= 200 * KB, wire.sizes
    assert not any(".pf_filter" in url for url in wire.sizes), "the dialog shows no facets"


@pytest.mark.parametrize(
    "query",
    [
        "Pollux: Co-adaptive Cluster Scheduling for Goodput-Optimized Deep Learning",
        "compression of gradients for the training of large models over slow networks",
    ],
)
def test_a_long_question_has_a_first_result_as_soon(chromium, site, query: str) -> None:
    handbook = Made(site, "qiao2021pollux", [], 1)
    found = first(chromium, handbook, query)
    assert found.weight <= 200 * KB, found.sizes
    if query.startswith("Pollux"):
        assert found.title == query


def test_no_page_is_heavier_than_an_index_may_be(folder: Path) -> None:
    heavy = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*.html")
             if path.stat().st_size > 300 * KB}  # fmt: skip
    assert heavy == {}


def test_what_the_table_loads_is_small(folder: Path) -> None:
    size = len(gzip.compress((folder / "find/works.json").read_bytes(), 9))
    works = (folder / "works.html").read_text(encoding="utf-8").count("<tr data-key")
    assert size / works < 80, "bytes a work"


def test_fonts_and_icons_are_not_loaded(wide) -> None:
    loaded: list[str] = []
    wide.on("request", lambda sent: loaded.append(sent.resource_type))
    for path in ("index.html", "entries/qiao2021pollux.html", "search.html?q=gpu"):
        wide.goto(path, wait_until="networkidle")
    assert "font" not in loaded
