"""The real files about flights: every row is placed, and totals are those that their publishers state.

Counts: the README beside the files, and their publishers' own pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.publish.ledgers import ledger, quarantine
from sojourn.record.build import build
from sojourn.record.opened import Record

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def flights(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of the files about flights."""
    if not (real_files / "flights").is_dir():
        pytest.skip("no files about flights")
    folder = tmp_path_factory.mktemp("flights")
    build(folder, [real_files / "flights"])
    record = Record(folder)
    yield record
    record.close()


def test_each_file_has_its_rows_and_loses_none(flights: Record) -> None:
    """161 flights at Minneapolis, 126 lines at Yakima, 899 events, 14 aircraft, a month of polls, 5,443 returns."""
    rows = {line["source"]: 0 for line in ledger(flights)["ledger"]}
    for line in ledger(flights)["ledger"]:
        rows[line["source"]] += line["rows"]
        assert line["rows"] == line["loaded"] + line["repaired"] + line["quarantined"]

    assert rows == {
        "msp_flights": 161,
        "ykm_flights": 126,
        "ice_call_sign_events": 899,
        "ice_aircraft": 14,
        "ice_air_monitor": 2_840,
        "frontex_operations": 5_443 + 873,
    }
    assert quarantine(flights, raw=False)["rows"] == []


def test_the_people_at_minneapolis_are_as_published(flights: Record) -> None:
    """4,944 boarded; the count minus the convoy estimate has mean -1.6 and deviation 8.8 over 97 flights."""
    (row,) = flights.query(
        """SELECT sum(boarded) AS boarded, count(boarded_observed) AS both, round(avg(boarded_observed - convoy_estimate), 1)
        AS mean, round(stddev_samp(boarded_observed - convoy_estimate), 1) AS deviation
        FROM flight_visits WHERE release LIKE 'msp%'"""
    )

    assert row["boarded"] == 4_944
    assert (row["both"], row["mean"], row["deviation"]) == (97, -1.6, 8.8)


def test_four_lines_of_yakima_have_no_plain_day_and_one_has_none(flights: Record) -> None:
    """Of the four, three are misspelt and mended; 'Week of Aug 24th' holds no day."""
    (row,) = flights.query(
        """SELECT count(*) AS lines, count(visit_date) AS dated, count(logged_flight) AS flights, count(no_flight) AS none
        FROM flight_visits WHERE release LIKE 'ykm%'"""
    )

    assert (row["lines"], row["dated"], row["flights"]) == (126, 125, 114)
    assert row["none"] == 11


def test_events_of_call_signs_span_27_days(flights: Record) -> None:
    """18 aircraft at 54 airports, and no word on what each event was."""
    (row,) = flights.query(
        """SELECT count(DISTINCT aircraft_hex) AS aircraft, count(DISTINCT airport) AS airports,
        count(DISTINCT CAST(seen_at AS DATE)) AS days, count(*) FILTER (event <> 'unknown') AS told
        FROM flight_sightings WHERE release LIKE 'ice_call_sign%'"""
    )

    assert (row["aircraft"], row["airports"], row["days"], row["told"]) == (18, 54, 27, 0)


def test_the_monitor_flags_southwest_and_nothing_else(flights: Record) -> None:
    """Its flag for charter companies is the counter-example: it marks the prefix SWA alone."""
    flagged = flights.query(
        "SELECT DISTINCT left(callsign, 3) AS prefix FROM flight_sightings WHERE charter_flag ORDER BY 1"
    )

    assert flagged == [{"prefix": "SWA"}]


def test_operations_of_frontex_have_their_published_sizes(flights: Record) -> None:
    """2,431 operations, of a median of 32 people; Russia had 71 on 6 June 2019."""
    (row,) = flights.query(
        """SELECT count(*) AS operations, median(people) AS people
        FROM (SELECT operation, sum(returned) AS people FROM return_operations GROUP BY 1)"""
    )
    russia = flights.query(
        """SELECT max(people) AS people FROM (SELECT operation, sum(returned) AS people FROM return_operations
        WHERE departure_date = DATE '2019-06-06' GROUP BY 1)"""
    )

    assert (row["operations"], row["people"]) == (2_431, 32)
    assert russia == [{"people": 71}]
