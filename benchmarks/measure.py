"""How the benchmarks measure: medians of several runs, each in a fresh process, with the peak memory of all its processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""An installed program finds its modules compiled."""


@dataclass(frozen=True)
class Timing:
    """Median seconds and the largest resident memory seen, summed over the processes of a run, in MiB."""

    seconds: float
    peak_mib: float


def timed(code: str, runs: int = RUNS) -> Timing:
    """Run Python code that prints its own seconds, several times in fresh processes."""
    seconds, peaks = [], []
    for _ in range(runs):
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True, env=_INSTALLED
        )
        peak = _Peak(process.pid)
        out, _ = process.communicate()
        peaks.append(peak.stop())
        assert process.returncode == 0, code
        seconds.append(float(out.split()[-1]))
    return Timing(statistics.median(seconds), max(peaks))


def timed_command(command: Sequence[str], runs: int = RUNS) -> float:
    """Median wall seconds of a command from a cold process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
