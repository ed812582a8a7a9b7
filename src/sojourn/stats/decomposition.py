"""A rate then and now: how much of the difference is other cases, how much the same cases decided otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from sojourn.stats.risk_sets import Floats, Whole
from sojourn.stats.stratified import Strata

_FARTHEST = 2.0
"""How far a difference of differences can be from zero; a difference of shares cannot be further than 1."""


@dataclass(frozen=True)
class Part:
    """A part of a difference of two shares, with its limits (delta method)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Decomposed:
    """The difference of two shares, now minus then, in parts that add up to it.

    `difference` = `mix` + `rate` + `apart`, symmetrically; and `mix` + `rate` = `mix_then` + `rate_then` + `both`, seen from
    then: the mix alone changed, the rates alone changed, and what comes only of both changing. `apart` cannot be separated
    into either: it is what the strata that were there in only one of the periods add. `trials_apart` are the trials in
    them, then and now.
    """

    difference: Part
    mix: Part
    rate: Part
    mix_then: Part
    rate_then: Part
    both: Part
    apart: Part
    trials_apart: tuple[int, int]


@dataclass(frozen=True)
class _Side:
    """One period: its share of the trials and of successes in each common stratum, and the variance of the latter."""

    successes: Whole
    trials: Whole

    @property
    def total(self) -> int:
        return int(self.trials.sum())

    @property
    def mix(self) -> Floats:
        """The share (s,) of the trials in each stratum."""
        return self.trials / self.total

    @property
    def rates(self) -> Floats:
        return self.successes / self.trials

    def variance(self, by_mix: Floats, by_rate: Floats) -> float:
        """The variance of a figure from its slopes (s,) in the mix and in the rates.

        A half is added to successes and failures in the variance of a rate: a stratum of one trial has one, too.
        """
        smooth = (self.successes + 0.5) / (self.trials + 1)
        mean = float((self.mix * by_mix).sum())
        spread = float((self.mix * (by_mix - mean) ** 2).sum()) / self.total
        return spread + float((by_rate**2 * smooth * (1 - smooth) / self.trials).sum())


def kitagawa(of: Strata, level: float = 0.95) -> Decomposed:
    """The decomposition of the share now (the unit of the strata) minus the share then (its peers).

    Strata that were there in one period only cannot be told apart into mix and rate, so both are measured among the common
    strata, and the rest stands apart. The limits take strata and outcomes as drawn at random, each period by itself.

    Raises:
        ValueError: no stratum was there in both periods.

    Source: E. M. Kitagawa, Journal of the American Statistical Association 50 (1955) 1168-1194; seen from then: A. S.
    Blinder, Journal of Human Resources 8 (1973) 436-455, R. Oaxaca, International Economic Review 14 (1973) 693-709; what
    lies outside the common strata: H. Nopo, Review of Economics and Statistics 90 (2008) 290-299.
    """
    kept = of.within
    if not kept.trials.size:
        raise ValueError("no stratum was there in both periods")
    now, then = _Side(kept.successes, kept.trials), _Side(kept.peer_successes, kept.peer_trials)
    wholes = _Side(of.successes, of.trials), _Side(of.peer_successes, of.peer_trials)
    z = NormalDist().inv_cdf((1 + level) / 2)
    mix, rates = now.mix - then.mix, now.rates - then.rates
    mean_mix, mean_rates = (now.mix + then.mix) / 2, (now.rates + then.rates) / 2
    none = np.zeros_like(mix)

    def part(
        value: float, now_slopes: tuple[Floats, Floats], then_slopes: tuple[Floats, Floats], farthest: float = 1.0
    ) -> Part:
        return _part(value, now.variance(*now_slopes) + then.variance(*then_slopes), z, farthest)

    return Decomposed(
        difference=_difference(*wholes, z),
        mix=part(float((mix * mean_rates).sum()), (mean_rates, mix / 2), (-mean_rates, mix / 2)),
        rate=part(float((rates * mean_mix).sum()), (rates / 2, mean_mix), (rates / 2, -mean_mix)),
        mix_then=part(float((mix * then.rates).sum()), (then.rates, none), (-then.rates, mix)),
        rate_then=part(float((rates * then.mix).sum()), (none, then.mix), (rates, -then.mix)),
        both=part(float((mix * rates).sum()), (rates, mix), (-rates, -mix), _FARTHEST),
        apart=_apart((wholes[0], now), (wholes[1], then), z),
        trials_apart=(wholes[1].total - then.total, wholes[0].total - now.total),
    )


def _part(value: float, variance: float, z: float, farthest: float = 1.0) -> Part:
    value = max(-farthest, min(farthest, value))  # sums of shares may come out a last digit beyond
    half = z * sqrt(max(variance, 0.0))
    return Part(value, max(-farthest, value - half), min(farthest, value + half))


def _share(successes: int, trials: int) -> tuple[float, float]:
    """A share and the variance of one trial, with a half added to successes and failures in the latter."""
    smooth = (successes + 0.5) / (trials + 1)
    return successes / trials if trials else 0.0, smooth * (1 - smooth)


def _difference(now: _Side, then: _Side, z: float) -> Part:
    (here, here_spread), (there, there_spread) = (_share(int(one.successes.sum()), one.total) for one in (now, then))
    return _part(here - there, here_spread / now.total + there_spread / then.total, z)


def _apart(now: tuple[_Side, _Side], then: tuple[_Side, _Side], z: float) -> Part:
    """What strata of one period only add: the share of the whole minus that of the common strata, now minus then."""
    (here, here_variance), (there, there_variance) = (_added(*one) for one in (now, then))
    return _part(here - there, here_variance + there_variance, z, _FARTHEST)


def _added(whole: _Side, common: _Side) -> tuple[float, float]:
    """The share of all trials minus that of the common ones, and its variance; 0 where all are common."""
    others, n = whole.total - common.total, whole.total
    if not others:
        return 0.0, 0.0
    inside, inside_spread = _share(int(common.successes.sum()), common.total)
    outside, outside_spread = _share(int(whole.successes.sum() - common.successes.sum()), others)
    part = others / n
    drawn = (outside - inside) ** 2 * part * (1 - part) / n
    return part * (outside - inside), drawn + part**2 * (outside_spread / others + inside_spread / common.total)
