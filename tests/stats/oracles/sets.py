"""Invented sets of durations: with ties, with late entries, with several ends; the same on every machine."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

FROM_THE_START = -1.0
"""Entry of those who are seen from the origin on, also where something happens at time 0."""


@dataclass(frozen=True)
class Durations:
    """Rows of one set: entry, end, cause (0 where censored), and how many subjects the row stands for."""

    entries: list[float]
    times: list[float]
    causes: list[int]
    counts: list[int]

    @property
    def number(self) -> int:
        """Causes in all."""
        return max(self.causes)


def invented() -> dict[str, Durations]:
    """Each set by its name."""
    return {
        "stays with ties": _drawn(1, 400, late=0.0, causes=3, step=1.0, most=9),
        "stays with ties and late entries": _drawn(2, 400, late=0.4, causes=3, step=1.0, most=9),
        "stays without ties": _drawn(3, 300, late=0.0, causes=2, step=0.0, most=1),
        "stays without ties, late entries": _drawn(4, 300, late=0.5, causes=2, step=0.0, most=1),
        "all ended": _drawn(5, 120, late=0.0, causes=2, step=1.0, most=4, followed=10_000.0),
        "first risk set empties": Durations(
            [FROM_THE_START, FROM_THE_START, 5, 5, 6, 6, 7], [2, 3, 9, 12, 12, 15, 20], [1, 2, 1, 0, 2, 1, 0], [1] * 7
        ),
    }


def _drawn(
    seed: int, rows: int, *, late: float, causes: int, step: float, most: int, followed: float = 60.0
) -> Durations:
    """Rows whose lengths are a mixture of short and long, cut at the end of observation.

    With a step, lengths are whole multiples of it, so that many are equal.
    """
    draw = Random(seed)
    made = Durations([], [], [], [])
    while len(made.times) < rows:
        length = draw.expovariate(1 / 12) if draw.random() < 0.7 else draw.expovariate(1 / 90)
        seen = draw.uniform(0, followed)
        entry = draw.uniform(0, 40) if draw.random() < late else FROM_THE_START
        if step:
            length, seen, entry = (one // step * step for one in (length, seen, entry))
        end = min(length, max(seen, 0.0) + max(entry, 0.0))
        if entry < end:
            made.entries.append(entry)
            made.times.append(end)
            made.causes.append(draw.randint(1, causes) if length == end else 0)
            made.counts.append(draw.randint(1, most))
    return made


def write(folder: Path) -> None:
    """Each set as CSV."""
    for name, one in invented().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["start", "stop", "cause", "count"])
            out.writerows(
                (repr(float(entry)), repr(float(time)), cause, count)
                for entry, time, cause, count in zip(one.entries, one.times, one.causes, one.counts, strict=True)
            )


def read(path: Path) -> Durations:
    """A set of a CSV file, such as those that curves.R writes of the published data."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Durations(
        [float(row["start"]) for row in rows],
        [float(row["stop"]) for row in rows],
        [int(row["cause"]) for row in rows],
        [int(row["count"]) for row in rows],
    )
