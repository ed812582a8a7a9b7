"""Staging facilities, with their dates, and who was booked into them: day by facility by citizenship, of one release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sojourn.errors import BadParameter, BadRecord, UnknownName
from sojourn.record.opened import Record
from sojourn.shipped import rows_of

ALL: Final = "all staging facilities"

ROWS: Final = """
    SELECT CAST(book_in AS DATE) AS day, facility_code AS facility, citizenship, count(*) AS people
    FROM detention_path
    WHERE release = $release AND CAST(book_in AS DATE) BETWEEN $first AND $last
        AND stint_number IS NOT NULL AND NOT coalesce(rebook, false) AND facility_code IS NOT NULL
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
"""Book-ins by day, facility and citizenship: duplicates and re-books into the same facility are no arrival."""


@dataclass(frozen=True)
class Staging:
    """A facility through which people pass on their way out.

    `set` is the part of the country with which it is scored, empty where only with all. `first` and `last` are the days of
    its use, `last` None where no end is known. `verified` says what of it an official list shows.
    """

    code: str
    name: str
    set: str
    first: date
    last: date | None
    verified: str
    source: str


@dataclass(frozen=True)
class Inflow:
    """People booked into facilities, of one release.

    `days` are all days from the first to the last of the release, `counts[d, f, c]` the book-ins of citizenship `c` into
    facility `f` on day `d`, and `unknown[d, f]` those without citizenship.
    """

    days: NDArray[np.datetime64]
    facilities: tuple[str, ...]
    citizenships: tuple[str, ...]
    counts: NDArray[np.int32]
    unknown: NDArray[np.int32]

    @property
    def first(self) -> date:
        """The first day."""
        first: date = self.days[0].astype(object)
        return first

    @property
    def last(self) -> date:
        """The last day: nothing is said of any later one."""
        last: date = self.days[-1].astype(object)
        return last


@cache
def staging_facilities() -> Mapping[str, Staging]:
    """The facilities by code."""
    path = Path(__file__).with_name("staging_facilities.csv")
    return {row["code"]: _staging(row) for row in rows_of(path)}


def _staging(row: Mapping[str, str]) -> Staging:
    last = date.fromisoformat(row["to"]) if row["to"] else None
    return Staging(
        row["code"], row["name"], row["set"], date.fromisoformat(row["from"]), last, row["verified"], row["source"]
    )


def in_use(first: date, last: date) -> tuple[str, ...]:
    """The codes of the staging facilities that were in use on any of some days."""
    every = staging_facilities().values()
    return tuple(one.code for one in every if one.first <= last and (one.last is None or one.last >= first))


def sets_of(codes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The sets in which facilities are scored: all of them, and each part of the country with at least two."""
    part_of = {code: one.set for code, one in staging_facilities().items()}
    parts = dict.fromkeys(part_of[code] for code in codes if part_of[code])
    made = {part: tuple(code for code in codes if part_of[code] == part) for part in parts}
    return {ALL: tuple(codes), **{part: held for part, held in made.items() if len(held) > 1}}


def inflow(record: Record, release: str, first: date, last: date, facilities: Sequence[str] | None = None) -> Inflow:
    """Who was booked into staging facilities from `first` to `last`, the days that the release covers.

    Args:
        record: with a release of stints.
        release: its id.
        first, last: the days of the matrix.
        facilities: codes; those of the list that were in use where none are given.

    Raises:
        BadRecord: the release has no stints or no column for citizenship.
        UnknownName: a facility that is not in the list of staging facilities.
        BadParameter: the last day is before the first.
    """
    if not record.has("detention_stints", "citizenship", release):
        raise BadRecord(
            "it has no stints by citizenship", where=f"release {release}", todo="name a release of detention stints"
        )
    codes = tuple(facilities) if facilities is not None else in_use(first, last)
    rows = record.query(ROWS, {"release": release, "first": first, "last": last})
    return from_rows([row for row in rows if row["facility"] in codes], first, last, codes)


def from_rows(rows: Sequence[Mapping[str, Any]], first: date, last: date, facilities: Sequence[str]) -> Inflow:
    """The matrix from rows with `day`, `facility`, `citizenship` (or None) and `people`, in any order.

    Raises:
        UnknownName: a facility that is not in the list of staging facilities.
        BadParameter: the last day is before the first, a row lies outside them, or its facility is not one of those given.
    """
    for code in facilities:
        if code not in staging_facilities():
            known = ", ".join(staging_facilities())
            raise UnknownName(f"{code!r} is no staging facility of the list", todo=f"the list has {known}")
    if last < first:
        raise BadParameter(f"{last} is before {first}", where="days", todo="put the earlier day first")
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last + timedelta(days=1), "D"))
    names = tuple(sorted({row["citizenship"] for row in rows if row["citizenship"] is not None}))
    counts = np.zeros((len(days), len(facilities), len(names)), np.int32)
    unknown = np.zeros((len(days), len(facilities)), np.int32)
    column = {name: at for at, name in enumerate(names)}
    place = {code: at for at, code in enumerate(facilities)}
    for row in rows:
        if not first <= row["day"] <= last or row["facility"] not in place:
            raise BadParameter(
                f"a row of facility {row['facility']} on {row['day']}",
                where=f"{first} to {last}",
                todo=f"give rows of these days and of {', '.join(facilities)}",
            )
        at = ((row["day"] - first).days, place[row["facility"]])
        if row["citizenship"] is None:
            unknown[at] += row["people"]
        else:
            counts[(*at, column[row["citizenship"]])] += row["people"]
    return Inflow(days, tuple(facilities), names, counts, unknown)
