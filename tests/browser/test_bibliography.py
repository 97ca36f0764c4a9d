"""The reader's own bibliography in Chromium: choosing, exporting, sharing, without a connection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy
from pybtex.database import parse_string

from sysai.corpus import Corpus
from sysai.formats import EXPORTS, FORMATS, citable

pytestmark = pytest.mark.browser

FIVE = [
    "agarwal2021adaptive", "crankshaw2017clipper", "gu2019tiresias", "moritz2018ray",
    "xiao2018gandiva",
]  # fmt: skip


def choose(page, key: str) -> None:
    button = page.locator(f"button.choose[data-work='{key}']").first
    button.click()
    page.locator(f"button.choose.has[data-work='{key}']").first.wait_for()


def choose_five(page) -> None:
    """On a work's page, in a chapter, and among the results of a search."""
    page.goto("entries/xiao2018gandiva.html")
    choose(page, "xiao2018gandiva")
    page.goto("system-for-ai/model-serving.html")
    choose(page, "crankshaw2017clipper")
    page.goto("search.html?q=ray distributed framework")
    choose(page, "moritz2018ray")
    page.goto("works.html")
    choose(page, "gu2019tiresias")
    page.goto("system-for-ai/compression-and-relaxation.html")
    choose(page, "agarwal2021adaptive")


def saved(page, button: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def test_five_works_chosen_on_several_pages_are_exported(page, handbook: Corpus) -> None:
    choose_five(page)
    page.locator("dialog.chosen").wait_for(state="attached")
    page.context.set_offline(True)
    page.get_by_role("button", name="My bibliography (5)").click()
    works = [handbook.records[key] for key in FIVE]
    for button, name in (("BibTeX", "bibtex"), ("BibLaTeX", "biblatex"), ("RIS", "ris")):
        text = saved(page, button)
        assert text == EXPORTS[name].render(works, handbook)
        if button == "RIS":
            assert [one["id"] for one in rispy.loads(text)] == FIVE
        else:
            assert list(parse_string(text, "bibtex").entries) == FIVE
    assert json.loads(saved(page, "CSL-JSON")) == json.loads(
        EXPORTS["csl-json"].render(works, handbook)
    )
    page.get_by_label("References in").select_option("IEEE")
    page.get_by_role("button", name="Copy text").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == EXPORTS["ieee"].render(works, handbook)
    page.context.set_offline(False)
    page.reload()
    assert page.get_by_role("button", name="My bibliography (5)").is_visible()


def test_the_works_of_an_author_are_saved_from_the_index(page, handbook: Corpus) -> None:
    several = next(one for one in handbook.authors if len(one.works) > 2)
    page.goto(f"indexes/{handbook.indexes.author_page(several)}.html#{several.slug}")
    menu = page.locator(f"#{several.slug} + details")
    assert menu.get_by_role("link").count() == 0, "closed"
    menu.get_by_text("Cite").click()
    assert menu.get_by_role("link").count() == len(FORMATS)
    with page.expect_download() as waiting:
        menu.get_by_role("link", name="RIS").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text == FORMATS["ris"].render(citable(several.works), handbook)
    menu.get_by_text("Cite").click()
    assert menu.get_by_role("link").count() == 0
    single = next(one for one in handbook.authors if len(one.works) == 1 and one.works[0].citable)
    page.goto(f"indexes/{handbook.indexes.author_page(single)}.html#{single.slug}")
    page.locator(f"#{single.slug} + p").get_by_role("link", name="Cite").click()
    page.wait_for_url(f"**/entries/{single.works[0].key}.html#cite")


def test_a_shared_link_brings_a_choice_and_asks_whoever_has_one(page, handbook: Corpus) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"bibliography.html#works={','.join(FIVE[:2])}")
    page.get_by_text("2 works added.").wait_for()
    assert page.locator(".chosen-list li").count() == 2
    assert not any("#" in url or FIVE[0] in url.split("/cite/")[0] for url in sent)
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"bibliography.html#works={','.join(FIVE[:2])}")
    page.goto("index.html")
    page.goto(f"bibliography.html#works={FIVE[2]},{FIVE[3]}")
    page.get_by_role("button", name="Keep mine").wait_for()
    assert page.locator(".chosen-list li").count() == 2
    page.get_by_role("button", name="Add them to mine").click()
    page.get_by_text("2 works added.").wait_for()
    assert page.locator(".chosen-list li").count() == 4
    title = handbook.records[FIVE[0]].title
    page.get_by_role("button", name=f"Remove {title}").click()
    assert page.locator(".chosen-list li").count() == 3
    assert page.evaluate("document.activeElement.ariaLabel").startswith("Remove ")
    page.get_by_role("button", name="Remove all").click()
    assert page.get_by_text("No work is chosen.").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.chosen").is_visible()


def test_keys_that_no_work_has_are_told(chromium, site) -> None:
    """Without the fixture `page`, since Chromium writes the answer 404 to the console."""
    page = chromium.new_context(base_url=site).new_page()
    page.goto(f"bibliography.html#works={FIVE[0]},nobody1999nothing")
    page.get_by_text("Not in the handbook, or not citable yet: nobody1999nothing.").wait_for()
    assert page.locator(".chosen-list li").count() == 1
    page.context.close()


def test_a_reference_is_copied_in_each_style(page, handbook: Corpus) -> None:
    record = handbook.records["xiao2018gandiva"]
    page.goto("entries/xiao2018gandiva.html")
    for name in ("apa", "ieee", "acm", "chicago"):
        title = EXPORTS[name].title
        page.locator(".cite-copy").get_by_role("button", name=title, exact=True).click()
        page.locator(".cite-copy").get_by_role("button", name="Copied").first.wait_for()
        expected = EXPORTS[name].render([record], handbook).strip()
        page.wait_for_function(
            "text => navigator.clipboard.readText().then(copied => copied === text)", arg=expected
        )


def test_choosing_works_by_keyboard_and_says_so(page) -> None:
    page.goto("entries/xiao2018gandiva.html")
    button = page.locator(".cite-files button.choose")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Added to my bibliography.").wait_for()
    assert button.inner_text() == "Remove from my bibliography"
    page.get_by_role("button", name="My bibliography (1)").focus()
    page.keyboard.press("Enter")
    page.locator("dialog.chosen").wait_for()
    assert page.evaluate("document.activeElement.ariaLabel") == "Close"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "My bibliography (1)"
