"""The legs and missions of a record as one answer: what was asked, what was found, what was watched, and from which files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sojourn.errors import BadRecord
from sojourn.findings import Provenance
from sojourn.flights.airports import find, resolve
from sojourn.flights.coverage import Coverage, Key
from sojourn.flights.nouns import Classified, LegClass
from sojourn.flights.recorded import Flights, flights_of, releases_read
from sojourn.flights.registration import address_of, normal, registration_of
from sojourn.publish.flights_json import (
    DISCLAIMER,
    fault_as_dict,
    gap_as_dict,
    leg_as_dict,
    mission_as_dict,
    sighting_as_dict,
)
from sojourn.record.opened import Record
from sojourn.words.said import said

SCHEMA: Final = "sojourn.flights/1"


@dataclass(frozen=True)
class Asked:
    """Which legs are asked for: all, or those of some days, one airport, one aircraft and one class."""

    days: tuple[date, date] | None = None
    airport: str = ""
    aircraft: str = ""
    leg_class: LegClass | None = None

    def __str__(self) -> str:
        named = (("airport", self.airport), ("aircraft", self.aircraft), ("class", self.leg_class))
        days = f"{self.days[0]} to {self.days[1]}" if self.days else "all days"
        return ", ".join([days, *(f"{name} {value}" for name, value in named if value)])


@dataclass(frozen=True)
class Answer:
    """What was asked and what was found.

    `asked` has the days that the record covers; where it covers none of them, `reason` says so and nothing was found.
    """

    asked: Asked
    days: tuple[date, date]
    flights: Flights
    provenance: Provenance
    reason: str = ""

    @property
    def covered(self) -> bool:
        """Whether the record has flights of any of the days."""
        return not self.reason

    def classes(self) -> tuple[tuple[str, int, int, int, int, int], ...]:
        """Class, legs, and how many of them are strong, moderate, weak and without evidence; the most frequent first."""
        legs = Counter(one.leg_class for one in self.flights.legs)
        sure = Counter((one.leg_class, one.confidence) for one in self.flights.legs)
        ordered = sorted(legs, key=lambda one: (-legs[one], one))
        return tuple(
            (one, legs[one], sure[one, "strong"], sure[one, "moderate"], sure[one, "weak"], sure[one, "none"])
            for one in ordered
        )

    def watched_days(self) -> list[date]:
        """The days on which any source recorded anything, within what was asked."""
        coverage = self.flights.coverage
        return sorted({key[2] for key in (*coverage.heard, *coverage.flights, *coverage.stated)})

    def places(self) -> dict[str, tuple[float, float]]:
        """Longitude and latitude of the airports of the legs, as far as they are known."""
        ends = {end for one in self.flights.legs for end in (one.leg.origin, one.leg.destination)}
        found = {code: find(code) for code in sorted(ends - {""})}
        return {code: (one.longitude, one.latitude) for code, one in found.items() if one}


def answer(record: Record, asked: Asked) -> Answer:
    """The flights of a record that were asked for; where it covers none of the days, the answer says so.

    Faults are those of the sources that tell of the legs, or of their days and airport; releases and files too.

    Raises:
        BadRecord: the record has no flights at all.
        UnknownName: no list has the airport.
    """
    first, last = span_of(record)
    wanted = asked.days or (first, last)
    days = (max(first, wanted[0]), min(last, wanted[1]))
    asked = replace(asked, airport=resolve(asked.airport, wanted[1]).code if asked.airport else "")
    if days[0] > days[1]:
        reason = f"the flights of the record are of {first} to {last}"
        nothing = narrowed(flights_of(record, *wanted), asked, wanted)
        return Answer(asked, wanted, nothing, Provenance((), (), "", record.invented), reason)
    flights = narrowed(flights_of(record, *days), asked, days)
    sources = {source for one in flights.legs for source in one.leg.sources}
    sources |= {row[0] for row in flights.coverage.by_source()}
    used = [release for release in flights.releases if release.split("/")[0] in sources]
    faults = tuple(one for one in flights.faults if sources.intersection(one.source.split(", ")))
    return Answer(asked, days, replace(flights, faults=faults), provenance_of(record, used))


def narrowed(flights: Flights, asked: Asked, days: tuple[date, date]) -> Flights:
    """The legs of one airport, aircraft and class by time, with their missions.

    The coverage is that of the days and the airport; events and gaps that made no leg have no class.
    """
    names = names_of(asked.aircraft)

    def wanted(aircraft: str, *airports: str) -> bool:
        return asked.airport in {"", *airports} and (not names or aircraft in names)

    legs = [
        one
        for one in sorted(flights.legs, key=_by_time)
        if wanted(one.leg.aircraft, one.leg.origin, one.leg.destination) and asked.leg_class in {None, one.leg_class}
    ]
    kept = set(legs)
    missions = sorted(flights.missions, key=lambda one: (one.started, one.aircraft))
    unpaired = [one for one in flights.unpaired if wanted(one.aircraft, one.airport) and not asked.leg_class]
    gaps = [one for one in flights.gaps if wanted(one.aircraft, one.origin, one.destination) and not asked.leg_class]
    return replace(
        flights,
        legs=tuple(legs),
        missions=tuple(one for one in missions if kept.intersection(one.legs)),
        unpaired=tuple(unpaired),
        gaps=tuple(gaps),
        coverage=_within(flights.coverage, days, asked.airport),
    )


def _by_time(one: Classified) -> tuple[datetime, str, str, str]:
    return one.leg.left, one.leg.aircraft, one.leg.origin, one.leg.destination


def _within(coverage: Coverage, days: tuple[date, date], airport: str) -> Coverage:
    """The coverage of some days, and of one airport where it is named."""

    def asks(key: Key) -> bool:
        return days[0] <= key[2] <= days[1] and airport in {"", key[1]}

    return Coverage(
        {key: records for key, records in coverage.heard.items() if asks(key)},
        {key: records for key, records in coverage.flights.items() if asks(key)},
        frozenset(filter(asks, coverage.stated)),
    )


def names_of(aircraft: str) -> frozenset[str]:
    """An aircraft as a record may name it: its address, and its registration where one follows from the other."""
    if not aircraft:
        return frozenset()
    text = aircraft.strip()
    return frozenset(filter(None, (text.lower(), normal(text), address_of(text), registration_of(text))))


def span_of(record: Record) -> tuple[date, date]:
    """First and last day of the flights of a record.

    Raises:
        BadRecord: it has none.
    """
    found = releases_read(record)
    if not found:
        raise BadRecord(
            said("the record has no flights"),
            where=str(record.folder),
            todo=said("build it with files of flights; `sojourn releases --known` lists what can be read"),
        )
    return min(date.fromisoformat(one.first) for one in found), max(date.fromisoformat(one.last) for one in found)


def provenance_of(record: Record, releases: Iterable[str]) -> Provenance:
    """The releases of flights and the files that feed them."""
    names = tuple(sorted(releases))
    sheets = [sheet for sheet in record.sheets if sheet.release in names]
    files = sorted({file for sheet in sheets for file in record.manifest.files_of(sheet)})
    return Provenance(names, tuple(files), "", record.invented)


def as_dict(one: Answer) -> dict[str, Any]:
    """The JSON form, with stable keys (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "disclaimer": DISCLAIMER,
        "invented": one.provenance.invented,
        "status": "answered" if one.covered else "not covered",
        "reason": one.reason,
        "asked": {**asdict(one.asked), "days": [day.isoformat() for day in one.asked.days] if one.asked.days else None},
        "first": one.days[0].isoformat(),
        "last": one.days[1].isoformat(),
        "classes": [
            dict(zip(("class", "legs", "strong", "moderate", "weak", "none"), row, strict=True))
            for row in one.classes()
        ],
        "legs": [leg_as_dict(leg) for leg in one.flights.legs],
        "missions": [mission_as_dict(mission) for mission in one.flights.missions],
        "faults": [fault_as_dict(fault) for fault in one.flights.faults],
        "gaps": [gap_as_dict(gap) for gap in one.flights.gaps],
        "unpaired": [sighting_as_dict(sighting) for sighting in one.flights.unpaired],
        "coverage": [
            dict(zip(("source", "airport", "days_with_a_record", "records", "flights"), row, strict=True))
            for row in one.flights.coverage.by_source()
        ],
        "releases": list(one.provenance.releases),
        "files": list(one.provenance.files),
    }
