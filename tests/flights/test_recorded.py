"""The flights of a record: every source read, one leg for each flight, faults with source and line."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import numpy as np
import pytest

from flights.flight_record import flight_record
from sojourn.flights.recorded import Flights, flights_of
from tiny import tiny_record


@pytest.fixture(scope="module")
def all_flights() -> Flights:
    """The flights of the invented record."""
    return flights_of(flight_record())


def test_the_legs_of_all_sources_are_there_with_their_class(all_flights: Flights) -> None:
    """Five legs of events, of which one is a stranger's, and eight that two lines of a log tell of."""
    found = Counter((one.leg.sources, one.is_ice, one.leg_class) for one in all_flights.legs)

    events, log = ("ice_call_sign_events",), ("msp_flights",)
    assert found == {
        (events, "strong", "connection"): 1,
        (events, "strong", "removal"): 1,
        (events, "strong", "return"): 1,
        (events, "strong", "unknown"): 1,
        (events, "weak", "unknown"): 1,
        (log, "strong", "transfer"): 8,
    }
    assert len(all_flights.flagged) == 12


def test_faults_name_source_and_line(all_flights: Flights) -> None:
    """The two of the log, a poll that came twice, and an airport of no list."""
    assert [(fault.kind, fault.source, fault.lines) for fault in all_flights.faults] == [
        ("address against registration", "msp_flights", (3,)),
        ("duplicated poll", "ice_air_monitor", (1, 2)),
        ("mixed clocks", "msp_flights", (3,)),
        ("unknown airport", "ice_call_sign_events", (9,)),
    ]


def test_what_makes_no_leg_is_kept(all_flights: Flights) -> None:
    """Six events stand alone in their visit; two days between two visits to one airport are a gap."""
    assert len(all_flights.unpaired) == 6
    assert [(gap.origin, gap.destination, gap.why) for gap in all_flights.gaps] == [
        ("KAEX", "KAEX", "the same airport again")
    ]


def test_missions_are_dated_by_their_start(all_flights: Flights) -> None:
    """Out and back on 9 April, and what the log tells of two days in October."""
    assert [(mission.started, len(mission.legs)) for mission in all_flights.missions] == [
        (date(2025, 4, 9), 3),
        (date(2025, 4, 11), 1),
        (date(2025, 10, 1), 4),
        (date(2025, 10, 8), 4),
    ]


@pytest.mark.parametrize(
    ("airport", "day", "answer"),
    [
        ("KIWA", date(2026, 2, 9), "seen"),
        ("KMSP", date(2025, 10, 1), "seen"),
        ("KMSP", date(2025, 10, 2), "not watched"),
        ("KDEN", date(2025, 4, 9), "seen"),
    ],
)
def test_the_coverage_of_all_sources_is_in_one_place(
    all_flights: Flights, airport: str, day: date, answer: str
) -> None:
    """A poll, a log and events answer one question."""
    assert all_flights.coverage.seen(airport, day).answer == answer


def test_days_bound_legs_and_missions_alike() -> None:
    """A question about a month is not answered with the next."""
    found = flights_of(flight_record(), date(2025, 4, 11), date(2025, 4, 30))

    assert [(one.leg.origin, one.leg.left.date()) for one in found.legs] == [("KAEX", date(2025, 4, 11))]
    assert [mission.started for mission in found.missions] == [date(2025, 4, 11)]
    assert found.sighted == tuple(one for one in found.sighted if one.at >= datetime(2025, 4, 11, tzinfo=UTC))


def test_a_record_without_flights_has_none() -> None:
    """Most records have only removals."""
    found = flights_of(tiny_record())

    assert (found.legs, found.missions, found.releases) == ((), (), ())


def test_arrays_of_a_query_have_a_column_each() -> None:
    """Points by the million come so, with absent cells masked."""
    columns = flight_record().arrays("SELECT line, latitude FROM flight_sightings ORDER BY seen_at DESC LIMIT 4")

    assert columns["latitude"].shape == (4,)
    assert np.ma.getmaskarray(columns["latitude"]).tolist() == [False, False, False, True]
