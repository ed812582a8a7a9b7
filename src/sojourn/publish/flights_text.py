"""Flights as text: how many legs of which class and how sure, what was watched, then each leg with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from typing import Final

from sojourn.flights.nouns import Classified, Fault, Mission
from sojourn.flights.registration import registration_of
from sojourn.publish.flights import Answer
from sojourn.publish.flights_json import DISCLAIMER
from sojourn.publish.terminal import INVENTED_NOTICE, table, wrapped

MOST_WITH_REASONS: Final = 12
"""Up to so many legs are printed with all their reasons; more are a table."""
MOST_LEGS, MOST_MISSIONS, MOST_FAULTS, MOST_AIRPORTS = 200, 60, 12, 20


def flights_text(one: Answer) -> str:
    """An answer as text."""
    lines = [INVENTED_NOTICE] if one.provenance.invented else []
    if not one.covered:
        return "\n".join([*lines, wrapped(f"Not covered: {one.reason} (asked: {one.asked}).")])
    lines += [wrapped(_sentence(one)), *_cut(one), wrapped(DISCLAIMER)]
    if one.flights.legs:
        columns = ("class", "legs", "strong", "moderate", "weak", "none")
        lines += ["", table(columns, one.classes(), "  "), ""]
        lines += _reasoned(one) if len(one.flights.legs) <= MOST_WITH_REASONS else _listed(one)
    for section in (_missions(one), _unpaired(one), _faults(one), _coverage(one)):
        lines += ["", *section] if section else []
    files = ", ".join(sha256[:12] for sha256 in one.provenance.files)
    lines += ["", wrapped(f"Releases: {', '.join(one.provenance.releases)}; files SHA-256 {files}; tier P0.", "  ", "")]
    return "\n".join(lines)


def _sentence(one: Answer) -> str:
    legs = one.flights.legs
    if not legs:
        return f"No leg was found ({_asked(one)})."
    aircraft = len({leg.leg.aircraft for leg in legs if _is_named(leg.leg.aircraft)})
    ice = Counter(leg.is_ice for leg in legs)
    sure = ", ".join(f"{ice[level]:,} {level}" for level in ("strong", "moderate", "weak", "none") if ice[level])
    return f"Legs found: {len(legs):,}, of {aircraft:,} aircraft as far as they are named ({_asked(one)}). Evidence that they are ICE's: {sure}."


def _cut(one: Answer) -> list[str]:
    """That the record does not cover all days that were asked for."""
    if one.asked.days in {None, one.days}:
        return []
    return [wrapped(f"The record has flights of {one.days[0]} to {one.days[1]} only, not of all days asked for.")]


def _asked(one: Answer) -> str:
    """The question, with the days that the record covers."""
    return str(replace(one.asked, days=one.days))


def _reasoned(one: Answer) -> Iterator[str]:
    """Each leg with every reason for and against."""
    for leg in one.flights.legs:
        yield _headline(leg)
        for reason in leg.evidence:
            yield wrapped(f"{reason.strength}: {reason.rule}: {reason.seen} ({reason.source})", "      ", "    - ")


def _headline(one: Classified) -> str:
    leg = one.leg
    flown = f"{_end(leg.origin)} to {_end(leg.destination)}, {leg.distance_km:,.0f} km, {_name(leg.aircraft)} {' '.join(leg.callsigns)}"
    told = f"{_clock(one)}  {flown.strip()}: {one.leg_class} ({one.confidence}); ICE's: {one.is_ice}"
    return wrapped(told + ("; as an observer wrote it" if leg.claimed else ""), "    ", "  ")


def _listed(one: Answer) -> Iterator[str]:
    """The legs as a table."""
    columns = ("left (UTC)", "from", "to", "km", "aircraft", "call sign", "class", "how sure", "ICE's")
    rows = [
        (
            _clock(leg),
            _end(leg.leg.origin),
            _end(leg.leg.destination),
            f"{leg.leg.distance_km:,.0f}",
            _name(leg.leg.aircraft),
            " ".join(leg.leg.callsigns),
            leg.leg_class,
            leg.confidence,
            leg.is_ice,
        )
        for leg in one.flights.legs[:MOST_LEGS]
    ]
    yield table(columns, rows, "  ")
    more = len(one.flights.legs) - len(rows)
    if more > 0:
        yield f"  ... and {more:,} more legs: --json has them all."
    yield "  A time after ~ was not seen; it is computed from the distance. Every reason stands in --json, or here"
    yield f"  where --period, --airport, --aircraft and --class leave {MOST_WITH_REASONS} legs or fewer."


def _clock(one: Classified) -> str:
    mark = "~" if "left" in one.leg.computed else " "
    return f"{mark}{one.leg.left.astimezone(UTC):%Y-%m-%d %H:%M}"


def _end(airport: str) -> str:
    return airport or "not placed"


def _name(aircraft: str) -> str:
    """An aircraft by its address and registration; observers do not always note one."""
    if not _is_named(aircraft):
        return "not named"
    registration = registration_of(aircraft)
    return f"{aircraft} ({registration})" if registration else aircraft


def _is_named(aircraft: str) -> bool:
    return not aircraft.startswith(("?", "-"))


def _missions(one: Answer) -> list[str]:
    found = one.flights.missions
    if not found:
        return []
    rows = [(mission.started, _name(mission.aircraft), _chain(mission)) for mission in found[:MOST_MISSIONS]]
    lines = [f"Missions: {len(found):,} (an aircraft from its first airport to its last, by day of the start)."]
    lines.append(table(("started", "aircraft", "stops and roles"), rows, "  "))
    more = len(found) - len(rows)
    return [*lines, f"  ... and {more:,} more missions: --json has them all."] if more > 0 else lines


def _chain(mission: Mission) -> str:
    stops = (f"{_end(stop.airport)}{'' if stop.role == 'unknown' else f' ({stop.role})'}" for stop in mission.stops)
    return " - ".join(stops)


def _unpaired(one: Answer) -> list[str]:
    lines = []
    if one.flights.unpaired:
        told = "whether each was a landing or a take-off is not known, and nothing was guessed"
        lines.append(wrapped(f"Events that stand alone: {len(one.flights.unpaired):,} ({told})."))
    if one.flights.gaps:
        told = "something between them was not seen"
        lines.append(wrapped(f"Times between two visits that make no leg: {len(one.flights.gaps):,} ({told})."))
    return lines


def _faults(one: Answer) -> list[str]:
    """How many of each kind, and the first of each."""
    kinds: dict[str, list[Fault]] = {}
    for fault in one.flights.faults:
        kinds.setdefault(fault.kind, []).append(fault)
    if not kinds:
        return []
    lines = [f"Faults in the sources: {len(one.flights.faults):,} (reported, not repaired)."]
    for kind, faults in sorted(kinds.items()):
        shown = faults[:MOST_FAULTS] if len(kinds) == 1 else faults[:3]
        lines.append(f"  {kind}: {len(faults):,}")
        lines += [wrapped(f"{fault.source}, {_lines(fault)}: {fault.what}", "      ", "    - ") for fault in shown]
    return lines


def _lines(fault: Fault) -> str:
    shown = ", ".join(map(str, fault.lines[:4]))
    return f"line {shown}{' ...' if len(fault.lines) > 4 else ''}"


def _coverage(one: Answer) -> list[str]:
    """Who watched where on how many days."""
    rows = one.flights.coverage.by_source()
    days = (one.days[1] - one.days[0]).days + 1
    if not rows:
        told = f"Coverage: no source recorded anything {f'at {one.asked.airport}' if one.asked.airport else 'anywhere'} in these"
        return [wrapped(f"{told} {days:,} days, so nothing follows from what is not here.")]
    busiest = sorted(rows, key=lambda row: (-row[2], row))[:MOST_AIRPORTS]
    columns = ("source", "airport", f"days with a record (of {days:,})", "records", "of ICE's flights")
    lines = [
        "Coverage: a source tells of an airport on a day only where it recorded anything there.",
        table(columns, busiest, "  "),
    ]
    more = len(rows) - len(busiest)
    return [*lines, f"  ... and {more:,} more pairs of source and airport: --json has them all."] if more > 0 else lines
