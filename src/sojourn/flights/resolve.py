"""From the claims of an event to what all of them allow, what any of them allows, and who is apart.

The resolver states agreement and keeps disagreement: it never picks the likelier claim, never averages and never counts
voices, since outlets copy from each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sojourn.flights.chain_time import Began, began, whole_days
from sojourn.flights.event_claims import Event, EventClaim, EventCount, Events
from sojourn.flights.places import Place
from sojourn.flights.ranges import Named, Range, Resolved, Said


@dataclass(frozen=True)
class ResolvedEvent:
    """An event with every field resolved; days are local days.

    `contested` is whether a source that counts such events leaves this one out.
    """

    event: Event
    departure: Resolved[date]
    arrival: Resolved[date]
    people: Resolved[int]
    citizenships: Named
    us_airport: Named
    hand_over: Named
    destination: Named
    onward_carrier: Named
    affirmed_by: tuple[str, ...]
    left_out_by: tuple[str, ...]

    @property
    def contested(self) -> bool:
        """Whether sources differ on its having taken place."""
        return bool(self.left_out_by)

    @property
    def on_days(self) -> int:
        """On how many days people left, by the highest claim; 1 for one flight."""
        return max((claim.on_days for claim in self.event.claims), default=1)

    def as_dict(self) -> dict[str, Any]:
        """The event as JSON has it: for each field what is agreed, what is spanned and who is apart."""
        fields: dict[str, Resolved[Any] | Named] = {
            "departure": self.departure,
            "arrival": self.arrival,
            "people": self.people,
            "citizenships": self.citizenships,
            "us_airport": self.us_airport,
            "hand_over": self.hand_over,
            "destination": self.destination,
            "onward_carrier": self.onward_carrier,
        }
        return {
            "event": self.event.id,
            "title": self.event.title,
            "contested": self.contested,
            "affirmed_by": list(self.affirmed_by),
            "left_out_by": list(self.left_out_by),
            "on_days": self.on_days,
            **{name: one.as_dict() for name, one in fields.items()},
        }

    def sentence(self) -> str:
        """The answer first: when and how many, how far that is settled, and whether it is contested."""
        parts = [f"departure {days_in_words(self.departure, self.on_days)}", f"people {people_in_words(self.people)}"]
        if self.contested:
            parts.append(f"contested: {', '.join(self.left_out_by)} leaves it out")
        return f"{self.event.title}: {'; '.join(parts)}."


@lru_cache(maxsize=1000)
def resolve(event: Event) -> ResolvedEvent:
    """What the claims of an event agree on and what they span; the order of the claims does not matter.

    Another claim never narrows what is spanned, but for one thing: where a source tells of an arrival alone, the chain of
    another says how long before it the departure may lie.
    """
    claims = sorted((one for one in event.claims if one.stance == "affirms"), key=lambda one: one.id)
    chain = longest_chain(claims)
    return ResolvedEvent(
        event=event,
        departure=Resolved.of(_departures(claims, chain)),
        arrival=Resolved.of(_arrivals(claims)),
        people=Resolved.of(_people(claims)),
        citizenships=_named(claims, lambda one: one.citizenships),
        us_airport=_places(claims, lambda one: one.stops[:1] if one.stops and one.stops[0].country == "US" else ()),
        hand_over=_places(claims, lambda one: filter(None, (one.hand_over,))),
        destination=_places(claims, lambda one: one.stops[-1:]),
        onward_carrier=_named(claims, lambda one: (hop.carrier for hop in one.onward if hop.carrier)),
        affirmed_by=tuple(one.publisher for one in claims),
        left_out_by=tuple(sorted(one.publisher for one in event.claims if one.stance == "leaves out")),
    )


def longest_chain(claims: Iterable[EventClaim]) -> tuple[Place, ...]:
    """The chain of airports with most stops, open ends filled from other claims; empty where no claim tells one."""
    listed = list(claims)
    chains = [_filled(one, listed) for one in listed]
    return max(chains, key=lambda one: (len(one), [stop.code for stop in one]), default=())


def _filled(claim: EventClaim, others: list[EventClaim]) -> tuple[Place, ...]:
    """The airports of a claim's chain; an open first one is taken from the first claim, by id, that names it."""
    stops = list(claim.stops)
    if stops and not stops[0].is_airport:
        named = [one.stops[0] for one in others if one.stops and one.stops[0].is_airport]
        stops[:1] = [one for one in named if one.country == stops[0].country][:1]
    return tuple(stops) if len(stops) > 1 and all(one.is_airport for one in stops) else ()


