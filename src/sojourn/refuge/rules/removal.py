"""When the removal order comes into force and where the person is sent: IRPA 49(2), 115(3)."""

from __future__ import annotations

from sojourn.refuge.case import Case
from sojourn.refuge.rule import rule
from sojourn.refuge.rules.appeal import no_appeal_of_refusal, refused_without_appeal
from sojourn.refuge.rules.grounds import ineligible, only
from sojourn.refuge.rules.third_country import third_country
from sojourn.refuge.truth import Truth


@rule("order_at_once_before_2026", "IRPA 49(2)(a)", version=0)
def order_at_once_before_2026(case: Case) -> Truth:
    """Ineligible under the Agreement alone: in force on the day of that decision. Source: IRPA 49(2)(a), before 26 March 2026."""
    return only(case, "e")


@rule("order_at_once", "IRPA 49(2)(a)", version=1)
def order_at_once(case: Case) -> Truth:
    """Ineligible under the Agreement alone: in force on the day of the notice. Source: IRPA 49(2)(a), since 26 March 2026."""
    return only(case, "e")


@rule("order_after_seven_days_before_2026", "IRPA 49(2)(b)", version=0)
def order_after_seven_days_before_2026(case: Case) -> Truth:
    """Ineligible otherwise: in force seven days after that decision. Source: IRPA 49(2)(b), before 26 March 2026."""
    return ineligible(case) & ~only(case, "e")


@rule("order_after_seven_days", "IRPA 49(2)(b)", version=1)
def order_after_seven_days(case: Case) -> Truth:
    """Ineligible otherwise: in force seven days after the notice. Source: IRPA 49(2)(b), since 26 March 2026."""
    return ineligible(case) & ~only(case, "e")


@rule("order_after_refusal", "IRPA 49(2)(c)")
def order_after_refusal(case: Case) -> Truth:
    """Refused without a right to appeal: in force 15 days after the notice. Source: IRPA 49(2)(c)."""
    return refused_without_appeal(case)


@rule("order_after_missed_appeal", "IRPA 49(2)(d)")
def order_after_missed_appeal(case: Case) -> Truth:
    """Refused and not appealed in time: in force the day after the time limit, at the earliest 15 days after the notice.

    Source: IRPA 49(2)(d).
    """
    return case.is_one_of("decision", "rejected") & ~no_appeal_of_refusal(case) & ~case.holds("appeal_filed")


@rule("order_after_appeal", "IRPA 49(2)(e)")
def order_after_appeal(case: Case) -> Truth:
    """The appeal is rejected: in force 15 days after the notice. Source: IRPA 49(2)(e)."""
    return case.is_one_of("decision", "rejected") & case.holds("appeal_filed")


@rule("order_after_withdrawal", "IRPA 49(2)(f)")
def order_after_withdrawal(case: Case) -> Truth:
    """The claim is withdrawn: in force on the day of the notice. Source: IRPA 49(2)(f)."""
    return case.is_one_of("decision", "withdrawn")


@rule("order_after_abandonment", "IRPA 49(2)(g)")
def order_after_abandonment(case: Case) -> Truth:
    """The claim is abandoned: in force 15 days after the notice. Source: IRPA 49(2)(g)."""
    return case.is_one_of("decision", "abandoned")


@rule("sent_to_country_of_arrival", "IRPA 115(3)")
def sent_to_country_of_arrival(case: Case) -> Truth:
    """Ineligible under the Agreement: the person is sent to the country from which they came. Source: IRPA 115(3)."""
    return third_country(case)
