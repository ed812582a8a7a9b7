"""Blocks of a statistics sheet are found by what stands where: moved, renamed and unknown ones included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.errors import HeaderMismatch
from sojourn.reading.sheet import address
from sojourn.sources.ice_detention_statistics import facilities, printed
from sojourn.sources.ice_detention_statistics.blocks import Figure, find
from sojourn.sources.ice_detention_statistics.divisor import divisor, whole_for
from sojourn.sources.ice_detention_statistics.read import READERS

Rows = list[list[str]]

TWO = [
    ["Technology counts", "", "", "Hearings", ""],
    ["Technology", "Count", "", "Metric", "Count"],
    ["SmartLINK", "250.0", "", "Attended", "60.0"],
    ["Total", "250.0", "", "Total", "60.0"],
    ["Data from BI Inc.", "", "", "Court data", ""],
]


def moved(rows: Rows, down: int, right: int) -> Rows:
    """The same cells further down and to the right."""
    return [[] for _ in range(down)] + [["" for _ in range(right)] + row for row in rows]


def labels(rows: Rows) -> set[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    """Every figure with its labels, without its place."""
    return {(one.title, one.row, one.column, one.text) for one in find(rows).figures}


def test_two_blocks_side_by_side_are_two() -> None:
    """Each has its own title, labels and figures."""
    assert labels(TWO) == {
        ("Technology counts", ("SmartLINK",), ("Count",), "250.0"),
        ("Technology counts", ("Total",), ("Count",), "250.0"),
        ("Hearings", ("Attended",), ("Count",), "60.0"),
        ("Hearings", ("Total",), ("Count",), "60.0"),
    }


@pytest.mark.parametrize(("down", "right"), [(3, 0), (0, 4), (17, 9)])
def test_a_moved_block_is_the_same_block(down: int, right: int) -> None:
    """Nothing is read by position."""
    assert labels(moved(TWO, down, right)) == labels(TWO)


def test_renamed_labels_are_kept_as_printed() -> None:
    """No list of known titles, rows or columns stands between a figure and its reader."""
    rows = [["People on a New Programme"], ["Gadget", "How many"], ["Bracelet", "7.0"]]
    assert labels(rows) == {("People on a New Programme", ("Bracelet",), ("How many",), "7.0")}


def test_merged_headers_hold_for_the_columns_to_their_right() -> None:
    """Years over months over the middle and the end of a month; years are no figures."""
    rows = [
        ["Average Length", "", "", "", ""],
        [],
        ["Population", "2024.0", "", "2025.0", ""],
        ["", "December", "", "January", ""],
        ["", "mid ", "end", "mid ", "end"],
        ["Adults"],
        ["0-180 Days", "1.0", "2.0", "3.0", "4.0"],
    ]
    found = find(rows)
    assert [one.column for one in found.figures] == [
        ("2024", "December", "mid"),
        ("2024", "December", "end"),
        ("2025", "January", "mid"),
        ("2025", "January", "end"),
    ]
    assert found.years == 2
    assert {one.title for one in found.figures} == {"Average Length"}


def test_a_label_in_an_outer_column_holds_for_the_rows_below() -> None:
    """A release reason stands once, its criminalities below it."""
    rows = [
        ["Book Outs"],
        ["Reason", "Criminality", "Oct", "Nov"],
        ["Total", "", "9.0", "9.0"],
        ["Bonded Out", "Total", "3.0", "3.0"],
        ["", "Convicted", "1.0", ""],
    ]
    assert [one.row for one in find(rows).figures[::2]] == [
        ("Total",),
        ("Bonded Out", "Total"),
        ("Bonded Out", "Convicted"),
    ]


def test_two_levels_in_one_column_are_told_by_repetition() -> None:
    """Technologies repeat under each area; one that occurs once is known from another block of the sheet."""
    rows = [
        ["By technology"],
        ["Technology", "Count"],
        ["Phone", "1.0"],
        ["Rare", "1.0"],
        [],
        ["By area"],
        ["AOR/Technology", "Count"],
        ["Total", "9.0"],
        ["Atlanta", "4.0"],
        ["Phone", "2.0"],
        ["Rare", "1.0"],
        ["Band", "1.0"],
        ["Boston", "5.0"],
        ["Phone", "3.0"],
        ["Band", "2.0"],
    ]
    paths = [one.row for one in find(rows).figures if one.title == "By area"]
    assert paths == [
        ("Total",),
        ("Atlanta",),
        ("Atlanta", "Phone"),
        ("Atlanta", "Rare"),
        ("Atlanta", "Band"),
        ("Boston",),
        ("Boston", "Phone"),
        ("Boston", "Band"),
    ]


def test_a_text_in_place_of_a_figure_is_kept() -> None:
    """Suppressed figures are read as what is printed."""
    rows = [["Counts"], ["Place", "One", "Two"], ["A", "3.0", "<11"], ["B", "*", "12.0"]]
    own = printed.read(rows)
    cells = [(cells[0], cells[5], cells[7]) for _, cells in own.rows]
    assert cells == [("B3", "3.0", ""), ("C3", "", "<11"), ("B4", "", "*"), ("C4", "12.0", "")]


def test_a_block_without_header_takes_that_above_and_says_so() -> None:
    """As February 2025 in the sheet of segregation: the rows count as repaired."""
    rows = [["March"], ["Place", "Count"], ["A", "1.0"], [], ["February"], ["B", "2.0"], ["C", "3.0"]]
    own = printed.read(rows)
    assert [cells[1:4] for _, cells in own.rows][1:] == [["February", "B", "Count"], ["February", "C", "Count"]]
    assert own.mended == {6, 7}
    assert own.defects[0].startswith("no header row stands above rows 6 to 7: that of the block above")


def test_a_figure_that_nothing_explains_fails_by_name() -> None:
    """Row, cell and text are told, and the row has no column label, so that it is refused."""
    own = printed.read([["ICE DETENTION DATA, FY2030"], [], [], [], ["Mystery", "5.0"]])
    assert [cells[3] for _, cells in own.rows] == [""]
    assert own.defects == [
        "row 5 (B5, '5.0' at 'Mystery') stands under no title or header that is known; its row was refused"
    ]


def test_every_line_is_accounted() -> None:
    """Banner, header, blank, notes and rows add up to the lines."""
    rows = [["ICE DETENTION DATA, FY2025"], [], *TWO, [], ["* a note"]]
    ledger = printed.read(rows).ledger
    assert (ledger.lines, ledger.banner, ledger.header, ledger.blank, ledger.notes, ledger.rows) == (9, 2, 1, 2, 2, 2)


def test_labels_that_occur_twice_are_told() -> None:
    """A month headed twice leaves two figures with the same labels."""
    rows = [["Bonds"], ["", "2025-05-01", "2025-06-01", "2025-06-01"], ["Total", "1.0", "2.0", "3.0"]]
    assert printed.read(rows).defects == [
        "D3 has the labels of C3, 'Total / 2025-06-01', and so 1 figure(s) of 'Bonds' have those of another one"
    ]


@pytest.mark.parametrize(
    ("title", "row", "column", "expected"),
    [
        ("ICE Removals: FY2025", ("Total",), ("Total",), "FY2025"),
        ("Book-Ins by Month: FY2025", ("CBP",), ("Oct",), "FY2025 Oct"),
        ("Parole Status: FY2023 - FY2025", ("FY2024", "Parole Granted"), ("Oct",), "FY2024 Oct"),
        ("Arrests FY2018 - FY2025 YTD", ("Haiti",), ("FY2022 YTD",), "FY2022"),
        ("Fiscal Year (FY)  2022 Quarter 2 Data", ("Disciplinary",), ("Number",), "FY2022 Quarter 2"),
        ("February 2025", ("A JAIL",), ("Placement Count",), "February 2025"),
        ("Participants, FY25, as of 6/28/2025, by AOR", ("Total",), ("Count",), "FY2025 as of 6/28/2025"),
        ("Detainees", ("Total",), ("2023", "January", "mid"), "2023 January mid"),
        ("Bonds", ("Total",), ("2025-06-01",), "2025-06"),
        ("Stateless by Facility", ("Total",), ("Total",), "FY2030"),
    ],
)
def test_periods_are_those_that_labels_print(
    title: str, row: tuple[str, ...], column: tuple[str, ...], expected: str
) -> None:
    """The last is the year of the whole sheet, where nothing else says one."""
    assert printed.period_of(Figure(1, 1, "1.0", title, row, column), "FY2030") == expected


@pytest.mark.parametrize(
    ("block", "label", "expected"),
    [
        ("ICE Average Length of Stay by Month", "Total Oct", "days"),
        ("ICE Average Daily Population by Month", "Total Oct", "people"),
        ("Criminality and Agency: Currently Detained", "Total Percent ICE", "share"),
        ("FY25 ADP: Criminality", "A JAIL Male Crim", "people"),
        ("Detainees", "Total / 0-180 Days 2025", "people"),
        ("Bonds", "Average Bond Amount ($) 2025-06", "dollars"),
        ("Something new", "Total", ""),
    ],
)
def test_units_come_from_the_words_of_labels_and_titles(block: str, label: str, expected: str) -> None:
    """An unknown title has none."""
    assert printed.unit_of(block, label) == expected


@pytest.mark.parametrize(("line", "at", "expected"), [(17, 10, "K17"), (1, 0, "A1"), (5, 26, "AA5"), (7, 73, "BV7")])
def test_cells_have_the_addresses_of_a_spreadsheet(line: int, at: int, expected: str) -> None:
    """As a reader finds them in the workbook."""
    assert address(line, at) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ICE DETENTION DATA, EOFY2024", True),
        ("ICE Facilities Data, FY26", True),
        ("ICE FOOTNOTES", True),
        ("ICE Detention data exclude ORR transfers/facilities, as well as U.S. Marshals", False),
        ("U.S. Immigration and Customs Enforcement", False),
    ],
)
def test_a_sheet_is_known_by_its_title_and_not_by_a_footnote(cell: str, expected: bool) -> None:
    """The productions of UW v. DHS have footnotes in almost the same words."""
    assert printed.is_sheet([["banner"], [cell]]) is expected


HEADER = ["Name", "City", "State", "FY25 ALOS", "Level A", "Level B", "Level C", "Level D"]
HEADER += ["Male Crim", "Male Non-Crim", "Female Crim", "Female Non-Crim", "Mandatory"]
ABOVE = [["ICE FACILITIES DATA, FY25"], ["Data Source: ICE Integrated Decision Support (IIDS), 06/23/2025"]]


def sheet(*rows: list[str], header: list[str] | None = None) -> Rows:
    """A sheet of facilities."""
    return [*ABOVE, header or HEADER, *rows]


def jail(name: str, *figures: float) -> list[str]:
    """A facility whose levels are these and whose other breakdown agrees."""
    return [name, "TOWN", "TX", "30.5", *map(str, figures), *map(str, figures), "0.0"]


THIRD = tuple(night / 265 for night in (100, 30, 7, 2))


@pytest.mark.parametrize("reverse", [False, True])
def test_columns_of_facilities_are_found_by_name(reverse: bool) -> None:
    """In whatever order they stand, and with one more."""
    row = jail("A JAIL", *THIRD)
    header, cells = ([*HEADER, "New Column"], [*row, "text"])
    if reverse:
        header, cells = header[::-1], cells[::-1]
    own = facilities.read_averages(sheet(cells, header=header))
    assert [cells[0] for _, cells in own.rows] == ["A JAIL"]
    assert float(own.rows[0][1][7]) == pytest.approx(139 / 265)
    assert len(facilities.read_printed(sheet(cells, header=header)).rows) == 13


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [("Name", "Facility", "name"), ("Level B", "Class B", "level b"), ("FY25 ALOS", "Stay", "FY.. ALOS")],
)
def test_a_renamed_column_of_facilities_is_refused_by_name(old: str, new: str, missing: str) -> None:
    """Read as blocks, the sheet would give no average of any facility, and nobody would be told."""
    rows = sheet(jail("A JAIL", *THIRD), header=[new if cell == old else cell for cell in HEADER])
    with pytest.raises(HeaderMismatch, match=rf"missing from row 3: {missing}\)"):
        READERS["facilities-year-to-date"].read(rows)
    assert READERS["facilities-year-to-date"].finds(rows)


def test_a_column_of_codes_is_no_other_list() -> None:
    """ICE's list of 2017 has such a column too, and not this title."""
    rows = sheet(["AJAILTX", *jail("A JAIL", *THIRD)], header=["DETLOC", *HEADER])
    assert facilities.header(rows) == 2
    assert facilities.header(rows[1:]) is None


