"""How many people were held: by facility, citizenship, sex and criminality, under a stated midnight convention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.answers import Unanswerable, cut
from sojourn.measures.conditions import conditions, days_told, few_of, narrowed, narrowed_reason
from sojourn.measures.conventions import CONVENTION
from sojourn.measures.custody.question import (
    AREA,
    FACILITY,
    PEOPLE,
    PERIOD,
    STATE,
    WHO,
    WHO_DIMENSIONS,
    CustodyQuestion,
    label,
    nobody,
    question,
)
from sojourn.measures.custody.rivals import Counted, counted_elsewhere, seen_there
from sojourn.measures.custody.series import SHIFT, Series, Sums, series, split
from sojourn.measures.declare import Dimension, Measure, Period, by_choice, days_of_month
from sojourn.measures.facility_population import BAND, moment
from sojourn.measures.releases import RELEASE
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Joined, joined, said

_TIMES = ("month", "day")
_LISTED = """
    SELECT DISTINCT facility_code FROM detention_movements
    WHERE release = $release AND scope = 'facility' AND convention = 'any_time'"""


@dataclass(frozen=True)
class _Population:
    """The answer before it is worded: the people of the question day by day, over the days that the release covers."""

    asked: CustodyQuestion
    convention: str
    covered: Period
    series: Series
    others: Sequence[Counted]

    @property
    def nights(self) -> Sums:
        """Nights, or days of presence, of the covered days."""
        return self.series.nights(self.covered)

    @property
    def mean(self) -> float:
        """Mean number of people a day."""
        return self.nights.certain / self.covered.days

    @property
    def largest(self) -> tuple[date, int]:
        """The first day with most people, and how many."""
        day, held = max(self.series.days(self.covered), key=lambda one: one[1].certain)
        return day, held.certain

    def by_time(self, of: Series, grain: str) -> dict[date, Sums]:
        """Sums of the covered days, by month or by day."""
        if grain == "day":
            return dict(of.days(self.covered))
        firsts = sorted({day.replace(day=1) for day in _days(self.covered)})
        return {first: of.nights(_month(first, self.covered)) for first in firsts}


def _days(period: Period) -> Iterator[date]:
    for at in range(period.days):
        yield period.first + timedelta(days=at)


def _month(first: date, within: Period) -> Period:
    start = max(first, within.first)
    return Period(start, start + timedelta(days=days_of_month(first, within) - 1), str(first))


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = question(record, MEASURE, given, by)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, {**given, "by": list(by)}, asked.status, asked.reason)
    convention = given["convention"]
    if convention == "any_time" and asked.place.codes is not None and len(asked.place.codes) > 1:
        raise BadParameter(
            said("counts at any time of the day cannot be added over facilities"),
            where=MEASURE.id,
            todo=said(
                "a transferred person counts at each; ask for one facility, for the country (no facility, state or "
                "area), or choose end_of_day"
            ),
        )
    covered = _covered(asked, convention)
    ours = series(asked, convention)
    held = _Population(asked, convention, covered, ours, counted_elsewhere(asked, convention, ours))
    nowhere = _nobody(held)
    return asked.unanswered(nowhere.status, nowhere.reason) if nowhere else _finding(held)


def _covered(asked: CustodyQuestion, convention: str) -> Period:
    """The covered days; the start of the release's first day is the end of a day that it does not cover."""
    covered = asked.chosen.covered
    late = covered.first + timedelta(days=SHIFT[convention])
    first = late if covered.first > asked.chosen.period.first and late <= covered.last else covered.first
    return Period(first, covered.last, covered.words)


