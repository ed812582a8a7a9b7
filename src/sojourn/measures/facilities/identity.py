"""What is known of a facility: its codes, names, type and place, each with who says so and when it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.findings import Caveat, Definition, Finding, Interval, Provenance
from sojourn.measures.declare import Measure, Parameter
from sojourn.measures.facilities.court_locations import links_of
from sojourn.measures.facilities.names import USED, Fits, Used, codes_named, uses_of
from sojourn.measures.facilities.places import (
    LISTED,
    WITH_CODES,
    Codes,
    area_codes,
    codes_in_use,
    codes_of,
    listed_places,
    places_of,
)
from sojourn.measures.facilities.types import type_of
from sojourn.record.opened import Record
from sojourn.tiers import Told
from sojourn.words.said import Said, joined, said, said_count

__all__ = ["MEASURE", "Codes", "codes_of"]

_OFFICES = """
    SELECT release, office_name, address, city, latitude, longitude FROM field_offices
    WHERE area = $area OR (agency = 'ERO' AND latitude IS NOT NULL AND NOT coalesce(sub_office, false)
        AND office_name LIKE '%' || $name || '%') ORDER BY 1, 2"""


_NAMELESS = said("no name, the code alone")
_NAMED = {
    "facilities": said("name (in use)"),
    "facility_days": said("name (people held)"),
    "detention_stints": said("name (stints)"),
}
"""The fact that a name is, by the table that shows it in use."""


@dataclass(frozen=True)
class Fact:
    """One thing that one source says of a facility; `table` is where it stands, empty for Sojourn's own data files."""

    fact: str
    value: str
    release: str
    table: str = ""
    first: date | None = None
    last: date | None = None


def facts_of(record: Record, code: str) -> list[Fact]:
    """Everything that the record says of a facility code, by kind of fact; empty where it has no such code."""
    facts = [*_names(record, code), *_places(record, code)]
    if not facts:
        return []
    kind = type_of(record, code)
    facts.append(Fact(said("type"), f"{kind.type}: {kind.why}", kind.source, "facilities"))
    facts += [Fact(said("type, by another source"), other, "") for other in kind.others]
    facts += _offices(record, {place.area for place in places_of(record, code) if place.area})
    for link, refused in links_of(record, code):
        told = f"{link.hearing_location} {link.label}: {link.evidence}"
        facts.append(
            Fact(said("court hearing location, refused"), f"{told}; but {refused}", link.source)
            if refused
            else Fact(said("court hearing location"), told, link.source)
        )
    return facts


def _names(record: Record, code: str) -> Iterator[Fact]:
    """The names under which a list has a code, or a release has people there, by their first days."""
    spans: dict[tuple[str, str, str], list[Used]] = {}
    for used in uses_of(record, code):
        if used.first or used.table != "facility_days":
            spans.setdefault((used.table, used.release, used.name.name), []).append(used)
    facts = [
        Fact(_NAMED[table], name or _NAMELESS, release, table, *_outermost(uses))
        for (table, release, name), uses in sorted(spans.items())
    ]
    yield from sorted(facts, key=lambda one: (one.first or date.max, one.release, one.value == _NAMELESS, one.value))


def _outermost(uses: Sequence[Used]) -> tuple[date | None, date | None]:
    firsts, lasts = [one.first for one in uses if one.first], [one.last for one in uses if one.last]
    return min(firsts, default=None), max(lasts, default=None)


def _places(record: Record, code: str) -> Iterator[Fact]:
    for place in places_of(record, code):
        county = f"county of {place.county}" if place.county not in {"", "COUNTY"} else ""
        where = ", ".join(filter(None, (place.city, county, place.state)))
        told = f" (address: {place.agreement})" if place.agreement else ""
        if where:
            yield Fact(said("place"), where + told, place.release, "facilities")
        if place.area:
            name = area_codes().get(place.area, "a name that is not known")
            yield Fact(said("area"), f"{place.area}, {name}", place.release, "facilities")


def _offices(record: Record, areas: Iterable[str]) -> Iterator[Fact]:
    for area in sorted(areas):
        for row in _offices_of(record, area):
            spot = "" if row["latitude"] is None else f" at {row['latitude']:.4f}, {row['longitude']:.4f}"
            where = ", ".join(filter(None, (row["address"], row["city"])))
            yield Fact(
                said("field office of the area"),
                f"{row['office_name']}, {where}{spot}",
                row["release"],
                "field_offices",
            )


def _offices_of(record: Record, area: str) -> list[dict[str, Any]]:
    bounds = {"area": area, "name": area_codes().get(area, area)}
    return record.remember(("offices of an area", area), lambda: record.query(_OFFICES, bounds))


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    text = str(asked["facility"]).strip()
    fits = () if text.upper() in _known(record) else codes_named(record, text)
    if len(fits) > 1:
        return _candidates(record, asked, text, fits)
    code = fits[0].code if fits else text.upper()
    facts = facts_of(record, code)
    if asked["release"]:
        facts = [fact for fact in facts if asked["release"] in (fact.release, fact.release.partition("/")[2])]
    if not facts:
        reason = said(
            "no list and no release of the record has a facility with the code or name {text}", text=repr(text)
        )
        return MEASURE.unanswered(record, asked, "not covered", reason)
    return _finding(record, asked, code, facts, fits)


