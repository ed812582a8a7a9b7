"""Facility codes that one release has and another lacks, by type, so that a reader sees what kind of place vanished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.measures.declare import Measure, Parameter, Period
from sojourn.measures.facilities.places import CODE
from sojourn.measures.facilities.types import type_of
from sojourn.measures.releases import provenance, span
from sojourn.record.opened import Record, Release
from sojourn.tiers import Told
from sojourn.words.said import Said, said

TABLES = ("facility_days", "detention_stints", "facilities")
"""Where a release may have codes; a list of facilities has no days, so the period does not touch it."""

_CODES = {
    "facility_days": """
    SELECT facility_code AS code, any_value(facility_name) AS name FROM facility_days
    WHERE release = $release AND date BETWEEN $first AND $last
        AND coalesce(held_end_of_day, 0) + coalesce(held_start_of_day, 0) + coalesce(held_any_time, 0) > 0
    GROUP BY 1""",
    "detention_stints": """
    SELECT facility_code AS code, any_value(facility_name) AS name FROM detention_stints
    WHERE release = $release AND CAST(book_in AS DATE) BETWEEN $first AND $last GROUP BY 1""",
    "facilities": """
    SELECT facility_code AS code, any_value(facility_name) AS name FROM facilities
    WHERE release = $release AND $first <= $last GROUP BY 1""",
}


@dataclass(frozen=True)
class Side:
    """A release with facility codes, and the table that has them."""

    release: Release
    table: str


@dataclass(frozen=True)
class CodesOfTwo:
    """The codes of two releases with a name each: in the earlier, in the later, gone and new."""

    earlier: Mapping[str, str]
    later: Mapping[str, str]

    @property
    def gone(self) -> dict[str, str]:
        """Codes that only the earlier release has."""
        return {code: name for code, name in sorted(self.earlier.items()) if code not in self.later}

    @property
    def new(self) -> dict[str, str]:
        """Codes that only the later release has."""
        return {code: name for code, name in sorted(self.later.items()) if code not in self.earlier}


def codes_of_two(record: Record, earlier: Side, later: Side, period: Period) -> CodesOfTwo:
    """The facility codes under which two releases hold anyone in a period."""
    return CodesOfTwo(_codes(record, earlier, period), _codes(record, later, period))


def _codes(record: Record, side: Side, period: Period) -> dict[str, str]:
    bounds = {"release": side.release.id, "first": period.first, "last": period.last}
    rows = record.query(_CODES[side.table], bounds)
    return {row["code"]: row["name"] or "" for row in rows if row["code"] and CODE.fullmatch(row["code"])}


def _sides(record: Record) -> list[Side]:
    found = [Side(release, table) for table in TABLES for release in record.releases(table=table)]
    return sorted(found, key=lambda one: (one.release.last, one.release.id))


def _named(sides: list[Side], daily: list[Side], name: str | None) -> Side | Said:
    """The side of this name, without a name the daily series that reaches furthest, or the reason why there is none."""
    if not name:
        return daily[-1] if daily else said("the record has no two releases with people held by facility and day")
    for one in sides:
        if name in (one.release.id, one.release.id.partition("/")[2]):
            return one
    known = ", ".join(one.release.id for one in sides) or "none"
    return said("the record has no release {name} with facility codes; it has: {known}", name=repr(name), known=known)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    sides = _sides(record)
    daily = [one for one in sides if one.table == "facility_days"]
    later = _named(sides, daily, asked["later"])
    earlier = _named(sides, [one for one in daily if one != later], asked["earlier"])
    if isinstance(later, Said):
        return MEASURE.unanswered(record, asked, "not covered", later)
    if isinstance(earlier, Said):
        return MEASURE.unanswered(record, asked, "not covered", earlier)
    period = _common(record, earlier, later, asked["period"])
    if isinstance(period, Said):
        return MEASURE.unanswered(record, asked, "not covered", period)
    return _finding(record, asked, earlier, later, period)


def _common(record: Record, earlier: Side, later: Side, asked: Period | None) -> Period | Said:
    """The days that are asked for and covered by both; a list of facilities covers all."""
    spans = [span(record, side.release, side.table) for side in (earlier, later) if side.table != "facilities"]
    spans += [(asked.first, asked.last)] if asked else []
    first = max((one[0] for one in spans), default=date.min)
    last = min((one[1] for one in spans), default=date.max)
    if first > last:
        return said(
            "{earlier} and {later} cover no day of the period in common",
            earlier=earlier.release.id,
            later=later.release.id,
        )
    return Period(first, last, f"{first}..{last}" if spans else said("any day"))


def _finding(record: Record, asked: Mapping[str, Any], earlier: Side, later: Side, period: Period) -> Finding:
    two = codes_of_two(record, earlier, later, period)
    if not two.earlier:
        nobody = said("{release} holds nobody in {period}", release=earlier.release.id, period=period.words)
        return MEASURE.unanswered(record, asked, "too few", nobody)
    gone, all_of = len(two.gone), len(two.earlier)
    parameters = {**asked, "earlier": earlier.release.id, "later": later.release.id, "period": str(period)}
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_both(record, earlier, later),
        told=Told.of(("place",)),
        value=float(gone),
        numerator=gone,
        denominator=all_of,
        denominator_is=said("facility codes in {release}", release=earlier.release.id),
        interval=Interval(gone, gone, said("complete count")),
        columns=(said("type"), said("in the earlier"), said("gone"), said("new"), said("gone, by code and name")),
        rows=_by_type(record, two),
        caveats=_caveats(record, two),
        sentence=said(
            "{gone:number} of {all:number} facility codes ({share:percent}) of {earlier} are not in {later}, and {new:number} are "
            "new ({period}).",
            gone=gone,
            all=all_of,
            share=gone / all_of,
            earlier=earlier.release.id,
            later=later.release.id,
            new=len(two.new),
            period=period.words,
        ),
        details={"gone": list(two.gone), "new": list(two.new)},
    )


def _by_type(record: Record, two: CodesOfTwo) -> tuple[tuple[Any, ...], ...]:
    def counted(codes: Mapping[str, str]) -> Counter[str]:
        return Counter(type_of(record, code).type for code in codes)

    before, gone, new = counted(two.earlier), counted(two.gone), counted(two.new)
    kinds = sorted({*before, *new}, key=lambda kind: (-gone[kind], -before[kind], kind))
    named = {
        kind: [f"{code} {name}".strip() for code, name in two.gone.items() if type_of(record, code).type == kind]
        for kind in kinds
    }
    return tuple((kind, before[kind], gone[kind], new[kind], "; ".join(named[kind])) for kind in kinds)


def _caveats(record: Record, two: CodesOfTwo) -> tuple[Caveat, ...]:
    untyped = sum(type_of(record, code).type == "unknown" for code in {**two.earlier, **two.later})
    found = [
        Caveat(
            said(
                "A code that a release lacks is no evidence that nobody was held there: the release may leave it out."
            ),
            "warning",
        )
    ]
    if untyped:
        found.append(Caveat(said("Of {codes:number} codes neither a list nor a name tells the type.", codes=untyped)))
    return tuple(found)


def _both(record: Record, earlier: Side, later: Side) -> Provenance:
    one, other = (provenance(record, (side.release,), side.table, _CODES[side.table]) for side in (earlier, later))
    sql = "; ".join(dict.fromkeys((one.sql, other.sql)))
    return Provenance(one.releases + other.releases, tuple(sorted({*one.files, *other.files})), sql, record.invented)


MEASURE = Measure(
    id="facility_codes",
    estimators=("complete_count",),
    definition=Definition(
        question="Which facility codes does one release have and another lack, and what kind of places are they?",
        counted="facility codes under which a release holds anyone on a day of the period, or books anyone in, or which a list has",
        not_counted="codes that the agency withheld; a name without a code",
        date_basis="the day with people held; of stints, the day of the book-in; a list of facilities has no days",
        estimator="complete count of the codes that only one of the two has, by type",
    ),
    unit="facility codes",
    parameters=(
        Parameter("earlier", "release", "the release or list to start from; empty means the last but one daily series"),
        Parameter(
            "later",
            "release",
            "the release or list to compare with; empty means the daily series that reaches furthest",
        ),
        Parameter("period", "period", "FY2023, 2025-06, or two with .. between; empty means the days that both cover"),
    ),
    tables=TABLES,
    answer=_answer,
    dimensions={},
    example="-p period=FY2023",
)
