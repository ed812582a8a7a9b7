"""How long people stay in detention: people who enter, and people held on one day, which are different people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, cut
from sojourn.measures.custody.question import AREA, FACILITY, PEOPLE, STATE, WHO_DIMENSIONS, CustodyQuestion, label
from sojourn.measures.custody.stay_lengths import (
    COUNTED,
    EXITS,
    HORIZONS,
    LET_OUT,
    MAJORITY,
    RELEASED,
    Lengths,
    Row,
    facility_test,
    grouped,
    matching,
)
from sojourn.measures.custody.stay_words import (
    ended_within,
    entering_columns,
    entering_denominator,
    figure_columns,
    half_ended,
    lasted_longer,
    no_figure,
    oddities,
    of_stays,
    told,
    way_out,
    whole_days,
)
from sojourn.measures.custody.stays_on_a_day import TIMES, held_answer
from sojourn.measures.custody.transfers import followed
from sojourn.measures.declare import Dimension, Measure, Parameter, by_choice
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.words.said import Joined, joined, said

DIMENSIONS = {
    **WHO_DIMENSIONS,
    "fiscal_year": Dimension("us_fiscal_year(entered)", "entered", "US fiscal year of the book-in of the stay"),
    "facility": Dimension("first_facility", "first_facility", "the first facility, or the longest by facility_is"),
}
_EVER = date(1900, 1, 1)
"""Before every stay: a release can hold one that began decades ago and goes on."""


def _sql(asked: CustodyQuestion) -> str:
    """Stays that began in the period, by hours to the end, how they ended, and the hours after which they were seen."""
    certain, possible = matching(asked)
    names, groups = grouped(asked, DIMENSIONS)
    return f"""
        SELECT {names}CASE WHEN ended <= $ends THEN coalesce(exit, 'unknown') END AS exit_,
            elapsed_hours(entered, CASE WHEN ended <= $ends THEN ended ELSE CAST($ends AS TIMESTAMP) END) AS hours,
            CASE WHEN entered < $begins THEN elapsed_hours(entered,
                CASE WHEN first_book_in > $begins THEN first_book_in ELSE CAST($begins AS TIMESTAMP) END)
                END AS entry_hours,
            CASE WHEN {certain} THEN 1 ELSE 0 END AS matches, {COUNTED}
        FROM detention_stays
        WHERE release = $release AND {possible} AND {facility_test(asked)}
            AND CAST(entered AS DATE) >= $from AND CAST(entered AS DATE) <= $last
        GROUP BY {groups}exit_, hours, entry_hours, matches
        ORDER BY {groups}exit_, hours, entry_hours, matches"""


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    _check(given)
    needs = [] if given["age"] == "everyone" else ["birth_year"]
    asked = followed(record, MEASURE, given, by, needs)
    if isinstance(asked, Finding):
        return asked
    if given["among"] == "held":
        return held_answer(asked, DIMENSIONS)
    return _entering(asked)


def _check(given: Mapping[str, Any]) -> None:
    """Refuse questions that contradict themselves."""
    held, exit_, period = given["among"] == "held", given["exit"], given["period"]
    wrong = {
        said("period must be one day for people held"): held and (period is None or period.days != 1),
        said("exit and within ask about people entering"): held and (exit_ or given["within"] is not None),
        said("time asks about people held"): not held and given["time"] != TIMES[0],
        said("exit needs within, the days until which it is counted"): exit_ and given["within"] is None,
        said("longer_than and within exclude each other"): given["longer_than"] is not None
        and given["within"] is not None,
    }
    for why, is_so in wrong.items():
        if is_so:
            raise BadParameter(why, where=MEASURE.id, todo=said("see `sojourn measures length_of_stay`"))


def _bounds(asked: CustodyQuestion) -> dict[str, Any]:
    """The days of the question: entries from the start of the period, also before the release tells about them."""
    period, window = asked.parameters["period"], asked.window
    first = period.first if period else _EVER
    return {"from": first, "last": asked.chosen.covered.last, "begins": window.begins, "ends": window.ends}


def _entering(asked: CustodyQuestion) -> Finding:
    sql, bounds = _sql(replace(asked, by=())), _bounds(asked)
    lengths = Lengths(asked.query(sql, **bounds))
    if lengths.number() < FEWEST:
        reason = said("fewer than {fewest:number} stays began in {period}", fewest=FEWEST, period=asked.span)
        return asked.unanswered("too few", no_figure(asked, reason))
    split = asked.query(_sql(asked), **bounds) if asked.by else []
    return _finding(asked, sql, lengths, split)


def _finding(asked: CustodyQuestion, sql: str, lengths: Lengths, split: Sequence[Mapping[str, Any]]) -> Finding:
    given = asked.parameters
    at = given["longer_than"] if given["longer_than"] is not None else given["within"]
    horizons = tuple(sorted({*HORIZONS, *(() if at is None else (at,))}))
    rows = list(_split(asked, split, at)) if asked.by else list(lengths.table(horizons))
    columns = (*asked.by, *entering_columns()) if asked.by else figure_columns(stays=True)
    cells = [*lengths.cells(horizons), *(cell for row in rows if asked.by for cell in _told_by(row[len(asked.by) :]))]
    shown, more = cut(rows)
    value, limits, reason = _value(asked, lengths)
    finding = asked.finding(
        sql,
        value=value,
        numerator=_numerator(given, lengths),
        denominator=lengths.number(),
        denominator_is=entering_denominator(_kind(given)),
        interval=limits,
        columns=columns,
        rows=shown,
        caveats=(*_caveats(asked, lengths), *more),
        told=asked.told_of(cells, also=("age",) if given["age"] != "everyone" else ()),
        status="not determinable" if value is None else "answered",
        reason="" if value is not None else reason,
        sentence="" if value is None else of_stays(asked, _sentence(asked, lengths, value)),
        details={"release_ends": asked.window.ends.isoformat(), "whole_days": whole_days(asked)},
    )
    return finding if at is None else replace(finding, unit=said("share"))


def _kind(given: Mapping[str, Any]) -> str:
    return next((name for name in ("longer_than", "within") if given[name] is not None), "")


def _numerator(given: Mapping[str, Any], lengths: Lengths) -> int:
    if given["longer_than"] is not None:
        return lengths.longer(given["longer_than"])
    return lengths.gone(given["within"], _exits(given["exit"]))


def _exits(exit_: str | None) -> Sequence[str]:
    return EXITS if not exit_ else LET_OUT if exit_ == RELEASED else (exit_,)


def _share(given: Mapping[str, Any], lengths: Lengths) -> tuple[float, float, float] | None:
    """The share that is asked for, with its limits."""
    if given["longer_than"] is not None:
        return lengths.curve.longer(given["longer_than"])
    if given["exit"]:
        return lengths.left_by(given["exit"], given["within"])
    held = lengths.curve.longer(given["within"])
    return None if held is None else (1 - held[0], 1 - held[2], 1 - held[1])


def _value(asked: CustodyQuestion, lengths: Lengths) -> tuple[float | None, Interval | None, str]:
    """The value with its interval, or the reason why the curve does not reach it."""
    given, curve = asked.parameters, lengths.curve
    if curve.of.start > 0:
        too_late = said(
            "every one of these stays began before {first}, and those that ended within {days:number} days are not in the release",
            first=asked.window.first,
            days=curve.of.start,
        )
        return None, None, too_late
    if _kind(given):
        share = _share(given, lengths)
        method = said("Aalen-Johansen, log-log, 95 %") if given["exit"] else said("Kaplan-Meier, log-log, 95 %")
        return (share[0], Interval(*share[1:], method), "") if share else (None, None, _unreached(asked, lengths))
    median, (low, high) = curve.quantile(0.5), curve.quantile_interval(0.5)
    if median is None:
        return None, None, _unreached(asked, lengths)
    reached = said("Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley)")
    open_ = said("the upper limit is not reached, the longest stay seen stands for it") if high is None else ""
    limits = Interval(low or 0.0, curve.of.last if high is None else high, joined([reached, open_], "; "))
    return median, limits, ""


def _unreached(asked: CustodyQuestion, lengths: Lengths) -> str:
    curve = lengths.curve
    if curve.emptied is not None:
        return said(
            "of these stays few are seen from their start, and all of those at risk had ended after {days:number} days although "
            "others lasted longer; the curve cannot be read from there on",
            days=curve.emptied,
        )
    seen = said(
        "of {stays:number} stays, the longest was seen for {days:number} days by the end of the release, which does not reach "
        "the answer; nothing is extrapolated",
        stays=lengths.number(),
        days=curve.of.reach,
    )
    more = said("but without a period stays that began earlier tell more") if asked.parameters["period"] else ""
    return no_figure(asked, joined([seen, more], ", "))


def _sentence(asked: CustodyQuestion, lengths: Lengths, value: float) -> Joined:
    """The answer in words."""
    given = asked.parameters
    places = {"stays": lengths.number(), "period": asked.span, "share": told(value)}
    if given["longer_than"] is not None:
        return joined([lasted_longer({**places, "days": given["longer_than"]}, began=bool(given["period"]))])
    if given["within"] is not None:
        ended = ended_within({**places, "days": given["within"]}, began=bool(given["period"]))
        return joined([ended, said("{label}.", label=way_out(given["exit"])) if given["exit"] else ""])
    return joined([half_ended({**places, "days": value}, began=bool(given["period"]))])


def _split(asked: CustodyQuestion, rows: Sequence[Mapping[str, Any]], at: int | None) -> Iterator[Row]:
    """A row for each group: stays, ended, the share asked for and the median, each with limits."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[f"{name}_"] for name in asked.by), []).append(row)
    for key, held in groups.items():
        lengths = Lengths(held)
        stays = lengths.number()
        if not stays:
            continue
        names = tuple(map(label, key))
        if stays < FEWEST or lengths.curve.of.start > 0:
            yield (*names, stays, lengths.ended, *[None] * 6)
            continue
        share = _share(asked.parameters, lengths) if at is not None else None
        curve = lengths.curve
        median = (curve.quantile(0.5), *curve.quantile_interval(0.5)) if curve.quantile(0.5) is not None else [None] * 3
        cells = [None if one is None else round(one, 4) for one in share or (None, None, None)]
        yield (*names, stays, lengths.ended, *cells, *(None if one is None else round(one, 1) for one in median))


