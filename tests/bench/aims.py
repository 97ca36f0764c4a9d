"""What the builds are to cost at most, beside what a run measured, as a Markdown table.

An aim whose figures the run does not have (other sizes, no TeX) is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .table import LATEX, MKDOCS, STOCK, row

#: The sizes that the aims are for.
SMALL, MIDDLE, LARGE = 330, 1650, 10_000
FURO = "Sphinx, furo, bibtex"
WALL, CPU, MEMORY = range(3)


@dataclass(frozen=True, slots=True)
class Aim:
    """``value`` is to be at most ``most``; ``told`` says what was measured, in words."""

    text: str
    value: float
    most: float
    told: str

    @property
    def is_met(self) -> bool:
        return self.value <= self.most


def table_of(result: Mapping[str, Any]) -> str:
    """All aims that *result* (as ``--json`` writes it) has figures for, met or not."""
    found = ([one.text, one.told, "met" if one.is_met else "not met"] for one in aims(result))
    return "\n".join(map(row, (["aim", "measured", ""], ["---"] * 3, *found))) + "\n"


def aims(result: Mapping[str, Any]) -> Iterator[Aim]:
    """The aims that *result* has figures for."""
    figures: Mapping[str, Mapping[str, list[float]]] = result["figures"]

    def had(*wanted: tuple[str, int]) -> bool:
        return all(str(size) in figures.get(label, {}) for label, size in wanted)

    def figure(label: str, size: int, which: int) -> float:
        return figures[label][str(size)][which]

    cold, text, nothing = "html, cold", "html, one text changed", "html, nothing changed"
    for name, words in (("cpu", "CPU"), ("memory", "memory")):
        if cold in result["exponents"]:
            value = result["exponents"][cold][name]
            yield Aim(f"cold, exponent of {words}: at most 1.05", value, 1.05, f"{value:.2f}")
    if had((cold, SMALL), (cold, LARGE)):
        bytes_ = [result["sites"][str(one)]["bytes an entry page"] for one in (SMALL, LARGE)]
        slope = math.log(bytes_[1] / bytes_[0]) / math.log(LARGE / SMALL)
        told = f"exponent {slope:.2f}: {bytes_[0]:,.0f} bytes, {bytes_[1]:,.0f} at {LARGE:,}"
        yield Aim("the page of a work is as large in any handbook", slope, 0.05, told)
    for label, size, most, words in (
        (STOCK, SMALL, 0.5, "half of stock Sphinx with alabaster"),
        (FURO, SMALL, 0.25, "a quarter of stock Sphinx with furo"),
        (MKDOCS, MIDDLE, 1.0, "MkDocs-Material, pruned"),
    ):
        if had((cold, size), (f"{label}, cold", size)):
            ratio = figure(cold, size, CPU) / figure(f"{label}, cold", size, CPU)
            words = f"cold at {size:,}, CPU: at most {words}"
            yield Aim(words, ratio, most, f"{ratio:.2f} of it")
    if had((text, SMALL), (nothing, SMALL)):
        start = figure(nothing, SMALL, WALL)
        # A build that finds nothing to do is the start of Python and Sphinx, and a look.
        for size, times, words in ((SMALL, 1, "3 s and the start"), (LARGE, 2, "twice that")):
            if had((text, size)):
                wall, most = figure(text, size, WALL), times * (3 + start)
                words = f"one text changed at {size:,}: at most {words}"
                yield Aim(words, wall, most, f"{wall:.1f} s, of at most {most:.1f}")
    for label, size, seconds in ((nothing, SMALL, 2), (nothing, LARGE, 2), ("check", LARGE, 5)):
        if had((label, size)):
            wall = figure(label, size, WALL)
            yield Aim(f"{label} at {size:,}: at most {seconds} s", wall, seconds, f"{wall:.1f} s")
    if had((cold, LARGE)):
        memory = figure(cold, LARGE, MEMORY)
        words = f"memory at {LARGE:,}: at most 4 GB"
        yield Aim(words, memory, 4000, f"{memory:,.0f} MB in the largest process")
    if had(("pdf", SMALL), (LATEX, SMALL)):
        ratio = figure("pdf", SMALL, CPU) / figure(LATEX, SMALL, CPU)
        words = "PDF: at most an eighth of the CPU of the LaTeX path"
        yield Aim(words, ratio, 1 / 8, f"{ratio:.3f} of it")
    sizes = sorted(size for size in map(int, figures.get("pdf", ())) if size >= SMALL)
    if len(sizes) > 1:
        few, many = sizes[0], sizes[-1]
        pages = [result["sites"][str(size)]["pages, PDF"] for size in (few, many)]
        memory = [figure("pdf", size, MEMORY) for size in (few, many)]
        slope = math.log(memory[1] / memory[0]) / math.log(pages[1] / pages[0])
        told = f"exponent {slope:.2f}: " + ", ".join(
            f"{held:,.0f} MB at {count:,.0f} pages"
            for held, count in zip(memory, pages, strict=True)
        )
        yield Aim("PDF: memory grows no faster than pages", slope, 1.0, told)
