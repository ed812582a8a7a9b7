"""The true answers to the measures, over the rows that a careful reader keeps.

Each answer is one SQL file under `sql/answers`, run on every chunk and added up: all rows of a case lie in one chunk.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from sojourn.engine.connect import connect, quoted
from sojourn.lookalike.court.planting import Planted
from sojourn.lookalike.court.reference import rows_of
from sojourn.lookalike.court.world import World, script

KEYS: dict[str, tuple[str, ...]] = {
    "asylum": ("definition", "attribution", "fiscal_year", "court", "judge", "nationality"),
    "asylum_by_place": ("definition", "attribution", "fiscal_year", "court", "hearing_location", "represented"),
    "pending": ("definition", "court", "case_type", "nationality"),
    "completions": ("fiscal_year", "court", "case_type"),
    "in_absentia": ("fiscal_year", "court"),
    "bonds": ("fiscal_year", "court", "new_bond"),
    "appeals": ("fiscal_year", "filed_by", "board_decision"),
    "granted_then_appealed": ("fiscal_year", "court"),
    "time_to_decision": ("start_kind", "court", "days"),
    "continuances": ("fiscal_year", "court", "reason"),
    "representation": ("scope", "fiscal_year", "court", "custody"),
    "funnel": ("judge", "court", "fiscal_year"),
    "quirks": ("quirk",),
}
"""The answers and the columns that tell their rows apart; all other columns are counts."""


def lists(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the decision list where the answers look for it."""
    values = ", ".join(
        f"({quoted(row['case_type'])}, {quoted(row['kind'])}, {quoted(row['code'])}, {quoted(row['label'])}, {row['active']})"
        for row in rows_of("decisions")
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE decision_list AS SELECT * FROM (VALUES {values}) AS d (case_type, kind, code, label, active)"
    )


def keep(connection: duckdb.DuckDBPyConnection, table: str, planted: Iterable[Planted]) -> None:
    """Take out the rows that a reader refuses, and the days that it cannot read."""
    refused = [one.row for one in planted if one.kind.expected == "quarantined"]
    undated = [one.row for one in planted if one.kind.reason == "bad date"]
    if undated and table == "tbl_Court_Appln":
        connection.execute(f"UPDATE {table} SET APPL_RECD_DATE = NULL WHERE rowid IN ({', '.join(map(str, undated))})")
    if refused:
        connection.execute(f"DELETE FROM {table} WHERE rowid IN ({', '.join(map(str, refused))})")


def of_chunk(connection: duckdb.DuckDBPyConnection, world: World, folder: Path) -> None:
    """Write the answers of the chunk that the connection holds."""
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(script("kept", world))
    for name in KEYS:
        query = script(f"answers/{name}", world)
        connection.execute(f"COPY ({query}) TO {quoted(str(folder / f'{name}.parquet'))} (FORMAT parquet)")


def added(chunks: Iterable[Path], folder: Path) -> None:
    """Add the answers of all chunks up into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = [str(path) for path in chunks]
    with connect(memory_mib=4096) as connection:
        for name, keys in KEYS.items():
            files = ", ".join(quoted(f"{path}/{name}.parquet") for path in listed)
            columns = ", ".join(keys)
            connection.execute(
                f"COPY (SELECT {columns}, coalesce(sum(COLUMNS(* EXCLUDE ({columns}))), 0)::BIGINT FROM read_parquet([{files}]) "
                f"GROUP BY {columns} ORDER BY {columns}) TO {quoted(str(folder / f'{name}.parquet'))} (FORMAT parquet)"
            )
