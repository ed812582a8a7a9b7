"""The next month of an invented world: what became of the rows of the first release, and every change told apart."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from sojourn.engine.connect import connect, quoted
from sojourn.lookalike.court import text

FOLLOWERS = (
    "B_TblProceedCharges",
    "tbl_Court_Motions",
    "D_TblAssociatedBond",
    "tbl_CustodyHistory",
    "tbl_RepsAssigned",
    "A_TblCaseIdentifier",
    "tblAppeal",
    "tblAppeal2",
    "tbl_JuvenileHistory",
    "tbl_CasePriorityHistory",
)
"""Tables whose rows go where their case goes, and which change in no other way."""


def key_of(table: str) -> str:
    """The column that tells the rows of a table apart."""
    return "idnRepl" if table == "tblProBono" else text.tables()[table][0].name


def remember(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the rows of the first release, as a careful reader keeps them."""
    for table in text.tables():
        connection.execute(f"CREATE OR REPLACE TABLE before_{table} AS SELECT * FROM {table}")


def follow(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out what hangs on withdrawn cases."""
    for table in FOLLOWERS:
        connection.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} "
            f"WHERE IDNCASE NOT IN (SELECT case_id FROM gone) ORDER BY {key_of(table)}"
        )


def changes(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write every difference between the rows of before and the rows of now: one row per row gone or come, one per changed cell."""
    connection.execute(
        'CREATE OR REPLACE TABLE changes ("table" VARCHAR, key VARCHAR, change VARCHAR, "column" VARCHAR, before VARCHAR, after VARCHAR)'
    )
    for table in text.tables():
        _compare(connection, table)
    connection.execute(f"COPY (FROM changes ORDER BY ALL) TO {quoted(str(path))} (FORMAT parquet)")


def _compare(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    key = key_of(table)
    columns = [str(row[0]) for row in connection.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]
    differs = " OR ".join(f"b.{name} IS DISTINCT FROM a.{name}" for name in columns)
    cells = ", ".join(f"{{'name': {quoted(name)}, 'b': b.{name}::VARCHAR, 'a': a.{name}::VARCHAR}}" for name in columns)
    connection.execute(
        f"""
        INSERT INTO changes
        SELECT {quoted(table)}, {key}::VARCHAR, 'vanished', NULL, NULL, NULL FROM before_{table} ANTI JOIN {table} USING ({key})
        UNION ALL
        SELECT {quoted(table)}, {key}::VARCHAR, 'added', NULL, NULL, NULL FROM {table} ANTI JOIN before_{table} USING ({key})
        UNION ALL
        SELECT {quoted(table)}, key, 'changed', cell.name, cell.b, cell.a
        FROM (SELECT a.{key}::VARCHAR AS key, unnest([{cells}]) AS cell
              FROM before_{table} AS b JOIN {table} AS a ON a.{key} = b.{key} WHERE {differs})
        WHERE cell.b IS DISTINCT FROM cell.a
        """
    )


def withdrawn(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the applications that vanished, with what they have in common: court, judge, nationality, decision, whether the case stayed."""
    connection.execute(
        f"""
        COPY (
            SELECT a.IDNPROCEEDINGAPPLN AS application_id, a.APPL_CODE AS application, a.APPL_DEC AS decision,
                p.BASE_CITY_CODE AS court, p.IJ_CODE AS judge, c.NAT AS nationality, year(a.APPL_RECD_DATE) AS filed_year,
                a.IDNCASE IN (SELECT IDNCASE FROM A_TblCase) AS case_stays
            FROM before_tbl_Court_Appln AS a
            ANTI JOIN tbl_Court_Appln AS now ON now.IDNPROCEEDINGAPPLN = a.IDNPROCEEDINGAPPLN
            LEFT JOIN before_B_TblProceeding AS p ON p.IDNPROCEEDING = a.IDNPROCEEDING
            LEFT JOIN before_A_TblCase AS c ON c.IDNCASE = a.IDNCASE
            ORDER BY 1
        ) TO {quoted(str(path))} (FORMAT parquet)
        """
    )


def gathered(parts: Iterable[Path], path: Path) -> None:
    """Put the lists of all chunks into one file."""
    files = ", ".join(quoted(str(part)) for part in parts)
    with connect(memory_mib=4096) as connection:
        connection.execute(f"COPY (FROM read_parquet([{files}]) ORDER BY ALL) TO {quoted(str(path))} (FORMAT parquet)")
