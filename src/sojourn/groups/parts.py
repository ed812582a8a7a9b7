"""Departures cut into calendar quarters, each with what is usual of the nationalities that left in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sojourn.groups.baseline import Usual, of_citizenships, quarters, weekdays
from sojourn.groups.nouns import Departures
from sojourn.groups.windows import Block


@dataclass(frozen=True)
class Part:
    """One block of the departures with what is usual of the nationalities that left in it, and its first day."""

    block: Block
    usual: Usual
    start: int
    columns: tuple[int, ...]


def parts_of(departures: Departures, usual: Usual) -> list[Part]:
    """The blocks of departures whose citizenships are in alphabetical order, each with the nationalities that left in it."""
    quarter, weekday = quarters(departures.days), weekdays(departures.days)
    parts = []
    for number in np.unique(quarter):
        days = np.flatnonzero(quarter == number)
        columns = np.flatnonzero(departures.counts[days].any(axis=0))
        names = tuple(departures.citizenships[at] for at in columns)
        block = Block(int(number), departures.counts[np.ix_(days, columns)], weekday[days])
        parts.append(Part(block, of_citizenships(usual, names), int(days[0]), tuple(columns.tolist())))
    return parts


def by_name(departures: Departures) -> Departures:
    """The same with the citizenships in alphabetical order, so that the order of columns changes nothing."""
    order = sorted(range(len(departures.citizenships)), key=departures.citizenships.__getitem__)
    names = tuple(departures.citizenships[at] for at in order)
    by_place = None if departures.by_place is None else departures.by_place[:, :, order]
    return Departures(
        departures.days, names, departures.counts[:, order], departures.unknown, departures.places, by_place
    )
