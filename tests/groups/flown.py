"""Invented groups and flights for the tests of linking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sojourn.flights.nouns import Classified, Leg, Mission
from sojourn.groups.nouns import Group, Member


def group(day: date, *citizenships: str, place: str = "", last: date | None = None) -> Group:
    """A group of 30 of each citizenship that left on a day."""
    members = tuple(Member(one, 30, 0.2, 25.0, 34.0) for one in citizenships)
    return Group(day, last or day, members, 40.0, 0.001, 0.1, place)


def mission(started: date, *airports: str, aircraft: str = "a00001") -> Mission:
    """A mission over these airports, a leg every ten hours."""
    began = datetime(started.year, started.month, started.day, 15, tzinfo=UTC)
    legs = []
    for place, (origin, destination) in enumerate(pairwise(airports)):
        left = began + timedelta(hours=10 * place)
        leg = Leg(aircraft, origin, destination, left, left + timedelta(hours=8), (), ("a log",), 5000.0, 8.0)
        legs.append(Classified(leg, "strong", "removal", "moderate", ()))
    return Mission(aircraft, started, tuple(legs))
