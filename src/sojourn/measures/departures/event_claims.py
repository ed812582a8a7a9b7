"""Events as their sources claim them: how many, how many people, and where the sources disagree.

Nothing here is counted from rows about people. Each figure is what a publisher printed, as a rival figure beside a finding is,
so an answer tells no more about anybody than the press did and its tier is that of a count without a personal attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance, Rival, number
from sojourn.flights.event_claims import EventClaim, EventCount, Events, read_events
from sojourn.flights.ranges import Range, Resolved
from sojourn.flights.resolve import Counted, ResolvedEvent, counted
from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.tiers import Told

COLUMNS = (
    *("event", "source", "published", "says it happened", "day as said", "departure it allows", "people"),
    *("chain", "hand-over", "reference"),
)


def _answer_events(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    events = record.remember(("events",), read_events)
    found = _found(events, asked)
    if not found.possible:
        return _nothing(EVENTS, record, asked)
    low, high = len(found.certain), len(found.possible)
    told = f"{number(low)} to {number(high)} events" if low < high else f"{number(high)} event{'s' if high > 1 else ''}"
    return _finding(
        EVENTS,
        asked,
        events,
        found,
        low,
        Interval(low, high, "from the events that no source leaves out or dates outside the question to all claimed"),
        len(events.events),
        "events in the file of claims",
        f"{told} {_asked_in_words(asked)}: {_in_words(found.possible)}.",
    )


def _answer_people(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    events = record.remember(("events",), read_events)
    found = _found(events, asked)
    numbered = [one for one in found.possible if one.people.span]
    if not numbered:
        return _nothing(PEOPLE, record, asked)
    low = sum(_lowest(one.people) for one in found.certain)
    high = sum(_highest(one.people) for one in numbered)
    return _finding(
        PEOPLE,
        asked,
        events,
        found,
        low,
        Interval(low, high, "sum of the lowest and of the highest claims, contested events in the latter only"),
        len(numbered),
        "events for which a source states a number of people",
        f"{number(low)} to {number(high)} people in events {_asked_in_words(asked)}: {_in_words(found.possible)}.",
    )


def _found(events: Events, asked: Mapping[str, Any]) -> Counted:
    period = asked["period"]
    return counted(events, asked["citizenship"], (period.first, period.last) if period else None)


def _lowest(people: Resolved[int]) -> int:
    return (people.span.low or 0) if people.span else 0


def _highest(people: Resolved[int]) -> int:
    """The highest number that any claim names; an open end counts by its lower one, and a caveat says so."""
    named = [end for one in people.said for end in (one.range.low, one.range.high) if end is not None]
    return max(named, default=0)


def _nothing(measure: Measure, record: Record, asked: Mapping[str, Any]) -> Finding:
    what = "number of people in an event" if measure is PEOPLE else "event"
    reason = f"the file of claims has no {what} {_asked_in_words(asked)}, which is no sign that there was none"
    return measure.unanswered(record, asked, "not covered", reason)


def _asked_in_words(asked: Mapping[str, Any]) -> str:
    who = f"with citizens of {asked['citizenship']} " if asked["citizenship"] else ""
    return f"{who}claimed for {asked['period'] or 'any day'}"


def _in_words(events: Sequence[ResolvedEvent]) -> str:
    """Each event with the days and the people that its claims span."""
    return ", ".join(
        f"{one.event.id} ({one.departure.span or 'day not stated'}, people {one.people.span or 'not stated'}{', contested' * one.contested})"
        for one in events
    )


def _finding(
    measure: Measure,
    asked: Mapping[str, Any],
    events: Events,
    found: Counted,
    value: int,
    interval: Interval,
    denominator: int,
    denominator_is: str,
    sentence: str,
) -> Finding:
    return Finding(
        measure=measure.id,
        parameters={**asked, "period": str(asked["period"] or "")},
        unit=measure.unit,
        definition=measure.definition,
        provenance=Provenance(("sojourn/events.toml",), (events.sha256,), "", False),
        told=Told(),  # see the module: what others printed, counted from no row
        value=float(value),
        numerator=value,
        denominator=denominator,
        denominator_is=denominator_is,
        interval=interval,
        columns=COLUMNS,
        rows=tuple(row for one in found.possible for row in _rows(one)),
        caveats=tuple(_caveats(found.possible)),
        rivals=tuple(_rivals(found.counts)) if measure is EVENTS else (),
        sentence=sentence,
        details={"events": [one.as_dict() for one in found.possible]},
    )


def _rows(one: ResolvedEvent) -> Iterator[tuple[Any, ...]]:
    allowed = {said.claim: str(said.range) for said in one.departure.said}
    for claim in one.event.claims:
        days = f"{Range(*claim.days)}, {claim.day_is}" if claim.days else None
        people = (
            (claim.people.said or str(Range(claim.people.at_least, claim.people.at_most))) if claim.people else None
        )
        yield (
            one.event.id,
            claim.publisher,
            claim.published,
            "yes" if claim.stance == "affirms" else "left out",
            days,
            allowed.get(claim.id),
            people,
            _chain(claim),
            claim.hand_over.code if claim.hand_over else None,
            claim.reference,
        )


def _chain(claim: EventClaim) -> str | None:
    return "-".join(stop.code for stop in claim.stops) or None


def _caveats(events: Sequence[ResolvedEvent]) -> Iterator[Caveat]:
    yield Caveat("Events are what publishers say; none is counted from records and none was observed by Sojourn.")
    yield Caveat("Outlets copy from each other, so two that agree are not two witnesses; nobody's word is weighed.")
    for one in events:
        yield from _disagreements(one)


def _disagreements(one: ResolvedEvent) -> Iterator[Caveat]:
    name, departure, people = one.event.id, one.departure, one.people
    if one.contested:
        yield Caveat(f"{name} is contested: {', '.join(one.left_out_by)} leaves it out of its count.", "warning")
    if departure.state in {"compatible", "contradictory"} and one.on_days == 1:
        told = "; ".join(f"{said.publisher} {said.why}" for said in departure.said)
        yield Caveat(f"{name}: the day of departure is not settled: {departure.span}. {told}.", "warning")
    if people.state in {"compatible", "contradictory"}:
        told = "; ".join(f"{said.publisher}: {said.why}" for said in people.said)
        yield Caveat(f"{name}: the number of people is not settled: {people.span}. {told}.", "warning")
    if people.span is None:
        yield Caveat(f"{name}: no source states how many people there were; they are in no sum.", "warning")
    elif people.span.high is None:
        yield Caveat(f"{name}: a source names no upper number ({people.span}), so no sum of people has one.", "warning")


def _rivals(counts: Sequence[EventCount]) -> Iterator[Rival]:
    """How many events each source counts by itself."""
    for one in counts:
        vintage = str(one.published or "day not known")
        yield Rival(float(one.at_least), "events", f"{one.publisher} ({one.reference})", vintage, one.said)


_PARAMETERS = (
    Parameter(
        "citizenship",
        "country",
        "country of citizenship, in ICE's spelling (RUSSIA); empty means any",
        vocabulary="country",
    ),
    Parameter("period", "period", "days of departure: 2025, 2025-06..2025-08; empty means any"),
)
_NOT_COUNTED = (
    "what no source in the file of claims speaks of: flights are counted nowhere, so nobody knows how many these are"
)
_DATE_BASIS = "the day of departure from the United States, in local time; a day of arrival leaves the departures that its chain of flights allows"

EVENTS = Measure(
    id="event_claims",
    estimators=("claims_range",),
    definition=Definition(
        question="How many events, such as flights, do sources claim, and where do they disagree?",
        counted="events that at least one source affirms, each once, whoever else tells of it",
        not_counted=_NOT_COUNTED,
        date_basis=_DATE_BASIS,
        estimator="events that no source leaves out and every claim places in the question; the upper limit adds those that some source leaves out or places elsewhere",
    ),
    unit="events",
    parameters=_PARAMETERS,
    tables=(),
    answer=_answer_events,
    dimensions={},
    example="-p citizenship=RUSSIA -p period=2025-06..2025-08",
)

PEOPLE = Measure(
    id="event_claims_people",
    estimators=("claims_range",),
    definition=Definition(
        question="How many people were in the events that sources claim?",
        counted="people whom a source places in an event, by its lowest and its highest number",
        not_counted=_NOT_COUNTED,
        date_basis=_DATE_BASIS,
        estimator="sum of the lowest claims over the events that no source leaves out; the upper limit is the sum of the highest over all",
    ),
    unit="people",
    parameters=_PARAMETERS,
    tables=(),
    answer=_answer_people,
    dimensions={},
    example="-p citizenship=RUSSIA -p period=2025-06..2025-08",
)

MEASURES = (EVENTS, PEOPLE)
