"""How long people wait for a decision on asylum, with everyone counted who still waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sojourn.engine.connect import quoted
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import FEWEST, Unanswerable, cut
from sojourn.measures.conditions import narrowed_reason
from sojourn.measures.court.question import DETAINED, Question, question, record_day
from sojourn.measures.court.release import COURT, NATIONALITY, RELEASE
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.record.opened import Record
from sojourn.stats.survival import Curve, kaplan_meier
from sojourn.tables.court.derived import GRANTS
from sojourn.words.said import joined, said

_COLUMNS = {"court": "last_court", "nationality": "nationality", "detained": "last_detained_place"}
DIMENSIONS = {
    "fiscal_year": Dimension("us_fiscal_year(start_day)", "start_day", "US fiscal year in which the wait began"),
    "court": Dimension("court", "last_court", "court (base city) of the last proceeding of the case"),
}
_STARTS = {"charging": "first_charging_date", "received": "received_date"}
_STARTED = {
    "charging": said("the charging document of the case's first proceeding"),
    "received": said("the receipt of the case's first asylum application"),
}
_DECIDED = f"decision IN ({', '.join(map(quoted, (*GRANTS, 'D')))})"
_OPEN = "(decision IS NULL OR decision IN ('T', 'R', 'S'))"
"""Nothing yet, moved with the case, reserved, or closed without an end: the person may still get a decision."""

ALL, DECIDED = said("all cases (Kaplan-Meier)"), said("decided cases only")
LEAVING = said("all cases; who ended otherwise leaves then")
_HEADERS = (
    *(said("cases"), said("decided"), said("a quarter"), said("half")),
    *(said("low"), said("high"), said("three quarters")),
)


def _cases(asked: Question, start: str) -> str:
    """Each case once: when its wait began, when asylum was first decided, when it ended without that."""
    return f"""
        SELECT case_id, min({_STARTS[start]}) AS start_day, any_value(last_court) AS court,
            min(CASE WHEN {_DECIDED} THEN own_completion_date END) AS decided_day,
            CASE WHEN count(CASE WHEN {_OPEN} THEN 1 END) = 0 THEN max(own_completion_date) END AS ended_day
        FROM court_decisions
        WHERE release = $release AND case_id IS NOT NULL AND {asked.certain}
        GROUP BY case_id"""


def _sql(asked: Question, start: str, *, leaving: bool) -> str:
    """Cases by days waited: those decided, and the others to the release's day, or to the day on which they ended."""
    names, _ = asked.split(DIMENSIONS)
    end = "coalesce(decided_day, ended_day, $day)" if leaving else "coalesce(decided_day, $day)"
    grouping = ", ".join(str(at) for at in range(1, len(asked.by) + 3))
    within = f"AND {asked.within('start_day')}" if asked.period else ""
    return f"""
        SELECT {names}CASE WHEN decided_day IS NULL THEN 0 ELSE 1 END AS is_decided,
            nights_between(start_day, {end}) AS days, count(*) AS cases,
            count(CASE WHEN decided_day IS NULL AND ended_day IS NOT NULL THEN 1 END) AS ended
        FROM ({_cases(asked, start)}) AS waits
        WHERE 1 = 1 {within}
        GROUP BY {grouping} ORDER BY {grouping}"""


@dataclass(frozen=True)
class _Waits:
    """Counts of cases by days waited and by whether asylum was decided, and the curve of their days."""

    rows: Sequence[Mapping[str, Any]]

    @cached_property
    def kept(self) -> list[Mapping[str, Any]]:
        """Without those whose days are unknown or run backwards."""
        return [row for row in self.rows if row["days"] is not None and row["days"] >= 0]

    def number(self, name: str = "cases") -> int:
        return sum(int(row[name]) for row in self.kept)

    @cached_property
    def decided(self) -> _Waits:
        return replace(self, rows=[row for row in self.rows if row["is_decided"]])

    @cached_property
    def curve(self) -> Curve:
        kept = self.kept
        return kaplan_meier(*([row[name] for row in kept] for name in ("days", "is_decided", "cases")))

    def cells(self) -> tuple[Any, ...]:
        """Cases, decided, quartiles and the limits of the median; nothing but counts where there are too few."""
        counts = (self.number(), self.decided.number())
        if counts[0] < FEWEST:
            return (*counts, None, None, None, None, None)
        curve = self.curve
        return (*counts, *map(curve.quantile, (0.25, 0.5)), *curve.quantile_interval(0.5), curve.quantile(0.75))


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by, _COLUMNS)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, given, asked.status, asked.reason)
    leaves = given["others"] == "leave"
    day = record_day(record, asked.release)
    statements = {way: _sql(asked.whole, given["start"], leaving=way) for way in (False, True)}
    ways = {way: _Waits(asked.query(sql, day=day)) for way, sql in statements.items()}
    if ways[leaves].number() < FEWEST:
        return asked.too_few(said("cases with an asylum application"))
    beside: dict[str, tuple[Any, ...]] = {
        ALL: ways[False].cells(),
        DECIDED: ways[False].decided.cells(),
        LEAVING: ways[True].cells(),
    }
    split = asked.query(_sql(asked, given["start"], leaving=leaves), day=day) if by else []
    return _finding(asked, statements[leaves], ways[leaves], beside, split)


