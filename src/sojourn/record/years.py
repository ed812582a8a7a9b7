"""The fiscal years that a part is about, by which the files of one release are told apart."""

from __future__ import annotations

import duckdb

from sojourn.sources.declare import Family
from sojourn.tables import Table

LEAST_SHARE = 0.05
"""A year with fewer of the rows is spill-over: the lag of removals, or stints after the turn of the year."""


def fiscal_years(
    connection: duckdb.DuckDBPyConnection, rows: str, family: Family, table: Table, columns: set[str]
) -> list[int]:
    """The fiscal years of the rows of a sheet: those with at least 5 in 100 of them, or those that it prints."""
    if family.split == "piece":  # a day of one aircraft, a month of polls: many files share a year
        return []
    if not family.key_date:
        return _printed(connection, rows) if "period" in table.mandatory else []
    if {"stay_book_in", "stay_book_out", "book_out"} <= columns:
        return _of_stints(connection, rows, family.key_date)
    day = f"coalesce(removal_date, {family.key_date})" if "removal_date" in columns else family.key_date
    return [year for year, share, _ in _shares(connection, rows, day, day) if share >= LEAST_SHARE]


def _printed(connection: duckdb.DuckDBPyConnection, rows: str) -> list[int]:
    found = connection.execute(f"SELECT DISTINCT TRY_CAST(period AS INTEGER) FROM {rows}").fetchall()
    return sorted(year for (year,) in found if year)


def _of_stints(connection: duckdb.DuckDBPyConnection, rows: str, key_date: str) -> list[int]:
    """The years of a file of stints, which is cut by the book-in of the stint or by that of the stay.

    The clock by which one year has the most rows is the one that the file was cut by. A year whose rows
    all ended later is not covered: `Prior FY2023` and `FY2011 and Prior` hold only what was open when the release begins.
    """
    clocks = [
        _shares(connection, rows, *clock) for clock in ((key_date, "book_out"), ("stay_book_in", "stay_book_out"))
    ]
    years = max(clocks, key=lambda clock: max((share for _, share, _ in clock), default=0))
    return [year for year, share, ended in years if share >= LEAST_SHARE and ended >= LEAST_SHARE]


def _shares(connection: duckdb.DuckDBPyConnection, rows: str, day: str, end: str) -> list[tuple[int, float, float]]:
    """Each fiscal year, its share of the rows, and how many of its rows that ended did so by its end."""
    counted = connection.execute(
        f"""SELECT us_fiscal_year({day}) AS year, count(*), count({end}),
            count(*) FILTER (WHERE us_fiscal_year({end}) <= us_fiscal_year({day}))
            FROM {rows} GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    total = sum(count for _, count, *_ in counted)
    return [
        (year, count / total, inside / ended if ended else 1.0)
        for year, count, ended, inside in counted
        if year is not None
    ]
