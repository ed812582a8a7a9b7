"""What is known of the true share of each of many units, when each borrows from the others of its group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.beta_binomial import Fitted, counts_of
from sojourn.stats.intervals import Limits
from sojourn.stats.risk_sets import Floats


@dataclass(frozen=True)
class Posterior:
    """What is known of the true share of each of n units: a beta distribution with these parameters (n,)."""

    successes: Floats
    failures: Floats

    @property
    def mean(self) -> Floats:
        """The expected true share (n,): between the unit's own share and the mean of its group."""
        return self.successes / (self.successes + self.failures)

    def interval(self, level: float = 0.95) -> Limits:
        """Limits (n,) that leave equal tails of the distribution outside, and always hold its mean."""
        from scipy.special import betaincinv  # noqa: PLC0415 - scipy only where it is needed

        low, high = (betaincinv(self.successes, self.failures, (1 + side * level) / 2) for side in (-1, 1))
        return np.minimum(low, self.mean), np.maximum(high, self.mean)

    def above(self, value: ArrayLike) -> Floats:
        """The probability (n,) that the true share lies above a value, or above the value (n,) of each unit."""
        from scipy.special import betainc  # noqa: PLC0415 - scipy only where it is needed

        # The mirror of the distribution has it as its lower tail, which takes scipy a fifteenth of the time.
        probability: Floats = betainc(self.failures, self.successes, 1 - np.asarray(value, np.float64))
        return probability


def shrink(successes: ArrayLike, trials: ArrayLike, fitted: Fitted, groups: ArrayLike | None = None) -> Posterior:
    """What is known of each unit, given the distribution of its group.

    The distribution is itself known with an error only; where `fitted` has the covariance of that error, it widens what is
    known of a unit, but never beyond what its own counts alone would leave open. Where the units of a group have one
    common share, each is known as well as that share is. A unit without trials is known as its group is.

    Args:
        successes, trials, groups: (n,) as `beta_binomial.counts_of`.
        fitted: the distributions of the groups.

    Raises:
        ValueError: as `counts_of`; or a group that is not fitted.

    Source: R. E. Kass, D. Steffey, Journal of the American Statistical Association 84 (1989) 717-726 (the error of
    the distribution, first order); B. Efron, C. Morris, Scientific American 236 (1977) no. 5, 119-127 (why to shrink).
    """
    counts = counts_of(successes, trials, groups)
    if counts.number > fitted.mean.size:
        raise ValueError(f"{counts.number} groups, and {fitted.mean.size} distributions")
    x, n, of = counts.successes, counts.trials, counts.groups
    apart = np.isfinite(fitted.precision)[of]
    s, mean = np.where(apart, fitted.precision[of], 1.0), fitted.mean[of]
    expected = np.clip((x + s * mean) / (n + s), 1e-300, 1 - 1e-16)
    precision = np.where(apart, _precision(x, n, s, mean, expected, fitted.covariance[of]), 1.0)
    pooled, pooled_trials = fitted.successes[of], fitted.trials[of]
    return Posterior(
        np.where(apart, expected * precision, pooled + 0.5),
        np.where(apart, (1 - expected) * precision, pooled_trials - pooled + 0.5),
    )


def _precision(x: Floats, n: Floats, s: Floats, mean: Floats, expected: Floats, covariance: Floats) -> Floats:
    """The precision (n,) of the beta distribution that has the variance of the unit and of the fit together."""
    slope = np.stack([s * mean * (1 - mean) / (n + s), s * (n * mean - x) / (n + s) ** 2], axis=1)
    error = np.einsum("ni,nij,nj->n", slope, covariance, slope)
    whole = expected * (1 - expected)
    both: Floats = whole / (whole / (n + s + 1) + error) - 1
    alone: Floats = np.minimum(n + s, n + 1)
    return np.maximum(both, alone)
