"""How many cases were pending at a court release, as EOIR and as TRAC count them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.engine.connect import quoted
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import Unanswerable, cut
from sojourn.measures.court.proceedings import Proceedings
from sojourn.measures.court.question import CASE_TYPE, DETAINED, EOIR_TYPES, TALLY, Question, question, record_day
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.words.said import said

_COLUMNS = {
    "court": "court",
    "nationality": "nationality",
    "case_type": "case_type",
    "detained": "detained_place",
}
DIMENSIONS = {
    "court": Dimension("court", "court", "court (base city) that has the case"),
    "nationality": Dimension("nationality", "nationality", "nationality of the case"),
    "case_type": Dimension("case_type", "case_type", "case type"),
    "detained": Dimension("detained_place", "detained_place", "whether the hearing location is a place of detention"),
}
WAITS_EOIR = f"case_type IN ({', '.join(map(quoted, EOIR_TYPES))})"
"""The pending cases that EOIR counts."""
_WAITS_TRAC = "NOT closed_before"


def _sql(asked: Question) -> str:
    found = Proceedings(asked)
    names, grouping = found.split(DIMENSIONS)
    tests = {"eoir": WAITS_EOIR, "trac": _WAITS_TRAC}
    counts = ", ".join(
        f"{found.number(f'{test} AND {which}')} AS {name}{suffix}"
        for name, test in tests.items()
        for suffix, which in (("", asked.certain), ("_possible", asked.possible))
    )
    return f"""
        SELECT {names}{counts}, {found.number("true")} AS waiting
        FROM {found.source} AND step = 'pending'
        {grouping}"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    sql = _sql(asked)
    rows = asked.query(sql)
    sums = {
        name: sum(row[name] for row in rows) for name in ("eoir", "trac", "eoir_possible", "trac_possible", "waiting")
    }
    return _finding(asked, sql, rows, sums, given["definition"])


def _finding(
    asked: Question, sql: str, rows: list[dict[str, Any]], sums: Mapping[str, int], definition: str
) -> Finding:
    day = record_day(asked.record, asked.release)
    kept = [row for row in rows if asked.by and (row["eoir"] or row["trac"])]
    split = [(*asked.cells(row), row["eoir"], row["trac"]) for row in kept]
    shown, more = cut(split if asked.by else [("EOIR", sums["eoir"]), ("TRAC", sums["trac"])])
    other = "trac" if definition == "eoir" else "eoir"
    return asked.finding(
        "court_completions",
        sql,
        value=float(sums[definition]),
        numerator=sums[definition],
        denominator=sums["waiting"],
        denominator_is=said("all cases of the release whose newest proceeding has no completion, of every case type"),
        interval=Interval(
            sums[definition],
            sums[f"{definition}_possible"],
            said("complete count; the upper limit adds cases whose cell for a filter is blank"),
        ),
        columns=(*asked.by, said("pending, EOIR"), said("pending, TRAC"))
        if asked.by
        else (said("definition"), said("pending cases")),
        rows=shown,
        caveats=(*_caveats(), *more),
        breaks_down=lambda: asked.breakdown(
            {definition: sums[definition]}, kept, split, ("eoir", "trac"), of_all={"waiting": sums["waiting"]}
        ),
        told=asked.told_of([row[name] for row in rows for name in ("eoir", "trac")]),
        sentence=said(
            "{pending:number} cases pending on {day} as {definition} counts; {others:number} as {other} counts.",
            pending=sums[definition],
            day=day,
            definition=definition.upper(),
            others=sums[other],
            other=other.upper(),
        ),
        details={"day": day},
    )


def _caveats() -> tuple[Caveat, ...]:
    return (
        Caveat(
            said(
                "A case is one charging document. One person may have several cases, and a family has one for each person."
            )
        ),
        Caveat(said("A release shows the cases pending on its own day; earlier days need earlier releases.")),
    )


_MEANINGS = {
    "eoir": "cases of removal, deportation, exclusion, asylum only and withholding only without a completion",
    "trac": "cases whose newest proceeding is not closed administratively, so fewer where many were closed",
}

MEASURE = Measure(
    id="pending_cases",
    estimators=("complete_count",),
    definition=Definition(
        question="How many cases were pending before the immigration courts?",
        counted="cases whose newest proceeding has no completion date",
        not_counted=(
            "as EOIR counts: case types other than removal, DEP, exclusion, asylum only and withholding only; as TRAC "
            "counts: cases of any type whose latest completion closed them administratively"
        ),
        date_basis="the day of the release",
        estimator="complete count of the cases of one release, under both definitions",
    ),
    unit="cases",
    parameters=(
        Parameter(
            "definition",
            "choice",
            "whose count is the value; both are shown",
            "eoir",
            choices=("eoir", "trac"),
            meanings=_MEANINGS,
        ),
        COURT,
        NATIONALITY,
        CASE_TYPE,
        DETAINED,
        TALLY,
        RELEASE,
    ),
    tables=("court_completions",),
    answer=_answer,
    dimensions=DIMENSIONS,
    example="-p court=JNA",
)
