"""Many desks at one kit: nobody lost, no place given twice, whoever is killed in the middle."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from draw.kit.clinics import Clock, clinic, drawn, with_invented_beacons
from draw.kit.desks import AUDITORS, PLACES, busy, desk, freezing
from sojourn.draw.kit.households import register, standing
from sojourn.draw.kit.ledger import Status, status
from sojourn.draw.kit.rounds import freeze
from sojourn.draw.kit.store import Kit

KILLED = -9


def worked(folder: Path, desks: int, times: int, kills: int) -> tuple[Status, list[str], Kit]:
    """A kit after many desks worked at once and some were killed at random; with the receipts that were given."""
    clock = Clock()
    kit = clinic(folder, clock)
    codes = [register(kit, 1 + at % 3, ["south", "north"]).code for at in range(60)]
    drawn(kit, clock, freeze(kit, {"north": 12, "south": 12}, auditors=AUDITORS))
    notes = [folder / f"notes-{at}" for at in range(desks)]
    working = [desk(busy, kit.path, clock.at, codes, at, times, notes[at]) for at in range(desks)]
    chance = random.Random(7)
    for process in chance.sample(working, kills):
        time.sleep(chance.random() / 5)
        process.kill()
    for process in working:
        process.join()
    assert {process.exitcode for process in working} <= {0, KILLED}
    given = [line for note in notes if note.exists() for line in note.read_text(encoding="utf-8").splitlines()]
    return status(kit), [*codes, *given], kit


def prove(now: Status, receipts: list[str], kit: Kit) -> None:
    """No receipt that was given is unknown; the books agree; no site has more people than places."""
    assert now.amiss == ()
    assert now.registered == sum(now.states.values())
    assert all(standing(kit, code) for code in receipts)
    assert len(receipts) <= now.registered
    (over,) = kit.connection.execute("SELECT count(*) FROM place WHERE given > places").fetchone()
    assert over == 0
    kit.close()


def test_desks_that_work_at_once_lose_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clerks confirm and cancel the same place in the same second."""
    with_invented_beacons(monkeypatch)

    prove(*worked(tmp_path, desks=4, times=12, kills=1))


@pytest.mark.slow
def test_sixty_four_desks_killed_at_random_lose_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far beyond what any clinic will see."""
    with_invented_beacons(monkeypatch)

    prove(*worked(tmp_path, desks=64, times=60, kills=24))


@pytest.mark.parametrize("desks", [3, pytest.param(16, marks=pytest.mark.slow)])
def test_of_many_operators_who_freeze_at_once_one_does(tmp_path: Path, desks: int) -> None:
    """Two lists for one round could be chosen between."""
    clock = Clock()
    with clinic(tmp_path, clock) as kit:
        register(kit, 1, list(PLACES))
        told = [tmp_path / f"told-{at}" for at in range(desks)]
        expected = 1

        working = [desk(freezing, kit.path, clock.at, one) for one in told]
        for process in working:
            process.join()

        assert sum(one.exists() for one in told) == expected
        assert status(kit).rounds["frozen"] == 1
