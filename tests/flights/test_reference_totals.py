"""Totals that others published: what does not add up is shown side by side."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import BadClaims, UnreadableFile
from sojourn.flights.reference_totals import (
    COLUMNS,
    Bound,
    ReferenceTotal,
    contradictions,
    reference_totals,
)

TOTALS = reference_totals()
JUNE = (date(2025, 6, 1), date(2025, 6, 30))
ROW = "A paper,2031-05-01,2031-05-31,total flights,1200,,,2031-06,page 3,"


def total(
    value: float,
    first: date = JUNE[0],
    last: date = JUNE[1],
    metric: str = "total flights",
    bound: Bound = "",
    part_of: str = "",
) -> ReferenceTotal:
    """An invented total."""
    return ReferenceTotal("A paper", first, last, metric, value, bound, part_of, "", "page 3", "", 2)


def written(folder: Path, *rows: str) -> Path:
    """A file of totals."""
    path = folder / "totals.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def test_totals_to_july_and_of_august_do_not_add_up_to_those_to_august() -> None:
    """5,962 + 1,393 = 7,355, and 7,454 was published; to October both 10,067 and 10,357 go round."""
    expected = [
        "total flights, 2025-01-20..2025-08-31: 5,962 + 1,393 = 7,355 against 7,454 (-1.3 %)",
        "total flights, 2025-01-20..2025-10-31: 10,067 against 10,357 (-2.8 %)",
    ]

    assert [str(one) for one in contradictions(TOTALS)] == expected


def test_parts_that_do_not_add_up_are_found() -> None:
    """Where all parts of a metric are listed, their sum is the metric."""
    parts = [
        total(8, metric="removal flights", part_of="total flights"),
        total(80, metric="others", part_of="total flights"),
    ]

    (found,) = contradictions([total(98), *parts])

    assert (found.added, found.whole.value) == (88, 98)


def test_shares_and_bounds_add_up_to_nothing() -> None:
    """Half of one month and half of the next are no whole of both."""
    share = "share of flights from Texas"
    rows = [total(0.5, metric=share), total(0.6, metric=share), total(5, bound="at least"), total(9)]

    assert contradictions(rows) == ()


@given(st.lists(st.integers(0, 500), min_size=2, max_size=6), st.integers(-3, 3))
def test_months_contradict_their_sum_exactly_where_they_differ_from_it(values: list[int], off: int) -> None:
    """However many pieces there are, and in whatever order they are listed."""
    days = [date(2031, 1, 1) + timedelta(days=10 * place) for place in range(len(values) + 1)]
    pieces = [
        total(value, first, last - timedelta(days=1))
        for value, first, last in zip(values, days, days[1:], strict=False)
    ]
    whole = total(max(0, sum(values) + off), days[0], days[-1] - timedelta(days=1))

    found = contradictions([whole, *reversed(pieces)])

    assert len(found) == (whole.value != sum(values))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("A paper", " ", "the cell 'publisher' is empty"),
        ("total flights", "", "the cell 'metric' is empty"),
        ("page 3", "", "the cell 'source' is empty"),
        ("1200", "51/43/22/17", "'51/43/22/17' is no number. One row a value"),
        ("1200", "nan", "'nan' is no count"),
        ("1200", "-3", "'-3' is no count"),
        ("2031-05-01", "May", "'May' is no day"),
        ("2031-05-31", "2031-04-30", "the period 2031-05-01 to 2031-04-30 ends before it begins"),
        ("2031-06,", "June,", "'June' is no vintage"),
        ("1200,,", "1200,about,", "'about' is no bound"),
        ("page 3,", "page 3", "it has 9 cells and not 10"),
        ("page 3,", "page 3,,", "it has 11 cells and not 10"),
    ],
)
def test_a_row_that_is_no_total_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """The message names the file, the line and what to write."""
    path = written(tmp_path, ROW.replace(old, new, 1))

    with pytest.raises(BadClaims) as refused:
        reference_totals(path)

    assert message in str(refused.value)
    assert "totals.csv: line 2" in str(refused.value)


@pytest.mark.parametrize("body", [b"\xff,", b'"A paper'])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, body: bytes) -> None:
    """Other bytes than UTF-8, or a quote that never ends."""
    path = written(tmp_path)
    path.write_bytes(path.read_bytes() + body)

    with pytest.raises(BadClaims, match="it is no table in UTF-8"):
        reference_totals(path)


def test_another_header_is_refused(tmp_path: Path) -> None:
    """Columns are read by name."""
    path = tmp_path / "totals.csv"
    path.write_text("publisher,value\nA paper,5\n", encoding="utf-8")

    with pytest.raises(BadClaims, match="the header differs"):
        reference_totals(path)


def test_a_file_that_is_not_there_is_an_error_of_the_input(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(UnreadableFile):
        reference_totals(tmp_path / "nowhere.csv")


def test_a_total_tells_who_printed_it_and_when(tmp_path: Path) -> None:
    """No number stands alone."""
    (one,) = reference_totals(written(tmp_path, ROW))

    assert str(one) == "1,200 total flights, 2031-05-01..2031-05-31 (A paper: page 3, 2031-06)"
