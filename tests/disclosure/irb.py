"""The example of the Immigration and Refugee Board of Canada's page on the suppression of small values."""

from __future__ import annotations

import numpy as np

from disclosure.small_tables import Flags, Plain, one_table

ROWS = [[304, 125, 26, 20], [28, 45, 7, 12], [70, 29, 7, 21], [5, 3, 1, 1]]
WHOLE = one_table(ROWS)
"""Four rows of four cells, with row totals, column totals and the grand total: 25 numbers, row by row."""


def cells(*places: tuple[int, int]) -> Flags:
    """The cells (25,) at these rows and columns; number 4 is the total."""
    chosen = np.zeros((5, 5), bool)
    for place in places:
        chosen[place] = True
    return chosen.ravel()


BOTH_SEVENS = cells((1, 2), (2, 2))
LAST_ROW = cells((3, 0), (3, 1), (3, 2), (3, 3))
BELOW_ELEVEN = BOTH_SEVENS | LAST_ROW
"""What a threshold of 11 hides by itself: six cells."""

PATTERN = BELOW_ELEVEN | cells((1, 3), (2, 3))
"""What the Board's rule hides: values below 20, and the second-lowest of a sum with one; without the last row's total."""

MARGINS = cells(*[(4, at) for at in range(5)], *[(at, 4) for at in range(5)])
ROW_TOTALS_ONLY = Plain(np.where(cells(*[(4, at) for at in range(5)]), 0, WHOLE.values), WHOLE.equations[5:9])
"""The same rows with their totals, and nothing known of the columns."""
