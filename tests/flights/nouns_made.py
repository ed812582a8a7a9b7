"""Invented sightings, visits and legs, in few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sojourn.flights.legs import leg
from sojourn.flights.nouns import Kind, Leg, Sighting, Visit

START = datetime(2025, 4, 9, 12, tzinfo=UTC)
ONE, OTHER = "a2bd72", "a2c4e0"
"""Two aircraft of the list of known ones."""
STRANGER = "a00001"


def at(hours: float) -> datetime:
    """A time some hours after the start of all invented flights, 9 April 2025, 12:00 UTC."""
    return START + timedelta(hours=hours)


def event(
    hours: float, airport: str, line: int = 1, aircraft: str = ONE, kind: Kind = "unknown", callsign: str = ""
) -> Sighting:
    """An event at an airport."""
    return Sighting(at(hours), "events", aircraft, kind, callsign, airport, line=line)


def position(seconds: float, latitude: float, longitude: float, line: int = 1, source: str = "box") -> Sighting:
    """A position of one aircraft."""
    moment = START + timedelta(seconds=seconds)
    return Sighting(moment, source, ONE, "position", "", "", latitude, longitude, line)


def flown(
    way: str,
    left: float,
    arrived: float,
    source: str = "events",
    callsign: str = "TYSON45",
    aircraft: str = ONE,
    line: int = 1,
) -> Leg:
    """A leg (`KAEX-MGGT`) that leaves and arrives some hours after the start."""
    origin, destination = way.split("-")
    signs = (callsign,) if callsign else ()
    return leg(aircraft, (origin, destination), (at(left), at(arrived)), signs, source, (line,))


def visited(airport: str, arrived: float | None, left: float | None, **more: object) -> Visit:
    """A visit of one aircraft, seen by an observer."""
    times = (None if arrived is None else at(arrived), None if left is None else at(left))
    return Visit(ONE, airport, *times, "observer", lines=(1,), **more)  # type: ignore[arg-type]
