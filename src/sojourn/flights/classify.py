"""Whether a flight was ICE's, what it was for, and how sure both are: always with the reasons, never a bare label."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from sojourn.flights.airports import find, is_us, resolve
from sojourn.flights.legs import CRUISE_KMH
from sojourn.flights.nouns import Classified, Confidence, Evidence, Leg, LegClass
from sojourn.flights.rules import carrier, ice_callsign, known_aircraft, on_the_day, staging, use_of

ORDER: Final[tuple[Confidence, ...]] = ("none", "weak", "moderate", "strong")
"""From the least sure to the surest."""

UNSEEN_STOP_HOURS: Final = (4.0, 11.0)
"""A domestic leg that takes so long may hide a flight abroad and back; none in the contiguous states takes four hours by jet."""

_ENDS: Final = "airports of the leg"
_ONWARD: Final = timedelta(hours=14)
"""A domestic leg leads into a removal if the same aircraft leaves for abroad within a duty day."""


def is_flag(confidence: Confidence) -> bool:
    """Whether a flight counts as ICE's: with moderate or strong evidence. A carrier alone is weak and flags nothing."""
    return ORDER.index(confidence) >= ORDER.index("moderate")


def surest(evidence: Iterable[Evidence]) -> Confidence:
    """The strength of the strongest reason; weak ones do not add up to more."""
    return max((one.strength for one in evidence), key=ORDER.index, default="none")


def ice_evidence(
    aircraft: str, callsigns: Iterable[str], airports: Iterable[str], on: date, known: bool = False
) -> tuple[Evidence, ...]:
    """Every reason to hold that an aircraft flew for ICE on a day.

    Args:
        aircraft: its address, or its registration where no address is known.
        callsigns: the call signs that it was seen under that day.
        airports: the airports of its chain that day; a known aircraft at one for staging is strong evidence.
        on: the day.
        known: whether an observer at the fence recorded it as a flight of ICE's.

    Source: field practice of wiseman/ice-air (call signs) and of Witness at the Border (known aircraft with a staging airport).
    """
    signs = tuple(dict.fromkeys(callsigns))
    reasons = [found for sign in signs for found in (ice_callsign(sign, on), carrier(sign, on)) if found]
    listed = known_aircraft(aircraft, on)
    if listed:
        gathered = staging(airports, on)
        reasons.append(listed.evidence(aircraft))
        if gathered:
            seen = f"{aircraft} at {', '.join(gathered)}"
            reasons.append(
                Evidence("known aircraft with a staging airport in its chain", "strong", seen, listed.source)
            )
    if known:
        reasons.append(Evidence("observer at the airport", "strong", "logged as a flight of ICE's", "observers' log"))
    return tuple(reasons)


def classify(legs: Sequence[Leg], observers: Collection[str] = ()) -> tuple[Classified, ...]:
    """Each leg with whether it was ICE's and what it was for.

    Args:
        legs: of any number of aircraft, in any order.
        observers: the sources whose every entry an observer at an airport recorded as a flight of ICE's.

    Returns:
        The legs by aircraft and time. A leg that is not flagged has the class unknown, whatever its airports.
    """
    ordered = sorted(legs, key=lambda leg: (leg.aircraft, leg.left, leg.arrived, leg.origin))
    after = {id(leg): then for leg, then in pairwise(ordered) if leg.aircraft == then.aircraft}
    chains = _chains(ordered)
    return tuple(
        _classified(leg, after.get(id(leg)), chains[leg.aircraft, leg.left.date()], observers) for leg in ordered
    )


def _chains(legs: Iterable[Leg]) -> dict[tuple[str, date], tuple[str, ...]]:
    """The airports of each aircraft on each day (UTC)."""
    chains: dict[tuple[str, date], tuple[str, ...]] = {}
    for leg in legs:
        key = leg.aircraft, leg.left.date()
        chains[key] = (*chains.get(key, ()), leg.origin, leg.destination)
    return chains


