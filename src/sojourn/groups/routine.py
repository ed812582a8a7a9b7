"""Routine charters: for a nationality that leaves on scheduled flights, on which days and how many charters left.

The daily number of such a nationality is a sum of people who left on commercial flights and in small parties, and of none,
one or several charters (stats/size_mixture.py). Removal rows name no flight: what comes out is a probability by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from sojourn.errors import BadParameter, UnknownName
from sojourn.groups.baseline import quarters, weekdays
from sojourn.groups.nouns import Departures
from sojourn.stats.size_draws import draws
from sojourn.stats.size_mixture import (
    Days,
    Explained,
    Mixture,
    Numbers,
    Prior,
    explain,
    fit,
    some_load,
)
from sojourn.stats.size_test import Separation, separation
from sojourn.words.said import said

ARTS: Final = Prior(
    load=99.0,  # 85 of 100 of the mean of 116.7 passengers: of one nationality a charter carries most, not all
    load_deviation=0.4,
    evenness=11.8,  # the quartiles 94 and 142 are those of a standard deviation of 35.6 about 116.7
    evenness_deviation=0.5,
    aboard=181_317 / (181_317 + 8_288),
    days=10.0,
)
"""What is held of charters before the rows are seen.

The passengers of a mission are those of the ARTS mission table (MissionPassengers: mean 116.7, quartiles 94, 126, 142, most
476). In FY2017 8,288 people were removed on commercial flights, and 181,317 were removed or transferred on charters: the
second number mixes transfers within the United States in, so the share is too high by an unknown part, and it counts no more
than ten days of rows.

