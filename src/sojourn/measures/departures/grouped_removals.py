"""How many removals were in novel groups, by month and citizenship: the form of the groups that may leave the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Definition, Finding, Interval
from sojourn.groups.nouns import Departures, Group
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.counts import events
from sojourn.measures.declare import Dimension, Measure, Parameter, Period
from sojourn.measures.departures.detected import PARAMETERS, Found, found
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Grain, Told
from sojourn.words.said import said

_CELL = ("month", "citizenship")
_LEAST = Parameter(
    "least", "number", "count only nationalities of which so many departed in groups in the month (11 to publish)", "1"
)
_GRAINS: dict[str, Grain] = {"month": "month", "fiscal_year": "year"}


def grouped(found_groups: Sequence[Group], departures: Departures, within: Period) -> list[dict[str, Any]]:
    """The removals in some groups that departed in a period: one row a member and day, with `month` and `fiscal_year`."""
    rows = []
    first = departures.days[0].astype(object)
    for group in found_groups:
        days = [group.first + timedelta(days=at) for at in range((group.last - group.first).days + 1)]
        for day in (one for one in days if within.first <= one <= within.last):
            for member in group.members:
                people = departures.counts[(day - first).days, departures.citizenships.index(member.citizenship)]
                month = {"month": day.replace(day=1), "fiscal_year": _fiscal_year(day)}
                rows.append({**month, "citizenship": member.citizenship, "removals": int(people)})
    return rows


def summed(rows: Sequence[Mapping[str, Any]], by: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
    """The removals of some rows by the dimensions named, in order; what counts zero is left out."""
    people: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        people[tuple(row[name] for name in by)] += row["removals"]
    return {key: count for key, count in sorted(people.items()) if count}


def _large(rows: Sequence[Mapping[str, Any]], least: int) -> list[Mapping[str, Any]]:
    """The rows of nationalities of which so many or more departed in groups in the month."""
    people = summed(rows, _CELL)
    return [row for row in rows if people.get(tuple(row[name] for name in _CELL), 0) >= least]


def _fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    seen = found(record, asked)
    if not isinstance(seen, Found):
        return MEASURE.unanswered(record, {**asked, "by": list(by)}, seen[0], seen[1])
    who = asked["citizenship"]
    everybody = grouped(seen.groups, seen.departures, seen.chosen.covered)
    rows = [row for row in _large(everybody, asked["least"] or 1) if who in (None, row["citizenship"])]
    matched = sum(row["removals"] for row in rows)
    table = summed(rows, by) if by else {}
    shown = tuple((*key, count) for key, count in table.items())
    return Finding(
        measure=MEASURE.id,
        parameters={**seen.parameters, "by": list(by)},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (seen.chosen.release,), "removals", seen.sql),
        value=float(matched),
        numerator=matched,
        denominator=seen.removals,
        denominator_is=said("all removals of the period in the release"),
        interval=Interval(matched, matched, said("complete count of the members of the groups found")),
        columns=(*by, said("removals in groups")) if by else (),
        rows=shown,
        caveats=seen.caveats,
        breaks_down=lambda: _breakdown(seen, by, matched, shown),
        told=Told.of(
            ("nationality",) if who or "citizenship" in by else (),
            (*(_GRAINS[name] for name in by if name in _GRAINS), *([asked["period"].grain] if asked["period"] else [])),
            [*table.values(), matched],
        ),
        sentence=narrowed(
            said(
                "{matched:number} of {removals:number} removals in {period} were in novel groups.",
                matched=matched,
                removals=seen.removals,
                period=str(seen.chosen.period),
            ),
            conditions({"citizenship": who}),
        ),
    )


def _breakdown(seen: Found, by: tuple[str, ...], matched: int, shown: Sequence[tuple[Any, ...]]) -> Breakdown:
    """What the counts are of: part of the removals of the period, by the settings with which groups were found."""
    asked = seen.parameters
    filters = {"citizenship": asked["citizenship"]} if asked["citizenship"] else {}
    everyone = events("removals", seen.chosen, {}, seen.asked_period)
    scope = events("removals", seen.chosen, filters, seen.asked_period)
    everything = f"in a novel group (rate {asked['rate']}, {asked['permutations']} permutations, seed {asked['seed']})"
    inside = f"{everything}, with {asked['least']} or more in the month" if (asked["least"] or 1) > 1 else everything
    rows = [dict(zip(by, row, strict=False)) for row in shown]
    table = scope.split(rows, {len(by): inside}, shown) if by else ()
    numerator, denominator = Count(scope.key(event=inside), matched), Count(everyone.key(), seen.removals)
    parts = {"": (everything, f"not {everything}")}
    if inside != everything:
        parts[everything] = (inside, f"{everything}, with fewer")
    return scope.breakdown(numerator, denominator, table, parts)


MEASURE = Measure(
    id="grouped_removals",
    estimators=("novel_groups",),
    definition=Definition(
        question="How many removals were in novel groups, by month and citizenship?",
        counted="departures of the members of novel groups on the days of the group",
        not_counted="people of nationalities that left on those days in no excess, scheduled departures, rows without citizenship",
        date_basis="the day of departure",
        estimator="complete count of the members of the groups that removal_groups lists with the same parameters",
    ),
    unit="removals in groups",
    parameters=(*PARAMETERS, _LEAST),
    tables=("removals",),
    answer=_answer,
    dimensions={
        "month": Dimension("month_of(departed_date)", "", "month of the departure"),
        "fiscal_year": Dimension("us_fiscal_year(departed_date)", "", "US federal fiscal year of the departure"),
        "citizenship": Dimension("citizenship", "citizenship", "country of citizenship of the members"),
    },
    example="-p period=FY2017",
)
