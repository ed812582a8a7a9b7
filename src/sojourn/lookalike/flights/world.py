"""An invented world of flights: aircraft that fly their chains of airports day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import asin, cos, degrees, radians, sin, sqrt
from pathlib import Path

import numpy as np

from sojourn.lookalike.draws import stream
from sojourn.shipped import rows_of

FIRST = date(2025, 4, 8)
_KM_AN_HOUR = 780
_ON_GROUND = timedelta(minutes=70)
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Airport:
    """An airport that exists."""

    icao: str
    iata: str
    latitude: float
    longitude: float
    country: str


@dataclass(frozen=True)
class Leg:
    """An invented flight of an invented aircraft."""

    aircraft: str
    registration: str
    operator: str
    callsign: str
    origin: Airport
    destination: Airport
    left: datetime
    arrived: datetime
    people: int
    chain: str


@cache
def airports() -> dict[str, Airport]:
    """The airports of the world by their ICAO code."""
    return {
        row["icao"]: Airport(row["icao"], row["iata"], float(row["latitude"]), float(row["longitude"]), row["country"])
        for row in _rows("airports.csv")
    }


@cache
def aircraft() -> tuple[dict[str, str], ...]:
    """Registration, address and operator; the addresses are those that belong to the registrations."""
    return tuple(_rows("aircraft.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    return rows_of(_FOLDER / name)


def legs(seed: int) -> Iterator[Leg]:
    """All flights, day by day without end; each aircraft flies one chain a day."""
    rng = stream(seed, "flights")
    chains = [row["chain"] for row in _rows("chains.csv")]
    day = FIRST
    while True:
        for number, plane in enumerate(aircraft()):
            chain = chains[int(rng.integers(len(chains)))]
            start = datetime(day.year, day.month, day.day, 12) + timedelta(minutes=int(rng.integers(180)))
            yield from _chain(plane, f"TYSON{41 + number}", chain, start, rng)
        day += timedelta(days=1)


def _chain(
    plane: dict[str, str], callsign: str, chain: str, start: datetime, rng: np.random.Generator
) -> Iterator[Leg]:
    stops = [airports()[code] for code in chain.split("-")]
    for origin, destination in pairwise(stops):
        arrived = start + timedelta(seconds=round(3600 * kilometres(origin, destination) / _KM_AN_HOUR) + 1200)
        yield Leg(
            plane["hex"],
            plane["registration"],
            plane["operator"],
            callsign,
            origin,
            destination,
            start,
            arrived,
            int(rng.integers(20, 130)),
            chain,
        )
        start = arrived + _ON_GROUND


def kilometres(one: Airport, other: Airport) -> float:
    """Distance on a sphere."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    chord = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))


def position(leg: Leg, share: float) -> tuple[float, float]:
    """Where the aircraft is after a share of its flight, on a straight line of the map."""
    north = leg.origin.latitude + share * (leg.destination.latitude - leg.origin.latitude)
    east = leg.origin.longitude + share * (leg.destination.longitude - leg.origin.longitude)
    return round(north, 4), round(east, 4)


def bearing(leg: Leg) -> float:
    """Direction from the first airport to the last, in degrees from north, on the map."""
    north = leg.destination.latitude - leg.origin.latitude
    east = leg.destination.longitude - leg.origin.longitude
    angle = degrees(asin(east / sqrt(north**2 + east**2)))
    return round((angle if north >= 0 else 180 - angle) % 360, 1)
