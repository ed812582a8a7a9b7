"""Files of stints: which fiscal years they cover, so that the true files of a release never conflict."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conftest import Read
from sojourn.record.build import build
from sojourn.record.opened import Record
from stint_files import AUGUST_2026, BY_STAY, MARCH_2026, POSTED, Cell, book, stint, text_file

DAY = timedelta(days=1)


def stays(family: str, first: datetime, count: int, *, later: int = 0) -> list[list[Cell]]:
    """Stays of ten days, one a day; the last `later` of them have a second stint of forty days."""
    rows = []
    for number in range(count):
        start = first + number * DAY
        end = start + (50 if number >= count - later else 10) * DAY
        stay: dict[str, Cell] = {"stay_book_in": start, "stay_book_out": end, "person_key": f"{number:040}"}
        rows.append(stint(family, book_in=start, book_out=start + 10 * DAY, **stay))
        if number >= count - later:
            rows.append(stint(family, book_in=start + 10 * DAY, book_out=end, **stay))
    return rows


def stints(record: Path) -> dict[str, int]:
    """The stints of each release of a record."""
    rows = Record(record).query("SELECT release, count(*) AS stints FROM detention_stints GROUP BY 1")
    return {row["release"]: row["stints"] for row in rows}


def test_a_file_by_stay_covers_the_year_of_its_stays(tmp_path: Path, read: Read) -> None:
    """A third of its stints begin in the next year; they belong to stays of this one."""
    rows = stays(BY_STAY, datetime(2015, 9, 1), 30, later=15)

    [sheet] = read(book(tmp_path / "a.xlsx", {"FY2015": rows}, BY_STAY)).sheets

    assert (sheet.years, sheet.last) == ([2015], "2015-10-10")


def test_a_file_by_stint_covers_the_year_of_its_stints(tmp_path: Path, read: Read) -> None:
    """A third of its stints belong to stays of the year before."""
    rows = stays(MARCH_2026, datetime(2023, 9, 1), 30, later=15)
    after = [row for row in rows if row[1] >= datetime(2023, 10, 1)]  # type: ignore[operator]  # all are moments

    [sheet] = read(book(tmp_path / "a.xlsx", {"FY2024": after})).sheets

    assert (sheet.rows, sheet.years) == (10, [2024])


def test_the_files_of_a_release_by_stay_are_one_release(record: Path, files: Path) -> None:
    """By the book-in of the stint both would hold FY2016, and the true set would be refused."""
    for year in (2015, 2016):
        rows = stays(BY_STAY, datetime(year, 9, 1), 30, later=15)
        book(files / f"ICE Detentions_FY{year}.xlsx", {f"FY{year}": rows}, BY_STAY)

    build(record, [files])

    assert stints(record) == {"ice_detentions/foia-2022-icfo-09022": 90}


@pytest.mark.parametrize(
    ("family", "name", "stay"),
    [(MARCH_2026, "Prior FY2023", datetime(2022, 9, 1)), (BY_STAY, "FY2011 and Prior", datetime(2011, 9, 1))],
)
def test_what_was_open_at_the_beginning_covers_no_year(
    tmp_path: Path, read: Read, family: str, name: str, stay: datetime
) -> None:
    """Such a file holds a remainder; taken for a year, it would show an empty country before."""
    rows = [
        stint(family, stay_book_in=stay, book_in=stay, book_out=stay + length * DAY, stay_book_out=stay + length * DAY)
        for length in range(40, 80)
    ]

    [sheet] = read(book(tmp_path / "a.xlsx", {name: rows}, family)).sheets

    assert (sheet.rows, sheet.years) == (40, [])


def test_a_year_in_which_all_are_still_held_is_covered(tmp_path: Path, read: Read) -> None:
    """The newest file of a release may hold open stints alone."""
    rows = [stint(book_in="2026-03-09 10:00:00", book_out="", stay_book_in="2026-03-09 10:00:00", stay_book_out="")]

    [sheet] = read(text_file(tmp_path / "a.csv", rows)).sheets

    assert sheet.years == [2026]


def test_two_sheets_of_one_file_never_conflict(record: Path, files: Path) -> None:
    """A sheet holds at most 1,048,576 rows, so one year may need two."""
    rows = stays(AUGUST_2026, datetime(2025, 1, 1), 30)
    book(files / "DET_FY2025.xlsx", {"FY2025": rows[:15], "FY2025 (2)": rows[15:]}, AUGUST_2026)

    build(record, [files])

    assert stints(record) == {"ice_detentions/hausman-2026-08": 30}


def test_two_posts_of_one_layout_are_two_releases(record: Path, files: Path) -> None:
    """The posts of June and July 2025 repeat most rows; they are never added."""
    for month, last in (("june", datetime(2025, 6, 20)), ("july", datetime(2025, 7, 28))):
        book(files / f"{month}.xlsx", {"Sheet1": stays(POSTED, last - 5 * DAY, 6)}, POSTED)

    build(record, [files])

    posted = "ice_detentions/foia-2025-icli-00019"
    assert stints(record) == {f"{posted}@2025-06-20": 6, f"{posted}@2025-07-28": 6}
