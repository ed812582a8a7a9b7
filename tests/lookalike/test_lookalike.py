"""The look-alikes: deterministic, recognised, true about themselves, and marked as invented."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import zipfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sojourn.errors import BadParameter, UnknownName
from sojourn.lookalike import Account, Made, make, release
from sojourn.lookalike.answers import account, answers
from sojourn.lookalike.draws import stream
from sojourn.lookalike.faults import plant
from sojourn.lookalike.frame import Cell, Column, Frame
from sojourn.lookalike.nights import at, held, known
from sojourn.lookalike.people import MOST_A_DAY, Batch, frame
from sojourn.reading.marked import MARK
from sojourn.sources.declare import families
from sojourn.sources.recognise import Recognised, recognise

ROWS = 1200
PEOPLE = [name for name in families() if name.startswith(("ice_removals/", "ice_arrests/", "ice_book_ins/"))]


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*.*"))}


def _heads(path: Path) -> list[list[list[str]]]:
    """The first rows of every sheet of a workbook, or of a text."""
    if path.suffix == ".gz":
        lines = gzip.decompress(path.read_bytes()).decode("utf-8-sig", "replace").splitlines()[:12]
        return [[next(csv.reader([line.replace("\0", "")], delimiter="|"), []) for line in lines]]
    book = CalamineWorkbook.from_path(str(path))
    return [
        [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)[:12]]
        for name in book.sheet_names
    ]


def _sql(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def _part(made: Made, table: str) -> dict[str, Any]:
    return next(part.answers for part in made.truth.parts if part.table == table)


@pytest.mark.parametrize(
    "source",
    [
        *("ice_removals", "ice_book_ins", "ddp_facility_days", "uwchr_headcount", "ice_detention_statistics"),
        *("unhcr_decisions", "unhcr_applications", "ircc_claimants", "irb_outcomes"),
    ],
)
def test_seed_decides_every_byte(source: str, tmp_path: Path) -> None:
    """The same seed gives the same bytes, another seed gives others."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        make(source, 300, tmp_path / name, seed=seed)
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b")
    assert _hashes(tmp_path / "a") != _hashes(tmp_path / "c")


@pytest.mark.parametrize("name", PEOPLE)
def test_headers_are_recognised(name: str, tmp_path: Path) -> None:
    """Every family of people's rows comes back as a family of its own table with the same columns."""
    source, family = name.split("/")
    made = make(source, ROWS, tmp_path, family=family)
    found = [recognise(rows, "") for one in made for rows in _heads(one.path)]
    seen = [one for one in found if isinstance(one, Recognised)]
    expected = set(families()[name].lookup())
    assert len(seen) == sum(part.table != "official_totals" for one in made for part in one.truth.parts)
    assert expected in [set(one.family.lookup()) for one in seen]


@pytest.mark.parametrize(("source", "family", "row"), [
    ("ice_removals", "foia-2019-icfo-53623", 6),
    ("ice_removals", "foia-2023-icfo-42034", 6),
    ("ice_removals", "foia-2025-icli-00019-august", 7),
    ("ice_removals", "foia-2026-icli-00005", 7),
    ("ice_removals", "uw-v-dhs-seattle", 7),
])  # fmt: skip
def test_header_stands_where_the_agency_puts_it(source: str, family: str, row: int, tmp_path: Path) -> None:
    """The banner has the true number of lines, the mark included."""
    made = make(source, ROWS, tmp_path, family=family, faults=False)
    found = [recognise(rows, "") for rows in _heads(made[0].path)]
    assert {one.header_row + 1 for one in found if isinstance(one, Recognised)} == {row}


@pytest.mark.parametrize(
    "name", [*PEOPLE, "uwchr_headcount/facility-headcount", "ddp_facility_days/facilities-daily-population"]
)
def test_truth_counts_add_up(name: str, tmp_path: Path) -> None:
    """Every row is loaded, repaired or quarantined, and the answers count the kept ones."""
    source, family = name.split("/")
    for one in make(source, ROWS, tmp_path, family=family):
        for part in one.truth.parts:
            told = part.account
            assert told.rows == told.loaded + told.repaired + told.quarantined
            for counts in (value for key, value in part.answers.items() if key.startswith("rows_by")):
                assert sum(counts.values()) == told.loaded + told.repaired
            refused = [
                fault
                for fault in one.truth.faults
                if fault.sheet == part.sheet and fault.outcome == "quarantined" and fault.line
            ]
            assert part.table == "removals" or len(refused) in {told.quarantined, 0}


