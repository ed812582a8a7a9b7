"""How many CBP One appointments were processed, by month and nationality, and what share of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Definition, Finding, Interval, Rival
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.measures.entry.editions import (
    ATTRIBUTES,
    EDITION,
    NATIONALITY,
    OTHER,
    SQL,
    TABLE,
    Edition,
    caveats,
    edition,
    every_edition,
    months_told,
    refused,
)
from sojourn.measures.entry.rounded import METHOD, Rounded, share
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Grain, Told
from sojourn.words.said import Joined, Said, said


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    one = edition(record, asked["edition"])
    if isinstance(one, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", one.reason)
    status, reason = refused(one, asked["period"], asked["nationality"], every_edition(record))
    if reason:
        return MEASURE.unanswered(record, asked, status, reason)
    return _finding(record, asked, by, one)


def _finding(record: Record, asked: Mapping[str, Any], by: tuple[str, ...], one: Edition) -> Finding:
    months, who = one.within(asked["period"]), asked["nationality"]
    counted, whole = one.processed(months, who), one.processed(months)
    part = share(counted, whole)
    groups = _groups(one, months, who, by)
    rows = tuple(_row(one, group) for group in groups)
    named = {"nationality"} if who or "nationality" in by else set()
    grains: list[Grain] = [asked["period"].grain] if asked["period"] else ["none"]
    grains += ["month"] if "month" in by else []
    period = months_told(months)
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, "period": str(asked["period"] or period), "edition": one.name, "by": list(by)},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (one.release,), TABLE, SQL),
        value=float(counted.value),
        numerator=counted.value,
        denominator=whole.value,
        denominator_is=said("appointments of all nationalities in the same months"),
        interval=Interval(counted.low, counted.high, METHOD),
        columns=(*by, *_columns()) if by else (),
        rows=rows if by else (),
        caveats=caveats(one, asked["period"], asked["edition"]),
        rivals=_printed_years(one, months, who),
        breaks_down=lambda: _breakdown(one, months, who, groups, rows),
        told=_told(named, grains, rows, by, counted),
        sentence=_sentence(one, months, who),
        details={"share": round(part.value, 6), "share_from": round(part.low, 6), "share_to": round(part.high, 6)},
    )


def _sentence(one: Edition, months: Sequence[date], who: str | None) -> Joined:
    """The answer in words."""
    counted, whole = one.processed(months, who), one.processed(months)
    places = {"counted": counted.value, "all": whole.value, "period": months_told(months), "edition": one.name}
    everyone = said(
        "{counted:number} CBP One appointments were processed out of {all:number} in {period} (edition {edition}).",
        **places,
    )
    of_some = said(
        "{counted:number} CBP One appointments were processed out of {all:number} in {period} (edition {edition}): {share}.",
        **places,
        share=share(counted, whole).per_cent(),
    )
    return narrowed(of_some if who else everyone, conditions({"nationality": who}))


def _columns() -> tuple[Said, ...]:
    return (
        *(said("appointments"), said("all appointments")),
        *(said("share"), said("share from"), said("share to")),
    )


def _told(
    named: set[str], grains: Sequence[Grain], rows: Sequence[tuple[Any, ...]], by: tuple[str, ...], counted: Rounded
) -> Told:
    cells = [row[len(by)] for row in rows] if by else [counted.value]
    return Told.of((ATTRIBUTES[name] for name in named), grains, cells)


Group = tuple[dict[str, Any], list[date], str | None]
"""The values of the split, its months, its nationality."""


def _groups(one: Edition, months: Sequence[date], who: str | None, by: tuple[str, ...]) -> list[Group]:
    """Each combination of the split, in the order of the dimensions."""
    kinds: dict[str, list[Any]] = {
        "month": list(months),
        "fiscal_year": sorted({_fiscal(month) for month in months}),
        "nationality": [who] if who else [*one.nationalities, OTHER],
    }
    found: list[Group] = []
    for values in product(*(kinds[name] for name in by)) if by else ():
        row = dict(zip(by, values, strict=True))
        inside = [
            month
            for month in months
            if row.get("month", month) == month and row.get("fiscal_year", _fiscal(month)) == _fiscal(month)
        ]
        if inside:
            found.append((row, inside, row.get("nationality", who)))
    return found


def _fiscal(month: date) -> int:
    return month.year + (month.month >= 10)


def _row(one: Edition, group: Group) -> tuple[Any, ...]:
    values, months, who = group
    counted, whole = one.processed(months, who), one.processed(months)
    part = share(counted, whole)
    shares = (round(at, 4) for at in (part.value, part.low, part.high))
    return (*values.values(), counted.value, whole.value, *shares)


def _printed_years(one: Edition, months: Sequence[date], who: str | None) -> tuple[Rival, ...]:
    """What the Total row of the edition prints, where the months are those of one fiscal year."""
    years = {_fiscal(month) for month in months}
    if not who or len(years) != 1 or list(months) != [month for month in sorted(one.months) if _fiscal(month) in years]:
        return ()
    year = years.pop()
    printed = one.years.get((year, who))
    if printed is None:
        return ()
    compares = said("its own Total row of {year}", year=f"FY{year}")
    return (Rival(float(printed), MEASURE.unit, "OHSS", f"edition {one.name}", compares),)


def _breakdown(
    one: Edition, months: Sequence[date], who: str | None, groups: Sequence[Group], rows: Sequence[tuple[Any, ...]]
) -> Breakdown:
    """What the counts are of: the headline, all appointments of the same months, and the rows of the split."""
    kept, everyone = one.scope(months, who), one.scope(months)
    columns = {len(groups[0][0]): ""} if groups else {}
    table = kept.split([values for values, *_ in groups], columns, rows, complete=False)
    counted, whole = one.processed(months, who), one.processed(months)
    return kept.breakdown(Count(kept.key(), counted.value), Count(everyone.key(), whole.value), table)


MEASURE = Measure(
    id="appointments",
    estimators=("rounded_figures",),
    definition=Definition(
        question="How many CBP One appointments were processed, and what share of all?",
        counted="appointments that were processed at ports of entry, as OHSS prints them by month and nationality",
        not_counted="appointments booked and not kept, requests that were never granted, and people without an appointment",
        date_basis="the month in which the appointment was processed",
        estimator="sum of the printed months; each figure is rounded to the nearest ten, and the limits say how far that may be off",
    ),
    unit="appointments",
    parameters=(
        Parameter(
            "period", "period", "FY2023, 2023-06, or two with .. between; empty means every month of the edition"
        ),
        NATIONALITY,
        EDITION,
    ),
    tables=(TABLE,),
    answer=_answer,
    dimensions={
        "fiscal_year": Dimension("fiscal_year", "", "US federal fiscal year"),
        "month": Dimension("month", "", "month in which the appointment was processed"),
        "nationality": Dimension("nationality", "nationality", "nationality as OHSS names it"),
    },
    example="-p nationality=RUSSIA -p period=FY2023",
)
