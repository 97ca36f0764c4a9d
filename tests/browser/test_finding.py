"""Finding a work: a question, a name, a table of what readers type, all by keyboard."""

from __future__ import annotations

import re

import pytest

from browser.queries import QUERIES
from sysai.corpus import Corpus

pytestmark = pytest.mark.browser

ASK = """async ([queries, wishes]) => {
  const engine = await import(new URL("_static/sysai/engine.js", document.baseURI));
  const found = [];
  for (const q of queries) {
    const nothing = {part: [], topic: [], kind: [], venue: [], tag: [], from: "", to: ""};
    let answer;
    for await (answer of engine.ask({...nothing, ...wishes, q}));
    const facts = await Promise.all(answer.results.slice(0, 3).map(engine.factsOf));
    found.push(facts.map((one) => one.url));
  }
  return found;
}"""


def key_of(url: str) -> str:
    return re.sub(r"(/|\.html)?(#.*)?$", "", url).rpartition("/")[2]


def asked(page, queries: list[str], **wishes: object) -> list[list[str]]:
    """Keys of the first three results of each query."""
    page.goto("index.html")
    return [[key_of(url) for url in urls] for urls in page.evaluate(ASK, [queries, wishes])]


def results(page) -> list[str]:
    """Keys of the results on the search page, best first."""
    status = "document.getElementById('search-status').textContent"
    page.wait_for_function(f"{status} !== '' && !{status}.includes('so far')")
    links = page.locator("#search-results a.result-title").evaluate_all(
        "all => all.map(a => a.href)"
    )
    return [key_of(link) for link in links]


def test_forty_queries_find_the_work_meant(wide, handbook: Corpus) -> None:
    assert len(QUERIES) >= 40
    assert all(key in handbook.records for _, key in QUERIES)
    answers = asked(wide, [query for query, _ in QUERIES])
    missed = [(query, found) for (query, key), found in zip(QUERIES, answers, strict=True)
              if key not in found]  # fmt: skip
    later = [(query, found) for (query, key), found in zip(QUERIES, answers, strict=True)
             if found[:1] != [key]]  # fmt: skip
    assert missed == []
    assert len(later) <= len(QUERIES) - 38, later


def test_the_exact_name_of_every_work_is_first(wide, handbook: Corpus) -> None:
    named = [(one.name, one.key) for one in handbook.records.values() if one.name]
    answers = asked(wide, [name for name, _ in named])
    assert [(name, found) for (name, key), found in zip(named, answers, strict=True)
            if found[:1] != [key]] == []  # fmt: skip


def test_the_exact_title_of_every_work_is_first(wide, handbook: Corpus) -> None:
    titles = [one.title for one in handbook.records.values()]
    answers = asked(wide, titles)
    first = [handbook.records[found[0]].title if found[0] in handbook.records else found[0]
             for found in answers]  # fmt: skip
    assert first == titles


def test_a_question_with_facets(page) -> None:
    """What handles heterogeneous GPUs in schedulers after 2020, with code?"""
    page.goto("search.html")
    page.locator("#search-query").press_sequentially("heterogeneous GPU scheduling")
    page.locator("#search-results li").first.wait_for()
    opener = page.locator("#facets details.narrow > summary")
    if opener.is_visible():
        opener.click()
        for name in ("Topic", "Years"):
            page.locator("#facets summary", has_text=name).click()
    page.get_by_label("From year").select_option("2020")
    page.get_by_label("Has code").check()
    page.locator(".choice", has_text="Cluster scheduling").get_by_role("checkbox").check()
    page.wait_for_url(re.compile(r"q=heterogeneous\+GPU\+scheduling.*topic=.*from=2020.*code=yes"))
    page.wait_for_function("document.querySelectorAll('#search-results li').length < 8")
    found = results(page)
    assert "narayanan2020heterogeneity" in found
    # The address alone gives the same page.
    page.reload()
    page.locator("#search-results li").first.wait_for()
    assert results(page) == found
    assert page.get_by_label("Has code").is_checked()


def test_facet_counts_say_how_many_results_are_left(wide) -> None:
    wide.goto("search.html?q=serving")
    wide.locator("#search-results li").first.wait_for()
    box = wide.locator(".choice", has_text="Model serving")
    count = box.locator(".count").inner_text()
    box.get_by_role("checkbox").check()
    wide.wait_for_url("**topic=Model+serving**")
    wide.locator("#search-status", has_text=re.compile(rf"^{count} result")).wait_for()
    other = wide.locator(".choice", has_text="Video analytics").locator(".count").inner_text()
    assert int(other) > 0, "its own facet aside, a facet's counts stay"
    wide.get_by_role("button", name="Clear filters").click()
    wide.wait_for_url("**/search.html?q=serving")


