"""Building a record: the same bytes give the same record, whatever they are called, however often."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from invented import posted, removals, workbook, write_removals
from records import bytes_of, rows_in
from sojourn.errors import NothingToRead, UnreadableFile
from sojourn.record import manifest as stored
from sojourn.record.build import FailedBuild, Progress, build
from sojourn.record.inputs import sighted
from sojourn.record.opened import Record


def test_a_second_build_reads_nothing(record: Path, two_years: Path) -> None:
    """Files that did not change are not read again."""
    first = build(record, [two_years])

    second = build(record, [two_years])

    assert (first.read, first.reused, first.unchanged) == (2, 0, False)
    assert (second.read, second.reused, second.unchanged) == (0, 2, True)


def test_only_a_new_file_is_read(record: Path, two_years: Path) -> None:
    """A month's build costs one month's file."""
    build(record, [two_years])
    write_removals(two_years / "fy2018.csv", removals(20, 2018), 2018)

    built = build(record, [two_years])

    assert (built.read, built.reused, rows_in(record)) == (1, 2, 90)


def test_changed_code_reads_everything_again(record: Path, two_years: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part read by an older reader must not stay."""
    build(record, [two_years])
    monkeypatch.setattr(stored, "code_hash", lambda: "other code")

    built = build(record, [two_years])

    assert (built.read, built.manifest.code) == (2, "other code")


def test_a_part_that_is_gone_is_made_again(record: Path, two_years: Path) -> None:
    """Whoever deletes a part gets it back by building."""
    build(record, [two_years])
    before = bytes_of(record)
    shutil.rmtree(record / "tables")

    built = build(record, [two_years])

    assert built.read == 2
    assert bytes_of(record) == before


def test_built_twice_the_record_is_the_same_to_the_byte(tmp_path: Path, two_years: Path) -> None:
    """Two people with the same files hold the same record and can prove it."""
    for name in ("one", "two"):
        build(tmp_path / name, [two_years])

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_names_folders_and_order_of_files_make_no_difference(tmp_path: Path, two_years: Path) -> None:
    """Only bytes count."""
    renamed = tmp_path / "elsewhere" / "deep"
    renamed.mkdir(parents=True)
    shutil.copy(two_years / "fy2016.csv.gz", renamed / "zzz.txt")
    shutil.copy(two_years / "fy2017.csv", renamed / "aaa")

    build(tmp_path / "one", [two_years])
    build(tmp_path / "two", [renamed / "zzz.txt", renamed / "aaa"], at_once=1)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_building_step_by_step_gives_the_record_built_at_once(tmp_path: Path, two_years: Path) -> None:
    """What a record holds must not depend on its past."""
    build(tmp_path / "steps", [two_years / "fy2017.csv"])
    build(tmp_path / "steps", [two_years / "fy2016.csv.gz"])
    build(tmp_path / "steps", [two_years])
    build(tmp_path / "once", [two_years])

    assert bytes_of(tmp_path / "steps") == bytes_of(tmp_path / "once")


def test_the_same_bytes_under_two_names_count_once(record: Path, two_years: Path) -> None:
    """A folder of downloads holds copies."""
    shutil.copy(two_years / "fy2017.csv", two_years / "fy2017 (1).csv")

    built = build(record, [two_years])

    assert rows_in(record) == 70
    assert [(Path(copy).name, Path(kept).name) for copy, kept in built.copies] == [("fy2017.csv", "fy2017 (1).csv")]


def test_the_last_names_of_a_file_are_kept_apart_from_the_record(record: Path, two_years: Path) -> None:
    """Answers name hashes; the user wants to know which file that was."""
    built = build(record, [two_years])

    names = sighted(record)

    assert {Path(name).name for paths in names.values() for name in paths} == {"fy2016.csv.gz", "fy2017.csv"}
    assert set(names) == {file.sha256 for file in built.manifest.files}
    assert b"fy2017.csv" not in (record / stored.NAME).read_bytes()


def publication(path: Path, *towns: str) -> Path:
    """A publication whose last day is always the same."""
    path.write_bytes(posted([{"Departed Date": "2025-07-01", "Apprehension County": town} for town in towns]))
    return path


