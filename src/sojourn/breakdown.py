"""What the counts of a finding are of, so that the gate can work out what follows from what.

Two counts with equal keys are one number, in whichever finding they stand. Counts that differ in one dimension alone
add up to the count without it, and counts of shorter spans to that of the longer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final

from sojourn.tables.declare import Attribute
from sojourn.tiers import Grain, Setting, Told

Span = tuple[date, date]
"""First and last day."""

TIMES: Final[Mapping[str, Grain]] = {"fiscal_year": "year", "year": "year", "month": "month", "day": "day"}
"""Dimensions that narrow the span of a count, and the period that each tells of."""


@dataclass(frozen=True)
class Key:
    """What one count is of.

    `universe` fixes the rows and the definition, `event` which of them are counted; `where` has a value for each dimension
    that they were narrowed by, and `span` their days, None for all of the release.
    """

    universe: str
    release: str
    event: str
    where: frozenset[tuple[str, str]] = frozenset()
    span: Span | None = None

    def without(self, dimensions: Iterable[str]) -> Key:
        """The key of the count over all values of some dimensions."""
        left_out = set(dimensions)
        return replace(self, where=frozenset(one for one in self.where if one[0] not in left_out))


@dataclass(frozen=True)
class Count:
    """One printed count.

    `at` is its row and column in the table, None where it stands in the headline. `part_of` are the counts over all
    values of one or several dimensions of the table, always in the same order.
    """

    key: Key
    value: int
    at: tuple[int, int] | None = None
    part_of: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """The counts of one finding and how they hang together.

    `numerator` and `denominator` are what those of the finding are of. A table whose counts are part of others is complete: a combination that it does not list counts zero. `parts` has, for an event, the events that it is divided into; those that are printed nowhere are named too, since they
    follow from the others. `attributes` says of each dimension what it tells about a person.
    """

    counts: tuple[Count, ...]
    numerator: Key | None = None
    denominator: Key | None = None
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    setting: Setting = ""

    def told(self, key: Key, value: float) -> Told:
        """What one count tells about people."""
        attributes = (self.attributes.get(name, "") for name, _ in key.where)
        return Told.of(attributes, (grain_of(key.span),), (value,), self.setting)


@dataclass(frozen=True)
class Scope:
    """What all counts of one answer share: the universe, the release, the span, and the filters of the question.

    `attributes` covers the dimensions of filters and splits. A filter for several codes has them joined by +.
    """

    universe: str
    release: str
    span: Span | None
    filters: Mapping[str, str]
    attributes: Mapping[str, Attribute]
    setting: Setting = ""

    def key(self, row: Mapping[str, Any] | None = None, event: str = "") -> Key:
        """The key of a count in a row of a split (its dimensions with their values), or over all rows."""
        times = {name: value for name, value in (row or {}).items() if name in TIMES and isinstance(value, date | int)}
        others = {name: _text(value) for name, value in (row or {}).items() if name not in times}
        span = self.span
        for name, value in times.items():
            span = _within(_span_of(name, value), span)
        return Key(self.universe, self.release, event, frozenset({**self.filters, **others}.items()), span)

    def split(
        self,
        rows: Sequence[Mapping[str, Any]],
        columns: Mapping[int, str],
        printed: Sequence[Sequence[Any]],
        *,
        complete: bool = True,
    ) -> tuple[Count, ...]:
        """The counts of a table.

        Args:
            rows: for each row of the table, its dimensions with the values as the record has them.
            columns: the place of each column of counts, and the event that it counts.
            printed: the rows as they are printed.
            complete: whether what is not listed counts zero, and nobody counts in two rows.
        """
        return tuple(
            Count(
                self.key(row, event),
                int(printed[at][column]),
                (at, column),
                tuple(self.key(some, event) for some in _fewer(row)) if complete else (),
            )
            for at, row in enumerate(rows)
            for column, event in columns.items()
        )

    def breakdown(
        self,
        numerator: Count,
        denominator: Count,
        table: Iterable[Count] = (),
        parts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Breakdown:
        """The breakdown of a headline and a table."""
        counts = (numerator, denominator, *table)
        return Breakdown(counts, numerator.key, denominator.key, parts or {}, self.attributes, self.setting)


def grain_of(span: Span | None) -> Grain:
    """The period that a span tells of: whole years (fiscal or calendar), whole months, else days."""
    if span is None:
        return "none"
    first, ends = span[0], span[1] + timedelta(days=1)
    if first.day != 1 or ends.day != 1:
        return "day"
    return "year" if first.month == ends.month and first.month in {1, 10} else "month"


def _fewer(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The dimensions of a row without one or several of them, always in the same order."""
    for kept in range(len(row)):
        for names in combinations(row, kept):
            yield {name: row[name] for name in names}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return "+".join(sorted(str(one) for one in value))
    return "" if value is None else str(value)


def _span_of(name: str, value: Any) -> Span:
    """The days of a value of a time dimension."""
    if name == "fiscal_year":
        return date(int(value) - 1, 10, 1), date(int(value), 9, 30)
    if name == "year":
        return date(int(value), 1, 1), date(int(value), 12, 31)
    if name == "month":
        following = value.replace(day=28) + timedelta(days=4)
        return value.replace(day=1), following.replace(day=1) - timedelta(days=1)
    return value, value


def _within(span: Span, outer: Span | None) -> Span:
    return span if outer is None else (max(span[0], outer[0]), min(span[1], outer[1]))
