"""The values that a record stores for the numbers in planted rows, and their alphabetical order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sojourn.lookalike.detention import reasons
from sojourn.lookalike.detention.oddities import UNLISTED_REASON
from sojourn.lookalike.detention.places import codes
from sojourn.lookalike.detention.rows import BLANK, Rows
from sojourn.lookalike.detention.world import Numbers
from sojourn.lookalike.draws import weights
from sojourn.lookalike.faults import UNLISTED
from sojourn.lookalike.people import stored


@dataclass(frozen=True)
class Values:
    """Texts by number; numbers below zero are no value."""

    facility: tuple[str, ...]
    reason: tuple[str, ...]
    exit: tuple[str, ...]
    citizenship: tuple[str, ...]
    sex: tuple[str, ...]
    criminality: tuple[str, ...]

    def facility_rank(self, numbers: Numbers) -> Numbers:
        """The alphabetical place of facility codes, of no code the last."""
        return _rank(self.facility, numbers)

    def ranks(self, rows: Rows) -> list[Numbers]:
        """What decides between rows of one start and one end: alphabetical places, no value last."""
        year = np.where(rows.birth_year == BLANK, 9999, rows.birth_year)
        return [
            _rank(self.reason, rows.reason),
            _rank(self.reason, rows.stay_reason),
            _rank(self.citizenship, rows.citizenship),
            _rank(self.sex, rows.sex),
            _rank(self.criminality, rows.criminality),
            year,
        ]


def _rank(texts: Sequence[str], numbers: Numbers) -> Numbers:
    known = sorted(set(texts))
    places = np.array([known.index(text) for text in texts])
    return np.where(numbers < 0, len(known), places[numbers])


@cache
def values() -> Values:
    """The values of every release; the last country and the last reason are the unlisted ones."""
    return Values(
        facility=tuple(codes()),
        reason=(*(str(stored(text, "release_reason")) for text in reasons.texts()), UNLISTED_REASON),
        exit=(*(way or "unknown" for way in reasons.exits()), "unknown"),
        citizenship=(*weights("held_country"), UNLISTED),
        sex=tuple(weights("held_sex")),
        criminality=tuple(weights("criminality")),
    )
