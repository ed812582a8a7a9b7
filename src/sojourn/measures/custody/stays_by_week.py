"""Week by week: stays that began, stays that ended and how, and how many people were held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sojourn.engine.connect import quoted
from sojourn.findings import Caveat, Definition, Finding
from sojourn.measures.answers import cut
from sojourn.measures.custody.question import PEOPLE, PERIOD, CustodyQuestion
from sojourn.measures.custody.series import series
from sojourn.measures.custody.stay_lengths import LET_OUT
from sojourn.measures.custody.transfers import followed
from sojourn.measures.declare import Measure
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.words.said import said

COLUMNS = (
    said("week from Monday"),
    said("days covered"),
    said("stays begun"),
    said("stays ended"),
    said("by removal"),
    said("by bond, parole, recognizance, supervision"),
    said("otherwise or unknown"),
    said("people held at its end"),
)
_BEGAN = "began"


def _sql(asked: CustodyQuestion) -> str:
    """Stays by the day on which they began, and by the day and the exit with which they ended."""

    def counted(event: str, moment: str) -> str:
        return f"""
        SELECT {event} AS event, CAST({moment} AS DATE) AS day,
            count(CASE WHEN {asked.certain} THEN 1 END) AS stays,
            count(CASE WHEN {asked.possible} THEN 1 END) AS possible,
            count(*) AS everyone
        FROM detention_stays
        WHERE release = $release AND CAST({moment} AS DATE) BETWEEN $first AND $last
            AND (ended IS NULL OR ended >= entered)
        GROUP BY 1, 2"""

    began, ended = counted(quoted(_BEGAN), "entered"), counted("coalesce(exit, 'unknown')", "ended")
    return f"{began} UNION ALL {ended} ORDER BY 1, 2"


@dataclass(frozen=True)
class _Weeks:
    """The events of the covered days, and the people held on each."""

    asked: CustodyQuestion
    events: Sequence[Mapping[str, Any]]

    @cached_property
    def held(self) -> dict[date, int]:
        """People held at the midnight that ends each covered day."""
        days = series(self.asked, "end_of_day").days(self.asked.chosen.covered)
        return {day: sums.certain for day, sums in days}

    @cached_property
    def totals(self) -> Counter[str]:
        """Stays that began, and stays that ended by each exit, over all covered days."""
        found: Counter[str] = Counter()
        for row in self.events:
            found[row["event"]] += row["stays"]
        return found

    def began(self, name: str) -> int:
        """Stays that began: those that match (`stays`), those that could (`possible`), or of everyone."""
        return sum(row[name] for row in self.events if row["event"] == _BEGAN)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """A row for each week, the newest first."""
        by_week: dict[date, Counter[str]] = {_monday(day): Counter() for day in self.held}
        for row in self.events:
            by_week[_monday(row["day"])][row["event"]] += row["stays"]
        for monday in sorted(by_week, reverse=True):
            days = [day for day in self.held if _monday(day) == monday]
            yield (monday, len(days), *_cells(by_week[monday]), self.held[days[-1]])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _cells(events: Mapping[str, int]) -> tuple[int, ...]:
    """Begun, ended, by removal, let out, otherwise."""
    ended = sum(count for event, count in events.items() if event != _BEGAN)
    removed, let_out = events["removal"], sum(events[exit_] for exit_ in LET_OUT)
    return events[_BEGAN], ended, removed, let_out, ended - removed - let_out


def _answer(record: Record, given: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    asked = followed(record, MEASURE, given)
    if isinstance(asked, Finding):
        return asked
    covered = asked.chosen.covered
    return _finding(_Weeks(asked, asked.query(_sql(asked), first=covered.first, last=covered.last)))


def _finding(weeks: _Weeks) -> Finding:
    asked, rows = weeks.asked, list(weeks.rows())
    shown, more = cut(rows)
    began, ended, removed, let_out, _ = _cells(weeks.totals)
    last = asked.chosen.covered.last
    return asked.finding(
        _sql(asked),
        value=float(began),
        numerator=began,
        denominator=weeks.began("everyone"),
        denominator_is=said("stays that began in the period, whoever the people are"),
        interval=asked.counted(began, weeks.began("possible")),
        columns=COLUMNS,
        rows=shown,
        caveats=(*_caveats(weeks, rows), *more),
        told=asked.told_of([cell for row in rows for cell in row[2:]], "day"),
        sentence=asked.narrowed(
            said(
                "{began:number} stays began in {period} and {ended:number} ended, {removed:number} of them by removal and "
                "{let_out:number} by bond, parole, recognizance or supervision; {held:number} people were held at the "
                "midnight that ends {last}.",
                began=began,
                period=asked.span,
                ended=ended,
                removed=removed,
                let_out=let_out,
                held=weeks.held[last],
                last=last,
            )
        ),
    )


def _caveats(weeks: _Weeks, rows: Sequence[tuple[Any, ...]]) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "The people held at the end of a week are not those of the week before plus stays begun minus stays ended: a person "
            "can leave and come back, and a stay without a book-out goes on to the end of the release."
        )
    )
    yield Caveat(
        said(
            "A stay that ends by removal is what the detention records say; removals are counted in files of their own."
        )
    )
    if any(row[1] < 7 for row in rows):
        yield Caveat(said("Where the period or the release begins or ends within a week, that week has fewer days."))
    if weeks.asked.who:
        kept = said("A week with a personal attribute stays on this machine; months and years may leave it.")
        yield Caveat(kept, "warning")
    yield from weeks.asked.untold("detention_stays", "entered", "first_facility")


MEASURE = Measure(
    id="stays_by_week",
    estimators=("complete_count",),
    definition=Definition(
        question="How many stays in detention began and ended week by week, how did they end, and how many people were held?",
        counted="stays of the release by the day of their book-in and of their book-out; people held at midnight, each once",
        not_counted="stays that end before they begin, rows that repeat another, and people whose records the agency withheld",
        date_basis="the day of the book-in of the stay, and of its book-out",
        estimator="count of the release's stays; weeks begin on Monday",
    ),
    unit="stays begun",
    parameters=(*PEOPLE, PERIOD, RELEASE),
    tables=("detention_stints", "detention_stays", "detention_movements"),
    answer=_answer,
    dimensions={},
    example="-p citizenship=RUSSIA -p period=2025-06..2025-11",
)
