"""The days on which most people of one citizenship were removed, against their usual number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.counts import Rows, counted
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import said

_CAVEATS = (
    Caveat(
        said(
            "Many on one day may be a charter, a scheduled repatriation or chance; the rows name no flight and no destination."
        )
    ),
    Caveat(said("The release gives days, not people: nobody can be followed from one row to another.")),
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    chosen = choose(record, "removals", asked["period"], asked["release"])
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", chosen.reason)
    parameters = {**asked, "period": str(chosen.period), "release": chosen.release.id}
    if not record.has("removals", "citizenship", chosen.release.id):
        reason = said("release {release} has no column for {names}", release=chosen.release.id, names="citizenship")
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    given = {"citizenship": asked["citizenship"]}
    found = counted(record, "removals", chosen, given, ("day",), "departed")
    if not found.matched:
        reason = said("no removal of a citizen of the country in {period}", period=str(chosen.period))
        return MEASURE.unanswered(record, parameters, "too few", narrowed_reason(reason, conditions(given)))
    return _finding(record, parameters, chosen, found)


def _finding(record: Record, parameters: dict[str, Any], chosen: Chosen, found: Rows) -> Finding:
    days = sorted((day for day in found.rows if day["matched"]), key=lambda day: (-day["matched"], day["day"]))
    top = days[0]
    counts = [day["matched"] for day in reversed(days)]
    removed = found.matched
    usual = counts[(len(counts) - 1) // 2]
    share = len(counts) / chosen.covered.days
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), "removals", found.sql),
        value=float(top["matched"]),
        numerator=top["matched"],
        denominator=removed,
        denominator_is=said("removals of citizens of the country in the period"),
        interval=Interval(
            top["matched"],
            top["possible"],
            said("complete count; the upper limit adds that day's rows without citizenship"),
        ),
        columns=(said("day of departure"), said("removed"), said("all removals of the day")),
        rows=tuple((day["day"], day["matched"], day["total"]) for day in days[: parameters["days"]]),
        caveats=(*chosen.caveats, *_CAVEATS),
        told=Told.of(("nationality", "day"), ("day",), counts),
        sentence=narrowed(
            said(
                "At most {most:number} removed on one day ({day}) in {period}; usual on the {days:number} days with any "
                "({share:percent} of days): {usual:number}; {removed:number} removals in all.",
                most=top["matched"],
                day=top["day"],
                period=str(chosen.period),
                days=len(counts),
                share=share,
                usual=usual,
                removed=removed,
            ),
            conditions({"citizenship": parameters["citizenship"]}),
        ),
        details={"usual": usual, "days_with_any": len(counts), "mean_per_day": round(removed / chosen.covered.days, 4)},
    )


MEASURE = Measure(
    id="largest_removal_days",
    estimators=("complete_count",),
    definition=Definition(
        question="What is the largest number of citizens of one country removed on one day, and what is usual?",
        counted="removals of citizens of the country, by day of departure",
        not_counted="rows without citizenship: they stand in the interval",
        date_basis="the day of departure",
        estimator="largest daily count; the usual number is the median over days with at least one (the lower of two middle days)",
    ),
    unit="removals in one day",
    parameters=(
        Parameter(
            "citizenship",
            "country",
            "country of citizenship, in ICE's spelling (RUSSIA)",
            required=True,
            vocabulary="country",
        ),
        Parameter("period", "period", "FY2016..FY2018, 2017, or two with .. between; empty means the whole release"),
        Parameter("days", "number", "how many of the largest days to list", "10"),
        RELEASE,
    ),
    tables=("removals",),
    answer=_answer,
    dimensions={},
    example="-p citizenship=RUSSIA -p period=FY2016..FY2018",
)
