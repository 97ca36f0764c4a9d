"""A large handbook, made up: the first result costs the same, however many volumes there are."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from bench.corpus import Work, make_works, write_handbook
from browser.conftest import WIDE, Silent, watched
from browser.wire import Wire

pytestmark = pytest.mark.browser

KB = 1000
#: Works to a volume, and in a small and a large handbook.
MOST, FEW, MANY = 60, 240, 960

#: Keeps what had been loaded when the first result was there to see.
WATCH = """
new MutationObserver((_, watch) => {
  if (!document.querySelector(".find a.result-title")) return;
  window.loaded = performance.getEntriesByType("resource").map((one) => one.name);
  watch.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


class Made(NamedTuple):
    """A handbook: where it is served, the key of a work, its works if made up, its volumes."""

    url: str
    key: str
    works: list[Work]
    volumes: int


def made(root: Path, count: int) -> Iterator[Made]:
    works = make_works(count)
    write_handbook(root, works)
    out = root / "site"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-j", "auto", "-d", str(root / "trees")]
    command += ["-D", f"sysai_search_volume={MOST}", str(root / "docs"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    volumes = len(list((out / "pagefind").glob("*/pagefind-entry.json")))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Made(f"http://127.0.0.1:{server.server_port}/", works[0].key, works, volumes)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    yield from made(tmp_path_factory.mktemp("small"), FEW)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    yield from made(tmp_path_factory.mktemp("large"), MANY)


class First(NamedTuple):
    """The first result: its title in the end, and what had been loaded (address -> bytes) for one."""

    title: str
    sizes: dict[str, int]

    @property
    def weight(self) -> int:
        return sum(self.sizes.values())

    @property
    def volumes(self) -> int:
        return len(self.by_volume)

    @property
    def by_volume(self) -> list[int]:
        """What was loaded of each volume, the engine aside."""
        found: Counter[str] = Counter()
        for url, size in self.sizes.items():
            folder, _, name = url.partition("/pagefind/")[2].partition("/")
            if name and not name.startswith(("wasm", "pagefind.js")):
                found[folder] += size
        return list(found.values())

    @property
    def around(self) -> int:
        """What was loaded besides: the engine, our scripts, the words."""
        return self.weight - sum(self.by_volume)


def first(chromium, handbook: Made, query: str) -> First:
    """Ask in the dialog of a work's page that was not opened before."""
    pages = watched(chromium, handbook.url, viewport=WIDE)
    page = next(pages)
    page.add_init_script(WATCH)
    page.goto(f"entries/{handbook.key}.html", wait_until="networkidle")
    wire = Wire(page)
    page.keyboard.press("/")
    page.get_by_role("dialog").get_by_role("searchbox").fill(query)
    page.locator(".find a.result-title").first.wait_for()
    loaded = set(page.evaluate("window.loaded"))
    page.wait_for_function(
        "/^\\d+ results?$/.test(document.querySelector('.find .status').textContent)"
    )
    page.wait_for_load_state("networkidle")
    title = page.locator(".find a.result-title").first.inner_text()
    sizes = {url: size for url, size in wire.sizes.items() if url in loaded}
    for _ in pages:  # what the page did wrong is told at its end
        pass
    return First(title, sizes)


def test_there_are_more_volumes_the_more_works(small: Made, large: Made) -> None:
    assert small.volumes > FEW / MOST
    assert large.volumes > MANY / MOST > 2 * small.volumes


@pytest.mark.parametrize("place", [7, 100, 201])
def test_a_work_named_exactly_is_first_out_of_one_volume(chromium, large: Made, place) -> None:
    work = large.works[place]
    found = first(chromium, large, work.title)
    assert found.title == work.title
    assert found.volumes <= 2, "the first, and the one that has the work"


@pytest.mark.parametrize("query", ["{title}", "river lantern", "{author}"])
def test_the_first_result_costs_the_same_in_a_handbook_of_four_times_the_works(
    chromium, small: Made, large: Made, query: str
) -> None:
    found = []
    for handbook in (small, large):
        work = handbook.works[50]
        asked = query.format(title=work.title, author=work.authors[0].split()[-1])
        found.append(first(chromium, handbook, asked))
    cheap, dear = found
    assert dear.weight <= 200 * KB
    assert dear.volumes <= 2
    assert max(dear.by_volume) <= max(cheap.by_volume) + 4 * KB
    assert dear.around <= cheap.around + 8 * KB, "a file of words for each word"


def test_the_search_page_goes_on_to_all_volumes(chromium, large: Made) -> None:
    pages = watched(chromium, large.url, viewport=WIDE)
    page = next(pages)
    wire = Wire(page)
    page.goto("search.html?q=river")
    page.wait_for_function(
        "/^\\d+ results$/.test(document.getElementById('search-status').textContent)"
    )
    page.wait_for_load_state("networkidle")
    assert sum("pagefind-entry.json" in url for url in wire.sizes) == large.volumes
    told = int(page.locator("#search-status").inner_text().split()[0])
    having = [
        work
        for work in large.works
        if "river" in " ".join((work.title, work.takeaway, *work.paragraphs)).casefold()
    ]
    assert told >= len(having) > 100
    assert page.locator("#facets label.choice").count() > 5
    for _ in pages:
        pass
