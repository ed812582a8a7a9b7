"""How long people wait for a decision on asylum, with everyone counted who still waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.conditions import narrowed_reason
from sojourn.measures.court.question import DETAINED, Question, question, record_day
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE
from sojourn.measures.declare import Dimension, Measure, Parameter, by_choice
from sojourn.record.opened import Record
from sojourn.stats.risk_sets import Floats, Whole
from sojourn.stats.survival import Curve, kaplan_meier
from sojourn.words.said import joined, said

_COLUMNS = {"court": "court", "nationality": "nationality", "detained": "detained_place"}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(start_day)", "start_day", "US fiscal year in which the wait began"),
    "court": Dimension("court", "court", "court (base city) of the last proceeding of the case"),
}
_STARTS = {"charging": "first_charging_date", "received": "received_date"}
_STARTED = {
    "charging": said("the charging document of the case's first proceeding"),
    "received": said("the receipt of the case's first asylum application"),
}
_WAYS = {"wait": "waiting", "leave": "leaving"}
"""Until when those wait who ended without a grant or denial, and the column that counts their days so."""

ALL, DECIDED = said("all cases (Kaplan-Meier)"), said("decided cases only")
LEAVING = said("all cases; who ended otherwise leaves then")
_HEADERS = (
    *(said("cases"), said("decided"), said("a quarter"), said("half")),
    *(said("low"), said("high"), said("three quarters")),
)


def _sql(asked: Question, start: str) -> str:
    """Cases by days waited to the decision or the release's day, and by days to whatever ended the wait before that."""
    names, _ = asked.split(DIMENSIONS)
    grouping, order = (", ".join(str(at) for at in range(1, len(asked.by) + more)) for more in (4, 1))
    within = f" AND {asked.within(_STARTS[start])}" if asked.period else ""
    return f"""
        SELECT {names}decided,
            nights_between(start_day, CASE WHEN decided THEN end_date ELSE $day END) AS waiting,
            nights_between(start_day, coalesce(end_date, $day)) AS leaving,
            CAST(sum(cases) AS BIGINT) AS cases,
            CAST(sum(CASE WHEN NOT decided AND end_date IS NOT NULL THEN cases ELSE 0 END) AS BIGINT) AS ended
        FROM (
            SELECT *, {_STARTS[start]} AS start_day FROM {_source(asked, start)}
            WHERE release = $release AND {asked.certain}{within}) AS waits
        GROUP BY {grouping} {f"ORDER BY {order}" if asked.by else ""}"""


def _source(asked: Question, start: str) -> str:
    """The table in which the cases of a question lie together; that by nationality knows nothing of places or receipts."""
    by_nationality = start == "charging" and {*asked.scope, *asked.by} in (
        {"nationality"},
        {"nationality", "fiscal_year"},
    )
    return "court_waits_by_nationality" if by_nationality else "court_waits"


@dataclass(frozen=True)
class _Waits:
    """Cases by `days` waited (n,), by whether asylum was `decided` (n,), and how many `cases` (n,) and `ended` (n,) there are.

    `ended` are those that ended without a grant or denial. `odd` cases are left out: their days are unknown or run backwards.
    """

    days: Floats
    decided: NDArray[np.bool_]
    cases: Whole
    ended: Whole
    odd: int

    @classmethod
    def of(cls, columns: Mapping[str, ArrayLike], way: str) -> _Waits:
        """The waits of the columns of a statement, by one of its two ways to count the days."""
        days = np.ma.filled(np.ma.asarray(columns[way], dtype=np.float64), np.nan)
        kept = days >= 0
        decided, cases, ended = (np.asarray(columns[name])[kept] for name in ("decided", "cases", "ended"))
        odd = int(np.sum(columns["cases"])) - int(cases.sum())
        return cls(days[kept], decided.astype(np.bool_), cases, ended, odd)

    @property
    def number(self) -> int:
        """How many cases there are."""
        return int(self.cases.sum())

    @cached_property
    def decided_alone(self) -> _Waits:
        """Those that were decided."""
        which = self.decided
        return _Waits(self.days[which], which[which], self.cases[which], self.ended[which], odd=0)

    @cached_property
    def curve(self) -> Curve:
        """The curve of their days, which are whole ones: cases of one day are added up before any sorting."""
        cases = np.bincount(2 * self.days.astype(np.int64) + self.decided, self.cases)
        held = np.flatnonzero(cases)
        return kaplan_meier(held // 2, held % 2 == 1, cases[held].astype(np.int64))

    def cells(self) -> tuple[Any, ...]:
        """Cases, decided, quartiles and the limits of the median; nothing but counts where there are too few."""
        counts = (self.number, self.decided_alone.number)
        if counts[0] < FEWEST:
            return (*counts, None, None, None, None, None)
        curve = self.curve
        return (*counts, *map(curve.quantile, (0.25, 0.5)), *curve.quantile_interval(0.5), curve.quantile(0.75))


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    chosen = _WAYS[given["others"]]
    bounds = {**asked.bounds, "day": record_day(record, asked.release)}
    sql = _sql(asked.whole, given["start"])
    columns = record.arrays(sql, bounds)
    ways = {way: _Waits.of(columns, way) for way in _WAYS.values()}
    if ways[chosen].number < FEWEST:
        return asked.too_few(said("cases with an asylum application"))
    beside: dict[str, tuple[Any, ...]] = {
        ALL: ways["waiting"].cells(),
        DECIDED: ways["waiting"].decided_alone.cells(),
        LEAVING: ways["leaving"].cells(),
    }
    split = _split(asked, record.query(_sql(asked, given["start"]), bounds), chosen) if by else []
    return _finding(asked, sql, ways[chosen], beside, list(split))


def _finding(
    asked: Question,
    sql: str,
    waits: _Waits,
    beside: Mapping[str, tuple[Any, ...]],
    split: Sequence[tuple[Any, ...]],
) -> Finding:
    curve = waits.curve
    median = curve.quantile(0.5)
    rows = split if asked.by else [(name, *cells) for name, cells in beside.items()]
    shown, more = cut(rows)
    told = _told(asked, waits, median, beside[DECIDED][3])
    counts = [cells[at] for cells in (rows if asked.by else []) for at in (len(asked.by), len(asked.by) + 1)]
    return asked.finding(
        "court_waits",
        sql,
        value=median,
        numerator=waits.decided_alone.number,
        denominator=waits.number,
        denominator_is=said("cases with an asylum application and a known start; those decided are the numerator"),
        interval=_interval(waits, curve) if median is not None else None,
        columns=(*(asked.by or (said("who is counted"),)), *_HEADERS),
        rows=shown,
        caveats=(*_caveats(waits, beside), *more),
        told=asked.told_of([*counts, waits.number, waits.decided_alone.number]),
        status="answered" if median is not None else "not determinable",
        reason="" if median is not None else narrowed_reason(joined(told, ". "), asked.conditions),
        sentence=joined(said("{sentence}.", sentence=one) for one in told) if median is not None else "",
        details={"day": record_day(asked.record, asked.release)},
    )


def _split(asked: Question, rows: Sequence[Mapping[str, Any]], way: str) -> Iterator[tuple[Any, ...]]:
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in asked.by), []).append(row)
    for held in groups.values():
        columns = {name: [row[name] for row in held] for name in ("decided", way, "cases", "ended")}
        yield (*asked.cells(held[0]), *_Waits.of(columns, way).cells())


