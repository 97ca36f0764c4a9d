"""The committed BibTeX in real ``bibtex`` and ``biber``: no warning, every entry printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from houses import HERE
from sysai import formats
from sysai.corpus import Corpus

pytestmark = pytest.mark.tex

BIB = HERE.parent / "bib" / "handbook.bib"

STYLES = ("plain", "alpha", "abbrvnat", "IEEEtran", "ACM-Reference-Format")


def citable(corpus: Corpus) -> int:
    return sum(one.citable for one in corpus.records.values())


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bibtex_warnings(folder: Path, style: str, bib: str, count: int) -> list[str]:
    """What real bibtex warns of under *style*, all *count* entries cited and printed."""
    found = subprocess.run(["kpsewhich", f"{style}.bst"], capture_output=True, check=False)
    assert found.returncode == 0, f"{style}.bst: apt-get install texlive-publishers"
    (folder / "all.bib").write_text(bib, encoding="utf-8")
    aux = f"\\relax\n\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{all}}\n"
    (folder / "all.aux").write_text(aux, encoding="ascii")
    told = run(folder, "bibtex", "all")
    printed = (folder / "all.bbl").read_bytes().decode("utf-8", "replace")
    assert len(re.findall(r"^\\bibitem", printed, re.MULTILINE)) == count
    return re.findall(r"Warning--(.*)", told)


@pytest.mark.parametrize("style", STYLES)
def test_bibtex_takes_the_whole_file_without_a_warning(
    tmp_path: Path, style: str, handbook: Corpus
) -> None:
    bib = BIB.read_text(encoding="utf-8")
    assert bibtex_warnings(tmp_path, style, bib, citable(handbook)) == []


def biber_warnings(folder: Path, bib: str, count: int) -> list[str]:
    """What real biber warns of in *bib* against its data model, all *count* entries read.

    ``numpages`` is of ACM's BibTeX style; the data model has no such field, so it is taken out.
    """
    known = re.sub(r"^ +numpages += \{[\d?]+\},\n", "", bib, flags=re.MULTILINE)
    (folder / "all.bib").write_text(known, encoding="utf-8")
    told = run(
        folder, "biber", "--tool", "--validate-datamodel", "--output-file=out.bib", "all.bib"
    )
    printed = (folder / "out.bib").read_text(encoding="utf-8")
    assert len(re.findall(r"^@", printed, re.MULTILINE)) == count
    return re.findall(r"(?:WARN|ERROR) - .*", told)


def test_biber_takes_the_whole_file_without_a_warning(tmp_path: Path, handbook: Corpus) -> None:
    bib = BIB.read_text(encoding="utf-8")
    assert biber_warnings(tmp_path, bib, citable(handbook)) == []


def test_biber_reads_the_file_as_it_is(tmp_path: Path, handbook: Corpus) -> None:
    shutil.copy(BIB, tmp_path / "handbook.bib")
    told = run(tmp_path, "biber", "--tool", "--output-file=out.bib", "handbook.bib")
    assert not re.findall(r"(?:WARN|ERROR) - .*", told)


def test_every_kind_of_work_passes(tmp_path: Path, bread_corpus: Corpus) -> None:
    """Kinds that the handbook may lack today: bread has a work of each."""
    bib = formats.handbook_bib(bread_corpus)
    for style in STYLES:
        assert bibtex_warnings(tmp_path, style, bib, citable(bread_corpus)) == []
    assert biber_warnings(tmp_path, bib, citable(bread_corpus)) == []