def _finding(record: Record, asked: Mapping[str, Any], code: str, facts: list[Fact], fits: tuple[Fits, ...]) -> Finding:
    named = [fact for fact in facts if fact.fact.startswith("name") and fact.value != _NAMELESS]
    latest = sorted(named, key=lambda one: one.last or date.min, reverse=True)
    names = list(dict.fromkeys(one.value for one in latest))
    kind = type_of(record, code)
    releases = len({one.release for one in facts if one.table})
    return Finding(
        measure=MEASURE.id,
        parameters={**asked, "facility": code},
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_provenance(record, facts),
        told=Told.of(("place",)),
        **_fit(record, 1),
        columns=(said("fact"), said("value"), said("source"), said("first seen"), said("last seen")),
        rows=tuple((one.fact, one.value, one.release, one.first, one.last) for one in facts),
        caveats=tuple(_caveats(record, code)),
        sentence=said_count(
            "{facility} is {name}, {type}, {place}; {count:number} name in {releases:number} releases.",
            "{facility} is {name}, {type}, {place}; {count:number} names in {releases:number} releases.",
            len(names),
            facility=_found(code, asked["facility"], fits),
            name=names[0] if names else said("without a name"),
            type=kind.type,
            place=_place(record, code),
            releases=releases,
        ),
        details={"code": code, "names": names, "type": kind.type},
    )


def _found(code: str, text: str, fits: tuple[Fits, ...]) -> str:
    """The code, and how it was found where a name was given."""
    if not fits:
        return code
    return said(
        "{code} ({text} was found by {why}: {name})", code=code, text=repr(text), why=fits[0].why, name=fits[0].name
    )


def _place(record: Record, code: str) -> str:
    """Town and state, by the list that says most."""
    places = sorted((one for one in places_of(record, code) if one.state), key=lambda one: not one.city)
    if not places:
        return said("in a place that no list states")
    return ", ".join(filter(None, (places[0].city, places[0].state)))


def _known(record: Record) -> set[str]:
    return set(codes_in_use(record)) | set(listed_places(record))


def _fit(record: Record, fits: int) -> dict[str, Any]:
    """How many codes fit what was asked: the only number that the answer has."""
    return {
        "value": float(fits),
        "numerator": fits,
        "denominator": len(_known(record)),
        "denominator_is": said("facility codes that a list or a release of the record has"),
        "interval": Interval(fits, fits, said("complete count")),
    }


def _caveats(record: Record, code: str) -> Iterator[Caveat]:
    yield Caveat(said("Lists copy from each other: two that agree are not two witnesses."))
    yield Caveat(
        said("A day not seen in a release is not evidence that nobody was held: releases leave facilities out.")
    )
    places = places_of(record, code)
    for name in ("state", "area"):
        told = {" or ".join(place.cells(name)): place.release for place in places if place.cells(name)}
        if len(told) > 1:
            yield Caveat(_disagree(name, told), "warning")
    if not any(place.state for place in places):
        yield Caveat(said("No list states where this facility is; its state is not guessed from the code."), "warning")
    kind = type_of(record, code)
    if kind.others:
        yield Caveat(said("Other sources make another type of it: {types}.", types="; ".join(kind.others)))


def _disagree(name: str, told: Mapping[str, str]) -> Said:
    """That lists give a facility different states or areas, each with a list that does."""
    each = joined((said("{value} in {release}", value=value, release=release) for value, release in told.items()), "; ")
    if name == "state":
        return said("The lists disagree on the state: {lists}.", lists=each)
    return said("The lists disagree on the area: {lists}.", lists=each)


def _candidates(record: Record, asked: Mapping[str, Any], text: str, fits: tuple[Fits, ...]) -> Finding:
    facts = [Fact("code", one.code, one.release, "facilities") for one in fits]
    facts += [Fact("code", one.code, one.release, table) for one in fits for table in WITH_CODES]
    return Finding(
        measure=MEASURE.id,
        parameters=asked,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=_provenance(record, facts),
        told=Told.of(("place",)),
        **_fit(record, len(fits)),
        columns=(said("code"), said("name"), said("type"), said("source"), said("why")),
        rows=tuple((one.code, one.name, type_of(record, one.code).type, one.release, one.why) for one in fits),
        caveats=(
            Caveat(said("Sojourn does not choose between facilities of one name; ask again with a code."), "warning"),
        ),
        sentence=said(
            "{fits:number} facility codes fit {text}: {codes}.",
            fits=len(fits),
            text=repr(text),
            codes=", ".join(one.code for one in fits),
        ),
        details={"candidates": [one.code for one in fits]},
    )


def _provenance(record: Record, facts: Iterable[Fact]) -> Provenance:
    """The releases that say anything, and the files of theirs that feed the tables."""
    used = {(fact.release, fact.table) for fact in facts}
    sheets = [sheet for sheet in record.sheets if (sheet.release, sheet.table) in used]
    files = {file for sheet in sheets for file in record.manifest.files_of(sheet)}
    sql = " ".join(f"{USED}; {LISTED}; {_OFFICES}".split())
    return Provenance(tuple(sorted({sheet.release for sheet in sheets})), tuple(sorted(files)), sql, record.invented)


MEASURE = Measure(
    id="facility_identity",
    estimators=("complete_count",),
    definition=Definition(
        question="What is known of this facility, under which codes and names?",
        counted="every name, place, type, area and date that a list or release gives to the facility code",
        not_counted="links by name that contradict the place, or that are known to be wrong",
        date_basis="the first and last day with people held or a stint; of lists, the first and last day of use",
        estimator="count of the facility codes that fit; what the sources say of them is listed and not merged",
    ),
    unit="facility codes that fit",
    parameters=(
        Parameter("facility", "text", "ICE's facility code (JENATLA), or a name or part of one", required=True),
        Parameter("release", "release", "a release of the record; empty means all"),
    ),
    tables=("facilities", "facility_days", "detention_stints", "field_offices"),
    answer=_answer,
    dimensions={},
    example="-p facility=JENATLA",
)
