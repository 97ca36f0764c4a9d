"""The site in shards: who writes what, and that the joined site is the one built at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sphinx.util.inventory import InventoryFile

from houses import BREAD, Bread
from shards import build, built, files
from sysai.cli import main
from sysai.corpus import Corpus, Topic
from sysai.formats import FORMATS
from sysai.inventory import Inventory, NotAnInventory, merged
from sysai.shard import EVERYTHING, NoSuchShard, plan, render, share_named

# -- the plan ---------------------------------------------------------------------------------


def made_up(counts: list[int], corpus: Corpus) -> Corpus:
    """A corpus with as many works in each topic as *counts* says."""
    model = next(iter(corpus.records.values()))
    topics, records = {}, {}
    for place, count in enumerate(counts):
        part = f"part{place // 3}"
        topics[f"{part}/t{place}"] = Topic(part, f"t{place}", f"T{place}")
        for number in range(count):
            key = f"key{place}x{number}"
            records[key] = type(model)(
                **{name: getattr(model, name) for name in model.__slots__}
                | {"key": key, "part": part, "topic": f"t{place}", "also": ()}
            )
    parts = {topic.part: topic.part for topic in topics.values()}
    return Corpus(records, {}, {}, {}, topics, parts)


@pytest.mark.parametrize("counts", [[3, 3], [9, 1, 1, 1, 5, 4], [0, 0, 0], [7, 0, 2, 30, 11, 11]])
def test_each_page_has_one_shard(bread_corpus: Corpus, counts: list[int]) -> None:
    corpus = made_up(counts, bread_corpus)
    for parts in range(1, len(counts) + 1):
        shares = plan(corpus, parts).shares
        docs = [*corpus.topics, *(f"{part}/index" for part in corpus.parts), "index", "about/this"]
        for doc in docs:
            assert sum(share.has_document(doc) for share in shares) == 1
        for record in corpus.records.values():
            assert sum(share.has_work(record) for share in shares) == 1
        for place in range(20):
            assert sum(share.has_place(place) for share in shares) == 1
        assert all(share.topics for share in shares)
        assert [share.works for share in shares] == [
            sum(map(share.has_work, corpus.records.values())) for share in shares
        ]
        assert EVERYTHING.has_document(docs[0])


def test_shards_are_alike_in_size_and_planned_alike(bread_corpus: Corpus) -> None:
    corpus = made_up([40, 10, 10, 10, 10, 25, 25], bread_corpus)
    works = [share.works for share in plan(corpus, 3).shares]
    assert sum(works) == 130
    assert max(works) - min(works) <= 10
    backwards = made_up([40, 10, 10, 10, 10, 25, 25], bread_corpus)
    backwards.topics = dict(reversed(backwards.topics.items()))
    assert plan(backwards, 3).topics == plan(corpus, 3).topics


def test_the_whole_site_is_one_share(bread_corpus: Corpus) -> None:
    assert all(map(EVERYTHING.has_work, bread_corpus.records.values()))
    assert EVERYTHING.has_document("baking/index")


@pytest.mark.parametrize("name", ["", "1", "0/2", "3/2", "1/3", "a/b", "-1/2", "1/2/3"])
def test_a_shard_that_is_none_is_told(bread_corpus: Corpus, name: str) -> None:
    with pytest.raises(NoSuchShard):
        share_named(bread_corpus, name)


def test_the_plan_as_lines_and_as_a_matrix(bread_corpus: Corpus) -> None:
    found = plan(bread_corpus, 2)
    assert render(found, "text").splitlines() == [
        "1/2: 3 works: baking/sourdough",
        "2/2: 3 works: milling/flour",
    ]
    assert json.loads(render(found, "json")) == {
        "include": [
            {"shard": "1/2", "number": 1, "works": 3, "topics": ["baking/sourdough"]},
            {"shard": "2/2", "number": 2, "works": 3, "topics": ["milling/flour"]},
        ]
    }


def test_plan_on_the_command_line(bread: Bread, capsys) -> None:
    assert main(["--root", str(bread.root), "shard", "plan", "--parts", "2"]) == 0
    assert capsys.readouterr().out.startswith("1/2: 3 works")
    assert main(["--root", str(bread.root), "shard", "plan", "--parts", "3"]) == 2
    assert "give a number from 1 to 2" in capsys.readouterr().err


# -- two builds, joined -----------------------------------------------------------------------


class Sites(NamedTuple):
    """A handbook, its site built at once, and its shards, joined."""

    bread: Bread
    whole: Path
    one: Path
    two: Path
    joined: Path


def join(out: Path, *shards: Path) -> int:
    return main(["shard", "join", str(out), *map(str, shards)])


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    bread = Bread(tmp_path_factory.mktemp("shards") / "bread")
    shutil.copytree(BREAD, bread.root)
    # An author with works in both.
    shared = ("costa2020wheat", "e Silva]", "e Silva, Jörg Müller]")
    bread.edit(*shared)
    whole = built(bread, "", "whole")
    # The second on "another machine": in a folder of its own, after the first is gone from docs.
    one = built(bread, "1/2", "one")
    away = Bread(bread.root.parent / "away")
    shutil.copytree(BREAD, away.root)
    away.edit(*shared)
    two = built(away, "2/2", "two")
    joined = bread.root / "joined"
    assert join(joined, two, one) == 0
    return Sites(bread, whole, one, two, joined)


def test_the_joined_site_is_the_one_built_at_once(sites: Sites) -> None:
    whole, joined = files(sites.whole), files(sites.joined)
    assert sorted(whole) == sorted(joined)
    assert len(whole) > 150
    authors = {f"bib/authors/muller-jorg.{form.ending}" for form in FORMATS.values()}
    assert {path for path in whole if path.startswith("bib/authors/")} == authors
    del whole["objects.inv"], joined["objects.inv"]
    assert [path for path in whole if whole[path] != joined[path]] == []


def test_a_shard_has_its_own_pages_only(sites: Sites) -> None:
    def works(folder: Path) -> set[str]:
        return {path.stem for path in (folder / "entries").glob("*.html")}

    assert works(sites.one) == {"muller1998crumb", "papadopoulos2004field", "wang2015laomian"}
    assert works(sites.two) == {"costa2020wheat", "grain2019grist", "vandermeer2010stone"}
    assert not (sites.one / "milling").exists()
    assert not (sites.two / "baking").exists()
    for name in (
        "index.html",
        "works.html",
        "search.html",
        "sitemap.xml",
        "robots.txt",
        "llms.txt",
    ):
        assert (sites.one / name).is_file(), name
        assert not (sites.two / name).exists(), name
    indexes = [{path.name for path in (one / "indexes").glob("*.html")} for one in sites[2:4]]
    assert indexes[0]
    assert indexes[1]
    assert not indexes[0] & indexes[1]
    assert not list(sites.two.glob("**/all.bib"))


def test_inventories_name_what_a_shard_has_and_are_merged(sites: Sites) -> None:
    def objects(folder: Path) -> dict[str, set[str]]:
        data = InventoryFile.loads((folder / "objects.inv").read_bytes(), uri="/").data
        return {kind: set(found) for kind, found in data.items()}

    one, two, joined = objects(sites.one), objects(sites.two), objects(sites.joined)
    assert joined == objects(sites.whole)
    assert {"muller1998crumb", "papadopoulos2004field"} <= one["sysai:entry"]
    assert not one["sysai:entry"] & two["sysai:entry"]
    assert one["sysai:topic"] == {"baking/sourdough"}
    assert two["sysai:topic"] == {"milling/flour"}
    assert "baking/sourdough" not in two["std:doc"]


def test_another_project_refers_to_works_of_both_through_intersphinx(
    sites: Sites, tmp_path: Path
) -> None:
    (tmp_path / "conf.py").write_text(
        'extensions = ["sphinx.ext.intersphinx", "sysai.domain"]\n'
        f'intersphinx_mapping = {{"bread": ("https://bread.example.org/", {str(sites.joined / "objects.inv")!r})}}\n'
    )
    (tmp_path / "index.rst").write_text(
        "Title\n=====\n\n:sysai:entry:`muller1998crumb`, :sysai:entry:`costa2020wheat`, "
        ":sysai:topic:`milling/flour`, :external:doc:`baking/sourdough`\n"
    )
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-n",
        "-q",
        str(tmp_path),
        str(tmp_path / "out"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    for path in ("entries/muller1998crumb", "entries/costa2020wheat", "milling/flour",
                 "baking/sourdough"):  # fmt: skip
        assert f'href="https://bread.example.org/{path}.html"' in page


def test_one_search_over_the_indexes_of_both(sites: Sites) -> None:
    counts = [
        json.loads((folder / "pagefind-entry.json").read_text())["languages"]["en"]["page_count"]
        for folder in (sites.whole / "pagefind", *(sites.joined / f"pagefind/{n}" for n in (1, 2)))
    ]
    assert counts[0] == counts[1] + counts[2]
    assert min(counts) > 3
    engine = (sites.joined / "pagefind/pagefind.js").read_text()
    assert engine == 'export * from "./1/pagefind.js";\nexport const others = ["2/"];\n'
    assert "others = []" in (sites.two / "pagefind/pagefind.js").read_text()


def test_the_words_name_the_volumes_of_both(sites: Sites) -> None:
    whole, joined = (words(folder) for folder in (sites.whole, sites.joined))
    assert {name: held["words"] for name, held in joined.items()} == {
        name: held["words"] for name, held in whole.items()
    }
    places = {
        row[at] for held in joined.values() for row in held["in"] for at in range(0, len(row), 2)
    }
    assert places == {0, 1}


def words(site: Path) -> dict[str, dict[str, list[Any]]]:
    return {path.stem: json.loads(path.read_text()) for path in (site / "find/words").iterdir()}


def test_shards_that_grow_join_as_clean(sites: Sites, tmp_path: Path) -> None:
    """After a change that reaches works and joined files of both, built on what is there."""
    root = tmp_path / "grown"
    shutil.copytree(sites.bread.root, root)
    bread = Bread(root)
    bread.edit("muller1998crumb", "  - Jörg Müller", "  - Joerg Müller")
    bread.edit("costa2020wheat", "tags:", "also: [baking/sourdough]\ntags:")
    built(bread, "1/2", "one")
    built(bread, "2/2", "two-here")
    assert join(root / "joined", root / "one", root / "two-here") == 0
    whole, joined = files(built(bread, "", "clean")), files(root / "joined")
    del whole["objects.inv"], joined["objects.inv"]
    assert whole == joined
    assert files(sites.joined) != joined
    assert join(root / "joined", root / "one", sites.two) == 2
    assert files(root / "joined")["index.html"] == joined["index.html"]


def test_a_folder_holds_one_shard(sites: Sites) -> None:
    done = build(sites.bread, "2/2", "one")
    assert done.returncode == 2
    assert "holds 1/2: build shard 2/2 into a folder of its own" in done.stderr
    done = build(sites.bread, "", "one")
    assert "holds 1/2: build the whole site into a folder of its own" in done.stderr
    done = build(sites.bread, "1/2", "whole")
    assert "holds the whole site: build shard 1/2 into" in done.stderr
    done = build(sites.bread, "1/3", "new")
    assert done.returncode == 2
    assert "sysai_shard: 3 parts: the handbook has 2 topics" in done.stderr


def test_a_broken_reference_to_another_shard_is_told(bread: Bread) -> None:
    bread.edit("docs/milling/flour.md", "(../baking/sourdough.md)", "(../baking/rye.md)")
    done = build(bread, "2/2", "two")
    assert done.returncode == 1
    assert (
        "flour.md:3: WARNING: 'myst' cross-reference target not found: '../baking/rye.md'"
        in done.stderr
    )


# -- what does not fit ------------------------------------------------------------------------


def shard(folder: Path, number: int, parts: int = 2, revision: str = "abc") -> Path:
    """A shard of a few files, without any build."""
    own = {"own.html": str(number), "_static/a.css": "a", "pagefind/pagefind.js": "x"}
    for path, text in {f"{number}/{path}": text for path, text in own.items()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "shared.txt").write_text("same")
    head = (b"# Sphinx inventory version 2", b"# Project: B", b"# Version: 1", b"# zlib")
    line = f"key{number} sysai:entry 1 entries/key{number}.html Title {number}"
    (folder / "objects.inv").write_bytes(Inventory(head, (line,)).dump())
    (folder / "sysai-shard").mkdir()
    told = {"number": number, "parts": parts, "revision": revision, "files": 6}
    told["volumes"] = [str(number)]
    (folder / "sysai-shard/shard.json").write_text(json.dumps(told))
    return folder


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    return shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)


def test_shards_are_joined_in_any_order(two, tmp_path: Path, capsys) -> None:
    assert join(tmp_path / "new/site", two[1], two[0]) == 0
    assert capsys.readouterr().out.endswith("site: 2 shards joined\n")
    site = tmp_path / "new/site"
    assert (site / "1/own.html").read_text() == "1"
    assert (site / "2/own.html").read_text() == "2"
    assert not (site / "sysai-shard").exists()
    assert len(Inventory.read((site / "objects.inv").read_bytes()).lines) == 2
    assert site.stat().st_mode == two[0].stat().st_mode
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_joining_again_takes_the_place_of_the_old(two, tmp_path: Path) -> None:
    assert join(tmp_path / "site", *two) == 0
    (tmp_path / "site/stale.html").write_text("stale")
    assert join(tmp_path / "site", *two) == 0
    assert not (tmp_path / "site/stale.html").exists()


def test_files_that_differ_are_told_and_nothing_is_joined(two, tmp_path: Path, capsys) -> None:
    (two[1] / "shared.txt").write_text("else")
    assert join(tmp_path / "site", *two) == 1
    out, err = capsys.readouterr()
    assert out == "shared.txt: shards 1/2 and 2/2 differ\n"
    assert "nothing was joined" in err
    assert not (tmp_path / "site").exists()


def refused(capsys, out: Path, *shards: Path) -> str:
    assert join(out, *shards) == 2
    assert sorted(out.parent.glob(f".{out.name}.*")) == []
    told: str = capsys.readouterr().err
    return told


def test_a_missing_or_repeated_shard_is_told(two, tmp_path: Path, capsys) -> None:
    site = tmp_path / "site"
    assert "shard 2/2 is missing" in refused(capsys, site, two[0])
    assert "shard 1/2 is missing" in refused(capsys, site, two[1])
    assert "shard 1/2 is given more than once" in refused(capsys, site, two[0], *two)
    assert not site.exists()


def test_shards_of_other_plans_or_revisions_are_told(two, tmp_path: Path, capsys) -> None:
    site = tmp_path / "site"
    third = shard(tmp_path / "c", 2, parts=3)
    assert "is shard 1/2, " in refused(capsys, site, two[0], third)
    older = shard(tmp_path / "d", 2, revision="abd")
    assert "build all shards from one revision" in refused(capsys, site, two[0], older)
    half = shard(tmp_path / "e", 2, revision="")
    assert "its build did not finish" in refused(capsys, site, two[0], half)


def test_a_folder_that_is_no_whole_shard_is_told(two, tmp_path: Path, capsys) -> None:
    site = tmp_path / "site"
    assert "holds no shard of a site: build it" in refused(capsys, site, tmp_path / "none", *two)
    (two[1] / "2/own.html").unlink()
    assert "has 5 files, its build wrote 6" in refused(capsys, site, *two)
    (two[1] / "sysai-shard/shard.json").write_text("{")
    assert "holds no shard" in refused(capsys, site, *two)


def test_nothing_that_is_no_joined_site_is_replaced(two, tmp_path: Path, capsys) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "mine.txt").write_text("mine")
    assert "is no joined site" in refused(capsys, site, *two)
    assert "is a file" in refused(capsys, site / "mine.txt", *two)
    assert "overlap" in refused(capsys, two[0] / "site", *two)
    assert "overlap" in refused(capsys, tmp_path, *two)
    assert (site / "mine.txt").read_text() == "mine"


def test_a_broken_inventory_is_told(two, tmp_path: Path, capsys) -> None:
    (two[1] / "objects.inv").write_bytes(b"no inventory")
    assert "b/objects.inv: its first line is not" in refused(capsys, tmp_path / "site", *two)


def test_inventories_are_read_as_sphinx_reads_them(sites: Sites) -> None:
    data = (sites.whole / "objects.inv").read_bytes()
    found = Inventory.read(data)
    assert InventoryFile.loads(found.dump(), uri="").data == InventoryFile.loads(data, uri="").data
    assert merged([found, found]).dump() == merged([found]).dump()
    with pytest.raises(NotAnInventory):
        Inventory.read(data[:-9])
