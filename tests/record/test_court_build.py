"""A court release becomes a record whole or not at all, from a zip or a folder, however its files are cut or named."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import tiny_court
from archives import archive
from court_reading import ledger_of, rows_of, tables_of, with_cases
from sojourn.publish import ledgers
from sojourn.reading.archive import DEFLATE64
from sojourn.record import manifest as stored
from sojourn.record.build import FailedBuild, build
from sojourn.record.court import build as court_build
from sojourn.record.opened import Record
from tiny_court import FOLDER, files, write_folder, write_zip

BASIC = ["court_applications", "court_cases", "court_proceedings"]
DERIVED = {"court_codes", "court_completions", "court_decisions", "court_lookups"}


def refused(record: Path, given_path: Path) -> str:
    """Why a release is refused; there is no record then."""
    with pytest.raises(FailedBuild) as caught:
        build(record, [given_path])
    assert not (record / stored.NAME).exists()
    assert list(record.glob("work-*")) == []
    return str(caught.value)


def test_a_zip_and_a_folder_give_the_same_tables(tmp_path: Path) -> None:
    """The same bytes lie in both."""
    write_zip(tmp_path / "one.zip")
    write_folder(tmp_path / "two")
    (tmp_path / "three.zip").write_bytes(archive({f"x/{name}": one for name, one in files().items()}, DEFLATE64))

    for name in ("one.zip", "two", "three.zip"):
        built = build(tmp_path / f"record-{name}", [tmp_path / name])
        assert ledger_of(built) == {
            "court_cases": (3, 0, 0),
            "court_proceedings": (4, 0, 0),
            "court_applications": (4, 0, 0),
        }
    records = [tables_of(tmp_path / f"record-{name}") for name in ("one.zip", "two", "three.zip")]

    assert set(records[0]) >= {*BASIC, *DERIVED}
    assert records[0] == records[1] == records[2]
    assert [len(records[0][name]) for name in BASIC] == [4, 3, 4]


@pytest.mark.usefixtures("workers_here")
@pytest.mark.parametrize("place", [FOLDER, "", "EOIR Case Data", "a/b"])
def test_where_the_files_lie_in_the_zip_changes_nothing(tmp_path: Path, place: str) -> None:
    """Some releases have a dated folder, some one without a day, some none."""
    with zipfile.ZipFile(tmp_path / "release.zip", "w") as made:
        for name, content in files().items():
            made.writestr(f"{place}/{name}".removeprefix("/"), content)

    built = build(tmp_path / "record", [tmp_path / "release.zip"])

    day = "2026-07-01" if place == FOLDER else "2026-06-09"
    assert {sheet.release for sheet in built.manifest.sheets} == {f"eoir_cases/eoir@{day}"}
    assert len(tables_of(tmp_path / "record")["court_cases"]) == 3


@pytest.mark.usefixtures("workers_here")
def test_files_under_other_names_give_the_same_tables(tmp_path: Path) -> None:
    """Tables are known by their header; code lists, much alike, by their name."""
    names = {"A_TblCase.csv": "x1.csv", "B_TblProceeding.csv": "x2.txt", "tbl_Court_Appln.csv": "A_TblCase.csv"}
    write_folder(tmp_path / "plain", {name: one for name, one in files().items() if name != "Count.txt"})
    write_folder(
        tmp_path / "renamed",
        {names.get(name, name): one for name, one in files().items() if name != "Count.txt"},
    )
    for name in ("plain", "renamed"):
        build(tmp_path / f"record-{name}", [tmp_path / name])

    assert tables_of(tmp_path / "record-plain") == tables_of(tmp_path / "record-renamed")


@pytest.mark.usefixtures("workers_here")
def test_the_record_answers_questions_about_its_rows(tmp_path: Path) -> None:
    """Compact rows are shown with where they come from, and columns that a release lacks as empty."""
    write_zip(tmp_path / "release.zip", with_cases(files()["A_TblCase.csv"].replace(b"\tLPR", b"\tLPX"), 3))
    build(tmp_path / "record", [tmp_path / "release.zip"])
    record = Record(tmp_path / "record")

    rows = record.query("SELECT release, family, sheet, line, nationality, lpr FROM court_cases ORDER BY case_id")
    told: dict[str, Any] = {
        "release": "eoir_cases/eoir@2026-07-01",
        "family": "a_tblcase",
        "sheet": f"{FOLDER}/A_TblCase.csv",
    }
    assert rows == [told | {"line": None, "nationality": code, "lpr": None} for code in ("RU", "NA", "MX")]
    assert (
        record.has("court_cases", "lpr", told["release"]),
        record.has("court_cases", "nationality", told["release"]),
    ) == (False, True)
    assert record.has("court_decisions", "own_judge", told["release"])
    [release] = record.releases()
    assert release.tables["court_lookups"] > release.tables["court_codes"] == 14
    assert any("LPX (cell" in defect for defect in release.defects)
    record.close()


@pytest.mark.usefixtures("workers_here")
@pytest.mark.parametrize(("stated", "accepted"), [(2, True), (4, True), (8, True), (9, False), (103, False)])
def test_a_count_that_is_a_little_off_is_reported_and_a_great_one_refused(
    tmp_path: Path, stated: int, accepted: bool
) -> None:
    """Real counts are off by one for some tables; a cut file is off by more."""
    write_folder(tmp_path / "release", with_cases(files()["A_TblCase.csv"], stated))

    if accepted:
        built = build(tmp_path / "record", [tmp_path / "release"])
        defects = [defect for sheet in built.manifest.sheets for defect in sheet.defects]
        assert f"Count.txt says {stated} rows, it has 3" in defects
    else:
        why = refused(tmp_path / "record", tmp_path / "release")
        assert f"A_TblCase.csv has 3 rows and the Count.txt of its release says {stated}" in why


@pytest.mark.usefixtures("workers_here")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Count.txt": b"tbl_schedule\t10\r\n"}, "tbl_schedule is missing"),
        (
            {"Count.txt": b"tbl_schedule\t10\r\n", "tbl_schedule.csv": b""},
            "tbl_schedule.csv: it is meant for table tbl_schedule of the courts",
        ),
        ({"A_TblCase.csv": b""}, "it is empty, or none of the columns is there"),
        ({"A_TblCase.csv": None}, "A_TblCase is missing"),
        ({"Lookup/tblLookupHloc.csv": None}, "tbllookuphloc is missing"),
        (
            {"Copy of tbl_Court_Appln.csv": files()["tbl_Court_Appln.csv"] + b"5\t501\t1001\tASYL\t\t\r\n"},
            "two releases",
        ),
    ],
)
def test_a_release_that_is_not_whole_is_refused(
    tmp_path: Path, change: Mapping[str, bytes | None], reason: str
) -> None:
    """A missing table would show as nothing at all in every answer."""
    made = {name: one for name, one in (files() | dict(change)).items() if one is not None}
    write_folder(tmp_path / "release", made)

    assert reason in refused(tmp_path / "record", tmp_path / "release")


@pytest.mark.usefixtures("workers_here")
def test_a_release_is_known_by_its_headers_not_by_its_names(tmp_path: Path) -> None:
    """A zip of tables that someone renamed."""
    names = {"A_TblCase.csv": "one.csv", "B_TblProceeding.csv": "two.csv", "tbl_Court_Appln.csv": "three.csv"}
    made = {names.get(name, name): one for name, one in files().items() if name != "Count.txt"}
    write_zip(tmp_path / "x.zip", made)

    build(tmp_path / "record", [tmp_path / "x.zip"])

    assert len(tables_of(tmp_path / "record")["court_decisions"]) == 3


@pytest.mark.usefixtures("workers_here")
def test_a_table_that_nobody_knows_is_listed_as_unread(tmp_path: Path) -> None:
    """The agency may add one, and the others are still good."""
    made = files() | {"tblNew.csv": b"a\tb\r\n1\t2\r\n", "readme.txt": b"see the web page"}
    made["Count.txt"] += b"tblNew\t1\r\n"
    write_folder(tmp_path / "release", made)

    built = build(tmp_path / "record", [tmp_path / "release"])

    [entry] = [one for one in built.manifest.files if one.sheets]
    assert [name for name, _ in entry.unread] == ["tblNew.csv"]
    assert [Path(path).name for path, _ in built.passed_over] == ["readme.txt"]


@pytest.mark.usefixtures("workers_here")
def test_files_of_two_releases_in_one_folder_are_refused(tmp_path: Path) -> None:
    """Proceedings of other cases: no count and no header shows it, the keys do."""
    proceedings = [
        {**tiny_court.PROCEEDINGS[0], "IDNPROCEEDING": str(at), "IDNCASE": str(9000 + at)} for at in range(200)
    ]
    headers = tiny_court.headers_of("B_TblProceeding")
    made = files() | {"B_TblProceeding.csv": tiny_court.text(headers, proceedings)}
    made["Count.txt"] = made["Count.txt"].replace(b"B_TblProceeding\t4", b"B_TblProceeding\t200")
    write_folder(tmp_path / "release", made)

    assert "200 of 200 rows of court_proceedings belong to cases that the case table does not have" in refused(
        tmp_path / "record", tmp_path / "release"
    )


@pytest.mark.usefixtures("workers_here")
def test_two_releases_side_by_side_are_two_releases(tmp_path: Path) -> None:
    """Each month's zip or folder stays what it was; one of a day that another has is told apart by its hash."""
    fewer = with_cases(b"\r\n".join(files()["A_TblCase.csv"].split(b"\r\n")[:3]), 2)
    (tmp_path / "in").mkdir()
    write_zip(tmp_path / "in" / "july.zip")
    write_folder(tmp_path / "in" / "EOIR Case Data 2026-0803")
    write_zip(tmp_path / "in" / "again.zip", fewer)

    built = build(tmp_path / "record", [tmp_path / "in"])

    releases = sorted({sheet.release for sheet in built.manifest.sheets})
    assert [name.partition("+")[0] for name in releases] == [
        *["eoir_cases/eoir@2026-07-01"] * 2,
        "eoir_cases/eoir@2026-08-03",
    ]
    record = Record(tmp_path / "record")
    counted = record.query("SELECT release, count(*) AS cases FROM court_cases GROUP BY 1 ORDER BY 2, 1")
    record.close()
    assert [row["cases"] for row in counted] == [2, 3, 3]


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _lying(_: bytes) -> bytes:
    content = files()["A_TblCase.csv"]
    others = {name: one for name, one in files().items() if name != "A_TblCase.csv"}
    whole = archive({"A_TblCase.csv": content, **others}, DEFLATE64, packed=None)
    return whole.replace(len(content).to_bytes(4, "little"), (len(content) - 9).to_bytes(4, "little"))


