"""What a steady state comes to, without simulation.

Everyone waits in one pool of N people for c places a day; a share a of the places goes to those who have waited longest, the
rest is drawn equally among all. N / c is written `days` here: by Little's law it is the mean wait, whatever the rule that
leaves no place empty.

Source: J. D. C. Little, Operations Research 9 (1961) 383-387. The rest follows from a pool whose hazard is (1 - a) / days up
to the longest wait T: arrivals of c a day that leave at that hazard fill the pool where (1 - exp(-(1 - a) T / days)) = 1 - a.
"""

from __future__ import annotations

from math import exp, inf, log


def longest_wait(share: float, days: float) -> float:
    """The longest wait: -ln(a) / (1 - a) times the pool in days of places; infinite for a pure draw."""
    if share <= 0:
        return inf
    return days if share >= 1 else -log(share) / (1 - share) * days


def share_within(share: float, days: float, limit: float) -> float:
    """The share of those who are placed that waited no longer than the limit."""
    if limit >= longest_wait(share, days):
        return 1.0
    return 0.0 if share >= 1 else 1 - exp(-(1 - share) * limit / days)


def quantile(share: float, days: float, part: float) -> float:
    """The wait that this part of those who are placed did not exceed."""
    if share >= 1:
        return days
    end = longest_wait(share, days)
    return end if part >= share_within(share, days, end * (1 - 1e-12)) else -log(1 - part) * days / (1 - share)


def days_for_share(share: float, part: float, limit: float) -> float:
    """The pool in days of places at which this part of those placed waited no longer than the limit, below the longest wait.

    Infinite where the part is 0; 0 where nobody is drawn, so that no pool has a part between 0 and 1.
    """
    if part <= 0:
        return inf
    return 0.0 if share >= 1 or part >= 1 else (1 - share) * limit / -log(1 - part)
