"""Assembly, in retrospect: were people of a group's nationalities brought together in staging facilities before it left?

Only groups that left within the days of a release can be asked about. Nothing here says where anybody is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sojourn.errors import BadParameter
from sojourn.groups.baseline import quarters, weekdays
from sojourn.groups.staging import ALL, Inflow, sets_of
from sojourn.stats.proportions import wilson
from sojourn.stats.risk_sets import Floats
from sojourn.words.said import said

LONGEST: Final = 7
"""Days before a group that are looked at, at most."""
PERMUTATIONS: Final = 999
SIGNAL: Final = 0.05
"""The largest p that is taken for a signal."""

Drawn = NDArray[np.int64]


@dataclass(frozen=True)
class Score:
    """What a set of facilities took in over the last `days` days before a group.

    `booked_in` people of the group's citizenships among `everyone` with a known citizenship; `expected` if their share were
    that of the same weekdays of the quarter. `evidence` is in nats.
    """

    facilities: str
    days: int
    booked_in: int
    everyone: int
    expected: float
    evidence: float

    @property
    def concentration(self) -> float:
        """How many times as many as expected; 0 where nobody was booked in."""
        return self.booked_in / self.expected if self.booked_in else 0.0


@dataclass(frozen=True)
class Assembly:
    """Whether a group was assembled.

    `best` is the set and the number of days with the most evidence, `whole` all facilities over the whole horizon, `scores`
    every set over every number of days. `p` is how often permuted labels give as much evidence in any of them.
    """

    first: date
    last: date
    citizenships: tuple[str, ...]
    horizon: int
    best: Score
    whole: Score
    scores: tuple[Score, ...]
    p: float
    permutations: int

    @property
    def signal(self) -> bool:
        """Whether the labels by themselves would rarely do the same."""
        return self.p <= SIGNAL


@dataclass(frozen=True)
class Matches:
    """Of `of` earlier groups, `number` had a signal with at least the same concentration; limits of their share."""

    number: int
    of: int
    low: float
    high: float


def assembly(
    inflow: Inflow,
    first: date,
    last: date,
    citizenships: Sequence[str],
    *,
    horizon: int = LONGEST,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Assembly:
    """Whether people of some citizenships were concentrated in staging facilities in the days before a group left.

    The days are those before `first`, from one to `horizon`. What is expected is the share of these citizenships on the same
    weekday of the same quarter, in the same facility, times all that were booked in. Under the null hypothesis the labels
    of citizenship are exchangeable within facility, quarter and weekday: of each stratum the labels of a day are a draw
    without replacement. The evidence of a set over some days is Poisson's logarithm of the likelihood ratio, and the p is that
    of the largest over all sets and numbers of days.

    Args:
        inflow: who was booked in, for all days of a release.
        first, last: the days on which the group left.
        citizenships: those of its members.
        horizon: days before the group, 1 to 7.
        permutations: draws of labels; the smallest p is 1 / (permutations + 1).
        seed: of the random numbers.

    Raises:
        BadParameter: the group left after the last day of the release, or so early that the days before it are not all
            in the release; no citizenship; a horizon or number of permutations that cannot be.

    Source: M. Kulldorff, R. Heffernan, J. Hartman, R. Assunção, F. Mostashari, PLoS Medicine 2 (2005) e59.
    """
    _check(inflow, first, last, citizenships, horizon, permutations)
    strata = _Strata.before(inflow, first, citizenships, horizon)
    scores = tuple(strata.scores())
    best = max(scores, key=lambda score: score.evidence)
    reached = (strata.permuted(permutations, seed) >= best.evidence - 1e-9).sum()
    whole = next(score for score in scores if score.facilities == ALL and score.days == horizon)
    p = float((1 + reached) / (1 + permutations))
    return Assembly(first, last, tuple(sorted(set(citizenships))), horizon, best, whole, scores, p, permutations)


def matches(one: Assembly, earlier: Sequence[Assembly]) -> Matches:
    """How many earlier groups had an assembly signal with at least the same concentration, over all facilities.

    Raises:
        BadParameter: one of them left on or after the first day of the group.
    """
    for other in earlier:
        if other.last >= one.first:
            raise BadParameter(
                said("the group of {other:name} is not before that of {one:name}", other=other.first, one=one.first),
                where=said("earlier groups"),
                todo=said("leave it out"),
            )
    number = sum(other.signal and other.whole.concentration >= one.whole.concentration for other in earlier)
    low, high = wilson(number, len(earlier)) if earlier else (0.0, 1.0)
    return Matches(number, len(earlier), low, high)


def _check(
    inflow: Inflow, first: date, last: date, citizenships: Sequence[str], horizon: int, permutations: int
) -> None:
    where = said("group of {first:name} to {last:name}", first=first, last=last)
    if last < first:
        raise BadParameter(said("it ends before it begins"), where=where, todo=said("put the earlier day first"))
    if last > inflow.last:
        raise BadParameter(
            said("the release ends on {last:name}, and Sojourn says nothing of later days", last=inflow.last),
            where=where,
            todo=said("ask about a group that left on or before that day"),
        )
    if not citizenships:
        raise BadParameter(said("it names no citizenship"), where=where, todo=said("give at least one"))
    _check_horizon(inflow, first, horizon, where)
    if permutations < 1:
        told = said("{permutations:name} permutations", permutations=permutations)
        raise BadParameter(told, where=where, todo=said("give 999 or more"))


def _check_horizon(inflow: Inflow, first: date, horizon: int, where: str) -> None:
    if not 1 <= horizon <= LONGEST:
        raise BadParameter(
            said("a horizon of {horizon:name} days", horizon=horizon),
            where=where,
            todo=said("give 1 to {longest:number}", longest=LONGEST),
        )
    if first - timedelta(days=horizon) < inflow.first:
        raise BadParameter(
            said(
                "the release begins on {first:name}, after the first of the {horizon:name} days before the group",
                first=inflow.first,
                horizon=horizon,
            ),
            where=where,
            todo=said("ask about a later group, or give a shorter horizon"),
        )


@dataclass(frozen=True)
class _Strata:
    """The days before a group, the nearest first, by facility: (h, f) each.

    A day of a facility is drawn from its stratum, the same weekdays of the quarter: `people` of the stratum, `labelled` of
    them of the group's citizenships; `everyone` booked in on the day, `booked_in` of them of these citizenships.
    """

    facilities: tuple[str, ...]
    people: Drawn
    labelled: Drawn
    everyone: Drawn
    booked_in: Drawn

    @classmethod
    def before(cls, inflow: Inflow, first: date, citizenships: Sequence[str], horizon: int) -> _Strata:
        """The strata of the days before a group."""
        wanted = [inflow.citizenships.index(name) for name in citizenships if name in inflow.citizenships]
        labels = inflow.counts[:, :, sorted(set(wanted))].sum(axis=2, dtype=np.int64)
        every = inflow.counts.sum(axis=2, dtype=np.int64)
        at = (first - inflow.first).days - 1 - np.arange(horizon)
        stratum = quarters(inflow.days) * 7 + weekdays(inflow.days)
        same = stratum[at][:, None] == stratum[None, :]
        return cls(inflow.facilities, same @ every, same @ labels, every[at], labels[at])

    @property
    def expected(self) -> Floats:
        """Book-ins of the group's citizenships that their share of the stratum explains (h, f)."""
        made: Floats = self.everyone * self.labelled / np.maximum(self.people, 1)
        return made

    def sets(self) -> Iterator[tuple[str, list[int]]]:
        """Each set with the places of its facilities."""
        for name, codes in sets_of(self.facilities).items():
            yield name, [self.facilities.index(code) for code in codes]

    def scores(self) -> Iterator[Score]:
        """Every set over every number of days."""
        for name, columns in self.sets():
            found, every, expected = (
                np.cumsum(values[:, columns].sum(axis=1)) for values in (self.booked_in, self.everyone, self.expected)
            )
            evidence = _evidence(found, expected)
            for at in range(len(found)):
                yield Score(name, at + 1, int(found[at]), int(every[at]), float(expected[at]), float(evidence[at]))

    def drawn(self, permutations: int, seed: int) -> Drawn:
        """The labels of each day and facility (permutations, h, f) after as many shuffles within the strata."""
        random = np.random.default_rng(seed)
        size = (permutations, *self.everyone.shape)
        return random.hypergeometric(self.labelled, self.people - self.labelled, self.everyone, size)

    def permuted(self, permutations: int, seed: int) -> Floats:
        """The largest evidence of any set over any number of days, for each permutation of the labels."""
        drawn = self.drawn(permutations, seed)
        expected = self.expected
        largest = np.zeros(permutations)
        for _, columns in self.sets():
            found = np.cumsum(drawn[:, :, columns].sum(axis=2), axis=1)
            largest = np.maximum(largest, _evidence(found, np.cumsum(expected[:, columns].sum(axis=1))).max(axis=1))
        return largest


def _evidence(found: NDArray[np.integer], expected: Floats) -> Floats:
    """The logarithm of Poisson's likelihood ratio of more than expected; 0 where there are not more."""
    more = found > expected
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = found * np.log(found / expected) - (found - expected)
    return np.where(more, ratio, 0.0)
