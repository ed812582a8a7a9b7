"""The confined process: memory, time and sudden ends become errors, and one file never ends a build."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sojourn.errors import BadParameter, LimitReached, NoSpace, SojournError, UnreadableFile
from sojourn.reading.limits import Job, Limits, run_all, system_errors


def _answer(number: int) -> int:
    return number


def _allocate(_: int) -> int:
    return len(bytearray(4 * 2**30))


def _sleep(seconds: int) -> int:
    time.sleep(seconds)
    return seconds


def _die(_: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def _die_leaving_a_child(_: int) -> int:
    if os.fork() == 0:
        time.sleep(60)
    return _die(0)


def _fail(_: int) -> int:
    raise ZeroDivisionError("a defect")


BUILD_WHOSE_READER_SLEEPS = """
import fcntl, sys, time
from sojourn.reading.limits import Job, Limits, run_all

def lock_and_sleep(path):
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        time.sleep(600)

if __name__ == "__main__":
    list(run_all([Job(lock_and_sleep, (sys.argv[1],), "file.csv")], Limits(memory_mib=2048), at_once=1))
"""


THREADS_OF_WHAT_WORKERS_ARE_FORKED_FROM = """
import os
from sojourn.record import ready
print(len(os.listdir("/proc/self/task")))
"""


def _is_free(path: Path) -> bool:
    """Whether no living process holds the lock of a file."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _until(true: Callable[[], bool]) -> None:
    """Wait for something that happens in another process."""
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within a minute")


def _full(_: int) -> int:
    raise OSError(28, "No space left on device")


def run(*calls: tuple[Callable[[int], int], int], seconds: int = 20) -> dict[int, Any]:
    """Run calls in confined processes of 2 GiB."""
    jobs = [Job(call, (argument,), "file.csv") for call, argument in calls]
    return dict(run_all(jobs, Limits(memory_mib=2048, seconds=seconds), at_once=2))


def test_answers_come_back_under_their_index() -> None:
    """More jobs than processes end in any order."""
    expected = {number: number for number in range(5)}

    assert run(*((_answer, number) for number in range(5))) == expected


def test_one_broken_job_leaves_the_others_alone() -> None:
    """A hostile file ends its own process, never the build."""
    answers = run((_die, 0), (_answer, 1), (_fail, 0))

    assert answers[1] == 1
    assert isinstance(answers[0], LimitReached)
    assert "ZeroDivisionError: a defect" in answers[2].what


def test_a_job_that_takes_too_much_memory_reaches_a_limit() -> None:
    """The error names the variable that raises the ceiling."""
    answer = run((_allocate, 0))[0]

    assert isinstance(answer, LimitReached)
    assert "SOJOURN_MEMORY_MIB" in answer.todo


def test_a_job_that_takes_too_long_reaches_a_limit() -> None:
    """A file that never ends must not hold a build for ever."""
    answer = run((_sleep, 60), seconds=1)[0]

    assert isinstance(answer, LimitReached)
    assert "SOJOURN_SECONDS" in answer.todo


def test_a_killed_job_is_noticed_although_its_child_lives_on() -> None:
    """The child holds the pipe open, so silence alone would be waited for until the time is up."""
    answer = run((_die_leaving_a_child, 0), seconds=50)[0]

    assert isinstance(answer, LimitReached)
    assert "ended by the system" in answer.what


def test_a_killed_build_leaves_no_reader_behind(tmp_path: Path) -> None:
    """Who kills a build must not find its readers hours later, still holding memory."""
    script, locked = tmp_path / "build.py", tmp_path / "locked"
    script.write_text(BUILD_WHOSE_READER_SLEEPS)
    build = subprocess.Popen([sys.executable, script, locked])
    _until(lambda: locked.exists() and not _is_free(locked))

    build.kill()
    build.wait()

    _until(lambda: _is_free(locked))


def test_what_workers_are_forked_from_has_one_thread() -> None:
    """A fork leaves other threads behind, with whatever they hold; the engine that is opened ahead must have none."""
    told = subprocess.run(
        [sys.executable, "-c", THREADS_OF_WHAT_WORKERS_ARE_FORKED_FROM],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )

    assert told.stdout == "1\n"


def test_one_worker_more_than_work_at_once_is_started_and_waits() -> None:
    """Its time counts from its job, not from its start, and no more jobs run at once than are allowed."""
    slow = run((_sleep, 2), (_sleep, 2), (_sleep, 2), (_sleep, 2), seconds=3)

    assert slow == dict.fromkeys(range(4), 2)


def test_a_full_disk_in_a_job_is_no_space() -> None:
    """The user frees space; nothing is wrong with the file."""
    assert isinstance(run((_full, 0))[0], NoSpace)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(28, "full"), NoSpace),
        (OSError(30, "read-only"), NoSpace),
        (OSError(122, "quota"), NoSpace),
        (PermissionError(13, "forbidden"), UnreadableFile),
        (FileNotFoundError(2, "missing"), UnreadableFile),
        (OSError(5, "input/output error"), UnreadableFile),
        (MemoryError(), LimitReached),
        (EOFError("short"), UnreadableFile),
    ],
)
def test_what_the_system_refuses_has_a_name_and_a_remedy(error: BaseException, kind: type[SojournError]) -> None:
    """A bare errno helps nobody."""
    with pytest.raises(kind) as caught, system_errors("here"):
        raise error

    assert (caught.value.where, bool(caught.value.todo)) == ("here", True)


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each error says which variable to raise, so each must work."""
    for number, name in enumerate(["MEMORY_MIB", "ENGINE_MIB", "SECONDS", "UNPACKED_MIB", "RATIO"], 1):
        monkeypatch.setenv(f"SOJOURN_{name}", str(number))

    assert Limits.from_environment() == Limits(1, 2, 3, 4, 5)


@pytest.mark.parametrize("value", ["0", "-1", "much", ""])
def test_a_limit_that_is_no_number_above_zero_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A mistyped limit must not mean no limit."""
    monkeypatch.setenv("SOJOURN_SECONDS", value)

    with pytest.raises(BadParameter, match="SOJOURN_SECONDS"):
        Limits.from_environment()


def test_an_answer_may_be_larger_than_a_pipe(tmp_path: Path) -> None:
    """A file with many refused rows reports all of them."""
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 3_000_000)

    [(_, answer)] = run_all([Job(Path.read_bytes, (path,), str(path))], Limits(), 1)

    assert isinstance(answer, bytes)
    assert len(answer) == 3_000_000
