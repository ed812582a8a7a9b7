"""The share of women among people removed, arrested, booked in, or held in a facility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.measures.conditions import conditions, narrowed
from sojourn.measures.counts import events
from sojourn.measures.declare import Measure, Parameter, Period, by_choice, days_of_month
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tables import Attribute
from sojourn.tiers import Told
from sojourn.words.said import Said, said

_DAYS = {"removals": "departed_date", "arrests": "arrest_date", "book_ins": "book_in_date"}
_DATE_BASES = {
    "removals": "the day of departure",
    "arrests": "the day of the arrest",
    "book_ins": "the day of the book-in",
    "held": "each day of presence",
}
FEWEST = 25
"""People (or person-days) below which no share is printed."""

_EVENTS = """
    SELECT count(CASE WHEN sex = 'Female' THEN 1 END) AS women,
        count(CASE WHEN sex = 'Male' THEN 1 END) AS men,
        count(CASE WHEN sex IS NULL OR sex = 'Unknown' THEN 1 END) AS unknown
    FROM {table}
    WHERE release = $release AND {day} BETWEEN $first AND $last{asked}"""

_HELD = """
    SELECT month_of(date) AS month, sum(women_any_time) AS women, sum(men_any_time) AS men,
        sum(held_any_time - men_any_time - women_any_time) AS unknown, sum(held_any_time) AS people
    FROM facility_days
    WHERE release = $release AND facility_code = $facility AND date BETWEEN $first AND $last
    GROUP BY 1 ORDER BY 1"""


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    of, facility = asked["of"], str(asked["facility"] or "").upper()
    parameters = {**asked, "facility": facility or None}
    unanswerable = _cannot(of, facility, asked["citizenship"])
    if unanswerable:
        return MEASURE.unanswered(record, parameters, "not determinable", unanswerable)
    table = "facility_days" if of == "held" else of
    named = asked["release"] or (_with_sexes(record) if of == "held" else None)
    chosen = choose(record, table, asked["period"], named)
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, parameters, "not covered", chosen.reason)
    lacking = _lacking(record, table, asked["citizenship"], chosen.release.id)
    if lacking:
        return MEASURE.unanswered(record, parameters, "not determinable", lacking)
    one_citizenship = " AND citizenship = $citizenship" if asked["citizenship"] else ""
    sql = _HELD if of == "held" else _EVENTS.format(table=table, day=_DAYS[of], asked=one_citizenship)
    bounds = {
        "release": chosen.release.id,
        "first": chosen.period.first,
        "last": chosen.period.last,
        "facility": facility,
        "citizenship": asked["citizenship"],
    }
    rows = record.query(sql, bounds)
    if not rows:
        reason = said("release {release} has no facility {facility}", release=chosen.release.id, facility=facility)
        return MEASURE.unanswered(record, parameters, "not covered", reason)
    return _finding(record, parameters, chosen, table, sql, rows)


def _lacking(record: Record, table: str, citizenship: str | None, release: str) -> str:
    """Why a release cannot answer: it has no column for the sex or the citizenship."""
    needed = ["women_any_time"] if table == "facility_days" else ["sex", *(["citizenship"] if citizenship else [])]
    missing = [name for name in needed if not record.has(table, name, release)]
    if not missing:
        return ""
    return said("release {release} has no column for {names}", release=release, names=", ".join(missing))


def _with_sexes(record: Record) -> str | None:
    """The newest daily series that counts women and men."""
    found = [
        one for one in record.releases(table="facility_days") if record.has("facility_days", "women_any_time", one.id)
    ]
    return max(found, key=lambda one: one.last).id if found else None


def _cannot(of: str, facility: str, citizenship: str | None) -> str:
    if of == "held" and citizenship:
        return said(
            "the daily series count people by facility and by sex, not by citizenship: only detention stints (ICE releases of 2025 "
            "and 2026, detention tables) can say how many women of one citizenship a facility held"
        )
    if of == "held" and not facility:
        return said(
            "the share among people held needs a facility: counts at any time of the day cannot be added over facilities"
        )
    if of != "held" and facility:
        return said(
            "removals, arrests and book-ins are not recorded by facility code: leave the facility out, or ask for of=held"
        )
    return ""


def _finding(
    record: Record,
    parameters: dict[str, Any],
    chosen: Chosen,
    table: str,
    sql: str,
    found: list[dict[str, Any]],
) -> Finding:
    women, men, unknown = (sum(int(row[name] or 0) for row in found) for name in ("women", "men", "unknown"))
    known = women + men
    asked = {**parameters, "period": str(chosen.period), "release": chosen.release.id}
    if known < FEWEST:
        reason = said(
            "fewer than {fewest:number} with a known sex in {period} give no share",
            fewest=FEWEST,
            period=str(chosen.period),
        )
        return MEASURE.unanswered(record, asked, "too few", reason)
    held = table == "facility_days"
    months = found if held else []
    rows = tuple(_month(row, chosen.covered) for row in months if row["people"])
    return Finding(
        measure=MEASURE.id,
        parameters=asked,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), table, sql),
        value=women / known,
        numerator=women,
        denominator=known,
        denominator_is=_known(table),
        interval=_interval(women, known, unknown),
        columns=_COLUMNS if held else (),
        rows=rows,
        caveats=(*chosen.caveats, *_caveats(held, unknown)),
        breaks_down=lambda: (
            _of_days(chosen, parameters, rows, women, known)
            if held
            else _breakdown(table, chosen, parameters, women, known)
        ),
        told=Told.of(
            _told_of_people(held, parameters),
            ("month" if held else "year", chosen.period.grain),
            [*(row["women"] for row in months), women],
        ),
        sentence=narrowed(
            _sentence(table, women, known, str(chosen.period)),
            conditions({name: parameters[name] for name in ("facility", "citizenship")}),
        ),
    )


def _told_of_people(held: bool, parameters: Mapping[str, Any]) -> Iterator[Attribute]:
    """What the answer tells about people: their sex, and what the question narrows them to."""
    yield "sex"
    if held:
        yield "place"
    if parameters["citizenship"]:
        yield "nationality"


def _known(table: str) -> Said:
    """What the share is of."""
    return {
        "facility_days": said("person-days with a known sex"),
        "removals": said("removals with a known sex"),
        "arrests": said("arrests with a known sex"),
        "book_ins": said("book-ins with a known sex"),
    }[table]


def _sentence(table: str, women: int, known: int, period: str) -> Said:
    """The answer in words."""
    places = {"women": women, "known": known, "share": women / known, "period": period}
    return {
        "facility_days": said(
            "Women: {women:number} of {known:number} person-days ({share:percent}) in {period}.", **places
        ),
        "removals": said("Women: {women:number} of {known:number} removals ({share:percent}) in {period}.", **places),
        "arrests": said("Women: {women:number} of {known:number} arrests ({share:percent}) in {period}.", **places),
        "book_ins": said("Women: {women:number} of {known:number} book-ins ({share:percent}) in {period}.", **places),
    }[table]


_COLUMNS = (said("month"), said("women, mean per day"), said("people, mean per day"), said("share"))


def _interval(women: int, known: int, unknown: int) -> Interval:
    """Wilson's limits, as wide as they would be if everybody of unknown sex were of one."""
    low, high = wilson(women, known)
    if not unknown:
        return Interval(low, high, said("Wilson, 95 %"))
    whole = known + unknown
    method = said("Wilson, 95 %, widened to the bounds if every unknown were of one sex")
    return Interval(min(low, women / whole), max(high, (women + unknown) / whole), method)


