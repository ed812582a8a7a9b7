"""Columns that come and go from release to release of a source, with what the declaration says of their time."""

from __future__ import annotations

from dataclasses import dataclass

from sojourn.compare.sides import oldest_first
from sojourn.record.opened import Record, Release
from sojourn.sources.declare import sources
from sojourn.tables import TABLES
from sojourn.tables.court.declare import court_tables
from sojourn.words.said import joined, said


@dataclass(frozen=True)
class Drift:
    """A column that not every release of its table has.

    `since` and `until` are the first and the last release of the record that have it, empty where the releases begin
    or end with it; `lacking` are those between that lack it. `declared` is what its source says of its time.
    """

    source: str
    table: str
    column: str
    since: str
    until: str
    lacking: tuple[str, ...]
    declared: str


def drift(record: Record) -> list[Drift]:
    """Every column that comes or goes, by source and table, in the order of the releases."""
    found = []
    for source in sources():
        releases = oldest_first(record.releases(source))
        for table in dict.fromkeys(family.table for family in sources()[source].families):
            found += _of_table(record, source, table, releases)
    return found


def _of_table(record: Record, source: str, table: str, releases: list[Release]) -> list[Drift]:
    there: dict[str, set[str]] = {}
    for sheet in record.sheets:
        if sheet.source == source and sheet.table == table and not sheet.derived:
            there.setdefault(sheet.release, set()).update(sheet.columns)
    order = [one.id for one in releases if one.id in there]
    found = []
    for column in (one.name for one in TABLES[table].columns):
        having = [release for release in order if column in there[release]]
        if having and len(having) < len(order):
            first, last = order.index(having[0]), order.index(having[-1])
            lacking = tuple(release for release in order[first:last] if release not in having)
            since, until = having[0] if first else "", having[-1] if last < len(order) - 1 else ""
            found.append(Drift(source, table, column, since, until, lacking, validity(table, column)))
    return found


def validity(table: str, column: str) -> str:
    """What is declared of the time of a column: `since 2019-05, until 2025-06`; empty where nothing is."""
    found = court_tables().get(table)
    for one in found.columns if found else ():
        if one.name == column:
            since = said("since {day:name}", day=one.since) if one.since else ""
            until = said("until {day:name}", day=one.until) if one.until else ""
            return joined((since, until), ", ")
    return ""
