"""The invented flights: a world that holds together, and faults that are what they say."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest

from sojourn.errors import UnknownName
from sojourn.lookalike import make
from sojourn.lookalike.flights import SOURCES
from sojourn.lookalike.flights.world import legs


def test_an_invented_aircraft_flies_on_from_where_it_landed() -> None:
    """Within a day; only planted faults may put it in two places."""
    first = [leg for leg in islice(legs(3), 400) if leg.registration == "N710QZ"]

    for one, other in pairwise(first):
        assert other.left - one.arrived == timedelta(minutes=70) or other.left.date() > one.left.date()
        assert other.origin == one.destination or other.left.date() > one.left.date()


def test_no_invented_flight_is_faster_than_an_airliner() -> None:
    """780 km an hour, and 20 minutes to climb and land."""
    for leg in islice(legs(3), 200):
        assert timedelta(minutes=20) < leg.arrived - leg.left < timedelta(hours=8)


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_seed_gives_the_same_bytes(source: str, tmp_path: Path) -> None:
    """Who reports a fault names the seed, and nothing else."""
    (one,) = make(source, 60, tmp_path / "one", seed=5)
    (other,) = make(source, 60, tmp_path / "other", seed=5)

    assert one.path.read_bytes() == other.path.read_bytes()
    assert one.truth == other.truth


def test_every_planted_fault_stands_where_the_truth_says(tmp_path: Path) -> None:
    """The line is counted in the file, below its header."""
    (made,) = make("ice_call_sign_events", 60, tmp_path)
    lines = made.path.read_text().splitlines()

    planted = [fault for fault in made.truth.faults if fault.column]
    assert len(planted) == 8
    assert all(fault.raw in lines[fault.line - 1] for fault in planted)


def test_a_repeated_poll_is_the_same_row_again(tmp_path: Path) -> None:
    """Programs that count flights must not count it twice; the record keeps it."""
    (made,) = make("ice_air_monitor", 60, tmp_path)
    polls = json.loads(made.path.read_text())

    assert polls[2] == polls[1]


def test_few_rows_carry_no_faults(tmp_path: Path) -> None:
    """A file of three rows shows the form, and nothing more."""
    (made,) = make("adsb_traces", 3, tmp_path)

    assert made.truth.faults == []
    assert made.truth.account.loaded == 3


def test_an_unknown_family_is_named(tmp_path: Path) -> None:
    """The message lists those that exist."""
    with pytest.raises(UnknownName, match="arts has no family 'passengers-9'"):
        make("arts", 10, tmp_path, family="passengers-9")