def _landed(claim: EventClaim) -> tuple[datetime, datetime] | None:
    """When a claim says that the last landing was, in local time."""
    if claim.hops and claim.hops[-1].arrived:
        return claim.hops[-1].arrived
    return whole_days(claim.days) if claim.days and claim.day_is == "arrival" else None


def _chain_of(claim: EventClaim, claims: list[EventClaim], longest: tuple[Place, ...]) -> tuple[Place, ...]:
    """The airports by which a claim's landing was reached: its own, or a longer chain of others that holds them all."""
    own, others = _filled(claim, claims), _up_to(longest, claim)
    return others if len(others) > len(own) and set(own) <= set(others) else own


def _up_to(chain: tuple[Place, ...], claim: EventClaim) -> tuple[Place, ...]:
    """The part of a chain of other claims that ends where this claim does; empty where it does not lead there."""
    if not claim.stops:
        return chain
    last = claim.stops[-1]
    ends = [place for place, stop in enumerate(chain) if last in (stop, Place(stop.country, stop.country))]
    return chain[: ends[-1] + 1] if ends and ends[-1] else ()


def _departures(claims: list[EventClaim], longest: tuple[Place, ...]) -> Iterator[Said[date]]:
    for claim in claims:
        landed, chain = _landed(claim), _chain_of(claim, claims, longest)
        told = Range(*claim.days) if claim.days else None
        if told and claim.day_is == "departure":
            yield Said(claim.id, claim.publisher, told, f"says departure, {told}{_unless_it_fits(told, landed, chain)}")
        elif landed:
            days, why = _before(landed, chain)
            yield Said(claim.id, claim.publisher, days, f"says arrival, {why}")
        elif told and claim.days:
            days, why = _before(whole_days(claim.days), chain)
            why = f"gives {told} and does not say whether people left or arrived; taken as arrival, {why}"
            yield Said(claim.id, claim.publisher, told.hull(days), why)


def _unless_it_fits(days: Range[date], landed: tuple[datetime, datetime] | None, chain: tuple[Place, ...]) -> str:
    """What to say of a source whose own landing does not fit its own departure."""
    needed = _before(landed, chain)[0] if landed and chain else days
    return "" if needed.meets(days) else f", although its own landing needs {needed}"


def _before(landed: tuple[datetime, datetime], chain: tuple[Place, ...]) -> tuple[Range[date], str]:
    """The days of departure that a landing leaves possible, and how they follow from it."""
    told = f"{_clock(landed[0])} to {_clock(landed[1])}"
    if not chain:
        return Range(None, landed[1].date()), f"{told}; no chain is told, so departure is not later"
    start = began(landed, chain)
    return Range(*start.days), f"{told}; {_chain_in_words(chain, start)}"


def _chain_in_words(chain: tuple[Place, ...], start: Began) -> str:
    names = "-".join(stop.code for stop in chain)
    return f"over {names} departure lies between {_clock(start.earliest)} and {_clock(start.latest)} local time"


