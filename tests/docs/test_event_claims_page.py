"""docs/event-claims.md says of our events and totals what the resolver says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from sojourn.flights.chain_time import FASTEST_KMH, SLOWEST_KMH
from sojourn.flights.event_claims import read_events
from sojourn.flights.ranges import State
from sojourn.flights.reference_totals import contradictions, reference_totals
from sojourn.flights.resolve import counted, resolve
from sojourn.words.figures import number

PAGE = (Path(__file__).parents[2] / "docs" / "event-claims.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("state", get_args(State))
def test_each_state_of_a_field_is_explained(state: str) -> None:
    """In the table of states."""
    assert f"| {state} |" in PAGE


def test_the_departures_of_late_august_are_those_of_the_resolver() -> None:
    """The page has them in words."""
    event = next(one for one in read_events().events if one.id == "RU-2025-08")
    (why,) = [one.why for one in resolve(event).departure.said if one.claim == "unn"]

    assert why.endswith("between 2025-08-26 10:12 and 2025-08-27 02:07 local time")
    assert "between 26 August, 10:12, and 27 August, 02:07, in Alexandria" in PAGE


def test_the_speeds_are_those_of_the_code() -> None:
    """Whoever doubts them can change them."""
    assert f"{number(SLOWEST_KMH)} km/h" in PAGE
    assert f"{number(FASTEST_KMH)} km/h" in PAGE


def test_the_counts_of_flights_are_those_of_the_file() -> None:
    """Three or four in 2025, four or five with January 2026."""
    events = read_events()

    found = [
        str(counted(events, "RUSSIA", (date(2025, 1, 1), last)).range)
        for last in (date(2025, 12, 31), date(2026, 1, 31))
    ]

    assert found == ["3 or 4", "4 or 5"]
    assert "they are four or five" in PAGE


def test_each_contradiction_of_totals_stands_on_the_page() -> None:
    """With every figure of it."""
    figures = {
        number(value)
        for one in contradictions(reference_totals())
        for value in (one.added, one.whole.value, *(piece.value for piece in one.pieces))
    }

    assert figures == {"5,962", "1,393", "7,355", "7,454", "10,357", "10,067"}
    assert all(figure in PAGE for figure in figures)
