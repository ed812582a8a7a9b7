"""ICE's own table of removals by country: years by their headers, sums that are no country."""

from __future__ import annotations

import pytest

from sojourn.sources.ice_removals_by_country.read import READERS

READER = READERS["removals-by-country"]
ROWS = [["MEXICO", "5", "3"], ["RUSSIA", "7", "*"]]


@pytest.mark.parametrize("years", [("2017", "2018"), ("FY2017", "FY 2018"), ("Fiscal Year 2017", "Fiscal Year 2018")])
def test_years_are_read_however_they_are_headed(years: tuple[str, str]) -> None:
    """With the words before them or without."""
    expected = [["MEXICO", "2017", "5"], ["MEXICO", "2018", "3"], ["RUSSIA", "2017", "7"], ["RUSSIA", "2018", "*"]]
    rows = [["Country of Citizenship", *years], *ROWS]

    assert READER.finds(rows)
    assert [cells for _, cells in READER.read(rows).rows] == expected


@pytest.mark.parametrize("label", ["Total", "TOTAL", "Grand Total", "Total Removals", "Totals*", "All Countries"])
def test_a_sum_is_no_country(label: str) -> None:
    """Counted as one, it would double what ICE printed."""
    own = READER.read([["Country of Citizenship", "2017", "2018"], *ROWS, [label, "12", "3"]])

    assert {cells[0] for _, cells in own.rows} == {"MEXICO", "RUSSIA"}
    assert (own.ledger.rows, own.ledger.notes) == (2, 1)
