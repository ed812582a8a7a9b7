"""Novel groups at full size: `python benchmarks/group_scan.py` prints medians of fresh processes; the aims are 90 s, 5 s and 1 GB.

Invented are 963,000 removals of 200 citizenships in four years, with the shares of a long tail and a charter every other week.
The floor is the bare dealing of the labels: the same permutations of the same strata, and nothing counted. Imports and the
making of the rows are not counted.
"""

from __future__ import annotations

import sys

from measure import table, timed

PERMUTATIONS = 1000
RUNS = 3
ROWS = """
import time
import numpy as np
from dataclasses import replace
from sojourn.groups.nouns import Departures
random = np.random.default_rng(1)
days = np.arange(np.datetime64("2015-10-01"), np.datetime64("2019-10-01"))
shares = 1 / np.arange(1, 201) ** 2.2
working = np.where((days.astype(int) + 3) % 7 < 5, 1.0, 0.2)
means = 962_000 * np.outer(working / working.sum(), shares / shares.sum())
counts = random.poisson(means).astype(np.int32)
for at, day in enumerate(range(5, len(days) - 40, 14)):
    counts[day, 20 + at % 60] += 40
names = tuple("COUNTRY " + str(1000 + at) for at in range(200))
all_rows = Departures(days, names, counts, np.zeros(len(days), np.int32))
"""
WHOLE = (
    ROWS
    + """
from sojourn.groups.novel import find_groups
start = time.perf_counter()
find_groups(all_rows, seed=1, permutations={permutations})
print(time.perf_counter() - start)
"""
)
MONTH = (
    ROWS
    + """
from sojourn.groups.novel import extend, find_groups
first = Departures(days[:-30], names, counts[:-30], all_rows.unknown[:-30])
before = find_groups(first, seed=1, permutations={permutations})
start = time.perf_counter()
extend(before, all_rows)
print(time.perf_counter() - start)
"""
)
FLOOR = (
    ROWS
    + """
from concurrent.futures import ThreadPoolExecutor
from sojourn.groups.baseline import quarters, weekdays
stratum = quarters(days) * 7 + weekdays(days)
labels = [np.repeat(np.tile(np.arange(200, dtype=np.int32), (stratum == one).sum()), counts[stratum == one].ravel())
          for one in np.unique(stratum)]
def dealt(number):
    source = np.random.Generator(np.random.SFC64([1, number]))
    for one in labels:
        source.permuted(one)
start = time.perf_counter()
with ThreadPoolExecutor(2) as pool:
    list(pool.map(dealt, range({permutations})))
print(time.perf_counter() - start)
"""
)


def main() -> None:
    """Print the table."""
    permutations = int(sys.argv[1]) if len(sys.argv) > 1 else PERMUTATIONS
    whole, month, floor = (timed(code.format(permutations=permutations), RUNS) for code in (WHOLE, MONTH, FLOOR))
    rows = [
        (
            "all four years",
            f"{whole.seconds:.1f}",
            f"{whole.seconds / floor.seconds:.2f}",
            "90",
            f"{whole.peak_mib:.0f}",
        ),
        (
            "a month on top",
            f"{month.seconds:.1f}",
            f"{month.seconds / floor.seconds:.2f}",
            "5",
            f"{month.peak_mib:.0f}",
        ),
        ("bare dealing of the labels", f"{floor.seconds:.1f}", "1", "", f"{floor.peak_mib:.0f}"),
    ]
    table(f"963,000 removals, {permutations:,} permutations", ("job", "seconds", "ratio", "aim", "MiB"), rows)


if __name__ == "__main__":
    main()
