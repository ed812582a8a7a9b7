"""Facility-days of two releases: what is gone, new and changed, where it concentrates, and what is empty in one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compare.editions import DAYS, Key, compared, days, grouped, record_of
from compare.unsaid import unsaid
from sojourn.compare import Comparison, compare
from sojourn.compare.grouped import Amount, Group, Grouped, Period
from sojourn.compare.keyed import Reappeared
from sojourn.compare.places import Absence, Line, Rollup
from sojourn.publish.comparison import comparison_text
from sojourn.publish.terminal import P2_NOTICE

JUNE, AUGUST = date(2025, 6, 1), date(2025, 8, 31)
SUMMER = days(JUNE, AUGUST)
BEFORE = {"AAAAAAA": 100, "BBBBBBB": 200, "EEEEEEE": 150, "HHHHHHH": 1}


def older() -> dict[Key, int]:
    """92 days of four facilities."""
    return {(code, day): held for code, held in BEFORE.items() for day in SUMMER}


def newer() -> dict[Key, int]:
    """A hospital is left out, a tent camp is empty from July, a jail comes in August, ten days have two people more.

    Ten days of September follow, which the older release cannot have.
    """
    held = {key: people for key, people in older().items() if key[0] != "HHHHHHH"}
    held |= {("EEEEEEE", day): 0 for day in days(date(2025, 7, 1), AUGUST)}
    held |= {("NNNNNNN", day): 30 for day in days(date(2025, 8, 1), AUGUST)}
    held |= {("AAAAAAA", day): 102 for day in days(JUNE, date(2025, 6, 10))}
    return held | {("BBBBBBB", day): 999 for day in days(date(2025, 9, 1), date(2025, 9, 10))}


def earlier() -> dict[Key, int]:
    """Until 20 August, with ten days of the jail that the older release lacks."""
    held = {key: people for key, people in older().items() if key[1] <= date(2025, 8, 20)}
    return held | {("NNNNNNN", day): 31 for day in days(date(2025, 8, 1), date(2025, 8, 10))}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The last two of three editions."""
    return compared(record_of(tmp_path_factory.mktemp("editions"), earlier(), older(), newer()))


@pytest.fixture(scope="module")
def by_day(found: Comparison) -> Grouped:
    """Facility-days."""
    return grouped(found, "facility_code", "date by day")


def rollup(one: Grouped, by: str) -> Rollup:
    """One dimension alone."""
    return next(each for each in one.rollups if each.by == by)


def test_each_facility_day_is_counted_once(by_day: Grouped) -> None:
    """Older = gone + changed + unchanged, newer = new + changed + unchanged."""
    expected = (368, 307, 92, 31, 72, 204)
    counted = (by_day.older, by_day.newer, by_day.gone, by_day.new, by_day.changed, by_day.unchanged)
    assert counted == expected


def test_days_that_one_release_cannot_have_are_set_apart(by_day: Grouped) -> None:
    """September is later, not new."""
    assert by_day.period == Period(JUNE, AUGUST)
    assert by_day.outside == (0, 10)


def test_nights_before_and_after_add_up(by_day: Grouped) -> None:
    """930 of the jail and 20 of the ten days gained; 9,300 of the camp and 92 of the hospital lost."""
    expected = Amount("held_end_of_day", "nights", 41_492, 33_050, gained=950, lost=9_392, changed=72)
    assert by_day.amounts[0] == expected


def test_facility_days_that_an_earlier_release_had_came_back(by_day: Grouped) -> None:
    """Ten of the 31 days of the jail."""
    assert by_day.reappeared == (Reappeared("ddp_facility_days/facilities-daily-population@2025-08-20", 10),)


def test_the_facility_that_explains_the_difference_comes_first(by_day: Grouped) -> None:
    """9,300 of 10,342 nights, by a facility with a third of all before."""
    expected = Line(
        "EEEEEEE", "ECHO SOFT SIDED FACILITY", 13_800, 4_500, 0, 9_300, share=0.8992, own_share=0.3326, in_both=True
    )
    assert rollup(by_day, "facility_code").lines[0] == expected


def test_facilities_that_only_one_release_has_are_named(by_day: Grouped) -> None:
    """With what they held."""
    places = rollup(by_day, "facility_code")
    assert (places.gone, places.gone_amount) == (("HHHHHHH HOTEL MEMORIAL HOSPITAL",), 92)
    assert (places.new, places.new_amount) == (("NNNNNNN NNNNNNN",), 930)


