"""Encounters at the ports of the southwest border by month, and which release of CBP's files answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sojourn.measures.conditions import conditions, narrowed_reason
from sojourn.measures.declare import Period
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record, Release
from sojourn.words.said import joined, said

TABLE = "encounters"
_AT_PORTS = "component = 'Office of Field Operations' AND border = 'Southwest Land Border'"
_COVERED = f"""
    SELECT release, citizenship, min(month) AS first, max(month) AS last
    FROM encounters WHERE {_AT_PORTS} GROUP BY 1, 2 ORDER BY 1, 2"""
SQL = f"""
    SELECT month, sum(encounters) AS encounters
    FROM encounters
    WHERE release = $release AND {_AT_PORTS} AND month BETWEEN $first AND $last
        AND (CAST($citizenship AS VARCHAR) IS NULL OR citizenship = $citizenship)
    GROUP BY 1 ORDER BY 1"""

COUNTED = (
    "encounters by the Office of Field Operations at the southwest land border, as CBP counts them: everyone found inadmissible "
    "at a port, and expulsions"
)
"""What the figures are of; the tables of OHSS count enforcement encounters, which are fewer."""


@dataclass(frozen=True)
class Ports:
    """Encounters at ports by month, and the release that they come from."""

    release: Release
    months: dict[date, int]

    def of(self, months: Sequence[date]) -> int:
        """Encounters in some months."""
        return sum(self.months.get(month, 0) for month in months)


def months_of(period: Period) -> list[date]:
    """The first day of each month that begins in a period."""
    return list(_months(period))


def _months(period: Period) -> Iterator[date]:
    month = period.first.replace(day=1)
    while month <= period.last:
        if month >= period.first:
            yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def ports(record: Record, months: Sequence[date], citizenship: str | None = None) -> Ports | NoRelease:
    """Encounters in some months, from the release that has them all and names most citizenships.

    Of several such, the one that reaches furthest answers. A release that does not name the citizenship has it under OTHER.
    """
    covered = record.remember(("encounters at ports",), lambda: record.query(_COVERED))
    spans: dict[str, tuple[date, date]] = {}
    for row in covered:
        first, last = spans.get(row["release"], (row["first"], row["last"]))
        spans[row["release"]] = min(first, row["first"]), max(last, row["last"])
    named = {name: {row["citizenship"] for row in covered if row["release"] == name} for name in spans}
    fit = [
        (len(named[name]), last, name)
        for name, (first, last) in spans.items()
        if first <= months[0] and months[-1] <= last and (citizenship is None or citizenship in named[name])
    ]
    if not fit:
        return NoRelease(_why(spans, months, citizenship))
    chosen = next(release for release in record.releases(table=TABLE) if release.id == max(fit)[-1])
    bounds = {"release": chosen.id, "first": months[0], "last": months[-1], "citizenship": citizenship}
    counted = {row["month"]: int(row["encounters"]) for row in record.query(SQL, bounds)}
    return Ports(chosen, {month: counted.get(month, 0) for month in months})


def _why(spans: dict[str, tuple[date, date]], months: Sequence[date], citizenship: str | None) -> str:
    if not spans:
        return said("the record has no release with encounters at the ports of the southwest border")
    has = joined(
        (
            said("{release} has {first} to {last}", release=name, first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
            for name, (first, last) in sorted(spans.items())
        ),
        "; ",
    )
    nothing = said(
        "no release has encounters at ports for all of {first} to {last}: {releases}",
        first=f"{months[0]:%Y-%m}",
        last=f"{months[-1]:%Y-%m}",
        releases=has,
    )
    return narrowed_reason(nothing, conditions({"citizenship": citizenship}))
