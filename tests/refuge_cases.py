"""The case table: tests/refuge/cases/*.csv, one case a row.

Facts are written as `base; fact=value; fact=value`, values as in TOML, on top of a base of bases.toml; the members of a
household stand apart by ` | `, in the facts as in what is expected of them. Expected are the eligibility, exactly the
paragraphs that are met and those that are open, consequences that follow (`?` before one that is open), some that do not,
and days that are told (`appeal.file_by=2026-06-25`). `source` is the provision or decision from which the row was written
before the rules were asked; `reviewer` and `reviewed` wait for a lawyer.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sojourn.refuge.facts import Household, household

FOLDER = Path(__file__).parent / "refuge" / "cases"


@dataclass(frozen=True)
class Expected:
    """What a row expects of one person."""

    eligibility: str
    met: tuple[str, ...]
    unknown: tuple[str, ...]
    follows: tuple[str, ...]
    follows_not: tuple[str, ...]
    open: tuple[str, ...]
    days: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Row:
    """One case: a household, the day whose law is asked, and what is expected of each member."""

    id: str
    facts: tuple[dict[str, Any], ...]
    law_day: date
    expected: tuple[Expected, ...]
    source: str

    @property
    def household(self) -> Household:
        """The household as the facts reader makes it."""
        return household({"person": [dict(one) for one in self.facts]}, self.id)


@cache
def rows() -> tuple[Row, ...]:
    """Every case of every file."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += [_row(cells) for cells in csv.DictReader(lines)]
    return tuple(found)


@cache
def bases() -> dict[str, dict[str, Any]]:
    """The facts that rows start from, by name."""
    document = tomllib.loads((FOLDER / "bases.toml").read_text(encoding="utf-8"))
    made: dict[str, dict[str, Any]] = {}
    for name, facts in document.items():
        made[name] = made.get(facts.pop("from", ""), {}) | facts
    return made


def _row(cells: dict[str, str]) -> Row:
    people = tuple(_facts(text) for text in cells["facts"].split(" | "))
    columns = ("eligibility", "met", "unknown", "follows", "not_follows", "days")
    each = [_apart(cells[column], len(people)) for column in columns]
    expected = tuple(_expected(*texts) for texts in zip(*each, strict=True))
    return Row(cells["id"], people, date.fromisoformat(cells["law_day"]), expected, cells["source"])


def _facts(text: str) -> dict[str, Any]:
    base, *own = text.split("; ")
    return bases()[base] | tomllib.loads("\n".join(own))


def _apart(text: str, people: int) -> list[str]:
    """A cell's part of each person; an empty cell expects nothing of anybody."""
    parts = [part.strip() for part in text.split("|")]
    return parts if text else [""] * people


def _expected(eligibility: str, met: str, unknown: str, follows: str, not_follows: str, days: str) -> Expected:
    told = []
    for one in days.split():
        path, _, day = one.partition("=")
        consequence, _, name = path.partition(".")
        told.append((consequence, name, day))
    sure = tuple(id for id in follows.split() if not id.startswith("?"))
    waits = tuple(id[1:] for id in follows.split() if id.startswith("?"))
    return Expected(
        eligibility,
        tuple(met.split()),
        tuple(unknown.split()),
        sure,
        tuple(not_follows.split()),
        waits,
        tuple(told),
    )
