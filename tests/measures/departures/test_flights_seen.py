"""Flights seen are counted with their evidence, against the airport-days on which anybody watched."""

from __future__ import annotations

import pytest

from flights.flight_record import flight_record
from sojourn.measures import measure
from tiny import tiny_record

SEEN = measure("flights_seen")


def test_the_legs_of_a_month_are_counted_against_days_watched() -> None:
    """Three legs and one that ends nowhere known; on 9 April three airports, then KAEX once more and no airport at all."""
    finding = SEEN.ask(flight_record(), {"period": "2025-04"}, ("class",))

    assert (finding.value, finding.denominator, finding.tier) == (4, 5, "P0")
    assert finding.rows == (("connection", 1, 1), ("removal", 1, 1), ("return", 1, 1), ("unknown", 1, 1))
    assert finding.interval is not None
    assert (finding.interval.low, finding.interval.high) == (4, 4)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"airport": "AEX", "period": "2025-04"}, 4),
        ({"airport": "MSP"}, 4),
        ({"class": "removal"}, 1),
        ({"source": "msp_flights"}, 8),
        ({"airport": "AZA", "period": "2026-02"}, 0),
    ],
)
def test_a_question_is_narrowed_by_airport_class_and_source(given: dict[str, str], expected: int) -> None:
    """Nought where somebody watched is an answer."""
    assert SEEN.ask(flight_record(), given).value == expected


@pytest.mark.parametrize("by", ["origin", "destination", "source", "month"])
def test_each_split_adds_up_to_the_whole(by: str) -> None:
    """A leg stands in one row of each."""
    finding = SEEN.ask(flight_record(), {}, (by,))

    assert sum(row[1] for row in finding.rows) == finding.value == 12


def test_polls_that_make_no_leg_are_said() -> None:
    """Nought legs and two sightings of ICE's aircraft are not nothing."""
    finding = SEEN.ask(flight_record(), {"airport": "AZA", "period": "2026-02"})

    assert any(caveat.text.startswith("2 sightings") for caveat in finding.caveats)


def test_where_nobody_watched_there_is_no_nought() -> None:
    """The reason says that it is no sign of absence."""
    finding = SEEN.ask(flight_record(), {"airport": "BFI"})

    assert (finding.status, finding.value) == ("not covered", None)
    assert "no sign that there was no flight" in finding.reason


def test_a_record_without_flights_is_not_covered() -> None:
    """It says what is missing."""
    finding = SEEN.ask(tiny_record(), {})

    assert finding.status == "not covered"
    assert "no release with sightings" in finding.reason


def test_the_files_of_every_source_are_named() -> None:
    """Three files, three hashes, and the statements that read them."""
    finding = SEEN.ask(flight_record(), {})

    assert len(finding.provenance.files) == 3
    assert finding.provenance.sql.count("SELECT") == 3
