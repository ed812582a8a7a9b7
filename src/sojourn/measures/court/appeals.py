"""Appeals to the Board of Immigration Appeals: who filed them, what became of them, and which grants were appealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sojourn.engine.connect import quoted
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.court.question import PERIOD, TALLY, Question, question, record_day
from sojourn.measures.court.release import COURT, JUDGE, NATIONALITY, RELEASE, list_labels
from sojourn.measures.court.shares import share_headers, share_of, wilson_interval
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.tables.court.derived import GRANTS
from sojourn.words.said import Said, said

SOON = 30
"""Days from the decision within which an appeal to the Board must be filed (8 CFR 1003.38)."""
_CASE_APPEAL = """upper(category) = 'IJ' AND appeal_type IN (
            SELECT code FROM court_codes
            WHERE release = $release AND list = 'tbllookupAppealType' AND upper(label) LIKE '%CASE APPEAL%')"""
"""Appeals from judges' decisions on the case itself: no bond appeals, motions or remands."""

FILED_COLUMNS = {"filed_by": "filed_by", "nationality": "nationality"}
FILED_DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(filed_date)", "filed_date", "US fiscal year of the filing"),
    "filed_by": Dimension("filed_by", "filed_by", "who filed: A respondent, I government, B both, others rare"),
    "board_decision": Dimension("board_decision", "board_decision", "what the Board decided, by its code"),
}
GRANTED_COLUMNS = {"court": "own_court", "judge": "own_judge", "nationality": "nationality"}
GRANTED_DIMENSIONS = {
    "fiscal_year": Dimension(
        "us_fiscal_year(own_completion_date)", "own_completion_date", "US fiscal year of the grant"
    ),
    "court": Dimension("own_court", "own_court", "court (base city) that granted"),
    "nationality": Dimension("nationality", "nationality", "nationality of the case"),
}


def _filed_sql(asked: Question, by: tuple[str, ...]) -> str:
    names = "".join(f"{FILED_DIMENSIONS[name].sql} AS {name}, " for name in by)
    order = ", ".join(str(at) for at in range(1, len(by) + 1))
    return f"""
        SELECT {names}count(*) AS whole, count(CASE WHEN {asked.certain} THEN 1 END) AS appeals,
            count(CASE WHEN {asked.possible} THEN 1 END) AS possible,
            count(CASE WHEN {asked.certain} AND board_decision IS NULL THEN 1 END) AS waiting
        FROM {asked.rows_of("court_appeals", "appeal_id")} AND {asked.within("filed_date")} AND {_CASE_APPEAL}
        GROUP BY {order} ORDER BY {order}"""


def _filed(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, APPEALS_FILED, given, by, FILED_COLUMNS, needs=("court_appeals",))
    if isinstance(asked, Unanswerable):
        return APPEALS_FILED.unanswered(record, given, asked.status, asked.reason)
    sql = _filed_sql(asked, by or ("filed_by",))
    return _filed_finding(asked, sql, asked.query(sql))


def _filed_finding(asked: Question, sql: str, rows: list[dict[str, Any]]) -> Finding:
    sums = {name: sum(row[name] for row in rows) for name in ("appeals", "possible", "waiting", "whole")}
    by = asked.by or ("filed_by",)
    cells = [
        (
            *(_said(asked, name, row[name]) for name in by),
            row["appeals"],
            row["appeals"] - row["waiting"],
            row["waiting"],
        )
        for row in rows
        if row["appeals"]
    ]
    shown, more = cut(cells)
    return asked.finding(
        "court_appeals",
        sql,
        value=float(sums["appeals"]),
        numerator=sums["appeals"],
        denominator=sums["whole"],
        denominator_is=said("all appeals from judges' decisions on the case that were filed in the period"),
        interval=Interval(
            sums["appeals"],
            sums["possible"],
            said("complete count; the upper limit adds appeals whose cell for a filter is blank"),
        ),
        columns=(*by, said("appeals"), said("decided by the Board"), said("pending at the Board")),
        rows=shown,
        caveats=(*_FILED_CAVEATS, *more),
        told=asked.told_of([row["appeals"] for row in rows]),
        sentence=said(
            "{appeals:number} appeals to the Board out of {whole:number}; {waiting:number} of them still pending at the "
            "release.",
            appeals=sums["appeals"],
            whole=sums["whole"],
            waiting=sums["waiting"],
        ),
        details={"pending": sums["waiting"]},
    )


