"""Routes beside a claim: permits, humanitarian and public-policy relief, review, and resettlement from abroad."""

from __future__ import annotations

from datetime import date

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.appeal import refused_on_appeal
from sojourn.refuge.rules.grounds import ineligible
from sojourn.refuge.rules.refusals import within_a_year_of_refusal
from sojourn.refuge.truth import Truth

INTAKE_PAUSED = date(2024, 11, 29)
"""Since this day no new file of a group of five or a community sponsor is taken, as reported; its end is not verified."""


def _in_canada(case: Case) -> Truth:
    return case.is_one_of("claim_place", "at_port_of_entry", "inland")


@rule("permit_barred_by_assessment", "IRPA 24(3.1)", exception_to="permit")
def permit_barred_by_assessment(case: Case) -> Truth:
    """No permit may be asked for while a risk assessment of an ineligible claimant is pending. Source: IRPA 24(3.1)."""
    return ineligible(case) & case.holds("risk_assessment_pending")


@rule("permit_barred_for_a_year", "IRPA 24(4)", exception_to="permit")
def permit_barred_for_a_year(case: Case) -> Truth:
    """No permit may be asked for within twelve months of the refusal, withdrawal or abandonment. Source: IRPA 24(4)."""
    return within_a_year_of_refusal(case)


@rule("permit", "IRPA 24(1)")
def permit(case: Case) -> Truth:
    """A temporary resident permit may be asked for; an officer finds whether it is justified. Source: IRPA 24(1)."""
    return ~permit_barred_by_assessment(case) & ~permit_barred_for_a_year(case)


@rule("humanitarian_barred_by_claim", "IRPA 25(1.2)(b)", exception_to="humanitarian")
def humanitarian_barred_by_claim(case: Case) -> Truth:
    """Not examined while a claim is pending before the Board, in first instance or on appeal. Source: IRPA 25(1.2)(b)."""
    undecided = case.holds("claim_made") & case.is_one_of("decision", "none") & ~ineligible(case)
    appealed = case.is_one_of("decision", "rejected") & case.holds("appeal_filed")
    return undecided | (appealed & ~refused_on_appeal(case))


@rule("humanitarian_barred_by_assessment", "IRPA 25(1.2)(b.1)", exception_to="humanitarian")
def humanitarian_barred_by_assessment(case: Case) -> Truth:
    """Not examined while a risk assessment of an ineligible claimant is pending. Source: IRPA 25(1.2)(b.1)."""
    return ineligible(case) & case.holds("risk_assessment_pending")


@rule("humanitarian_barred_for_a_year", "IRPA 25(1.2)(c)", exception_to="humanitarian")
def humanitarian_barred_for_a_year(case: Case) -> Truth:
    """Not examined within twelve months of a refusal, but for a child's best interests or a risk to life.

    A withdrawal counts only after evidence was heard. Source: IRPA 25(1.2)(c), 25(1.21).
    """
    excepted = case.holds("best_interests_of_child") | case.holds("life_threatening_condition")
    withdrawn = within_a_year_of_refusal(case, "withdrawn") & case.holds("heard_before_withdrawal")
    return (within_a_year_of_refusal(case, "rejected", "abandoned") | withdrawn) & ~excepted


@rule("humanitarian_barred_by_inadmissibility", "IRPA 25(1)", exception_to="humanitarian")
def humanitarian_barred_by_inadmissibility(case: Case) -> Truth:
    """Not for who is inadmissible for security, rights violations or organised crime. Source: IRPA 25(1)."""
    return case.is_one_of("found_inadmissible", "security", "rights_violations", "organized_criminality")


@rule("humanitarian", "IRPA 25(1)")
def humanitarian(case: Case) -> Truth:
    """Humanitarian and compassionate relief: inside Canada it must be examined on request, abroad it may be.

    The risks of sections 96 and 97 are not considered, hardship is. Source: IRPA 25(1), 25(1.2), 25(1.3).
    """
    barred = humanitarian_barred_by_claim(case) | humanitarian_barred_by_assessment(case)
    return ~barred & ~humanitarian_barred_for_a_year(case) & ~humanitarian_barred_by_inadmissibility(case)


@rule("public_policy", "IRPA 25.2(1)")
def public_policy(case: Case) -> Truth:
    """The Minister may grant relief under a public policy; nobody can ask for it as of right. Source: IRPA 25.2(1)."""
    return _in_canada(case) | case.is_one_of("claim_place", "outside_canada")


@rule("refugee_abroad", "IRPR 145")
def refugee_abroad(case: Case) -> Truth:
    """Resettlement as a Convention refugee abroad.

    Outside Canada and the own country, no other durable solution, a referral or a sponsor. Source: IRPR 139(1), 140.3, 144,
    145.
    """
    return _abroad(case) & (case.holds("referred_for_resettlement") | _sponsored(case))


@rule("country_of_asylum", "IRPR 147")
def country_of_asylum(case: Case) -> Truth:
    """Resettlement in the country of asylum class: outside the own country, affected by war or massive violations of rights.

    It needs a sponsor or own means. Source: IRPR 139(1)(f), 146, 147.
    """
    return _abroad(case) & _sponsored(case) & case.holds("affected_by_war")


@rule("sponsorship_of_groups", "IRPR 153(1)")
def sponsorship_of_groups(case: Case) -> Truth:
    """Groups of five and community sponsors need a document that recognises the refugee.

    The intake of their files is reported to be paused since 29 November 2024: from then on it stays open whether one would be
    taken. Source: IRPR 153(1)(b).
    """
    small = case.is_one_of("sponsor", "group_of_five", "community_sponsor")
    paused = case.law_day.is_from(INTAKE_PAUSED) & case.unsettled("intake_of_groups_paused")
    return _abroad(case) & small & case.holds("recognised_by_unhcr_or_state") & ~paused


def _abroad(case: Case) -> Truth:
    outside = case.is_one_of("claim_place", "outside_canada") & case.holds("outside_own_country")
    return outside & ~case.holds("durable_solution_elsewhere")


def _sponsored(case: Case) -> Truth:
    return case.is_one_of("sponsor", "agreement_holder") | sponsorship_of_groups(case)


@rule("defender", "IRPR 140.3")
def defender(case: Case) -> Truth:
    """A human rights defender who fled may be referred by an organisation for resettlement; nobody can apply alone.

    Source: IRPR 140.3, 145.
    """
    return _abroad(case) & case.holds("human_rights_defender")
