"""Build made-up handbooks of several sizes, and the same works with other generators.

    python -m bench --sizes 330 1650 5000 10000 --json figures.json
    python -m bench --quick            # 330 works, ours against stock Sphinx; fails where it worsened

Times of this machine mean little elsewhere; what is compared are ratios within one run.  A figure
is the median of `ROUNDS` runs, between which all others ran; of one, where a run takes over a
minute, and of builds that write more works than the other generators get.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from . import aims
from .corpus import Work, make_works, part_of, record, write_handbook
from .measure import Figures, bytes_of, exponent, median, run
from .others import OTHERS
from .table import LATEX, STOCK, tables

#: What a change may worsen our cold build's ratio to stock Sphinx's by, and how often to look.
SLACK = 1.2
ATTEMPTS = 3
#: Our cold build to stock Sphinx's as quick runs find it, when nothing else was at work.
QUICK = Path(__file__).parent / "quick.json"
STRICT = ("-q", "-W", "--keep-going", "-n")
#: How often each command runs, and the seconds beyond which once is enough.
ROUNDS = 3
SLOW = 60
#: TeX takes as long as all the rest: it is measured at this size alone.
LATEX_AT = 330

Table = dict[str, dict[int, Figures]]


def ours(
    root: Path, works: list[Work], *, books: bool, latex: bool, again: int
) -> Iterator[tuple[str, Figures]]:
    """Each of our commands on a fresh handbook of *works* below *root*.

    Those that leave everything as it is run *again* so often.
    """
    write_handbook(root, works)
    environment = {"PYTHONHASHSEED": "0"}

    def sphinx(builder: str) -> Figures:
        command = [sys.executable, "-m", "sphinx", "-j", "auto", "-b", builder, *STRICT]
        return run([*command, "-d", f"trees-{builder}", "docs", builder], root, environment)

    def sysai(*arguments: str) -> Figures:
        return run([sys.executable, "-m", "sysai", *arguments], root, environment)

    for _ in range(again):
        yield "check", sysai("check")
        yield "export", sysai("export")
    yield "html, cold", sphinx("html")
    for _ in range(again):
        yield "html, nothing changed", sphinx("html")
    middle = works[len(works) // 2]
    path = root / "bib" / part_of(middle.topic) / f"topic-{middle.topic}" / f"{middle.key}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("**Limits.**", "**Limits.** Changed.", 1), encoding="utf-8")
    yield "html, one text changed", sphinx("html")
    new = record(middle).replace(f"title: {middle.title}", "title: Aardvark Added Anew")
    first = f"{middle.authors[0].split()[-1].lower()}{middle.year}aardvark"
    (path.parent / f"{first}.md").write_text(new, encoding="utf-8")
    yield "html, one work added", sphinx("html")
    yield (
        "search index, made as one",
        run([sys.executable, "-m", "pagefind", "--site", "html", "--quiet"], root, environment),
    )
    if books:
        yield "pdf", sphinx("typst")
        yield "epub", sphinx("epub")
    if latex and len(works) == LATEX_AT and all(map(shutil.which, ("xelatex", "latexmk"))):
        command = ["latexmk", "-xelatex", "-interaction=nonstopmode", "handbook.tex"]
        yield LATEX, sphinx("latex").then(run(command, root / "latex", environment))


def others(root: Path, works: list[Work], names: list[str]) -> Iterator[tuple[str, Figures]]:
    """Cold build, then with one page changed, of each of the other generators."""
    for name in names:
        folder = root / name.replace(" ", "-").replace(",", "")
        folder.mkdir(parents=True)
        command = OTHERS[name](folder, works)
        yield f"{name}, cold", run(command, folder, {})
        page = next(path for path in folder.rglob(f"{works[len(works) // 2].key}.md"))
        page.write_text(page.read_text(encoding="utf-8") + "\nChanged.\n", encoding="utf-8")
        yield f"{name}, one page changed", run(command, folder, {})


def measure(sizes: list[int], books_to: int, stock_to: int, quick: bool) -> dict[str, Any]:
    """All figures, by name and size, with what they were measured on.

    Nothing is removed before the end: for some minutes after many files were, ext4 passes over
    their inodes one by one whenever a file is made, which then takes ten times as long.
    """
    table: Table = {}
    sites: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        for size in sizes:
            works = make_works(size)
            rounds = ROUNDS if size <= stock_to else 1
            books = size <= books_to and not quick
            names = [STOCK] if quick else _others_at(size, stock_to)
            found: dict[str, list[Figures]] = {}
            for one in range(rounds):
                root = Path(name, str(size), str(one))
                slow = {label for label, runs in found.items() if runs[0].wall > SLOW}
                own = ours(
                    root / "ours", works, books=books, latex=books and LATEX not in slow,
                    again=1 if rounds > 1 or quick else ROUNDS,
                )  # fmt: skip
                again = [other for other in names if f"{other}, cold" not in slow]
                for label, figures in _told(size, chain(own, others(root, works, again))):
                    found.setdefault(label, []).append(figures)
            sites[size] = _site(Path(name, str(size), "0", "ours"))
            table |= {
                label: {**table.get(label, {}), size: median(runs)} for label, runs in found.items()
            }
    return {
        "python": platform.python_version(),
        "versions": {one: version(one) for one in ("sphinx", "myst-parser", "pagefind", "typst")},
        "figures": {
            label: {
                str(size): [round(one.wall, 2), round(one.cpu, 2), round(one.memory)]
                for size, one in found.items()
            }
            for label, found in table.items()
        },
        "sites": {str(size): found for size, found in sites.items()},
    }


def joined(results: list[dict[str, Any]]) -> dict[str, Any]:
    """Runs of different sizes as one, with the exponents over all of them."""
    whole = {**results[0], "figures": {}, "sites": {}}
    for result in results:
        whole["sites"] |= result["sites"]
        for label, found in result["figures"].items():
            whole["figures"].setdefault(label, {}).update(found)
    whole["exponents"] = {
        label: {
            name: round(exponent((int(size), one[at]) for size, one in found.items()), 2)
            for name, at in (("cpu", 1), ("memory", 2))
        }
        for label, found in whole["figures"].items()
        if len(found) > 1
    }
    return whole


def _site(root: Path) -> dict[str, float]:
    """Sizes of what was built below *root*."""
    site = root / "html"
    pages = [page.stat().st_size for page in (site / "entries").glob("*.html")]
    found = {
        "site MB": bytes_of(site) / 1e6,
        "bytes an entry page": sum(pages) / len(pages),
        "largest page KB": max(page.stat().st_size for page in site.rglob("*.html")) / 1e3,
    }
    for label, file in (("PDF", "typst/handbook.pdf"), (LATEX, "latex/handbook.pdf")):
        if (root / file).exists():
            found[f"pages, {label}"] = len(PdfReader(root / file).pages)
    return found


def _others_at(size: int, stock_to: int) -> list[str]:
    if size > stock_to:
        return []
    return [name for name in OTHERS if "furo" not in name or size <= 330]


def _told(size: int, found: Iterator[tuple[str, Figures]]) -> Iterator[tuple[str, Figures]]:
    """*found*, each printed as it comes."""
    for label, one in found:
        print(f"{label:42} {size:6} {one.wall:8.1f} {one.cpu:8.1f} {one.memory:7.0f}", flush=True)
        yield label, one


def _is_as_good(result: dict[str, Any]) -> bool:
    """Whether this run's ratio is the committed one, but for `SLACK`."""
    figures = result["figures"]
    ratio: float = figures["html, cold"]["330"][1] / figures[f"{STOCK}, cold"]["330"][1]
    before: float = json.loads(QUICK.read_text(encoding="utf-8"))["ratio"]
    print(f"cold build to {STOCK} at 330: {ratio:.3f}; committed {before:.3f}")
    if ratio > before * SLACK:
        print(
            f"bench: worse by more than {SLACK - 1:.0%}: profile the build, or commit {QUICK.name}"
        )
    return ratio <= before * SLACK


