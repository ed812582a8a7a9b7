"""Observers' logs: every line becomes a visit, a day on which somebody looked in vain, or a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flights.nouns_made import at
from sojourn.flights.coverage import LogDay
from sojourn.flights.observers import LogEntry, read_log, said_of_no_flight, totals

ENTRY = LogEntry(
    source="log",
    line=2,
    airport="MSP",
    day=date(2025, 4, 9),
    arrived=at(0),
    left=at(1),
    came_from="OMA",
    went_to="AEX",
    route="ELP-OMA-MSP-AEX-ELP",
    callsign="TYSON45",
    registration="N289GX",
    boarded=20,
    boarded_observed=20,
    alighted=2,
    convoy_estimate=24,
)


def test_an_entry_is_a_visit_with_four_legs() -> None:
    """Two that touch the airport and two of the day's route."""
    log = read_log([ENTRY])

    assert [(visit.aircraft, visit.airport, visit.came_from) for visit in log.visits] == [("a2f016", "KMSP", "KOMA")]
    assert sorted(f"{leg.origin}-{leg.destination}" for leg in log.legs) == [
        "KAEX-KELP",
        "KELP-KOMA",
        "KMSP-KAEX",
        "KOMA-KMSP",
    ]
    assert log.faults == ()


def test_a_day_without_a_flight_is_coverage_and_no_visit() -> None:
    """Somebody stood there and saw none."""
    log = read_log([replace(ENTRY, no_flight="CANCELLED")])

    assert (log.visits, log.days) == ((), (LogDay("log", "KMSP", date(2025, 4, 9), flight=False),))


@pytest.mark.parametrize(
    ("text", "expected"), [("flight CANCELLED - holidays?", True), ("NO FLIGHT", True), ("N289GX", False)]
)
def test_that_no_flight_came_is_read_wherever_it_is_written(text: str, expected: bool) -> None:
    """In a real log it stands under the call sign, the registration, the operator or the running number."""
    assert said_of_no_flight(["", text]) == (text if expected else "")


def test_an_entry_without_an_aircraft_is_joined_with_no_other() -> None:
    """A question mark is no registration that two flights could share."""
    unknown = replace(ENTRY, registration="?")

    log = read_log([unknown, replace(unknown, line=3)])

    assert [visit.aircraft for visit in log.visits] == ["? log 2", "? log 3"]


def test_an_undated_entry_is_reported_and_its_visit_kept() -> None:
    """It cannot be placed, and it is a flight all the same."""
    log = read_log([replace(ENTRY, day=None, arrived=None, left=None)])

    assert [fault.kind for fault in log.faults] == ["undated"]
    assert (len(log.visits), log.legs) == (1, ())


def test_the_totals_of_a_log_are_those_of_its_lines() -> None:
    """Two flights on a Wednesday, one without a count, and a day in vain."""
    log = [
        ENTRY,
        replace(ENTRY, boarded=None, boarded_observed=30, convoy_estimate=24, alighted=None),
        replace(ENTRY, no_flight="none", day=None),
    ]

    found = totals(log)

    assert (found.entries, found.flights, found.in_vain, found.undated) == (3, 2, 1, 1)
    assert (found.boarded, found.counted, found.alighted, found.weekdays) == (40, 2, 4, (0, 0, 2, 0, 0, 0, 0))
    assert found.count_minus_convoy is not None
    assert found.count_minus_convoy.flights == 3
    assert found.count_minus_convoy.mean == pytest.approx((-4 + 6 - 4) / 3)


def test_one_pair_has_no_spread() -> None:
    """A deviation of one number means nothing."""
    assert totals([ENTRY]).count_minus_convoy is None
