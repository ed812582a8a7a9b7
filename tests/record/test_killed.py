"""Builds that are killed, that run at the same time, and readers in between: the record is always whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import sojourn
from invented import removals, write_removals
from sojourn.record import manifest as stored
from sojourn.record.build import build
from sojourn.record.opened import Record

BUILD = """
import sys
from pathlib import Path
from sojourn.record.build import build
record, times, *inputs = sys.argv[1:]
build(Path(record), [Path(inputs[-1])], at_once=1)
print("ready", flush=True)
for turn in range(int(times)):
    for one in inputs:
        build(Path(record), [Path(one)], at_once=1)
"""
ROWS = {"old": 300, "new": 500}


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Path]:
    """Two files that lead to two records."""
    return {name: write_removals(tmp_path / f"{name}.csv", removals(rows)) for name, rows in ROWS.items()}


@pytest.fixture
def wanted(tmp_path: Path, inputs: dict[str, Path]) -> dict[str, int]:
    """The rows that a record must have, by the text of its manifest."""
    found = {}
    for name, path in inputs.items():
        build(tmp_path / f"record-{name}", [path])
        found[(tmp_path / f"record-{name}" / stored.NAME).read_text()] = ROWS[name]
    return found


def start(record: Path, *inputs: Path, times: int = 1) -> subprocess.Popen[str]:
    """A process that builds the last input, says that it is ready, and builds one after the other."""
    where = {**os.environ, "PYTHONPATH": str(Path(sojourn.__file__).parents[1])}
    command = [sys.executable, "-c", BUILD, str(record), str(times), *map(str, inputs)]
    return subprocess.Popen(command, env=where, stdout=subprocess.PIPE, text=True)


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Return when a process has built once."""
    assert process.stdout
    assert process.stdout.readline() == "ready\n"


def rows_of_whole(record: Path, wanted: dict[str, int]) -> int:
    """The rows of a record that is exactly one of those wanted, with every part; -1 where it is not."""
    opened = Record(record)
    missing = [path for path in opened.manifest.paths() if not (record / path).is_file()]
    [row] = opened.query("SELECT count(*) AS rows, count(departed_date) AS days FROM removals")
    right = wanted.get(opened.manifest.text()) == row["rows"] == row["days"]
    return int(row["rows"]) if right and not missing else -1


def killed_builds(
    folder: Path, inputs: dict[str, Path], wanted: dict[str, int], rounds: int, seed: int
) -> Iterator[int]:
    """Kill two builds at a time at random moments; yields what each left."""
    moments = random.Random(seed)
    records = [folder / "one", folder / "two"]
    for record in records:
        build(record, [inputs["old"]])
    for _ in range(rounds):
        running = [start(record, inputs["new"], inputs["old"], times=50) for record in records]
        for process in running:
            wait_until_ready(process)
        for process in sorted(running, key=lambda _: moments.random()):
            time.sleep(moments.uniform(0, 0.25))
            process.kill()
            process.communicate()
        assert {(record / stored.NAME).read_text() for record in records} <= set(wanted)
        yield from (rows_of_whole(record, wanted) for record in records)


def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_record(
    tmp_path: Path, inputs: dict[str, Path], wanted: dict[str, int]
) -> None:
    """Power fails and people press the button; thirty-two builds end at moments of their own."""
    left = list(killed_builds(tmp_path, inputs, wanted, rounds=16, seed=20160930))

    assert len(left) == 32
    assert set(left) <= set(ROWS.values())


@pytest.mark.slow
def test_hundreds_of_killed_builds_leave_whole_records(
    tmp_path: Path, inputs: dict[str, Path], wanted: dict[str, int]
) -> None:
    """The same for longer, with other moments each time."""
    left = list(killed_builds(tmp_path, inputs, wanted, rounds=150, seed=time.time_ns()))

    assert set(left) <= set(ROWS.values())


def test_a_build_after_a_killed_one_sweeps_and_ends_as_if_nothing_had_been(
    tmp_path: Path, inputs: dict[str, Path], wanted: dict[str, int]
) -> None:
    """No trace of the killed build stays in the record."""
    record = tmp_path / "record"
    process = start(record, inputs["new"], inputs["old"], times=50)
    wait_until_ready(process)
    time.sleep(0.1)
    process.kill()
    process.communicate()
    time.sleep(0.5)  # its reader notices that nobody waits

    build(record, [inputs["old"]])
    build(record, [inputs["new"]])

    assert rows_of_whole(record, wanted) == ROWS["new"]
    assert {path.name for path in record.iterdir()} <= {"lock", "manifest.json", "sightings.json", "tables"}


def test_two_builds_at_once_end_with_a_whole_record(
    tmp_path: Path, inputs: dict[str, Path], wanted: dict[str, int]
) -> None:
    """One waits for the other; the record is that of the last."""
    record = tmp_path / "record"

    running = [start(record, path, times=3) for path in inputs.values()]
    ends = [process.wait(120) for process in running]
    for process in running:
        process.communicate()

    assert ends == [0, 0]
    assert rows_of_whole(record, wanted) in ROWS.values()


def test_readers_ask_while_builds_run(tmp_path: Path, inputs: dict[str, Path], wanted: dict[str, int]) -> None:
    """A question during a build is answered from the old record or the new one."""
    record = tmp_path / "record"
    build(record, [inputs["old"]])
    answers: list[int] = []
    done = threading.Event()

    def _ask() -> None:
        while not done.is_set():
            answers.append(rows_of_whole(record, wanted))

    reader = threading.Thread(target=_ask)
    reader.start()
    for name in ("new", "old", "new"):
        build(record, [inputs[name]])
    done.set()
    reader.join(60)

    assert len(answers) >= 3
    assert set(answers) <= set(ROWS.values())
