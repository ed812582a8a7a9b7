"""Citizens of one country in each system, every figure from its own release and date, no person ever joined across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sojourn.errors import UnknownName
from sojourn.measures.releases import NoRelease, choose
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.names import countries, origin_of
from sojourn.web.plain import Line, in_bands, line, list_size
from sojourn.web.search import places
from sojourn.web.site import Question
from sojourn.words.said import said

WEEKS: Final = 26
"""Weeks that the page shows of stays begun and ended."""


def listed(_asked: Asked) -> Page:
    """The countries."""
    return Page("nationalities.html", {"countries": countries()})


def nationality(asked: Asked) -> Page:
    """One country in every file.

    First in brief, with the size of a list beside; then detention, removals, claimed flights, court, appointments at the
    border, claims in Canada. The largest days, weeks and facilities in bands are on this machine only.
    """
    country = asked.path["country"]
    if country not in countries():
        raise UnknownName(
            said("{country:name} is in no list of countries", country=repr(country[:40])),
            todo=said("choose from the list of countries"),
        )
    last = _last_days(asked)
    removed = asked.show(
        Question.of("removals", ("fiscal_year",), citizenship=country),
        Question.of("removals", ("month",), citizenship=country, period=last.year),
        *([] if asked.site.public else [Question.of("largest_removal_days", citizenship=country)]),
        Question.of("event_claims_people", citizenship=country),
    )
    held = asked.show(
        Question.of("people_held", citizenship=country, period=last.month),
        Question.of("held_in_period", citizenship=country, period=last.months),
        Question.of("people_held", ("month",), citizenship=country),
    )
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
    here, more = _here(asked, country, last)
    lines = [one for one in _brief(answers) if one]
    size = list_size(asked.first("list"))
    given = {"country": country, "origin": origin_of(country), "lines": lines, "size": size, **here}
    return Page.of("nationality.html", [*shown, *more], **given, **answers)


@dataclass(frozen=True)
class _Last:
    """The last days of the record as periods, each empty where the record has none.

    A whole month of detention, the twelve months to it, its last half year, and a whole fiscal year of removals.
    """

    month: str = ""
    months: str = ""
    half: str = ""
    year: str = ""


def _last_days(asked: Asked) -> _Last:
    with asked.site.record() as record:
        stints, removals = (choose(record, table, None, None) for table in ("detention_stints", "removals"))
    year = "" if isinstance(removals, NoRelease) else f"FY{_fiscal_year(removals.covered.last)}"
    if isinstance(stints, NoRelease):
        return _Last(year=year)
    last = stints.covered.last
    month = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    start = max(month.replace(year=month.year - 1, day=1) + timedelta(days=31), stints.covered.first)
    half = max(last - timedelta(weeks=WEEKS), stints.covered.first)
    return _Last(f"{month:%Y-%m}", f"{start:%Y-%m}..{month:%Y-%m}", f"{half}..{last}", year)


def _fiscal_year(last: date) -> int:
    """The last whole US fiscal year by a day; it ends in September."""
    over = last + timedelta(days=1)
    return over.year if over.month >= 10 else over.year - 1


def _here(asked: Asked, country: str, last: _Last) -> tuple[dict[str, Any], list[Shown]]:
    """What stays on this machine: weeks, and facilities in bands, so that a screen that is copied tells little."""
    if asked.site.public:
        return {"weeks": None, "bands": []}, []
    weeks, places_held = asked.show(
        Question.of("stays_by_week", citizenship=country, period=last.half),
        Question.of("people_held", ("facility",), citizenship=country, period=last.month),
    )
    with asked.site.record() as record:
        names = {one.code: one.name for one in places(record) if one.kind == "facility"}
    finding = places_held.finding
    return {"weeks": weeks, "bands": in_bands(finding, names) if finding else []}, [weeks, places_held]


def _brief(answers: Mapping[str, Sequence[Shown]]) -> list[Line | None]:
    """The figures that size a programme, each with its bounds."""
    held, removed, court, canada = (answers[name] for name in ("held", "removed", "court", "canada"))
    return [
        line("held", "held", held[0]),
        line("passed", "held", held[1]),
        line("removed", "removed", removed[1], monthly=True),
        line("flown", "removed", removed[-1]),
        line("pending", "court", court[1]),
        *([line("claimed", "canada", canada[0]), line("claimed-there", "canada", canada[1])] if canada else []),
    ]


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
