"""Where two releases differ: by facility, country or month alone, and places that one release leaves empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from sojourn.compare.groupings import TIMES, Dimension, Grouping
from sojourn.compare.guard import guard, unguessable
from sojourn.compare.sides import Engine, Pair
from sojourn.tiers import SMALLEST_CELL, Tier


@dataclass(frozen=True)
class Line:
    """All groups with one value: their amount in both releases, what they gained and lost group by group.

    `moved` is gained plus lost, `share` its part of all that moved, `own_share` the value's part of the older amount,
    `in_both` whether both releases have a row with it.
    """

    value: str | None
    name: str
    older: float
    newer: float
    gained: float
    lost: float
    share: float
    own_share: float
    in_both: bool

    @property
    def moved(self) -> float:
        """What differs, whichever way."""
        return self.gained + self.lost


@dataclass(frozen=True)
class Rollup:
    """One dimension alone: the values that differ, most first; `gone` and `new` are values that one release lacks.

    `ratio` is the median of newer to older over the `compared` values that are large; None where there are none, and
    for days.
    `hidden` values differ and are not listed, because their counts are small and about people.
    """

    by: str
    values_older: int
    values_newer: int
    gone: tuple[str, ...]
    new: tuple[str, ...]
    gone_amount: float
    new_amount: float
    ratio: float | None
    compared: int
    lines: tuple[Line, ...]
    hidden: int
    tier: Tier


@dataclass(frozen=True)
class Absence:
    """A place and month with nothing in one release and something in the other; `rows` are those that say so, or none.

    It is no evidence that nobody was there.
    """

    place: str | None
    name: str
    month: str
    older: float
    newer: float
    rows_older: int
    rows_newer: int


def rollups(engine: Engine, pair: Pair, grouping: Grouping, days: int) -> tuple[Rollup, ...]:
    """Each dimension alone; reads the table `groups`."""
    return tuple(
        _rollup(engine, grouping, at, one.alone, names(engine, pair, grouping, one.column), days)
        for at, one in enumerate(grouping.by)
        if one.name in grouping.alone
    )


def _rollup(engine: Engine, grouping: Grouping, at: int, by: Dimension, named: Mapping[str, str], days: int) -> Rollup:
    value = f"left(CAST(month_of(d{at}) AS VARCHAR), 7)" if by.step == "month" else f"CAST(d{at} AS VARCHAR)"
    rows = engine.rows(
        f"""SELECT {value} AS value, CAST(sum(older) AS DOUBLE) AS older,
        CAST(sum(newer) AS DOUBLE) AS newer, sum(rows_0) > 0 AS there_0, sum(rows_1) > 0 AS there_1,
        CAST(coalesce(sum(newer - older) FILTER (WHERE newer > older), 0) AS DOUBLE) AS gained,
        CAST(coalesce(sum(older - newer) FILTER (WHERE newer < older), 0) AS DOUBLE) AS lost
        FROM groups GROUP BY 1 ORDER BY value"""
    )
    allowed = guard(grouping, [by])
    differing = [row for row in rows if row["gained"] or row["lost"]]
    printable = [row for row in differing if allowed.shows(*_told(row))]
    shown, hidden = unguessable(printable, len(differing) - len(printable), lambda row: row["gained"] + row["lost"])
    whole, moved = sum(row["older"] for row in rows), sum(row["gained"] + row["lost"] for row in rows)
    lines = [_line(row, named, whole, moved) for row in shown]
    counts = [abs(number) for row in differing for number in _told(row)]
    least = 0 if by.step in TIMES else grouping.large * (max(days, 1) if grouping.per_day else 1)
    ratios = [row["newer"] / row["older"] for row in rows if row["there_1"] and row["older"] >= least > 0]
    gone = [row for row in rows if not row["there_1"]]
    new = [row for row in rows if not row["there_0"]]
    told_gone, told_new = ([row for row in them if allowed.shows(*_told(row))] for them in (gone, new))
    return Rollup(
        by=by.name,
        values_older=len(rows) - len(new),
        values_newer=len(rows) - len(gone),
        gone=tuple(_labelled(row["value"], named) for row in told_gone),
        new=tuple(_labelled(row["value"], named) for row in told_new),
        gone_amount=plain(sum(row["older"] for row in told_gone)),
        new_amount=plain(sum(row["newer"] for row in told_new)),
        ratio=round(median(ratios), 4) if ratios else None,
        compared=len(ratios),
        lines=tuple(sorted(lines, key=lambda one: (-one.moved, one.value or ""))),
        hidden=hidden,
        tier=allowed.tier(min((number for number in counts if number), default=None)),
    )


def _told(row: Mapping[str, Any]) -> tuple[float, ...]:
    """The counts that a line prints, and the difference that follows from them."""
    older, newer, gained, lost = (float(row[name]) for name in ("older", "newer", "gained", "lost"))
    return older, newer, gained, lost, newer - older


def _line(row: Mapping[str, Any], named: Mapping[str, str], whole: float, moved: float) -> Line:
    gained, lost = row["gained"], row["lost"]
    return Line(
        value=row["value"],
        name=named.get(row["value"], ""),
        older=plain(row["older"]),
        newer=plain(row["newer"]),
        gained=plain(gained),
        lost=plain(lost),
        share=round((gained + lost) / moved, 4) if moved else 0.0,
        own_share=round(row["older"] / whole, 4) if whole else 0.0,
        in_both=row["there_0"] and row["there_1"],
    )


def names(engine: Engine, pair: Pair, grouping: Grouping, column: str) -> dict[str, str]:
    """The names of a column's values, those of the newer release where it has them."""
    naming = grouping.names.get(column)
    found: dict[str, str] = {}
    for side in (pair.older, pair.newer):
        if naming and {naming, column} <= side.columns(grouping.table):
            rows = engine.rows(
                f"""SELECT {column} AS value, max({naming}) AS name FROM {side.relation(grouping.table)}
                WHERE {naming} IS NOT NULL AND {column} IS NOT NULL GROUP BY 1"""
            )
            found |= {row["value"]: row["name"] for row in rows}
    return found


