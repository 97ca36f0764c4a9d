"""The short way of a work's page to HTML says what the long way through docutils says."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from myst_parser.config.main import MdParserConfig
from sphinx.highlighting import PygmentsBridge

from houses import Bread
from sysai import pages
from sysai.corpus import Corpus
from sysai.formats import bibtex
from sysai.record import Record
from sysai.site import bibtex_html
from sysai.site.html_writer import HtmlWriter, address
from sysai.site.markup import CannotRender, Markup
from sysai.site.prose import quick
from test_site import read, sphinx

EXTENSIONS = {"attrs_block", "attrs_inline", "colon_fence"}


class Article(HTMLParser):
    """The words and links of the first section of a page, and the attributes that matter."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.words = ""
        self.links: list[str] = []
        self.languages: list[str] = []
        self.skip = False
        self.feed(page.partition("</article>")[0])  # what stands beside it is the theme's

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "section" or self.depth:
            self.depth += tag == "section"
        if not self.depth:
            return
        self.skip = "headerlink" in (facts.get("class") or "")
        if tag == "a" and not self.skip:
            self.links.append((facts.get("href") or "").replace(".xhtml", ".html"))
        if "lang" in facts and tag == "span":
            self.languages.append(facts["lang"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "section" and self.depth > 0
        self.skip = False

    def handle_data(self, data: str) -> None:
        if self.depth and not self.skip:
            self.words += data


def test_words_and_links_are_those_of_the_long_way(bread: Bread) -> None:
    bread.add_long_way()
    short = sphinx(bread, "html", out="short")
    long = sphinx(bread, "long-epub", out="long")
    seen = 0
    for page in sorted((short / "entries").glob("*.html")):
        ours = Article(read(page))
        theirs = Article(read(long / "entries" / page.name.replace(".html", ".xhtml")))
        # A book has no copy of the BibTeX and no way to report an error.
        own = re.sub(r"@\w+\{.*?\n\}\n", "", ours.words, flags=re.DOTALL)
        for line in theirs.words.split("\n"):
            assert line.strip() in ours.words, (page.name, line)
        assert "{cite" not in own
        assert ours.languages == theirs.languages
        internal = [link for link in theirs.links if "://" not in link and "#" not in link]
        assert [link for link in internal if link not in ours.links] == []
        seen += 1
    assert seen == 6


def markup(**given: str) -> Markup:
    return Markup(
        MdParserConfig(enable_extensions=EXTENSIONS),
        role=lambda name, text: f"<{name}:{text}>",
        internal=lambda docname: f"{docname}.html" if docname in given else None,
        highlight=lambda code, language: f"<pre {language}>{code}</pre>",
        directive=lambda name, argument: f"[{argument}]" if name == "known" else None,
    )


def written(record: Record, corpus: Corpus) -> tuple[str, str]:
    """The page of *record* as the site writes it, and its MyST text as rendered."""
    one = Markup(
        MdParserConfig(enable_extensions=EXTENSIONS),
        role=lambda name, text: f"<{name}:{text}>",
        internal=lambda docname: f"{docname}.html",
        highlight=lambda code, language: f"<pre {language}>{code}</pre>",
        directive=lambda name, argument: f"<{name} {argument}>",
    )
    writer = HtmlWriter(
        one,
        by=lambda name: f"<cite:author:{name.last_first()}>",
        files=lambda key: f"<cite-files {key}>",
    )
    # markdown-it also writes quotes as references, which nothing but attributes asks for.
    text = one.render(pages.render(record, corpus)).replace("&quot;", '"')
    return pages.content(record, corpus, writer).replace("&quot;", '"'), text


def test_every_page_is_what_its_text_renders_to(handbook: Corpus, bread_corpus: Corpus) -> None:
    for corpus in (handbook, bread_corpus):
        for record in corpus.records.values():
            ours, rendered = written(record, corpus)
            assert ours == rendered
            assert f'<section id="{record.key}">' in ours


def test_bibtex_has_the_colours_of_pygments(handbook: Corpus, bread_corpus: Corpus) -> None:
    pygments = PygmentsBridge("html", "default")
    for corpus in (handbook, bread_corpus):
        for record in corpus.records.values():
            entry = bibtex.of_record(record, corpus.venue_of(record))
            assert bibtex_html.highlighted(entry) == pygments.highlight_block(entry, "bibtex")


def test_bibtex_that_is_not_ours_goes_through_pygments() -> None:
    highlight = bibtex_html.highlighter(
        lambda code: PygmentsBridge("html", "default").highlight_block(code, "bibtex")
    )
    for entry in ("@misc{a, title={A}}", "% none\n", "@misc{a,\n  title = {A},\n}\n\n"):
        assert bibtex_html.highlighted(entry) == ""
        assert 'class="highlight"' in highlight(entry)
    assert bibtex_html.highlighter(str.upper)("@misc{a,\n}\n") == "@MISC{A,\n}\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a_b*c?d=e&f=g#h",
        "https://example.org",
        "https://Example.ORG/%7ea/%zz",
        "https://bäcker.example/brot/größe",
        "https://example.org/a(b)[c]/{d}|e",
        "https://example.org:8080/~a/+b@c;d,e'f!$",
        "http://127.0.0.1/x y",
    ],
)
def test_addresses_are_written_as_markdown_writes_them(url: str) -> None:
    assert f'href="{escape(address(url))}"' in markup().render(f"[x](<{url}>)")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d<`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p>\n"),
        ("{.lead}\nA", '<p class="lead">A</p>\n'),
        ("[x](/there.md#y)", '<p><a class="reference internal" href="there.html#y">x</a></p>\n'),
        ("[x](https://a.org){.l}", '<p><a class="l reference external" href="https://a.org">x</a></p>\n'),
        ("[老]{.language-zh}", '<p><span lang="zh">老</span></p>\n'),
        ("{cite:t}`k`", "<p><cite:t:k></p>\n"),
        ("```bibtex\n@a{b}\n```", "<pre bibtex>@a{b}\n</pre>"),
        (":::{only} html\nA\n:::", "<p>A</p>\n"),
        (":::{only} latex\nA\n:::", ""),
        (":::{div} wide\nA\n:::", '<div class="wide">\n<p>A</p>\n</div>\n'),
        ("```{known} k\n```", "[k]"),
        ("| a |\n|---|\n| b |", "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n"),
    ],
)  # fmt: skip
def test_forms(text: str, html: str) -> None:
    assert markup(there="").render(text) == html


def test_sections_nest_and_keep_their_ids_apart() -> None:
    page = markup().render("(k)=\n# A\n\n## B\n\n### C\n\n## B\n")
    assert re.findall(r'<section id="([^"]*)">', page) == ["k", "b", "c", "b-again"]
    assert page.count("<section") == page.count("</section>") == 4
    assert '<span id="a"></span><h1>A' in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>a</b>", "HTML"),
        ("<div>\na\n</div>", "HTML"),
        ("[x](/nowhere.md)", "'/nowhere.md', which is no document"),
        ("```{figure} a.png\n```", "'{figure} a.png'"),
        (":::{note}\na\n:::", "'{note}'"),
        ("![a](b.png)", "'image'"),
    ],
)
def test_what_has_no_form_is_named(text: str, told: str) -> None:
    with pytest.raises(CannotRender, match=re.escape(told)):
        markup().render(text)


def test_a_page_that_cannot_be_rendered_names_its_record(bread: Bread) -> None:
    path: Path = bread.path("costa2020wheat")
    path.write_text(read(path) + "\n[elsewhere](/nowhere.md)\n", encoding="utf-8")
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", str(bread.root / "docs"), str(bread.root / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "costa2020wheat.md" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "**Problem.** Bread, {cite:t}`a,b` says\nso: (it's – 3 %).\n\n**Limits** 50 x.",
        "A b; c's {cite:p}`a`.",
        "{cite:name}`a` is so",
    ],
)
def test_plain_paragraphs_are_what_markdown_makes_of_them(text: str) -> None:
    whole = markup().render(f"(k)=\n{text}")  # a target is not plain
    assert quick(text, lambda name, keys: f"<{name}:{keys}>") == whole


@pytest.mark.parametrize(
    "text",
    [
        "a\n- b", "- a", "1. a", "a\n1. b", "a  \nb", "a\n===", "a\n---", "(x)=", "a\n(x)=\nb",
        "# a", "a *b* c", "a `b`", "[a](b)", "<b>", "a & b", "a &amp; b", "%a", "a\n    b", "    a",
        "a {cite:x}`b`", "a {cite:t}`b`{.c}", "a\\b", "a_b_", "a|b", ":::", "a\n:::", "a\u00a0b", "a ",
        " a", "a\n\n\nb", "**a**b", "x**a** b", "a ** b", "", "a\tb", "a\"b", "$a$", "a {cite:t}`<b>`",
    ],
)  # fmt: skip
def test_what_may_be_more_than_plain_is_left_to_markdown(text: str) -> None:
    assert quick(text, lambda name, keys: "") is None


def test_other_extensions_of_markdown_are_heard() -> None:
    one = Markup(
        MdParserConfig(enable_extensions={"replacements"}),
        role=lambda name, text: "",
        internal=lambda docname: None,
        highlight=lambda code, language: "",
        directive=lambda name, argument: None,
    )
    assert one.render("a (c) b") == "<p>a © b</p>\n"
    assert markup().render("a (c) b") == "<p>a (c) b</p>\n"
