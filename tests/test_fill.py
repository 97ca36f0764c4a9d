"""Pages in a frame that was rendered once are those that Sphinx renders one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from houses import Bread
from test_site import read, sphinx

LISTENER = """
from pathlib import Path

def note(app, pagename, templatename, context, doctree):
    with Path(app.outdir, "seen.txt").open("a") as seen:
        seen.write(f"{pagename}\\n")
    context["title"] = context.get("title", "") + LOUD

def setup(app):
    app.connect("html-page-context", note)
"""


def pages(site: Path) -> dict[str, str]:
    return {str(path.relative_to(site)): read(path) for path in site.rglob("*.html")}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_filled_frame_is_what_sphinx_renders(bread: Bread, builder: str) -> None:
    bread.edit("costa2020wheat", "Oats\n", "Oats < 3 & \"or\" 'spelt'\n")
    options = ("-D", "html_baseurl=https://bread.example.org/a&b", "-D", "sysai_search=0")
    filled = pages(sphinx(bread, builder, *options, out="filled"))
    bread.edit("docs/conf.py", "project", f"LOUD = ''{LISTENER}\nproject")
    whole = sphinx(bread, builder, *options, out="whole")
    assert filled == pages(whole)
    seen = read(whole / "seen.txt").split()
    assert {"entries/costa2020wheat", "indexes/years-2020", "index"} <= set(seen)
    assert len(seen) == len(set(seen))


def test_an_extension_that_looks_at_every_page_is_heard(bread: Bread) -> None:
    bread.edit("docs/conf.py", "project", f"LOUD = '!'{LISTENER}\nproject")
    site = sphinx(bread, "html", "-D", "sysai_search=0")
    for name in ("entries/costa2020wheat", "search"):
        assert re.search("<title>[^<]*! &#8212; [^<]*</title>", read(site / f"{name}.html"))


def test_a_template_of_the_handbooks_own_is_used(bread: Bread) -> None:
    layout = bread.path("docs/templates/layout.html")
    layout.parent.mkdir()
    layout.write_text(
        '{% extends "!layout.html" %}{% block footer %}<p>{{ pagename }}</p>{% endblock %}',
        encoding="utf-8",
    )
    bread.edit("docs/conf.py", "project", "templates_path = ['templates']\nproject")
    site = sphinx(bread, "html", "-D", "sysai_search=0")
    for name in ("entries/costa2020wheat", "indexes/years-2020", "index"):
        assert f"<p>{name}</p>" in read(site / f"{name}.html")
