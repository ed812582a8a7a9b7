"""The tables of the simulator's page are those that the command makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.draw.simulation import LIMITS
from sojourn.draw.simulation.dated_places import periods
from sojourn.publish.simulated_page import page

TABLES = (Path(__file__).parents[2] / "docs" / "simulate-tables.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_tables_are_the_generated_ones() -> None:
    """Renew them with `python -m sojourn.publish.simulated_page > docs/simulate-tables.md`."""
    assert page() == TABLES


def test_the_tables_begin_with_their_limits_and_the_places_by_date() -> None:
    """What is not known stands before what is computed."""
    assert [limit for limit in LIMITS if limit not in TABLES] == []
    assert [one.publisher for one in periods() if f"| {one.first} | {one.places:,} |" not in TABLES] == []
