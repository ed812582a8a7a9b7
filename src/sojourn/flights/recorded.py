"""The flights of a record: its tables read into the nouns, with everything that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

import numpy as np

from sojourn.flights import checks
from sojourn.flights.airports import code_of
from sojourn.flights.classify import classify, ice_evidence, is_flag, surest
from sojourn.flights.coverage import Coverage, coverage
from sojourn.flights.legs import Gap, legs_of_visits, reported_leg, visits_of_events
from sojourn.flights.merge import contradictions, merge
from sojourn.flights.missions import missions
from sojourn.flights.nouns import Classified, Evidence, Fault, Leg, Mission, Sighting, Visit
from sojourn.flights.observers import Log, LogEntry, read_log, said_of_no_flight
from sojourn.flights.registration import aircraft, disagreements
from sojourn.flights.tracks import Points, legs_of_points
from sojourn.record.opened import Record, Release

TABLES: Final = ("flight_sightings", "flight_visits", "flight_reports")
_LONGEST: Final = timedelta(days=2)
"""How far beyond the days asked for rows are read, so that legs and missions at the edges are whole."""


@dataclass(frozen=True)
class Flights:
    """What a record says of flights in a period.

    `legs` are merged over sources and classified, ICE's and others; `gaps` and `unpaired` are what made none. `sighted` are
    the sightings at airports that are flagged as ICE's. `releases` are those that were read: of each source the last.
    """

    legs: tuple[Classified, ...]
    missions: tuple[Mission, ...]
    visits: tuple[Visit, ...]
    faults: tuple[Fault, ...]
    unpaired: tuple[Sighting, ...]
    gaps: tuple[Gap, ...]
    sighted: tuple[Sighting, ...]
    coverage: Coverage
    releases: tuple[str, ...]

    @property
    def flagged(self) -> tuple[Classified, ...]:
        """The legs with moderate or strong evidence that they are ICE's."""
        return tuple(one for one in self.legs if is_flag(one.is_ice))


@dataclass(frozen=True)
class _Read:
    """What the sources give before they are held against each other."""

    legs: tuple[Leg, ...]
    sightings: tuple[Sighting, ...]
    visits: tuple[Visit, ...]
    unpaired: tuple[Sighting, ...]
    gaps: tuple[Gap, ...]
    log: Log
    faults: tuple[Fault, ...]


def flights_of(record: Record, first: date | None = None, last: date | None = None) -> Flights:
    """The flights of a record: legs that left from `first` to `last` (UTC, both included; without them, all).

    Of each source the release that reaches furthest is read. Rows are merged only into legs, which name their sources.

    Raises:
        LimitReached: the rows are too many for the engine's time or memory.
    """
    key = ("flights", first, last)
    return record.remember(key, lambda: _flights(record, first, last))


def releases_read(record: Record) -> tuple[Release, ...]:
    """Of each source with flights the release that reaches furthest; of equals, the last in alphabetical order."""
    found = {release.id: release for table in TABLES for release in record.releases(table=table)}
    best: dict[str, Release] = {}
    for release in sorted(found.values(), key=lambda one: (one.last, one.id)):
        best[release.source] = release
    return tuple(best[source] for source in sorted(best))


def _flights(record: Record, first: date | None, last: date | None) -> Flights:
    releases = tuple(release.id for release in releases_read(record))
    bounds = {
        "first": (first or date(1900, 1, 1)) - _LONGEST,
        "last": (last or date(2999, 1, 1)) + _LONGEST,
        "releases": list(releases),
    }
    read = _read(record, bounds)
    merged = merge(read.legs)
    classified = classify(merged, {visit.source for visit in read.log.visits})
    kept = tuple(one for one in classified if _within(one.leg.left.date(), first, last))
    flagged = [one.leg for one in classified if is_flag(one.is_ice)]
    sighted = [one for one in read.sightings if is_flag(surest(_evidence(one)))]
    found = tuple(mission for mission in missions(classified, read.visits) if _within(mission.started, first, last))
    faults = (*read.faults, *contradictions(merged), *checks.leg_times(merged), *checks.local_clocks(read.legs))
    return Flights(
        legs=kept,
        missions=found,
        visits=tuple(visit for visit in read.visits if _in_period(visit, first, last)),
        faults=tuple(sorted(set(faults), key=lambda fault: (fault.kind, fault.source, fault.lines, fault.what))),
        unpaired=tuple(one for one in read.unpaired if _within(one.at.date(), first, last)),
        gaps=tuple(gap for gap in read.gaps if _within(gap.left.date(), first, last)),
        sighted=tuple(one for one in sighted if _within(one.at.date(), first, last)),
        coverage=coverage(read.sightings, flagged, sighted, read.log.days),
        releases=releases,
    )