def test_a_sum_of_the_facilities_is_no_facility() -> None:
    """It is a figure that ICE prints, and would double every sum of ours."""
    rows = sheet(jail("A JAIL", *THIRD), ["Grand Total", "", "", "", *map(str, THIRD)])
    own = facilities.read_averages(rows)
    assert [(cells[0], own.ledger.notes) for _, cells in own.rows] == [("A JAIL", 1)]
    assert "Grand Total" in {cells[2] for _, cells in facilities.read_printed(rows).rows}


@pytest.mark.parametrize("cell", ["<11", "*", "1,5", "0,113207547"])
def test_a_figure_that_is_none_leaves_no_sum(cell: str) -> None:
    """The rest of a breakdown is not all of it, and a decimal comma groups no thousands."""
    hidden = jail("A JAIL", *THIRD)
    hidden[10] = cell
    [(_, row)] = facilities.read_averages(sheet(hidden)).rows
    assert row[8] == ""
    hidden[4] = cell
    [(_, row)] = facilities.read_averages(sheet(hidden)).rows
    assert row[7].startswith(f"{cell} + ")


def test_the_day_of_the_pull_may_be_in_words() -> None:
    """The year to date ends with it."""
    words = [["ICE FACILITIES DATA, FY25"], ["Source: ICE Integrated Decision Support (IIDS) as of June 23, 2025"]]
    own = facilities.read_averages([*words, HEADER, jail("A JAIL", *THIRD)])
    assert own.edition == "2025-06-23"


