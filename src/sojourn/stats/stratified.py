"""One unit against its peers within strata, so that like is compared with like: Mantel and Haenszel's pooled figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, nan, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.risk_sets import Flags, Floats, Whole


@dataclass(frozen=True)
class Pooled:
    """A figure over all strata with its limits; 0 and infinity, or no number (nan), where the counts fix none.

    `error` is the standard error of a difference, or of the logarithm of a ratio.
    """

    value: float
    low: float
    high: float
    error: float


@dataclass(frozen=True)
class Strata:
    """The strata of a unit and its peers, s of them: each array (s,) holds one number a stratum.

    `successes` of `trials` are the unit's, `peer_successes` of `peer_trials` those of its peers.
    """

    successes: Whole
    trials: Whole
    peer_successes: Whole
    peer_trials: Whole

    @cached_property
    def compared(self) -> Flags:
        """Whether a stratum (s,) has both the unit and peers in it; the others say nothing of the unit against its peers."""
        return (self.trials > 0) & (self.peer_trials > 0)

    @cached_property
    def alone(self) -> int:
        """Trials of the unit in strata without peers: what could not be compared."""
        return int(self.trials[~self.compared].sum())

    @cached_property
    def within(self) -> Strata:
        """The strata that can be compared."""
        kept = self.compared
        return Strata(self.successes[kept], self.trials[kept], self.peer_successes[kept], self.peer_trials[kept])

    @property
    def weights(self) -> Floats:
        """Mantel and Haenszel's weight (s,) of each stratum in the pooled difference: n m / (n + m); 0 without both."""
        found: Floats = self.trials * self.peer_trials / np.maximum(self.trials + self.peer_trials, 1)
        return found

    @property
    def differences(self) -> Floats:
        """The unit's share minus that of its peers (s,); no number (nan) where a stratum lacks one of them."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(
                self.compared, self.successes / self.trials - self.peer_successes / self.peer_trials, np.nan
            )


def strata(successes: ArrayLike, trials: ArrayLike, peer_successes: ArrayLike, peer_trials: ArrayLike) -> Strata:
    """The strata of four arrays (s,) of whole numbers; a stratum may be empty on either side.

    Raises:
        ValueError: arrays of different shapes, or counts that cannot be.
    """
    held = [np.asarray(one, dtype=np.int64) for one in (successes, trials, peer_successes, peer_trials)]
    if held[0].ndim != 1 or any(one.shape != held[0].shape for one in held):
        raise ValueError(f"arrays of {[one.shape for one in held]} do not belong together")
    for part, whole in ((held[0], held[1]), (held[2], held[3])):
        if (part < 0).any() or (part > whole).any():
            raise ValueError("a stratum has more successes than trials, or fewer than none")
    return Strata(*held)


def _comparable(of: Strata) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Successes and failures of the unit, those of its peers, and trials in all, as numbers, where both are."""
    kept = of.within
    if not kept.trials.size:
        raise ValueError("no stratum has both the unit and peers in it")
    a, n, c, m = (
        one.astype(np.float64) for one in (kept.successes, kept.trials, kept.peer_successes, kept.peer_trials)
    )
    return a, n - a, c, m - c, n + m


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def pooled_difference(of: Strata, level: float = 0.95) -> Pooled:
    """The unit's share minus its peers', the strata weighted by Mantel and Haenszel.

    The variance is Sato's, which holds for few large strata and for many small ones; that of Greenland and Robins (1985) is
    0 for a stratum in which the unit has one trial, which is most of them here. The limits invert it (Klingenberg), so that
    they have a width even where everything was decided one way.

    Raises:
        ValueError: no stratum has both the unit and peers in it.

    Source: N. Mantel, W. Haenszel, JNCI 22 (1959) 719-748; T. Sato, Biometrics 45 (1989) 1323-1324; B. Klingenberg,
    Statistics in Medicine 33 (2014) 2968-2983.
    """
    a, b, c, d, whole = _comparable(of)
    n, m = a + b, c + d
    weight = float((n * m / whole).sum())
    value = float(((a * m - c * n) / whole).sum()) / weight
    slope = float(((n**2 * c - m**2 * a + n * m * (m - n) / 2) / whole**2).sum()) / weight**2
    base = float(((a * d + c * b) / (2 * whole)).sum()) / weight**2
    z = _z(level)
    middle = value + z * z * slope / 2
    half = sqrt(max(middle * middle - value * value + z * z * base, 0.0))
    return Pooled(value, max(-1.0, middle - half), min(1.0, middle + half), sqrt(max(value * slope + base, 0.0)))


def pooled_ratio(of: Strata, level: float = 0.95) -> Pooled:
    """The unit's share divided by its peers', over all strata.

    Raises:
        ValueError: no stratum has both the unit and peers in it.

    Source: the variance of the logarithm by S. Greenland, J. M. Robins, Biometrics 41 (1985) 55-68.
    """
    a, b, c, d, whole = _comparable(of)
    n, m = a + b, c + d
    above, below = float((a * m / whole).sum()), float((c * n / whole).sum())
    spread = float(((m * n * (a + c) - a * c * whole) / whole**2).sum())
    return _limits(above, below, spread / (above * below) if above and below else nan, level)


def pooled_odds_ratio(of: Strata, level: float = 0.95) -> Pooled:
    """The odds of the unit divided by those of its peers, over all strata.

    Raises:
        ValueError: no stratum has both the unit and peers in it.

    Source: the variance of the logarithm by J. Robins, N. Breslow, S. Greenland, Biometrics 42 (1986) 311-323.
    """
    a, b, c, d, whole = _comparable(of)
    above, below, p, q = a * d / whole, b * c / whole, (a + d) / whole, (b + c) / whole
    r, s = float(above.sum()), float(below.sum())
    if not r or not s:
        return _limits(r, s, nan, level)
    crossed = float((p * below + q * above).sum()) / (2 * r * s)
    spread = float((p * above).sum()) / (2 * r * r) + crossed + float((q * below).sum()) / (2 * s * s)
    return _limits(r, s, spread, level)


def _limits(above: float, below: float, variance: float, level: float) -> Pooled:
    """A ratio with limits on the logarithm; without a variance it has none, which 0 and infinity say."""
    if not above or not below:
        return Pooled(inf if above else 0.0 if below else nan, 0.0, inf, nan)
    value, error = above / below, sqrt(max(variance, 0.0))
    return Pooled(value, value * exp(-_z(level) * error), value * exp(_z(level) * error), error)
