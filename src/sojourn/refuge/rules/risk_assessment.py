"""The pre-removal risk assessment: who may ask for one, when, and with a hearing or without. IRPA 112, 113, 113.01."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.claims_before import found_inadmissible, refuge_elsewhere
from sojourn.refuge.rules.grounds import ineligible, only
from sojourn.refuge.rules.making_a_claim import outside_canada
from sojourn.refuge.rules.refusals import within_a_year_of_refusal
from sojourn.refuge.rules.third_country import third_country
from sojourn.refuge.truth import Truth


@rule("no_assessment_after_agreement", "IRPA 112(2)(b)", exception_to="assessment")
def no_assessment_after_agreement(case: Case) -> Truth:
    """A claim that is ineligible under the Agreement, alone or with other grounds, shuts out the assessment.

    So does an earlier claim that was: the text asks whether the person has made one. Source: IRPA 112(2)(b).
    """
    return third_country(case) | case.some(
        "canadian_claim",
        lambda claim: claim.is_one_of("outcome", "ineligible") & claim.holds("only_third_country"),
    )


@rule("assessment_waits", "IRPA 112(2)(b.1)", exception_to="assessment")
def assessment_waits(case: Case) -> Truth:
    """Less than twelve months have passed since the claim was last refused, withdrawn or abandoned.

    Not where article 1E or 1F was the reason. Source: IRPA 112(2)(b.1).
    """
    return within_a_year_of_refusal(case) & ~case.holds("exclusion_1f")


@rule("assessment_waits_after_another", "IRPA 112(2)(c)", exception_to="assessment")
def assessment_waits_after_another(case: Case) -> Truth:
    """Less than twelve months have passed since an earlier assessment was refused. Source: IRPA 112(2)(c)."""
    asked = case.holds("earlier_risk_refusal")
    return asked & ~case.law_day.is_from(case.day("earlier_risk_refusal_day").plus_years(1))


@rule("assessment", "IRPA 112(1)")
def assessment(case: Case) -> Truth:
    """A person whose claim is ineligible or refused may ask for an assessment once a removal order is in force.

    So may one who cannot claim since a removal order stands against them. Not from outside Canada, nor for whom subsection
    115(1) protects already. Source: IRPA 112(1), 112(2), 115(1).
    """
    barred = no_assessment_after_agreement(case) | assessment_waits(case) | assessment_waits_after_another(case)
    shielded = case.holds("protected_in_canada") | refuge_elsewhere(case)
    ended = ineligible(case) | case.is_one_of("decision", "rejected", "withdrawn", "abandoned")
    removable = (ended | case.holds("removal_order")) & ~outside_canada(case)
    return removable & ~barred & ~shielded


@rule("hearing_mandatory", "IRPA 113.01")
def hearing_mandatory(case: Case) -> Truth:
    """Where the claim is ineligible for an earlier claim elsewhere and for nothing else, a hearing must be held.

    Unless the application is allowed without one. Source: IRPA 113.01.
    """
    return only(case, "c.1") & assessment(case)


@rule("hearing_on_factors", "IRPA 113(b)")
def hearing_on_factors(case: Case) -> Truth:
    """Otherwise a hearing is held on the factors of IRPR 167 alone. Source: IRPA 113(b); IRPR 167."""
    return assessment(case) & ~only(case, "c.1")


@rule("assessment_gives_a_stay_alone", "IRPA 112(3)")
def assessment_gives_a_stay_alone(case: Case) -> Truth:
    """Who was found inadmissible as in ground (f) cannot be given protection: a risk that is found stays the removal alone.

    Source: IRPA 112(3)(a), (b), 114(1)(b).
    """
    return assessment(case) & found_inadmissible(case)


@rule("assessment_at_port", "IRPR 166", exception_to="assessment_stays_removal")
def assessment_at_port(case: Case) -> Truth:
    """A removal order made at a port of entry: the application must be made at once and gives no stay. Source: IRPR 166."""
    return assessment(case) & case.holds("order_made_at_port")


@rule("assessment_again", "IRPR 165", exception_to="assessment_stays_removal")
def assessment_again(case: Case) -> Truth:
    """Another application after one that was rejected: it gives no stay. Source: IRPR 165."""
    return assessment(case) & case.holds("earlier_risk_refusal")


@rule("assessment_stays_removal", "IRPR 162")
def assessment_stays_removal(case: Case) -> Truth:
    """An application within 15 days of the notification stays the removal. Source: IRPR 160, 162, 232."""
    return assessment(case) & ~assessment_at_port(case) & ~assessment_again(case)
