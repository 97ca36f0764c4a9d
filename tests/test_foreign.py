"""The tools know nothing of the handbook's field: bread shows that they need not."""

from __future__ import annotations

import re
from pathlib import Path

from houses import HERE

TOOLS = HERE.parent / "tools"

# Words of machine learning and its systems; none may stand in a tool.
FIELD = re.compile(
    r"\b(machine[- ]learning|deep[- ]learning|neural|gpus?|tpus?|tensor\w*|inference|training|"
    r"gradient|cluster\w*|schedul\w*|llms?(?!\.txt)|transformer|pytorch|nvidia|microsoft|google|facebook|"
    r"osdi|sosp|nsdi|neurips|mlsys|icml|sigcomm|eurosys|serving|federated|gandiva|xiao\w*)\b",
    re.IGNORECASE,
)


def test_no_word_of_the_field_stands_in_the_tools() -> None:
    found = []
    for path in sorted(TOOLS.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".js", ".typ", ".conf"}:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if word := FIELD.search(line):
                    found.append(f"{path.relative_to(TOOLS)}:{number}: {word.group()}")
    assert found == []


def test_the_tools_read_nothing_but_what_they_are_given() -> None:
    """No path of this repository's bib/ or docs/ is written into a tool."""
    repository = {path.name for path in (HERE.parent / "bib").iterdir() if path.is_dir()}
    for path in TOOLS.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        written = [name for name in repository if f"{name}/" in text or f'"{name}"' in text]
        assert not written, path


def test_the_field_pattern_would_find_a_word() -> None:
    assert FIELD.search("a GPU here")
    assert isinstance(TOOLS, Path)
