"""The account of one sheet or file: every line is banner, header, blank, note or row, and every row is placed.

rows = loaded + repaired + quarantined        lines = banner + header + blank + notes + continuation + rows
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sojourn.reading.coded import Coded


@dataclass(frozen=True)
class Refused:
    """A row that was not loaded: where it stands, its bytes as published, and why."""

    line: int
    raw: bytes
    reason: str


@dataclass
class Ledger:
    """Counts of lines (text) or sheet rows (workbooks); see the module for the two sums that must hold."""

    lines: int = 0
    banner: int = 0
    header: int = 0
    blank: int = 0
    notes: int = 0
    continuation: int = 0
    rows: int = 0
    loaded: int = 0
    repaired: int = 0
    quarantined: int = 0

    def check(self, where: str) -> None:
        """Fail loudly if a line or a row is unaccounted for: that is a defect of Sojourn, not of the file."""
        lines = self.banner + self.header + self.blank + self.notes + self.continuation + self.rows
        rows = self.loaded + self.repaired + self.quarantined
        assert self.lines == lines, f"{where}: {self.lines} lines, {lines} accounted for"
        assert self.rows == rows, f"{where}: {self.rows} rows, {rows} accounted for"

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass
class Reading:
    """What a reader hands on: text rows on disk, the account so far, and what it refused.

    `traits` tells for each column what its cells show at their ends (see `staged`); None means that nobody looked.
    `further` are the files in which the staging text goes on, and the line with which each begins. `coded` are the
    columns with few texts, as numbers; where these are all columns, the lines of the staging text may have been `spared`
    from some line on.
    """

    headers: tuple[str, ...]
    banner: tuple[str, ...]
    first_line: int
    ledger: Ledger
    refused: list[Refused] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    mended: set[int] = field(default_factory=set)
    line_breaks: bool = False
    floats: bool = False
    traits: list[int] | None = None
    further: list[tuple[Path, int]] = field(default_factory=list)
    coded: Coded | None = None
    spared: bool = False

    def note(self, traits: Iterable[int]) -> None:
        """Add what more cells show at their ends, a number for each column."""
        assert self.traits is not None, "a reader notes from its first row on"
        self.traits = [one | other for one, other in zip(self.traits, traits, strict=True)]
