"""One command run and measured: seconds of wall clock and processor, and its peak memory."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class CommandFailed(Exception):
    """A measured command ended with an error; the message is its output."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``wall`` and ``cpu`` in seconds (children included), ``memory`` in MB (largest process)."""

    wall: float
    cpu: float
    memory: float

    def then(self, other: Figures) -> Figures:
        """This command and *other* after it, as one."""
        memory = max(self.memory, other.memory)
        return Figures(self.wall + other.wall, self.cpu + other.cpu, memory)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Figures:
    """Run *command* in *folder*; raises `CommandFailed` where it ends with an error."""
    log = folder / "bench.log"
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        text = log.read_text(encoding="utf-8", errors="replace")
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{text[-2000:]}")
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(runs: Sequence[Figures]) -> Figures:
    """The median of each figure over *runs*."""
    return Figures(
        statistics.median(one.wall for one in runs),
        statistics.median(one.cpu for one in runs),
        statistics.median(one.memory for one in runs),
    )


def exponent(points: Iterable[tuple[int, float]]) -> float:
    """The slope of log(value) over log(size), by least squares; 1 is linear."""
    logs = [(math.log(size), math.log(value)) for size, value in points if value > 0]
    if len({x for x, _ in logs}) < 2:
        return math.nan
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    above = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    return above / sum((x - mean_x) ** 2 for x, _ in logs)


def bytes_of(folder: Path, pattern: str = "*") -> int:
    """Total size of the files below *folder* that match *pattern*."""
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())
