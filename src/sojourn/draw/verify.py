"""Verification on published files alone: whoever has the folder can check every round without trusting the operator.

A folder has `log.jsonl` and for each round `round-N/list.json`, `beacon.json` and `outcomes.json`; a void round has its list
alone. Format: docs/draw.md. An independent verifier stands beside it in docs/draw/verifier.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sojourn.draw.allocate import allocate, seed_of
from sojourn.draw.beacon import Beacon, chain, read_beacon
from sojourn.draw.canonical import canonical, digest
from sojourn.draw.frozen import Frozen, read_frozen
from sojourn.draw.log import Log, read_log
from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.verification/1"


@dataclass(frozen=True)
class Check:
    """One thing that was checked, of which round, and what is wrong (empty where it holds)."""

    round: int
    what: str
    wrong: str = ""


@dataclass(frozen=True)
class Verification:
    """All checks of a folder."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds, and there was something to check."""
        return bool(self.checks) and not any(check.wrong for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"schema": SCHEMA, "holds": self.holds, "checks": [vars(check) for check in self.checks]}


def verify(folder: Path) -> Verification:
    """Check every round of a published folder.

    Raises:
        BadDraw: the log cannot be read, or its chain is broken; nothing else can be trusted then.
    """
    log = read_log(folder / "log.jsonl")
    rounds = sorted({line.round for line in log.lines})
    checks: list[Check] = []
    last: dict[str, Any] | None = None
    for number in rounds:
        found, outcomes = _round(folder / f"round-{number}", number, log, last)
        checks += found
        last = outcomes or last
    return Verification(tuple(checks))


def _round(
    folder: Path, number: int, log: Log, last: dict[str, Any] | None
) -> tuple[list[Check], dict[str, Any] | None]:
    """The checks of one round, and its outcomes where it was drawn."""
    try:
        frozen = read_frozen(_document(folder / "list.json"), str(folder / "list.json"))
    except BadDraw as error:
        return [Check(number, "the list is what its head says", str(error))], None
    checks = [Check(number, "the list is what its head says"), *_frozen_in_time(number, frozen, log)]
    checks += _carried_over(number, frozen, last)
    if void := log.of("void", number):
        reason = "" if void.told.get("reason") else "no reason is on record"
        return [*checks, Check(number, "a void round has its reason", reason)], None
    if not log.of("draw", number):
        return checks, None
    drawn, outcomes = _drawn(folder, number, frozen, log)
    return [*checks, *drawn], outcomes


def _frozen_in_time(number: int, frozen: Frozen, log: Log) -> Iterator[Check]:
    line = log.of("freeze", number)
    committed = "" if line and line.what == frozen.commitment else "the log commits to another list"
    yield Check(number, "the log committed to this list", committed)
    spoke = chain(frozen.policy.beacon).time_of(frozen.beacon_round)
    late = "" if line and line.at < spoke else f"the beacon spoke at {spoke.isoformat()}, before the list was frozen"
    yield Check(number, "the list was frozen before the beacon spoke", late)


def _carried_over(number: int, frozen: Frozen, last: dict[str, Any] | None) -> Iterator[Check]:
    """Whether what the last drawn round left is what this one begins with."""
    if last is None:
        return
    wrong = "" if frozen.previous == digest(last) else "it names other outcomes"
    yield Check(number, "the list follows from the round before", wrong)
    waiting = [token for token, site, _ in last["drawn"] if not site]
    kept = [one.was for one in frozen.held]
    in_order = kept == [token for token in waiting if token in set(kept)]
    yield Check(number, "the held go first, in their order", "" if in_order else "they were re-ordered or invented")
    credit = "" if dict(frozen.credit) == last["credit"] else "the shares are owed something else"
    yield Check(number, "what shares are owed is carried over", credit)


def _drawn(folder: Path, number: int, frozen: Frozen, log: Log) -> tuple[list[Check], dict[str, Any] | None]:
    try:
        beacon: Beacon = read_beacon(_document(folder / "beacon.json"), frozen.beacon_round)
        published = (folder / "outcomes.json").read_bytes()
    except (BadDraw, OSError) as error:
        return [Check(number, "the beacon is the named one", str(error))], None
    outcomes = allocate(frozen, seed_of(frozen, beacon.randomness))
    same = (
        "" if canonical(outcomes.as_dict()) == published else "the published outcomes are not those of list and beacon"
    )
    line = log.of("draw", number)
    logged = "" if line and line.what == outcomes.digest else "the log has other outcomes"
    checks = [
        Check(number, "the beacon is the named one"),
        Check(number, "the outcomes follow from list and beacon", same),
        Check(number, "the log has these outcomes", logged),
    ]
    return checks, outcomes.as_dict()


def _document(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadDraw(
            f"it cannot be read ({error})", where=str(path), todo="get the file as it was published"
        ) from error
    return document
