"""One detention facility: what it is, how many people it held by each way of counting, how long they stayed, where they went."""

from __future__ import annotations

import re
from typing import Final

from sojourn.errors import UnknownName
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.search import places
from sojourn.web.site import Question

CONVENTIONS: Final = ("end_of_day", "start_of_day", "any_time")


def listed(asked: Asked) -> Page:
    """The facilities that the record names."""
    with asked.site.record() as record:
        known = [one for one in places(record) if one.kind == "facility"]
    return Page("facilities.html", {"facilities": sorted(known, key=lambda one: (one.name, one.code))})


def facility(asked: Asked) -> Page:
    """The facility of a code."""
    code, period = asked.path["facility"], asked.first("period")
    if not re.fullmatch(r"[A-Z0-9]{2,8}", code):
        raise UnknownName("this is no code of a facility", todo="search for the name of the facility")
    with asked.site.record() as record:
        name = next((one.name for one in places(record) if (one.kind, one.code) == ("facility", code)), code)
    stays = asked.show(Question.of("length_of_stay", facility=code), Question.of("last_before_removal", facility=code))
    population = asked.show(
        *(
            Question.of("facility_population", ("month",), facility=code, period=period, convention=one)
            for one in CONVENTIONS
        ),
        Question.of("interval_average", facility=code),
        Question.of("women_share", of="held", facility=code, period=period),
    )
    identity = asked.show(Question.of("facility_identity", facility=code))
    shown = [*stays, *population, *identity]
    return Page.of(
        "facility.html",
        shown,
        code=code,
        name=name,
        stays=stays,
        population=population,
        identity=identity,
        period=period,
    )


ROUTES: Final = (Route("/facility", listed, kept=True), Route("/facility/{facility}", facility, kept=True))
