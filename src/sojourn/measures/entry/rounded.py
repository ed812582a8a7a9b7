"""Sums and shares of figures that were rounded to the nearest ten, with the limits that rounding leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sojourn.tables.entry import ROUNDED_TO
from sojourn.words.said import Said, said

HALF = ROUNDED_TO // 2
METHOD = said("rounding: OHSS rounds each figure to the nearest ten, so each may be off by up to five")


@dataclass(frozen=True)
class Rounded:
    """A sum of rounded figures: its value, and how many figures are in it."""

    value: int
    figures: int

    @classmethod
    def of(cls, figures: Iterable[int]) -> Rounded:
        """The sum of some figures."""
        listed = list(figures)
        return cls(sum(listed), len(listed))

    @property
    def low(self) -> int:
        """The least that the true sum can be."""
        return max(0, self.value - HALF * self.figures)

    @property
    def high(self) -> int:
        """The most that the true sum can be."""
        return self.value + HALF * self.figures


@dataclass(frozen=True)
class Limits:
    """A value and the limits that rounding leaves it."""

    value: float
    low: float
    high: float

    def per_cent(self) -> Said:
        """A share with its limits in words."""
        value = said("{value:share}", value=self.value)
        limits = said(
            "{value:share} ({low:share} to {high:share} by rounding)", value=self.value, low=self.low, high=self.high
        )
        return value if f"{100 * self.low:.1f}" == f"{100 * self.high:.1f}" else limits


def share(part: Rounded, whole: Rounded) -> Limits:
    """The share of a part in its whole, each at its least favourable rounding; the whole must be above zero.

    Source: the notes of the monthly tables of OHSS ("table cells are rounded to the nearest ten").
    """
    least = part.low / whole.high
    most = part.high / whole.low if whole.low else 1.0
    return Limits(part.value / whole.value, least, min(1.0, most))


def odds(one: Limits) -> Limits:
    """A share over the rest of the whole, p / (1 - p); without a limit above where the share may be all of it."""
    value, low, high = (at / (1 - at) if at < 1 else float("inf") for at in (one.value, one.low, one.high))
    return Limits(value, low, high)


def over(one: Limits, other: Limits) -> Limits:
    """One number over another, each at its least favourable limit; without a limit above where the other may be zero.

    Source: the notes of the monthly tables of OHSS ("table cells are rounded to the nearest ten").
    """
    most = one.high / other.low if other.low else float("inf")
    return Limits(one.value / other.value, one.low / other.high, most)
