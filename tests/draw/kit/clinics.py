"""Invented clinics: a kit with a clock that tests turn, and beacons whose signature is a hash that tests can make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sojourn.draw import beacon
from sojourn.draw.beacon import Beacon
from sojourn.draw.kit.rounds import Round, draw
from sojourn.draw.kit.store import Kit, create
from sojourn.draw.policy import Policy, read_policy
from sojourn.errors import BadDraw

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
POLICY = {
    "schema": "sojourn.draw.policy/1",
    "name": "an invented clinic",
    "sites": ["north", "south"],
    "reserved": [1, 2],
    "classes": [],
    "largest": 6,
    "hold_days": 10,
    "confirm_hours": 23,
    "horizon_days": 3,
    "keep_days": 30,
    "beacon": "quicknet",
    "wait_hours": 12,
}


def policy(**changed: Any) -> Policy:
    """The invented policy, with changes."""
    return read_policy({**POLICY, **changed})


@dataclass
class Clock:
    """A clock that stands until it is turned."""

    at: datetime = field(default=MONDAY)

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


def clinic(folder: Path, clock: Clock | None = None, **changed: Any) -> Kit:
    """A new kit in a folder."""
    return create(folder / "kit.db", policy(**changed), clock or Clock())


def signature(number: int) -> str:
    """What stands for the chain's signature of a round in these tests."""
    return hashlib.sha384(b"%d" % number).hexdigest()


def value(number: int) -> dict[str, Any]:
    """The beacon's value of a round, as a person would type it in."""
    return {"chain": "quicknet", "round": number, "signature": signature(number)}


def _check(given: Beacon) -> None:
    if given.signature != signature(given.round):
        raise BadDraw("the chain did not sign this value", where="beacon", todo="type it again")


def with_invented_beacons(patch: pytest.MonkeyPatch) -> None:
    """Take our hash for the signature of the chain."""
    patch.setattr(beacon, "_check_signature", _check)


def drawn(kit: Kit, clock: Clock, frozen: Round) -> Round:
    """Wait for the beacon of a frozen round and draw it."""
    clock.at = datetime.fromisoformat(frozen.speaks_at) + timedelta(minutes=5)
    return draw(kit, value(frozen.beacon_round))
