"""Files beside the pages: made for what changed, removed with their work, the same as anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from houses import Bread
from sysai import corpus
from sysai.fingerprint import Fingerprints
from sysai.record import Record
from sysai.site import outputs
from sysai.site.outputkinds import Joined, Output, Site
from sysai.site.outputs import write_outputs
from sysai.states import read_state, write_state


class Kitchen:
    """Two outputs over a bread handbook, and which works each call made anew."""

    def __init__(self, bread: Bread, base_url: str = "") -> None:
        self.bread = bread
        self.base_url = base_url
        self.made: list[str] = []
        self.out = bread.root / "out"
        self.outputs = {
            "card": Output("card", record=self.card, whole=lambda site: {"n.txt": str(len(site.corpus.records))}),
            "all": Output("all", piece=self.piece, joined=self.joined),
        }  # fmt: skip

    def card(self, record: Record, site: Site) -> dict[str, str | bytes]:
        self.made.append(record.key)
        return {f"cards/{record.key}.txt": f"{site.base_url}{record.title}"}

    def piece(self, record: Record, _site: Site) -> str:
        self.made.append(f"piece {record.key}")
        return record.takeaway

    def joined(self, site: Site) -> dict[str, Joined]:
        return {"all.txt": Joined(tuple(site.corpus.records), head="<", between="|", tail=">")}

    def run(self, out: Path | None = None) -> list[str]:
        self.made = []
        site = Site(corpus.load(self.bread.project), base_url=self.base_url)
        folder = out or self.out
        write_outputs(self.outputs, site, folder, folder.parent / f"{folder.name}.state")
        return self.made

    def files(self, folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def equals_a_clean_one(self) -> bool:
        clean = self.bread.root / "clean"
        self.run(clean)
        return self.files(clean) == self.files(self.out)


def test_files_are_made_once(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    assert len(kitchen.run()) == 12
    assert kitchen.run() == []
    text = (kitchen.out / "all.txt").read_text(encoding="utf-8")
    assert text.startswith("<")
    assert text.count("|") == 5


def test_a_changed_work_is_made_anew_with_those_that_name_it(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    bread.edit("costa2020wheat", "takeaway: ", "takeaway: Now ")
    assert "costa2020wheat" in kitchen.run()
    assert "muller1998crumb" not in kitchen.made
    assert "Now " in (kitchen.out / "all.txt").read_text(encoding="utf-8")
    bread.edit("muller1998crumb", "A dough that rises", "Any dough that rises")
    made = kitchen.run()
    assert {"muller1998crumb", "papadopoulos2004field"} <= set(made)
    assert kitchen.equals_a_clean_one()


def test_the_files_of_a_removed_work_go(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    bread.path("costa2020wheat").unlink()
    kitchen.run()
    assert not (kitchen.out / "cards/costa2020wheat.txt").exists()
    assert kitchen.equals_a_clean_one()


def test_a_renamed_venue_reaches_the_files(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    bread.edit("bib/venues.yaml", "3rd Symposium on Baking", "Third Symposium on Baking")
    assert "muller1998crumb" in kitchen.run()
    assert kitchen.equals_a_clean_one()


def test_another_address_makes_all_anew(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    kitchen.base_url = "https://bread.example.org/"
    assert len(kitchen.run()) == 12
    assert kitchen.equals_a_clean_one()


def test_a_lost_folder_is_made_anew(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    kitchen.out.rename(bread.root / "away")
    assert len(kitchen.run()) == 12


def test_a_venue_and_a_tag_reach_the_works_they_are_shown_with(bread: Bread) -> None:
    before = Fingerprints(corpus.load(bread.project))
    bread.edit("bib/venues.yaml", "3rd Symposium on Baking", "Third Symposium on Baking")
    loaded = corpus.load(bread.project)
    after = Fingerprints(loaded)
    old = corpus.load(bread.project)
    changed = {
        key for key, one in old.records.items() if before.of(one) != after.of(loaded.records[key])
    }
    assert "muller1998crumb" in changed
    assert "costa2020wheat" not in changed


def test_a_joined_file_is_left_alone_unless_one_of_its_works_changed(
    bread: Bread, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen = Kitchen(bread)
    groups = {"old.txt": Joined(("muller1998crumb",)), "new.txt": Joined(("costa2020wheat",))}
    kitchen.outputs = {"groups": Output("groups", piece=kitchen.piece, joined=lambda site: groups)}
    kitchen.run()
    looked_at: list[str] = []
    real = outputs.put_file
    monkeypatch.setattr(
        outputs,
        "put_file",
        lambda path, text: (looked_at.append(Path(path).name), real(path, text))[1],
    )
    bread.edit("costa2020wheat", "takeaway: ", "takeaway: Now ")
    kitchen.run()
    assert looked_at == ["new.txt"]
    groups["old.txt"] = Joined(("muller1998crumb",), head="# ")
    bread.edit("grain2019grist", "takeaway: ", "takeaway: Now ")
    kitchen.run()
    assert looked_at == ["new.txt", "old.txt"]
    del groups["new.txt"]
    bread.edit("grain2019grist", "takeaway: Now ", "takeaway: ")
    kitchen.run()
    assert [path.name for path in kitchen.out.glob("*.txt")] == ["old.txt"]


def test_a_build_that_was_stopped_leaves_nothing_of_an_edit_that_was_taken_back(
    bread: Bread,
) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()

    def stop(site: Site) -> dict[str, str | bytes]:
        raise RuntimeError("stopped")

    bread.edit("costa2020wheat", "title: Is Wheat Enough?", "title: Was Wheat Enough?")
    whole = kitchen.outputs["card"]
    kitchen.outputs["card"] = Output("card", record=kitchen.card, whole=stop)
    with pytest.raises(RuntimeError, match="stopped"):
        kitchen.run()
    bread.edit("costa2020wheat", "title: Was Wheat Enough?", "title: Is Wheat Enough?")
    kitchen.outputs["card"] = whole
    kitchen.run()
    assert kitchen.equals_a_clean_one()


def test_the_files_of_two_folders_share_a_state_and_stay_right(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    bread.edit("costa2020wheat", "title: Is Wheat Enough?", "title: Was Wheat Enough?")
    state = bread.root / "out.state"
    other = Site(corpus.load(bread.project))
    write_outputs(kitchen.outputs, other, bread.root / "other", state)
    bread.edit("muller1998crumb", "A dough that rises", "Any dough that rises")
    kitchen.run()
    assert kitchen.equals_a_clean_one()


def test_a_file_that_was_taken_away_is_made_again_and_no_other(bread: Bread) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    for name in ("cards/costa2020wheat.txt", "n.txt", "all.txt"):
        (kitchen.out / name).unlink()
        made = kitchen.run()
        assert (kitchen.out / name).is_file()
        assert {one.removeprefix("piece ") for one in made} <= {"costa2020wheat"}
        assert kitchen.equals_a_clean_one()


@pytest.mark.parametrize("damage", ["cut", "text", "other layout", "empty"])
def test_a_state_that_cannot_be_read_is_as_none(bread: Bread, damage: str) -> None:
    kitchen = Kitchen(bread)
    kitchen.run()
    state = bread.root / "out.state"
    whole = state.read_bytes()
    if damage == "other layout":
        with closing(sqlite3.connect(state)) as base:
            base.execute("PRAGMA user_version = 99")
            base.commit()
    else:
        state.write_bytes(
            {"cut": whole[:5000], "text": b"no database " * 999, "empty": b""}[damage]
        )
    bread.edit("costa2020wheat", "takeaway: ", "takeaway: Now ")
    assert len(kitchen.run()) == 12
    assert kitchen.equals_a_clean_one()
    assert kitchen.run() == []


def test_a_kept_state_is_of_what_it_was_kept_of_and_whole(tmp_path: Path) -> None:
    file = tmp_path / "some.state"
    assert read_state(file, "these") is None
    write_state(file, "these", {"rye": 1})
    assert read_state(file, "these") == {"rye": 1}
    assert read_state(file, "those") is None
    whole = file.read_bytes()
    for damaged in (whole[:-3], whole[:20], b"", whole.replace(b"rye", b"oat")):
        file.write_bytes(damaged)
        assert read_state(file, "these") is None


def test_fingerprints_that_are_relied_on_are_those_made_anew(bread: Bread) -> None:
    """After a change of prose and relations, which no list of works shows."""
    before = corpus.load(bread.project)
    kept = before.prints.kept()
    bread.edit("muller1998crumb", "takeaway: ", "takeaway: Now ")
    bread.edit("costa2020wheat", "takeaway: ", "builds_on: [muller1998crumb]\ntakeaway: ")
    after, anew = corpus.load(bread.project), corpus.load(bread.project)
    assert after.prints.listed == before.prints.listed
    after.prints.rely_on(kept)
    assert after.prints.kept() == anew.prints.kept()
    assert after.prints.kept() != kept
