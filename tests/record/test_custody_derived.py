"""Paths, stays and movements of the tiny release, each rule against what was counted by hand (tests/tiny_custody.py)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import tiny_custody
from sojourn.measures.custody.release import tells, window
from sojourn.sources.declare import vocabulary
from sojourn.tables import STORED
from sojourn.tables.custody.derived import exits, selects, settled_days
from sojourn.tables.custody.stays import DERIVED_FROM_STINTS
from sojourn.tables.custody.steps import Rules
from stint_rows import Stint, after, derived, engine, stint
from tiny_custody import CONVICTED, moment


def stay(entered: str) -> dict[str, Any]:
    """The one stay of the tiny record that was entered at a moment."""
    [found] = tiny_custody.record().query(
        "SELECT * FROM detention_stays WHERE entered = $at", {"at": moment(entered)}
    )  # fmt: skip
    return found


def path(entered: str) -> list[dict[str, Any]]:
    """The rows of such a stay in their order, those that were left out at the end."""
    return tiny_custody.record().query(
        "SELECT * FROM detention_path WHERE stay_number = $stay ORDER BY stint_number NULLS LAST",
        {"stay": stay(entered)["stay_number"]},
    )


def told(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some cells of a row."""
    return tuple(row[name] for name in names)


def test_the_tiny_release_has_its_rows_stays_and_people() -> None:
    """40 rows; every one is in the path."""
    [found] = tiny_custody.record().query(
        "SELECT count(*) AS rows, count(DISTINCT stay_number) AS stays, count(DISTINCT person_number) AS people "
        "FROM detention_path"
    )

    assert found == {"rows": 40, "stays": 27, "people": 25}


def test_a_transfer_is_a_change_of_facility_within_the_stay() -> None:
    """With the hours between."""
    expected = [("AAAAAAA", 1, None, False), ("BBBBBBB", 2, 5.0, False)]

    assert [told(row, "facility_code", "stint_number", "gap_hours", "rebook") for row in path("06-01")] == expected
    assert told(stay("06-01"), "stints", "transfers", "exit", "longest_facility") == (2, 1, "removal", "BBBBBBB")


def test_identical_rows_are_flagged_whatever_their_bond_says() -> None:
    """The bond is entered later."""
    rows = [told(row, "stint_number", "duplicate", "ddp_duplicate") for row in path("06-02")]

    assert rows == [(1, None, False), (None, "identical", True)]
    assert told(stay("06-02"), "stints", "duplicates", "exit") == (1, 1, "bond")


def test_of_rows_with_one_start_the_closed_one_counts_and_the_project_keeps_the_last() -> None:
    """The two rule sets differ here, and the difference can be counted."""
    rows = [told(row, "stint_number", "duplicate", "ddp_duplicate") for row in path("06-03")]

    assert rows == [(1, None, True), (None, "same start", False)]
    assert stay("06-03")["exit"] == "parole"


def test_lengths_of_zero_and_below_are_graded() -> None:
    """Neither is dropped, and the negative one has no hours."""
    assert [told(row, "length", "gap_hours", "overlap_hours") for row in path("06-04 12:00")] == [
        ("negative", None, None),
        (None, None, 0.0),
    ]
    assert [told(row, "length", "gap_hours") for row in path("06-05")] == [("zero", None), (None, 2.0)]
    assert stay("06-05")["longest_facility"] == "BBBBBBB"


def test_an_open_stint_ends_with_the_next_of_its_stay() -> None:
    """The stay itself stays open, since nothing says that it ended."""
    assert [row["until"] for row in path("07-01 09:00")] == [moment("07-05"), moment("07-20")]
    assert told(stay("07-01 09:00"), "ended", "exit", "open_disagrees") == (None, None, False)


def test_an_open_stay_has_no_end() -> None:
    """The release says nothing of what came later."""
    assert told(stay("11-20"), "ended", "last_book_out", "exit", "late_hours") == (None, None, None, None)


def test_stints_that_overlap_share_their_hours() -> None:
    """Two days in two facilities, five in one."""
    assert [told(row, "gap_hours", "overlap_hours") for row in path("07-01 10:00")] == [(None, 0.0), (None, 48.0)]
    assert told(stay("09-10"), "overlap_hours", "transfers") == (120.0, 0)


