"""The invented court release is what its truth says, to the byte."""

from __future__ import annotations

import json
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path

import pytest
from court_reread import Release, make

from sojourn.errors import UnknownName
from sojourn.lookalike import make as make_source
from sojourn.lookalike.court import Form, World, write_release
from sojourn.lookalike.court.archive import combined
from sojourn.lookalike.court.damage import KINDS
from sojourn.lookalike.court.text import tables

ONE = Form(processes=1)
TABLES = [f"{table}.csv" for table in tables()]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(tmp_path_factory.mktemp("court"), 2_000, 1)


def contents(path: Path) -> dict[str, str]:
    """Hashes of all files below a path, zips and truth alike."""
    return {
        str(file.relative_to(path)): sha256(file.read_bytes()).hexdigest() for file in path.rglob("*") if file.is_file()
    }


def test_equal_seeds_make_equal_bytes(tmp_path: Path) -> None:
    """A finding on an invented release must be repeatable from two numbers."""
    write_release(World(150, 5), tmp_path / "a", ONE)
    write_release(World(150, 5), tmp_path / "b", ONE)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_two_seeds_differ(tmp_path: Path) -> None:
    """Otherwise many seeds would test one release."""
    first = make(tmp_path / "a", 150, 1).data("A_TblCase.csv")
    second = make(tmp_path / "b", 150, 2).data("A_TblCase.csv")
    assert first != second


@pytest.mark.slow
def test_processes_do_not_show(tmp_path: Path) -> None:
    """Two processes write what one writes, over more than one chunk."""
    write_release(World(41_000, 5), tmp_path / "one", ONE)
    write_release(World(41_000, 5), tmp_path / "two", Form(processes=2))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_folder_holds_what_the_zip_holds(tmp_path: Path) -> None:
    """A release may be given as a folder of its files."""
    zipped = make(tmp_path, 150, 5)
    folder = write_release(World(150, 5), tmp_path, Form(as_folder=True, processes=1)).path
    assert (folder / "A_TblCase.csv").read_bytes() == zipped.data("A_TblCase.csv")
    assert (folder / "Lookup" / "tblLookupJudge.csv").read_bytes() == zipped.data("Lookup/tblLookupJudge.csv")


def test_line_ends_may_be_bare(tmp_path: Path) -> None:
    """Older releases end their lines with LF alone."""
    path = write_release(World(150, 5, faults=0), tmp_path, Form(line_end="\n", processes=1)).path
    assert b"\r" not in Release(path).data("B_TblProceeding.csv")


def test_a_deflate64_zip_holds_the_same_text(tmp_path: Path) -> None:
    """Some releases use a method that Python's zip reader refuses; by codes alone it equals plain deflate."""
    path = write_release(World(150, 5), tmp_path, Form(deflate64=True, processes=1)).path
    with zipfile.ZipFile(path) as zipped:
        info = zipped.infolist()[0]
    packed = path.read_bytes()[info.header_offset :]
    start = 30 + int.from_bytes(packed[26:28], "little") + int.from_bytes(packed[28:30], "little")
    text = zlib.decompressobj(-15).decompress(packed[start : start + info.compress_size])
    assert info.compress_type == 9
    assert zlib.crc32(text) == info.CRC


def test_the_zip_is_sound(release: Release) -> None:
    """Joined pieces must read as one member to everybody."""
    with zipfile.ZipFile(release.path) as zipped:
        assert zipped.testzip() is None
        assert len(zipped.namelist()) == 19 + 78 + 2


def test_checksums_combine() -> None:
    """The checksum of two pieces follows from theirs."""
    expected = zlib.crc32(b"one piece" + b"another" * 1000)
    assert combined(zlib.crc32(b"one piece"), zlib.crc32(b"another" * 1000), 7000) == expected


@pytest.mark.parametrize("name", TABLES)
def test_every_line_is_accounted_for(release: Release, name: str) -> None:
    """Lines = header + rows + blank lines + continuations, counted in the bytes."""
    file, data = release.truth["files"][name], release.data(name)
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    assert lines == file["lines"] == 1 + file["rows"] + file["blank_lines"] + file["continuation_lines"]
    assert len(data) == file["bytes"]
    assert data.endswith(b"\r\n") == file["ends_with_line_end"]


