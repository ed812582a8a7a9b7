"""How many people a facility held, under a stated convention, with ICE's own average beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval, Rival
from sojourn.measures.conditions import days_told
from sojourn.measures.conventions import CONVENTION
from sojourn.measures.declare import Dimension, Measure, Parameter, Period, by_choice, days_of_month
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance, span
from sojourn.measures.statistics.averages import IceAverage, ice_averages
from sojourn.record.opened import Record, Release
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said

BAND = (0.94, 1.00)
"""Where the ratio of a midnight count to ICE's own average is expected: medians .960-.978, 5th percentile .944 in FY2025."""

EVERY = "ALL"


_SERIES = """
    SELECT date, any_value(facility_name) AS name,
        CASE WHEN count(held_end_of_day) = count(*) THEN sum(held_end_of_day) END AS held_end_of_day,
        CASE WHEN count(held_start_of_day) = count(*) THEN sum(held_start_of_day) END AS held_start_of_day,
        CASE WHEN count(held_any_time) = count(*) THEN sum(held_any_time) END AS held_any_time
    FROM facility_days
    WHERE release = $release AND ($facility = 'ALL' OR facility_code = $facility)
    GROUP BY 1 ORDER BY 1"""


@dataclass(frozen=True)
class Held:
    """People held in the covered part of a period: their nights (or days of presence), and the mean."""

    release: Release
    nights: int
    period: Period
    months: tuple[tuple[Any, ...], ...]
    name: str
    sql: str = _SERIES

    @property
    def days(self) -> int:
        """Days of the period that the release covers."""
        return self.period.days

    @property
    def mean(self) -> float:
        """Mean number of people held."""
        return self.nights / self.days


def held(record: Record, release: Release, facility: str, period: Period, convention: str) -> Held | Said:
    """The people held in one release under one convention, or the reason why it cannot say.

    The midnight that ends a day is the midnight that begins the next, so a release with only one of the two
    answers for both with a shift of one day. Days that the release does not cover are left out, never counted as zero.
    """
    column, shift = _column(record, release, convention)
    if not column:
        return said("release {release} has no count of people at any time of the day", release=release.id)
    first, last = (day + shift for day in span(record, release, "facility_days"))
    covered = Period(max(period.first, first), min(period.last, last), period.words)
    if covered.days < 1:
        return said(
            "release {release} covers {first} to {last} under this convention",
            release=release.id,
            first=first,
            last=last,
        )
    bounds = {"release": release.id, "facility": facility}
    days = record.remember(("facility days", release.id, facility), lambda: record.query(_SERIES, bounds))
    if not days:
        return said(
            "release {release} has no facility {facility}; a facility may be absent from a release that left it out",
            release=release.id,
            facility=facility,
        )
    months: dict[tuple[int, int], list[int]] = {}
    first, last = covered.first - shift, covered.last - shift
    inside = [day for day in days if first <= day["date"] <= last]
    unread = [day["date"] for day in inside if day[column] is None]
    if unread:
        return _unread(release, facility, unread)
    for day in inside:
        on = day["date"] + shift if shift else day["date"]
        total = months.setdefault((on.year, on.month), [0, 0])
        total[0] += int(day[column])
        total[1] += 1
    names = [day["name"] for day in days if day["name"]]
    name = said("all facilities") if facility == EVERY else (names[-1] if names else facility)
    rows = tuple((date(*month, 1), nights, with_a_row) for month, (nights, with_a_row) in sorted(months.items()))
    return Held(release, sum(row[1] for row in rows), covered, rows, name)


def _unread(release: Release, facility: str, days: list[date]) -> Said:
    """That rows have no count: they would count as nobody, which they do not say."""
    return said(
        "release {release} has rows of {facility} without a readable count, on {days:number} days of the period, the first "
        "{first}; ask for days without them",
        release=release.id,
        facility=facility,
        days=len(days),
        first=days[0],
    )


def _column(record: Record, release: Release, convention: str) -> tuple[str, timedelta]:
    """The stored column that answers a convention, and the shift of its days."""
    there = {name for name in CONVENTION.choices if record.has("facility_days", f"held_{name}", release.id)}
    if convention in there:
        return f"held_{convention}", timedelta(0)
    if convention == "end_of_day" and "start_of_day" in there:
        return "held_start_of_day", timedelta(days=-1)
    if convention == "start_of_day" and "end_of_day" in there:
        return "held_end_of_day", timedelta(days=1)
    return "", timedelta(0)


def _answer(record: Record, asked: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    facility, convention = str(asked["facility"]).upper(), asked["convention"]
    if facility == EVERY and convention == "any_time":
        raise BadParameter(
            said("counts at any time of the day cannot be added over facilities"),
            where="facility_population",
            todo=said("a transferred person counts at both; choose convention end_of_day or start_of_day"),
        )
    parameters = {**asked, "facility": facility, "by": list(by)}
    chosen = choose(record, "facility_days", asked["period"], asked["release"])
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, parameters, "not covered", chosen.reason)
    counted = held(record, chosen.release, facility, chosen.period, convention)
    if isinstance(counted, Said):
        return MEASURE.unanswered(record, parameters, "not covered", counted)
    official = ice_averages(record, facility, chosen.period)
    return _finding(record, parameters, chosen, counted, official)


