"""Funnel limits: which of many shares lie further from the target than their size, and the spread of all, explain.

A funnel that knows only of binomial error flags half of the units wherever their true shares differ at all. Both models here
widen it by the spread that is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sojourn.stats.beta_binomial import counts_of
from sojourn.stats.intervals import Limits
from sojourn.stats.risk_sets import Floats

Model: TypeAlias = Literal["binomial", "multiplicative", "additive"]


@dataclass(frozen=True)
class Funnel:
    """The limits of n units about one target.

    `target` is the share aimed at; `dispersion` the factor phi by which the squared errors exceed those of binomial counts,
    as estimated, also below 1; `variance` the tau squared of the additive model, on the scale of the arcsine of the root;
    `factor` what the model multiplies the squared errors by.
    """

    target: float
    dispersion: float
    variance: float
    successes: Floats
    trials: Floats
    error: Floats
    factor: float = 1.0

    def at(self, trials: ArrayLike, level: float) -> Limits:
        """The limits (n,) of units with so many trials, from which the funnel is drawn."""
        n = np.asarray(trials, float)
        return replace(self, successes=self.target * n, trials=n, error=_error(n, self.factor, self.variance)).limits(
            level
        )

    def limits(self, level: float) -> Limits:
        """The shares (n,) between which a unit lies inside, within [0, 1]; 0 and 1 for a unit without trials."""
        z = NormalDist().inv_cdf((1 + level) / 2)
        centre = _scaled(self.target * self.trials, self.trials)
        low, high = (
            _share(np.clip(centre + side * z * self.error, 0, np.pi / 2), self.trials, bound)
            for side, bound in ((-1, 0.0), (1, 1.0))
        )
        return low, high

    def outside(self, level: float) -> NDArray[np.int64]:
        """Where each unit (n,) lies: -1 below its limits, 0 within them, 1 above; a unit without trials lies within."""
        low, high = self.limits(level)
        shares = np.where(self.trials > 0, self.successes / np.maximum(self.trials, 1), self.target)
        return np.where(shares > high + 1e-12, 1, np.where(shares < low - 1e-12, -1, 0))


def funnel(
    successes: ArrayLike,
    trials: ArrayLike,
    model: Model = "additive",
    winsorised: float = 0.1,
    target: float | None = None,
) -> Funnel:
    """The funnel of many units.

    Shares are compared on the scale on which binomial counts have one variance whatever the share (Anscombe), because
    limits on the plain scale pass 1 where shares are high, and then flag units on one side only.

    Args:
        successes: (n,) number of successes of each unit.
        trials: (n,) number of trials, 0 where a unit had none.
        model: `binomial` knows no spread but that of counts; `multiplicative` widens every error by the root of phi;
            `additive` adds one variance tau squared, the spread of the true shares. A phi below 1 widens nothing.
        winsorised: share of the units at each end whose deviation is pulled in to that of the next before phi is found, so
            that a few far-off units do not hide each other. Without it fewer of those inside are flagged.
        target: the share aimed at; that of all units together where not given.

    Raises:
        ValueError: counts that cannot be, no trial at all, or a target outside [0, 1].

    Source: D. J. Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202 (funnels, phi), and Quality and Safety in
    Health Care 14 (2005) 347-351 (winsorising, tau squared after DerSimonian and Laird); F. J. Anscombe, Biometrika 35
    (1948) 246-254 (the scale).
    """
    counts = counts_of(successes, trials)
    x, n = counts.successes, counts.trials
    aim = float(x.sum() / n.sum()) if target is None else target
    if not 0 <= aim <= 1:
        raise ValueError(f"a target of {aim:g} is no share")
    error = _error(n, 1.0, 0.0)
    there = n > 0
    deviations = ((_scaled(x, n) - _scaled(aim * n, n)) / error)[there]
    phi = float((np.clip(deviations, *np.quantile(deviations, [winsorised, 1 - winsorised])) ** 2).mean())
    tau = _between(phi, error[there]) if model == "additive" else 0.0
    factor = max(phi, 1.0) if model == "multiplicative" else 1.0
    return Funnel(aim, phi, tau, x, n, _error(n, factor, tau), factor)


def _error(trials: Floats, factor: float, variance: float) -> Floats:
    """The error of a share on Anscombe's scale, widened."""
    error: Floats = np.sqrt(0.25 / (trials + 0.5) * factor + variance)
    return error


def _between(phi: float, error: Floats) -> float:
    """Tau squared by moments (DerSimonian and Laird), at least 0; of one unit there is none."""
    weights = 1 / error**2
    free = weights.sum() - (weights**2).sum() / weights.sum()
    excess = error.size * phi - (error.size - 1)
    return float(excess / free) if phi > 1 and excess > 0 and free > 0 else 0.0


def _scaled(successes: Floats, trials: Floats) -> Floats:
    """Counts on Anscombe's scale, from 0 to half of pi."""
    scaled: Floats = np.arcsin(np.sqrt((successes + 0.375) / (trials + 0.75)))
    return scaled


def _share(scaled: Floats, trials: Floats, bound: float) -> Floats:
    """The share at a place of the scale; `bound` where there are no trials."""
    counted = np.sin(scaled) ** 2 * (trials + 0.75) - 0.375
    return np.where(trials > 0, np.clip(counted / np.maximum(trials, 1), 0, 1), bound)
