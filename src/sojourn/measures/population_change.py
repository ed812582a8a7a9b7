"""By how much a facility's population changed between two periods, judged on every source that covers both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance, number, percent
from sojourn.measures.answers import Unanswerable
from sojourn.measures.custody.question import question
from sojourn.measures.custody.release import BASE, tells
from sojourn.measures.custody.series import series
from sojourn.measures.declare import Measure, Parameter, Period, period
from sojourn.measures.facility_population import BAND, Held, held
from sojourn.measures.releases import provenance, span
from sojourn.measures.statistics.averages import IceAverage, PullInterval, anomalous_pulls, ice_averages, pull_intervals
from sojourn.record.opened import Record, Release
from sojourn.tables import TABLES, Attribute
from sojourn.tiers import Grain, Told

SHORTEST_DAYS = 7
"""Days of a period that a release must cover to be judged, where the period has as many."""

NO_PEOPLE = (
    "the series at hand count people by facility and day, not by {}: only detention stints (the detention tables of "
    "ICE's releases of 2025 and 2026) can say it"
)
FEWEST = 20
"""Mean population before, below which a relative change says nothing."""

TOO_FEW = "too few"


@dataclass(frozen=True)
class Change:
    """The populations that one source gives for both periods; `veto` says why they do not count.

    `more` are people whose attributes are absent: so many could belong to either period besides.
    """

    source: str
    before: float
    after: float
    veto: str
    held_before: Held | None = None
    more: tuple[float, float] = (0.0, 0.0)
    sql: str = ""

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


def _stints(
    record: Record, asked: Mapping[str, Any], before: Period, after: Period
) -> tuple[list[Change], list[str], list[Caveat]]:
    """The change in each release of stints that covers both periods and knows the attributes that were asked for."""
    changes, silent, cut = [], [], []
    for release in sorted(record.releases(table=BASE), key=lambda one: one.last, reverse=True):
        found = question(record, MEASURE, {**asked, "release": release.id}, ())
        if isinstance(found, Unanswerable):
            silent.append(found.reason)
            continue
        spans = [_covered(period, found.window.first, found.window.last) for period in (before, after)]
        if None in spans:
            silent.append(f"{release.id} covers {found.window.first} to {found.window.last} only")
            continue
        one, other = (period for period in spans if period)
        cut += list(_cut(release.id, (before, one), (after, other)))
        held_then = series(found, "end_of_day")
        if not held_then.changes:
            silent.append(f"release {release.id} has no facility {asked['facility']}")
            continue
        earlier, later = held_then.nights(one), held_then.nights(other)
        mean, then = earlier.certain / one.days, later.certain / other.days
        more = (earlier.possible / one.days - mean, later.possible / other.days - then)
        veto = _too_few(mean, told=not found.who)
        changes.append(Change(release.id, mean, then, veto, more=more, sql=held_then.sql))
    return changes, silent, cut


def _knows(record: Record, release: Release, columns: list[str]) -> bool:
    return all(tells(record, release, column) for column in columns)


def _cut(release: str, *spans: tuple[Period, Period]) -> Iterator[Caveat]:
    """The periods that a release covers in part."""
    for asked, covered in spans:
        if covered != asked:
            yield Caveat(f"{release} covers {asked} from {covered.first} to {covered.last} only.", "warning")


def _daily(
    record: Record, facility: str, before: Period, after: Period
) -> tuple[list[Change], list[str], list[Caveat]]:
    """The change in each series of facility days that covers both periods, as far as it covers them."""
    changes, silent, cut = [], [], []
    for release in sorted(record.releases(table="facility_days"), key=lambda one: one.last, reverse=True):
        first, last = span(record, release, "facility_days")
        spans = [_covered(period, first, last) for period in (before, after)]
        if None in spans:
            silent.append(f"{release.id} covers {first} to {last} only")
            continue
        one, other = (period for period in spans if period)
        cut += list(_cut(release.id, (before, one), (after, other)))
        earlier, later = (held(record, release, facility, period, "end_of_day") for period in (one, other))
        if isinstance(earlier, str) or isinstance(later, str):
            silent.append(str(earlier if isinstance(earlier, str) else later))
            continue
        changes.append(Change(release.id, earlier.mean, later.mean, _too_few(earlier.mean), earlier, sql=earlier.sql))
    return changes, silent, cut


def _too_few(before: float, *, told: bool = True) -> str:
    """Why a change says nothing; how few they are is not told of people with one citizenship or sex."""
    if before >= FEWEST:
        return ""
    few = number(before) if told else f"fewer than {FEWEST}"
    return f"{TOO_FEW} for a relative change: {few} people before"


def _covered(period: Period, first: date, last: date) -> Period | None:
    """The part of a period that a release covers; None where that is less than a week and less than the period."""
    covered = Period(max(period.first, first), min(period.last, last), period.words)
    return covered if covered.days >= min(SHORTEST_DAYS, period.days) else None


def _official(intervals: list[PullInterval], before: Period, after: Period) -> list[Change]:
    """The change in ICE's own averages, where pulls lie so that an interval falls mostly into each period."""
    changes = []
    for earlier in [one for one in intervals if _mostly(one, before)]:
        for later in [one for one in intervals if _mostly(one, after) and one is not earlier]:
            veto = earlier.veto or later.veto or _too_few(earlier.average)
            source = f"ICE averages, {earlier.first}..{earlier.last} against {later.first}..{later.last}"
            changes.append(Change(source, earlier.average, later.average, veto))
    return changes


