"""Waits under a mixture of drawing lots and longest-waiting-first, in steady state and in closed form.

Each day a number of places goes to a pool of waiting people of constant size: a share of the places to those who have
waited longest, the rest by lot among all. A person waits until drawn, with the hazard of the lots alone, and at the
latest until those who came before are served. Let m be pool over places, in days, and a the share reserved. Then the
share still waiting after t days is exp(-(1 - a) t / m) up to the longest wait T, where it is a; so
T = -ln(a) / (1 - a) m. The mean is m for every a, as Little's law demands of every rule that leaves no place idle.
"""

from __future__ import annotations

import math


def mean_wait(pool: float, places: float) -> float:
    """Mean wait in days: people waiting over places a day, whatever the rule.

    Source: J. D. C. Little (1961), A Proof for the Queuing Formula L = lambda W, Operations Research 9(3), 383-387.
    """
    return pool / places


def longest_wait(reserved: float, pool: float, places: float) -> float:
    """Days after which nobody waits any longer; infinite where no place is reserved for those who wait longest.

    Source: Little (1961) for the mean; the longest wait is where the share still waiting equals the share reserved.
    """
    return stretch(reserved) * pool / places


def stretch(reserved: float) -> float:
    """The longest wait over the mean wait: 1 where every place is reserved, infinite where none is."""
    if reserved <= 0:
        return math.inf
    return 1.0 if reserved >= 1 else -math.log(reserved) / (1 - reserved)


def share_within(reserved: float, pool: float, places: float, days: float) -> float:
    """The share of those served who wait no longer than some days.

    Source: Little (1961) for the mean; the longest wait is where the share still waiting equals the share reserved.
    """
    if days >= longest_wait(reserved, pool, places):
        return 1.0
    return -math.expm1(-(1 - reserved) * days * places / pool)


def pool_for_longest(reserved: float, places: float, days: float) -> float | None:
    """The pool in which the longest wait is so many days; None where no wait is the longest."""
    return None if reserved <= 0 else days * places / stretch(reserved)


def pool_for_share(reserved: float, places: float, days: float, within: float) -> float | None:
    """The pool in which a share between 0 and 1 waits no longer than some days.

    None where no pool gives it: up to the longest wait at most 1 - `reserved` are drawn, and then all are served.

    Source: Little (1961) for the mean; the longest wait is where the share still waiting equals the share reserved.
    """
    if not 0 < within <= 1 - reserved or within == 1:
        return None
    return (1 - reserved) * days * places / -math.log1p(-within)
