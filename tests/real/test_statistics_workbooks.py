"""The eight workbooks of ICE's detention statistics, whole: figures, divisors and defects, as they were found by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.statistics.averages import pull_intervals
from sojourn.record.opened import Record
from sojourn.sources.ice_detention_statistics.divisor import whole_for

pytestmark = pytest.mark.real
RELEASE = "ice_detention_statistics/facilities-year-to-date@{}"
PULLS = {
    "FY19-detentionstats.xlsx": "2019-10-07",
    "FY22-detentionStats.xlsx": "2022-09-19",
    "FY24_detentionStats.xlsx": "2024-10-07",
    "FY25_detentionStats07072025.xlsx": "2025-06-23",
    "FY25_detentionStats07172025.xlsx": "2025-07-07",
    "FY25_detentionStats07312025.xlsx": "2025-07-21",
    "FY26_detentionStats12032025.xlsx": "2025-11-28",
    "FY26_detentionStats02022026.xlsx": "2026-01-22",
}
HEADER_YEARS = {
    ("2022-09-19", " ICLOS and Detainees"): 6,
    ("2024-10-07", " ICLOS and Detainees"): 4,
    ("2025-06-23", " ICLOS and Detainees"): 6,
    ("2025-07-07", " ICLOS and Detainees"): 6,
    ("2025-07-21", " ICLOS and Detainees"): 6,
    ("2025-11-28", " ICLOS and Detainees"): 6,
    ("2026-01-22", " ICLOS and Detainees"): 6,
}
"""Numbers that are years in a header (2023, 2024, 2025 over each of two blocks); all others are figures."""


def ask(real: Record, name: str, **given: str) -> Finding:
    """A finding from the real record."""
    return measure(name).ask(real, given)


def counted(path: Path) -> dict[str, int]:
    """Numeric cells of each sheet, by a second reader; texts that are numbers (ZIP codes of FY2026) included."""
    book = load_workbook(path, data_only=True, read_only=True)
    return {
        sheet.title: sum(
            isinstance(cell, int | float) or (isinstance(cell, str) and cell.strip().isdigit())
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
        for sheet in book
    }


@pytest.mark.parametrize(("name", "pull"), PULLS.items())
def test_every_number_of_every_sheet_is_a_figure_or_a_year_in_a_header(
    real: Record, real_files: Path, name: str, pull: str
) -> None:
    """Nothing that a second reader takes for a number is lost."""
    expected = {
        sheet: numbers - HEADER_YEARS.get((pull, sheet), 0)
        for sheet, numbers in counted(real_files / "ice" / "workbooks" / name).items()
        if numbers
    }
    sql = "SELECT sheet, count(value) AS figures FROM official_statistics WHERE release = $release GROUP BY 1"
    found = {row["sheet"]: row["figures"] for row in real.query(sql, {"release": RELEASE.format(pull)})}
    assert found == expected


def test_no_figure_is_read_twice(real: Record) -> None:
    """One row a cell."""
    sql = "SELECT release, sheet, cell FROM official_statistics GROUP BY ALL HAVING count(*) > 1"
    assert real.query(sql) == []


@pytest.mark.parametrize(("name", "pull"), PULLS.items())
def test_each_figure_is_that_of_its_cell(real: Record, real_files: Path, name: str, pull: str) -> None:
    """The main sheet, cell by cell, against a second reader."""
    sql = (
        "SELECT sheet, cell, value FROM official_statistics WHERE release = $release AND sheet LIKE 'Detention%' "
        "AND value IS NOT NULL"
    )
    rows = real.query(sql, {"release": RELEASE.format(pull)})
    sheet = load_workbook(real_files / "ice" / "workbooks" / name, data_only=True)[rows[0]["sheet"]]
    expected = {row["cell"]: sheet[row["cell"]].value for row in rows}
    assert {row["cell"]: row["value"] for row in rows} == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pull", "expected"),
    [
        ("2019-10-07", 365),
        ("2022-09-19", 353),
        ("2024-10-07", 366),
        ("2025-06-23", 265),
        ("2025-07-07", 279),
        ("2025-07-21", 293),
        ("2026-01-22", 113),
    ],
)
def test_the_divisor_of_each_workbook_is_recovered(real: Record, pull: str, expected: int) -> None:
    """Average times days is a whole number of nights (custody.md 2.5; its 127 is of a pull that is not at hand)."""
    sql = "SELECT DISTINCT days FROM official_averages WHERE release = $release"
    assert real.query(sql, {"release": RELEASE.format(pull)}) == [{"days": expected}]


@pytest.mark.parametrize(
    ("block", "row", "column", "pull", "expected"),
    [
        ("ICE Removals", "Total", "", "2019-10-07", 267_258),
        ("ICE Removals", "Total", "", "2024-10-07", 271_484),
        ("ICE Removals", "Total", "", "2026-01-22", 144_378),
        ("ICE Initial Book-Ins by Arresting Agency", "Total", "Total", "2025-06-23", 220_322),
        ("ICE Final Book Outs by Release Reason", "Paroled / Total", "Total", "2025-06-23", 20_232),
        ("ICE Currently Detained by Processing", "Total", "Total", "2026-01-22", 70_766),
        ("ATD Active Population Counts", "Ankle Monitor", "Count", "2025-06-23", 23_338),
        ("Active ATD Participants", "Chicago / VoiceID", "Count", "2025-06-23", 316),
        ("Detainees", "Total / More than 730 Days", "2025 / June / end", "2025-06-23", 75),
        ("Temporary Protected Status Countries Removals", "Venezuela", "FY2024", "2025-06-23", 3_249),
        ("Currently Detained of Stateless", "BASILLA", "Total", "2025-06-23", 1),
        ("Segregation", "x", "x", "2025-06-23", None),
        ("February 2025", "MOSHANNON", "Placement Count", "2025-06-23", 121),
    ],
)
def test_printed_figures_are_found_by_their_words(
    real: Record, block: str, row: str, column: str, pull: str, expected: float | None
) -> None:
    """Read from the sheets by eye; a title that no block has is not covered."""
    assert ask(real, "official_statistics", block=block, row=row, column=column, pull=pull).value == expected


@pytest.mark.parametrize(("pull", "expected"), [("2025-06-23", 49.642), ("2019-10-07", 34.34)])
def test_the_average_length_of_stay_is_as_printed(real: Record, pull: str, expected: float) -> None:
    """All agencies, the whole year; ICE's own footnote says that it is of those who left."""
    found = ask(
        real, "official_statistics", block="Length of Stay by Facility", row="Total", column="FY Overall", pull=pull
    )
    assert found.value == pytest.approx(expected, abs=0.001)
    assert found.unit == "days"


