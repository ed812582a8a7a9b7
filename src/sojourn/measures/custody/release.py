"""What a release of detention stints covers: its days, the moment at which it ends, and what it says about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sojourn.measures.releases import span
from sojourn.record.opened import Record, Release
from sojourn.tables.custody.stints import DETENTION_STINTS

BASE = DETENTION_STINTS.name
"""The table on which every answer about detention rests; the derived ones are made of it."""


@dataclass(frozen=True)
class Window:
    """The days whose book-ins a release holds, by fiscal years where its files are cut by them.

    Who was booked in before `first` is in it only if still held then: such stays are truncated by the release.
    """

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The midnight that begins the first day."""
        return datetime.combine(self.first, time())

    @property
    def ends(self) -> datetime:
        """The midnight that ends the last day, at which open stints are cut off."""
        return datetime.combine(self.last + timedelta(days=1), time())


def window(record: Record, release: Release) -> Window:
    """The days that a release covers; single rows of other times, such as typing errors, do not move them."""
    made: Window = record.remember(("detention window", release.id), lambda: Window(*span(record, release, BASE)))
    return made


def tells(record: Record, release: Release, column: str) -> bool:
    """Whether a release says in any row what a column of the stints asks; a column can be there and be all redacted."""

    def _tells() -> bool:
        if not record.has(BASE, column, release.id):
            return False
        [found] = record.query(
            f"SELECT count({DETENTION_STINTS.column(column).name}) AS rows FROM {BASE} WHERE release = $release",
            {"release": release.id},
        )
        return int(found["rows"]) > 0

    return record.remember(("detention tells", release.id, column), _tells)
