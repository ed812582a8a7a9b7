"""Reads court tables from bytes, as a worker does, but inside this process, and looks at what a build stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import duckdb
from hypothesis import strategies as st

from sojourn.reading.ledger import Ledger, Refused
from sojourn.reading.limits import Limits
from sojourn.reading.tabbed import form_of
from sojourn.record import manifest as stored
from sojourn.record.build import Built
from sojourn.record.court.files import CourtFile, TableFile
from sojourn.record.court.read import TableJob, read_table
from tiny_court import DAY, PUBLISHED, files, headers_of, text

ROW = f"1\t501\t1001\tASYL\t{DAY.format('2023-08-01')}\tD".encode()
PIECES = [
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b" ",
    b'"',
    b"\\",
    b"\x1a",
    b"\x1f",
    b"\xd1",
    b"\xef\xbb\xbf",
    "Ñ\u00a0".encode(),
    b"7",
    b"ASYL",
    DAY.format("2023-08-01").encode(),
    ROW,
    ROW + b"\r\n",
    ROW + b"\n",
    ROW[:20],
    ROW[20:],
]
TEXTS = st.one_of(st.binary(), st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4))).map(b"".join))
"""Any bytes, and texts that look more or less like applications (`ROW` is a whole one)."""
CASE_CODES = {
    "tbllookupaliennat.strcode": frozenset({"RU", "NA", "MX"}),
    "tbllanguage.strcode": frozenset({"RUS", "SP", "ENG"}),
    "tbllookupcustodystatus.strcode": frozenset({"N", "R", "D"}),
    "tbllookupcasetype.strcode": frozenset({"RMV", "CFR", "WHO"}),
    "tbllookupsex.strcode": frozenset({"F", "M"}),
}


def case(number: int, **cells: str) -> dict[str, str]:
    """A whole row of the case table."""
    return {
        "IDNCASE": str(number),
        "ALIEN_CITY": "OLD HARBOR",
        "ALIEN_STATE": "TX",
        "ALIEN_ZIPCODE": "75001",
        "UPDATED_ZIPCODE": "70001",
        "UPDATED_CITY": "SPRINGVALE",
        "NAT": "RU",
        "LANG": "RUS",
        "CUSTODY": "D",
        "SITE_TYPE": "M",
        "E_28_DATE": DAY.format("2024-02-01"),
        "CASE_TYPE": "RMV",
        "UPDATE_SITE": "JNA",
        "LATEST_HEARING": DAY.format("2025-03-01"),
        "LATEST_TIME": "0900",
        "LATEST_CAL_TYPE": "M",
        "RELEASE_MONTH": "00",
        "RELEASE_YEAR": "0000",
        "DATE_OF_ENTRY": DAY.format("2021-07-01"),
        "C_ASY_TYPE": "E",
        "C_BIRTHDATE": "7/1988",
        "UPDATED_STATE": "LA",
        "ADDRESS_CHANGEDON": DAY.format("2024-05-05"),
        "Sex": "F",
        "LPR": "0",
        **cells,
    }


@dataclass(frozen=True)
class Read:
    """What became of a table: its account, its stored rows, its refused ones and what was noticed."""

    ledger: Ledger
    rows: list[dict[str, Any]]
    refused: list[Refused]
    unknown: list[str]
    missing: list[str]

    @property
    def outcome(self) -> tuple[int, int, int]:
        """Rows loaded, repaired and quarantined."""
        return self.ledger.loaded, self.ledger.repaired, self.ledger.quarantined


def table_file(path: Path, published: str) -> TableFile:
    """A file on disk as a table of the release."""
    file = CourtFile(path, path.name, path.stat().st_size)
    return TableFile(file, PUBLISHED[published], form_of(file.head(Limits()), str(path)))


def rows_of(parts: Sequence[Path]) -> list[dict[str, Any]]:
    """The stored rows of some parts, sorted."""
    if not parts:
        return []
    with duckdb.connect() as connection:
        result = connection.execute("SELECT * FROM read_parquet($parts) ORDER BY ALL", {"parts": list(map(str, parts))})
        names = [column[0] for column in result.description or []]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def read_bytes(
    content: bytes,
    published: str = "A_TblCase",
    codes: Mapping[str, frozenset[str]] = CASE_CODES,
    *,
    everything: bool = False,
) -> Read:
    """Read the bytes of a table."""
    folder = Path(mkdtemp(prefix="sojourn-court-"))
    try:
        path = folder / f"{published}.csv"
        path.write_bytes(content)
        source = table_file(path, published)
        report = read_table(TableJob(source, folder / "parts", Limits(), codes, everything))
        return Read(report.ledger, rows_of(report.parts), report.refused, report.unknown, report.missing)
    finally:
        rmtree(folder)


def lines_of(rows: Sequence[Mapping[str, str]], line_end: str, published: str = "A_TblCase") -> list[bytes]:
    """The lines of a table without their ends, the header first."""
    return text(headers_of(published), rows, line_end).removesuffix(line_end.encode()).split(line_end.encode())


def tables_of(record: Path) -> dict[str, list[dict[str, Any]]]:
    """The stored rows of every table."""
    sheets = stored.read(record).sheets  # type: ignore[union-attr]
    names = sorted({sheet.table for sheet in sheets})
    return {
        name: rows_of([record / part for sheet in sheets if sheet.table == name for part in sheet.parts])
        for name in names
    }


def ledger_of(built: Built) -> dict[str, tuple[int, int, int]]:
    """Loaded, repaired and quarantined by table."""
    return {
        sheet.table: (sheet.ledger["loaded"], sheet.ledger["repaired"], sheet.ledger["quarantined"])
        for sheet in built.manifest.sheets
        if sheet.family
    }


def with_cases(content: bytes, rows: int) -> dict[str, bytes]:
    """A release with another table of cases."""
    made = files()
    counts = made["Count.txt"].replace(b"A_TblCase\t3", b"A_TblCase\t%d" % rows)
    return made | {"A_TblCase.csv": content, "Count.txt": counts}
