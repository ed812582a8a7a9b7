"""Who is held in a state although detention began in another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST
from sojourn.measures.custody.question import PEOPLE, PERIOD, CustodyQuestion, merged, states
from sojourn.measures.custody.transfers import followed
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tiers import SMALLEST_CELL
from sojourn.words.said import joined, said

NO_LIST = said("not known")
"""Where a stay began, if no list places its first facility or its first stint is missing."""


def _sql(asked: CustodyQuestion) -> str:
    """Stays with a book-in to the state's facilities in the period, by the facility in which they began."""
    return f"""
        SELECT first_facility, CASE WHEN truncated_hours >= 24 THEN 1 ELSE 0 END AS truncated,
            count(*) AS stays
        FROM detention_stays
        WHERE release = $release AND {asked.certain} AND stay_number IN (
            SELECT stay_number FROM detention_path
            WHERE release = $release AND stint_number IS NOT NULL AND {asked.place.test("facility_code")}
                AND CAST(book_in AS DATE) BETWEEN $first AND $last)
        GROUP BY 1, 2 ORDER BY 1, 2"""


_AREAS = """
    SELECT book_in_area AS area, count(*) AS book_ins FROM detention_stints
    WHERE release = $release AND {place} AND CAST(book_in AS DATE) BETWEEN $first AND $last
    GROUP BY 1 ORDER BY 2 DESC, 1"""


@dataclass(frozen=True)
class _Began:
    """Stays in the state by where they began: in it, elsewhere, or not known."""

    here: int
    elsewhere: int
    unknown: int
    by_state: Mapping[str, int]

    @property
    def stays(self) -> int:
        return self.here + self.elsewhere + self.unknown


def _answer(record: Record, given: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = followed(record, MEASURE, given)
    if isinstance(asked, Finding):
        return asked
    covered = asked.chosen.covered
    began = _began(asked, asked.query(_sql(asked), first=covered.first, last=covered.last))
    if began.here + began.elsewhere < FEWEST:
        reason = said(
            "fewer than {fewest:number} stays with a book-in there in {period} give no share",
            fewest=FEWEST,
            period=asked.span,
        )
        return asked.unanswered("too few", asked.because(reason))
    return _finding(asked, began)


def _began(asked: CustodyQuestion, rows: Sequence[Mapping[str, Any]]) -> _Began:
    placed, here = states(asked.record), str(asked.parameters["state"]).upper()
    sums: dict[str, int] = {}
    for row in rows:
        code = row["first_facility"]
        known = NO_LIST if row["truncated"] else placed.get(code, NO_LIST)
        state = here if code in (asked.place.codes or ()) and not row["truncated"] else known
        sums[state] = sums.get(state, 0) + row["stays"]
    within, unknown = sums.get(here, 0), sums.get(NO_LIST, 0)
    return _Began(within, sum(sums.values()) - within - unknown, unknown, dict(sorted(sums.items())))


def _finding(asked: CustodyQuestion, began: _Began) -> Finding:
    known = began.here + began.elsewhere
    low, high = wilson(began.elsewhere, known)
    least, most = began.elsewhere / began.stays, (began.elsewhere + began.unknown) / began.stays
    rows = merged([(state, stays) for state, stays in began.by_state.items()], 1, 1)
    return asked.finding(
        _sql(asked),
        value=began.elsewhere / known,
        numerator=began.elsewhere,
        denominator=known,
        denominator_is=said(
            "stays with a book-in to a facility of the state in the period, and a known first facility"
        ),
        interval=Interval(
            min(low, least),
            max(high, most),
            said("Wilson, 95 %, widened to the bounds if all stays of unknown beginning were of one kind")
            if began.unknown
            else said("Wilson, 95 %"),
        ),
        columns=(said("state in which the stay began"), said("stays")),
        rows=tuple(rows),
        caveats=tuple(_caveats(asked, began)),
        told=asked.told_of([began.here, began.elsewhere, *(row[1] for row in rows)], also=("place",)),
        sentence=asked.narrowed(
            said(
                "{elsewhere:number} of {known:number} stays with a book-in there in {period}, {share:percent}, had begun in a "
                "facility of another state.",
                elsewhere=began.elsewhere,
                known=known,
                period=asked.span,
                share=began.elsewhere / known,
            )
        ),
    )


def _caveats(asked: CustodyQuestion, began: _Began) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "The first facility of the stay stands for the place of arrest, which the release does not give; an arrest near a "
            "state line may be booked in across it."
        ),
        "warning",
    )
    yield Caveat(said("A person with two stays counts twice."))
    if began.unknown:
        yield Caveat(
            said(
                "Stays left out, which stand in the interval: {stays:number}; no list places their first facility, or they "
                "began a day or more before their first stint in the release.",
                stays=began.unknown,
            )
        )
    covered = asked.chosen.covered
    yield from asked.untold("detention_path", "book_in", "facility_code")
    if asked.tells("book_in_area") and not asked.who:
        sql = _AREAS.format(place=asked.place.test("facility_code"))
        yield from _areas(asked.query(sql, first=covered.first, last=covered.last))


def _areas(rows: Sequence[Mapping[str, Any]]) -> Iterator[Caveat]:
    """What the release itself says of the area of each book-in; small numbers are not told."""
    told = [
        said("{area} {book_ins:number}", area=row["area"], book_ins=row["book_ins"])
        for row in rows
        if row["area"] and row["book_ins"] >= SMALLEST_CELL
    ]
    if told:
        total = sum(row["book_ins"] for row in rows)
        first = joined(told[:8], ", ")
        yield Caveat(
            said(
                "The release also names an area for each book-in. Of {total:number} book-ins to these facilities: {areas}.",
                total=total,
                areas=joined([first, said("others fewer") if len(told) > 8 else ""], "; "),
            )
        )


MEASURE = Measure(
    id="held_elsewhere",
    estimators=("wilson",),
    definition=Definition(
        question="What share of the people held in a state had their detention begin in another state?",
        counted="stays with a book-in to a facility of the state in the period, whose first facility lies in another state",
        not_counted="stays whose first facility no list places, or whose first stint the release lacks: they stand in the interval",
        date_basis="a book-in to a facility of the state",
        estimator="stays that began elsewhere divided by those whose beginning is known",
    ),
    unit="share of stays",
    parameters=(
        Parameter("state", "text", "two letters of the state in which people are held (LA)", required=True),
        *PEOPLE,
        PERIOD,
        RELEASE,
    ),
    tables=("detention_stints", "detention_path", "detention_stays", "facilities"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p state=LA -p period=FY2025",
)
