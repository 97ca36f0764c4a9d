"""Citation files of the site: where they stand, what they hold, and who links to them."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
import yaml
from pybtex.database import parse_string

from houses import BREAD, Bread
from sysai import export, formats
from sysai.corpus import Corpus
from sysai.export import Export
from sysai.files import put
from sysai.formats import FORMATS, files, styles
from sysai.selection import Selection
from sysai.shard import EVERYTHING
from sysai.site import cite, outputs
from sysai.site.outputkinds import Site
from sysai.site.outputs import write_outputs
from test_site import Links, read, sphinx


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Bread:
    """Bread with a work that is not citable yet, built."""
    root = tmp_path_factory.mktemp("site") / "bread"
    shutil.copytree(BREAD, root)
    bread = Bread(root)
    bread.edit("costa2020wheat", "authors: [Rui Costa, Ana Souza e Silva]",
               "authors: [Rui Costa]\nunseen: [authors]")  # fmt: skip
    sphinx(bread)
    return bread


def test_every_citable_work_has_a_file_in_every_format(house: Bread, bread_corpus: Corpus) -> None:
    out = house.root / "out"
    found = {path.relative_to(out).as_posix() for path in (out / "cite").iterdir()}
    keys = sorted(set(bread_corpus.records) - {"costa2020wheat"})
    assert found == {files.work_path(key, form) for key in keys for form in FORMATS.values()}
    for key in keys:
        for name, form in FORMATS.items():
            asked = Export(name, Selection(keys=(key,)))
            assert read(out / files.work_path(key, form)) == export.text(asked, bread_corpus)[0]


def test_topics_parts_and_all_have_files_that_export_writes_too(
    house: Bread, bread_corpus: Corpus
) -> None:
    out = house.root / "out"
    chosen = {
        "milling/flour": Selection(topics=("milling/flour",)),
        "milling": Selection(parts=("milling",)),
        "handbook": Selection(),
    }
    for group, selection in chosen.items():
        for name, form in FORMATS.items():
            works = [one for one in selection.of(bread_corpus) if one.key != "costa2020wheat"]
            expected = form.render(formats.citable(works), bread_corpus)
            assert read(out / files.group_path(group, form)) == expected, (group, name)


def test_the_groups_of_the_handbook(handbook: Corpus) -> None:
    groups = files.groups(handbook)
    assert set(groups) == {"handbook", *handbook.parts, *handbook.topics}
    assert groups["handbook"] == tuple(
        one.key for one in formats.citable(handbook.records.values())
    )
    authors = files.author_groups(handbook)
    assert len(authors) > 50
    for group, keys in authors.items():
        assert re.fullmatch(r"authors/[a-z0-9-]+", group)
        assert len(keys) > 1
    # Overleaf stops at 50 MB.
    for topic in handbook.topics:
        works = formats.citable(handbook.by_topic[topic])
        assert len(FORMATS["bibtex"].render(works, handbook)) < 1_000_000


# -- files of the real handbook, written without its pages ------------------------------------


class Builds:
    """Builds of citation files in one folder, with what each rendered and wrote."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.rendered: Counter[tuple[str, str]] = Counter()
        self.written: set[str] = set()

    def run(self, corpus: Corpus) -> None:
        self.rendered, self.written = Counter(), set()
        with pytest.MonkeyPatch.context() as patch:
            for name, form in FORMATS.items():
                patch.setitem(FORMATS, name, replace(form, pieces=self._counted(name, form.pieces)))
            patch.setattr(styles, "references", self._counted("text", styles.references))
            patch.setattr(outputs, "put_file", self._put)
            patch.setattr(cite, "share_of", lambda app: EVERYTHING)
            app = type("App", (), {})()
            cite._register(app)
            write_outputs(app._sysai_outputs, Site(corpus), self.out, self.root / "state")

    def _counted(self, name: str, render: Callable[..., list]) -> Callable[..., list]:
        def counted(works: list) -> list:
            self.rendered.update((name, record.key) for record, _ in works)
            return render(works)

        return counted

    def _put(self, path: str | Path, content: str | bytes) -> bool:
        wrote = put(path, content)
        if wrote:
            self.written.add(Path(path).relative_to(self.out).as_posix())
        return wrote


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory, handbook: Corpus) -> Builds:
    """The real handbook's citation files, built once."""
    found = Builds(tmp_path_factory.mktemp("cite"))
    found.run(handbook)
    return found


