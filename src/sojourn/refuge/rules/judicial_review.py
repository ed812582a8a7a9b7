"""Leave and judicial review by the Federal Court, and whether it stays removal: IRPA 72, IRPR 231."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.truth import Truth


@rule("judicial_review", "IRPA 72(2)(b)")
def judicial_review(case: Case) -> Truth:
    """Leave may be asked for within 15 days of the notice of a matter that arose in Canada, 60 days abroad.

    All rights of appeal must be used first. Source: IRPA 72(2)(a), 72(2)(b).
    """
    decided = case.is_one_of("decision", "ineligible", "rejected", "withdrawn", "abandoned")
    return decided & ~case.is_one_of("claim_place", "outside_canada")


@rule("no_stay_for_designated", "IRPR 231(2)", exception_to="review_stays_removal")
def no_stay_for_designated(case: Case) -> Truth:
    """A designated foreign national has no automatic stay. Source: IRPR 231(2)."""
    return case.holds("designated_foreign_national")


@rule("review_stays_removal", "IRPR 231(1)")
def review_stays_removal(case: Case) -> Truth:
    """The application for leave stays removal by itself only after a decision of the Refugee Appeal Division.

    Not for people who live in the United States and were reported on their entry, nor for serious criminality.
    Source: IRPR 231(1) to (4).
    """
    serious = case.is_one_of("found_inadmissible", "serious_criminality")
    appealed = case.is_one_of("decision", "rejected") & case.holds("appeal_filed")
    return appealed & ~no_stay_for_designated(case) & ~serious
