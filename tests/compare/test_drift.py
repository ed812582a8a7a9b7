"""Columns that come and go over the releases of a source, with what is declared of their time."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.months import after, first, record_of
from sojourn.cli import main
from sojourn.compare.drift import Drift, drift, validity
from sojourn.record.opened import Record

MAY, JUNE, JULY = (f"eoir_cases/eoir@2026-0{month}-01" for month in (5, 6, 7))
CASES = "A_TblCase"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Three months: one column is in May only, one from June on, one is not in June."""
    may = first("2026-05-01")
    may.without[CASES] = {"LPR"}
    june = after(first(), "2026-06-01")
    june.without[CASES] = {"Sex", "ZBOND_MRG_FLAG"}
    july = after(first(), "2026-07-01")
    july.without[CASES] = {"ZBOND_MRG_FLAG"}
    return record_of(tmp_path_factory.mktemp("months"), may, june, july)


def test_a_column_is_told_with_its_first_and_last_release_and_its_gaps(record: Record) -> None:
    """Nothing else drifts."""
    expected = {
        "lpr": (JUNE, "", ()),
        "sex": ("", "", (JUNE,)),
        "bond_merge_flag": ("", MAY, ()),
    }
    found = drift(record)
    assert {one.table for one in found} == {"court_cases"}
    assert {one.column: (one.since, one.until, one.lacking) for one in found} == expected


def test_the_declared_time_of_a_column_stands_beside(record: Record) -> None:
    """Columns of the bond table were renamed to be removed in June 2025."""
    assert validity("court_bonds", "rejected") == "until 2025-06"
    assert validity("court_cases", "sex") == ""
    assert all(isinstance(one, Drift) and not one.declared for one in drift(record))


def test_the_list_of_releases_shows_it(record: Record) -> None:
    """Below the releases."""
    text = CliRunner().invoke(main, ["releases", "--record", str(record.folder)]).stdout
    assert "Columns that come and go" in text
    assert f"court_cases lpr {JUNE}" in " ".join(text.split())


def test_one_release_drifts_from_nothing(tmp_path: Path) -> None:
    """No list without a second release."""
    assert drift(record_of(tmp_path, first())) == []
