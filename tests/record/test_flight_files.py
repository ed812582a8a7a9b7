"""Files of flights in one record: many that make one release, and rows that repeat."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sojourn.lookalike import make
from sojourn.record.build import build
from sojourn.record.opened import Record


def test_polls_of_two_months_make_one_release(record: Path, tmp_path: Path) -> None:
    """A month of polls and a trace of a day are pieces: two of one fiscal year do not contradict each other."""
    (one,) = make("ice_air_monitor", 30, tmp_path / "one", seed=1, faults=False)
    (other,) = make("ice_air_monitor", 40, tmp_path / "other", seed=2, faults=False)

    build(record, [one.path, other.path])

    with closing(Record(record)) as opened:
        counted = opened.query("SELECT release, count(*) AS rows FROM flight_sightings GROUP BY 1")
    assert counted == [{"release": "ice_air_monitor/airport-boxes", "rows": 70}]


def test_a_repeated_poll_is_kept(record: Path, tmp_path: Path) -> None:
    """Reading loses nothing; who counts flights decides what is one."""
    (made,) = make("ice_air_monitor", 30, tmp_path / "made")

    build(record, [made.path])

    with closing(Record(record)) as opened:
        counted = opened.query(
            """SELECT count(*) AS twice FROM (SELECT aircraft_hex, seen_at, latitude, longitude FROM flight_sightings
            GROUP BY ALL HAVING count(*) > 1)"""
        )
    assert counted == [{"twice": 1}]
