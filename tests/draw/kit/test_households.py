"""Registrations: the first date stays, whatever happens to phone, code or paper; and nothing says who they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from draw.kit.clinics import Clock, drawn
from sojourn.draw.kit.chronicle import outcomes_of
from sojourn.draw.kit.households import (
    Receipt,
    change,
    merge,
    recover,
    recover_known,
    recover_token,
    register,
    renew,
    standing,
)
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.offers import cancel, confirm, expire, withdraw
from sojourn.draw.kit.papers import ticket_of, token_on
from sojourn.draw.kit.rounds import freeze
from sojourn.draw.kit.store import Kit
from sojourn.errors import BadDraw

FIRST_MONDAY = "2026-01-05"
BOTH = ["south", "north"]


@pytest.fixture
def early(kit: Kit, clock: Clock) -> Receipt:
    """A household that registered on the first day; three weeks have passed."""
    receipt = register(kit, 2, BOTH, known_as="file 17")
    clock.turn(days=21)
    return receipt


def _recovered_by_ticket(kit: Kit, code: str) -> str:
    freeze(kit, {"north": 0, "south": 0}, auditors=["an auditor"])
    shown = ticket_of(kit, code).signed
    return recover_token(kit, token_on(kit, shown)).code


def _missed(kit: Kit, code: str) -> str:
    clock = kit.clock
    assert isinstance(clock, Clock)
    drawn(kit, clock, freeze(kit, {"north": 2, "south": 2}, auditors=["an auditor"]))
    confirm(kit, code)
    clock.turn(days=4)
    expire(kit)
    return code


def _lapsed(kit: Kit, code: str) -> str:
    clock = kit.clock
    assert isinstance(clock, Clock)
    drawn(kit, clock, freeze(kit, {"north": 2, "south": 2}, auditors=["an auditor"]))
    clock.turn(hours=30)
    expire(kit)
    return code


def _cancelled(kit: Kit, code: str) -> str:
    clock = kit.clock
    assert isinstance(clock, Clock)
    drawn(kit, clock, freeze(kit, {"north": 2, "south": 2}, auditors=["an auditor"]))
    cancel(kit, code)
    return code


def _renewed(kit: Kit, code: str) -> str:
    renew(kit, code)
    return code


def _changed(kit: Kit, code: str) -> str:
    change(kit, code, size=5, sites=["north"])
    return code


def _merged_into_a_later_one(kit: Kit, code: str) -> str:
    later = register(kit, 2, BOTH).code
    merge(kit, later, code)
    return later


WAYS: list[Callable[[Kit, str], str]] = [
    lambda kit, code: recover(kit, code).code,
    lambda kit, _: recover_known(kit, "File  17").code,
    _recovered_by_ticket,
    _renewed,
    _changed,
    _merged_into_a_later_one,
    _missed,
    _lapsed,
    _cancelled,
]


@pytest.mark.parametrize("way", WAYS)
def test_the_first_date_stays(kit: Kit, early: Receipt, way: Callable[[Kit, str], str]) -> None:
    """Registrations were lost with a telephone, and the wait began anew."""
    code = way(kit, early.code)

    now = standing(kit, code)

    assert (now.state, now.since) == ("waiting", FIRST_MONDAY)


@pytest.mark.parametrize("way", WAYS[:3])
def test_the_old_code_is_void_after_recovery(kit: Kit, early: Receipt, way: Callable[[Kit, str], str]) -> None:
    """Whoever took the paper must not be able to use it."""
    way(kit, early.code)

    with pytest.raises(BadDraw, match="no household has this code"):
        standing(kit, early.code)


def test_the_date_cannot_be_moved_forward_even_by_hand(kit: Kit, early: Receipt) -> None:
    """An operator who edits the file would move someone back in the queue unseen."""
    assert early.standing.since == FIRST_MONDAY

    with pytest.raises(sqlite3.IntegrityError, match="never moves forward"):
        kit.connection.execute("UPDATE household SET week = week + 1")


def test_a_registration_that_is_not_renewed_ends_and_one_that_is_does_not(kit: Kit, clock: Clock) -> None:
    """A list of people who have long gone gives their places to nobody."""
    stays, goes = register(kit, 1, BOTH).code, register(kit, 1, BOTH).code
    clock.turn(days=36)
    renew(kit, stays)
    too_early = expire(kit).expired
    clock.turn(days=1)
    assert standing(kit, goes).renew_by == clock.at.date().isoformat()

    swept = expire(kit)

    assert (too_early, swept.expired) == (0, 1)
    assert (standing(kit, stays).state, standing(kit, goes).state) == ("waiting", "expired")
    with pytest.raises(BadDraw, match="is expired"):
        renew(kit, goes)


def test_the_same_household_cannot_register_twice_where_the_clinic_knows_it(kit: Kit, early: Receipt) -> None:
    """Two entries would have twice the chance."""
    with pytest.raises(BadDraw, match="known by the same"):
        register(kit, 2, BOTH, known_as="FILE 17 ")

    assert status(kit).registered == 1
    withdraw(kit, early.code)
    assert register(kit, 2, BOTH, known_as="file 17").standing.state == "waiting"


def test_a_merge_keeps_one_entry_with_the_older_date_and_its_own_size(kit: Kit, early: Receipt) -> None:
    """Of two registrations of the same people one is to stay."""
    later = register(kit, 4, ["north"]).code

    now = merge(kit, later, early.code)

    assert (now.size, now.since, now.sites) == (4, FIRST_MONDAY, ("north",))
    assert standing(kit, early.code).state == "withdrawn"
    assert status(kit).states["waiting"] == 1


def test_a_merge_is_refused_where_it_would_hide_something(kit: Kit, early: Receipt) -> None:
    """Neither a code twice nor one that has left makes two registrations."""
    gone = register(kit, 1, BOTH).code
    withdraw(kit, gone)

    for code, other in [(early.code, early.code), (early.code, gone), (gone, early.code)]:
        with pytest.raises(BadDraw):
            merge(kit, code, other)

    assert standing(kit, early.code).state == "waiting"


@pytest.mark.parametrize(
    ("size", "sites", "group"),
    [
        (0, BOTH, ""),
        (-1, BOTH, ""),
        (7, BOTH, ""),
        (True, BOTH, ""),
        ("2; DROP TABLE household", BOTH, ""),
        (1, [], ""),
        (1, ["north", "north"], ""),
        (1, ["elsewhere"], ""),
        (1, ["north' OR 1=1 --"], ""),
        (1, BOTH, "no such class"),
    ],
)
def test_what_no_draw_could_place_is_not_registered(kit: Kit, size: Any, sites: list[str], group: str) -> None:
    """A household larger than any that can be placed would wait for ever."""
    with pytest.raises(BadDraw):
        register(kit, size, sites, group)

    assert status(kit).registered == 0


@pytest.mark.parametrize(
    "code", ["", "7K2M", "x" * 10_000, "\x00" * 24, "é" * 24, "' OR 1=1 --", "0000-0000-0000-0000-0000-0000", "\ud800"]
)
def test_a_code_that_is_none_is_told_so(kit: Kit, code: str) -> None:
    """A frightened person mistypes; a hostile one tries."""
    for action in (standing, renew, recover, confirm, cancel, withdraw):
        with pytest.raises(BadDraw):
            action(kit, code)


def test_a_code_can_be_typed_as_it_is_heard(kit: Kit, early: Receipt) -> None:
    """Read aloud over a bad line, O and 0 are the same."""
    heard = early.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert standing(kit, heard) == standing(kit, early.code)


def test_the_file_holds_neither_code_nor_what_a_household_is_known_by(kit: Kit) -> None:
    """Whoever takes the file must not find names, nor be able to come as someone else."""
    receipt = register(kit, 2, BOTH, known_as="CANARY-Ivanova 1970")
    recovered = recover(kit, receipt.code)
    planted = ["CANARY", "Ivanova", receipt.code, recovered.code, receipt.code.replace("-", "")]

    kit.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held = b"".join(path.read_bytes() for path in kit.path.parent.iterdir())

    assert len(held) > 10_000
    assert [text for text in planted if text.encode() in held] == []


def test_no_column_can_hold_who_they_are(kit: Kit) -> None:
    """What is not kept cannot be taken."""
    expected = ["id", "secret", "size", "week", "sites", "class", "renewed", "state", "merged_into"]

    columns = [row[1] for row in kit.connection.execute("PRAGMA table_info(household)")]

    assert columns == expected


def test_only_the_owner_can_read_the_file(kit: Kit) -> None:
    """Other accounts of the machine are others."""
    register(kit, 1, BOTH)

    assert {oct(path.stat().st_mode & 0o777) for path in kit.path.parent.iterdir()} == {"0o600"}


def test_the_week_is_all_that_is_kept_of_the_day(kit: Kit, clock: Clock) -> None:
    """A day of arrival is enough to recognise someone; a week is what the draw uses."""
    clock.at += timedelta(days=6, hours=14)

    assert register(kit, 1, BOTH).standing.since == FIRST_MONDAY


@pytest.mark.parametrize("known_as", ["\ud800", "\x00", "'; --", "Ünïcode \u202e file", "x" * 200])
def test_anything_can_be_what_a_clinic_knows_them_by(kit: Kit, known_as: str) -> None:
    """It is hashed and never read."""
    first = register(kit, 1, BOTH, known_as=known_as)

    assert recover_known(kit, known_as).standing == first.standing


def test_what_is_far_too_long_to_know_them_by_is_refused(kit: Kit) -> None:
    """A slow hash of a book would keep the desk waiting."""
    with pytest.raises(BadDraw, match="longer than 200"):
        register(kit, 1, BOTH, known_as="x" * 201)


def test_a_recovery_between_freeze_and_draw_changes_no_outcome(kit: Kit, clock: Clock, tmp_path: Path) -> None:
    """Else a new code would be a second chance."""
    codes = [register(kit, 1 + at % 3, BOTH).code for at in range(9)]
    frozen = freeze(kit, {"north": 2, "south": 3}, auditors=["an auditor"])
    with sqlite3.connect(tmp_path / "twin.db") as twin:
        kit.connection.backup(twin)
    twin.close()
    for code in codes[::2]:
        recover(kit, code)

    drawn(kit, clock, frozen)

    with Kit(tmp_path / "twin.db", clock) as other:
        drawn(other, clock, frozen)
        assert outcomes_of(kit.connection, 1) == outcomes_of(other.connection, 1)
