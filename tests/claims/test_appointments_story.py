"""The two sentences about CBP One: a wait that no record decides, and a stop that the encounters show."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.claims.declare import Claim, ClaimsFile, read_claims
from sojourn.claims.judge import Card, check
from sojourn.record.opened import Record
from tiny_ports import ports_record

STORY = read_claims(Path(__file__).parents[2] / "claims" / "charter-flights-story.toml")


def claim(name: str) -> Claim:
    """A claim of the story."""
    return next(one for one in STORY.claims if one.id == name)


@pytest.fixture(scope="module")
def at_ports() -> Record:
    """The tiny record of the ports."""
    return ports_record()


def card(record: Record, name: str) -> Card:
    """The card of one claim."""
    return check(ClaimsFile(STORY.title, "", (claim(name),)), record)[0]


def test_a_wait_is_not_determinable_where_pools_were_never_published(at_ports: Record) -> None:
    """The card shows the set that fits instead of a number."""
    made = card(at_ports, "two-months-wait")

    assert made.verdict == "not determinable"
    assert "people waiting, whatever share of places is reserved" in made.readings[0].finding.reason


def test_a_pool_of_requests_never_decides_the_wait() -> None:
    """Requests are not people."""
    readings = claim("two-months-wait").readings

    assert [one.decides for one in readings if "pool_least" in one.parameters] == [False]
    assert all("pool_least" not in one.parameters for one in readings if one.decides)


def test_the_stop_says_which_table_would_show_appointments() -> None:
    """Encounters fell; the appointments themselves are in no edition at hand."""
    (missing,) = claim("appointments-ended").missing

    assert "covers January 2025" in missing.needs


def test_a_record_that_ends_in_february_does_not_cover_the_stop(at_ports: Record) -> None:
    """The tiny record has no March to August 2025."""
    assert card(at_ports, "appointments-ended").verdict == "not determinable"
