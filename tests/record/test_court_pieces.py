"""A court table in pieces: stretches, blocks, any bytes, and builds that are killed; every row is there once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sojourn
import tiny_court
from court_reading import TEXTS, case, ledger_of, lines_of, read_bytes, table_file, tables_of, with_cases
from sojourn.reading.limits import Limits
from sojourn.reading.tabbed import TabbedReader
from sojourn.record import manifest as stored
from sojourn.record.build import build
from sojourn.record.court import build as court_build
from sojourn.record.court import files as court_files
from sojourn.record.court.read import stretch
from sojourn.record.opened import Record
from tiny_court import files, write_folder, write_zip


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=TEXTS, size=st.integers(1, 60), end=st.sampled_from([b"\r\n", b"\n"]))
def test_stretches_divide_a_file_into_its_lines(tmp_path: Path, body: bytes, size: int, end: bytes) -> None:
    """Each line is read by one worker and by no other, wherever the file is divided."""
    path = tmp_path / "tbl_Court_Appln.csv"
    content = "\t".join(tiny_court.headers_of("tbl_Court_Appln")).encode() + end + body
    path.write_bytes(content)
    source = table_file(path, "tbl_Court_Appln")
    starts = [*range(0, len(content), size), 0]

    found = [b"".join(stretch(source, Limits(), start, stop)) for start, stop in pairwise(starts)]

    assert b"".join(found) == content
    whole = [one for one in found if one]
    assert all(one.endswith(b"\n") for one in whole[:-1])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=TEXTS, end=st.sampled_from([b"\r\n", b"\n"]))
def test_any_bytes_become_rows_that_add_up(body: bytes, end: bytes) -> None:
    """Through the engine: what is stored is what the ledger says, and no bytes stop a build."""
    header = "\t".join(tiny_court.headers_of("tbl_Court_Appln")).encode()
    content = header + end + body

    found = read_bytes(content, "tbl_Court_Appln", {})
    again = read_in_small_pieces(content)

    assert found.ledger.lines == content.count(b"\n") + (not content.endswith(b"\n"))
    assert len(found.rows) == found.ledger.loaded + found.ledger.repaired
    assert len(found.refused) == found.ledger.quarantined
    assert again == found


def read_in_small_pieces(content: bytes) -> Any:
    """The same with blocks of seven bytes and batches of one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(court_files, "BLOCK_BYTES", 7)
        patch.setattr(court_files.CourtFile, "head", lambda self, _: self.path.read_bytes())
        patch.setattr(TabbedReader.batches, "__defaults__", (1,))
        return read_bytes(content, "tbl_Court_Appln", {})


@pytest.mark.usefixtures("workers_here")
def test_rows_keep_their_lines_when_a_file_is_read_in_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quarantine names the line of the file, not of the stretch."""
    lines = lines_of([case(number) for number in range(1, 101)], "\r\n")
    for at in (7, 50, 51, 99):
        lines[at] = b"FC" + lines[at].removeprefix(b"%d" % at)
    lines[30] = lines[30].replace(b"OLD HARBOR", b"OLD\nHARBOR")
    write_folder(tmp_path / "release", with_cases(b"\r\n".join(lines), 100))
    expected = [8, 52, 53, 101]

    monkeypatch.setattr(court_build, "LEAST_STRETCH", 900)
    monkeypatch.setattr(court_build, "MOST_STRETCH", 900)
    built = build(tmp_path / "record", [tmp_path / "release"])
    record = Record(tmp_path / "record")

    assert ledger_of(built)["court_cases"] == (95, 1, 4)
    assert [row["line"] for row in record.quarantine()] == expected
    assert len(stored.read(tmp_path / "record").sheets[0].parts) > 5  # type: ignore[union-attr]
    record.close()


@pytest.mark.usefixtures("workers_here")
def test_a_table_alone_is_cut_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker would read it while the other has nothing to do; cut in more pieces, each would start anew for little."""
    monkeypatch.setattr(court_build, "LEAST_STRETCH", 900)
    rows = with_cases(b"\r\n".join(lines_of([case(number) for number in range(1, 401)], "\r\n")), 400)
    write_folder(tmp_path / "release", rows)

    built = build(tmp_path / "record", [tmp_path / "release"])

    cut = [len(sheet.parts) for sheet in built.manifest.sheets if sheet.table == "court_cases"]
    assert (cut, ledger_of(built)["court_cases"]) == ([2], (400, 0, 0))


@pytest.mark.usefixtures("workers_here")
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=TEXTS)
def test_any_bytes_below_a_header_make_a_record(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    """A whole build: every line of the damaged table is in the ledger of the record."""
    folder = tmp_path_factory.mktemp("any")
    header = files()["A_TblCase.csv"].partition(b"\r\n")[0]
    content = header + b"\r\n" + body
    made = {name: one for name, one in files().items() if name != "Count.txt"}
    write_folder(folder / "release", made | {"A_TblCase.csv": content})

    built = build(folder / "record", [folder / "release"])

    [sheet] = [sheet for sheet in built.manifest.sheets if sheet.table == "court_cases"]
    assert sheet.ledger["lines"] == content.count(b"\n") + (not content.endswith(b"\n"))
    assert sheet.rows == len(tables_of(folder / "record")["court_cases"])


BUILD = """
import sys
from pathlib import Path
from sojourn.record.build import build
print("ready", flush=True)
build(Path(sys.argv[1]), [Path(sys.argv[2])])
"""


def test_a_build_killed_at_any_moment_leaves_the_old_record_or_the_new(tmp_path: Path) -> None:
    """Power fails in the middle of a release; five builds end at moments of their own."""
    record = tmp_path / "record"
    old, new = (
        write_zip(tmp_path / "old.zip"),
        write_zip(
            tmp_path / "new.zip",
            with_cases(b"\r\n".join(lines_of([case(1001), case(1002), case(1003), case(1004)], "\r\n")), 4),
        ),
    )
    build(record, [new])
    wanted = {(record / stored.NAME).read_text(): 4}
    build(record, [old])
    wanted[(record / stored.NAME).read_text()] = 3
    where = {**os.environ, "PYTHONPATH": str(Path(sojourn.__file__).parents[1])}
    moments = random.Random(20260701)

    for _ in range(5):
        command = [sys.executable, "-c", BUILD, str(record), str(new)]
        process = subprocess.Popen(command, env=where, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0.1, 1.0))
        process.kill()
        process.communicate()

        assert len(tables_of(record)["court_cases"]) == wanted[(record / stored.NAME).read_text()]
