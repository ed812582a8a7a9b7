"""Citizens of one country in each system, every figure from its own release and date, no person ever joined across them."""

from __future__ import annotations

from typing import Final

from sojourn.errors import UnknownName
from sojourn.sources.declare import vocabulary
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.site import Question


def listed(_asked: Asked) -> Page:
    """The countries."""
    return Page("nationalities.html", {"countries": _countries()})


def nationality(asked: Asked) -> Page:
    """Removals by year, people held, court outcomes, groups by month, claimed flights, and on this machine the largest days."""
    country = asked.path["country"]
    if country not in _countries():
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
    shown = [*removed, *held, *court]
    return Page.of("nationality.html", shown, country=country, removed=removed, held=held, court=court)


def _countries() -> list[str]:
    return sorted(set(vocabulary("country").standard.values()))


ROUTES: Final = (
    Route("/nationality", listed),
    Route("/nationality/{country}", nationality),
)