@pytest.mark.parametrize(("damage", "reason"), [(_cut, "its zip directory is damaged"), (_lying, "beyond the")])
def test_a_damaged_zip_is_refused(tmp_path: Path, damage: Any, reason: str) -> None:
    """A download that broke off, and a member that unpacks to more than it states."""
    path = write_zip(tmp_path / "release.zip")
    path.write_bytes(damage(path.read_bytes()))

    why = refused(tmp_path / "record", path)

    assert "release.zip" in why
    assert reason in why


@pytest.mark.usefixtures("workers_here")
def test_a_damaged_zip_does_not_stop_the_others_where_the_user_goes_on(tmp_path: Path) -> None:
    """It is an error of its own file."""
    folder = tmp_path / "in"
    folder.mkdir()
    whole = write_zip(folder / "whole.zip").read_bytes()
    (folder / "cut.zip").write_bytes(_cut(whole))

    built = build(tmp_path / "record", [folder], keep_going=True)

    assert [Path(error.where).name for error in built.errors] == ["cut.zip"]
    assert set(ledger_of(built)) == set(BASIC)


@pytest.mark.usefixtures("workers_here")
def test_the_ledger_shows_code_lists_in_one_line_and_nothing_derived(tmp_path: Path) -> None:
    """A release has some eighty lists; a derived table stands for no line of a file. As a document, each list is told."""
    built = build(tmp_path / "record", [write_folder(tmp_path / "release")])
    record = Record(tmp_path / "record")
    document = ledgers.ledger(record)
    record.close()

    for text in (ledgers.built_text(built, tmp_path), ledgers.ledger_text(document)):
        assert [line.split()[:6] for line in text.splitlines() if "code lists" in line] == [
            ["release", "/", "4", "code", "lists", "court_lookups"]
        ]
        assert "release / A_TblCase.csv" in text
        assert "court_decisions" not in text
    assert [line["sheet"] for line in document["ledger"] if not line["family"]] == sorted(
        f"Lookup/{name}.csv" for name in tiny_court.LISTS
    )


