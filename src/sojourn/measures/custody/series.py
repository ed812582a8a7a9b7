"""People held day by day, added up from those who came and those who left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.measures.custody.question import CustodyQuestion
from sojourn.measures.declare import Period

SHIFT = {"end_of_day": 0, "start_of_day": 1, "any_time": 0}
"""Days by which the people of a stored day are later: who is held at the end of a day is held at the start of the next."""

_STORED = {"end_of_day": "midnight", "start_of_day": "midnight", "any_time": "any_time"}


@dataclass(frozen=True)
class Change:
    """By how many people more are held from a day on: those who match, and those who could."""

    day: date
    certain: int
    possible: int


@dataclass(frozen=True)
class Sums:
    """People on a day, or nights (days of presence) in a span: of those who match, and of those who could."""

    certain: int
    possible: int


@dataclass(frozen=True)
class Series:
    """The people held in one release under one convention; `changes` are in order of their days."""

    changes: Sequence[Change]
    sql: str

    def days(self, period: Period) -> Iterator[tuple[date, Sums]]:
        """Each day of a period with the people held on it."""
        certain = possible = at = 0
        for number in range(period.days):
            day = period.first + timedelta(days=number)
            while at < len(self.changes) and self.changes[at].day <= day:
                certain += self.changes[at].certain
                possible += self.changes[at].possible
                at += 1
            yield day, Sums(certain, possible)

    def nights(self, period: Period) -> Sums:
        """The sum over the days of a period: whoever comes on a day counts on it and on each later day."""
        certain = possible = 0
        for change in self.changes:
            left = (period.last - max(change.day, period.first)).days + 1
            if left > 0:
                certain += change.certain * left
                possible += change.possible * left
        return Sums(certain, possible)


def series(asked: CustodyQuestion, convention: str, where: str = "", scope: str = "") -> Series:
    """The people of a question held day by day.

    Args:
        asked: the question; its place says whether people are counted by facility or in the whole country.
        convention: end_of_day, start_of_day or any_time.
        where: a condition in the place of the question's own, such as a facility code that is blank.
        scope: facility or country, in the place of the question's own.
    """
    there = where or asked.place.test("facility_code")
    scope = scope or ("country" if asked.place.codes is None else "facility")
    sql = _sql("", there, asked, "date")
    key = ("people held", sql, scope, _STORED[convention], *asked.bounds.items())
    rows = asked.record.remember(key, lambda: asked.query(sql, scope=scope, convention=_STORED[convention]))
    shift = timedelta(days=SHIFT[convention])
    return Series([Change(row["day"] + shift, row["certain"], row["possible"]) for row in rows], sql)


def split(
    asked: CustodyQuestion, convention: str, names: Sequence[str], covered: Period
) -> dict[tuple[object, ...], Series]:
    """The people of a question by the values of some columns (facility, citizenship, sex, criminality).

    What happened before the covered days is added up on the first of them, and later days are left out.
    """
    columns = ["facility_code" if name == "facility" else name for name in names]
    scope = "facility" if asked.place.codes is not None or "facility" in names else "country"
    shift = timedelta(days=SHIFT[convention])
    bounds = {
        "scope": scope,
        "convention": _STORED[convention],
        "first": covered.first - shift,
        "last": covered.last - shift,
    }
    there = f"{asked.place.test('facility_code')} AND date <= $last"
    sql = _sql(", ".join(columns), there, asked, "CASE WHEN date < $first THEN $first ELSE date END")
    found: dict[tuple[object, ...], list[Change]] = {}
    for row in asked.query(sql, **bounds):
        change = Change(row["day"] + shift, row["certain"], row["possible"])
        found.setdefault(tuple(row[name] for name in columns), []).append(change)
    return {key: Series(changes, sql) for key, changes in found.items()}


def _sql(names: str, there: str, asked: CustodyQuestion, day: str) -> str:
    grouping = f"{names}, " if names else ""
    numbers = ", ".join(str(at) for at in range(1, len(grouping.split(",")) + 1))
    return f"""
        SELECT {grouping}{day} AS day,
            sum(CASE WHEN {asked.certain} THEN came - gone ELSE 0 END) AS certain,
            sum(CASE WHEN {asked.possible} THEN came - gone ELSE 0 END) AS possible
        FROM detention_movements
        WHERE release = $release AND scope = $scope AND convention = $convention AND {there}
        GROUP BY {numbers} ORDER BY {numbers}"""
