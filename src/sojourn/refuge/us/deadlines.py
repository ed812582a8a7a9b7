"""Which clocks run for a person under the law of a day: all candidate dates, and the earliest as the one to act on.

A fact that is not known rules nothing out: the candidate stays as possible, with what to find out. A period that a court
set aside stays too, marked, since a later order can bring it back: whoever acts on the earlier date is safe under both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sojourn.refuge.facts import NEVER_HAPPENED, Person
from sojourn.refuge.truth import Answer
from sojourn.refuge.us.federal_days import Closed, next_working_day, working_days_before
from sojourn.refuge.us.pack import Circuit, Condition, Count, Item, Overlay, Period, Rule, pack

Standing = Literal["applies", "possible", "set_aside"]
"""Applies; possible, since a fact is unknown; set aside by a court order, and still shown."""
Reason = Literal["only", "earliest", "earliest_possible", "earliest_set_aside"]
Status = Literal["dated", "unknown", "stated", "none"]


@dataclass(frozen=True)
class Candidate:
    """One date that may be the end of a period.

    `counted` is the end by counting alone, `day` the end after the shift over the days `passed_over`. `asks` are the facts
    on which it depends and which are unknown.
    """

    rule: Rule
    event: str
    event_day: date
    counted: date
    day: date
    passed_over: tuple[Closed, ...]
    standing: Standing
    asks: tuple[str, ...]
    overlays: tuple[Overlay, ...]


@dataclass(frozen=True)
class Statement:
    """A rule without a date that reaches the person, or may; `circuit` where it rests on the place."""

    rule: Rule
    standing: Standing
    asks: tuple[str, ...]
    overlays: tuple[Overlay, ...]
    circuit: Circuit | None = None


@dataclass(frozen=True)
class RuledOut:
    """A rule that does not reach the person, and why (sentence `us.ruled_out.<why>`), with the fact that decides."""

    rule: Rule
    why: Literal["not_law", "event_too_early", "answer", "never", "no_leap_day", "place"]
    fact: str = ""


@dataclass(frozen=True)
class Clock:
    """What came of one item: every candidate, the day to act on and why, and the day by which to have it verified."""

    item: Item
    candidates: tuple[Candidate, ...]
    statements: tuple[Statement, ...]
    ruled_out: tuple[RuledOut, ...]
    unknown: tuple[str, ...]
    act_on: date | None = None
    reason: Reason | None = None
    verify_by: date | None = None

    @property
    def status(self) -> Status:
        """Dated; a clock of which too little is known to give a date; stated in words alone; or none that reaches."""
        if self.candidates:
            return "dated"
        if self.unknown:
            return "unknown"
        return "stated" if self.statements else "none"


@dataclass(frozen=True)
class Deadlines:
    """All clocks of one person under the law of one day, as it was known on another."""

    label: str
    law_day: date
    known_on: date
    clocks: tuple[Clock, ...]


def deadlines(person: Person, law_day: date) -> Deadlines:
    """Every item of the pack for one person; those of which nothing is known say what to find out."""
    facts = _Facts(person.us, law_day)
    clocks = tuple(_clock(item, facts) for item in pack().items)
    return Deadlines(person.label, law_day, pack().known_on, clocks)


@dataclass(frozen=True)
class _Held:
    """Whether something holds, the facts that would settle it, and the fact that decided against it."""

    answer: Answer
    asks: tuple[str, ...] = ()
    decided_by: str = ""


@dataclass(frozen=True)
class _Facts:
    """What is known of a person in the United States, and the day whose law is asked."""

    values: Mapping[str, Any]
    law_day: date

    def holds(self, condition: Condition) -> _Held:
        """Whether everything in a condition holds; the first that does not, or else all that is unknown."""
        parts = [self._is_one_of(condition), self._given(condition), self._circuit(condition)]
        held = [one for one in parts if one is not None]
        no = next((one for one in held if one.answer is Answer.NO), None)
        asks = tuple(ask for one in held for ask in one.asks)
        return no or _Held(min(one.answer for one in held), asks, held[0].decided_by)

    @property
    def circuit(self) -> Circuit | None:
        """The circuit of the place where the person is held."""
        state = self.values.get("held_in")
        return pack().circuit_of(state) if state else None

    def _is_one_of(self, condition: Condition) -> _Held | None:
        if not condition.fact:
            return None
        value = self.values.get(condition.fact)
        return self._answer(condition.fact, None if value is None else value in condition.values)

    def _given(self, condition: Condition) -> _Held | None:
        if not condition.given:
            return None
        value = self.values.get(condition.given)
        return self._answer(condition.given, None if value is None else value != NEVER_HAPPENED)

    def _circuit(self, condition: Condition) -> _Held | None:
        if not condition.circuit:
            return None
        if self.circuit is None:
            return self._answer("held_in", None)
        answer = self.circuit.is_on(self.law_day, condition.circuit)
        return _Held(answer, decided_by="held_in")

    @staticmethod
    def _answer(fact: str, holds: bool | None) -> _Held:
        if holds is None:
            return _Held(Answer.UNKNOWN, asks=(fact,))
        return _Held(Answer.YES if holds else Answer.NO, decided_by=fact)


@dataclass(frozen=True)
class _Missing:
    """An event that a rule counts from and that is not known."""

    event: str


_Outcome = Candidate | Statement | RuledOut | _Missing


def _clock(item: Item, facts: _Facts) -> Clock:
    outcomes = [one for rule in item.rules for one in _outcomes(rule, facts)]
    found = [one for one in outcomes if isinstance(one, Candidate)]
    candidates = tuple(sorted(found, key=lambda one: (one.day, one.counted)))
    statements = tuple(one for one in outcomes if isinstance(one, Statement))
    missing = [one.event for one in outcomes if isinstance(one, _Missing)]
    asks = [ask for one in candidates for ask in one.asks] + [ask for one in statements for ask in one.asks]
    unknown = tuple(dict.fromkeys((*missing, *asks)))
    clock = Clock(item, candidates, statements, _ruled_out(outcomes), unknown)
    return _with_earliest(clock, facts.law_day) if candidates else clock


def _ruled_out(outcomes: list[_Outcome]) -> tuple[RuledOut, ...]:
    """The rules of which nothing is left, each once: a rule may count from another event than the one that is out."""
    reached = {one.rule.id for one in outcomes if isinstance(one, Candidate)}
    out = {one.rule.id: one for one in reversed(outcomes) if isinstance(one, RuledOut)}
    return tuple(one for one in reversed(out.values()) if one.rule.id not in reached)


def _outcomes(rule: Rule, facts: _Facts) -> Iterator[_Outcome]:
    """What one rule gives: candidates, a statement, events to find out, or why it does not reach."""
    held = _reaches(rule.when, rule.unless, facts)
    if not rule.is_law_on(facts.law_day):
        yield RuledOut(rule, "not_law")
    elif held.answer is Answer.NO:
        yield RuledOut(rule, "place" if held.decided_by == "held_in" else "answer", held.decided_by)
    elif rule.period is None:
        yield _statement(rule, held, facts)
    else:
        yield from (_counted(rule, rule.period, count, held, facts) for count in rule.counts)


def _reaches(when: Iterable[Condition], unless: Iterable[Condition], facts: _Facts) -> _Held:
    """Whether all of `when` and none of `unless` hold."""
    wanted = [*((one, Answer.YES) for one in when), *((one, Answer.NO) for one in unless)]
    unknown: list[_Held] = []
    for condition, answer in wanted:
        held = facts.holds(condition)
        if held.answer is Answer.UNKNOWN:
            unknown.append(held)
        elif held.answer is not answer:
            return _Held(Answer.NO, decided_by=held.decided_by)
    return _Held(Answer.UNKNOWN if unknown else Answer.YES, tuple(ask for one in unknown for ask in one.asks))


def _statement(rule: Rule, held: _Held, facts: _Facts) -> Statement:
    overlays = _overlays(rule, facts.law_day)
    circuit = facts.circuit if any(condition.circuit for condition in rule.when) else None
    standing = _standing(overlays, held.answer is Answer.UNKNOWN, facts.law_day)
    return Statement(rule, standing, held.asks, overlays, circuit)


def _counted(rule: Rule, period: Period, count: Count, held: _Held, facts: _Facts) -> _Outcome:
    """What counts from one event: a candidate, an event to find out, or why nothing counts from it."""
    reached = _reaches((), count.unless, facts)
    day = facts.values.get(count.event)
    if reached.answer is Answer.NO:
        return RuledOut(rule, "answer", reached.decided_by)
    if day is None:
        return _Missing(count.event)
    if day == NEVER_HAPPENED:
        return RuledOut(rule, "never", count.event)
    if day < rule.applies_from:
        return RuledOut(rule, "event_too_early", count.event)
    counted = period.after(max(day, count.not_before))
    if counted is None:
        return RuledOut(rule, "no_leap_day", count.event)
    end, passed_over = next_working_day(counted) if rule.shift else (counted, ())
    overlays, asks = _overlays(rule, facts.law_day), tuple(dict.fromkeys((*held.asks, *reached.asks)))
    standing = _standing(overlays, Answer.UNKNOWN in {held.answer, reached.answer}, facts.law_day)
    return Candidate(rule, count.event, day, counted, end, passed_over, standing, asks, overlays)


def _overlays(rule: Rule, law_day: date) -> tuple[Overlay, ...]:
    return tuple(one for one in pack().overlays if one.reaches(rule.id, law_day))


def _standing(overlays: tuple[Overlay, ...], possible: bool, law_day: date) -> Standing:
    if any(one.in_effect(law_day) for one in overlays):
        return "set_aside"
    return "possible" if possible else "applies"


def _with_earliest(clock: Clock, law_day: date) -> Clock:
    """The clock with the day to act on and the day by which to verify it.

    That is so many working days before the earliest end, unshifted; where it lies before the event or before the law day,
    the later of these, since nobody can verify in the past.
    """
    first = clock.candidates[0]
    reason: Reason = "only" if len(clock.candidates) == 1 else "earliest"
    if first.standing != "applies":
        reason = "earliest_set_aside" if first.standing == "set_aside" else "earliest_possible"
    verify_by = working_days_before(min(one.counted for one in clock.candidates), clock.item.verify_working_days)
    earliest_event = min(one.event_day for one in clock.candidates)
    verify_by = max(verify_by, earliest_event, min(law_day, first.day))
    return replace(clock, act_on=first.day, reason=reason, verify_by=verify_by)
