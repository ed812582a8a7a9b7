"""What a printed figure may stand for, where its publisher rounds small counts or hides them.

A table keeps the figure as it was printed, and a hidden one as an absence; a family names its rule of rounding, and
`bounds` gives the counts between which the true one lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Rounding:
    """One publisher's rule: `says` in words, `of_printed` the bounds of a printed figure, `hidden` those of a hidden one."""

    says: str
    of_printed: Callable[[int], tuple[int, int]]
    hidden: tuple[int, int] | None = None

    def bounds(self, figure: int | None) -> tuple[int, int]:
        """The least and the largest count that a cell may stand for; None is a hidden one.

        Raises:
            ValueError: the publisher hides nothing, so an empty cell has no bounds.
        """
        if figure is not None:
            return self.of_printed(figure)
        if self.hidden is None:
            raise ValueError("this publisher hides no figure")
        return self.hidden


_IN_FIVES = {0: (0, 4), 5: (1, 9), 10: (6, 10)}
"""What may have been rounded up, down or to the nearest five; other figures are exact."""


def _exact(figure: int) -> tuple[int, int]:
    return figure, figure


def _fives_to_ten(figure: int) -> tuple[int, int]:
    return _IN_FIVES.get(figure, (figure, figure))


def _five(figure: int) -> tuple[int, int]:
    """A row that is missing counts as printed 0, though nobody prints it."""
    return {0: (0, 4), 5: (1, 5)}.get(figure, (figure, figure))


def _nearest_five(figure: int) -> tuple[int, int]:
    return (figure - 2, figure + 2) if figure else (0, 0)


ROUNDINGS: Final = {
    "": Rounding("Figures are printed as counted.", _exact),
    "fives_to_ten": Rounding(
        "Counts below 10 are rounded to fives, and the publisher does not say how: a printed 0 may be 0 to 4, a 5 may be "
        "1 to 9, a 10 may be 6 to 10.",
        _fives_to_ten,
    ),
    "five": Rounding(
        "Counts of 1 to 4 are printed as 5 or left out: a printed 5 may be 1 to 5, and a missing row may be 0 to 4.",
        _five,
    ),
    "nearest_five": Rounding(
        "Counts are rounded to the nearest five, and -- stands for 0 to 5: a printed figure may be 2 less or 2 more.",
        _nearest_five,
        (0, 5),
    ),
    "under_twenty": Rounding("Counts below 20 are hidden by --, which may be 0 to 19.", _exact, (0, 19)),
}
"""Every rule by the name under which families declare it; the README of each source says what its rule rests on."""
