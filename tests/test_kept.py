"""What is made of a work is remembered for that very work, and not for ever."""

from __future__ import annotations

import dataclasses

import pytest

from sysai import kept as module
from sysai.corpus import Corpus
from sysai.kept import kept
from sysai.record import Record, Venue


def test_a_result_is_made_once_and_belongs_to_one_record(
    bread_corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    @kept
    def make(record: Record, venue: Venue | None) -> str:
        asked.append(record.key)
        return f"{record.title}, {venue.name if venue else 'nowhere'}"

    one = bread_corpus.records["muller1998crumb"]
    venue = bread_corpus.venue_of(one)
    assert make(one, venue) is make(one, venue)
    assert asked == [one.key]
    other = dataclasses.replace(one, title="Another")
    assert make(other, venue).startswith("Another, ")
    assert make(one, None).endswith(", nowhere")
    assert len(asked) == 3
    monkeypatch.setattr(module, "MOST", 3)
    make(other, None)  # the fourth: all before it are forgotten
    make(one, venue)
    assert len(asked) == 5
