"""The finding: what a measure returns. A value or a reason why there is none, and all that a reader needs to check it.

A finding is rendered, never recomputed: `text`, `paragraph`, `as_dict` (JSON), `as_csv` and the page are
renderings of the same object.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal

from sojourn.breakdown import Breakdown
from sojourn.tiers import Tier, Told
from sojourn.words.figures import number

Status = Literal["answered", "too few", "not covered", "not determinable"]
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins: these four signs, and the same in full width."""
_UNSEEN = " \t\r\n\x00\xa0\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
"""Blanks and signs of no width, which a program may pass over."""
SCHEMA = "sojourn.finding/1"
"""Name and version of the JSON form; docs/json.md describes it."""


@dataclass(frozen=True)
class Interval:
    """What the value could be: limits, and the method in words. `low` and `high` have the unit of the value."""

    low: float
    high: float
    method: str


@dataclass(frozen=True)
class Caveat:
    """One thing to know before the number is used; `warning` ones change what may be concluded."""

    text: str
    severity: Literal["note", "warning"] = "note"


@dataclass(frozen=True)
class Rival:
    """The same question answered by someone else or under another definition.

    `compares` says how its definition differs from ours; `counted` is whether Sojourn counted it, in another release.
    """

    value: float
    unit: str
    publisher: str
    published: str
    compares: str
    counted: bool = False


@dataclass(frozen=True)
class Definition:
    """Who is counted, who is not, by which date, and how."""

    question: str
    counted: str
    not_counted: str
    date_basis: str
    estimator: str


@dataclass(frozen=True)
class Provenance:
    """The releases and the SHA-256 of every file that the value was computed from, and the SQL."""

    releases: tuple[str, ...]
    files: tuple[str, ...]
    sql: str
    invented: bool = False


YEARS: Final = ("year", "fiscal_year")
"""Columns of a finding whose numbers are years."""


def no_breakdown() -> None:
    """The breakdown of a finding that has none."""


@dataclass(frozen=True)
class Finding:
    """The answer of one measure to one question.

    `value` is in `unit`. Where `status` is not "answered" there is no value, and `reason` says why. `rows` is the
    table behind or beside the value, with the names of its columns in `columns`; `breaks_down`
    makes the breakdown, which says what its counts are of, and is asked only where the finding is to leave the machine.
    """

    measure: str
    parameters: Mapping[str, Any]
    unit: str
    definition: Definition
    provenance: Provenance
    told: Told
    status: Status = "answered"
    reason: str = ""
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    denominator_is: str = ""
    interval: Interval | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    caveats: tuple[Caveat, ...] = ()
    rivals: tuple[Rival, ...] = ()
    breaks_down: Callable[[], Breakdown | None] = field(default=no_breakdown, compare=False, repr=False)
    sentence: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status == "answered":
            assert self.sentence, f"{self.measure}: an answer without a sentence"
            assert self.provenance.files, f"{self.measure}: an answer without a source"
            assert self.value is None or (self.interval and self.denominator is not None), (
                f"{self.measure}: a bare number"
            )
        else:
            assert self.reason, f"{self.measure}: no value and no reason"
            assert self.value is None

    @property
    def printed_rows(self) -> tuple[tuple[Any, ...], ...]:
        """The rows as people read them: a year is no count, and 2,025 no year."""
        years = {at for at, name in enumerate(self.columns) if name in YEARS}
        return tuple(
            tuple(str(cell) if at in years and isinstance(cell, int) else cell for at, cell in enumerate(row))
            for row in self.rows
        )

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """What the counts are of; None where the finding does not say."""
        return self.breaks_down()

    @property
    def tier(self) -> Tier:
        """How far the finding may travel; it follows from what the finding tells about people."""
        return self.told.tier

    @cached_property
    def id(self) -> str:
        """A short name to cite: it depends on the measure, its parameters, the files' bytes and the answer."""
        basis = [
            self.measure,
            {name: _plain(value) for name, value in sorted(self.parameters.items())},
            sorted(self.provenance.files),
            self.status,
            _plain(self.value),
            [_plain(list(row)) for row in self.rows],
        ]
        digest = hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).digest()
        return "S-" + base64.b32encode(digest).decode()[:8].lower()

    def shown(self, value: float | None) -> str:
        """A value of this finding as people read it: shares and changes as per cent."""
        if value is None or not self.unit.startswith(("share", "relative change")):
            return number(value)
        return f"{100 * value:+.1f} %" if self.unit == "relative change" else f"{100 * value:.1f} %"

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, with stable keys."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "measure": self.measure,
            "parameters": {name: _plain(value) for name, value in self.parameters.items()},
            "status": self.status,
            "reason": self.reason,
            "sentence": self.sentence,
            "value": _plain(self.value),
            "unit": self.unit,
            "numerator": _plain(self.numerator),
            "denominator": _plain(self.denominator),
            "denominator_is": self.denominator_is,
            "interval": vars(self.interval) if self.interval else None,
            "columns": list(self.columns),
            "rows": [_plain(list(row)) for row in self.rows],
            "definition": vars(self.definition),
            "caveats": [vars(caveat) for caveat in self.caveats],
            "rivals": [vars(rival) for rival in self.rivals],
            "tier": self.tier,
            "details": _plain(dict(self.details)),
            "releases": list(self.provenance.releases),
            "files": list(self.provenance.files),
            "invented": self.provenance.invented,
            "sql": self.provenance.sql,
        }

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        """Columns and rows: of the table where there is one, else of the single value."""
        limits = (self.interval.low, self.interval.high) if self.interval else (None, None)
        if self.rows:
            return self.columns, self.rows
        columns = ("value", "unit", "numerator", "denominator", "low", "high")
        return columns, ((self.value, self.unit, self.numerator, self.denominator, *limits),)

    def as_csv(self) -> str:
        """The table (or the single value) as CSV, with the citation above it; cells cannot become formulas."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([f"{self.measure} {self.id}"])
        writer.writerow([harmless(self.sentence or self.reason)])
        writer.writerow([])
        columns, rows = self.table()
        writer.writerow(columns)
        writer.writerows([harmless(cell) for cell in row] for row in rows)
        return out.getvalue()

    def paragraph(self) -> str:
        """The finding in sentences, to paste into a report."""
        parts = [self.sentence or f"There is no figure: {self.reason}."]
        if self.interval and self.value is not None:
            parts.append(
                f"Range {self.shown(self.interval.low)} to {self.shown(self.interval.high)} ({self.interval.method})."
            )
        parts.append(f"Counted: {self.definition.counted}. Not counted: {self.definition.not_counted}.")
        parts += [caveat.text for caveat in self.caveats]
        parts.append(f"Source: {', '.join(self.provenance.releases) or 'none'}. Sojourn {self.id}.")
        return " ".join(parts)

    def __repr__(self) -> str:
        answer = f"{self.shown(self.value)} {self.unit}" if self.value is not None else self.sentence or self.reason
        return f"<Finding {self.id} {self.measure}: {self.status}, {answer}>"


def _plain(value: Any) -> Any:
    """A value as JSON has it; a table has thousands of texts and whole numbers, which are looked at first."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return value if isinstance(value, float) else str(value)


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet program would run gets an apostrophe, also where blanks or invisible signs stand before it.

    Source: OWASP ASVS 5.0, 1.2.10; OWASP, CSV Injection, which names the full-width signs too.
    """
    if not isinstance(cell, str) or not cell:
        return cell
    seen = cell.lstrip(_UNSEEN)
    return "'" + cell if cell[0] in "\t\r\n" or seen.startswith(_FORMULA) else cell
