"""How much of the encounters at ports CBP One appointments make up, by month and nationality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.entry import editions, ports
from sojourn.measures.entry.editions import EDITION, NATIONALITY, OTHER, Edition
from sojourn.measures.entry.ports import Ports
from sojourn.measures.entry.rounded import METHOD, Limits, Rounded
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import said

_ONE_DEFINITION = Caveat(
    said(
        "Both are divided as CBP counts: everyone found inadmissible at a port. OHSS's own tables of encounters count enforcement "
        "encounters only, which are fewer, and are not mixed in."
    )
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    one = editions.edition(record, asked["edition"])
    if isinstance(one, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", one.reason)
    who = asked["nationality"]
    status, reason = editions.refused(one, asked["period"], who, editions.every_edition(record))
    if reason:
        return MEASURE.unanswered(record, asked, status, reason)
    if who == OTHER:
        reason = said("{other} holds other nationalities in OHSS's table than in CBP's file", other=OTHER)
        return MEASURE.unanswered(record, asked, "not determinable", reason)
    months = one.within(asked["period"])
    beside = ports.ports(record, months, who)
    if isinstance(beside, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", beside.reason)
    if not beside.of(months):
        reason = said("{release} counts no encounter in these months", release=beside.release.id)
        return MEASURE.unanswered(record, asked, "too few", reason)
    return _finding(record, asked, one, beside, months)


def _finding(record: Record, asked: Mapping[str, Any], one: Edition, beside: Ports, months: Sequence[date]) -> Finding:
    who, met = asked["nationality"], beside.of(months)
    counted = one.processed(months, who)
    part = Limits(counted.value / met, counted.low / met, counted.high / met)
    rows = [_row(month, one.processed([month], who), beside.months[month]) for month in months]
    period = editions.months_told(months)
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, "period": str(asked["period"] or period), "edition": one.name},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_sources(record, one, beside),
        value=part.value,
        numerator=counted.value,
        denominator=met,
        denominator_is=said("encounters at ports of the southwest border in the same months"),
        interval=Interval(part.low, part.high, METHOD),
        columns=(
            *(said("month"), said("appointments"), said("encounters at ports")),
            *(said("share"), said("share from"), said("share to")),
        ),
        rows=tuple(rows),
        caveats=(
            *editions.caveats(one, asked["period"], asked["edition"]),
            _ONE_DEFINITION,
            Caveat(
                said(
                    "The two are counted apart by two offices, and people without an appointment stand in the encounters alone."
                )
            ),
            *contradictions(rows),
        ),
        breaks_down=lambda: _breakdown(one, beside, months, who, rows),
        told=Told.of(("nationality",) if who else (), ("month",), (cell for row in rows for cell in row[1:3])),
        sentence=narrowed(
            said(
                "{counted:number} CBP One appointments and {met:number} encounters at ports of the southwest border in {period}: "
                "{share}.",
                counted=counted.value,
                met=met,
                period=period,
                share=part.per_cent(),
            ),
            conditions({"nationality": who}),
        ),
    )


def _sources(record: Record, one: Edition, beside: Ports) -> Provenance:
    """Both releases with their files and statements."""
    left = provenance(record, (one.release,), editions.TABLE, editions.SQL)
    right = provenance(record, (beside.release,), ports.TABLE, ports.SQL)
    files = tuple(sorted({*left.files, *right.files}))
    return Provenance((*left.releases, *right.releases), files, f"{left.sql}; {right.sql}", record.invented)


def _row(month: date, counted: Rounded, met: int) -> tuple[Any, ...]:
    shares = (round(at / met, 4) if met else None for at in (counted.value, counted.low, counted.high))
    return (month, counted.value, met, *shares)


def _breakdown(
    one: Edition, beside: Ports, months: Sequence[date], who: str | None, rows: Sequence[tuple[Any, ...]]
) -> Breakdown:
    """What the counts of both columns are of."""
    kept = one.scope(months, who)
    met = editions.scope("encounters at southwest ports", beside.release, months, who)
    by_month = [{"month": month} for month in months]
    table = (
        *kept.split(by_month, {1: ""}, rows, complete=False),
        *met.split(by_month, {2: ""}, rows, complete=False),
    )
    headline = Count(kept.key(), one.processed(months, who).value), Count(met.key(), beside.of(months))
    return kept.breakdown(*headline, table)


def contradictions(rows: Sequence[tuple[Any, ...]]) -> tuple[Caveat, ...]:
    """A warning where more appointments than encounters are counted even with the least rounding."""
    above = [row for row in rows if row[4] is not None and row[4] > 1]
    if not above:
        return ()
    most = max(row[3] for row in above)
    months = ", ".join(f"{row[0]:%Y-%m}" for row in above)
    return (
        Caveat(
            said(
                "The two sources contradict each other: more appointments than encounters in {above:number} of {all:number} months "
                "({months}), by up to {excess:share}. Neither publisher says why.",
                above=len(above),
                all=len(rows),
                months=months,
                excess=most - 1,
            ),
            "warning",
        ),
    )


MEASURE = Measure(
    id="appointments_against_encounters",
    estimators=("rounded_figures",),
    definition=Definition(
        question="What share of encounters at ports of the southwest border were CBP One appointments?",
        counted=f"appointments processed, as OHSS prints them, over {ports.COUNTED}",
        not_counted="encounters between ports, at other borders, and enforcement encounters as OHSS defines them",
        date_basis="the month of the appointment and the month of the encounter",
        estimator="one sum over the other; the limits cover the rounding of the appointments",
    ),
    unit="share of encounters",
    parameters=(
        Parameter(
            "period", "period", "FY2023, 2023-06, or two with .. between; empty means every month of the edition"
        ),
        NATIONALITY,
        EDITION,
    ),
    tables=(editions.TABLE, ports.TABLE),
    answer=_answer,
    dimensions={},
    example="-p nationality=RUSSIA -p period=2023-01..2023-09",
)
