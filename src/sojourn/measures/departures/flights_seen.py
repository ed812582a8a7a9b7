"""How many flights of ICE's the sources saw: legs with their evidence, against the airport-days on which anybody watched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.flights.airports import code_of
from sojourn.flights.nouns import Classified, LegClass
from sojourn.flights.recorded import QUERIES, TABLES, Flights, flights_of, releases_read
from sojourn.flights.told import CLASSES
from sojourn.measures.conditions import condition, narrowed, narrowed_reason
from sojourn.measures.declare import Dimension, Measure, Parameter, Period
from sojourn.measures.releases import NoRelease, provenance
from sojourn.record.opened import Record, Release
from sojourn.tiers import Grain, Told
from sojourn.words.said import Said, said


@dataclass(frozen=True)
class Asked:
    """What is asked of which releases: the days that both the question and the releases have, and the flights of them."""

    period: Period
    releases: tuple[Release, ...]
    flights: Flights
    airport: str


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    asked = _asked(record, given)
    if isinstance(asked, NoRelease):
        return MEASURE.unanswered(record, given, "not covered", asked.reason)
    legs = [one for one in asked.flights.flagged if _fits(one, asked, given)]
    days = asked.flights.coverage.watched_days(
        asked.period.first, asked.period.last, (asked.airport,) if asked.airport else (), given["source"] or ""
    )
    if not days:
        nobody = said(
            "no source watched in {period}, which is no sign that there was no flight", period=str(asked.period)
        )
        return MEASURE.unanswered(record, given, "not covered", narrowed_reason(nobody, _labels(asked, given)))
    return _finding(record, given, asked, (legs, days), by)


def _asked(record: Record, given: Mapping[str, Any]) -> Asked | NoRelease:
    releases = tuple(release for release in releases_read(record) if release.first)
    if not releases:
        return NoRelease(said("the record has no release with sightings, visits or reports of aircraft"))
    first = min(date.fromisoformat(release.first) for release in releases)
    last = max(date.fromisoformat(release.last) for release in releases)
    period = given["period"] or Period(first, last, f"{first}..{last}")
    airport = code_of(given["airport"], period.first) if given["airport"] else ""
    return Asked(period, releases, flights_of(record, period.first, period.last), airport)


def _fits(one: Classified, asked: Asked, given: Mapping[str, Any]) -> bool:
    leg = one.leg
    return (
        (not asked.airport or asked.airport in {leg.origin, leg.destination})
        and (not given["class"] or one.leg_class == given["class"])
        and (not given["source"] or given["source"] in leg.sources)
    )


def _finding(
    record: Record, given: Mapping[str, Any], asked: Asked, counted: tuple[list[Classified], int], by: tuple[str, ...]
) -> Finding:
    legs, days = counted
    strong = sum(one.is_ice == "strong" for one in legs)
    rows = _rows(legs, by)
    month: tuple[Grain, ...] = ("month",) if "month" in by else ()
    return Finding(
        measure=MEASURE.id,
        parameters={**given, "period": str(asked.period), "airport": asked.airport},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_provenance(record, asked.releases),
        told=Told.of((), (asked.period.grain, *month), (row[-2] for row in rows)),
        value=float(len(legs)),
        numerator=len(legs),
        denominator=days,
        denominator_is=said("airport-days on which at least one source watched"),
        interval=Interval(
            strong,
            len(legs),
            said("from legs with strong evidence that they are ICE's to those with moderate evidence too"),
        ),
        columns=(*by, said("legs"), said("of them strong")),
        rows=rows,
        caveats=tuple(_caveats(asked, legs)),
        sentence=narrowed(
            said(
                "Sources saw {legs:number} legs of ICE's in {period}, {strong:number} of them with strong evidence; they watched "
                "on {days:number} airport-days.",
                legs=len(legs),
                period=str(asked.period),
                strong=strong,
                days=days,
            ),
            _labels(asked, given),
        ),
        details={"claimed": sum(one.leg.claimed for one in legs), "faults": len(asked.flights.faults)},
    )


def _labels(asked: Asked, given: Mapping[str, Any]) -> list[Said]:
    """The conditions of the question, each by itself."""
    named = {"airport": asked.airport, "class": given["class"], "source": given["source"]}
    return [condition(name, value) for name, value in named.items() if value]


def _rows(legs: Sequence[Classified], by: tuple[str, ...]) -> tuple[tuple[Any, ...], ...]:
    """The legs by the values of some dimensions, with how many have strong evidence."""
    if not by:
        return ()
    all_of = Counter(tuple(_value(one, name) for name in by) for one in legs)
    strong = Counter(tuple(_value(one, name) for name in by) for one in legs if one.is_ice == "strong")
    return tuple((*values, count, strong[values]) for values, count in sorted(all_of.items()))


def _value(one: Classified, dimension: str) -> str:
    values = {
        "class": CLASSES[one.leg_class],
        "origin": one.leg.origin or said("not known"),
        "destination": one.leg.destination or said("not known"),
        "source": " + ".join(one.leg.sources),
        "month": f"{one.leg.left:%Y-%m}",
    }
    return values[dimension]


def _caveats(asked: Asked, legs: Sequence[Classified]) -> list[Caveat]:
    claimed = sum(one.leg.claimed for one in legs)
    caveats = [
        Caveat(
            said("A flight that no source saw is not counted; nobody watches all airports, and call signs change."),
            "warning",
        ),
        Caveat(said("Legs are of aircraft: a leg may carry nobody, and no leg says who was on board.")),
        Caveat(
            said(
                "The class of a leg follows from its airports and from the next leg, and is no record of what was done on it."
            )
        ),
    ]
    if claimed:
        caveats.append(
            Caveat(
                said(
                    "{legs:number} legs stand only in a route that an observer at another airport wrote down.",
                    legs=claimed,
                ),
                "warning",
            )
        )
    alone = sum(asked.airport in ("", one.airport) and one.kind == "position" for one in asked.flights.sighted)
    if alone:
        caveats.append(
            Caveat(
                said(
                    "{sightings:number} sightings of ICE's aircraft at airports are polls of a place and make no leg.",
                    sightings=alone,
                )
            )
        )
    if asked.flights.gaps:
        text = said(
            "{times:number} times between two visits of an aircraft make no leg; flights may hide in them.",
            times=len(asked.flights.gaps),
        )
        caveats.append(Caveat(text))
    return caveats


def _provenance(record: Record, releases: tuple[Release, ...]) -> Provenance:
    """The releases that were read, the files that feed any of the tables, and all statements."""
    parts = [provenance(record, releases, table, QUERIES[table]) for table in TABLES]
    files = tuple(sorted({file for part in parts for file in part.files}))
    return Provenance(parts[0].releases, files, " ; ".join(part.sql for part in parts), record.invented)


MEASURE = Measure(
    id="flights_seen",
    estimators=("evidence_range",),
    definition=Definition(
        question="How many legs of ICE flights did sources outside ICE see?",
        counted="legs with moderate or strong evidence that they are ICE's, one for all sources that saw it, by the day of leaving in UTC",
        not_counted="legs for which only the carrier speaks; flights that nobody saw; times between visits that make no leg",
        date_basis="the moment of leaving, in UTC; computed where an observer wrote only the day or the route",
        estimator="count of the legs after those of several sources were made one; the interval is by strength of evidence",
    ),
    unit="legs seen",
    parameters=(
        Parameter("period", "period", "2025-04, 2025, or two with .. between; empty means all that the sources have"),
        Parameter("airport", "text", "an airport at either end, by ICAO, IATA or FAA code; empty means all"),
        Parameter("class", "choice", "what the legs were for; empty means all", choices=("", *get_args(LegClass))),
        Parameter("source", "text", "the id of one source, such as msp_flights; empty means all"),
    ),
    tables=TABLES,
    answer=_answer,
    dimensions={
        "class": Dimension("", "event", "what a leg was for"),
        "origin": Dimension("", "origin", "the airport it left, or not known"),
        "destination": Dimension("", "destination", "the airport it came to, or not known"),
        "source": Dimension("", "airport", "the sources that saw it, joined by +"),
        "month": Dimension("", "seen_at", "the month of leaving, in UTC"),
    },
    example="-p period=2025-04 -p class=removal",
)