@pytest.mark.parametrize(("pulled", "days"), [("06/23/2024", 265), ("11/26/2025", 56)])
def test_a_header_of_another_year_is_refused(pulled: str, days: int) -> None:
    """The first file of a year may keep the header of the last: its averages would be those of another year."""
    rows = [jail(f"{at} JAIL", *(night * (at + 1) / days for night in (100, 30, 7, 2))) for at in range(30)]
    source = [f"Data Source: ICE Integrated Decision Support (IIDS), {pulled}"]
    with pytest.raises(HeaderMismatch, match=r"headed FY2025, and its figures of .* are of another fiscal year"):
        facilities.read_averages([ABOVE[0], source, HEADER, *rows])


def test_what_is_wrong_with_a_sheet_of_facilities_has_row_and_cell() -> None:
    """Breakdowns that differ, one facility twice, one without a figure, one with a blank level."""
    row = jail("A JAIL", *THIRD)
    unequal = [*jail("B JAIL", *THIRD)[:8], "1.0", *jail("B JAIL", *THIRD)[9:]]
    gap = [*jail("C JAIL", *THIRD)[:7], "", *jail("C JAIL", *THIRD[:3], 0.0)[8:]]
    own = facilities.read_averages(sheet(row, unequal, row, gap, ["D JAIL", "TOWN", "TX"]))
    assert own.defects == [
        "row 5 (I5:L5, B JAIL): by sex and criminality 1.15, by level 0.52 (E5:H5)",
        "rows 4 and 6 are both A JAIL, TOWN, TX",
        "facilities without any figure stand in row 8",
        "row 7 (H7, C JAIL) leaves level d blank",
    ]


