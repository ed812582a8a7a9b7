"""Airports: which place a code means on a day, where it is, and how far apart two of them are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sojourn.errors import UnknownName
from sojourn.shipped import rows_of
from sojourn.words.said import said

EARTH_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""


@dataclass(frozen=True)
class Airport:
    """One place where aircraft land.

    `code` is the ICAO code of today, or the FAA identifier where there is none; `country` has two letters (ISO 3166-1, and
    so PR and GU are US); `zone` is the name of its time zone. `note` says what is to be known of how the code was read.
    """

    code: str
    name: str
    country: str
    latitude: float
    longitude: float
    elevation_m: float
    zone: str
    note: str = ""


@dataclass(frozen=True)
class Alias:
    """A code that is no longer, or never was, in the list of airports, with the one that stands for it.

    `verified` is False where only the absence of the old code was checked, and not which code replaced it or when.
    """

    alias: str
    code: str
    valid_until: date | None
    verified: bool
    place: tuple[float, float] | None
    source: str


@cache
def aliases() -> Mapping[str, Alias]:
    """Our own list of replaced and mistyped codes, by the old code."""
    path = Path(__file__).with_name("airport_aliases.csv")
    return {row["alias"]: _alias(row) for row in rows_of(path)}


def find(code: str, on: date | None = None) -> Airport | None:
    """The airport that an ICAO, IATA or FAA code means on a day; None where no list has it.

    Our own aliases come first, then ICAO, IATA and FAA codes. A three-letter code that IATA and the FAA give to two
    places is read as IATA's, and `note` names the other.
    """
    text = code.strip().upper()
    if text in aliases():
        return _by_alias(aliases()[text], on)
    entry = _listed("ICAO").get(text) or _listed("IATA").get(text) or _listed("LID").get(text)
    return _airport(entry, _ambiguous(text, entry)) if entry else None


def named() -> Iterator[tuple[str, Airport]]:
    """The airports that have a code of IATA, each with its name and, where the name lacks it, the town before it."""
    for entry in _listed("IATA").values():
        name, town = str(entry["name"]), str(entry["city"])
        yield (name if town.lower() in name.lower() else f"{town} {name}"), _airport(entry, "")


def resolve(code: str, on: date | None = None) -> Airport:
    """The airport that a code means on a day.

    Raises:
        UnknownName: no list has the code; the message names near ones.
    """
    found = find(code, on)
    if found:
        return found
    near = difflib.get_close_matches(code.strip().upper(), _listed("ICAO"), n=3)
    raise UnknownName(
        said("no airport has the code {code:name}", code=repr(code[:60])),
        todo=said("near codes are {known:name}", known=", ".join(near))
        if near
        else said("give an ICAO, IATA or FAA code"),
    )


def code_of(code: str, on: date | None = None) -> str:
    """Today's code of an airport; a code that no list has is kept as written, in upper case."""
    found = find(code, on)
    return found.code if found else code.strip().upper()


def is_us(code: str) -> bool:
    """Whether a code is of an airport of the United States, Puerto Rico and the territories included."""
    found = find(code)
    return found is not None and found.country in {"US", "PR", "GU", "VI", "AS", "MP"}


def distance_km(origin: str, destination: str) -> float:
    """The shortest way between two airports over the ellipsoid, in kilometres; 0 where one of them is unknown.

    Source: Karney (2013), Algorithms for geodesics, Journal of Geodesy 87, as geographiclib computes it.
    """
    from geographiclib.geodesic import Geodesic  # noqa: PLC0415

    one, other = find(origin), find(destination)
    if one is None or other is None:
        return 0.0
    way = Geodesic.WGS84.Inverse(one.latitude, one.longitude, other.latitude, other.longitude, Geodesic.DISTANCE)
    return float(way["s12"]) / 1000


def haversine_km(
    latitude: NDArray[np.float64], longitude: NDArray[np.float64], to: tuple[NDArray[Any], NDArray[Any]]
) -> NDArray[np.float64]:
    """Distances over a sphere in kilometres, for millions of pairs (degrees in, equal shapes).

    The sphere is at most 0.56 % off the ellipsoid of `distance_km`: some 50 m at the 9 km within which an end of a leg is
    held to be at an airport.
    """
    here, there = np.radians(latitude), np.radians(to[0])
    half = np.sin((there - here) / 2) ** 2
    half += np.cos(here) * np.cos(there) * np.sin(np.radians(to[1] - longitude) / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distance


class Nearest:
    """The airports with an ICAO code, to be asked for the nearest of many points at once."""

    def __init__(self) -> None:
        from scipy.spatial import cKDTree  # noqa: PLC0415

        entries = list(_listed("ICAO").values())
        self.codes = np.array([entry["icao"] for entry in entries])
        self.elevations_m = np.array([float(entry["elevation"]) * 0.3048 for entry in entries])
        self._tree = cKDTree(_on_sphere(np.array([[entry["lat"], entry["lon"]] for entry in entries], dtype=float)))

    def of(self, latitude: NDArray[Any], longitude: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The place of the nearest airport in `codes` and its distance in kilometres, for each point."""
        chord, place = self._tree.query(_on_sphere(np.column_stack([latitude, longitude]).astype(float)))
        return place, 2 * EARTH_KM * np.arcsin(np.minimum(chord / 2, 1.0))


@cache
def nearest() -> Nearest:
    """The one search tree of all airports, made when it is first needed."""
    return Nearest()


def _on_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    latitude, longitude = np.radians(degrees).T
    level = np.cos(latitude)
    return np.column_stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)])


@cache
def _listed(kind: str) -> Mapping[str, Mapping[str, Any]]:
    import airportsdata  # noqa: PLC0415

    return {code: dict(entry) for code, entry in airportsdata.load(kind).items()}  # type: ignore[arg-type]


def _alias(row: Mapping[str, str]) -> Alias:
    place = (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None
    until = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
    return Alias(row["alias"], row["code"], until, row["verified"] == "yes", place, row["source"])


def _by_alias(alias: Alias, on: date | None) -> Airport | None:
    entry = _listed("ICAO").get(alias.code)
    if entry is None:
        return None
    note = f"{alias.alias} read as {alias.code}{'' if alias.verified else ' (only partly verified)'}: {alias.source}"
    outdated = bool(on and alias.valid_until and on > alias.valid_until)
    if outdated:
        note += f"; {alias.alias} was out of use on {on}"
    return _airport(entry, note, None if outdated else alias.place)


def _airport(entry: Mapping[str, Any], note: str, place: tuple[float, float] | None = None) -> Airport:
    latitude, longitude = place or (float(entry["lat"]), float(entry["lon"]))
    elevation = float(entry["elevation"]) * 0.3048
    name, zone, country = str(entry["name"]), str(entry["tz"]), str(entry["country"])
    return Airport(str(entry["icao"] or entry["lid"]), name, country, latitude, longitude, elevation, zone, note)


def _ambiguous(text: str, entry: Mapping[str, Any]) -> str:
    other = _listed("LID").get(text)
    if other is None or other["name"] == entry["name"]:
        return ""
    return f"{text} is also the FAA's identifier of {other['name']} ({other['icao'] or text})"