def test_two_publications_of_one_day_become_two_releases(record: Path, files: Path) -> None:
    """ICE has posted two different files with one date; neither may hide the other."""
    built = build(record, [publication(files / "a.csv", "HARRIS"), publication(files / "b.csv", "HARRIS", "BEXAR")])

    expected = sorted(
        f"ice_removals/foia-2025-icli-00019-august@2025-07-01+{file.sha256[:4]}" for file in built.manifest.files
    )
    assert [release.id for release in Record(record).releases()] == expected


def test_a_publication_alone_again_loses_its_mark(tmp_path: Path, files: Path) -> None:
    """A release has one name for one set of files, whatever was built before."""
    one, two = publication(files / "a.csv", "HARRIS"), publication(files / "b.csv", "HARRIS", "BEXAR")
    build(tmp_path / "past", [one, two])
    build(tmp_path / "past", [one])
    build(tmp_path / "fresh", [one])

    assert bytes_of(tmp_path / "past") == bytes_of(tmp_path / "fresh")


def test_a_third_publication_of_one_day_is_marked_as_the_others(tmp_path: Path, files: Path) -> None:
    """The mark must not depend on who came first."""
    three = [publication(files / f"{number}.csv", *["HARRIS"] * number) for number in (1, 2, 3)]
    build(tmp_path / "past", three[:1])
    build(tmp_path / "past", three[:2])
    built = build(tmp_path / "past", three)
    build(tmp_path / "fresh", three)

    assert bytes_of(tmp_path / "past") == bytes_of(tmp_path / "fresh")
    assert all("+" in sheet.release for sheet in built.manifest.sheets)
    assert build(tmp_path / "past", three).unchanged


def test_two_files_of_one_release_and_year_are_a_conflict(record: Path, files: Path) -> None:
    """One of them would count twice; both are named and none is chosen."""
    one = write_removals(files / "one.csv", removals(30))
    two = write_removals(files / "two.csv", removals(31))

    with pytest.raises(FailedBuild) as caught:
        build(record, [files])

    assert caught.value.code == "S108"
    assert {str(one), str(two)} == {
        caught.value.where,
        caught.value.what.split("both this file and ")[1].split(" hold ")[0],
    }
    assert "removals of fiscal year 2016 of release ice_removals/2019-ICFO-53623" in caught.value.what


def test_files_in_conflict_are_left_out_of_a_build_that_keeps_going(record: Path, two_years: Path) -> None:
    """The other files are used; a year that two files claim is not counted twice."""
    write_removals(two_years / "other.csv", removals(41))

    built = build(record, [two_years], keep_going=True)

    assert [error.code for error in built.errors] == ["S108"]
    assert rows_in(record) == 30


def test_a_broken_file_leaves_the_old_record(record: Path, two_years: Path) -> None:
    """All or nothing, unless the user says otherwise."""
    build(record, [two_years])
    before = bytes_of(record)
    (two_years / "broken.csv.gz").write_bytes(b"\x1f\x8b\x08\x00broken")

    with pytest.raises(FailedBuild) as caught:
        build(record, [two_years])

    assert (caught.value.code, Path(caught.value.where).name) == ("S104", "broken.csv.gz")
    assert "--keep-going" in caught.value.todo
    assert bytes_of(record) == before


def test_a_build_that_keeps_going_uses_the_other_files(record: Path, two_years: Path) -> None:
    """The error is told and the rest is built."""
    (two_years / "broken.csv.gz").write_bytes(b"\x1f\x8b\x08\x00broken")

    built = build(record, [two_years], keep_going=True)

    assert [error.code for error in built.errors] == ["S104"]
    assert rows_in(record) == 70


def test_a_stranger_in_a_folder_is_passed_over_and_named(record: Path, two_years: Path) -> None:
    """Folders hold letters and readmes."""
    (two_years / "readme.txt").write_text("Dear all,\nas agreed.\n")

    built, again = build(record, [two_years]), build(record, [two_years])

    assert [Path(name).name for name, _ in built.passed_over] == ["readme.txt"]
    assert again.passed_over == built.passed_over


