"""The detector of novel groups: people of one or several nationalities who left together, far above what is usual.

docs/groups.md has the method and its error rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sojourn.errors import BadParameter
from sojourn.groups.baseline import Usual, learn
from sojourn.groups.nouns import Departures, Group
from sojourn.groups.parts import Part, by_name, parts_of
from sojourn.groups.permutation import LEAST, Dealing, Null, Work, nulls
from sojourn.groups.told import Scan, told
from sojourn.groups.windows import Block, Window, background, best_windows, scanned
from sojourn.stats.excess import Floats
from sojourn.words.said import said

SETTLING = 100
"""Permutations with which it is settled whose excess is taken out; the evidence is then judged by all that were asked for."""
ROUNDS = 6
DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class Detection:
    """Groups by date, and how they were found.

    `threshold` is the evidence in nats that permuted labels reach `rate_per_year` times a year; `expected_false` how many
    groups of the whole span chance alone would bring. `removals` and `days` were scanned. `usual` and `nulls` are what
    `extend` goes on from; `background` are the blocks without the excess of the groups, from which chance was dealt.
    """

    groups: tuple[Group, ...]
    rate_per_year: float
    threshold: float
    removals: int
    days: int
    dealing: Dealing
    usual: Usual = field(repr=False)
    nulls: Mapping[str, Null] = field(repr=False)
    background: tuple[Block, ...] = field(repr=False)

    @property
    def expected_false(self) -> float:
        """Groups that chance alone would bring in the days scanned, at most."""
        return self.rate_per_year * self.days / DAYS_OF_YEAR


def find_groups(
    departures: Departures,
    *,
    seed: int,
    permutations: int = 1000,
    rate_per_year: float = 1.0,
    window_days: int = 2,
    usual: Usual | None = None,
    work: Work | None = None,
) -> Detection:
    """The novel groups of some departures, at no more than `rate_per_year` false alarms a year by permuted labels.

    Args:
        departures: removals by day and citizenship.
        seed: the same seed and rows give the same groups, however the work is done.
        permutations: how often the labels are dealt.
        rate_per_year: false alarms a year that are put up with.
        window_days: the longest window: 2 finds groups that left on one day or on two days in a row.
        usual: what is usual, if it was learnt before; else it is learnt from these departures.
        work: on how many threads, and until when; on all processors and without an end where not given.

    Raises:
        BadParameter: no removal, no permutation, or a rate so low that the permutations cannot show it.
        LimitReached: the deadline of the work has passed.
    """
    dealing = Dealing(seed, permutations, window_days)
    _check(departures, dealing, rate_per_year)
    ordered = by_name(departures)
    return _detected(ordered, dealing, rate_per_year, usual or learn(ordered), {}, work or Work())


def extend(previous: Detection, departures: Departures, *, work: Work | None = None) -> Detection:
    """The groups of departures that go on from an earlier run: a later release, or the same with a month more.

    What is usual stays as it was learnt, and quarters whose rows did not change are not permuted again. The result equals
    that of `find_groups` with the same `usual`, seed, permutations and rate.

    Raises:
        BadParameter, LimitReached: as `find_groups`.
    """
    _check(departures, previous.dealing, previous.rate_per_year)
    ordered = by_name(departures)
    return _detected(ordered, previous.dealing, previous.rate_per_year, previous.usual, previous.nulls, work or Work())


def _check(departures: Departures, dealing: Dealing, rate: float) -> None:
    years = len(departures.days) / DAYS_OF_YEAR
    if not departures.counts.any():
        raise BadParameter(said("there are no removals to scan"), where="groups", todo=said("widen the days"))
    if dealing.permutations < 1 or dealing.longest < 1:
        raise BadParameter(
            said("at least one permutation and one day are needed"), where="groups", todo=said("give larger numbers")
        )
    if rate * years * dealing.permutations < 1:
        raise BadParameter(
            said(
                "{permutations:name} permutations of {years:hundredths} years cannot show {rate:name} false alarms a year",
                permutations=dealing.permutations,
                years=years,
                rate=f"{rate:g}",
            ),
            where="groups",
            todo=said("permute more often, or take a higher rate"),
        )


def _detected(
    departures: Departures,
    dealing: Dealing,
    rate: float,
    usual: Usual,
    known: Mapping[str, Null],
    work: Work,
) -> Detection:
    parts = parts_of(departures, usual)
    years = len(departures.days) / DAYS_OF_YEAR
    seen = [
        scanned(one.block.counts.astype(np.float64), one.block.weekday, one.usual, dealing.longest) for one in parts
    ]
    settling = Dealing(dealing.seed, min(SETTLING, dealing.permutations), dealing.longest)
    drawn, left = _settled(parts, seen, settling, rate * years, known, work)
    final = nulls([(block, one.usual) for block, one in zip(left, parts, strict=True)], dealing, drawn, work)
    chance = np.sort(np.concatenate(list(final.values())))
    least = threshold(chance, dealing.permutations, rate * years)
    scan = Scan(departures, chance, dealing.permutations, years)
    groups = told(scan, parts, _windows(seen, least), least)
    return Detection(
        groups,
        rate,
        least,
        removals=int(departures.counts.sum()),
        days=len(departures.days),
        dealing=dealing,
        usual=usual,
        nulls={**drawn, **final},
        background=tuple(left),
    )


def _settled(
    parts: Sequence[Part],
    seen: Sequence[list[Floats]],
    dealing: Dealing,
    allowed: float,
    known: Mapping[str, Null],
    work: Work,
) -> tuple[dict[str, Null], list[Block]]:
    """The blocks without the excess of the groups in them, by rounds, until no other groups are found.

    A group that is found in a round adds its people to the strata from which chance is dealt, where they make clusters of
    their own; so they are taken out before chance is dealt again.

    Source: Z. Zhang, R. Assuncao, M. Kulldorff, Journal of Probability and Statistics (2010) 642379 (sequential deletion).
    """
    drawn, left = dict(known), [one.block for one in parts]
    found: list[list[Window]] = [[] for _ in parts]
    for _ in range(ROUNDS):
        chance = nulls([(block, one.usual) for block, one in zip(left, parts, strict=True)], dealing, drawn, work)
        drawn.update(chance)
        least = threshold(np.sort(np.concatenate(list(chance.values()))), dealing.permutations, allowed)
        now = _windows(seen, least)
        if now == found:
            break
        found = now
        left = [background(one.block, windows, one.usual) for one, windows in zip(parts, found, strict=True)]
    return drawn, left


def _windows(seen: Sequence[list[Floats]], least: float) -> list[list[Window]]:
    return [best_windows(one, least) for one in seen]


def threshold(chance: Null, permutations: int, allowed: float) -> float:
    """The evidence above which no more than `allowed` groups are found in an average permutation of all days."""
    most = int(allowed * permutations)
    return max(LEAST, float(np.nextafter(chance[-most - 1], np.inf))) if most < len(chance) else LEAST