def absences(engine: Engine, pair: Pair, grouping: Grouping) -> tuple[Absence, ...]:
    """Places and months that one release leaves empty, the most people or nights first; reads the table `groups`."""
    if not grouping.absences:
        return ()
    place = next(at for at, one in enumerate(grouping.by) if one.step not in TIMES)
    when = next(at for at, one in enumerate(grouping.by) if one.step in TIMES)
    rows = engine.rows(
        f"""SELECT d{place} AS place, CAST(month_of(d{when}) AS VARCHAR) AS month,
        CAST(sum(older) AS DOUBLE) AS older, CAST(sum(newer) AS DOUBLE) AS newer,
        CAST(sum(rows_0) AS BIGINT) AS rows_older, CAST(sum(rows_1) AS BIGINT) AS rows_newer
        FROM groups GROUP BY ALL
        HAVING (sum(older) = 0) <> (sum(newer) = 0) AND greatest(sum(older), sum(newer)) >= {SMALLEST_CELL}
        ORDER BY greatest(sum(older), sum(newer)) DESC, place, month"""
    )
    column = grouping.by[place].column
    named = names(engine, pair, grouping, column)
    return tuple(
        Absence(
            row["place"],
            named.get(row["place"], ""),
            row["month"][:7],
            plain(row["older"]),
            plain(row["newer"]),
            row["rows_older"],
            row["rows_newer"],
        )
        for row in rows
    )


def _labelled(value: str | None, named: Mapping[str, str]) -> str:
    name = named.get(value or "", "")
    return f"{value or 'blank'} {name}".strip()


def plain(value: Any) -> float:
    """A sum of the engine as a number: whole where it is whole."""
    number = round(float(value), 6)
    return int(number) if number.is_integer() else number
