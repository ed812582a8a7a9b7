"""Invented departures: six nationalities over two quarters, as Poisson brings them, and groups that are laid upon them."""

from __future__ import annotations

from datetime import date

import numpy as np

from sojourn.groups.nouns import Departures

FIRST = date(2017, 1, 2)
NAMES = ("ALGERIA", "BRAZIL", "CHINA", "DENMARK", "ECUADOR", "MEXICO")
MEANS = (0.1, 1.0, 0.5, 0.1, 2.0, 40.0)


def leaving(days: int = 170, seed: int = 2) -> Departures:
    """Departures without any group; with this seed coincidence brings none either."""
    random = np.random.default_rng(seed)
    span = np.arange(np.datetime64(FIRST, "D"), np.datetime64(FIRST, "D") + days)
    counts = random.poisson(MEANS, (days, len(NAMES))).astype(np.int32)
    return Departures(span, NAMES, counts, np.zeros(days, np.int32))


def with_group(departures: Departures, day: int, **people: int) -> Departures:
    """The same with more people of some nationalities on one day."""
    counts = departures.counts.copy()
    for name, number in people.items():
        counts[day, departures.citizenships.index(name)] += number
    return Departures(departures.days, departures.citizenships, counts, departures.unknown)


def first_days(departures: Departures, days: int) -> Departures:
    """The first days alone."""
    return Departures(
        departures.days[:days], departures.citizenships, departures.counts[:days], departures.unknown[:days]
    )
