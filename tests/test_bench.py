"""The benchmark measures what it says; the page on scaling shows its committed figures."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from bench import aims, measure, table
from bench.corpus import make_works, record, write_handbook
from bench.others import OTHERS
from houses import HERE
from sysai import corpus, rules


def test_the_made_up_handbook_is_the_same_every_time_and_sound(tmp_path: Path) -> None:
    works = make_works(60)
    assert [record(one) for one in works] == [record(one) for one in make_works(60)]
    write_handbook(tmp_path, works)
    assert rules.check(corpus.load(corpus.Project(tmp_path))) == []


def test_its_works_are_as_long_as_real_ones() -> None:
    words = [len(" ".join(one.paragraphs).split()) for one in make_works(40)]
    assert 130 <= sum(words) / len(words) <= 170


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_generator_gets_every_work(tmp_path: Path, name: str) -> None:
    works = make_works(30)
    command = OTHERS[name](tmp_path, works)
    assert command[0] == sys.executable
    assert {path.stem for path in tmp_path.rglob("*.md")} >= {one.key for one in works}


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_the_exponent_of_a_power_is_found(power: float) -> None:
    found = measure.exponent((size, 0.3 * size**power) for size in (330, 1650, 5000))
    assert math.isclose(found, power)


def test_a_command_is_measured(tmp_path: Path) -> None:
    code = "x = bytearray(60_000_000)\nfor _ in range(2_000_000): pass"
    figures = measure.run([sys.executable, "-c", code], tmp_path, {})
    assert figures.memory > 60
    assert figures.cpu > 0
    assert figures.wall > 0


def test_a_command_that_fails_is_told_with_its_output(tmp_path: Path) -> None:
    with pytest.raises(measure.CommandFailed, match="ended with 3:\nflour"):
        measure.run([sys.executable, "-c", "print('flour'); exit(3)"], tmp_path, {})


def test_the_page_shows_the_committed_figures() -> None:
    figures = json.loads(table.FIGURES.read_text(encoding="utf-8"))
    page = (HERE.parent / "docs/about/scaling.md").read_text(encoding="utf-8")
    for line in (*table.tables(figures).splitlines(), *aims.table_of(figures).splitlines()):
        assert line in page


def test_two_commands_are_one_after_the_other() -> None:
    both = measure.Figures(2, 3, 100).then(measure.Figures(5, 4, 80))
    assert both == measure.Figures(7, 7, 100)


def test_the_table_tells_how_the_pdf_compares_with_latex_or_that_it_was_not_measured() -> None:
    figures = json.loads(table.FIGURES.read_text(encoding="utf-8"))
    figures["figures"]["pdf"]["330"] = [4, 6, 500]
    figures["figures"][table.LATEX] = {"330": [50, 60, 300]}
    figures["exponents"].pop(table.LATEX, None)
    assert "| 330 works | 6.0 | 60.0 | 0.100 |" in table.tables(figures)
    del figures["figures"][table.LATEX]
    assert "not measured: no xelatex" in table.tables(figures)


def test_an_aim_is_met_or_not_or_left_out_where_nothing_was_measured() -> None:
    figures = json.loads(table.FIGURES.read_text(encoding="utf-8"))
    figures["figures"]["html, cold"]["1650"] = [20, 30, 200]
    figures["figures"][f"{table.MKDOCS}, cold"]["1650"] = [20, 25, 200]
    figures["figures"]["check"]["10000"] = [5.0, 9, 100]
    del figures["figures"][table.LATEX]
    told = aims.table_of(figures)
    assert "| cold at 1,650, CPU: at most MkDocs-Material, pruned | 1.20 of it | not met |" in told
    assert "| check at 10,000: at most 5 s | 5.0 s | met |" in told
    assert table.LATEX not in told


def test_the_median_is_taken_of_each_figure() -> None:
    runs = [measure.Figures(1, 9, 70), measure.Figures(5, 2, 80), measure.Figures(3, 4, 90)]
    assert measure.median(runs) == measure.Figures(3, 4, 80)
