"""Asylum in Canada: claims by office and by publisher, and the share accepted by year with its bounds."""

from __future__ import annotations

from typing import Final

from sojourn.web.asked import Asked, Page, Route
from sojourn.web.names import origin_of, origins
from sojourn.web.site import Question


def canada(asked: Asked) -> Page:
    """Claims and decisions of all origins or of one (`origin`, by code or name); offices are printed for all origins alone."""
    origin, period = asked.first("origin"), asked.first("period")
    offices = asked.show(Question.of("canada_claims_by_office", period=period))
    claims = asked.show(
        *(Question.of("canada_claims", origin=origin, period=period, publisher=one) for one in ("unhcr", "ircc"))
    )
    accepted = asked.show(
        *(Question.of("canada_recognition", origin=origin, period=period, publisher=one) for one in ("unhcr", "irb"))
    )
    return Page.of(
        "canada.html",
        [*offices, *claims, *accepted],
        origin=origin,
        period=period,
        origins=[(origin_of(one), one) for one in origins()],
        offices=offices[0],
        claims=claims,
        accepted=accepted,
    )


ROUTES: Final = (Route("/canada", canada, kept=True),)
