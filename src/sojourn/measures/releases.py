"""Which release answers: the rule, in one place, and said with every finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sojourn.findings import Caveat, Provenance
from sojourn.measures.declare import Parameter, Period
from sojourn.record.opened import Record, Release
from sojourn.words.said import Said, joined, said

RULE = said(
    "Without a release named, the nationwide release that covers the whole period answers; of several, the one whose "
    "data reach furthest; of equals, the last in alphabetical order. Releases are never merged."
)


RELEASE: Final = Parameter(
    "release", "release", "a release of the record (see `sojourn releases`); empty means by the rule"
)
"""The parameter that names a release."""


@dataclass(frozen=True)
class Chosen:
    """The release that answers, the period asked for, the part of it that is covered, and what to say about them."""

    release: Release
    period: Period
    covered: Period
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class NoRelease:
    """Why no release answers."""

    reason: str


def span(record: Record, release: Release, table: str) -> tuple[date, date]:
    """First and last day that a release covers in a table: whole fiscal years, cut at its last row.

    Files by fiscal year hold a few departures of earlier years; those years are not covered.
    """
    sheets = [sheet for sheet in record.sheets if sheet.release == release.id and sheet.table == table]
    first, last = date.fromisoformat(release.first), date.fromisoformat(release.last)
    years = [year for sheet in sheets for year in sheet.years]
    by_year = any(family.split == "fiscal_year" for family in release.families)
    return (max(first, date(min(years) - 1, 10, 1)), last) if years and by_year else (first, last)


def choose(record: Record, table: str, period: Period | None, named: str | None) -> Chosen | NoRelease:
    """The release that answers for a table and a period, by the rule above."""
    found = [release for release in record.releases(table=table) if release.first]
    if named:
        found = [release for release in found if named in (release.id, release.id.split("/")[1])]
        if not found:
            known = ", ".join(release.id for release in record.releases(table=table)) or said("none")
            return NoRelease(
                said(
                    "the record has no release {named} of {table}; it has: {known}",
                    named=repr(named),
                    table=table,
                    known=known,
                )
            )
    if not found:
        bare = ", ".join(release.id for release in record.releases(table=table))
        if bare:
            return NoRelease(
                said(
                    "no row of {table} could be loaded from {bare}: `sojourn quarantine` says why",
                    table=table,
                    bare=bare,
                )
            )
        return NoRelease(said("the record has no release with {table}", table=table))
    ranked = sorted(found, key=lambda one: _rank(record, one, table, period), reverse=True)
    best = ranked[0]
    first, last = span(record, best, table)
    asked = period or Period(first, last, f"{first}..{last}")
    if asked.last < first or asked.first > last:
        covers = joined([_covers(record, one, table) for one in ranked[:4]], "; ")
        return NoRelease(said("no release covers {asked}: {covers}", asked=str(asked), covers=covers))
    covered = Period(max(asked.first, first), min(asked.last, last), asked.words)
    return Chosen(best, asked, covered, _caveats(asked, first, last, best, named))


def _covers(record: Record, release: Release, table: str) -> Said:
    first, last = span(record, release, table)
    return said("{release} covers {first} to {last}", release=release.id, first=first, last=last)


def _rank(record: Record, release: Release, table: str, period: Period | None) -> tuple[bool, float, date, str]:
    first, last = span(record, release, table)
    covered = 1.0
    if period:
        days = (min(last, period.last) - max(first, period.first)).days + 1
        covered = max(0, days) / period.days
    return release.nationwide and covered > 0, covered, last, release.id


def _caveats(asked: Period, first: date, last: date, release: Release, named: str | None) -> tuple[Caveat, ...]:
    caveats = []
    if asked.first < first or asked.last > last:
        text = said(
            "Release {release} covers {first} to {last} only, so part of {asked} is not counted.",
            release=release.id,
            first=first,
            last=last,
            asked=str(asked),
        )
        caveats.append(Caveat(text, "warning"))
    if not release.nationwide:
        text = said("The release covers {scope} only, not the country.", scope=release.families[0].scope)
        caveats.append(Caveat(text, "warning"))
    if not named:
        caveats.append(Caveat(said("Answered from release {release}. {rule}", release=release.id, rule=RULE)))
    return tuple(caveats)


def provenance(record: Record, releases: tuple[Release, ...], table: str, sql: str) -> Provenance:
    """The releases, the files of theirs that feed the table, and the SQL that was run."""
    names = tuple(release.id for release in releases)
    sheets = [sheet for sheet in record.sheets if sheet.release in names and sheet.table == table]
    files = sorted({file for sheet in sheets for file in record.manifest.files_of(sheet)})
    return Provenance(names, tuple(files), " ".join(sql.split()), record.invented)
