"""Builds of the bread handbook as a whole and in two shards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from houses import Bread

STRICT = ("-W", "--keep-going", "-n", "-q", "-D", "html_baseurl=https://bread.example.org/")
#: What a joined site need not have in common with a site built at once.
APART = {".buildinfo", ".sysai-outputs", ".sysai-joined"}


def build(bread: Bread, shard: str, out: str) -> subprocess.CompletedProcess[str]:
    """Run Sphinx; *shard* is "1/2", or empty for the whole site."""
    trees = bread.root / f"trees-{out}"
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-d", str(trees), *STRICT]
    command += ["-D", f"sysai_shard={shard}", str(bread.root / "docs"), str(bread.root / out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def built(bread: Bread, shard: str, out: str) -> Path:
    """Build and return the folder; warnings are failures."""
    done = build(bread, shard, out)
    assert done.returncode == 0, done.stderr
    return bread.root / out


def files(folder: Path) -> dict[str, bytes]:
    """Path -> content of the files of a site, its search index and the words that lead to it aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in APART and path.parent.name != "pagefind"
        and not {"pagefind", "words"} & set(path.relative_to(folder).parts)
    }  # fmt: skip
