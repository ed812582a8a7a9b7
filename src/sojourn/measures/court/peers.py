"""One judge against the peers at the same courts: raw, within strata, predicted against actual, and by a regression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sojourn.measures.answers import FEWEST
from sojourn.stats.factors import telling
from sojourn.stats.grouped_logit import Inestimable
from sojourn.stats.random_intercept import random_intercept
from sojourn.stats.risk_sets import Flags, Floats, Whole
from sojourn.stats.standardisation import Standardised, standardised
from sojourn.stats.stratified import Strata, pooled_difference, pooled_odds_ratio, strata
from sojourn.words.said import Said, joined, said

Judge: TypeAlias = tuple[str, ...]
Stratum: TypeAlias = tuple[Any, ...]

LIKE: Final = ("court", "fiscal_year", "detained", "nationality")
"""What makes two cases alike: the dimensions of a stratum."""
FEWEST_OF_A_NATIONALITY: Final = 25
"""Decisions below which a nationality is put with the others in the regression."""
FEWEST_JUDGES: Final = 5
"""Judges below which the spread among them cannot be estimated."""
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Cells:
    """Decisions by judge and stratum, c cells in columns: a court has thousands, which pages add up again and again.

    `judge` (c,) numbers `judges`, and each row of `level` (d, c) the levels of one dimension, in `levels` in the order of
    their words. A stratum is a combination of levels; `successes` of `trials` (c,) have the outcome whose share is asked for.
    """

    judges: tuple[Judge, ...]
    levels: tuple[tuple[Any, ...], ...]
    judge: Whole
    level: Whole
    successes: Whole
    trials: Whole

    @cached_property
    def stratum(self) -> Whole:
        """The number (c,) of the stratum of each cell; strata in order have their words in order."""
        return _combined(self.level, [len(known) for known in self.levels])

    def number(self, judge: Judge) -> int:
        """The number of a judge; -1 where none of the cells is of that judge."""
        return self.judges.index(judge) if judge in self.judges else -1

    def kept(self, which: Flags) -> Cells:
        """Some of the cells."""
        columns = (self.judge[which], self.level[:, which], self.successes[which], self.trials[which])
        return Cells(self.judges, self.levels, *columns)


def cells_of(
    judges: Sequence[Judge], strata: Sequence[Sequence[Any]], successes: ArrayLike, trials: ArrayLike
) -> Cells:
    """Cells of columns; `strata` has one for each dimension."""
    known, judge = _numbered(judges)
    numbered = [_numbered(values) for values in strata]
    return Cells(
        known,
        tuple(levels for levels, _ in numbered),
        judge,
        np.array([numbers for _, numbers in numbered], dtype=np.int64),
        np.asarray(successes, np.int64),
        np.asarray(trials, np.int64),
    )


@dataclass(frozen=True)
class Compared:
    """One comparison: the judge's decisions in it, both shares, their difference with limits, what was left out.

    Without a difference `note` says why there is none.
    """

    name: str
    trials: int
    successes: int
    left_out: int
    note: str
    share: float | None = None
    against: float | None = None
    difference: tuple[float, float, float] | None = None

    @property
    def side(self) -> int:
        """1 where the whole interval lies above zero, -1 where below, 0 where it holds zero."""
        if not self.difference:
            return 0
        return (self.difference[1] > 0) - (self.difference[2] < 0)

    @property
    def row(self) -> tuple[Any, ...]:
        """The comparison as people read it: shares to four decimals, differences in percentage points."""
        shares = tuple(None if one is None else round(one, 4) for one in (self.share, self.against))
        points = tuple(round(100 * one, 1) for one in self.difference) if self.difference else (None, None, None)
        return (self.name, self.trials, *shares, *points, self.left_out, self.note)


COLUMNS: Final = (
    *(said("comparison"), said("decisions"), said("share"), said("set against"), said("points")),
    *(said("low"), said("high"), said("left out"), said("note")),
)
"""Columns of `Compared.row`."""


@dataclass(frozen=True)
class Peers:
    """The cells of a judge and of the peers at the same courts, and the regression over them, which may be shared."""

    judge: Judge
    cells: Cells
    regression: Regression

    @cached_property
    def _own(self) -> Flags:
        found: Flags = self.cells.judge == self.cells.number(self.judge)
        return found

    def totals(self, *, own: bool) -> tuple[int, int]:
        """Successes and decisions of the judge, or of the peers."""
        held = self._own == own
        return int(self.cells.successes[held].sum()), int(self.cells.trials[held].sum())

    @cached_property
    def judges(self) -> int:
        """Number of peers with a decision."""
        return int(np.unique(self.cells.judge[~self._own]).size)

    @cached_property
    def table(self) -> tuple[tuple[Stratum, ...], Strata]:
        """The strata in which the judge decided, in order, with the counts of both."""
        own, cells = self._own, self.cells
        held, first = np.unique(cells.stratum[own], return_index=True)
        if not held.size:
            return (), strata((), (), (), ())
        place = np.minimum(np.searchsorted(held, cells.stratum), held.size - 1)
        alike = held[place] == cells.stratum
        counts = (
            np.bincount(place[rows], values[rows], held.size).astype(np.int64)
            for rows in (alike & own, alike & ~own)
            for values in (cells.successes, cells.trials)
        )
        levels = cells.level[:, own][:, first].T
        names = tuple(tuple(known[at] for known, at in zip(cells.levels, row, strict=True)) for row in levels.tolist())
        return names, strata(*counts)

    @cached_property
    def _standardised(self) -> Standardised:
        return standardised(self.table[1])

    def raw(self) -> Compared:
        """Against all decisions of the peers, whatever the cases."""
        (a, n), (c, m) = self.totals(own=True), self.totals(own=False)
        name = said("raw: all peers at the same courts")
        if min(n, m) < FEWEST:
            return Compared(name, n, a, 0, said("too few"))
        found = pooled_difference(strata([a], [n], [c], [m]))
        note = said(
            "peers: {part:number} of {whole:number} decisions, {judges:number} judges",
            part=c,
            whole=m,
            judges=self.judges,
        )
        return Compared(name, n, a, 0, note, a / n, c / m, (found.value, found.low, found.high))

    def stratified(self) -> Compared:
        """Within strata, these weighted by Mantel and Haenszel."""
        name, of = said("stratified: the same strata"), self.table[1]
        kept = of.within
        n, a = int(kept.trials.sum()), int(kept.successes.sum())
        if n < FEWEST:
            return Compared(name, n, a, of.alone, said("too few"))
        found = pooled_difference(of)
        share = float((kept.weights * kept.successes / kept.trials).sum() / kept.weights.sum())
        note = said("{strata:number} strata, both shares weighted by them", strata=int(kept.trials.size))
        limits = (found.value, found.low, found.high)
        return Compared(name, n, a, of.alone, note, share, share - found.value, limits)

    def predicted(self) -> Compared:
        """The judge's actual number against the sum of the peers' shares."""
        name, of = said("standardised: predicted from the peers"), self.table[1]
        kept = of.within
        n, a = int(kept.trials.sum()), int(kept.successes.sum())
        if n < FEWEST:
            return Compared(name, n, a, of.alone, said("too few"))
        found = self._standardised
        told = said("predicted {predicted:tenths}, actual {actual:number}", predicted=found.predicted, actual=a)
        note = joined([told, _ratio_told(found.ratio) if found.predicted else ""], ", ")
        return Compared(name, n, a, of.alone, note, a / n, found.predicted / n, found.difference)

    def modelled(self) -> Compared:
        """The judge's cases with the judge's own effect against the same cases with none, by the regression."""
        return self.regression.compared(self.judge)

    def ratios(self) -> dict[str, Any]:
        """The ratio of actual to predicted, the standardised share, and the pooled ratio of odds; null where not fixed."""
        of = self.table[1]
        if int(of.within.trials.sum()) < FEWEST:
            return {}
        found, odds, (c, m) = self._standardised, pooled_odds_ratio(of), self.totals(own=False)
        return {
            "predicted": round(found.predicted, 3),
            "actual_by_predicted": _finite(found.ratio),
            "standardised_share": _finite(found.share(c / m)),
            "pooled_odds_ratio": _finite((odds.value, odds.low, odds.high)),
        }


def _ratio_told(ratio: tuple[float, float, float]) -> Said:
    """The ratio of actual to predicted with its limits."""
    places = dict(zip(("ratio", "low", "high"), ratio, strict=True))
    return said("ratio {ratio:hundredths} ({low:hundredths} to {high:hundredths})", **places)


def _finite(values: Iterable[float]) -> list[float | None]:
    return [round(float(one), 4) if np.isfinite(one) else None for one in values]


class Regression:
    """The regression: court, year, custody, nationality and what else makes strata are fixed, judges are drawn.

    It is one for all judges of the cells, and estimated once.
    """

    _NAME = said("logistic regression, an effect of each judge")

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        level, common = _with_common_nationalities(cells)
        key = _combined(np.vstack([cells.judge, level]), [len(cells.judges), *(level.max(axis=1, initial=-1) + 1)])
        _, first, row = np.unique(key, return_index=True, return_inverse=True)
        successes, trials = (
            np.bincount(row, counts, first.size).astype(np.int64) for counts in (cells.successes, cells.trials)
        )
        self._telling = telling(list(level[:, first]), successes, trials)
        kept = self._telling.kept
        self._judge = cells.judge[first][kept]
        self._successes, self._trials = successes[kept], trials[kept]
        self._told = said("{apart:number} nationalities apart, others together", apart=common)

    @cached_property
    def _found(self) -> _Fitted | Inestimable:
        columns, plain = self._telling.design, self._telling.effects
        assert columns is not None, "asked where there are rows"
        judges, unit = np.unique(self._judge, return_inverse=True)
        try:
            found = random_intercept(self._successes, self._trials, columns, unit, plain=plain)
        except Inestimable as why:
            return why
        return _Fitted(judges, columns.odds(found.effects), found.tau, found.units, found.unit_errors)

    def compared(self, judge: Judge) -> Compared:
        """One of the judges against the others."""
        number = self._cells.number(judge)
        own = self._judge == number
        n, a = int(self._trials[own].sum()), int(self._successes[own].sum())
        left = int(self._cells.trials[self._cells.judge == number].sum()) - n
        if n < FEWEST:
            return Compared(self._NAME, n, a, left, said("too few"))
        judges = int(np.unique(self._judge).size)
        if judges < FEWEST_JUDGES:
            return Compared(self._NAME, n, a, left, said("fewer than {fewest:number} judges", fewest=FEWEST_JUDGES))
        found = self._found
        if isinstance(found, Inestimable):
            return Compared(self._NAME, n, a, left, str(found))
        typical, moved = found.moved(own, self._trials[own].astype(np.float64), number)
        spread = said("{judges:number} judges, spread {spread:hundredths}", judges=judges, spread=found.tau)
        note = joined([spread, self._told], "; ")
        limits = (moved[0] - typical, moved[1] - typical, moved[2] - typical)
        return Compared(self._NAME, n, a, left, note, moved[0], typical, limits)


@dataclass(frozen=True)
class _Fitted:
    """What the regression says: log odds (r,) without a judge's effect, and the effect of each judge (g,) with its error."""

    judges: Whole
    fixed: Floats
    tau: float
    effects: Floats
    errors: Floats

    def moved(self, own: Flags, trials: Floats, judge: int) -> tuple[float, tuple[float, float, float]]:
        """The modelled share of the judge's cases without the judge's effect, and with it and its limits."""
        at, fixed = int(np.searchsorted(self.judges, judge)), self.fixed[own]
        effect, error = float(self.effects[at]), _Z * float(self.errors[at])

        def share(moved: float) -> float:
            return float((trials / (1 + np.exp(-(fixed + moved)))).sum() / trials.sum())

        return share(0.0), (share(effect), share(effect - error), share(effect + error))


def _with_common_nationalities(cells: Cells) -> tuple[Whole, int]:
    """The levels (d, c) of the cells with those of rare nationalities as one, the last; and how many are not rare."""
    at = LIKE.index("nationality")
    number = len(cells.levels[at])
    common = np.bincount(cells.level[at], cells.trials, number) >= FEWEST_OF_A_NATIONALITY
    level = cells.level.copy()
    level[at] = np.where(common, np.arange(number), number)[level[at]]
    return level, int(common.sum())


def _numbered(values: Sequence[Any]) -> tuple[tuple[Any, ...], Whole]:
    """The values that there are, in the order of their words, and the number of each among them."""
    known = tuple(sorted(set(values), key=str))
    places = {value: at for at, value in enumerate(known)}
    return known, np.array([places[value] for value in values], dtype=np.int64)


def _combined(numbers: Whole, sizes: Sequence[int]) -> Whole:
    """One number (c,) for each combination of numbers (d, c) below `sizes`, in the order of the combinations."""
    combined = np.zeros(numbers.shape[1], np.int64)
    for row, size in zip(numbers, sizes, strict=True):
        combined = combined * size + row
    return combined
