"""Leave and judicial review by the Federal Court, and whether it stays removal: IRPA 72, IRPR 231."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.appeal import refused_on_appeal, refused_without_appeal
from sojourn.refuge.truth import Truth


@rule("judicial_review", "IRPA 72(2)(b)")
def judicial_review(case: Case) -> Truth:
    """Leave may be asked for within 15 days of the notice of a matter that arose in Canada, 60 days abroad.

    A refusal that can be appealed must have been appealed first. Source: IRPA 72(2)(a), 72(2)(b).
    """
    without_appeal = case.is_one_of("decision", "ineligible", "withdrawn", "abandoned") | refused_without_appeal(case)
    decided = without_appeal | refused_on_appeal(case)
    return decided & ~case.is_one_of("claim_place", "outside_canada")


@rule("no_stay_for_designated", "IRPR 231(2)", exception_to="review_stays_removal")
def no_stay_for_designated(case: Case) -> Truth:
    """A designated foreign national has no automatic stay. Source: IRPR 231(2)."""
    return case.holds("designated_foreign_national")


@rule("no_stay_for_crime_or_us_residents", "IRPR 231(3)", exception_to="review_stays_removal")
def no_stay_for_crime_or_us_residents(case: Case) -> Truth:
    """No stay for serious criminality, nor for people who live in the United States and were reported on their entry.

    Source: IRPR 231(3)(a), (b).
    """
    return case.is_one_of("found_inadmissible", "serious_criminality") | case.holds("us_resident_reported_on_entry")


@rule("review_stays_removal", "IRPR 231(1)")
def review_stays_removal(case: Case) -> Truth:
    """The application for leave stays removal by itself only after a decision of the Refugee Appeal Division.

    It must be filed in time: an application to extend the time gives no stay. Source: IRPR 231(1) to (4).
    """
    return refused_on_appeal(case) & ~no_stay_for_designated(case) & ~no_stay_for_crime_or_us_residents(case)