def _said(asked: Question, name: str, value: Any) -> Any:
    """A code of an appeal with the label of the release's own list."""
    published = {"filed_by": "tblLookupFiledBy", "board_decision": "tblLookupBIADecision"}.get(name)
    if published is None:
        return value
    if value is None:
        return said("none yet") if name == "board_decision" else said("not recorded")
    label = list_labels(asked.record, asked.release, published).get(value)
    return f"{label} ({value})" if label else value


_FILED_CAVEATS = (
    Caveat(said("Bond appeals, motions and remands are not counted; an appeal by both sides counts once, under B.")),
    Caveat(said("An appeal is pending where the release has no decision of the Board.")),
)

_GRANTS = f"""
    SELECT d.application_id, d.own_court, d.own_judge, d.nationality, d.own_completion_date,
        min(CASE WHEN a.filed_date >= d.own_completion_date THEN a.filed_date END) AS appealed_date
    FROM court_decisions AS d
    LEFT JOIN (
        SELECT proceeding_id, filed_date FROM court_appeals
        WHERE release = $release AND filed_by IN ('I', 'B') AND {_CASE_APPEAL}
    ) AS a ON a.proceeding_id = d.proceeding_id
    WHERE d.release = $release AND d.decision IN ({", ".join(map(quoted, GRANTS))}) AND d.own_completion_date IS NOT NULL
    GROUP BY d.application_id, d.own_court, d.own_judge, d.nationality, d.own_completion_date"""
"""Each grant once, with the first appeal of the government from its proceeding that was not filed before it."""


def _granted_sql(asked: Question) -> str:
    names, grouping = asked.split(GRANTED_DIMENSIONS)
    return f"""
        SELECT {names}count(*) AS grants, count(appealed_date) AS appealed,
            count(CASE WHEN nights_between(own_completion_date, appealed_date) <= {SOON} THEN 1 END) AS soon,
            count(CASE WHEN appealed_date IS NULL AND own_completion_date > $still_open THEN 1 END) AS still_open
        FROM ({_GRANTS}) AS granted
        WHERE {asked.within("own_completion_date")} AND {asked.certain}
        {grouping}"""


def _granted(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, GRANTED_THEN_APPEALED, given, by, GRANTED_COLUMNS, needs=("court_appeals",))
    if isinstance(asked, Unanswerable):
        return GRANTED_THEN_APPEALED.unanswered(record, given, asked.status, asked.reason)
    sql = _granted_sql(asked)
    rows = asked.query(sql, still_open=record_day(record, asked.release) - timedelta(days=SOON))
    sums = {name: sum(row[name] for row in rows) for name in ("grants", "appealed", "soon", "still_open")}
    if sums["grants"] < FEWEST:
        return asked.too_few(said("grants of asylum"))
    return _granted_finding(asked, sql, rows, sums, "soon" if given["within"] == "30_days" else "appealed")


