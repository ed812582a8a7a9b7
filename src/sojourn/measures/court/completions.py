"""How many proceedings the immigration courts completed: the first of a case, and later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import Unanswerable, cut
from sojourn.measures.court.proceedings import Proceedings
from sojourn.measures.court.question import CASE_TYPE, DETAINED, PERIOD, TALLY, Question, question
from sojourn.measures.court.release import COURT, JUDGE, NATIONALITY, RELEASE
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.words.said import Said, said

_COLUMNS = {
    "judge": "judge",
    "court": "court",
    "nationality": "nationality",
    "case_type": "case_type",
    "detained": "detained_place",
}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(completion_date)", "completion_date", "US fiscal year of the completion"),
    "month": Dimension("month_of(completion_date)", "completion_date", "month of the completion"),
    "court": Dimension("court", "court", "court (base city) of the proceeding"),
    "nationality": Dimension("nationality", "nationality", "nationality of the case"),
    "case_type": Dimension("case_type", "case_type", "case type of the proceeding"),
    "detained": Dimension("detained_place", "detained_place", "whether the hearing location is a place of detention"),
}
_STEPS = {"all": ("first", "later"), "first": ("first",), "later": ("later",)}


def _sql(asked: Question) -> str:
    found = Proceedings(asked, "proceeding_id")
    names, grouping = found.split(DIMENSIONS)
    counts = ", ".join(
        f"""{found.number(f"step = '{step}' AND {test}")} AS {step}{suffix}"""
        for step in ("first", "later", "moved")
        for suffix, test in (("_certain", asked.certain), ("_possible", asked.possible))
    )
    return f"""
        SELECT {names}{counts}, {found.number("step <> 'moved'")} AS completed
        FROM {found.source} AND step <> 'pending' AND {found.completed}
        {grouping}"""


def _sentence(step: str, counted: int, whole: int) -> Said:
    values = {"counted": counted, "whole": whole}
    return {
        "all": said("{counted:number} completions out of {whole:number} completions.", **values),
        "first": said("{counted:number} first completions out of {whole:number} completions.", **values),
        "later": said("{counted:number} later completions out of {whole:number} completions.", **values),
    }[step]


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    sql = _sql(asked)
    return _finding(asked, sql, asked.query(sql), given["step"])


def _by_step(sums: Mapping[str, Mapping[str, int]]) -> list[tuple[Any, ...]]:
    return [(said("first"), sums["first"]["certain"]), (said("later"), sums["later"]["certain"])]


def _finding(asked: Question, sql: str, rows: list[dict[str, Any]], step: str) -> Finding:
    sums = {
        which: {suffix: sum(row[f"{which}_{suffix}"] for row in rows) for suffix in ("certain", "possible")}
        for which in ("first", "later", "moved")
    }
    counted, possible = (sum(sums[one][suffix] for one in _STEPS[step]) for suffix in ("certain", "possible"))
    whole = sum(row["completed"] for row in rows)
    kept = [row for row in rows if asked.by and (row["first_certain"] or row["later_certain"])]
    split = [(*asked.cells(row), row["first_certain"], row["later_certain"]) for row in kept]
    shown, more = cut(split if asked.by else _by_step(sums))
    return asked.finding(
        "court_completions",
        sql,
        value=float(counted),
        numerator=counted,
        denominator=whole,
        denominator_is=said("all first and later completions of the period in the release"),
        interval=Interval(
            counted, possible, said("complete count; the upper limit adds rows whose cell for a filter is blank")
        ),
        columns=(*asked.by, said("first completions"), said("later completions"))
        if asked.by
        else (said("completion"), said("proceedings")),
        rows=shown,
        caveats=(*_caveats(sums["moved"]["certain"]), *more),
        rivals=asked.rivals() if step == "all" else (),
        breaks_down=lambda: asked.breakdown(
            {step: counted},
            kept,
            split,
            ("first", "later"),
            parts={"all": ("first", "later")},
            of_all={"all": whole},
        ),
        told=asked.told_of([row[f"{one}_certain"] for row in rows for one in ("first", "later")]),
        sentence=_sentence(step, counted, whole),
    )


def _caveats(moved: int) -> tuple[Caveat, ...]:
    return (
        Caveat(
            said("{moved:number} proceedings that only moved the case to another court are not counted.", moved=moved)
        ),
        Caveat(
            said(
                "A court may overwrite a completion after a decision of the Board, which changes counts of past years."
            )
        ),
    )


MEASURE = Measure(
    id="completions",
    estimators=("complete_count",),
    definition=Definition(
        question="How many proceedings did the immigration courts complete?",
        counted="proceedings with a completion date: the earliest of a case is its first completion, others are later ones",
        not_counted="proceedings that ended because the case changed venue or was transferred",
        date_basis="the day of completion",
        estimator="complete count of the proceedings of one release",
    ),
    unit="completions",
    parameters=(
        PERIOD,
        Parameter(
            "step",
            "choice",
            "first: one for each case; later: after reopening or remand; all: both",
            "all",
            choices=tuple(_STEPS),
        ),
        COURT,
        JUDGE,
        NATIONALITY,
        CASE_TYPE,
        DETAINED,
        TALLY,
        RELEASE,
    ),
    tables=("court_completions",),
    answer=_answer,
    dimensions=DIMENSIONS,
    example="-p period=FY2024 -p court=JNA",
)