def test_a_figure_that_several_cells_could_be_is_not_answered(real: Record) -> None:
    """The candidates are listed instead, with their cells."""
    found = ask(real, "official_statistics", block="Length of Stay by Facility", row="Total", pull="2025-06-23")
    assert (found.status, found.value, len(found.rows)) == ("not determinable", None, 13)


FOREIGN = {
    "LA PAZ COUNTY ADULT DETENTION FACILITY": 1544.84,
    "NORTHWEST REGIONAL CORRECTIONS CENTER": 111.89,
    "NORTHWESTERN REGIONAL JUVENILE DETENTION CENTER": 60.71,
    "FAYETTE COUNTY DETENTION CENTER": 42.16,
    "FINNEY COUNTY JAIL": 10.82,
    "ROBERT A DEYTON DETENTION FACILITY": 10.18,
    "GUAYNABO MDC (SAN JUAN)": 6.01,
    "BALDWIN COUNTY CORRECTIONAL CENTER": 4.08,
    "NASSAU COUNTY CORRECTIONAL CENTER": 1.64,
}
"""La Paz and its eight companions (custody.md 2.5)."""
TWO_MORE = {"LEXINGTON COUNTY JAIL": 877.64, "NEW HANOVER COUNTY JAIL": 428.29}
"""Rows that fail in the same way and that custody.md does not name."""


def test_la_paz_and_its_companions_are_named_with_the_divisor_that_fits(real: Record) -> None:
    """Nine rows of the published list and two more fit 251 days, those of a pull two weeks before."""
    rows = [row for row in ask(real, "statistics_pulls", pull="2025-06-23").rows if row[0] == "foreign row"]
    assert {row[2]: round(row[3], 2) for row in rows} == FOREIGN | TWO_MORE
    assert all("it fits 251 days" in row[4] and "no pull of the record" in row[4] for row in rows)


def test_the_foreign_rows_are_those_that_a_second_reader_finds(real_files: Path) -> None:
    """Not whole for 265 days, and whole for 251; what is mandatory in the same rows is whole for 265."""
    book = load_workbook(real_files / "ice" / "workbooks" / "FY25_detentionStats07072025.xlsx", data_only=True)
    rows = book["Facilities FY25"].iter_rows(min_row=8, min_col=1, max_col=22, values_only=True)
    sums = [(row[0], sum(row[9:13]), row[21]) for row in rows if isinstance(row[9], int | float)]
    foreign = [row for row in sums if not whole_for(row[1], 265)]
    assert {name for name, _, _ in foreign} == FOREIGN.keys() | TWO_MORE.keys()
    assert all(whole_for(total, 251) and whole_for(mandatory, 265) for _, total, mandatory in foreign)


