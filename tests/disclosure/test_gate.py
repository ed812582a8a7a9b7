"""The gate holds back what must stay on this machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sojourn.disclosure.gate import pass_gate
from sojourn.errors import GateError
from sojourn.tiers import Told
from test_findings import FINDING, OF_FEW


@pytest.mark.parametrize("told", [Told(), Told.of(("nationality",), ("month",), (11,))])
def test_the_gate_passes_what_may_be_published(told: Told) -> None:
    """What passes comes back as it was."""
    finding = replace(FINDING, told=told)
    assert pass_gate(finding) is finding


@pytest.mark.parametrize("told", [OF_FEW, Told.of(("person",))])
def test_the_gate_refuses_what_stays_on_this_machine(told: Told) -> None:
    """The message names the finding and its tier, never its value, and the exit status is 3."""
    finding = replace(FINDING, told=told)
    with pytest.raises(GateError, match=f"{finding.id} is of tier {told.tier}") as refused:
        pass_gate(finding)
    assert refused.value.exit_status == 3
    assert "4,321" not in str(refused.value)
