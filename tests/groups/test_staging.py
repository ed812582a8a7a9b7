"""The list of staging facilities, and book-ins by day, facility and citizenship."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sojourn.errors import BadParameter, BadRecord, UnknownName
from sojourn.groups.staging import from_rows, in_use, inflow, sets_of, staging_facilities
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import tiny_record
from tiny_custody import RELEASE, record

DAY = date(2025, 6, 1)


def test_the_list_has_the_facilities_of_the_published_studies() -> None:
    """Twelve codes, Alexandria from November 2014."""
    assert len(staging_facilities()) == 12
    assert staging_facilities()["JENATLA"].first == date(2014, 11, 10)


def test_a_facility_that_was_closed_is_not_in_use() -> None:
    """Harlingen was last used in April 2013, before Alexandria was opened."""
    assert "HSF" not in in_use(date(2015, 1, 1), date(2015, 2, 1))
    assert "JENATLA" not in in_use(date(2013, 1, 1), date(2013, 4, 1))


def test_no_set_is_a_single_facility() -> None:
    """A facility alone is never scored, but for all of them being one."""
    sets = sets_of(in_use(DAY, DAY))
    assert set(sets) == {"all staging facilities", "Gulf", "South-west", "Florida and Puerto Rico"}
    assert min(map(len, sets.values())) > 1
    assert set(sets_of(("JENATLA", "FSF"))) == {"all staging facilities"}


def test_rows_are_placed_by_day_facility_and_citizenship() -> None:
    """Those without citizenship are counted apart."""
    rows = [
        {"day": date(2025, 6, 2), "facility": "FSF", "citizenship": "RUSSIA", "people": 3},
        {"day": DAY, "facility": "JENATLA", "citizenship": None, "people": 2},
    ]
    made = from_rows(rows, DAY, date(2025, 6, 3), ("JENATLA", "FSF"))
    assert made.counts.tolist() == [[[0], [0]], [[0], [3]], [[0], [0]]]
    assert made.unknown.tolist() == [[2, 0], [0, 0], [0, 0]]
    assert (made.first, made.last) == (DAY, date(2025, 6, 3))


@pytest.mark.parametrize(
    ("day", "facility"),
    [(date(2025, 5, 31), "FSF"), (DAY, "STK")],
)
def test_a_row_elsewhere_is_refused(day: date, facility: str) -> None:
    """Another day or facility would be counted nowhere."""
    with pytest.raises(BadParameter, match="a row of facility"):
        from_rows([{"day": day, "facility": facility, "citizenship": "RUSSIA", "people": 1}], DAY, DAY, ("FSF",))


def test_an_unknown_facility_is_refused() -> None:
    """An ordinary jail is no staging facility."""
    with pytest.raises(UnknownName, match="'BASILLA' is no staging facility"):
        from_rows([], DAY, DAY, ("BASILLA",))


def test_days_in_the_wrong_order_are_refused() -> None:
    """There is no day from the second to the first."""
    with pytest.raises(BadParameter, match="is before"):
        from_rows([], DAY, date(2025, 5, 1), ("FSF",))


def test_a_release_without_stints_is_refused() -> None:
    """A record of removals says nothing of book-ins."""
    with pytest.raises(BadRecord, match="no stints by citizenship"):
        inflow(tiny_record(), "ice_removals/2019-ICFO-53623", DAY, DAY)


def test_a_release_without_staging_has_an_empty_inflow() -> None:
    """Three invented jails, none of the list."""
    made = inflow(record(), RELEASE, date(2025, 5, 1), date(2025, 6, 30))
    assert made.counts.sum() == 0


@pytest.mark.real
def test_every_code_and_name_stands_in_the_agencys_list(real_files: Path, tmp_path: Path) -> None:
    """With the first day of its use; what the name does not say is marked."""
    build(tmp_path / "record", [real_files / "ice" / "facilities" / "ICE_Facility_List_11-06-2017-web_raw.xlsx"])
    rows = Record(tmp_path / "record").query("SELECT facility_code, facility_name, first_use FROM facilities")
    listed = {one["facility_code"]: (one["facility_name"], one["first_use"]) for one in rows}
    for code, one in staging_facilities().items():
        assert listed[code] == (one.name, one.first)