def test_faults_stand_on_the_lines_that_the_truth_names(tmp_path: Path) -> None:
    """The raw bytes of a fault are on its line, blank lines and broken cells included."""
    for one in make("ice_removals", ROWS, tmp_path):
        lines = gzip.decompress(one.path.read_bytes()).decode("utf-8", "surrogateescape").split("\n")
        for fault in one.truth.faults:
            if fault.line and fault.outcome != "blank":
                assert fault.raw.split("\n")[0] in lines[fault.line - 1], fault
            if fault.outcome == "blank":
                assert not lines[fault.line - 1].strip("|\r"), fault


def test_table_by_country_equals_the_rows(tmp_path: Path) -> None:
    """The official table agrees with the kept rows of the same seed and size, country by country."""
    rows: dict[str, dict[str, int]] = {}
    for one in make("ice_removals", ROWS, tmp_path / "rows", seed=5):
        told = _part(one, "removals")
        (year,) = told["rows_by_fiscal_year_of_file"]
        rows[year] = {name: n for name, n in told["rows_by_citizenship"].items() if name != "(no value)"}
    (made,) = make("ice_removals_by_country", ROWS, tmp_path / "table", seed=5)
    printed = _part(made, "official_removals")["removals"]
    assert {year: {name: n for name, n in counts.items() if n} for year, counts in printed.items()} == {
        year: rows[year] for year in ("2017", "2018")
    }


def test_true_format_of_the_text(tmp_path: Path) -> None:
    """Banner padded with delimiters, text quoted, days bare, last byte a line end."""
    text = gzip.decompress(make("ice_removals", 90, tmp_path, faults=False)[0].path.read_bytes()).decode()
    lines = text.split("\n")
    assert lines[0] == '"ERO-LESA Statistical Tracking Unit"|||||||||'
    assert lines[3] == f'"{MARK}"|||||||||'
    assert lines[4] == '"ICE Removals for FY2016"|||||||||'
    assert lines[6].count("|") == 9
    assert '"(B)(6);(B)(7)(C) "' in lines[6]
    assert text.endswith("\n")
    assert len(lines) == 6 + 30 + 1


def test_parquet_has_the_published_types(tmp_path: Path) -> None:
    """The daily population has the types of the published file and names that say INVENTED."""
    (made,) = make("ddp_facility_days", ROWS, tmp_path, faults=False)
    kinds = [kind for _, kind, *_ in _sql(f"DESCRIBE SELECT * FROM '{made.path}'")]
    assert kinds == ["VARCHAR", "DATE", *["INTEGER"] * 6, "VARCHAR"]
    marked = f"SELECT bool_and(starts_with(detention_facility, 'INVENTED ')) FROM '{made.path}'"
    assert _sql(marked) == [(True,)]


def test_headcount_is_one_day_behind(tmp_path: Path) -> None:
    """The two published conventions count the same midnight under neighbouring days."""
    (ours,) = make("ddp_facility_days", len(known()) * 850, tmp_path, faults=False)
    (theirs,) = make("uwchr_headcount", len(known()) * 20, tmp_path, faults=False)
    compared = _sql(f"""
        SELECT count(*), count(*) FILTER (n = n_detained_at_midnight)
        FROM read_csv('{theirs.path}', delim = '|') AS theirs JOIN '{ours.path}' AS ours
        ON theirs.detention_facility_code = ours.detention_facility_code AND theirs.date = ours.date + 1""")
    assert compared == [(theirs.truth.account.rows, theirs.truth.account.rows)]


def test_averages_are_whole_nights_and_the_middle_pull_is_too_low(tmp_path: Path) -> None:
    """Averages times days are whole; against the first pull most nights of the middle one are below zero."""
    made = make("ice_detention_statistics", len(known()), tmp_path)
    told = [_part(one, "official_averages") for one in made]
    assert [one["days"] for one in told] == [365, 251, 265, 279, 293, 293, 58]
    nights = [{code: one["nights"] for code, one in part["facilities"].items()} for part in told[2:5]]
    falls = [nights[1][code] < nights[0][code] for code in nights[1] if code in nights[0]]
    assert sum(falls) > len(falls) / 2
    assert (nights[1]["BASILLA"] - nights[0]["BASILLA"]) / 14 < 500 < (nights[2]["BASILLA"] - nights[0]["BASILLA"]) / 28
    kinds = [sorted({fault.kind for fault in one.truth.faults}) for one in made]
    assert kinds == [
        [],
        ["label missing"],
        ["facility without a figure", "foreign row", "header row missing"],
        ["averages too low", "unequal breakdowns"],
        ["total that fell", "vanished facility"],
        ["duplicate pull", "total that fell", "vanished facility"],
        ["rounded edition"],
    ]


