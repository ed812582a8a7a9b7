"""A table whose rows no key tells apart, compared by groups of rows: how many, how much, and where the difference lies.

Rows are put into groups by what they say (facility and day, month and country), and the groups of the two releases
are held against each other, with their numbers: a group of three rows against one of two differs by one row. No
person is looked for in the other release.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sojourn.compare.groupings import ROWS, Grouping, groupings
from sojourn.compare.guard import Guard, guard, unguessable
from sojourn.compare.keyed import ColumnChange, Reappeared
from sojourn.compare.places import Absence, Rollup, absences, plain, rollups
from sojourn.compare.sides import Engine, Pair, Side
from sojourn.tables import TABLES
from sojourn.tiers import Tier
from sojourn.words.said import said

MOST_GROUPS = 50
"""Groups that are listed, those that differ most first."""
_FEWEST, _SHARE = 20, 0.1
"""A day is covered if it has 20 rows, or a tenth of what a day has in the middle."""


@dataclass(frozen=True)
class Period:
    """The days that both releases cover, each bound included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Amount:
    """What groups add up to in both releases: newer = older + gained - lost. `changed` are groups of both that differ."""

    column: str
    unit: str
    older: float
    newer: float
    gained: float
    lost: float
    changed: int


@dataclass(frozen=True)
class Group:
    """One group that differs: what its dimensions say, and its amount in both releases; None where it is in one only."""

    values: tuple[str | None, ...]
    older: float | None
    newer: float | None


@dataclass(frozen=True)
class Grouped:
    """Two releases of one table, group by group.

    Always older = gone + changed + unchanged, and newer = new + changed + unchanged, all in groups. `outside` are
    rows (older, newer) beyond the period that both cover; `repeated` rows that share their group, where groups are
    rows by nature. The first of `amounts` leads. `largest` are the groups that differ most; `hidden` of those that
    differ are not listed, because their counts are small and about people. `missing` says why nothing was compared.
    """

    table: str
    of: str
    by: tuple[str, ...]
    unit: str
    per_day: bool
    whole: bool
    period: Period | None = None
    outside: tuple[int, int] = (0, 0)
    repeated: tuple[int, int] = (0, 0)
    older: int = 0
    newer: int = 0
    gone: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    reappeared: tuple[Reappeared, ...] = ()
    amounts: tuple[Amount, ...] = ()
    columns: tuple[ColumnChange, ...] = ()
    rollups: tuple[Rollup, ...] = ()
    largest: tuple[Group, ...] = ()
    hidden: int = 0
    absences: tuple[Absence, ...] = ()
    tier: Tier = "P0"
    missing: str = ""


def compare_by_group(engine: Engine, pair: Pair, table: str) -> list[Grouped]:
    """Compare a table by each grouping that is declared for it."""
    found = [_fitting(pair, one) for one in groupings(table)]
    if not found:
        return []
    base = _settled(pair, _common_period(engine, pair, table, found[0].base_day))
    return [_Groups(engine, pair, one, _period(engine, pair, one, base)).result() for one in found]


def _settled(pair: Pair, period: Period | None) -> Period | None:
    """A period within the days of both releases, where the record has settled those."""
    sides = (pair.older.release, pair.newer.release)
    if period is None or not all(one.first and one.last for one in sides):
        return period
    first = max(period.first, *(date.fromisoformat(one.first[:10]) for one in sides))
    last = min(period.last, *(date.fromisoformat(one.last[:10]) for one in sides))
    return Period(first, last) if first <= last else None


def _fitting(pair: Pair, grouping: Grouping) -> Grouping:
    """A grouping without the columns that neither release has, where its groups are rows by nature."""
    there = pair.older.columns(grouping.source) | pair.newer.columns(grouping.source)
    kept = tuple(one for one in grouping.by if one.column in there)
    return replace(grouping, by=kept) if grouping.whole and kept else grouping


def _period(engine: Engine, pair: Pair, grouping: Grouping, base: Period | None) -> Period | None:
    """The period of a grouping: rows that it places by another day may run on after the last of the table's own."""
    if base is None or (grouping.day or grouping.base_day) == grouping.base_day:
        return base
    own = _common_period(engine, pair, grouping.source, grouping.day)
    return Period(base.first, own.last) if own and own.last >= base.first else None


def _common_period(engine: Engine, pair: Pair, table: str, day: str) -> Period | None:
    """The days that both releases cover by a column; None where one has no days, or they share none.

    A few rows before or after the others are typing errors and late entries, and cover nothing.
    """
    spans = [_span(engine, side, table, day) for side in (pair.older, pair.newer) if day in side.columns(table)]
    known = [one for one in spans if one]
    if len(known) < 2:
        return None
    both = Period(max(one.first for one in known), min(one.last for one in known))
    return both if both.first <= both.last else None


