"""The gate: what may leave the machine, and nothing else."""

from __future__ import annotations

from sojourn.errors import GateError
from sojourn.findings import Finding


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
