"""A look-alike says so of itself, and a record that holds one says so on every page."""

from __future__ import annotations

import gzip
import warnings
import zipfile
from pathlib import Path

import pytest

from sojourn.lookalike import make
from sojourn.reading.limits import Limits
from sojourn.reading.marked import MARK, is_invented
from sojourn.record.build import build
from sojourn.record.opened import Record
from tiny import write_removals

LIMITS = Limits()


@pytest.mark.parametrize("family", ["foia-2019-icfo-53623", "foia-2026-icli-00005"])
def test_a_record_of_a_look_alike_says_so_unasked(family: str, tmp_path: Path) -> None:
    """Whoever forgets to say it must not get pages that look true, whatever the file is called by then."""
    for number, made in enumerate(make("ice_removals", 40, tmp_path / "made", family=family, faults=False)):
        (tmp_path / "files").mkdir(exist_ok=True)
        made.path.rename(tmp_path / "files" / f"removals-{number}{''.join(made.path.suffixes)}")
    built = build(tmp_path / "record", [tmp_path / "files"])
    again = build(tmp_path / "record", [tmp_path / "files"])

    assert built.manifest.invented
    assert Record(tmp_path / "record").invented
    assert again.unchanged


def test_a_court_look_alike_says_so_in_its_readme(tmp_path: Path) -> None:
    """Its tables have no room for a line."""
    [made] = make("eoir_cases", 300, tmp_path / "made", faults=False)

    assert build(tmp_path / "record", [made.path]).manifest.invented


def test_a_format_without_room_is_known_by_the_truth_beside_it(tmp_path: Path) -> None:
    """A list that begins with its header has nowhere to say it."""
    made = make("unhcr_decisions", 40, tmp_path, faults=False)

    assert all(is_invented(one.path, LIMITS) for one in made)
    assert MARK not in made[0].path.read_text(encoding="utf-8")


def test_other_files_are_not_marked(tmp_path: Path) -> None:
    """A mark on a true record would make every page of it a lie of another kind."""
    write_removals(tmp_path)

    assert not build(tmp_path / "record", [tmp_path]).manifest.invented


def test_the_mark_is_looked_for_at_the_beginning(tmp_path: Path) -> None:
    """A file is not read twice for it."""
    early, late, zipped = tmp_path / "early.csv.gz", tmp_path / "late.csv", tmp_path / "some.zip"
    early.write_bytes(gzip.compress(f"a,b\n{MARK},2\n".encode()))
    late.write_bytes(b"a,b\n" + b"1,2\n" * 1_000_000 + MARK.encode())
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("tables.csv", "a,b\n")
        archive.writestr("notes/read me.txt", MARK)

    assert [is_invented(one, LIMITS) for one in (early, late, zipped)] == [True, False, True]


@pytest.mark.parametrize(("note", "expected"), [(MARK, True), ("a note", False)])
def test_a_part_that_no_reader_needs_may_be_damaged(note: str, expected: bool, tmp_path: Path) -> None:
    """A workbook with a broken picture, or with a part twice, is read; looking for the mark must not refuse it."""
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the part that stands twice
        archive.writestr("picture.png", "picture")
        archive.writestr("twice.xml", "<a/>")
        archive.writestr("twice.xml", "<a/>")
        archive.writestr("notes.txt", note)
    path.write_bytes(path.read_bytes().replace(b"picture.pngpicture", b"picture.pngpictura"))
    with zipfile.ZipFile(path) as archive, pytest.raises(zipfile.BadZipFile):
        archive.read("picture.png")

    assert is_invented(path, LIMITS) is expected
