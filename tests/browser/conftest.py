"""Fixtures: the built site served on this machine, and pages of Chromium to read it with.

``nox -s browser`` builds the site and names it, and the browser, in SYSAI_SITE and
SYSAI_CHROMIUM.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from browser.wire import foreign

# Debian's Chromium calls home unless told not to.
QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--no-sandbox", "--disable-gpu",
]  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 375, "height": 812}


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class Slow(Silent):
    """Pages, not what they load, come in pieces, as over a slow line."""

    def copyfile(self, source, outputfile) -> None:
        if not self.path.partition("?")[0].endswith(".html"):
            super().copyfile(source, outputfile)
            return
        while piece := source.read(1500):
            outputfile.write(piece)
            time.sleep(0.02)


@contextmanager
def served(folder: Path, handler: type[Silent]) -> Iterator[str]:
    """The address of *folder*, served on this machine only."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def folder() -> Path:
    """The built site as files."""
    return Path(os.environ["SYSAI_SITE"])


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """Address of the built site."""
    with served(folder, Silent) as address:
        yield address


@pytest.fixture(scope="session")
def slowly(folder: Path) -> Iterator[str]:
    """Address of the built site, whose pages come in slowly."""
    with served(folder, Slow) as address:
        yield address


@pytest.fixture(scope="session")
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
    """A page of its own, wide and narrow; errors on it and requests elsewhere fail the test."""
    yield from watched(chromium, site, viewport=request.param)


@pytest.fixture
def wide(chromium, site):
    """A wide page of its own, watched like `page`."""
    yield from watched(chromium, site, viewport=WIDE)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def plain(request, chromium, site):
    """A page without JavaScript."""
    yield from watched(chromium, site, viewport=request.param, java_script_enabled=False)


def watched(chromium, site, **options):
    context = chromium.new_context(base_url=site, **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.rstrip("/"))
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.on("request", lambda sent: faults.append(sent.url) if foreign(sent.url) else None)
    yield page
    context.close()
    assert faults == []
