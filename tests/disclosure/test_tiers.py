"""The tier of an answer follows from what it tells about people, and the gate holds back what must stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn.disclosure.tiers import Grain, pass_gate, tier_of
from sojourn.errors import GateError
from sojourn.findings import Tier
from sojourn.tables import Attribute
from test_findings import FINDING


@pytest.mark.parametrize(
    ("attributes", "grain", "smallest", "expected"),
    [
        ([], "none", 1, "P0"),
        (["place", "day"], "day", 1, "P0"),
        (["case"], "day", 1, "P0"),
        (["nationality"], "none", 1, "P0"),
        (["nationality"], "year", 1, "P0"),
        (["sex"], "year", 1, "P0"),
        (["criminality"], "year", None, "P0"),
        (["nationality"], "month", 11, "P1"),
        (["nationality"], "month", 10, "P2"),
        (["nationality"], "month", None, "P1"),
        (["nationality"], "day", 1000, "P2"),
        (["sex"], "day", 1000, "P2"),
        (["nationality", "place"], "year", 11, "P1"),
        (["nationality", "place"], "year", 10, "P2"),
        (["nationality", "sex"], "year", 11, "P1"),
        (["nationality", "sex"], "none", 1, "P2"),
        (["age"], "none", 100_000, "P2"),
        (["age", "nationality"], "year", 100_000, "P2"),
        (["person"], "none", 100_000, "P3"),
        (["person", "age"], "day", 1, "P3"),
    ],
)
def test_the_tier_follows_from_attributes_grain_and_smallest_cell(
    attributes: list[Attribute], grain: Grain, smallest: float | None, expected: Tier
) -> None:
    """The rules of docs/THREATS.md, one line each."""
    assert tier_of(attributes, grain, smallest) == expected


@pytest.mark.parametrize("tier", ["P0", "P1"])
def test_the_gate_passes_what_may_be_published(tier: Tier) -> None:
    """What passes comes back as it was."""
    finding = replace(FINDING, tier=tier)
    assert pass_gate(finding) is finding


@pytest.mark.parametrize("tier", ["P2", "P3"])
def test_the_gate_refuses_what_stays_on_this_machine(tier: Tier) -> None:
    """The message names the finding and its tier, never its value, and the exit status is 3."""
    finding = replace(FINDING, tier=tier)
    with pytest.raises(GateError, match=f"{finding.id} is of tier {tier}") as refused:
        pass_gate(finding)
    assert refused.value.exit_status == 3
    assert "4,321" not in str(refused.value)
