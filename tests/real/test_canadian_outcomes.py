"""Figures about asylum in Canada equal what was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.refuge.bounds import Bounded, bounded, total
from sojourn.publish.ledgers import ledger, quarantine
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.sources.rounding import ROUNDINGS

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def canadian(real_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of the files of UNHCR and of Canada."""
    folder = tmp_path_factory.mktemp("canadian")
    build(folder, [real_files / "refuge" / "unhcr", real_files / "refuge" / "ircc"])
    record = Record(folder)
    yield record
    record.close()


def ask(record: Record, name: str, **given: str) -> Finding:
    """A finding."""
    return measure(name).ask(record, given)


def test_every_row_is_loaded_as_it_is(canadian: Record) -> None:
    """5,021 and 7,544 rows of decisions, 5,209 and 7,734 of applications, 39 rows of the workbook, and three lists."""
    lines = ledger(canadian)["ledger"]
    assert sorted(line["rows"] for line in lines) == [11, 13, 39, 273, 5_021, 5_209, 7_544, 7_734]
    assert all(line["rows"] == line["loaded"] for line in lines)
    assert quarantine(canadian, raw=False)["rows"] == []


@pytest.mark.parametrize(
    ("year", "recognised", "rejected"),
    [
        (2013, 87, 63),
        (2015, 56, 12),
        (2017, 96, 28),
        (2019, 105, 14),
        (2021, 103, 23),
        (2022, 57, 5),
        (2023, 138, 10),
        (2024, 204, 30),
        (2025, 133, 28),
    ],
)
def test_russia_in_canada_at_first_instance(canadian: Record, year: int, recognised: int, rejected: int) -> None:
    """UNHCR's published series."""
    finding = ask(canadian, "canada_recognition", origin="RUS", period=str(year))
    assert finding.rows[0][:3] == (year, recognised, rejected)
    assert finding.value == recognised / (recognised + rejected)
    assert finding.interval
    assert finding.interval.low < finding.value < finding.interval.high
    assert finding.tier == "P0"


def test_russia_in_2020_has_a_hidden_remainder_that_widens_the_interval(canadian: Record) -> None:
    """33 and 5 and 0 of a printed total of 50: twelve may be any outcome, so 33 of 50 and 45 of 46 both lie within."""
    finding = ask(canadian, "canada_recognition", origin="RUS", period="2020")
    assert finding.rows[0][:6] == (2020, 33, 5, 0, 0, 12)
    assert finding.interval
    assert finding.interval.low < 33 / 50 < 45 / 46 < finding.interval.high


@pytest.mark.parametrize(("year", "expected"), [(2021, 42), (2022, 237), (2023, 458), (2024, 191), (2025, 245)])
def test_new_claims_of_russians_in_canada(canadian: Record, year: int, expected: int) -> None:
    """UNHCR's published series."""
    assert ask(canadian, "canada_claims", origin="RUS", period=str(year)).value == expected


def test_the_upper_limit_of_claims_adds_those_of_unknown_origin(canadian: Record) -> None:
    """6,552 of the 23,360 claims of 2021 have no origin in UNHCR's file."""
    finding = ask(canadian, "canada_claims", origin="RUS", period="2021")
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (42, 42 + 6_552)
    assert finding.denominator == 23_360


@pytest.mark.parametrize(("year", "expected"), [(2024, 721), (2025, 1_927)])
def test_new_claims_of_people_from_the_united_states(canadian: Record, year: int, expected: int) -> None:
    """Appeals and repeated claims are not among them."""
    assert ask(canadian, "canada_claims", origin="USA", period=str(year)).value == expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2013, 43.9), (2016, 68.3), (2018, 63.0), (2021, 71.8), (2022, 69.8), (2023, 80.5), (2024, 80.6), (2025, 77.9)],
)
def test_national_rates_of_the_board(canadian: Record, year: int, expected: float) -> None:
    """To the printed digit, which the file prints too."""
    finding = ask(canadian, "canada_recognition", publisher="irb", period=str(year))
    assert finding.value
    assert round(100 * finding.value, 1) == expected
    printed = canadian.query(f"SELECT printed_rate FROM official_outcomes WHERE year = {year}")
    assert printed == [{"printed_rate": expected}]


