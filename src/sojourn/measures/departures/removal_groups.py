"""Which people of one or several nationalities left together, far above what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Definition, Finding, Interval
from sojourn.groups.nouns import Group
from sojourn.measures.declare import Measure
from sojourn.measures.departures.detected import PARAMETERS, Found, found
from sojourn.measures.releases import provenance
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Said, said


def _columns() -> tuple[Said, ...]:
    return (
        *(said("group"), said("first day"), said("last day"), said("citizenship")),
        *(said("departed"), said("expected"), said("excess, low"), said("excess, high")),
        *(said("evidence"), said("q"), said("false alarms a year")),
        *(said("place"), said("alternatives"), said("cannot tell")),
    )


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    seen = found(record, asked)
    if not isinstance(seen, Found):
        return MEASURE.unanswered(record, asked, seen[0], seen[1])
    groups = len(seen.begun)
    people = sum(one.departed for one in seen.begun)
    return Finding(
        measure=MEASURE.id,
        parameters=seen.parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (seen.chosen.release,), "removals", seen.sql),
        value=float(groups),
        numerator=groups,
        denominator=seen.removals,
        denominator_is=said("all removals of the period in the release"),
        interval=Interval(
            max(0.0, groups - seen.expected_false),
            groups,
            said("the groups found, and the same less those that permuted citizenships bring in so many days"),
        ),
        columns=_columns(),
        rows=tuple(row for at, one in enumerate(seen.begun, start=1) for row in _rows(at, one)),
        caveats=seen.caveats,
        told=Told.of(
            ("nationality", "day"),
            ("day",),
            (member.departed for one in seen.begun for member in one.members),
        ),
        sentence=said(
            "{groups:number} novel groups with {people:number} removals out of {removals:number} in {period}; coincidence brings "
            "no more than {rate:number} a year.",
            groups=groups,
            people=people,
            removals=seen.removals,
            period=str(seen.chosen.period),
            rate=seen.detection.rate_per_year,
        ),
        details={
            "people": people,
            "threshold": round(seen.detection.threshold, 4),
            "permutations": seen.detection.dealing.permutations,
            "expected_false": round(seen.expected_false, 4),
        },
    )


def _rows(at: int, group: Group) -> list[tuple[Any, ...]]:
    """One row a member."""
    common = (
        round(group.evidence, 2),
        round(group.q, 5),
        round(group.false_alarms_per_year, 5),
        group.place,
        "; ".join(group.alternatives),
        group.cannot_tell,
    )
    return [
        (
            at,
            group.first,
            group.last,
            member.citizenship,
            member.departed,
            round(member.expected, 2),
            member.low,
            member.high,
            *common,
        )
        for member in group.members
    ]


MEASURE = Measure(
    id="removal_groups",
    estimators=("novel_groups",),
    definition=Definition(
        question="On which days did people of one or several nationalities leave together, far above what is usual?",
        counted="groups: windows of one or two days in which one or several nationalities departed in excess, found over all days of the release",
        not_counted="departures that recur about once a month in like numbers (scheduled), rows without citizenship, groups too small to stand out",
        date_basis="the first day of the group, by the day of departure",
        estimator="scan of one and two days, evidence summed over nationalities, judged by permuted citizenships",
    ),
    unit="groups",
    parameters=PARAMETERS,
    tables=("removals",),
    answer=_answer,
    dimensions={},
    example="-p period=FY2017 -p citizenship=HAITI",
)
