"""Counts of the record that a replay is judged by, as plain numbers by series, month and nationality."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final, Literal, get_args

from sojourn.errors import BadDraw, HeaderMismatch
from sojourn.reading.limits import system_errors

Series = Literal["appointments", "ports", "border"]
"""Appointments processed; encounters at the ports of the south-west border; all encounters there, at ports and between."""

COLUMNS: Final = ("series", "month", "nationality", "count")
TOTAL: Final = "TOTAL"
"""The nationality under which all are counted."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_LONGEST = 20_000_000


@dataclass(frozen=True)
class Counts:
    """Counts by series, month (2023-07) and nationality (in capitals). What is absent is unknown, not zero."""

    by_key: Mapping[tuple[str, str, str], int]

    def get(self, series: Series, month: str, nationality: str = TOTAL) -> int | None:
        """One count, or None where it was not given."""
        return self.by_key.get((series, month, nationality))

    def sum(self, series: Series, months: Sequence[str], nationality: str = TOTAL) -> int | None:
        """The sum over months; None where one was not given."""
        found = [self.get(series, month, nationality) for month in months]
        return None if None in found else sum(one for one in found if one is not None)

    def months(self, series: Series) -> list[str]:
        """The months of a series, in order."""
        return sorted({month for name, month, _ in self.by_key if name == series})

    def nationalities(self, series: Series) -> list[str]:
        """The nationalities of a series without the total, in order."""
        return sorted({nationality for name, _, nationality in self.by_key if name == series} - {TOTAL})


def read_counts(path: Path) -> Counts:
    """Counts from a CSV file with the columns series, month, nationality and count.

    Raises:
        UnreadableFile: it cannot be opened.
        HeaderMismatch: its columns are others.
        BadDraw: a row is not what it must be, or stands twice.
    """
    with system_errors(str(path)):
        raw = path.read_bytes()
    if len(raw) > _LONGEST:
        raise BadDraw("it is too large for monthly counts", where=str(path), todo="give monthly counts")
    try:
        rows = list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadDraw(f"it is no CSV in UTF-8 ({error})", where=str(path), todo="see docs/simulate.md") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise HeaderMismatch("the columns are others", where=str(path), todo=f"name them {', '.join(COLUMNS)}")
    found: dict[tuple[str, str, str], int] = {}
    for number, row in enumerate(rows[1:], 2):
        if row:
            key, count = _row(row, f"{path}, row {number}")
            if key in found:
                raise BadDraw(
                    f"{' '.join(key)[:60]} stands twice", where=f"{path}, row {number}", todo="keep one edition"
                )
            found[key] = count
    return Counts(found)


def _row(row: Sequence[str], where: str) -> tuple[tuple[str, str, str], int]:
    if len(row) != len(COLUMNS) or row[0] not in get_args(Series) or not _MONTH.fullmatch(row[1]):
        raise BadDraw(
            f"{','.join(row)[:60]!r} is no count",
            where=where,
            todo=f"write a series of {', '.join(get_args(Series))}, a month such as 2023-07, a nationality, a count",
        )
    text = row[3].replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadDraw(f"{row[3][:60]!r} is no whole number from 0", where=where, todo="leave out what is not known")
    return (row[0], row[1], row[2].strip().upper() or TOTAL), int(text)