def _clock(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _arrivals(claims: list[EventClaim]) -> Iterator[Said[date]]:
    for claim in claims:
        if landed := _landed(claim):
            days = Range(landed[0].date(), landed[1].date())
            yield Said(claim.id, claim.publisher, days, f"says arrival, {days}")


def _people(claims: list[EventClaim]) -> Iterator[Said[int]]:
    for claim in claims:
        if claim.people and (claim.people.at_least is not None or claim.people.at_most is not None):
            told = Range(claim.people.at_least, claim.people.at_most)
            yield Said(claim.id, claim.publisher, told, claim.people.said or str(told))


def _named(claims: list[EventClaim], names: Callable[[EventClaim], Iterable[str]]) -> Named:
    said = ((claim.id, frozenset(names(claim))) for claim in claims)
    return Named(tuple((claim, some) for claim, some in said if some))


def _places(claims: list[EventClaim], stops: Callable[[EventClaim], Iterable[Place]]) -> Named:
    """Airports; a claim that leaves the airport open allows every one that others name in its country."""
    told = [(claim.id, tuple(stops(claim))) for claim in claims]
    airports = {stop for _, some in told for stop in some if stop.is_airport}

    def _allowed(stop: Place) -> frozenset[str]:
        inside = {one.code for one in airports if one.country == stop.country}
        return frozenset({stop.code}) if stop.is_airport or not inside else frozenset(inside)

    return Named(tuple((claim, frozenset().union(*map(_allowed, some))) for claim, some in told if some))


def days_in_words(departure: Resolved[date], on_days: int = 1) -> str:
    """The days of a field, and whether they are settled."""
    if departure.span is None:
        return "on a day that no source states"
    if on_days > 1:
        return f"on {on_days} days, {departure.span}"
    return f"{departure.span}, {_how_sure(departure.state, departure.settled, departure.agreed)}"


def people_in_words(people: Resolved[int]) -> str:
    """The number of people, and whether it is settled."""
    if people.span is None:
        return "not stated"
    return f"{people.span}, {_how_sure(people.state, people.settled, people.agreed)}"


def _how_sure(state: str, settled: bool, agreed: object) -> str:
    if settled:
        return "agreed"
    if state == "contradictory":
        return "not settled, the claims contradict each other"
    return "by one source" if state == "one source" else f"not settled, all claims allow {agreed}"


@dataclass(frozen=True)
class Counted:
    """The events that fit a question, and how many of them each source counts by itself.

    `certain` are events that nobody leaves out and that every claim places in the question; `possible` are all.
    """

    certain: tuple[ResolvedEvent, ...]
    possible: tuple[ResolvedEvent, ...]
    counts: tuple[EventCount, ...]

    @property
    def range(self) -> Range[int]:
        """From the certain to the possible events."""
        return Range(len(self.certain), len(self.possible))

    @property
    def apart(self) -> tuple[str, ...]:
        """The sources whose own count lies outside the range."""
        return tuple(one.publisher for one in self.counts if not self.range.meets(Range(one.at_least, one.at_most)))


def counted(events: Events, citizenship: str | None = None, days: tuple[date, date] | None = None) -> Counted:
    """The events of a citizenship (in ICE's spelling) with a possible departure from a first to a last day.

    None asks for every citizenship or every day; the counts of sources are those whose own days lie in the question.
    """
    asked: Range[date] = Range(*days) if days else Range(None, None)
    possible = [one for one in map(resolve, events.events) if _may_fit(one, citizenship, asked)]
    certain = [one for one in possible if _fits(one, citizenship, asked)]
    counts = [one for one in events.counts if citizenship in (None, one.citizenship) and asked.holds(Range(*one.days))]
    return Counted(tuple(certain), tuple(possible), tuple(counts))


def _may_fit(event: ResolvedEvent, citizenship: str | None, asked: Range[date]) -> bool:
    span = event.departure.span
    return (span is None or span.meets(asked)) and (not citizenship or citizenship in event.citizenships.span)


def _fits(event: ResolvedEvent, citizenship: str | None, asked: Range[date]) -> bool:
    span = event.departure.span
    inside = span is not None and asked.holds(span)
    return inside and not event.contested and (not citizenship or citizenship in event.citizenships.agreed)
