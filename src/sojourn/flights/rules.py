"""The rules by which flights are read: call signs, carriers, aircraft, airports and countries, each with days and a source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sojourn.flights.nouns import Confidence, Evidence

Use = Literal["staging", "land port", "offshore", "hand-over", "technical stop"]


@dataclass(frozen=True)
class Rule:
    """One dated rule. `values` are call-sign patterns, prefixes, addresses, airport codes or country codes, by `kind`."""

    kind: str
    id: str
    values: tuple[str, ...]
    first: date | None
    last: date | None
    strength: Confidence
    source: str

    def holds(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    def evidence(self, seen: str, strength: Confidence | None = None) -> Evidence:
        """This rule as a reason, with what meets it; the days of the rule stand with its name."""
        days = f"{self.first or ''}..{self.last or ''}".strip(".")
        return Evidence(f"{self.id} ({days or 'no limit'})", strength or self.strength, seen, self.source)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of `rules.toml`, in its order."""
    entries = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(kind, entry) for kind, listed in entries.items() for entry in listed)


def on_the_day(kind: str, on: date) -> tuple[Rule, ...]:
    """The rules of one kind that hold on a day: callsign, carrier, tails, destinations, or a use of airports."""
    return tuple(rule for rule in rules() if rule.kind == kind and rule.holds(on))


def spelling(callsign: str) -> str:
    """A call sign in upper case without blanks or hyphens; what is written is not otherwise touched."""
    return re.sub(r"[\s-]", "", callsign).upper()


def ice_callsign(callsign: str, on: date) -> Evidence | None:
    """The reason that a call sign is one of ICE's on a day, in whichever spelling."""
    text = spelling(callsign)
    for rule in on_the_day("callsign", on):
        if re.fullmatch(rule.values[0], text):
            return rule.evidence(callsign)
    return None


def carrier(callsign: str, on: date) -> Evidence | None:
    """The weak reason that a call sign is of a carrier which flies for ICE among others.

    The prefix must be followed by digits, so that neither a registration nor a word is taken for a carrier.
    """
    text = spelling(callsign)
    for rule in on_the_day("carrier", on):
        if re.fullmatch(rf"(?:{'|'.join(rule.values)})[0-9]+[A-Z]?", text):
            return rule.evidence(callsign)
    return None


def known_aircraft(aircraft: str, on: date) -> Rule | None:
    """The rule that lists an aircraft on a day."""
    return next((rule for rule in on_the_day("tails", on) if aircraft in rule.values), None)


def use_of(airport: str, use: Use, on: date) -> Rule | None:
    """The rule that gives an airport a use on a day."""
    return next((rule for rule in on_the_day(use, on) if airport in rule.values), None)


def staging(airports: Iterable[str], on: date) -> tuple[str, ...]:
    """Those of some airports where people are gathered for flights, on a day, in their order."""
    return tuple(dict.fromkeys(airport for airport in airports if use_of(airport, "staging", on)))


_VALUES: Mapping[str, str] = {
    "callsign": "pattern",
    "carrier": "prefixes",
    "tails": "addresses",
    "airports": "codes",
    "destinations": "countries",
}
_STRENGTH: Mapping[str, Confidence] = {"tails": "moderate"}


def _rule(kind: str, entry: Mapping[str, Any]) -> Rule:
    values = entry[_VALUES[kind]]
    use = entry.get("use", "")
    return Rule(
        kind=use or kind,
        id=entry.get("id") or f"airport used as {use}",
        values=(values,) if isinstance(values, str) else tuple(values),
        first=date.fromisoformat(entry["from"]) if entry["from"] else None,
        last=date.fromisoformat(entry["to"]) if entry["to"] else None,
        strength=entry.get("strength") or _STRENGTH.get(kind, "weak"),
        source=entry["source"],
    )
