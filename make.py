#!/usr/bin/env python3
"""Run a nox session on a machine that has only Python, pip and git.

    python3 make.py html       python3 make.py tests       python3 make.py --list

nox itself is put into .nox/nox (with hashes, from requirements/nox.txt) and nothing else on the
machine is touched; nox then makes an environment for each session.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PINS = ROOT / "requirements" / "nox.txt"
# One folder for each Python: compiled packages do not mix.
HOME = ROOT / ".nox" / f"nox-{sys.implementation.cache_tag}"
DONE = HOME / "installed-from"


def install() -> None:
    """Put nox into its folder, unless it is there from the same pins."""
    pins = PINS.read_text(encoding="utf-8")
    if DONE.is_file() and DONE.read_text(encoding="utf-8") == pins:
        return
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-warn-script-location", "--upgrade", "--target", str(HOME)]
    subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True)
    DONE.write_text(pins, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run ``nox -s`` on the sessions named, or nox with the options given."""
    if sys.version_info < (3, 11):
        print("make.py: Python 3.11 or later is needed", file=sys.stderr)
        return 2
    try:
        install()
    except subprocess.CalledProcessError as error:
        print(f"make.py: nox could not be installed: pip ended with {error.returncode}",
              file=sys.stderr)  # fmt: skip
        return 2
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(HOME), environment.get("PYTHONPATH", "")) if part
    )
    if arguments and not arguments[0].startswith("-"):
        arguments = ["-s", *arguments]
    command = [sys.executable, "-m", "nox", "-f", str(ROOT / "noxfile.py"), *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
