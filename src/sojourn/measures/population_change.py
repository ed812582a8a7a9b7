"""By how much a facility's population changed between two periods, judged on every source that covers both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.measures.change_sources import FEWEST, Change, daily, knows, naive, official, stints
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.custody.release import BASE
from sojourn.measures.declare import Measure, Parameter, Period, period
from sojourn.measures.facility_population import BAND, Held, held, ratio_told
from sojourn.measures.releases import provenance, span
from sojourn.measures.statistics.averages import IceAverage, PullInterval, anomalous_pulls, ice_averages, pull_intervals
from sojourn.record.opened import Record
from sojourn.tables import TABLES, Attribute
from sojourn.tiers import Grain, Told
from sojourn.words.said import Joined, Said, joined, said


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    facility = str(asked["facility"]).upper()
    before, after = asked["before"], asked["after"]
    parameters = {**asked, "facility": facility, "before": str(before), "after": str(after)}
    by_people = [name for name in ("citizenship", "sex") if asked[name]]
    if by_people and not any(knows(record, release, by_people) for release in record.releases(table=BASE)):
        return MEASURE.unanswered(record, parameters, "not determinable", _no_people(by_people))
    changes, silent, cut = stints(record, MEASURE, {**asked, "facility": facility}, before, after)
    intervals = [] if by_people else pull_intervals(record, facility)
    if not by_people:
        by_day = daily(record, facility, before, after)
        changes, silent, cut = [*by_day[0], *changes], [*by_day[1], *silent], [*by_day[2], *cut]
        changes += official(intervals, before, after) + naive(ice_averages(record, facility), before, after)
    judged = [one for one in changes if not one.veto]
    if not judged:
        vetoes = [said("{source}: {veto}", source=one.source, veto=one.veto) for one in changes]
        reason = joined([*silent, *vetoes], "; ") or said("no release covers both periods")
        few = any(one.few for one in changes)
        return MEASURE.unanswered(record, parameters, "too few" if few else "not covered", reason)
    told = [*cut, *(Caveat(said("Silent: {reason}.", reason=reason)) for reason in silent)]
    return _finding(record, parameters, changes, judged, intervals, told)


def _no_people(by_people: list[str]) -> Said:
    """Why no release at hand can say whose change it was."""
    who = {"citizenship": said("citizenship"), "sex": said("sex")}
    names = {"citizenship,sex": said("citizenship and sex"), **who}[",".join(by_people)]
    return said(
        "the series at hand count people by facility and day, not by {names}: only detention stints (the detention tables of "
        "ICE's releases of 2025 and 2026) can say it",
        names=names,
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
    caveats = [*_vetoed(changes, _shown(intervals, parameters)), *coverage]
    caveats += _band(record, parameters["facility"], judged, anomalous_pulls(intervals))
    caveats.append(
        Caveat(
            said("Absence of a facility or zero people in one release is not evidence; each source is judged alone.")
        )
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
        denominator_is=said("mean number of people held in the earlier period"),
        interval=Interval(low, high, _method(judged)),
        columns=(said("source"), said("before"), said("after"), said("change"), said("counts"), said("why not")),
        rows=tuple(
            (one.source, round(one.before, 1), round(one.after, 1), round(one.change, 4), not one.veto, one.veto)
            for one in changes
        ),
        caveats=tuple(caveats),
        told=Told.of(_attributes(parameters), _grains(parameters), _cells(changes), "held"),
        sentence=narrowed(
            _sentence(best, parameters), conditions({name: parameters[name] for name in ("citizenship", "sex")})
        ),
        details={"vetoed": sum(bool(one.veto) for one in changes), "judged": len(judged)},
    )


def _vetoed(changes: list[Change], intervals: list[PullInterval]) -> Iterator[Caveat]:
    """What is not judged, and why."""
    for one in changes:
        if one.veto:
            yield Caveat(said("Not judged on {source}: {veto}.", source=one.source, veto=one.veto), "warning")
    for between in intervals:
        yield Caveat(
            said(
                "Vetoed: {first} to {last} would average {average:number}; {veto}.",
                first=between.first,
                last=between.last,
                average=between.average,
                veto=between.veto,
            )
        )


def _sentence(best: Change, parameters: Mapping[str, Any]) -> Said:
    """The answer in words."""
    places = {
        "name": best.held_before.name if best.held_before else parameters["facility"],
        "change": abs(best.change),
        "mean": best.before,
        "before": parameters["before"],
        "then": best.after,
        "after": parameters["after"],
        "source": best.source,
    }
    if best.change < 0:
        return said(
            "{name}: the mean number of people held fell by {change:percent}, from {mean:number} in {before} to {then:number} "
            "in {after} ({source}).",
            **places,
        )
    return said(
        "{name}: the mean number of people held rose by {change:percent}, from {mean:number} in {before} to {then:number} "
        "in {after} ({source}).",
        **places,
    )


def _method(judged: list[Change]) -> Joined:
    absent = any(any(one.more) for one in judged)
    return joined(
        [
            said(
                "smallest and largest change over the {sources:number} source(s) that may be judged",
                sources=len(judged),
            ),
            said("people whose citizenship or sex is absent counted either way") if absent else "",
        ],
        ", ",
    )


def _attributes(parameters: Mapping[str, Any]) -> list[Attribute]:
    """What the filters tell about people."""
    stays = TABLES["detention_stays"]
    return ["place", *(stays.column(name).attribute for name in ("citizenship", "sex") if parameters[name])]


def _grains(parameters: Mapping[str, Any]) -> list[Grain]:
    return [period(parameters[name]).grain for name in ("before", "after")]


def _cells(changes: list[Change]) -> list[float]:
    return [cell for one in changes for cell in (one.before, one.after)]


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
    text = said(
        "From {first} to {last} release {release} has {ours:number} people a night, ICE's own average is {theirs:number}: "
        "{ratio}.",
        first=average.first,
        last=average.last,
        release=release,
        ours=ours.mean,
        theirs=average.average,
        ratio=ratio_told(ratio),
    )
    return Caveat(text, "note" if inside else "warning")


def _sources(record: Record, parameters: Mapping[str, Any], changes: list[Change]) -> Provenance:
    """The releases that were judged, and the pulls of ICE's averages that lie in their span."""
    facility = parameters["facility"]
    names = {one.source for one in changes}
    releases = tuple(release for release in record.releases(table="facility_days") if release.id in names)
    first = min((span(record, release, "facility_days")[0] for release in releases), default=date.min)
    pulls = {one.release for one in ice_averages(record, facility) if one.first >= first}
    narrowed = parameters["citizenship"] or parameters["sex"]
    averages = tuple(
        release for release in record.releases(table="official_averages") if release.id in pulls and not narrowed
    )
    of_stints = tuple(release for release in record.releases(table=BASE) if release.id in names)
    parts = (
        provenance(record, releases, "facility_days", ""),
        provenance(record, of_stints, BASE, ""),
        provenance(record, averages, "official_averages", ""),
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