def test_a_stranger_that_the_user_names_is_an_error(record: Path, two_years: Path) -> None:
    """Also when an earlier build passed over it in its folder."""
    letter = two_years / "readme.txt"
    letter.write_text("Dear all,\nas agreed.\n")
    build(record, [two_years])

    with pytest.raises(FailedBuild) as caught:
        build(record, [two_years / "fy2017.csv", letter])

    assert caught.value.code == "S101"


def test_hidden_files_and_locks_of_spreadsheet_programs_are_no_data(record: Path, two_years: Path) -> None:
    """They come and go by themselves."""
    for name in (".DS_Store", "~$book.xlsx"):
        (two_years / name).write_bytes(b"PK\x03\x04")

    assert build(record, [two_years]).passed_over == []


def test_a_record_inside_its_input_folder_is_no_input(two_years: Path) -> None:
    """Whoever works in one folder must not feed the record to itself."""
    build(two_years / "record", [two_years])

    assert build(two_years / "record", [two_years]).unchanged


def test_a_build_may_be_confined_to_sources(record: Path, files: Path) -> None:
    """The manifest says so, and the next full build reads the rest."""
    write_removals(files / "rows.csv", removals(20))
    (files / "totals.csv").write_text("Country of citizenship,2016\nGUATEMALA,20\n")

    confined = build(record, [files], only=["ice_removals"])
    full = build(record, [files])

    assert {sheet.source for sheet in confined.manifest.sheets} == {"ice_removals"}
    assert confined.manifest.sources == ["ice_removals"]
    assert {sheet.source for sheet in full.manifest.sheets} == {"ice_removals", "ice_removals_by_country"}


def test_an_invented_record_says_so_and_a_real_one_does_not(record: Path, two_years: Path) -> None:
    """Every page depends on this mark."""
    build(record, [two_years], invented=True)
    invented = Record(record).invented
    build(record, [two_years])

    assert (invented, Record(record).invented) == (True, False)


def test_nothing_to_read_is_an_error(record: Path, files: Path) -> None:
    """An empty record would answer zero to everything."""
    with pytest.raises(NothingToRead, match="no file to read"):
        build(record, [files])
    (files / "letter.txt").write_text("Dear all,\nas agreed.\n")
    with pytest.raises(NothingToRead, match="no source knows"):
        build(record, [files])


def test_an_input_that_does_not_exist_is_named(record: Path, files: Path) -> None:
    """Paths are mistyped."""
    with pytest.raises(UnreadableFile, match="nowhere"):
        build(record, [files / "nowhere"])


def test_a_workbook_and_a_text_of_one_record_stand_side_by_side(record: Path, files: Path) -> None:
    """Two tables from two sources, one record."""
    write_removals(files / "rows.csv", removals(20))
    workbook(files / "totals.xlsx", {"Annex": [["Country of citizenship", 2016], ["GUATEMALA", 20], ["Total", 20]]})
    build(record, [files])

    assert Record(record).query("SELECT citizenship, period, removals FROM official_removals") == [
        {"citizenship": "GUATEMALA", "period": "2016", "removals": 20}
    ]


def test_progress_ends_with_everything_done(record: Path, two_years: Path) -> None:
    """Rows and bytes are shown while a build runs."""
    seen: list[Progress] = []

    build(record, [two_years], progress=seen.append)

    last = seen[-1]
    assert (last.files_done, last.files, last.rows) == (2, 2, 70)
    assert last.bytes_done == last.bytes == sum(path.stat().st_size for path in two_years.iterdir())


def test_every_ledger_in_the_manifest_adds_up(record: Path, two_years: Path) -> None:
    """Rows in = loaded + repaired + quarantined, and every line has its name."""
    ledgers = [sheet.ledger for sheet in build(record, [two_years]).manifest.sheets]

    assert all(one["rows"] == one["loaded"] + one["repaired"] + one["quarantined"] for one in ledgers)
    assert all(
        one["lines"] == sum(one[name] for name in ("banner", "header", "blank", "notes", "continuation", "rows"))
        for one in ledgers
    )
