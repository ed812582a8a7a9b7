"""Desks: processes of their own that work on one kit, and may be killed at any statement."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from draw.kit.clinics import Clock, value, with_invented_beacons
from sojourn.draw.kit.households import recover, register, renew
from sojourn.draw.kit.offers import cancel, confirm, expire, serve, withdraw
from sojourn.draw.kit.rounds import draw, freeze, void
from sojourn.draw.kit.store import Kit
from sojourn.errors import BadDraw

AUDITORS = ["an auditor"]
PLACES = {"north": 2, "south": 4}
Work = Callable[..., None]


def desk(work: Work, *given: Any) -> ForkServerProcess:
    """A process that does some work, started."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["draw.kit.desks"])
    process = context.Process(target=work, args=given)
    process.start()
    return process


def at_statement(path: Path, at: datetime, action: str, given: str, number: int) -> None:
    """Do one thing, and be killed before the given statement; statements of triggers count."""
    with_invented_beacons(pytest.MonkeyPatch())
    with Kit(path, Clock(at)) as kit:
        left = [number]

        def count(_: str) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        kit.connection.set_trace_callback(count)
        ACTIONS[action](kit, given)


ACTIONS: dict[str, Callable[[Kit, str], Any]] = {
    "register": lambda kit, _: register(kit, 2, ["south"], known_as="file 5"),
    "recover": recover,
    "renew": renew,
    "withdraw": withdraw,
    "freeze": lambda kit, _: freeze(kit, PLACES, auditors=AUDITORS),
    "draw": lambda kit, given: draw(kit, value(int(given))),
    "void": lambda kit, _: void(kit, "a reason"),
    "confirm": confirm,
    "cancel": cancel,
    "serve": serve,
    "expire": lambda kit, _: expire(kit),
}


def busy(path: Path, at: datetime, codes: list[str], seed: int, times: int, told: Path) -> None:
    """Confirm, cancel, renew and register at random; each receipt is noted after it was given."""
    chance = random.Random(seed)
    with Kit(path, Clock(at)) as kit, told.open("a", encoding="utf-8") as notes:
        for _ in range(times):
            action = chance.choice(["confirm", "confirm", "cancel", "renew", "expire", "register"])
            try:
                if action == "register":
                    notes.write(register(kit, chance.randint(1, 4), ["south"]).code + "\n")
                    notes.flush()
                else:
                    ACTIONS[action](kit, chance.choice(codes))
            except BadDraw as error:
                assert "busy" not in str(error)  # noqa: PT017 - a refusal is an answer; to be turned away is none


def freezing(path: Path, at: datetime, told: Path) -> None:
    """Freeze a round, and note whether it could be."""
    with Kit(path, Clock(at)) as kit:
        try:
            freeze(kit, PLACES, auditors=AUDITORS)
        except BadDraw:
            return
        told.write_text("frozen", encoding="utf-8")