def _span(engine: Engine, side: Side, table: str, day: str) -> Period | None:
    found = engine.row(
        f"""WITH days AS (SELECT CAST({day} AS DATE) AS day, count(*) AS rows FROM {side.relation(table)}
        WHERE {day} IS NOT NULL GROUP BY 1),
        enough AS (SELECT least({_FEWEST}, {_SHARE} * exact_quantile(rows, 0.5)) AS rows FROM days)
        SELECT min(day) AS first, max(day) AS last FROM days WHERE rows >= (SELECT rows FROM enough)"""
    )
    return Period(found["first"], found["last"]) if found["first"] else None


@dataclass
class _Groups:
    engine: Engine
    pair: Pair
    grouping: Grouping
    period: Period | None

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.pair.older, self.pair.newer

    @cached_property
    def shared(self) -> set[str]:
        """Columns that both releases have."""
        older, newer = (side.columns(self.grouping.source) for side in self.sides)
        return older & newer

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        """The amounts that both releases have; where there are none, rows are counted."""
        found = tuple(one for one in self.grouping.amounts if one in self.shared or self.grouping.rows)
        return found or (ROWS,)

    @cached_property
    def others(self) -> list[str]:
        """The columns that are compared beside, where groups are rows by nature."""
        grouped = {one.column for one in self.grouping.by}
        columns = TABLES[self.grouping.source].columns if self.grouping.whole else ()
        return [one.name for one in columns if one.name in self.shared and one.name not in grouped]

    @cached_property
    def guard(self) -> Guard:
        return guard(self.grouping, self.grouping.by)

    def result(self) -> Grouped:
        told: dict[str, Any] = {
            "table": self.grouping.table,
            "of": self.grouping.of,
            "by": tuple(one.name for one in self.grouping.by),
            "unit": self.grouping.unit if self.amounts != (ROWS,) else self.grouping.of,
            "per_day": self.grouping.per_day and self.period is not None,
            "whole": self.grouping.whole,
        }
        if why := self._missing():
            return Grouped(**told, missing=why)
        self._group()
        counts = self._counts()
        largest, hidden = self._largest()
        made = rollups(self.engine, self.pair, self.grouping, self.period.days if self.period else 0)
        return Grouped(
            **told,
            **counts,
            period=self.period,
            outside=(self._outside(self.pair.older), self._outside(self.pair.newer)),
            reappeared=self._reappeared() if counts["new"] else (),
            amounts=tuple(self._amount(at, name) for at, name in enumerate(self.amounts)),
            columns=self._columns() if self.others and counts["changed"] else (),
            rollups=made,
            largest=largest,
            hidden=hidden,
            absences=absences(self.engine, self.pair, self.grouping),
            tier=max(self._tier(), *(one.tier for one in made)),
        )

    def _missing(self) -> str:
        table, older, newer = self.grouping.source, self.pair.older, self.pair.newer
        if not older.parts(table):
            return said("the older release has no table {table:name}", table=table)
        if lacking := self._lacking(older):
            return said("the older release has no column {columns:name}", columns=lacking)
        if not newer.parts(table):
            return said("the newer release has no table {table:name}", table=table)
        if lacking := self._lacking(newer):
            return said("the newer release has no column {columns:name}", columns=lacking)
        if self.grouping.rows and not self.period:
            return said("the releases cover no day together")
        return ""

    def _lacking(self, side: Side) -> str:
        return ", ".join(sorted(self.grouping.columns - side.columns(self.grouping.source)))

    def _rows(self, side: Side) -> str:
        """SQL of the rows of a side that are compared."""
        rows = side.relation(self.grouping.source)
        if self.grouping.rows:
            assert self.period, "a grouping whose rows are made needs days, which was looked at before"
            rows = self.grouping.rows.format(rows=rows, first=self.period.first, last=self.period.last)
        kept = [self.grouping.where] if self.grouping.where else []
        if self._bounded:
            kept.append(f"({self.grouping.day} IS NULL OR {self._inside})")
        return f"{rows} WHERE {' AND '.join(kept)}" if kept else rows

    @property
    def _bounded(self) -> bool:
        return bool(self.period and self.grouping.day)

    @property
    def _inside(self) -> str:
        assert self.period, "asked only where there is a period"
        return f"CAST({self.grouping.day} AS DATE) BETWEEN DATE '{self.period.first}' AND DATE '{self.period.last}'"

    def _outside(self, side: Side) -> int:
        """Rows beyond the period that both cover."""
        if not self._bounded:
            return 0
        kept = f"({self.grouping.where}) AND " if self.grouping.where else ""
        rows = side.relation(self.grouping.source)
        return int(self.engine.row(f"SELECT count(*) AS rows FROM {rows} WHERE {kept}NOT {self._inside}")["rows"])

    def _stacked(self, more: str) -> str:
        """SQL of the rows of both sides, one under the other."""
        named = ", ".join(f"{one.sql} AS d{at}" for at, one in enumerate(self.grouping.by))
        halves = [f"SELECT {at} AS side, {named}{more} FROM {self._rows(side)}" for at, side in enumerate(self.sides)]
        return f"({' UNION ALL '.join(halves)})"

    @property
    def _dimensions(self) -> str:
        return ", ".join(f"d{at}" for at in range(len(self.grouping.by)))

    def _group(self) -> None:
        """Make the table `groups`: what groups say, and for each side its rows, its content and its amounts.

        The content of a group is the sum of the hashes of its rows, which their order does not change.
        """
        added = [one for one in self.amounts if one != ROWS]
        more = "".join(f", {one}" for one in added)
        more += f", hash({', '.join(self.others)}) AS content" if self.others else ""
        made = []
        for at in (0, 1):
            mine = f"FILTER (WHERE side = {at})"
            made.append(f"count(*) {mine} AS rows_{at}")
            made += [f"round(sum({one}) {mine}, 6) AS amount_{number}_{at}" for number, one in enumerate(added)]
            made += [f"sum(content) {mine} AS content_{at}"] if self.others else []
        self.engine.run(
            f"""CREATE OR REPLACE TEMPORARY TABLE groups AS
            SELECT *, {self._lead(0)} AS older, {self._lead(1)} AS newer,
                rows_0 <> rows_1{self._differs(len(added))} AS differs
            FROM (SELECT {self._dimensions}, {", ".join(made)} FROM {self._stacked(more)} GROUP BY {self._dimensions})"""
        )

    def _lead(self, at: int) -> str:
        return f"rows_{at}" if self.amounts == (ROWS,) else f"coalesce(amount_0_{at}, 0)"

    def _differs(self, amounts: int) -> str:
        compared = ["content"] if self.others else [f"amount_{at}" for at in range(amounts)]
        return "".join(f" OR {one}_0 IS DISTINCT FROM {one}_1" for one in compared)

    def _counts(self) -> dict[str, Any]:
        found = self.engine.row(
            """SELECT count(*) FILTER (WHERE rows_0 > 0) AS older, count(*) FILTER (WHERE rows_1 > 0) AS newer,
            count(*) FILTER (WHERE rows_1 = 0) AS gone, count(*) FILTER (WHERE rows_0 = 0) AS new,
            count(*) FILTER (WHERE differs AND rows_0 > 0 AND rows_1 > 0) AS changed,
            coalesce(sum(rows_0) FILTER (WHERE rows_0 > 1), 0) AS repeated_older,
            coalesce(sum(rows_1) FILTER (WHERE rows_1 > 1), 0) AS repeated_newer FROM groups"""
        )
        repeated = int(found.pop("repeated_older")), int(found.pop("repeated_newer"))
        unchanged = found["older"] - found["gone"] - found["changed"]
        return {**found, "unchanged": unchanged, "repeated": repeated if self.grouping.whole else (0, 0)}

    def _amount(self, at: int, name: str) -> Amount:
        older, newer = (f"rows_{side}" if name == ROWS else f"amount_{at}_{side}" for side in (0, 1))
        change = f"coalesce({newer}, 0) - coalesce({older}, 0)"
        found = self.engine.row(
            f"""SELECT coalesce(sum({older}), 0) AS older, coalesce(sum({newer}), 0) AS newer,
            coalesce(sum({change}) FILTER (WHERE {change} > 0), 0) AS gained,
            coalesce(-sum({change}) FILTER (WHERE {change} < 0), 0) AS lost,
            count(*) FILTER (WHERE rows_0 > 0 AND rows_1 > 0 AND {older} IS DISTINCT FROM {newer}) AS changed
            FROM groups"""
        )
        unit = self.grouping.of if name == ROWS else self.grouping.unit
        changed = int(found.pop("changed"))
        return Amount(name, unit, **{key: plain(value) for key, value in found.items()}, changed=changed)

    def _columns(self) -> tuple[ColumnChange, ...]:
        """Groups of both releases in which a column differs, its rows in any order."""
        cells = "".join(f", hash({one}) AS h{at}, {one} IS NOT NULL AS n{at}" for at, one in enumerate(self.others))
        sums = ", ".join(
            f"sum(CASE side WHEN 0 THEN CAST(h{at} AS HUGEINT) ELSE -CAST(h{at} AS HUGEINT) END) <> 0 AS c{at}, "
            f"count(*) FILTER (WHERE side = 0 AND n{at}) AS o{at}, count(*) FILTER (WHERE side = 1 AND n{at}) AS w{at}"
            for at in range(len(self.others))
        )
        same = " AND ".join(f"s.d{at} IS NOT DISTINCT FROM g.d{at}" for at in range(len(self.grouping.by)))
        counts = ", ".join(
            f"count(*) FILTER (WHERE c{at}) AS changed_{at}, "
            f"count(*) FILTER (WHERE c{at} AND o{at} = 0 AND w{at} > 0) AS filled_{at}, "
            f"count(*) FILTER (WHERE c{at} AND o{at} > 0 AND w{at} = 0) AS emptied_{at}"
            for at in range(len(self.others))
        )
        found = self.engine.row(
            f"""SELECT {counts} FROM (SELECT {sums} FROM {self._stacked(cells)} AS s
            SEMI JOIN (SELECT * FROM groups WHERE differs AND rows_0 > 0 AND rows_1 > 0) AS g ON {same}
            GROUP BY {self._dimensions})"""
        )
        changes = [self._change(at, name, found) for at, name in enumerate(self.others)]
        return tuple(sorted((one for one in changes if one.changed), key=lambda one: (-one.changed, one.column)))

    def _change(self, at: int, name: str, found: dict[str, Any]) -> ColumnChange:
        changed, filled, emptied = (int(found[f"{what}_{at}"]) for what in ("changed", "filled", "emptied"))
        return ColumnChange(name, changed, filled, emptied, changed - filled - emptied, None, None)

    def _reappeared(self) -> tuple[Reappeared, ...]:
        """The new groups that earlier releases have, each at the latest of them."""
        self.engine.run("CREATE OR REPLACE TEMPORARY TABLE added AS SELECT * FROM groups WHERE rows_0 = 0")
        named = ", ".join(f"{one.sql} AS d{at}" for at, one in enumerate(self.grouping.by))
        same = " AND ".join(f"a.d{at} IS NOT DISTINCT FROM b.d{at}" for at in range(len(self.grouping.by)))
        back = []
        for side in self.pair.before:
            if side.parts(self.grouping.source) and self.grouping.columns <= side.columns(self.grouping.source):
                before = f"(SELECT DISTINCT {named} FROM {self._rows(side)}) AS b ON {same}"
                count = self.engine.row(f"SELECT count(*) AS groups FROM added AS a SEMI JOIN {before}")
                back.append(Reappeared(side.id, int(count["groups"])))
                self.engine.run(
                    f"CREATE OR REPLACE TEMPORARY TABLE added AS SELECT a.* FROM added AS a ANTI JOIN {before}"
                )
        return tuple(one for one in back if one.rows)

    def _largest(self) -> tuple[tuple[Group, ...], int]:
        """The groups that differ most, and how many differ and may not be listed."""
        shown = self.guard.sql("older", "newer")
        found = self.engine.rows(
            f"""SELECT *, rows_0 > 0 AS there_0, rows_1 > 0 AS there_1 FROM groups WHERE differs AND {shown}
            ORDER BY abs(newer - older) DESC, {self._dimensions} LIMIT {MOST_GROUPS}"""
        )
        hidden = self.engine.row(f"SELECT count(*) AS groups FROM groups WHERE differs AND NOT {shown}")
        listed, left = unguessable(found, int(hidden["groups"]), lambda row: abs(row["newer"] - row["older"]))
        return tuple(map(self._listed, listed)), left

    def _listed(self, row: dict[str, Any]) -> Group:
        values = tuple(None if row[f"d{at}"] is None else str(row[f"d{at}"]) for at in range(len(self.grouping.by)))
        older, newer = (
            plain(row[side]) if row[there] else None for side, there in (("older", "there_0"), ("newer", "there_1"))
        )
        return Group(values, older, newer)

    def _tier(self) -> Tier:
        """By the smallest count above zero of any group that differs, listed or not."""
        smallest = self.engine.row(
            """SELECT min(count) AS count FROM (
            SELECT unnest([older, newer, abs(newer - older)]) AS count FROM groups WHERE differs) WHERE count > 0"""
        )
        return self.guard.tier(smallest["count"])
