"""The record of the ports on the real files: published figures, read off the files by hand or by another tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.build import build
from sojourn.record.opened import Record

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def entry(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of the workbooks of OHSS and of CBP's encounters."""
    folder = tmp_path_factory.mktemp("entry")
    built = build(folder, [real_files / "entry"])
    assert not built.errors
    record = Record(folder)
    yield record
    record.close()


def ask(record: Record, name: str, by: tuple[str, ...] = (), **given: str) -> Finding:
    """Ask a measure."""
    return measure(name).ask(record, given, by)


@pytest.mark.parametrize(
    ("edition", "expected"),
    [("ohss_monthly_tables/monthly-tables@2024-04", 34), ("ohss_monthly_tables/monthly-tables@2024-07", 34)],
)
def test_every_sheet_of_an_edition_is_read_whole(entry: Record, edition: str, expected: int) -> None:
    """34 sheets of figures, and nothing repaired or refused."""
    sheets = [
        one for one in entry.manifest.sheets if one.release == edition and one.table == "ohss_figures" and one.rows
    ]

    assert len(sheets) == expected
    assert all(one.ledger["rows"] == one.ledger["loaded"] for one in sheets)


def test_the_encounters_are_all_there(entry: Record) -> None:
    """68,815 and 1,936 rows; 3,201,144 and 2,901,142 encounters in the last two fiscal years."""
    rows = {one.family: one.rows for one in entry.manifest.sheets if one.table == "encounters"}
    totals = entry.query(
        "SELECT fiscal_year, sum(encounters) AS total FROM encounters WHERE family = 'nationwide-by-area' AND fiscal_year > 2022 GROUP BY 1 ORDER BY 1"
    )

    assert rows == {"nationwide-by-area": 68_815, "southwest-border": 1_936}
    assert [row["total"] for row in totals] == [3_201_144, 2_901_142]


def test_sums_hold_but_where_the_publisher_leaves_agencies_out(entry: Record) -> None:
    """Beyond rounding, totals differ in three sheets by agency and in one outcome of one year."""
    expected = {
        *("ICE Book-Ins by Arrest Agency", "ICE ERO R&R by Arrest Agcy", "DHS Removals by Arrest Agcy"),
        *("CBP SWB Book-Outs by Agency", "CBP SWB Book-Outs by Family", "CBP SWB Book-Outs by Citp"),
    }
    odd = entry.query("SELECT DISTINCT sheet FROM ohss_figures WHERE beyond_parts > 0 OR beyond_months > 0")
    years = entry.query("SELECT DISTINCT fiscal_year FROM ohss_figures WHERE beyond_months > 0")

    assert {row["sheet"] for row in odd} == expected
    assert [row["fiscal_year"] for row in years] == [2019]


def test_the_title_of_another_month_is_noticed(entry: Record) -> None:
    """One sheet of the edition of April 2024 says June."""
    (release,) = [one for one in entry.releases(table="ohss_figures") if one.id.endswith("2024-04")]

    assert any("(June 2024), and its last month is 2024-04" in defect for defect in release.defects)


def test_russians_had_20950_appointments_in_fiscal_year_2023(entry: Record) -> None:
    """The month figures and the Total row agree."""
    found = ask(entry, "appointments", nationality="RUSSIA", period="FY2023")

    assert found.value == 20_950
    assert [rival.value for rival in found.rivals] == [20_950]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2023-02", (4_420, 21_230)),
        ("2023-06", (1_050, 37_150)),
        ("2023-12", (890, 45_540)),
        ("2024-07", (430, 45_220)),
    ],
)
def test_a_month_of_russians_is_as_printed(entry: Record, month: str, expected: tuple[int, int]) -> None:
    """By header name: the column stands elsewhere in the other edition."""
    found = ask(entry, "appointments", nationality="RUSSIA", period=month)

    assert (found.numerator, found.denominator) == expected


