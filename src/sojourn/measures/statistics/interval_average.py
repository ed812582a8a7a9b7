"""ICE's own average of a facility between two pulls, by differencing, where that means anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, number
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import provenance
from sojourn.measures.statistics.averages import PullInterval, ice_averages, pull_intervals
from sojourn.measures.statistics.pulls import ROWS, day_of
from sojourn.record.opened import Record
from sojourn.tiers import Told

_COLUMNS = ("first day", "last day", "days", "people a night", "may be off by", "why it must not be used")


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
        reason = f"no interval of {facility} ends with pull {asked['pull']}; intervals end with {ends}"
        return MEASURE.unanswered(record, parameters, "not covered", reason)
    if found.veto:
        error = f"; rounding alone could move it by {number(found.error)} people" if found.error else ""
        reason = f"{found.first} to {found.last} would average {number(found.average)}, but {found.veto}{error}"
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    return _found(record, parameters, found)


def _no_pair(record: Record, facility: str) -> str:
    pulls = [day_of(one.release) for one in ice_averages(record, facility) if one.to_date]
    if not pulls:
        return f"no pull of the record lists {facility}"
    return f"{facility} stands in pull {', '.join(pulls)}, and no two of them are of one fiscal year"


def _row(one: PullInterval) -> tuple[Any, ...]:
    return one.first, one.last, one.days, round(one.average, 2), round(one.error, 2), one.veto


def _listed(record: Record, parameters: dict[str, Any], intervals: list[PullInterval]) -> Finding:
    """Every interval with what is against it; the value is how many of them may be used."""
    usable = sum(not one.veto for one in intervals)
    return Finding(
        **_frame(record, parameters, intervals) | {"unit": "intervals that may be used"},
        value=usable,
        numerator=usable,
        denominator=len(intervals),
        denominator_is="intervals between pulls of one fiscal year",
        interval=Interval(usable, usable, "complete count"),
        columns=_COLUMNS,
        rows=tuple(map(_row, intervals)),
        sentence=(f"{parameters['facility']}: {usable} of {len(intervals)} intervals between pulls may be used."),
    )


def _found(record: Record, parameters: dict[str, Any], one: PullInterval) -> Finding:
    nights = round(one.average * one.days)
    return Finding(
        **_frame(record, parameters, [one]),
        value=nights / one.days,
        numerator=nights,
        denominator=one.days,
        denominator_is=f"days from {one.first} to {one.last}",
        interval=Interval(
            nights / one.days, nights / one.days, "exact: the figures of both pulls are whole nights by their divisors"
        ),
        columns=_COLUMNS,
        rows=(_row(one),),
        sentence=(
            f"{parameters['facility']}: ICE's workbooks imply {number(nights / one.days)} people a night from {one.first} to "
            f"{one.last}, {number(nights)} nights in {one.days} days."
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
    Caveat("Where an interval may not be used there is no figure: the year-to-date average is never put in its place."),
    Caveat("The workbooks give no facility code: the facility was found by its names and place."),
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
