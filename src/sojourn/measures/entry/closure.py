"""Encounters at ports before and after a stop: the daily numbers, the day that fits, and the arithmetic."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.entry.ports import COUNTED, SQL, TABLE, Ports, months_of, ports
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.figures import number
from sojourn.words.said import Joined, joined, said

_CAVEATS = (
    Caveat(
        said(
            "The figures are of everyone found inadmissible at these ports, with an appointment or without. They say when encounters "
            "fell and by how much, not why."
        ),
        "warning",
    ),
    Caveat(said("The arithmetic takes one daily number for all days before the stop and one for all days after it.")),
)


@dataclass(frozen=True)
class _Daily:
    """Encounters of some months and the days that these have."""

    encounters: int
    days: int

    @property
    def rate(self) -> float:
        """Encounters a day."""
        return self.encounters / self.days


def _daily(found: Ports, months: Sequence[date]) -> _Daily:
    days = sum(calendar.monthrange(month.year, month.month)[1] for month in months)
    return _Daily(found.of(months), days)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    before, month, after = (months_of(asked[name]) for name in ("before", "month", "after"))
    if len(month) != 1 or not before or not after or not before[-1] < month[0] < after[0]:
        reason = said("month must be one whole month, with whole months before and after it")
        return MEASURE.unanswered(record, asked, "not determinable", reason)
    found = ports(record, [*before, *month, *after])
    if isinstance(found, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", found.reason)
    spans = [_daily(found, months) for months in (before, month, after)]
    if not spans[0].encounters:
        return MEASURE.unanswered(record, asked, "too few", said("no encounter in the months before"))
    return _finding(record, asked, found, (before, month, after), spans)


def _finding(
    record: Record,
    asked: Mapping[str, Any],
    found: Ports,
    months: tuple[list[date], list[date], list[date]],
    spans: Sequence[_Daily],
) -> Finding:
    before, within, after = spans
    stop = min(asked["stop"], within.days)
    expected = stop * before.rate + (within.days - stop) * after.rate
    changes = [
        _daily(found, [late]).rate / early.rate - 1
        for late in months[2]
        for early in (_daily(found, [one]) for one in months[0])
        if early.encounters
    ]
    arithmetic = f"{stop} days x {number(before.rate)} + {within.days - stop} days x {number(after.rate)} = {number(round(expected))}"
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, **{name: str(asked[name]) for name in ("before", "month", "after")}},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (found.release,), TABLE, SQL),
        value=after.rate / before.rate - 1,
        numerator=after.encounters,
        denominator=before.encounters,
        denominator_is=said("encounters in the months before; the change is that of the daily number"),
        interval=Interval(
            min(changes), max(changes), said("each month after against each month before: smallest and largest change")
        ),
        columns=(said("month"), said("encounters"), said("days"), said("a day")),
        rows=tuple(_row(found, month) for several in months for month in several),
        caveats=_CAVEATS,
        told=Told.of((), ("month",), found.months.values()),
        sentence=_sentence(asked, spans, stop, expected),
        details={
            "arithmetic": arithmetic,
            "expected": round(expected),
            "counted": within.encounters,
            "days_at_the_number_before": _days_that_fit(before, within, after),
        },
    )


def _sentence(asked: Mapping[str, Any], spans: Sequence[_Daily], stop: int, expected: float) -> Joined:
    """The answer in words, with how far the arithmetic is from the count, where there is a count."""
    before, within, after = spans
    daily = said(
        "Encounters at ports of the southwest border: {before:number} a day in {earlier}, {after:number} a day in {later}.",
        before=before.rate,
        earlier=str(asked["before"]),
        after=after.rate,
        later=str(asked["after"]),
    )
    places = {
        "stop": stop,
        "month": str(asked["month"]),
        "before": before.rate,
        "rest": within.days - stop,
        "after": after.rate,
        "expected": round(expected),
        "counted": within.encounters,
    }
    if not within.encounters:
        nobody = said(
            "A stop after day {stop:number} of {month} would give {stop:number} days x {before:number} + {rest:number} days x "
            "{after:number} = {expected:number}; CBP counted {counted:number}.",
            **places,
        )
        return joined([daily, nobody])
    fits = said(
        "A stop after day {stop:number} of {month} would give {stop:number} days x {before:number} + {rest:number} days x "
        "{after:number} = {expected:number}; CBP counted {counted:number} ({off:points} %).",
        **places,
        off=expected / within.encounters - 1,
    )
    return joined([daily, fits])


def _days_that_fit(before: _Daily, within: _Daily, after: _Daily) -> float | None:
    """Days at the daily number before that, with the rest at that after, give the count of the month."""
    if before.rate == after.rate:
        return None
    return round((within.encounters - within.days * after.rate) / (before.rate - after.rate), 1)


def _row(found: Ports, month: date) -> tuple[Any, ...]:
    one = _daily(found, [month])
    return (month, one.encounters, one.days, round(one.rate, 1))


MEASURE = Measure(
    id="closure",
    estimators=("months_either_side",),
    definition=Definition(
        question="How much fewer encounters a day are there at ports after a stop than before it, and does the month between fit a stop on one day?",
        counted=COUNTED,
        not_counted="encounters between ports and at other borders",
        date_basis="the month of the encounter; days are those of the calendar",
        estimator="encounters over days after, against the same before; the month between is compared with so many days at each number",
    ),
    unit="relative change",
    parameters=(
        Parameter("before", "period", "whole months before the stop", "2024-12"),
        Parameter("month", "period", "the month of the stop", "2025-01"),
        Parameter("after", "period", "whole months after it", "2025-02..2025-08"),
        Parameter("stop", "number", "the last day of that month at the daily number before", "20"),
    ),
    tables=(TABLE,),
    answer=_answer,
    dimensions={},
    example="-p before=2024-12 -p month=2025-01 -p after=2025-02..2025-08",
)