def test_rows_that_fit_another_divisor_are_named_with_it() -> None:
    """From three rows on: fewer would fit some number of days by chance."""
    own_rows = [jail(f"{at} JAIL", *(night * (at + 1) / 265 for night in (100, 30, 7, 2))) for at in range(40)]
    foreign = [jail(f"F{at} JAIL", *((night + at) / 251 for night in (100, 30, 7, 2))) for at in range(3)]
    three = facilities.read_averages(sheet(*own_rows, *foreign))
    two = facilities.read_averages(sheet(*own_rows, *foreign[:2]))
    assert {cells[9] for _, cells in three.rows} == {"", "does not fit the divisor of its file: it fits 251 days"}
    assert {cells[9] for _, cells in two.rows} == {"", "does not fit the divisor of its file"}


@given(
    days=st.integers(90, 366),
    nights=st.lists(st.integers(1, 400_000), min_size=30, max_size=60, unique=True),
)
def test_the_divisor_is_recovered_from_the_averages(days: int, nights: list[int]) -> None:
    """Or a smaller one that fits them as well, which is then a divisor of the same nights."""
    averages = [night / days for night in nights]
    found = divisor(averages)
    if found is None:
        assert all(whole_for(average, 1) for average in averages)
    else:
        assert found <= days
        assert sum(whole_for(average, found) for average in averages) >= 0.9 * len(averages)


@given(averages=st.lists(st.integers(0, 2000), min_size=1, max_size=50))
def test_a_rounded_file_has_no_divisor(averages: list[int]) -> None:
    """Whole numbers fit every number of days."""
    assert divisor(averages) is None
