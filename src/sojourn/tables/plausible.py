"""Dates that would be read wrongly without an error: those that write the day before the month."""

from __future__ import annotations

import re

import duckdb

from sojourn.engine.connect import quoted
from sojourn.errors import UnreadableFile
from sojourn.tables.declare import Column, Table
from sojourn.tables.part import Part, parts_of

_DAY_FIRST = r"(1[3-9]|2[0-9]|3[01])/(0?[1-9]|1[0-2])/[0-9]{4}"
"""A date with a day for a month; ICE writes the month first."""


def refuse_days_first(
    connection: duckdb.DuckDBPyConnection, table: Table, part: Part, headers: tuple[str, ...], sources: dict[str, int]
) -> None:
    """Refuse a column of dates of which more can only be read with the day first than with the month first.

    13/10/2024 is refused by itself; 05/10/2024 beside it would become the tenth of May. A text that writes the month
    first has more days after the twelfth than errors.

    Raises:
        UnreadableFile: a column writes the day first.
    """
    for column in table.columns:
        if column.kind not in {"date", "moment"} or column.name not in sources:
            continue
        odd = [*_refused(part, column), *_repaired(connection, part, column)]
        if odd and len(odd) > _after_the_twelfth(connection, part, column):
            line, text = min(odd)
            raise UnreadableFile(
                f"the column {headers[sources[column.name]]!r} writes the day before the month ({text} in row {line}), so "
                "that dates up to the 12th would be taken for those of another month",
                todo="write its dates as 10/31/2024 or 2024-10-31, and build again",
            )


def _refused(part: Part, column: Column) -> list[tuple[int, str]]:
    """The lines of rows that were refused for such a date, with the date."""
    reason = re.compile(rf"\b{column.name} is no date [^:;]*: ({_DAY_FIRST})")
    return [(line, found[1]) for line, text in part.refused if (found := reason.search(text))]


def _repaired(connection: duckdb.DuckDBPyConnection, part: Part, column: Column) -> list[tuple[int, str]]:
    """The lines of rows that were loaded without such a date, with the date."""
    if not part.repaired:
        return []
    text = f"regexp_extract({column.absence}, {quoted(f'^unreadable: ({_DAY_FIRST})')}, 1)"
    return connection.execute(
        f"SELECT line, {text} FROM {parts_of(part.paths)} WHERE {text} <> '' ORDER BY line"
    ).fetchall()


def _after_the_twelfth(connection: duckdb.DuckDBPyConnection, part: Part, column: Column) -> int:
    counted = connection.execute(f"SELECT count(*) FILTER (WHERE day({column.name}) > 12) FROM {parts_of(part.paths)}")
    return int((counted.fetchone() or (0,))[0])
