"""What makes each fiscal year's asylum grant rate the published one, whatever courts and people differ in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from sojourn.lookalike.court.reference import asylum_courts, nationality_weights, open_courts, rows_of

Chances: TypeAlias = npt.NDArray[np.float64]
"""Courts down, nationalities across."""

REPRESENTED, UNREPRESENTED = 0.15, -0.9
"""What a lawyer does to the log-odds of a grant; the same numbers stand in `cases.sql`."""
_REPRESENTED_FREE, _REPRESENTED_HELD = 0.84, 0.42
_JUDGES = ((1 / 6, -0.866), (2 / 3, 0.0), (1 / 6, 0.866))
"""Judges' leanings spread by 0.5: three points with their weights stand for them."""
_STEPS = 40


@dataclass(frozen=True)
class _Year:
    """Where and to whom the asylum decisions of one fiscal year fall."""

    share: Chances
    odds: Chances
    represented: Chances
    fixed: Chances
    """Chances that are published for a court or a nationality and do not follow from the odds; else NaN."""

    def rate(self, leaning: float) -> float:
        """The grant rate of the year under this leaning."""
        free = _spread(self.odds + leaning + REPRESENTED)
        alone = _spread(self.odds + leaning + UNREPRESENTED)
        chance = self.represented * free + (1 - self.represented) * alone
        return float((np.where(np.isnan(self.fixed), chance, self.fixed) * self.share).sum())


@cache
def year_leanings() -> dict[int, float]:
    """For each fiscal year the log-odds of a grant that makes the year's grant rate the published one."""
    return {int(row["fiscal_year"]): _solved(_year(row), float(row["grant_rate"]) / 100) for row in rows_of("years")}


def _solved(year: _Year, published: float) -> float:
    low, high = -8.0, 8.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if year.rate(middle) < published else (low, middle)
    return (low + high) / 2


def _year(row: dict[str, str]) -> _Year:
    year = int(row["fiscal_year"])
    group = 3 if year < 2014 else 5 if year < 2021 else 7
    nations = {code: weight for (of, code), weight in nationality_weights().items() if of == group and weight}
    courts = asylum_courts(year) if year >= 2015 else open_courts(2000 if year < 2008 else 2010)
    natives = {one["code"]: float(one["leaning"]) for one in rows_of("nationalities")}
    benches = {one["code"]: one for one in rows_of("courts")}
    share = np.outer(list(courts.values()), list(nations.values()))
    odds = np.add.outer([float(benches[code]["leaning"]) for code in courts], [natives[code] for code in nations])
    held = np.array([float(benches[code]["detained"]) for code in courts])[:, None]
    represented = _REPRESENTED_FREE * (1 - held) + _REPRESENTED_HELD * held
    return _Year(share / share.sum(), odds, represented, _fixed(row, list(courts), list(nations)))


def _fixed(row: dict[str, str], courts: list[str], nations: list[str]) -> Chances:
    """Russians' rate, and above it the rates of the Louisiana courts."""
    found = np.full((len(courts), len(nations)), np.nan)
    if row["russia_grant_rate"]:
        found[:, nations.index("RU")] = float(row["russia_grant_rate"]) / 100
    for one in rows_of("louisiana"):
        if one["fiscal_year"] == row["fiscal_year"] and one["court"] in courts:
            found[courts.index(one["court"]), :] = float(one["grants"]) / float(one["decisions"])
    return found


def _spread(odds: Chances) -> Chances:
    """Chances of a grant over judges of all leanings."""
    parts = [weight / (1 + np.exp(-(odds + leaning))) for weight, leaning in _JUDGES]
    return np.asarray(sum(parts, start=np.zeros_like(odds)))
