"""Removals by day and citizenship: from the rows of one release, or from arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.errors import BadParameter, BadRecord
from sojourn.groups.nouns import Departures
from sojourn.record.opened import Record

ROWS = """
    SELECT departed_date AS day, citizenship, count(*) AS departed
    FROM removals
    WHERE release = $release AND departed_date BETWEEN $first AND $last
    GROUP BY 1, 2 ORDER BY 1, 2"""
"""Removals by day and citizenship, of a release that does not name the port of departure."""

ROWS_BY_PLACE = """
    SELECT departed_date AS day, citizenship, port_of_departure AS place, count(*) AS departed
    FROM removals
    WHERE release = $release AND departed_date BETWEEN $first AND $last
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
"""The same, split by the port of departure."""


def departures(record: Record, release: str, first: date, last: date) -> Departures:
    """The removals of one release that departed from `first` to `last`, both included.

    Raises:
        BadRecord: the release has no removals or no column for citizenship.
        BadParameter: the last day is before the first.
    """
    if not record.has("removals", "citizenship", release):
        raise BadRecord(
            "it has no removals by citizenship", where=f"release {release}", todo="name a release of removal rows"
        )
    rows = record.query(statement(record, release), {"release": release, "first": first, "last": last})
    return from_rows(rows, first, last)


def statement(record: Record, release: str) -> str:
    """The SQL by which the removals of a release are counted."""
    return ROWS_BY_PLACE if record.has("removals", "port_of_departure", release) else ROWS


def from_rows(rows: Sequence[Mapping[str, Any]], first: date, last: date) -> Departures:
    """Departures from rows with `day`, `citizenship` (or None), `departed`, and `place` (or None) where it is known.

    Raises:
        BadParameter: the last day is before the first, or a row lies outside them.
    """
    days = np.array([row["day"] for row in rows], "datetime64[D]")
    named = [row["place"] or "" for row in rows] if rows and "place" in rows[0] else None
    return from_arrays(
        days,
        [row["citizenship"] for row in rows],
        [row["departed"] for row in rows],
        first=first,
        last=last,
        places=named,
    )


def from_arrays(
    days: ArrayLike,
    citizenships: Sequence[str | None],
    departed: ArrayLike | None = None,
    *,
    first: date,
    last: date,
    places: Sequence[str] | None = None,
) -> Departures:
    """Departures from rows as arrays of equal length n.

    Args:
        days: (n,) the day of departure.
        citizenships: (n,) the citizenship, None where the row has none.
        departed: (n,) how many people a row stands for; one where not given.
        first, last: the days of the matrix, both included.
        places: (n,) port of departure or last facility, empty where the row names none.

    Raises:
        BadParameter: the last day is before the first, or a row lies outside them.
    """
    span = _span(first, last)
    at = (np.asarray(days, "datetime64[D]") - span[0]).astype(np.int64)
    if at.size and (at.min() < 0 or at.max() >= len(span)):
        raise BadParameter("a row departed outside the days asked for", where=f"{first} to {last}", todo="widen them")
    people = np.ones(len(at), np.int32) if departed is None else np.asarray(departed, np.int32)
    known = np.array([citizenship is not None for citizenship in citizenships], bool)
    names = tuple(sorted({citizenship for citizenship in citizenships if citizenship is not None}))
    column = _numbered(citizenships, names)
    counts, unknown = np.zeros((len(span), len(names)), np.int32), np.zeros(len(span), np.int32)
    np.add.at(counts, (at[known], column[known]), people[known])
    np.add.at(unknown, at[~known], people[~known])
    if places is None:
        return Departures(span, names, counts, unknown)
    ports = tuple(sorted(set(places)))
    where = _numbered(places, ports)
    by_place = np.zeros((len(ports), *counts.shape), np.int32)
    np.add.at(by_place, (where[known], at[known], column[known]), people[known])
    return Departures(span, names, counts, unknown, ports, by_place)


def _numbered(values: Sequence[str | None], names: Sequence[str]) -> NDArray[np.int64]:
    """The place of each value among the names; 0 where it has none."""
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers.get(value or "", 0) for value in values], np.int64)


def _span(first: date, last: date) -> NDArray[np.datetime64]:
    """All days from the first to the last, both included."""
    if last < first:
        raise BadParameter(f"{last} is before {first}", where="days", todo="put the earlier day first")
    return np.arange(np.datetime64(first, "D"), np.datetime64(last + timedelta(days=1), "D"))