Source: UWCHR, ice-air (missions of the ARTS release of August 2019); US DHS OIG (2019), as the report of UWCHR quotes it.
"""

CALLED: Final = 0.9
"""From this probability on a day is called a charter day."""
NEEDED: Final = 0.05
"""The largest p at which the counts are taken to need charters."""
SIMULATIONS: Final = 19
LAND_NEIGHBOURS: Final = frozenset({"MEXICO", "CANADA"})
"""Countries to which people are also removed by land."""
_YEAR = 365.25
_LIMIT = 0.025
_ONE = 1.5


@dataclass(frozen=True)
class RoutineDay:
    """One day: who left, who of them the background explains, and how probable 0, 1, 2 ... charters are.

    `fewest` and `most` charters hold 95 of 100 parts of the probability.
    """

    day: date
    departed: int
    expected: float
    probabilities: tuple[float, ...]
    fewest: int
    most: int

    @property
    def charter(self) -> float:
        """The probability of at least one charter."""
        return 1 - self.probabilities[0]


@dataclass(frozen=True)
class Routine:
    """The charters of one nationality over a period.

    `days` are all days of the period. `load` people of the nationality are on a charter on average; its limits are too narrow
    where the background is crowded (docs/method.md has how often they hold).
    `charter_days` is the sum of the probabilities, `low` to `high` its 95 % range; `called` days have a probability of at
    least 0.9, and `false_alarms` is the share of them that the model itself takes for none. `cannot_tell` is empty, or says
    why the counts do not tell charters from other departures; the probabilities are then worth nothing.
    """

    citizenship: str
    place: str
    days: tuple[RoutineDay, ...]
    load: float
    load_low: float
    load_high: float
    charter_days: float
    low: int
    high: int
    called: int
    false_alarms: float | None
    scatter: float
    separation: Separation
    cannot_tell: str = ""

    @property
    def per_year(self) -> float:
        """Charter days a year."""
        return self.charter_days * _YEAR / len(self.days)

    @property
    def one_at_a_time(self) -> bool:
        """Whether charter days mostly have one charter; where they have several, counts alone do not fix their size."""
        charters = sum(number * share for day in self.days for number, share in enumerate(day.probabilities))
        return charters < _ONE * self.charter_days


def routine_charters(
    departures: Departures,
    citizenship: str,
    *,
    place: str = "",
    prior: Prior = ARTS,
    simulations: int = SIMULATIONS,
    seed: int = 0,
) -> Routine:
    """The charters of one nationality, and of one port or last facility where `place` names one.

    Args:
        departures: removals by day and citizenship.
        citizenship: one that they list.
        place: one of their places; empty means all.
        prior: what is held of charters before.
        simulations: sets of invented counts without charters, by which it is judged whether charters are needed.
        seed: of the random numbers.

    Raises:
        UnknownName: nobody of that citizenship, or no such place.
        BadParameter: fewer simulations than one.
    """
    if simulations < 1:
        told = said("{simulations:name} simulations", simulations=simulations)
        raise BadParameter(told, where="simulations", todo=said("ask for 19 or more"))
    counts = _counts(departures, citizenship, place)
    number = quarters(departures.days)
    days = Days(counts, weekdays(departures.days), number - number.min())
    mixture = fit(days, prior)
    made = explain(days, mixture)
    tested = separation(days, prior, simulations, seed)
    found = limits(days, prior, mixture, seed)
    return _routine(departures, citizenship, place, days, mixture, made, tested, found)


def _counts(departures: Departures, citizenship: str, place: str) -> Numbers:
    if citizenship not in departures.citizenships:
        raise UnknownName(
            said("nobody of citizenship {citizenship:name} departed in these days", citizenship=repr(citizenship)),
            todo=said("choose another"),
        )
    column = departures.citizenships.index(citizenship)
    if not place:
        return departures.counts[:, column].astype(np.int64)
    if departures.by_place is None or place not in departures.places:
        known = ", ".join(departures.places[:8])
        raise UnknownName(
            said("no place of departure is called {place:name}", place=repr(place)),
            todo=said("the rows name: {known:name}", known=known) if known else said("the rows name: none"),
        )
    return departures.by_place[departures.places.index(place), :, column].astype(np.int64)


def _routine(
    departures: Departures,
    citizenship: str,
    place: str,
    days: Days,
    mixture: Mixture,
    made: Explained,
    tested: Separation,
    found: Limits,
) -> Routine:
    charter = 1 - made.numbers[:, 0]
    called = charter >= CALLED
    return Routine(
        citizenship=citizenship,
        place=place,
        days=tuple(_days(departures, days, made)),
        load=mixture.load,
        load_low=found.load_low,
        load_high=found.load_high,
        charter_days=float(charter.sum()),
        low=found.low,
        high=found.high,
        called=int(called.sum()),
        false_alarms=float((1 - charter[called]).mean()) if called.any() else None,
        scatter=_scatter(days, mixture),
        separation=tested,
        cannot_tell=_cannot_tell(days, mixture, tested, float(charter.sum())),
    )


@dataclass(frozen=True)
class Limits:
    """Limits of the number of days with a charter, and of the people of the nationality on one: the middle 95 % of draws."""

    low: int
    high: int
    load_low: float
    load_high: float


def limits(days: Days, prior: Prior, mixture: Mixture, seed: int, number: int = 200) -> Limits:
    """Limits that hold the error of the fitted sizes as well as what the sizes leave open on each day.

    For each of many models that fit nearly as well, every day gets or gets no charter by its probability.

    Source: A. Gelman and others, Bayesian Data Analysis (2013), sections 3.10 and 4.1.
    """
    random = np.random.default_rng(seed)
    drawn = draws(days, prior, mixture, number, seed)
    charters = [int((random.random(days.counts.size) < some_load(days, one)).sum()) for one in drawn]
    low, high = np.quantile(charters, [_LIMIT, 1 - _LIMIT])
    load_low, load_high = np.quantile([one.load for one in drawn], [_LIMIT, 1 - _LIMIT])
    return Limits(int(np.floor(low)), int(np.ceil(high)), float(load_low), float(load_high))


def _days(departures: Departures, days: Days, made: Explained) -> list[RoutineDay]:
    below = np.cumsum(made.numbers, axis=1)
    fewest, most = (below < _LIMIT).sum(axis=1), (below < 1 - _LIMIT).sum(axis=1)
    top = made.numbers.shape[1] - 1
    return [
        RoutineDay(day, departed, expected, tuple(numbers), fewest_, min(most_, top))
        for day, departed, expected, numbers, fewest_, most_ in zip(
            departures.days.astype("datetime64[D]").astype(object).tolist(),
            days.counts.tolist(),
            made.background.tolist(),
            made.numbers.tolist(),
            fewest.tolist(),
            most.tolist(),
            strict=True,
        )
    ]


def _scatter(days: Days, mixture: Mixture) -> float:
    """The standard deviation of the background on the days on which people left, each of them counted."""
    return float(np.average(mixture.scatter[days.stratum_of_day], weights=days.counts)) if days.counts.any() else 0.0


def _cannot_tell(days: Days, mixture: Mixture, tested: Separation, charter_days: float) -> str:
    """Why the counts do not tell charters from other departures; empty where they do, or where nothing looks like one."""
    scatter = _scatter(days, mixture)
    if charter_days < 0.5:
        return ""
    if 2 * scatter > mixture.load:
        return said(
            "the usual number of a day scatters by {scatter:number} (one standard deviation), so that a charter of "
            "{load:number} cannot be told from a busy day",
            scatter=round(scatter),
            load=round(mixture.load),
        )
    if tested.p > NEEDED:
        return said(
            "counts drawn without any charter fit as much better with charters in {share:percent} of {sets:number} sets, so "
            "charters are not needed to explain the counts",
            share=tested.p,
            sets=tested.simulations + 1,
        )
    return ""
