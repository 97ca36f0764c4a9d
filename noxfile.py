"""Sessions: what can be built and checked.  ``nox --list`` names them all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "tests", "html"]
nox.options.stop_on_first_error = True

ROOT = Path(__file__).parent
BUILD = ROOT / "build"
STRICT = ("-W", "--keep-going", "-n")
IN_CI = bool(os.environ.get("CI"))


def install(session: nox.Session, *groups: str) -> None:
    """Install the pinned requirements of *groups*, then the package itself as a wheel."""
    # make.py's nox is not the session's business: pip would take its packages for installed ones.
    session.env["PYTHONPATH"] = None
    for group in groups:
        session.install("--quiet", "--require-hashes", "-r", f"requirements/{group}.txt")
    session.install("--quiet", "--no-deps", "--no-build-isolation", "--force-reinstall", ".")


def sphinx(session: nox.Session, builder: str, *options: str) -> Path:
    """Build the handbook with *builder* into ``build/<builder>`` and return the folder."""
    folder = BUILD / builder
    trees = BUILD / "doctrees" / builder
    session.run(
        "sphinx-build",
        "-q",
        "-b",
        builder,
        "-d",
        str(trees),
        "-j",
        "auto",
        *STRICT,
        *options,
        "docs",
        str(folder),
    )
    return folder


def program(session: nox.Session, names: tuple[str, ...], package: str) -> str:
    """The first of *names* on this machine; where none is: failure in CI, else a skip."""
    for name in names:
        if found := shutil.which(name):
            return found
    message = f"{names[0]} is not installed: apt-get install {package} (or your system's package)"
    if IN_CI:
        session.error(message)
    session.skip(message)


@nox.session
def html(session: nox.Session) -> None:
    """Build the site into build/html."""
    install(session, "site")
    session.run("sysai", "check")
    folder = sphinx(session, "html", *session.posargs)
    session.log(f"The site is in {folder.relative_to(ROOT)}.  To read it, with search:")
    session.log(f"  python3 -m http.server 8000 --bind 127.0.0.1 -d {folder.relative_to(ROOT)}")
    session.log("  and open http://127.0.0.1:8000/")


@nox.session
def pdf(session: nox.Session) -> None:
    """Build the PDF handbook into build/pdf/handbook.pdf."""
    install(session, "site")
    folder = sphinx(session, "typst")
    target = BUILD / "pdf" / "handbook.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "handbook.pdf", target)
    session.log(f"The handbook is {target.relative_to(ROOT)}")


@nox.session
def epub(session: nox.Session) -> None:
    """Build the EPUB into build/epub/handbook.epub; epubcheck it where that is installed."""
    install(session, "site")
    folder = sphinx(session, "epub")
    target = folder / "handbook.epub"
    session.log(f"The book is {target.relative_to(ROOT)}")
    checker = [program(session, ("epubcheck",), "epubcheck")]
    if Path(checker[0]).read_bytes().startswith(b"PK"):  # Debian's is a jar, run by the kernel's
        checker = ["java", "-jar", *checker]  # binfmt, which containers may lack
    session.run(*checker, "--failonwarnings", str(target), external=True)


@nox.session
def latexpdf(session: nox.Session) -> None:
    """Build the PDF through LaTeX into build/latex, for those who have TeX."""
    install(session, "site")
    packages = "texlive-xetex texlive-latex-extra texlive-fonts-recommended texlive-lang-chinese"
    make = program(session, ("latexmk",), f"latexmk {packages} fonts-freefont-otf")
    program(session, ("xelatex",), packages)
    folder = sphinx(session, "latex")
    session.chdir(folder)
    session.run(make, "-xelatex", "-interaction=nonstopmode", "handbook.tex", external=True)


@nox.session
def serve(session: nox.Session) -> None:
    """Show the site at http://127.0.0.1:8000 and rebuild it as files change."""
    install(session, "site", "serve")
    session.run(
        "sphinx-autobuild", "--host", "127.0.0.1", "--port", "8000", "--watch", "bib",
        "--ignore", "docs/entries/*", "docs", str(BUILD / "html"), *session.posargs,
    )  # fmt: skip


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests that need neither browser nor TeX."""
    install(session, "site", "tests")
    session.run("pytest", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Run the tests in Chromium, over the built site."""
    install(session, "site", "tests", "browser")
    names = ("chromium", "chromium-browser", "google-chrome")
    session.env["SYSAI_CHROMIUM"] = program(session, names, "chromium")
    session.env["SYSAI_SITE"] = str(sphinx(session, "html"))
    session.run("pytest", "-m", "browser", "tests/browser", *session.posargs)


@nox.session
def bibtex(session: nox.Session) -> None:
    """Run the handbook's citations through real bibtex, biber and LaTeX."""
    install(session, "site", "tests")
    program(session, ("bibtex",), "texlive-binaries texlive-publishers")
    program(session, ("biber",), "biber")
    program(session, ("pdflatex",), "texlive-latex-recommended texlive-bibtex-extra")
    program(session, ("pdftotext",), "poppler-utils")
    tests = ("tests/test_tex.py", "tests/test_typeset.py")
    session.run("pytest", "-m", "tex", *tests, *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure builds of made-up handbooks beside other generators; --quick for a check."""
    install(session, "site", "bench")
    session.env["PYTHONPATH"] = "tests"
    session.run("python", "-m", "bench", *(session.posargs or ["--quick"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Check format, lint, types, records and committed outputs."""
    install(session, "site", "lint")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("sysai", "check")
    session.run("sysai", "export", "--check")


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow every external link of the handbook."""
    install(session, "site")
    sphinx(session, "linkcheck")


@nox.session
def requirements(session: nox.Session) -> None:
    """Pin all requirements with hashes; give ``--upgrade`` to renew them."""
    session.install("uv")
    session.env["UV_CUSTOM_COMPILE_COMMAND"] = "nox -s requirements"
    common = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes")
    common += ("--no-emit-index-url", "--no-emit-find-links", *session.posargs)
    everything = "requirements/site.txt"
    session.run(
        "uv", "pip", "compile", *common, "pyproject.toml", "--extra", "site", "--group", "build",
        "-o", everything,
    )  # fmt: skip
    for group in ("nox", "tests", "browser", "lint", "serve", "bench"):
        # One version of a package everywhere: the groups are bound by what the site has.
        bound = () if group == "nox" else ("-c", everything)
        session.run(
            "uv", "pip", "compile", *common, *bound, "--group", group,
            "-o", f"requirements/{group}.txt",
        )  # fmt: skip
