"""ICE's own average of a facility between two pulls, by differencing, where that means anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import provenance
from sojourn.measures.statistics.averages import PullInterval, ice_averages, pull_intervals
from sojourn.measures.statistics.pulls import ROWS, day_of
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Said, joined, said

_COLUMNS = (
    *(said("first day"), said("last day"), said("days"), said("people a night")),
    *(said("may be off by"), said("why it must not be used")),
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    facility = str(asked["facility"]).upper()
    parameters = {**asked, "facility": facility}
    intervals = pull_intervals(record, facility)
    if not intervals:
        return MEASURE.unanswered(record, parameters, "not covered", _no_pair(record, facility))
    if not asked["pull"]:
        return _listed(record, parameters, intervals)
    found = next((one for one in intervals if asked["pull"] in (one.later, day_of(one.later))), None)
    if found is None:
        ends = ", ".join(day_of(one.later) for one in intervals)
        reason = said(
            "no interval of {facility} ends with pull {pull}; intervals end with {ends}",
            facility=facility,
            pull=asked["pull"],
            ends=ends,
        )
        return MEASURE.unanswered(record, parameters, "not covered", reason)
    if found.veto:
        return MEASURE.unanswered(record, parameters, "not determinable", _vetoed(found))
    return _found(record, parameters, found)


def _vetoed(found: PullInterval) -> str:
    """What an interval would average, and why it must not be used."""
    but = said(
        "{first} to {last} would average {average:number}, but {veto}",
        first=found.first,
        last=found.last,
        average=found.average,
        veto=found.veto,
    )
    error = said("rounding alone could move it by {error:number} people", error=found.error) if found.error else ""
    return joined([but, error], "; ")


def _no_pair(record: Record, facility: str) -> Said:
    pulls = [day_of(one.release) for one in ice_averages(record, facility) if one.to_date]
    if not pulls:
        return said("no pull of the record lists {facility}", facility=facility)
    return said(
        "{facility} stands in pull {pulls}, and no two of them are of one fiscal year",
        facility=facility,
        pulls=", ".join(pulls),
    )


def _row(one: PullInterval) -> tuple[Any, ...]:
    return one.first, one.last, one.days, round(one.average, 2), round(one.error, 2), one.veto


def _listed(record: Record, parameters: dict[str, Any], intervals: list[PullInterval]) -> Finding:
    """Every interval with what is against it; the value is how many of them may be used."""
    usable = sum(not one.veto for one in intervals)
    return Finding(
        **_frame(record, parameters, intervals) | {"unit": said("intervals that may be used")},
        value=usable,
        numerator=usable,
        denominator=len(intervals),
        denominator_is=said("intervals between pulls of one fiscal year"),
        interval=Interval(usable, usable, said("complete count")),
        columns=_COLUMNS,
        rows=tuple(map(_row, intervals)),
        sentence=said(
            "{facility}: {usable:number} of {intervals:number} intervals between pulls may be used.",
            facility=parameters["facility"],
            usable=usable,
            intervals=len(intervals),
        ),
    )


def _found(record: Record, parameters: dict[str, Any], one: PullInterval) -> Finding:
    nights = round(one.average * one.days)
    return Finding(
        **_frame(record, parameters, [one]),
        value=nights / one.days,
        numerator=nights,
        denominator=one.days,
        denominator_is=said("days from {first} to {last}", first=one.first, last=one.last),
        interval=Interval(
            nights / one.days,
            nights / one.days,
            said("exact: the figures of both pulls are whole nights by their divisors"),
        ),
        columns=_COLUMNS,
        rows=(_row(one),),
        sentence=said(
            "{facility}: ICE's workbooks imply {people:number} people a night from {first} to {last}, {nights:number} nights in "
            "{days:number} days.",
            facility=parameters["facility"],
            people=nights / one.days,
            first=one.first,
            last=one.last,
            nights=nights,
            days=one.days,
        ),
    )


def _frame(record: Record, parameters: dict[str, Any], used: list[PullInterval]) -> dict[str, Any]:
    names = {name for one in used for name in (one.earlier, one.later)}
    releases = tuple(one for one in record.releases(table="official_averages") if one.id in names)
    return {
        "measure": MEASURE.id,
        "parameters": parameters,
        "unit": MEASURE.unit,
        "definition": MEASURE.definition,
        "provenance": provenance(record, releases, "official_averages", ROWS),
        "caveats": _CAVEATS,
        "told": Told.of(("place",), ("day",)),
    }


_CAVEATS = (
    Caveat(
        said(
            "Where an interval may not be used there is no figure: the year-to-date average is never put in its place."
        )
    ),
    Caveat(said("The workbooks give no facility code: the facility was found by its names and place.")),
)

MEASURE = Measure(
    id="interval_average",
    estimators=("differencing",),
    definition=Definition(
        question="How many people does ICE's own average imply in a facility between two of its biweekly pulls?",
        counted="nights of the fiscal year to the later pull less those to the earlier one",
        not_counted="intervals with a rounded, repeated, foreign or anomalous figure at either end, or across fiscal years",
        date_basis="the days after the earlier pull's data to the last day of the later pull's",
        estimator="average times recovered divisor at both ends, differenced, divided by the days between",
    ),
    unit="people a night",
    parameters=(
        Parameter("facility", "text", "ICE's facility code (BASILLA)", required=True),
        Parameter("pull", "text", "the day of the later pull (2025-07-21); empty lists every interval"),
    ),
    tables=("official_averages", "facilities", "facility_days"),
    answer=_answer,
    dimensions={},
    example="-p facility=BASILLA",
)
