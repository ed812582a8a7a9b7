"""A kit takes a beacon of the League of Entropy, and no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from draw.kit.clinics import Clock, clinic
from sojourn.draw.beacon import QUICKNET
from sojourn.draw.kit.households import register
from sojourn.draw.kit.rounds import draw, freeze
from sojourn.errors import BadDraw

ROUND_1000 = {
    "chain": "quicknet",
    "round": 1000,
    "signature": "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
}
"""As the relays of drand give it."""


def test_a_round_is_drawn_with_a_beacon_typed_in_by_hand(tmp_path: Path) -> None:
    """The one thing that a clinic needs from outside can come by telephone."""
    clock = Clock(datetime(2023, 8, 23, 14, 30, tzinfo=UTC))
    with clinic(tmp_path, clock) as kit:
        register(kit, 2, ["south"])
        frozen = freeze(kit, {"north": 1, "south": 2}, QUICKNET.time_of(999), ["an auditor"])
        clock.at = QUICKNET.time_of(1000)
        expected = (1000, "drawn", 1)

        drawn = draw(kit, ROUND_1000 | {"signature": str(ROUND_1000["signature"]).upper()})

        assert (frozen.beacon_round, drawn.state, drawn.offered) == expected


def test_a_value_with_one_wrong_digit_is_refused(tmp_path: Path) -> None:
    """A typing error must not decide, and neither must an operator."""
    clock = Clock(datetime(2023, 8, 23, 14, 30, tzinfo=UTC))
    with clinic(tmp_path, clock) as kit:
        freeze(kit, {"north": 1, "south": 2}, QUICKNET.time_of(999), ["an auditor"])
        clock.at = QUICKNET.time_of(1000)
        wrong = str(ROUND_1000["signature"])[:-1] + "8"

        with pytest.raises(BadDraw, match="did not sign"):
            draw(kit, ROUND_1000 | {"signature": wrong})
