"""Access for all: axe finds nothing, colours and places hold still, keys reach everything."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

#: One page of each type.
TYPES = {
    "landing": "index.html",
    "part": "system-for-ai/index.html",
    "chapter": "system-for-ai/cluster-scheduling.html",
    "entry": "entries/qiao2021pollux.html",
    "entry in another language": "entries/zhihu2019article.html",
    "search": "search.html?q=fairness",
    "browse": "works.html?topic=Parallelism",
    "browse all": "works.html",
    "index": "indexes/authors-z.html",
    "venue": "indexes/venues-osdi.html",
    "indexes": "indexes/index.html",
    "corrections": "about/corrections.html",
    "records": "about/records.html",
}
READY = """() => {
  const search = document.getElementById("search-results");
  const works = document.getElementById("works-status");
  return search ? search.children.length > 0 : works ? !document.querySelector("#facets.idle") : true;
}"""


@pytest.fixture(params=["light", "dark"])
def coloured(request, chromium, site):
    context = chromium.new_context(
        base_url=site, color_scheme=request.param, viewport={"width": 1280, "height": 800}
    )
    yield context.new_page()
    context.close()


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
                                                "wcag22aa", "best-practice"]})  # fmt: skip
    report = found.response
    if folder := os.environ.get("SYSAI_AXE_REPORT"):
        path = Path(folder) / (page.url.rsplit("/", 1)[1].partition("?")[0] + ".json")
        path.write_text(json.dumps(report, indent=1), encoding="utf-8")
    assert len(report["passes"]) > 10, "axe did look"
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary')}"
        for one in report["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("name", TYPES)
def test_axe_finds_nothing(coloured, name: str) -> None:
    coloured.goto(TYPES[name])
    coloured.wait_for_function(READY)
    assert violations(coloured) == []


@pytest.mark.parametrize("name", ["entry", "browse", "search"])
def test_axe_finds_nothing_on_a_narrow_screen(coloured, name: str) -> None:
    coloured.set_viewport_size({"width": 375, "height": 812})
    coloured.goto(TYPES[name])
    coloured.wait_for_function(READY)
    coloured.locator(".bar-menu").click()
    if coloured.locator("#facets").count():
        coloured.locator("#facets summary").first.click()
    assert violations(coloured) == []


def test_axe_finds_nothing_in_the_dialog(coloured) -> None:
    coloured.goto("about/index.html")
    coloured.keyboard.press("/")
    coloured.get_by_role("dialog").get_by_role("searchbox").fill("pollux")
    coloured.locator(".find a.result-title").first.wait_for()
    assert violations(coloured) == []


SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (!one.hadRecentInput) window.shifts.push([one.value, String(one.sources?.[0]?.node?.className)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


@pytest.mark.parametrize("name", TYPES)
def test_nothing_moves_while_a_page_comes_in_slowly(page, slowly: str, name: str) -> None:
    """What a line can shift that arrives in two parts is 0.012; readers notice 0.1."""
    page.add_init_script(f"({SHIFTS})()")
    page.goto(slowly + TYPES[name], wait_until="networkidle")
    page.wait_for_timeout(200)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.02, shifts


PAINTS = """() => {
  // The ground as it is when the first frame is about to be painted, and after all is loaded.
  requestAnimationFrame(() => {
    window.firstGround = document.body && getComputedStyle(document.body).backgroundColor;
  });
}"""


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_colours_chosen_are_there_from_the_first_paint(chromium, site, system: str) -> None:
    context = chromium.new_context(base_url=site, color_scheme=system)
    page = context.new_page()
    page.goto("index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    button = page.get_by_role("button", name="Dark colours")
    assert button.get_attribute("aria-pressed") == str(system == "dark").lower()
    button.click()
    chosen = page.evaluate(ground)
    assert chosen != before
    assert button.get_attribute("aria-pressed") == str(system == "light").lower()
    # Stop every script but the one in the head: the choice must not wait for them.
    page.route("**/*.js", lambda route: route.abort())
    page.goto("entries/qiao2021pollux.html")
    assert page.evaluate(ground) == chosen
    page.unroute("**/*.js")
    page.goto("index.html")
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate(ground) == before
    assert page.evaluate("localStorage.length") == 0, "as the system has it: nothing to keep"
    context.close()


def test_without_a_script_the_system_chooses(chromium, site) -> None:
    grounds = set()
    for scheme in ("light", "dark"):
        context = chromium.new_context(
            base_url=site, color_scheme=scheme, java_script_enabled=False
        )
        page = context.new_page()
        page.goto("index.html")
        grounds.add(page.screenshot(clip={"x": 2, "y": 400, "width": 1, "height": 1}))
        context.close()
    assert len(grounds) == 2


@pytest.mark.parametrize("name", ["landing", "chapter", "entry", "search", "browse", "index"])
def test_the_first_key_reaches_the_skip_link_and_every_focus_shows(page, name: str) -> None:
    page.goto(TYPES[name])
    page.wait_for_function(READY)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    if name not in ("search",):
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
    for _ in range(12):
        seen = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return "end";
              const style = getComputedStyle(one);
              const box = one.getBoundingClientRect();
              if (!box.width || box.bottom < 0 || box.top > innerHeight) return `unseen ${one.outerHTML}`;
              return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                ? "shown" : `no outline ${one.outerHTML.slice(0, 120)}`;
            }"""
        )
        assert seen in ("shown", "end")
        page.keyboard.press("Tab")


@pytest.mark.parametrize("name", TYPES)
def test_one_first_heading_and_no_level_left_out(wide, name: str) -> None:
    wide.goto(TYPES[name])
    levels = wide.locator("main :is(h1, h2, h3, h4, h5, h6)").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_language_of_a_foreign_title_is_marked(wide) -> None:
    for path, place in (
        ("entries/zhihu2019article.html", "h1 [lang=zh]"),
        ("works.html", "[data-key=zhihu2019article] [lang=zh]"),
        ("indexes/years-2019.html", "[lang=zh]"),
        ("search.html?q=了解", "[data-key=zhihu2019article] [lang=zh]"),
    ):
        wide.goto(path)
        wide.locator(place).first.wait_for(state="attached")


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(chromium, site) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto("index.html")
    links = page.locator("#bar-links")
    assert not links.is_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert links.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#bar-links') !== null")
    page.keyboard.press("Escape")
    assert not links.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Menu"
    context.close()


@pytest.mark.parametrize("name", ["chapter", "browse", "search", "index"])
def test_targets_of_a_finger_are_large_enough(chromium, site, name: str) -> None:
    """WCAG 2.2, 2.5.8: buttons and fields are 24 pixels or more both ways."""
    context = chromium.new_context(base_url=site, viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.goto(TYPES[name])
    page.wait_for_function(READY)
    small = page.locator("button, select, input:not([type=checkbox]), summary").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).filter(one => {"
        "const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24;})"
        ".map(one => one.outerHTML)"
    )
    assert small == []
    context.close()
