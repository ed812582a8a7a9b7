"""The stays of the people held on one day: how long they had lasted, how long they went on, and both together.

Long stays are there on more days than short ones, so the stays that a day shows are longer than those of people entering.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from sojourn.findings import Caveat, Finding, Interval
from sojourn.measures.answers import FEWEST
from sojourn.measures.custody.question import CustodyQuestion, label
from sojourn.measures.custody.stay_lengths import (
    COUNTED,
    DOUBTS,
    HORIZONS,
    QUANTILES,
    Row,
    facility_test,
    grouped,
    matching,
)
from sojourn.measures.custody.stay_words import figure_columns, no_figure, oddities, of_stays, told, whole_days
from sojourn.measures.declare import Dimension
from sojourn.stats.risk_sets import Flags, Floats, Whole
from sojourn.stats.survival import Curve, Estimate, kaplan_meier
from sojourn.words.said import Joined, Said, joined, said

TIMES = ("total", "so_far", "remaining")
UNTIL, LONGER = said("days of this share, from the shortest"), said("share longer than these days")


def _sql(asked: CustodyQuestion, dimensions: Mapping[str, Dimension]) -> str:
    """People held at a midnight, by hours since the book-in and hours to the end."""
    certain, possible = matching(asked)
    names, groups = grouped(asked, dimensions)
    return f"""
        SELECT {names}elapsed_hours(entered, CAST($midnight AS TIMESTAMP)) AS so_far,
            elapsed_hours(CAST($midnight AS TIMESTAMP), CASE WHEN ended <= $ends THEN ended ELSE CAST($ends AS TIMESTAMP) END)
                AS remaining,
            CASE WHEN ended <= $ends THEN 1 ELSE 0 END AS has_ended,
            CASE WHEN {certain} THEN 1 ELSE 0 END AS matches, {COUNTED}
        FROM detention_stays
        WHERE release = $release AND {possible} AND {facility_test(asked)}
            AND entered < $midnight AND (ended IS NULL OR ended >= $midnight)
        GROUP BY {groups}so_far, remaining, has_ended, matches
        ORDER BY {groups}so_far, remaining, has_ended, matches"""


@dataclass(frozen=True)
class Snapshot:
    """People held at one midnight, by hours so far and hours after it."""

    rows: Sequence[Mapping[str, Any]]

    @cached_property
    def kept(self) -> list[Mapping[str, Any]]:
        """Those asked for."""
        return [row for row in self.rows if row["matches"]]

    @cached_property
    def counts(self) -> Whole:
        """The number of stays of each row."""
        return np.array([row["stays"] for row in self.kept], np.int64)

    @cached_property
    def has_ended(self) -> Flags:
        """Whether the stays of each row have ended since."""
        return np.array([row["has_ended"] for row in self.kept], np.bool_)

    @cached_property
    def days(self) -> Mapping[str, Floats]:
        """Each of `TIMES` of each row, in days, as far as it was seen."""
        so_far, after = (np.array([row[name] for row in self.kept], np.float64) / 24 for name in TIMES[1:])
        return dict(zip(TIMES, (so_far + after, so_far, after), strict=True))

    def number(self, name: str = "stays") -> int:
        """How many people, or how many of some kind."""
        return sum(int(row[name]) for row in self.kept)

    @property
    def odd(self) -> Mapping[str, int]:
        """How many are left out or uncertain, by why."""
        untold = sum(row["stays"] for row in self.rows if not row["matches"])
        return {"untold": untold, **{name: self.number(name) for name in DOUBTS}}

    @property
    def ended(self) -> int:
        """How many have left since."""
        return int(self.counts[self.has_ended].sum())

    @cached_property
    def shortest(self) -> Mapping[str, Curve]:
        """The curve of each of `TIMES`; where a stay goes on, its total is taken to end with the release.

        What remained is followed from one midnight to one end for all, so there censoring tells nothing about the length.
        A total is cut after the time so far and that common span, that is at a time that depends on the stay itself, which
        the Kaplan-Meier estimate must not be. So totals are bounded, never estimated.
        """
        all_end = np.ones_like(self.has_ended)
        ends = {"total": all_end, "so_far": all_end, "remaining": self.has_ended}
        return {which: kaplan_meier(self.days[which], ends[which], self.counts) for which in TIMES}

    @cached_property
    def longest(self) -> Mapping[str, Curve]:
        """The same; where a stay goes on, its total is taken to be longer than all others."""
        known = np.where(self.has_ended, self.days["total"], self.days["total"].max())
        return {**self.shortest, "total": kaplan_meier(known, self.has_ended, self.counts)}

    def quantile(self, which: str, share: float) -> tuple[float | None, float | None, float | None]:
        """A quantile with its limits; nothing where it depends on how long those go on who are still held."""
        short, long = self.shortest[which], self.longest[which]
        limits = (short.quantile_interval(share)[0], long.quantile_interval(share)[1])
        found = short.quantile(share)
        return (found if found == long.quantile(share) else None, *limits)

    def longer(self, which: str, than: float) -> Estimate | None:
        """The share of a time longer than some days, with limits; nothing where it is not known of everyone."""
        short, long = self.shortest[which].longer(than), self.longest[which].longer(than)
        return short if short == long else None

    def bounds(self, than: float) -> tuple[float, float]:
        """The least and the greatest share of totals longer than some days."""
        longer = self.days["total"] > than
        sure, open_ = (int(self.counts[which].sum()) for which in (longer, ~longer & ~self.has_ended))
        return sure / self.number(), (sure + open_) / self.number()

    def table(self, horizons: Sequence[int]) -> Iterator[Row]:
        """Quantiles and shares of each time."""
        for which in TIMES:
            for share in QUANTILES:
                yield UNTIL, which, share, *_rounded(self.quantile(which, share), 1)
            for at in horizons:
                found = self.longer(which, at)
                if found is None and which == "total":
                    yield LONGER, which, at, None, *_rounded(self.bounds(at), 4)
                else:
                    yield LONGER, which, at, *_rounded(found or (None, None, None), 4)

    def cells(self, horizons: Sequence[int]) -> Iterator[int]:
        """Every number of people that can be worked out from the table."""
        yield from (self.number(), self.ended, self.number() - self.ended)
        edges = [-1.0, *horizons, float("inf")]
        for which in ("so_far", "remaining"):
            for low, high in pairwise(edges):
                yield int(self.counts[(low < self.days[which]) & (self.days[which] <= high)].sum())


def _rounded(cells: Sequence[float | None], digits: int) -> Iterator[float | None]:
    return (None if one is None else round(one, digits) for one in cells)


def held_answer(asked: CustodyQuestion, dimensions: Mapping[str, Dimension]) -> Finding:
    """The finding about the people held at the midnight that ends the day asked about."""
    day = asked.parameters["period"].first
    bounds = {"midnight": datetime.combine(day + timedelta(days=1), time()), "ends": asked.window.ends}
    sql = _sql(replace(asked, by=()), dimensions)
    held = Snapshot(asked.query(sql, **bounds))
    if held.number() < FEWEST:
        reason = said("fewer than {fewest:number} stays were held on {day}", fewest=FEWEST, day=day)
        return asked.unanswered("too few", no_figure(asked, reason))
    split = asked.query(_sql(asked, dimensions), **bounds) if asked.by else []
    return _finding(asked, sql, held, split)


def _finding(asked: CustodyQuestion, sql: str, held: Snapshot, split: Sequence[Mapping[str, Any]]) -> Finding:
    given, which = asked.parameters, asked.parameters["time"]
    than = given["longer_than"]
    horizons = tuple(sorted({*HORIZONS, *(() if than is None else (than,))}))
    value, interval = _value(held, which, than)
    rows = tuple(_split(asked, split) if asked.by else held.table(horizons))
    counts = [row[len(asked.by)] for row in rows] if asked.by else []
    finding = asked.finding(
        sql,
        value=value,
        numerator=None if than is None or value is None else round(value * held.number()),
        denominator=held.number(),
        denominator_is=said(
            "people held at the midnight that ends the day; those with several stays at once count for each"
        ),
        interval=interval,
        columns=(*asked.by, *_split_columns()) if asked.by else figure_columns(stays=False),
        rows=rows,
        caveats=tuple(_caveats(asked, held)),
        told=asked.told_of([*held.cells(horizons), *counts], "day", ("age",) if given["age"] != "everyone" else ()),
        status="not determinable" if value is None else "answered",
        reason=_unknown(asked, held, which, than) if value is None else "",
        sentence=_sentence(asked, held, value) if value is not None else "",
        details={"release_ends": asked.window.ends.isoformat(), "whole_days": whole_days(asked)},
    )
    return finding if than is None else replace(finding, unit=said("share"))


def _value(held: Snapshot, which: str, than: int | None) -> tuple[float | None, Interval | None]:
    if than is not None:
        share = held.longer(which, than)
        return (share[0], Interval(*share[1:], said("Kaplan-Meier, log-log, 95 %"))) if share else (None, None)
    median, low, high = held.quantile(which, 0.5)
    if median is None:
        return None, None
    longest = held.longest[which].of.last
    reached = said("Kaplan-Meier, log-log, 95 % (Brookmeyer and Crowley)")
    open_ = said("the upper limit is not reached, the longest time seen stands for it") if high is None else ""
    return median, Interval(low or 0.0, longest if high is None else high, joined([reached, open_], "; "))


def _sentence(asked: CustodyQuestion, held: Snapshot, value: float) -> Joined:
    given, than = asked.parameters, asked.parameters["longer_than"]
    places = {"stays": held.number(), "day": given["period"].first}
    if than is not None:
        return of_stays(asked, _longer(given["time"], {**places, "share": told(value), "days": than}))
    return of_stays(asked, _half(given["time"], {**places, "days": value}))


def _longer(which: str, places: Mapping[str, Any]) -> Said:
    """What share of the stays is longer than some days."""
    return {
        "total": said(
            "Of {stays:number} stays of people held at the midnight that ended {day}, {share} lasted longer than {days:number} "
            "days in all.",
            **places,
        ),
        "so_far": said(
            "Of {stays:number} stays of people held at the midnight that ended {day}, {share} had lasted longer than "
            "{days:number} days by then.",
            **places,
        ),
        "remaining": said(
            "Of {stays:number} stays of people held at the midnight that ended {day}, {share} went on for longer than "
            "{days:number} days from then.",
            **places,
        ),
    }[which]


def _half(which: str, places: Mapping[str, Any]) -> Said:
    """How long half of the stays are at most."""
    return {
        "total": said(
            "Half of {stays:number} stays of people held at the midnight that ended {day} lasted at most {days:number} days in "
            "all.",
            **places,
        ),
        "so_far": said(
            "Half of {stays:number} stays of people held at the midnight that ended {day} had lasted at most {days:number} days "
            "by then.",
            **places,
        ),
        "remaining": said(
            "Half of {stays:number} stays of people held at the midnight that ended {day} went on for at most {days:number} "
            "days from then.",
            **places,
        ),
    }[which]


def _unknown(asked: CustodyQuestion, held: Snapshot, which: str, than: int | None) -> Joined:
    """Why there is no value, with what is known."""
    places = {"still": held.number() - held.ended, "stays": held.number()}
    if which == "total" and than is not None:
        least, most = held.bounds(than)
        reason = said(
            "{still:number} of {stays:number} stays were still held when the release ends; between {least:share} and "
            "{most:share} stayed longer than {days:number} days in all, and the release does not say where between",
            **places,
            least=least,
            most=most,
            days=than,
        )
        return no_figure(asked, reason)
    unreached = said(
        "{still:number} of {stays:number} stays were still held when the release ends, which does not reach the answer",
        **places,
    )
    median = held.shortest[which].quantile(0.5) if than is None and which == "total" else None
    known = "" if median is None else said("the median is at least {days:number} days", days=median)
    return no_figure(asked, joined([unreached, known, said("nothing is extrapolated")], "; "))


def _split_columns() -> tuple[Said, ...]:
    return (
        said("people"),
        said("have left since"),
        said("median so far"),
        said("median remaining"),
        said("low"),
        said("high"),
    )


def _split(asked: CustodyQuestion, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[f"{name}_"] for name in asked.by), []).append(row)
    for key, part in groups.items():
        held = Snapshot(part)
        if not held.number():
            continue
        cells: tuple[float | None, ...] = (None,) * 4
        if held.number() >= FEWEST:
            cells = (held.quantile("so_far", 0.5)[0], *held.quantile("remaining", 0.5))
        yield (*map(label, key), held.number(), held.ended, *_rounded(cells, 1))


def _caveats(asked: CustodyQuestion, held: Snapshot) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "A day shows long stays more often than short ones, so these stays are longer than those of people entering "
            "(among=entering); averaging the stays of recent entrants that have ended errs the other way."
        ),
        "warning",
    )
    still = held.number() - held.ended
    if still:
        yield Caveat(
            said(
                "{still:number} of {people:number} people were still held when the release ends ({day}). What remained is "
                "estimated as far as it was seen; a total is given where it does not depend on how long they go on, and bounds "
                "elsewhere.",
                still=still,
                people=held.number(),
                day=asked.window.last,
            ),
            "warning",
        )
    yield Caveat(said("Whoever is between two stints of a stay at that midnight counts as held."))
    yield from oddities(asked, held.odd)
