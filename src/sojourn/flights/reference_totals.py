"""Totals that others published about flights, each with its publisher, period and vintage, and what of them does not add up.

Totals are revised and copied, so none of them is corrected or left out: where they contradict each other all are shown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Final, Literal, get_args

from sojourn.errors import BadClaims
from sojourn.reading.limits import system_errors
from sojourn.words.figures import number

Bound = Literal["", "at least", "at most"]

OURS: Final = Path(__file__).with_suffix(".csv")
"""The totals that come with Sojourn."""

COLUMNS: Final = ("publisher", "first", "last", "metric", "value", "bound", "part_of", "published", "source", "note")

_TODO = "see docs/event-claims.md, Reference totals"


@dataclass(frozen=True)
class ReferenceTotal:
    """What one publisher printed of one metric and period; `value` is a count, or a share where the metric says so.

    `published` is the vintage as far as it is known (year, month or day), empty where it is not. `part_of` names the metric
    of which this one is a part, where all parts of it are listed.
    """

    publisher: str
    first: date
    last: date
    metric: str
    value: float
    bound: Bound
    part_of: str
    published: str
    source: str
    note: str
    line: int

    @property
    def is_share(self) -> bool:
        """Whether it is a share, which adds up to nothing."""
        return self.metric.startswith("share")

    def __str__(self) -> str:
        printed = f"{self.value:.2f}" if self.is_share else number(self.value)
        value = f"{self.bound} {printed}".strip()
        vintage = f", {self.published}" if self.published else ""
        return f"{value} {self.metric}, {self.first}..{self.last} ({self.publisher}: {self.source}{vintage})"


@dataclass(frozen=True)
class Contradiction:
    """Totals that cannot all be right: the `pieces` add up to `added`, and `whole` says another number.

    One piece alone is another figure for the same metric and period. `off_by` is relative to the whole.
    """

    pieces: tuple[ReferenceTotal, ...]
    whole: ReferenceTotal
    added: float
    off_by: float

    def __str__(self) -> str:
        pieces = " + ".join(number(one.value) for one in self.pieces)
        equals = f" = {number(self.added)}" if len(self.pieces) > 1 else ""
        return (
            f"{self.whole.metric}, {self.whole.first}..{self.whole.last}: {pieces}{equals} against "
            f"{number(self.whole.value)} ({100 * self.off_by:+.1f} %)"
        )


def reference_totals(path: Path = OURS) -> tuple[ReferenceTotal, ...]:
    """The totals of a file; without a path those that come with Sojourn.

    Raises:
        BadClaims: the header differs, or a row has no number, a period upside down or nothing where something must stand.
        UnreadableFile: it cannot be opened.
    """
    try:
        with system_errors(str(path)), path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if tuple(next(reader, ())) != COLUMNS:
                raise BadClaims("the header differs", where=str(path), todo=f"it must be {','.join(COLUMNS)}")
            return tuple(_total(row, f"{path}: line {reader.line_num}", reader.line_num) for row in reader)
    except (csv.Error, UnicodeDecodeError) as cause:
        raise BadClaims(f"it is no table in UTF-8 ({cause})", where=str(path), todo=_TODO) from cause


def _total(row: Sequence[str], where: str, line: int) -> ReferenceTotal:
    if len(row) != len(COLUMNS):
        raise BadClaims(f"it has {len(row)} cells and not {len(COLUMNS)}", where=where, todo=_TODO)
    cells = dict(zip(COLUMNS, row, strict=True))
    for name in ("publisher", "metric", "source"):
        if not cells[name].strip():
            raise BadClaims(f"the cell {name!r} is empty", where=where, todo=_TODO)
    if not re.fullmatch(r"(\d{4}(-\d{2}(-\d{2})?)?)?", cells["published"]):
        raise BadClaims(f"{cells['published']!r} is no vintage", where=where, todo="write 2025, 2025-08 or 2025-08-29")
    if cells["bound"] not in get_args(Bound):
        raise BadClaims(f"{cells['bound']!r} is no bound", where=where, todo="write at least, at most or nothing")
    first, last = _day(cells["first"], where), _day(cells["last"], where)
    if last < first:
        raise BadClaims(f"the period {first} to {last} ends before it begins", where=where, todo=_TODO)
    return ReferenceTotal(
        first=first,
        last=last,
        value=_value(cells["value"], where),
        bound=cells["bound"],  # type: ignore[arg-type]  # checked above
        line=line,
        **{name: cells[name] for name in ("publisher", "metric", "part_of", "published", "source", "note")},
    )


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadClaims(f"{text!r} is no day", where=where, todo="write 2025-08-29") from None


def _value(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BadClaims(f"{text!r} is no number", where=where, todo="one row a value, digits only") from None
    if not isfinite(value) or value < 0:
        raise BadClaims(f"{text!r} is no count and no share", where=where, todo="one row a value, digits only")
    return value


def _relative(value: float, of: float) -> float:
    return (value - of) / of if of else float(value != of)


def contradictions(totals: Iterable[ReferenceTotal]) -> tuple[Contradiction, ...]:
    """Every way in which totals do not add up.

    Two figures for one metric and period; figures of adjoining periods whose sum is not the figure of the whole, whoever
    printed them; all parts of a metric whose sum is not the metric. Bounds and shares are left out: they add up to nothing.
    """
    exact = [one for one in totals if not one.bound and not one.is_share]
    found = [*_in_time(exact), *_in_parts(exact)]
    return tuple(one for one in found if one.added != one.whole.value)


def _contradiction(pieces: Iterable[ReferenceTotal], whole: ReferenceTotal) -> Contradiction:
    listed = tuple(pieces)
    added = sum(one.value for one in listed)
    return Contradiction(listed, whole, added, _relative(added, whole.value))


def _in_time(totals: list[ReferenceTotal]) -> Iterator[Contradiction]:
    for whole in totals:
        same = [one for one in totals if one.metric == whole.metric and one is not whole]
        for pieces in _tilings(whole.first, whole.last, same):
            if len(pieces) > 1 or pieces[0].value < whole.value:  # a pair of rival figures once, not twice
                yield _contradiction(pieces, whole)


def _tilings(first: date, last: date, totals: list[ReferenceTotal]) -> Iterator[tuple[ReferenceTotal, ...]]:
    """Every row of totals whose periods follow each other from a first day to a last."""
    for one in totals:
        if one.first == first and one.last == last:
            yield (one,)
        elif one.first == first and one.last < last:
            for others in _tilings(one.last + timedelta(days=1), last, totals):
                yield (one, *others)


def _in_parts(totals: list[ReferenceTotal]) -> Iterator[Contradiction]:
    def _of(one: ReferenceTotal) -> tuple[str, str, date, date]:
        return one.publisher, one.part_of, one.first, one.last

    parts = sorted((one for one in totals if one.part_of), key=_of)
    for (publisher, metric, first, last), group in groupby(parts, key=_of):
        pieces = list(group)
        wholes = [
            one
            for one in totals
            if (one.publisher, one.metric, one.first, one.last) == (publisher, metric, first, last)
        ]
        yield from (_contradiction(pieces, whole) for whole in wholes)
