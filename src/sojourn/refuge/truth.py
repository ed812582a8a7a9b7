"""Three-valued truth with its proof: what a rule or a fact comes to, and why.

Kleene's strong logic: NO < UNKNOWN < YES, "and" is the least, "or" the greatest, "not" turns the order round. Rules are
written against `Truth` and `Day` alone, so that the same rule text serves one person (`Known`, with a proof) and a
million invented ones (arrays, without).
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import Literal

from sojourn.refuge.days import days_after, years_after


class Answer(IntEnum):
    """What is known of a statement; the order is that of Kleene's logic."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        """The answer as JSON and facts files have it."""
        return self.name.lower()


Comparison = Literal["is_after", "is_from"]
NodeKind = Literal["fact", "comparison", "rule", "all", "any", "not", "none listed", "unsettled"]


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a proof.

    `says` is the id of its sentence (of a fact, a comparison or a rule), `told` what the sentence is filled with, `of` the
    steps that it rests on, `provision` the citation of a rule. `asks` are the facts that would have to be known, as paths
    (`entry.0.day`).
    """

    kind: NodeKind
    says: str
    answer: Answer
    of: tuple[Node, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    provision: str = ""
    asks: tuple[str, ...] = ()


class Truth(ABC):
    """A three-valued statement, of one case or of many."""

    @abstractmethod
    def __and__(self, other: Truth) -> Truth: ...

    @abstractmethod
    def __or__(self, other: Truth) -> Truth: ...

    @abstractmethod
    def __invert__(self) -> Truth: ...

    @abstractmethod
    def proving(self, says: str, provision: str) -> Truth:
        """The same statement as the conclusion of a rule."""


class Day(ABC):
    """A day that may be unknown, of one case or of many."""

    @abstractmethod
    def plus_days(self, days: int) -> Day:
        """That many days later (Interpretation Act 27: the first day does not count)."""

    @abstractmethod
    def plus_years(self, years: int) -> Day:
        """The same day of a later year; the last of February where it has no such day (Interpretation Act 28(c))."""

    @abstractmethod
    def is_after(self, other: Day | date) -> Truth:
        """Whether this day is later than another."""

    @abstractmethod
    def is_from(self, other: Day | date) -> Truth:
        """Whether this day is another or later."""


@dataclass(frozen=True, slots=True)
class Known(Truth):
    """A statement about one person, with its proof."""

    answer: Answer
    node: Node

    def __and__(self, other: Truth) -> Truth:
        assert isinstance(other, Known)
        return _joined("all", min(self.answer, other.answer), self.node, other.node)

    def __or__(self, other: Truth) -> Truth:
        assert isinstance(other, Known)
        return _joined("any", max(self.answer, other.answer), self.node, other.node)

    def __invert__(self) -> Truth:
        answer = Answer(2 - self.answer)
        return Known(answer, Node("not", "", answer, (self.node,)))

    def proving(self, says: str, provision: str) -> Truth:
        return Known(self.answer, Node("rule", says, self.answer, (self.node,), provision=provision))


def _joined(kind: Literal["all", "any"], answer: Answer, one: Node, other: Node) -> Known:
    """Both steps under one, with steps of the same kind flattened."""
    steps = tuple(step for node in (one, other) for step in (node.of if node.kind == kind else (node,)))
    return Known(answer, Node(kind, "", answer, steps))


@dataclass(frozen=True, slots=True)
class KnownDay(Day):
    """A day of one person; `value` is None where it is unknown. `fact` is the path of the fact, `rule` what was added."""

    value: date | None
    fact: str
    added: str = ""

    def plus_days(self, days: int) -> KnownDay:
        value = None if self.value is None else days_after(self.value, days)
        return replace(self, value=value, added=f"{self.added}+{days}d")

    def plus_years(self, years: int) -> KnownDay:
        value = None if self.value is None else years_after(self.value, years)
        return replace(self, value=value, added=f"{self.added}+{years}y")

    def is_after(self, other: Day | date) -> Truth:
        return self._compared("is_after", other)

    def is_from(self, other: Day | date) -> Truth:
        return self._compared("is_from", other)

    def _compared(self, says: Comparison, other: Day | date) -> Known:
        than = KnownDay(other, "") if isinstance(other, date) else other
        assert isinstance(than, KnownDay)
        return _comparison(self, says, than)

    def told(self, name: str) -> dict[str, str]:
        """What a sentence says of the day: its fact, what was added to it (`+14d`), and the day that this comes to."""
        day = "" if self.value is None else self.value.isoformat()
        return {name: day, f"{name}_fact": self.fact, f"{name}_added": self.added}


@lru_cache(maxsize=4096)
def _comparison(one: KnownDay, says: Comparison, other: KnownDay) -> Known:
    """Two days compared; kept, since every provision asks the same of the same days."""
    asks = tuple(day.fact for day in (one, other) if day.value is None)
    told = {**one.told("one"), **other.told("other")}
    if one.value is None or other.value is None:
        return Known(Answer.UNKNOWN, Node("comparison", says, Answer.UNKNOWN, told=told, asks=asks))
    holds = one.value > other.value or (says == "is_from" and one.value == other.value)
    answer = Answer.YES if holds else Answer.NO
    return Known(answer, Node("comparison", says, answer, told=told))
