"""Reading many record files: the same from the cache and from several processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import make_works, write_handbook
from houses import Bread
from sysai import corpus, recordfiles, states


def test_what_is_no_record_is_told(bread: Bread) -> None:
    (bread.root / "bib/baking/notes.txt").write_text("flour", encoding="utf-8")
    stamps, problems = recordfiles.scan(bread.root)
    assert len(stamps) == 6
    assert [one.path for one in problems] == ["bib/baking/notes.txt"]


def test_the_cache_gives_the_same_records(bread: Bread, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = corpus.load(bread.project, cache)
    written = cache.stat().st_mtime_ns
    again = corpus.load(bread.project, cache)
    assert again.records == first.records
    assert again.records["muller1998crumb"].where == first.records["muller1998crumb"].where
    assert cache.stat().st_mtime_ns == written


def test_a_changed_file_is_read_again(bread: Bread, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    corpus.load(bread.project, cache)
    bread.edit("muller1998crumb", "pages: 11-24", "pages: 11-25")
    assert corpus.load(bread.project, cache).records["muller1998crumb"].pages == "11-25"
    bread.path("costa2020wheat").unlink()
    assert "costa2020wheat" not in corpus.load(bread.project, cache).records


def test_a_broken_record_is_told_on_every_run(bread: Bread, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    bread.edit("muller1998crumb", "pages: 11-24", "pages: 24-11")
    told = [corpus.load(bread.project, cache).problems for _ in range(2)]
    assert told[0] == told[1] != []


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05."])
def test_a_cache_that_cannot_be_read_is_no_cache(
    bread: Bread, tmp_path: Path, content: bytes
) -> None:
    cache = tmp_path / "cache"
    cache.write_bytes(content)
    assert len(corpus.load(bread.project, cache).records) == 6


def test_a_cache_of_another_program_is_no_cache(
    bread: Bread, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    corpus.load(bread.project, cache)
    before = cache.read_bytes()
    monkeypatch.setattr(states, "program", lambda: "another")
    corpus.load(bread.project, cache)
    assert cache.read_bytes() != before


def test_several_processes_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_handbook(tmp_path, make_works(300))
    alone = corpus.load(corpus.Project(tmp_path))
    monkeypatch.setattr(recordfiles, "MANY", 10)
    monkeypatch.setattr(recordfiles.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    many = corpus.load(corpus.Project(tmp_path))
    assert many.records == alone.records
    assert many.problems == alone.problems == []
