"""The figures of a run as the Markdown tables of the page on scaling.

python -m bench.table            # prints them from figures.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "figures.json"
STOCK = "Sphinx, alabaster, bibtex"
MKDOCS = "MkDocs-Material, pruned"


def tables(result: Mapping[str, Any]) -> str:
    """Three tables: our commands, the others with ratios, pages and bytes."""
    return "\n".join([*_ours(result), "", *_others(result), "", *_sites(result)]) + "\n"


def _ours(result: Mapping[str, Any]) -> Iterator[str]:
    figures: dict[str, dict[str, list[float]]] = result["figures"]
    ours = {label: found for label, found in figures.items() if not _is_other(label)}
    sizes = _sizes(ours.values())
    yield _row(
        ["seconds wall / CPU, MB", *(f"{size:,} works" for size in sizes), "exponent CPU / memory"]
    )
    yield _row(["---"] * (len(sizes) + 2))
    for label, found in ours.items():
        cells = [
            f"{one[0]:.1f} / {one[1]:.1f}, {one[2]:.0f}" if (one := found.get(str(size))) else ""
            for size in sizes
        ]
        slope = result["exponents"].get(label)
        yield _row([label, *cells, f"{slope['cpu']:.2f} / {slope['memory']:.2f}" if slope else ""])


def _others(result: Mapping[str, Any]) -> Iterator[str]:
    figures: dict[str, dict[str, list[float]]] = result["figures"]
    ours = figures["html, cold"]
    others = {label: found for label, found in figures.items() if _is_other(label)}
    sizes = _sizes(others.values())
    yield _row(
        [
            "seconds CPU",
            *(f"{size:,} works" for size in sizes),
            *(f"ours to it at {size:,}" for size in sizes),
        ]
    )
    yield _row(["---"] * (2 * len(sizes) + 1))
    yield _row(
        ["ours, cold", *(f"{ours[str(size)][1]:.1f}" for size in sizes), *("" for _ in sizes)]
    )
    for label, found in others.items():
        base = ours if label.endswith("cold") else figures["html, one text changed"]
        times = [f"{found[str(size)][1]:.1f}" if str(size) in found else "" for size in sizes]
        ratios = [
            f"{base[str(size)][1] / found[str(size)][1]:.2f}" if str(size) in found else ""
            for size in sizes
        ]
        yield _row([label, *times, *ratios])


def _sites(result: Mapping[str, Any]) -> Iterator[str]:
    sites: dict[str, dict[str, float]] = result["sites"]
    sizes = sorted(map(int, sites))
    yield _row(["the site", *(f"{size:,} works" for size in sizes)])
    yield _row(["---"] * (len(sizes) + 1))
    for label in next(iter(sites.values())):
        yield _row([label, *(f"{sites[str(size)][label]:,.0f}" for size in sizes)])


def _is_other(label: str) -> bool:
    return label.startswith(("Hugo", "MkDocs", "Sphinx"))


def _sizes(found: Iterable[Mapping[str, Any]]) -> list[int]:
    return sorted({int(size) for one in found for size in one})


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(tables(json.loads(FIGURES.read_text(encoding="utf-8"))))
