"""The evidence of a count is the generalised likelihood ratio that R's surveillance charts (excess.json)."""

from __future__ import annotations

import numpy as np
import pytest

from sojourn.stats.excess import evidence
from stats.oracles import excess

CLOSE = 1e-4
"""R looks for the factor by steps and stops at about this."""


def compare(said: list[float]) -> None:
    """Every count, with an expected number and a size, against what R says."""
    counts, means, sizes = (np.array(column, np.float64) for column in zip(*excess.SETS, strict=True))
    assert np.allclose(evidence(counts, means, sizes), said, rtol=CLOSE, atol=CLOSE)


def test_the_evidence_is_that_of_surveillance() -> None:
    """Whoever charts counts of infections weighs an excess the same way."""
    assert len(excess.stored()["evidence"]) == len(excess.SETS) > 50
    compare(excess.stored()["evidence"])


@pytest.mark.oracle
def test_r_still_says_what_is_stored() -> None:
    """Stored answers that nobody can make again would prove nothing."""
    if reason := excess.lacking():
        pytest.skip(reason)
    compare(excess.asked()["evidence"])