@pytest.mark.parametrize("name", TABLES)
def test_damage_stands_where_the_truth_says(release: Release, name: str) -> None:
    """A reader is judged line by line, so each place must be exact."""
    lines = release.lines(name)
    for one in release.damage(name):
        raw = b"\n".join(lines[one["line"] - 1 : one["line"] - 1 + one["lines"]]).removesuffix(b"\r")
        assert raw.decode("utf-8" if one["reason"] != "encoding" else "cp1252") == one["raw"]


@pytest.mark.parametrize("name", TABLES)
def test_all_other_lines_are_whole(release: Release, name: str) -> None:
    """Every line without planted damage has the right number of cells and reads as UTF-8."""
    damaged = {one["line"] + step for one in release.damage(name) for step in range(one["lines"])}
    fields = release.truth["files"][name]["fields"]
    whole = [line for number, line in enumerate(release.lines(name), 1) if number > 1 and number not in damaged]
    assert {line.decode().count("\t") + 1 for line in whole} == {fields}


def test_every_kind_of_damage_is_there(release: Release) -> None:
    """A small release must show all that a full one can."""
    found = {(one["file"], one["kind"]) for one in release.truth["damage"]}
    assert found == {(f"{kind.table}.csv", kind.name) for kind in KINDS}


def test_every_oddity_is_there(release: Release) -> None:
    """Oddities that are data: codes in no list, orphans, sentinels, placeholders."""
    absent = [name for name, rows in release.truth["headlines"]["quirks"].items() if not rows]
    assert absent == []


def test_repairable_rows_fit_only_with_their_true_cells(release: Release) -> None:
    """The true cells joined by tabs give the damaged line back, so nothing was lost."""
    repaired = [one for one in release.truth["damage"] if one["expected"] == "repaired"]
    assert ["\t".join(one["cells"]) for one in repaired] == [one["raw"] for one in repaired]


def test_count_txt_is_one_short_for_judges_and_right_elsewhere(release: Release) -> None:
    """The published count has this fault, and a reader must know it."""
    told = dict(line.split("\t") for line in release.data("Count.txt").decode().split("\r\n") if line)
    rows = {Path(name).stem: file["rows"] for name, file in release.truth["files"].items()}
    assert {name: rows[name] - int(count) for name, count in told.items() if rows[name] != int(count)} == {
        "tblLookupJudge": 1
    }


def test_motions_have_two_cells_more_than_names(release: Release) -> None:
    """The published header has 41 names, the rows 43 cells."""
    lines = release.lines("tbl_Court_Motions.csv")
    assert (lines[0].count(b"\t") + 1, lines[5].count(b"\t") + 1) == (41, 43)


def test_lookups_have_the_published_number_of_columns(release: Release) -> None:
    """Seventy-eight lists, each as wide as the published one."""
    lookups = [name for name in release.truth["files"] if name.startswith("Lookup/")]
    for name in lookups:
        widths = {line.count(b"\t") + 1 for line in release.lines(name)}
        assert widths == {release.truth["files"][name]["columns"]}
    assert len(lookups) == 78


def test_the_release_says_that_it_is_invented(release: Release) -> None:
    """Nobody may take it for a government record."""
    assert "INVENTED" in release.data("Readme.txt").decode()
    assert "INVENTED" in release.truth["invented"]


def test_a_clean_release_has_no_damage(tmp_path: Path) -> None:
    """Faults can be left out, for tests of measures alone."""
    path = write_release(World(300, 3, faults=0), tmp_path, ONE).path
    truth = json.loads((path.with_name(path.name + ".truth") / "truth.json").read_text())
    assert truth["damage"] == []
    assert all(file.get("ends_with_line_end", True) for file in truth["files"].values())


def test_the_command_line_knows_the_source(tmp_path: Path) -> None:
    """`sojourn lookalike eoir_cases` gives the file and its account like any other source."""
    (made,) = make_source("eoir_cases", 100, tmp_path, seed=4)
    assert made.path.name == "EOIR Case Data 2026-0701.zip"
    assert made.truth.account.rows > 1_000
    with pytest.raises(UnknownName, match="next-month"):
        make_source("eoir_cases", 100, tmp_path, family="last-month")
