"""What the steps from stints to stays and movements share: their form, the rules that may differ, and small parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WHO = ("citizenship", "sex", "criminality")
ATTRIBUTES = (*WHO, "birth_year")
COUNTED = ("facility_code", *WHO)
"""By what movements are counted."""


@dataclass(frozen=True)
class Rules:
    """What may be done differently: `duplicates` says whose flags leave a row out of the stays.

    Rows without a published book-in of the stay begin a new one `gap_hours` after all that came before.
    """

    gap_hours: int = 24
    duplicates: Literal["sojourn", "ddp"] = "sojourn"


@dataclass(frozen=True)
class Step:
    """One temporary table on the way, or (`of_values`) the type of a column whose values are repeated many times.

    `frees` names the tables that no later step reads: without them the next ones stay in memory.
    """

    name: str
    select: str
    of_values: bool = False
    frees: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """The SQL that makes it, in the place of an earlier one, and drops what it frees."""
        what = f"TYPE {self.name} AS ENUM" if self.of_values else f"TEMPORARY TABLE {self.name} AS"
        return "; ".join((f"CREATE OR REPLACE {what} ({self.select})", *(f"DROP TABLE {one}" for one in self.frees)))


def texts(columns: Sequence[str]) -> str:
    """Columns as plain texts again, whatever type they were worked on in."""
    return ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in columns)
