"""Why stints and stays end in the invented world, and which way out of custody each reason is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sojourn.shipped import rows_of

NONE, REDACTED = -1, -2
"""What stands for a blank and for a redacted reason among the numbers of reasons."""


@cache
def _listed() -> list[dict[str, str]]:
    path = Path(__file__).parent / "reasons.csv"
    return rows_of(path)


def texts() -> list[str]:
    """Every reason as published."""
    return [row["reason"] for row in _listed()]


def exits() -> list[str]:
    """The way out that each reason is; empty for a move inside custody."""
    return [row["exit"] for row in _listed()]


def weights_of_ends() -> npt.NDArray[np.float64]:
    """How often each reason ends a stay."""
    weights = np.array([float(row["weight"]) for row in _listed()])
    return np.asarray(weights / weights.sum())


def number(reason: str) -> int:
    """The place of a reason among `texts`."""
    return texts().index(reason)