def test_editions_revise_the_past(entry: Record) -> None:
    """July 2023: 44,800, then 44,810."""
    found = [ask(entry, "appointments", period="2023-07", edition=name).value for name in ("2024-04", "2024-07")]

    assert found == [44_800, 44_810]


def test_an_edition_names_other_nationalities(entry: Record) -> None:
    """Chile in April 2024, Ecuador in July; OTHER of FY2023 moves from 20,500 to 23,640."""
    other = [
        {row[0]: row[1] for row in ask(entry, "appointments", ("nationality",), period="FY2023", edition=name).rows}
        for name in ("2024-04", "2024-07")
    ]

    assert "CHILE" in other[0]
    assert "ECUADOR" in other[1]
    assert [one["OTHER"] for one in other] == pytest.approx([20_500, 23_640], abs=50)


@pytest.mark.parametrize("given", [{}, {"nationality": "RUSSIA"}, {"nationality": "MEXICO"}])
def test_appointments_are_part_of_the_encounters_at_ports(entry: Record, given: dict[str, str]) -> None:
    """In every month, but for rounding."""
    found = ask(entry, "appointments_against_encounters", (), **given)

    assert len(found.rows) == 19
    assert all(row[4] <= 1 for row in found.rows)


@pytest.mark.parametrize(
    ("nationality", "expected"),
    [("CUBA", 17), ("VENEZUELA", 12), ("HAITI", 7), ("HONDURAS", 11), ("COLOMBIA", 3), ("EL SALVADOR", 9)],
)
def test_where_the_sources_contradict_each_other_it_is_said(entry: Record, nationality: str, expected: int) -> None:
    """Of several nationalities OHSS counts more appointments than CBP counts encounters, mostly by one to five per cent."""
    found = ask(entry, "appointments_against_encounters", nationality=nationality)

    assert sum(row[4] > 1 for row in found.rows) == expected
    assert any(f"in {expected} of 19 months" in caveat.text for caveat in found.caveats)


def test_encounters_of_russians_are_those_of_the_file(entry: Record) -> None:
    """4,465 in February 2023, 1,870 in December."""
    found = {
        f"{row[0]:%Y-%m}": row[2] for row in ask(entry, "appointments_against_encounters", nationality="RUSSIA").rows
    }

    assert (found["2023-02"], found["2023-12"]) == (4_465, 1_870)


def test_the_share_of_russians_before_and_after_the_rule(entry: Record) -> None:
    """15.3 per cent from January to April 2023, 3.5 from June to September; a ratio of about 5."""
    found = ask(entry, "rule_change", nationality="RUSSIA")

    assert [round(100 * row[4], 1) for row in found.rows] == [15.3, 3.5]
    assert found.value == pytest.approx(5, abs=0.1)


def test_january_2025_fits_a_stop_on_the_twentieth(entry: Record) -> None:
    """32,341 counted, and within three per cent by the arithmetic."""
    found = ask(entry, "closure")

    assert found.details["counted"] == 32_341
    assert found.details["expected"] == pytest.approx(32_341, rel=0.03)
    assert found.details["days_at_the_number_before"] == pytest.approx(20, abs=1)


def test_press_figures_equal_the_months_until_spring_2024(entry: Record) -> None:
    """459,118 against 459,120, and more than 547,000 against 547,130; not so for July."""
    beside = {(row[0], row[1]): row[5] for row in ask(entry, "appointment_totals").rows}

    assert beside["2024-01", "CBP"] == 459_120
    assert beside["2024-03", "CBP"] == 547_130
    assert beside["2024-07", "CBP"] == 725_800


def test_a_mean_wait_of_two_months_needs_some_eighty_thousand_people(entry: Record) -> None:
    """At the places of June to August 2023, under every policy."""
    found = ask(entry, "wait_under_policies")

    assert found.status == "not determinable"
    assert all(row[1] < 80_000 < row[2] for row in found.rows)