def _finding(
    asked: Question,
    sql: str,
    waits: _Waits,
    beside: Mapping[str, tuple[Any, ...]],
    split: Sequence[Mapping[str, Any]],
) -> Finding:
    curve = waits.curve
    median = curve.quantile(0.5)
    rows = list(_split(asked, split)) if asked.by else [(name, *cells) for name, cells in beside.items()]
    shown, more = cut(rows)
    told = _told(asked, waits, median, beside[DECIDED][3])
    counts = [cells[at] for cells in (rows if asked.by else []) for at in (len(asked.by), len(asked.by) + 1)]
    return asked.finding(
        "court_decisions",
        sql,
        value=median,
        numerator=waits.decided.number(),
        denominator=waits.number(),
        denominator_is=said("cases with an asylum application and a known start; those decided are the numerator"),
        interval=_interval(waits, curve) if median is not None else None,
        columns=(*(asked.by or (said("who is counted"),)), *_HEADERS),
        rows=shown,
        caveats=(*_caveats(waits, beside), *more),
        told=asked.told_of([*counts, waits.number(), waits.decided.number()]),
        status="answered" if median is not None else "not determinable",
        reason="" if median is not None else narrowed_reason(joined(told, ". "), asked.conditions),
        sentence=joined(said("{sentence}.", sentence=one) for one in told) if median is not None else "",
        details={"day": record_day(asked.record, asked.release)},
    )


def _split(asked: Question, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in asked.by), []).append(row)
    for held in groups.values():
        yield (*asked.cells(held[0]), *_Waits(held).cells())


def _interval(waits: _Waits, curve: Curve) -> Interval:
    """The limits of the median; where the upper one is not reached, the longest wait stands for it, and it is said."""
    low, high = curve.quantile_interval(0.5)
    method: str = said("Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley)")
    longest = float(max(row["days"] for row in waits.kept))
    if high is None:
        method = said(
            "Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley); the upper limit is not reached, the longest wait stands "
            "for it"
        )
    return Interval(low or 0.0, longest if high is None else high, method)


def _told(asked: Question, waits: _Waits, median: float | None, decided: float | None) -> list[str]:
    """What the curve says, in sentences without their last stop, since a reason has none."""
    values = {"cases": waits.number(), "decided": waits.decided.number(), "start": _STARTED[asked.parameters["start"]]}
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
    undecided = waits.number() - waits.decided.number()
    yield Caveat(
        said(
            "{undecided:number} cases have neither a grant nor a denial. The median of decided cases alone leaves them out, "
            "and so is too short where many still wait.",
            undecided=undecided,
        ),
        "warning",
    )
    ended = waits.number("ended")
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
    odd = sum(row["cases"] for row in waits.rows) - waits.number()
    if odd:
        yield Caveat(
            said(
                "{odd:number} cases are left out: the day on which the wait began is blank, or lies after its end.",
                odd=odd,
            )
        )
    yield Caveat(said("The first decision counts, also where the Board sent the case back afterwards."))


def _half(days: float | None) -> str:
    return said("at no time observed") if days is None else said("within {days:number} days", days=days)


MEASURE = Measure(
    id="time_to_decision",
    estimators=("kaplan_meier",),
    definition=Definition(
        question="How long does it take until half of the people who ask for asylum in court have a decision?",
        counted="cases with an asylum application, to the first grant or denial of asylum",
        not_counted="cases whose wait has no known start, or a start after its end",
        date_basis="from the charging document or the receipt, to the completion of the application's own proceeding",
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
    tables=("court_decisions",),
    answer=_answer,
    dimensions=DIMENSIONS,
    minimum=FEWEST,
    example="-p nationality=RU -p period=FY2019..FY2024",
)
