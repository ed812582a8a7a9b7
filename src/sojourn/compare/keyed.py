"""One table of two releases, row by row, matched by its key: what left, came, came back, and what was rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sojourn.compare.losses import Losses, losses
from sojourn.compare.sides import Engine, Pair
from sojourn.compare.whole import rewritten_as_a_whole
from sojourn.tables import TABLES
from sojourn.tables.court.declare import ODDITIES

LETTERS = ("decision", "other_completion", "board_decision")
"""Columns whose letters decide; each pair of letters is counted."""


@dataclass(frozen=True)
class ColumnChange:
    """Matched rows in which one column differs: filled (blank before), emptied (blank now) or replaced.

    Of the replaced days, `earlier` ones moved back; both are None where the column holds no days.
    """

    column: str
    changed: int
    filled: int
    emptied: int
    replaced: int
    earlier: int | None
    later: int | None


@dataclass(frozen=True)
class Rewritten:
    """A decision letter that another one took the place of; `of` are the older rows that have the first letter."""

    column: str
    before: str
    after: str
    rows: int
    of: int


@dataclass(frozen=True)
class Reappeared:
    """Rows of the newer release that the older one lacks and an earlier one has; each counts at the latest such."""

    release: str
    rows: int


@dataclass(frozen=True)
class KeyedTable:
    """What changed in a table with a key. Keys that stand in several rows are set aside and only counted.

    A row that one release has in quarantine counts as missing from it. Columns that are `rewritten_whole`, in nearly
    every row, stand in `columns` and make no row `changed`.
    """

    table: str
    title: str
    key: str
    older: int
    newer: int
    vanished: int
    added: int
    changed: int
    unchanged: int
    repeated_older: int
    repeated_newer: int
    quarantined_older: int
    quarantined_newer: int
    reappeared: tuple[Reappeared, ...]
    columns: tuple[ColumnChange, ...]
    rewritten: tuple[Rewritten, ...]
    losses: Losses | None = field(default=None)
    rewritten_whole: tuple[str, ...] = ()

    @property
    def matched(self) -> int:
        """Rows that both releases have."""
        return self.changed + self.unchanged


def compare_by_key(engine: Engine, pair: Pair, table: str) -> KeyedTable:
    """Compare a table of two releases by its key."""
    return _Comparison(engine, pair, table).result()


@dataclass
class _Comparison:
    engine: Engine
    pair: Pair
    table: str
    condition: str = ""
    """Leaves out keys that stand in several rows, once it is known that there are such."""

    @cached_property
    def key(self) -> str:
        return self.pair.key(self.table)

    @cached_property
    def shared(self) -> list[str]:
        """Columns that both releases have, without the key."""
        both = self.pair.older.columns(self.table) & self.pair.newer.columns(self.table) | {ODDITIES.name}
        return [column.name for column in TABLES[self.table].columns if column.name in both and column.name != self.key]

    @cached_property
    def whole(self) -> list[str]:
        """Shared columns that differ in nearly every row; they are counted apart."""
        return rewritten_as_a_whole(self.engine, self.older, self.newer, self.key, self.shared)

    @cached_property
    def older(self) -> str:
        return self.pair.older.relation(self.table)

    @cached_property
    def newer(self) -> str:
        return self.pair.newer.relation(self.table)

    def result(self) -> KeyedTable:
        rows = {name: self._count(relation) for name, relation in (("older", self.older), ("newer", self.newer))}
        self._find_differing()
        found, repeated = self._found(), (0, 0)
        if not _is_one_to_one(found, rows["older"], rows["newer"]):
            repeated = self._set_repeated_aside()
            self._find_differing()
            found = self._found()
        columns = self._columns() if found["changed"] or self.whole else ()
        return KeyedTable(
            table=self.table,
            title=TABLES[self.table].title,
            key=self.key,
            older=rows["older"],
            newer=rows["newer"],
            vanished=found["vanished"],
            added=found["added"],
            changed=found["changed"],
            unchanged=rows["older"] - repeated[0] - found["vanished"] - found["changed"],
            repeated_older=repeated[0],
            repeated_newer=repeated[1],
            quarantined_older=self.pair.older.ledger(self.table, "quarantined"),
            quarantined_newer=self.pair.newer.ledger(self.table, "quarantined"),
            reappeared=self._reappeared() if found["added"] else (),
            columns=columns,
            rewritten_whole=tuple(self.whole),
            rewritten=tuple(one for column in columns for one in self._rewritten(column)),
            losses=losses(self.engine, self.pair, self.table, rows["older"]) if found["vanished"] else None,
        )

    def _count(self, relation: str) -> int:
        return int(self.engine.row(f"SELECT count(*) AS rows FROM {relation}")["rows"])

    def _find_differing(self) -> None:
        """Join by key with a hash of the other columns, and keep what differs.

        The newer rows are kept in `differing`, the older ones in `was`. The newer rows pass by with all their columns, which spares reading them a second time. Two rows that differ
        have the same hash of 64 bits once in 18,000,000,000,000,000,000 pairs.
        """
        content = f"hash({', '.join(one for one in self.shared if one not in self.whole) or 'true'}) AS content"
        condition = self.condition
        self.engine.run(
            f"""CREATE OR REPLACE TEMPORARY TABLE differing AS
            SELECT o.key AS older, n.key AS newer, {", ".join(f"n.{one}" for one in self.shared)}
            FROM (SELECT {self.key} AS key, {content}, {", ".join(self.shared)} FROM {self.newer} {condition}) AS n
            FULL JOIN (SELECT {self.key} AS key, {content} FROM {self.older} {condition}) AS o ON o.key = n.key
            WHERE o.content IS DISTINCT FROM n.content"""
        )
        self.engine.run(
            f"""CREATE OR REPLACE TEMPORARY TABLE was AS SELECT o.* FROM {self.older} AS o
            SEMI JOIN (SELECT older FROM differing WHERE older IS NOT NULL) AS d ON o.{self.key} = d.older"""
        )

    def _pairs(self, columns: Sequence[str]) -> str:
        """All rows that stayed, with some columns of their older and their newer version."""
        told = ", ".join([self.key, *columns])
        older, newer = (f"(SELECT {told} FROM {one} {self.condition})" for one in (self.older, self.newer))
        return f"{newer} AS n JOIN {older} AS o ON o.{self.key} = n.{self.key}"

    def _found(self) -> dict[str, Any]:
        return self.engine.row(
            """SELECT count(*) FILTER (WHERE newer IS NULL) AS vanished, count(*) FILTER (WHERE older IS NULL) AS added,
            count(*) FILTER (WHERE older = newer) AS changed, count(DISTINCT older) AS older, count(DISTINCT newer) AS newer
            FROM differing"""
        )

    def _set_repeated_aside(self) -> tuple[int, int]:
        several = "GROUP BY 1 HAVING count(*) > 1"
        self.engine.run(
            f"""CREATE OR REPLACE TEMPORARY TABLE repeated AS
            SELECT {self.key} AS key FROM {self.older} {several} UNION SELECT {self.key} FROM {self.newer} {several}"""
        )
        self.condition = f"WHERE {self.key} NOT IN (SELECT key FROM repeated)"
        aside = f"WHERE {self.key} IN (SELECT key FROM repeated)"
        return self._count(f"{self.older} {aside}"), self._count(f"{self.newer} {aside}")

    def _reappeared(self) -> tuple[Reappeared, ...]:
        """The added keys that earlier releases have, from the latest of those to the first."""
        self.engine.run(
            "CREATE OR REPLACE TEMPORARY TABLE added AS SELECT newer AS key FROM differing WHERE older IS NULL"
        )
        back = []
        for side in self.pair.before:
            if side.parts(self.table):
                known = f"key IN (SELECT {self.key} FROM {side.relation(self.table)})"
                if rows := self._count(f"added WHERE {known}"):
                    back.append(Reappeared(side.id, rows))
                    self.engine.run(
                        f"CREATE OR REPLACE TEMPORARY TABLE added AS SELECT key FROM added WHERE NOT {known}"
                    )
        return tuple(back)

    def _both(self) -> str:
        """The older and the newer version of each changed row."""
        return f"(SELECT * FROM differing WHERE older = newer) AS n JOIN was AS o ON o.{self.key} = n.newer"

    def _columns(self) -> tuple[ColumnChange, ...]:
        few = [one for one in self.shared if one not in self.whole]
        changes = [*self._changes(few, self._both()), *(self._changes(self.whole, self._pairs(self.whole)))]
        return tuple(sorted((one for one in changes if one.changed), key=lambda one: (-one.changed, one.column)))

    def _changes(self, columns: Sequence[str], pairs: str) -> list[ColumnChange]:
        if not columns:
            return []
        counts = ", ".join(
            f"{sql} AS {name}_{at}" for at, one in enumerate(columns) for name, sql in self._counts(one).items()
        )
        found = self.engine.row(f"SELECT {counts} FROM {pairs}")
        return [self._change(at, one, found) for at, one in enumerate(columns)]

    def _change(self, at: int, column: str, found: dict[str, Any]) -> ColumnChange:
        changed, filled, emptied = (found[f"{name}_{at}"] for name in ("changed", "filled", "emptied"))
        replaced = changed - filled - emptied
        earlier = found.get(f"earlier_{at}")
        later = None if earlier is None else replaced - earlier
        return ColumnChange(column, changed, filled, emptied, replaced, earlier, later)

    def _rewritten(self, change: ColumnChange) -> Sequence[Rewritten]:
        if change.column not in LETTERS or not change.replaced:
            return ()
        name = change.column
        pairs = self._pairs([name]) if name in self.whole else self._both()
        found = self.engine.rows(
            f"""SELECT pairs.before, pairs.after, pairs.rows, had.of FROM
            (SELECT o.{name} AS before, n.{name} AS after, count(*) AS rows FROM {pairs}
            WHERE o.{name} <> n.{name} GROUP BY ALL) AS pairs
            JOIN (SELECT {name} AS before, count(*) AS of FROM {self.older} GROUP BY ALL) AS had USING (before)
            ORDER BY pairs.rows DESC, before, after"""
        )
        return [Rewritten(name, one["before"], one["after"], one["rows"], one["of"]) for one in found]

    def _counts(self, column: str) -> dict[str, str]:
        """SQL of the counts of one column."""
        counts = {
            "changed": f"count(*) FILTER (WHERE o.{column} IS DISTINCT FROM n.{column})",
            "filled": f"count(*) FILTER (WHERE o.{column} IS NULL AND n.{column} IS NOT NULL)",
            "emptied": f"count(*) FILTER (WHERE o.{column} IS NOT NULL AND n.{column} IS NULL)",
        }
        if TABLES[self.table].column(column).kind == "date":
            counts["earlier"] = f"count(*) FILTER (WHERE n.{column} < o.{column})"
        return counts


def _is_one_to_one(found: dict[str, Any], older: int, newer: int) -> bool:
    """A key that stands in several rows makes pairs of rows, which shows in one of these counts."""
    once = (
        found["older"] == found["vanished"] + found["changed"] and found["newer"] == found["added"] + found["changed"]
    )
    return bool(once and older - found["vanished"] == newer - found["added"])
