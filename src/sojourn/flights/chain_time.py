"""When a chain of flights must have begun for its last landing to fall where a source says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from sojourn.flights.airports import distance_km
from sojourn.flights.places import Place

FASTEST_KMH: Final = 1000.0
"""Great-circle distance over time from gate to gate; no airliner is faster, even with the wind behind it."""

SLOWEST_KMH: Final = 700.0
"""The same for detours and climbs of long flights."""

MOST_GROUND_HOURS: Final = 4.0
"""On the ground at each stop between; the hand-over at Cairo is told as about two.

With these three the landings in Moscow of 9 December 2025 and 26 January 2026 give departures from Mesa on 7 or 8
December and on 25 January, as the sources of both events have it. A slower chain is not excluded, only unlike those two.
"""


@dataclass(frozen=True)
class Began:
    """The earliest and latest local time at the first airport."""

    earliest: datetime
    latest: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The local days of both."""
        return self.earliest.date(), self.latest.date()


def hours(stops: Sequence[Place]) -> tuple[float, float]:
    """The fewest and the most hours from leaving the first airport to reaching the last."""
    way = sum(distance_km(one.code, other.code) for one, other in pairwise(stops))
    return way / FASTEST_KMH, way / SLOWEST_KMH + MOST_GROUND_HOURS * max(0, len(stops) - 2)


def began(arrived: tuple[datetime, datetime], stops: Sequence[Place]) -> Began:
    """When a chain over these airports began, if it ended between two local times at the last one."""
    fewest, most = hours(stops)
    first, last = (_utc(one, stops[-1]) for one in arrived)
    return Began(
        _local(first - timedelta(hours=most), stops[0]),
        _local(last - timedelta(hours=fewest), stops[0]),
    )


def whole_days(days: tuple[date, date]) -> tuple[datetime, datetime]:
    """The first and the last minute of a range of days."""
    return datetime.combine(days[0], time.min), datetime.combine(days[1], time(23, 59))


def _utc(local: datetime, where: Place) -> datetime:
    return local.replace(tzinfo=ZoneInfo(where.zone)).astimezone(UTC)


def _local(moment: datetime, where: Place) -> datetime:
    return moment.astimezone(ZoneInfo(where.zone)).replace(tzinfo=None)
