"""The first sentence of the story: what sources claim stands beside it and decides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.claims.declare import ClaimsFile, read_claims
from sojourn.claims.judge import Card, check
from sojourn.record.opened import Record

STORY = read_claims(Path(__file__).parents[2] / "claims" / "charter-flights-story.toml")


@pytest.fixture(scope="module")
def card(tiny: Record) -> Card:
    """The card of the first claim."""
    return check(ClaimsFile(STORY.title, "", STORY.claims[:1]), tiny)[0]


def test_claimed_events_stand_beside_the_charters(card: Card) -> None:
    """Two events are claimed; whether 80 people were in them depends on whose numbers are taken."""
    found = {
        one.reading.measure: one.verdict for one in card.readings if one.reading.measure.startswith("event_claims")
    }

    assert found == {"event_claims": "supported", "event_claims_people": "depends"}


def test_what_the_press_says_decides_no_claim_of_the_press(card: Card) -> None:
    """A sentence is not proved by other sentences."""
    assert not any(one.reading.decides for one in card.readings if one.reading.measure.startswith("event_claims"))


def test_the_claim_says_which_release_would_decide_it() -> None:
    """And prints no small number of people on a day."""
    (missing,) = STORY.claims[0].missing

    assert "2026-ICLI-00005" in missing.needs
    assert "a handful" in missing.why