def _classified(leg: Leg, then: Leg | None, chain: Sequence[str], observers: Collection[str]) -> Classified:
    on = leg.left.date()
    logged = any(source in observers for source in leg.sources)
    reasons = ice_evidence(leg.aircraft, leg.callsigns, chain, on, known=logged and not leg.claimed)
    if logged and leg.claimed:
        seen = f"{leg.origin or '?'}-{leg.destination or '?'} in the route of the day"
        reasons += (Evidence("route as an observer at another airport gives it", "moderate", seen, "observers' log"),)
    is_ice = surest(reasons)
    if not is_flag(is_ice):
        why = Evidence(
            "no class without evidence that the flight is ICE's", "none", f"evidence is {is_ice}", "docs/flights.md"
        )
        return Classified(leg, is_ice, "unknown", "none", (*reasons, why))
    leg_class, why = _class_of(leg, then)
    return Classified(leg, is_ice, leg_class, _weaker(is_ice, why.strength), (*reasons, why))


def _weaker(one: Confidence, other: Confidence) -> Confidence:
    return min(one, other, key=ORDER.index)


def _class_of(leg: Leg, then: Leg | None) -> tuple[LegClass, Evidence]:
    """What an ICE leg was for, by its two ends and by what the aircraft did next, and the reason."""
    way = f"{leg.origin or '?'}-{leg.destination or '?'}"
    offshore = use_of(leg.destination, "offshore", leg.left.date())
    if find(leg.origin) is None or find(leg.destination) is None:
        return "unknown", Evidence("an end of the leg is unknown", "none", way, "docs/flights.md")
    if offshore:
        return "transfer", offshore.evidence(way, "moderate")
    if not is_us(leg.destination):
        return _abroad(leg, way)
    if not is_us(leg.origin):
        return "return", Evidence("from abroad to the United States", "strong", way, _ENDS)
    return _domestic(leg, then, way)


def _abroad(leg: Leg, way: str) -> tuple[LegClass, Evidence]:
    on, country = leg.left.date(), resolve(leg.destination).country
    if not is_us(leg.origin) and not _of_us(leg.aircraft):
        return "onward", Evidence("between two other countries by a foreign aircraft", "moderate", way, _ENDS)
    usual = next((rule for rule in on_the_day("destinations", on) if country in rule.values), None)
    if usual:
        return "removal", usual.evidence(f"{way} ({country})", "strong")
    if use_of(leg.destination, "technical stop", on):
        return "unknown", Evidence("a stop to refuel ends no removal", "none", way, "docs/flights.md")
    return "removal", Evidence("to another country", "moderate", f"{way} ({country})", _ENDS)


def _domestic(leg: Leg, then: Leg | None, way: str) -> tuple[LegClass, Evidence]:
    if may_hide_a_stop(leg):
        seen = f"{way} took {leg.hours:.1f} h for {leg.distance_km:.0f} km"
        return "unknown", Evidence("long enough for an unseen stop abroad", "none", seen, "docs/flights.md")
    port = use_of(leg.destination, "land port", leg.left.date())
    if port:
        return "removal by land", port.evidence(way, "weak")
    if then and _leads_abroad(leg, then):
        seen = f"{way}, then {then.origin}-{then.destination}"
        return "connection", Evidence("the aircraft went on abroad within 14 hours", "moderate", seen, "next leg")
    return "transfer", Evidence("between two airports of the United States", "moderate", way, _ENDS)


def _leads_abroad(leg: Leg, then: Leg) -> bool:
    abroad = find(then.destination) is not None and not is_us(then.destination)
    return abroad and leg.destination == then.origin and then.left - leg.arrived < _ONWARD


def may_hide_a_stop(leg: Leg) -> bool:
    """Whether a domestic leg took 4 to 11 hours and 2 more than its distance explains, so that a stop may have gone unseen."""
    least, most = UNSEEN_STOP_HOURS
    long = least <= leg.hours <= most and leg.hours > leg.distance_km / CRUISE_KMH + 2
    return long and is_us(leg.origin) and is_us(leg.destination)


def _of_us(aircraft: str) -> bool:
    """Whether an aircraft is on the register of the United States: its address begins with a, or its registration with N."""
    return aircraft.startswith(("a", "N"))
