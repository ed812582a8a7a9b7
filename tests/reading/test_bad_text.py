"""Text files that are cut, corrupt, hostile or changing: an error with its code, or a quarantined row."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from conftest import Read
from invented import HEADCOUNT, REMOVALS, removal, removals, removals_text, write_removals
from sojourn.errors import (
    DuplicateHeader,
    FileChanged,
    HeaderMismatch,
    LimitReached,
    UnknownFile,
    UnreadableFile,
    UnsafeFile,
)
from sojourn.reading.limits import MIB, Limits
from sojourn.reading.raw import kind_of, sha256_of, unchanging
from sojourn.record.worker import read_file


def test_a_gzip_that_is_cut_short_is_unreadable(tmp_path: Path, read: Read) -> None:
    """Half a download must not count as a file with fewer removals."""
    path = write_removals(tmp_path / "cut.csv.gz", removals(500))
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(UnreadableFile, match="cut short"):
        read(path)


def test_a_gzip_with_a_changed_byte_is_unreadable(tmp_path: Path, read: Read) -> None:
    """The checksum of the stream is the only sign of such damage."""
    path = write_removals(tmp_path / "corrupt.csv.gz", removals(500))
    packed = bytearray(path.read_bytes())
    packed[-6] ^= 0xFF
    path.write_bytes(bytes(packed))

    with pytest.raises(UnreadableFile, match="damaged"):
        read(path)


def test_a_gzip_bomb_is_unsafe(tmp_path: Path, read: Read) -> None:
    """No honest file shrinks to less than a thousandth."""
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(HEADCOUNT.encode() + b"\n" + b"A|1|2016-01-01\n" * (5 * MIB), 9))

    with pytest.raises(UnsafeFile, match="unpack to more than 50 times"):
        read(path, Limits(ratio=50))


def test_a_text_beyond_the_allowed_size_reaches_a_limit(tmp_path: Path, read: Read) -> None:
    """The ceiling is told with the variable that raises it."""
    path = write_removals(tmp_path / "large.csv.gz", removals(20_000))

    with pytest.raises(LimitReached, match="SOJOURN_UNPACKED_MIB"):
        read(path, Limits(unpacked_mib=1))


def test_nul_bytes_and_two_encodings_cost_only_the_damaged_row(tmp_path: Path, read: Read) -> None:
    """A damaged row keeps its bytes; the rows round it are read."""
    lines = removals_text(removals(3)).split(b"\n")
    lines[6] = lines[6].replace(b"GUATEMALA", b"GUATE\0MALA")
    lines[7] = lines[7].replace(b"GUATEMALA", b"C\xd4TE")
    path = tmp_path / "damaged.csv"
    path.write_bytes(b"\n".join(lines))

    [sheet] = read(path).sheets

    assert (sheet.ledger.loaded, sheet.ledger.repaired, sheet.ledger.quarantined) == (1, 1, 1)
    assert [(row.line, row.raw) for row in sheet.refused] == [(7, lines[6])]


def test_a_header_twice_in_one_row_is_refused(tmp_path: Path, read: Read) -> None:
    """A cell would have two meanings."""
    path = tmp_path / "twice.csv"
    path.write_bytes(removals_text([[*removal(), "Male"]], header=[*REMOVALS, "Gender"]))

    with pytest.raises(DuplicateHeader, match="'Gender' stands twice"):
        read(path)


def test_a_missing_column_is_named_with_its_family(tmp_path: Path, read: Read) -> None:
    """Whoever reads the error must know which column to look for."""
    path = tmp_path / "missing.csv"
    path.write_bytes(removals_text([removal()[:8]], header=REMOVALS[:8]))

    with pytest.raises(HeaderMismatch) as caught:
        read(path)

    assert "row 6 looks like family ice_removals/foia-2019-icfo-53623" in caught.value.what
    assert "missing: Departed Date, Removal Date" in caught.value.what


def test_an_unknown_column_names_the_nearest_family(tmp_path: Path, read: Read) -> None:
    """A column that no family knows may change what the others mean, so the file is not read."""
    path = tmp_path / "more.csv"
    path.write_bytes(removals_text([[*removal(), "x"]], header=[*REMOVALS, "Shoe Size"]))

    with pytest.raises(HeaderMismatch) as caught:
        read(path)

    assert "ice_removals/foia-2019-icfo-53623" in caught.value.what
    assert "not known: Shoe Size" in caught.value.what


def test_a_file_without_any_known_header_is_unknown(tmp_path: Path, read: Read) -> None:
    """Nothing is read on a guess."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear all,\nplease find attached, as agreed, the files.\n")

    with pytest.raises(UnknownFile, match="no source reads this layout"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe", b"\0" * 64])
def test_a_file_of_nothing_is_unknown(tmp_path: Path, read: Read, content: bytes) -> None:
    """An empty download is told as such and is never a release with no removals."""
    path = tmp_path / "empty.csv"
    path.write_bytes(content)

    with pytest.raises(UnknownFile):
        read(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
            "a pointer of Git LFS in place of the file",
        ),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html>\n<p>Not found, sorry</p>\n", "a web page in place of the file"),
    ],
)
def test_what_stands_in_place_of_a_file_is_named(tmp_path: Path, read: Read, content: bytes, what: str) -> None:
    """A clone without its large files, or a page that says that the address is dead."""
    path = tmp_path / "removals.csv"
    path.write_bytes(content)

    with pytest.raises(UnknownFile, match=what):
        read(path)


