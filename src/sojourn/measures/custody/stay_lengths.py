"""Stays of a release by how long they lasted and how they ended: the counts from the record, and what is read off them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from sojourn.errors import BadParameter
from sojourn.measures.custody.question import CustodyQuestion
from sojourn.measures.declare import Dimension
from sojourn.stats.competing_risks import Incidence, cumulative_incidence
from sojourn.stats.risk_sets import Floats, Whole
from sojourn.stats.survival import Curve
from sojourn.words.said import said

Row: TypeAlias = tuple[Any, ...]

LET_OUT = (said("bond"), said("parole"), said("recognizance"), said("supervision"))
EXITS = (said("removal"), *LET_OUT, said("other"), said("unknown"))
RELEASED = said("released")
"""Let out by bond, parole, order of recognizance or of supervision: any of `LET_OUT`."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
HORIZONS = (7, 30, 60, 90, 180, 365)
MAJORITY = 18
UNTIL, LONGER = said("days until this share had left"), said("share longer than these days")
LEFT = said("share left within these days")
_ANY = said("any")

FACILITY_OF = {"first": "first_facility", "longest": "longest_facility"}


def facility_test(asked: CustodyQuestion) -> str:
    """The condition that a stay was in the facilities asked about, by the parameter `facility_is`."""
    which = asked.parameters["facility_is"]
    if asked.place.codes is None:
        return "1 = 1"
    if which != "any":
        return asked.place.test(FACILITY_OF[which])
    there = asked.place.test("facility_code")
    return f"stay_number IN (SELECT stay_number FROM detention_path WHERE release = $release AND {there})"


_ENTERED = "CAST(CAST(entered AS DATE) AS VARCHAR)"
"""As text, which begins with the year, so that it compares with a year on every engine."""
_TURNED_18, _TURNED_19 = (f"{_ENTERED} >= CAST(birth_year + {age} AS VARCHAR)" for age in (MAJORITY, MAJORITY + 1))
MAY_BE_17 = f"{_TURNED_18} AND NOT {_TURNED_19}"
"""Who entered in the calendar year of the 18th birthday; the release does not say on which side of it."""


def matching(asked: CustodyQuestion) -> tuple[str, str]:
    """Conditions on a stay: that it is of the people asked for, and that it is or could be if its cells were known."""
    if asked.parameters["age"] == "everyone":
        return asked.certain, asked.possible
    age = _TURNED_18 if asked.parameters["age"] == "adults" else f"NOT {_TURNED_18}"
    return f"{asked.certain} AND {age}", f"{asked.possible} AND (birth_year IS NULL OR {age})"


COUNTED = f"""count(*) AS stays,
                count(CASE WHEN open_disagrees THEN 1 END) AS disagree,
                count(CASE WHEN NOT has_id THEN 1 END) AS without_id,
                count(CASE WHEN {MAY_BE_17} THEN 1 END) AS may_be_17"""
"""What is counted of the stays of one length."""
DOUBTS = ("without_id", "disagree", "may_be_17")


def grouped(asked: CustodyQuestion, dimensions: Mapping[str, Dimension]) -> tuple[str, str]:
    """The start of a select list by the dimensions asked for, and the words by which their columns are grouped.

    Raises:
        BadParameter: by facility, where a stay belongs to several.
    """
    which = asked.parameters["facility_is"]
    if "facility" in asked.by and which == "any":
        raise BadParameter(
            said("a stay that counts at any of its facilities cannot be split by facility"),
            where=asked.measure.id,
            todo=said("choose facility_is first or longest"),
        )
    told = {name: FACILITY_OF[which] if name == "facility" else dimensions[name].sql for name in asked.by}
    return "".join(f"{sql} AS {name}_, " for name, sql in told.items()), "".join(f"{name}_, " for name in told)


