"""Citizens of one country in each system, every figure from its own release and date, no person ever joined across them."""

from __future__ import annotations

from typing import Final

from sojourn.errors import UnknownName
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.names import countries, origin_of
from sojourn.web.site import Question


def listed(_asked: Asked) -> Page:
    """The countries."""
    return Page("nationalities.html", {"countries": countries()})


def nationality(asked: Asked) -> Page:
    """One country in every file: removals, claimed flights, people held, court, appointments at the border, claims in Canada.

    The largest days of removals are on this machine only.
    """
    country = asked.path["country"]
    if country not in countries():
        raise UnknownName(f"{country[:40]!r} is in no list of countries", todo="choose from the list of countries")
    removed = asked.show(
        Question.of("removals", ("fiscal_year",), citizenship=country),
        *([] if asked.site.public else [Question.of("largest_removal_days", citizenship=country)]),
        Question.of("event_claims_people", citizenship=country),
    )
    held = asked.show(Question.of("people_held", ("month",), citizenship=country))
    court = asked.show(
        Question.of("asylum_outcomes", ("fiscal_year",), nationality=country),
        Question.of("pending_cases", nationality=country),
        Question.of("time_to_decision", nationality=country),
    )
    ports = asked.show(
        Question.of("appointments", ("month",), nationality=country),
        Question.of("appointments_against_encounters", nationality=country),
    )
    canada = _in_canada(asked, country)
    answers = {"removed": removed, "held": held, "court": court, "ports": ports, "canada": canada}
    shown = [one for some in answers.values() for one in some]
    return Page.of("nationality.html", shown, country=country, origin=origin_of(country), **answers)


def _in_canada(asked: Asked, country: str) -> list[Shown]:
    """Claims and decisions in Canada by publisher; nothing where their figures do not name the country."""
    origin = origin_of(country)
    if not origin:
        return []
    return asked.show(
        Question.of("canada_claims", origin=origin, publisher="unhcr"),
        Question.of("canada_claims", origin=origin, publisher="ircc"),
        Question.of("canada_recognition", origin=origin, publisher="unhcr"),
        Question.of("canada_recognition", origin=origin, publisher="irb"),
    )


ROUTES: Final = (
    Route("/nationality", listed, kept=True),
    Route("/nationality/{country}", nationality, kept=True),
)
