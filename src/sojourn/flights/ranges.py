"""Ranges with open ends, and what several sources say of one field: where they meet, what they span, who is apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Generic, Literal, TypeVar

from sojourn.words.said import said

Value = TypeVar("Value", int, date)
State = Literal["not said", "one source", "agreed", "compatible", "contradictory"]


@dataclass(frozen=True)
class Range(Generic[Value]):
    """From `low` to `high`, both included; None is an open end."""

    low: Value | None
    high: Value | None

    def meets(self, other: Range[Value]) -> bool:
        """Whether some value lies in both."""
        return _below(self.low, other.high) and _below(other.low, self.high)

    def common(self, other: Range[Value]) -> Range[Value] | None:
        """The values that lie in both; None where there is none."""
        lows = [low for low in (self.low, other.low) if low is not None]
        highs = [high for high in (self.high, other.high) if high is not None]
        return Range(max(lows, default=None), min(highs, default=None)) if self.meets(other) else None

    def hull(self, other: Range[Value]) -> Range[Value]:
        """The shortest range that holds both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Range(low, high)

    def holds(self, other: Range[Value]) -> bool:
        """Whether the other lies in this one."""
        return self.hull(other) == self

    @property
    def single(self) -> bool:
        """Whether it is one value."""
        return self.low is not None and self.low == self.high

    @property
    def told(self) -> str:
        """The range in words that other languages can say."""
        if self.single:
            return str(self.low)
        if self.low is None:
            return said("at most {high}", high=self.high) if self.high is not None else said("anything")
        if self.high is None:
            return said("at least {low}", low=self.low)
        if _next(self.low, self.high):
            return said("{low} or {high}", low=self.low, high=self.high)
        return said("{low} to {high}", low=self.low, high=self.high)

    def __str__(self) -> str:
        return f"{self.told}"


def _below(low: Value | None, high: Value | None) -> bool:
    return low is None or high is None or low <= high


def _next(low: int | date, high: int | date) -> bool:
    """Whether no third value lies between the two."""
    if isinstance(low, date) and isinstance(high, date):
        return (high - low).days == 1
    return isinstance(low, int) and isinstance(high, int) and high - low == 1


@dataclass(frozen=True)
class Said(Generic[Value]):
    """What one claim says of a field, and how that follows from its words."""

    claim: str
    publisher: str
    range: Range[Value]
    why: str


@dataclass(frozen=True)
class Resolved(Generic[Value]):
    """What the claims say of one field, in the order of their ids; the order in which they were given does not matter."""

    said: tuple[Said[Value], ...]

    @classmethod
    def of(cls, said: Iterable[Said[Value]]) -> Resolved[Value]:
        """The same for claims in any order."""
        return cls(tuple(sorted(said, key=lambda one: one.claim)))

    @property
    def agreed(self) -> Range[Value] | None:
        """What all claims allow; None where they contradict each other or none says anything."""
        common: Range[Value] | None = self.said[0].range if self.said else None
        for one in self.said:
            common = common.common(one.range) if common else None
        return common

    @property
    def span(self) -> Range[Value] | None:
        """From the lowest to the highest of what any claim allows; None where none says anything."""
        span: Range[Value] | None = self.said[0].range if self.said else None
        for one in self.said:
            span = span.hull(one.range) if span else None
        return span

    @property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """The pairs of claims of which at most one can be right."""
        return tuple(
            (one.claim, other.claim) for one, other in combinations(self.said, 2) if not one.range.meets(other.range)
        )

    @property
    def state(self) -> State:
        """How far the claims agree; only one value, said by all of several sources, is settled."""
        if not self.said:
            return "not said"
        if len(self.said) == 1:
            return "one source"
        if len({one.range for one in self.said}) == 1:
            return "agreed"
        return "compatible" if self.agreed else "contradictory"

    @property
    def settled(self) -> bool:
        """Whether several sources say the same single value."""
        return self.state == "agreed" and self.said[0].range.single

    def as_dict(self) -> dict[str, Any]:
        """The field as JSON has it, ranges in words."""
        return {
            "state": self.state,
            "settled": self.settled,
            "agreed": str(self.agreed or ""),
            "span": str(self.span or ""),
            "apart": [list(pair) for pair in self.apart],
            "said": [
                {"claim": one.claim, "publisher": one.publisher, "range": str(one.range), "why": one.why}
                for one in self.said
            ],
        }


@dataclass(frozen=True)
class Named:
    """What the claims name in one field, such as an airport: for each claim the names that it allows."""

    said: tuple[tuple[str, frozenset[str]], ...]

    @property
    def agreed(self) -> tuple[str, ...]:
        """The names that all claims allow."""
        sets = [names for _, names in self.said]
        return tuple(sorted(frozenset.intersection(*sets))) if sets else ()

    @property
    def span(self) -> tuple[str, ...]:
        """The names that any claim allows."""
        return tuple(sorted(frozenset().union(*(names for _, names in self.said))))

    @property
    def state(self) -> State:
        """How far the claims agree."""
        if len(self.said) < 2:
            return "one source" if self.said else "not said"
        if len({names for _, names in self.said}) == 1:
            return "agreed"
        return "compatible" if self.agreed else "contradictory"

    def as_dict(self) -> dict[str, Any]:
        """The field as JSON has it."""
        said = {claim: sorted(names) for claim, names in self.said}
        return {"state": self.state, "agreed": list(self.agreed), "span": list(self.span), "said": said}