@dataclass(frozen=True)
class Lengths:
    """Counts of stays by length in hours, exit (none while held) and the hours after which they were seen."""

    rows: Sequence[Mapping[str, Any]]

    @cached_property
    def kept(self) -> list[Mapping[str, Any]]:
        """The stays asked for, without those that end before they begin or before anybody could see them."""
        return [row for row in self.rows if row["matches"] and row["hours"] >= 0 and _seen(row)]

    @cached_property
    def days(self) -> Floats:
        """The length of the stays of each row, in days."""
        return np.array([row["hours"] for row in self.kept], np.float64) / 24

    @cached_property
    def counts(self) -> Whole:
        """The number of stays of each row."""
        return np.array([row["stays"] for row in self.kept], np.int64)

    @cached_property
    def causes(self) -> Whole:
        """How the stays of each row ended: the place of the exit in `EXITS`, from 1; 0 while held."""
        places = {exit_: at for at, exit_ in enumerate(EXITS, 1)}
        return np.array([places[row["exit_"]] if row["exit_"] else 0 for row in self.kept], np.int64)

    def number(self, name: str = "stays") -> int:
        """How many stays are kept, or how many of them are of some kind."""
        return sum(int(row[name]) for row in self.kept)

    @property
    def odd(self) -> Mapping[str, int]:
        """How many stays are left out or uncertain, by why; in the order in which it is told."""
        ours = [row for row in self.rows if row["matches"]]
        return {
            "backwards": sum(row["stays"] for row in ours if row["hours"] < 0),
            "unseen": sum(row["stays"] for row in ours if row["hours"] >= 0 and not _seen(row)),
            "untold": sum(row["stays"] for row in self.rows if not row["matches"]),
            **{name: self.number(name) for name in DOUBTS},
        }

    @property
    def ended(self) -> int:
        """How many have ended."""
        return self.gone(None)

    def gone(self, within: float | None, exits: Sequence[str] = EXITS) -> int:
        """How many are known to have ended by some exits, within some days or ever."""
        limit = float("inf") if within is None else within
        by = np.isin(self.causes, [EXITS.index(exit_) + 1 for exit_ in exits])
        return int(self.counts[by & (self.days <= limit)].sum())

    def longer(self, than: float) -> int:
        """How many are known to have lasted longer than some days."""
        return int(self.counts[self.days > than].sum())

    @cached_property
    def incidence(self) -> Incidence:
        """The share that left by each of `EXITS` over the days."""
        return self._incidence(self.causes, len(EXITS))

    @cached_property
    def released(self) -> Incidence:
        """The share that was let out (1) or left in another way (2)."""
        let_out = np.isin(self.causes, [EXITS.index(exit_) + 1 for exit_ in LET_OUT])
        return self._incidence(np.where(let_out, 1, np.where(self.causes > 0, 2, 0)), 2)

    def _incidence(self, causes: Whole, number: int) -> Incidence:
        hours = [row["entry_hours"] for row in self.kept]
        entries = np.array([-np.inf if one is None else one for one in hours], np.float64) / 24
        late = any(one is not None for one in hours)
        return cumulative_incidence(self.days, causes, number, self.counts, entries if late else None)

    @property
    def curve(self) -> Curve:
        """The share still held over the days."""
        return self.incidence.total

    def left_by(self, exit_: str, within: float) -> tuple[float, float, float] | None:
        """The share that left by an exit (or was released) within some days, with limits."""
        if exit_ == RELEASED:
            return self.released.by(1, within)
        return self.incidence.by(EXITS.index(exit_) + 1, within)

    def table(self, horizons: Sequence[int]) -> Iterator[Row]:
        """Quantiles, shares longer than and left within, with limits and the stays that were seen to do so.

        Exits by which nobody left have no rows.
        """
        for share in QUANTILES:
            found = self.curve.quantile(share)
            limits = self.curve.quantile_interval(share)
            yield UNTIL, _ANY, share, *(None if one is None else round(one, 1) for one in (found, *limits)), None
        for at in horizons:
            yield LONGER, _ANY, at, *_shares(self.curve.longer(at)), self.longer(at)
        for exit_, among in {**{one: (one,) for one in EXITS}, RELEASED: LET_OUT}.items():
            for at in horizons if self.gone(None, among) else ():
                yield LEFT, exit_, at, *_shares(self.left_by(exit_, at)), self.gone(at, among)

    def cells(self, horizons: Sequence[int]) -> Iterator[int]:
        """Every number of stays that can be worked out from the table: all, those between two horizons, those after."""
        yield from (self.number(), self.number() - self.ended)
        for exits in (*((one,) for one in EXITS), LET_OUT):
            counts = [0, *(self.gone(at, exits) for at in horizons), self.gone(None, exits)]
            yield from (later - earlier for earlier, later in pairwise(counts))


def _seen(row: Mapping[str, Any]) -> bool:
    """Whether anybody could see the stay: it lasted beyond the moment from which the release tells about it."""
    return row["entry_hours"] is None or bool(row["entry_hours"] < row["hours"])


def _shares(estimate: tuple[float, float, float] | None) -> tuple[float | None, ...]:
    return (None, None, None) if estimate is None else tuple(round(one, 4) for one in estimate)
