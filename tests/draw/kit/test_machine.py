"""Whatever a clinic does in whatever order, the books agree after each step, and what it publishes can be verified."""

from __future__ import annotations

import random
import secrets
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from draw.kit.clinics import Clock, clinic, value, with_invented_beacons
from sojourn.draw.kit.departure import publish
from sojourn.draw.kit.households import LIVE, change, merge, recover, register, renew, standing
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.offers import cancel, confirm, expire, serve, withdraw
from sojourn.draw.kit.rounds import Round, draw, freeze, void
from sojourn.draw.verify import verify
from sojourn.errors import BadDraw


def tried(action: Any, *given: Any) -> Any:
    """What an operation gives, or None where the kit refuses it."""
    try:
        return action(*given)
    except BadDraw:
        return None


class ClinicDays(RuleBasedStateMachine):
    """A clinic that does anything at any time; the model knows codes, first weeks and who is still there."""

    codes = Bundle("codes")

    @initialize(target=codes, north=st.integers(0, 4))
    def open(self, north: int) -> Any:
        self.patch = pytest.MonkeyPatch()
        with_invented_beacons(self.patch)
        self.patch.setattr(secrets, "choice", random.Random(0).choice)  # codes decide draws: a run must be repeatable
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.kit = clinic(Path(self.folder.name), self.clock)
        self.places = north
        self.since: dict[str, str] = {}
        self.frozen: Round | None = None
        self.registered = 0
        return multiple(*(self.register(1 + at % 4, at % 2 == 0) for at in range(8)))

    def teardown(self) -> None:
        if hasattr(self, "kit"):
            public = Path(self.folder.name) / "for-auditors"
            publish(self.kit, public, auditors=True)
            checks = verify(public).checks
            self.kit.close()
            self.folder.cleanup()
            self.patch.undo()
            assert [check for check in checks if check.wrong] == []

    @rule(target=codes, size=st.integers(1, 6), both=st.booleans())
    def register(self, size: int, both: bool) -> str:
        receipt = register(self.kit, size, ["north", "south"] if both else ["south"])
        self.registered += 1
        today = self.clock.at.date()
        self.since[receipt.code] = (today - timedelta(days=today.weekday())).isoformat()
        return receipt.code

    @rule(target=codes, code=consumes(codes))
    def recover(self, code: str) -> Any:
        receipt = tried(recover, self.kit, code)
        if receipt is None:
            return multiple()
        self.since[receipt.code] = self.since.pop(code)
        return receipt.code

    @rule(code=codes, size=st.integers(1, 6))
    def change(self, code: str, size: int) -> None:
        tried(change, self.kit, code, size)

    @rule(code=codes, other=codes)
    def merge(self, code: str, other: str) -> None:
        if tried(merge, self.kit, code, other):
            self.since[code] = min(self.since[code], self.since[other])

    @rule(code=codes, action=st.sampled_from([renew, confirm, confirm, confirm, cancel, serve, withdraw]))
    def act(self, code: str, action: Any) -> None:
        tried(action, self.kit, code)

    @rule(south=st.integers(0, 9))
    def freeze(self, south: int) -> None:
        self.frozen = (
            tried(freeze, self.kit, {"north": self.places, "south": south}, None, ["an auditor"]) or self.frozen
        )

    @rule(south=st.integers(0, 9), answers=st.lists(st.sampled_from([confirm, confirm, cancel, standing]), max_size=8))
    def draw_and_answer(self, south: int, answers: list[Any]) -> None:
        self.freeze(south)
        self.draw()
        for answer, code in zip(answers, list(self.since), strict=False):
            tried(answer, self.kit, code)

    @rule()
    def draw(self) -> None:
        if self.frozen:
            self.clock.at = max(self.clock.at, datetime.fromisoformat(self.frozen.speaks_at))
            tried(draw, self.kit, value(self.frozen.beacon_round))

    @rule()
    def void(self) -> None:
        tried(void, self.kit, "a pipe burst")

    @rule(hours=st.sampled_from([0, 1, 13, 24, 24, 80, 240]))
    def wait_and_expire(self, hours: int) -> None:
        self.clock.turn(hours=hours)
        expire(self.kit)

    @rule(hours=st.sampled_from([1, 13, 24]))
    def wait(self, hours: int) -> None:
        self.clock.turn(hours=hours)

    @invariant()
    def nobody_is_lost_and_no_place_is_given_twice(self) -> None:
        if hasattr(self, "kit"):
            now = status(self.kit)
            assert now.amiss == ()
            assert now.registered == sum(now.states.values()) == self.registered

    @invariant()
    def everyone_keeps_the_first_date(self) -> None:
        for code, since in list(getattr(self, "since", {}).items())[-3:]:
            stands = standing(self.kit, code)
            if stands.state in LIVE:
                assert stands.since == since
                assert date.fromisoformat(since).weekday() == 0


TestQuickly = ClinicDays.TestCase
TestQuickly.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


class ManyDays(ClinicDays):
    """The same for long."""


TestAtLength = pytest.mark.slow(ManyDays.TestCase)
TestAtLength.settings = settings(
    max_examples=200, stateful_step_count=100, deadline=None, suppress_health_check=list(HealthCheck)
)
