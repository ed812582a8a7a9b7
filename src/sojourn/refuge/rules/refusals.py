"""The twelve months after a claim was refused, withdrawn or abandoned, which shut several routes for a while."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.truth import Truth


def within_a_year_of_refusal(case: Case, *endings: str) -> Truth:
    """Whether this claim or an earlier one ended so (by default in any of the three ways) less than twelve months ago.

    Source: IRPA 24(4), 25(1.2)(c), 112(2)(b.1), which speak of "their claim" and of the last such day.
    """
    ways = endings or ("rejected", "withdrawn", "abandoned")
    ended = case.is_one_of("decision", *ways)
    before = case.some("canadian_claim", lambda claim: claim.is_one_of("outcome", *ways))
    return (ended | before) & ~case.law_day.is_from(case.day("last_refusal_day").plus_years(1))
