"""The nouns of flights: sighting, visit, leg, mission, and what is concluded of them.

Sightings make visits, visits make legs, legs make missions. Times are UTC and aware; airports are ICAO codes of the day
(`airports.resolve`); aircraft are ICAO 24-bit addresses in lower case, or, where only that is known, registrations in
upper case without blanks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["take-off", "landing", "position", "unknown"]
"""What a sighting saw: `unknown` where a source says "was at" and nothing more."""

LegClass = Literal["removal", "removal by land", "connection", "transfer", "return", "onward", "positioning", "unknown"]
"""What a leg was for (field: Cartwright's classes, with the lateral flight named for what it does).

`removal by land` is a domestic flight to a land port for expulsion; `onward` is flown by a foreign carrier after a
hand-over.
"""

StopRole = Literal["pickup", "drop", "technical stop", "hand-over", "offshore", "return", "unknown"]
Confidence = Literal["strong", "moderate", "weak", "none"]


@dataclass(frozen=True)
class Sighting:
    """One thing that one source saw of one aircraft at one time."""

    at: datetime
    source: str
    aircraft: str
    kind: Kind
    callsign: str = ""
    airport: str = ""
    latitude: float | None = None
    longitude: float | None = None
    line: int = 0


@dataclass(frozen=True)
class People:
    """People counted or estimated at a stop; None is not known, which is not zero."""

    boarded: int | None = None
    alighted: int | None = None
    method: str = ""


@dataclass(frozen=True)
class Visit:
    """An aircraft on the ground at an airport, as one source knows it; `came_from` and `went_to` are what it claims."""

    aircraft: str
    airport: str
    arrived: datetime | None
    left: datetime | None
    source: str
    callsigns: tuple[str, ...] = ()
    came_from: str = ""
    went_to: str = ""
    people: People | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Leg:
    """A flight from one airport to the next. `distance_km` is the great circle; `hours` run from leaving to arriving.

    An end that no source places has the airport "" and then `distance_km` is 0. Times that are named in `computed` were not
    seen: they follow from the distance and serve only to place the leg. A `claimed` leg was written down by an observer who
    was at neither end.
    """

    aircraft: str
    origin: str
    destination: str
    left: datetime
    arrived: datetime
    callsigns: tuple[str, ...]
    sources: tuple[str, ...]
    distance_km: float
    hours: float
    lines: tuple[int, ...] = ()
    computed: tuple[Literal["left", "arrived"], ...] = ()
    claimed: bool = False


@dataclass(frozen=True)
class Evidence:
    """One reason for a conclusion: the rule (with its dates and source) and what of the leg meets it."""

    rule: str
    strength: Confidence
    seen: str
    source: str


@dataclass(frozen=True)
class Classified:
    """A leg with its class, how sure that is, and every reason for and against; never a bare label."""

    leg: Leg
    is_ice: Confidence
    leg_class: LegClass
    confidence: Confidence
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Stop:
    """An airport of a mission with the role it played there."""

    airport: str
    role: StopRole
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Mission:
    """The legs of one aircraft from its first US airport to its last, dated by the US start as ICE Air does."""

    aircraft: str
    started: date
    legs: tuple[Classified, ...]
    stops: tuple[Stop, ...] = field(default=())


@dataclass(frozen=True)
class Fault:
    """Something in the sources that cannot be right, or that a conclusion must not rest on; reported, never repaired.

    `kind` is one of a fixed list (`checks.KINDS`), `lines` are those of the file of the source.
    """

    kind: str
    source: str
    lines: tuple[int, ...]
    what: str
