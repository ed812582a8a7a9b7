"""Which pools and policies a stated wait is consistent with, given the places a day that the record has: a set."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.entry.editions import EDITION, SQL, TABLE, Edition, edition, refused
from sojourn.measures.entry.rounded import METHOD, Limits
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record
from sojourn.stats.waiting import longest_wait, mean_wait, pool_for_longest, pool_for_share
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said

_TENTHS = tuple(tenth / 10 for tenth in range(11))
"""Shares of the places reserved for those who have waited longest."""

_NAMED = (0.0, 0.3, 0.5, 0.6, 1.0)
"""None, the shares that reports name, and all."""

_CAVEATS = (
    Caveat(
        said(
            "CBP never published how many people waited, nor which share of places was reserved for those who had waited longest. "
            "Reports name 50 per cent (May 2023), 30 (May 2024) and 60 (June 2024), and none of them settles it."
        ),
        "warning",
    ),
    Caveat(
        said(
            "Requests are not people: CBP officials spoke of about 80,000 requests a day in May 2023, and a newspaper of 282,824 a day in "
            "July 2024. A pool of that size means one request a person and day, which nobody established."
        ),
        "warning",
    ),
    Caveat(
        said(
            "The formulas are of a pool that neither grows nor shrinks, in which no place stays idle and nobody leaves unserved. Appointments "
            "processed stand for places, so no-shows that were not filled again are missing."
        )
    ),
)


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    one = edition(record, asked["edition"])
    if isinstance(one, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", one.reason)
    status, reason = refused(one, asked["period"], None, ())
    if reason:
        return MEASURE.unanswered(record, asked, status, reason)
    unfit = _unfit(asked)
    if unfit:
        return MEASURE.unanswered(record, asked, "not determinable", unfit)
    places = _places(one, asked)
    frame = _frame(record, asked, one, places)
    pools = (asked["pool_least"], asked["pool_most"])
    if None in pools:
        return Finding(
            **frame,
            status="not determinable",
            reason=joined([_fitting(asked, places), _set(frame["rows"])], ": "),
        )
    return _answered(asked, frame, places, *pools)


def _unfit(asked: Mapping[str, Any]) -> str:
    """Why the parameters make no question; empty where they do."""
    for least, most in (("days_least", "days_most"), ("per_cent_least", "per_cent_most"), ("pool_least", "pool_most")):
        if None not in (asked[least], asked[most]) and not 0 < asked[least] <= asked[most]:
            return said("{least} must be above zero and no more than {most}", least=least, most=most)
    if (asked["pool_least"] is None) != (asked["pool_most"] is None):
        return said("a pool needs both ends, pool_least and pool_most")
    return "" if asked["per_cent_most"] <= 100 else said("per_cent_most is above 100")


def _places(one: Edition, asked: Mapping[str, Any]) -> Limits:
    """Appointments processed a day in the period, with the limits of rounding."""
    months = one.within(asked["period"])
    days = sum(calendar.monthrange(month.year, month.month)[1] for month in months)
    counted = one.processed(months)
    return Limits(counted.value / days, counted.low / days, counted.high / days)


def _pools(asked: Mapping[str, Any], reserved: float, places: Limits) -> tuple[float, float] | None:
    """The least and the largest pool with which a share reserved gives the wait that is stated; None where none does."""
    days = (asked["days_least"], asked["days_most"])
    if asked["statement"] == "mean":
        return days[0] * places.low, days[1] * places.high
    if asked["statement"] == "longest":
        least, most = (
            pool_for_longest(reserved, at, of) for at, of in zip((places.low, places.high), days, strict=True)
        )
    else:
        shares = asked["per_cent_least"] / 100, min(asked["per_cent_most"] / 100, 1 - reserved)
        if shares[0] > shares[1]:
            return None
        least = pool_for_share(reserved, places.low, days[0], shares[1])
        most = pool_for_share(reserved, places.high, days[1], shares[0])
    return None if least is None or most is None else (least, most)


def _rows(asked: Mapping[str, Any], places: Limits) -> tuple[tuple[Any, ...], ...]:
    """The set: for each share reserved the pools that fit, and what else would then be true."""
    rows: list[tuple[Any, ...]] = []
    for reserved in _TENTHS:
        pools = _pools(asked, reserved, places)
        if pools is None:
            rows.append((reserved, None, None, None, None, None, None, "no pool"))
            continue
        means = [mean_wait(pool, places.value) for pool in pools]
        longest = [longest_wait(reserved, pool, places.value) if reserved else None for pool in pools]
        shown = [None if at is None else round(at, 1) for at in (*means, *longest)]
        rows.append((reserved, *map(round, pools), *shown, _fits(asked, pools)))
    return tuple(rows)


def _fitting(asked: Mapping[str, Any], places: Limits) -> Said:
    """That the pool is not known, and what is sought instead: the pools with which the stated wait fits."""
    return said(
        "CBP never published how many people waited; what fits at {places:number} places a day ({statement})",
        places=places.value,
        statement=_statement(asked),
    )


def _set(rows: Sequence[tuple[Any, ...]]) -> str:
    """The set in words: the pools for some shares reserved, or one range where it is the same for all."""
    told = {
        row[0]: said("{least:number} to {most:number} people waiting", least=row[1], most=row[2])
        if row[1]
        else said("no pool")
        for row in rows
    }
    if len(set(told.values())) == 1:
        whatever = said("whatever share of places is reserved for those who have waited longest")
        return joined([told[0.0], whatever], ", ")
    return said(
        "(by the share of places reserved for those who have waited longest) {pools}",
        pools=joined((said("{share:number} %: {pool}", share=round(100 * at), pool=told[at]) for at in _NAMED), "; "),
    )


def _fits(asked: Mapping[str, Any], pools: tuple[float, float]) -> str:
    """Whether the pools that were given overlap those that fit."""
    if asked["pool_least"] is None or asked["pool_most"] is None:
        return said("pool not known")
    return said("yes") if asked["pool_least"] <= pools[1] and pools[0] <= asked["pool_most"] else said("no")


def _statement(asked: Mapping[str, Any]) -> Said:
    """The wait as it is stated, a label that stands by itself."""
    places = {"days": _days(asked), "least": asked["per_cent_least"], "most": asked["per_cent_most"]}
    return {
        "within": said("a share of {least:number} to {most:number} per cent served within this time: {days}", **places),
        "mean": said("a mean wait of {days}", **places),
        "longest": said("a longest wait of {days}", **places),
    }[asked["statement"]]


def _days(asked: Mapping[str, Any]) -> Said:
    least, most = asked["days_least"], asked["days_most"]
    if least == most:
        return said("{days:number} days", days=least)
    return said("{least:number} to {most:number} days", least=least, most=most)


def _frame(record: Record, asked: Mapping[str, Any], one: Edition, places: Limits) -> dict[str, Any]:
    return {
        "measure": MEASURE.id,
        "parameters": {**asked, "period": str(asked["period"]), "edition": one.name},
        "unit": MEASURE.unit,
        "definition": MEASURE.definition,
        "provenance": provenance(record, (one.release,), TABLE, SQL),
        "columns": (
            *(said("share reserved"), said("pool from"), said("pool to"), said("mean wait from"), said("mean wait to")),
            *(said("longest wait from"), said("longest wait to"), said("fits the pool given")),
        ),
        "rows": _rows(asked, places),
        "caveats": _CAVEATS,
        "told": Told(),
        "details": {"places_a_day": round(places.value, 1)},
    }


def _answered(asked: Mapping[str, Any], frame: dict[str, Any], places: Limits, least: int, most: int) -> Finding:
    middle = (least + most) / 2
    return Finding(
        **frame,
        value=mean_wait(middle, places.value),
        numerator=middle,
        denominator=places.value,
        denominator_is=said("places a day: appointments processed over the days of the period"),
        interval=Interval(
            mean_wait(least, places.high),
            mean_wait(most, places.low),
            joined([said("range over the pool that was given"), METHOD], "; "),
        ),
        sentence=_sentence(asked, frame["rows"], places, least, most),
    )


def _sentence(
    asked: Mapping[str, Any], rows: Sequence[tuple[Any, ...]], places: Limits, least: int, most: int
) -> Joined:
    """The mean wait for the pool that was given, and the shares reserved that the stated wait then fits."""
    fitting = [said("{share:number} %", share=round(100 * row[0])) for row in rows if row[-1] == "yes"]
    wait = {"places": places.value, "wait": mean_wait((least + most) / 2, places.value)}
    mean = (
        said(
            "If {people:number} people waited at {places:number} places a day, the mean wait was {wait:number} days under every "
            "policy that leaves no place idle.",
            people=least,
            **wait,
        )
        if least == most
        else said(
            "If {least:number} to {most:number} people waited at {places:number} places a day, the mean wait was {wait:number} days "
            "under every policy that leaves no place idle.",
            least=least,
            most=most,
            **wait,
        )
    )
    fits = said(
        "What was stated ({statement}) then fits these shares reserved for those who have waited longest: {shares}.",
        statement=_statement(asked),
        shares=joined(fitting, ", ") if fitting else said("none of those tried"),
    )
    return joined([mean, fits])


MEASURE = Measure(
    id="wait_under_policies",
    estimators=("waits_in_closed_form",),
    definition=Definition(
        question="Which pools of waiting people, and which shares of places reserved for those who waited longest, does a stated wait fit?",
        counted="places a day: CBP One appointments processed over the days of the period, as OHSS prints them",
        not_counted="people who asked for an appointment: their number was never published, so it is a parameter with a range",
        date_basis="the months of the period",
        estimator=(
            "Little's law: mean wait = pool / places a day; longest wait = -ln(a) / (1 - a) x pool / places for a share a reserved for "
            "those who waited longest; the answer is the set of pools and shares, and a number only for a pool that is given"
        ),
    ),
    unit="days",
    parameters=(
        Parameter("period", "period", "months whose appointments a day are the places", "2023-06..2023-08"),
        Parameter(
            "statement",
            "choice",
            "what the stated wait is",
            "mean",
            choices=("mean", "longest", "within"),
            meanings={
                "mean": "the mean wait of those served lies between days_least and days_most",
                "longest": "the longest wait lies between days_least and days_most",
                "within": "a share of per_cent_least to per_cent_most waited no longer than days_least to days_most",
            },
        ),
        Parameter("days_least", "number", "the stated wait in days, at least", "55"),
        Parameter("days_most", "number", "the stated wait in days, at most", "65"),
        Parameter("per_cent_least", "number", "for within: the share served in that time, at least", "60"),
        Parameter("per_cent_most", "number", "for within: the share served in that time, at most", "70"),
        Parameter(
            "pool_least",
            "number",
            "people waiting, at least; empty means not known (about 80,000 requests a day were reported in May 2023)",
        ),
        Parameter("pool_most", "number", "people waiting, at most; empty means not known"),
        EDITION,
    ),
    tables=(TABLE,),
    answer=_answer,
    dimensions={},
    example="-p period=2023-06..2023-08 -p pool_least=80000 -p pool_most=80000",
)
