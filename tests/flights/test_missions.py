"""Legs of one aircraft make missions, dated by the start in the United States; a stop is a drop only with evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flights.nouns_made import STRANGER, flown, visited
from sojourn.flights.classify import classify
from sojourn.flights.missions import missions
from sojourn.flights.nouns import Leg, People


def _roles(legs: list[Leg]) -> list[list[tuple[str, str]]]:
    return [[(stop.airport, stop.role) for stop in mission.stops] for mission in missions(classify(legs))]


def test_a_way_out_and_back_is_one_mission() -> None:
    """The long-haul rest abroad does not part it."""
    legs = [flown("KAEX-DGAA", 0, 12), flown("DGAA-KAEX", 40, 52)]

    assert _roles(legs) == [[("KAEX", "unknown"), ("DGAA", "drop"), ("KAEX", "return")]]


@pytest.mark.parametrize("hours", [8.5, 30])
def test_a_rest_in_the_united_states_parts_missions(hours: float) -> None:
    """The next day is the next mission."""
    legs = [flown("KDEN-KAEX", 0, 2.5), flown("KAEX-MGGT", 2.5 + hours, 6 + hours)]

    assert len(missions(classify(legs))) == 2


def test_a_chain_with_a_hole_is_two_missions() -> None:
    """Between KAEX and KELP something was not seen, and nothing is invented."""
    assert len(_roles([flown("KDEN-KAEX", 0, 2.5), flown("KELP-MGGT", 5, 8)])) == 2


def test_a_mission_is_dated_by_the_clock_of_its_start() -> None:
    """03:00 UTC on 10 April is the evening of 9 April in Alexandria."""
    (mission,) = missions(classify([flown("KAEX-MGGT", 15, 18)]))

    assert mission.started == date(2025, 4, 9)


def test_a_way_back_alone_is_dated_by_its_first_leg() -> None:
    """Only the return was seen."""
    (mission,) = missions(classify([flown("MGGT-KAEX", 0, 3)]))

    assert mission.started == date(2025, 4, 9)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (["KIWA-KPSM", "KPSM-HECA"], [("KIWA", "unknown"), ("KPSM", "technical stop"), ("HECA", "hand-over")]),
        (["KAEX-MUGM"], [("KAEX", "unknown"), ("MUGM", "offshore")]),
        (["KIWA-KPSM"], [("KIWA", "unknown"), ("KPSM", "unknown")]),
    ],
)
def test_an_airport_with_a_known_use_has_its_role(way: list[str], expected: list[tuple[str, str]]) -> None:
    """A stop to refuel is none where the mission ends."""
    starts = (1_500 + 6 * place for place in range(9))  # June 2025, when the rule for Cairo holds
    legs = [flown(one, start, start + 5, callsign="TYSON61") for one, start in zip(way, starts, strict=False)]

    assert _roles(legs) == [expected]


@pytest.mark.parametrize(
    ("people", "role"),
    [(People(20, 3), "pickup"), (People(0, 50), "drop"), (People(0, 0), "unknown"), (People(), "unknown")],
)
def test_people_counted_decide_the_role_of_a_stop(people: People, role: str) -> None:
    """What observers saw goes before every rule."""
    legs = [flown("KDEN-KMSP", 0, 2), flown("KMSP-KAEX", 3, 5.5)]
    visit = replace(visited("KMSP", 2, 3), people=people)

    (mission,) = missions(classify(legs), [visit])

    assert mission.stops[1].role == role


def test_legs_that_are_not_flagged_make_no_mission() -> None:
    """A carrier's charter is none of ICE's missions."""
    assert missions(classify([flown("KAEX-MGGT", 0, 3, callsign="GXA1", aircraft=STRANGER)])) == ()