def test_the_middle_ratio_is_of_large_facilities(by_day: Grouped) -> None:
    """Of the three with 50 people a day, one has 9,220 of 9,200 nights, one the same, one a third."""
    places = rollup(by_day, "facility_code")
    assert (places.ratio, places.compared) == (1.0, 3)


def test_the_difference_is_told_by_month(by_day: Grouped) -> None:
    """July: 4,650 of the camp and 31 of the hospital."""
    lines = {line.value: (line.gained, line.lost) for line in rollup(by_day, "date by month").lines}
    assert lines == {"2025-06": (20, 30), "2025-07": (0, 4_681), "2025-08": (930, 4_681)}


def test_a_facility_that_one_release_leaves_empty_is_listed_by_month(by_day: Grouped) -> None:
    """Zero and no row are both absences, and told apart; months from 11 nights are listed."""
    expected = {
        Absence("EEEEEEE", "ECHO SOFT SIDED FACILITY", "2025-07", 4_650, 0, 31, 31),
        Absence("EEEEEEE", "ECHO SOFT SIDED FACILITY", "2025-08", 4_650, 0, 31, 31),
        Absence("HHHHHHH", "HOTEL MEMORIAL HOSPITAL", "2025-06", 30, 0, 30, 0),
        Absence("HHHHHHH", "HOTEL MEMORIAL HOSPITAL", "2025-07", 31, 0, 31, 0),
        Absence("HHHHHHH", "HOTEL MEMORIAL HOSPITAL", "2025-08", 31, 0, 31, 0),
        Absence("NNNNNNN", "NNNNNNN", "2025-08", 0, 930, 0, 31),
    }
    assert set(by_day.absences) == expected


def test_the_groups_that_differ_most_are_listed(by_day: Grouped) -> None:
    """The first day of the camp with nobody."""
    assert by_day.largest[0] == Group(("EEEEEEE", "2025-07-01"), 150, 0)


def test_every_other_column_is_compared_beside(by_day: Grouped) -> None:
    """Three counts of people differ on the 72 days, and no name."""
    assert [(one.column, one.changed) for one in by_day.columns] == [
        ("held_any_time", 72),
        ("held_end_of_day", 72),
        ("men_any_time", 72),
    ]


def test_counts_of_facilities_may_be_published(found: Comparison) -> None:
    """They tell nothing about a person."""
    assert found.tier == "P0"
    assert P2_NOTICE not in comparison_text(found)


@pytest.mark.parametrize(
    "expected",
    [
        "41,492 before, 33,050 now (451 and 359.2 a day); 950 more in some groups, 9,392 fewer in others.",
        "EEEEEEE, with 33 % of the nights before, makes 90 % of the difference.",
        "Only the older release has: HHHHHHH HOTEL MEMORIAL HOSPITAL.",
        "Absence in one release is not evidence that nobody was held.",
        "EEEEEEE ECHO SOFT SIDED FACILITY 2 2025-07 2025-08 9,300 0",
        "10 of the 31 new came back",
    ],
)
def test_the_text_says_it(found: Comparison, expected: str) -> None:
    """In words, or in a line of a table."""
    assert expected in " ".join(comparison_text(found).split())


def test_the_same_days_under_two_names_do_not_differ(tmp_path: Path) -> None:
    """Two files with the same rows in another order: nothing is reported."""
    again = dict(reversed(older().items()))
    one = grouped(compared(record_of(tmp_path, older(), again)), "facility_code", "date by day")
    assert (one.gone, one.new, one.changed, one.unchanged) == (0, 0, 0, 368)
    assert (one.rollups[0].lines, one.largest, one.absences, one.columns) == ((), (), (), ())


def test_tables_without_a_key_have_their_columns_compared_as_wholes_too(found: Comparison) -> None:
    """Absences by reason show there."""
    assert [one.table for one in found.profiled] == ["facility_days"]


def test_the_tables_can_be_named(tmp_path: Path) -> None:
    """As for tables with a key."""
    record = record_of(tmp_path, older(), newer())
    first, second = (one.id for one in record.releases(DAYS))
    found = compare(record, DAYS, first, second, tables=["facility_days"])
    assert [one.table for one in found.grouped] == ["facility_days"]


def test_all_that_the_comparison_says_can_be_said_again(found: Comparison) -> None:
    """A sentence that is glued together stays English on every page."""
    assert unsaid(found) == set()
