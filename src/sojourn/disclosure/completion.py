"""Whole numbers that fit equations in which some counts are not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sojourn.breakdown import Key
from sojourn.disclosure.published import Equation


def whole_solution(
    equations: Sequence[Equation], known: Mapping[Key, int], unknown: Sequence[Key]
) -> tuple[int, ...] | None:
    """One count for each unknown key, none below zero, that keeps every equation with the known ones; None if none does.

    Equations without an unknown key are left to whoever knows their counts.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - imported only where it is needed
    from scipy.sparse import lil_array  # noqa: PLC0415

    place = {key: at for at, key in enumerate(unknown)}
    open_ones = [equation for equation in equations if any(key in place for key in equation.keys)]
    matrix, right = lil_array((len(open_ones), len(unknown))), np.zeros(len(open_ones))
    for row, equation in enumerate(open_ones):
        for key, sign in ((equation.whole, 1), *((part, -1) for part in equation.parts)):
            if key in place:
                matrix[row, place[key]] += sign
            else:
                right[row] -= sign * known[key]
    found = milp(
        np.zeros(len(unknown)),
        integrality=np.ones(len(unknown)),
        bounds=Bounds(0, np.inf),
        constraints=LinearConstraint(matrix.tocsc(), right, right),
    )
    return None if found.x is None else tuple(round(value) for value in found.x)
