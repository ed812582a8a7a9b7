"""How many stays lead back to a facility that was left before: moved away, and moved back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST
from sojourn.measures.custody.question import ASKED, CustodyQuestion
from sojourn.measures.custody.transfers import followed, too_few_began
from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.words.said import said

_MANY = 5
"""Transfers from which on stays stand in one row."""


def _sql(asked: CustodyQuestion) -> str:
    """Stays by transfers, and how many came back: as many transfers as facilities means one was entered twice."""
    return f"""
        SELECT CASE WHEN transfers < {_MANY} THEN transfers ELSE {_MANY} END AS transfers_,
            count(*) AS stays,
            count(CASE WHEN blank > 0 THEN 1 END) AS with_blank,
            count(CASE WHEN blank = 0 AND transfers >= facilities THEN 1 END) AS returned,
            count(CASE WHEN blank = 0 AND transfers >= facilities AND transfers >= $fewest THEN 1 END) AS shuttled,
            count(CASE WHEN transfers >= $fewest THEN 1 END) AS often,
            max(transfers) AS most
        FROM (
            SELECT stay_number, transfers FROM detention_stays
            WHERE release = $release AND {asked.certain} AND {asked.place.test("first_facility")}
                AND CAST(first_book_in AS DATE) BETWEEN $first AND $last
        ) AS stays
        JOIN (
            SELECT stay_number AS path_stay, count(DISTINCT facility_code) AS facilities,
                count(CASE WHEN facility_code IS NULL THEN 1 END) AS blank
            FROM detention_path
            WHERE release = $release AND stint_number IS NOT NULL AND CAST(book_in AS DATE) >= $first
            GROUP BY 1
        ) AS paths ON path_stay = stay_number
        GROUP BY 1 ORDER BY 1"""


def _answer(record: Record, given: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = followed(record, MEASURE, given)
    if isinstance(asked, Finding):
        return asked
    covered = asked.chosen.covered
    rows = asked.query(_sql(asked), first=covered.first, last=covered.last, fewest=given["transfers"])
    if sum(row["stays"] for row in rows) < FEWEST:
        return asked.unanswered("too few", asked.because(too_few_began(asked)))
    return _finding(asked, rows)


def _finding(asked: CustodyQuestion, rows: Sequence[Mapping[str, Any]]) -> Finding:
    stays, shuttled, often, blank = (
        sum(row[name] for row in rows) for name in ("stays", "shuttled", "often", "with_blank")
    )
    fewest = asked.parameters["transfers"]
    return asked.finding(
        _sql(asked),
        value=shuttled / stays,
        numerator=shuttled,
        denominator=stays,
        denominator_is=said(
            "stays that began in the period; the numerator came back and had {fewest:number} transfers or more",
            fewest=fewest,
        ),
        interval=_interval(shuttled, blank, stays),
        columns=("transfers", said("stays"), said("came back to a facility")),
        rows=tuple((_transfers(row["transfers_"]), row["stays"], row["returned"]) for row in rows),
        caveats=tuple(_caveats(blank)),
        told=asked.told_of([row[name] for row in rows for name in ("stays", "returned")]),
        sentence=asked.narrowed(
            said(
                "{shuttled:number} of {stays:number} stays that began in {period}, {share:percent}, led back to a facility left "
                "before, with {fewest:number} transfers or more; {often:number} stays had that many transfers.",
                shuttled=shuttled,
                stays=stays,
                period=asked.span,
                share=shuttled / stays,
                fewest=fewest,
                often=often,
            )
        ),
        details={"most_transfers": max(row["most"] for row in rows)},
    )


def _interval(shuttled: int, blank: int, stays: int) -> Interval:
    """Wilson's; where facility codes are blank, up to the share if each of those stays came back."""
    low, high = wilson(shuttled, stays)
    method = (
        said("Wilson, 95 %, widened to the bound if every stay with a blank facility code came back")
        if blank
        else said("Wilson, 95 %")
    )
    return Interval(low, max(high, (shuttled + blank) / stays), method)


def _transfers(number: int) -> str:
    return f"{_MANY} or more" if number == _MANY else str(number)


def _caveats(blank: int) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "A new stint in the same facility is no return; a facility counts as left once a stint elsewhere follows. A night in "
            "a hold room or hospital and back counts like any other move."
        )
    )
    yield Caveat(said("Stays that go on may still lead back; they count as they stand."))
    if blank:
        yield Caveat(
            said(
                "Stays with a stint without a facility code: {stays:number}; they are not counted as having come back.",
                stays=blank,
            )
        )


MEASURE = Measure(
    id="shuttled",
    estimators=("wilson",),
    definition=Definition(
        question="What share of stays led back to a facility that the person had left before?",
        counted="stays that began in the period and have a stint in a facility that they had left for another one",
        not_counted="new stints in the same facility without a stint elsewhere between them",
        date_basis="the book-in of the first stint",
        estimator="stays that came back divided by all stays that began in the period",
    ),
    unit="share of stays",
    parameters=(
        Parameter("transfers", "number", "only stays with at least this many transfers", "2"),
        *ASKED,
    ),
    tables=("detention_stints", "detention_path", "detention_stays", "facilities"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p period=FY2025 -p transfers=4",
)
