"""Whether a refusal of the Refugee Protection Division can be appealed: IRPA 110."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.grounds import ineligible
from sojourn.refuge.rules.making_a_claim import cannot_claim
from sojourn.refuge.rules.third_country import (
    at_land_port,
    between_ports,
    came_from_designated,
    death_penalty,
    excepted,
    own_country,
)
from sojourn.refuge.truth import Truth


@rule(
    "no_appeal_after_exception",
    "IRPA 110(2)(d)",
    exception_to="appeal",
)
def no_appeal_after_exception(case: Case) -> Truth:
    """Who came from the United States and is eligible through an exception to the Agreement has no appeal.

    Upheld in Kreishan, 2019 FCA 223. Where the Agreement does not reach the arrival at all (by air, in a harbour, elsewhere, or
    between ports after its 14 days) the reach of the clause is not clear from the text.
    Source: IRPA 110(2)(d).
    """
    by_land = (at_land_port(case) | between_ports(case)) & (excepted(case) | death_penalty(case))
    elsewhere = case.is_one_of("arrival_at", "airport", "harbour", "other_place", "between_ports")
    otherwise = elsewhere & case.unsettled("appeal_where_agreement_does_not_reach")
    return came_from_designated(case) & ~own_country(case) & (by_land | otherwise)


@rule("no_appeal_of_designated", "IRPA 110(2)(a)", exception_to="appeal")
def no_appeal_of_designated(case: Case) -> Truth:
    """A designated foreign national has no appeal. Source: IRPA 110(2)(a)."""
    return case.holds("designated_foreign_national")


@rule("no_appeal_without_basis", "IRPA 110(2)(c)", exception_to="appeal")
def no_appeal_without_basis(case: Case) -> Truth:
    """A refusal that finds no credible basis, or that the claim is manifestly unfounded, has no appeal. Source: IRPA 110(2)(c)."""
    return case.is_one_of("decision", "rejected") & case.holds("no_credible_basis")


@rule("no_appeal_of_withdrawal", "IRPA 110(2)(b)", exception_to="appeal")
def no_appeal_of_withdrawal(case: Case) -> Truth:
    """That a claim was withdrawn or abandoned cannot be appealed. Source: IRPA 110(2)(b)."""
    return case.is_one_of("decision", "withdrawn", "abandoned")


@rule("appeal", "IRPA 110(1)")
def appeal(case: Case) -> Truth:
    """A refusal can be appealed to the Refugee Appeal Division. Source: IRPA 110(1), 110(2)."""
    referred = ~ineligible(case) & ~cannot_claim(case)
    return referred & ~no_appeal_of_refusal(case) & ~no_appeal_of_withdrawal(case)


def no_appeal_of_refusal(case: Case) -> Truth:
    """Whether a refusal by the Refugee Protection Division is without appeal."""
    return no_appeal_after_exception(case) | no_appeal_of_designated(case) | no_appeal_without_basis(case)


def refused_without_appeal(case: Case) -> Truth:
    """Whether the claim was refused and there is no right to appeal."""
    return case.is_one_of("decision", "rejected") & no_appeal_of_refusal(case)


def refused_on_appeal(case: Case) -> Truth:
    """Whether the claim was refused and the appeal rejected by the day whose law is asked."""
    appealed = case.is_one_of("decision", "rejected") & case.holds("appeal_filed")
    return appealed & case.law_day.is_from(case.day("appeal_notice_day"))
