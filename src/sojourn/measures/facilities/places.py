"""Where a facility code is: state and area as the lists of facilities say, each with the list that says so.

A state is never guessed from the letters of a code: of the codes of ICE's list of 2017, one in four does not end
in its state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sojourn.errors import BadParameter
from sojourn.record.opened import Record
from sojourn.shipped import rows_of
from sojourn.words.said import said

CODE = re.compile(r"[A-Z0-9]{2,8}")
"""A facility code. ICE's list of 2017 prints `Redacted` in its place 207 times; that is none."""

WITH_CODES = ("facility_days", "detention_stints")
"""The tables that place people in facilities by code."""

LISTED = """
    SELECT facility_code AS code, release, any_value(upper(trim(state))) AS state, any_value(upper(trim(area))) AS area,
        any_value(upper(trim(city))) AS city, any_value(upper(trim(county))) AS county,
        any_value(address_sources) AS sources, any_value(address_agreement) AS agreement
    FROM facilities WHERE facility_code IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True)
class Codes:
    """The facility codes in a place.

    `evidence` has each code that a list puts there, with the lists that do; `disputed` the codes among them that
    another list puts elsewhere, with both; `unknown` the codes of the record that no list puts anywhere: a count
    over `evidence` leaves their people out, and a finding says so.
    """

    evidence: Mapping[str, str]
    disputed: Mapping[str, str]
    unknown: tuple[str, ...]

    def __contains__(self, code: object) -> bool:
        return code in self.evidence

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the place, in alphabetical order."""
        return tuple(sorted(self.evidence))


def codes_of(record: Record, state: str | None = None, area: str | None = None) -> Codes:
    """The facility codes that the lists of a record put in a state, in an area, or in both.

    Args:
        record: the record.
        state: state or territory, two letters (LA).
        area: area of responsibility, by its code (NOL) or its name (New Orleans).

    Raises:
        BadParameter: neither is given, or no list of the record knows the state or area.
    """
    listed = listed_places(record)
    asked = _asked(listed, state, area)
    there = {code: _told(places, asked) for code, places in listed.items()}
    evidence = {code: ", ".join(lists) for code, (lists, _) in there.items() if lists}
    disputed = {
        code: f"{', '.join(lists)}; but {'; '.join(elsewhere)}"
        for code, (lists, elsewhere) in there.items()
        if lists and elsewhere
    }
    placed = {
        code for code, places in listed.items() if all(any(place.cells(name) for place in places) for name in asked)
    }
    unknown = tuple(sorted(codes_in_use(record) - placed))
    return Codes(evidence, disputed, unknown)


def codes_in_use(record: Record) -> frozenset[str]:
    """Every facility code under which the record counts people on a day or has a stint."""

    def found() -> frozenset[str]:
        rows = [row for table in WITH_CODES for row in record.query(_codes_sql(table))]
        return frozenset(row["code"] for row in rows)

    return record.remember(("codes in use",), found)


@cache
def area_codes() -> dict[str, str]:
    """The three letters of each area of responsibility, and its name."""
    path = Path(__file__).parent / "area_codes.csv"
    return {row["code"]: row["area"] for row in rows_of(path)}


def _codes_sql(table: str) -> str:
    return f"SELECT DISTINCT facility_code AS code FROM {table} WHERE facility_code IS NOT NULL"


@dataclass(frozen=True)
class Place:
    """What one list says of where a code is; `agreement` tells whether the list's own sources agree, where it says."""

    release: str
    state: str
    area: str
    city: str
    county: str
    agreement: str

    @property
    def states(self) -> tuple[str, ...]:
        """The states that the list gives; some lists give two."""
        return tuple(self.state.split("|")) if self.state else ()

    @property
    def cities(self) -> tuple[str, ...]:
        """The city, if the list gives one."""
        return (self.city,) if self.city else ()

    def cells(self, name: str) -> tuple[str, ...]:
        """The states or the areas, by which of the two is asked."""
        return self.states if name == "state" else tuple(filter(None, (self.area,)))


def places_of(record: Record, code: str) -> tuple[Place, ...]:
    """What each list says of where a code is; empty where no list has it."""
    return tuple(listed_places(record).get(code, ()))


def listed_places(record: Record) -> dict[str, list[Place]]:
    """Every code of every list with its places."""
    return record.remember(("listed places",), lambda: _listed(record))


def _listed(record: Record) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for row in record.query(LISTED):
        if CODE.fullmatch(row["code"]):
            cells = [row[name] or "" for name in ("release", "state", "area", "city", "county", "agreement")]
            if cells[5] and row["sources"]:
                cells[5] += f", of {row['sources']} source{'s' if row['sources'] > 1 else ''}"
            found.setdefault(row["code"], []).append(Place(*cells))
    return found


def _asked(listed: Mapping[str, list[Place]], state: str | None, area: str | None) -> dict[str, str]:
    by_name = {name.casefold(): code for code, name in area_codes().items()}
    asked = {}
    if state:
        asked["state"] = state.upper()
    if area:
        asked["area"] = by_name.get(area.casefold(), area.upper())
    if not asked:
        raise BadParameter(
            said("neither a state nor an area is given"), where="codes_of", todo=said("give LA, or New Orleans")
        )
    for name, value in asked.items():
        known = sorted({cell for places in listed.values() for place in places for cell in place.cells(name)})
        if listed and value not in known:
            raise BadParameter(
                said(
                    "no list of facilities in the record knows the {kind:name} {place:name}",
                    kind=name,
                    place=repr(value),
                ),
                where="codes_of",
                todo=said("they know {known:name}", known=", ".join(known)),
            )
    return asked


def _told(places: Iterable[Place], asked: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The lists that put a code there, and those that put it elsewhere, with where."""
    there, elsewhere = [], []
    for place in places:
        cells = {name: place.cells(name) for name in asked}
        if all(cells[name] == (value,) for name, value in asked.items()):
            there.append(place.release)
        elif all(cells.values()):
            elsewhere.append(f"{' and '.join(' or '.join(cell) for cell in cells.values())} in {place.release}")
    return there, elsewhere
