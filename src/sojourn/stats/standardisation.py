"""Predicted against actual: what a unit's cases would have come to in the hands of its peers, and what they came to."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np

from sojourn.stats.proportions import wilson
from sojourn.stats.risk_sets import Floats
from sojourn.stats.stratified import Strata

_STEPS = 60
"""Halvings of the range of a factor's logarithm, 120 wide: down to the last digit of a float."""
_FARTHEST = 60.0
"""Log odds beyond which a share is 0 or 1 to the last digit."""


@dataclass(frozen=True)
class Standardised:
    """Actual against predicted successes over `trials` of a unit whose cases have peers.

    `actual` counts successes, `predicted` is a sum of probabilities, one a trial: the share of the peers in its stratum.
    `actual_limits` are limits of the unit's own expected successes, `predicted_limits` those of the prediction, which rests
    on the peers' finite number of trials. `alone` are the unit's trials without peers, which are in none of these.
    """

    trials: int
    actual: int
    predicted: float
    actual_limits: tuple[float, float]
    predicted_limits: tuple[float, float]
    alone: int

    @property
    def difference(self) -> tuple[float, float, float]:
        """Actual minus predicted share with its limits: those of both put together by squares (Zou and Donner).

        Source: G. Y. Zou, A. Donner, Statistics in Medicine 27 (2008) 1693-1702.
        """
        n, (low, high), (least, most) = self.trials, self.actual_limits, self.predicted_limits
        value = (self.actual - self.predicted) / n
        below = sqrt((self.actual - low) ** 2 + (most - self.predicted) ** 2) / n
        above = sqrt((high - self.actual) ** 2 + (self.predicted - least) ** 2) / n
        return value, max(-1.0, value - below), min(1.0, value + above)

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Actual divided by predicted with its limits (infinite where nothing was predicted, or may have been).

        Source: R. G. Newcombe, Statistical Methods in Medical Research 25 (2016) 1774-1778 (MOVER-R).
        """
        value = self.actual / self.predicted if self.predicted else inf
        a, e = float(self.actual), self.predicted
        (low, high), (least, most) = self.actual_limits, self.predicted_limits
        below = a * e + sqrt(max((a * e) ** 2 - low * (2 * a - low) * most * (2 * e - most), 0.0))
        above = a * e + sqrt(max((a * e) ** 2 - high * (2 * a - high) * least * (2 * e - least), 0.0))
        divisor = least * (2 * e - least)
        return value, low * (2 * a - low) / below if below else 0.0, above / divisor if divisor else inf

    def share(self, of_all: float) -> tuple[float, float, float]:
        """The indirectly standardised share, the ratio times the share `of_all` trials, with its limits; at most 1."""
        value, low, high = (min(1.0, one * of_all) for one in self.ratio)
        return value, low, high


def standardised(of: Strata, level: float = 0.95) -> Standardised:
    """The unit's actual successes against those predicted from its peers, stratum by stratum.

    The limits of the actual number are Wilson's, for trials whose probabilities differ as predicted: the unit's odds are
    those of its peers times one factor, and the limits are where that factor puts the actual number at the edge of the
    binomial spread. With one stratum they are Wilson's own. The Poisson limits of epidemiology (exact, or Byar's) are not
    used: they hold for rare events, and a court denies most of its cases, where they are up to three times too wide.

    Raises:
        ValueError: no stratum has both the unit and peers in it.

    Source: the binomial variance of an observed to expected ratio, D. W. Hosmer, S. Lemeshow, Statistics in Medicine 14
    (1995) 2161-2172; predicted against actual by country, S. Rehaag's yearly figures of the Canadian board.
    """
    kept = of.within
    if not kept.trials.size:
        raise ValueError("no stratum has both the unit and peers in it")
    share = kept.peer_successes / kept.peer_trials
    actual, z = int(kept.successes.sum()), NormalDist().inv_cdf((1 + level) / 2)
    return Standardised(
        trials=int(kept.trials.sum()),
        actual=actual,
        predicted=float((kept.trials * share).sum()),
        actual_limits=_actual_limits(kept, actual, z),
        predicted_limits=_predicted_limits(kept, share, level),
        alone=of.alone,
    )


def _actual_limits(kept: Strata, actual: int, z: float) -> tuple[float, float]:
    """Where one factor on the odds of every stratum puts the actual number at the edge of the binomial spread.

    A stratum whose peers all came to one end has log odds of a half added to both its counts, or no factor could move it.
    """
    odds = np.log((kept.peer_successes + 0.5) / (kept.peer_trials - kept.peer_successes + 0.5))
    n = int(kept.trials.sum())
    low = 0.0 if actual == 0 else _edge(kept, odds, actual, z)
    high = float(n) if actual == n else _edge(kept, odds, actual, -z)
    return low, high


def _edge(kept: Strata, odds: Floats, actual: int, z: float) -> float:
    """Expected successes under the factor at which actual = expected + z times the spread, by halving."""
    low, high = -_FARTHEST, _FARTHEST
    expected, trials, inverse = 0.0, kept.trials.astype(np.float64), np.exp(-odds)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        share = 1 / (1 + inverse * exp(-middle))
        each = trials * share
        expected = float(each.sum())
        spread = sqrt(float((each * (1 - share)).sum()))
        low, high = (middle, high) if actual > expected + z * spread else (low, middle)
    return expected


def _predicted_limits(kept: Strata, share: Floats, level: float) -> tuple[float, float]:
    """Limits of the prediction: the Wilson limits of each stratum's peers, put together by squares.

    Source: Y. Yan, X. G. Su, Statistics in Biopharmaceutical Research 2 (2010) 329-335, after Zou and Donner.
    """
    limits = np.array(
        [wilson(int(a), int(n), level) for a, n in zip(kept.peer_successes, kept.peer_trials, strict=True)]
    )
    value = float((kept.trials * share).sum())
    below = sqrt(float(((kept.trials * (share - limits[:, 0])) ** 2).sum()))
    above = sqrt(float(((kept.trials * (limits[:, 1] - share)) ** 2).sum()))
    return max(0.0, value - below), min(float(kept.trials.sum()), value + above)
