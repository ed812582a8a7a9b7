"""Invented detention releases: seeded, in the true layouts, with faults where the truth says, two releases of one world."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from sojourn.errors import UnknownName
from sojourn.lookalike import Made, make
from sojourn.lookalike.detention import rendering
from sojourn.lookalike.detention.layouts import LAYOUTS
from sojourn.reading.marked import MARK
from sojourn.sources.declare import families
from sojourn.sources.recognise import Recognised, recognise

MARCH, AUGUST = "foia-2026-icli-00005", "hausman-2026-08"
ROWS = 3000


def written(folder: Path, family: str = MARCH, seed: int = 1, rows: int = ROWS, *, faults: bool = True) -> list[Made]:
    """A release of this family."""
    return make("ice_detentions", rows, folder, seed=seed, family=family, faults=faults)


def truth(folder: Path, family: str = MARCH) -> dict[str, Any]:
    """The truth about the whole release."""
    told: dict[str, Any] = json.loads((folder / f"invented_{family}.truth" / "truth.json").read_text(encoding="utf-8"))
    return told


def hashes(folder: Path) -> dict[str, str]:
    """What every file of a folder is."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sheet_rows(made: Made, sheet: str) -> list[list[str]]:
    """The rows of a sheet as texts."""
    rows = CalamineWorkbook.from_path(str(made.path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("family", [MARCH, "foia-2022-icfo-09022", "ddp-2026-03"])
def test_seed_decides_every_byte(family: str, tmp_path: Path) -> None:
    """The same seed gives the same files and truths, another seed gives others."""
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        written(tmp_path / name, family, seed, 800)

    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")
    assert hashes(tmp_path / "a") != hashes(tmp_path / "c")


def test_workers_write_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many processes there are is nobody's business."""
    monkeypatch.setattr(rendering, "PIECE", 500)
    written(tmp_path / "alone")
    monkeypatch.setattr(rendering, "FEWEST_FOR_WORKERS", 1)
    written(tmp_path / "workers")

    assert hashes(tmp_path / "alone") == hashes(tmp_path / "workers")


def test_every_family_can_be_invented() -> None:
    """A layout that cannot be invented cannot be tested."""
    declared = {family.id for family in families().values() if family.source == "ice_detentions"}

    assert set(LAYOUTS) == declared


@pytest.mark.parametrize(("family", "row"), [
    (MARCH, 7),
    (AUGUST, 7),
    ("foia-2025-icli-00019", 7),
    ("foia-2023-icfo-42034", 6),
    ("ddp-2025", 1),
])  # fmt: skip
def test_header_stands_where_the_agency_puts_it(family: str, row: int, tmp_path: Path) -> None:
    """The banner has the true number of lines, and the header is the declared one."""
    made = written(tmp_path, family, rows=300, faults=False)[0]

    found = recognise(sheet_rows(made, made.truth.parts[0].sheet)[:12], "")

    assert isinstance(found, Recognised)
    assert (found.family.id, found.header_row + 1) == (family, row)
    assert list(found.headers) == [mapped.published for mapped in found.family.columns]


def test_files_have_the_names_of_the_release(tmp_path: Path) -> None:
    """One workbook for each fiscal year, and one for what was open when the first began."""
    names = [made.path.name for made in written(tmp_path)]

    start, end = "invented_2026-ICLI-00005_Detentions_", "_20260311_Redacted.xlsx"
    assert names == [f"{start}{years}{end}" for years in ("PriorFY23", "FY23", "FY24", "FY25", "FY26")]


def test_posts_of_2025_are_split_at_a_day(tmp_path: Path) -> None:
    """One workbook, two sheets, the second from 1 October 2024."""
    [made] = written(tmp_path, "foia-2025-icli-00019", faults=False)
    first, second = (sheet_rows(made, part.sheet)[7:] for part in made.truth.parts)

    assert max(row[1] for row in first) < "2024-10-01" <= min(row[1] for row in second)


def test_planted_faults_are_counted_in_the_truth(tmp_path: Path) -> None:
    """What the truths of the files count is what was planted, and every kind is there."""
    counted: Counter[str] = Counter()
    for made in written(tmp_path):
        for part in made.truth.parts:
            counted.update(part.answers.get("faults", {}))
    planted = truth(tmp_path)["planted"]

    assert {kind: counted[kind] for kind in planted} == planted
    assert len(planted) == 15
    assert min(planted.values()) >= 1


def test_faults_of_cells_stand_on_their_lines(tmp_path: Path) -> None:
    """Line and column of the truth name the cell in the file."""
    for made in written(tmp_path):
        for part in made.truth.parts[:1]:
            rows = sheet_rows(made, part.sheet)
            wrong = [
                fault
                for fault in made.truth.faults
                if fault.sheet == part.sheet and fault.line and fault.raw and fault.kind != "header in another spelling"
                if not any(fault.raw[:10].strip() in cell for cell in rows[fault.line - 1])
            ]
            assert wrong == []


def test_a_clean_release_has_no_faults(tmp_path: Path) -> None:
    """Without faults every row is loaded, nothing is repeated and nothing disagrees."""
    made = written(tmp_path, faults=False)

    told = truth(tmp_path)
    assert all(one.truth.account.loaded == one.truth.account.rows for one in made)
    assert not any(one.truth.faults for one in made)
    assert told["duplicates"] == {"identical": 0, "same start": 0}
    assert told["stay_faults"]["open disagrees"] == told["lengths"]["negative"] == told["rows_without_id"] == 0
    assert told["stay_faults"]["overlap"] == {"below a day": 0, "a day or more": 0}


def test_shares_are_those_of_the_agencies(tmp_path: Path) -> None:
    """A release of some size looks like the real ones, by the rates that lookalike/detention/planting.py names."""
    written(tmp_path, rows=40_000)
    told = truth(tmp_path)

    assert 0.9 < told["rows"] / 40_000 < 1.1
    assert 2.3 < told["stints"] / told["stays"] < 2.9
    assert 0.015 < told["lengths"]["without book-out"] / told["rows"] < 0.04
    assert 0.55 < told["exits"]["removal"] / told["stays"] < 0.75
    assert 0.012 < sum(told["duplicates"].values()) / told["rows"] < 0.025
    assert 0.015 < sum(told["stay_faults"]["truncated"].values()) / told["stays"] < 0.05
    assert 0.015 < sum(told["stay_faults"]["late"].values()) / told["stays"] < 0.05
    assert told["release_end"] == "2026-03-10"
    assert {"RUSSIA|Male", "CANADA|Male"} <= told["people_held"]["nights_by_citizenship_and_sex"].keys()


def test_the_markers_of_a_redaction_are_true(tmp_path: Path) -> None:
    """The release of March 2026 hides birth dates, and the category of people in the credible-fear process."""
    made = written(tmp_path)[1]
    rows = sheet_rows(made, "FY2023")
    headers = rows[6]

    assert {row[headers.index("Birth Date")] for row in rows[7:] if row[0]} == {"b(6), b(7)C"}
    categories = {row[headers.index("Case Category")] for row in rows[7:]}
    assert "b(7)(e)" in categories
    assert not any(one.startswith("[8G]") for one in categories)


def test_every_file_says_that_it_is_invented(tmp_path: Path) -> None:
    """In its cells where the layout has room, and in its name everywhere."""
    for made in written(tmp_path):
        assert made.path.name.startswith("invented_")
        assert any(MARK in cell for row in sheet_rows(made, made.truth.parts[0].sheet)[:7] for cell in row)


def test_a_later_release_shows_the_same_world_otherwise(tmp_path: Path) -> None:
    """Hospitals are gone, one facility has nobody in two months, and every person has another id."""
    before, after = tmp_path / "before", tmp_path / "after"
    first, second = written(before, faults=False, rows=12_000), written(after, AUGUST, faults=False, rows=12_000)
    old, new = truth(before), truth(after, AUGUST)

    changes = new["changes"]
    assert changes["since"] == MARCH
    assert changes["rows_before"] == sum(one.truth.account.rows for one in first) == old["rows"]
    assert changes["rows_after"] == sum(one.truth.account.rows for one in second) == new["rows"]
    assert changes["rows_before"] - changes["rows_vanished"] == changes["rows_in_both"]
    assert changes["rows_in_both"] + changes["rows_added"] == changes["rows_after"]
    months, later = (told["people_held"]["nights_by_facility_and_month"] for told in (old, new))
    assert {"2025-07", "2025-08", "2025-11"} <= months["FLDSSFS"].keys()
    assert {"2025-07", "2025-08"}.isdisjoint(later["FLDSSFS"])
    assert "2025-11" in later["FLDSSFS"]
    assert "LARKNFL" in changes["facilities_vanished"]
    assert "LARKNFL" in months
    assert "LARKNFL" not in later
    assert changes["book_outs_rewritten"] > 50
    ids = [{row[-1] for row in sheet_rows(made[2], "FY2024")[7:]} for made in (first, second)]
    assert ids[0].isdisjoint(ids[1])


def test_facilities_have_no_stint_before_they_opened(tmp_path: Path) -> None:
    """The soft-sided facility in Florida opened in July 2025."""
    written(tmp_path, rows=12_000, faults=False)

    months = truth(tmp_path)["people_held"]["nights_by_facility_and_month"]["FLDSSFS"]

    assert min(months) >= str(date(2025, 7, 1))[:7]


def test_an_unknown_family_is_refused(tmp_path: Path) -> None:
    """The message names those that can be made."""
    with pytest.raises(UnknownName, match="no family 'nothing'"):
        written(tmp_path, "nothing")
