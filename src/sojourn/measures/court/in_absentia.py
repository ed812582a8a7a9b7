"""The share of decisions made with the person away, over each of three denominators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.court.pending import WAITS_EOIR
from sojourn.measures.court.proceedings import Proceedings
from sojourn.measures.court.question import PERIOD, TALLY, Question, question
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE
from sojourn.measures.court.shares import share_headers, share_of, wilson_interval
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.words.said import joined, said

_COLUMNS = {"court": "court", "nationality": "nationality"}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(completion_date)", "completion_date", "US fiscal year of the completion"),
    "court": Dimension("court", "court", "court (base city) of the proceeding"),
    "nationality": Dimension("nationality", "nationality", "nationality of the case"),
}
_DENOMINATORS = {
    "initial_nondetained": said(
        "first completions of removal cases of people not detained when the case was completed"
    ),
    "initial_all": said("first completions of all case types"),
    "all_with_pending": said("first completions of all case types, and cases pending at the release (as EOIR counts)"),
}
_MEANINGS = {
    "initial_nondetained": f"{_DENOMINATORS['initial_nondetained']}, as the US Government Accountability Office counts; people "
    "in detention are seldom away, so the share is higher without them",
    "initial_all": f"{_DENOMINATORS['initial_all']}; people in detention make it lower",
    "all_with_pending": f"{_DENOMINATORS['all_with_pending']}, as Eagly and Shafer count; pending cases make it lowest",
}
_NONDETAINED = "case_type = 'RMV' AND coalesce(custody, '') <> 'D'"


def _sql(asked: Question) -> str:
    """One row for each cell: first completions of the period, those of removal cases of people not detained, and pending."""
    found = Proceedings(asked)
    names, grouping = found.split(DIMENSIONS)
    first = f"step = 'first' AND {found.completed}"
    tests = {
        "first_completions": first,
        "absent": f"{first} AND in_absentia",
        "nondetained": f"{first} AND {_NONDETAINED}",
        "absent_nondetained": f"{first} AND in_absentia AND {_NONDETAINED}",
        "pending": f"step = 'pending' AND {WAITS_EOIR}",
    }
    counts = ", ".join(f"{found.number(test)} AS {name}" for name, test in tests.items())
    return f"""
        SELECT {names}{counts}
        FROM {found.source} AND step IN ('first', 'pending') AND {asked.certain}
        {grouping}"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    if by and given["denominator"] == "all_with_pending":
        reason = said("pending cases belong to no year of completion: ask for all_with_pending without a split")
        return asked.unanswered("not determinable", reason)
    sql = _sql(asked)
    found = asked.query(sql)
    names = ("first_completions", "absent", "nondetained", "absent_nondetained", "pending")
    sums = {name: sum(row[name] for row in found) for name in names}
    shares = _shares(sums, sums["pending"])
    if shares[given["denominator"]][1] < FEWEST:
        return asked.too_few(_DENOMINATORS[given["denominator"]])
    rows = [row for row in found if row["first_completions"] or not by]
    return _finding(asked, sql, rows, shares, given["denominator"])


def _shares(counts: Mapping[str, int], pending: int) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each definition."""
    return {
        "initial_nondetained": (counts["absent_nondetained"], counts["nondetained"]),
        "initial_all": (counts["absent"], counts["first_completions"]),
        "all_with_pending": (counts["absent"], counts["first_completions"] + pending),
    }


def _finding(
    asked: Question, sql: str, rows: list[dict[str, Any]], shares: Mapping[str, tuple[int, int]], chosen: str
) -> Finding:
    absent, whole = shares[chosen]
    beside = [(name, *pair, *share_of(*pair)) for name, pair in shares.items()]
    kept = [row for row in rows if asked.by and _shares(row, 0)[chosen][1]]
    split = [(*asked.cells(row), *pair, *share_of(*pair)) for row in kept for pair in [_shares(row, 0)[chosen]]]
    shown, more = cut(split if asked.by else beside)
    return asked.finding(
        "court_completions",
        sql,
        value=absent / whole,
        numerator=absent,
        denominator=whole,
        denominator_is=_DENOMINATORS[chosen],
        interval=wilson_interval(absent, whole),
        columns=(*(asked.by or (said("denominator"),)), said("in absentia"), said("all"), *share_headers()),
        rows=shown,
        caveats=(*_caveats(chosen, shares), *more),
        breaks_down=lambda: asked.breakdown(
            {"absent": absent, "all": whole},
            kept,
            split,
            ("absent", "all"),
            of=chosen,
            parts={"all": ("absent", "present")},
        ),
        told=asked.told_of([cell for row in rows for cell in _shares(row, 0)[chosen]]),
        sentence=said(
            "Decided with the person away: {absent:number} of {whole:number} ({share:percent}). Denominator: {denominator}.",
            absent=absent,
            whole=whole,
            share=absent / whole,
            denominator=_DENOMINATORS[chosen],
        ),
    )


def _caveats(chosen: str, shares: Mapping[str, tuple[int, int]]) -> tuple[Caveat, ...]:
    told = [
        said("{name} {share:percent}", name=name, share=part / whole)
        for name, (part, whole) in shares.items()
        if whole >= FEWEST
    ]
    caveats = [
        Caveat(said("The denominator decides the share: {shares}.", shares=joined(told, ", ")), "warning"),
        Caveat(
            said("An order made with the person away may have been reopened since; the first completion still counts.")
        ),
    ]
    if chosen == "initial_nondetained":
        caveats.append(
            Caveat(
                said("Custody is the court's own field, which is weak evidence; a blank one counts as not detained.")
            )
        )
    return tuple(caveats)


MEASURE = Measure(
    id="in_absentia",
    estimators=("wilson",),
    definition=Definition(
        question="What share of cases was decided with the person away?",
        counted="first completions that the court marks as decided in absentia",
        not_counted="later completions, and proceedings that only moved the case to another court",
        date_basis="the day of the first completion; pending cases on the day of the release",
        estimator="completions in absentia divided by the denominator chosen; all three stand in the table",
    ),
    unit="share",
    parameters=(
        PERIOD,
        Parameter(
            "denominator",
            "choice",
            "whom the share is of: " + "; ".join(f"{name}, {words}" for name, words in _DENOMINATORS.items()),
            "initial_nondetained",
            choices=tuple(_DENOMINATORS),
            meanings=_MEANINGS,
        ),
        COURT,
        NATIONALITY,
        TALLY,
        RELEASE,
    ),
    tables=("court_completions",),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p period=FY2016..FY2023",
)
