"""The appointments of one edition of the monthly tables, by month and nationality, and which edition answers."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sojourn.breakdown import Scope
from sojourn.findings import Caveat, Status
from sojourn.measures.declare import Parameter, Period
from sojourn.measures.entry.rounded import Rounded
from sojourn.measures.releases import NoRelease
from sojourn.record.opened import Record, Release
from sojourn.tables.declare import Attribute
from sojourn.words.said import Said, said

TABLE = "cbp_one_appointments"
SQL = """
    SELECT fiscal_year, span, month, nationality, appointments, all_appointments
    FROM cbp_one_appointments WHERE release = $release ORDER BY fiscal_year, month, nationality"""

NATIONALITY = Parameter(
    "nationality", "country", "nationality, in ICE's spelling (RUSSIA); empty means all", vocabulary="country"
)
EDITION = Parameter("edition", "release", "an edition by its last month (2024-07); empty means the newest")


ATTRIBUTES: Final[Mapping[str, Attribute]] = {"nationality": "nationality"}
OTHER = "OTHER"
"""Every nationality that an edition does not name."""


@dataclass(frozen=True)
class Edition:
    """What one edition prints: by month and nationality, by month, and in its Total rows by fiscal year.

    `cells` and `months` are of months; `years` and `totals` are of the Total rows, with and without nationality.
    """

    release: Release
    cells: dict[tuple[date, str], int]
    months: dict[date, int]
    years: dict[tuple[int, str], int]
    totals: dict[int, int]

    @property
    def name(self) -> str:
        """The last month, such as 2024-07."""
        return edition_of(self.release)

    @property
    def nationalities(self) -> list[str]:
        """Those that it names, without the rest."""
        return sorted({nationality for _, nationality in self.cells} - {OTHER})

    def within(self, period: Period | None) -> list[date]:
        """The months with appointments that lie in a period, in order."""
        return [month for month in sorted(self.months) if period is None or period.first <= month <= period.last]

    def scope(self, months: Sequence[date], nationality: str | None = None) -> Scope:
        """What the appointments of some months are, for the gate; rounded figures do not add up, so none is part of another."""
        return scope("appointments processed", self.release, months, nationality)

    def processed(self, months: Sequence[date], nationality: str | None = None) -> Rounded:
        """Appointments processed in some months, of one nationality or of all."""
        if nationality is None:
            return Rounded.of(self.months[month] for month in months)
        return Rounded.of(self.cells[month, nationality] for month in months)


def edition_of(release: Release) -> str:
    """The last month of an edition."""
    return release.id.rpartition("@")[2]


def edition(record: Record, named: str | None) -> Edition | NoRelease:
    """The edition of a name, or the newest."""
    found = {edition_of(release): release for release in record.releases(table=TABLE)}
    if not found:
        return NoRelease(said("the record has no edition of the monthly tables of OHSS with CBP One appointments"))
    wanted = (named or max(found)).rpartition("@")[2]
    if wanted not in found:
        return NoRelease(
            said("the record has no edition {name}; it has: {names}", name=repr(named), names=", ".join(sorted(found)))
        )
    return record.remember(("appointments", found[wanted].id), lambda: _read(record, found[wanted]))


def every_edition(record: Record) -> list[Edition]:
    """All editions, the oldest first."""
    names = sorted(edition_of(release) for release in record.releases(table=TABLE))
    return [one for name in names if isinstance(one := edition(record, name), Edition)]


def _read(record: Record, release: Release) -> Edition:
    rows = record.query(SQL, {"release": release.id})
    monthly = [row for row in rows if row["span"] == "month" and row["all_appointments"] is not None]
    return Edition(
        release=release,
        cells={
            (row["month"], row["nationality"]): row["appointments"]
            for row in monthly
            if row["appointments"] is not None
        },
        months={row["month"]: row["all_appointments"] for row in monthly},
        years={
            (row["fiscal_year"], row["nationality"]): row["appointments"]
            for row in rows
            if row["span"] != "month" and row["appointments"] is not None
        },
        totals={row["fiscal_year"]: row["all_appointments"] for row in rows if row["span"] != "month"},
    )


def scope(universe: str, release: Release, months: Sequence[date], nationality: str | None) -> Scope:
    """What the counts of some months are of: whole months from the first to the last, of one nationality or of all."""
    last = months[-1].replace(day=calendar.monthrange(months[-1].year, months[-1].month)[1])
    filters = {"nationality": nationality} if nationality else {}
    return Scope(universe, release.id, (months[0], last), filters, ATTRIBUTES)


def refused(
    one: Edition, period: Period | None, nationality: str | None, others: Sequence[Edition]
) -> tuple[Status, str]:
    """Why an edition cannot answer, as status and reason; "answered" and no reason where it can."""
    if period and period.grain == "day":
        return "not determinable", said("OHSS prints appointments by month, so a part of a month has no figure")
    months = one.within(period)
    if not months:
        known = sorted(one.months)
        if not known:
            return "not covered", said(
                "no row of edition {edition} could be loaded: `sojourn quarantine` says why", edition=one.name
            )
        covers = said(
            "edition {edition} has appointments from {first} to {last}",
            edition=one.name,
            first=f"{known[0]:%Y-%m}",
            last=f"{known[-1]:%Y-%m}",
        )
        return "not covered", covers
    missing = [month for month in months if nationality and (month, nationality) not in one.cells]
    if nationality and missing and nationality in one.nationalities:
        without = ", ".join(f"{month:%Y-%m}" for month in missing)
        return "not determinable", said(
            "edition {edition} has no figure of {nationality} for {without}",
            edition=one.name,
            nationality=nationality,
            without=without,
        )
    if nationality and missing:
        return "not determinable", _unnamed(one, nationality, others)
    return "answered", ""


def _unnamed(one: Edition, nationality: str, others: Sequence[Edition]) -> Said:
    """That an edition does not name a nationality, and which do."""
    naming = ", ".join(other.name for other in others if nationality in other.nationalities)
    places = {"edition": one.name, "nationality": nationality, "other": OTHER}
    if naming:
        return said(
            "edition {edition} counts {nationality} under {other}; it is named in edition {naming}",
            **places,
            naming=naming,
        )
    return said("edition {edition} counts {nationality} under {other}", **places)


def months_told(months: Sequence[date]) -> Said:
    """The first and the last of some months."""
    return said("{low} to {high}", low=f"{months[0]:%Y-%m}", high=f"{months[-1]:%Y-%m}")


def _between(months: Sequence[date]) -> list[date]:
    """The months that are missing between the first and the last of some."""
    numbers = {month.year * 12 + month.month - 1 for month in months}
    return [date(at // 12, at % 12 + 1, 1) for at in range(min(numbers), max(numbers)) if at not in numbers]


def caveats(one: Edition, asked: Period | None, named: str | None) -> tuple[Caveat, ...]:
    """What to know of an edition and of a period that it covers in part."""
    processed = said(
        "Appointments are those that were processed; bookings, and people who asked for one, are not in them."
    )
    told = [Caveat(processed)]
    months = one.within(asked)
    if asked and (asked.first < months[0] or asked.last.replace(day=1) > months[-1]):
        part = said(
            "Edition {edition} has {months} of {period} only.",
            edition=one.name,
            months=months_told(months),
            period=str(asked),
        )
        told.append(Caveat(part, "warning"))
    if lost := _between(months):
        gap = said(
            "Edition {edition} has no figure for {without}, and so these months are not counted.",
            edition=one.name,
            without=", ".join(f"{month:%Y-%m}" for month in lost),
        )
        told.append(Caveat(gap, "warning"))
    if not named:
        newest = said(
            "Answered from edition {edition}, the newest in the record; earlier ones differ by ten here and there.",
            edition=one.name,
        )
        told.append(Caveat(newest))
    return tuple(told)
