"""CBP One: appointments by month, the rule of May 2023, the end in January 2025, and totals that do not reconcile."""

from __future__ import annotations

from typing import Final

from sojourn.web.asked import Asked, Page, Route
from sojourn.web.names import countries
from sojourn.web.site import Question


def entry(asked: Asked) -> Page:
    """The record of CBP One, of all nationalities or of one; the rule of May 2023 is asked of one alone."""
    nationality = asked.first("nationality")
    months = asked.show(Question.of("appointments", ("month",), nationality=nationality))
    against = asked.show(Question.of("appointments_against_encounters", nationality=nationality))
    rule = asked.show(Question.of("rule_change", nationality=nationality)) if nationality else []
    rest = asked.show(
        Question.of("closure"),
        Question.of("appointment_totals"),
        Question.of("wait_under_policies"),
    )
    return Page.of(
        "entry.html",
        [*months, *against, *rule, *rest],
        nationality=nationality,
        countries=countries(),
        months=months[0],
        against=against[0],
        rule=rule,
        rest=rest,
    )


ROUTES: Final = (Route("/entry", entry, kept=True),)
