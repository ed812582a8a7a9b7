"""The facilities of the invented custody: those of the other look-alikes, hold rooms, staging facilities, hospitals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sojourn.lookalike import nights
from sojourn.lookalike.draws import number_of
from sojourn.shipped import rows_of

FOLDER = Path(__file__).parent
KINDS = ("detention", "hold", "staging", "hospital", "soft-sided")
STAGING = frozenset({"JENATLA"})
"""Known facilities through which people only pass on their way out."""
VANISHING = "FLDSSFS"
"""The facility without a row in two months of the later release: there ICE's own has nobody in July and August 2025."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A facility: code, name, kind, area of responsibility, invented beds, share of women, opening day."""

    code: str
    name: str
    kind: str
    area: str
    beds: float
    women: float
    opened: int


@cache
def places() -> tuple[Place, ...]:
    """Every facility, the known ones first."""
    known = [
        Place(
            one.code,
            one.name,
            "staging" if one.code in STAGING else "detention",
            one.area,
            one.course[0][1] + 20,
            one.women,
            0,
        )
        for one in nights.known()
    ]
    return (*known, *map(_place, rows_of(FOLDER / "places.csv")))


def _place(row: dict[str, str]) -> Place:
    opened = number_of(date.fromisoformat(row["opened"])) if row["opened"] else 0
    name = f"INVENTED {row['name']}"
    return Place(row["code"], name, row["kind"], row["area"], float(row["beds"]), float(row["women"]), opened)


def codes() -> list[str]:
    """The facility codes in the order of `places`."""
    return [place.code for place in places()]


def number(code: str) -> int:
    """The place of a facility in `places`."""
    return codes().index(code)


def of_kind(kind: str) -> list[int]:
    """The numbers of the facilities of a kind."""
    return [at for at, place in enumerate(places()) if place.kind == kind]


@cache
def chances(kind: str, woman: bool, *, always: bool) -> tuple[list[int], Floats]:
    """The facilities in which stints of a kind are spent, by sex, and how the stints share out among them.

    With `always` only those that are open all the time.
    """
    every = places()
    held = of_kind(kind) + (of_kind("soft-sided") if kind == "detention" else [])
    held = [at for at in held if not (always and every[at].opened)]
    share = np.array([every[at].beds * (every[at].women if woman else 1 - every[at].women) for at in held])
    return held, share / share.sum()
