"""Which flights a group of removals fits, by day, place and destination, and how ambiguous that is.

A fit is no identification: the rows name no flight. Each fit has its reasons, each group says how many flights fit it and
each flight how many groups; that none was seen means something only where the airport was watched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from sojourn.flights.airports import is_us
from sojourn.flights.countries import country_of
from sojourn.flights.coverage import Seen
from sojourn.flights.nouns import Confidence, Evidence, Mission
from sojourn.flights.places import place
from sojourn.groups.nouns import Group
from sojourn.groups.ports import Port, port_of

Watch = Callable[[str, date], Seen]
"""What sources saw at an airport (ICAO) on a day, such as `Coverage.seen`."""

DAYS_AFTER_START: Final = 1
"""A departed date is the day of the mission's start in the United States, or the day after it.

Source: UWCHR/ice-air: the one date of a mission is that of its start in the United States. One day more is for departures
past midnight.
"""

_BY_STRENGTH: Final[tuple[Confidence, ...]] = ("strong", "moderate", "weak", "none")


@dataclass(frozen=True)
class Fit:
    """A flight that a group may have left on: every reason for and against, and how strong they are together."""

    group: Group
    mission: Mission
    strength: Confidence
    reasons: tuple[Evidence, ...]


@dataclass(frozen=True)
class Linked:
    """A group with the flights that fit it, the strongest first, and what the absence of a flight means."""

    group: Group
    fits: tuple[Fit, ...]
    absence: str = ""


@dataclass(frozen=True)
class Links:
    """Groups and flights against each other.

    `domestic` are missions of which no stop abroad was seen; none of them is linked, since where they ended is unknown.
    """

    groups: tuple[Linked, ...]
    missions: tuple[Mission, ...]
    domestic: tuple[Mission, ...]

    def groups_of(self, mission: Mission) -> tuple[Group, ...]:
        """The groups that fit one flight; two or more mean that it cannot be told whose it was, or that it carried all."""
        return tuple(self._groups.get(mission, ()))

    @cached_property
    def _groups(self) -> Mapping[Mission, list[Group]]:
        found: dict[Mission, list[Group]] = {}
        for linked in self.groups:
            for fit in linked.fits:
                found.setdefault(fit.mission, []).append(linked.group)
        return found

    def sentence(self, linked: Linked) -> str:
        """How ambiguous the links of one group are."""
        if not linked.fits:
            return linked.absence
        others = [len(self.groups_of(fit.mission)) - 1 for fit in linked.fits]
        shared = f"; {sum(map(bool, others))} of them fit other groups too" if any(others) else ""
        flights = "1 flight fits" if len(others) == 1 else f"{len(others)} flights fit"
        return f"{flights}{shared}."


def link(groups: Sequence[Group], missions: Sequence[Mission], seen: Watch) -> Links:
    """The flights that fit each group, and the groups that fit each flight.

    Args:
        groups: group findings, in any order.
        missions: flights with a stop abroad; others are set apart.
        seen: what is known of an airport on a day; absence counts only where it was watched.
    """
    abroad = tuple(one for one in missions if countries_reached(one))
    by_day: dict[date, list[Mission]] = {}
    for mission in abroad:
        by_day.setdefault(mission.started, []).append(mission)
    linked = tuple(_linked(group, by_day, seen) for group in groups)
    return Links(linked, abroad, tuple(one for one in missions if not countries_reached(one)))


def _linked(group: Group, by_day: Mapping[date, Sequence[Mission]], seen: Watch) -> Linked:
    near = (mission for day in _days(group) for mission in by_day.get(day, ()))
    fits = [fit for mission in near if (fit := fit_of(group, mission))]
    fits.sort(key=lambda fit: (_BY_STRENGTH.index(fit.strength), fit.mission.started, fit.mission.aircraft))
    return Linked(group, tuple(fits), "" if fits else _absence(group, seen))


def _days(group: Group) -> list[date]:
    """The days on which a mission of a group may have begun."""
    first = group.first - timedelta(days=DAYS_AFTER_START)
    return [first + timedelta(days=later) for later in range((group.last - first).days + 1)]


def fit_of(group: Group, mission: Mission) -> Fit | None:
    """How a group fits a flight; None where day or place exclude it."""
    day, where = _by_day(group, mission), _by_place(group, mission)
    if day is None or where is None:
        return None
    reasons = (day, where, *_by_destination(group, mission))
    return Fit(group, mission, _together(reasons), reasons)


def stops_of(mission: Mission) -> tuple[str, ...]:
    """The airports of a mission in their order."""
    if not mission.legs:
        return tuple(stop.airport for stop in mission.stops)
    return (mission.legs[0].leg.origin, *(one.leg.destination for one in mission.legs))


def countries_reached(mission: Mission) -> tuple[str, ...]:
    """The countries outside the United States where a mission stopped, in their order."""
    found = [where.country for stop in stops_of(mission) if (where := place(stop)) and not is_us(where.code)]
    return tuple(dict.fromkeys(found))


def _by_day(group: Group, mission: Mission) -> Evidence | None:
    late = (group.last - mission.started).days, (group.first - mission.started).days
    if late[0] < 0 or late[1] > DAYS_AFTER_START:
        return None
    same = late[1] <= 0
    told = f"group {group.first}..{group.last}, mission began {mission.started}"
    return Evidence("day of departure", "strong" if same else "moderate", told, "departed date against mission date")


def _by_place(group: Group, mission: Mission) -> Evidence | None:
    port = port_of(group.place, group.first) if group.place else None
    if port is None:
        why = f"no list gives an airport for {group.place!r}" if group.place else "the rows name no place"
        return Evidence("place of departure", "none", why, "ports.csv")
    calls = stops_of(mission)
    if port.airport not in calls:
        return None
    return Evidence(
        "place of departure", "strong", f"{group.place} is {port.airport}, in {'-'.join(calls)}", port.source
    )


def _by_destination(group: Group, mission: Mission) -> Iterator[Evidence]:
    reached = countries_reached(mission)
    for member in group.members:
        home = country_of(member.citizenship)
        told = f"{member.citizenship} ({home or 'no country'}), stops abroad in {', '.join(reached)}"
        if home in reached:
            yield Evidence("destination in the chain", "strong", told, "airports of the mission")
        else:
            yield Evidence(
                "destination not in the chain", "weak", f"{told}: only by a hand-over", "airports of the mission"
            )


def _together(reasons: Sequence[Evidence]) -> Confidence:
    """Strong where day, place and every destination are; moderate where some destination is; else weak."""
    day, where, *destinations = (one.strength for one in reasons)
    if "strong" not in destinations:
        return "weak"
    return "strong" if (day, where) == ("strong", "strong") and set(destinations) == {"strong"} else "moderate"


def _absence(group: Group, seen: Watch) -> str:
    """What it means that no flight fits."""
    port = port_of(group.place, group.first) if group.place else None
    if port is None:
        return "No flight fits; the place of departure is not known, so whether anybody watched it cannot be told."
    return _under_coverage(port, group, seen)


def _under_coverage(port: Port, group: Group, seen: Watch) -> str:
    days = _days(group)
    told = {day: seen(port.airport, day) for day in days}
    unwatched = [str(day) for day, one in told.items() if one.answer == "not watched"]
    if unwatched:
        return f"No flight fits; {port.airport} was not watched on {', '.join(unwatched)}, so its absence says nothing."
    by = f"from {days[0]} to {days[-1]} by {', '.join(sorted({name for one in told.values() for name in one.sources}))}"
    if any(one.answer == "seen" for one in told.values()):
        return f"No flight fits; flights were seen at {port.airport} {by}, none of them fits."
    return f"No flight fits, and none was seen at {port.airport}, which was watched {by}."
