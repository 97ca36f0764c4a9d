"""The search index in volumes, and the words by which the likeliest volume is found."""

from __future__ import annotations

import json
import random
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from houses import BREAD, Bread
from sysai import corpus
from sysai.corpus import Corpus
from sysai.lexicon import letter_at, lexicon, weights_of
from sysai.shard import EVERYTHING, plan
from sysai.site.search_index import LOADED, LOADED_FIRST, searched
from sysai.volumes import engine, of_site, split, volumes


def keys(count: int) -> list[str]:
    chosen = random.Random(7)  # noqa: S311
    return sorted(
        {"".join(chosen.choices("abcdefgh", k=6)) + str(number) for number in range(count)}
    )


def test_few_works_are_one_volume_that_has_all(bread_corpus: Corpus) -> None:
    (only,) = volumes(bread_corpus, EVERYTHING, 1000)
    assert (only.name, only.folder, only.pages) == ("", "pagefind", True)
    assert list(only.keys) == sorted(bread_corpus.records)


def test_many_works_are_volumes_of_few_and_each_work_is_in_one() -> None:
    every = keys(5000)
    found = split(every, 300)
    assert max(map(len, found.values())) <= 300
    assert min(map(len, found.values())) > 75, "a volume is split only where it must be"
    assert sorted(key for held in found.values() for key in held) == every
    assert all(list(held) == sorted(held) for held in found.values())


def test_a_new_work_changes_one_volume_or_splits_it() -> None:
    every = keys(3000)
    before = split(every, 200)
    for new in ("aardvark1", "zebra2", "rye3"):
        after = split(sorted([*every, new]), 200)
        changed = {name for name, held in after.items() if before.get(name) != held}
        gone = before.keys() - after.keys()
        if gone:
            (whole,) = gone
            assert all(name.startswith(whole) for name in changed)
        else:
            assert len(changed) == 1


def test_volumes_of_shards_are_those_of_the_site(bread_corpus: Corpus) -> None:
    shares = plan(bread_corpus, 2).shares
    site = of_site(bread_corpus, shares[0], 2)
    assert site == of_site(bread_corpus, shares[1], 2)
    assert [one for share in shares for one in volumes(bread_corpus, share, 2)] == list(site)
    assert sorted(key for one in site for key in one.keys) == sorted(bread_corpus.records)
    assert [one.name for one in site if one.pages] == ["1-pages", "2-pages"]
    assert engine([one.name for one in site]).startswith(
        f'export * from "./{site[0].name}/pagefind.js";'
    )


def weights(loaded: Corpus) -> dict[str, dict[str, int]]:
    return {key: weights_of(record) for key, record in loaded.records.items()}


def test_every_word_stands_in_the_file_of_its_letters(bread_corpus: Corpus) -> None:
    for most in (20, 60, 24_000):
        files = lexicon(weights(bread_corpus), (), most)
        words = [word for held in files.values() for word in held.get("words", ())]
        assert len(words) == len(set(words))
        assert {"muller", "luczak", "老面馒头的发酵"} <= set(words)
        assert "muller1998crumb" not in words, "a key in a citation is no word"
        assert {*string.ascii_lowercase, "other"} <= files.keys()
        for name, held in files.items():
            labels = name.removeprefix("other").strip(".").split(".")
            labels = [] if labels == [""] else labels
            for word in held.get("words", ()):
                assert [letter_at(word, at) for at in range(len(labels))] == labels
            if "split" in held:
                assert {f"{name}.{one}" for one in held["split"]} <= files.keys()
            else:
                size = sum(len(word) + 3 for word in held["words"])
                assert size <= most or len(held["words"]) == 1


def test_a_name_weighs_most_in_the_volume_of_its_work(bread_corpus: Corpus) -> None:
    found = volumes(bread_corpus, EVERYTHING, 2)
    assert len(found) > 3
    held = lexicon(weights(bread_corpus), found)["c"]
    row = held["in"][held["words"].index("crumb")]
    found_in = dict(zip(row[::2], row[1::2], strict=True))
    home = next(at for at, one in enumerate(found) if "muller1998crumb" in one.keys)
    assert found_in[home] == max(found_in.values())
    assert found_in[home] // 64 == 40


