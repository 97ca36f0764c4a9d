"""A build after edits has the same bytes as a clean one, and so has a build by several processes.

Random edits of a made-up handbook; ``SYSAI_EXAMPLES=50 pytest tests/test_incremental.py`` tries
more of them than the few that every run tries.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bench.corpus import make_works, write_handbook
from growing import EDITS, Draw, Growing, Loaf, copy_sources
from sysai.site import works
from sysai.site.sitepages import FEW

ASKED = os.environ.get("SYSAI_EXAMPLES", "")
SHORT = settings(
    max_examples=int(ASKED or 2),
    derandomize=not ASKED,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # builds take seconds: the edits are told as they were drawn
    suppress_health_check=list(HealthCheck),
)


def build(root: Path, out: str = "out") -> None:
    """Build the site of the handbook in *root* in this process."""
    with patch_docutils(str(root / "docs")), docutils_namespace():
        app = Sphinx(
            root / "docs", root / "docs", root / out, root / "trees", "html",
            status=None, warning=io.StringIO(),
        )  # fmt: skip
        app.build()


def files_of(root: Path) -> dict[str, bytes]:
    """Every file that a build of *root* made: the site, and the pages that books are made of."""
    # Pagefind names its files itself; `test_site` looks at the search.
    folders = (root / "out", root / "docs/entries", root / "docs/indexes")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differences(grown: dict[str, bytes], clean: dict[str, bytes]) -> list[str]:
    """What is wrong with *grown*, a line a file, with the first line that differs."""
    found = []
    for name in sorted(grown.keys() | clean.keys()):
        if name not in clean:
            found.append(f"{name} is left over")
        elif name not in grown:
            found.append(f"{name} is missing")
        elif grown[name] != clean[name]:
            pairs = zip(grown[name].splitlines(), clean[name].splitlines(), strict=False)
            first = next((f"{old!r} not {new!r}" for old, new in pairs if old != new), "length")
            found.append(f"{name}: {first[:600]}")
    return found


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Growing, Path]:
    """A handbook that was built once, and a copy of it as it was then."""
    root = tmp_path_factory.mktemp("growing")
    book = Growing(root / "grown")
    book.write()
    build(book.root)
    shutil.copytree(book.root, root / "kept", symlinks=True)
    return book, root / "kept"


@pytest.fixture
def book(start: tuple[Growing, Path]) -> Growing:
    """The handbook as it was after its first build."""
    return as_it_was(start)


def as_it_was(start: tuple[Growing, Path]) -> Growing:
    first, kept = start
    shutil.rmtree(first.root)
    shutil.copytree(kept, first.root)  # at the same place, with the same times
    return deepcopy(first)


def equals_a_clean_one(book: Growing, told: str = "") -> None:
    """Build what was edited, and a copy without anything that a build made."""
    book.write()
    build(book.root)
    clean = book.root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    copy_sources(book.root, clean)
    build(clean)
    assert differences(files_of(book.root), files_of(clean)) == [], told


# -- edits that each show in few places ---------------------------------------------------------

Steps = Iterator[None]
CASES: dict[str, Callable[[Growing], Steps]] = {}


def case(steps: Callable[[Growing], Steps]) -> Callable[[Growing], Steps]:
    """Register *steps*, which change the handbook and yield where it is to be built."""
    CASES[steps.__name__] = steps
    return steps


def work(book: Growing, place: int) -> Loaf:
    return book.works[book.first[place]]


@case
def a_takeaway(book: Growing) -> Steps:
    work(book, 4).takeaway = "It sinks."
    yield


@case
def a_venue_is_renamed(book: Growing) -> Steps:
    book.venues["BAKE"] = "Meeting of Bakers"
    yield


@case
def a_work_moves_without_a_changed_letter(book: Growing) -> Steps:
    work(book, 2).topic = "baking/ovens"
    yield


@case
def a_work_appears_elsewhere_too(book: Growing) -> Steps:
    work(book, 2).also = ["baking/ovens"]
    yield


@case
def a_chapter_lists_a_work_in_another_language(book: Growing) -> Steps:
    work(book, 6).language = "zh"
    yield


@case
def a_chapter_without_a_list_has_works_for_reference_managers(book: Growing) -> Steps:
    work(book, 7).title = "Another Title"
    yield


@case
def a_preprint_has_pages_that_no_reference_shows(book: Growing) -> Steps:
    work(book, 4).pages = "88-90"
    yield


@case
def a_name_is_divided_otherwise(book: Growing) -> Steps:
    work(book, 0).authors = ["Ana Souza e Silva"]
    yield
    work(book, 0).authors = ["Souza e Silva, Ana"]
    yield


@case
def an_author_whom_a_chapter_names_goes(book: Growing) -> Steps:
    for one in book.works.values():
        one.authors = [name for name in one.authors if "Doe" not in name] or ["Bo Li"]
    yield


@case
def an_address_of_the_index_goes_to_another_venue(book: Growing) -> Steps:
    book.add(Loaf("milling/flour", ["Bo Li"], 1950, "Alone", venue="BA-KE"))
    yield
    for one in book.works.values():
        one.venue = "JCC" if one.venue == "BA KE" else one.venue
    yield


@case
def a_former_key_is_forgotten(book: Growing) -> Steps:
    old = book.first[0]
    new = book.add(book.works.pop(old))
    book.works[new].aliases = [old]
    yield
    book.works[new].aliases = []
    yield
    work(book, 3).aliases = [old]
    yield


@case
def a_work_takes_its_other_key(book: Growing) -> Steps:
    old = book.first[0]
    work(book, 0).aliases = ["li1990bran"]
    work(book, 5).builds_on = ["li1990bran"]
    yield
    book.works["li1990bran"] = book.works.pop(old)
    yield


@case
def a_work_with_files_on_a_page_goes(book: Growing) -> Steps:
    del book.works[book.first[0]]
    yield


@case
def a_page_in_the_bar_is_renamed(book: Growing) -> Steps:
    book.about = "What this is"
    yield


@case
def a_page_comes_that_works_lead_to_and_goes(book: Growing) -> Steps:
    book.checking = True
    yield
    book.checking = False
    yield


@pytest.mark.parametrize("name", CASES)
def test_a_build_after_an_edit_equals_a_clean_one(book: Growing, name: str) -> None:
    for _ in CASES[name](book):
        equals_a_clean_one(book)


@SHORT
@given(st.data())
def test_a_build_after_any_edits_equals_a_clean_one(
    start: tuple[Growing, Path], data: st.DataObject
) -> None:
    book = as_it_was(start)
    draw = Draw(data)
    done = []
    for _ in range(data.draw(st.integers(3, 5), label="builds")):
        steps = st.lists(st.sampled_from(EDITS), min_size=1, max_size=2)
        done += [edit(book, draw) for edit in data.draw(steps, label="edits")]
        done.append("build")
        equals_a_clean_one(book, "\n".join(done))


def test_a_table_of_works_that_grows_shorter_leaves_no_page(
    book: Growing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(works, "BYTES", 1500)
    equals_a_clean_one(book)
    assert (book.root / "out/works-2.html").is_file()
    for key in book.first[:8]:
        del book.works[key]
    equals_a_clean_one(book)
    assert not (book.root / "out/works-3.html").exists()


def test_another_folder_in_between_leaves_nothing_old(book: Growing) -> None:
    book.works[book.first[0]].title = "A New Title"
    book.write()
    build(book.root, out="other")
    equals_a_clean_one(book)


def test_states_that_were_damaged_are_made_anew(book: Growing) -> None:
    """Each has a byte that is another one, as a failing disk leaves it; `test_outputs` has the database."""
    states = sorted((book.root / "trees").glob("sysai-*.state"))
    assert {"sysai-documents", "sysai-entries", "sysai-records"} <= {one.stem for one in states}
    for state in states:
        content = bytearray(state.read_bytes())
        content[len(content) // 2] ^= 0x55
        state.write_bytes(content)
    book.works[book.first[0]].title = "A New Title"
    equals_a_clean_one(book)


# -- processes ----------------------------------------------------------------------------------


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    """With so many works that their pages are written by both."""
    count = FEW + 20
    write_handbook(tmp_path, make_works(count))
    for processes in ("1", "2"):
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
        command += ["-j", processes, "-D", "html_baseurl=https://works.example.org/"]
        command += ["-D", "sysai_search=0", "-d", f"{tmp_path}/trees{processes}"]
        command += [f"{tmp_path}/docs", f"{tmp_path}/{processes}/out"]
        subprocess.run(command, check=True)
    serial, parallel = files_of(tmp_path / "1"), files_of(tmp_path / "2")
    assert sum(name.startswith("out/entries/") for name in serial) == 2 * count
    assert differences(parallel, serial) == []
