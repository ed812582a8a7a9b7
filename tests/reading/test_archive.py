"""Archives: what was packed comes back, and damage is an error, never a shorter table."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import archive, packed_by
from sojourn.errors import LimitReached, SojournError, UnreadableFile, UnsafeFile
from sojourn.reading.archive import DEFLATE, DEFLATE64, STORED, Member, members, stream
from sojourn.reading.limits import MIB, Limits

TABLE = b"IDNCASE\tALIEN_CITY\r\n" + b"".join(b"%d\tNEW ORLEANS\r\n" % number for number in range(3000))
METHODS = [STORED, DEFLATE, DEFLATE64]
NAME = "EOIR Case Data/A_TblCase.csv"

Make = Callable[[bytes], Path]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Writes an archive; each example writes it anew."""
    path = tmp_path_factory.mktemp("archive") / "EOIR Case Data.zip"

    def _write(content: bytes) -> Path:
        path.write_bytes(content)
        return path

    return _write


def unpack(path: Path, limits: Limits | None = None, block: int = 8 * MIB) -> dict[str, bytes]:
    """Every member, whole."""
    return {member.name: b"".join(stream(path, member, limits or Limits(), block)) for member in members(path)}


@pytest.mark.parametrize("method", METHODS)
def test_what_was_packed_comes_back(place: Make, method: int) -> None:
    """The three methods that releases have used, and folders between the files."""
    expected = {NAME: TABLE, "EOIR Case Data/Lookup/empty.csv": b"", "Count.txt": b"A_TblCase\t3000"}

    path = place(archive({"EOIR Case Data/": b"", **expected}, method))

    assert unpack(path) == expected


def test_a_member_is_described_as_its_directory_has_it(place: Make) -> None:
    """The ledger holds the sizes against what was read."""
    expected = [Member("a.csv", 3, 3, zlib.crc32(b"abc"), STORED, 0), Member("b.csv", 1, 1, zlib.crc32(b"d"), 0, 38)]

    assert members(place(archive({"a.csv": b"abc", "b.csv": b"d"}, STORED))) == expected


@given(
    contents=st.dictionaries(
        st.text("abc/é", min_size=1).filter(lambda name: name[-1] != "/"), st.binary(), min_size=1
    ),
    method=st.sampled_from(METHODS),
    block=st.sampled_from([1, 7, 8 * MIB]),
)
def test_arbitrary_bytes_come_back(place: Make, contents: dict[str, bytes], method: int, block: int) -> None:
    """A court's bytes are whatever they are."""
    assert unpack(place(archive(contents, method, encoding="utf-8")), block=block) == contents


@pytest.mark.parametrize("method", METHODS)
def test_blocks_do_not_depend_on_how_it_waspacked_by(place: Make, method: int) -> None:
    """Long runs, noise and text across many packed pieces."""
    noise = random.Random(7)
    content = b"\0" * 3_000_000 + noise.randbytes(2_000_000) + TABLE * 30

    path = place(archive({NAME: content}, method))
    pieces = list(stream(path, members(path)[0], Limits(), 100_000))

    assert b"".join(pieces) == content
    assert len(pieces) > 5
    assert all(pieces)


