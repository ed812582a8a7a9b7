"""Which maker serves which source, and the small consistent world of all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from sojourn.errors import BadParameter, UnknownName
from sojourn.lookalike import (
    claimants,
    countries,
    court,
    detention,
    enforcement,
    entry,
    facility_days,
    flights,
    listing,
    nights,
    refuge,
    seattle,
    statistics,
)
from sojourn.lookalike.forms import FORMS
from sojourn.lookalike.truth import Made
from sojourn.sources import declare

DEFAULT_FAMILY = "foia-2019-icfo-53623"
"""The family of rows that is written where none is named."""


class _Maker(Protocol):
    def __call__(self, rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]: ...


_SINGLE: dict[str, _Maker] = {
    "ice_removals_by_country": countries.write,
    "ddp_facility_days": facility_days.write_days,
    "uwchr_headcount": facility_days.write_headcount,
    "ice_detention_statistics": statistics.write,
    "ice_facility_list": listing.write,
    "ice_book_ins": seattle.write,
    "unhcr_decisions": refuge.write_decisions,
    "unhcr_applications": refuge.write_applications,
    "ircc_claimants": claimants.write,
    "irb_outcomes": refuge.write_outcomes,
}
"""The sources of which one maker writes every layout."""

_BY_KIND: dict[str, Callable[[str, str | None], _Maker]] = {
    **dict.fromkeys(flights.SOURCES, flights.maker),
    **dict.fromkeys(entry.SOURCES, entry.maker),
}
"""The sources that share a maker with others of their kind."""

_BY_FACILITY = {
    **facility_days.WORLD_ROWS,
    "ice_detention_statistics": len(nights.known()),
    "ice_facility_list": len(nights.known()),
}
"""Rows in the small world of the sources whose size follows from the facilities."""

_BY_ROW = {
    "ice_removals": 1.0,
    "ice_removals_by_country": 1.0,
    "ice_arrests": 0.5,
    "ice_book_ins": 0.25,
    "ice_detentions": 0.25,
}
"""Rows in the small world of the other sources, beside those of the removals."""


def make(
    source: str, rows: int, folder: Path, *, seed: int = 0, family: str | None = None, faults: bool = True
) -> list[Made]:
    """Write an invented release of one source in the form of one family.

    Raises:
        UnknownName: no such source or family, or none that can be invented.
        BadParameter: fewer rows than one.
    """
    if rows < 1:
        raise BadParameter(f"{rows} rows", todo="ask for one row or more")
    maker = _maker(source, family)
    folder.mkdir(parents=True, exist_ok=True)
    return maker(rows, folder, seed, faults=faults)


def _maker(source: str, family: str | None) -> _Maker:
    if source == court.SOURCE:
        return court.maker(family)
    if source == detention.SOURCE:
        return detention.maker(family)
    if source in _BY_KIND:
        return _BY_KIND[source](source, family)
    known = {one.id: one for one in declare.source(source).families}
    if family is not None and family not in known:
        raise UnknownName(f"{source} has no family {family!r}", todo=f"known families: {', '.join(sorted(known))}")
    if family == seattle.ID:
        return seattle.write
    if source in _SINGLE:
        return _SINGLE[source]
    chosen = known.get(family or DEFAULT_FAMILY)
    if chosen is None or chosen.id not in FORMS:
        raise UnknownName(
            f"no look-alike of {source} is known",
            todo=f"known: {', '.join([*_BY_ROW, *_BY_FACILITY, *_BY_KIND, *refuge.WORLD_ROWS, court.SOURCE])}",
        )
    return partial(enforcement.write, chosen)


def release(folder: Path, *, seed: int = 0, rows: int = 20_000) -> list[Made]:
    """Write a small world over all sources, with the facilities and years that the story claims ask for.

    `rows` are those of the removals; facility-days have the size that the claims need, and flights are few.
    """
    sizes = {source: max(1, round(rows * share)) for source, share in _BY_ROW.items()}
    sizes |= _BY_FACILITY | flights.WORLD_ROWS | entry.WORLD_ROWS | refuge.WORLD_ROWS
    return [made for source, size in sizes.items() for made in make(source, size, folder / source, seed=seed)]