def holding(key: str, corpus: Corpus) -> set[str]:
    """The files that hold the work with *key*."""
    groups = files.groups(corpus) | files.author_groups(corpus)
    stems = [files.group_stem(group) for group, keys in groups.items() if key in keys]
    return {files.path(stem, form) for stem in (files.work_stem(key), *stems)
            for form in FORMATS.values()}  # fmt: skip


def test_no_work_is_rendered_twice_in_a_format(builds: Builds, handbook: Corpus) -> None:
    works = [one.key for one in formats.citable(handbook.records.values())]
    assert builds.rendered == {(name, key): 1 for name in FORMATS for key in works}
    assert builds.written == set().union(*(holding(key, handbook) for key in works))


def test_a_changed_work_reaches_the_files_that_hold_it_and_no_other(
    builds: Builds, handbook: Corpus
) -> None:
    key = "moritz2018ray"
    before = handbook.records[key]
    other = replace(before, title="Rays", where=replace(before.where, digest="other"))
    try:
        builds.run(dataclasses.replace(handbook, records={**handbook.records, key: other}))
        expected = holding(key, handbook)
        assert builds.written == expected
        assert len(expected) == len(FORMATS) * (
            3 + len(before.topics) + sum(len(handbook.authors.of(one).works) > 1
                                         for one in before.creators))  # fmt: skip
        for form in FORMATS.values():
            text = read(builds.out / f"bib/authors/stoica-ion.{form.ending}")
            assert text.count("Rays") == read(builds.out / files.work_path(key, form)).count("Rays")
        assert builds.rendered[("text", key)] == 1
    finally:
        builds.run(handbook)


def keys_in(text: str, name: str) -> list[str]:
    """The keys in a citation file, as a reader of the format finds them."""
    if name in ("bibtex", "biblatex"):
        return list(parse_string(text, "bibtex").entries)
    if name == "ris":
        return [one["id"] for one in rispy.loads(text)]
    if name == "csl-json":
        return [one["id"] for one in json.loads(text)]
    loaded = yaml.load(text, yaml.CSafeLoader)
    return [one["id"] for one in loaded["references"]] if name == "csl-yaml" else list(loaded)


def test_the_file_of_an_author_is_what_export_writes_and_programs_read(
    builds: Builds, handbook: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = [(one, handbook.venue_of(one)) for one in formats.citable(handbook.records.values())]
    made = dict(zip((one.key for one, _ in works), styles.references(works), strict=True))
    # Each reference is made by itself (see test_formats), so once is enough.
    monkeypatch.setattr(styles, "references", lambda some: [made[one.key] for one, _ in some])
    seen: set[Path] = set()
    for author in handbook.authors:
        stem = files.author_stem(author)
        citable = [one.key for one in formats.citable(author.works)]
        assert bool(stem) is bool(citable), author.slug
        for spelling in {author.name.first_last(), author.name.last_first()}:
            assert Selection(authors=(spelling,)).of(handbook) == sorted(
                author.works, key=lambda one: one.key
            )
        for name, form in FORMATS.items() if stem else ():
            path = builds.out / files.path(stem, form)
            text = read(path)
            asked = Export(name, Selection(authors=(author.name.first_last(),)))
            assert text == export.text(asked, handbook)[0], path
            if name != "text" and len(citable) > 1:  # for one, see test_formats
                assert keys_in(text, name) == citable, path
            seen.add(path)
    assert {path for path in seen if "authors" in path.parts} == set(
        (builds.out / "bib/authors").iterdir()
    )


# -- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_link_to_files_that_are_there(bread: Bread, builder: str) -> None:
    out = sphinx(bread, builder)
    ending = ".html" if builder == "html" else "/index.html"
    for page, path in (
        (f"entries/muller1998crumb{ending}", "cite/muller1998crumb"),
        (f"milling/flour{ending}", "bib/milling/flour"),
    ):
        at = (out / page).parent
        hrefs = [href for href, _, text in Links(read(out / page)).found
                 if text in {form.title for form in FORMATS.values()} and href != "#cite"]  # fmt: skip
        targets = {(at / href).resolve() for href in hrefs}
        assert targets == {out.resolve() / f"{path}.{form.ending}" for form in FORMATS.values()}
        assert all(target.is_file() for target in targets)


def test_what_cannot_be_cited_offers_nothing(house: Bread) -> None:
    assert "cite-files" not in read(house.root / "out/entries/costa2020wheat.html")


def test_no_link_to_files_in_the_epub(bread: Bread) -> None:
    out = sphinx(bread, "epub")
    for page in out.rglob("*.xhtml"):
        assert "cite-files" not in read(page)