def _interval(waits: _Waits, curve: Curve) -> Interval:
    """The limits of the median; where the upper one is not reached, the longest wait stands for it, and it is said."""
    low, high = curve.quantile_interval(0.5)
    method: str = said("Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley)")
    longest = float(waits.days.max())
    if high is None:
        method = said(
            "Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley); the upper limit is not reached, the longest wait stands "
            "for it"
        )
    return Interval(low or 0.0, longest if high is None else high, method)


def _told(asked: Question, waits: _Waits, median: float | None, decided: float | None) -> list[str]:
    """What the curve says, in sentences without their last stop, since a reason has none."""
    values = {
        "cases": waits.number,
        "decided": waits.decided_alone.number,
        "start": _STARTED[asked.parameters["start"]],
    }
    if median is None:
        found = said(
            "Of {cases:number} asylum cases, {decided:number} were decided; fewer than half have a decision within the time "
            "observed. Counted from: {start}",
            **values,
        )
    else:
        found = said(
            "Of {cases:number} asylum cases, {decided:number} were decided; half had a decision within {median:number} days. "
            "Counted from: {start}",
            **values,
            median=median,
        )
    if decided is None:
        return [found]
    return [found, said("Half of those decided alone had it within {days:number} days", days=decided)]


def _caveats(waits: _Waits, beside: Mapping[str, tuple[Any, ...]]) -> Iterator[Caveat]:
    undecided = waits.number - waits.decided_alone.number
    yield Caveat(
        said(
            "{undecided:number} cases have neither a grant nor a denial. The median of decided cases alone leaves them out, "
            "and so is too short where many still wait.",
            undecided=undecided,
        ),
        "warning",
    )
    ended = int(waits.ended.sum())
    if ended:
        waiting, leaving = (_half(beside[name][3]) for name in (ALL, LEAVING))
        yield Caveat(
            said(
                "{ended:number} of them ended otherwise (abandoned, withdrawn, not decided). When half have a decision: "
                "{waiting} if those count as waiting to the day of the release, {leaving} if they leave on the day on which "
                "they ended.",
                ended=ended,
                waiting=waiting,
                leaving=leaving,
            ),
            "warning",
        )
    if waits.odd:
        yield Caveat(
            said(
                "{odd:number} cases are left out: the day on which the wait began is blank, or lies after its end.",
                odd=waits.odd,
            )
        )
    yield Caveat(said("The first decision counts, also where the Board sent the case back afterwards."))


def _half(days: float | None) -> str:
    return said("at no time observed") if days is None else said("within {days:number} days", days=days)


_WAITS = {
    "charging": "from the charging document to the completion of the application's own proceeding",
    "received": "from the receipt of the application to the completion of its own proceeding",
}
MEASURE = Measure(
    id="time_to_decision",
    estimators=("kaplan_meier",),
    definition=Definition(
        question="How long does it take until half of the people who ask for asylum in court have a decision?",
        counted="cases with an asylum application, to the first grant or denial of asylum",
        not_counted="cases whose wait has no known start, or a start after its end",
        date_basis=by_choice(_WAITS),
        estimator="Kaplan-Meier: cases without a grant or denial are censored on the day of the release; decided ones alone beside",
    ),
    unit="days",
    parameters=(
        Parameter(
            "start",
            "choice",
            "where the wait begins: charging document or receipt of the application",
            "charging",
            choices=tuple(_STARTS),
            date_bases=_WAITS,
        ),
        Parameter(
            "period",
            "period",
            "the cases whose wait began in it: FY2019, 2019, or two with .. between; empty means all",
        ),
        Parameter(
            "others",
            "choice",
            "cases that ended without a grant or denial: wait to the day of the release, or leave when they ended",
            "wait",
            choices=("wait", "leave"),
        ),
        COURT,
        NATIONALITY,
        DETAINED,
        RELEASE,
    ),
    tables=("court_waits",),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p nationality=RU -p period=FY2019..FY2024",
)
