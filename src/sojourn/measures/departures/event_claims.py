"""Events as their sources claim them: how many, how many people, and where the sources disagree.

Nothing here is counted from rows about people. Each figure is what a publisher printed, as a rival figure beside a finding is,
so an answer tells no more about anybody than the press did and its tier is that of a count without a personal attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance, Rival
from sojourn.flights.event_claims import EventClaim, EventCount, Events, read_events
from sojourn.flights.ranges import Range, Resolved
from sojourn.flights.resolve import Counted, ResolvedEvent, counted
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said, said_count


def _columns() -> tuple[Said, ...]:
    return (
        *(said("event"), said("source"), said("published"), said("says it happened"), said("day as said")),
        *(said("departure it allows"), said("people"), said("chain"), said("hand-over"), said("reference")),
    )


def _answer_events(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    events = record.remember(("events",), read_events)
    found = _found(events, asked)
    if not found.possible:
        return _nothing(EVENTS, record, asked)
    low, high = len(found.certain), len(found.possible)
    places = {"period": _days(asked), "events": _listed(found.possible)}
    told = (
        said("{low:number} to {high:number} events claimed for {period}: {events}.", low=low, high=high, **places)
        if low < high
        else said_count(
            "{count:number} event claimed for {period}: {events}.",
            "{count:number} events claimed for {period}: {events}.",
            high,
            **places,
        )
    )
    return _finding(
        EVENTS,
        asked,
        events,
        found,
        low,
        Interval(
            low, high, said("from the events that no source leaves out or dates outside the question to all claimed")
        ),
        len(events.events),
        said("events in the file of claims"),
        told,
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
        Interval(low, high, said("sum of the lowest and of the highest claims, contested events in the latter only")),
        len(numbered),
        said("events for which a source states a number of people"),
        said(
            "{low:number} to {high:number} people in events claimed for {period}: {events}.",
            low=low,
            high=high,
            period=_days(asked),
            events=_listed(found.possible),
        ),
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
    period = _days(asked)
    reason = (
        said(
            "the file of claims has no number of people in an event claimed for {period}, which is no sign that there was none",
            period=period,
        )
        if measure is PEOPLE
        else said(
            "the file of claims has no event claimed for {period}, which is no sign that there was none", period=period
        )
    )
    return measure.unanswered(record, asked, "not covered", narrowed_reason(reason, _labels(asked)))


def _labels(asked: Mapping[str, Any]) -> list[Said]:
    return conditions({"citizenship": asked["citizenship"]})


def _days(asked: Mapping[str, Any]) -> str:
    return str(asked["period"]) if asked["period"] else said("any day")


def _listed(events: Sequence[ResolvedEvent]) -> Joined:
    """Each event with the days and the people that its claims span."""
    return joined(map(_event, events), ", ")


def _event(one: ResolvedEvent) -> Said:
    days, people = one.departure.span, one.people.span
    places = {
        "event": one.event.id,
        "days": days.told if days else said("day not stated"),
        "people": people.told if people else said("not stated"),
    }
    if one.contested:
        return said("{event} ({days}, people {people}, contested)", **places)
    return said("{event} ({days}, people {people})", **places)


def _finding(
    measure: Measure,
    asked: Mapping[str, Any],
    events: Events,
    found: Counted,
    value: int,
    interval: Interval,
    denominator: int,
    denominator_is: Said,
    sentence: Said,
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
        columns=_columns(),
        rows=tuple(row for one in found.possible for row in _rows(one)),
        caveats=tuple(_caveats(found.possible)),
        rivals=tuple(_rivals(found.counts)) if measure is EVENTS else (),
        sentence=narrowed(sentence, _labels(asked)),
        details={"events": [one.as_dict() for one in found.possible]},
    )


def _rows(one: ResolvedEvent) -> Iterator[tuple[Any, ...]]:
    allowed = {each.claim: str(each.range) for each in one.departure.said}
    for claim in one.event.claims:
        days = f"{Range(*claim.days)}, {claim.day_is}" if claim.days else None
        people = (
            (claim.people.said or str(Range(claim.people.at_least, claim.people.at_most))) if claim.people else None
        )
        yield (
            one.event.id,
            claim.publisher,
            claim.published,
            said("yes") if claim.stance == "affirms" else said("left out"),
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
    yield Caveat(said("Events are what publishers say; none is counted from records and none was observed by Sojourn."))
    yield Caveat(
        said("Outlets copy from each other, so two that agree are not two witnesses; nobody's word is weighed.")
    )
    for one in events:
        yield from _disagreements(one)


def _disagreements(one: ResolvedEvent) -> Iterator[Caveat]:
    name, departure, people = one.event.id, one.departure, one.people
    if one.contested:
        left_out = said(
            "{event} is contested: {publishers} leaves it out of its count.",
            event=name,
            publishers=", ".join(one.left_out_by),
        )
        yield Caveat(left_out, "warning")
    if departure.state in {"compatible", "contradictory"} and one.on_days == 1 and departure.span:
        told = "; ".join(f"{each.publisher} {each.why}" for each in departure.said)
        unsettled = said(
            "{event}: the day of departure is not settled: {days}. {told}.",
            event=name,
            days=departure.span.told,
            told=told,
        )
        yield Caveat(unsettled, "warning")
    if people.state in {"compatible", "contradictory"} and people.span:
        told = "; ".join(f"{each.publisher}: {each.why}" for each in people.said)
        unsettled = said(
            "{event}: the number of people is not settled: {people}. {told}.",
            event=name,
            people=people.span.told,
            told=told,
        )
        yield Caveat(unsettled, "warning")
    if people.span is None:
        yield Caveat(
            said("{event}: no source states how many people there were; they are in no sum.", event=name), "warning"
        )
    elif people.span.high is None:
        open_ = said(
            "{event}: a source names no upper number ({people}), so no sum of people has one.",
            event=name,
            people=people.span.told,
        )
        yield Caveat(open_, "warning")


def _rivals(counts: Sequence[EventCount]) -> Iterator[Rival]:
    """How many events each source counts by itself."""
    for one in counts:
        vintage = str(one.published or "day not known")
        yield Rival(
            float(one.at_least),
            "events",
            f"{one.publisher} ({one.reference})",
            vintage,
            said("{words}", words=one.said),
        )


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