def main() -> int:
    """Run the benchmark named on the command line."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[330, 1650, 5000, 10000])
    parser.add_argument("--books-to", type=int, default=1650, help="largest size with PDF and EPUB")
    parser.add_argument("--stock-to", type=int, default=1650, help="largest size for the others")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--add-to", type=Path, help="figures of other sizes to join with these")
    parser.add_argument("--quick", action="store_true", help="330 works against stock Sphinx")
    arguments = parser.parse_args()
    sizes = [330] if arguments.quick else arguments.sizes
    print(f"{'what':42} {'works':>6} {'wall s':>8} {'cpu s':>8} {'MB':>7}")
    if arguments.quick:
        # Other work on the machine can only make a run look worse: one good run is enough.
        runs = (measure(sizes, 0, 0, quick=True) for _ in range(ATTEMPTS))
        return 0 if any(_is_as_good(run) for run in runs) else 1
    result = measure(sizes, arguments.books_to, arguments.stock_to, quick=False)
    earlier = [json.loads(arguments.add_to.read_text("utf-8"))] if arguments.add_to else []
    result = joined([*earlier, result])
    print(f"\n{tables(result)}\n{aims.table_of(result)}")
    if arguments.json:
        text = json.dumps(result, indent=1, sort_keys=True) + "\n"
        arguments.json.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
