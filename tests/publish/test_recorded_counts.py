"""The counts of a record, as a replay takes them, on a tiny record of the ports (tests/tiny_ports.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.draw.simulation import bars
from sojourn.draw.simulation.counts import TOTAL
from sojourn.publish.recorded_counts import of_record
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import tiny_record
from tiny_ports import ports_record


def test_appointments_are_those_of_the_newest_edition() -> None:
    """Editions revise each other and are never added up: April is 400 in July's edition and 390 in June's."""
    found = of_record(ports_record()).counts

    months = ("2023-04", "2023-06", "2023-07")
    assert found.months("appointments") == list(months)
    assert [found.get("appointments", month) for month in months] == [400, 900, 930]
    assert [found.get("appointments", month, "RUSSIA") for month in months] == [100, 30, 30]


def test_encounters_are_those_of_the_south_west_border_at_ports_and_in_all() -> None:
    """The northern border is left out, and so are those between ports from the series of the ports."""
    found = of_record(ports_record()).counts

    assert (found.get("ports", "2023-06"), found.get("border", "2023-06")) == (950, 959)
    assert (found.get("ports", "2023-06", "RUSSIA"), found.get("border", "2023-06", "RUSSIA")) == (60, 69)


def test_months_that_only_the_file_of_the_border_has_come_from_it() -> None:
    """It groups citizenships, so it fills in where the other ends and nowhere else."""
    found = of_record(ports_record()).counts

    assert [found.get("ports", month, TOTAL) for month in ("2024-12", "2025-01", "2025-02")] == [3100, 2110, 280]


def test_counts_come_with_the_files_they_are_from() -> None:
    """And invented ones say so."""
    found = of_record(ports_record())

    assert found.invented
    assert found.releases
    assert len(found.files) == 3
    assert all(len(sha256) == 64 for sha256 in found.files)


def test_a_record_without_entry_has_no_counts() -> None:
    """Unknown, and not zero."""
    found = of_record(tiny_record())

    assert (found.counts.by_key, found.files) == ({}, ())


@pytest.mark.real
@pytest.mark.slow
def test_the_real_record_meets_what_it_can(real_files: Path, tmp_path: Path) -> None:
    """The bars on the published files: 13 months within 2 %, and January 2025 within 3 %."""
    build(tmp_path / "record", [real_files / "entry"])
    counts = of_record(Record(tmp_path / "record")).counts

    assert counts.get("appointments", "2023-07") == 44_810
    assert bars.places_explain_appointments(counts).why.startswith("within 2 % in 13 months")
    assert bars.closure(counts).status == "met"
    assert bars.appointments_within_ports(counts).status == "not met"