def test_a_known_header_without_rows_is_a_file_without_rows(tmp_path: Path, read: Read) -> None:
    """Agencies do publish them."""
    path = tmp_path / "norows.csv"
    path.write_bytes(removals_text([]))

    [sheet] = read(path).sheets

    assert (sheet.rows, sheet.ledger.lines, sheet.ledger.rows) == (0, 6, 0)


def test_damaged_utf16_is_unreadable(tmp_path: Path, read: Read) -> None:
    """Half a character at the end means that the file was cut."""
    path = tmp_path / "cut.csv"
    path.write_bytes(f"{HEADCOUNT}\nA|1|2016-01-01\n".encode("utf-16")[:-1])

    with pytest.raises(UnreadableFile, match="UTF-16"):
        read(path)


def test_a_damaged_parquet_file_is_unreadable(tmp_path: Path, read: Read) -> None:
    """It begins like Parquet and holds none."""
    path = tmp_path / "damaged.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 100)

    with pytest.raises(UnreadableFile):
        read(path)


def test_a_file_that_grows_while_it_is_read_has_changed(tmp_path: Path) -> None:
    """A download that still runs must not be counted by its first half."""
    path = write_removals(tmp_path / "growing.csv", removals(3))

    with pytest.raises(FileChanged) as caught, unchanging(path, sha256_of(path)), path.open("ab") as file:
        file.write(b"more\n")

    assert caught.value.code == "S106"


def test_a_file_replaced_after_it_was_hashed_has_changed(tmp_path: Path) -> None:
    """The hash names the bytes that were read, or nothing does."""
    path = write_removals(tmp_path / "replaced.csv", removals(3))
    hashed = sha256_of(path)
    write_removals(path, removals(4))

    with pytest.raises(FileChanged):
        read_file(path, hashed, tmp_path / "parts", Limits())


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x1f\x8b\x08", "gzip"),
        (b"PAR1", "parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
        (b"a,b\n", "text"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(tmp_path: Path, start: bytes, kind: str) -> None:
    """Names lie: published files carry wrong endings."""
    path = tmp_path / "anything.xlsx"
    path.write_bytes(start)

    assert kind_of(path) == kind


def test_a_folder_that_is_no_file_is_unreadable(tmp_path: Path) -> None:
    """A pipe or a folder has no bytes that could be hashed twice."""
    with pytest.raises(UnreadableFile, match="not a regular file"), unchanging(tmp_path, ""):
        pass
