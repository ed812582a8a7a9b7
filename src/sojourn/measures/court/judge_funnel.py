"""What became of the proceedings before one judge: from completed ones to asylum granted, stage by stage.

A rate of denials hides what ends earlier: orders made in absence, applications abandoned or withdrawn, cases closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.conditions import condition, narrowed
from sojourn.measures.court.asylum_definitions import GRANTED
from sojourn.measures.court.labels import completed_in, ends_before, ends_within, no_code, no_person
from sojourn.measures.court.release import (
    COURT,
    JUDGE,
    RELEASE,
    Asked,
    CourtRelease,
    asked_for,
    court_release,
    labels,
    placeholder,
)
from sojourn.measures.declare import Measure, Parameter, Period
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.tables.court.counted import COURT_COMPLETIONS_BY_JUDGE, COURT_DECISIONS_BY_JUDGE
from sojourn.tiers import Told
from sojourn.words.said import Said, said

COMPLETED, FIRST = said("completed proceedings"), said("first completions of a case")
APPLIED = said("asylum applications")


@dataclass(frozen=True)
class Stage:
    """One line of the funnel: its words, the stage that it is a part of, and the condition of its rows."""

    words: str
    of: str
    condition: str


PROCEEDINGS: Final = {
    "completed": Stage(COMPLETED, COMPLETED, "true"),
    "moved": Stage(said("moved to another court (change of venue, transfer)"), COMPLETED, "step = 'moved'"),
    "first": Stage(FIRST, COMPLETED, "step = 'first'"),
    "later": Stage(said("later completions (reopened, sent back)"), COMPLETED, "step = 'later'"),
    "absent": Stage(said("decided in absence"), FIRST, "in_absentia AND step = 'first'"),
    "ordered_absent": Stage(
        said("removal orders in absence"), FIRST, "in_absentia AND step = 'first' AND ordered_removed"
    ),
}
APPLICATIONS: Final = {
    "applied": Stage(APPLIED, APPLIED, "true"),
    "abandoned": Stage(said("abandoned"), APPLIED, "decision = 'A'"),
    "withdrawn": Stage(said("withdrawn"), APPLIED, "decision = 'W'"),
    "not_adjudicated": Stage(said("not adjudicated, or other"), APPLIED, "decision IN ('M', 'O')"),
    "closed": Stage(said("closed administratively"), APPLIED, "decision = 'S'"),
    "transferred": Stage(said("moved with the case"), APPLIED, "decision = 'T'"),
    "denied": Stage(said("asylum denied, no other relief"), APPLIED, "decision = 'D' AND NOT other_relief"),
    "granted": Stage(said("asylum granted"), APPLIED, GRANTED),
    "relieved": Stage(said("other relief"), APPLIED, "(decision = 'L' OR (decision = 'D' AND other_relief))"),
    "undecided": Stage(said("no decision, reserved, or a letter that is not known"), APPLIED, ""),
}


COUNTS: Final = {COURT_COMPLETIONS_BY_JUDGE.name, COURT_DECISIONS_BY_JUDGE.name}
"""The tables that have the proceedings and the applications counted; a record that an earlier version built has none."""
_NUMBER: Final = "count(CASE WHEN {} THEN 1 END)"


def _counts(stages: Mapping[str, Stage], here: str, counted: str) -> str:
    """SQL that counts the rows of each stage; `counted` is the column with their number, where they were counted before."""
    number_of = f"CAST(coalesce(sum(CASE WHEN {{}} THEN {counted} END), 0) AS BIGINT)" if counted else _NUMBER
    return ", ".join(
        f"{number_of.format(f'{here} AND {stage.condition}')} AS {name}"
        for name, stage in stages.items()
        if stage.condition
    )


def _where(prefix: str, judges: tuple[str, ...], *, dated: bool, counted: bool) -> str:
    """The condition under which a row belongs to the judge, with names of values and no value in it."""
    day = "completion_year" if counted else f"{prefix}completion_date"
    bounds = "us_fiscal_year($first) AND us_fiscal_year($last)" if counted else "$first AND $last"
    within = f"{day} BETWEEN {bounds}" if dated else f"{day} IS NOT NULL"
    return f"{prefix}judge IN ({', '.join(f'$judge_{at}' for at in range(len(judges)))}) AND {within}"


def _statements(judges: tuple[str, ...], courts: tuple[str, ...], *, dated: bool, counted: bool) -> tuple[str, str]:
    """The judge's proceedings at these courts, with their number at all courts, and the applications of those here.

    Where they were `counted` when the release was built, the counts are added up.
    """
    codes = ", ".join(f"$court_{at}" for at in range(len(courts)))
    own = "" if counted else "own_"
    here, there = (f"{prefix}court IN ({codes})" if courts else "true" for prefix in ("", own))
    everywhere = "CAST(coalesce(sum(proceedings), 0) AS BIGINT)" if counted else "count(*)"
    proceedings, applications = (
        (COURT_COMPLETIONS_BY_JUDGE.name, COURT_DECISIONS_BY_JUDGE.name)
        if counted
        else ("court_completions", "court_decisions")
    )
    return (
        f"SELECT {_counts(PROCEEDINGS, here, 'proceedings' if counted else '')}, {everywhere} AS everywhere FROM {proceedings} "
        f"WHERE release = $release AND {_where('', judges, dated=dated, counted=counted)}",
        f"SELECT {_counts(APPLICATIONS, 'true', 'applications' if counted else '')} FROM {applications} "
        f"WHERE release = $release AND {_where(own, judges, dated=dated, counted=counted)} AND {there}"
        + (" AND attribution = 'own'" if counted else ""),
    )


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    period: Period | None = asked["period"]
    parameters = {**asked, "period": str(period) if period else None}
    chosen = court_release(record, asked["release"], "court_completions")
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, parameters, "not covered", chosen.reason)
    parameters["release"] = chosen.id
    judge = asked_for(record, chosen.id, "judge", asked["judge"], MEASURE.id)
    court = asked_for(record, chosen.id, "court", asked["court"], MEASURE.id)
    assert judge is not None
    for name, one in (("judge", judge), ("court", court)):
        if one and not one.codes:
            unknown = no_code(chosen.id, name, ", ".join(one.unknown))
            return MEASURE.unanswered(record, parameters, "not covered", unknown)
    if period and chosen.release.last and period.first > date.fromisoformat(chosen.release.last):
        late = ends_before(chosen.id, chosen.release.last, period)
        return MEASURE.unanswered(record, parameters, "not covered", late)
    return _finding(record, parameters, chosen, judge, court, period)


def _finding(
    record: Record,
    parameters: Mapping[str, Any],
    chosen: CourtRelease,
    judge: Asked,
    court: Asked | None,
    period: Period | None,
) -> Finding:
    courts = court.codes if court else ()
    named = {f"judge_{at}": code for at, code in enumerate(judge.codes)}
    named |= {f"court_{at}": code for at, code in enumerate(courts)}
    bounds = {"first": period.first, "last": period.last} if period else {}
    values = {"release": chosen.id, **named, **bounds}
    counted = chosen.release.tables.keys() >= COUNTS and (period is None or period.in_whole_fiscal_years)
    statements = _statements(judge.codes, courts, dated=period is not None, counted=counted)
    proceedings, applications = (record.query(sql, values)[0] for sql in statements)
    completed, whole = int(proceedings["completed"]), int(proceedings.pop("everywhere"))
    where = [condition("court", court.words)] if court else []
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), "court_completions", " ; ".join(statements)),
        value=float(completed),
        numerator=completed,
        denominator=whole,
        denominator_is=said("completed proceedings of the judge at all courts in the period"),
        interval=Interval(completed, completed, said("complete count of the rows of one release")),
        columns=(said("stage"), said("count"), said("of")),
        rows=_rows(proceedings, applications),
        caveats=(
            *chosen.caveats,
            *judge.caveats,
            *(court.caveats if court else ()),
            *_caveats(record, chosen, judge, period),
        ),
        told=Told.of(("place",), (period.grain,) if period else (), _cells(proceedings, applications), "hearings"),
        sentence=narrowed(
            _sentence(proceedings, applications), [condition("judge", judge.words), *where, completed_in(period)]
        ),
    )


def _sentence(proceedings: Mapping[str, int], applications: Mapping[str, int]) -> Said:
    return said(
        "{completed:number} completed proceedings, {first:number} of them the first of a case, {absent:number} of these "
        "decided in absence; {applied:number} asylum applications in them, {granted:number} granted, {denied:number} denied, "
        "{relieved:number} with other relief.",
        **{name: proceedings[name] for name in ("completed", "first", "absent")},
        **{name: applications[name] for name in ("applied", "granted", "denied", "relieved")},
    )


def _rows(proceedings: Mapping[str, int], applications: Mapping[str, int]) -> tuple[tuple[str, int, str], ...]:
    """The stages with what each is a part of, both in rows of one release."""
    decided = sum(count for name, count in applications.items() if name != "applied")
    counts = {**proceedings, **applications, "undecided": applications["applied"] - decided}
    stages = {**PROCEEDINGS, **APPLICATIONS}
    wholes: dict[str, int] = {COMPLETED: counts["completed"], FIRST: counts["first"], APPLIED: counts["applied"]}
    return tuple(
        (stage.words, counts[name], said("{count:number} {stage}", count=wholes[stage.of], stage=stage.of))
        for name, stage in stages.items()
    )


def _cells(*counts: Mapping[str, int]) -> list[int]:
    return [count for group in counts for count in group.values() if count]


def _caveats(record: Record, chosen: CourtRelease, judge: Asked, period: Period | None) -> list[Caveat]:
    caveats = [
        Caveat(
            said(
                "Counts of what was completed before this judge, not of what the judge chose: the person's own acts, the "
                "government's and the case decide too."
            ),
            "warning",
        ),
        Caveat(
            said("An application counts with its own proceeding; a later one of its case may have changed the outcome.")
        ),
        Caveat(said("Members of a family are decided together: rows are more than people's separate claims.")),
    ]
    known = labels(record, chosen.id, "judge")
    reason = placeholder(judge.codes[0], known.get(judge.codes[0], ""))
    if reason:
        caveats.append(Caveat(no_person(judge.codes[0], reason), "warning"))
    if len(judge.codes) > 1:
        caveats.append(
            Caveat(
                said(
                    "Codes counted together, since the release gives them the same name: {codes}.",
                    codes=", ".join(judge.codes),
                )
            )
        )
    last = chosen.release.last
    if period and last and period.last > date.fromisoformat(last):
        caveats.append(Caveat(ends_within(last, period), "warning"))
    return caveats


MEASURE = Measure(
    id="judge_funnel",
    estimators=("complete_count",),
    definition=Definition(
        question="What became of the proceedings before this judge, from completion to asylum granted?",
        counted="proceedings of the judge with a completion date, and the asylum applications made in them, by the letter of their decision",
        not_counted="proceedings that are pending, and applications whose own proceeding another judge completed",
        date_basis="the day on which the proceeding was completed",
        estimator="complete count of the rows of one release, by stage",
    ),
    unit="completed proceedings",
    parameters=(
        replace(JUDGE, required=True),
        COURT,
        Parameter("period", "period", "FY2024, 2024-06, or two with .. between; empty means the whole release"),
        RELEASE,
    ),
    tables=("court_completions", "court_decisions"),
    answer=_answer,
    dimensions={},
    example="-p judge=CAT -p court=JNA",
)
