"""How many appointments there were in all, by every official total at hand, none of them merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Rival
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.entry.editions import EDITION, SQL, TABLE, Edition, edition
from sojourn.measures.entry.rounded import METHOD, Rounded
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.shipped import rows_of
from sojourn.tiers import Told
from sojourn.words.figures import number
from sojourn.words.said import Joined, Said, joined, said

_CAVEATS = (
    Caveat(
        said(
            "OHSS counts appointments processed; CBP's press figures count appointments scheduled. Until spring 2024 the two are equal but "
            "for rounding, so scheduled meant processed; from July 2024 they differ, and CBP named no new definition."
        ),
        "warning",
    ),
    Caveat(
        said(
            "CBP's press figures are as their monthly updates were quoted; they are no part of the files in the record."
        )
    ),
)


@dataclass(frozen=True)
class _Total:
    """One official total: to which month, in which words, by whom, and what it counts."""

    through: date
    figure: int
    words: str
    publisher: str
    published: str
    counts: str


@cache
def _published() -> tuple[_Total, ...]:
    path = Path(__file__).parent / "appointment_totals.csv"
    return tuple(
        _Total(date.fromisoformat(f"{row.pop('through')}-01"), int(row.pop("figure")), **row) for row in rows_of(path)
    )


def what_totals_count() -> Iterator[str]:
    """What each official total counts, in words; the catalogues of messages have it."""
    return (total.counts for total in _published())


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    one = edition(record, asked["edition"])
    if isinstance(one, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", one.reason)
    last = asked["through"].first.replace(day=1) if asked["through"] else max(one.months)
    if last not in one.months:
        reason = said("edition {edition} has no appointments for {month}", edition=one.name, month=f"{last:%Y-%m}")
        return MEASURE.unanswered(record, asked, "not covered", reason)
    return _finding(record, asked, one, last)


def _finding(record: Record, asked: Mapping[str, Any], one: Edition, last: date) -> Finding:
    counted = _through(one, last)
    place = (f"{last:%Y-%m}", "OHSS", f"edition {one.name}", number(counted.value))
    ours = (*place, counted.value, None, None, "months added up")
    rows = [*(_row(one, total) for total in _published()), ours, *_printed(one, last)]
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, "through": f"{last:%Y-%m}", "edition": one.name},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (one.release,), TABLE, SQL),
        value=float(counted.value),
        numerator=counted.value,
        denominator=counted.figures,
        denominator_is=said("months added up"),
        interval=Interval(counted.low, counted.high, METHOD),
        columns=_columns(),
        rows=tuple(sorted(rows, key=lambda row: (row[0], row[1], row[4]))),
        caveats=_CAVEATS,
        rivals=tuple(_rival(total) for total in _published() if total.through == last),
        told=Told.of((), ("month",), ()),
        sentence=_sentence(one, last, counted),
    )


def _rival(total: _Total) -> Rival:
    words = said("{words}: {counts}", words=total.words, counts=total.counts)
    return Rival(float(total.figure), MEASURE.unit, total.publisher, total.published, words)


def _sentence(one: Edition, last: date, counted: Rounded) -> Joined:
    return joined(
        [
            said(
                "OHSS's edition {edition} has {counted:number} appointments processed to {month}, months added up ({low:number} "
                "to {high:number} by rounding).",
                edition=one.name,
                counted=counted.value,
                month=f"{last:%Y-%m}",
                low=counted.low,
                high=counted.high,
            ),
            said("Official totals do not reconcile: the table has each with its publisher."),
        ]
    )


def _columns() -> tuple[Said, ...]:
    return (
        *(said("through"), said("publisher"), said("published"), said("words"), said("figure")),
        *(said("OHSS months to then"), said("difference"), said("what it counts")),
    )


def _through(one: Edition, last: date) -> Rounded:
    return one.processed([month for month in sorted(one.months) if month <= last])


def _row(one: Edition, total: _Total) -> tuple[Any, ...]:
    """One official total beside the months that the edition has to the same month."""
    beside = _through(one, total.through).value if total.through in one.months else None
    difference = None if beside is None else total.figure - beside
    place = (f"{total.through:%Y-%m}", total.publisher, total.published, total.words)
    return (*place, total.figure, beside, difference, total.counts)


def _printed(one: Edition, last: date) -> list[tuple[Any, ...]]:
    """The Total rows of the edition added up, where it ends with that month."""
    if last != max(one.months) or not one.totals:
        return []
    printed, months = sum(one.totals.values()), _through(one, last).value
    words = "Total rows added up"
    return [(f"{last:%Y-%m}", "OHSS", f"edition {one.name}", number(printed), printed, months, printed - months, words)]


MEASURE = Measure(
    id="appointment_totals",
    estimators=("rounded_figures",),
    definition=Definition(
        question="How many CBP One appointments were there in all, by each official total?",
        counted="appointments processed by OHSS's months, and beside them every official total at hand, with publisher and edition",
        not_counted="requests, and appointments after the last month of an edition",
        date_basis="from January 2023 to the month named",
        estimator="sum of the printed months; other totals are as published, never merged",
    ),
    unit="appointments",
    parameters=(
        Parameter("through", "period", "the last month to count (2024-01); empty means that of the edition"),
        EDITION,
    ),
    tables=(TABLE,),
    answer=_answer,
    dimensions={},
    example="-p through=2024-01",
)
