"""Facilities in the real lists and series: identity, types, Louisiana, and both series against ICE's own averages."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.facilities.court_locations import court_links, links_of
from sojourn.measures.facilities.identity import codes_of
from sojourn.measures.facilities.names import codes_named, names_in_use
from sojourn.measures.facilities.places import CODE, codes_in_use, listed_places, places_of
from sojourn.measures.facilities.types import type_of, types
from sojourn.record.opened import Record

pytestmark = pytest.mark.real
LIST = "ice_facility_list/facility-list-2017"
REGISTRY = "detentionsystemdata/facilities@2026-07-09"

_RATIO = """
    SELECT count(*) AS facilities, median(ratio) AS middle, quantile_cont(ratio, 0.05) AS low,
        quantile_cont(ratio, 0.95) AS high, corr(mean, average) AS correlation
    FROM (
        SELECT average, nights / days AS mean, nights / days / average AS ratio
        FROM official_averages
        JOIN (
            SELECT facility_code, sum(held_start_of_day) AS nights FROM facility_days
            WHERE release LIKE 'uwchr%' AND us_fiscal_year(date) = $year GROUP BY 1
        ) AS counted USING (facility_code)
        WHERE release LIKE 'ice_facility_list%' AND period = $period AND average >= 10)"""

_SHIFT = """
    SELECT count(*) AS days,
        avg(CASE WHEN headcount.held_start_of_day = before.held_end_of_day THEN 1.0 ELSE 0.0 END) AS shifted,
        avg(CASE WHEN headcount.held_start_of_day = same.held_end_of_day THEN 1.0 ELSE 0.0 END) AS unshifted
    FROM facility_days AS headcount
    JOIN facility_days AS same ON same.facility_code = headcount.facility_code AND same.date = headcount.date
    JOIN facility_days AS before
        ON before.facility_code = headcount.facility_code AND before.date = headcount.date - 1
    WHERE headcount.release LIKE 'uwchr%' AND same.release LIKE 'ddp%' AND before.release LIKE 'ddp%'
        AND us_fiscal_year(headcount.date) = 2023"""


def ask(real: Record, name: str, **given: str) -> Finding:
    """A finding from the real record."""
    return measure(name).ask(real, given)


def main_sheet(real_files: Path) -> list[dict[str, Any]]:
    """The rows of ICE's list of 2017, by a second reader."""
    book = CalamineWorkbook.from_path(next((real_files / "ice" / "facilities").glob("ICE_Facility_List*.xlsx")))
    rows = book.get_sheet_by_name("Facility List - Main").to_python()
    header = next(row for row in rows if row[0] == "DETLOC")
    return [dict(zip(map(str, header), row, strict=True)) for row in rows[rows.index(header) + 1 :] if row[0]]


def test_mandays_are_the_average_times_the_days_of_the_year(real: Record, real_files: Path) -> None:
    """Of every facility that states both, for fiscal year 2017 (custody.md, section 4)."""
    sql = "SELECT facility_code AS code, average * days AS nights FROM official_averages WHERE period = 'FY17 ADP'"
    nights = {row["code"]: row["nights"] for row in real.query(sql) if CODE.fullmatch(row["code"] or "")}
    stated = {row["DETLOC"]: row["FY17 Total Mandays"] for row in main_sheet(real_files) if row["DETLOC"] in nights}
    both = {code: mandays for code, mandays in stated.items() if isinstance(mandays, float)}
    assert len(both) == 1_478
    assert [code for code, mandays in both.items() if abs(nights[code] - mandays) > 0.01] == []


@pytest.mark.parametrize(
    ("year", "expected"), [(2012, 0.966), (2013, 0.968), (2014, 0.965), (2015, 0.960), (2016, 0.965), (2017, 0.968)]
)
def test_headcounts_stay_below_ices_averages_as_published(real: Record, year: int, expected: float) -> None:
    """Median ratio, 5 to 95 per cent, and correlation of facilities with at least 10 people (custody.md 2.4)."""
    [row] = real.query(_RATIO, {"year": year, "period": f"FY{year - 2000} ADP"})
    assert row["facilities"] > 100
    assert row["middle"] == pytest.approx(expected, abs=0.0005)
    assert row["low"] == pytest.approx(0.89, abs=0.025)
    assert row["high"] == pytest.approx(0.995, abs=0.01)
    assert row["correlation"] >= 0.99936


def test_in_fiscal_year_2023_the_series_agree_after_a_shift_of_one_day(real: Record) -> None:
    """52 of 100 facility-days exactly, against 27 unshifted, over some 47,200 (custody.md 2.4)."""
    [row] = real.query(_SHIFT)
    assert row["days"] == pytest.approx(47_200, rel=0.01)
    assert (round(row["shifted"], 2), round(row["unshifted"], 2)) == (0.52, 0.27)


