"""The next month's release differs from the first in what its truth tells, and in nothing else."""

from __future__ import annotations

import pytest
from court_reread import Release, make

COMPARED = ["A_TblCase", "B_TblProceeding", "tbl_Court_Appln", "D_TblAssociatedBond", "tblAppeal", "tbl_CustodyHistory"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(tmp_path_factory.mktemp("first"), 2_000, 1)


@pytest.fixture(scope="module")
def following(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(tmp_path_factory.mktemp("next"), 2_000, 1, next_month=True)


@pytest.mark.parametrize("table", COMPARED)
def test_every_difference_is_told(first: Release, following: Release, table: str) -> None:
    """Rows gone and come, and cells changed, by a comparison of the two texts."""
    before = {next(iter(row.values())): row for row in first.rows(table)}
    after = {next(iter(row.values())): row for row in following.rows(table)}
    expected: set[tuple[str, str, str | None]] = {(key, "vanished", None) for key in before.keys() - after.keys()}
    expected |= {(key, "added", None) for key in after.keys() - before.keys()}
    for key in before.keys() & after.keys():
        expected |= {(key, "changed", name) for name, cell in before[key].items() if cell != after[key][name]}
    query = f"SELECT key, change, \"column\" FROM '{{}}/../changes.parquet' WHERE \"table\" = '{table}'"
    assert set(following.told(query)) == expected


def test_withdrawals_gather_at_one_court(following: Release) -> None:
    """Grants of New York City are withdrawn far more often than anything else."""
    (row,) = following.told(
        "SELECT count(*) FILTER (court = 'NYC' AND decision = 'G'), count(*) FROM '{}/../withdrawn.parquet' WHERE case_stays",
    )
    assert row[0] > 0.5 * row[1]


def test_late_entries_come_in(following: Release) -> None:
    """Applications received in the spring appear only now."""
    found = following.told(
        "SELECT count(*) FROM '{}/../changes.parquet' WHERE \"table\" = 'tbl_Court_Appln' AND change = 'added'",
    )
    assert found[0][0] > 0


def test_damage_stays_where_it_was(first: Release, following: Release) -> None:
    """A tab in an address is in the agency's data, so the same rows are struck again."""
    struck = {
        (one["file"], one["kind"], one["raw"].split("\t")[0])
        for one in first.truth["damage"]
        if one["reason"] == "shift"
    }
    again = {
        (one["file"], one["kind"], one["raw"].split("\t")[0])
        for one in following.truth["damage"]
        if one["reason"] == "shift"
    }
    assert len(struck & again) >= len(struck) - 2


def test_lists_change_too(first: Release, following: Release) -> None:
    """A judge comes, one goes, one is renamed; the truth says which."""
    before = {row["JUDGE_CODE"]: row["JUDGE_NAME"] for row in first.rows("Lookup/tblLookupJudge")}
    after = {row["JUDGE_CODE"]: row["JUDGE_NAME"] for row in following.rows("Lookup/tblLookupJudge")}
    expected = {one["code"] for one in following.truth["lookup_changes"] if one["list"] == "tblLookupJudge"}
    assert {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)} == expected
