"""The nouns of group removals: departures by day and nationality in, groups with their evidence out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Departures:
    """Removals by day and citizenship, of one release.

    `days` are all days from the first to the last, `counts[d, c]` the removals of citizenship `c` that departed on day `d`,
    `unknown[d]` those without citizenship. `places` and `by_place[p, d, c]` are there only where the release names the port
    of departure, or else the last facility.
    """

    days: NDArray[np.datetime64]
    citizenships: tuple[str, ...]
    counts: NDArray[np.int32]
    unknown: NDArray[np.int32]
    places: tuple[str, ...] = ()
    by_place: NDArray[np.int32] | None = None


@dataclass(frozen=True)
class Member:
    """The people of one nationality in a group.

    `departed` left in the window; `expected` is what the days' totals, weekday, season and history explain; `low` and `high`
    are a 95 % interval of the excess.
    """

    citizenship: str
    departed: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """People of one or several nationalities who left together, far above what is expected.

    The window is `first` to `last` (one or two days). `evidence` is in nats (log likelihood ratio, summed over members);
    `q` and `false_alarms_per_year` come from permuted labels. `alternatives` are other explanations that the rows do not
    exclude, `cannot_tell` what they cannot say.
    """

    first: date
    last: date
    members: tuple[Member, ...]
    evidence: float
    q: float
    false_alarms_per_year: float
    place: str = ""
    alternatives: tuple[str, ...] = ()
    cannot_tell: str = ""

    @property
    def departed(self) -> int:
        """People in the group, all members together."""
        return sum(member.departed for member in self.members)