def _finding(
    record: Record, parameters: dict[str, Any], chosen: Chosen, counted: Held, official: list[IceAverage]
) -> Finding:
    mean = counted.mean
    convention = parameters["convention"]
    midnight = convention != "any_time"
    high = mean / BAND[0] if midnight else mean
    return Finding(
        measure="facility_population",
        parameters={**parameters, "period": str(chosen.period), "release": chosen.release.id},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), "facility_days", counted.sql),
        value=mean,
        numerator=counted.nights,
        denominator=counted.days,
        denominator_is=said("days of the period that the release covers"),
        interval=Interval(
            mean,
            high,
            said(
                "complete count; the upper limit adds the 6 per cent by which ICE's own averages may exceed midnight counts"
            )
            if midnight
            else said("complete count"),
        ),
        columns=(said("month"), said("people, mean per day"), said("days with a row")),
        rows=tuple(
            (month, round(nights / days_of_month(month, counted.period), 1), days)
            for month, nights, days in counted.months
        ),
        caveats=(*chosen.caveats, *_caveats(mean)),
        rivals=_rivals(official),
        told=Told.of(("place",), (chosen.period.grain, "month")),
        sentence=_sentence(chosen.period, counted, convention),
        details={"facility_name": counted.name},
    )


def _sentence(period: Period, counted: Held, convention: str) -> Said:
    """The answer in words."""
    places = {
        "name": counted.name,
        "mean": counted.mean,
        "period": days_told(period, counted.period),
        "when": moment(convention),
    }
    if period.days == 1:
        return said("{name} held {mean:number} people on {period}, counted {when}.", **places)
    return said("{name} held {mean:number} people on average in {period}, counted {when}.", **places)


def moment(convention: str) -> Said:
    """The moment of the day at which a convention counts."""
    return {
        "end_of_day": said("at the midnight that ends the day"),
        "start_of_day": said("at the midnight that begins the day"),
        "any_time": said("at any time of the day"),
    }[convention]


def _caveats(mean: float) -> list[Caveat]:
    caveats = [
        Caveat(
            said(
                "Midnight counts from detention records stay 2 to 6 per cent below ICE's own averages; why is not known."
            )
        ),
        Caveat(said("A number holds for its release only: facilities and days vanish from one release to the next.")),
    ]
    if mean == 0:
        caveats.append(
            Caveat(
                said("Zero in one release is not evidence that nobody was held: another release may show people."),
                "warning",
            )
        )
    return caveats


def _rivals(official: list[IceAverage]) -> tuple[Rival, ...]:
    return tuple(
        Rival(
            round(one.average, 2),
            "people",
            "ICE",
            one.release,
            average_told(one),
        )
        for one in official
    )


def ratio_told(ratio: float) -> Said:
    """A ratio of a midnight count to ICE's own average, and whether it is where such ratios are expected."""
    places = {"ratio": ratio, "low": BAND[0], "high": BAND[1]}
    if BAND[0] <= ratio <= BAND[1]:
        return said("ratio {ratio:ratio}, inside the expected band {low:ratio} to {high:ratio}", **places)
    return said("ratio {ratio:ratio}, outside the expected band {low:ratio} to {high:ratio}", **places)


def average_told(one: IceAverage) -> Joined:
    """What an average of ICE's is of, and how its facility was found in the workbook."""
    told = said(
        "ICE's own average, {period}, {first} to {last}; found as {name} ({match})",
        period=one.period,
        first=one.first,
        last=one.last,
        name=one.name,
        match=one.match,
    )
    return joined([told, said("defect: {defect}", defect=one.defect) if one.defect else ""], "; ")


MEASURE = Measure(
    id="facility_population",
    estimators=("complete_count",),
    definition=Definition(
        question="How many people did a facility hold?",
        counted="people (in one publisher's series: placements) in the facility under the stated convention",
        not_counted="people whose records the agency withheld, and facilities that the release leaves out",
        date_basis=by_choice(CONVENTION.date_bases),
        estimator="mean over all days of the period that the release covers; covered days without a row count as zero",
    ),
    unit="people",
    parameters=(
        Parameter("facility", "text", "ICE's facility code (BASILLA), or ALL for every facility", required=True),
        Parameter(
            "period", "period", "2025-06, 2025-06-23, FY2025, or two with .. between; empty means the whole release"
        ),
        CONVENTION,
        RELEASE,
    ),
    tables=("facility_days", "official_averages"),
    answer=_answer,
    dimensions={"month": Dimension("month_of(day)", "", "the answer always lists its months")},
    example="-p facility=BASILLA -p period=2025-06..2025-08",
)