def _mostly(interval: PullInterval, period: Period) -> bool:
    days = (min(interval.last, period.last) - max(interval.first, period.first)).days + 1
    return 2 * days >= interval.days


def _naive(averages: list[IceAverage], before: Period, after: Period) -> list[Change]:
    """Year-to-date averages set against each other, as readers do; always vetoed, because they average the whole year."""
    earlier = [one for one in averages if one.to_date and before.first <= one.last <= before.last]
    later = [one for one in averages if one.to_date and after.first <= one.last <= after.last]
    if not earlier or not later or earlier[-1].first != later[-1].first:
        return []
    one, other = earlier[-1], later[-1]
    source = f"ICE year-to-date averages of pulls {one.release.partition('@')[2]} and {other.release.partition('@')[2]}"
    return [
        Change(
            source, one.average, other.average, "each averages the whole year so far, so a fall shows late and small"
        )
    ]


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    facility = str(asked["facility"]).upper()
    before, after = asked["before"], asked["after"]
    parameters = {**asked, "facility": facility, "before": str(before), "after": str(after)}
    narrowed = [name for name in ("citizenship", "sex") if asked[name]]
    if narrowed and not any(_knows(record, release, narrowed) for release in record.releases(table=BASE)):
        return MEASURE.unanswered(record, parameters, "not determinable", NO_PEOPLE.format(" and ".join(narrowed)))
    changes, silent, cut = _stints(record, {**asked, "facility": facility}, before, after)
    intervals = [] if narrowed else pull_intervals(record, facility)
    if not narrowed:
        daily = _daily(record, facility, before, after)
        changes, silent, cut = [*daily[0], *changes], [*daily[1], *silent], [*daily[2], *cut]
        changes += _official(intervals, before, after) + _naive(ice_averages(record, facility), before, after)
    judged = [one for one in changes if not one.veto]
    if not judged:
        reason = (
            "; ".join([*silent, *(f"{one.source}: {one.veto}" for one in changes)]) or "no release covers both periods"
        )
        few = any(one.veto.startswith(TOO_FEW) for one in changes)
        return MEASURE.unanswered(record, parameters, "too few" if few else "not covered", reason)
    return _finding(
        record, parameters, changes, judged, intervals, [*cut, *(Caveat(f"Silent: {reason}.") for reason in silent)]
    )


def _finding(
    record: Record,
    parameters: dict[str, Any],
    changes: list[Change],
    judged: list[Change],
    intervals: list[PullInterval],
    coverage: list[Caveat],
) -> Finding:
    best = judged[0]
    low, high = min(one.limits[0] for one in judged), max(one.limits[1] for one in judged)
    name = best.held_before.name if best.held_before else parameters["facility"]
    verb = "fell" if best.change < 0 else "rose"
    caveats = [Caveat(f"Not judged on {one.source}: {one.veto}.", "warning") for one in changes if one.veto]
    caveats += [
        Caveat(f"Vetoed: {one.first} to {one.last} would average {number(one.average)}; {one.veto}.")
        for one in _shown(intervals, parameters)
    ]
    caveats += [*coverage, *_band(record, parameters["facility"], judged, anomalous_pulls(intervals))]
    caveats.append(
        Caveat("Absence of a facility or zero people in one release is not evidence; each source is judged alone.")
    )
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_sources(record, parameters, changes),
        value=best.change,
        numerator=best.after,
        denominator=best.before,
        denominator_is="mean number of people held in the earlier period",
        interval=Interval(low, high, _method(judged)),
        columns=("source", "before", "after", "change", "counts", "why not"),
        rows=tuple(
            (one.source, round(one.before, 1), round(one.after, 1), round(one.change, 4), not one.veto, one.veto)
            for one in changes
        ),
        caveats=tuple(caveats),
        told=Told.of(_attributes(parameters), _grains(parameters), _cells(changes), "held"),
        sentence=(
            f"{name}{_who(parameters)}: the mean number of people held {verb} by {percent(abs(best.change))}, from {number(best.before)} in "
            f"{parameters['before']} to {number(best.after)} in {parameters['after']} ({best.source})."
        ),
        details={"vetoed": sum(bool(one.veto) for one in changes), "judged": len(judged)},
    )


