"""What is not settled for a person though their answer is certain: text against instructions, and what a word means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sojourn.refuge.case import Case
from sojourn.refuge.rules.claims_before import claim_elsewhere
from sojourn.refuge.rules.third_country import in_transit
from sojourn.refuge.truth import Truth

CONFLICTS: Final[Mapping[str, Callable[[Case], Truth]]] = {
    "in_transit_undecided_claims_only": lambda case: in_transit(case) & case.holds("us_claim_decided"),
    "screening_interview_is_a_claim": claim_elsewhere,
}
"""The sentence of each conflict by its id, and when it concerns a person."""
