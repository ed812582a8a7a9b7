"""What a file does not state, what it says is unknown, and what is never taken as no."""

from __future__ import annotations

from datetime import date
from typing import Any

from sojourn.refuge.determination import Determination, determine
from sojourn.refuge.facts import household

LAW = date(2026, 11, 28)
US_CLAIM = {"country": "US", "day": date(2024, 5, 1)}


def determined(**person: Any) -> Determination:
    """One person of a file that takes what it does not state as no."""
    return determine(household({"unstated": "no", "person": [{"claim_place": "inland", **person}]}).people[0], LAW)


def answer(found: Determination, paragraph: str) -> str:
    """The answer of one paragraph of IRPA 101(1)."""
    return next(ground.answer.word for ground in found.grounds if ground.paragraph == paragraph)


def test_what_is_said_to_be_unknown_is_not_taken_as_no() -> None:
    """Whoever writes that nobody knows of an order must not read that there is none."""
    found = determined(removal_order="unknown")

    assert found.eligibility == "unknown"
    assert "removal_order" not in found.assumed


def test_a_list_that_is_said_to_be_unknown_stays_open() -> None:
    """Nobody knows whether there was a claim elsewhere."""
    assert answer(determined(claim_elsewhere="unknown"), "c.1") == "unknown"


def test_an_unknown_fact_of_an_item_stays_open() -> None:
    """A sister whose status nobody knows may be an exception."""
    arrival = {"came_from_us": True, "arrival_at": "land_port", "arrival_day": LAW, "needs_visa_for_canada": True}
    sister = {"relation": "sibling", "in_canada": True, "status": "unknown"}
    found = determined(**{**arrival, "claim_place": "at_port_of_entry"}, relative=[sister])

    assert answer(found, "e") == "unknown"


def test_a_us_claim_that_is_listed_is_never_taken_as_unconfirmed() -> None:
    """An earlier claim decides; to leave out its confirmation must not make a person eligible."""
    found = determined(claim_elsewhere=[US_CLAIM])

    assert (found.eligibility, answer(found, "c.1")) == ("unknown", "unknown")
    assert "claim_elsewhere.0.confirmed" in {one.path for one in found.unknown}


def test_entries_that_are_said_to_be_unknown_leave_the_year_open() -> None:
    """The arrival of this journey need not be the first since June 2020."""
    found = determined(arrival_day=date(2026, 11, 1), arrival_at="airport", entry="unknown")

    assert answer(found, "b.1") == "unknown"


def test_what_is_not_stated_is_no_and_is_listed() -> None:
    """The answer says on what it rests."""
    found = determined(claim_elsewhere=[US_CLAIM | {"confirmed": False}])

    assert found.eligibility == "eligible"
    assert "removal_order" in found.assumed
