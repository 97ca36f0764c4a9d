"""``sysai cite``: the keys that texts cite, the .bib made of them, and the check of one's own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import bibtexparser
import pytest
import yaml
from pybtex.database import parse_string

from houses import Bread
from sysai.citing import bibfile, command, sources
from sysai.citing.codes import Code
from sysai.citing.compare import compare
from sysai.citing.source import CannotRead
from sysai.cli import main
from sysai.corpus import Corpus, load
from sysai.formats import EXPORTS

# -- what texts cite --------------------------------------------------------------------------

LATEX = r"""
\documentclass{article}      % \cite{comment}
\newcommand{\mycite}[1]{\cite{#1}} \citestyle{acmauthoryear} \setcitestyle{numbers}
\begin{document}
\cite{a1}\citep[see][p.~12]{a2,a3} 100\% sure \citet*{a4} \Citealp{a5} \citeauthor{a6}
\parencites(see)(etc.)[1]{b1}[a][{b[1]}]{b2}
 [3]{b3} \autocite*[12]{b4} \footcite{b5} \textcite
  {b6} \volcite[pre]{2}[12]{b7} \fullcite{ b8 , % x
  b9} \citetalias{b10} \mycite{b11} \nocite{b12}
\verb|\cite{verb}| \lstinline[x]!\cite{inline}! \verb*+%+ \cite{c1}
\begin{lstlisting}
\cite{listing} %
\end{lstlisting}
\begin{comment}
\cite{commented}
\end{comment}
\citetext{see \cite{c2}} \\% \cite{no}
\end{document}
\cite{after}
"""

MARKDOWN = """\
---
bibliography: refs.bib
nocite: "@n1, @n2"
---
As [@a1; see -@a2, p. 3] and @a3 [p. 4] say, also @{a4}; mail me@bread.org, <x@bread.org>,
see @fig:oven, @sec-rise and https://bread.org/@user. A dot ends @a5. And *@a6:part*.

MyST: {cite:t}`b1`, {cite}`b2,b3` and {cite:p}`b4`, not `{cite}` or `@code`.

```tex
@fenced
```

    @indented

<!-- @comment -->
| a | b |
|---|---|
| @c1 | [link](https://x.org/@y "@z") |
"""

TYPST = """\
#import "@preview/x:0.1.0": y
= Rising <rise>
As @a1 and @a2[p. 4] say, in @rise. #cite(<a3>, form: "prose") #cite(label("a4:x/y"))
// @comment  https://bread.org/@user
/* @block
@comment */ mail me\\@bread.org or me@bread.org `@raw` @a5.
```
@fenced
```
#bibliography("refs.yml", style: "apa")
"""

AUX = r"""\relax
\citation{a1,a2}
\abx@aux@cite{0}{a3}
\abx@aux@cite{a4}
\@writefile{toc}{\citation}
\bibdata{main-blx,refs}
"""

BCF = """<?xml version="1.0" encoding="UTF-8"?>
<bcf:controlfile xmlns:bcf="https://sourceforge.net/projects/biblatex">
  <bcf:bibdata section="0"><bcf:datasource type="file">refs.bib</bcf:datasource></bcf:bibdata>
  <bcf:section number="0">
    <bcf:citekey order="1">a1</bcf:citekey>
    <bcf:citekey order="2">a&amp;2</bcf:citekey>
  </bcf:section>
</bcf:controlfile>
"""


def cited(tmp_path: Path, name: str, text: str) -> list[tuple[str, int]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return [(one.key, one.line) for one in sources.read([path]).cited()]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("main.tex", LATEX, [
            ("a1", 5), ("a2", 5), ("a3", 5), ("a4", 5), ("a5", 5), ("a6", 5),
            ("b1", 6), ("b2", 6), ("b3", 7), ("b4", 7), ("b5", 7), ("b6", 8), ("b7", 8),
            ("b8", 8), ("b9", 8), ("b10", 9), ("b11", 9), ("b12", 9), ("c1", 10), ("c2", 17),
        ]),
        ("main.md", MARKDOWN, [
            ("n1", 1), ("n2", 1), ("a1", 5), ("a2", 5), ("a3", 5), ("a4", 5), ("a5", 6),
            ("a6:part", 6), ("b1", 8), ("b2", 8), ("b3", 8), ("b4", 8), ("c1", 19),
        ]),
        ("main.typ", TYPST, [("a3", 3), ("a4:x/y", 3), ("a1", 3), ("a2", 3), ("a5", 6)]),
        ("main.aux", AUX, [("a1", 2), ("a2", 2), ("a3", 3), ("a4", 4)]),
        ("main.bcf", BCF, [("a1", 5), ("a&2", 6)]),
    ],
)  # fmt: skip
def test_what_a_text_cites(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, int]]
) -> None:
    assert cited(tmp_path, name, text) == expected


@pytest.mark.parametrize(
    ("name", "text", "everything"),
    [
        ("a.tex", r"\nocite{*}", True),
        ("a.tex", r"% \nocite{*}", False),
        ("a.aux", r"\citation{*}", True),
        ("a.md", '---\nnocite: "@*"\n---\n', True),
        ("a.bcf", '<b xmlns:bcf="x"><bcf:citekey>*</bcf:citekey></b>', True),
    ],
)
def test_everything(tmp_path: Path, name: str, text: str, everything: bool) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert sources.read([tmp_path / name]).everything is everything


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", r"\bibliography{refs,more.bib}"),
        ("refs.tex", "\\addbibresource{\\jobname.bib}\\addbibresource{more.bib}"),
        ("a.tex", "\\addbibresource[glob]{refs.bib}\n\\addbibresource{more.bib}"),
        ("a.aux", r"\bibdata{refs,more}"),
        ("a.md", "---\nbibliography: [refs.bib, more.bib]\n---\n"),
        ("a.typ", '#bibliography(("refs.bib", "more.bib"))'),
    ],
)
def test_the_bibliographies_a_text_names(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = sources.read([tmp_path / name]).bibliographies
    assert found == [tmp_path / "refs.bib", tmp_path / "more.bib"]


def test_included_files_are_read_once_wherever_they_lie(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "main.tex").write_text(
        "\\input{part/one}\\include{part/two}\\input part/one.tex\n\\import{part/}{three}\\input{no}"
    )
    (tmp_path / "part/one.tex").write_text("\\cite{a}\\input{part/four}")
    (tmp_path / "part/two.tex").write_text("\\cite{b}\\input{main}")
    (tmp_path / "part/three.tex").write_text("\\cite{c}\\input{four.tex}")
    (tmp_path / "part/four.tex").write_text("\\cite{d}")
    source = sources.read([tmp_path / "main.tex"])
    assert {one.key for one in source.cited()} == {"a", "b", "c", "d"}
    assert len(source.files) == len(set(source.files)) == 5
    assert [(one.key, one.line) for one in source.missing] == [("no", 2)]
    (tmp_path / "main.typ").write_text('#include "ch.typ"\n@fig @a')
    (tmp_path / "ch.typ").write_text("#figure[x] <fig> @b")
    assert {one.key for one in sources.read([tmp_path / "main.typ"]).cited()} == {"a", "b"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"x", "what kind of text"),
        ("a.tex", b"\xff", "is not UTF-8"),
        ("a.bcf", b"<a>", "a.bcf:1: is not XML"),
        ("a.md", b"---\na: [\n---\n", "front matter is not YAML"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRead, match=says):
        sources.read([tmp_path / name])


# -- the bibliography of a text ---------------------------------------------------------------


def cite(bread: Bread, *arguments: str) -> int:
    return main(["--root", str(bread.root), "cite", *arguments])


def test_the_bib_has_exactly_the_works_cited(bread: Bread, tmp_path: Path, capsys) -> None:
    text = tmp_path / "paper.tex"
    text.write_text(
        "\\cite{muller1998crumb}\\cite{laboratory2019grist}\n\\bibliography{refs}", encoding="utf-8"
    )
    assert cite(bread, str(text)) == 0
    refs = tmp_path / "refs.bib"
    entries = parse_string(refs.read_text(encoding="utf-8"), "bibtex").entries
    # An alias stays the key, since the text has it.
    assert list(entries) == ["laboratory2019grist", "muller1998crumb"]
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"wrote {refs} (2 works)\n")
    assert cite(bread, str(text)) == 0, "what we wrote we may write again"
    assert "is up to date" in capsys.readouterr().err


def test_unknown_keys_are_told_with_what_is_near(bread: Bread, tmp_path: Path, capsys) -> None:
    text = tmp_path / "paper.tex"
    text.write_text("\\cite{muller1998crumb}\n\n\\cite{Mueller1998crumb,nobody}", encoding="utf-8")
    assert cite(bread, str(text)) == 1
    out, err = capsys.readouterr()
    assert list(parse_string(out, "bibtex").entries) == ["muller1998crumb"]
    assert err.splitlines() == [
        f"{text}:3: Mueller1998crumb: no work has this key; did you mean 'muller1998crumb'? "
        "[unknown-key]",
        f"{text}:3: nobody: no work has this key [unknown-key]",
    ]


def test_a_bib_of_ones_own_is_left_alone_and_its_keys_are_known(
    bread: Bread, tmp_path: Path, capsys
) -> None:
    own = tmp_path / "own.bib"
    own.write_text("@misc{mine, title = {Mine}}\n", encoding="utf-8")
    text = tmp_path / "paper.tex"
    text.write_text("\\cite{muller1998crumb,mine}\n\\bibliography{own}", encoding="utf-8")
    assert cite(bread, str(text)) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == "@misc{mine, title = {Mine}}\n"
    text.write_text("\\cite{muller1998crumb,mine}\n\\bibliography{own,hb}", encoding="utf-8")
    assert cite(bread, str(text)) == 0
    assert "@inproceedings{muller1998crumb" in (tmp_path / "hb.bib").read_text(encoding="utf-8")
    assert own.read_text(encoding="utf-8") == "@misc{mine, title = {Mine}}\n"


@pytest.mark.parametrize(
    ("name", "text", "output", "starts"),
    [
        ("p.tex", "\\addbibresource{r.bib}\\cite{muller1998crumb}", "r.bib", "date          = {1998-05}"),
        ("p.md", "---\nbibliography: r.json\n---\n@muller1998crumb", "r.json", '"type": "paper-conference"'),
        ("p.md", "---\nbibliography: r.yaml\n---\n@muller1998crumb", "r.yaml", 'type: "paper-conference"'),
        ("p.typ", '@muller1998crumb #bibliography("r.yml")', "r.yml", 'type: "proceedings"'),
        ("p.typ", '@muller1998crumb #bibliography("r.bib")', "r.bib", "year          = {1998}"),
    ],
)  # fmt: skip
def test_the_format_is_what_the_text_reads(
    bread: Bread, tmp_path: Path, name: str, text: str, output: str, starts: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert cite(bread, str(tmp_path / name)) == 0
    assert starts in (tmp_path / output).read_text(encoding="utf-8")


def test_everything_and_a_format_by_name(bread: Bread, tmp_path: Path, capsys) -> None:
    text = tmp_path / "paper.tex"
    text.write_text("\\nocite{*}", encoding="utf-8")
    assert cite(bread, str(text), "--format", "csl-yaml") == 0
    assert len(yaml.safe_load(capsys.readouterr().out)["references"]) == 6
    target = tmp_path / "out.dat"
    assert cite(bread, str(text), "-o", str(target)) == 2
    assert "choose one with --format" in capsys.readouterr().err
    assert cite(bread, str(text), "-o", str(target), "--format", "apa") == 0
    assert cite(bread, str(text), "--format", "word") == 2
    assert "csl-json" in capsys.readouterr().err
    assert set(EXPORTS) > {"csl-yaml", "apa"}


def test_a_work_that_is_not_citable_is_told(bread: Bread, tmp_path: Path, capsys) -> None:
    bread.edit("costa2020wheat", "authors: [Rui Costa, Ana Souza e Silva]",
               "authors: [Rui Costa]\nunseen: [authors]")  # fmt: skip
    text = tmp_path / "paper.tex"
    text.write_text("\\cite{costa2020wheat}", encoding="utf-8")
    assert cite(bread, str(text)) == 1
    assert "costa2020wheat: is not citable yet" in capsys.readouterr().err


def test_watching_writes_again_when_an_included_file_changes(
    bread_corpus: Corpus, tmp_path: Path
) -> None:
    text, chapter, refs = (tmp_path / name for name in ("main.tex", "ch.tex", "refs.bib"))
    text.write_text("\\input{ch}\\bibliography{refs}", encoding="utf-8")
    chapter.write_text("\\cite{muller1998crumb}", encoding="utf-8")
    written: list[list[str]] = []

    def sleep(_: float) -> None:
        entries = parse_string(refs.read_text(encoding="utf-8"), "bibtex").entries
        written.append(list(entries))
        if len(written) == 3:
            raise KeyboardInterrupt
        if len(written) == 2:
            chapter.write_text("\\cite{wang2015laomian,none}", encoding="utf-8")

    assert command.watch([text], bread_corpus, None, None, sleep) == 1
    assert written == [["muller1998crumb"], ["muller1998crumb"], ["wang2015laomian"]]


# -- somebody's own .bib ----------------------------------------------------------------------

OWN = """\
@string{bake = "BAKE"}
% a comment, which may hold anything but an at sign
@inproceedings{crumb,
  author = {J{\\"o}rg M{\\"u}ller and others},
  title = "{Crumb}: Open structure in long rises of {pH}-controlled dough",
  booktitle = bake # { 98},
  year = 1999,
  pages = {11--42},
}

@article{psomi, title={Ψωμί: A Field Study of “Village” Ovens and 5\\% Salt},
  author={Papadopoulou, Elena}, journal={Journal of Crust \\& Crumb}, year={2004},
  doi={https://doi.org/10.1234/wrong}}
@misc{grain2019grist,
  title = {Grist: Planing of Milling Runs},
  author = {{Grain Laboratory}},
  year = {2019}
}
@misc{other, title = {Crumb: Open Structure in Short Rises}, author = {Jörg Müller}, year = {1998}}
@misc{wang2015laomian, title = {Something Else}, author = {Who Else}, year = {2015}}
@misc{same, title = {Stone and Steel}, author = {Rand, Ayn}, year = {1957}}
"""


def codes(path: str, text: str, corpus: Corpus) -> list[tuple[int, str, str]]:
    return [
        (one.problem.line, one.problem.field, one.problem.code)
        for one in compare(path, text, corpus)
    ]


def test_what_is_wrong_with_a_bib(bread_corpus: Corpus) -> None:
    assert codes("own.bib", OWN, bread_corpus) == [
        (3, "crumb", "missing-authors"),
        (3, "crumb", "missing-doi"),
        (3, "crumb", "other-key"),
        (3, "crumb", "pages"),
        (3, "crumb", "year"),
        (11, "psomi", "authors"),
        (11, "psomi", "doi"),
        (11, "psomi", "other-key"),
        (14, "grain2019grist", "title"),
        (20, "wang2015laomian", "key-of-another"),
    ]


def preprint_house(bread: Bread) -> None:
    """Bread in which the preprint on wheat has been published."""
    bread.edit("costa2020wheat", "kind: preprint", "kind: paper")
    bread.edit("costa2020wheat", "venue: arXiv", "venue: JCC\nvolume: 9")


PREPRINTS = """\
@article{one, title={Is wheat enough? Rye, spelt and oats}, author={Costa, Rui and Souza e Silva, Ana},
 journal={arXiv preprint arXiv:2001.01230}, year={2019}}
@misc{two, title={Wheat}, author={Costa, Rui}, eprint={2001.01230}, archivePrefix={arXiv}, year=2020}
@online{three, title={Is Wheat Enough?}, author={Costa, Rui}, doi={10.48550/arXiv.2001.01230}, date={2020}}
"""


def test_preprints_of_published_works_and_works_that_stand_twice(bread: Bread, capsys) -> None:
    preprint_house(bread)
    path = bread.root / "own.bib"
    path.write_text(PREPRINTS, encoding="utf-8")
    assert cite(bread, "--check", str(path), "--ignore", "other-key") == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:1: one: is cited as a preprint; it was published in Journal of Crust & Crumb "
        "[preprint]",
        f"{path}:3: two: is cited as a preprint; it was published in Journal of Crust & Crumb "
        "[preprint]",
        f"{path}:3: two: is the same work as 'one' in line 1 [same-work]",
        f"{path}:4: three: is cited as a preprint; it was published in Journal of Crust & Crumb "
        "[preprint]",
        f"{path}:4: three: is the same work as 'one' in line 1 [same-work]",
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("tool", [["patch", "-p0"], ["git", "apply", "-p0"]])
def test_the_patch_mends_what_it_can_and_touches_nothing_else(
    bread: Bread, monkeypatch: pytest.MonkeyPatch, capsys, tool: list[str], newline: str
) -> None:
    preprint_house(bread)
    monkeypatch.chdir(bread.root)
    path = Path("own.bib")
    text = (OWN + PREPRINTS.rstrip("\n")).replace("\n", newline)
    path.write_bytes(text.encode())
    assert cite(bread, "--check", "--patch", "own.bib") == 1
    patch = capsys.readouterr().out
    if tool[0] == "patch":
        tool = [*tool, "--binary"]
    subprocess.run(tool, input=patch.encode(), check=True, capture_output=True)
    mended = path.read_bytes().decode()
    left = {code for _, _, code in codes("own.bib", mended, load(bread.project))}
    assert left == {"other-key", "key-of-another", "same-work"}
    for untouched in [*OWN.split("@")[-3:], 'string{bake = "BAKE"}']:
        assert f"@{untouched.strip()}".replace("\n", newline) in mended
    entries = {one.key: one for one in bibfile.parse("own.bib", mended)[0]}
    assert len(entries["crumb"].authors) == 3
    assert entries["one"].fields["journal"] == "Journal of Crust & Crumb"
    assert (mended.count("\r\n") > 0) == (newline == "\r\n")
    assert mended.count("\r\n") in (0, mended.count("\n"))
    assert bibtexparser.parse_string(mended).failed_blocks == []


def test_our_own_bib_has_nothing_to_mend(handbook: Corpus) -> None:
    for name in ("bibtex", "biblatex"):
        works = [one for one in handbook.records.values() if one.citable]
        text = EXPORTS[name].render(works, handbook)
        assert codes("handbook.bib", text, handbook) == []


def test_the_forms_of_a_report(bread: Bread, capsys) -> None:
    path = bread.root / "own.bib"
    path.write_text(OWN, encoding="utf-8")
    assert cite(bread, "--check", str(path), "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 10
    assert {one["code"] for one in told} <= {code.slug for code in Code}
    assert cite(bread, "--check", str(path), "--format", "github") == 1
    assert capsys.readouterr().out.startswith(f"::error file={path},line=3,title=crumb")
    assert cite(bread, "--check", str(path), "--format", "ris") == 2
    path.write_text("@misc{x, title = {No Work of Ours}}", encoding="utf-8")
    assert cite(bread, "--check", str(path)) == 0
    assert cite(bread, "--check", str(path), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == []
    assert cite(bread, "--check", str(path.with_name("none.bib"))) == 2


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("@misc{a, title = {x}}\n@misc{b, title = {y}\n", 3, "syntax"),
        ("@misc{a, title = {x}}\n\n@misc{a, title = {y}}\n", 3, "same-key"),
        ("@misc{a, title = {x}}\n@misc{b, title = x y}\n", 2, "syntax"),
        ("% a stray @ and {\n@misc{a, title = {x}}\n}\n", 2, "syntax"),
    ],
)
def test_faults_of_the_syntax(bread_corpus: Corpus, text: str, line: int, code: str) -> None:
    found = codes("a.bib", text, bread_corpus)
    assert (line, code) in [(at, what) for at, _, what in found], found