def _method(judged: list[Change]) -> str:
    absent = (
        ", people whose citizenship or sex is absent counted either way" if any(any(one.more) for one in judged) else ""
    )
    return f"smallest and largest change over the {len(judged)} source(s) that may be judged{absent}"


def _attributes(parameters: Mapping[str, Any]) -> list[Attribute]:
    """What the filters tell about people."""
    stays = TABLES["detention_stays"]
    return ["place", *(stays.column(name).attribute for name in ("citizenship", "sex") if parameters[name])]


def _grains(parameters: Mapping[str, Any]) -> list[Grain]:
    return [period(parameters[name]).grain for name in ("before", "after")]


def _cells(changes: list[Change]) -> list[float]:
    return [cell for one in changes for cell in (one.before, one.after)]


def _who(parameters: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {parameters[name]}" for name in ("citizenship", "sex") if parameters[name])
    return f" ({told})" if told else ""


def _shown(intervals: list[PullInterval], parameters: Mapping[str, Any]) -> list[PullInterval]:
    """Vetoed intervals inside the span of the question: what a reader of the workbooks alone would have seen."""
    first, last = period(parameters["before"]).first, period(parameters["after"]).last
    return [one for one in intervals if one.veto and one.first <= last and one.last >= first]


def _band(record: Record, facility: str, judged: list[Change], spoiled: set[str]) -> list[Caveat]:
    """Whether our level agrees with ICE's own average over the same days; at most the three latest averages."""
    caveats = []
    for one in judged:
        if one.held_before:
            release = one.held_before.release
            first, last = span(record, release, "facility_days")
            for average in ice_averages(record, facility):
                whole = first <= average.first and average.last <= last and not average.defect and average.average
                if whole and average.release not in spoiled:
                    ours = held(
                        record, release, facility, Period(average.first, average.last, average.period), "end_of_day"
                    )
                    caveats += [_compared(release.id, ours, average)] if isinstance(ours, Held) else []
    return caveats[-3:]


def _compared(release: str, ours: Held, average: IceAverage) -> Caveat:
    ratio = ours.mean / average.average
    inside = BAND[0] <= ratio <= BAND[1]
    return Caveat(
        f"From {average.first} to {average.last} release {release} has {number(ours.mean)} people a night, ICE's own average is "
        f"{number(average.average)}: ratio {ratio:.3f}, {'inside' if inside else 'outside'} the expected band {BAND[0]:.2f} to {BAND[1]:.2f}.",
        "note" if inside else "warning",
    )


def _sources(record: Record, parameters: Mapping[str, Any], changes: list[Change]) -> Provenance:
    """The releases that were judged, and the pulls of ICE's averages that lie in their span."""
    facility = parameters["facility"]
    names = {one.source for one in changes}
    releases = tuple(release for release in record.releases(table="facility_days") if release.id in names)
    first = min((span(record, release, "facility_days")[0] for release in releases), default=date.min)
    pulls = {one.release for one in ice_averages(record, facility) if one.first >= first}
    narrowed = parameters["citizenship"] or parameters["sex"]
    official = tuple(
        release for release in record.releases(table="official_averages") if release.id in pulls and not narrowed
    )
    stints = tuple(release for release in record.releases(table=BASE) if release.id in names)
    parts = (
        provenance(record, releases, "facility_days", ""),
        provenance(record, stints, BASE, ""),
        provenance(record, official, "official_averages", ""),
    )
    return Provenance(
        tuple(name for part in parts for name in part.releases),
        tuple(sorted({file for part in parts for file in part.files})),
        " ".join(changes[0].sql.split()),
        record.invented,
    )


MEASURE = Measure(
    id="population_change",
    estimators=("sources_range",),
    definition=Definition(
        question="By how much did the number of people held in a facility change between two periods?",
        counted="mean number of people held at the midnight that ends the day, in each period, in each release that covers both",
        not_counted="sources with a known anomaly between the periods (shown, not judged), and releases that cover only one period",
        date_basis="the days of each period, both ends included",
        estimator="ratio of the two means less one, for each source; the newest daily series gives the value, all give the interval",
    ),
    unit="relative change",
    parameters=(
        Parameter("facility", "text", "ICE's facility code (KRNRCTX)", required=True),
        Parameter("before", "period", "the earlier period (2025-01)", required=True),
        Parameter("after", "period", "the later period (2025-03)", required=True),
        Parameter(
            "citizenship", "country", "citizens of one country only, where a release can say", vocabulary="country"
        ),
        Parameter("sex", "sex", "one sex only, where a release can say", vocabulary="sex"),
    ),
    tables=("facility_days", "detention_movements", "official_averages", "facilities"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p facility=KRNRCTX -p before=2025-01 -p after=2025-03",
)