def test_the_board_beside_unhcr_with_its_difference(canadian: Record) -> None:
    """71.8 per cent of all claims of 2021 by the Board's own count."""
    [rival] = [one for one in ask(canadian, "canada_recognition", period="2021").rivals if one.counted]
    assert round(100 * rival.value, 1) == 71.8


@pytest.mark.parametrize(
    ("year", "land_border", "airport", "inland"),
    [(2022, 46_345, 17_145, 28_115), (2023, 29_925, 41_315, 72_040), (2024, 15_435, 42_605, 113_785)],
)
def test_claims_by_type_of_office(canadian: Record, year: int, land_border: int, airport: int, inland: int) -> None:
    """Months added up by others differ from the printed totals by the rounding of twelve months at most."""
    finding = ask(canadian, "canada_claims_by_office", period=str(year))
    printed = (finding.rows[0][1], finding.rows[0][4], finding.rows[0][7])
    assert all(abs(ours - theirs) <= 24 for ours, theirs in zip(printed, (land_border, airport, inland), strict=True))


def test_the_printed_total_of_every_year_lies_within_its_months(canadian: Record) -> None:
    """So the rule of rounding holds for IRCC's workbook: 11 years of 39 lines."""
    rows = canadian.query(
        "SELECT office, province, year, month, claimants FROM official_claimants WHERE family = 'office-type'"
    )
    rule = ROUNDINGS["nearest_five"]
    months: dict[tuple[str, str, int], list[Bounded]] = {}
    years: dict[tuple[str, str, int], Bounded] = {}
    for row in rows:
        key = (row["office"], row["province"], row["year"])
        figure = bounded(row["claimants"], rule)
        if row["month"] is None:
            years[key] = figure
        else:
            months.setdefault(key, []).append(figure)
    assert len(years) == 11 * 39
    outside = [
        key
        for key, whole in years.items()
        if total(months[key]).high < whole.low or total(months[key]).low > whole.high
    ]
    assert outside == []


def test_no_cell_of_decisions_is_below_ten_and_no_five(canadian: Record) -> None:
    """What the rule of rounding of UNHCR's decisions rests on."""
    cells = "recognised IN (1, 2, 3, 4, 6, 7, 8, 9) OR rejected IN (1, 2, 3, 4, 6, 7, 8, 9)"
    assert canadian.query(f"SELECT count(*) AS rows FROM official_decisions WHERE {cells}") == [{"rows": 0}]


def test_units_of_the_united_states_are_never_added(canadian: Record) -> None:
    """The asylum office counted cases to 2020, then persons; the courts persons since 2002."""
    mixed = ask(canadian, "us_recognition", origin="RUS", agency="IN", period="2020..2021")
    assert mixed.status == "not determinable"
    assert ask(canadian, "us_recognition", origin="RUS", agency="IN", period="2021..2024").status == "answered"


@pytest.mark.parametrize("name", ["canada_claims", "canada_recognition", "us_recognition", "canada_claims_by_office"])
def test_the_example_of_each_measure_is_answered(canadian: Record, name: str) -> None:
    """What the catalogue shows works on real files."""
    words = measure(name).example.removeprefix("-p ").split(" -p ")
    assert ask(canadian, name, **dict(word.split("=", 1) for word in words)).status == "answered"


def test_russia_is_in_no_list_of_ircc(canadian: Record) -> None:
    """A country that is not among the most frequent is not one without claimants."""
    assert ask(canadian, "canada_claims", origin="RUS", period="2024", publisher="ircc").status == "not determinable"
    assert ask(canadian, "canada_claims", period="2024", publisher="ircc").value == 171_680
