"""Visits and legs from events, logs and reports: nothing lost, nothing guessed."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flights.nouns_made import ONE, OTHER, START, at, event, visited
from sojourn.flights.legs import (
    claimed_legs,
    legs_around,
    legs_of_visits,
    noon_at,
    reported_leg,
    route_of,
    visits_of_events,
)
from sojourn.flights.nouns import Sighting

some_events = st.lists(
    st.builds(
        event,
        st.integers(0, 200).map(lambda quarter: quarter / 4),
        st.sampled_from(["KAEX", "KELP", "MGGT", "OFFAIRPORT"]),
        aircraft=st.sampled_from([ONE, OTHER]),
        kind=st.sampled_from(["unknown", "take-off", "landing"]),
    ),
    max_size=30,
).map(lambda events: [_at_line(one, line) for line, one in enumerate(events, start=2)])


def _at_line(one: Sighting, line: int) -> Sighting:
    return Sighting(one.at, one.source, one.aircraft, one.kind, one.callsign, one.airport, line=line)


@given(some_events)
def test_every_event_is_in_exactly_one_visit(events: list[Sighting]) -> None:
    """An event that is lost is a flight that is lost, and one that is used twice makes flights that never were."""
    found = visits_of_events(events)

    lines = sorted(line for visit in found.visits for line in visit.lines)
    assert lines == [one.line for one in events]
    alone = {visit.lines for visit in found.visits if len(visit.lines) == 1}
    assert {(one.line,) for one in found.unpaired} == alone


@given(some_events, st.randoms(use_true_random=False))
def test_the_order_of_events_is_irrelevant(events: list[Sighting], chance: random.Random) -> None:
    """Files are sorted by time, by aircraft, or not at all."""
    shuffled = events.copy()
    chance.shuffle(shuffled)

    assert visits_of_events(shuffled) == visits_of_events(events)


@given(some_events)
def test_between_two_visits_lies_a_leg_or_a_gap(events: list[Sighting]) -> None:
    """Whatever makes no leg is returned with its reason."""
    visits = visits_of_events(events).visits
    pairs = len(visits) - len({visit.aircraft for visit in visits})

    flown = legs_of_visits(visits)

    assert len(flown.legs) + len(flown.gaps) == pairs


def test_two_events_at_one_airport_are_a_visit_and_make_a_leg_to_the_next() -> None:
    """Landing at noon, off at 13:00; seen again two and a half hours later."""
    events = [event(0, "KAEX", 2), event(1, "KAEX", 3), event(3.5, "MGGT", 4)]

    found = visits_of_events(events)
    flown = legs_of_visits(found.visits)

    assert [(visit.airport, visit.lines) for visit in found.visits] == [("KAEX", (2, 3)), ("MGGT", (4,))]
    assert [one.line for one in found.unpaired] == [4]
    assert [(leg.origin, leg.destination, leg.left, leg.arrived, leg.lines) for leg in flown.legs] == [
        ("KAEX", "MGGT", at(1), at(3.5), (3, 4))
    ]
    assert flown.legs[0].hours == pytest.approx(2.5)


def test_a_take_off_and_a_landing_are_no_visit() -> None:
    """Between them the aircraft was away, whatever the hours say."""
    events = [event(0, "KAEX", 2, kind="take-off"), event(6, "KAEX", 3, kind="landing")]

    assert [(visit.arrived, visit.left) for visit in visits_of_events(events).visits] == [(None, at(0)), (at(6), None)]


@pytest.mark.parametrize(
    ("hours", "airport", "why"),
    [(13.9, "KELP", ""), (14, "KELP", "14 hours or more"), (9, "KAEX", "the same airport again")],
)
def test_a_time_that_may_hide_something_is_a_gap(hours: float, airport: str, why: str) -> None:
    """A rest, or a flight that nobody saw."""
    flown = legs_of_visits(visits_of_events([event(0, "KAEX", 2), event(hours, airport, 3)]).visits)

    assert [gap.why for gap in flown.gaps] == ([why] if why else [])


def test_an_event_at_no_airport_makes_a_leg_to_nowhere_known() -> None:
    """The end is kept as the source has it, without a distance."""
    flown = legs_of_visits(visits_of_events([event(0, "KAEX", 2), event(2, "OFFAIRPORT", 3)]).visits)

    assert [(leg.destination, leg.distance_km) for leg in flown.legs] == [("OFFAIRPORT", 0.0)]


def test_an_observer_tells_of_the_leg_before_and_the_leg_after() -> None:
    """One end of each was seen; the other time follows from the distance and says so."""
    before, after = legs_around(visited("KMSP", 0, 1, came_from="KOMA", went_to="KAEX"))

    assert (before.origin, before.arrived, before.computed) == ("KOMA", at(0), ("left",))
    assert (after.destination, after.left, after.computed) == ("KAEX", at(1), ("arrived",))
    assert 0.5 < before.hours < 1.5


def test_a_visit_of_which_only_the_day_is_known_is_placed_at_noon_there() -> None:
    """Noon in Yakima is 19:00 UTC in summer."""
    noon = noon_at(START, "KYKM")

    legs = legs_around(visited("KYKM", None, None, came_from="KIWA", went_to="KLAS"), noon)

    assert noon.hour == 19
    assert [(leg.arrived if leg.destination == "KYKM" else leg.left) for leg in legs] == [noon, noon]
    assert all(leg.computed == ("left", "arrived") for leg in legs)


def test_without_any_time_there_is_no_leg() -> None:
    """A leg on no day could be merged with any."""
    assert legs_around(visited("KYKM", None, None, came_from="KIWA", went_to="KLAS")) == ()


def test_the_rest_of_a_route_is_claimed_by_the_observer_of_one_stop() -> None:
    """ELP-OMA-MSP-AEX-ELP: the observer in Minneapolis saw neither the first leg nor the last."""
    visit = visited("KMSP", 0, 1, came_from="KOMA", went_to="KAEX")

    legs = claimed_legs(visit, route_of("ELP-OMA-MSP-AEX-ELP"))

    assert [(leg.origin, leg.destination) for leg in legs] == [("KELP", "KOMA"), ("KAEX", "KELP")]
    assert all(leg.claimed and leg.computed == ("left", "arrived") for leg in legs)
    assert legs[0].arrived < at(0) < at(1) < legs[1].left


@pytest.mark.parametrize("route", ["AEX-OMA-HRL", "GRK-MSP-MSP-ELP", ""])
def test_a_route_that_cannot_be_placed_claims_nothing(route: str) -> None:
    """It is reported instead."""
    assert claimed_legs(visited("KMSP", 0, 1), route_of(route)) == ()


def test_a_reported_flight_is_a_leg_with_todays_codes() -> None:
    """OpenSky gives first and last signal with its guess of both airports, or of none."""
    first, last = event(0, "SPIM", 7), event(6, "", 7)

    found = reported_leg([first, last])

    assert (found.origin, found.destination, found.hours, found.lines) == ("SPJC", "", 6.0, (7,))
    assert found.arrived - found.left == timedelta(hours=6)
