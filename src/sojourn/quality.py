"""The rules of a table, checked in one scan: how many rows break each, and where the first of them stand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from sojourn.tables.declare import Rule, Table

EXAMPLES = 3


@dataclass(frozen=True)
class RuleResult:
    """One rule on one part: rows that break it, of how many, and whether that is within what is allowed."""

    rule: str
    why: str
    broken: int
    rows: int
    kept: bool
    lines: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The result as the manifest stores it."""
        return {**asdict(self), "lines": list(self.lines)}


def check(connection: duckdb.DuckDBPyConnection, relation: str, table: Table, columns: set[str]) -> list[RuleResult]:
    """Check every rule whose columns the relation has; the first lines are fetched only for broken rules."""
    rules = [rule for rule in table.rules if not _names(rule, table) - columns]
    if not rules:
        return []
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.broken})" for rule in rules)
    row = connection.execute(f"SELECT count(*), {counts} FROM {relation}").fetchone()
    assert row
    rows, *broken = row
    return [_result(connection, relation, rule, count, rows) for rule, count in zip(rules, broken, strict=True)]


def _names(rule: Rule, table: Table) -> set[str]:
    return {column.name for column in table.columns if column.name in rule.broken}


def _result(connection: duckdb.DuckDBPyConnection, relation: str, rule: Rule, broken: int, rows: int) -> RuleResult:
    lines: list[tuple[int]] = []
    if broken:
        lines = connection.execute(
            f"SELECT line FROM {relation} WHERE {rule.broken} ORDER BY line LIMIT {EXAMPLES}"
        ).fetchall()
    kept = broken <= rule.allowed_share * rows
    return RuleResult(rule.name, rule.why, broken, rows, kept, tuple(line for (line,) in lines))
