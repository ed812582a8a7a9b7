"""How the benchmarks measure: medians of several runs, each in a fresh process, with the peak memory of all its processes."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

RUNS = 5
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program finds its modules compiled."""

STOPWATCH = f"""
import sys, time
sys.path.append({str(Path(__file__).parent)!r})
from measure import now, passed
"""
"""Stands before code that is timed."""


@dataclass(frozen=True)
class Timing:
    """Median seconds and the largest resident memory seen, summed over the processes of a run, in MiB.

    Processor seconds are those of all processes that a run waited for.
    """

    seconds: float
    peak_mib: float
    processor: float


def timed(code: str, runs: int = RUNS) -> Timing:
    """Run Python code that prints its own seconds, several times in fresh processes.

    Code that calls `passed(start)` with a `start = now()` prints its own processor seconds too; otherwise they are
    those of the whole process.
    """
    return middle([_own_clock(*ran([sys.executable, "-c", STOPWATCH + code])) for _ in range(runs)])


def middle(timings: Sequence[Timing]) -> Timing:
    """Medians of the seconds, the highest peak."""
    return Timing(
        statistics.median(one.seconds for one in timings),
        max(one.peak_mib for one in timings),
        statistics.median(one.processor for one in timings),
    )


def ran(command: Sequence[str], **how: Any) -> tuple[str, Timing]:
    """What one run of a command prints, and its time from the start of its process to the end of it.

    Raises:
        subprocess.CalledProcessError: it failed; what it printed is in `output`.
    """
    start, before = time.perf_counter(), _reaped()
    how = {"env": INSTALLED} | how
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, **how)
    peak = _Peak(process.pid)
    out, _ = process.communicate()
    timing = Timing(time.perf_counter() - start, peak.stop(), _reaped() - before)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out)
    return out, timing


def now() -> tuple[float, float]:
    """Wall and processor seconds, to be given to `passed`."""
    return time.perf_counter(), spent(os.getpid())


def passed(start: tuple[float, float]) -> None:
    """Print the wall and processor seconds since `now`."""
    print(*(after - before for after, before in zip(now(), start, strict=True)))


def spent(root: int) -> float:
    """Processor seconds of a process, of all below it, and of those that they waited for; to 0.01 s."""
    parents, ticks = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(entry.name)] = int(fields[1])
            ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    below = [root]
    for one in below:
        below += [child for child, parent in parents.items() if parent == one]
    return sum(ticks.get(one, 0) for one in below) / os.sysconf("SC_CLK_TCK")


def _reaped() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own_clock(out: str, whole: Timing) -> Timing:
    seconds, *processor = map(float, out.splitlines()[-1].split())
    return replace(whole, seconds=seconds, processor=processor[0] if processor else whole.processor)


def timed_command(command: Sequence[str], runs: int = RUNS) -> float:
    """Median wall seconds of a command from a cold process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=INSTALLED)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


class _Peak:
    """Samples the proportional memory of a session of processes every 100 ms; shared pages count once."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._peak = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        self._stop.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            self._peak = max(self._peak, sum(map(_mib, _members(self._group))))


def _members(group: int) -> list[int]:
    members = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == group:
                    members.append(int(entry.name))
            except ProcessLookupError:
                continue
    return members


def _mib(process: int) -> float:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0.0
    return 0.0


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of figures."""
    widths = [max(len(row[at]) for row in [columns, *rows]) for at in range(len(columns))]
    print(f"\n{title}")
    for row in [columns, *rows]:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