def _told_by(row: Row) -> tuple[int, ...]:
    """The numbers of stays that a row of a split tells, and those that can be worked out from its share."""
    stays, ended, share = row[:3]
    had = 0 if share is None else round(share * stays)
    return stays, ended, stays - ended, had, stays - had


def _caveats(asked: CustodyQuestion, lengths: Lengths) -> Iterator[Caveat]:
    stays, still = lengths.number(), lengths.number() - lengths.ended
    if still:
        yield Caveat(
            joined(
                [
                    said(
                        "{still:number} of {stays:number} stays had not ended when the release ends ({day}); they count for as "
                        "long as they were seen.",
                        still=still,
                        stays=stays,
                        day=asked.window.last,
                    ),
                    _ended_alone(lengths),
                ]
            ),
            "warning",
        )
    late = sum(row["stays"] for row in lengths.kept if row["entry_hours"] is not None)
    if late:
        yield Caveat(
            said(
                "{stays:number} stays began before {day}, the first day of the release; they count from the day on which the "
                "release tells about them, as shorter stays of that time are not in it.",
                stays=late,
                day=asked.window.first,
            ),
            "warning",
        )
    yield from oddities(asked, lengths.odd)
    yield Caveat(
        said(
            "These are people entering. People held on one day stay longer, as long stays are there on more days: ask among=held."
        )
    )


