"""From which facility people left the United States: the last facility of the stays that ended in a removal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, cut
from sojourn.measures.custody.question import (
    AREA,
    FACILITY,
    PEOPLE,
    PERIOD,
    STATE,
    WHO,
    WHO_DIMENSIONS,
    CustodyQuestion,
    label,
    merged,
    states,
)
from sojourn.measures.custody.transfers import followed
from sojourn.measures.declare import Dimension, Measure
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.words.said import said

_COLUMNS = {
    "facility": "last_facility",
    "state": "last_facility",
    "month": "month_of(ended)",
    "day": "CAST(ended AS DATE)",
    **{name: name for name in WHO},
}
_BY = ("facility",)


def _sql(asked: CustodyQuestion, by: tuple[str, ...]) -> str:
    """Stays that ended in the period: removals, those from the place, and ends that may be removals."""
    names = "".join(f"{_COLUMNS[name]} AS {name}_, " for name in by)
    order = ", ".join(str(at) for at in range(1, len(by) + 1))
    here = asked.place.test("last_facility")
    return f"""
        SELECT {names}
            count(CASE WHEN {asked.certain} AND {here} THEN 1 END) AS matched,
            count(CASE WHEN {asked.certain} AND last_facility IS NULL THEN 1 END) AS nowhere,
            count(CASE WHEN {asked.certain} THEN 1 END) AS removals,
            count(CASE WHEN {asked.possible} AND {here} THEN 1 END) AS matched_possible,
            count(CASE WHEN {asked.possible} THEN 1 END) AS removals_possible
        FROM detention_stays
        WHERE release = $release AND exit = 'removal' AND CAST(ended AS DATE) BETWEEN $first AND $last
        {f"GROUP BY {order} ORDER BY {order}" if by else ""}"""


_UNKNOWN = """
    SELECT count(*) AS stays FROM detention_stays
    WHERE release = $release AND exit = 'unknown' AND CAST(ended AS DATE) BETWEEN $first AND $last"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    if not any(given[name] for name in ("facility", "state", "area")):
        raise BadParameter(
            said("it asks about a share and is told of no place"),
            where=MEASURE.id,
            todo=said(
                "give facility=JENATLA, state=LA or area=New Orleans; `--by facility` lists the others beside it"
            ),
        )
    asked = followed(record, MEASURE, given, by)
    if isinstance(asked, Finding):
        return asked
    covered = asked.chosen.covered
    bounds = {"first": covered.first, "last": covered.last}
    (sums,) = asked.query(_sql(asked, ()), **bounds)
    if sums["removals"] < FEWEST:
        reason = said(
            "fewer than {fewest:number} stays that ended in a removal in {period} give no share",
            fewest=FEWEST,
            period=asked.span,
        )
        return asked.unanswered("too few", asked.because(reason))
    unknown = asked.query(_UNKNOWN, **bounds)[0]["stays"]
    return _finding(asked, sums, list(_rows(asked, bounds)), unknown)


def _rows(asked: CustodyQuestion, bounds: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The split: removals of each group and their share of all; with a place alone, the places of its facilities."""
    by = asked.by or _BY
    placed = states(asked.record) if "state" in by else {}
    elsewhere = "facility" in asked.by or "state" in asked.by
    count = "removals" if elsewhere else "matched"
    sums: dict[tuple[Any, ...], int] = {}
    for row in asked.query(_sql(asked, by), **bounds):
        key = tuple(placed.get(row["state_"]) if name == "state" else row[f"{name}_"] for name in by)
        sums[key] = sums.get(key, 0) + row[count]
    order = sorted(sums, key=lambda cells: [(cell is None, str(cell)) for cell in cells])
    return ((*map(label, key), sums[key]) for key in order if sums[key])


def _finding(asked: CustodyQuestion, sums: Mapping[str, int], rows: list[tuple[Any, ...]], unknown: int) -> Finding:
    matched, removals = sums["matched"], sums["removals"]
    by = asked.by or _BY
    kept = merged(rows, len(by), len(by))
    shown, more = cut([(*row, round(row[-1] / removals, 4)) for row in kept])
    return asked.finding(
        _sql(asked, ()),
        value=matched / removals,
        numerator=matched,
        denominator=removals,
        denominator_is=said("stays that ended in a removal in the period, whatever their last facility"),
        interval=_interval(sums),
        columns=(*by, said("stays that ended in a removal"), said("share of all of them")),
        rows=shown,
        caveats=(*_caveats(asked, sums, unknown), *more),
        told=asked.told_of([matched, removals - matched, *(row[-1] for row in kept)], also=("place",)),
        sentence=asked.narrowed(
            said(
                "{matched:number} of {removals:number} stays that ended in a removal in {period}, {share:percent}, had their "
                "last stint there.",
                matched=matched,
                removals=removals,
                period=asked.span,
                share=matched / removals,
            )
        ),
    )


def _interval(sums: Mapping[str, int]) -> Interval:
    """Wilson limits, widened to the bounds if every blank facility or attribute were of one kind."""
    matched, removals = sums["matched"], sums["removals"]
    low, high = wilson(matched, removals)
    more = sums["matched_possible"] - matched
    others = sums["removals_possible"] - removals - more
    least = matched / (removals + others)
    most = (matched + more + sums["nowhere"]) / (removals + more)
    widened = (least, most) != (matched / removals, matched / removals)
    method = (
        said("Wilson, 95 %, widened to the bounds if every blank cell were of one kind")
        if widened
        else said("Wilson, 95 %")
    )
    return Interval(min(low, least), max(high, most), method)


def _caveats(asked: CustodyQuestion, sums: Mapping[str, int], unknown: int) -> Iterator[Caveat]:
    yield Caveat(said("The last facility is where ICE last booked the person in; the rows name no flight and no port."))
    if unknown:
        yield Caveat(
            said(
                "Stays of anyone that ended in the period without a known reason: {stays:number}; some may be removals, and "
                "none is counted.",
                stays=unknown,
            ),
            "warning",
        )
    if sums["nowhere"]:
        yield Caveat(
            said(
                "Stays without a code of their last facility: {stays:number}; they stand in the interval.",
                stays=sums["nowhere"],
            )
        )
    if not asked.by:
        yield Caveat(said("The table has the facilities of the place; `--by facility` lists all others too."))


MEASURE = Measure(
    id="last_before_removal",
    estimators=("wilson",),
    definition=Definition(
        question="What share of the stays that ended in a removal had their last stint in a facility?",
        counted="stays whose end ICE records as a removal, by the facility of their last stint",
        not_counted="stays that go on, that ended otherwise, or whose end has no known reason",
        date_basis="the end of the stay: its published book-out, else that of its last stint",
        estimator="stays from the place divided by all stays that ended in a removal in the period",
    ),
    unit="share of stays",
    parameters=(FACILITY, STATE, AREA, *PEOPLE, PERIOD, RELEASE),
    tables=("detention_stints", "detention_stays", "facilities"),
    answer=_answer,
    dimensions={
        "facility": Dimension("last_facility", "last_facility", "facility of the last stint, all facilities listed"),
        "state": Dimension("last_facility", "last_facility", "state of the last facility, all states listed"),
        **WHO_DIMENSIONS,
        "month": Dimension("month_of(ended)", "ended", "month in which the stay ended"),
        "day": Dimension("CAST(ended AS DATE)", "ended", "day on which the stay ended"),
    },
    minimum=FEWEST,
    example="-p facility=JENATLA -p period=FY2025",
)
