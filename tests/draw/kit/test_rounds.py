"""Rounds: one draw each, with the beacon that was named before; a void one stays on record with its reason."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from draw.kit.clinics import Clock, clinic, drawn, value, with_invented_beacons
from sojourn.draw.beacon import QUICKNET
from sojourn.draw.kit.departure import publish
from sojourn.draw.kit.households import Receipt, register, standing
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.offers import expire, withdraw
from sojourn.draw.kit.rounds import Round, draw, freeze, void
from sojourn.draw.kit.store import Kit
from sojourn.draw.verify import verify
from sojourn.errors import BadDraw, GateError

AUDITORS = ["an auditor"]
PLACES = {"north": 2, "south": 3}


@pytest.fixture
def households(kit: Kit) -> list[Receipt]:
    """Twelve households of one to three people."""
    return [register(kit, 1 + at % 3, ["south", "north"]) for at in range(12)]


@pytest.fixture
def frozen(kit: Kit, households: list[Receipt]) -> Round:
    """A round of these households, frozen."""
    assert len(households) == 12
    return freeze(kit, PLACES, auditors=AUDITORS)


def test_a_frozen_round_names_a_beacon_that_is_not_yet_public(kit: Kit, clock: Clock, frozen: Round) -> None:
    """Whoever knows the value when the list closes can choose who is in it."""
    expected = clock.at + timedelta(hours=1)

    speaks = datetime.fromisoformat(frozen.speaks_at)

    assert expected < speaks <= expected + timedelta(seconds=3)
    assert (frozen.households, frozen.state) == (12, "frozen")
    assert kit.connection.execute("SELECT count(*) FROM entry").fetchone() == (12,)


def test_a_beacon_of_the_past_cannot_be_named(kit: Kit, clock: Clock) -> None:
    """It would be known already."""
    with pytest.raises(BadDraw, match="past"):
        freeze(kit, PLACES, clock.at, AUDITORS)


def test_a_second_round_cannot_be_frozen_beside_the_first(kit: Kit, frozen: Round) -> None:
    """Two lists with one beacon are two draws of which one can be chosen."""
    with pytest.raises(BadDraw, match="frozen already"):
        freeze(kit, PLACES, auditors=AUDITORS)

    with pytest.raises(sqlite3.IntegrityError):
        kit.connection.execute("INSERT INTO round (number, list) VALUES (?, '{}')", (frozen.number + 1,))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"chain": "quicknet", "round": "1", "signature": "ab"},
        {"chain": "quicknet", "round": None, "signature": None},
        {"chain": "latest", "round": 1, "signature": "ab" * 48},
    ],
)
def test_what_is_no_beacon_is_refused_and_the_round_waits(
    kit: Kit, clock: Clock, frozen: Round, document: dict[str, Any]
) -> None:
    """Fail closed: no value, no draw."""
    clock.at = datetime.fromisoformat(frozen.speaks_at)

    with pytest.raises(BadDraw):
        draw(kit, document)

    assert status(kit).rounds == {"frozen": 1, "drawn": 0, "void": 0}


@pytest.mark.parametrize("other", [-1, 1, -20_000])
def test_the_value_of_another_round_is_refused(kit: Kit, clock: Clock, frozen: Round, other: int) -> None:
    """The latest or the next beacon is one that somebody chose."""
    clock.at = datetime.fromisoformat(frozen.speaks_at) + timedelta(minutes=1)

    with pytest.raises(BadDraw, match="the list named round"):
        draw(kit, value(frozen.beacon_round + other))


def test_a_value_that_the_chain_did_not_sign_is_refused(kit: Kit, clock: Clock, frozen: Round) -> None:
    """An operator could otherwise type in what suits."""
    clock.at = datetime.fromisoformat(frozen.speaks_at)

    with pytest.raises(BadDraw, match="did not sign"):
        draw(kit, value(frozen.beacon_round) | {"signature": "0" * 96})


def test_a_round_is_drawn_once(kit: Kit, clock: Clock, frozen: Round) -> None:
    """A draw that can be run again can be run until it pleases."""
    first = drawn(kit, clock, frozen)

    with pytest.raises(BadDraw, match="no round is frozen"):
        draw(kit, value(frozen.beacon_round))
    with pytest.raises(BadDraw, match="no round is frozen"):
        void(kit, "it did not please")

    assert first.state == "drawn"
    with pytest.raises(sqlite3.IntegrityError, match="stays"):
        kit.connection.execute("UPDATE round SET state = 'void', outcomes = NULL, beacon = NULL, day = NULL")


def test_a_frozen_list_cannot_be_changed(kit: Kit, frozen: Round) -> None:
    """Not even by hand in the file."""
    assert frozen.state == "frozen"

    for sql in (
        "UPDATE round SET list = '{}'",
        "DELETE FROM entry",
        "UPDATE place SET places = 9",
        "UPDATE log SET line = '{}'",
        "DELETE FROM log",
        "DELETE FROM household",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            kit.connection.execute(sql)


def test_a_round_cannot_be_void_while_its_value_may_be_used(kit: Kit, clock: Clock, frozen: Round) -> None:
    """Whoever may give up a value that is known may choose among values."""
    speaks = datetime.fromisoformat(frozen.speaks_at)
    for at in (speaks, speaks + timedelta(hours=11, minutes=59)):
        clock.at = at
        with pytest.raises(BadDraw, match="would be to choose"):
            void(kit, "we wait no longer")

    assert status(kit).rounds["frozen"] == 1


def test_a_beacon_that_is_too_late_voids_the_round_and_the_next_is_named_by_rule(
    kit: Kit, clock: Clock, frozen: Round, tmp_path: Path
) -> None:
    """The operator can choose neither value nor round."""
    speaks = datetime.fromisoformat(frozen.speaks_at)
    clock.at = speaks + timedelta(hours=12)
    with pytest.raises(BadDraw, match="was waited for"):
        draw(kit, value(frozen.beacon_round))
    expected = QUICKNET.time_of(frozen.beacon_round) + timedelta(hours=24)

    ended = void(kit, "the relays were down")
    again = freeze(kit, PLACES, clock.at + timedelta(minutes=5), AUDITORS)

    assert (ended.state, again.number, again.households) == ("void", 2, 12)
    assert datetime.fromisoformat(again.speaks_at) == expected
    drawn(kit, clock, again)
    publish(kit, tmp_path / "public", auditors=True)
    assert verify(tmp_path / "public").holds


def test_after_a_long_power_cut_the_rule_still_names_a_beacon_to_come(
    kit: Kit, clock: Clock, frozen: Round, tmp_path: Path
) -> None:
    """A kit that could never draw again would hold everyone for ever."""
    clock.at = datetime.fromisoformat(frozen.speaks_at) + timedelta(hours=100)
    expected = QUICKNET.time_of(frozen.beacon_round) + timedelta(hours=108)

    void(kit, "there was no power")
    again = freeze(kit, PLACES, auditors=AUDITORS)

    assert datetime.fromisoformat(again.speaks_at) == expected
    drawn(kit, clock, again)
    publish(kit, tmp_path / "public")
    assert verify(tmp_path / "public").holds


def test_places_given_on_after_a_late_beacon_do_not_free_the_next_one(kit: Kit, clock: Clock, tmp_path: Path) -> None:
    """The rule holds whatever was told in between."""
    codes = [register(kit, 1, ["south"]).code for _ in range(8)]
    drawn(kit, clock, freeze(kit, {"north": 0, "south": 2}, auditors=AUDITORS))
    late = freeze(kit, PLACES, auditors=AUDITORS)
    clock.at = datetime.fromisoformat(late.speaks_at) + timedelta(hours=13)
    void(kit, "the relays were down")
    for code in codes:
        if standing(kit, code).state == "offered":
            withdraw(kit, code)
    assert expire(kit).reassigned == 2
    expected = QUICKNET.time_of(late.beacon_round) + timedelta(hours=24)

    again = freeze(kit, PLACES, auditors=AUDITORS)

    assert datetime.fromisoformat(again.speaks_at) == expected
    drawn(kit, clock, again)
    publish(kit, tmp_path / "public", auditors=True)
    assert verify(tmp_path / "public").holds


def test_a_void_round_before_the_beacon_stays_on_record_with_its_reason(kit: Kit, frozen: Round) -> None:
    """A wrong number of places can be put right, in the open."""
    assert frozen.number == 1
    with pytest.raises(BadDraw, match="reason"):
        void(kit, "  ")

    void(kit, "South is closed on that day: cafe\u0301")

    line = kit.connection.execute("SELECT line FROM log WHERE kind = 'void'").fetchone()[0]
    assert "South is closed on that day: café" in line
    assert freeze(kit, PLACES, auditors=AUDITORS).number == 2


def test_the_clock_cannot_go_back(kit: Kit, clock: Clock, frozen: Round) -> None:
    """A list that is dated back could have known the beacon."""
    assert frozen.number == 1
    clock.turn(hours=-3)

    with pytest.raises(BadDraw, match="before the last line"):
        void(kit, "a reason")


def test_a_draw_before_the_beacon_speaks_is_refused(kit: Kit, clock: Clock, frozen: Round) -> None:
    """A value that is there too early tells that a clock is wrong."""
    clock.at = datetime.fromisoformat(frozen.speaks_at) - timedelta(minutes=10)

    with pytest.raises(BadDraw, match="speaks at"):
        draw(kit, value(frozen.beacon_round))


def test_few_households_are_not_shown_in_an_open_list(kit: Kit, households: list[Receipt]) -> None:
    """Among twelve, size and week tell who is who."""
    assert len(households) == 12

    with pytest.raises(GateError, match="would give them away"):
        freeze(kit, PLACES)


def test_many_alike_can_be_drawn_in_an_open_list(kit: Kit, clock: Clock, tmp_path: Path) -> None:
    """Where nobody stands out, everyone can check everything."""
    for _ in range(25):
        register(kit, 1, ["south"])

    drawn(kit, clock, freeze(kit, PLACES))

    publish(kit, tmp_path / "public")
    assert verify(tmp_path / "public").holds


def test_no_places_draw_nobody(kit: Kit, clock: Clock, households: list[Receipt]) -> None:
    """A day without places is a day like others: nobody loses anything."""
    expected = {"waiting": 12}

    ended = drawn(kit, clock, freeze(kit, {"north": 0, "south": 0}, auditors=AUDITORS))

    now = status(kit)
    assert (ended.offered, ended.held, now.amiss) == (0, 0, ())
    assert {state: count for state, count in now.states.items() if count} == expected
    assert len(households) == 12


def test_an_empty_list_can_be_drawn(kit: Kit, clock: Clock) -> None:
    """Nobody waits on some days."""
    assert drawn(kit, clock, freeze(kit, PLACES)).offered == 0


@pytest.mark.parametrize(
    "places", [{}, {"north": 1}, {"north": 1, "south": -1}, {"north": 1, "south": True}, {"north": 1, "south": 10**30}]
)
def test_places_that_cannot_be_are_refused(kit: Kit, places: dict[str, Any]) -> None:
    """A site without its number would be one that nobody meant."""
    with pytest.raises(BadDraw):
        freeze(kit, places, auditors=AUDITORS)

    assert status(kit).rounds["frozen"] == 0


def test_a_household_larger_than_the_day_waits_until_a_day_is_large_enough(kit: Kit, clock: Clock) -> None:
    """Skipping whoever does not fit gave a family of five a quarter of a single person's chance."""
    family = register(kit, 6, ["south"])
    singles = [register(kit, 1, ["south"]) for _ in range(4)]
    places = {"north": 0, "south": 4}
    for _ in range(3):
        drawn(kit, clock, freeze(kit, places, auditors=AUDITORS))
        clock.turn(days=2)
        assert standing(kit, family.code).state == "waiting"
    for single in singles:
        withdraw(kit, single.code)

    drawn(kit, clock, freeze(kit, {"north": 0, "south": 6}, auditors=AUDITORS))

    assert standing(kit, family.code).state == "offered"


