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
from sojourn.record.opened import Record

NEGATIVE_SHARE = 0.05
"""Share of facilities with negative implied nights from which an interval is an anomaly of the file."""

LIKENESS = 0.5
"""Share of common words from which two names in one town are the same facility."""

_WORDS = {
    "CO": "COUNTY",
    "CORR": "CORRECTIONAL",
    "CTR": "CENTER",
    "DET": "DETENTION",
    "FAC": "FACILITY",
    "FACILI": "FACILITY",
    "FAM": "FAMILY",
    "IPC": "ICE PROCESSING CENTER",
    "PROC": "PROCESSING",
    "PROCESS": "PROCESSING",
    "RES": "RESIDENTIAL",
}

_NAMES = """
    SELECT DISTINCT facility_name AS name, '' AS city, '' AS state FROM facility_days
    WHERE facility_code = $facility AND facility_name IS NOT NULL
    UNION
    SELECT DISTINCT facility_name AS name, city, state FROM facilities WHERE facility_code = $facility
    ORDER BY 1, 2, 3"""

_AVERAGES = """
    SELECT release, facility_code, facility_name, coalesce(city, '') AS city, coalesce(state, '') AS state,
        period, period_start, period_end, days, average, women_average, coalesce(defect, '') AS defect, line
    FROM official_averages
    WHERE period_start IS NOT NULL AND days IS NOT NULL AND (facility_code IS NULL OR facility_code = $facility)
    ORDER BY period_end, release, period, line"""


_NEGATIVE = """
    SELECT count(CASE WHEN later.nights < earlier.nights - 0.5 THEN 1 END) AS negative, count(*) AS both_pulls
    FROM (SELECT upper(facility_name) AS name, max(average * days) AS nights FROM official_averages WHERE release = $earlier GROUP BY 1) AS earlier
    JOIN (SELECT upper(facility_name) AS name, max(average * days) AS nights FROM official_averages WHERE release = $later GROUP BY 1) AS later
        ON later.name = earlier.name"""


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
    women_average: float | None
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
    """A facility between two pulls: the implied average, and why it must not be used (empty: it may)."""

    earlier: str
    later: str
    first: date
    last: date
    average: float
    veto: str

    @property
    def days(self) -> int:
        """Days between the pulls."""
        return (self.last - self.first).days + 1


def words(name: str) -> frozenset[str]:
    """The words of a facility's name, abbreviations written out."""
    letters = "".join(letter if letter.isalnum() else " " for letter in name.upper())
    return frozenset(word for part in letters.split() for word in _WORDS.get(part, part).split())


def ice_averages(record: Record, facility: str, period: Period | None = None) -> list[IceAverage]:
    """Every published average of a facility (whose period meets ours), oldest first."""
    found = record.remember(("ice averages", facility), lambda: _found(record, facility))
    return [one for one in found if period is None or (one.first <= period.last and one.last >= period.first)]


def _found(record: Record, facility: str) -> list[IceAverage]:
    names = record.query(_NAMES, {"facility": facility})
    by_code, releases = [], dict[str, list[dict[str, Any]]]()
    for row in record.query(_AVERAGES, {"facility": facility}):
        if row["facility_code"]:
            by_code.append(_average(row, "by code"))
        else:
            releases.setdefault(row["release"], []).append(row)
    matched = [_match(names, candidates) for candidates in releases.values()]
    return by_code + [_average(*match) for match in matched if match]


def _average(row: dict[str, Any], match: str) -> IceAverage:
    return IceAverage(
        row["release"],
        row["facility_name"],
        match,
        row["period"],
        row["period_start"],
        row["period_end"],
        row["days"],
        row["average"],
        row["women_average"],
        row["defect"],
    )


def _match(names: list[dict[str, Any]], candidates: list[dict[str, Any]]) -> tuple[dict[str, Any], str] | None:
    """The row of a workbook that is the facility: the same name, else the likest name in the same town, if it is one."""
    known = [words(name["name"]) for name in names]
    same = [row for row in candidates if words(row["facility_name"]) in known]
    if len(same) == 1:
        return same[0], "by name"
    places = {(name["city"].upper(), name["state"].upper()) for name in names if name["city"]}
    near = [row for row in candidates if (row["city"].upper(), row["state"].upper()) in places]
    ranked = sorted(near, key=lambda row: _likeness(words(row["facility_name"]), known), reverse=True)
    if len(ranked) == 1:
        return ranked[0], f"the only facility listed in {ranked[0]['city'].title()}"
    if len(ranked) > 1:
        first, second = (_likeness(words(row["facility_name"]), known) for row in ranked[:2])
        if first >= LIKENESS and first > second:
            return ranked[0], f"the likest name in {ranked[0]['city'].title()}"
    return None


def _likeness(name: frozenset[str], known: list[frozenset[str]]) -> float:
    return max((len(name & one) / len(name | one) for one in known), default=0.0)


def negative_facilities(record: Record, earlier: str, later: str) -> tuple[int, int]:
    """Facilities with fewer nights so far in the later pull than in the earlier, and facilities in both."""
    row = record.remember(
        ("negative", earlier, later), lambda: record.query(_NEGATIVE, {"earlier": earlier, "later": later})[0]
    )
    return row["negative"], row["both_pulls"]


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
            veto = f"the interval begins at pull {_pull(earlier.release)}, whose own figures are anomalous"
        elif "negative" in veto:
            spoiled = later.release
        average = (later.nights - earlier.nights) / days
        found.append(
            PullInterval(earlier.release, later.release, earlier.last + timedelta(days=1), later.last, average, veto)
        )
    return found


def _pull(release: str) -> str:
    return release.partition("@")[2]


def _veto(record: Record, earlier: IceAverage, later: IceAverage) -> str:
    for one in (earlier, later):
        if one.defect:
            return f"its figure in pull {_pull(one.release)} is defective ({one.defect})"
    negative, both = negative_facilities(record, earlier.release, later.release)
    if negative > NEGATIVE_SHARE * both:
        return (
            f"{negative} of {both} facilities would have negative nights between pulls {_pull(earlier.release)} and "
            f"{_pull(later.release)}: the file changed, not the facilities"
        )
    return ""
