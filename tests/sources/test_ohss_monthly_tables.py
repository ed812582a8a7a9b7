"""The monthly tables of OHSS: found by their words, read by header name, refused by name where nothing is certain."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import DuplicateHeader, HeaderMismatch
from sojourn.sources.ohss_monthly_tables.read import READERS
from sojourn.sources.ohss_monthly_tables.sheet import MONTHS, Sheet
from sojourn.sources.own import OwnRows

Rows = list[list[str]]
FIGURES, APPOINTMENTS = READERS["monthly-tables"], READERS["cbp-one-appointments"]
LINK = ["Return to Table of Contents."]
FLAT: Rows = [
    LINK,
    ["CBP One Appointments: Fiscal Years 2023 to 2024 YTD (October 2023)"],
    ["Fiscal Year", "Month", "Total", "Haiti", "Mexico", "Other"],
    ["2023.0", "Total", "60.0", "10.0", "20.0", "30.0"],
    ["", "October", "X", "X", "X", "X"],
    ["", "January", "60.0", "10.0", "20.0", "30.0"],
    ["2024 YTD", "Total", "90.0", "20.0", "30.0", "40.0"],
    ["", "October", "90.0", "20.0", "30.0", "40.0"],
    ["X Not applicable."],
    ["Notes: To protect privacy, table cells are rounded to the nearest ten."],
]
GROUPED: Rows = [
    LINK,
    ["CBP SW Border Encounters: Fiscal Years 2024 to 2024 YTD (October 2023)"],
    ["", "", "", "USBP", "", "", "OFO", ""],
    ["Fiscal Year", "Month", "Total CBP", "Total USBP", "Yuma, AZ", "T42 expulsions2", "Total OFO", "Laredo, TX"],
    ["2024 YTD", "Total", "60.0", "40.0", "30.0", "NA", "20.0", "20.0"],
    ["", "October", "60.0", "40.0", "30.0", "10.0", "20.0", "20.0"],
    ["2Expulsions under Title 42."],
]


def figures(own: OwnRows) -> dict[tuple[str, str, str, str], str]:
    """By fiscal year, span or month, group and header."""
    columns = {name: own.headers.index(name) for name in own.headers}
    keys = ("fiscal_year", "span", "month", "column_group", "category", "figure")
    told = [[cells[columns[key]] for key in keys] for _, cells in own.rows]
    return {(year, month or span, group, header): figure for year, span, month, group, header, figure in told}


def without(rows: Rows, line: int, **cells: str) -> Rows:
    """The rows with some cells of one line changed; the cell of column 2 is given as `c2`."""
    changed = [list(row) for row in rows]
    for name, text in cells.items():
        changed[line - 1][int(name[1:])] = text
    return changed


def test_a_fiscal_year_holds_for_the_rows_below_it() -> None:
    """October of fiscal year 2024 is October 2023."""
    expected = "90.0"

    assert figures(FIGURES.read(FLAT))["2024", "2023-10-01", "", "Total"] == expected


def test_totals_are_told_from_months() -> None:
    """A year to date is not a fiscal year."""
    found = figures(FIGURES.read(FLAT))

    assert found["2023", "fiscal year", "", "Mexico"] == "20.0"
    assert found["2024", "year to date", "", "Mexico"] == "30.0"


def test_not_applicable_is_kept_as_it_is_printed() -> None:
    """X is neither zero nor blank."""
    assert figures(FIGURES.read(FLAT))["2023", "2022-10-01", "", "Haiti"] == "X"


def test_a_header_belongs_to_the_group_above_it() -> None:
    """And a column without a group has none."""
    expected = {"Total CBP": "", "Total USBP": "USBP", "Yuma, AZ": "USBP", "Laredo, TX": "OFO"}

    found = {header: group for _, _, group, header in figures(FIGURES.read(GROUPED))}

    assert expected.items() <= found.items()


def test_the_number_of_a_footnote_is_no_part_of_a_header() -> None:
    """But Title 42 stays: the sheet has no footnote 42."""
    assert "T42 expulsions" in {header for *_, header in figures(FIGURES.read(GROUPED))}


@pytest.mark.parametrize("order", list(permutations((3, 4, 5)))[1:])
def test_columns_are_read_by_their_names(order: tuple[int, ...]) -> None:
    """Editions put the nationalities in another order."""
    moved = [[*row[:3], *(row[at] for at in order)] if len(row) > 3 else row for row in FLAT]

    assert figures(FIGURES.read(moved)) == figures(FIGURES.read(FLAT))


def test_a_nationality_that_no_edition_had_is_read() -> None:
    """Membership changes from edition to edition."""
    changed = without(FLAT, 3, c3="Chile")

    read = APPOINTMENTS.read(changed)

    assert {cells[3] for _, cells in read.rows} == {"CHILE", "MEXICO", "OTHER"}


def test_every_line_of_a_sheet_is_accounted_for() -> None:
    """Two lines above the header, the header, five rows, two notes."""
    ledger = FIGURES.read(FLAT).ledger

    assert (ledger.banner, ledger.header, ledger.rows, ledger.notes) == (2, 1, 5, 2)
    assert ledger.lines == len(FLAT)


def test_the_edition_is_the_last_month_with_figures() -> None:
    """A title may name another: one sheet of the edition of April 2024 says June."""
    changed = [list(row) for row in FLAT]
    changed[1][0] = changed[1][0].replace("October", "June")

    read = FIGURES.read(changed)

    assert read.edition == "2023-10"
    assert read.defects == ["the title of 'CBP One Appointments' ends with (June 2023), and its last month is 2023-10"]


def test_a_total_that_its_parts_do_not_make_is_told_beyond_rounding() -> None:
    """100 printed for 90: four figures may be off by five each."""
    expected = {"0", "10"}
    changed = without(FLAT, 8, c2="120.0")

    own = FIGURES.read(changed)
    at = own.headers.index("beyond_parts")

    assert {cells[at] for _, cells in own.rows} - {""} == expected


def test_a_year_that_its_months_do_not_make_is_told_beyond_rounding() -> None:
    """Two figures may be off by five each: 30 printed over a month of 60 misses by 30, of which 10 is rounding."""
    expected = "20"
    own = FIGURES.read(without(FLAT, 7, c2="60.0"))
    at = own.headers.index("beyond_months")

    assert next(cells[at] for line, cells in own.rows if line == 7) == expected


def test_a_sum_with_a_figure_that_is_not_available_is_not_judged() -> None:
    """NA is not zero."""
    own = FIGURES.read(GROUPED)
    at = own.headers.index("beyond_parts")

    assert [cells[at] for line, cells in own.rows if line == 5 and cells[0] == "D5"] == [""]


def test_the_table_of_contents_is_notes() -> None:
    """It has no figure, and is not a sheet that nobody reads."""
    rows = [["Table of Contents"], [""], [""], [""], ["Category", "Table", "Starting Date"], ["A", "B", "2014.0"]]

    assert FIGURES.finds(rows)
    assert FIGURES.read(rows).rows == []
    assert FIGURES.read(rows).ledger.notes == 3


@pytest.mark.parametrize("rows", [[], [[]], [[""]], [["Fiscal Year", "Month Grouping"]]])
def test_other_sheets_are_left_to_other_readers(rows: Rows) -> None:
    """Nothing is taken that has none of the words."""
    assert not FIGURES.finds(rows)
    assert not APPOINTMENTS.finds(rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (without(FLAT, 2, c0="CBP One Appointments"), "no title that ends with its fiscal years"),
        (without(FLAT, 3, c1="Months"), "no row with Fiscal Year and Month"),
        ([*FLAT[:4], [*FLAT[4], "70"], *FLAT[5:]], "row 5 has a figure under no header .column 7"),
        (without(FLAT, 3, c4=""), "row 4 has a figure under no header .column 5"),
    ],
)
def test_a_sheet_that_is_not_certain_is_refused_by_name(rows: Rows, message: str) -> None:
    """A figure under the wrong header would be worse than none."""
    with pytest.raises(HeaderMismatch, match=message):
        FIGURES.read(rows)


def test_a_header_that_stands_twice_is_refused() -> None:
    """A figure would have two meanings."""
    with pytest.raises(DuplicateHeader, match="'Mexico' stands twice in row 3"):
        FIGURES.read(without(FLAT, 3, c3="Mexico"))


@pytest.mark.parametrize(("printed", "year"), [("FY 2023", "2023"), ("FY2023", "2023"), ("2023", "2023")])
def test_a_fiscal_year_may_be_marked_as_one(printed: str, year: str) -> None:
    """A row without its year would be lost."""
    found = figures(FIGURES.read(without(FLAT, 4, c0=printed)))

    assert found[year, "2023-01-01", "", "Haiti"] == "10.0"


@pytest.mark.parametrize("cut", ["Oct", "Oct.", "October"])
def test_a_month_may_be_cut(cut: str) -> None:
    """To three letters or more."""
    found = figures(FIGURES.read(without(FLAT, 8, c1=cut)))

    assert found["2024", "2023-10-01", "", "Haiti"] == "20.0"


@pytest.mark.parametrize("name", ["CBP One™ Appointments", "CBP One Mobile Application Appointments"])
def test_appointments_are_known_under_every_name_of_the_application(name: str) -> None:
    """Otherwise the sheet would fill the table of figures alone."""
    rows = without(FLAT, 2, c0=f"{name}: Fiscal Years 2023 to 2024 YTD (October 2023)")

    assert APPOINTMENTS.finds(rows)


def test_one_group_above_all_nationalities_changes_nothing() -> None:
    """A heading such as Nationality."""
    rows = [*FLAT[:2], ["", "", "", "Nationality", "", ""], *FLAT[2:]]

    assert [cells for _, cells in APPOINTMENTS.read(rows).rows] == [cells for _, cells in APPOINTMENTS.read(FLAT).rows]


def test_appointments_need_one_total() -> None:
    """Without it there is no share."""
    with pytest.raises(HeaderMismatch, match="0 columns 'Total'"):
        APPOINTMENTS.read(without(FLAT, 3, c2="All"))


def test_a_month_that_is_none_has_no_span() -> None:
    """So its row is quarantined when it is loaded."""
    own = FIGURES.read(without(FLAT, 6, c1="Janvier"))
    at = own.headers.index("span")

    assert {cells[at] for line, cells in own.rows if line == 6} == {""}


@given(st.sampled_from(MONTHS), st.integers(2014, 2030))
def test_a_month_lies_in_its_fiscal_year(month: str, year: int) -> None:
    """October to December belong to the calendar year before."""
    rows = [LINK, [f"A: Fiscal Years {year} to {year}"], ["Fiscal Year", "Month", "Total"], [str(year), month, "10"]]
    found = Sheet(rows).lines[0].month

    assert found[:4] == str(year - (month in MONTHS[:3]))
