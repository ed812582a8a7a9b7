"""The nouns of flights as JSON has them (docs/json.md); the document and the GeoJSON share them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from sojourn.flights.legs import Gap
from sojourn.flights.nouns import Classified, Evidence, Fault, Mission, Sighting
from sojourn.flights.registration import registration_of
from sojourn.words.said import said

DISCLAIMER: Final = said(
    "Not a government record. A class is a conclusion with its reasons. A flight that nobody saw is not here, and an airport or "
    "a day that nobody watched is not one without flights."
)


def leg_as_dict(one: Classified) -> dict[str, Any]:
    """A leg with its class and every reason."""
    leg = one.leg
    return {
        "aircraft": leg.aircraft,
        "registration": registration_of(leg.aircraft) or "",
        "callsigns": list(leg.callsigns),
        "origin": leg.origin,
        "destination": leg.destination,
        "left": clock(leg.left),
        "arrived": clock(leg.arrived),
        "computed": list(leg.computed),
        "claimed": leg.claimed,
        "distance_km": round(leg.distance_km),
        "hours": round(leg.hours, 2),
        "class": one.leg_class,
        "confidence": one.confidence,
        "is_ice": one.is_ice,
        "evidence": reasons(one.evidence),
        "sources": list(leg.sources),
        "lines": list(leg.lines),
    }


def reasons(evidence: Iterable[Evidence]) -> list[dict[str, str]]:
    """Evidence as JSON has it."""
    return [asdict(one) for one in evidence]


def clock(at: datetime) -> str:
    """A time in UTC as JSON has it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def mission_as_dict(one: Mission) -> dict[str, Any]:
    """A mission with its stops; its legs by their ends."""
    return {
        "aircraft": one.aircraft,
        "started": one.started.isoformat(),
        "legs": [
            {"origin": leg.leg.origin, "destination": leg.leg.destination, "left": clock(leg.leg.left)}
            for leg in one.legs
        ],
        "stops": [
            {"airport": stop.airport, "role": stop.role, "evidence": reasons(stop.evidence)} for stop in one.stops
        ],
    }


def fault_as_dict(one: Fault) -> dict[str, Any]:
    """A fault with its lines."""
    return {"kind": one.kind, "source": one.source, "lines": list(one.lines), "what": one.what}


def gap_as_dict(one: Gap) -> dict[str, Any]:
    """A time between two visits that makes no leg."""
    return {
        "aircraft": one.aircraft,
        "origin": one.origin,
        "destination": one.destination,
        "left": clock(one.left),
        "arrived": clock(one.arrived),
        "why": one.why,
    }


def sighting_as_dict(one: Sighting) -> dict[str, Any]:
    """An event that stands alone."""
    return {
        "at": clock(one.at),
        "source": one.source,
        "aircraft": one.aircraft,
        "callsign": one.callsign,
        "airport": one.airport,
        "kind": one.kind,
        "line": one.line,
    }
