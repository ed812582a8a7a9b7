"""Accepted and refused claims of each year, with bounds, as one publisher prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.measures.answers import Unanswerable
from sojourn.measures.refuge.bounds import Bounded, bounded, remainder, total
from sojourn.measures.refuge.editions import UNKNOWN, Edition, edition
from sojourn.record.opened import Record
from sojourn.sources.headed import ALL
from sojourn.sources.rounding import Rounding

UNHCR_SQL = """
    SELECT year, origin, counted_in, recognised, other_protection, rejected, closed, total
    FROM official_decisions
    WHERE release = $release AND asylum_country = $country AND level = $level AND procedure = 'G'
        AND (origin = $origin OR $origin = '')
    ORDER BY year, origin"""
IRB_SQL = """
    SELECT year, origin, accepted AS recognised, rejected, other, abandoned, withdrawn
    FROM official_outcomes
    WHERE release = $release AND origin = $origin
    ORDER BY year"""
_PARTS = ("recognised", "other_protection", "rejected", "closed")


@dataclass(frozen=True)
class Year:
    """The outcomes of one year; `missing` is what the printed total has above its parts.

    `closed` is None where a part of it is hidden.
    """

    year: int
    recognised: Bounded
    rejected: Bounded
    closed: int | None
    other_protection: int
    missing: int


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of the years asked for, from one edition of one publisher.

    `units` has the units that its rows count in, `unlisted` the years without a row of the origin; `unknown` is how many
    were accepted or refused whose origin is not known, where one origin is asked for.
    """

    edition: Edition
    table: str
    sql: str
    years: tuple[Year, ...]
    units: tuple[str, ...]
    unlisted: tuple[int, ...]
    unknown: int

    @property
    def recognised(self) -> Bounded:
        """Claims accepted in all years."""
        return total(one.recognised for one in self.years)

    @property
    def closed(self) -> int | None:
        """Claims closed without a decision in all years; None where some are hidden."""
        each = [one.closed for one in self.years]
        return None if None in each else sum(one or 0 for one in each)

    @property
    def rejected(self) -> Bounded:
        """Claims refused in all years."""
        return total(one.rejected for one in self.years)


def unhcr(
    record: Record, asked: tuple[int, ...], origin: str | None, country: str, level: str, named: str | None
) -> Outcomes | Unanswerable:
    """The outcomes that UNHCR prints for one country of asylum and one level."""
    condition = "asylum_country = $country AND level = $level AND procedure = 'G'"
    places = {"country": country, "level": level}
    chosen = edition(record, "official_decisions", condition, places, asked, named)
    if isinstance(chosen, Unanswerable):
        return chosen
    rows = _rows(record, chosen, origin or "", places)
    unknown = _rows(record, chosen, UNKNOWN, places) if origin and origin != UNKNOWN else []
    units = tuple(sorted({str(row["counted_in"]) for row in rows}))
    by_year = {year: [row for row in rows if row["year"] == year] for year in chosen.asked}
    unlisted = tuple(year for year, found in by_year.items() if not found)
    years = tuple(_year(year, found, chosen.rounding) for year, found in by_year.items())
    of_nobody = sum(row["recognised"] + row["rejected"] for row in unknown)
    return Outcomes(chosen, "official_decisions", UNHCR_SQL, years, units, unlisted, of_nobody)


def _rows(record: Record, chosen: Edition, origin: str, places: Mapping[str, str]) -> list[dict[str, Any]]:
    bounds = {"release": chosen.id, "origin": "", **places}
    every = record.remember(("decisions", *bounds.values()), lambda: record.query(UNHCR_SQL, bounds))
    return [row for row in every if row["year"] in chosen.asked and origin in ("", row["origin"])]


def _year(year: int, rows: list[dict[str, Any]], rounding: Rounding) -> Year:
    """The rows of one year together; where there is none, each count may be what the publisher leaves out."""
    each = [remainder(_parts(row, rounding), row["total"]) for row in rows]
    unprinted = () if rows else (bounded(0, rounding),)
    return Year(
        year,
        total([*(parts["recognised"] for parts, _ in each), *unprinted]),
        total([*(parts["rejected"] for parts, _ in each), *unprinted]),
        sum(row["closed"] or 0 for row in rows),
        sum(row["other_protection"] or 0 for row in rows),
        sum(missing for _, missing in each),
    )


def _parts(row: Mapping[str, Any], rounding: Rounding) -> dict[str, Bounded]:
    return {name: bounded(row[name] or 0, rounding) for name in _PARTS}


def irb(record: Record, asked: tuple[int, ...], origin: str | None, named: str | None) -> Outcomes | Unanswerable:
    """The outcomes that the Immigration and Refugee Board prints: of all claims, or by country of alleged persecution."""
    place = {"origin": origin or ALL}
    chosen = edition(record, "official_outcomes", "origin = $origin", place, asked, named)
    if isinstance(chosen, Unanswerable):
        return chosen
    rows = record.query(IRB_SQL, {"release": chosen.id, **place})
    years = tuple(_year_of_the_board(row, chosen.rounding) for row in rows if row["year"] in chosen.asked)
    return Outcomes(chosen, "official_outcomes", IRB_SQL, years, (), (), 0)


def _year_of_the_board(row: Mapping[str, Any], rounding: Rounding) -> Year:
    parts = [row["other"]] if row["other"] is not None else [row["abandoned"], row["withdrawn"]]
    closed = None if None in parts else sum(parts)
    return Year(
        int(row["year"]), bounded(row["recognised"], rounding), bounded(row["rejected"], rounding), closed, 0, 0
    )
