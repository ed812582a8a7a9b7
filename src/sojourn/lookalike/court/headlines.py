"""The answers in a nutshell, for `truth.json`: sums by fiscal year, medians, quartiles with pending cases counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from sojourn.engine.connect import connect, quoted

QUARTILES = {"quarter": 0.25, "median": 0.5, "three_quarters": 0.75}


def headlines(folder: Path) -> dict[str, Any]:
    """The most asked-for figures of the answers in `folder`."""
    with connect(memory_mib=4096) as connection:
        return {
            "asylum": _asylum(connection, folder),
            "pending": dict(
                _rows(connection, folder, "pending", "SELECT definition, sum(cases) FROM {} GROUP BY 1 ORDER BY 1")
            ),
            "completions": _yearly(connection, folder, "completions", "first", "later"),
            "in_absentia": _yearly(
                connection,
                folder,
                "in_absentia",
                "first_completions",
                "absent",
                "first_nondetained",
                "absent_nondetained",
            ),
            "bonds": _bonds(connection, folder),
            "granted_then_appealed": _yearly(
                connection, folder, "granted_then_appealed", "grants", "appealed", "within_30_days"
            ),
            "time_to_decision": _survival(connection, folder),
            "continuances": _yearly(connection, folder, "continuances", "cases", "hearings"),
            "quirks": dict(_rows(connection, folder, "quirks", "SELECT quirk, rows FROM {} ORDER BY 1")),
        }


def _rows(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, query: str) -> list[tuple[Any, ...]]:
    path = quoted(str(folder / f"{name}.parquet"))
    found = connection.execute(query.format(f"read_parquet({path})")).fetchall()
    return [tuple(int(cell) if isinstance(cell, int) else cell for cell in row) for row in found]


def _yearly(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, *counts: str) -> dict[str, dict[str, int]]:
    sums = ", ".join(f"sum({count})::BIGINT" for count in counts)
    rows = _rows(connection, folder, name, f"SELECT fiscal_year, {sums} FROM {{}} GROUP BY 1 ORDER BY 1")
    return {str(row[0]): dict(zip(counts, row[1:], strict=True)) for row in rows}


def _asylum(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, dict[str, list[int]]]:
    """By definition and attribution, by fiscal year: granted, other relief, denied, other."""
    query = (
        "SELECT definition || ', ' || attribution, fiscal_year, sum(granted)::BIGINT, sum(other_relief)::BIGINT, "
        "sum(denied)::BIGINT, sum(other)::BIGINT FROM {} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found: dict[str, dict[str, list[int]]] = {}
    for name, year, *counts in _rows(connection, folder, "asylum", query):
        found.setdefault(name, {})[str(year)] = counts
    return found


def _bonds(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, dict[str, Any]]:
    """By fiscal year: cases, grants, and the median of the amounts above zero."""
    told: dict[str, dict[str, Any]] = {
        year: dict(counts) for year, counts in _yearly(connection, folder, "bonds", "cases", "granted").items()
    }
    query = (
        "SELECT fiscal_year, median(amount) FROM (SELECT fiscal_year, unnest(list_resize([new_bond], cases, new_bond)) AS amount "
        "FROM {} WHERE new_bond IS NOT NULL) GROUP BY 1 ORDER BY 1"
    )
    for year, median in _rows(connection, folder, "bonds", query):
        told[str(year)]["median_new_bond"] = median
    return told


def _survival(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, dict[str, int | None]]:
    """Days by which a quarter, half and three quarters are decided, by the product-limit estimate."""
    query = "SELECT start_kind, days, sum(decided)::BIGINT, sum(censored)::BIGINT FROM {} GROUP BY 1, 2 ORDER BY 1, 2"
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for kind, *span in _rows(connection, folder, "time_to_decision", query):
        spans.setdefault(kind, []).append((span[0], span[1], span[2]))
    return {
        kind: {name: time_by_which(share, listed) for name, share in QUARTILES.items()}
        for kind, listed in spans.items()
    }


def time_by_which(share: float, spans: Sequence[tuple[int, int, int]]) -> int | None:
    """The first day by which this share is decided (Kaplan and Meier 1958); None where it never is.

    Spans are days, decided, censored, by rising days; who is censored on a day still counts as waiting on it.
    """
    waiting = sum(decided + censored for _, decided, censored in spans)
    undecided = 1.0
    for days, decided, censored in spans:
        undecided *= 1 - decided / waiting
        if undecided <= 1 - share:
            return days
        waiting -= decided + censored
    return None
