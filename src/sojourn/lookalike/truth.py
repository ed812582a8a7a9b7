"""The truth beside an invented file: what was planted where, what becomes of it, and the true answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sojourn.lookalike.frame import Outcome
from sojourn.reading.marked import MARK, TRUTH


@dataclass(frozen=True)
class Fault:
    """One planted fault; `line` is that of the text or the row of the sheet, 0 for a whole file or sheet."""

    kind: str
    sheet: str
    line: int
    column: str
    raw: str
    outcome: Outcome


@dataclass
class Account:
    """What a reader should count; rows = loaded + repaired + quarantined."""

    rows: int = 0
    loaded: int = 0
    repaired: int = 0
    quarantined: int = 0
    blank: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(
            *(mine + theirs for mine, theirs in zip(asdict(self).values(), asdict(other).values(), strict=True))
        )


@dataclass
class PartTruth:
    """The account and the true answers of one sheet, or of a whole file without sheets."""

    sheet: str
    table: str
    account: Account
    answers: dict[str, Any]


@dataclass
class Truth:
    """Everything that is true about one invented file."""

    file: str
    source: str
    family: str
    seed: int
    parts: list[PartTruth] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """The account of the whole file."""
        return sum((part.account for part in self.parts), Account())

    def as_dict(self) -> dict[str, Any]:
        """The truth as its JSON file holds it."""
        return {"invented": MARK, **asdict(self.account), **asdict(self)}


@dataclass(frozen=True)
class Made:
    """One invented file and the truth about it."""

    path: Path
    truth: Truth


def made(path: Path, truth: Truth) -> Made:
    """Write the truth beside its file."""
    text = json.dumps(truth.as_dict(), indent=1, default=str)
    path.with_name(path.name + TRUTH).write_text(text + "\n", encoding="utf-8")
    return Made(path, truth)
