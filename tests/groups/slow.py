"""The scan and its null once more, in plain loops: slow, and written from docs/groups.md without a look at the code."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import permutations, product

from sojourn.groups.baseline import Usual

Table = list[list[int]]


def slow_expected(counts: Table, weekday: list[int], usual: Usual, first: int, length: int, who: int) -> float:
    """Expected people of a nationality in a window."""
    number, inside = len(counts[0]), range(first, first + length)
    capped = [[min(day[c], usual.cap[c]) for c in range(number)] for day in counts]
    totals = [sum(day) for day in capped]
    own = sum(capped[d][who] for d in range(len(counts)) if d not in inside)
    people = sum(totals[d] for d in range(len(counts)) if d not in inside)
    share = (own + usual.weight * usual.share[who]) / (people + usual.weight)
    mean = 0.0
    for d in inside:
        same = [totals[other] for other in range(len(counts)) if weekday[other] == weekday[d]]
        mean += max(totals[d], sum(same) / len(same)) * usual.weekday[weekday[d]][who]
    return float(share * mean)


def slow_evidence(count: int, mean: float, size: float) -> float:
    """Log likelihood ratio of the negative binomial distribution, from its logarithms."""
    if count <= mean:
        return 0.0
    return _log_likelihood(count, count, size) - _log_likelihood(count, mean, size)


def _log_likelihood(count: int, mean: float, size: float) -> float:
    spread = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return spread + size * math.log(size / (size + mean)) + count * math.log(mean / (size + mean))


def slow_scan(
    counts: Table, weekday: list[int], usual: Usual, longest: int, penalty: float
) -> dict[tuple[int, int], float]:
    """The evidence of each window: the best of all sets of nationalities, each member less a penalty."""
    found = {}
    for length in range(1, longest + 1):
        for first in range(len(counts) - length + 1):
            gains = []
            for who in range(len(counts[0])):
                people = sum(counts[d][who] for d in range(first, first + length))
                mean = slow_expected(counts, weekday, usual, first, length, who)
                gains.append(slow_evidence(people, mean, usual.size[who]) - penalty)
            sets = product((False, True), repeat=len(gains))
            found[first, first + length - 1] = max(
                sum(gain for gain, member in zip(gains, chosen, strict=True) if member) for chosen in sets
            )
    return found


def slow_groups(windows: dict[tuple[int, int], float], least: float) -> list[tuple[int, int, float]]:
    """The windows with so much evidence, greedily, without overlaps."""
    left = {span: weight for span, weight in windows.items() if weight >= least}
    kept = []
    while left:
        best = max(left, key=lambda span: (left[span], -(span[1] - span[0]), -span[0]))
        kept.append((*best, left[best]))
        left = {span: weight for span, weight in left.items() if span[1] < best[0] or span[0] > best[1]}
    return kept


def every_dealing(counts: Table) -> Iterator[Table]:
    """All ways of dealing the labels of days of one weekday, each person by name."""
    labels = [who for day in counts for who, people in enumerate(day) for _ in range(people)]
    for dealt in permutations(labels):
        rest, table = list(dealt), []
        for day in counts:
            hand, rest = rest[: sum(day)], rest[sum(day) :]
            table.append([hand.count(who) for who in range(len(day))])
        yield table
