"""The rows that left a table: how many had a decision, whose case stays, and where more left than their share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.compare.sides import Engine, Pair
from sojourn.stats.tails import false_discovery, hypergeometric_tail
from sojourn.tables import Attribute
from sojourn.tiers import Tier, tier_of

RATE = 0.01
"""False discovery rate at which a group counts as hit beyond its share."""
FEWEST = 5
"""Cases of which rows must have left a group before it may count as hit."""

_OWN: Mapping[str, tuple[str, ...]] = {
    "court": ("court", "updated_site"),
    "judge": ("judge",),
    "nationality": ("nationality",),
    "year": ("filed_date", "charging_date", "received_date", "requested_date", "created_date"),
    "decision": ("decision", "board_decision"),
}
"""What rows are grouped by, and the columns that say it, the best first."""
_PROCEEDINGS, _CASES, _APPLICATIONS = "court_proceedings", "court_cases", "court_applications"
_DECISIONS = "court_decisions"
_OF_DECISIONS = {"court": "own_court", "judge": "own_judge", "nationality": "nationality"}
"""What the derived table of asylum applications tells of each, so that 16 million rows need not be joined again."""

_Counts = dict[str, dict[str | None, tuple[int, int, int]]]
"""Rows that left, all rows, and cases that rows left, by dimension and value."""


@dataclass(frozen=True)
class Group:
    """Rows with one value: how many left, of how many, how many would have by their share, and how surprising it is.

    Rows of one case leave together, so each of the `cases` counts once: `p` is the probability of as many or more
    rows if those that left had been drawn by lot, which errs on the careful side; `adjusted` is p for all groups of
    the table together. Where rows know no case, each counts. `value` is None for blank cells.
    """

    by: str
    value: str | None
    vanished: int
    cases: int
    rows: int
    expected: float
    p: float
    adjusted: float

    @property
    def hit(self) -> bool:
        """Whether more left than its share."""
        return self.adjusted <= RATE and self.cases >= FEWEST


@dataclass(frozen=True)
class Dimension:
    """What rows are grouped by, and the rows that can be: of applications, court and judge are known for asylum only."""

    by: str
    vanished: int
    rows: int


@dataclass(frozen=True)
class Losses:
    """The rows that left one table. Counts are None where the table has no decision, or no case to look up.

    `groups` are those that lost a row; `tested` counts all.
    """

    vanished: int
    rows: int
    decided: int | None
    decided_rows: int | None
    case_stays: int | None
    dimensions: tuple[Dimension, ...]
    groups: tuple[Group, ...]
    tested: int
    tier: Tier

    @property
    def hit(self) -> list[Group]:
        """The groups that lost more than their share, the most surprising first."""
        return sorted((one for one in self.groups if one.hit), key=lambda one: (one.p, -one.vanished))


def losses(engine: Engine, pair: Pair, table: str, rows: int) -> Losses:
    """What left a table; reads the temporary tables of its comparison."""
    return _Losses(engine, pair, table, rows).result()


@dataclass
class _Losses:
    engine: Engine
    pair: Pair
    table: str
    rows: int

    def result(self) -> Losses:
        key = self.pair.key(self.table)
        self.engine.run(
            f"""CREATE OR REPLACE TEMPORARY TABLE lost AS SELECT was.* FROM was
            SEMI JOIN (SELECT older FROM differing WHERE newer IS NULL) AS d ON was.{key} = d.older"""
        )
        vanished = int(self.engine.row("SELECT count(*) AS rows FROM lost")["rows"])
        counted = self._counted()
        groups = _tested(counted)
        letters = counted.get("decision")
        decided = (
            [sum(rows[at] for value, rows in letters.items() if value) for at in (0, 1)] if letters else (None, None)
        )
        return Losses(
            vanished=vanished,
            rows=self.rows,
            decided=decided[0],
            decided_rows=decided[1],
            case_stays=self._case_stays(),
            dimensions=tuple(Dimension(by, *_sums(values)) for by, values in counted.items()),
            groups=tuple(sorted((one for one in groups if one.vanished), key=_order)),
            tested=len(groups),
            tier=_tier(counted),
        )

    def _counted(self) -> _Counts:
        """Rows that left and all rows, by dimension and value."""
        own = self._of(self.pair.older.relation(self.table), "lost", self._own(self.table))
        if self.table == _APPLICATIONS and self.pair.older.parts(_DECISIONS):
            return own | self._of_decisions()
        return own | self._through_proceedings(without=own)

    def _of(self, every: str, lost: str, told: Mapping[str, str]) -> _Counts:
        """Count the rows of two relations by what they tell themselves."""
        counted: _Counts = {}
        for name, value in told.items():
            found = self.engine.rows(f"SELECT {value} AS value, count(*) AS rows FROM {every} GROUP BY 1")
            gone = self._gone(lost, value)
            counted[name] = {_text(one["value"]): _three(int(one["rows"]), gone.get(one["value"])) for one in found}
        return counted

    def _gone(self, lost: str, value: str) -> dict[Any, tuple[int, int]]:
        """Rows that left and their cases, by value."""
        found = self.engine.rows(
            f"SELECT {value} AS value, count(*) AS rows, {self._cases()} AS cases FROM {lost} GROUP BY 1"
        )
        return {one["value"]: (int(one["rows"]), int(one["cases"])) for one in found}

    def _cases(self) -> str:
        return "count(DISTINCT case_id)" if "case_id" in self.pair.older.columns(self.table) else "count(*)"

    def _of_decisions(self) -> _Counts:
        """Court and judge of asylum applications, from the table that was derived from the older release."""
        decisions = self.pair.older.relation(_DECISIONS)
        lost = f"(SELECT d.* FROM {decisions} AS d SEMI JOIN lost USING (application_id)) AS gone"
        return self._of(decisions, lost, _OF_DECISIONS)

    def _own(self, table: str) -> dict[str, str]:
        """The SQL of each dimension that a table tells by itself."""
        there = self.pair.older.columns(table)
        found = {name: next((one for one in columns if one in there), "") for name, columns in _OWN.items()}
        return {name: f"year({one})" if name == "year" else one for name, one in found.items() if one}

    def _through_proceedings(self, without: Mapping[str, object]) -> _Counts:
        """What the proceeding of a row tells and the row does not, joined through a hash of all of it.

        A proceeding that stands in several rows would count twice; then nothing is told.
        """
        older = self.pair.older
        if (
            "proceeding_id" not in older.columns(self.table)
            or self.table == _PROCEEDINGS
            or not older.parts(_PROCEEDINGS)
        ):
            return {}
        told = self._own(_PROCEEDINGS)
        told = {name: value for name, value in told.items() if name not in without and name != "decision"}
        if not told:
            return {}
        proceedings = older.relation(_PROCEEDINGS)
        self._join(told, proceedings)
        if self.engine.row("SELECT sum(rows) AS rows FROM through")["rows"] != self.rows:
            return {}
        counted: _Counts = {}
        lost = "(SELECT * FROM lost LEFT JOIN of_lost USING (proceeding_id)) AS gone"
        for name in told:
            found = self.engine.rows(
                f"SELECT {name} AS value, sum(rows) AS rows FROM through LEFT JOIN kinds USING (kind) GROUP BY 1"
            )
            gone = self._gone(lost, name)
            counted[name] = {_text(one["value"]): _three(int(one["rows"]), gone.get(one["value"])) for one in found}
        return counted

    def _join(self, told: Mapping[str, str], proceedings: str) -> None:
        """The kinds of proceedings, all rows with the kind of their proceeding, and the proceedings of those that left."""
        kind = f"hash({', '.join(told.values())})"
        named = ", ".join(f"{value} AS {name}" for name, value in told.items())
        for name, select in (
            ("kinds", f"SELECT DISTINCT {kind} AS kind, {named} FROM {proceedings}"),
            (
                "through",
                f"""SELECT kind, count(*) AS rows FROM {self.pair.older.relation(self.table)}
                LEFT JOIN (SELECT proceeding_id, {kind} AS kind FROM {proceedings}) AS p USING (proceeding_id) GROUP BY 1""",
            ),
            ("of_lost", f"SELECT proceeding_id, {named} FROM {proceedings} SEMI JOIN lost USING (proceeding_id)"),
        ):
            self.engine.run(f"CREATE OR REPLACE TEMPORARY TABLE {name} AS {select}")

    def _case_stays(self) -> int | None:
        """Of the rows that left, those whose case the newer release still has."""
        newer = self.pair.newer
        if "case_id" not in self.pair.older.columns(self.table) or self.table == _CASES or not newer.parts(_CASES):
            return None
        found = self.engine.row(
            f"SELECT count(*) AS rows FROM lost SEMI JOIN (SELECT case_id FROM {newer.relation(_CASES)}) AS c USING (case_id)"
        )
        return int(found["rows"])


def _tier(counted: _Counts) -> Tier:
    """The strictest tier of the counts by one dimension; releases come monthly, so a difference tells of a month."""
    tiers: list[Tier] = ["P0"]
    for name, values in counted.items():
        attributes: Sequence[Attribute] = ("nationality",) if name == "nationality" else ()
        cells = [lost for lost, _, _ in values.values() if lost]
        tiers.append(tier_of(attributes, "month", min(cells, default=None)))
    return max(tiers)


def _order(group: Group) -> tuple[str, int, str]:
    return group.by, -group.vanished, group.value or ""


def _sums(values: Mapping[str | None, tuple[int, int, int]]) -> tuple[int, int]:
    """Rows that left and all rows."""
    return sum(lost for lost, _, _ in values.values()), sum(rows for _, rows, _ in values.values())


def _three(rows: int, gone: tuple[int, int] | None) -> tuple[int, int, int]:
    lost, cases = gone or (0, 0)
    return lost, rows, cases


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _tested(counted: _Counts) -> list[Group]:
    """Every group with its p value among the rows of its dimension, adjusted for the number of all groups."""
    sums = {by: _sums(values) for by, values in counted.items()}
    flat = [(by, value, *counts, *sums[by]) for by, values in counted.items() for value, counts in values.items()]
    tails = [
        hypergeometric_tail(max(cases, gone + rows - every), gone, rows, every)
        for _, _, _, rows, cases, gone, every in flat
    ]
    return [
        Group(by, value, lost, cases, rows, gone * rows / every, p, adjusted)
        for (by, value, lost, rows, cases, gone, every), p, adjusted in zip(
            flat, tails, false_discovery(tails), strict=True
        )
    ]
