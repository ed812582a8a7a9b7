"""Only the value of the named round, signed by the chain, is taken; anything else stops the draw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from draw.lists import SIGNATURES, beacon
from sojourn.draw.beacon import QUICKNET, chain, read_beacon
from sojourn.errors import BadDraw


def test_a_published_round_is_verified_offline() -> None:
    """The randomness is the one that drand published for round 1000."""
    expected = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"

    assert read_beacon(beacon(1000), 1000).randomness.hex() == expected


def test_a_value_typed_in_capitals_is_the_same_value() -> None:
    """It may come by telephone or on paper."""
    typed = beacon(123) | {"signature": SIGNATURES[123].upper()}

    assert read_beacon(typed, 123) == read_beacon(beacon(123), 123)


@pytest.mark.parametrize("named", [122, 124, 1000])
def test_no_other_round_is_taken(named: int) -> None:
    """Stale, early or latest: whoever may choose the round chooses who is drawn."""
    with pytest.raises(BadDraw, match="the list named round"):
        read_beacon(beacon(123), named)


def test_a_signature_of_another_round_is_refused() -> None:
    """One value for two rounds would make the second draw foreseeable."""
    with pytest.raises(BadDraw, match="did not sign"):
        read_beacon(beacon(1000) | {"signature": SIGNATURES[123]}, 1000)


@pytest.mark.parametrize("digit", [0, 1, 40, 95])
def test_a_wrong_digit_is_found(digit: int) -> None:
    """One of 96 digits typed wrong must not become a draw."""
    text = SIGNATURES[1000]
    wrong = text[:digit] + ("0" if text[digit] != "0" else "1") + text[digit + 1 :]

    with pytest.raises(BadDraw, match="did not sign"):
        read_beacon(beacon(1000) | {"signature": wrong}, 1000)


@pytest.mark.parametrize(
    "document",
    [
        {},
        beacon(1000) | {"signature": ""},
        beacon(1000) | {"signature": SIGNATURES[1000][:-2]},
        beacon(1000) | {"signature": SIGNATURES[1000] + "00"},
        beacon(1000) | {"signature": "g" * 96},
        beacon(1000) | {"signature": " " * 96},
        beacon(1000) | {"signature": 7},
        beacon(1000) | {"round": "1000"},
        beacon(1000) | {"round": 1000.0},
        beacon(1000) | {"round": True},
        beacon(1000) | {"chain": "default"},
        beacon(1000) | {"chain": None},
    ],
)
def test_what_is_no_beacon_stops_the_draw(document: dict[str, Any]) -> None:
    """Without a value there is no draw: it fails closed."""
    with pytest.raises(BadDraw):
        read_beacon(document, 1000)


def test_an_unknown_chain_is_named() -> None:
    """A policy that names one cannot be verified by anybody."""
    with pytest.raises(BadDraw, match="no beacon is called 'dice'"):
        chain("dice")


def test_rounds_have_their_time() -> None:
    """Round 1 at 15:09:27 UTC on 23 August 2023, and then one every three seconds."""
    genesis = datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)

    assert [QUICKNET.time_of(number) for number in (1, 2, 1000)] == [
        genesis,
        genesis + timedelta(seconds=3),
        genesis + timedelta(seconds=2997),
    ]
    assert [QUICKNET.first_after(genesis + timedelta(seconds=late)) for late in (-99, 0, 1, 3)] == [1, 2, 2, 3]


@pytest.mark.parametrize(("frozen_at", "expected"), [(1001, 3400), (3399, 3400), (3400, 4600), (10_000, 10_600)])
def test_after_a_void_round_the_next_one_follows_from_the_policy(frozen_at: int, expected: int) -> None:
    """A wait of one hour is 1,200 rounds: two of them later, or the first whole number of them that is not yet public."""
    assert QUICKNET.next_named(1000, 1, QUICKNET.time_of(frozen_at)) == expected
