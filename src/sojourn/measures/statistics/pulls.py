"""ICE's biweekly workbooks set against each other: pulls, facilities in two of them, nights that cannot be.

A pull is one workbook of the fiscal year to date. Facilities have no code in it, so those of two pulls are paired
by name, city and state; a name that one pull cuts short belongs to the longer one of the same town.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sojourn.measures.facilities.names import is_cut, words
from sojourn.record.opened import Record

FEWER = 2e-3
"""Nights by which a later total must lie below an earlier one: what the digits of a whole number of nights lose."""
NEGATIVE_SHARE = 0.05
"""Share of facilities with fewer nights so far from which the file changed and not the facilities."""
REPEATED_SHARE = 0.5
"""Share of facilities with the same average in two pulls from which one pull repeats the other."""
SAME_FIGURE = 1e-9
"""How far apart two prints of one figure lie."""
ROUNDING = 2.0
"""People by which a rounded average may be off: it is the sum of four rounded levels."""

COLUMNS = """release, line, facility_name AS name, coalesce(city, '') AS city, coalesce(state, '') AS state,
        period, period_start, period_end, days, average, coalesce(defect, '') AS defect"""
"""What is read of a published average."""

ROWS = f"""
    SELECT {COLUMNS}, facility_code IS NOT NULL AS coded
    FROM official_averages
    WHERE period_start IS NOT NULL AND days IS NOT NULL AND (facility_code IS NULL OR period LIKE 'year to date%')
    ORDER BY period_start, days, release, period, line"""
"""Every average of the workbooks, which print no codes, and of other lists those for a fiscal year to date."""


def day_of(release: str) -> str:
    """The day of the pull that a release is named for, with the mark of a second file of that day."""
    return release.partition("@")[2]


@dataclass(frozen=True)
class Listed:
    """One facility in one pull."""

    release: str
    line: int
    name: str
    city: str
    state: str
    days: int
    average: float
    defect: str

    @property
    def nights(self) -> float:
        """Nights of the fiscal year to date."""
        return self.average * self.days

    @property
    def key(self) -> tuple[frozenset[str], str, str]:
        """What tells facilities of one pull apart."""
        return words(self.name), self.city.upper(), self.state.upper()


_LISTED = tuple(one.name for one in fields(Listed))


@dataclass(frozen=True)
class Pull:
    """One workbook: its release, first day, divisor, and its facilities with figures."""

    release: str
    first: date
    days: int
    listed: tuple[Listed, ...]

    @property
    def rounded(self) -> bool:
        """Whether every average is a whole number."""
        return all(one.defect == "rounded" for one in self.listed)

    @property
    def foreign(self) -> list[Listed]:
        """Rows whose figure does not fit the divisor of the file."""
        return [] if self.rounded else [one for one in self.listed if one.defect]

    @property
    def once(self) -> dict[tuple[frozenset[str], str, str], Listed]:
        """Each facility once; of two rows the sound one, of two sound ones the first."""
        found: dict[tuple[frozenset[str], str, str], Listed] = {}
        for one in self.listed:
            known = found.get(one.key)
            if known is None or (known.defect and not one.defect):
                found[one.key] = one
        return found


@dataclass(frozen=True)
class Pairs:
    """The facilities of two pulls: in both, in the earlier only, in the later only."""

    both: tuple[tuple[Listed, Listed], ...]
    vanished: tuple[Listed, ...]
    new: tuple[Listed, ...]

    def fewer(self, more_days: int = 0) -> list[tuple[Listed, Listed]]:
        """Facilities with fewer nights so far in the later pull, where each divisor is so many days longer."""
        return [
            (earlier, later)
            for earlier, later in self.both
            if later.average * (later.days + more_days) < earlier.average * (earlier.days + more_days) - FEWER
        ]

    @property
    def fell(self) -> int:
        """Facilities whose year-to-date average fell."""
        return sum(later.average < earlier.average for earlier, later in self.both)

    @property
    def same(self) -> int:
        """Facilities with the same average, above zero, in both."""
        return sum(
            abs(later.average - earlier.average) < SAME_FIGURE and later.average > 0 for earlier, later in self.both
        )


def rows_of(record: Record) -> list[dict[str, Any]]:
    """The rows of `ROWS`."""
    return record.remember(("rows of pulls",), lambda: record.query(ROWS))


def pulls(record: Record) -> list[Pull]:
    """Every pull of the record, by fiscal year and day."""
    return record.remember(("pulls",), lambda: _pulls(rows_of(record)))


def _pulls(rows: list[dict[str, Any]]) -> list[Pull]:
    grouped: dict[tuple[date, str], list[Listed]] = {}
    for row in rows:
        if row["period"].startswith("year to date") and row["average"] is not None:
            listed = Listed(**{name: row[name] for name in _LISTED})
            grouped.setdefault((row["period_start"], row["release"]), []).append(listed)
    found = [Pull(release, first, listed[0].days, tuple(listed)) for (first, release), listed in grouped.items()]
    return sorted(found, key=lambda one: (one.first, one.days, one.release))


def before_in_year(record: Record, pull: Pull) -> Pull | None:
    """The last pull before one in its fiscal year, by divisor; None where there is none."""
    earlier = (one for one in reversed(pulls(record)) if one.first == pull.first and one.days < pull.days)
    return next(earlier, None)


def paired(record: Record, earlier: str, later: str) -> Pairs:
    """The facilities of two releases, paired."""
    return record.remember(("paired", earlier, later), lambda: pair(*(_named(record, one) for one in (earlier, later))))


def _named(record: Record, release: str) -> Pull:
    nothing = Pull(release, date.min, 0, ())
    return next((one for one in pulls(record) if one.release == release), nothing)


def pair(earlier: Pull, later: Pull) -> Pairs:
    """The facilities of two pulls by name and place, then those whose names differ by a cut or an abbreviation."""
    left, right = earlier.once, later.once
    both = [(left.pop(key), right.pop(key)) for key in [key for key in left if key in right]]
    for mine in list(left.values()):
        theirs = [one for one in right.values() if _is_same(mine, one)]
        if len(theirs) == 1:
            both.append((left.pop(mine.key), right.pop(theirs[0].key)))
    return Pairs(tuple(both), tuple(left.values()), tuple(right.values()))


def _is_same(one: Listed, other: Listed) -> bool:
    """Whether two names that differ are one facility: the same words in one state, or one name cut in one town."""
    if one.state.upper() != other.state.upper():
        return False
    cut = is_cut(one.name, other.name) and one.city.upper() == other.city.upper()
    return cut or words(one.name) == words(other.name)


def negative_facilities(record: Record, earlier: str, later: str) -> tuple[int, int]:
    """Facilities with fewer nights so far in the later pull than in the earlier, and facilities in both."""
    found = paired(record, earlier, later)
    return len(found.fewer()), len(found.both)


def is_anomalous(record: Record, earlier: str, later: str) -> bool:
    """Whether so many facilities have fewer nights than before that the file changed and not the facilities."""
    negative, both = negative_facilities(record, earlier, later)
    return negative > NEGATIVE_SHARE * both


def repeats(record: Record, earlier: str, later: str) -> bool:
    """Whether a pull carries most figures of another one under a new date."""
    found = paired(record, earlier, later)
    return bool(found.both) and found.same > REPEATED_SHARE * len(found.both)


def origins(record: Record, one: Listed) -> list[Listed]:
    """Where a foreign figure stands as another facility's own: rows of other pulls of the record with the same figure."""
    others: Iterable[Listed] = (row for pull in pulls(record) if pull.release != one.release for row in pull.listed)
    return [row for row in others if abs(row.average - one.average) < SAME_FIGURE and row.key != one.key]


def error_of(earlier: int, later: int, *, rounded: bool) -> float:
    """People by which an average between two pulls may be off, from the divisors of the pulls.

    Figures that fit their divisor are whole nights, so nothing is lost; rounded ones are off by up to two people
    over all days so far, on both sides.
    """
    return ROUNDING * (earlier + later) / (later - earlier) if rounded else 0.0
