"""The PDF: contents, links, bookmarks, glyphs, and the end at a node it does not know."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import typst
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from houses import BREAD, Bread
from sysai.typst.translator import Translator, UnknownNode, escaped, quoted
from test_site import build, sphinx


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The bread handbook as PDF, made once."""
    root = tmp_path_factory.mktemp("pdf") / "bread"
    shutil.copytree(BREAD, root)
    return PdfReader(sphinx(Bread(root), "typst") / "handbook.pdf")


def text_of(pdf: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in pdf.pages).split())


def test_all_scripts_are_there_as_text(pdf: PdfReader) -> None:
    text = text_of(pdf)
    for words in ("Zoë Łuczak", "Aimé Ó Briain", "老面馒头的发酵", "Ψωμί: A Field Study"):
        assert words in text


def test_all_scripts_have_glyphs(pdf: PdfReader) -> None:
    """Chinese comes from the font package, not from a box for missing glyphs."""
    fonts = {
        font.get_object()["/BaseFont"]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("NotoSansCJK" in font for font in fonts)
    assert any("Libertinus" in font for font in fonts)


def test_bookmarks_follow_parts_chapters_and_entries(pdf: PdfReader) -> None:
    def titles(outline: list) -> list:
        return [titles(one) if isinstance(one, list) else one["/Title"] for one in outline]

    found = titles(pdf.outline)
    parts = [one for one in found if isinstance(one, str)]
    assert parts[-3:] == ["Milling", "Baking", "References"]
    assert "Stone and Steel" in str(found)
    assert "Related works" not in str(found)


def test_links_lead_inside_and_outside(pdf: PdfReader) -> None:
    inside, outside = 0, set()
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            if "/Dest" in link:
                inside += 1
            elif "/A" in link:
                outside.add(link["/A"]["/URI"])
    assert inside > 20
    assert "https://doi.org/10.1234/bake.1998.11" in outside
    assert "https://bread.example.org/crumb.pdf" in outside


def test_contents_have_page_numbers(pdf: PdfReader) -> None:
    contents = next(page for page in pdf.pages if "Contents" in page.extract_text())
    lines = contents.extract_text().split("\n")
    assert any("Stone and Steel" in line for line in lines)
    assert any(line.strip().rstrip(".").split()[-1].isdigit() for line in lines if line.strip())


def test_running_heads_and_page_numbers(pdf: PdfReader) -> None:
    numbered = [page.extract_text() for page in pdf.pages][2:]
    assert any(text.startswith(("Baking", "Milling")) for text in numbered)
    assert pdf.page_labels[0] != pdf.page_labels[-1]


def test_no_chapter_stands_over_a_part_without_chapters(pdf: PdfReader) -> None:
    last = pdf.pages[-1].extract_text()
    assert "Müller" in last  # the references
    assert "Sourdough" not in last.split("\n")[0]


def test_document_facts(pdf: PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "The Bread Book"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "en"


def test_an_unknown_node_stops_the_build_with_name_and_line(bread: Bread) -> None:
    bread.edit("docs/milling/flour.md", "See [", "```{math}\na = b\n```\n\nSee [")
    done = build(bread, "typst", out="out")
    assert done.returncode == 2
    assert "docs/milling/flour.md:3: the PDF has no form for <math_block>" in done.stderr
    assert not (bread.root / "out/handbook.pdf").exists()


def test_every_node_of_the_unknown_kind_is_an_error() -> None:
    class strange(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
        pass

    document = new_document("")
    document += strange()
    with pytest.raises(UnknownNode, match="<strange>"):
        Translator(document).translate()


def test_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from sysai.typst import fonts

    monkeypatch.setattr(fonts, "FONT_PACKAGE", "no_such_fonts")
    with pytest.raises(fonts.TypstError, match="pip install no-such-fonts"):
        list(fonts.font_paths())


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    """Typst reads our markup back as the same characters."""
    source = f"#metadata[x{escaped(text)}x] <a>\n#metadata({quoted(text)}) <b>".encode()
    found = typst.query(source, "<b>", field="value", one=True)
    import json

    assert json.loads(found) == text
    content = json.loads(typst.query(source, "<a>", field="value", one=True))
    assert " ".join(flat(content).split()) == " ".join(f"x{text}x".split())


def flat(content: object) -> str:
    """The text of a Typst content value as `typst.query` gives it."""
    if isinstance(content, list):
        return "".join(flat(one) for one in content)
    if isinstance(content, dict):
        if content.get("func") == "space":
            return " "
        return (
            str(content.get("text", ""))
            + flat(content.get("children", []))
            + flat(content.get("body", []))
        )
    return ""


def test_images_and_figures_reach_the_pdf(bread: Bread) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    (bread.root / "docs/milling/mill.svg").write_text(picture, encoding="utf-8")
    bread.edit(
        "docs/milling/flour.md",
        "See [",
        "```{figure} mill.svg\n:alt: A mill\nThe mill.\n```\n\nSee [",
    )
    out = sphinx(bread, "typst")
    assert "The mill." in text_of(PdfReader(Path(out) / "handbook.pdf"))


def test_places_that_no_link_leads_to_have_no_anchor(bread: Bread) -> None:
    source = (Path(sphinx(bread, "typst")) / "handbook.typ").read_text(encoding="utf-8")
    anchors = re.findall(r'#anchor\("([^"]*)"\)', source)
    assert len(anchors) == len(set(anchors))
    assert set(anchors) == set(re.findall(r'#inlink\("([^"]*)"\)', source))
    assert "%entries/muller1998crumb" in anchors
    assert "%entries/muller1998crumb#cite" not in anchors
