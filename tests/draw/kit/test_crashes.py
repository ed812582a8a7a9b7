"""Killed before any statement of any operation, the kit has done all of it or nothing."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from draw.kit.clinics import Clock, clinic, drawn, with_invented_beacons
from draw.kit.desks import ACTIONS, AUDITORS, PLACES, at_statement, desk
from sojourn.draw.kit.households import register, standing
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.rounds import freeze
from sojourn.draw.kit.store import Kit

KILLED = -9
Prepared = tuple[Path, datetime, str]


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Prepared:
    """A kit in which the action can be done, the time, and what the action needs."""
    with_invented_beacons(monkeypatch)
    action, clock = request.param, Clock()
    with clinic(tmp_path, clock) as kit:
        codes = [register(kit, 1 + at % 3, ["south", "north"]).code for at in range(6)]
        given = codes[0]
        if action in ("draw", "void", "confirm", "cancel", "serve", "expire"):
            frozen = freeze(kit, PLACES, auditors=AUDITORS)
            given = str(frozen.beacon_round)
            if action == "draw":
                clock.at = datetime.fromisoformat(frozen.speaks_at)
            elif action != "void":
                drawn(kit, clock, frozen)
                given = next(code for code in codes if standing(kit, code).state == "offered")
            if action == "expire":
                clock.turn(hours=30)
    return tmp_path / "kit.db", clock.at, given


def looked_at(path: Path, at: datetime) -> dict[str, Any]:
    """What a kit says of itself, after the books were proved."""
    with Kit(path, Clock(at + timedelta(minutes=1))) as kit:
        now = status(kit)
        assert now.amiss == ()
        assert now.registered == sum(now.states.values())
        return now.as_dict()


def killed_everywhere(prepared: Prepared, action: str, step: int) -> int:
    """Kill the action before every step-th statement; gives at how many it was killed."""
    kit, at, given = prepared
    before, kills = looked_at(kit, at), 0
    seen = []
    for number in range(1, 10_000, step):
        copy = kit.with_name("copy.db")
        for end in ("", "-wal", "-shm"):
            copy.with_name(copy.name + end).unlink(missing_ok=True)
        shutil.copy(kit, copy)
        process = desk(at_statement, copy, at, action, given, number)
        process.join()
        seen.append(looked_at(copy, at))
        if process.exitcode != KILLED:
            assert process.exitcode == 0
            break
        kills += 1
    assert all(one in (before, seen[-1]) for one in seen)
    return kills


@pytest.mark.parametrize(("prepared", "action"), [(one, one) for one in ("register", "draw")], indirect=["prepared"])
def test_a_kit_that_is_killed_has_done_all_or_nothing(prepared: Prepared, action: str) -> None:
    """Power fails in clinics, and a receipt that was given must stand."""
    assert killed_everywhere(prepared, action, step=15) >= 1


@pytest.mark.slow
@pytest.mark.parametrize(("prepared", "action"), [(one, one) for one in ACTIONS], indirect=["prepared"])
def test_a_kit_that_is_killed_before_any_statement_has_done_all_or_nothing(prepared: Prepared, action: str) -> None:
    """The same for every statement of every operation."""
    assert killed_everywhere(prepared, action, step=1) >= 3