def test_every_list_is_read_whole(real: Record) -> None:
    """1,685 rows of which 207 are withheld; 1,615 of which 83 have no code; 25 field offices; 275 offices."""
    sql = "SELECT release, count(*) AS rows, count(facility_code) AS codes FROM facilities GROUP BY 1 ORDER BY 1"
    assert [tuple(row.values()) for row in real.query(sql)] == [(REGISTRY, 1_615, 1_532), (LIST, 1_685, 1_685)]
    assert sum(LIST in {place.release for place in places} for places in listed_places(real).values()) == 1_478
    sql = "SELECT release, count(*) AS rows, count(latitude) AS spots FROM field_offices GROUP BY 1 ORDER BY 1"
    assert [tuple(row.values())[1:] for row in real.query(sql)] == [(25, 0), (275, 270)]


def test_the_letters_of_a_code_are_no_state(real: Record) -> None:
    """Of 1,478 codes, 1,115 end in their state: one in four does not."""
    places = {code: one.state for code, places in listed_places(real).items() for one in places if one.release == LIST}
    assert sum(code.endswith(state) for code, state in places.items()) == 1_115


def test_the_marshals_holds_and_hotels_of_the_list_have_their_types(real: Record) -> None:
    """By ICE's own type where it tells the place, and by the name where it is only a contract."""
    listed = [code for code, places in listed_places(real).items() if LIST in {one.release for one in places}]
    counted = Counter(type_of(real, code).type for code in listed)
    assert counted["hold room"] >= 159
    assert counted["hospital"] >= 83
    assert counted["juvenile"] >= 67
    assert counted["hotel"] == 12
    named = [one.code for one in names_in_use(real) if one.release == LIST and "MARSHALS" in one.name.name]
    assert len(named) > 8
    assert {code for code in named if type_of(real, code).type != "Marshals"} == {"USMWDTN"}
    assert any("Marshals" in other for other in type_of(real, "USMWDTN").others), (
        "listed as BOP, named for the Marshals"
    )
    assert counted["unknown"] < 0.03 * len(listed)


def test_every_place_of_louisiana_where_courts_hear_detained_people_was_looked_at(
    real: Record, real_files: Path
) -> None:
    """Each hearing location is linked with evidence, or the reason why not is given."""
    with (real_files / "court" / "louisiana_codes.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["code"] for row in csv.DictReader(file) if row["kind"] == "hearing_location"}
    assert {link.hearing_location for link in court_links()} == expected
    linked = {link.facility_code for link in court_links() if link.facility_code}
    assert {code for code in linked if code not in listed_places(real)} == set()
    assert {why for code in linked for _, why in links_of(real, code)} == {""}
    assert linked - set(codes_of(real, state="LA").codes) == {"ADAMSMS"}


def test_two_codes_that_others_mixed_up_are_kept_apart(real: Record) -> None:
    """Baker and Dade; the women at Dilley and the family centre."""
    assert [one.code for one in codes_named(real, "Baker Correctional Institution")] == ["FLBAKCI"]
    assert [one.code for one in codes_named(real, "Dilley Processing Single Adult Female")] == ["DILLSAF"]
    assert {"FLBAKCI", "FLDADCI", "DILLSAF", "STFRCTX"} <= codes_in_use(real)


def test_places_of_rows_without_a_code_reach_no_code(real: Record) -> None:
    """The registry puts Northeast Ohio in Tacoma and Otay Mesa in New Mexico; both rows have slugs."""
    sql = "SELECT count(*) AS rows FROM facilities WHERE listed_id LIKE 'ice-%' AND facility_code IS NOT NULL"
    assert real.query(sql) == [{"rows": 0}]
    assert {place.state for place in places_of(real, "BOPNEO")} == {"OH"}
    assert {place.state for place in places_of(real, "CCASDCA")} == {"CA"}


def test_what_the_daily_series_leaves_out_are_hospitals_hotels_and_the_unnamed(real: Record) -> None:
    """In fiscal year 2023 the headcount has 102 codes more; none of them is a jail, a prison or a detention centre."""
    finding = ask(real, "facility_codes", period="FY2023", earlier="facility-headcount@2024-01-04")
    assert (finding.numerator, finding.denominator) == (102, 397)
    gone = {row[0]: row[2] for row in finding.rows if row[2]}
    assert set(gone) == {"unknown", "hospital", "airport", "hotel"}
    assert gone["hospital"] == 20


def test_codes_of_the_daily_series_are_typed_but_for_a_few(real: Record) -> None:
    """Its release names every code."""
    rows = real.query("SELECT DISTINCT facility_code AS code FROM facility_days WHERE release LIKE 'ddp%'")
    unknown = [row["code"] for row in rows if row["code"] not in types(real)]
    assert len(rows) == 707
    assert len(unknown) < 0.05 * len(rows)
