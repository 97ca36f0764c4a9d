"""The ``sysai`` command: output, formats and exit status."""

from __future__ import annotations

import json

import pytest

from houses import Bread
from sysai.cli import main
from sysai.formats import EXPORTS


def run(bread: Bread, *arguments: str) -> int:
    return main(["--root", str(bread.root), *arguments])


def test_check_is_silent_and_0_where_all_is_well(bread: Bread, capsys) -> None:
    assert run(bread, "check") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "6 records, 0 problems\n"


def test_check_prints_problems_and_ends_with_1(bread: Bread, capsys) -> None:
    bread.edit("muller1998crumb", "venue: BAKE", "venue: BAK")
    assert run(bread, "check") == 1
    out, err = capsys.readouterr()
    assert out == (
        "bib/baking/sourdough/muller1998crumb.md:10: venue: 'BAK' is not in bib/venues.yaml; "
        "did you mean 'BAKE'? [unknown-venue]\n"
    )
    assert err == "6 records, 1 problem\n"


def test_check_as_json(bread: Bread, capsys) -> None:
    bread.edit("muller1998crumb", "venue: BAKE", "venue: BAK")
    assert run(bread, "check", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "bib/baking/sourdough/muller1998crumb.md",
            "line": 10,
            "field": "venue",
            "code": "unknown-venue",
            "message": "'BAK' is not in bib/venues.yaml; did you mean 'BAKE'?",
        }
    ]
    bread.edit("muller1998crumb", "venue: BAK", "venue: BAKE")
    assert run(bread, "check", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_for_github(bread: Bread, capsys) -> None:
    bread.edit("muller1998crumb", "venue: BAKE", "venue: 'B%A,K:'")
    assert run(bread, "check", "--format", "github") == 1
    assert capsys.readouterr().out == (
        "::error file=bib/baking/sourdough/muller1998crumb.md,line=10,"
        "title=venue [unknown-venue]::'B%25A,K:' is not in bib/venues.yaml; did you mean 'BAKE'?\n"
    )


def test_2_where_there_is_no_handbook(tmp_path, capsys) -> None:
    assert main(["--root", str(tmp_path), "check"]) == 2
    assert "no handbook in" in capsys.readouterr().err


def test_2_for_wrong_arguments() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["chekc"])
    assert stop.value.code == 2


def test_export_writes_once_and_check_finds_stale(bread: Bread, capsys) -> None:
    assert run(bread, "export", "--check") == 1
    assert "bib/handbook.bib:1: file: is stale" in capsys.readouterr().out
    assert run(bread, "export") == 0
    first = (bread.root / "bib/handbook.bib").read_bytes()
    assert run(bread, "export") == 0
    assert "up to date" in capsys.readouterr().out
    assert run(bread, "export", "--check") == 0
    bread.edit("muller1998crumb", "year: 1998", "year: 1999")
    bread.path("muller1998crumb").rename(bread.path("muller1998crumb").with_stem("muller1999crumb"))
    assert run(bread, "export") == 1, "broken relations must stop the export"
    assert (bread.root / "bib/handbook.bib").read_bytes() == first


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["--key", "muller1998crumb,wang2015laomian"], ["muller1998crumb", "wang2015laomian"]),
        (["--key", "laboratory2019grist"], ["grain2019grist"]),  # an alias
        (["--topic", "milling/flour"],
         ["costa2020wheat", "grain2019grist", "papadopoulos2004field", "vandermeer2010stone"]),
        (["--part", "baking"], ["muller1998crumb", "papadopoulos2004field", "wang2015laomian"]),
        (["--author", "Jörg Müller"], ["muller1998crumb"]),
        (["--author", "van der Meer, Anna", "--author", "Grain Laboratory"],
         ["grain2019grist", "vandermeer2010stone"]),
        (["--key", "wang2015laomian", "--author", "Zoë Łuczak"],
         ["muller1998crumb", "wang2015laomian"]),
    ],
)  # fmt: skip
def test_export_of_a_selection(bread: Bread, capsys, arguments: list[str], keys: list[str]) -> None:
    assert run(bread, "export", "--format", "csl-json", *arguments) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == keys


def test_export_to_a_file_in_every_format(bread: Bread, capsys) -> None:
    for name in EXPORTS:
        target = bread.root / f"refs.{name}"
        arguments = ["export", "--format", name, "--topic", "milling/flour", "-o", str(target)]
        assert run(bread, *arguments, "--check") == 1
        assert "refs." in capsys.readouterr().out
        assert not target.exists()
        assert run(bread, *arguments) == 0
        assert target.read_text(encoding="utf-8").count("Is Wheat Enough") == (
            4 if name == "text" else 1
        )
        assert run(bread, *arguments, "--check") == 0
    assert not (bread.root / "bib/handbook.bib").exists()


def test_export_tells_all_that_is_not_there(bread: Bread, capsys) -> None:
    arguments = ["export", "--key", "muler1998crumb", "--topic", "milling/flower", "--part", "mil",
                 "--author", "Jörg Miller"]  # fmt: skip
    assert run(bread, *arguments) == 1
    assert capsys.readouterr().err.splitlines() == [
        "sysai: no work has the key 'muler1998crumb'; did you mean 'muller1998crumb'?",
        "sysai: 'milling/flower' is not a topic; did you mean 'milling/flour'?",
        "sysai: 'mil' is not a part; did you mean 'milling'?",
        "sysai: no work is by 'Jörg Miller'; did you mean 'Jörg Müller'?",
    ]
    assert run(bread, "export", "--check", "--format", "ris") == 2
    assert "name one with --output" in capsys.readouterr().err


def test_export_leaves_out_what_is_not_citable_and_says_so(bread: Bread, capsys) -> None:
    bread.edit("costa2020wheat", "authors: [Rui Costa, Ana Souza e Silva]",
               "authors: [Rui Costa]\nunseen: [authors]")  # fmt: skip
    assert run(bread, "export", "--topic", "milling/flour", "--format", "bibtex") == 0
    out, err = capsys.readouterr()
    assert "costa2020wheat" not in out
    assert err == "sysai: left out, its authors were not all seen: costa2020wheat\n"


def test_new_starts_a_record_that_check_helps_to_finish(bread: Bread, capsys) -> None:
    arguments = ["new", "milling/flour", "--year", "2011", "--title", "On the Sieve: a Study",
                 "--author", "Ana de Souza", "--author", "Bo Li"]  # fmt: skip
    assert run(bread, *arguments) == 0
    assert capsys.readouterr().out == "bib/milling/flour/desouza2011sieve.md\n"
    assert run(bread, "check") == 1
    out = capsys.readouterr().out
    assert "desouza2011sieve.md" in out
    assert "takeaway: has no value" in out
    assert run(bread, *arguments) == 2
    assert "desouza2011sieve.md exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["milling/flower", "--title", "T", "--author", "A B"], "did you mean 'milling/flour'?"),
        (["milling/flour", "--title", "T", "--author", "A B et al."], "every author"),
        (["milling/flour", "--title", "stone AND steel", "--author", "A B"], "vandermeer2010stone"),
    ],
)
def test_new_says_why_it_cannot(bread: Bread, capsys, arguments: list[str], says: str) -> None:
    assert run(bread, "new", *arguments, "--year", "2011") == 2
    assert says in capsys.readouterr().err
