"""Removals and stints of two releases: rows are counted by what they say, and no person is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

import tiny_custody
from compare.editions import compared, grouped
from compare.unsaid import unsaid
from invented import REMOVALS
from sojourn.compare import Comparison
from sojourn.compare.grouped import Amount, Grouped
from sojourn.compare.places import Absence
from sojourn.publish.comparison import comparison_text
from sojourn.publish.terminal import P2_NOTICE
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import bars, removal, write_workbook

BOTH = [date(2017, 1, 1) + timedelta(days=number) for number in range(200)]


def departed(citizenship: str, days: Sequence[date], sex: str = "Male") -> list[list[str]]:
    """One invented removal a day."""
    return [removal(citizenship, sex, str(day)) for day in days]


OLDER = [*departed("MEXICO", BOTH), *departed("RUSSIA", BOTH[:31]), *departed("CANADA", BOTH[:3], "Female")]
NEWER = [
    *departed("MEXICO", BOTH),
    *departed("RUSSIA", BOTH[11:31]),
    *departed("CANADA", BOTH[:5], "Female"),
    *departed("MEXICO", [BOTH[100]] * 20),
    *departed("MEXICO", [date(2017, 7, 20), date(2017, 7, 21)]),
]


@pytest.fixture(scope="module")
def removals(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Two requests for the same months."""
    folder = tmp_path_factory.mktemp("removals")
    (folder / "files").mkdir()
    for request, rows in (("2019-ICFO-53623", OLDER), ("2020-ICFO-11111", NEWER)):
        text = bars("ICE Removals for FY2017", REMOVALS, rows).replace("2019-ICFO-53623", request)
        (folder / "files" / f"{request}.csv").write_text(text)
    build(folder / "record", [folder / "files"], invented=True)
    return compared(Record(folder / "record"), "ice_removals")


def test_removals_are_counted_by_year_and_citizenship(removals: Comparison) -> None:
    """20 rows of Mexico and 2 of Canada came, 11 of Russia left; two of later days are set apart."""
    one = grouped(removals, "departed_date by fiscal year", "citizenship")
    assert one.outside == (0, 2)
    assert one.amounts == (Amount("rows", "removals", 234, 245, gained=22, lost=11, changed=3),)


def test_a_small_count_of_a_nationality_is_hidden_in_words(removals: Comparison) -> None:
    """Three Canadians became five; Russia goes with them, because one hidden count would follow from the totals."""
    one = grouped(removals, "departed_date by fiscal year", "citizenship")
    [countries] = [each for each in one.rollups if each.by == "citizenship"]
    assert [(line.value, line.older, line.newer) for line in countries.lines] == [("MEXICO", 200, 220)]
    assert (countries.hidden, one.hidden, removals.tier) == (2, 2, "P2")


def test_the_text_says_that_something_is_hidden_and_not_what(removals: Comparison) -> None:
    """Neither of the two countries stands anywhere."""
    text = comparison_text(removals)
    assert P2_NOTICE in text
    assert not {"CANADA", "RUSSIA"} & set(text.split())
    assert "a count or difference is below 11 and about people: 2 values that differ." in " ".join(text.split())


def test_a_grouping_that_one_release_cannot_answer_says_why(removals: Comparison) -> None:
    """This layout has no country of departure."""
    one = grouped(removals, "departed_date by month", "departure_country")
    assert one.missing == "the older release has no column departure_country"
    assert one.missing in " ".join(comparison_text(removals).split())


WAS, IS_NOW = "2026-ICLI-00005", "2026-ICLI-00099"
DAYS = [f"06-{day:02}" for day in range(1, 31)]


def stints(*, newer: bool) -> list[tiny_custody.Row]:
    """30 stays of a month in A and of twelve days in B; the newer release has other ids, no B, and one book-out later."""
    who = "other" if newer else "one"
    rows = [
        tiny_custody.stint(f"{who}{day}", "A", day, f"07-{day[3:]}", "Removed", stay=(day, f"07-{day[3:]}", "Removed"))
        for day in DAYS
    ]
    if newer:
        rows[0] = tiny_custody.stint("other06-01", "A", "06-01", "07-03", "Removed", stay=("06-01", "07-03", "Removed"))
        return rows
    return rows + [
        tiny_custody.stint(f"two{day}", "B", day, f"{day} 20:00", "Paroled", stay=(day, f"{day} 20:00", "Paroled"))
        for day in DAYS[:12]
    ]


@pytest.fixture(scope="module")
def custody(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Two requests for the stints of one summer."""
    folder = tmp_path_factory.mktemp("stints")
    (folder / "files").mkdir()
    for request, newer in ((WAS, False), (IS_NOW, True)):
        cells = [[row.get(name, "") for name in tiny_custody.HEADERS] for row in stints(newer=newer)]
        banner = [[line.replace(WAS, request)] for line in tiny_custody.BANNER]
        write_workbook(folder / "files" / f"{request}.xlsx", {"FY2025": [*banner, tiny_custody.HEADERS, *cells]})
    build(folder / "record", [folder / "files"], invented=True)
    return compared(Record(folder / "record"), "ice_detentions")


def book_ins(found: Comparison) -> Grouped:
    """Book-ins by facility and day."""
    return grouped(found, "facility_code", "book_in by day")


def test_new_ids_are_no_change(custody: Comparison) -> None:
    """The twelve book-ins of B are gone, and the thirty of A are as they were."""
    one = book_ins(custody)
    assert (one.gone, one.new, one.changed, one.unchanged) == (12, 0, 0, 30)


def test_a_book_out_that_was_rewritten_shows_by_its_day(custody: Comparison) -> None:
    """One leaves A on 3 July in place of 1 July, besides the twelve of B."""
    one = grouped(custody, "facility_code", "book_out by day")
    [places] = [each for each in one.rollups if each.by == "facility_code"]
    moved = {line.value: (line.gained, line.lost) for line in places.lines}
    assert moved == {"AAAAAAA": (1, 1), "BBBBBBB": (0, 12)}


def test_a_facility_that_the_newer_release_leaves_out_is_an_absence(custody: Comparison) -> None:
    """Twelve book-ins in June."""
    expected = (Absence("BBBBBBB", "BRAVO PROCESSING CENTER", "2025-06", 12, 0, 12, 0),)
    assert book_ins(custody).absences == expected


def test_nights_are_counted_from_the_movements(custody: Comparison) -> None:
    """The two nights between the book-outs lie after the last book-in, so they do not show; B held nobody at night."""
    one = grouped(custody, "facility_code", "month by month")
    nights = sum(range(1, 31))
    assert not one.missing
    assert (one.amounts[0].older, one.amounts[0].newer) == (nights, nights)


def test_stays_are_counted_by_how_they_ended(custody: Comparison) -> None:
    """Twelve ended by parole, and those are gone."""
    one = grouped(custody, "exit", "entered by month")
    [ways] = [each for each in one.rollups if each.by == "exit"]
    assert [(line.value, line.older, line.newer) for line in ways.lines] == [("parole", 12, 0)]


def test_no_id_of_a_person_is_anywhere_in_the_document(custody: Comparison) -> None:
    """Nobody is followed, and the text says so."""
    assert all("person" not in name for one in custody.grouped for name in one.by)
    assert "Nobody is followed from one release to the other" in " ".join(comparison_text(custody).split())


def test_all_that_the_comparisons_say_can_be_said_again(removals: Comparison, custody: Comparison) -> None:
    """A sentence that is glued together stays English on every page."""
    assert unsaid(removals) == unsaid(custody) == set()
