"""Reading the built handbook: pages fit, citations lead on, BibTeX comes along."""

from __future__ import annotations

import json
import re
from urllib.request import urlopen

import pytest
from pybtex.database import parse_string

from houses import HERE
from sysai.corpus import Corpus

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "search.html?q=fairness",
    "works.html",
    "bibliography.html",
    "system-for-ai/index.html",
    "system-for-ai/cluster-scheduling.html",
    "entries/xiao2018gandiva.html",
    "indexes/index.html",
    "indexes/authors-z.html",
    "indexes/venues-osdi.html",
    "about/records.html",
    "about/corrections.html",
)


def test_copy_the_bibtex_of_a_work(page, handbook: Corpus) -> None:
    page.goto("entries/xiao2018gandiva.html")
    page.locator(".highlight-bibtex .copy").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    copied = parse_string(page.evaluate("navigator.clipboard.readText()"), "bibtex").entries
    record = handbook.records["xiao2018gandiva"]
    assert list(copied) == [record.key]
    assert copied[record.key].fields["year"] == str(record.year)
    assert len(copied[record.key].persons["author"]) == len(record.authors) == 12
    assert page.get_by_role("button", name="Copied").is_visible()


def test_copy_the_reference_beside_a_work(wide) -> None:
    wide.goto("entries/xiao2018gandiva.html")
    wide.get_by_role("button", name="Copy reference").click()
    wide.get_by_role("button", name="Copied").wait_for()
    assert wide.evaluate("navigator.clipboard.readText()").startswith(
        "Wencong Xiao, Romil Bhardwaj"
    )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 375, 768, 1280, 3840])
def test_no_page_scrolls_sideways(wide, path: str, width: int) -> None:
    wide.set_viewport_size({"width": width, "height": 800})
    wide.goto(path)
    assert wide.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_citation_leads_to_the_work_with_its_reference_as_tooltip(page) -> None:
    page.goto("system-for-ai/cluster-scheduling.html")
    link = page.get_by_role("link", name="Xiao et al. (2018)").first
    assert link.get_attribute("title").startswith("Wencong Xiao, Romil Bhardwaj")
    link.click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")


def test_previous_and_next_go_round_the_chapter(page) -> None:
    page.goto("entries/xiao2018gandiva.html")
    page.locator("a.right-next").click()
    page.locator("a.left-prev").click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")


@pytest.mark.parametrize(
    "key",
    [
        "qiao2021pollux",
        "xiao2018gandiva",
        "ratner2019mlsys",
        "nvidia2016tensorrt",
        "zhihu2019article",
    ],
)
def test_an_entry_says_five_things_without_scrolling(wide, handbook: Corpus, key: str) -> None:
    """What it is, who and where and when, links, problem and idea, how to cite: at 1280x800."""
    wide.goto(f"entries/{key}.html")
    record = handbook.records[key]
    seen = [
        wide.locator(".entry-takeaway"),
        wide.locator(".entry-people"),
        wide.locator(".entry-facts"),
        wide.locator(".entry-links"),
        wide.locator(".beside-cite .beside-key" if record.citable else ".beside-cite"),
    ]
    for place in seen:
        box = place.bounding_box()
        assert box["y"] + box["height"] <= 800, place
    # The first two paragraphs of the summary start in sight.
    for place in wide.locator(".entry-links ~ p").all()[:2]:
        assert place.bounding_box()["y"] <= 776, place.inner_text()


def test_the_names_on_an_entry_lead_to_the_indexes(page, handbook: Corpus) -> None:
    record = handbook.records["qiao2021pollux"]
    names = [name.first_last() for name in record.authors] + ["OSDI", "2021", "paper", *record.tags]
    for name in names:
        page.goto("entries/qiao2021pollux.html")
        page.locator("article").get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_url("**/indexes/**")
        assert page.locator('main a[href$="entries/qiao2021pollux.html"]').count(), name


def test_pages_read_without_javascript(plain) -> None:
    plain.goto("system-for-ai/cluster-scheduling.html")
    plain.get_by_role("link", name="Gandiva: Introspective").first.click()
    assert "Introspective" in plain.locator("h1").inner_text()
    assert "@inproceedings{xiao2018gandiva" in plain.locator(".highlight-bibtex").inner_text()
    assert plain.get_by_role("button").count() == 0, "a button that does nothing"
    assert (
        plain.get_by_role("navigation", name="Main").get_by_role("link", name="Works").is_visible()
    )


def test_every_command_of_the_data_page_gets_its_file(site: str) -> None:
    page = (HERE.parent / "docs/about/api.md").read_text(encoding="utf-8")
    paths = re.findall(r"^curl -s \$SITE/(\S+)", page, flags=re.MULTILINE)
    assert len(paths) > 15
    for path in paths:
        with urlopen(f"{site}{path}") as answer:  # noqa: S310  (this machine)
            data = answer.read()
        assert data, path
        if path.endswith(".json"):
            assert json.loads(data), path
