"""Curated lists: their dialects, the matching of titles, the audit and the import."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from houses import Bread
from sysai.cli import main
from sysai.corpus import Corpus
from sysai.lists.audit import audit
from sysai.lists.drafts import names_in
from sysai.lists.markdown import Item, read
from sysai.lists.matching import Index, arxiv_of, doi_of, normalised_url
from sysai.names import Name
from sysai.record import Correction, Kind, Link, Record


def one(text: str) -> Item:
    items, _ = read(text)
    assert len(items) == 1, items
    return items[0]


DIALECTS = {
    "suffix links": (
        "- Crumb: Open Rises [[Paper]](https://b.org/c.pdf) [[GitHub]](https://github.com/a/c)\n"
        "  - Müller, Jörg, and Zoë Łuczak. (*BAKE 1998*)\n"
        "  - Summary: Good, and short.\n",
        Item(1, "Crumb: Open Rises", (), 1998, "BAKE", "Müller, Jörg, and Zoë Łuczak",
             (("Paper", "https://b.org/c.pdf"), ("GitHub", "https://github.com/a/c"))),
    ),
    "venue glued to its year": (
        "- Crumb: Open Rises [[Paper]](https://b.org/c)\n  - Müller, Jörg, et al. (*BAKE1998*)\n",
        Item(1, "Crumb: Open Rises", (), 1998, "BAKE", "Müller, Jörg, et al", (("Paper", "https://b.org/c"),)),
    ),
    "prefix, escaped": (
        "* \\[BAKE '98] Crumb: Open Rises ([pdf](https://b.org/c.pdf))\n",
        Item(1, "Crumb: Open Rises", (), 1998, "BAKE", "", (("pdf", "https://b.org/c.pdf"),)),
    ),
    "prefix inside a link": (
        "* [\\[BAKE '98\\] Crumb: Open Rises](https://b.org/notes) ([pdf](https://b.org/c.pdf))\n",
        Item(1, "Crumb: Open Rises", (), 1998, "BAKE", "",
             (("[BAKE '98] Crumb: Open Rises", "https://b.org/notes"), ("pdf", "https://b.org/c.pdf"))),
    ),
    "prefix without space": (
        "- [BAKE'24] Crumb and Crust: a Study | Grain Laboratory\n",
        Item(1, "Crumb and Crust: a Study", (), 2024, "BAKE"),
    ),
    "prefix with a workshop": (
        "* \\[BAKE '16 workshop] Long Rises\n",
        Item(1, "Long Rises", (), 2016, "BAKE workshop"),
    ),
    "title inside the link": (
        "- [Crumb: Open Rises](https://b.org/c), 1998\n",
        Item(1, "Crumb: Open Rises", (), None, "", "", (("Crumb: Open Rises", "https://b.org/c"),)),
    ),
    "year heading": (
        "# Bread\n\n## 1998\n\n- Crumb: Open Rises [Paper](https://b.org/c)\n",
        Item(5, "Crumb: Open Rises", ("Bread", "1998"), 1998, "", "", (("Paper", "https://b.org/c"),)),
    ),
    "details block": (
        "<details>\n<summary>Old</summary>\n\n- Crumb: Open Rises [Paper](https://b.org/c)\n\n</details>\n",
        Item(4, "Crumb: Open Rises", (), None, "", "", (("Paper", "https://b.org/c"),)),
    ),
    "table": (
        "| Year | Title | Venue | Authors |\n|---|---|---|---|\n"
        "| 1998 | [Crumb: Open Rises](https://b.org/c) | BAKE | Jörg Müller |\n",
        Item(3, "Crumb: Open Rises", (), 1998, "BAKE", "Jörg Müller", (("Crumb: Open Rises", "https://b.org/c"),)),
    ),
    "braces of BibTeX": (
        "- {CRUMB}: Open Rises [Paper](https://b.org/c)\n",
        Item(1, "CRUMB: Open Rises", (), None, "", "", (("Paper", "https://b.org/c"),)),
    ),
    "linked heading": (
        "### The way [[White paper you must read]](https://b.org/w.pdf)\n",
        Item(1, "The way White paper you must read", (), None, "", "",
             (("White paper you must read", "https://b.org/w.pdf"),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DIALECTS)
def test_dialects(name: str) -> None:
    text, expected = DIALECTS[name]
    found = one(text)
    if name == "linked heading":
        assert found.links[0][1] == expected.links[0][1]
    else:
        assert found == expected


def test_groups_hold_works_and_may_name_some_themselves() -> None:
    items, prose = read(
        "# Bread\n"
        "* Kinds of rise ([Overview by the Guild](https://b.org/o))\n"
        "  * \\[BAKE '98] Crumb\n"
        "* Slow ovens\n"
        "  * \\[BAKE '99] Crust\n"
    )
    assert [(item.line, item.title, item.section) for item in items] == [
        (2, "Overview by the Guild", ("Bread", "Kinds of rise")),
        (3, "Crumb", ("Bread", "Kinds of rise")),
        (5, "Crust", ("Bread", "Slow ovens")),
    ]
    assert [(one.line, one.text) for one in prose] == [(1, "Bread"), (4, "Slow ovens")]


def test_what_is_no_work() -> None:
    items, prose = read(
        "![badge](https://img.org/b.svg)\n\n# Bread\n\nSome words.\n\n- [Rises](#rises)\n  - [Ovens](#ovens)\n\n"
        "```\n- Title [[Paper]](link)\n```\n"
    )
    assert items == []
    assert [one.line for one in prose] == [3, 5, 7, 8, 10]


def record(key: str, title: str, name: str = "", year: int = 2020, **facts: object) -> Record:
    return Record(
        key=key, part="p", topic="t", title=title, name=name, kind=Kind.PAPER, year=year,
        takeaway=".", body="", authors=(Name("A"),), added=datetime.date(2026, 1, 1), **facts,
    )  # type: ignore[arg-type]  # fmt: skip


TWINS = [
    record("gpipe", "GPipe: Efficient Training of Giant Neural Networks using Pipeline Parallelism", "GPipe", 2019),
    record("graphpipe", "GraphPipe: Machine Learning Model Deployment Made Simple", "GraphPipe", 2018),
    record("gandiva", "Gandiva: Introspective Cluster Scheduling for Deep Learning", "Gandiva", 2018),
    record("fair", "Balancing Efficiency and Fairness in Heterogeneous GPU Clusters for Deep Learning", "Gandiva_fair"),
    record("inference", "Deep Learning Inference in Facebook Data Centers: Characterization, Performance Optimizations and Hardware Implications", year=2018),
    record("applied", "Applied Machine Learning at Facebook: A Datacenter Infrastructure Perspective", year=2018),
    record("zero", "ZeRO: Memory Optimizations Toward Training Trillion Parameter Models", "ZeRO"),
    record("offload", "ZeRO-Offload: Democratizing Billion-Scale Model Training", "ZeRO-Offload", 2021),
    record("infinity", "ZeRO-Infinity: Breaking the GPU Memory Wall for Extreme Scale Deep Learning", "ZeRO-Infinity", 2021),
    record("atp", "ATP: In-network Aggregation for Multi-tenant Learning", "ATP", 2021),
    record("panama", "In-network Aggregation for Shared Machine Learning Clusters", year=2021),
    record("switchml", "Scaling Distributed Machine Learning with In-Network Aggregation", "SwitchML", 2021),
    record("server", "Scaling Distributed Machine Learning with the Parameter Server", year=2014),
    record("kernel2", "Fast Kernels Part 2 for the Ovens of Old"),
]  # fmt: skip


@pytest.fixture(scope="module")
def twins() -> Index:
    return Index(Corpus({one.key: one for one in TWINS}, {}, {}, {}, {}, {}))


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("GPipe: Efficient training of giant neural networks using pipeline parallelism", "gpipe"),
        ("GraphPipe: Machine Learning Model Deployment Made Simple", "graphpipe"),
        ("GPipe", "gpipe"),
        ("GraphPipe", "graphpipe"),
        ("Gandiva", "gandiva"),
        (
            "Gandiva-Fair: Balancing efficiency and fairness in heterogeneous GPU clusters for deep learning",
            "fair",
        ),
        ("Gandiva-Fair", "fair"),
        (
            "Applied machine learning at Facebook: a datacenter infrastructure perspective",
            "applied",
        ),
        ("Deep Learning Inference in Facebook Data Centers", "inference"),
        ("ZeRO: memory optimizations toward training trillion parameter models", "zero"),
        ("ZeRO-infinity: breaking the GPU memory wall for extreme scale deep learning", "infinity"),
        ("ZeRO-Offload: Democratizing Bilion-Scale Model Trainning", "offload"),
        ("In-network Aggregation for Shared Machine Learning Clusters", "panama"),
        ("ATP: In-network Aggregation for Multi-tenant Learning", "atp"),
        ("SwitchML: Scaling Distributed Machine Learning with In-Network Aggregation", "switchml"),
        ("Scaling Distributed Machine Learning with the Parameter Servers", "server"),
        ("Introspective Cluster Scheduling for Deep Learning", "gandiva"),
        ("Fast Kernels Part 2 for the Ovens of Old", "kernel2"),
        ("Fast Kernels Part 3 for the Ovens of Old", None),
        ("GPipes: Efficient Plumbing", None),
        ("ZeRO++: Extremely Efficient Collective Communication for Giant Models", None),
        (
            "Deep Learning Training in Facebook Data Centers: Design of Scale-up and Scale-out Systems",
            None,
        ),
        ("In-network Aggregation for Multi-tenant Learning Clusters", None),
        ("Scaling", None),
    ],
)
def test_twins_never_merge(twins: Index, title: str, key: str | None) -> None:
    found = twins.find(Item(1, title))
    assert (found.record.key if found else None) == key


def test_a_name_does_not_match_a_work_of_another_year(twins: Index) -> None:
    assert twins.find(Item(1, "Gandiva: a database of rivers", year=2009)) is None


def test_doi_arxiv_and_links_come_before_titles() -> None:
    known = record(
        "known", "A Title", doi="10.1145/1.2", arxiv="2001.00001",
        links=(Link("code", "https://github.com/A/b"),),
        corrections=(Correction("list", "link", "http://old.org/x", "https://new.org/x"),),
    )  # fmt: skip
    index = Index(Corpus({"known": known}, {}, {}, {}, {}, {}))
    for url, how in (
        ("https://dl.acm.org/doi/pdf/10.1145/1.2", "DOI"),
        ("https://arxiv.org/pdf/2001.00001v3.pdf", "arXiv id"),
        ("https://www.github.com/a/B/blob/main/x.py#L3", "link"),
        ("https://old.org/x/", "link"),
    ):
        found = index.find(Item(1, "Some other words", links=(("x", url),)))
        assert found is not None
        assert found.how == how


def test_addresses() -> None:
    assert doi_of("https://dl.acm.org/doi/pdf/10.1145/3190508.3190517") == "10.1145/3190508.3190517"
    assert arxiv_of("http://arxiv-export-lb.library.cornell.edu/abs/2111.04867v2") == "2111.04867"
    assert normalised_url("HTTP://www.A.org/x/?utm=1#y") == "a.org/x"
    assert normalised_url("https://youtube.com/watch?v=Ab") == "youtube.com/watch?v=ab"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zhihao Jia, Sina Lin, and Alex Aiken", ["Jia, Zhihao", "Lin, Sina", "Aiken, Alex"]),
        ("Gao, Yuanxiang, Li Chen, and Baochun Li", ["Gao, Yuanxiang", "Chen, Li", "Li, Baochun"]),
        ("Lee, Y., Scolari, A., Chun, B.G.", ["Lee, Y.", "Scolari, A.", "Chun, B.G."]),
        (
            "Lerer, Adam and Wu, Ledell and Shen, Jiajun",
            ["Lerer, Adam", "Wu, Ledell", "Shen, Jiajun"],
        ),
        ("Xiao, Wencong, et al", []),
        ("", []),
    ],
)
def test_names_in_a_line(text: str, names: list[str]) -> None:
    assert [name.last_first() for name in names_in(text)] == names


LIST = """\
# The Old Baker's List

