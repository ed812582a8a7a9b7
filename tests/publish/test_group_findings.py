"""The page of novel groups by month: what it names, and what it leaves on the machine."""

from __future__ import annotations

import pytest

from sojourn.errors import GateError
from sojourn.publish.group_findings import groups_page
from sojourn.record.opened import Record
from tiny_groups import groups_folder

PLANTED = {"period": "FY2017", "rate": "1", "permutations": "50", "seed": "1"}


@pytest.fixture(scope="module")
def page() -> str:
    """The page of the tiny release, in which 40 Haitians and 15 Russians with 10 Iranians left together."""
    return groups_page(Record(groups_folder()), PLANTED)


def test_groups_stand_in_their_months_with_their_large_members(page: str) -> None:
    """A reader finds who left together in which month, and how many."""
    assert "| 2017-03 | 1 | 40 | Haiti 40 |" in page


def test_a_member_of_ten_people_is_not_named(page: str) -> None:
    """A nationality of fewer than eleven in a month may be people whom a state looks for."""
    assert "Russia 15" in page
    assert "Iran" not in page


def test_no_day_leaves_the_machine(page: str) -> None:
    """A nationality by day is tier P2."""
    assert "2017-03-14" not in page
    assert "2017-07-11" not in page


def test_years_that_the_record_does_not_cover_are_refused() -> None:
    """An empty page would read as if nobody had left together."""
    with pytest.raises(GateError, match="cover"):
        groups_page(Record(groups_folder()), {**PLANTED, "period": "FY2011"})
