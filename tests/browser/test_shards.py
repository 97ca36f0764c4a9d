"""Two shards built apart, joined and served: one search finds the works of either."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from browser.conftest import WIDE, Silent, watched
from browser.wire import Wire
from houses import BREAD, Bread
from shards import built
from sysai.join import join

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the joined bread site."""
    house = Bread(tmp_path_factory.mktemp("shards") / "bread")
    shutil.copytree(BREAD, house.root)
    out: Path = house.root / "joined"
    assert join(out, [built(house, "1/2", "one"), built(house, "2/2", "two")]) == []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium, bread):
    yield from watched(chromium, bread, viewport=WIDE)


def titles(page) -> list[str]:
    """The results on the search page, best first."""
    status = "document.getElementById('search-status').textContent"
    page.wait_for_function(f"{status} !== '' && !{status}.includes('so far')")
    found: list[str] = page.locator("#search-results a.result-title").all_inner_texts()
    return found


# Names of a work of the first shard (baking) and of one of the second (milling).
@pytest.mark.parametrize(
    ("name", "title", "key"),
    [
        ("Crumb", "Crumb: Open Structure in Long Rises of pH-Controlled Dough", "muller1998crumb"),
        ("Grist", "Grist: Planning of Milling Runs", "grain2019grist"),
    ],
)
def test_a_work_of_either_shard_is_found_by_name_and_opened(page, name, title, key) -> None:
    page.goto(f"search.html?q={name}")
    assert titles(page)[0] == title
    page.locator("#search-results a.result-title").first.click()
    page.wait_for_url(f"**/entries/{key}.html")
    assert title in page.locator("h1").inner_text()


def test_a_question_finds_works_of_both_and_a_facet_those_of_one(page) -> None:
    page.goto("search.html?q=keep")
    found = set(titles(page))
    assert {"Crumb: Open Structure in Long Rises of pH-Controlled Dough",
            "Is Wheat Enough? Rye, Spelt and Oats"} <= found  # fmt: skip
    page.goto("search.html?q=keep&topic=Flour")
    assert "Is Wheat Enough? Rye, Spelt and Oats" in titles(page)
    assert "Crumb: Open Structure in Long Rises of pH-Controlled Dough" not in titles(page)


def test_the_engine_is_loaded_once_and_each_index(page) -> None:
    wire = Wire(page)
    page.goto("search.html?q=keep")
    titles(page)
    loaded = [url.partition("/pagefind/")[2] for url in wire.sizes if "/pagefind/" in url]
    assert sum(name.startswith("1/wasm") for name in loaded) == 1
    assert not [name for name in loaded if name.startswith("2/wasm") or name == "2/pagefind.js"]
    assert any(name.startswith("2/pagefind-entry.json") for name in loaded), loaded
