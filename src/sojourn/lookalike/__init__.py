"""Invented releases in the agencies' true formats: any size, seeded, marked, with faults and the truth.

`make` writes one source, `release` a small world of all. Everything that they write says that it is invented.
"""

from sojourn.lookalike.make import make, release
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth

__all__ = ["Account", "Fault", "Made", "PartTruth", "Truth", "make", "release"]
