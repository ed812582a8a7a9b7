"""Which flights a group fits is told with reasons and with its ambiguity; an absence counts only under watch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.flown import group, mission
from sojourn.flights.coverage import Coverage, Seen
from sojourn.groups.linking import countries_reached, fit_of, link, stops_of
from sojourn.groups.ports import port_of

DAY = date(2031, 5, 6)


def nobody(_airport: str, _day: date) -> Seen:
    """No source watched anything."""
    return Seen("not watched", (), 0)


@pytest.mark.parametrize(("late", "expected"), [(-1, None), (0, "strong"), (1, "moderate"), (2, None)])
def test_a_group_leaves_on_the_day_of_the_mission_or_the_day_after(late: int, expected: str | None) -> None:
    """Departed dates equal the start in the United States, or the day after it."""
    fit = fit_of(group(DAY + timedelta(days=late), "HAITI", place="JENATLA"), mission(DAY, "KAEX", "MTPP"))

    assert (fit.strength if fit else None) == expected


def test_a_group_of_two_days_fits_a_mission_of_either() -> None:
    """The window of a group may be two days."""
    two_days = group(DAY, "HAITI", last=DAY + timedelta(days=1))

    found = [fit_of(two_days, mission(DAY + timedelta(days=off), "KAEX", "MTPP")) for off in (-2, -1, 0, 1, 2)]

    assert [fit is not None for fit in found] == [False, True, True, True, False]


def test_a_flight_that_does_not_call_at_the_port_does_not_fit() -> None:
    """The rows say where the people left."""
    assert fit_of(group(DAY, "HAITI", place="Mesa, AZ"), mission(DAY, "KAEX", "MTPP")) is None


def test_an_unknown_place_excludes_nothing_and_proves_nothing() -> None:
    """Releases since July 2025 have no port."""
    fit = fit_of(group(DAY, "HAITI"), mission(DAY, "KAEX", "MTPP"))

    assert fit is not None
    assert fit.strength == "moderate"
    assert [(one.rule, one.strength) for one in fit.reasons] == [
        ("day of departure", "strong"),
        ("place of departure", "none"),
        ("destination in the chain", "strong"),
    ]


def test_a_destination_that_is_not_in_the_chain_leaves_a_weak_fit() -> None:
    """Citizens of Russia on a flight to Cairo would need a hand-over."""
    fit = fit_of(group(DAY, "RUSSIA", place="KAEX"), mission(DAY, "KAEX", "HECA"))

    assert fit is not None
    assert fit.strength == "weak"
    assert fit.reasons[-1].seen == "RUSSIA (RU), stops abroad in EG: only by a hand-over"


def test_a_charter_for_some_members_fits_moderately() -> None:
    """Long charters are multi-national, and their last stops are often unseen."""
    fit = fit_of(group(DAY, "GHANA", "NIGERIA", place="KAEX"), mission(DAY, "KAEX", "TJSJ", "DGAA"))

    assert fit is not None
    assert fit.strength == "moderate"


def test_a_flight_that_fits_two_groups_says_so() -> None:
    """Whose it was cannot be told, or it carried both."""
    flight, other = mission(DAY, "KAEX", "MTPP"), mission(DAY, "KIWA", "MGGT", aircraft="a00002")
    one, two = group(DAY, "HAITI"), group(DAY, "GUATEMALA")

    links = link([one, two], [flight, other], nobody)

    assert links.groups_of(flight) == (one, two)
    assert [fit.mission.aircraft for fit in links.groups[0].fits] == ["a00001", "a00002"]
    assert links.sentence(links.groups[0]) == "2 flights fit; 2 of them fit other groups too."


def test_one_flight_for_one_group_is_no_ambiguity() -> None:
    """And still no identification."""
    links = link([group(DAY, "HAITI")], [mission(DAY, "KAEX", "MTPP")], nobody)

    assert links.sentence(links.groups[0]) == "1 flight fits."


def test_a_flight_inside_the_country_is_not_linked() -> None:
    """Where its people went on to was not seen."""
    inside = mission(DAY, "KELP", "KAEX", "KELP")

    links = link([group(DAY, "HAITI")], [inside], nobody)

    assert (links.missions, links.domestic, links.groups[0].fits) == ((), (inside,), ())


@pytest.mark.parametrize(
    ("heard", "flights", "expected"),
    [
        ([], [], "KAEX was not watched on 2031-05-05, 2031-05-06, so its absence says nothing."),
        ([5], [], "KAEX was not watched on 2031-05-06, so its absence says nothing."),
        ([5, 6], [], "none was seen at KAEX, which was watched from 2031-05-05 to 2031-05-06 by a monitor."),
        ([5, 6], [6], "flights were seen at KAEX from 2031-05-05 to 2031-05-06 by a monitor, none of them fits."),
    ],
)
def test_absence_counts_only_where_the_airport_was_watched(heard: list[int], flights: list[int], expected: str) -> None:
    """Not seen is not the same as not there."""
    watched = Coverage(
        {("a monitor", "KAEX", date(2031, 5, day)): 9 for day in heard},
        {("a monitor", "KAEX", date(2031, 5, day)): 1 for day in flights},
    )

    links = link([group(DAY, "HAITI", place="JENATLA")], [], watched.seen)

    assert links.sentence(links.groups[0]).endswith(expected)


def test_absence_at_an_unknown_place_cannot_be_told() -> None:
    """There is no airport to ask for."""
    links = link([group(DAY, "HAITI")], [], nobody)

    assert "the place of departure is not known" in links.sentence(links.groups[0])


@given(st.lists(st.integers(0, 6), max_size=6), st.lists(st.integers(0, 6), max_size=6))
def test_groups_and_flights_count_the_same_links(departures: list[int], starts: list[int]) -> None:
    """Seen from either side."""
    groups = [group(DAY + timedelta(days=day), "HAITI", place=f"{n}") for n, day in enumerate(departures)]
    flights = [mission(DAY + timedelta(days=day), "KAEX", "MTPP", aircraft=f"{n:06x}") for n, day in enumerate(starts)]

    links = link(groups, flights, nobody)

    assert sum(len(one.fits) for one in links.groups) == sum(len(links.groups_of(one)) for one in links.missions)


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        ("JENATLA", date(2025, 6, 1), "KAEX"),
        ("JENATLA", date(2014, 10, 31), None),
        ("Alexandria, LA", date(2013, 1, 1), "KAEX"),
        ("ALEXANDRIA  STAGING FACILITY", date(2025, 6, 1), "KAEX"),
        ("IWAHOLD", date(2025, 12, 7), "KIWA"),
        ("IWA", date(2025, 12, 7), "KIWA"),
        ("RU", date(2025, 12, 7), None),
        ("BASILLA", date(2025, 12, 7), None),
    ],
)
def test_a_port_or_facility_has_an_airport_on_the_days_of_the_table(
    place: str, day: date, expected: str | None
) -> None:
    """Alexandria's staging facility opened in November 2014; a jail without an airport of its own has none."""
    found = port_of(place, day)

    assert (found.airport if found else None) == expected


def test_stops_and_countries_of_a_mission_are_in_their_order() -> None:
    """Puerto Rico is no foreign country."""
    flight = mission(DAY, "KAEX", "TJSJ", "GOBD", "DGAA")

    assert stops_of(flight) == ("KAEX", "TJSJ", "GOBD", "DGAA")
    assert countries_reached(flight) == ("SN", "GH")