def test_a_card_shows_what_decides(page, handbook: Corpus) -> None:
    page.goto("search.html?q=pollux goodput")
    card = page.locator("#search-results li").first
    card.wait_for()
    assert card.get_attribute("data-key") == "qiao2021pollux"
    text = card.inner_text()
    for part in (
        "Pollux: Co-adaptive",
        "Qiao et al.",
        "OSDI 2021",
        handbook.records["qiao2021pollux"].takeaway,
    ):
        assert part in text
    assert card.locator("mark").count() > 0


@pytest.mark.parametrize("key", ["Control+k", "/"])
def test_a_name_in_the_dialog_by_keyboard_alone(page, key: str) -> None:
    page.goto("about/index.html")
    page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").wait_for()
    page.keyboard.type("pollux")
    dialog.locator("a.result-title").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert "Pollux" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries/qiao2021pollux.html")


def test_results_that_come_late_leave_the_focus_in_the_list(page) -> None:
    page.goto("about/index.html")
    page.keyboard.press("Control+k")
    page.get_by_role("dialog", name="Search").get_by_role("searchbox").wait_for()
    page.keyboard.type("fairness")
    titles = page.locator(".find a.result-title")
    titles.nth(1).wait_for()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    gone = page.evaluate("document.activeElement.href")
    # As if these results came after the reader had gone on: the field changes, the focus is in the list.
    page.evaluate(
        """() => {
          const field = document.querySelector(".find input");
          field.value = "halide";
          field.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    page.wait_for_function(
        "gone => [...document.querySelectorAll('.find a.result-title')].every(one => one.href !== gone)",
        arg=gone,
    )
    assert page.evaluate("document.activeElement.matches('.find a.result-title')")


def test_the_dialog_gives_the_focus_back_and_leads_to_all_results(page) -> None:
    page.goto("about/index.html")
    button = page.locator("[data-open-search]")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("searchbox").fill("fairness")
    page.locator(".find a.result-title").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert button.evaluate("one => one === document.activeElement")
    page.keyboard.press("Control+k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=fairness")
    assert len(results(page)) > 3


def test_a_slash_in_a_field_is_a_slash(wide) -> None:
    wide.goto("index.html")
    wide.locator("#search-query").press_sequentially("a/b")
    assert wide.locator("#search-query").input_value() == "a/b"


def test_the_form_of_the_landing_page_leads_to_results(page) -> None:
    page.goto("index.html")
    page.locator("#search-query").fill("gandiva")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=gandiva")
    assert results(page)[0] == "xiao2018gandiva"


def test_a_mistyped_query_is_mended_and_says_so(wide) -> None:
    wide.goto("search.html?q=Polux")
    assert results(wide)[0] == "qiao2021pollux"
    assert "Did you mean “pollux”?" in wide.locator("#search-status").inner_text()
    wide.get_by_role("link", name="Search for “Polux” as typed").click()
    wide.wait_for_url("**as=typed**")
    assert "Did you mean" not in wide.locator("#search-status").inner_text()


def test_nothing_found_is_told(page) -> None:
    page.goto("search.html?q=☃")
    assert results(page) == []
    assert "Nothing found" in page.locator("#search-status").inner_text()


def test_more_results_come_on_request_and_take_the_focus(wide) -> None:
    wide.goto("search.html?q=gpu")
    assert len(results(wide)) == 10
    wide.get_by_role("button", name="More results").click()
    wide.wait_for_function("document.querySelectorAll('#search-results li').length === 20")
    place = "[...document.querySelectorAll('a.result-title')].indexOf(document.activeElement)"
    assert wide.evaluate(place) == 10


def test_facets_without_a_word_lead_to_the_table(page) -> None:
    page.goto("search.html?kind=book&from=2015")
    page.get_by_role("link", name="Show them in the table of works").click()
    page.wait_for_url("**/works.html?kind=book&from=2015")


def test_without_a_script_the_search_page_names_what_works(plain) -> None:
    plain.goto("search.html")
    assert plain.get_by_text("The search needs JavaScript").is_visible()
    plain.get_by_role("link", name="the table of all works").click()
    plain.wait_for_load_state()
    plain.wait_for_url("**/works.html")
    assert plain.locator("tbody tr").count() > 200


def test_curiosity_on_the_landing_page(page) -> None:
    page.goto("index.html")
    for title in ("System for AI", "AI for System", "Resources"):
        head = page.locator(".part-head", has_text=title).first
        assert re.search(r"\d+ works", head.inner_text())
    for path in ("New to the field", "Serving models", "Building systems"):
        assert page.get_by_text(path).is_visible()
    assert page.locator(".recent li").count() == 8
    page.locator(".paths a", has_text="Gandiva").click()
    page.wait_for_url("**/entries/xiao2018gandiva.html")
    page.get_by_role("region", name="Same topic, near in time").get_by_role("link").first.click()
    page.wait_for_url("**/entries/**")
    page.locator(".path a", has_text="Cluster scheduling").click()
    page.wait_for_url("**/system-for-ai/cluster-scheduling.html")
