"""Verification on published files alone: whoever has the folder can check every round without trusting the operator.

A folder has `log.jsonl` and for each round `round-N/list.json`, `beacon.json`, `outcomes.json`, and `reassignment-K.json` for
each time that places were given back; a void round has its list alone. Of sealed rounds the public has the sealed forms and
the auditors the full ones: both are verified here. Format: docs/draw.md. An independent verifier stands in docs/draw/verifier.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sojourn.draw.allocate import Outcomes, allocate, seed_of
from sojourn.draw.beacon import Beacon, Chain, chain, read_beacon
from sojourn.draw.canonical import canonical, digest, read_file
from sojourn.draw.frozen import Frozen, read_frozen
from sojourn.draw.log import Line, Log, read_log
from sojourn.draw.reassignment import Reassignment, replayed
from sojourn.draw.sealed import Sealed, order_faults, read_sealed
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

    def as_text(self) -> str:
        """A line for each check, and what it comes to."""
        lines = [
            f"{'DOES NOT HOLD' if check.wrong else 'holds':13}  round {check.round}: {check.what}"
            + (f": {' '.join(check.wrong.split())}" if check.wrong else "")
            for check in self.checks
        ]
        failed = sum(bool(check.wrong) for check in self.checks)
        total = (
            f"{len(self.checks)} checks, all hold."
            if self.holds
            else f"{len(self.checks)} checks, {failed} do not hold."
        )
        return "\n".join([*lines, total])


@dataclass(frozen=True)
class _Before:
    """What the rounds before left: the digest of the last outcomes, who may be held, what shares are owed, what was void."""

    digest: str = ""
    waiting: tuple[str, ...] = ()
    credit: Mapping[str, int] | None = None
    late: int | None = None


def verify(folder: Path) -> Verification:
    """Check every round of a published folder.

    Raises:
        BadDraw: the log cannot be read, or its chain is broken; nothing else can be trusted then.
    """
    log = read_log(folder / "log.jsonl")
    checks: list[Check] = []
    before = _Before(credit={})
    with _without_collection():
        for number in sorted({line.round for line in log.lines}):
            found, before = _round(folder / f"round-{number}", number, log, before)
            checks += found
    return Verification(tuple(checks))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Without looks for cycles: a million entries hold none, and to look each time takes as long as all the rest."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def read_list(document: Mapping[str, Any], where: str = "list") -> Frozen | Sealed:
    """A published list, whole or sealed.

    Raises:
        BadDraw: it says what it is not.
    """
    return read_sealed(document, where) if "sealed" in document else read_frozen(document, where)


def _round(folder: Path, number: int, log: Log, before: _Before) -> tuple[list[Check], _Before]:
    """The checks of one round, and what it leaves to the next."""
    what = "the list is what its head says"
    try:
        frozen = read_list(read_file(folder / "list.json"), str(folder / "list.json"))
        speaks = _spoken(frozen)
    except BadDraw as error:
        return [Check(number, what, str(error))], before
    checks = [
        Check(number, what),
        *_frozen_in_time(number, frozen, speaks, log),
        *_follows(number, frozen, before, log),
    ]
    if void := log.of("void", number):
        checks += _void(number, folder, frozen, speaks, void)
        return checks, _after_void(speaks, void, before)
    if line := log.of("draw", number):
        found, left = _drawn(folder, frozen, speaks, line, log)
        return [*checks, *found], left or before
    return checks, before


@dataclass(frozen=True)
class _Speaks:
    """The chain and the round that a list named."""

    chain: Chain
    round: int

    @property
    def at(self) -> Any:
        return self.chain.time_of(self.round)


def _spoken(frozen: Frozen | Sealed) -> _Speaks:
    return _Speaks(chain(frozen.policy.beacon), _head(frozen)["beacon_round"])


def _head(frozen: Frozen | Sealed) -> Mapping[str, Any]:
    return frozen.head() if isinstance(frozen, Frozen) else frozen.head


def _frozen_in_time(number: int, frozen: Frozen | Sealed, speaks: _Speaks, log: Log) -> Iterator[Check]:
    line = log.of("freeze", number)
    same = line and line.what == frozen.commitment and _head(frozen)["round"] == number
    yield Check(number, "the log committed to this list", "" if same else "the log commits to another list")
    late = "" if line and line.at < speaks.at else f"the beacon spoke at {speaks.at.isoformat()}, before it was frozen"
    yield Check(number, "the list was frozen before the beacon spoke", late)


def _follows(number: int, frozen: Frozen | Sealed, before: _Before, log: Log) -> Iterator[Check]:
    """Whether what the last drawn round left is what this one begins with; the first begins with nothing."""
    head = _head(frozen)
    wrong = "" if head["previous"] == before.digest else "it names other outcomes"
    yield Check(number, "the list follows from the round before", wrong)
    kept = [was for was, _ in head["held"]]
    in_order = kept == [token for token in before.waiting if token in set(kept)]
    yield Check(number, "the held go first, in their order", "" if in_order else "they were re-ordered or invented")
    if before.credit is not None:
        credit = "" if head["credit"] == before.credit else "the shares are owed something else"
        yield Check(number, "what shares are owed is carried over", credit)
    line = log.of("freeze", number)
    if before.late is not None and line:
        owed = chain(frozen.policy.beacon).next_named(before.late, frozen.policy.wait_hours, line.at)
        named = "" if head["beacon_round"] == owed else f"the round to be named was {owed}"
        yield Check(number, "after a void round the next beacon was not chosen", named)


def _void(number: int, folder: Path, frozen: Frozen | Sealed, speaks: _Speaks, void: Line) -> Iterator[Check]:
    reason = "" if void.told.get("reason") else "no reason is on record"
    yield Check(number, "a void round has its reason", reason)
    waited = speaks.at + timedelta(hours=frozen.policy.wait_hours)
    early = f"the beacon spoke at {speaks.at.isoformat()}, and it is waited for until {waited.isoformat()}"
    in_time = void.at < speaks.at or void.at >= waited
    yield Check(number, "a round is void before the beacon speaks, or after the wait", "" if in_time else early)
    if (folder / "beacon.json").exists():
        yield Check(number, "a void round has no beacon", "it has one: to draw again after that is a choice")


def _after_void(speaks: _Speaks, void: Line, before: _Before) -> _Before:
    """The next round begins with what this one did; where the beacon was late, its own is not free to choose."""
    late = speaks.round if void.at >= speaks.at else None
    return _Before(before.digest, before.waiting, before.credit, late)


def _drawn(
    folder: Path, frozen: Frozen | Sealed, speaks: _Speaks, line: Line, log: Log
) -> tuple[list[Check], _Before | None]:
    what = "the beacon is the named one"
    try:
        beacon: Beacon = read_beacon(read_file(folder / "beacon.json"), speaks.round, frozen.policy.beacon)
        published = read_file(folder / "outcomes.json")
    except BadDraw as error:
        return [Check(line.round, what, str(error))], None
    early = "" if line.at >= speaks.at else f"the beacon spoke at {speaks.at.isoformat()} only"
    checks = [Check(line.round, what), Check(line.round, "the round was drawn after the beacon spoke", early)]
    seed = seed_of(frozen, beacon.randomness)
    if isinstance(frozen, Sealed):
        return _sealed(checks, frozen, seed, published, line)
    outcomes = allocate(frozen, seed)
    same = "" if canonical(outcomes.as_dict()) == canonical(published) else "they are not those of list and beacon"
    checks.append(Check(line.round, "the outcomes follow from list and beacon", same))
    logged = "" if line.what == outcomes.digest else "the log has other outcomes"
    checks.append(Check(line.round, "the log has these outcomes", logged))
    checks += _reassigned(folder, frozen, outcomes, log)
    return checks, _Before(outcomes.digest, outcomes.held, outcomes.credit)


def _sealed(
    checks: list[Check], frozen: Sealed, seed: bytes, published: Mapping[str, Any], line: Line
) -> tuple[list[Check], _Before]:
    faults = "; ".join(order_faults(frozen, seed, published))
    checks.append(Check(line.round, "the sealed draw went in the order of the hashes", faults))
    logged = line.what == published.get("outcomes") and line.told.get("sealed") == digest(published)
    checks.append(Check(line.round, "the log has these outcomes", "" if logged else "the log has other outcomes"))
    drawn = () if faults else tuple(token for token, _ in published["drawn"])
    return checks, _Before(line.what, drawn)


def _reassigned(folder: Path, frozen: Frozen, outcomes: Outcomes, log: Log) -> Iterator[Check]:
    """Each reassignment that the log has, made again."""
    done: list[Reassignment] = []
    for line in log.all_of("reassign", frozen.round):
        path = folder / f"reassignment-{len(done) + 1}.json"
        what = f"reassignment {len(done) + 1} follows from what was given back"
        try:
            document = read_file(path)
            made = replayed(frozen, outcomes, done, document, str(path))
        except BadDraw as error:
            yield Check(frozen.round, what, str(error))
            return
        same = canonical(document) == canonical(made.as_dict()) and line.what == made.digest
        yield Check(frozen.round, what, "" if same else "others were drawn, or the log has something else")
        done.append(made)
