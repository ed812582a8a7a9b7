"""What a rule does to those who wait: how long, how unequally, and whether size or kind decides.

Figures are of households that were placed after the warm-up; their band is what several seeds gave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sojourn.draw.simulation.run import Run, run
from sojourn.draw.simulation.scenario import Option, Scenario
from sojourn.stats.waiting import longest_wait


@dataclass(frozen=True)
class Band:
    """The middle, the lowest and the highest value that the seeds gave.

    With n seeds, the next one lies between lowest and highest with probability (n - 1) / (n + 1), whatever the distribution.
    Source: S. S. Wilks, Annals of Mathematical Statistics 12 (1941) 91-96.
    """

    middle: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """The form in JSON."""
        return {"value": self.middle, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Chance:
    """The chance in one round of a size or kind relative to the first one, from all seeds together, with its 95 % interval."""

    of: str
    placed: int
    rounds: int
    relative: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """The form in JSON."""
        return {
            "of": self.of,
            "placed": self.placed,
            "rounds": self.rounds,
            "value": self.relative,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True)
class Judged:
    """An option with its figures. `pool_days` is the mean pool in days of places; forms are those of a steady state."""

    option: Option
    seeds: int
    figures: dict[str, Band]
    by_size: tuple[Chance, ...]
    by_kind: tuple[Chance, ...]
    pool_days: float
    longest_form: float | None


def gini(waits: Any) -> float:
    """The Gini coefficient of waits: 0 where all wait as long, towards 1 where few do all the waiting.

    Source: C. Gini, Variabilità e mutabilità (1912); as half the relative mean difference, from sorted values.
    """
    ordered = np.sort(np.asarray(waits, float))
    total = ordered.sum()
    if not total:
        return 0.0
    ranks = np.arange(1, len(ordered) + 1)
    return float(2 * (ranks * ordered).sum() / (len(ordered) * total) - (len(ordered) + 1) / len(ordered))


def _share_of_waiting_beyond(waits: Any, limit: int) -> float:
    total = waits.sum()
    return float(waits[waits > limit].sum() / total) if total else 0.0


def _idle_share(done: Run, scenario: Scenario) -> float:
    places = sum(scenario.places[scenario.warm_up :])
    return float(done.idle[scenario.warm_up :].sum() / places) if places else 0.0


FIGURES: dict[str, Callable[[Run, Scenario], float]] = {
    "mean": lambda done, _: float(done.waits.mean()),
    "median": lambda done, _: float(np.quantile(done.waits, 0.5, method="inverted_cdf")),
    "p90": lambda done, _: float(np.quantile(done.waits, 0.9, method="inverted_cdf")),
    "p99": lambda done, _: float(np.quantile(done.waits, 0.99, method="inverted_cdf")),
    "longest": lambda done, _: float(done.waits.max()),
    "longest_still_waiting": lambda done, _: float(done.oldest),
    "share_within": lambda done, scenario: float((done.waits <= scenario.within).mean()),
    "share_of_waiting_beyond": lambda done, scenario: _share_of_waiting_beyond(done.waits, scenario.within),
    "gini": lambda done, _: gini(done.waits),
    "idle_share": _idle_share,
    "people_placed": lambda done, scenario: float(done.placed[scenario.warm_up :].sum()),
    "people_waiting_at_end": lambda done, _: float(done.waiting[-1]),
}
"""Each figure by name; waits are in days, of households."""


def judge(
    scenario: Scenario, option: Option, seed: int, seeds: int, said: Callable[[str], None] = lambda _: None
) -> Judged:
    """An option over several seeds.

    Where nobody was placed, there are no figures of waits.
    """
    runs = []
    for repeat in range(seeds):
        runs.append(run(scenario, option, seed, repeat))
        said(f"{option.name}: {repeat + 1} of {seeds} runs")
    pool_days = _pool_days(runs, scenario)
    longest = longest_wait(option.share, pool_days, 1)
    has_form = option.order == "draw" and option.requests == "standing" and np.isfinite(longest)
    return Judged(
        option,
        seeds,
        {
            name: _band([figure(done, scenario) for done in runs])
            for name, figure in FIGURES.items()
            if _has(name, runs)
        },
        _chances(runs, "size", [str(size) for size in range(1, len(scenario.sizes) + 1)], first=1),
        _chances(runs, "kind", [one.name for one in scenario.kinds], first=0),
        pool_days,
        longest if has_form else None,
    )


def _has(name: str, runs: Sequence[Run]) -> bool:
    return name.startswith(("idle", "people", "longest_still")) or all(len(done.waits) for done in runs)


def _pool_days(runs: Sequence[Run], scenario: Scenario) -> float:
    """People before the round, over places a day."""
    before = np.mean([(done.waiting + done.placed - done.arrived)[scenario.warm_up :].mean() for done in runs])
    places = np.mean(scenario.places[scenario.warm_up :])
    return float(before / places) if places else 0.0


def _band(values: Sequence[float]) -> Band:
    return Band(float(np.median(values)), min(values), max(values))


def _chances(runs: Sequence[Run], by: str, names: Sequence[str], first: int) -> tuple[Chance, ...]:
    from sojourn.stats.intervals import ratio  # noqa: PLC0415 - brings scipy

    rounds = np.sum([getattr(done, f"rounds_of_{by}") for done in runs], axis=0)[first:]
    counted = [np.bincount(getattr(done, f"{by}s"), minlength=len(names) + first) for done in runs]
    placed = np.sum(counted, axis=0)[first:]
    seen = [at for at in range(len(names)) if rounds[at]]
    if len(seen) < 2 or not placed[seen[0]]:
        return ()
    base = seen[0]
    chances = placed[seen] / rounds[seen]
    low, high = ratio(placed[seen], rounds[seen], placed[base], rounds[base])
    return tuple(
        Chance(
            names[at],
            int(placed[at]),
            int(rounds[at]),
            float(chance / chances[0]),
            *((1.0, 1.0) if at == base else limits),
        )
        for at, chance, limits in zip(seen, chances, zip(low.tolist(), high.tolist(), strict=True), strict=True)
    )