def _evidence(one: Sighting) -> tuple[Evidence, ...]:
    return ice_evidence(one.aircraft, [one.callsign], [one.airport], one.at.date())


def _read(record: Record, bounds: dict[str, Any]) -> _Read:
    rows = _rows(record, _SIGHTINGS, bounds)
    sightings = tuple(_sighting(row) for row in rows)
    not_parked = [one for one, row in zip(sightings, rows, strict=True) if not row["on_ground"]]
    log = read_log(log_entries(record, bounds))
    legs: list[Leg] = [*log.legs, *_reports(record, bounds), *_tracks(record, bounds)]
    visits: list[Visit] = []
    unpaired: list[Sighting] = []
    gaps: list[Gap] = []
    for _, of_source in groupby((one for one in sightings if one.kind != "position"), key=lambda one: one.source):
        visited = visits_of_events(of_source)
        flown = legs_of_visits(visited.visits)
        legs += flown.legs
        visits += visited.visits
        unpaired += visited.unpaired
        gaps += flown.gaps
    found = (*visits, *log.visits)
    faults = (
        *log.faults,
        *_pairs(record, bounds),
        *checks.unknown_airports((), found),
        *checks.mixed_clocks(log.visits),
        *checks.duplicated_polls(not_parked),
        *checks.impossible_speeds(sightings),
    )
    return _Read(tuple(legs), sightings, found, tuple(unpaired), tuple(gaps), log, faults)


_SIGHTINGS = """
    SELECT seen_at, release, line, aircraft_hex, registration, callsign, airport, event, latitude, longitude,
        coalesce(on_ground, false) AS on_ground
    FROM flight_sightings
    WHERE release = $release AND seen_at >= $first AND seen_at < $last AND airport IS NOT NULL
    ORDER BY seen_at, line"""

_POINTS = """
    SELECT CAST('0x' || aircraft_hex AS BIGINT) AS aircraft, epoch_ms(seen_at) AS at, latitude, longitude, altitude_m,
        coalesce(on_ground, false) AS on_ground, coalesce(new_leg, false) AS new_leg, coalesce(stale, false) AS stale
    FROM flight_sightings
    WHERE release = $release AND seen_at >= $first AND seen_at < $last AND airport IS NULL AND event = 'position'
        AND latitude IS NOT NULL AND longitude IS NOT NULL AND aircraft_hex NOT LIKE '~%'"""

_SIGNS = """
    SELECT aircraft_hex, callsign, min(seen_at) AS first, max(seen_at) AS last
    FROM flight_sightings
    WHERE release = $release AND seen_at >= $first AND seen_at < $last AND airport IS NULL AND callsign IS NOT NULL
    GROUP BY aircraft_hex, callsign, CAST(seen_at AS DATE)
    ORDER BY ALL"""

_VISITS = """
    SELECT *
    FROM flight_visits
    WHERE release = $release AND coalesce(visit_date, CAST(arrived_at AS DATE), $first) BETWEEN $first AND $last
    ORDER BY line"""

_REPORTS = """
    SELECT first_seen, last_seen, release, line, aircraft_hex, registration, callsign, origin, destination
    FROM flight_reports
    WHERE release = $release AND first_seen >= $first AND first_seen < $last
    ORDER BY first_seen, line"""

QUERIES: Final = {"flight_sightings": _SIGHTINGS, "flight_visits": _VISITS, "flight_reports": _REPORTS}
"""The statement by which each table is read, once for each release; position points without an airport are read apart."""

_PAIRS = """
    SELECT release, line, aircraft_hex, registration
    FROM {table}
    WHERE release = $release AND aircraft_hex IS NOT NULL AND registration IS NOT NULL
    ORDER BY line"""