@pytest.mark.parametrize("limit", [10, 0])
def test_zip64_is_read(place: Make, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """A release is larger than the first zip format can count."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archived:
        archived.writestr(NAME, TABLE)
        archived.writestr("Count.txt", b"A_TblCase\t3000")

    assert b"PK\6\6" in target.getvalue()
    assert unpack(place(target.getvalue())) == {NAME: TABLE, "Count.txt": b"A_TblCase\t3000"}


@pytest.mark.parametrize(
    ("stored", "encoding", "flags", "system", "expected"),
    [
        ("Länder.csv", "utf-8", 0x800, 3, "Länder.csv"),
        ("Länder.csv", "utf-8", 0, 3, "Länder.csv"),
        ("Länder.csv", "cp437", 0, 3, "Länder.csv"),
        ("Lookup\\a.csv", "ascii", 0, 0, "Lookup/a.csv"),
        ("Lookup\\a.csv", "ascii", 0, 3, "Lookup\\a.csv"),
    ],
)
def test_names_are_read_as_they_were_meant(
    place: Make, stored: str, encoding: str, flags: int, system: int, expected: str
) -> None:
    """Members are found by name, and archivers write names in different ways."""
    [member] = members(place(archive({stored: b"a"}, flags=flags, encoding=encoding, system=system)))

    assert member.name == expected


@pytest.mark.parametrize(
    ("name", "climbs"),
    [("/etc/passwd", True), ("a/../../b", True), ("C:/a", True), ("a/b..csv", False), ("EOIR Case Data/a.csv", False)],
)
def test_a_name_that_climbs_out_is_said_to(place: Make, name: str, climbs: bool) -> None:
    """Nothing is written, so it does no harm here, but it is no agency's archive."""
    assert [member.climbs for member in members(place(archive({name: b"a"})))] == [climbs]


@pytest.mark.parametrize("flag", [0x1, 0x40 | 0x1, 0x2000])
def test_a_protected_archive_is_refused(place: Make, flag: int) -> None:
    """Its bytes would be noise."""
    with pytest.raises(UnreadableFile, match="password"):
        members(place(archive({NAME: TABLE}, flags=flag)))


def test_a_name_that_stands_twice_is_refused(place: Make) -> None:
    """Which of the two tables was meant cannot be known."""
    with pytest.raises(UnreadableFile, match=r"holds 2 members named .a\.csv."):
        members(place(archive([("a.csv", b"1"), ("a.csv", b"2")])))


def test_an_unknown_method_is_refused_where_it_is_read(place: Make) -> None:
    """The other members are still good."""
    path = place(archive({NAME: b"abc"}, 12, packed=b"abc"))

    assert members(path)[0].method == 12
    with pytest.raises(UnreadableFile, match="method 12"):
        unpack(path)


@pytest.mark.parametrize("method", METHODS)
def test_an_archive_cut_anywhere_is_an_error(place: Make, method: int) -> None:
    """A download that broke off must not become a shorter table."""
    whole = archive({NAME: b"1\t2\r\n" * 9, "Count.txt": b"A_TblCase\t9"}, method)

    for length in range(len(whole)):
        with pytest.raises(UnreadableFile) as caught:
            members(place(whole[:length]))
        assert caught.value.todo == "fetch it again"


def test_an_archive_inside_a_cut_archive_is_not_taken_for_it(place: Make) -> None:
    """The directory of a member that is an archive is not the directory of the whole."""
    inner = archive({"inner.csv": b"abc"}, STORED)
    empty = archive({}, STORED)
    whole = archive({"a.csv": TABLE, "inner.zip": inner, "empty.zip": empty}, STORED)

    for end in (whole.index(inner) + len(inner), whole.index(empty, whole.index(inner) + len(inner)) + len(empty)):
        with pytest.raises(UnreadableFile, match="does not describe its bytes"):
            members(place(whole[:end]))


@pytest.mark.parametrize("change", [lambda whole: b"HTTP" + whole, lambda whole: whole + b"\0"])
def test_bytes_before_or_behind_the_archive_are_refused(place: Make, change: Callable[[bytes], bytes]) -> None:
    """A resumed download that went wrong leaves such files."""
    with pytest.raises(UnreadableFile):
        members(place(change(archive({NAME: TABLE}))))


def test_members_that_share_bytes_are_refused(place: Make) -> None:
    """One packed block under many names overflows any disk."""
    whole = bytearray(archive({"a.csv": TABLE, "b.csv": TABLE}))
    second = whole.rindex(b"PK\1\2")
    whole[second + 42 : second + 46] = bytes(4)

    with pytest.raises(UnsafeFile, match="share bytes"):
        members(place(bytes(whole)))


@given(method=st.sampled_from(METHODS), data=st.data())
def test_a_changed_byte_is_an_error_or_changes_nothing(place: Make, method: int, data: st.DataObject) -> None:
    """Whatever a disk or a wire does to one byte, the text is the same or there is none."""
    expected = {NAME: TABLE[:400]}
    whole = bytearray(archive(expected, method))
    head = whole.index(b"PK\1\2")
    whole[data.draw(st.integers(0, head - 1))] ^= data.draw(st.integers(1, 255))

    try:
        found = unpack(place(bytes(whole)))
    except SojournError:
        found = expected
    assert found == expected


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("size", "crc", "kind", "reason"),
    [
        (len(TABLE) - 1, None, UnsafeFile, "beyond the"),
        (len(TABLE) + 1, None, UnreadableFile, "it ends after"),
        (None, 1, UnreadableFile, "checksum"),
    ],
)
def test_a_member_that_is_not_what_it_states_is_refused(
    place: Make, method: int, size: int | None, crc: int | None, kind: type[SojournError], reason: str
) -> None:
    """Length and checksum are the only witnesses that nothing is missing."""
    path = place(archive({NAME: TABLE}, method, size=size, crc=crc))

    with pytest.raises(kind, match=reason) as caught:
        unpack(path)
    assert NAME in caught.value.where


