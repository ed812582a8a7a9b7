"""The facilities that a question about detention means: one or several by code, or those of a state or an area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sojourn.findings import Caveat
from sojourn.measures.conditions import conditions, few_of, narrowed_reason
from sojourn.measures.facilities.places import Codes, codes_of
from sojourn.record.opened import Record
from sojourn.words.said import Joined, Said, said

EVERY = "ALL"
"""Stands for every facility."""


@dataclass(frozen=True)
class Place:
    """The facilities asked about: their codes (none given: every facility), their labels, what to know about them."""

    codes: tuple[str, ...] | None
    labels: Sequence[Said] = ()
    caveats: tuple[Caveat, ...] = ()

    def test(self, column: str, name: str = "facility") -> str:
        """The SQL condition that a column holds one of the codes."""
        if self.codes is None:
            return "1 = 1"
        return f"{column} IN ({', '.join(f'${name}_{at}' for at in range(len(self.codes)))})"

    def bounds(self, name: str = "facility") -> dict[str, str]:
        """The values that the condition names."""
        return {f"{name}_{at}": code for at, code in enumerate(self.codes or ())}


def unlisted(place: Place) -> Joined:
    """Why nothing can be counted at a place without a facility."""
    return narrowed_reason(said("no list of facilities in the record has one there"), place.labels)


def place_of(record: Record, asked: Mapping[str, Any]) -> Place:
    """The facilities that the parameters facility, state and area mean together.

    Raises:
        BadParameter: no list of facilities in the record knows the state or area.
    """
    state, area = asked.get("state"), asked.get("area")
    given = {part.strip().upper() for part in str(asked.get("facility") or "").split("+")}
    named = tuple(sorted(given - {"", EVERY}))
    larger = {"state": str(state).upper() if state else None, "area": area}
    labels = conditions({"facility": ", ".join(named), **larger})
    if not state and not area:
        return Place(named or None, labels)
    found = codes_of(record, state, area)
    codes = tuple(code for code in found.codes if not named or code in named)
    return Place(codes, labels, tuple(_about(found, codes, ", ".join(name for name in larger.values() if name))))


def _about(found: Codes, codes: Sequence[str], place: str) -> Iterator[Caveat]:
    """Which facilities a place is made of, and which could belong to it."""
    lists = sorted({name for code in codes for name in found.evidence[code].split(", ")})
    yield Caveat(
        said(
            "{codes:number} facilities lie in {place} by the lists of facilities in the record ({lists}).",
            codes=len(codes),
            place=place,
            lists=", ".join(lists),
        )
    )
    disputed = sorted(set(codes) & set(found.disputed))
    if disputed:
        text = said("Lists disagree about the place of {codes}; they are counted.", codes=few_of(disputed))
        yield Caveat(text, "warning")
    if found.unknown:
        yield Caveat(
            said(
                "{codes:number} facility codes of the record stand in no list with a place, so their people are not counted.",
                codes=len(found.unknown),
            ),
            "warning",
        )
