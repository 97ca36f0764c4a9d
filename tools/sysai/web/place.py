"""Where things lie on the site: a `Place` knows the addresses of its pages and files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..corpus import Corpus


@dataclass(frozen=True, slots=True)
class Place:
    """A site of *corpus*.

    ``base_url`` is empty, or the site's address with a slash at the end; ``folders`` says that
    the page ``a/b`` is ``a/b/`` and not ``a/b.html``.
    """

    corpus: Corpus = field(repr=False)
    title: str = ""
    base_url: str = ""
    folders: bool = False

    def page(self, docname: str) -> str:
        """The path of a document's page from the site's root."""
        if not self.folders:
            return f"{docname}.html"
        if docname == "index":
            return ""
        return f"{docname.removesuffix('/index')}/"

    def entry(self, key: str) -> str:
        """The path of the page of the work with *key*."""
        return self.page(f"entries/{key}")

    def absolute(self, path: str) -> str:
        """The full address of *path*, or an empty string where the site's is not known."""
        return f"{self.base_url}{path}" if self.base_url else ""

    def link(self, path: str, depth: int) -> str:
        """*path* as a file *depth* folders below the root names it: absolute where possible."""
        return self.absolute(path) or f"{'../' * depth}{path}" or "./"

    def tag(self, path: str) -> str:
        """A name for *path* that lasts even if the site moves (a tag URI, RFC 4151)."""
        host = urlsplit(self.base_url).hostname
        authority = host or re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "handbook"
        return f"tag:{authority},{TAG_YEAR}:{path}"


#: A tag URI names a year in which its owner held the name; it may never change.
TAG_YEAR = 2026
