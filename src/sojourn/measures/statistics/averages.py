"""ICE's own averages of a facility: found by code or by name and place, and differenced between pulls.

Year-to-date averages times their days are nights so far. Two pulls of one fiscal year give the nights between
them, and so the average of the days between. Such a figure is vetoed where a pull is rounded, where a row
carries another facility's figure, and where many facilities would have negative nights: then the file changed,
not the facilities. The pull that caused it is the later one, so the interval after it is vetoed as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sojourn.measures.declare import Period
from sojourn.measures.facilities.names import Name, find, names_of
from sojourn.measures.statistics.pulls import (
    COLUMNS,
    day_of,
    error_of,
    is_anomalous,
    negative_facilities,
    repeats,
    rows_of,
)
from sojourn.record.opened import Record
from sojourn.words.said import said

_CODED = f"""
    SELECT {COLUMNS} FROM official_averages
    WHERE period_start IS NOT NULL AND days IS NOT NULL AND facility_code = $facility
    ORDER BY period_end, release, period, line"""


@dataclass(frozen=True)
class IceAverage:
    """One published average of a facility; `match` says how the row was found."""

    release: str
    name: str
    match: str
    period: str
    first: date
    last: date
    days: int
    average: float
    defect: str

    @property
    def to_date(self) -> bool:
        """Whether the figure runs from 1 October to the pull, and so can be differenced."""
        return self.period.startswith("year to date")

    @property
    def nights(self) -> float:
        """Nights of the period."""
        return self.average * self.days


@dataclass(frozen=True)
class PullInterval:
    """A facility between two pulls: the implied average, why it must not be used (empty: it may), and its error.

    `error` is how many people the average may be off on either side, from the rounding of the figures.
    """

    earlier: str
    later: str
    first: date
    last: date
    average: float
    veto: str
    error: float = 0.0

    @property
    def days(self) -> int:
        """Days between the pulls."""
        return (self.last - self.first).days + 1


def ice_averages(record: Record, facility: str, period: Period | None = None) -> list[IceAverage]:
    """Every published average of a facility (whose period meets ours), oldest first."""
    found = record.remember(("ice averages", facility), lambda: _found(record, facility))
    return [one for one in found if period is None or (one.first <= period.last and one.last >= period.first)]


def _found(record: Record, facility: str) -> list[IceAverage]:
    names = names_of(record, facility)
    found = [_average(row, said("by code")) for row in record.query(_CODED, {"facility": facility})]
    for listed, rows in _without_codes(record):
        if match := find(facility, names, listed):
            found.append(_average(rows[match[0]], match[1]))
    return found


def _without_codes(record: Record) -> list[tuple[list[Name], list[dict[str, Any]]]]:
    """The averages of each release that prints no codes, and what it calls their facilities."""

    def grouped() -> list[tuple[list[Name], list[dict[str, Any]]]]:
        releases: dict[str, list[dict[str, Any]]] = {}
        for row in rows_of(record):
            if not row["coded"]:
                releases.setdefault(row["release"], []).append(row)
        return [([Name(row["name"], row["city"], row["state"]) for row in rows], rows) for rows in releases.values()]

    return record.remember(("averages without codes",), grouped)


def _average(row: dict[str, Any], match: str) -> IceAverage:
    return IceAverage(
        row["release"],
        row["name"],
        match,
        row["period"],
        row["period_start"],
        row["period_end"],
        row["days"],
        row["average"],
        row["defect"],
    )


def pull_intervals(record: Record, facility: str) -> list[PullInterval]:
    """The intervals between successive pulls of one fiscal year for a facility, oldest first."""
    return record.remember(("pull intervals", facility), lambda: _intervals(record, facility))


def anomalous_pulls(intervals: list[PullInterval]) -> set[str]:
    """Pulls whose own figures are anomalous: those at the end of an interval with many negative facilities."""
    return {one.later for one in intervals if "negative nights" in one.veto}


def _intervals(record: Record, facility: str) -> list[PullInterval]:
    found: list[PullInterval] = []
    spoiled = ""
    for earlier, later in pairwise(one for one in ice_averages(record, facility) if one.to_date):
        days = later.days - earlier.days
        if earlier.first != later.first or days <= 0:
            continue
        veto = _veto(record, earlier, later)
        if not veto and spoiled == earlier.release:
            veto = said(
                "the interval begins at pull {pull}, whose own figures are anomalous", pull=day_of(earlier.release)
            )
        elif "negative" in veto:
            spoiled = later.release
        average = (later.nights - earlier.nights) / days
        rounded = "rounded" in (earlier.defect, later.defect)
        error = error_of(earlier.days, later.days, rounded=rounded)
        first = earlier.last + timedelta(days=1)
        found.append(PullInterval(earlier.release, later.release, first, later.last, average, veto, error))
    return found


def _veto(record: Record, earlier: IceAverage, later: IceAverage) -> str:
    for one in (earlier, later):
        if one.defect:
            return said(
                "its figure in pull {pull} is defective ({defect})", pull=day_of(one.release), defect=one.defect
            )
    if repeats(record, earlier.release, later.release):
        return said(
            "pull {later} carries most figures of pull {earlier} again",
            later=day_of(later.release),
            earlier=day_of(earlier.release),
        )
    if is_anomalous(record, earlier.release, later.release):
        negative, both = negative_facilities(record, earlier.release, later.release)
        return said(
            "{negative:number} of {both:number} facilities would have negative nights between pulls {earlier} and {later}: the "
            "file changed, not the facilities",
            negative=negative,
            both=both,
            earlier=day_of(earlier.release),
            later=day_of(later.release),
        )
    return ""
