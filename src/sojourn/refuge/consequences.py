"""What follows from a determination, topic by topic, with the days that can be counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sojourn.refuge.case import OneCase
from sojourn.refuge.days import days_after, years_after
from sojourn.refuge.rule import Rule
from sojourn.refuge.rules import after_referral, appeal, judicial_review, removal, risk_assessment, routes

Topic = Literal["appeal", "court", "risk assessment", "removal order", "destination", "other routes"]
Told = Callable[[OneCase], Mapping[str, str]]


def _nothing(_case: OneCase) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Follows:
    """A rule whose being met is a consequence, its topic, and the days that its sentence is filled with."""

    topic: Topic
    rule: Rule
    told: Told = _nothing


def _after(event: str, **days: int) -> Told:
    """Days that count from an event (Interpretation Act 27: its own day does not count); empty where it is unknown."""

    def told(case: OneCase) -> Mapping[str, str]:
        happened: date | None = case.values.get(event)
        return {name: days_after(happened, number).isoformat() if happened else "" for name, number in days.items()}

    return told


def _after_refusal(case: OneCase) -> Mapping[str, str]:
    refused: date | None = case.values.get("last_refusal_day")
    return {"from": years_after(refused, 1).isoformat() if refused else ""}


def _leave(case: OneCase) -> Mapping[str, str]:
    """Days for leave, from the notice of the appeal's rejection where there was an appeal."""
    last = "appeal_notice_day" if case.values.get("appeal_filed") else "notice_day"
    return _after(last, file_by=15)(case)


CONSEQUENCES: Final = (
    Follows("appeal", appeal.appeal, _after("notice_day", file_by=15, perfect_by=30)),
    Follows("appeal", appeal.no_appeal_after_exception),
    Follows("appeal", appeal.no_appeal_of_designated),
    Follows("appeal", appeal.no_appeal_without_basis),
    Follows("appeal", appeal.no_appeal_of_withdrawal),
    Follows("appeal", after_referral.notice_ends_the_case),
    Follows("court", judicial_review.judicial_review, _leave),
    Follows("court", judicial_review.review_stays_removal),
    Follows("court", judicial_review.no_stay_for_designated),
    Follows("court", judicial_review.no_stay_for_crime_or_us_residents),
    Follows("risk assessment", risk_assessment.assessment),
    Follows("risk assessment", risk_assessment.no_assessment_after_agreement),
    Follows("risk assessment", risk_assessment.assessment_waits, _after_refusal),
    Follows("risk assessment", risk_assessment.assessment_waits_after_another),
    Follows("risk assessment", risk_assessment.hearing_mandatory),
    Follows("risk assessment", risk_assessment.hearing_on_factors),
    Follows("risk assessment", risk_assessment.assessment_gives_a_stay_alone),
    Follows("risk assessment", risk_assessment.assessment_stays_removal, _after("risk_notification_day", apply_by=15)),
    Follows("risk assessment", risk_assessment.assessment_at_port),
    Follows("risk assessment", risk_assessment.assessment_again),
    Follows("removal order", removal.order_at_once_before_2026, _after("notice_day", on=0)),
    Follows("removal order", removal.order_at_once, _after("notice_day", on=0)),
    Follows("removal order", removal.order_after_seven_days_before_2026, _after("notice_day", on=7)),
    Follows("removal order", removal.order_after_seven_days, _after("notice_day", on=7)),
    Follows("removal order", removal.order_after_refusal, _after("notice_day", on=15)),
    Follows("removal order", removal.order_after_missed_appeal, _after("notice_day", on=16)),
    Follows("removal order", removal.order_after_appeal, _after("appeal_notice_day", on=15)),
    Follows("removal order", removal.order_after_withdrawal, _after("notice_day", on=0)),
    Follows("removal order", removal.order_after_abandonment, _after("notice_day", on=15)),
    Follows("destination", removal.sent_to_country_of_arrival),
    Follows("other routes", routes.permit),
    Follows("other routes", routes.permit_barred_by_assessment),
    Follows("other routes", routes.permit_barred_for_a_year, _after_refusal),
    Follows("other routes", routes.humanitarian),
    Follows("other routes", routes.humanitarian_barred_by_claim),
    Follows("other routes", routes.humanitarian_barred_by_assessment),
    Follows("other routes", routes.humanitarian_barred_for_a_year, _after_refusal),
    Follows("other routes", routes.humanitarian_barred_by_inadmissibility),
    Follows("other routes", routes.public_policy),
    Follows("other routes", routes.refugee_abroad),
    Follows("other routes", routes.country_of_asylum),
    Follows("other routes", routes.sponsorship_of_groups),
    Follows("other routes", routes.defender),
)
"""Every consequence, in the order in which it is told."""
