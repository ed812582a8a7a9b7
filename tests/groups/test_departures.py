"""Rows become a matrix of days and citizenships, and no row is lost on the way."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sojourn.errors import BadParameter, BadRecord
from sojourn.groups.departures import departures, from_arrays, from_rows, statement
from sojourn.record.opened import Record
from tiny import tiny_record

FIRST, LAST = date(2017, 3, 1), date(2017, 3, 4)
DAYS = ["2017-03-01", "2017-03-01", "2017-03-03", "2017-03-03", "2017-03-04"]
WHO = ["RUSSIA", "HAITI", "RUSSIA", None, "RUSSIA"]


def test_each_day_and_citizenship_has_its_count() -> None:
    """A day on which nobody left is a day with zero, not a missing day."""
    expected = [[1, 1], [0, 0], [0, 2], [0, 1]]

    found = from_arrays(DAYS, WHO, [1, 1, 2, 4, 1], first=FIRST, last=LAST)

    assert found.citizenships == ("HAITI", "RUSSIA")
    assert found.counts.tolist() == expected
    assert found.unknown.tolist() == [0, 0, 4, 0]


def test_places_divide_the_same_people() -> None:
    """A matrix by port that did not add up would find groups that nobody left in."""
    found = from_arrays(DAYS, WHO, first=FIRST, last=LAST, places=["AEX", "", "AEX", "AEX", "IWA"])

    assert found.places == ("", "AEX", "IWA")
    assert found.by_place is not None
    assert np.array_equal(found.by_place.sum(axis=0), found.counts)
    assert found.by_place[1].sum() == 2


def test_a_row_outside_the_days_is_refused() -> None:
    """A row that wraps round to another day would be counted there."""
    with pytest.raises(BadParameter, match="outside"):
        from_arrays(["2017-02-28"], ["RUSSIA"], first=FIRST, last=LAST)


def test_days_in_the_wrong_order_are_refused() -> None:
    """An empty span would say that nobody left."""
    with pytest.raises(BadParameter, match="before"):
        from_arrays([], [], first=LAST, last=FIRST)


def test_the_rows_of_a_release_are_counted_as_they_stand() -> None:
    """The tiny record has three Russians on 2 November 2016 and two rows without citizenship beside them."""
    record: Record = tiny_record()
    release = record.releases(table="removals")[0].id

    found = departures(record, release, date(2016, 11, 1), date(2016, 11, 3))

    assert "port_of_departure" not in statement(record, release)
    assert found.counts[1, found.citizenships.index("RUSSIA")] == 3
    assert found.unknown.tolist() == [0, 2, 0]


def test_a_release_without_removals_is_named() -> None:
    """Whoever asks a detention release for groups is told so."""
    with pytest.raises(BadRecord, match="no removals by citizenship"):
        departures(tiny_record(), "ice_removals/none", FIRST, LAST)


def test_rows_that_name_a_port_keep_it_and_those_without_one_are_nowhere() -> None:
    """A blank port is a place of its own, so that no person is lost."""
    rows = [
        {"day": FIRST, "citizenship": "RUSSIA", "place": "AEX", "departed": 3},
        {"day": LAST, "citizenship": "HAITI", "place": None, "departed": 2},
    ]

    found = from_rows(rows, FIRST, LAST)

    assert found.places == ("", "AEX")
    assert found.by_place is not None
    assert found.by_place[1, 0].tolist() == [0, 3]
    assert found.by_place[0, 3].tolist() == [2, 0]
