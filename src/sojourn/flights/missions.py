"""Missions: the legs of one aircraft from its first airport to its last, dated as ICE dates them, with what each stop was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sojourn.flights.airports import find, is_us
from sojourn.flights.classify import is_flag
from sojourn.flights.nouns import Classified, Evidence, Mission, Stop, StopRole, Visit
from sojourn.flights.rules import use_of

REST_IN_US: Final = timedelta(hours=8)
"""An aircraft that stands in the United States for longer begins a new mission."""

REST_ABROAD: Final = timedelta(hours=48)
"""Abroad a crew may rest within the mission."""

_NO_EVIDENCE: Final = Evidence(
    "a stop is a drop or a pickup only with evidence", "none", "none was found", "docs/flights.md"
)


def missions(legs: Iterable[Classified], visits: Iterable[Visit] = ()) -> tuple[Mission, ...]:
    """The missions that flagged legs make, by aircraft and time.

    A mission goes on as long as each leg begins where the one before it ended, within 8 hours in the United States or 48
    abroad. It is dated by the day on which it first left an airport of the United States, by the clock there; a mission of which
    only the way from abroad was seen is dated by its first leg. Legs without evidence that they are ICE's make no mission.

    Args:
        legs: classified legs, in any order.
        visits: those at which observers counted people, as evidence of pickups and drops.

    Source: UWCHR/ice-air on the mission table of ARTS (a mission has one date, that of the start in the United States).
    """
    flagged = sorted((one for one in legs if is_flag(one.is_ice)), key=lambda one: (one.leg.aircraft, one.leg.left))
    counted = _counted(visits)
    chains: list[list[Classified]] = []
    for one in flagged:
        if chains and _goes_on(chains[-1][-1], one):
            chains[-1].append(one)
        else:
            chains.append([one])
    return tuple(
        Mission(chain[0].leg.aircraft, started(chain), tuple(chain), _stops(chain, counted)) for chain in chains
    )


def _goes_on(before: Classified, after: Classified) -> bool:
    one, other = before.leg, after.leg
    if one.aircraft != other.aircraft or not one.destination or one.destination != other.origin:
        return False
    return other.left - one.arrived <= (REST_IN_US if is_us(one.destination) else REST_ABROAD)


def started(chain: Sequence[Classified]) -> date:
    """The day of the first departure from the United States, by the clock of that airport."""
    first = next((one.leg for one in chain if is_us(one.leg.origin)), chain[0].leg)
    airport = find(first.origin)
    return first.left.astimezone(ZoneInfo(airport.zone) if airport else UTC).date()


def _counted(visits: Iterable[Visit]) -> Mapping[tuple[str, str, date], Visit]:
    """Visits with people counted, by aircraft, airport and day (UTC) of leaving."""
    known = [visit for visit in visits if visit.people and (visit.left or visit.arrived)]
    return {(visit.aircraft, visit.airport, (visit.left or visit.arrived).date()): visit for visit in known}  # type: ignore[union-attr]


def _stops(chain: Sequence[Classified], counted: Mapping[tuple[str, str, date], Visit]) -> tuple[Stop, ...]:
    first = chain[0].leg
    stops = [_stop(first.origin, None, chain[0], counted.get((first.aircraft, first.origin, first.left.date())))]
    for place, one in enumerate(chain):
        then = chain[place + 1] if place + 1 < len(chain) else None
        day = (then.leg.left if then else one.leg.arrived).date()
        stops.append(_stop(one.leg.destination, one, then, counted.get((first.aircraft, one.leg.destination, day))))
    return tuple(stops)


def _stop(airport: str, came: Classified | None, went: Classified | None, visit: Visit | None) -> Stop:
    """An airport of a mission with its role; what was counted there goes before what follows from the legs."""
    roles = _by_people(visit) or _by_use(airport, came, went) or _by_legs(came)
    if not roles:
        return Stop(airport, "unknown", (_NO_EVIDENCE,))
    return Stop(airport, roles[0], (roles[1],))


def _by_people(visit: Visit | None) -> tuple[StopRole, Evidence] | None:
    if visit is None or visit.people is None:
        return None
    on, off = visit.people.boarded or 0, visit.people.alighted or 0
    if not on and not off:
        return None
    seen = f"{on} boarded, {off} got off" + (f" ({visit.people.method})" if visit.people.method else "")
    evidence = Evidence("people seen or estimated at the stop", "strong", seen, visit.source)
    return ("pickup" if on >= off else "drop"), evidence


def _by_use(airport: str, came: Classified | None, went: Classified | None) -> tuple[StopRole, Evidence] | None:
    on = (came or went).leg.left.date()  # type: ignore[union-attr]
    offshore, hand_over = use_of(airport, "offshore", on), use_of(airport, "hand-over", on)
    if offshore:
        return "offshore", offshore.evidence(airport, "moderate")
    if hand_over:
        return "hand-over", hand_over.evidence(airport, "weak")
    technical = use_of(airport, "technical stop", on)
    if technical and came and went:
        return "technical stop", technical.evidence(airport, "weak")
    return None


def _by_legs(came: Classified | None) -> tuple[StopRole, Evidence] | None:
    """A drop where a removal ended, by the evidence of that leg; a return where the aircraft came back."""
    if came is None:
        return None
    why = came.evidence[-1]
    if came.leg_class == "removal":
        return "drop", Evidence(
            "end of a removal leg", "weak" if why.strength == "moderate" else "moderate", why.seen, why.source
        )
    if came.leg_class == "return":
        return "return", Evidence("end of a leg from abroad", why.strength, why.seen, why.source)
    return None
