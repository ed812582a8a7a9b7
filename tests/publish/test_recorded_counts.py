"""The counts of a record, as a replay takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.lookalike import make
from sojourn.publish.recorded_counts import of_record
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import tiny_record


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """An invented record of the monthly tables and of the encounters."""
    folder = tmp_path_factory.mktemp("entry")
    for source in ("ohss_monthly_tables", "cbp_encounters"):
        make(source, 20, folder / "files", seed=1, faults=False)
    build(folder / "record", [folder / "files"], invented=True)
    return Record(folder / "record")


def test_appointments_are_those_of_the_newest_edition(entry: Record) -> None:
    """Editions revise each other and are never added up."""
    found = of_record(entry).counts

    expected = entry.query(
        "SELECT strftime(month, '%Y-%m') AS month, any_value(all_appointments) AS n FROM cbp_one_appointments"
        " WHERE month IS NOT NULL AND all_appointments IS NOT NULL"
        " AND release = (SELECT max(release) FROM cbp_one_appointments) GROUP BY 1"
    )
    assert expected
    assert {row["month"]: row["n"] for row in expected} == {
        month: found.get("appointments", month) for month in found.months("appointments")
    }


def test_encounters_of_a_month_are_those_of_one_release(entry: Record) -> None:
    """Two files of the same border would count everyone twice."""
    found = of_record(entry).counts

    by_release = entry.query(
        "SELECT strftime(month, '%Y-%m') AS month, release, sum(encounters) AS n FROM encounters"
        " WHERE border = 'Southwest Land Border' GROUP BY ALL"
    )
    assert by_release
    assert all(
        found.get("border", month) in {row["n"] for row in by_release if row["month"] == month}
        for month in found.months("border")
    )
    assert all((found.get("ports", month) or 0) <= (found.get("border", month) or 0) for month in found.months("ports"))


def test_counts_come_with_the_files_they_are_from(entry: Record) -> None:
    """And invented ones say so."""
    found = of_record(entry)

    assert found.invented
    assert found.releases
    assert all(len(sha256) == 64 for sha256 in found.files)


def test_a_record_without_entry_has_no_counts() -> None:
    """Unknown, and not zero."""
    found = of_record(tiny_record())

    assert (found.counts.by_key, found.files) == ({}, ())


@pytest.mark.real
@pytest.mark.slow
def test_the_real_record_meets_what_it_can(real_files: Path, tmp_path: Path) -> None:
    """The bars on the published files: 13 months within 2 %, and January 2025 within 3 %."""
    from sojourn.draw.simulation import bars

    build(tmp_path / "record", [real_files / "entry"])
    counts = of_record(Record(tmp_path / "record")).counts

    assert counts.get("appointments", "2023-07") == 44_810
    assert bars.places_explain_appointments(counts).why.startswith("within 2 % in 13 months")
    assert bars.closure(counts).status == "met"
    assert bars.appointments_within_ports(counts).status == "not met"
