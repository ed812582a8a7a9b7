"""The replay: its forms, its histories, and that it says what it does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from sojourn.draw.simulation import replay
from sojourn.draw.simulation.counts import Counts


@pytest.fixture(scope="module")
def found() -> Iterator[replay.Replay]:
    """An empty record replayed, with two histories instead of all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "SHARES", ((0, 1), (1, 1)))
        patch.setattr(replay, "PEOPLE_PER_REQUEST", (0.5,))
        yield replay.replay(Counts({}), seeds=1)


def test_an_empty_record_is_replayed_and_says_that_it_cannot_say(found: replay.Replay) -> None:
    """All but the bar that needs no counts."""
    assert [bar.status for bar in found.bars] == ["cannot say", "cannot say", "met", "cannot say", "cannot say"]
    assert [row["processed"] for row in found.months] == [None] * 20
    assert json.loads(json.dumps(found.as_dict()))["schema"] == "sojourn.replay/1"


def test_a_history_under_first_come_waits_as_long_as_the_pool_is_deep() -> None:
    """Half a person per request: 141,412 / 1,450 = 97 days at the end, less what the pool grew during the last wait."""
    found = replay._history((1, 1), 0.5, 0)

    assert 80 < found.figures["nine months"] < 97
    assert found.figures["more than two thirds"] == 1
    assert found.agrees == ("more than two thirds", "ten weeks")


@pytest.mark.slow
def test_no_history_with_one_share_and_one_kind_of_asking_agrees_with_all_that_was_said() -> None:
    """The statements of autumn 2023, spring 2024 and August 2024 are of different pools, or of different rules."""
    found = replay.histories(0)

    assert [one for one in found if {"ten weeks", "nine months"} <= set(one.agrees)] == []
