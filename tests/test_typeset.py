"""The whole handbook typeset by LaTeX: the printed titles are the records', letter case included.

Each style prints on one sheet so wide that no entry is broken into lines.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from sysai import formats
from sysai.citing import sources
from sysai.corpus import Corpus
from sysai.formats import FORMATS
from sysai.record import Record

pytestmark = pytest.mark.tex

#: Style -> whether it sets titles in lower case where braces do not forbid it.
STYLES = {
    "plain": True,
    "alpha": True,
    "abbrvnat": True,
    "IEEEtran": True,
    "ACM-Reference-Format": False,
}

PAGE = r"""
\documentclass{article}
\usepackage[papersize={500cm,500cm},margin=1cm]{geometry}
\usepackage{url}
%(declared)s
%(preamble)s
\pagestyle{empty}
\begin{document}
\raggedright\hyphenpenalty=10000 \exhyphenpenalty=10000
\nocite{*}
%(bibliography)s
\end{document}
"""


def is_foreign(char: str) -> bool:
    """Whether pdflatex has no letter for *char*."""
    return ord(char) > 0x2FFF


def normal(text: str) -> str:
    """*text* without what TeX has no letter for, ligatures undone, typographic signs as one."""
    text = "".join(char for char in text if not is_foreign(char))
    text = unicodedata.normalize("NFKC", text)
    for signs, one in (("‘’`´", "'"), ("“”", '"'), ("–—‐", "-"), ("µ", "μ")):
        text = re.sub(f"[{signs}]", one, text)
    return " ".join(text.split())


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def typeset(folder: Path, bib: str, preamble: str, bibliography: str, tool: str) -> tuple[str, str]:
    """The text of the printed page, and what *tool* said."""
    letters = sorted({char for char in bib if is_foreign(char)})
    declared = "\n".join(rf"\DeclareUnicodeCharacter{{{ord(one):04X}}}{{}}" for one in letters)
    page = PAGE % {"declared": declared, "preamble": preamble, "bibliography": bibliography}
    (folder / "all.tex").write_text(page, encoding="utf-8")
    (folder / "all.bib").write_text(bib, encoding="utf-8")
    run(folder, "pdflatex", "-interaction=nonstopmode", "all")
    told = run(folder, tool, "all")
    log = run(folder, "pdflatex", "-interaction=nonstopmode", "all")
    assert not re.findall(r"^! .*", log, re.MULTILINE), log
    return normal(run(folder, "pdftotext", "-layout", "all.pdf", "-")), told


def printed(record: Record, page: str) -> str:
    """The title of *record* as it stands on the page."""
    title = normal(record.title)
    at = page.lower().find(title.lower())
    assert at >= 0, f"{record.key}: {title!r} is not printed"
    return page[at : at + len(title)]


def may_be_lowered(record: Record, word: str, before: str) -> bool:
    """Whether a style may set *word* in lower case, *before* being what stands in front of it."""
    starts = not before.strip() or re.search(r"[?:!][\"']?\s+[\"'(]?$|[\"'(]$", before)
    names = re.split(r"[\s\-/]+", record.proper_names)
    return not (starts or word in names or word[1:] != word[1:].lower())


def compare(handbook: Corpus, page: str, lowered: bool) -> None:
    for record in formats.citable(handbook.records.values()):
        ours, theirs = normal(record.title), printed(record, page)
        if not lowered:
            assert theirs == ours
            continue
        for found in re.finditer(r"[^\s\-/]+", ours):
            word, other = found[0], theirs[found.start() : found.end()]
            bare = re.sub(r"^\W+|\W+$", "", word)
            if word != other:
                before = ours[: found.start()] + word[: word.find(bare)]
                assert other == word.lower(), (record.key, theirs)
                assert may_be_lowered(record, bare, before), (record.key, word, theirs)


@pytest.mark.parametrize("style", STYLES)
def test_bibtex_prints_every_title(tmp_path: Path, style: str, handbook: Corpus) -> None:
    bibliography = rf"\bibliographystyle{{{style}}}\bibliography{{all}}"
    preamble = r"\usepackage{natbib}" if style in ("abbrvnat", "ACM-Reference-Format") else ""
    bib = formats.handbook_bib(handbook)
    page, _ = typeset(tmp_path, bib, preamble, bibliography, "bibtex")
    compare(handbook, page, STYLES[style])


def test_biber_prints_every_title_without_a_warning(tmp_path: Path, handbook: Corpus) -> None:
    bib = FORMATS["biblatex"].render(formats.citable(handbook.records.values()), handbook)
    preamble = r"\usepackage[backend=biber,maxbibnames=999]{biblatex}\addbibresource{all.bib}"
    page, told = typeset(tmp_path, bib, preamble, r"\printbibliography", "biber")
    assert re.findall(r"(?:WARN|ERROR) - .*", told) == []
    compare(handbook, page, lowered=False)
    for record in formats.citable(handbook.records.values()):
        for author in record.creators:
            assert normal(author.family).lower() in page.lower() or not author.family.isascii()


def test_biblatex_fits_the_data_model(
    tmp_path: Path, handbook: Corpus, bread_corpus: Corpus
) -> None:
    for name, corpus in (("handbook", handbook), ("bread", bread_corpus)):
        works = formats.citable(corpus.records.values())
        (tmp_path / f"{name}.bib").write_text(
            FORMATS["biblatex"].render(works, corpus), encoding="utf-8"
        )
        told = run(
            tmp_path,
            "biber",
            "--tool",
            "--validate-datamodel",
            "--output-file=out.bib",
            f"{name}.bib",
        )
        assert re.findall(r"(?:WARN|ERROR) - .*", told) == []
        out = (tmp_path / "out.bib").read_text(encoding="utf-8")
        assert len(re.findall(r"^@", out, re.MULTILINE)) == len(works)


TEXT = r"""
\documentclass{article}
\usepackage[backend=biber,natbib=true,style=authoryear]{biblatex}
\addbibresource{all.bib}
\newcommand{\citetwice}[1]{\cite{#1} and \textcite{#1}}
\begin{document}
\cite{a1} \citep[see][p.~12]{a2, a3} \citet*{a4} \Citealp{a5} % \cite{not}
\parencites(see)(etc.)[1]{b1}[a][2]{b2}{b3} \autocite*[12]{b4}\footcite{ b5 , % more
 b6} \volcite{2}[12]{b7} \fullcite{b8} \Textcite
 {b9} \citetwice{b10} \nocite{b11} \citeauthor{b12} \citeyear{c1} \citetitle{c2}
\verb|\cite{not}| \supercite{c3} \smartcites{c4}{c5} 5\% \citealt{c6}
\begin{verbatim}
\cite{not} % \end
\end{verbatim}
\input{part}
\end{document}
\cite{not}
"""


def test_latex_sees_the_citations_that_we_see(tmp_path: Path) -> None:
    """What biblatex writes for biber, and into the .aux, names the keys that are in the text."""
    (tmp_path / "all.tex").write_text(TEXT, encoding="utf-8")
    (tmp_path / "part.tex").write_text(r"\parencite[compare][]{d1}", encoding="utf-8")
    run(tmp_path, "pdflatex", "-interaction=nonstopmode", "all")

    def keys(name: str) -> set[str]:
        return {one.key for one in sources.read([tmp_path / name]).cited()}

    assert keys("all.tex") == keys("all.bcf") == keys("all.aux")
    assert len(keys("all.tex")) == 24
