"""Whether a claim can be made at all, and whether deciding on its eligibility is suspended."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.truth import Truth


@rule("outside_canada", "IRPA 99(2)")
def outside_canada(case: Case) -> Truth:
    """A person outside Canada cannot claim; they can apply for a visa as a refugee. Source: IRPA 99(1), 99(2)."""
    return case.is_one_of("claim_place", "outside_canada")


@rule("under_removal_order", "IRPA 99(3)", version=0)
def under_removal_order_before_2023(case: Case) -> Truth:
    """A person under a removal order cannot claim. Source: IRPA 99(3), as it read before 22 June 2023."""
    return case.holds("removal_order")


@rule("under_removal_order_in_person", "IRPA 99(3)", version=1)
def under_removal_order(case: Case) -> Truth:
    """A person under a removal order cannot claim. Source: IRPA 99(3), since 22 June 2023."""
    return case.holds("removal_order")


def cannot_claim(case: Case) -> Truth:
    """Whether no claim can be made at all."""
    return outside_canada(case) | under_removal_order_before_2023(case) | under_removal_order(case)


@rule("hearing_pending", "IRPA 100(2)(a)")
def hearing_pending(case: Case) -> Truth:
    """A hearing on serious inadmissibility is pending, so the officer waits. Source: IRPA 100(2)(a)."""
    return case.holds("hearing_pending")


@rule("charge_pending", "IRPA 100(2)(b)")
def charge_pending(case: Case) -> Truth:
    """The officer waits for a court on an offence of ten years or more. Source: IRPA 100(2)(b)."""
    return case.holds("charged_10_years")
