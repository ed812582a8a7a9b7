"""Separation: combinations of factors that tell outcomes for certain, so that a logistic regression has no maximum."""

from __future__ import annotations

import numpy as np

from sojourn.stats.risk_sets import Floats

SEPARATE = 1e-7
"""Margins of the linear programme below which they are its rounding."""


def separating(successes: Floats, trials: Floats, design: Floats) -> Floats:
    """A combination (k,) of the columns that is never negative for successes nor positive for failures; 0 if none is.

    A linear programme looks for the one that separates most. Where it finds one (complete or quasi-complete separation) the
    likelihood grows without end in its direction.

    Source: A. Albert, J. A. Anderson, Biometrika 71 (1984) 1-10; K. Konis, thesis, University of Oxford (2007).
    """
    from scipy.optimize import linprog  # noqa: PLC0415 - scipy is slow to import and needed only here

    columns = design.shape[1]
    signed = np.unique(np.concatenate([design[successes > 0], -design[successes < trials]]), axis=0)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=[(-1, 1)] * columns)
    direction: Floats = np.where(np.abs(found.x) > SEPARATE, found.x, 0.0)
    return direction if -found.fun > SEPARATE * len(signed) else np.zeros(columns)
