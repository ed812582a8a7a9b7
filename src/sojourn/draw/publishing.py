"""What of a list may be published: an open list only where nobody stands out, else a sealed one.

A household is told by what an open list says of it: size, week of registration, sites, class. Each combination (a cell) must be
that of at least 20 households. Weeks can be made coarser and the order of sites dropped, before the list is frozen; the draw
then uses what is published. A size cannot: whoever packs by a rounded size leaves places empty. Where that is not enough, the
list is to be sealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sojourn.draw.frozen import Entry, Frozen
from sojourn.draw.policy import Policy
from sojourn.draw.sealed import seal
from sojourn.errors import GateError

SMALLEST_CELL: Final = 20
"""The fewest households that may share a cell of an open list."""
WIDTHS: Final = (1, 2, 4, 13, 26, 52, 104)
"""Weeks of registration that are made one, the finest first."""


@dataclass(frozen=True)
class Coarsened:
    """Entries that can be published, and how they were made so: weeks to a bucket, and whether sites kept their order."""

    entries: tuple[Entry, ...]
    weeks: int
    in_order: bool


def smallest_cell(entries: Sequence[Entry]) -> int:
    """The households of the smallest cell; of an empty list, the least that is allowed."""
    return min(Counter(entry[1:5] for entry in entries).values(), default=SMALLEST_CELL)


def coarsened(entries: Sequence[Entry], policy: Policy) -> Coarsened | None:
    """The finest form of a list in which every cell has 20 households; nothing where the list must be sealed."""
    for in_order in (True, False):
        for weeks in WIDTHS:
            coarser = tuple(_coarser(entry, weeks, policy, in_order=in_order) for entry in entries)
            if smallest_cell(coarser) >= SMALLEST_CELL:
                return Coarsened(coarser, weeks, in_order)
    return None


def _coarser(entry: Entry, weeks: int, policy: Policy, *, in_order: bool) -> Entry:
    sites = entry.sites if in_order else tuple(sorted(entry.sites, key=policy.sites.index))
    return entry._replace(since=entry.since // weeks * weeks, sites=sites)


def published_list(frozen: Frozen) -> dict[str, Any]:
    """What the public gets of a list: everything of an open one, tokens and commitments of a sealed one.

    Raises:
        GateError: a cell of an open list has fewer than 20 households.
    """
    if frozen.auditors:
        return seal(frozen).as_dict()
    if (fewest := smallest_cell(frozen.entries)) < SMALLEST_CELL:
        raise GateError(
            f"{fewest} households alone share size, week, sites and class, and {SMALLEST_CELL} must",
            where=f"round {frozen.round}",
            todo="make weeks coarser before you freeze, or name auditors and seal the list",
        )
    return frozen.as_dict()
