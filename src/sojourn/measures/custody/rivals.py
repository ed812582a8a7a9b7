"""Who else counted the same people: other releases of stints, the daily series, and ICE's own averages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sojourn.findings import Rival
from sojourn.measures.custody.question import CustodyQuestion
from sojourn.measures.custody.release import BASE, Window, tells
from sojourn.measures.custody.series import Series, series
from sojourn.measures.declare import Period
from sojourn.measures.facility_population import EVERY, Held, average_told, held, ratio_told
from sojourn.measures.releases import NoRelease, choose
from sojourn.measures.statistics.averages import IceAverage, ice_averages
from sojourn.record.opened import Release
from sojourn.sources.declare import source
from sojourn.words.said import Joined, Said, joined, said


@dataclass(frozen=True)
class Counted:
    """One other count: the mean of people a day, and the rival that shows it."""

    source: str
    mean: float
    rival: Rival


def counted_elsewhere(asked: CustodyQuestion, convention: str, ours: Series) -> list[Counted]:
    """The other counts of the question's facility (or of the country) in its period."""
    return [
        *_other_releases(asked, convention, ours),
        *_daily_series(asked, convention, ours),
        *(_averages(asked, ours) if convention == "end_of_day" else ()),
    ]


def _other_releases(asked: CustodyQuestion, convention: str, ours: Series) -> Iterator[Counted]:
    """The same question to each other release of stints that covers a day of the period and has the columns."""
    for release in asked.record.releases(table=BASE):
        if release.id == asked.release or not all(tells(asked.record, release, name) for name in asked.who):
            continue
        chosen = choose(asked.record, BASE, asked.chosen.covered, release.id)
        if isinstance(chosen, NoRelease):
            continue
        theirs = series(replace(asked, chosen=chosen), convention)
        if not theirs.changes:  # nobody of these was ever there by that release, which is no count of them
            continue
        mean = theirs.nights(chosen.covered).certain / chosen.covered.days
        yield _counted(release, mean, ours, chosen.covered, said("another release, the same rules"))


def _daily_series(asked: CustodyQuestion, convention: str, ours: Series) -> Iterator[Counted]:
    """Series of people by facility and day, where one facility or the country at midnight is asked for."""
    codes = asked.place.codes
    facility = EVERY if codes is None else codes[0]
    if asked.who or (codes and len(codes) > 1) or (facility == EVERY and convention == "any_time"):
        return
    for release in asked.record.releases(table="facility_days"):
        theirs = held(asked.record, release, facility, asked.chosen.covered, convention)
        if isinstance(theirs, Held):
            by_facility, added = said("a daily series by facility"), said("a daily series, added up over facilities")
            how = by_facility if codes else added
            yield _counted(release, theirs.mean, ours, theirs.period, how)


def _averages(asked: CustodyQuestion, ours: Series) -> Iterator[Counted]:
    """ICE's own averages of one facility over periods that meet the one asked for."""
    codes = asked.place.codes
    if asked.who or codes is None or len(codes) > 1:
        return
    for one in ice_averages(asked.record, codes[0], asked.chosen.covered):
        rival = Rival(round(one.average, 2), "people", "ICE", one.release, _average_in_words(one, ours, asked.window))
        yield Counted(one.release, one.average, rival)


def _average_in_words(one: IceAverage, ours: Series, whole: Window) -> Joined:
    told = average_told(one)
    period = Period(one.first, one.last, one.period)
    if one.defect or not (whole.first <= period.first and period.last <= whole.last and one.average):
        return told
    mean = ours.nights(period).certain / period.days
    night = said("over those days this release has {mean:number} a night", mean=round(mean, 1))
    return joined([told, joined([night, ratio_told(mean / one.average)], ", ")], "; ")


def _counted(release: Release, mean: float, ours: Series, period: Period, how: Said) -> Counted:
    publisher = source(release.source).publisher
    mine = ours.nights(period).certain / period.days
    days = said("{first} to {last}", first=period.first, last=period.last)
    ratio = said("ratio of our count to it {ratio:ratio}", ratio=mine / mean) if mean else ""
    words = joined([how, days, ratio], ", ")
    return Counted(release.id, mean, Rival(round(mean, 2), "people", publisher, release.id, words, counted=True))


def seen_there(counts: Sequence[Counted], days: tuple[date, date]) -> str:
    """The other counts that have people where ours has none, in words; empty where there are none."""
    return joined(
        (
            said(
                "from {first} to {last} {source} has {mean:number} people a day",
                first=days[0],
                last=days[1],
                source=one.source,
                mean=round(one.mean, 1),
            )
            for one in counts
            if one.mean > 0
        ),
        "; ",
    )