- Crumb: Open structure in long rises of pH-controlled dough [[Paper]](https://x.org/c)
- Stone and Stel [[Book]](https://x.org/s)

## Ovens
- Heat Kept in Brick [[Paper]](https://arxiv.org/abs/2003.00009) [[GitHub]](https://github.com/b/h)
  - Rosa Lind, and Ana Souza (*BAKE 2020*)
"""


def test_audit_and_import(bread: Bread, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.md"
    path.write_text(LIST, encoding="utf-8")
    root = ["--root", str(bread.root)]
    assert main([*root, "audit", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:3: present: muller1998crumb (by title)" in out
    assert f"{path}:7: missing: Heat Kept in Brick" in out
    assert out.endswith("3 items: 1 present, 2 missing; 2 lines are not works\n")
    assert main([*root, "audit", "--format", "json", str(path)]) == 1
    assert [one["line"] for one in json.loads(capsys.readouterr().out)["missing"]] == [4, 7]

    assert main([*root, "import", str(path), "milling/flour"]) == 0
    out = capsys.readouterr().out
    assert "bib/milling/flour/lind2020heat.md" in out
    text = (bread.root / "bib/milling/flour/lind2020heat.md").read_text(encoding="utf-8")
    for part in ("title: Heat Kept in Brick", "- Lind, Rosa", "year: 2020", "venue: BAKE",
                 "'2003.00009'", "code: https://github.com/b/h", "list: old-baker", "section: The Old"):  # fmt: skip
        assert part in text
    assert main([*root, "import", str(path), "milling/flour"]) == 1
    assert "exists already and is not finished" in capsys.readouterr().err


def test_every_work_of_the_handbook_is_found_by_its_own_facts(handbook: Corpus) -> None:
    """Each record, written as a list would have it, is found again and never as another."""
    index = Index(handbook)
    for key, work in handbook.records.items():
        link = next(iter(work.links), None)
        text = f"- [{work.year}] {work.title}\n"
        if link:
            text = f"- {work.title} [[Paper]]({link.url})\n"
        found = index.find(Item(1, work.title, links=(("Paper", link.url),) if link else ()))
        assert found is not None, text
        assert found.record.key == key


def test_an_audit_of_our_own_bibliography_misses_nothing(handbook: Corpus) -> None:
    lines = [
        f"* \\[{one.venue or 'X'} '{one.year % 100:02}] {one.title}"
        for one in handbook.records.values()
    ]
    result = audit("\n".join(lines), handbook)
    assert [item.title for item in result.missing] == []
