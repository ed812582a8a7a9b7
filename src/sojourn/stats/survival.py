"""The Kaplan-Meier estimate of how long something takes when part of the cases have not come to their end."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

_ROUNDING = 1e-12
"""A survival of exactly one half may come out a last digit above it."""


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve: one entry for each of the m distinct times at which an event happened, ascending.

    `times` (m,) have the unit of the durations given; `at_risk` and `events` (m,) are numbers of subjects just before
    and at each time; `survival` (m,) is the estimated share without the event just after it, and `greenwood` (m,)
    the sum of d / (n (n - d)) up to it, infinite where nobody is left. Before the first time the survival is 1.
    """

    times: Floats
    at_risk: Whole
    events: Whole
    survival: Floats
    greenwood: Floats

    @property
    def standard_error(self) -> Floats:
        """Greenwood's standard error of the survival (m,); 0 where nobody is left.

        Source: M. Greenwood, Reports on Public Health and Medical Subjects 33 (1926) 1-26.
        """
        with np.errstate(invalid="ignore"):
            return np.where(self.survival > 0, self.survival * np.sqrt(self.greenwood), 0.0)

    def band(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper limit (m,) of the survival at each time, by the log-log transformation.

        Source: J. D. Kalbfleisch, R. L. Prentice, The Statistical Analysis of Failure Time Data (1980), section 1.3.
        """
        z = NormalDist().inv_cdf((1 + level) / 2)
        left = self.survival > 0
        inside = np.where(left, self.survival, 0.5)
        theta = np.exp(-z * np.sqrt(np.where(left, self.greenwood, 0.0)) / np.log(inside))
        return np.where(left, inside**theta, 0.0), np.where(left, inside ** (1 / theta), 0.0)

    def quantile(self, share: float) -> float | None:
        """The first time by which at least `share` of the subjects had the event; None where it was not reached."""
        return self._first(self.survival, share)

    def quantile_interval(self, share: float, level: float = 0.95) -> tuple[float | None, float | None]:
        """The limits of a quantile: where the band of the survival crosses 1 - share; None where it never does.

        Source: R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41, with the log-log band.
        """
        low, high = self.band(level)
        return self._first(low, share), self._first(high, share)

    def _first(self, survival: Floats, share: float) -> float | None:
        reached = np.flatnonzero(survival <= 1 - share + _ROUNDING)
        return float(self.times[reached[0]]) if reached.size else None


def kaplan_meier(
    times: ArrayLike, happened: ArrayLike, counts: ArrayLike | None = None, entries: ArrayLike | None = None
) -> Curve:
    """The curve of durations of which some are censored on the right.

    A subject counts as at risk at t where entry < t <= time, so one that was censored at the time of an event was at
    risk at it. Without `entries` everyone is at risk from the start, events at time 0 included.

    Args:
        times: (n,) durations from the origin to the event or to the censoring, any unit, at least 0.
        happened: (n,) whether the event happened at that time; false means censored then.
        counts: (n,) number of subjects that each entry stands for; 1 where not given.
        entries: (n,) durations from the origin to the start of observation (left truncation), each below its time.

    Raises:
        ValueError: arrays of different shapes, times that are negative or no numbers, negative counts, no subject at
            all, or an entry that is not before its time.

    Source: E. L. Kaplan, P. Meier, Journal of the American Statistical Association 53 (1958) 457-481.
    """
    ends, ended, weights, starts = _checked(times, happened, counts, entries)
    moments = np.unique(ends[ended & (weights > 0)])
    events = _sums(ends[ended], weights[ended], moments)
    at_risk = _not_before(ends, weights, moments)
    if starts is not None:
        at_risk -= _not_before(starts, weights, moments)
    return _curve(moments, at_risk, events)


def _curve(moments: Floats, at_risk: Whole, events: Whole) -> Curve:
    survival: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore"):
        steps = events / (at_risk * (at_risk - events).astype(np.float64))
    return Curve(moments, at_risk, events, survival, np.cumsum(steps, dtype=np.float64))


def _sums(ends: Floats, weights: Whole, moments: Floats) -> Whole:
    """Number of subjects that end at each moment."""
    return _not_before(ends, weights, moments) - _not_before(ends, weights, moments, above=True)


def _not_before(values: Floats, weights: Whole, moments: Floats, above: bool = False) -> Whole:
    """Number of subjects whose value is at least (or above) each moment."""
    order = np.argsort(values, kind="stable")
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(weights[order])])
    found: Whole = before[-1] - before[np.searchsorted(values[order], moments, side="right" if above else "left")]
    return found


def _checked(
    times: ArrayLike, happened: ArrayLike, counts: ArrayLike | None, entries: ArrayLike | None
) -> tuple[Floats, NDArray[np.bool_], Whole, Floats | None]:
    ends = np.asarray(times, dtype=np.float64)
    ended = np.asarray(happened, dtype=np.bool_)
    weights = np.ones(ends.shape, np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    starts = None if entries is None else np.asarray(entries, dtype=np.float64)
    held: list[NDArray[Any]] = [ended, weights, *([] if starts is None else [starts])]
    if ends.ndim != 1 or any(one.shape != ends.shape for one in held):
        raise ValueError(f"arrays of {[ends.shape, *(one.shape for one in held)]} do not belong together")
    if not weights.sum() or (weights < 0).any():
        raise ValueError("there must be subjects, and no number of them below 0")
    if not np.isfinite(ends).all() or (ends < 0).any():
        raise ValueError("a duration is negative or no number")
    if starts is not None and not (starts < ends).all():
        raise ValueError("a subject entered at or after its end")
    return ends, ended, weights, starts
