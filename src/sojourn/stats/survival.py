"""The Kaplan-Meier estimate of how long something takes when part of the cases have not come to their end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sojourn.stats.proportions import wilson
from sojourn.stats.risk_sets import Floats, Subjects, Whole, subjects

Estimate: TypeAlias = tuple[float, float, float]
"""A share with its lower and upper limit, each within [0, 1]."""

_ROUNDING = 1e-12
"""A survival of exactly one half may come out a last digit above it."""


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve: one entry for each of the m distinct times at which an event happened, ascending.

    `times` (m,) have the unit of the durations given; `at_risk` and `events` (m,) are numbers of subjects just before
    and at each time; `survival` (m,) is the estimated share without the event just after it, and `greenwood` (m,)
    the sum of d / (n (n - d)) up to it, infinite where nobody is left. Before the first time the survival is 1. `of` are
    the subjects. Where all of them entered late, the curve is that of subjects who got as far as the first entry.
    """

    times: Floats
    at_risk: Whole
    events: Whole
    survival: Floats
    greenwood: Floats
    of: Subjects

    @property
    def standard_error(self) -> Floats:
        """Greenwood's standard error of the survival (m,); 0 where nobody is left.

        Source: M. Greenwood, Reports on Public Health and Medical Subjects 33 (1926) 1-26.
        """
        with np.errstate(invalid="ignore"):
            return np.where(self.survival > 0, self.survival * np.sqrt(self.greenwood), 0.0)

    @cached_property
    def emptied(self) -> float | None:
        """The time at which everyone at risk had the event although others are seen later; None where that is not so.

        From there on the estimate is 0 for good, whatever happens to those who enter later: with delayed entries the first
        risk sets can be tiny. What the curve says from that time on contradicts the data and is not read.

        Source: J. P. Klein, M. L. Moeschberger, Survival Analysis (2003), section 4.6.
        """
        left = np.flatnonzero(self.survival <= 0)
        return float(self.times[left[0]]) if left.size and self.times[left[0]] < self.of.last else None

    def reaches(self, time: float) -> bool:
        """Whether the curve tells about a time: somebody was at risk all the way, or nobody is left to tell about."""
        if self.emptied is not None and time >= self.emptied:
            return False
        over = self.of.reach >= self.of.last and self.survival.size > 0 and bool(self.survival[-1] <= 0)
        return over or time <= self.of.reach

    def band(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper limit (m,) of the survival at each time, by the log-log transformation.

        A survival of 0 has no such limits. Its upper limit is the last one before times the Wilson limit of none of those
        at risk at the last event; both hold together at the level or better.

        Source: J. D. Kalbfleisch, R. L. Prentice, The Statistical Analysis of Failure Time Data (1980), section 1.3.
        """
        low, high = log_log(self.survival, self.standard_error, level)
        left = int((self.survival > 0).sum())
        if left < self.survival.size:
            before = high[left - 1] if left else 1.0
            high[left:] = before * wilson(0, int(self.at_risk[left]), level)[1]
        return low, high

    def longer(self, time: float, level: float = 0.95) -> Estimate | None:
        """The share of subjects without the event just after a time, with limits; None where the curve does not reach it.

        The limits are those of the band; a survival of 1, before the first event, has the Wilson limit of those at risk.
        """
        if not self.reaches(time):
            return None
        at = int(np.searchsorted(self.times, time, side="right")) - 1
        if at < 0:
            held = int(self.of.at_risk(np.array([time]))[0])
            return 1.0, wilson(held, held, level)[0] if held else 0.0, 1.0
        low, high = self.band(level)
        return float(self.survival[at]), float(low[at]), float(high[at])

    def quantile(self, share: float) -> float | None:
        """The first time by which at least `share` of the subjects had the event; None where the curve does not reach it."""
        return self._first(self.survival, share)

    def quantile_interval(self, share: float, level: float = 0.95) -> tuple[float | None, float | None]:
        """The limits of a quantile: where the band of the survival crosses 1 - share; None where it never does.

        Source: R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41, with the log-log band.
        """
        low, high = self.band(level)
        return self._first(low, share), self._first(high, share)

    def _first(self, survival: Floats, share: float) -> float | None:
        reached = np.flatnonzero(survival <= 1 - share + _ROUNDING)
        return float(self.times[reached[0]]) if reached.size and self.reaches(self.times[reached[0]]) else None


def log_log(share: Floats, error: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits (m,) of shares (m,) with their standard errors (m,), by log(-log(share)); a share of 0 or 1 is its own limit.

    Source: B. Choudhury, Non-parametric confidence interval estimation for competing risks analysis, Statistics in
    Medicine 21 (2002) 1129-1144.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    inside = (share > 0) & (share < 1)
    base = np.where(inside, share, 0.5)
    with np.errstate(over="ignore"):  # an error without end leaves the share anywhere from 0 to 1, and so do the limits
        theta = np.exp(-z * np.where(inside, error, 0.0) / (base * np.log(base)))
    return np.where(inside, base**theta, share), np.where(inside, base ** (1 / theta), share)


def kaplan_meier(
    times: ArrayLike, happened: ArrayLike, counts: ArrayLike | None = None, entries: ArrayLike | None = None
) -> Curve:
    """The curve of durations of which some are censored on the right.

    A subject counts as at risk at t where entry < t <= time, so one that was censored at the time of an event was at
    risk at it. Without `entries` everyone is at risk from the start, events at time 0 included; an entry of minus
    infinity says the same of one subject.

    Args:
        times: (n,) durations from the origin to the event or to the censoring, any unit, at least 0.
        happened: (n,) whether the event happened at that time; false means censored then.
        counts: (n,) number of subjects that each entry stands for; 1 where not given.
        entries: (n,) durations from the origin to the start of observation (left truncation), each below its time.

    Raises:
        ValueError: arrays of different shapes, times that are negative or no numbers, negative counts, no subject at
            all, or an entry that is not before its time.

    Source: E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958) 457-481; with entries,
    W. Y. Tsai, N. P. Jewell, M. C. Wang, Biometrika 74 (1987) 883-886.
    """
    ended = np.asarray(happened, dtype=np.bool_)
    seen = subjects(times, counts, entries, ended)
    moments = seen.moments(ended)
    return curve(seen, moments, seen.ended(ended, moments))


def curve(seen: Subjects, moments: Floats, events: Whole) -> Curve:
    """The curve of subjects with `events` (m,) at the distinct times `moments` (m,) of all events, ascending."""
    at_risk = seen.at_risk(moments)
    survival: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        steps = events / (at_risk * (at_risk - events).astype(np.float64))
    return Curve(moments, at_risk, events, survival, np.cumsum(steps, dtype=np.float64), seen)
