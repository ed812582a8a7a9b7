"""Event claims: something that happened, such as a flight, as several sources tell it, with their differences kept.

One event has several claims, each by one source, with ranges instead of figures. The format is TOML and is described in
docs/event-claims.md; a key that the format does not know is an error. Nothing is settled here: see `resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

from sojourn.errors import BadClaims
from sojourn.flights.places import Place, place
from sojourn.reading.entries import Entry, read_entries
from sojourn.reading.raw import sha256_of
from sojourn.sources.declare import vocabulary

DayIs = Literal["departure", "arrival", "not said"]
Stance = Literal["affirms", "leaves out"]
HopStatus = Literal["claimed", "observed"]

Moment = TypeVar("Moment", bound=date)

OURS: Final = Path(__file__).parent / "events.toml"
"""The events that come with Sojourn."""

FIRST_YEAR: Final = 1980
LAST_YEAR: Final = 2100
"""Events of other years are errors of typing."""

_TODO = "see docs/event-claims.md"
_ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class People:
    """How many people a source says there were; an end that it leaves open is None, and `said` keeps its words."""

    at_least: int | None
    at_most: int | None
    said: str = ""


@dataclass(frozen=True)
class Hop:
    """From one stop that a source names to the next; `between` keeps its words on stops that it does not name.

    `left` and `arrived` are the earliest and latest time in the local time of the airport. `status` is observed only where
    `observed_by` saw the aircraft.
    """

    origin: Place
    destination: Place
    between: str = ""
    carrier: str = ""
    aircraft: str = ""
    left: tuple[datetime, datetime] | None = None
    arrived: tuple[datetime, datetime] | None = None
    status: HopStatus = "claimed"
    observed_by: str = ""


@dataclass(frozen=True)
class EventClaim:
    """What one source says of an event.

    `days` are the first and last day that it allows, and `day_is` whether they are days of departure from the United States
    or of arrival at the end of the chain, all in local time. Where people left on several days, `on_days` says on how
    many, and `days` is their span. `published` is the vintage: the day of publication, None where it is not known.
    """

    id: str
    publisher: str
    reference: str
    published: date | None
    stance: Stance
    days: tuple[date, date] | None
    day_is: DayIs
    on_days: int
    people: People | None
    citizenships: tuple[str, ...]
    co_passengers: str
    hops: tuple[Hop, ...]
    hand_over: Place | None
    confidence: str
    note: str

    @property
    def stops(self) -> tuple[Place, ...]:
        """The places of the chain in their order."""
        return (*(hop.origin for hop in self.hops[:1]), *(hop.destination for hop in self.hops))

    @property
    def onward(self) -> tuple[Hop, ...]:
        """The hops after the hand-over; they are claimed and never observed."""
        if self.hand_over is None:
            return ()
        return self.hops[self.stops.index(self.hand_over) :]


@dataclass(frozen=True)
class Event:
    """One event and what the sources say of it."""

    id: str
    title: str
    claims: tuple[EventClaim, ...]


@dataclass(frozen=True)
class EventCount:
    """How many events of a kind one source counts in a period; an open end is None."""

    id: str
    publisher: str
    reference: str
    published: date | None
    citizenship: str
    days: tuple[date, date]
    at_least: int
    at_most: int | None
    said: str


@dataclass(frozen=True)
class Events:
    """The events and counts of one file, and the SHA-256 of its bytes."""

    events: tuple[Event, ...]
    counts: tuple[EventCount, ...]
    sha256: str


def read_events(path: Path = OURS) -> Events:
    """The events in a file; without a path those that come with Sojourn.

    Raises:
        BadClaims: it is no TOML; an entry lacks a key, has an unknown one or one of the wrong kind; a range is upside down;
            an airport or a citizenship is not known; a chain breaks off.
        UnreadableFile: it cannot be opened.
    """
    top = read_entries(path, BadClaims, _TODO)
    events = tuple(map(_event, top.entries("event")))
    counts = tuple(map(_count, top.entries("count")))
    top.done()
    if not events:
        raise top.refuse("it has no [[event]]")
    _apart(top, "events", (one.id for one in events))
    _apart(top, "counts", (one.id for one in counts))
    return Events(events, counts, sha256_of(path))


def _apart(entry: Entry, what: str, ids: Iterable[str]) -> None:
    known: set[str] = set()
    for one in ids:
        if one in known:
            raise entry.refuse(f"two {what} are called {one!r}", "give each its own id")
        known.add(one)


def _event(entry: Entry) -> Event:
    event = Event(_id(entry), entry.text("title"), tuple(map(_claim, entry.entries("claim"))))
    entry.done()
    if not event.claims:
        raise entry.refuse("it has no [[event.claim]]", "add what at least one source says")
    _apart(entry, "claims", (one.id for one in event.claims))
    return event


def _id(entry: Entry) -> str:
    name = entry.text("id")
    if not _ID.fullmatch(name):
        raise entry.refuse(f"{name!r} is no id", "use letters and digits, with single hyphens between")
    return name


def _claim(entry: Entry) -> EventClaim:
    days = _plausible(entry, "days", entry.days("days"))
    hops = tuple(map(_hop, entry.entries("hop")))
    claim = EventClaim(
        id=_id(entry),
        publisher=entry.text("publisher"),
        reference=entry.text("reference"),
        published=entry.day("published"),
        stance=entry.choice("stance", get_args(Stance), "affirms"),
        days=days,
        day_is=entry.choice("day_is", get_args(DayIs), None if days else "not said"),
        on_days=entry.whole("on_days") or 1,
        people=_people(entry),
        citizenships=tuple(_citizenship(entry, one) for one in entry.names("citizenships")),
        co_passengers=entry.text("co_passengers", ""),
        hops=hops,
        hand_over=_place(entry, "hand_over", entry.text("hand_over", "")),
        confidence=entry.text("confidence", ""),
        note=entry.text("note", ""),
    )
    entry.done()
    _check(entry, claim)
    return claim


def _check(entry: Entry, claim: EventClaim) -> None:
    """What no single key can show to be wrong."""
    for hop, following in zip(claim.hops, claim.hops[1:], strict=False):
        if hop.destination != following.origin:
            raise entry.refuse(
                f"the chain breaks off: one hop ends at {hop.destination.code}, the next begins at {following.origin.code}",
                "let each hop begin where the one before ends, with `between` for stops that are not named",
            )
    if claim.days and claim.on_days > (claim.days[1] - claim.days[0]).days + 1:
        raise entry.refuse(f"{claim.on_days} days of departure do not fit into {claim.days[0]} to {claim.days[1]}")
    if claim.hand_over and claim.hand_over not in claim.stops:
        raise entry.refuse(
            f"the hand-over at {claim.hand_over.code} is no stop of the chain", "add the hop that leads there"
        )
    if any(hop.status == "observed" for hop in claim.onward):
        raise entry.refuse(
            "a hop after the hand-over is called observed",
            "leave its status at claimed: the people change aircraft there, and who is aboard the next one is not seen",
        )


def _people(entry: Entry) -> People | None:
    low, high = entry.whole("people_at_least"), entry.whole("people_at_most")
    said = entry.text("people_said", "")
    if low is not None and high is not None and high < low:
        raise entry.refuse(f"at least {low} people and at most {high}", "put the lower number into people_at_least")
    return People(low, high, said) if said or low is not None or high is not None else None


def _plausible(entry: Entry, key: str, limits: tuple[Moment, Moment] | None) -> tuple[Moment, Moment] | None:
    """The limits, of years in which charters fly; a slip of the year would otherwise pass for an event of its own."""
    if limits and not all(FIRST_YEAR <= one.year <= LAST_YEAR for one in limits):
        raise entry.refuse(
            f"the key {key!r} is {limits[0]} to {limits[1]}", f"give a year from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return limits


def _citizenship(entry: Entry, name: str) -> str:
    known = vocabulary("country").standard
    if name not in known:
        raise entry.refuse(
            f"the citizenship {name!r} is not known", "write it as ICE does (RUSSIA): sources/vocabularies/country.csv"
        )
    return known[name]


def _place(entry: Entry, key: str, code: str) -> Place | None:
    found = place(code) if code else None
    if code and found is None:
        raise entry.refuse(
            f"the airport {code!r} of the key {key!r} is not known",
            "give its ICAO, IATA or FAA code, or where the airport is not said the two letters of the country",
        )
    return found


def _stop(entry: Entry, key: str) -> Place:
    found = _place(entry, key, entry.text(key))
    if found is None:
        raise entry.refuse(f"the key {key!r} is empty")
    return found


def _hop(entry: Entry) -> Hop:
    hop = Hop(
        origin=_stop(entry, "from"),
        destination=_stop(entry, "to"),
        between=entry.text("between", ""),
        carrier=entry.text("carrier", ""),
        aircraft=entry.text("aircraft", ""),
        left=_plausible(entry, "left", entry.times("left")),
        arrived=_plausible(entry, "arrived", entry.times("arrived")),
        status=entry.choice("status", get_args(HopStatus), "claimed"),
        observed_by=entry.text("observed_by", ""),
    )
    entry.done()
    if (hop.status == "observed") != bool(hop.observed_by):
        raise entry.refuse(
            "an observed hop names its observer, and only an observed one does",
            "add observed_by, or leave the status at claimed",
        )
    return hop


def _count(entry: Entry) -> EventCount:
    low, high = entry.whole("at_least"), entry.whole("at_most")
    days = _plausible(entry, "days", entry.days("days"))
    if low is None or days is None:
        raise entry.refuse(f"the key {'at_least' if low is None else 'days'!r} is missing")
    if high is not None and high < low:
        raise entry.refuse(f"at least {low} and at most {high}", "put the lower number into at_least")
    count = EventCount(
        id=_id(entry),
        publisher=entry.text("publisher"),
        reference=entry.text("reference"),
        published=entry.day("published"),
        citizenship=_citizenship(entry, entry.text("citizenship")),
        days=days,
        at_least=low,
        at_most=high,
        said=entry.text("said", ""),
    )
    entry.done()
    return count
