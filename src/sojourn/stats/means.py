"""The mean of counts, with the error that their spread leaves it."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from statistics import NormalDist


def mean_of_counts(numbers: Mapping[int, int], level: float = 0.95) -> tuple[float, float, float]:
    """The mean of whole numbers, with normal limits from its standard error; never below 0.

    Args:
        numbers: for each number how often it occurs, zeros included.
        level: confidence level, between 0 and 1.

    Raises:
        ValueError: no number at all, or one below 0.

    Source: W. G. Cochran, Sampling Techniques (1977), section 2.13 (the normal limits, and where they fail).
    """
    how_many = sum(numbers.values())
    if how_many < 1 or any(number < 0 or often < 0 for number, often in numbers.items()):
        raise ValueError("a mean needs numbers, none of them below 0")
    mean = sum(number * often for number, often in numbers.items()) / how_many
    square = sum(number**2 * often for number, often in numbers.items()) / how_many
    half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(max(0.0, square - mean**2) / how_many)
    return mean, max(0.0, mean - half), mean + half