@pytest.mark.parametrize(
    ("entered", "truncated", "late"),
    [("06-01 12:00", 236.0, 0.0), ("06-11 09:00", 0.0, 120.0), ("06-12 10:00", -2.0, 0.0)],
)
def test_what_the_stay_says_beyond_its_stints_is_measured(entered: str, truncated: float, late: float) -> None:
    """History before the first stint, the end after the last, and paperwork that is older than the book-in."""
    assert told(stay(entered), "truncated_hours", "late_hours") == (truncated, late)


def test_rows_without_an_id_are_people_of_their_own() -> None:
    """Two alike are two people, and no duplicate."""
    rows = tiny_custody.record().query(
        "SELECT person_number, stay_number, stints, duplicates, has_id, exit FROM detention_stays WHERE NOT has_id"
    )

    assert [told(row, "stints", "duplicates", "exit") for row in rows] == [(1, 0, "other")] * 2
    assert len({told(row, "person_number", "stay_number") for row in rows}) == 2


def test_a_second_booking_into_the_same_facility_is_no_transfer() -> None:
    """The disposition was changed, the person was not moved."""
    assert [row["rebook"] for row in path("07-02")] == [False, True]
    assert told(stay("07-02"), "stints", "transfers", "exit") == (2, 0, "removal")


def test_a_redacted_reason_is_an_unknown_exit() -> None:
    """It is not counted as other."""
    assert stay("07-03")["exit"] == "unknown"


def test_a_redacted_facility_is_no_transfer() -> None:
    """It may be the same place."""
    assert told(stay("07-04"), "first_facility", "last_facility", "transfers") == (None, "BBBBBBB", 0)


def test_rows_without_the_stay_are_stitched_by_the_gap() -> None:
    """23 hours do not end a stay, four days do."""
    assert told(stay("06-08"), "stints", "exit", "truncated_hours") == (2, "removal", None)
    assert told(stay("06-20 12:00"), "stints", "exit") == (1, "bond")


@pytest.mark.parametrize(("gap_hours", "stays"), [(22, 2), (23, 1), (24, 1)])
def test_the_gap_that_ends_a_stay_is_a_parameter(gap_hours: int, stays: int) -> None:
    """23 hours are more than 22 and not more than 23."""
    rows = [stint("one", "A", 0, 10), stint("one", "B", 33, 40)]

    assert len(derived(rows, Rules(gap_hours=gap_hours))["detention_stays"]) == stays


def test_an_earlier_stint_that_is_open_keeps_the_stay_open() -> None:
    """Nobody knows that the person had left."""
    rows = [stint("one", "A", 0, None), stint("one", "B", 480, 500)]

    assert len(derived(rows)["detention_stays"]) == 1


def test_a_stay_goes_on_in_the_file_of_the_next_year() -> None:
    """A release is one, whatever files it came in."""
    assert [row["facility_code"] for row in path("09-20")] == ["AAAAAAA", "CCCCCCC"]


@pytest.mark.parametrize(
    ("entered", "expected"), [("08-01", True), ("08-02", True), ("11-20", False), ("06-01", False)]
)
def test_a_stay_that_disagrees_with_its_stints_says_so(entered: str, expected: bool) -> None:
    """Closed in its stints and open as a stay, or the other way round."""
    assert stay(entered)["open_disagrees"] is expected


def test_the_two_stays_of_a_person_are_never_merged() -> None:
    """One person number, two stay numbers."""
    first, second = stay("08-03"), stay("10-10")

    assert first["person_number"] == second["person_number"]
    assert [one["exit"] for one in (first, second)] == ["bond", "removal"]


def test_attributes_are_the_last_that_are_known() -> None:
    """A blank does not erase what an earlier row says."""
    assert told(stay("08-20"), "citizenship", "sex", "criminality") == ("CANADA", "Female", CONVICTED)


def held(day: str, scope: str, convention: str) -> dict[str | None, int]:
    """People held on a day by facility, as the movements have it."""
    rows = tiny_custody.record().query(
        "SELECT facility_code, sum(came - gone) AS people FROM detention_movements "
        "WHERE scope = $scope AND convention = $convention AND date <= $day GROUP BY 1 HAVING sum(came - gone) <> 0",
        {"scope": scope, "convention": convention, "day": date.fromisoformat(day)},
    )
    return {row["facility_code"]: int(row["people"]) for row in rows}


