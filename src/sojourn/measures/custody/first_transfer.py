"""How soon after the first book-in people are moved to another facility; leaving detention first is another end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST
from sojourn.measures.custody.question import ASKED, CustodyQuestion
from sojourn.measures.custody.transfers import followed, moves_sql, too_few_began
from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.stats.competing_risks import Incidence, cumulative_incidence
from sojourn.words.said import Said, said

_MOVED, _LEFT = 1, 2
_DAYS = (1, 2, 3, 7, 14, 30, 60, 90, 180)
"""Days after the first book-in at which the table tells how many have been moved."""
_MOST_MISSING_HOURS = 24
"""Hours by which a stay may begin before its first stint; beyond, an earlier transfer may not be in the release."""


def _sql(asked: CustodyQuestion) -> str:
    """Stays by hours to the first transfer, to the end, or to the end of the release, and by which it was."""
    return f"""
        SELECT outcome, hours, count(*) AS stays,
            count(CASE WHEN missing > {_MOST_MISSING_HOURS} THEN 1 END) AS truncated
        FROM (
            SELECT stays.truncated_hours AS missing,
                CASE WHEN moved IS NOT NULL THEN {_MOVED} WHEN ended IS NOT NULL THEN {_LEFT} ELSE 0 END AS outcome,
                elapsed_hours(first_book_in, coalesce(moved, ended, CAST($after AS TIMESTAMP))) AS hours
            FROM detention_stays AS stays
            LEFT JOIN (
                SELECT stay_number AS moved_stay, min(book_in) AS moved FROM ({moves_sql("CAST(book_in AS DATE) >= $first")}) AS moves GROUP BY 1
            ) AS first_moves ON first_moves.moved_stay = stays.stay_number
            WHERE release = $release AND {asked.certain} AND {asked.place.test("first_facility")}
                AND CAST(first_book_in AS DATE) BETWEEN $first AND $last
        ) AS waits
        GROUP BY 1, 2 ORDER BY 1, 2"""


def _answer(record: Record, given: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = followed(record, MEASURE, given)
    if isinstance(asked, Finding):
        return asked
    covered = asked.chosen.covered
    rows = asked.query(_sql(asked), first=covered.first, last=covered.last, after=asked.window.ends.date())
    kept = [row for row in rows if row["hours"] >= 0 and row["stays"] > row["truncated"]]
    if sum(row["stays"] - row["truncated"] for row in kept) < FEWEST:
        return asked.unanswered("too few", asked.because(too_few_began(asked)))
    counts = [row["stays"] - row["truncated"] for row in kept]
    curve = cumulative_incidence([row["hours"] / 24 for row in kept], [row["outcome"] for row in kept], 2, counts)
    return _finding(asked, curve, rows, kept, counts)


def _finding(
    asked: CustodyQuestion,
    curve: Incidence,
    rows: Sequence[Mapping[str, Any]],
    kept: Sequence[Mapping[str, Any]],
    counts: Sequence[int],
) -> Finding:
    within = float(asked.parameters["within"])
    moved = curve.by(_MOVED, within)
    if moved is None:
        reason = said("nobody of these stays can be followed for {days:number} days in the release", days=within)
        return asked.unanswered("not determinable", asked.because(reason))
    stays = sum(counts)
    value, low, high = moved
    ends = [(row["outcome"], row["hours"], one) for row, one in zip(kept, counts, strict=True)]
    seen = sum(one for outcome, hours, one in ends if outcome == _MOVED and hours <= 24 * within)
    cells = [sum(one for outcome, _, one in ends if outcome == end) for end in (_MOVED, _LEFT)]
    return asked.finding(
        _sql(asked),
        value=value,
        numerator=seen,
        denominator=stays,
        denominator_is=said("stays that began in the period; the numerator had a transfer within the days"),
        interval=Interval(low, high, said("Aalen-Johansen, log-log, 95 %")),
        columns=_columns(),
        rows=tuple(_rows(curve)),
        caveats=tuple(_caveats(asked, rows, kept, stays)),
        told=asked.told_of([seen, *cells]),
        sentence=asked.narrowed(
            said(
                "Of {stays:number} stays that began in {period}, an estimated {share:percent} had been moved to another "
                "facility within {days:number} days.",
                stays=stays,
                period=asked.span,
                share=value,
                days=within,
            )
        ),
    )


def _columns() -> tuple[Said, ...]:
    return (
        *(said("days"), said("moved by then"), said("low"), said("high")),
        *(said("left detention first"), said("still in the first facility")),
    )


def _rows(curve: Incidence) -> Iterator[tuple[Any, ...]]:
    for day in _DAYS:
        moved, left = curve.by(_MOVED, day), curve.by(_LEFT, day)
        if moved and left:
            yield (
                day,
                *(round(cell, 4) for cell in moved),
                round(left[0], 4),
                round(max(1 - moved[0] - left[0], 0), 4),
            )


def _caveats(
    asked: CustodyQuestion, rows: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]], stays: int
) -> Iterator[Caveat]:
    still = sum(row["stays"] - row["truncated"] for row in kept if row["outcome"] == 0)
    if still:
        yield Caveat(
            said(
                "{still:number} of {stays:number} stays had neither a transfer nor an end when the release was drawn; they "
                "count for as long as they were seen.",
                still=still,
                stays=stays,
            )
        )
    truncated = sum(row["truncated"] for row in rows)
    if truncated:
        yield Caveat(
            said(
                "Stays left out because they began more than a day before their first stint in the release: {stays:number}; an "
                "earlier transfer may be missing.",
                stays=truncated,
            ),
            "warning",
        )
    backward = sum(row["stays"] - row["truncated"] for row in rows if row["hours"] < 0)
    if backward:
        yield Caveat(
            said("Stays left out because they ended before their first stint began: {stays:number}.", stays=backward),
            "warning",
        )
    yield from asked.untold("detention_stays", "first_book_in", "first_facility")
    yield Caveat(
        said("A new stint in the same facility is no transfer; the first facility stands for where detention began.")
    )


MEASURE = Measure(
    id="first_transfer",
    estimators=("aalen_johansen",),
    definition=Definition(
        question="How soon are people moved to another facility after their first book-in?",
        counted="stays that began in the period, from the first stint to the first stint in another facility",
        not_counted="stays that began more than a day before their first stint in the release",
        date_basis="the book-in of the first stint",
        estimator=(
            "cumulative incidence (Aalen-Johansen): leaving detention first is another end, and stays still in their first "
            "facility count for as long as they were seen"
        ),
    ),
    unit="share of stays",
    parameters=(
        Parameter("within", "number", "days after the first book-in", "7"),
        *ASKED,
    ),
    tables=("detention_stints", "detention_path", "detention_stays", "facilities"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p facility=JENATLA -p period=FY2025 -p within=7",
)
