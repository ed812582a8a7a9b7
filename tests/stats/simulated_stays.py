"""Invented stays of a known law, and what each way of averaging says about them; `python -m stats.simulated_stays` prints it.

Three in four stays are short (exponential, mean 6 days), one in four long (gamma, shape 2, mean 120 days). Two hundred people
enter a day, long enough for the place to be in balance. The files tell about the last 180 days: who entered in them, and who was
still there when they began.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp

import numpy as np

from sojourn.measures.custody.stays_on_a_day import Snapshot
from sojourn.stats.risk_sets import Floats
from sojourn.stats.survival import kaplan_meier

PER_DAY, BEFORE, WINDOW, RECENT = 200, 1_500, 180, 30
SHORT, LONG_SHARE, LONG_SCALE = 6.0, 0.25, 60.0
MEAN = (1 - LONG_SHARE) * SHORT + LONG_SHARE * 2 * LONG_SCALE


def truth(days: float) -> float:
    """The true share of stays longer than some days."""
    return (1 - LONG_SHARE) * exp(-days / SHORT) + LONG_SHARE * exp(-days / LONG_SCALE) * (1 + days / LONG_SCALE)


@cache
def figures(seed: int = 20_261_122) -> Mapping[str, float]:
    """Each figure by its name, in days, or as a share where the name says so."""
    draw = np.random.default_rng(seed)
    people = PER_DAY * (BEFORE + WINDOW)
    enters = draw.uniform(-BEFORE, WINDOW, people)
    is_long = draw.random(people) < LONG_SHARE
    lasts = np.where(is_long, draw.gamma(2, LONG_SCALE, people), draw.exponential(SHORT, people))
    there = enters + lasts > 0
    enters, lasts = enters[there], lasts[there]
    seen, ended = np.minimum(lasts, WINDOW - enters), enters + lasts <= WINDOW
    entries = np.where(enters < 0, -enters, -np.inf)
    with_entries = kaplan_meier(seen, ended, entries=entries)
    without, inside = kaplan_meier(seen, ended), enters >= 0
    recent = (enters > WINDOW - RECENT) & ended
    day = WINDOW / 2
    held = (enters <= day) & (enters + lasts > day)
    return {
        "true mean": MEAN,
        "mean of all who enter in the files": float(lasts[inside].mean()),
        "true share longer than 60": truth(60),
        "share longer than 60, with entries": _longer(with_entries.longer(60)),
        "share longer than 60, entries ignored": _longer(without.longer(60)),
        "share longer than 60, entering alone": _longer(kaplan_meier(seen[inside], ended[inside]).longer(60)),
        "median, with entries": with_entries.quantile(0.5) or 0,
        "people held on one day": float(held.sum()),
        "mean of their whole stays": float(lasts[held].mean()),
        "mean of their time so far": float((day - enters[held]).mean()),
        "mean of ended stays of the last 30 days": float(lasts[recent].mean()),
        "mean of ended stays in the files": float(lasts[ended & inside].mean()),
        "median still to come on that day": _remaining(enters[held], lasts[held], day),
    }


def _longer(estimate: tuple[float, float, float] | None) -> float:
    assert estimate
    return estimate[0]


def _remaining(enters: Floats, lasts: Floats, day: float) -> float:
    """As the measure does it: people of one day, followed to the end of the files."""
    end = enters + lasts
    rows = [
        {
            "so_far": 24 * (day - one),
            "remaining": 24 * (min(last, WINDOW) - day),
            "has_ended": last <= WINDOW,
            "matches": 1,
            "stays": 1,
        }
        for one, last in zip(enters.tolist(), end.tolist(), strict=True)
    ]
    return Snapshot(rows).quantile("remaining", 0.5)[0] or 0


if __name__ == "__main__":
    for name, figure in figures().items():
        print(f"{name:45} {figure:10.3f}")
