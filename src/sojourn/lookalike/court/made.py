"""The court look-alike as the command line asks for it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from sojourn.errors import UnknownName
from sojourn.lookalike.court import release
from sojourn.lookalike.court.world import World
from sojourn.lookalike.truth import Account, Fault, Made, PartTruth, Truth

SOURCE = "eoir_cases"
NEXT_MONTH = "next-month"
"""The name under which the second release of the same world is asked for."""


def maker(family: str | None) -> partial[list[Made]]:
    """What writes the first release (no family), or the next month's.

    Raises:
        UnknownName: another family.
    """
    if family not in {None, NEXT_MONTH}:
        raise UnknownName(f"no look-alike of {SOURCE} in the form {family!r}", todo=f"name none, or {NEXT_MONTH}")
    return partial(write, next_month=family == NEXT_MONTH)


def write(rows: int, folder: Path, seed: int, *, faults: bool, next_month: bool = False) -> list[Made]:
    """Write one release of `rows` cases into `folder`; its truth stands beside it."""
    world = World(rows, seed, float(faults), next_month)
    written = release.write(world, folder)
    told = json.loads((written.truth / "truth.json").read_text(encoding="utf-8"))
    return [Made(written.path, _truth(told))]


def _truth(told: dict[str, Any]) -> Truth:
    """The account of the release in the form that all look-alikes share."""
    parts = [PartTruth(name, "", _account(file), {}) for name, file in told["files"].items()]
    faults = [
        Fault(
            one["kind"],
            one["file"],
            one["line"],
            "",
            one["raw"],
            "repaired" if one["expected"] == "either" else one["expected"],
        )
        for one in told["damage"]
    ]
    return Truth(told["release"], SOURCE, NEXT_MONTH if told["next_month"] else "", told["seed"], parts, faults)


def _account(file: dict[str, Any]) -> Account:
    refused, repaired = file.get("quarantined", 0), file.get("repaired", 0) + file.get("either", 0)
    return Account(file["rows"], file["rows"] - refused - repaired, repaired, refused, file.get("blank_lines", 0))