def test_july_2025_has_facilities_with_fewer_nights_than_before(real: Record) -> None:
    """95 by the recovered divisors, the published 96 where a day is added to both: Lake County Jail has 280 and 280."""
    recovered = ask(real, "statistics_pulls", pull="2025-07-07")
    inclusive = ask(real, "statistics_pulls", pull="2025-07-07", day_count="inclusive")
    assert (recovered.value, inclusive.value) == (95, 96)
    names = [{row[2] for row in one.rows if row[0] == "fewer nights"} for one in (recovered, inclusive)]
    assert names[1] - names[0] == {"LAKE COUNTY JAIL"}


def test_the_published_169_facilities_are_those_listed_in_both_pulls(real: Record, real_files: Path) -> None:
    """167 have a figure in both and 144 fell; two more are listed in June without one."""
    found = ask(real, "statistics_pulls", pull="2025-07-07")
    assert (found.denominator, found.details["fell"]) == (167, 144)
    june, july = (
        {
            row[0]: row[9]
            for row in load_workbook(real_files / "ice" / "workbooks" / name, data_only=True)[
                "Facilities FY25"
            ].iter_rows(min_row=8, values_only=True)
            if row[0] and row[3]
        }
        for name in ("FY25_detentionStats07072025.xlsx", "FY25_detentionStats07172025.xlsx")
    )
    assert {name for name in june.keys() & july.keys() if june[name] is None} == {
        "MIAMI FEDERAL DETENTION",
        "BOURBON CO DET CENTER",
    }
    assert {name for name in july if name not in june and any(one.startswith(name) for one in june)} == {
        "ALEXANDRIA STAGING FACILI"
    }


def test_no_interval_is_had_from_the_rounded_pull(real: Record) -> None:
    """The pull of 28 November 2025, posted on 3 December, holds whole numbers only."""
    (one,) = [one for one in pull_intervals(real, "BASILLA") if "2025-11-28" in one.earlier]
    assert "(rounded)" in one.veto
    assert one.error == pytest.approx(2 * (58 + 113) / 55)
    finding = ask(real, "interval_average", facility="BASILLA", pull="2026-01-22")
    assert (finding.status, finding.value) == ("not determinable", None)


def test_no_pull_of_the_eight_can_be_differenced(real: Record) -> None:
    """One change of year, one anomalous pull, the interval after it, one rounded pull."""
    found = ask(real, "statistics_pulls")
    assert [row[0] for row in found.rows] == sorted(PULLS.values())
    assert all(row[-1] for row in found.rows)


@pytest.mark.parametrize(
    ("pull", "expected"),
    [
        ("2025-07-07", "row 156 (R156:U156, SALT LAKE COUNTY METRO JAIL): by threat level 6.00, by level 5.00"),
        ("2025-06-23", "rows 144 and 146 are both NASSAU COUNTY CORRECTIONAL CENTER, EAST MEADOW, NY"),
        ("2025-06-23", "row 146 (V146, NASSAU COUNTY CORRECTIONAL CENTER): 7.86 held under mandatory detention"),
        ("2025-06-23", "facilities without any figure stand in rows 14 to 15, 27, 33, 54 to 55, 58 to 59, 67 to 68"),
        ("2019-10-07", "facilities without any figure stand in rows 30, 65"),
        ("2025-06-23", "no header row stands above rows 271 to 336"),
        ("2025-07-07", "O4 has the labels of N4, 'Total ICE Final Book Outs / 2025-06-01', and so 5 figure(s)"),
        ("2026-01-22", "figures without a label stand in rows 32, 66, 91, 112"),
        (
            "2026-01-22",
            "BV7 has the labels of AX7, 'Adult Facility Aliens / 2025 / January / mid', and so 10 figure(s)",
        ),
        ("2025-11-28", "every figure is a whole number: the file is rounded"),
    ],
)
def test_each_defect_is_told_with_row_and_cell(real: Record, pull: str, expected: str) -> None:
    """Seen in the sheets by eye: header rows left out, months headed twice, labels left blank, breakdowns that differ."""
    release = next(one for one in real.releases() if one.id == RELEASE.format(pull))
    assert [defect for defect in release.defects if defect.startswith(expected)]
