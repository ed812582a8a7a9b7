"""Where the text of the law and official instructions differ for a person, though the text is clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sojourn.refuge.case import Case
from sojourn.refuge.rules.third_country import in_transit
from sojourn.refuge.truth import Truth

CONFLICTS: Final[Mapping[str, Callable[[Case], Truth]]] = {
    "in_transit_undecided_claims_only": lambda case: in_transit(case) & case.holds("us_claim_decided"),
}
"""The sentence of each conflict by its id, and when it concerns a person."""