def test_one_who_leaves_after_the_freeze_leaves_the_place_to_the_next(kit: Kit, clock: Clock, tmp_path: Path) -> None:
    """The list cannot change, so the draw may fall on someone who has gone."""
    codes = [register(kit, 1, ["south"]).code for _ in range(6)]
    frozen = freeze(kit, {"north": 0, "south": 3}, auditors=AUDITORS)
    for code in codes[:3]:
        withdraw(kit, code)

    drawn(kit, clock, frozen)

    assert {standing(kit, code).state for code in codes[3:]} == {"offered"}
    publish(kit, tmp_path / "for-auditors", auditors=True)
    assert verify(tmp_path / "for-auditors").holds


def test_nobody_expires_between_freeze_and_draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was in time for the list is in the draw."""
    with_invented_beacons(monkeypatch)
    clock = Clock()
    with clinic(tmp_path, clock, keep_days=1) as kit:
        code = register(kit, 1, ["south"]).code
        clock.turn(days=6)
        frozen = freeze(kit, PLACES, clock.at + timedelta(days=5), AUDITORS)
        clock.turn(days=4)
        expected = 0

        expired = expire(kit).expired

        assert (expired, drawn(kit, clock, frozen).offered) == (expected, 1)
        assert standing(kit, code).state == "offered"
