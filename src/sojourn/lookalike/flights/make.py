"""Write the sources of flights: rows of the world, faults planted, and the truth about both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sojourn.errors import UnknownName
from sojourn.lookalike.flights import files
from sojourn.lookalike.flights.rows import ROWS, Row
from sojourn.lookalike.flights.world import Leg, legs
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth, made
from sojourn.shipped import rows_of
from sojourn.sources import declare
from sojourn.sources.declare import Family

_SPACING = 5
"""Rows between two faults, so that they do not touch each other."""

WORLD_ROWS = {
    "msp_flights": 60,
    "ykm_flights": 40,
    "ice_call_sign_events": 400,
    "ice_aircraft": 8,
    "ice_air_monitor": 300,
    "adsb_traces": 600,
    "opensky_flights": 200,
    "arts": 600,
    "frontex_operations": 100,
}
"""Rows in the small world of all sources."""

SOURCES = tuple(WORLD_ROWS)

_NAMES = {
    "minneapolis-log": "msp-ice-flights.csv",
    "yakima-log": "ICEAirKYKM.csv",
    "call-sign-events": "tyson_landings.csv",
    "aircraft-list": "aircraft.csv",
    "airport-boxes": "ice_airports.json",
    "readsb-trace": "trace_full.json.gz",
    "flights-json": "flights.json",
    "flights-csv": "flights.csv",
    "flightlist": "flightlist.csv.gz",
    "state-vectors": "states.json",
    "returnees": "returnees.csv",
    "staff-by-operation": "by_op.csv",
}
"""What the files are called; those of ARTS are called by their family."""

_JSON: dict[str, tuple[Callable[[Path, list[Row], bool], None], str]] = {
    "airport-boxes": (files.objects, "an element that is no object"),
    "flights-json": (files.objects, "an element that is no object"),
    "readsb-trace": (files.trace, "a point that is too short"),
    "state-vectors": (files.states, "a vector that is too short"),
}
"""How the families of JSON are written, and what else is planted at their end."""

_BARS = {"arts", "ykm_flights"}
"""Sources whose texts have a bar between cells."""


def maker(source: str, family: str | None) -> Callable[..., list[Made]]:
    """What writes one family of a source, by default its first.

    Raises:
        UnknownName: the source has no such family.
    """
    known = {one.id: one for one in declare.source(source).families}
    if family is not None and family not in known:
        raise UnknownName(f"{source} has no family {family!r}", todo=f"known families: {', '.join(sorted(known))}")
    return partial(_write, known[family] if family else next(iter(known.values())))


def _write(family: Family, rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
    every = list(islice(ROWS[family.id](seed), rows))
    planted = _plant(family, every) if faults and rows > _SPACING else []
    path = folder / f"invented_{_NAMES.get(family.id, family.id + '.csv.gz')}"
    count = len(every)
    if family.id in _JSON:
        write, strange = _JSON[family.id]
        write(path, every, bool(planted))
        if planted:
            count += 1
            planted.append(Fault(strange, "", count, "", "", "quarantined"))
    else:
        files.table(path, f"{family.source}/{family.id}", every, "|" if family.source in _BARS else ",")
    part = PartTruth("", family.table, _account(count, planted), _flights(rows, seed))
    return [made(path, Truth(path.name, family.source, family.id, seed, [part], planted))]


def _plant(family: Family, rows: list[Row]) -> list[Fault]:
    """Repeat a row, as a poll that came twice, and plant what `faults.csv` has for the family and the rows have room for."""
    header = 0 if family.id in _JSON else 1
    rows[2] = dict(rows[1])
    planted = [Fault("repeated row", "", 3 + header, "", "", "loaded")]
    chosen = [one for one in _faults() if one["family"] == family.id]
    for fault, at in zip(chosen, range(_SPACING, len(rows), _SPACING), strict=False):
        rows[at] = rows[at] | {fault["column"]: fault["text"]}
        planted.append(Fault(fault["kind"], "", at + 1 + header, fault["column"], fault["text"], fault["outcome"]))
    return planted


def _faults() -> list[dict[str, Any]]:
    return rows_of(Path(__file__).parent / "faults.csv")


def _account(rows: int, planted: list[Fault]) -> Account:
    outcomes = [fault.outcome for fault in planted]
    refused, repaired = outcomes.count("quarantined"), outcomes.count("repaired")
    return Account(rows, rows - refused - repaired, repaired, refused)


def _flights(rows: int, seed: int) -> dict[str, Any]:
    """The first flights of the world, as many as there are rows, in the order of the days."""
    return {"flights": [_told(leg) for leg in islice(legs(seed), rows)]}


def _told(leg: Leg) -> dict[str, Any]:
    return {
        "aircraft": leg.aircraft,
        "origin": leg.origin.icao,
        "destination": leg.destination.icao,
        "left": str(leg.left),
        "arrived": str(leg.arrived),
        "callsign": leg.callsign,
    }