def test_the_people_held_at_a_midnight_are_counted_by_hand() -> None:
    """On 16 June: ana, dmitri in B; boris, carla, irina, karim and the two without an id in A; tomas in C."""
    expected = {"AAAAAAA": 6, "BBBBBBB": 2, "CCCCCCC": 1}

    assert held("2025-06-16", "facility", "midnight") == expected
    assert held("2025-06-16", "country", "midnight") == {None: 9}


def test_a_day_of_transfer_counts_at_both_facilities() -> None:
    """On 10 June ana is in A and B: 3 in A (ana, boris, carla; and omar), 3 in B (ana, dmitri, elena), 1 in C."""
    expected = {"AAAAAAA": 4, "BBBBBBB": 3, "CCCCCCC": 1}

    assert held("2025-06-10", "facility", "any_time") == expected
    assert held("2025-06-10", "country", "any_time") == {None: 7}


def test_overlapping_stints_in_one_facility_hold_one_person() -> None:
    """On 17 September vera counts once beside tomas, and on 9 July hugo is in two facilities and one country."""
    assert held("2025-09-17", "facility", "midnight") == {"CCCCCCC": 2}
    assert held("2025-07-09", "facility", "midnight") == {"AAAAAAA": 2, "BBBBBBB": 4, "CCCCCCC": 1}
    assert held("2025-07-09", "country", "midnight") == {None: 6}


def settled(rows: list[Stint]) -> tuple[date, date]:
    """The first and last day of some rows."""
    derived(rows)
    [days] = engine().execute(settled_days("given")).fetchall()
    return days[0], days[1]


def test_single_rows_of_other_times_do_not_move_the_ends_of_a_release() -> None:
    """A year typed wrongly would leave every open stint open for decades."""
    busy = [stint(f"p{number}", "A", 24 * (number % 10), None) for number in range(200)]
    typed = [stint("q", "A", hours, None) for hours in (-24 * 3650, 24 * 3650)]

    assert settled([*busy, *typed]) == (date(2025, 6, 1), date(2025, 6, 10))


def test_the_last_day_of_a_small_release_is_not_its_busiest() -> None:
    """Of 300 quiet days and one with 26 rows, all but the three outermost at each end count."""
    quiet = [stint(f"p{number}", "A", 24 * number, None) for number in range(300)]
    busy = [stint(f"q{number}", "A", 24 * 40, None) for number in range(25)]

    assert settled([*quiet, *busy]) == (date(2025, 6, 4), date(2026, 3, 24))


def test_the_window_of_the_tiny_release_ends_with_its_last_book_in() -> None:
    """Open stints are cut off at the midnight that ends it."""
    record = tiny_custody.record()
    [release] = record.releases()

    assert window(record, release).ends == datetime(2025, 12, 1)


def test_a_stay_book_out_that_is_redacted_is_not_blank() -> None:
    """It is known to the agency that the stay ended."""
    redacted = stint("one", "A", 0, 10, stay_book_in=after(0), stay_book_out_absence="redacted: b(6)")
    blank = stint("two", "A", 0, 10, stay_book_in=after(0))

    stays = derived([redacted, blank])["detention_stays"]

    assert sorted(one["open_disagrees"] for one in stays) == [False, True]


def test_each_reason_of_the_vocabulary_has_its_exit() -> None:
    """And nothing else has one."""
    assert set(exits()) == set(vocabulary("release_reason").standard.values())
    assert set(exits().values()) == {"removal", "bond", "parole", "recognizance", "supervision", "other", "unknown"}


@pytest.mark.parametrize("table", DERIVED_FROM_STINTS, ids=lambda table: table.name)
def test_what_is_stored_has_the_declared_columns_and_types(table: Any) -> None:
    """A view casts nothing, so the parts must be right."""
    derived([stint("one", "A", 0, 10)])
    found = engine().execute(f"DESCRIBE {selects()[table.name]}").fetchall()

    assert [(name, kind) for name, kind, *_ in found] == [(one.name, STORED[one.kind]) for one in table.columns]


@pytest.mark.parametrize(("column", "expected"), [("citizenship", True), ("birth_country", False)])
def test_a_release_tells_what_any_of_its_rows_says(column: str, expected: bool) -> None:
    """A column that is there and blank throughout tells nothing."""
    record = tiny_custody.record()
    [release] = record.releases()

    assert tells(record, release, column) is expected
