"""The tier of a finding, computed from its dimensions and its smallest cell; never typed by hand.

P0 publish exactly · P1 publish guarded · P2 this machine only · P3 never (docs/THREATS.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sojourn.errors import GateError
from sojourn.findings import Finding, Tier
from sojourn.tables.declare import Attribute

Grain = Literal["none", "year", "month", "day"]
GRAINS: tuple[Grain, ...] = ("none", "year", "month", "day")
"""From the coarsest to the finest."""

SMALLEST_CELL = 11
"""Counts of 1 to 10 are never shown where they tell about people (the rule of the US Centers for Medicare and Medicaid)."""

PERSONAL: frozenset[Attribute] = frozenset({"nationality", "sex", "age", "criminality"})
"""What a column may tell about a person."""


def tier_of(attributes: Iterable[Attribute], grain: Grain, smallest: float | None) -> Tier:
    """The tier of a table of counts.

    Args:
        attributes: what the columns that were filtered by or split by say about a person.
        grain: the finest period of the table.
        smallest: the smallest count in it that is not zero; None where there is none.
    """
    told = set(attributes)
    personal = told & PERSONAL
    if "person" in told:
        return "P3"
    if not personal:
        return "P0"
    if "age" in personal or grain == "day":
        return "P2"
    if len(personal) == 1 and "place" not in told and grain in {"none", "year"}:
        return "P0"
    small = smallest is not None and smallest < SMALLEST_CELL
    return "P2" if small else "P1"


def pass_gate(finding: Finding) -> Finding:
    """The finding, if it may leave the machine.

    Raises:
        GateError: it is for this machine only; the message names the tier and the way out.
    """
    if finding.tier in {"P0", "P1"}:
        return finding
    raise GateError(
        f"finding {finding.id} is of tier {finding.tier} and stays on this machine",
        where=finding.measure,
        todo="ask by month instead of day, for the country instead of a place, or without the personal attribute",
    )
