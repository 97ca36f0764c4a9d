"""The short way of a work's page into the PDF gives the nodes that MyST and docutils give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docutils import nodes
from myst_parser.config.main import MdParserConfig
from sphinx.addnodes import start_of_file

from houses import Bread
from sysai import pages
from sysai.corpus import Corpus
from sysai.site.markup import CannotRender
from sysai.site.tokentree import Trees
from sysai.typst.translator import Translator
from test_site import build, read, sphinx

#: Whatever the prose of a record may hold.
PROSE = """
A list of *one* and **two**, `three`, [four](https://a.example.org "title"):

1. {cite:t}`muller1998crumb`
2. {cite:p}`muller1998crumb,costa2020wheat`, {cite:name}`costa2020wheat`

- [a chapter](/milling/flour.md)
- [a work](/entries/muller1998crumb.md), [老面]{.language-zh}

> Quoted: 1) a_b #c ~d

| a | b |
|---|--:|
| 1 | *2* |

```python
print("x")
```

:::{only} html
For the site.
:::

:::{only} not html
For books.
:::

---
"""


def test_the_book_is_that_of_the_long_way(bread: Bread) -> None:
    path = bread.path("costa2020wheat")
    path.write_text(read(path) + PROSE, encoding="utf-8")
    bread.add_long_way()
    short = read(sphinx(bread, "typst", out="short") / "handbook.typ")
    long = read(sphinx(bread, "long-typst", out="long") / "handbook.typ")
    assert "For books." in short
    assert "For the site." not in short
    assert short == long


def trees(**known: str) -> Trees:
    return Trees(
        MdParserConfig(enable_extensions={"attrs_block", "attrs_inline", "colon_fence"}),
        role=lambda name, text: [nodes.strong(text, text)],
        internal=lambda docname: f"%{docname}" if docname in known else None,
        shown=lambda condition: condition == "typst",
    )


def filled(text: str) -> start_of_file:
    root = start_of_file(docname="entries/k")
    trees(there="").fill(root, text, Path("k.md"))
    return root


def test_every_page_of_the_handbook_has_nodes(handbook: Corpus) -> None:
    one = Trees(
        MdParserConfig(enable_extensions={"attrs_block", "attrs_inline", "colon_fence"}),
        role=lambda name, text: [nodes.Text(text)],
        internal=lambda docname: f"%{docname}",
        shown=lambda condition: False,
    )
    for record in handbook.records.values():
        root = start_of_file(docname=f"entries/{record.key}")
        one.fill(root, pages.render(record, handbook), Path(record.key))
        (section,) = root.children
        assert isinstance(section, nodes.section)
        assert record.key in section["ids"]
        assert "Cite" in Translator(root).translate()


def test_nodes_have_their_lines() -> None:
    root = filled("# A\n\nB\n\n:::{only} typst\n\nC\n\nD\n:::\n")
    lines = {node.astext(): node.line for node in root.findall(nodes.paragraph)}
    assert lines == {"B": 3, "C": 7, "D": 9}
    assert {node.source for node in root.findall(nodes.paragraph)} == {"k.md"}


def test_a_break_in_a_line_is_one() -> None:
    assert "a#linebreak();(b)" in Translator(filled("a\\\n(b)")).translate()


def test_sections_nest_and_keep_their_ids_apart() -> None:
    root = filled("(k)=\n# A\n\n## B\n\n### C\n\n## B\n")
    (section,) = root.children
    assert isinstance(section, nodes.section)
    assert [one["ids"] for one in root.findall(nodes.section)] == [["k", "a"], ["b"], ["c"], []]
    assert len([one for one in section.children if isinstance(one, nodes.section)]) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n\n<b>a</b>", "k.md:3: the page holds HTML"),
        ("<div>\na\n</div>", "k.md:1: the page holds HTML"),
        ("[x](/nowhere.md)", "k.md:1: the page links to '/nowhere.md', which is no document"),
        ("a\n\n```{figure} a.png\n```", "k.md:3: the page holds the directive '{figure} a.png'"),
        (":::{note}\na\n:::", "k.md:1: the page holds the directive '{note}'"),
        (":::{only} typst\na\n\n![a](b.png)\n:::", "k.md:4: the page holds 'image'"),
    ],
)
def test_what_has_no_node_is_named(text: str, told: str) -> None:
    with pytest.raises(CannotRender, match=re.escape(told)):
        filled(text)


def test_the_build_ends_where_a_page_has_no_nodes(bread: Bread) -> None:
    path = bread.path("costa2020wheat")
    path.write_text(read(path) + "\n![a](b.png)\n", encoding="utf-8")
    done = build(bread, "typst", out="out")
    assert done.returncode == 2
    assert re.search(r"docs/entries/costa2020wheat.md:\d+: the page holds 'image'", done.stderr)
