"""What each source says of a facility in two periods: releases of stints, daily series, and ICE's own averages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.findings import Caveat
from sojourn.measures.answers import Unanswerable
from sojourn.measures.custody.question import question
from sojourn.measures.custody.release import BASE, tells
from sojourn.measures.custody.series import series
from sojourn.measures.declare import Measure, Period
from sojourn.measures.facility_population import Held, held
from sojourn.measures.releases import span
from sojourn.measures.statistics.averages import IceAverage, PullInterval
from sojourn.record.opened import Record, Release
from sojourn.words.said import Said, said

SHORTEST_DAYS = 7
"""Days of a period that a release must cover to be judged, where the period has as many."""

FEWEST = 20
"""Mean population before, below which a relative change says nothing."""


@dataclass(frozen=True)
class Change:
    """The populations that one source gives for both periods; `veto` says why they do not count.

    `more` are people whose attributes are absent: so many could belong to either period besides. `few` is whether the
    veto is that too few were held before.
    """

    source: str
    before: float
    after: float
    veto: str
    held_before: Held | None = None
    more: tuple[float, float] = (0.0, 0.0)
    sql: str = ""
    few: bool = False

    @property
    def change(self) -> float:
        """Relative change: -0.5 is a fall by half."""
        return self.after / self.before - 1 if self.before else 0.0

    @property
    def limits(self) -> tuple[float, float]:
        """The change if all people of unknown attributes belonged to the earlier period alone, or to the later."""
        if not self.before:
            return 0.0, 0.0
        return self.after / (self.before + self.more[0]) - 1, (self.after + self.more[1]) / self.before - 1


def stints(
    record: Record, measure: Measure, asked: Mapping[str, Any], before: Period, after: Period
) -> tuple[list[Change], list[str], list[Caveat]]:
    """The change in each release of stints that covers both periods and knows the attributes that were asked for."""
    changes, silent, cut = [], [], []
    for release in sorted(record.releases(table=BASE), key=lambda one: one.last, reverse=True):
        found = question(record, measure, {**asked, "release": release.id}, ())
        if isinstance(found, Unanswerable):
            silent.append(found.reason)
            continue
        spans = [_covered(period, found.window.first, found.window.last) for period in (before, after)]
        if None in spans:
            silent.append(_covers(release.id, found.window.first, found.window.last))
            continue
        one, other = (period for period in spans if period)
        cut += list(_cut(release.id, (before, one), (after, other)))
        held_then = series(found, "end_of_day")
        if not held_then.changes:
            silent.append(
                said("release {release} has no facility {facility}", release=release.id, facility=asked["facility"])
            )
            continue
        earlier, later = held_then.nights(one), held_then.nights(other)
        mean, then = earlier.certain / one.days, later.certain / other.days
        more = (earlier.possible / one.days - mean, later.possible / other.days - then)
        veto = _too_few(mean, told=not found.who)
        changes.append(Change(release.id, mean, then, veto, more=more, sql=held_then.sql, few=bool(veto)))
    return changes, silent, cut


def _covers(release: str, first: date, last: date) -> Said:
    return said("{release} covers {first} to {last} only", release=release, first=first, last=last)


def knows(record: Record, release: Release, columns: list[str]) -> bool:
    """Whether a release tells of each of the columns."""
    return all(tells(record, release, column) for column in columns)


def _cut(release: str, *spans: tuple[Period, Period]) -> Iterator[Caveat]:
    """The periods that a release covers in part."""
    for asked, covered in spans:
        if covered != asked:
            yield Caveat(
                said(
                    "{release} covers {period} from {first} to {last} only.",
                    release=release,
                    period=str(asked),
                    first=covered.first,
                    last=covered.last,
                ),
                "warning",
            )


def daily(record: Record, facility: str, before: Period, after: Period) -> tuple[list[Change], list[str], list[Caveat]]:
    """The change in each series of facility days that covers both periods, as far as it covers them."""
    changes: list[Change] = []
    silent: list[str] = []
    cut: list[Caveat] = []
    for release in sorted(record.releases(table="facility_days"), key=lambda one: one.last, reverse=True):
        first, last = span(record, release, "facility_days")
        spans = [_covered(period, first, last) for period in (before, after)]
        if None in spans:
            silent.append(_covers(release.id, first, last))
            continue
        one, other = (period for period in spans if period)
        cut += list(_cut(release.id, (before, one), (after, other)))
        earlier, later = (held(record, release, facility, period, "end_of_day") for period in (one, other))
        if isinstance(earlier, Said):
            silent.append(earlier)
            continue
        if isinstance(later, Said):
            silent.append(later)
            continue
        few = _too_few(earlier.mean)
        changes.append(Change(release.id, earlier.mean, later.mean, few, earlier, sql=earlier.sql, few=bool(few)))
    return changes, silent, cut


def _too_few(before: float, *, told: bool = True) -> str:
    """Why a change says nothing; how few they are is not told of people with one citizenship or sex."""
    if before >= FEWEST:
        return ""
    if told:
        return said("too few for a relative change: {before:number} people before", before=before)
    return said("too few for a relative change: fewer than {fewest:number} people before", fewest=FEWEST)


def _covered(period: Period, first: date, last: date) -> Period | None:
    """The part of a period that a release covers; None where that is less than a week and less than the period."""
    covered = Period(max(period.first, first), min(period.last, last), period.words)
    return covered if covered.days >= min(SHORTEST_DAYS, period.days) else None


def official(intervals: list[PullInterval], before: Period, after: Period) -> list[Change]:
    """The change in ICE's own averages, where pulls lie so that an interval falls mostly into each period."""
    changes = []
    for earlier in [one for one in intervals if _mostly(one, before)]:
        for later in [one for one in intervals if _mostly(one, after) and one is not earlier]:
            veto, few = earlier.veto or later.veto, _too_few(earlier.average)
            source = said(
                "ICE averages, {first} against {later}",
                first=f"{earlier.first}..{earlier.last}",
                later=f"{later.first}..{later.last}",
            )
            changes.append(Change(source, earlier.average, later.average, veto or few, few=bool(few) and not veto))
    return changes


def _mostly(interval: PullInterval, period: Period) -> bool:
    days = (min(interval.last, period.last) - max(interval.first, period.first)).days + 1
    return 2 * days >= interval.days


def naive(averages: list[IceAverage], before: Period, after: Period) -> list[Change]:
    """Year-to-date averages set against each other, as readers do; always vetoed, because they average the whole year."""
    earlier = [one for one in averages if one.to_date and before.first <= one.last <= before.last]
    later = [one for one in averages if one.to_date and after.first <= one.last <= after.last]
    if not earlier or not later or earlier[-1].first != later[-1].first:
        return []
    one, other = earlier[-1], later[-1]
    source = said(
        "ICE year-to-date averages of pulls {first} and {later}",
        first=one.release.partition("@")[2],
        later=other.release.partition("@")[2],
    )
    veto = said("each averages the whole year so far, so a fall shows late and small")
    return [Change(source, one.average, other.average, veto)]