def _breakdown(table: str, chosen: Chosen, asked: Mapping[str, Any], women: int, known: int) -> Breakdown:
    """What the counts are of: events with a sex, as the count of events has them."""
    filters = {"citizenship": asked["citizenship"]} if asked["citizenship"] else {}
    scope = events(table, chosen, filters, asked["period"])
    both = scope.key({"sex": ("Female", "Male")})
    return scope.breakdown(Count(scope.key({"sex": ("Female",)}), women), Count(both, known))


def _of_days(
    chosen: Chosen, asked: Mapping[str, Any], rows: Sequence[tuple[Any, ...]], women: int, known: int
) -> Breakdown:
    """What the means are of, in whole people a day: each month by itself, since means do not add up over time."""
    attributes: dict[str, Attribute] = {"facility": "place", "sex": "sex"}
    filters = {"facility": asked["facility"], "sex": "each"}
    scope = Scope("held by sex, mean per day", chosen.release.id, None, filters, attributes)
    days = chosen.covered.days
    months = [str(row[0]) for row in rows]
    table = [
        Count(scope.key(event=f"{who} in {month}"), int(row[column]), (at, column))
        for at, (month, row) in enumerate(zip(months, rows, strict=True))
        for column, who in ((1, "women"), (2, "people"))
    ]
    parts = {f"people in {month}": (f"women in {month}", f"men in {month}") for month in ("all", *months)}
    whole = Count(scope.key(event="people in all"), known // days)
    return scope.breakdown(Count(scope.key(event="women in all"), women // days), whole, table, parts)


def _month(row: dict[str, Any], period: Period) -> tuple[Any, ...]:
    days = days_of_month(row["month"], period)
    return (
        row["month"],
        round(row["women"] / days, 1),
        round(row["people"] / days, 1),
        round(row["women"] / row["people"], 4),
    )


def _caveats(held: bool, unknown: int) -> list[Caveat]:
    caveats = []
    if held:
        caveats.append(
            Caveat(
                said(
                    "Counted at any time of the day, as the release counts by sex only so; a transferred person counts at both facilities."
                )
            )
        )
        caveats.append(
            Caveat(
                said(
                    "Person-days of the same people follow each other, so the interval is narrower than the evidence."
                ),
                "warning",
            )
        )
    if unknown:
        text = said(
            "{unknown:number} without a known sex are left out of the share and stand in the interval.", unknown=unknown
        )
        caveats.append(Caveat(text))
    return caveats


MEASURE = Measure(
    id="women_share",
    estimators=("wilson",),
    definition=Definition(
        question="What share of the people were women?",
        counted="removals, arrests or book-ins with a known sex; for people held, days of presence in a facility",
        not_counted="rows whose sex is blank, redacted or Unknown: they widen the interval",
        date_basis=by_choice(_DATE_BASES),
        estimator="women divided by women and men",
    ),
    unit="share",
    parameters=(
        Parameter("of", "choice", "among whom", "removals", choices=tuple(_DATE_BASES), date_bases=_DATE_BASES),
        Parameter("period", "period", "FY2017, 2025-06, or two with .. between; empty means the whole release"),
        Parameter("facility", "text", "ICE's facility code, for people held (BASILLA)"),
        Parameter("citizenship", "country", "country of citizenship, in ICE's spelling", vocabulary="country"),
        RELEASE,
    ),
    tables=("removals", "arrests", "book_ins", "facility_days"),
    answer=_answer,
    dimensions={},
    minimum=FEWEST,
    example="-p of=held -p facility=BASILLA -p period=2025-06..2025-08",
)