def _nobody(held: _Population) -> Unanswerable | None:
    """Why there is no figure: the release lists none of the facilities, or has nobody where others have people."""
    asked, codes = held.asked, held.asked.place.codes
    if codes is None:
        return None
    days = (held.covered.first, held.covered.last)
    if not _listed(asked) & set(codes):
        reason = said(
            "release {release} has no stint there: absence in one release is not evidence of absence",
            release=asked.release,
        )
        seen = joined([reason, seen_there(held.others, days)], "; ")
        return Unanswerable("not covered", narrowed_reason(seen, asked.place.labels))
    if held.nights.possible:
        return None
    everyone = replace(asked, who={})
    present = series(everyone, held.convention)
    empty = bool(asked.who) and not present.nights(held.covered).certain
    others = counted_elsewhere(everyone, held.convention, present) if empty else held.others
    if there := seen_there(others, days):
        labels = asked.place.labels if empty else asked.labels
        return Unanswerable("not determinable", narrowed_reason(joined([nobody(asked), there], "; "), labels))
    return None


def _listed(asked: CustodyQuestion) -> set[str | None]:
    key = ("facilities with people", asked.release)
    return asked.record.remember(key, lambda: {row["facility_code"] for row in asked.query(_LISTED)})


def _finding(held: _Population) -> Finding:
    asked, mean, nights = held.asked, held.mean, held.nights
    columns, rows = _rows(held)
    shown, more = cut(rows)
    told = _told(held, rows)
    day, most = held.largest
    names_day = told.tier == "P2" or not asked.who
    return asked.finding(
        held.series.sql,
        value=mean,
        numerator=nights.certain,
        denominator=held.covered.days,
        denominator_is=said("days of the period that the release covers; the numerator is people added up over them"),
        interval=_interval(held),
        columns=columns,
        rows=shown,
        caveats=(*_caveats(held, names_day), *more),
        rivals=tuple(one.rival for one in held.others),
        told=told,
        sentence=_sentence(held, largest=names_day and most > 0 and held.covered.days > 1),
        details={"largest": most, "largest_day": day} if names_day else {},
    )


def _sentence(held: _Population, *, largest: bool) -> Joined:
    """The answer in words, with the day with most people where that may be told."""
    asked, (day, most) = held.asked, held.largest
    places = {
        "mean": held.mean,
        "period": days_told(asked.chosen.period, held.covered),
        "when": moment(held.convention),
    }
    on_average = (
        said("{mean:number} people were held on {period}, counted {when}.", **places)
        if held.covered.days == 1
        else said("{mean:number} people were held on average in {period}, counted {when}.", **places)
    )
    peak = said("The most on one day were {most:number}, on {day}.", most=most, day=day) if largest else ""
    return narrowed(joined([on_average, peak]), [*asked.where, *conditions(asked.who)])


def _interval(held: _Population) -> Interval:
    """A complete count; above it, people whose attributes are absent, and the usual distance to ICE's averages."""
    high = held.nights.possible / held.covered.days
    parts = [said("complete count")]
    if held.asked.who:
        parts.append(said("the upper limit adds people whose cell for a filter is blank, redacted or unknown"))
    if held.convention != "any_time":
        high /= BAND[0]
        parts.append(said("the upper limit adds the 6 per cent by which ICE's own averages may exceed midnight counts"))
    return Interval(held.mean, high, joined(parts, "; "))


