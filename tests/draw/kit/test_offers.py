"""Offers: confirmed in time, given back, and given on in the order that the draw recorded."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from draw.kit.clinics import Clock, drawn
from sojourn.draw.allocate import score
from sojourn.draw.kit.chronicle import frozen_of, outcomes_of, reassignments_of
from sojourn.draw.kit.departure import publish
from sojourn.draw.kit.households import change, register, standing
from sojourn.draw.kit.ledger import status
from sojourn.draw.kit.offers import cancel, confirm, expire, serve, serve_token, withdraw
from sojourn.draw.kit.papers import board, ticket_of, token_on
from sojourn.draw.kit.rounds import freeze
from sojourn.draw.kit.store import Kit
from sojourn.draw.verify import verify
from sojourn.errors import BadDraw

AUDITORS = ["an auditor"]


@pytest.fixture
def codes(kit: Kit, clock: Clock) -> list[str]:
    """Ten single people, drawn for three places; those with a place first."""
    everyone = [register(kit, 1, ["south"]).code for _ in range(10)]
    drawn(kit, clock, freeze(kit, {"north": 0, "south": 3}, auditors=AUDITORS))
    return sorted(everyone, key=lambda code: standing(kit, code).state != "offered")


def states(kit: Kit, codes: list[str]) -> list[str]:
    """The state of each."""
    return [standing(kit, code).state for code in codes]


def test_an_offer_can_be_confirmed_until_its_hour_and_not_after(kit: Kit, clock: Clock, codes: list[str]) -> None:
    """A place that is not wanted must reach someone else in time."""
    clock.turn(hours=22, minutes=59)
    assert confirm(kit, codes[0]).state == "confirmed"
    clock.turn(minutes=1)

    with pytest.raises(BadDraw, match="is over"):
        confirm(kit, codes[1])

    assert expire(kit).lapsed == 2


def test_to_confirm_twice_changes_nothing(kit: Kit, codes: list[str]) -> None:
    """On a bad line people press again."""
    first = confirm(kit, codes[0])

    assert confirm(kit, codes[0]) == first


def test_who_waits_cannot_confirm(kit: Kit, codes: list[str]) -> None:
    """A place is drawn, not taken."""
    with pytest.raises(BadDraw, match="has no offer"):
        confirm(kit, codes[9])


def test_a_place_given_back_goes_to_the_next_in_the_recorded_order(
    kit: Kit, clock: Clock, codes: list[str], tmp_path: Path
) -> None:
    """A second draw could be repeated until it pleases."""
    frozen, outcomes = frozen_of(kit.connection, 1), outcomes_of(kit.connection, 1)
    seed, placed = bytes.fromhex(outcomes.seed), {one.token for one in outcomes.placed}
    tokens = [entry.token for entry in frozen.entries if entry.token not in placed]
    expected = sorted(tokens, key=lambda token: score(seed, token))[:3]
    confirm(kit, codes[0])
    cancel(kit, codes[0])
    first = expire(kit).reassigned
    clock.turn(hours=24)

    second = expire(kit)

    made = reassignments_of(kit.connection, 1)
    assert [one.token for again in made for one in again.drawn][: len(expected)] == expected
    assert (first, second.lapsed, second.reassigned) == (1, 3, 3)
    publish(kit, tmp_path / "for-auditors", auditors=True)
    assert verify(tmp_path / "for-auditors").holds


def test_who_gave_a_place_back_does_not_get_one_of_the_same_round(kit: Kit, codes: list[str]) -> None:
    """Else whoever cancels goes before those who never had one."""
    for code in codes[:3]:
        cancel(kit, code)

    expire(kit)

    assert states(kit, codes[:3]) == ["waiting"] * 3
    assert sum(state == "offered" for state in states(kit, codes)) == 3


def test_nothing_is_reassigned_while_a_list_is_frozen_and_everything_after(
    kit: Kit, clock: Clock, codes: list[str]
) -> None:
    """Those who are next stand in that list, which cannot change."""
    frozen = freeze(kit, {"north": 0, "south": 2}, auditors=AUDITORS)
    cancel(kit, codes[0])
    meanwhile = expire(kit).reassigned

    drawn(kit, clock, frozen)

    now = states(kit, codes)
    assert meanwhile == 0
    assert now.count("offered") == 5
    assert now[0] == "waiting" or standing(kit, codes[0]).offer is not None
    assert status(kit).amiss == ()


def test_an_appointment_that_was_kept_ends_the_registration(kit: Kit, codes: list[str]) -> None:
    """Whoever was served leaves the list; the place stays used."""
    confirm(kit, codes[0])
    serve(kit, codes[0])
    serve_token(kit, token_on(kit, ticket_of(kit, codes[1]).signed))

    assert states(kit, codes[:2]) == ["served", "served"]
    assert status(kit).free == {"north": 0, "south": 0}
    for again in (serve, cancel, withdraw):
        with pytest.raises(BadDraw, match="is served"):
            again(kit, codes[0])


def test_a_missed_appointment_sends_the_household_back_to_waiting(kit: Kit, clock: Clock, codes: list[str]) -> None:
    """Telephones were taken from people so that they would miss their day."""
    confirm(kit, codes[0])
    clock.turn(days=4)

    swept = expire(kit)

    assert (swept.missed, swept.lapsed) == (1, 2)
    assert states(kit, codes) == ["waiting"] * 10


def test_places_of_a_day_that_is_over_go_to_nobody(kit: Kit, clock: Clock, codes: list[str]) -> None:
    """Nobody can come yesterday."""
    clock.turn(days=4)

    assert expire(kit).reassigned == 0
    with pytest.raises(BadDraw):
        confirm(kit, codes[0])


def test_an_offer_is_for_those_who_were_drawn(kit: Kit, codes: list[str]) -> None:
    """A household that grew after the draw would take places of others."""
    with pytest.raises(BadDraw, match="is offered"):
        change(kit, codes[0], size=6)


def test_the_board_has_the_codes_of_live_places_in_alphabetical_order_and_nothing_else(
    kit: Kit, codes: list[str]
) -> None:
    """A list on a wall is read by whoever wants to rob or report."""
    cancel(kit, codes[2])
    expected = sorted(ticket_of(kit, code).code for code in codes[:2])

    shown = board(kit)

    assert shown.as_dict() == {"round": 1, "codes": expected}
    assert shown.as_text().splitlines() == ["Round 1", *expected]
    assert all(word not in shown.as_html() for word in ("south", "2026", "<script", "http:", "https:"))


def test_a_ticket_says_codes_alone_and_holds_offline(kit: Kit, codes: list[str]) -> None:
    """A forged confirmation costs a family their savings; a true one must not tell who they are."""
    first = ticket_of(kit, codes[0])
    text, page = first.as_text(), first.as_html()

    assert first.proof.holds
    assert first.signed["document"]["state"] == "placed"
    assert [word for word in ("south", "2026", "size", codes[0]) if word in text + page] == []
    assert page.count("<svg") == 1
    assert first.as_html(proof=True).count("<svg") == 2


def test_a_forged_ticket_is_refused(kit: Kit, codes: list[str]) -> None:
    """Copies of the app sold confirmations that were none."""
    forged = json.loads(json.dumps(ticket_of(kit, codes[0]).signed))
    forged["document"]["token"] = "0" * 64

    with pytest.raises(BadDraw, match="did not sign"):
        token_on(kit, forged)


def test_time_alone_never_loses_a_place(kit: Kit, clock: Clock, codes: list[str]) -> None:
    """Two people at the desk press the same button on the same morning."""
    clock.at += timedelta(hours=24)
    first = expire(kit)

    second = expire(kit)

    assert (first.lapsed, first.reassigned) == (3, 3)
    assert (second.lapsed, second.reassigned) == (0, 0)
    assert len(codes) == 10


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE place SET given = places + 1 WHERE site = 'south'", "given BETWEEN 0 AND places"),
        ("UPDATE offer SET places = 9 WHERE state = 'offered'", "an offer is not moved"),
        ("UPDATE offer SET site = 'north'", "an offer is not moved"),
        ("UPDATE household SET state = 'served' WHERE state = 'waiting'", "does not come back"),
        ("INSERT INTO household (secret, size, week, sites, class, renewed, state)"
         " VALUES (randomblob(32), 1, 1, '[1]', '', 1, 'offered')", "begins by waiting"),
        ("INSERT INTO offer (round, household, site, places, stage, until) SELECT round, household, 'south', 1, 'draw', 1"
         " FROM entry JOIN household h ON h.id = household WHERE h.state = 'offered'", "only a household that waits"),
        ("INSERT INTO offer (round, household, site, places, stage, until) SELECT round, household, 'south', 1, 'draw', 1"
         " FROM entry JOIN household h ON h.id = household WHERE h.state = 'waiting' LIMIT 1", "given BETWEEN 0 AND places"),
        ("UPDATE journal SET became = 'served'", "the journal only grows"),
    ],
)  # fmt: skip
def test_the_file_itself_refuses_what_must_never_be(kit: Kit, codes: list[str], sql: str, why: str) -> None:
    """No program, old, broken or dishonest, can give a place twice through SQLite."""
    assert len(codes) == 10

    with pytest.raises(sqlite3.IntegrityError, match=why):
        kit.connection.execute(sql)

    assert status(kit).amiss == ()
