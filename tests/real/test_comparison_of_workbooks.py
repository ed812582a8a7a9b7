"""Two real pulls of ICE's workbook against each other: what was found by hand comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.compare import compare
from sojourn.compare.grouped import Grouped
from sojourn.record.build import build
from sojourn.record.opened import Record

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def averages(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Grouped:
    """The averages of the pulls of 23 June and 7 July 2025."""
    folder = tmp_path_factory.mktemp("workbooks")
    build(folder, [real_files / "ice" / "workbooks"])
    found = compare(
        Record(folder), "ice_detention_statistics", "2025-06-23", "2025-07-07", tables=["official_averages"]
    )
    return found.grouped[0]


def test_the_foreign_value_of_la_paz_explains_most(averages: Grouped) -> None:
    """The pull of 23 June gives La Paz County the figure of Winn Correctional Center, 1,544.84."""
    [places] = [one for one in averages.rollups if one.by == "facility_name"]
    first = places.lines[0]
    assert first.value == "LA PAZ COUNTY ADULT DETENTION FACILITY"
    assert (round(first.older, 2), first.newer) == (1544.84, 0)


def test_a_facility_whose_name_is_cut_is_gone_under_one_name_and_new_under_the_other(averages: Grouped) -> None:
    """ALEXANDRIA STAGING FACILI: names cannot join workbooks."""
    [places] = [one for one in averages.rollups if one.by == "facility_name"]
    assert "ALEXANDRIA STAGING FACILITY" in places.gone
    assert "ALEXANDRIA STAGING FACILI" in places.new


def test_a_row_that_stands_twice_is_counted_twice(averages: Grouped) -> None:
    """Nassau County has two rows in the pull of 23 June."""
    assert averages.repeated == (2, 0)
