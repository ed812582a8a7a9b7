"""What the immigration courts decided about bond, and the amounts they set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.court.question import PERIOD, Question, question
from sojourn.measures.court.release import COURT, JUDGE, RELEASE
from sojourn.measures.court.shares import share_of, wilson_interval
from sojourn.measures.declare import Dimension, Measure
from sojourn.record.opened import Record
from sojourn.words.said import Said, said

_COLUMNS = {"court": "court", "judge": "judge"}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(completion_date)", "completion_date", "US fiscal year of the decision"),
    "court": Dimension("court", "court", "court (base city) of the bond proceeding"),
}
_GRANTED = "decision IN ('C', 'R', 'G', 'F')"
_OUTCOMES = {
    said("granted"): _GRANTED,
    said("denied"): "decision IN ('N', 'S', 'E', 'L')",
    said("amount raised"): "decision = 'I'",
    said("no power to decide"): "decision IN ('J', 'D')",
    said("nothing left to decide"): "decision = 'A'",
    said("withdrawn"): "decision = 'W'",
}


def _sql(asked: Question) -> str:
    names, grouping = asked.split(DIMENSIONS)
    counts = ", ".join(
        f"count(CASE WHEN {test} THEN 1 END) AS {name.replace(' ', '_')}" for name, test in _OUTCOMES.items()
    )
    amount = f"CASE WHEN {_GRANTED} AND new_bond > 0 THEN new_bond END"
    return f"""
        SELECT {names}{counts}, count(*) AS cases, count({amount}) AS amounts,
            exact_quantile({amount}, 0.5) AS median_bond
        FROM court_last_bonds
        WHERE release = $release AND {asked.within("completion_date")} AND {asked.certain}
        {grouping}"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS, needs=("court_bonds",))
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    whole_sql = _sql(asked.whole)
    total = asked.query(whole_sql)[0]
    if total["cases"] < FEWEST:
        return asked.too_few(said("cases with a decision on bond"))
    sql = _sql(asked)
    return _finding(asked, sql, total, asked.query(sql) if by else [])


def _finding(asked: Question, sql: str, total: dict[str, Any], rows: list[dict[str, Any]]) -> Finding:
    granted, cases = total["granted"], total["cases"]
    split = [
        (*asked.cells(row), row["cases"], row["granted"], *share_of(row["granted"], row["cases"]), _median(row))
        for row in rows
    ]
    headline = {"granted": granted, "cases": cases}
    outcomes = [(name, total[name.replace(" ", "_")]) for name in _OUTCOMES]
    outcomes.append((said("other, or not recorded"), cases - sum(count for _, count in outcomes)))
    shown, more = cut(split if asked.by else outcomes)
    median = _median(total)
    return asked.finding(
        "court_last_bonds",
        sql,
        value=granted / cases,
        numerator=granted,
        denominator=cases,
        denominator_is=said("cases with a decision on bond, whatever it was"),
        interval=wilson_interval(granted, cases),
        columns=(*asked.by, *_headers()) if asked.by else (said("outcome"), said("cases")),
        rows=shown,
        caveats=(*_caveats(total), *more),
        breaks_down=lambda: asked.breakdown(
            headline, rows, split, ("cases", "granted"), parts={"cases": ("granted", "not granted")}
        ),
        told=asked.told_of([row[name] for row in rows or [total] for name in ("cases", "granted")]),
        sentence=_sentence(granted, cases, total["amounts"], median),
        details={"median_bond": median, "amounts": total["amounts"]},
    )


def _headers() -> tuple[Said, ...]:
    counts = (said("cases"), said("granted"))
    return (*counts, said("share"), said("low"), said("high"), said("median bond set, USD"))


def _sentence(granted: int, cases: int, amounts: int, median: float | None) -> Said:
    values = {"granted": granted, "cases": cases, "share": granted / cases}
    if not median:
        return said("Bond granted in {granted:number} of {cases:number} cases ({share:percent}).", **values)
    return said(
        "Bond granted in {granted:number} of {cases:number} cases ({share:percent}); the median of {amounts:number} "
        "amounts set was {median:number} USD.",
        **values,
        amounts=amounts,
        median=median,
    )


def _median(row: Mapping[str, Any]) -> float | None:
    """The median amount, where there are enough amounts to have one."""
    return float(row["median_bond"]) if row["amounts"] >= FEWEST else None


def _caveats(total: Mapping[str, Any]) -> tuple[Caveat, ...]:
    granted, denied = total["granted"], total["denied"] + total["amount_raised"]
    caveats = [
        Caveat(
            said(
                "Of the {cases:number} cases granted, denied or raised alone, {share:percent} were granted; decisions that "
                "none could be made, or that there was nothing left to decide, are in the denominator of the value.",
                cases=granted + denied,
                share=granted / (granted + denied),
            ),
            "warning",
        )
        if granted + denied
        else Caveat(said("No case was granted, denied or raised.")),
        Caveat(
            said(
                "The release has no list for these letters; their groups follow the agency's documentation as peers print it."
            )
        ),
        Caveat(
            said(
                "Amounts of zero are left out: releases on recognizance have none. Bond says nothing of those never heard on it."
            )
        ),
    ]
    return tuple(caveats)


MEASURE = Measure(
    id="bond_outcomes",
    estimators=("wilson",),
    definition=Definition(
        question="In what share of cases did the court grant bond?",
        counted="cases by their last decision on bond: amount lowered, release on recognizance, conditions eased, Flores release",
        not_counted="earlier decisions on bond of the same case, requests without a decision, and people never heard on bond",
        date_basis="the day of the last decision on bond",
        estimator="cases granted divided by cases decided; the median is of amounts above zero set with a grant",
    ),
    unit="share",
    parameters=(PERIOD, COURT, JUDGE, RELEASE),
    tables=("court_last_bonds",),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p period=FY2024",
)
