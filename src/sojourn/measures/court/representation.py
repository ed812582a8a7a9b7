"""The share of people who had a lawyer or other representative: pending cases, decided ones, and removal orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.court.pending import WAITS_EOIR
from sojourn.measures.court.proceedings import Proceedings
from sojourn.measures.court.question import DETAINED, PERIOD, TALLY, Question, question
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE
from sojourn.measures.court.shares import share_headers, share_of, wilson_interval
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.words.said import said

_COLUMNS = {"court": "court", "nationality": "nationality", "detained": "detained_place"}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(completion_date)", "completion_date", "US fiscal year of the completion"),
    "court": Dimension("court", "court", "court (base city) of the proceeding"),
    "nationality": Dimension("nationality", "nationality", "nationality of the case"),
    "detained": Dimension("detained_place", "detained_place", "whether the hearing location is a place of detention"),
}
_AMONG = {
    "pending": said("cases pending at the release, as EOIR counts"),
    "decided": said("cases by their first completion"),
    "ordered_removed": said("completions with an order of removal"),
}


def _conditions(completed: str) -> dict[str, str]:
    return {
        "pending": f"step = 'pending' AND {WAITS_EOIR}",
        "decided": f"step = 'first' AND {completed}",
        "ordered_removed": f"step IN ('first', 'later') AND ordered_removed AND {completed}",
    }


def _sql(asked: Question) -> str:
    found = Proceedings(asked)
    names, grouping = found.split(DIMENSIONS)
    counts = ", ".join(
        f"{found.number(test)} AS {name}, {found.number(f'{test} AND represented')} AS {name}_represented"
        for name, test in _conditions(found.completed).items()
    )
    return f"""
        SELECT {names}{counts}
        FROM {found.source} AND {asked.certain}
        {grouping}"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    among = given["among"]
    if among == "pending" and (asked.period or "fiscal_year" in by):
        reason = said("cases are pending on the day of the release, in no year of completion: leave the period out")
        return asked.unanswered("not determinable", reason)
    sql = _sql(asked)
    rows = asked.query(sql)
    if sum(row[among] for row in rows) < FEWEST:
        return asked.too_few(_AMONG[among])
    return _finding(asked, sql, rows, among)


def _finding(asked: Question, sql: str, rows: list[dict[str, Any]], among: str) -> Finding:
    sums = {name: (sum(row[f"{name}_represented"] for row in rows), sum(row[name] for row in rows)) for name in _AMONG}
    part, whole = sums[among]
    beside = [
        (_AMONG[name], *pair, *share_of(*pair))
        for name, pair in sums.items()
        if name != "pending" or asked.period is None
    ]
    kept = [row for row in rows if asked.by and row[among]]
    split = [
        (*asked.cells(row), row[f"{among}_represented"], row[among], *share_of(row[f"{among}_represented"], row[among]))
        for row in kept
    ]
    shown, more = cut(split if asked.by else beside)
    return asked.finding(
        "court_completions",
        sql,
        value=part / whole,
        numerator=part,
        denominator=whole,
        denominator_is=_AMONG[among],
        interval=wilson_interval(part, whole),
        columns=(*(asked.by or (said("among"),)), said("represented"), said("all"), *share_headers()),
        rows=shown,
        caveats=(*_caveats(asked), *more),
        breaks_down=lambda: asked.breakdown(
            {"represented": part, "all": whole},
            kept,
            split,
            ("represented", "all"),
            of=among,
            parts={"all": ("represented", "not represented")},
        ),
        told=asked.told_of([cell for row in rows for cell in (row[among], row[f"{among}_represented"])]),
        sentence=said(
            "Represented at some time: {part:number} of {whole:number} ({share:percent}). Among: {among}.",
            part=part,
            whole=whole,
            share=part / whole,
            among=_AMONG[among],
        ),
    )


def _caveats(asked: Question) -> tuple[Caveat, ...]:
    caveats = [
        Caveat(
            said(
                "Represented means at some time up to the release, not at the decision. Cases that last longer have more time "
                "to find a lawyer, so shares of two groups say nothing about what lawyers achieve."
            ),
            "warning",
        ),
        Caveat(said("Government lawyers stand in the same table of the release and are never counted.")),
    ]
    if not asked.chosen.release.tables.get("court_representatives"):
        text = said("This release has no table of representatives: only appearances on the case itself are counted.")
        caveats.append(Caveat(text, "warning"))
    return tuple(caveats)


MEASURE = Measure(
    id="representation",
    estimators=("wilson",),
    definition=Definition(
        question="What share of people before the immigration courts had a lawyer or other representative?",
        counted="cases with an appearance on the case itself, or an assignment on the respondent's side, at any time",
        not_counted="assignments of the government's side",
        date_basis="the day of completion; pending cases on the day of the release",
        estimator="cases represented divided by cases; all three groups stand in the table",
    ),
    unit="share",
    parameters=(
        Parameter(
            "among",
            "choice",
            "; ".join(f"{name}: {words}" for name, words in _AMONG.items()),
            "pending",
            choices=tuple(_AMONG),
        ),
        PERIOD,
        COURT,
        NATIONALITY,
        DETAINED,
        TALLY,
        RELEASE,
    ),
    tables=("court_completions",),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p court=JNA",
)