def _rows(held: _Population) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The split that was asked for; without one, the months."""
    asked = held.asked
    times = [name for name in asked.by if name in _TIMES]
    names = [name for name in asked.by if name not in _TIMES]
    grain = "day" if "day" in times else "month" if times or not names else ""
    groups = split(asked, held.convention, names, held.covered) if names else {(): held.series}
    people = said("people") if grain == "day" else said("people, mean per day")
    columns = (*names, *([grain] if grain else []), people)
    rows = [row for key, one in sorted(groups.items(), key=_order) for row in _group(held, tuple(key), one, grain)]
    return columns, rows


def _order(item: tuple[tuple[Any, ...], Series]) -> list[tuple[bool, str]]:
    return [(value is None, str(value)) for value in item[0]]


def _group(held: _Population, key: tuple[Any, ...], of: Series, grain: str) -> Iterator[tuple[Any, ...]]:
    """The rows of one group; those of groups without anybody are left out where the table is split by more than time."""
    cells = tuple(map(label, key))
    if not grain:
        nights = of.nights(held.covered).certain
        if nights:
            yield (*cells, round(nights / held.covered.days, 2))
        return
    for at, sums in held.by_time(of, grain).items():
        days = 1 if grain == "day" else days_of_month(at, held.covered)
        if sums.certain or not key:
            yield (*cells, at, sums.certain if grain == "day" else round(sums.certain / days, 2))


def _told(held: _Population, rows: Sequence[tuple[Any, ...]]) -> Told:
    """From every mean that is shown, those of other releases included; the table lists months unless split."""
    cells = [held.mean, *(row[-1] for row in rows), *(one.mean for one in held.others)]
    return held.asked.told_of(cells, "none" if held.asked.by else "month", setting="held")


def _caveats(held: _Population, names_day: bool) -> Iterator[Caveat]:
    asked, convention = held.asked, held.convention
    yield from _places(held)
    if convention == "any_time":
        yield Caveat(
            said("A person who was transferred on a day counts at both facilities, so rows of facilities never add up.")
        )
    if convention != "any_time":
        yield Caveat(
            said(
                "Midnight counts from detention records stay 2 to 6 per cent below ICE's own averages; why is not known."
            )
        )
    if not asked.tells("person_key"):
        yield Caveat(
            said("The release gives no person id: each stint counts as a person, and nobody is recognised."), "warning"
        )
    if not names_day:
        yield Caveat(
            said("The day with most people is not told with a personal attribute; `--by day` stays on this machine.")
        )
    if not held.nights.certain:
        yield Caveat(
            said("Zero in one release is not evidence that nobody was held: another release may show people."),
            "warning",
        )


def _places(held: _Population) -> Iterator[Caveat]:
    """What there is to know of the facilities: overlaps of several, some that the release lacks, rows without a code."""
    asked, codes = held.asked, held.asked.place.codes
    if codes is None:
        return
    if len(codes) > 1:
        yield Caveat(said("Facilities are added up; a person whose stints overlap at midnight counts at each of them."))
    lacking = sorted(set(codes) - _listed(asked))
    if lacking:
        yield Caveat(
            said(
                "Release {release} has no stint at {lacking:number} of the {codes:number} facilities ({names}): absence in one "
                "release is not evidence of absence.",
                release=asked.release,
                lacking=len(lacking),
                codes=len(codes),
                names=few_of(lacking),
            ),
            "warning",
        )
    blank = series(asked, held.convention, where="facility_code IS NULL").nights(held.covered).possible
    if blank:
        yield Caveat(
            said(
                "On average {mean:number} people a day have no facility code in the release and count at no facility.",
                mean=round(blank / held.covered.days, 2),
            ),
            "warning",
        )


MEASURE = Measure(
    id="people_held",
    estimators=("complete_count",),
    definition=Definition(
        question="How many people were held in detention?",
        counted=(
            "people with a stint in the release, each once a facility (or once in the country) and day, under the stated "
            "convention; a stint without a book-out goes on to the end of the stay, or of the release"
        ),
        not_counted=(
            "rows that repeat another and stints that end before they begin; people whose records the agency withheld, and "
            "facilities that the release leaves out"
        ),
        date_basis=by_choice(CONVENTION.date_bases),
        estimator="people added up over the days of the period that the release covers, divided by those days",
    ),
    unit="people",
    parameters=(
        FACILITY,
        STATE,
        AREA,
        *PEOPLE,
        PERIOD,
        CONVENTION,
        RELEASE,
    ),
    tables=("detention_stints", "detention_movements", "facility_days", "official_averages", "facilities"),
    answer=_answer,
    dimensions={
        "facility": Dimension("facility_code", "facility_code", "ICE's facility code (DETLOC)"),
        **{name: WHO_DIMENSIONS[name] for name in WHO},
        "month": Dimension("month_of(date)", "date", "month; the answer lists its months unless it is split otherwise"),
        "day": Dimension("date", "date", "day under the convention"),
    },
    example="-p facility=BASILLA -p citizenship=RUSSIA -p sex=Female -p period=2025-06..2025-08",
)
