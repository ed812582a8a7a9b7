"""Observers' logs: entries into visits and legs, and what a log adds up to."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sojourn.flights.airports import code_of
from sojourn.flights.checks import routes
from sojourn.flights.coverage import LogDay
from sojourn.flights.legs import claimed_legs, legs_around, noon_at, route_of
from sojourn.flights.nouns import Fault, Leg, People, Visit
from sojourn.flights.registration import aircraft, normal


@dataclass(frozen=True)
class LogEntry:
    """One line of an observer's log, as the table `flight_visits` has it; None and "" are what the line does not say."""

    source: str
    line: int
    airport: str
    day: date | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    came_from: str = ""
    went_to: str = ""
    route: str = ""
    callsign: str = ""
    registration: str = ""
    address: str = ""
    boarded: int | None = None
    boarded_observed: int | None = None
    alighted: int | None = None
    convoy_estimate: int | None = None
    count_method: str = ""
    no_flight: str = ""

    @property
    def names_aircraft(self) -> bool:
        """Whether the line says which aircraft it was; a question mark or a remark does not."""
        return bool(self.address or re.fullmatch(r"[A-Z0-9-]{2,8}", normal(self.registration)))


@dataclass(frozen=True)
class Log:
    """What a log gives: visits, the legs that they tell of, the days on which somebody looked, and faults."""

    visits: tuple[Visit, ...]
    legs: tuple[Leg, ...]
    days: tuple[LogDay, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Difference:
    """Counts minus estimates of the same people: on how many flights, mean and standard deviation (of the sample)."""

    flights: int
    mean: float
    deviation: float


@dataclass(frozen=True)
class Totals:
    """What a log adds up to.

    `entries` are its lines, `in_vain` those that say that no flight came, `undated` those without a day that can be read.
    `boarded` and `alighted` add up the figures that the log settles on; `counted` entries have one for boarding. `weekdays`
    count the dated lines from Monday on; `count_minus_convoy` compares people counted with those estimated by vehicles.
    """

    entries: int
    in_vain: int
    undated: int
    boarded: int
    counted: int
    alighted: int
    weekdays: tuple[int, int, int, int, int, int, int]
    count_minus_convoy: Difference | None

    @property
    def flights(self) -> int:
        """Lines that tell of a flight."""
        return self.entries - self.in_vain


_NONE_CAME = re.compile(r"\bno flight\b|\bcancell?ed\b", re.IGNORECASE)


def said_of_no_flight(texts: Iterable[str]) -> str:
    """The first of the texts of a line that says that no flight came; "" where none does.

    Observers write it wherever there is room: in place of the call sign, of the registration or of the running number.
    """
    return next((text for text in texts if _NONE_CAME.search(text)), "")


def totals(log: Iterable[LogEntry]) -> Totals:
    """What the entries of a log add up to."""
    entries = list(log)
    days = Counter(entry.day.weekday() for entry in entries if entry.day)
    boarded = [entry.boarded for entry in entries if entry.boarded is not None]
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (days[day] for day in range(7))
    return Totals(
        entries=len(entries),
        in_vain=sum(bool(entry.no_flight) for entry in entries),
        undated=sum(entry.day is None for entry in entries),
        boarded=sum(boarded),
        counted=len(boarded),
        alighted=sum(entry.alighted or 0 for entry in entries),
        weekdays=(monday, tuesday, wednesday, thursday, friday, saturday, sunday),
        count_minus_convoy=_difference(entries),
    )


def _difference(entries: Iterable[LogEntry]) -> Difference | None:
    differences = [
        entry.boarded_observed - entry.convoy_estimate
        for entry in entries
        if entry.boarded_observed is not None and entry.convoy_estimate is not None
    ]
    if len(differences) < 2:
        return None
    return Difference(len(differences), statistics.mean(differences), statistics.stdev(differences))


def read_log(log: Iterable[LogEntry]) -> Log:
    """The visits and legs of a log, and what in it cannot stand.

    An entry without an aircraft gives a visit under an aircraft of its own ("?" with source and line), so that it is neither
    lost nor joined with another. An entry without a day and times gives a visit, no leg, and a fault.
    """
    visits: list[Visit] = []
    legs: list[Leg] = []
    faults: list[Fault] = []
    days: list[LogDay] = []
    for entry in log:
        if entry.day:
            days.append(LogDay(entry.source, code_of(entry.airport, entry.day), entry.day, not entry.no_flight))
        if entry.no_flight:
            continue
        visit = visit_of(entry)
        visits.append(visit)
        day = datetime(entry.day.year, entry.day.month, entry.day.day, tzinfo=UTC) if entry.day else None
        if day is None and not (visit.arrived or visit.left):
            what = f"a visit of {visit.aircraft} to {visit.airport} has no day that can be read"
            faults.append(Fault("undated", entry.source, (entry.line,), what))
        route = route_of(entry.route)
        faults += routes(visit, route)
        legs += legs_around(visit, noon_at(day, visit.airport) if day else None)
        legs += claimed_legs(visit, route)
    return Log(tuple(visits), tuple(legs), tuple(days), tuple(faults))


def visit_of(entry: LogEntry) -> Visit:
    """The visit that an entry tells of."""
    named = aircraft(entry.address, entry.registration) if entry.names_aircraft else f"? {entry.source} {entry.line}"
    people = None
    if entry.boarded is not None or entry.alighted is not None:
        people = People(entry.boarded, entry.alighted, entry.count_method)
    came, went = (code_of(code, entry.day) if code.strip(" ?") else "" for code in (entry.came_from, entry.went_to))
    return Visit(
        aircraft=named,
        airport=code_of(entry.airport, entry.day),
        arrived=entry.arrived,
        left=entry.left,
        source=entry.source,
        callsigns=(entry.callsign,) if entry.callsign else (),
        came_from=came,
        went_to=went,
        people=people,
        lines=(entry.line,),
    )
