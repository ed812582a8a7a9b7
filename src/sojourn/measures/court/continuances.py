"""How often hearings were adjourned in completed cases, and for which reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.court.question import DETAINED, Question, question
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE, list_labels
from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.stats.means import mean_of_counts
from sojourn.words.said import said

_COLUMNS = {"court": "court", "nationality": "nationality", "detained": "detained_place"}


def _cases(asked: Question) -> str:
    """Cases whose last completion lies in the period, with its day; of several on one day the newest proceeding."""
    return f"""
        SELECT c.case_id, c.completion_date
        FROM (SELECT * FROM court_completions WHERE release = $release AND {asked.certain}) AS c
        JOIN (
            SELECT same_day.case_id, max(same_day.proceeding_id) AS proceeding_id
            FROM court_completions AS same_day
            JOIN (
                SELECT case_id, max(completion_date) AS latest FROM court_completions
                WHERE release = $release AND case_id IN (
                    SELECT case_id FROM court_completions
                    WHERE release = $release AND completion_date BETWEEN $first AND $last)
                GROUP BY case_id
            ) AS ended ON ended.case_id = same_day.case_id AND ended.latest = same_day.completion_date
            WHERE same_day.release = $release AND ended.latest BETWEEN $first AND $last
            GROUP BY same_day.case_id
        ) AS chosen ON chosen.proceeding_id = c.proceeding_id"""


def _adjourned(asked: Question) -> str:
    return f"""
        SELECT cases.case_id, h.adjournment_reason AS reason
        FROM court_hearings AS h
        JOIN ({_cases(asked)}) AS cases ON cases.case_id = h.case_id
        WHERE h.release = $release AND h.adjournment_reason IS NOT NULL AND h.hearing_date < cases.completion_date"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS, needs=("court_hearings",))
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    cases = asked.query(f"SELECT count(*) AS cases FROM ({_cases(asked)}) AS completed")[0]["cases"]
    if cases < FEWEST:
        return asked.too_few(said("completed cases"))
    sql = f"SELECT reason, count(*) AS hearings FROM ({_adjourned(asked)}) AS adjourned GROUP BY 1 ORDER BY 2 DESC, 1"
    counted = f"""
        SELECT hearings, count(*) AS cases
        FROM (SELECT case_id, count(*) AS hearings FROM ({_adjourned(asked)}) AS adjourned GROUP BY 1) AS counted
        GROUP BY 1 ORDER BY 1"""
    return _finding(asked, sql, cases, asked.query(sql), asked.query(counted))


def _finding(
    asked: Question, sql: str, cases: int, reasons: Sequence[Mapping[str, Any]], counted: Sequence[Mapping[str, Any]]
) -> Finding:
    hearings = sum(row["hearings"] for row in reasons)
    known = list_labels(asked.record, asked.release, "tblAdjournmentcodes")
    shown, more = cut(
        [
            (row["reason"], known.get(row["reason"], ""), row["hearings"], round(row["hearings"] / cases, 4))
            for row in reasons
        ]
    )
    without = cases - sum(row["cases"] for row in counted)
    return asked.finding(
        "court_hearings",
        sql,
        value=hearings / cases,
        numerator=hearings,
        denominator=cases,
        denominator_is=said("cases whose last completion lies in the period"),
        interval=_interval(cases, counted),
        columns=(said("reason"), said("reason in words"), said("hearings"), said("per case")),
        rows=shown,
        caveats=(*_CAVEATS, *more),
        told=asked.told_of([cases, *(row["hearings"] for row in reasons)]),
        sentence=said(
            "{hearings:number} hearings adjourned with a reason in {cases:number} completed cases: {each:number} a case; "
            "{without:number} cases had none.",
            hearings=hearings,
            cases=cases,
            each=hearings / cases,
            without=without,
        ),
        details={"cases_without": without, "cases_by_hearings": {row["hearings"]: row["cases"] for row in counted}},
    )


def _interval(cases: int, counted: Sequence[Mapping[str, Any]]) -> Interval:
    """The mean with its standard error; cases without such a hearing are zeros."""
    often = {int(row["hearings"]): int(row["cases"]) for row in counted}
    _, low, high = mean_of_counts({**often, 0: cases - sum(often.values())})
    return Interval(low, high, said("mean with standard error, 95 %"))


_CAVEATS = (
    Caveat(
        said(
            "Every hearing with a reason counts, whoever asked for it: the court, the respondent, the government, or both."
        )
    ),
    Caveat(said("A case whose last completion only moved it to another court counts as completed here.")),
    Caveat(said("Cases still pending are left out, and they may be the ones adjourned most."), "warning"),
)

MEASURE = Measure(
    id="continuances",
    estimators=("mean",),
    definition=Definition(
        question="How many hearings were adjourned in a completed case, and why?",
        counted="hearings with a reason for adjournment, on a day before the last completion of their case",
        not_counted="hearings without a reason, hearings on or after the day of the last completion, and cases never completed",
        date_basis="the day of the last completion of the case",
        estimator="hearings adjourned divided by cases, cases without any included",
    ),
    unit="hearings per case",
    parameters=(
        Parameter(
            "period", "period", "the cases last completed in it: FY2024, 2024-06, or two with .. between", required=True
        ),
        COURT,
        NATIONALITY,
        DETAINED,
        RELEASE,
    ),
    tables=("court_completions", "court_hearings"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p period=FY2024",
)