def _ended_alone(lengths: Lengths) -> str:
    """The median that one would get by leaving out those who are still held."""
    left = Lengths([{**row, "entry_hours": None} for row in lengths.kept if row["exit_"]])
    median = left.curve.quantile(0.5) if left.number() >= FEWEST else None
    if median is None:
        return ""
    return said(
        "Stays that have ended, taken alone, have a median of {days:number} days, which misleads where many still last.",
        days=median,
    )


_AMONG = {
    "entering": "the day of the book-in of the stay",
    "held": "the midnight that ends the day",
}
MEASURE = Measure(
    id="length_of_stay",
    estimators=("kaplan_meier", "aalen_johansen"),
    definition=Definition(
        question="How long do people stay in detention?",
        counted="stays, from the published book-in to the last book-out; a transfer does not end a stay",
        not_counted="stays that end before they begin, and stays that ended before the first day of the release",
        date_basis=by_choice(_AMONG),
        estimator=(
            "Kaplan-Meier, exits by Aalen-Johansen; open stays are censored where the release ends, and stays that began "
            "before its first day count from then on; nothing is extrapolated"
        ),
    ),
    unit="days",
    parameters=(
        Parameter(
            "among",
            "choice",
            "people entering in the period, or people held on one day, who stay longer",
            "entering",
            choices=tuple(_AMONG),
            date_bases=_AMONG,
        ),
        Parameter(
            "period", "period", "entering: FY2025, 2025-06, or two with .. between, empty means all; held: one day"
        ),
        FACILITY,
        STATE,
        AREA,
        Parameter(
            "facility_is",
            "choice",
            "which facility of a stay counts: its first, the one with most of its time, or any",
            "first",
            choices=("first", "longest", "any"),
        ),
        *PEOPLE,
        Parameter(
            "age",
            "choice",
            f"by year of birth alone: under {MAJORITY} if entered before 1 January of the year of birth + {MAJORITY}",
            "everyone",
            choices=("everyone", "adults", "under_18"),
        ),
        Parameter("longer_than", "number", "days: the share of stays that lasted longer"),
        Parameter(
            "within", "number", "days: the share of stays that had ended by then, by the exit where one is given"
        ),
        Parameter(
            "exit",
            "choice",
            "one way of leaving; released is any of bond, parole, recognizance and supervision",
            choices=(*EXITS, RELEASED),
        ),
        Parameter(
            "time",
            "choice",
            "people held: the whole stay, the time so far, or the time that remained",
            TIMES[0],
            choices=TIMES,
        ),
        RELEASE,
    ),
    tables=("detention_stays", "detention_stints"),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p state=LA -p period=FY2025 -p age=adults -p longer_than=444",
)
