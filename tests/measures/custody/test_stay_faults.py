"""Every fault of the tiny release is found, graded and counted (tests/tiny_custody.py says where it is)."""

from __future__ import annotations

import pytest

import tiny_custody
from sojourn.findings import Finding
from sojourn.measures import measure

EXPECTED = {
    "row_count": 40,
    "stints": 38,
    "identical": 1,  # boris
    "same_start": 1,  # carla
    "by_project": 2,  # boris, and the closed row of carla
    "by_both": 1,
    "by_us_alone": 1,
    "by_project_alone": 1,
    "no_id": 2,
    "no_code": 1,  # nadia
    "zero": 1,  # elena
    "negative": 1,  # dmitri
    "overlap_short": 0,
    "overlap_long": 2,  # hugo, vera
    "rebooks": 1,  # lena
    "open_stints": 5,  # farid, galina, rosa, tomas, wim
    "open_middle": 1,  # galina
    "stays": 27,
    "truncated_short": 0,
    "truncated_long": 1,  # irina
    "paperwork_short": 1,  # karim
    "paperwork_long": 0,
    "late_short": 0,
    "late_long": 1,  # jorge
    "early_short": 0,
    "early_long": 0,
    "disagree": 4,  # omar's two, quim, rosa
    "contradicted": 8,  # irina, jorge, hugo, vera and those four
    "stitched": 27,
}


def faults(gap_hours: str = "24") -> Finding:
    """The faults of the tiny release."""
    return measure("stay_faults").ask(tiny_custody.record(), {"gap_hours": gap_hours})


@pytest.mark.parametrize("name", EXPECTED)
def test_each_fault_is_counted(name: str) -> None:
    """One more or less would be a person more or less in some count."""
    assert faults().details[name] == EXPECTED[name]


def test_each_count_has_its_denominator() -> None:
    """Rows, stints or stays."""
    rows = {row[0]: row[1:] for row in faults().rows}
    assert rows["ends before it begins"] == ("warning", 1, 38, "stints", round(1 / 38, 6))
    assert rows["began 24 hours or more before its first stint"][2:4] == (27, "stays")
    assert rows["without a person id: a person and a stay of its own"][2:4] == (40, "rows of the release")


def test_the_two_rule_sets_stand_side_by_side() -> None:
    """A reader sees how far ours and those of the Deportation Data Project differ."""
    finding = faults()
    assert (
        "flag 2 of 40 rows as duplicates, those of the Deportation Data Project 2; 1 are the same rows"
        in finding.sentence
    )
    assert any("Our rules keep 38 stints" in caveat.text for caveat in finding.caveats)


@pytest.mark.parametrize(
    ("gap_hours", "expected"), [("3", 31), ("4", 29), ("22", 28), ("23", 27), ("24", 27), ("99", 27), ("100", 26)]
)
def test_stays_by_gaps_depend_on_the_hours(gap_hours: str, expected: int) -> None:
    """Gaps of 4 hours (dmitri, uma), 5 (ana), 23 and 100 (omar) and weeks (sergei) part the stays of 25 people."""
    assert faults(gap_hours).details["stitched"] == expected
