"""The truth of the look-alikes reckons stays, repeats, ends and days as counting by hand does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sojourn.lookalike.detention import days, derived
from sojourn.lookalike.detention.derived import IDENTICAL, NONE, SAME_START, Read
from sojourn.lookalike.detention.rows import BLANK, NEVER, Rows
from sojourn.lookalike.detention.stays import EXITS, stays
from sojourn.lookalike.detention.values import values
from sojourn.lookalike.detention.world import DAY

FIRST = 20_000 * DAY
"""Some midnight; the rows of these tests are counted in days from it."""


def at(day: float | None) -> int:
    """The minute of a day, counted from the first."""
    return NEVER if day is None else FIRST + round(day * DAY)


def read(*stints: tuple[float, float | None], **columns: list[Any]) -> Read:
    """Stints of one person's stay from day 0, from book-in to book-out, facility 0; `columns` say otherwise."""
    number = len(stints)
    given: dict[str, list[Any]] = {
        "person": [7] * number,
        "stay_book_in": [at(0)] * number,
        "book_in": [at(begin) for begin, _ in stints],
        "book_out": [at(end) for _, end in stints],
        "stay_book_out": [NEVER] * number,
        "facility": [0] * number,
        "reason": [0] * number,
        "bond_set_day": [NEVER] * number,
        "bond_posted_day": [NEVER] * number,
    }
    names = [name for name in Rows.__dataclass_fields__ if name not in given]
    given |= {name: [BLANK] * number for name in names} | columns
    rows = Rows(**{name: np.array(given[name], dtype=np.int64) for name in Rows.__dataclass_fields__})
    return Read(rows, np.arange(number), rows.stay_book_out == NEVER, values())


def test_a_row_without_an_id_is_a_stay_of_its_own() -> None:
    """Nobody knows whose it is, and it repeats nothing."""
    path = derived.path(read((0, 1), (0, 1), person=[BLANK, BLANK]))

    assert path.stay.tolist() in ([0, 1], [1, 0])
    assert path.duplicate.tolist() == [NONE, NONE]
    assert not path.flagged.any()


@pytest.mark.parametrize(("gap", "expected"), [(1.0, 1), (1.1, 2)])
def test_rows_without_a_published_stay_part_after_a_day(gap: float, expected: int) -> None:
    """More than 24 hours after all that came before, a new stay begins."""
    found = derived.stays_of(read((0, 1), (1 + gap, 4), stay_book_in=[NEVER, NEVER]).rows)

    assert len(set(found.tolist())) == expected


def test_an_open_stint_keeps_a_stay_without_a_beginning_going() -> None:
    """As long as one is open no other stay begins."""
    found = derived.stays_of(read((0, None), (30, 31), stay_book_in=[NEVER, NEVER]).rows)

    assert len(set(found.tolist())) == 1


def test_identical_rows_are_told_from_rows_with_one_start() -> None:
    """The first of identical rows stays, and of others the one that ended last."""
    path = derived.path(read((0, 1), (0, 1), (0, 2)))

    assert path.duplicate.tolist() == [SAME_START, IDENTICAL, NONE]
    assert path.flagged.tolist() == [True, True, False]


def test_the_other_rules_keep_the_last_row_of_a_day() -> None:
    """Two bookings of one day in one place are one for the Deportation Data Project, and two for us."""
    path = derived.path(read((0, 0.2), (0.4, 1)))

    assert path.duplicate.tolist() == [NONE, NONE]
    assert path.flagged.tolist() == [True, False]


def test_an_open_stint_ends_with_the_stay_or_the_next_or_not_at_all() -> None:
    """Whichever is earlier."""
    rows = read((0, None), (2, None), stay_book_out=[NEVER, NEVER]).rows
    alone = derived.untils(rows, np.zeros(2, dtype=np.int64), np.ones(2, dtype=bool))
    ended = read((0, None), (2, 3), stay_book_out=[at(5), at(5)]).rows
    closed = derived.untils(ended, np.zeros(2, dtype=np.int64), np.ones(2, dtype=bool))

    assert alone.tolist() == [at(2), NEVER]
    assert closed.tolist() == [at(2), at(3)]


def test_gaps_and_overlaps_are_measured_from_the_latest_end_before() -> None:
    """A short stint inside a long one does not make a gap."""
    path = derived.path(read((0, 3), (1, 2), (4, 5)))

    assert path.gap.tolist() == [NEVER, NEVER, DAY]
    assert path.overlap.tolist() == [0, DAY, 0]


def test_a_stay_is_summed_up() -> None:
    """Longest facility, transfers, way out, and what the published ends say otherwise."""
    one = read((1, 2), (2, 6), (6, 7), facility=[3, 4, 3], stay_book_out=[at(9)] * 3, stay_reason=[0, 0, 0])
    found = stays(one, derived.path(one))

    assert (found.entered[0], found.ended[0], found.stints[0], found.transfers[0]) == (at(0), at(9), 3, 2)
    assert (found.first_facility[0], found.longest_facility[0], found.last_facility[0]) == (3, 4, 3)
    assert (found.truncated[0], found.late[0]) == (DAY, 2 * DAY)
    assert EXITS[found.exit[0]] == "removal"


def test_a_person_in_two_stints_of_a_day_counts_once_in_the_country() -> None:
    """At midnights 0 to 2 in one place, 3 in another: four nights in the country without a break."""
    one = read((0.5, 3.2), (3.3, 4.1), facility=[1, 2])
    path = derived.path(one)
    country = days.moves(one, days.spans(one, path, "country", "midnight"), "country")
    by_facility = days.moves(one, days.spans(one, path, "facility", "any_time"), "facility")

    assert list(zip((country.day - 20_000).tolist(), country.came.tolist(), country.gone.tolist(), strict=True)) == [
        (0, 1, 0),
        (4, 0, 1),
    ]
    assert days.held(country.day, country.came, country.gone, 20_000, 20_004).tolist() == [1, 1, 1, 1, 0]
    moved = zip(
        by_facility.facility.tolist(), (by_facility.day - 20_000).tolist(), by_facility.came.tolist(), strict=True
    )
    assert sorted(moved) == [(1, 0, 1), (1, 4, 0), (2, 3, 1), (2, 5, 0)]
