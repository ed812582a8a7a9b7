"""What is usual: how many people of each nationality leave on a day, given the day's total, weekday, season and history.

A nationality's earlier charters must not hide its next one. So counts are capped before anything is learnt from them
(compare the weights of Noufaily and others, Statistics in Medicine 32 (2013) 1206-1222): what stands above the cap of
its nationality is taken to be no part of the usual.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sojourn.groups.nouns import Departures
from sojourn.stats.excess import STEADY, Floats, sizes

Days = NDArray[np.int64]

CAPPED_AT = 3.0
"""Standard deviations above the mean of its busiest weekday at which a nationality's counts are capped."""
FEWEST = 2
"""No cap is lower: a couple is no charter."""
LEAST_SIZE = 2.0
"""No nationality's counts are taken to be spread further than this, or its charters would be their own excuse."""
OWN_PEOPLE = 10.0
"""A nationality's weekdays count as much as the common ones once it has this many people."""
PRIOR = 0.5
"""The long-run share counts as much as this part of an average quarter, beside the quarter's own."""
COMMON = 0.05
"""Nationalities with a larger share of all departures do not count for the common weekdays."""
QUARTER = 91
"""Days."""
_FIRST_CAP = 0.98
"""Share of the days of a nationality that lie under its cap before anything is known."""
_ROUNDS = 6


@dataclass(frozen=True)
class Usual:
    """What was learnt from a span of days, for c citizenships; kept when later months are added.

    `share` (c,) of all departures in the long run, `weekday` (7, c) factors from Monday, `size` (c,) of the negative
    binomial distribution of daily counts, `cap` (c,) people, `weight` people behind `share` beside a quarter's own.
    """

    citizenships: tuple[str, ...]
    share: Floats
    weekday: Floats
    size: Floats
    cap: Floats
    weight: float


def of_citizenships(usual: Usual, citizenships: tuple[str, ...]) -> Usual:
    """What was learnt of some citizenships; one that was never seen before is taken to be as rare as half a person in all."""
    at = {name: place for place, name in enumerate(usual.citizenships)}
    known = np.array([at.get(name, -1) for name in citizenships], np.int64)
    rare = PRIOR * 0.5 / max(usual.weight, 1.0)
    common = usual.weekday.mean(axis=1)
    return Usual(
        citizenships,
        np.where(known >= 0, usual.share[known], rare),
        np.where(known >= 0, usual.weekday[:, known], common[:, None]),
        np.where(known >= 0, usual.size[known], STEADY),
        np.where(known >= 0, usual.cap[known], FEWEST),
        usual.weight,
    )


def weekdays(days: NDArray[np.datetime64]) -> Days:
    """The weekday of each day, Monday 0."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


def quarters(days: NDArray[np.datetime64]) -> Days:
    """The calendar quarter of each day, counted from the first of 1970: a block, which is judged by itself."""
    return days.astype("datetime64[M]").astype(np.int64) // 3


def learn(departures: Departures) -> Usual:
    """What is usual, from all days: alternately the usual numbers, their spread, and the caps that these imply."""
    counts = departures.counts.astype(np.float64)
    usual = _first(departures, counts)
    for _ in range(_ROUNDS):
        usual = _again(departures, counts, usual)
    return usual


def expected(counts: Floats, weekday: Days, usual: Usual, window: int) -> Floats:
    """Expected people (..., d - window + 1, c) of the windows of one block; a window's own people are left out.

    A day counts for at least what its weekday has on average: where others stay on the ground, those who fly are not more.

    Args:
        counts: (..., d, c) people by day and citizenship, all days of one block.
        weekday: (d,) of each day.
        usual: what was learnt.
        window: days of a window.
    """
    capped = np.minimum(counts, usual.cap)
    totals = capped.sum(axis=-1, keepdims=True)
    share = capped.sum(axis=-2, keepdims=True) - running(capped, window) + usual.weight * usual.share
    share /= totals.sum(axis=-2, keepdims=True) - running(totals, window) + usual.weight
    mean: Floats = share * running(_activity(totals, weekday) * usual.weekday[weekday], window)
    return mean


def running(values: Floats, window: int) -> Floats:
    """Sums (..., d - window + 1, c) of the values of windows of so many days."""
    length = values.shape[-2] - window + 1
    total = values[..., :length, :]
    for at in range(1, window):
        total = total + values[..., at : at + length, :]
    return total


def _activity(totals: Floats, weekday: Days) -> Floats:
    """The total of each day (..., d, 1), or that of the average day of its weekday where it is lower."""
    same = weekday[:, None] == weekday[None, :]
    usual: Floats = (same / same.sum(axis=1, keepdims=True)) @ totals
    return np.maximum(totals, usual)


def _first(departures: Departures, counts: Floats) -> Usual:
    """Caps from the quantiles of each nationality's days, and shares without regard to weekdays."""
    number = len(departures.citizenships)
    cap = np.maximum(np.quantile(counts, _FIRST_CAP, axis=0), FEWEST)
    capped = np.minimum(counts, cap)
    weight = PRIOR * capped.sum() / max(1.0, len(counts) / QUARTER)
    steady = np.full(number, STEADY)
    return Usual(departures.citizenships, capped.sum(axis=0) / capped.sum(), np.ones((7, number)), steady, cap, weight)


def _again(departures: Departures, counts: Floats, usual: Usual) -> Usual:
    """One round: weekdays, spread and caps from the counts under the caps of the last."""
    weekday, block = weekdays(departures.days), quarters(departures.days)
    capped = np.minimum(counts, usual.cap)
    share = capped.sum(axis=0) / capped.sum()
    factors = _factors(capped, weekday, share)
    learnt = replace(usual, share=share, weekday=factors)
    mean = np.concatenate(
        [expected(counts[block == one], weekday[block == one], learnt, 1) for one in np.unique(block)]
    )
    size = np.maximum(sizes(capped, mean), LEAST_SIZE)
    busiest = np.max([mean[weekday == day].mean(axis=0) for day in np.unique(weekday)], axis=0)
    spread = np.sqrt(busiest + busiest**2 / size)
    return replace(learnt, size=size, cap=np.maximum(np.ceil(busiest + CAPPED_AT * spread), FEWEST))


def _factors(capped: Floats, weekday: Days, share: Floats) -> Floats:
    """By how much each nationality's share is higher or lower on each weekday (7, c), shrunk to that of all but the largest."""
    seen = np.stack([capped[weekday == day].sum(axis=0) for day in range(7)])
    fair = seen.sum(axis=1, keepdims=True) * share
    common = share < COMMON
    all_seen, all_fair = seen[:, common].sum(axis=1), fair[:, common].sum(axis=1)
    pooled = np.divide(all_seen, all_fair, out=np.ones(7), where=all_fair > 0)
    factors: Floats = (seen + OWN_PEOPLE * pooled[:, None]) / (fair + OWN_PEOPLE)
    return factors