@pytest.mark.parametrize(("code", "before", "after", "least", "most"), [
    ("BASILLA", date(2025, 1, 15), date(2026, 3, 1), 0.9, 1.1),
    ("APPSCLA", date(2025, 1, 15), date(2026, 2, 15), 0.6, 0.7),
    ("KRNRCTX", date(2025, 1, 15), date(2025, 3, 15), 0.0, 0.5),
    ("EPSSFTX", date(2025, 8, 15), date(2025, 9, 15), 0.0, 0.5),
    ("STFRCTX", date(2026, 1, 15), date(2026, 3, 5), 0.0, 0.5),
])  # fmt: skip
def test_story_facilities_take_their_courses(code: str, before: date, after: date, least: float, most: float) -> None:
    """Basile stays level, Allen Parish falls by a third, three facilities fall by more than half."""
    nights = held(next(place for place in known() if place.code == code), 0)
    assert least < nights[at(after)] / nights[at(before)] < most


def test_release_is_marked_and_complete(tmp_path: Path) -> None:
    """The small world has every source, says that it is invented, and has no busy day of Russians."""
    made = release(tmp_path, rows=2000)
    assert len({one.path.parent for one in made}) == 24
    for one in made:
        assert one.path.name.startswith("invented_")
        truth = json.loads(one.path.with_name(one.path.name + ".truth.json").read_text())
        assert truth["invented"] == MARK
        assert truth["rows"] == truth["loaded"] + truth["repaired"] + truth["quarantined"]
        days = [part["answers"].get("largest_day", {}).get("RUSSIA", {"rows": 0})["rows"] for part in truth["parts"]]
        assert max(days) <= MOST_A_DAY


def test_rare_nationality_never_has_a_busy_day() -> None:
    """However many rows a day has, it has no more Russians than the busiest real one."""
    family = families()["ice_removals/foia-2019-icfo-53623"]
    days = date(2017, 1, 1), date(2017, 1, 31)
    made = frame(Batch(family, 200_000, 1, *days, "(B)(6);(B)(7)(C) ", "(B)(7)(E) ", "one month"))
    assert answers(made)["largest_day"]["RUSSIA"]["rows"] == MOST_A_DAY


def test_workbooks_say_that_they_are_invented(tmp_path: Path) -> None:
    """Every workbook carries the mark in its cells."""
    for source in ("ice_book_ins", "ice_detention_statistics", "ice_facility_list"):
        for one in make(source, 60, tmp_path / source):
            assert any(MARK in cell for rows in _heads(one.path) for row in rows for cell in row)
            assert zipfile.is_zipfile(one.path)


def test_impossible_orders_are_refused(tmp_path: Path) -> None:
    """No rows, no such source, no such family."""
    with pytest.raises(BadParameter):
        make("ice_removals", 0, tmp_path)
    with pytest.raises(UnknownName):
        make("nothing", 5, tmp_path)
    with pytest.raises(UnknownName):
        make("ice_removals", 5, tmp_path, family="nothing")


@given(rows=st.integers(1, 400), seed=st.integers(0, 99))
def test_planting_never_changes_the_number_of_rows(rows: int, seed: int) -> None:
    """Faults take rows that are there; each has a row of its own."""
    cells = [Cell("MEXICO", "MEXICO"), Cell("CANADA", "CANADA")]
    codes = stream(seed, "test").integers(0, 2, rows)
    made = Frame("removals", [Column("Citizenship", "citizenship", cells, codes)], rows)
    planted = plant(made, stream(seed, "faults"), book=False)
    assert asdict(account(made))["rows"] == rows
    assert len({one.row for one in planted}) == len(planted)
    assert sum(answers(made)["rows_by_citizenship"].values()) == int(made.kept().sum())


def test_accounts_add_up() -> None:
    """Accounts of sheets add up to that of the file."""
    assert Account(1, 1, 0, 0, 2) + Account(3, 1, 1, 1, 0) == Account(4, 2, 1, 1, 2)
