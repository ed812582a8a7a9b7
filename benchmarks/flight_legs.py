"""How fast legs are built from position points: points a second, and the time against that of sorting them.

`python benchmarks/flight_legs.py [POINTS] [RUNS]`. Points are invented: aircraft that fly from field to field, a point every four seconds, in
the order of aircraft and time (as traces come), and shuffled (as polls of all aircraft come).
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from sojourn.flights.airports import nearest
from sojourn.flights.tracks import Points, legs_of_points

EACH = 5_000
"""Points of each aircraft: five flights of 900 points and the time on the ground."""


def points(count: int) -> Points:
    """Invented points of as many aircraft as it takes, in order."""
    chance = np.random.default_rng(1)
    aircraft = count // EACH
    addresses = chance.choice(np.arange(0xA00001, 0xADF7C8, dtype=np.uint32), aircraft, replace=False)
    phase = np.tile(np.arange(EACH) % 1_000, aircraft)
    on_ground = phase < 100
    height = np.where(on_ground, 0, np.minimum(phase - 100, 1_000 - phase) * 20)
    total = aircraft * EACH
    return Points(
        aircraft=np.repeat(np.sort(addresses), EACH),
        at=1_750_000_000_000 + np.tile(np.arange(EACH, dtype=np.int64) * 4_000, aircraft),
        latitude=(30 + phase * 0.005).astype(np.float32),
        longitude=np.full(total, -95, np.float32),
        altitude_m=height.astype(np.float32),
        on_ground=on_ground,
        new_leg=np.zeros(total, bool),
        stale=np.zeros(total, bool),
    )


def median_seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print one line for each order."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    nearest()
    ordered = points(count)
    shuffled = ordered.take(np.random.default_rng(2).permutation(len(ordered)))
    for name, given in (("in order", ordered), ("shuffled", shuffled)):
        key = (given.aircraft.astype(np.int64) << 39) | (given.at - given.at.min())
        floor = median_seconds(lambda key=key: np.sort(key), runs)  # type: ignore[misc]
        taken = median_seconds(lambda given=given: legs_of_points(given), runs)  # type: ignore[misc]
        legs = len(legs_of_points(given))
        print(
            f"{name}: {len(given):,} points, {legs:,} legs, {taken:.2f} s, {len(given) / taken / 1e6:.1f} million points a second, "
            f"{taken / floor:.1f} times sorting"
        )


if __name__ == "__main__":
    main()
