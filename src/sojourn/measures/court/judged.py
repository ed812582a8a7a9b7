"""What the counts of judges say of all together and of each: the spread, the shrunk shares, and the funnel with its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sojourn.measures.answers import FEWEST
from sojourn.stats.beta_binomial import fit
from sojourn.stats.funnel import Funnel, funnel
from sojourn.stats.shrinkage import shrink
from sojourn.stats.spread import spread_interval
from sojourn.words.said import said

_KNOWN_TO: Final = 0.01
"""No probability is printed nearer to 0 or 1: the model is not known to be that good."""


@dataclass(frozen=True)
class Judged:
    """What the counts of the judges who are compared say: of all together, and by row of each.

    `limits` are the funnel's: for a number of decisions the shares between which 95 % lie, and 99.8 %.
    """

    spread: tuple[float, float, float]
    middle: tuple[float, float]
    median: float
    rows: tuple[tuple[Any, ...], ...]
    limits: tuple[tuple[float, ...], ...]

    def outside(self, level: str) -> int:
        """How many judges lie outside the funnel limits of a level."""
        return sum(level in row[-1] for row in self.rows)


def judged(successes: list[int], trials: list[int]) -> Judged:
    """The spread of the judges, and for each the shrunk share with its interval, the probability and the verdict."""
    apart = fit(successes, trials)
    alike = fit(successes, trials, method="adjusted")
    known, median = shrink(successes, trials, alike), float(alike.quantile(0.5)[0])
    columns = (known.mean, *known.interval(), np.clip(known.above(median), _KNOWN_TO, 1 - _KNOWN_TO))
    # Without winsorising 0.1 to 0.2 per cent of judges who differ no more than all do are flagged at 99.8 per cent; with
    # it, as published, 1.6 per cent (docs/coverage.json).
    limits = funnel(successes, trials, "additive", winsorised=0.0)
    verdicts = map(_verdict, limits.outside(0.95), limits.outside(0.998))
    return Judged(
        spread=spread_interval(successes, trials, fitted=apart),
        middle=(float(apart.quantile(0.1)[0]), float(apart.quantile(0.9)[0])),
        median=median,
        rows=tuple(
            (*(round(float(share), 4) for share in shares), round(float(above), 2), verdict)
            for *shares, above, verdict in zip(*columns, verdicts, strict=True)
        ),
        limits=_curve(limits, max(trials)),
    )


def _curve(limits: Funnel, most: int) -> tuple[tuple[float, ...], ...]:
    """The funnel from the fewest decisions that are compared to somewhat more than the most of one judge."""
    whole = np.unique(np.geomspace(FEWEST, 1.2 * max(most, FEWEST), 24).round())
    edges = np.column_stack([whole, *limits.at(whole, 0.95), *limits.at(whole, 0.998)])
    return tuple(tuple(round(float(one), 4) for one in row) for row in edges)


def _verdict(near: int, far: int) -> str:
    if not near:
        return said("inside")
    if near > 0:
        return said("above the 99.8 % limits") if far else said("above the 95 % limits")
    return said("below the 99.8 % limits") if far else said("below the 95 % limits")
