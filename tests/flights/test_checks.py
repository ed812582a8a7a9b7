"""Bad input is reported with its source and line, and nothing is repaired."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flights.nouns_made import event, flown, position, visited
from sojourn.flights import checks
from sojourn.flights.legs import route_of


def test_an_unknown_airport_is_named_once_with_all_its_lines() -> None:
    """Twelve faults of one cause are one fault."""
    faults = checks.unknown_airports(
        [event(0, "OFFAIRPORT", 5), event(1, "OFFAIRPORT", 3), event(2, "KAEX", 4)], [visited("GRG", 0, 1)]
    )

    assert [(fault.kind, fault.source, fault.lines) for fault in faults] == [
        ("unknown airport", "events", (3, 5)),
        ("unknown airport", "observer", (1,)),
    ]


@pytest.mark.parametrize(("seconds", "count"), [(60, 1), (1200, 0)])
def test_a_speed_that_no_airliner_has_is_reported(seconds: float, count: int) -> None:
    """111 km in a minute are 6,700 km/h; in twenty minutes it is an ordinary flight."""
    faults = checks.impossible_speeds([position(0, 30, -92, 2), position(seconds, 31, -92, 3)])

    assert [(fault.kind, fault.lines) for fault in faults] == [("impossible speed", (2, 3))] * count


def test_an_aircraft_in_two_places_at_once_is_reported_with_both_sources() -> None:
    """Two aircraft send one address, or one source has a wrong clock."""
    faults = checks.impossible_speeds([position(0, 30, -92, 2), position(0, 40, -92, 9, "other")])

    assert [(fault.kind, fault.source, fault.lines) for fault in faults] == [("in two places", "box, other", (2, 9))]


@pytest.mark.parametrize("count", [0, 1])
def test_few_positions_have_no_speed(count: int) -> None:
    """One point is nowhere impossible."""
    assert checks.impossible_speeds([position(0, 30, -92)] * count) == ()


def test_an_aircraft_that_flies_and_stays_is_a_poll_that_came_twice() -> None:
    """The second poll got the first one's answer."""
    faults = checks.duplicated_polls([position(0, 30, -92, 2), position(600, 30, -92, 3), position(1200, 30.1, -92, 4)])

    assert [(fault.kind, fault.lines) for fault in faults] == [("duplicated poll", (2, 3))]


def test_an_event_that_stands_twice_is_reported() -> None:
    """It would make a visit of no length."""
    faults = checks.duplicated_polls([event(0, "KAEX", 2), event(0, "KAEX", 3), event(1, "KAEX", 4)])

    assert [fault.lines for fault in faults] == [(2, 3)]


def test_a_visit_that_ends_before_it_begins_is_reported() -> None:
    """One of its times is local, or they stand in each other's columns."""
    faults = checks.mixed_clocks([visited("KMSP", 2, 1), visited("KMSP", 1, 2), visited("KMSP", None, 2)])

    assert [(fault.kind, fault.lines) for fault in faults] == [("mixed clocks", (1,))]


def test_a_source_with_local_times_is_found_by_another() -> None:
    """Alexandria is five hours behind UTC in April, Guatemala six."""
    utc, local = flown("KAEX-MGGT", 6, 9), replace(flown("KAEX-MGGT", 1, 3, "log", line=7))

    faults = checks.local_clocks([utc, local])

    assert [(fault.kind, fault.source, fault.lines) for fault in faults] == [("mixed clocks", "events, log", (1, 7))]
    assert (
        checks.local_clocks([utc, flown("KAEX-MGGT", 4, 7, "log"), flown("KAEX-", 1, 3, "log"), flown("KAEX-", 6, 9)])
        == ()
    )


@pytest.mark.parametrize(("hours", "count"), [(3, 0), (0.5, 1), (-1, 1)])
def test_a_leg_that_is_too_short_for_its_way_is_reported(hours: float, count: int) -> None:
    """1,860 km take 86 minutes at the least."""
    assert [fault.kind for fault in checks.leg_times([flown("KAEX-MGGT", 0, hours)])] == ["leg time"] * count


@pytest.mark.parametrize(
    ("route", "said"),
    [
        ("ELP-OMA-MSP-AEX-ELP", ""),
        ("", ""),
        ("AEX-OMA-HRL", "does not name KMSP"),
        ("GRK-MSP-AEX", "it came from KOMA"),
        ("OMA-MSP-ELP", "it went on to KAEX"),
        ("OMA-MSP-AEX-AEX", "from an airport to itself"),
        ("OMA-MSP-AEX-YSSY-AEX", "no aircraft flies it in a day"),
    ],
)
def test_a_route_is_held_against_its_own_entry(route: str, said: str) -> None:
    """Of two statements of one line that disagree, one is wrong."""
    faults = checks.routes(visited("KMSP", 0, 1, came_from="KOMA", went_to="KAEX"), route_of(route))

    assert [said in fault.what for fault in faults] == ([True] if said else [])


def test_every_kind_of_fault_is_listed() -> None:
    """Whoever reads faults by kind must know them all."""
    assert list(checks.KINDS) == sorted(set(checks.KINDS))
