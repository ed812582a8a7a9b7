"""Flights as drawings: the map, the timeline and the GeoJSON of an answer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from itertools import groupby

from sojourn.findings import Provenance
from sojourn.flights.nouns import LegClass, StopRole
from sojourn.flights.told import CLASSES
from sojourn.publish.drawings.geojson import collection, written
from sojourn.publish.drawings.great_circles import NOT_THE_PATH
from sojourn.publish.drawings.map import Route, Station, great_circle_map
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.drawings.timeline import Kind, Mark, Span, timeline
from sojourn.publish.flights import Answer
from sojourn.publish.flights_json import DISCLAIMER
from sojourn.publish.terminal import INVENTED_NOTICE
from sojourn.words.said import ENGLISH, Said, Ways, joined, said

ABROAD: tuple[LegClass, ...] = ("removal", "removal by land", "onward")
"""Classes of legs that lead people out of the country."""


def map_of(one: Answer, spoken: Ways = ENGLISH) -> Drawing:
    """The legs as great circles, in a language."""
    ends = Counter((leg.leg.origin, leg.leg.destination, leg.leg_class) for leg in one.flights.legs)
    routes = [Route(*way, legs) for way, legs in ends.items()]
    drawn = one.places()
    roles: dict[str, Counter[StopRole]] = {}
    for mission in one.flights.missions:
        for stop in mission.stops:
            if stop.role != "unknown" and stop.airport in drawn:
                roles.setdefault(stop.airport, Counter())[stop.role] += 1
    stations = [Station(code, counted) for code, counted in sorted(roles.items())]
    return great_circle_map(
        said("{legs:number} legs, {asked}", legs=len(one.flights.legs), asked=_asked(one)),
        routes,
        stations,
        drawn,
        warnings=_warnings(one),
        notes=_notes(one, NOT_THE_PATH, said("Land: Natural Earth, public domain.")),
        spoken=spoken,
    )


def timeline_of(one: Answer, spoken: Ways = ENGLISH) -> Drawing:
    """The legs by day, in a language: those that left the country above, all others below."""
    kinds = [Kind(said("out of the country"), "bar"), Kind(said("other legs"), "bar")]
    days = Counter((leg.leg.left.astimezone(UTC).date(), leg.leg_class in ABROAD) for leg in one.flights.legs)
    marks = [
        Mark(
            day,
            day,
            kinds[0 if abroad else 1].name,
            legs,
            said("{day}: {legs:number} legs", day=day.isoformat(), legs=legs),
        )
        for (day, abroad), legs in sorted(days.items())
    ]
    return timeline(
        said("{legs:number} legs by day of leaving (UTC), {asked}", legs=len(one.flights.legs), asked=_asked(one)),
        marks,
        [kind for kind in kinds if any(mark.kind == kind.name for mark in marks)] or kinds,
        span=_span(one),
        covered=_covered(one),
        unit=said("legs"),
        warnings=_warnings(one),
        notes=_notes(one),
        spoken=spoken,
    )


def geojson_of(one: Answer) -> str:
    """The legs and stops as GeoJSON text."""
    flights = one.flights
    document = collection(flights.legs, flights.missions, one.places(), last_day=one.days[1], provenance=one.provenance)
    return written(document)


def _covered(one: Answer) -> list[Span]:
    """The runs of days on which any source recorded anything, at the airport asked for or at any."""
    runs = groupby(enumerate(one.watched_days()), key=lambda pair: pair[1] - timedelta(days=pair[0]))
    listed = [[day for _, day in run] for _, run in runs]
    return [(run[0], run[-1]) for run in listed]


def _span(one: Answer) -> Span:
    """The days that were asked for, or where none were, those from the first to the last that anybody watched."""
    days = [*one.watched_days(), *(leg.leg.left.astimezone(UTC).date() for leg in one.flights.legs)]
    return one.days if one.asked.days or not days else (min(days), max(days))


def _asked(one: Answer) -> str:
    """What was asked for, with the days that were found: the same text as that of the question."""
    asked = one.asked
    return joined(
        [
            said("{first} to {last}", first=one.days[0].isoformat(), last=one.days[1].isoformat()),
            said("airport {airport}", airport=asked.airport) if asked.airport else "",
            said("aircraft {aircraft}", aircraft=asked.aircraft) if asked.aircraft else "",
            said("class {kind}", kind=CLASSES[asked.leg_class]) if asked.leg_class else "",
        ],
        ", ",
    )


def _warnings(one: Answer) -> list[str]:
    return [INVENTED_NOTICE] if one.provenance.invented else []


def _notes(one: Answer, *more: str) -> list[str]:
    return [DISCLAIMER, sources(one.provenance), *more]


def sources(provenance: Provenance) -> Said:
    """Releases and the beginnings of their files' hashes, in one sentence."""
    hashes = ", ".join(one[:12] for one in provenance.files)
    releases = ", ".join(provenance.releases)
    return said("Source: {releases}; files SHA-256 {hashes}. Made with Sojourn.", releases=releases, hashes=hashes)
