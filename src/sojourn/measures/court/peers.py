"""One judge against the peers at the same courts: raw, within strata, predicted against actual, and by a regression."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, Final, TypeAlias

import numpy as np

from sojourn.measures.answers import FEWEST
from sojourn.stats.factors import design, telling
from sojourn.stats.grouped_logit import Inestimable
from sojourn.stats.random_intercept import Logit, random_intercept
from sojourn.stats.risk_sets import Floats
from sojourn.stats.standardisation import standardised
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
_OTHERS = "others"
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Cell:
    """Decisions of one judge in one stratum, and those with the outcome whose share is asked for."""

    judge: Judge
    stratum: Stratum
    successes: int
    trials: int


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
    cells: tuple[Cell, ...]
    regression: Regression

    def totals(self, *, own: bool) -> tuple[int, int]:
        """Successes and decisions of the judge, or of the peers."""
        held = [one for one in self.cells if (one.judge == self.judge) == own]
        return sum(one.successes for one in held), sum(one.trials for one in held)

    @cached_property
    def judges(self) -> int:
        """Number of peers with a decision."""
        return len({one.judge for one in self.cells} - {self.judge})

    @cached_property
    def table(self) -> tuple[tuple[Stratum, ...], Strata]:
        """The strata in which the judge decided, in order, with the counts of both."""
        counts: dict[Stratum, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for one in self.cells:
            at = 0 if one.judge == self.judge else 2
            counts[one.stratum][at] += one.successes
            counts[one.stratum][at + 1] += one.trials
        kept = {name: held for name, held in counts.items() if held[1]}
        names = tuple(sorted(kept, key=lambda name: tuple(map(str, name))))
        a, n, c, m = (tuple(kept[name][at] for name in names) for at in range(4))
        return names, strata(a, n, c, m)

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
        found = standardised(of)
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
        found, odds, (c, m) = standardised(of), pooled_odds_ratio(of), self.totals(own=False)
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

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._cells = cells
        common = _common_nationalities(cells)
        counts: dict[tuple[Judge, Stratum], list[int]] = defaultdict(lambda: [0, 0])
        for one in cells:
            held = counts[one.judge, _grouped(one.stratum, common)]
            held[0] += one.successes
            held[1] += one.trials
        rows = sorted(counts, key=str)
        successes, trials = np.array([counts[row] for row in rows], dtype=np.int64).reshape(-1, 2).T
        factors = [_numbered(levels) for levels in zip(*(stratum for _, stratum in rows), strict=True)]
        kept = np.flatnonzero(telling(factors, successes, trials)) if rows else np.zeros(0, np.int64)
        self._judges = [rows[at][0] for at in kept]
        self._successes, self._trials = successes[kept], trials[kept]
        self._factors = [levels[kept] for levels in factors]
        self._told = said("{apart:number} nationalities apart, others together", apart=len(common))

    @cached_property
    def _columns(self) -> Floats:
        return design(self._factors)

    @cached_property
    def _units(self) -> Any:
        return _numbered(self._judges)

    @cached_property
    def _found(self) -> Logit | Inestimable:
        try:
            return random_intercept(self._successes, self._trials, self._columns, self._units)
        except Inestimable as why:
            return why

    def compared(self, judge: Judge) -> Compared:
        """One of the judges against the others."""
        own = np.array([one == judge for one in self._judges], dtype=np.bool_)
        n, a = int(self._trials[own].sum()), int(self._successes[own].sum())
        left = sum(one.trials for one in self._cells if one.judge == judge) - n
        if n < FEWEST:
            return Compared(self._NAME, n, a, left, said("too few"))
        judges = len(set(self._judges))
        if judges < FEWEST_JUDGES:
            return Compared(self._NAME, n, a, left, said("fewer than {fewest:number} judges", fewest=FEWEST_JUDGES))
        found = self._found
        if isinstance(found, Inestimable):
            return Compared(self._NAME, n, a, left, str(found))
        typical, moved = _moved(
            found, self._columns[own], self._trials[own].astype(np.float64), int(self._units[own][0])
        )
        spread = said("{judges:number} judges, spread {spread:hundredths}", judges=judges, spread=found.tau)
        note = joined([spread, self._told], "; ")
        limits = (moved[0] - typical, moved[1] - typical, moved[2] - typical)
        return Compared(self._NAME, n, a, left, note, moved[0], typical, limits)


def _moved(found: Logit, columns: Floats, trials: Floats, unit: int) -> tuple[float, tuple[float, float, float]]:
    """The modelled share of the judge's cases without the judge's effect, and with it and its limits."""
    fixed, error = columns @ found.effects, _Z * found.unit_errors[unit]

    def share(effect: float) -> float:
        return float((trials / (1 + np.exp(-(fixed + effect)))).sum() / trials.sum())

    own = float(found.units[unit])
    return share(0.0), (share(own), share(own - error), share(own + error))


def _common_nationalities(cells: Sequence[Cell]) -> frozenset[Any]:
    held: dict[Any, int] = defaultdict(int)
    for one in cells:
        held[one.stratum[LIKE.index("nationality")]] += one.trials
    return frozenset(name for name, trials in held.items() if trials >= FEWEST_OF_A_NATIONALITY)


def _grouped(stratum: Stratum, common: frozenset[Any]) -> Stratum:
    at = LIKE.index("nationality")
    return stratum if stratum[at] in common else (*stratum[:at], _OTHERS, *stratum[at + 1 :])


def _numbered(levels: Sequence[Any]) -> Any:
    """Levels as numbers from 0, in the order of their words."""
    known = {level: at for at, level in enumerate(sorted(set(levels), key=str))}
    return np.array([known[level] for level in levels], dtype=np.int64)


def cells_of(rows: Iterable[Mapping[str, Any]], by: Sequence[str], outcomes: Sequence[str], rate: str) -> list[Cell]:
    """The cells of rows of a split by judge and `by`."""
    return [
        Cell(row["judge"], tuple(row[name] for name in by), row[rate], sum(row[name] for name in outcomes))
        for row in rows
    ]