def test_an_unchanged_release_is_not_read_again_and_a_changed_one_is(tmp_path: Path) -> None:
    """Reading takes minutes at full size."""
    folder = write_folder(tmp_path / "release")
    record = tmp_path / "record"

    first = build(record, [folder])
    second = build(record, [folder])
    content = files()["A_TblCase.csv"].replace(b"\tNA\t", b"\tRU\t")
    (folder / "A_TblCase.csv").write_bytes(content)
    third = build(record, [folder])

    assert [(one.read, one.reused, one.unchanged) for one in (first, second, third)] == [
        (1, 0, False),
        (0, 1, True),
        (1, 0, False),
    ]
    assert [row["nationality"] for row in tables_of(record)["court_cases"]] == ["RU", "RU", "MX"]


@pytest.mark.usefixtures("workers_here")
def test_identifying_columns_enter_no_part_without_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Town, postal code and lawyer's number stay in the agency's file; leave that is withdrawn takes them out again."""
    path = write_zip(tmp_path / "release.zip")
    record = tmp_path / "record"

    def _everything() -> str:
        parts = (record / "tables").rglob("*.parquet")
        return "\n".join(f"{row}" for part in parts for row in rows_of([part]))

    monkeypatch.setenv(court_build.EVERYTHING, "1")
    build(record, [path])
    assert "SPRINGVALE" in _everything()
    assert {"alien_city", "alien_zipcode", "updated_zipcode", "updated_city", "atty_nbr"} <= set(
        tables_of(record)["court_cases"][0]
    )

    monkeypatch.delenv(court_build.EVERYTHING)
    build(record, [path])
    found = _everything()
    dropped = [column.name for table in tiny_court.PUBLISHED.values() for column in table.columns if not column.kept]
    assert "alien_city" in dropped
    for name in dropped:
        assert f"'{name}':" not in found
    for text in ("SPRINGVALE", "OLD HARBOR", "70001", "75001"):
        assert text not in found
