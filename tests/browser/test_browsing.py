"""The table of all works: filtered, sorted, sent to somebody, read without a script."""

from __future__ import annotations

import re

import pytest

from sysai.corpus import Corpus

pytestmark = pytest.mark.browser


def keys(page) -> list[str]:
    """Keys of the rows shown, from above."""
    return page.locator("#works-rows tr").evaluate_all("all => all.map(a => a.dataset.key)")


def settled(page, number: int) -> None:
    """Wait until the table says that *number* works are left."""
    page.locator("#works-status", has_text=re.compile(rf"^{number} (of|works)")).wait_for()


def open_filters(page, *names: str) -> None:
    opener = page.locator("#facets details.narrow > summary")
    page.locator("#facets label").first.wait_for(state="attached")
    if opener.is_visible():
        opener.click()
    for name in names:
        group = page.locator(
            "#facets details.narrow > details", has=page.get_by_text(name, exact=True)
        )
        if group.get_attribute("open") is None:
            group.locator("summary").click()


def test_every_facet_filters_and_stands_in_the_address(page, handbook: Corpus) -> None:
    page.goto("works.html")
    works = handbook.records.values()
    settled(page, len(works))
    open_filters(page, "Topic", "Venue", "Tag", "Years", "Kind")

    def tick(value: str) -> None:
        page.get_by_role("checkbox", name=re.compile(rf"^{value} ?\d+$")).check()

    left = [one for one in works if one.topics[0] == "system-for-ai/cluster-scheduling"]
    tick("Cluster scheduling")
    settled(page, len(left))
    left = [one for one in left if one.kind.value == "paper"]
    tick("paper")
    settled(page, len(left))
    page.get_by_label("From year").select_option("2018")
    page.get_by_label("To year").select_option("2021")
    left = [one for one in left if 2018 <= one.year <= 2021]
    settled(page, len(left))
    page.get_by_label("Has code").check()
    left = [one for one in left if one.link("code")]
    settled(page, len(left))
    tick("OSDI")
    left = [one for one in left if one.venue == "OSDI"]
    settled(page, len(left))
    tick("fairness")
    left = [one for one in left if "fairness" in one.tags]
    settled(page, len(left))
    assert sorted(keys(page)) == sorted(one.key for one in left) != []
    address = page.url
    for part in ("topic=Cluster+scheduling", "kind=paper", "from=2018", "to=2021", "code=yes",
                 "venue=OSDI", "tag=fairness"):  # fmt: skip
        assert part in address
    before = keys(page)
    page.goto("index.html")
    page.goto(address)
    settled(page, len(left))
    assert keys(page) == before


def test_free_text_finds_title_name_author_and_takeaway(wide, handbook: Corpus) -> None:
    wide.goto("works.html")
    for text, key in (
        ("Introspective", "xiao2018gandiva"),
        ("pollux", "qiao2021pollux"),
        ("Łuczak", ""),
        ("zaharia gavel", "narayanan2020heterogeneity"),
        ("statistical efficiency", "qiao2021pollux"),
    ):
        wide.locator("#works-text").fill(text)
        wide.locator("#works-status", has_text=" of ").wait_for()
        wide.wait_for_function(
            "key => key ? document.querySelector(`#works-rows [data-key='${key}']`)"
            " && document.querySelectorAll('#works-rows tr').length < 20"
            " : !document.querySelector('#works-rows tr')",
            arg=key,
        )


def test_columns_sort_both_ways_by_keyboard(wide, handbook: Corpus) -> None:
    wide.goto("works.html")
    settled(wide, len(handbook.records))
    head = wide.get_by_role("columnheader", name="Work")
    year = wide.get_by_role("columnheader", name="Year")
    assert year.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").focus()
    wide.keyboard.press("Enter")
    wide.wait_for_url("**sort=title")
    wide.wait_for_function("document.querySelector('[data-sort=title][aria-sort=ascending]')")
    assert year.get_attribute("aria-sort") is None
    titles = wide.locator("#works-rows th a").all_inner_texts()
    assert titles[0].casefold() < titles[100].casefold() < titles[199].casefold()
    wide.keyboard.press("Enter")
    wide.wait_for_url("**sort=-title")
    assert wide.evaluate("document.activeElement.textContent") == "Work"
    wide.wait_for_function("document.querySelector('[data-sort=title][aria-sort=descending]')")
    wide.goto("works.html?sort=year")
    wide.wait_for_function("document.querySelector('[data-sort=year][aria-sort=ascending]')")
    oldest = min(handbook.records.values(), key=lambda one: one.year)
    assert keys(wide)[0] == oldest.key


def test_more_works_come_on_request(wide, handbook: Corpus) -> None:
    wide.goto("works.html")
    settled(wide, len(handbook.records))
    wide.get_by_role("button", name="More works").click()
    wide.wait_for_function("document.querySelectorAll('#works-rows tr').length > 200")
    assert len(set(keys(wide))) == min(400, len(handbook.records))


def test_the_table_loads_no_search_index(wide) -> None:
    loaded: list[str] = []
    wide.on("request", lambda sent: loaded.append(sent.url))
    wide.goto("works.html?topic=Parallelism")
    wide.locator("#works-status", has_text=" of ").wait_for()
    assert not any("pagefind" in url for url in loaded)
    assert sum("find/works.json" in url for url in loaded) == 1
    assert not any("find/texts.json" in url for url in loaded), "loaded only for free text"


def test_what_a_script_draws_is_what_was_there(wide, plain, handbook: Corpus) -> None:
    """The first rows are the same with and without a script, so that nothing moves."""
    rows = """all => all.slice(0, 200).map((row) => {
      row.querySelectorAll("button").forEach((button) => button.remove());
      return row.outerHTML.replaceAll(" </span>", "</span>");
    })"""
    wide.goto("works.html")
    settled(wide, len(handbook.records))
    wide.locator("#works-more button").wait_for()
    plain.goto("works.html")
    drawn = wide.locator("#works-rows tr").evaluate_all(rows)
    assert drawn == plain.locator("#works-rows tr").evaluate_all(rows)


def test_without_a_script_it_is_a_plain_table_of_all_works(plain, handbook: Corpus) -> None:
    plain.goto("works.html")
    assert plain.get_by_role("button").count() == 0
    assert not plain.locator("#facets").is_visible()
    found = keys(plain)
    for link in plain.locator(".works-steps a:not([aria-current])").all():
        plain.goto(link.get_attribute("href"))
        found += keys(plain)
    assert sorted(found) == sorted(handbook.records)
    years = [handbook.records[key].year for key in found]
    assert years == sorted(years, reverse=True)
    plain.locator("#works-rows a").first.click()
    plain.wait_for_url("**/entries/**")


def test_an_index_leads_to_the_filtered_table(page, handbook: Corpus) -> None:
    page.goto("indexes/tags-fairness.html")
    page.get_by_role("link", name="Sort and filter them").click()
    settled(page, sum("fairness" in one.tags for one in handbook.records.values()))
