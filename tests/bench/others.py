"""The same works for other generators: one page each, its text, a related page, its BibTeX.

Each ``write_…`` lays the sources of a site below a folder and returns the command that builds it
(run there).  What a tool cannot do (citations in MkDocs and Hugo) is a plain link.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from .corpus import Work

Write = Callable[[Path, Sequence[Work]], list[str]]


def bibtex(work: Work) -> str:
    """The entry of *work*."""
    return (
        f"@inproceedings{{{work.key},\n  author = {{{' and '.join(work.authors)}}},\n"
        f"  title = {{{work.title}}},\n  booktitle = {{Symposium {work.venue}}},\n"
        f"  pages = {{{work.pages.replace('-', '--')}}},\n  year = {{{work.year}}}\n}}\n"
    )


def page(work: Work, cite: Callable[[str], str], link: Callable[[str], str]) -> str:
    """The page of *work* in Markdown; *cite* and *link* give a citation and a link to a key."""
    blocks = [
        f"# {work.title}",
        work.takeaway,
        ", ".join(work.authors),
        f"{work.venue} {work.year}, pages {work.pages}",
    ]
    for place, text in enumerate(work.paragraphs):
        see = f" See {cite(work.cites[place - 1])}." if place and work.cites else ""
        blocks.append(f"{text}{see}")
    if work.builds_on:
        blocks.append(f"Builds on {link(work.builds_on)}")
    blocks.append(f"```bibtex\n{bibtex(work)}```")
    return "\n\n".join(blocks) + "\n"


def _sphinx(theme: str) -> Write:
    def write(root: Path, works: Sequence[Work]) -> list[str]:
        docs = root / "docs"
        (docs / "entries").mkdir(parents=True, exist_ok=True)
        (docs / "all.bib").write_text("\n".join(map(bibtex, works)), encoding="utf-8")
        (docs / "conf.py").write_text(
            f'project = "Bench"\nextensions = ["myst_parser", "sphinxcontrib.bibtex"]\n'
            f'html_theme = "{theme}"\nbibtex_bibfiles = ["all.bib"]\n',
            encoding="utf-8",
        )
        topics: dict[int, list[str]] = {}
        for work in works:
            text = page(work, lambda key: f"{{cite:t}}`{key}`", lambda key: f"[it]({key}.md)")
            (docs / "entries" / f"{work.key}.md").write_text(text, encoding="utf-8")
            topics.setdefault(work.topic, []).append(f"entries/{work.key}")
        for topic, names in topics.items():
            tree = "\n".join(names)
            text = f"# Topic {topic}\n\n```{{toctree}}\n{tree}\n```\n"
            (docs / f"topic-{topic}.md").write_text(text, encoding="utf-8")
        bibliography = "# Bibliography\n\n```{bibliography}\n```\n"
        (docs / "bibliography.md").write_text(bibliography, encoding="utf-8")
        tree = "\n".join([*(f"topic-{topic}" for topic in topics), "bibliography"])
        (docs / "index.md").write_text(
            f"# Bench\n\n```{{toctree}}\n{tree}\n```\n", encoding="utf-8"
        )
        return [sys.executable, "-m", "sphinx", "-q", "-b", "html", "docs", "out"]

    return write


def write_mkdocs(root: Path, works: Sequence[Work]) -> list[str]:
    """MkDocs with the Material theme, navigation pruned."""
    docs = root / "docs"
    home = {work.key: f"../topic-{work.topic}/{work.key}.md" for work in works}

    def link(key: str) -> str:
        return f"[{key}]({home[key]})"

    for work in works:
        folder = docs / f"topic-{work.topic}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{work.key}.md").write_text(page(work, link, link), encoding="utf-8")
    (docs / "index.md").write_text("# Bench\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_dir: out\nplugins: [search]\n"
        "theme:\n  name: material\n  font: false\n  features: [navigation.prune]\n"
        "markdown_extensions: [pymdownx.highlight, pymdownx.superfences]\n",
        encoding="utf-8",
    )
    return [sys.executable, "-m", "mkdocs", "build", "-q"]


_HUGO_BASE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav>{{ with .Parent }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main>{{ .Content }}{{ range .Pages }}<p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}
</main></body></html>
"""


def write_hugo(root: Path, works: Sequence[Work]) -> list[str]:
    """Hugo with a frame of ten lines."""
    content = root / "content"
    home = {work.key: f"/topic-{work.topic}/{work.key}/" for work in works}

    def link(key: str) -> str:
        return f"[{key}]({home[key]})"

    for work in works:
        folder = content / f"topic-{work.topic}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "_index.md").write_text(
            f"---\ntitle: Topic {work.topic}\n---\n", encoding="utf-8"
        )
        text = re.sub(r"\A# .*\n", "", page(work, link, link))
        (folder / f"{work.key}.md").write_text(
            f"---\ntitle: {work.title}\n---\n{text}", encoding="utf-8"
        )
    layouts = root / "layouts/_default"
    layouts.mkdir(parents=True, exist_ok=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(_HUGO_BASE, encoding="utf-8")
    (root / "hugo.toml").write_text(
        'title = "Bench"\nbaseURL = "http://127.0.0.1/"\n', encoding="utf-8"
    )
    return [sys.executable, "-m", "hugo", "--quiet", "-d", "out"]


OTHERS: dict[str, Write] = {
    "Hugo": write_hugo,
    "MkDocs-Material, pruned": write_mkdocs,
    "Sphinx, alabaster, bibtex": _sphinx("alabaster"),
    "Sphinx, furo, bibtex": _sphinx("furo"),
}
