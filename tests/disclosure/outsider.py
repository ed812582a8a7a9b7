"""An outsider who has a published list of counts, and works on it with programmes of his own, slowly."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from sojourn.breakdown import Key
from sojourn.disclosure.published import Publication

MOST = 100_000


def least_width(publication: Publication) -> float:
    """The least width of what can be worked out of a hidden count: its greatest possible value less its least."""
    unknown = sorted({*publication.hidden, *publication.implied}, key=str)
    place = {key: at for at, key in enumerate(unknown)}
    rows, right = [], []
    for equation in publication.equations:
        row, known = np.zeros(len(unknown)), 0
        for key, sign in ((equation.whole, 1), *((part, -1) for part in equation.parts)):
            if key in place:
                row[place[key]] += sign
            else:
                known += sign * publication.shown[key]
        rows.append(row)
        right.append(-known)
    widths = [_width(place[key], len(unknown), rows, right) for key in publication.hidden]
    return min(widths, default=float("inf"))


def _width(at: int, count: int, rows: list[np.ndarray], right: list[int]) -> float:
    ends = []
    for sign in (1, -1):
        cost = np.zeros(count)
        cost[at] = sign
        constraints = LinearConstraint(np.array(rows), right, right) if rows else None
        found = milp(cost, integrality=np.ones(count), bounds=Bounds(0, MOST), constraints=constraints)
        assert found.x is not None, "the published counts contradict each other"
        ends.append(sign * found.fun)
    return float(ends[1] - ends[0])


def small_ones(publication: Publication, told: dict[Key, str]) -> list[Key]:
    """Shown counts of 1 to 10 that tell about people, by the tier of each."""
    return [key for key, value in publication.shown.items() if 0 < value < 11 and told.get(key) == "P2"]
