"""Hand-overs: the last airport under a US carrier need not be in the country of citizenship; others fly the rest.

What flew on is stored as claimed. Nobody who watches aircraft sees who changes from one to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sojourn.flights.airports import is_us
from sojourn.flights.countries import country_of
from sojourn.flights.event_claims import EventClaim, Hop
from sojourn.flights.nouns import Evidence, Mission
from sojourn.flights.places import Place, place
from sojourn.groups.linking import stops_of
from sojourn.groups.nouns import Group


@dataclass(frozen=True)
class HandOver:
    """The last airport under the US carrier, the citizenships whose country the chain does not reach, and what followed.

    `onward` are the hops that somebody claims; all are claimed, none observed. `cannot_tell` says what else it may have
    been.
    """

    airport: str
    country: str
    citizenships: tuple[str, ...]
    onward: tuple[Hop, ...]
    evidence: tuple[Evidence, ...]
    cannot_tell: str


def hand_over(who: Group | EventClaim, mission: Mission | None = None) -> HandOver | None:
    """The hand-over that a group on a flight, or an event claim, speaks of; None where every country was reached.

    For a group the flight is needed; for a claim its own chain is used, up to the hand-over that it states.
    """
    if isinstance(who, EventClaim):
        return _of_claim(who)
    return _of_mission(who, mission) if mission else None


def _of_claim(claim: EventClaim) -> HandOver | None:
    if claim.hand_over is None:
        return None
    under_us = claim.stops[: claim.stops.index(claim.hand_over) + 1]
    away = _not_reached(claim.citizenships, under_us)
    if not away:
        return None
    told = f"{claim.publisher} says that people changed aircraft at {claim.hand_over.code}"
    evidence = [Evidence("hand-over claimed", "weak", told, claim.reference)]
    evidence += list(_of_hops(claim))
    return HandOver(
        claim.hand_over.code,
        claim.hand_over.country,
        away,
        claim.onward,
        tuple(evidence),
        f"Nobody observed who went on from {claim.hand_over.code}; the onward hop is what {claim.publisher} says.",
    )


def _of_hops(claim: EventClaim) -> Iterator[Evidence]:
    for hop in claim.onward:
        told = f"{hop.origin.code}-{hop.destination.code}" + (f", {hop.carrier}" if hop.carrier else "")
        yield Evidence("onward hop claimed", "weak", told, claim.reference)


def _of_mission(group: Group, mission: Mission) -> HandOver | None:
    stops = [found for stop in stops_of(mission) if (found := place(stop))]
    abroad = [stop for stop in stops if not is_us(stop.code)]
    away = _not_reached(tuple(member.citizenship for member in group.members), abroad)
    if not abroad or not away:
        return None
    last = abroad[-1]
    chain = "-".join(stop.code for stop in stops)
    seen = f"last airport abroad is {last.code} in {last.country}; chain {chain}"
    return HandOver(
        last.code,
        last.country,
        away,
        (),
        (Evidence("last airport is not in the country of citizenship", "moderate", seen, "airports of the mission"),),
        _cannot_tell(group, away, abroad),
    )


def _not_reached(citizenships: tuple[str, ...], stops: list[Place] | tuple[Place, ...]) -> tuple[str, ...]:
    """The citizenships whose country no stop lies in; those without a country of today are left out."""
    reached = {stop.country for stop in stops}
    return tuple(one for one in citizenships if country_of(one) and country_of(one) not in reached)


def _cannot_tell(group: Group, away: tuple[str, ...], abroad: list[Place]) -> str:
    where = ", ".join(stop.code for stop in abroad)
    if len(away) < len(group.members):
        return (
            f"The flight reaches the country of some members, so {where} may be stops of a charter for several nationalities: "
            f"whether {', '.join(away)} were handed over there, removed to that country, or not aboard cannot be told."
        )
    return (
        f"Whether {', '.join(away)} were handed over at {where}, removed to that country, or not aboard cannot be told from "
        "rows and legs."
    )