def test_words_of_one_volume_have_no_rows(bread_corpus: Corpus) -> None:
    for held in lexicon(weights(bread_corpus), volumes(bread_corpus, EVERYTHING, 1000)).values():
        assert held.keys() == {"words"}


def test_what_pagefind_sees_of_a_page() -> None:
    page = (
        '<!DOCTYPE html>\n<html lang="en" data-x="y"><head><title>No</title></head>'
        '<body class="page-entry"><nav>No</nav><main><div data-pagefind-body><i>Yes</i>'
        "<article>Rye</article></div><aside>No</aside></main></body></html>"
    )
    assert searched(page) == (
        '<!doctype html><html lang="en" data-x="y"><body class="page-entry">'
        "<div data-pagefind-body><i>Yes</i><article>Rye</article></div></body></html>\n"
    )
    assert searched(page.replace("data-pagefind-body", "")) == ""


def test_a_works_page_is_searched_as_far_as_its_text_goes() -> None:
    page = (
        '<!doctype html><html lang="en"><head></head><body class="page-entry"><main>'
        '<div data-pagefind-body><article><section id="crumb1998bread"><p>Text.</p>'
        '<section id="cite"><p>@article</p></section></section></article></div></main></body></html>'
    )
    assert searched(page) == (
        '<!doctype html><html lang="en"><body class="page-entry"><div data-pagefind-body><article>'
        '<section id="crumb1998bread"><p>Text.</p></section>\n</article></div></body></html>\n'
    )
    assert "@article" in searched(page.replace("page-entry", "page-page"))


def build(bread: Bread, *options: str) -> Path:
    """The site of *bread* with two works to a volume."""
    out = bread.root / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-d", str(bread.root / "trees")]
    command += ["-D", "sysai_search_volume=2", *options, str(bread.root / "docs"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def entries(out: Path) -> dict[str, int]:
    """Volume -> when it was written."""
    found = (out / "pagefind").rglob("pagefind-entry.json")
    return {path.parent.name: path.stat().st_mtime_ns for path in found}


@pytest.fixture
def bread(tmp_path: Path) -> Bread:
    root = tmp_path / "bread"
    shutil.copytree(BREAD, root)
    return Bread(root)


def test_only_the_volume_of_a_changed_work_is_made_anew(bread: Bread) -> None:
    out = build(bread)
    before = entries(out)
    assert len(before) > 3
    build(bread)
    assert entries(out) == before
    bread.edit("grain2019grist", "**Limits.**", "**Limits.** Rye was not tried.")
    build(bread)
    changed = {name for name, when in entries(out).items() if before[name] != when}
    found = volumes(corpus.load(bread.project), EVERYTHING, 2)
    assert changed == {one.name for one in found if "grain2019grist" in one.keys}


def test_volumes_hold_what_the_browser_loads_and_nothing_else(bread: Bread) -> None:
    out = build(bread)
    names = sorted(entries(out))
    top = {path.name for path in (out / "pagefind").iterdir()}
    assert top == {"pagefind.js", *names}
    told = (out / "pagefind/pagefind.js").read_text(encoding="utf-8")
    others = json.loads(told.partition("others = ")[2].rstrip(";\n"))
    first = next(name for name in names if f"{name}/" not in others)
    assert sorted([f"{first}/", *others]) == [f"{name}/" for name in names]
    for name in names:
        folder = out / "pagefind" / name
        files = {path for path in folder.rglob("*") if path.is_file()}
        wanted = (*LOADED, *LOADED_FIRST) if name == first else LOADED
        assert files == {path for pattern in wanted for path in folder.glob(pattern)}


def test_volumes_that_are_no_more_are_removed(bread: Bread) -> None:
    out = build(bread)
    assert len(entries(out)) > 3
    build(bread, "-D", "sysai_search_volume=1000")
    assert list(entries(out)) == ["pagefind"]
    assert not [path for path in (out / "pagefind").iterdir() if path.name == "pages"]
    before = {path.name for path in (out / "pagefind/fragment").iterdir()}
    bread.edit("grain2019grist", "**Limits.**", "**Limits.** Rye was not tried.")
    build(bread, "-D", "sysai_search_volume=1000")
    after = {path.name for path in (out / "pagefind/fragment").iterdir()}
    assert len(after) == len(before)
    assert len(after - before) == 1
