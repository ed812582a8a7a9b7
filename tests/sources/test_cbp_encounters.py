"""CBP's encounters: the month out of the fiscal year and three letters, whatever program wrote the file."""

from __future__ import annotations

import pytest

from sojourn.errors import HeaderMismatch
from sojourn.sources.cbp_encounters.read import READERS
from sojourn.sources.own import OwnRows
from tiny_ports import NATIONWIDE, PORTS, SOUTHWEST

Rows = list[list[str]]
ROW = ["2023.0", "FYTD", "OCT", PORTS, "Single Adults", "El Salvador", "Title 8", "Inadmissibles", "5"]


def read(*rows: list[str]) -> OwnRows:
    """Rows of the file of the southwest border."""
    return READERS["southwest-border"].read([SOUTHWEST.split(","), *rows])


def cell(own: OwnRows, name: str) -> str:
    """A cell of the first row."""
    return own.rows[0][1][own.headers.index(name)]


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [("2023", "OCT", "2022-10-01"), ("2023.0", "SEP", "2023-09-01"), ("2025 (FYTD)", "JAN", "2025-01-01")],
)
def test_a_month_is_that_of_its_fiscal_year(year: str, month: str, expected: str) -> None:
    """October belongs to the calendar year before."""
    assert cell(read([year, "FYTD", month, *ROW[3:]]), "first_day") == expected


@pytest.mark.parametrize(("year", "month"), [("FY23", "OCT"), ("2023", "XYZ")])
def test_a_month_that_cannot_be_read_stays_as_it_is(year: str, month: str) -> None:
    """Its row is then refused, with the text as the reason."""
    assert cell(read([year, "FYTD", month, *ROW[3:]]), "first_day") == month


def test_citizenship_is_in_capitals() -> None:
    """One publication writes it so, the other does not."""
    assert cell(read(ROW), "Citizenship Grouping") == "EL SALVADOR"


def test_the_edition_is_the_last_month() -> None:
    """Whatever order the rows have."""
    assert read(["2024", *ROW[1:]], ROW).edition == "2023-10"


def test_both_spellings_of_the_headers_are_found() -> None:
    """As CBP posts them and as programs write them."""
    posted = [name.replace("_", " ").title() for name in NATIONWIDE.split(",")]
    named = ["Month (abbv)" if name == "Month Abbv" else name for name in posted]

    assert READERS["nationwide-by-area"].finds([NATIONWIDE.split(",")])
    assert READERS["nationwide-by-area"].finds([named])
    assert not READERS["southwest-border"].finds([["a", "b"]])


def test_a_column_that_is_new_is_refused_by_name() -> None:
    """Nothing is guessed."""
    with pytest.raises(HeaderMismatch, match="not known: weather"):
        READERS["southwest-border"].read([[*SOUTHWEST.split(","), "Weather"], [*ROW, "rain"]])