def _rows(record: Record, sql: str, bounds: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of each release, one after the other."""
    return [row for release in bounds["releases"] for row in record.query(sql, {**bounds, "release": release})]


def _sighting(row: dict[str, Any]) -> Sighting:
    at = _utc(row["seen_at"])
    return Sighting(
        at=at,
        source=_source(row),
        aircraft=aircraft(row["aircraft_hex"], row["registration"] or ""),
        kind=row["event"],
        callsign=row["callsign"] or "",
        airport=code_of(row["airport"], at.date()),
        latitude=row["latitude"],
        longitude=row["longitude"],
        line=row["line"] or 0,
    )


def _tracks(record: Record, bounds: dict[str, Any]) -> list[Leg]:
    """The legs of position points, for each release by itself, with the call signs that were sent on the way."""
    legs: list[Leg] = []
    for release in bounds["releases"]:
        asked = {**bounds, "release": release}
        columns = record.arrays(_POINTS, asked)
        if len(columns["at"]):
            source = release.split("/")[0]
            found = legs_of_points(_points(columns)).as_legs(source)
            legs += _signed(found, record.query(_SIGNS, asked))
    return legs


def _points(columns: dict[str, Any]) -> Points:
    return Points(
        aircraft=columns["aircraft"].astype(np.uint32),
        at=columns["at"],
        latitude=columns["latitude"].astype(np.float64),
        longitude=columns["longitude"].astype(np.float64),
        altitude_m=np.ma.filled(np.ma.asarray(columns["altitude_m"]).astype(np.float64), np.nan),
        on_ground=columns["on_ground"].astype(bool),
        new_leg=columns["new_leg"].astype(bool),
        stale=columns["stale"].astype(bool),
    )


def _signed(legs: Sequence[Leg], signs: Sequence[dict[str, Any]]) -> list[Leg]:
    """Legs with the call signs of their aircraft that were sent between their ends."""
    sent: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for row in signs:
        sent.setdefault(row["aircraft_hex"], []).append((_utc(row["first"]), _utc(row["last"]), row["callsign"]))
    return [
        replace(
            leg,
            callsigns=tuple(
                sign for first, last, sign in sent.get(leg.aircraft, ()) if first <= leg.arrived and last >= leg.left
            ),
        )
        for leg in legs
    ]


def _reports(record: Record, bounds: dict[str, Any]) -> list[Leg]:
    legs = []
    for row in _rows(record, _REPORTS, bounds):
        named = aircraft(row["aircraft_hex"], row["registration"] or "")
        ends = (("first_seen", "origin"), ("last_seen", "destination"))
        sighted = [
            Sighting(
                _utc(row[at]),
                _source(row),
                named,
                "position",
                row["callsign"] or "",
                row[airport] or "",
                line=row["line"] or 0,
            )
            for at, airport in ends
        ]
        legs.append(reported_leg(sighted))
    return legs


def log_entries(record: Record, bounds: dict[str, Any]) -> list[LogEntry]:
    """The lines of observers' logs of some releases and days."""
    return [
        LogEntry(
            source=_source(row),
            line=row["line"] or 0,
            airport=row["airport"],
            day=row["visit_date"],
            arrived=_utc(row["arrived_at"]) if row["arrived_at"] else None,
            left=_utc(row["left_at"]) if row["left_at"] else None,
            address=row["aircraft_hex"] or "",
            boarded=row["boarded"],
            boarded_observed=row["boarded_observed"],
            alighted=row["alighted"],
            convoy_estimate=row["convoy_estimate"],
            no_flight=row["no_flight"] or said_of_no_flight(row[name] or "" for name in _REMARKS),
            **{name: row[name] or "" for name in _TEXTS},
        )
        for row in _rows(record, _VISITS, bounds)
    ]


_TEXTS: Final = ("came_from", "went_to", "route", "callsign", "registration", "count_method")
_REMARKS: Final = ("callsign", "registration", "operator", "logged_flight_absence")


def _pairs(record: Record, bounds: dict[str, Any]) -> tuple[Fault, ...]:
    """Every row of logs, reports and lists of aircraft whose address and registration disagree."""
    rows = [
        row
        for table in ("flight_visits", "flight_reports")
        for row in _rows(record, _PAIRS.format(table=table), bounds)
    ]
    return disagreements((_source(row), row["line"] or 0, row["aircraft_hex"], row["registration"]) for row in rows)


def _source(row: dict[str, Any]) -> str:
    return str(row["release"]).split("/", maxsplit=1)[0]


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _in_period(visit: Visit, first: date | None, last: date | None) -> bool:
    at = visit.arrived or visit.left
    return at is None or _within(at.date(), first, last)