def _granted_finding(
    asked: Question, sql: str, rows: list[dict[str, Any]], sums: Mapping[str, int], which: str
) -> Finding:
    part, grants = sums[which], sums["grants"]
    kept = [row for row in rows if row["grants"]]
    cells = [
        (*asked.cells(row), row["grants"], row["appealed"], row["soon"], *share_of(row[which], row["grants"]))
        for row in kept
    ]
    shown, more = cut(cells)
    return asked.finding(
        "court_decisions",
        sql,
        value=part / grants,
        numerator=part,
        denominator=grants,
        denominator_is=said("asylum applications granted, by the proceeding that granted them"),
        interval=wilson_interval(part, grants),
        columns=(
            *asked.by,
            said("grants"),
            said("appealed"),
            said("within {days:number} days", days=SOON),
            *share_headers(),
        ),
        rows=shown,
        caveats=(*_granted_caveats(sums), *more),
        breaks_down=lambda: asked.breakdown(
            {which: part, "grants": grants},
            kept,
            cells,
            ("grants", "appealed", "soon"),
            parts={"grants": ("appealed", "not appealed"), "appealed": ("soon", "late")},
        ),
        told=asked.told_of([row[name] for row in rows for name in ("grants", "appealed", "soon")]),
        sentence=_granted_sentence(part, grants, which),
        details={"within_30_days": sums["soon"], "still_open": sums["still_open"]},
    )


def _granted_sentence(part: int, grants: int, which: str) -> Said:
    values = {"part": part, "grants": grants, "share": part / grants}
    if which != "soon":
        return said(
            "The government appealed {part:number} of {grants:number} grants of asylum ({share:percent}).", **values
        )
    return said(
        "The government appealed {part:number} of {grants:number} grants of asylum ({share:percent}) within {days:number} "
        "days.",
        **values,
        days=SOON,
    )


def _granted_caveats(sums: Mapping[str, int]) -> tuple[Caveat, ...]:
    caveats = [
        Caveat(
            said("Appeals reserved at the hearing and never filed are not appeals. An appeal by both sides counts.")
        ),
        Caveat(
            said("An appeal is matched by its proceeding; it may concern another part of the decision than the grant.")
        ),
    ]
    if sums["still_open"]:
        text = said(
            "{grants:number} grants were less than {days:number} days old at the release and could still be appealed.",
            grants=sums["still_open"],
            days=SOON,
        )
        caveats.append(Caveat(text, "warning"))
    return tuple(caveats)


APPEALS_FILED = Measure(
    id="appeals_filed",
    estimators=("complete_count",),
    definition=Definition(
        question="How many appeals from judges' decisions were filed with the Board, and by whom?",
        counted="appeals of the category IJ whose type is, by the release's own list, a case appeal",
        not_counted="bond appeals, appeals from motions, remands, interlocutory appeals, and appeals from officers of DHS",
        date_basis="the day of filing",
        estimator="complete count of the appeals of one release; pending are those without a decision of the Board",
    ),
    unit="appeals",
    parameters=(
        PERIOD,
        Parameter("filed_by", "text", "who filed, by the court's code: A respondent, I government, B both"),
        NATIONALITY,
        TALLY,
        RELEASE,
    ),
    tables=("court_appeals",),
    answer=_filed,
    dimensions=FILED_DIMENSIONS,
    example="-p period=FY2024 -p filed_by=I",
)
GRANTED_THEN_APPEALED = Measure(
    id="granted_then_appealed",
    estimators=("wilson",),
    definition=Definition(
        question="What share of the grants of asylum did the government appeal?",
        counted="asylum applications granted (letters F, G, C, I, P) whose proceeding the government, or both sides, appealed",
        not_counted="appeals of the respondent alone, appeals filed before the decision, and bond appeals",
        date_basis="the day on which the proceeding of the application was completed",
        estimator="grants appealed divided by grants",
    ),
    unit="share",
    parameters=(
        PERIOD,
        Parameter(
            "within",
            "choice",
            "any appeal, or those filed within 30 days of the grant",
            "any",
            choices=("any", "30_days"),
        ),
        COURT,
        JUDGE,
        NATIONALITY,
        RELEASE,
    ),
    tables=("court_decisions", "court_appeals"),
    answer=_granted,
    dimensions=GRANTED_DIMENSIONS,
    minimum=FEWEST,
    example="-p period=FY2023..FY2025",
)
MEASURES = (APPEALS_FILED, GRANTED_THEN_APPEALED)
