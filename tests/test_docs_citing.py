"""The examples of the page on citing are run, and print what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from houses import HERE
from sysai.cli import main

PAGE = HERE.parent / "docs/about/citing.md"


def test_the_page_on_citing_tells_the_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    monkeypatch.setenv("SYSAI_ROOT", str(HERE.parent))
    monkeypatch.chdir(tmp_path)
    files = re.findall(r"```\{code-block\} \w+\n:caption: (\S+)\n\n(.*?)\n```", text, re.DOTALL)
    assert [name for name, _ in files] == ["paper.tex", "related.tex", "own.bib"]
    for name, content in files:
        Path(name).write_text(content + "\n", encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)\n```", text, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        for example in block.split("$ sysai ")[1:]:
            command, _, expected = example.partition("\n")
            main(shlex.split(command))
            out, err = capsys.readouterr()
            assert (out + err).strip() == expected.strip(), command
