"""One detention facility: what it is, how many people it held by each way of counting, how long they stayed, where they went."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from sojourn.errors import UnknownName
from sojourn.findings import Finding
from sojourn.measures.conventions import CONVENTION
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.breaks import stated_days
from sojourn.web.plain import band
from sojourn.web.search import places
from sojourn.web.site import Question
from sojourn.words.said import said

LATER: Final = 3
"""Months of the release after the day whose people are asked about, in which their stays can end."""


def listed(asked: Asked) -> Page:
    """The facilities that the record names."""
    with asked.site.record() as record:
        known = [one for one in places(record) if one.kind == "facility"]
    return Page("facilities.html", {"facilities": sorted(known, key=lambda one: (one.name, one.code))})


def facility(asked: Asked) -> Page:
    """The facility of a code."""
    code, period = asked.path["facility"], asked.first("period")
    if not re.fullmatch(r"[A-Z0-9]{2,8}", code):
        raise UnknownName(said("this is no code of a facility"), todo=said("search for the name of the facility"))
    with asked.site.record() as record:
        name = next((one.name for one in places(record) if (one.kind, one.code) == ("facility", code)), code)
    stays = _stays(asked, code)
    moves = asked.show(
        Question.of("transfers", ("origin",), destination=code),
        Question.of("transfers", ("destination",), origin=code),
        Question.of("last_before_removal", facility=code),
    )
    population = asked.show(
        *(
            Question.of("facility_population", ("month",), facility=code, period=period, convention=one)
            for one in CONVENTION.choices
        ),
        Question.of("interval_average", facility=code),
        Question.of("women_share", of="held", facility=code, period=period),
    )
    identity = asked.show(Question.of("facility_identity", facility=code))
    shown = [*stays, *moves, *population, *identity]
    return Page.of(
        "facility.html",
        shown,
        code=code,
        name=name,
        stays=stays,
        moves=moves,
        stay=band(stays[0]),
        population=population,
        identity=identity,
        period=period,
    )


def _stays(asked: Asked, code: str) -> list[Shown]:
    """How long those stay who enter, and those who are held on one day, where the record has stays."""
    entering = asked.show(Question.of("length_of_stay", facility=code))
    day = _day_with_time_after(entering[0].finding)
    return entering + (
        asked.show(Question.of("length_of_stay", facility=code, facility_is="any", among="held", period=day))
        if day
        else []
    )


def _day_with_time_after(found: Finding | None) -> str:
    """The first of the month that is three months before the days of a finding end; empty where it has no such days."""
    days = stated_days(found) if found else None
    if not days:
        return ""
    first, last = days
    months = 12 * last.year + last.month - 1 - LATER
    day = date(months // 12, months % 12 + 1, 1)
    return day.isoformat() if day >= first else ""


ROUTES: Final = (Route("/facility", listed, kept=True), Route("/facility/{facility}", facility, kept=True))
