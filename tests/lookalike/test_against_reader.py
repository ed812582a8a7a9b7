"""The reader counts what the truth says: every planted fault has the outcome that the look-alike promises."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from sojourn.lookalike import Made, make
from sojourn.reading.limits import Limits
from sojourn.reading.raw import sha256_of
from sojourn.record.worker import SheetReport, read_file
from sojourn.sources.declare import families

SIZES = {"ice_detention_statistics": 60, "ice_facility_list": 60}
SEVERAL_ROWS_A_LINE = ("official_", "ohss_", "cbp_one_")
"""Beginnings of tables of which one row of a sheet may fill several rows."""
MADE_OTHERWISE = {"ice_production_totals", "eoir_cases", "detentionsystemdata", "ice_offices"}
"""Figures and lists of which no look-alike is made, and the courts, whose files make one release together."""


def _reports(made: Made, folder: Path) -> dict[tuple[str, str], SheetReport]:
    report = read_file(made.path, sha256_of(made.path), folder / made.path.name, Limits())
    return {(sheet.sheet, sheet.table): sheet for sheet in report.sheets}


def _counts(part: Path, column: str) -> dict[str, int]:
    query = f"SELECT coalesce({column}, '(no value)'), count(*) FROM read_parquet('{part}') GROUP BY 1"
    with duckdb.connect() as connection:
        return dict(connection.execute(query).fetchall())


@pytest.mark.parametrize("name", [name for name in families() if name.split("/")[0] not in MADE_OTHERWISE])
def test_reader_agrees_with_the_truth(name: str, tmp_path: Path) -> None:
    """Rows, repairs, quarantine and blank lines of every sheet are those of the truth, line by line."""
    source, family = name.split("/")
    for made in make(source, SIZES.get(source, 2400), tmp_path / "made", family=family):
        read = _reports(made, tmp_path / "read")
        assert set(read) == {(part.sheet, part.table) for part in made.truth.parts}
        for part in made.truth.parts:
            sheet = read[part.sheet, part.table]
            told = part.account
            counted = sheet.ledger
            assert counted.rows == told.rows
            assert (counted.loaded, counted.repaired, counted.quarantined) == (
                told.loaded,
                told.repaired,
                told.quarantined,
            )
            assert counted.blank == told.blank
            assert part.table.startswith(SEVERAL_ROWS_A_LINE) or sheet.rows == told.loaded + told.repaired
            for column in ("citizenship", "sex", "area"):
                expected = part.answers.get(f"rows_by_{column}")
                assert expected is None or expected == _counts(sheet.parts[0], column)
            faults = [fault for fault in made.truth.faults if fault.sheet == part.sheet and fault.line]
            refused = {fault.line for fault in faults if fault.outcome == "quarantined"}
            assert not faults or refused == {row.line for row in sheet.refused}
