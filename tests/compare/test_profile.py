"""Sources whose rows have no key: columns are compared as wholes, and it is said that rows cannot be matched."""

from __future__ import annotations

from datetime import date

import pytest

from compare.unsaid import unsaid
from sojourn.compare import Comparison, compare
from sojourn.errors import BadParameter, UnknownName
from sojourn.publish.comparison import comparison_text
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import write_facility_days

SOURCE = "ddp_facility_days"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Two editions of the series of the Deportation Data Project: to 5 August and to 31 August."""
    folder = tmp_path_factory.mktemp("editions")
    for last in (date(2025, 8, 5), date(2025, 8, 31)):
        write_facility_days(folder / f"{last}.parquet", last)
    build(folder / "record", list(folder.glob("*.parquet")), invented=True)
    return Record(folder / "record")


@pytest.fixture(scope="module")
def found(record: Record) -> Comparison:
    """The two editions against each other."""
    older, newer = (one.id for one in record.releases(SOURCE))
    return compare(record, SOURCE, older, newer)


def test_rows_and_days_of_both_releases_are_counted(found: Comparison) -> None:
    """97 and 123 days of four facilities."""
    [table] = found.profiled
    [day] = [one for one in table.columns if one.column == "date"]
    assert (table.older, table.newer) == (388, 492)
    assert (day.older.last, day.newer.last) == (date(2025, 8, 5), date(2025, 8, 31))
    assert (day.older.first, day.newer.first) == (date(2025, 5, 1), date(2025, 5, 1))


def test_absent_cells_are_counted_by_reason(found: Comparison) -> None:
    """Every cell has a value or an absence."""
    [table] = found.profiled
    assert all(one.newer.present + sum(each.rows for each in one.newer.absent) == 492 for one in table.columns)


def test_the_text_says_that_rows_cannot_be_matched(found: Comparison) -> None:
    """An answer, not an error."""
    assert "no key" in comparison_text(found)
    assert found.keyed == ()


def test_a_release_that_is_not_there_is_refused_with_those_that_are(record: Record) -> None:
    """The message lists them."""
    with pytest.raises(UnknownName, match="The record has: ddp_facility_days/"):
        compare(record, SOURCE, "nothing", "2025-08-05")


def test_a_release_cannot_be_compared_with_itself(record: Record) -> None:
    """It is most likely a slip."""
    [one, _] = record.releases(SOURCE)
    with pytest.raises(BadParameter, match="both are"):
        compare(record, SOURCE, one.id, one.id)


def test_a_table_that_the_source_lacks_is_refused(record: Record) -> None:
    """With the tables that both releases have."""
    older, newer = (one.id for one in record.releases(SOURCE))
    with pytest.raises(UnknownName, match="They share: facility_days"):
        compare(record, SOURCE, older, newer, tables=["court_cases"])


def test_all_that_the_comparison_says_can_be_said_again(found: Comparison) -> None:
    """A sentence that is glued together stays English on every page."""
    assert unsaid(found) == set()
