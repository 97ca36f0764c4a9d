"""The table of all works, as pages and as files."""

from __future__ import annotations

import json
import re
import shutil
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest

from houses import BREAD, Bread
from sysai import browse
from sysai.corpus import Corpus
from sysai.lexicon import weights_of
from sysai.site import works
from sysai.site.directives import SHOWN
from sysai.site.outputkinds import Gathered, Site
from test_site import Links, read, sphinx


def test_the_table_has_a_column_a_fact_and_a_row_a_work(bread_corpus: Corpus) -> None:
    table = browse.table(bread_corpus)
    columns = {name: column for name, column in table.items() if name not in ("values", "language")}
    assert {len(column) for column in columns.values()} == {len(bread_corpus.records)}
    for at, key in enumerate(table["key"]):
        record = bread_corpus.records[key]
        assert (table["title"][at], table["year"][at]) == (record.title, record.year)
        assert table["values"]["kind"][table["kind"][at]] == record.kind.value
        assert [table["values"]["tag"][tag] for tag in table["tags"][at]] == list(record.tags)
        assert table["values"]["topic"][table["topic"][at]] == (
            bread_corpus.topics[record.topics[0]].title
        )
        venue = table["venue"][at]
        assert (table["values"]["venue"][venue] if venue >= 0 else "") == record.venue
        assert bool(table["code"][at]) is (record.link("code") is not None)
        assert table["language"].get(at, "") == record.language
    assert table["year"] == sorted(table["year"], reverse=True)


def test_the_texts_are_in_the_order_of_the_table(bread_corpus: Corpus) -> None:
    made = works.texts(Site(bread_corpus))["find/texts.json"]
    lines = [browse.text(bread_corpus.records[key]) for key in made.keys]
    for key, line in zip(browse.table(bread_corpus)["key"], lines, strict=True):
        assert bread_corpus.records[key].takeaway in line
        assert line.endswith(key)


def gathered(
    weights: dict[str, dict[str, int]],
    store: dict[str, object],
    changed: dict[str, tuple[dict[str, int] | None, dict[str, int] | None]] | None = None,
) -> Gathered:
    """The *weights* of all works; only those *changed* since what is in *store*, if that is given."""
    return Gathered(
        changed={key: (None, one) for key, one in weights.items()} if changed is None else changed,
        anew=changed is None,
        every=lambda: weights,
        kept=lambda name: deepcopy(store.get(name)),
        keep=store.__setitem__,
    )


def test_the_files_are_pure_and_are_json(bread_corpus: Corpus) -> None:
    files = works.files(Site(bread_corpus))
    assert files == works.files(Site(bread_corpus))
    assert set(files) == {"find/works.json"}
    weights = {key: weights_of(record) for key, record in bread_corpus.records.items()}
    words = works.words(Site(bread_corpus), gathered(weights, {}))
    assert words == works.words(Site(bread_corpus), gathered(weights, {}))
    assert "find/words/m.json" in words
    for content in (*files.values(), *words.values()):
        json.loads(content or "")


@pytest.mark.parametrize("most", [1, 1000], ids=["many volumes", "one volume"])
def test_words_of_a_changed_work_are_counted_without_the_others(
    bread_corpus: Corpus, most: int
) -> None:
    site = Site(bread_corpus, options={"sysai_search_volume": most})
    weights = {key: weights_of(record) for key, record in bread_corpus.records.items()}
    store: dict[str, object] = {}
    files = {**works.words(site, gathered(weights, store))}
    key = "costa2020wheat"
    steps = [
        {**weights[key], "quern": 40, "zebra": 1},  # others may have the words too
        {"wheat": 12},
        {},
        weights[key],
    ]
    for new in steps:
        old, weights = weights[key], {**weights, key: new}
        made = works.words(site, gathered(weights, store, {key: (old, new)}))
        files = {name: files[name] if text is None else text for name, text in made.items()}
        assert files == works.words(site, gathered(weights, {})), new
        assert new == {} or new == {"wheat": 12} or None in made.values()
    every = gathered(weights, store, {key: (weights[key], None)})
    assert None not in works.words(site, every).values()  # a work that is gone has no volume


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bread site whose first chapter has more works than a chapter shows."""
    root = tmp_path_factory.mktemp("large") / "bread"
    shutil.copytree(BREAD, root)
    bread = Bread(root)
    first = bread.path("costa2020wheat")
    text = read(first)
    for number in range(SHOWN):
        word = "crust" + "".join("abcdefghij"[int(digit)] for digit in f"{number:02}")
        copy = text.replace("Is Wheat Enough? Rye, Spelt and Oats", f"{word.capitalize()} at Home")
        copy = copy.replace("2001.01230", f"2001.1{number:04}")
        (first.parent / f"costa2020{word}.md").write_text(copy, encoding="utf-8")
    return sphinx(bread)


def test_a_large_chapter_shows_its_newest_works_and_the_way_to_all(large: Path) -> None:
    page = read(large / "milling/flour.html")
    own = page.partition("Also of interest here")[0]
    listed = re.findall(r'<p class="work-head">', own)
    assert len(listed) == SHOWN
    links = {text: href for href, _, text in Links(page).found}
    assert links[f"all {SHOWN + 3} works of this chapter"] == "../works.html?topic=Flour"
    assert "Stone" not in "".join(re.findall(r'<p class="work-head">.*?</p>', own)), "the oldest"


def test_the_table_of_works_is_whole_without_a_script(large: Path) -> None:
    page = read(large / "works.html")
    assert page.count("<tr data-key=") == SHOWN + 6
    assert f"{SHOWN + 6} works" in page
    hrefs = {href for href, _, _ in Links(page).found}
    assert "entries/muller1998crumb.html" in hrefs
    assert '<a href="entries/wang2015laomian.html" lang="zh">' in page


def test_rows_go_on_on_further_pages(bread_corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "BYTES", 900)
    builder = SimpleNamespace(get_relative_uri=lambda _, doc: f"{doc}.html")
    chunks = list(works.chunks(SimpleNamespace(builder=builder), bread_corpus))
    assert len(chunks) > 1
    assert all(len(rows.encode()) <= 900 for rows, _ in chunks)
    keys = re.findall('data-key="([^"]+)"', "".join(rows for rows, _ in chunks))
    assert keys == browse.table(bread_corpus)["key"]
    assert chunks[0][1] == "2015–2020"
    assert [works.page_name(place) for place in range(3)] == ["works", "works-2", "works-3"]


def test_no_page_of_a_work_grows_with_its_chapter(large: Path) -> None:
    page = read(large / "entries/costa2020crustba.html")
    beside = page.partition('<aside class="beside"')[2].partition("</aside>")[0]
    near = [href for href, _, _ in Links(beside).found if href.startswith("costa2020")]
    assert 1 <= len(near) <= 6
