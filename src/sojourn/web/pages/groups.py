"""People who left together, a day of departures, and flights: what the rows show, what was seen, what sources claim."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sojourn.errors import BadParameter, BadRecord, SojournError
from sojourn.measures.declare import period as span_of
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.flights import Asked as FlightsAsked
from sojourn.publish.flights import answer as flights_answer
from sojourn.publish.flights_drawn import map_of, timeline_of
from sojourn.publish.groups import answer as groups_answer
from sojourn.publish.groups_drawn import timeline_of as groups_timeline
from sojourn.web.asked import Asked, Page, Route, Shown
from sojourn.web.site import Question
from sojourn.words.said import said

DEALT: Final = "100"
"""Shuffles of a search for groups on a page: enough for one false alarm a year in the span of a page."""
NEAR: Final = timedelta(days=3)
LONGEST: Final = 92
"""Days that a search for groups on a page spans; longer ones take minutes and are asked at the command line."""


def groups(asked: Asked) -> Page:
    """The groups of a span of at most three months, with the flights of the record that fit them."""
    given = {name: asked.first(name) for name in ("period", "citizenship")}
    if not given["period"]:
        return Page("groups.html", {**given, "found": None, "drawing": None, "why": None})
    if span_of(given["period"], "period").days > LONGEST:
        raise BadParameter(
            said("a page searches at most {longest:name} days", longest=LONGEST),
            where="period",
            todo=said("give one to three months (2017-06..2017-08)"),
        )
    with asked.site.record() as record:
        chosen = {name: text for name, text in given.items() if text} | {"permutations": DEALT}
        found = groups_answer(record, chosen, flights=True)
        drawing = [groups_timeline(found, asked.words)] if found.days else None
    shown = Shown(Question.of("removal_groups", **chosen), found.finding, spoken=asked.words)
    texts = [found.links.sentence(one) for one in found.links.groups] if found.links else []
    return Page.of("groups.html", [shown], **given, found=found, drawing=drawing, why=None, shown=shown, texts=texts)


def day(asked: Asked) -> Page:
    """One day: who left, by citizenship, and which flights were seen around it."""
    text = asked.path["day"]
    try:
        first = date.fromisoformat(text)
    except ValueError:
        raise BadParameter(
            said("this is no day"), where=said("the address"), todo=said("write it as 2017-07-11")
        ) from None
    shown = asked.show(
        Question.of("removals", ("citizenship",), period=text),
        Question.of("flights_seen", ("class",), period=text),
        Question.of("event_claims", period=text),
    )
    drawing, why = _map(asked, first - NEAR, first + NEAR)
    around = (first - timedelta(days=1), first + timedelta(days=1))
    return Page.of("day.html", shown, day=first, around=around, shown=shown, drawing=drawing, why=why)


def flights(asked: Asked) -> Page:
    """Flights of a period: what sources claim, and what was seen, on a map and by day."""
    text = asked.first("period")
    shown = asked.show(
        Question.of("event_claims", period=text),
        Question.of("event_claims_people", period=text),
        Question.of("flights_seen", ("class",), period=text),
    )
    drawing, why = _map(asked, *_days(text)) if text else (None, None)
    return Page.of("flights.html", shown, period=text, shown=shown, drawing=drawing, why=why)


def _days(text: str) -> tuple[date, date]:
    span = span_of(text, "period")
    return span.first, span.last


def _map(asked: Asked, first: date, last: date) -> tuple[list[Drawing] | None, SojournError | None]:
    """The flights of some days as a map and a timeline, or why there is none; no gate knows them, so no public page has them."""
    if asked.site.public:
        return None, None
    with asked.site.record() as record:
        try:
            found = flights_answer(record, FlightsAsked((first, last)))
        except BadRecord as error:
            return None, error
    return [map_of(found, asked.words), timeline_of(found, asked.words)], None


ROUTES: Final = (
    Route("/groups", groups, local=True),
    Route("/day/{day}", day, local=True),
    Route("/flights", flights, kept=True),
)
