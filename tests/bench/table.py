"""The figures of a run as the Markdown tables of the page on scaling.

They come from what ``--json`` writes; `aims` has one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "figures.json"
STOCK = "Sphinx, alabaster, bibtex"
MKDOCS = "MkDocs-Material, pruned"
LATEX = "LaTeX path"


def tables(result: Mapping[str, Any]) -> str:
    """Our commands, the PDF beside the LaTeX path, the others with ratios, pages and bytes."""
    parts = (_ours(result), _latex(result), _others(result), _sites(result))
    return "\n".join("\n".join([*part, ""]) for part in parts).rstrip("\n") + "\n"


def _ours(result: Mapping[str, Any]) -> Iterator[str]:
    figures: dict[str, dict[str, list[float]]] = result["figures"]
    ours = {label: found for label, found in figures.items() if not _is_other(label)}
    sizes = _sizes(ours.values())
    yield row(
        ["seconds wall / CPU, MB", *(f"{size:,} works" for size in sizes), "exponent CPU / memory"]
    )
    yield row(["---"] * (len(sizes) + 2))
    for label, found in ours.items():
        cells = [
            f"{one[0]:.1f} / {one[1]:.1f}, {one[2]:.0f}" if (one := found.get(str(size))) else ""
            for size in sizes
        ]
        slope = result["exponents"].get(label)
        yield row([label, *cells, f"{slope['cpu']:.2f} / {slope['memory']:.2f}" if slope else ""])


def _latex(result: Mapping[str, Any]) -> Iterator[str]:
    figures: dict[str, dict[str, list[float]]] = result["figures"]
    yield row(["seconds CPU", "pdf, ours", LATEX, "ours to it"])
    yield row(["---"] * 4)
    for size, theirs in figures.get(LATEX, {}).items():
        pdf = figures["pdf"][size][1]
        yield row(
            [f"{int(size):,} works", f"{pdf:.1f}", f"{theirs[1]:.1f}", f"{pdf / theirs[1]:.3f}"]
        )
    if LATEX not in figures:
        yield row(["", "", "not measured: no xelatex", ""])


def _others(result: Mapping[str, Any]) -> Iterator[str]:
    figures: dict[str, dict[str, list[float]]] = result["figures"]
    ours = figures["html, cold"]
    others = {label: found for label, found in figures.items() if _is_other(label)}
    sizes = _sizes(others.values())
    yield row(
        [
            "seconds CPU",
            *(f"{size:,} works" for size in sizes),
            *(f"ours to it at {size:,}" for size in sizes),
        ]
    )
    yield row(["---"] * (2 * len(sizes) + 1))
    yield row(
        ["ours, cold", *(f"{ours[str(size)][1]:.1f}" for size in sizes), *("" for _ in sizes)]
    )
    for label, found in others.items():
        base = ours if label.endswith("cold") else figures["html, one text changed"]
        times = [f"{found[str(size)][1]:.1f}" if str(size) in found else "" for size in sizes]
        ratios = [
            f"{base[str(size)][1] / found[str(size)][1]:.2f}" if str(size) in found else ""
            for size in sizes
        ]
        yield row([label, *times, *ratios])


def _sites(result: Mapping[str, Any]) -> Iterator[str]:
    sites: dict[str, dict[str, float]] = result["sites"]
    sizes = sorted(map(int, sites))
    labels = dict.fromkeys(label for found in sites.values() for label in found)
    yield row(["the site", *(f"{size:,} works" for size in sizes)])
    yield row(["---"] * (len(sizes) + 1))
    for label in labels:
        found = (sites[str(size)].get(label) for size in sizes)
        yield row([label, *("" if one is None else f"{one:,.0f}" for one in found)])


def _is_other(label: str) -> bool:
    return label.startswith(("Hugo", "MkDocs", "Sphinx"))


def _sizes(found: Iterable[Mapping[str, Any]]) -> list[int]:
    return sorted({int(size) for one in found for size in one})


def row(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