@pytest.mark.parametrize("method", [DEFLATE, DEFLATE64])
@pytest.mark.parametrize("keep", [0, 1, 40, -1])
def test_packed_bytes_that_break_off_are_refused(place: Make, method: int, keep: int) -> None:
    """The directory may be whole while a member is not."""
    packed = packed_by(TABLE, method)[:keep]

    with pytest.raises(UnreadableFile):
        unpack(place(archive({NAME: TABLE + b"\0"}, method, packed=packed)))


@pytest.mark.parametrize("method", [DEFLATE, DEFLATE64])
def test_damaged_packed_bytes_are_refused(place: Make, method: int) -> None:
    """The reason is the damage, not a defect of the reader."""
    with pytest.raises(UnreadableFile, match="packed bytes are damaged"):
        unpack(place(archive({NAME: TABLE}, method, packed=b"\7" * 40)))


def test_a_member_that_is_not_where_it_should_be_is_refused(place: Make) -> None:
    """The directory is whole, the place it points to is not."""
    whole = archive({NAME: TABLE})

    with pytest.raises(UnreadableFile, match="does not stand where"):
        unpack(place(b"PK\0\0" + whole[4:]))


def test_an_archive_that_shrinks_while_it_is_read_is_an_error(place: Make) -> None:
    """The directory was read when the file was whole."""
    whole = archive({NAME: TABLE}, STORED)
    path = place(whole)
    [member] = members(path)
    place(whole[:1000])

    with pytest.raises(UnreadableFile, match="too early"):
        list(stream(path, member, Limits()))


@pytest.mark.parametrize("method", [DEFLATE, DEFLATE64])
def test_a_member_that_unpacks_without_end_is_refused(place: Make, method: int) -> None:
    """A stated size that is honest does not make a bomb safe, nor does one that is not."""
    bomb = packed_by(bytes(80_000_000), method)

    honest = place(archive({NAME: b""}, method, packed=bomb, size=80_000_000))
    with pytest.raises(UnsafeFile, match="250 times"):
        unpack(honest)

    lying = place(archive({NAME: b""}, method, packed=bomb, size=5000))
    with pytest.raises(UnsafeFile, match="beyond the 5,000 bytes"):
        unpack(lying)


def test_a_member_above_the_allowed_size_reaches_a_limit(place: Make) -> None:
    """The disk and the clock of the user are finite."""
    path = place(archive({NAME: bytes(2 * MIB)}, STORED))

    with pytest.raises(LimitReached, match="1 MiB"):
        unpack(path, Limits(unpacked_mib=1))


def test_text_of_a_court_passes_the_limits(place: Make) -> None:
    """A release unpacks to about five times its size, and its most repetitive tables to more."""
    content = TABLE * 1500

    assert len(content) > 64 * MIB
    assert len(unpack(place(archive({NAME: content})))[NAME]) == len(content)
