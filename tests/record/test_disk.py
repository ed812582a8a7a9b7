"""A record on a real disk: full, forbidden, locked, swept, and read while it is replaced."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from invented import removal, removals, write_removals
from records import bytes_of, rows_in
from sojourn.errors import NoSpace, UnreadableFile
from sojourn.record import build as module
from sojourn.record import manifest as stored
from sojourn.record.build import build
from sojourn.record.opened import Record


def test_a_folder_that_may_not_be_read_is_an_error(
    record: Path, two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files would be missing in silence; the refusal is imitated, for root may read every folder."""

    def _refuse(path: object) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", _refuse)

    with pytest.raises(UnreadableFile, match="no permission"):
        build(record, [two_years])


def test_a_full_disk_at_the_last_step_leaves_the_old_record(
    record: Path, two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest is written beside the old one and then takes its place."""
    build(record, [two_years])
    before = bytes_of(record)
    write_removals(two_years / "fy2018.csv", removals(20, 2018), 2018)

    def _full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", _full)

    with pytest.raises(NoSpace):
        build(record, [two_years])

    assert bytes_of(record) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four mebibytes; the test is skipped where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs rights that this user has not")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_full_disk_leaves_the_old_record_whole(small_disk: Path, files: Path, keep_going: bool) -> None:
    """No other file will mend a full disk, so the build ends even where it should keep going.

    Each row has a text of its own, so that the rows are written as text first.
    """
    record = small_disk / "record"
    build(record, [write_removals(files / "small.csv", removals(30))])
    before = bytes_of(record)
    day = {"Departed Date": "5/1/2017", "Removal Date": "5/1/2017"}
    rows = [removal({**day, "Final Charge Section": f"charge {number}"}) for number in range(60_000)]
    write_removals(files / "large.csv", rows, 2017)

    with pytest.raises(NoSpace) as caught:
        build(record, [files], keep_going=keep_going)

    assert caught.value.code == "S112"
    assert bytes_of(record) == before
    assert rows_in(record) == 30
    assert not list(record.glob("work-*"))


def test_what_killed_builds_left_is_swept(record: Path, two_years: Path) -> None:
    """Leftovers of a killed build are removed by the next, also where nothing else is to do."""
    build(record, [two_years])
    (record / "work-dead").mkdir()
    (record / "work-dead" / "0.staged").write_text("half")
    for name in ("manifest.json.4711", "sightings.json.4711"):
        (record / name).write_text("half")
    (record / "tables" / "removals" / "orphan.parquet").write_text("half")

    build(record, [two_years])
    left = {path.name for path in record.iterdir()}
    write_removals(two_years / "fy2018.csv", removals(20, 2018), 2018)
    build(record, [two_years])

    assert left == {"lock", "manifest.json", "sightings.json", "tables", "quarantine"}
    assert not (record / "tables" / "removals" / "orphan.parquet").exists()


def test_a_reader_outlives_one_build(record: Path, two_years: Path) -> None:
    """Parts of the last manifest stay for whoever has it open."""
    build(record, [two_years])
    reader = Record(record)
    (two_years / "fy2017.csv").unlink()
    build(record, [two_years])

    [row] = reader.query("SELECT count(*) AS rows FROM removals")

    assert row == {"rows": 70}


def test_parts_of_the_build_before_last_are_removed(record: Path, two_years: Path) -> None:
    """A record does not grow without end."""
    build(record, [two_years])
    gone = bytes_of(record).keys()
    build(record, [write_removals(two_years / "fy2018.csv", removals(20, 2018), 2018)])
    build(record, [write_removals(two_years / "fy2019.csv", removals(20, 2019), 2019)])

    assert [name for name in gone if name != stored.NAME and (record / name).exists()] == []


def test_a_file_that_changes_keeping_its_time_is_hashed_again(record: Path, files: Path) -> None:
    """A file that changed shortly before it was hashed may change again without a new time stamp."""
    path = write_removals(files / "rows.csv", removals(20))
    stamp = path.stat()
    build(record, [files])
    path.write_bytes(path.read_bytes().replace(b"GUATEMALA", b"NICARAGUA"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    build(record, [files])

    assert Record(record).query("SELECT DISTINCT citizenship FROM removals") == [{"citizenship": "NICARAGUA"}]


def test_a_build_waits_for_another(record: Path, two_years: Path) -> None:
    """A lock keeps two builds of one record apart, and the user learns why nothing happens."""
    waited = threading.Event()
    with module._lock(record_made(record), lambda: None):
        second = threading.Thread(target=build, args=(record, [two_years]), kwargs={"waiting": waited.set})
        second.start()
        told = waited.wait(20)
        finished_early = (record / stored.NAME).exists()
    second.join(60)

    assert (told, finished_early, rows_in(record)) == (True, False, 70)


def record_made(record: Path) -> Path:
    """The folder of a record that holds nothing yet."""
    record.mkdir()
    return record
