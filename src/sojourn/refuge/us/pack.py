"""The rules of the United States as dated data: items, rules, court orders over them, and the circuits.

Source: rules.toml and circuits.toml beside this file; each rule names its citation and who says it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from sojourn.errors import BadDeclaration
from sojourn.refuge.days import years_after
from sojourn.refuge.facts import US, facts
from sojourn.refuge.truth import Answer

FOLDER = Path(__file__).parent
Mark = Literal["excerpt", "third_party", "remembered", "inferred"]
"""How a rule is known; none of the marks means that it was checked in an official text."""
Whose = Literal["person", "government"]
Filed = Literal["", "received", "received_or_mailed"]
"""What has to happen by the end of a period; empty where nothing is filed."""
Unit = Literal["days", "hours", "year", "leap_year"]
PERIODS: Final[Mapping[str, tuple[int, Unit]]] = {
    "6 hours": (6, "hours"),
    "24 hours": (24, "hours"),
    "7 days": (7, "days"),
    "10 days": (10, "days"),
    "30 days": (30, "days"),
    "90 days": (90, "days"),
    "180 days": (180, "days"),
    "1 year": (1, "year"),
    "1 year, 29 February to 28 February": (1, "leap_year"),
}
"""The periods that rules may have, as rules.toml writes them."""


MANDATE_WITHHELD: Final = "mandate_withheld"
"""The note of a circuit whose decision does not bind yet."""


@dataclass(frozen=True)
class Period:
    """How long a rule gives, by its text in rules.toml."""

    text: str

    def after(self, day: date) -> date | None:
        """The last day of the period that begins after a day, before any shift; None where it cannot begin on that day.

        Hours count from an hour that no facts file has, so six may be over on the same day and 24 on the next. A year from
        29 February ends on 1 March here, and on 28 February under the rule that knows that reading alone.
        """
        number, unit = PERIODS[self.text]
        leap_day = (day.month, day.day) == (2, 29)
        if unit == "leap_year":
            return years_after(day, 1) if leap_day else None
        if unit == "year":
            return date(day.year + 1, 3, 1) if leap_day else years_after(day, 1)
        return day + timedelta(days=number // 24 if unit == "hours" else number)


@dataclass(frozen=True)
class Condition:
    """What must hold: a fact has one of some values, an event has happened, the circuit decided so; all that are given."""

    fact: str = ""
    values: tuple[Any, ...] = ()
    given: str = ""
    circuit: str = ""


@dataclass(frozen=True)
class Count:
    """An event that a period counts from, unless a condition keeps it out; days before `not_before` count as that day."""

    event: str
    unless: tuple[Condition, ...] = ()
    not_before: date = date.min


@dataclass(frozen=True)
class Overlay:
    """A court order over rules, on days from `since` to the day before `until`.

    It takes effect after `pause_days`; `later` says what is known of its fate ("unknown": nothing).
    """

    id: str
    rules: tuple[str, ...]
    order: str
    since: date
    territory: str
    later: str
    mark: Mark
    said_by: str
    pause_days: int = 0
    until: date | None = None

    def reaches(self, rule: str, law_day: date) -> bool:
        """Whether it had been made by that day and is about that rule."""
        lasts = self.until is None or law_day < self.until
        return rule in self.rules and law_day >= self.since and lasts

    def in_effect(self, law_day: date) -> bool:
        """Whether its pause, if it had one, is over on a day."""
        return law_day >= self.since + timedelta(days=self.pause_days)


@dataclass(frozen=True)
class Rule:
    """One rule of an item: with a period it gives dates, without one it is a statement (sentence `us.rule.<id>`).

    It is law from `law_from` to the day before `law_until` and applies to events from `applies_from` on. `shift` is the
    provision that moves an end on a closed day to the next working day, empty where none does; `filed` what has to happen.
    """

    id: str
    item: str
    citation: str
    law_from: date
    mark: Mark
    said_by: str
    law_until: date | None = None
    applies_from: date = date.min
    period: Period | None = None
    counts: tuple[Count, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    shift: str = ""
    filed: Filed = ""

    def is_law_on(self, day: date) -> bool:
        """Whether the text was in force on a day."""
        return self.law_from <= day and (self.law_until is None or day < self.law_until)


@dataclass(frozen=True)
class Item:
    """One clock or question: whose clock it is, its rules, and how many working days before its end to verify it."""

    id: str
    whose: Whose
    rules: tuple[Rule, ...]
    verify_working_days: int = 0


@dataclass(frozen=True)
class Circuit:
    """A court of appeals, the states it covers, and what it decided about bond after entry without inspection.

    `bond` is "bond" or "detention", empty with `decided` None where it has not decided. `note` is the id of a caveat.
    """

    id: str
    states: tuple[str, ...]
    bond: str = ""
    decided: date | None = None
    note: str = ""

    def bond_on(self, day: date) -> str:
        """What it had decided by a day: "bond", "detention", or "open"."""
        return self.bond if self.decided and day >= self.decided else "open"

    def is_on(self, day: date, bond: str) -> Answer:
        """Whether that is the law of the circuit on a day; while its mandate is withheld, nobody can say."""
        decided = self.bond_on(day)
        if decided != "open" and self.note == MANDATE_WITHHELD:
            return Answer.UNKNOWN if bond in {decided, "open"} else Answer.NO
        return Answer.YES if decided == bond else Answer.NO


@dataclass(frozen=True)
class Pack:
    """All of it; `known_on` is the day of the newest source that was read."""

    known_on: date
    items: tuple[Item, ...]
    overlays: tuple[Overlay, ...]
    circuits: tuple[Circuit, ...]

    def circuit_of(self, state: str) -> Circuit:
        """The circuit that covers a state, by its two letters."""
        return next(one for one in self.circuits if state in one.states)


@cache
def pack() -> Pack:
    """The pack as it lies beside this file.

    Raises:
        BadDeclaration: an entry lacks what it must have, or names a fact, item, rule or period that does not exist.
    """
    declared = tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))
    circuits = tomllib.loads((FOLDER / "circuits.toml").read_text(encoding="utf-8"))["circuit"]
    rules = [_rule(entry) for entry in declared["rule"]]
    items = tuple(
        Item(rules=tuple(rule for rule in rules if rule.item == entry["id"]), **entry) for entry in declared["item"]
    )
    overlays = tuple(_overlay(entry) for entry in declared["overlay"])
    _check({item.id for item in items}, rules, overlays)
    found = tuple(Circuit(**{**entry, "states": tuple(entry["states"])}) for entry in circuits)
    return Pack(declared["known_on"], items, overlays, found)


def _rule(entry: dict[str, Any]) -> Rule:
    try:
        read = {
            **entry,
            "period": Period(entry["period"]) if "period" in entry else None,
            "counts": tuple(_count(one) for one in entry.get("counts", ())),
            "when": _conditions(entry.get("when", ())),
            "unless": _conditions(entry.get("unless", ())),
        }
        return Rule(**read)
    except (KeyError, TypeError) as error:
        raise _bad(f"the rule {entry.get('id', '?')} cannot be used: {error}") from error


def _count(entry: Mapping[str, Any]) -> Count:
    return Count(entry["from"], _conditions(entry.get("unless", ())), entry.get("not_before", date.min))


def _conditions(entries: Any) -> tuple[Condition, ...]:
    return tuple(
        Condition(one.get("fact", ""), tuple(one.get("is", ())), one.get("given", ""), one.get("circuit", ""))
        for one in entries
    )


def _overlay(entry: dict[str, Any]) -> Overlay:
    read = {**entry, "rules": tuple(entry["rules"]), "since": entry["from"]}
    read.pop("from")
    return Overlay(**read)


def _check(items: set[str], rules: list[Rule], overlays: tuple[Overlay, ...]) -> None:
    """Refuse what names something that does not exist: a typing error would silence a rule."""
    if len({rule.id for rule in rules}) != len(rules):
        raise _bad("two rules have one id")
    for rule in rules:
        if rule.item not in items or rule.mark not in get_args(Mark) or rule.filed not in get_args(Filed):
            raise _bad(f"the rule {rule.id} has an item, mark or way of filing that does not exist")
        if (rule.period is None) != (not rule.counts) or (rule.period and rule.period.text not in PERIODS):
            raise _bad(f"the rule {rule.id} needs a known period and what it counts from, or neither")
        asked = [(one.fact, one.values) for one in conditions_of(rule) if one.fact]
        events = [count.event for count in rule.counts] + [one.given for one in conditions_of(rule) if one.given]
        for name, values in [*asked, *((event, ()) for event in events)]:
            _check_fact(rule, name, values, is_event=name in events)
    for overlay in overlays:
        if set(overlay.rules) - {rule.id for rule in rules}:
            raise _bad(f"the order {overlay.id} is over a rule that does not exist")


def _check_fact(rule: Rule, name: str, values: tuple[Any, ...], *, is_event: bool) -> None:
    fact = facts()[US].get(name)
    allowed: tuple[Any, ...] = (True, False) if fact and fact.kind == "truth" else fact.choices if fact else ()
    if fact is None or is_event != (fact.kind == "event") or set(values) - set(allowed):
        raise _bad(f"the rule {rule.id} asks for {name} in a way that no fact allows")


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Every condition of a rule and of what it counts from."""
    return (*rule.when, *rule.unless, *(one for count in rule.counts for one in count.unless))


def _bad(what: str) -> BadDeclaration:
    return BadDeclaration(what, where=str(FOLDER / "rules.toml"), todo="see the head of the file")
