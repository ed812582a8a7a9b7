"""One SQL text for all engines: what differs between them silently is not in it (docs/decisions/0003)."""

from __future__ import annotations

import re

import pytest
import sqlglot
from sqlglot import exp

from measures.custody.moved_people import moved_record
from measures.refuge.printed_figures import printed_record
from measures.sql_of_measures import QUESTIONS, statements
from sojourn.engine.connect import vocabulary
from sojourn.measures import MEASURES
from sojourn.record.opened import Record
from tiny_ports import ports_record

VOCABULARY = frozenset(re.findall(r"MACRO (\w+)\(", vocabulary("duckdb")))
PLAIN = frozenset(
    {"cast", "count", "sum", "min", "max", "coalesce", "any_value", "upper", "trim", "case", "and", "or", "if"}
)
DIFFERENCES = (
    exp.DateDiff,
    exp.TimestampDiff,
    exp.DatetimeDiff,
    exp.TimeDiff,
    exp.TsOrDsDiff,
    exp.DateSub,
    exp.DateAdd,
)
QUANTILES = (exp.Median, exp.Quantile, exp.PercentileCont, exp.PercentileDisc, exp.ApproxQuantile)
SERIES = (exp.GenerateSeries, exp.GenerateDateArray, exp.Unnest, exp.Lateral, exp.Explode)


def faults(sql: str) -> list[str]:
    """What a statement uses that it must not."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    found = [type(node).__name__ for node in tree.find_all(*DIFFERENCES, *QUANTILES, *SERIES, exp.Qualify)]
    found += [f"function {_name(node)}" for node in foreign(tree)]
    found += ["as-of join" for join in tree.find_all(exp.Join) if (join.method or "").upper() == "ASOF"]
    found += ["table function" for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Func)]
    found += [
        "date minus date"
        for node in tree.find_all(exp.Sub)
        if any("date" in side.sql() for side in (node.left, node.right))
    ]
    return found


def foreign(tree: exp.Expr) -> list[exp.Func]:
    """Functions that are neither plain nor of the vocabulary."""
    allowed = VOCABULARY | PLAIN
    return [node for node in tree.find_all(exp.Func) if _name(node) not in allowed]


def _name(node: exp.Func) -> str:
    name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
    return name.lower()


def test_each_measure_is_asked() -> None:
    """A measure that nobody asks is not checked."""
    assert {name for name, _, _ in QUESTIONS} == set(MEASURES)


def test_the_statements_of_the_measures_are_portable(tiny: Record) -> None:
    """Each statement that any measure runs, on records of rows, of detention stints and of printed figures."""
    records = (tiny, moved_record(), printed_record(), ports_record())
    found = {sql: faults(sql) for record in records for sql in statements(record)}
    assert len(found) > 60
    assert {sql: wrong for sql, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT date_diff('day', a, b) FROM removals",
        "SELECT datediff('day', a, b) FROM removals",
        "SELECT timestampdiff(day, a, b) FROM removals",
        "SELECT later_date - earlier_date FROM removals",
        "SELECT median(a) FROM removals",
        "SELECT quantile_cont(a, 0.5) FROM removals",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM removals",
        "SELECT approx_quantile(a, 0.5) FROM removals",
        "SELECT * FROM generate_series(1, 5)",
        "SELECT * FROM range(5)",
        "SELECT unnest([1, 2])",
        "SELECT a FROM removals QUALIFY row_number() OVER (ORDER BY a) = 1 LIMIT 1",
        "SELECT * FROM a ASOF JOIN b ON a.day >= b.day",
        "SELECT list_aggregate(a, 'median') FROM removals",
    ],
)
def test_the_lint_finds_what_is_not_portable(sql: str) -> None:
    """A lint that never fails proves nothing."""
    assert faults(sql)
