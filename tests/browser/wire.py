"""What goes over the wire."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit


def foreign(url: str) -> bool:
    """Whether *url* is of another host than this machine."""
    return urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname != "127.0.0.1"


class Wire:
    """What *page* loads from now on, in bytes as a server would compress it."""

    def __init__(self, page) -> None:
        self.sizes: dict[str, int] = {}
        page.on("response", self._note)

    def _note(self, response) -> None:
        if response.ok and not foreign(response.url):
            self.sizes[response.url] = len(gzip.compress(response.body(), 9))

    @property
    def total(self) -> int:
        return sum(self.sizes.values())
