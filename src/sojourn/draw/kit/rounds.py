"""A round: the list frozen and committed to, the beacon's value taken, the places offered; or void, with its reason."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sojourn.draw import frozen as lists
from sojourn.draw.allocate import Outcomes, allocate, seed_of
from sojourn.draw.beacon import Beacon, chain, read_beacon
from sojourn.draw.canonical import canonical, digest
from sojourn.draw.frozen import Entry, Frozen, Held
from sojourn.draw.kit.chronicle import frozen_of, last_round, log_of, outcomes_of, tell
from sojourn.draw.kit.offers import offer, reassign, sweep
from sojourn.draw.kit.store import Kit
from sojourn.draw.publishing import SMALLEST_CELL, coarsened
from sojourn.draw.sealed import sealed_outcomes
from sojourn.draw.tokens import salt, token
from sojourn.errors import BadDraw, GateError
from sojourn.words.said import said

SOON: Final = timedelta(hours=1)
"""How far off the beacon is that a list names, where nothing else is said: time to post the commitment elsewhere."""


@dataclass(frozen=True)
class Round:
    """A round as everyone may know it.

    `commitment` is what to post outside before `speaks_at`, when the beacon's round `beacon_round` is published; `day` is the
    day of its places, empty until it is drawn.
    """

    number: int
    state: str
    households: int
    places: Mapping[str, int]
    commitment: str
    beacon: str
    beacon_round: int
    speaks_at: str
    day: str
    offered: int
    held: int

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {**asdict(self), "places": dict(self.places)}


def freeze(
    kit: Kit,
    places: Mapping[str, int],
    draw_at: datetime | None = None,
    auditors: Sequence[str] = (),
) -> Round:
    """Freeze the list of the next round: all who wait now.

    Args:
        kit: the kit.
        places: how many people can come, by site.
        draw_at: the first beacon after this moment decides; an hour from now where none is given. After a round that was void
            for want of a beacon the rule names the beacon, and nobody chooses it.
        auditors: who may open a sealed list; without any the list is open, and each household's size, week and sites are
            published under its token.

    Raises:
        BadDraw: a round is frozen already, the moment is past, or a site lacks its places.
        GateError: no auditors are named and some households would stand out in an open list.
    """
    with kit.writing() as connection:
        if last_round(connection, "frozen"):
            raise BadDraw(
                said("a round is frozen already"), where="freeze", todo=said("draw it, or declare it void, first")
            )
        sweep(kit, connection)
        number = 1 + (connection.execute("SELECT max(number) FROM round").fetchone()[0] or 0)
        named = _beacon_round(kit, connection, draw_at)
        waiting = _waiting(connection, number, sealed=bool(auditors))
        entries = tuple(waiting.values()) if auditors else _open_entries(kit, tuple(waiting.values()))
        carried = _carried(connection, {household: entry.token for household, entry in waiting.items()})
        frozen = lists.freeze(number, kit.policy, places, entries, named, auditors=auditors, **carried)
        _keep(kit, connection, frozen, waiting)
    return round_of(kit, number)


def _waiting(connection: sqlite3.Connection, number: int, *, sealed: bool) -> dict[int, Entry]:
    """The entries of all who wait, by household."""
    rows = connection.execute(
        "SELECT id, secret, size, week, sites, class FROM household WHERE state = 'waiting'"
    ).fetchall()
    return {
        household: Entry(
            token(secret, number),
            size,
            week,
            tuple(json.loads(sites)),
            group,
            salt(secret, number) if sealed else "",
        )
        for household, secret, size, week, sites, group in rows
    }


def _open_entries(kit: Kit, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries as an open list can show them.

    Raises:
        GateError: some would stand out in any form of the list.
    """
    coarse = coarsened(entries, kit.policy)
    if coarse is None:
        raise GateError(
            said(
                "fewer than {smallest:number} households share size, week, sites and class, so an open list would give "
                "them away",
                smallest=SMALLEST_CELL,
            ),
            where="freeze",
            todo=said("name auditors, who alone can open the list"),
        )
    return coarse.entries


def _carried(connection: sqlite3.Connection, tokens: Mapping[int, str]) -> dict[str, Any]:
    """What the last drawn round left: its digest, what shares are owed, and those it held who still wait, in order."""
    before = last_round(connection, "drawn")
    if before is None:
        return {}
    outcomes = outcomes_of(connection, before)
    rows = connection.execute("SELECT token, household FROM entry WHERE round = ?", (before,)).fetchall()
    household: dict[str, int] = dict(rows)
    held = [Held(was, tokens[household[was]]) for was in outcomes.held if household[was] in tokens]
    return {"held": held, "credit": outcomes.credit, "previous": outcomes.digest}


def _keep(kit: Kit, connection: sqlite3.Connection, frozen: Frozen, waiting: Mapping[int, Entry]) -> None:
    number = frozen.round
    document = canonical(frozen.as_dict()).decode()
    connection.execute("INSERT INTO round (number, list) VALUES (?, ?)", (number, document))
    tokens = [(number, household, entry.token) for household, entry in waiting.items()]
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?)", tokens)
    rows = [(number, site, places) for site, places in frozen.capacity.items()]
    connection.executemany("INSERT INTO place (round, site, places) VALUES (?, ?, ?)", rows)
    tell(kit, connection, "freeze", number, frozen.commitment)


def _beacon_round(kit: Kit, connection: sqlite3.Connection, draw_at: datetime | None) -> int:
    """The round of the beacon: after a late one the rule's, else the first after the moment that was asked for."""
    now, beacon = kit.clock(), chain(kit.policy.beacon)
    ends = [line for line in log_of(connection).lines if line.kind in ("draw", "void")]
    void = ends[-1] if ends and ends[-1].kind == "void" else None
    if void:
        late = frozen_of(connection, void.round).beacon_round
        if void.at >= beacon.time_of(late):
            return beacon.next_named(late, kit.policy.wait_hours, now)
    if draw_at is not None and draw_at <= now:
        raise BadDraw(said("the moment is past"), where="freeze", todo=said("name one that is to come"))
    return beacon.first_after(draw_at or now + SOON)


def draw(kit: Kit, document: Mapping[str, Any]) -> Round:
    """Draw the frozen round with the value of its beacon, however it came here.

    Raises:
        BadDraw: no round is frozen; the value is another's, was not signed by the chain, or came after the wait is over: the
            round is then to be declared void, and no other value can be used.
    """
    with kit.reading() as connection:
        number, frozen = _open_round(connection)
    _check_time(kit, frozen)
    beacon = read_beacon(document, frozen.beacon_round, frozen.policy.beacon)
    outcomes = allocate(frozen, seed_of(frozen, beacon.randomness))
    with kit.writing() as connection:
        _settle(kit, connection, frozen, beacon, outcomes)
        reassign(kit, connection)
    return round_of(kit, number)


def typed_in(kit: Kit, signature: str) -> dict[str, Any]:
    """The value of the named beacon from its signature alone, as somebody read it out or typed it in.

    Raises:
        BadDraw: no round is frozen.
    """
    with kit.reading() as connection:
        _, frozen = _open_round(connection)
    return Beacon(frozen.policy.beacon, frozen.beacon_round, "".join(signature.split())).as_dict()


def _check_time(kit: Kit, frozen: Frozen) -> None:
    speaks, until = _window(frozen)
    if kit.clock() < speaks:
        raise BadDraw(
            said("the beacon speaks at {moment:name}", moment=speaks.isoformat()),
            where="draw",
            todo=said("wait, or set the clock of this machine"),
        )
    if kit.clock() >= until:
        raise BadDraw(
            said("the value was waited for until {moment:name}", moment=until.isoformat()),
            where="draw",
            todo=said("declare the round void"),
        )


def _settle(kit: Kit, connection: sqlite3.Connection, frozen: Frozen, beacon: Beacon, outcomes: Outcomes) -> None:
    day = kit.today + timedelta(days=kit.policy.horizon_days)
    values = (
        canonical(beacon.as_dict()).decode(), canonical(outcomes.as_dict()).decode(), day.toordinal(), frozen.round
    )  # fmt: skip
    sql = "UPDATE round SET state = 'drawn', beacon = ?, outcomes = ?, day = ? WHERE number = ? AND state = 'frozen'"
    if not connection.execute(sql, values).rowcount:
        raise BadDraw(said("the round has ended meanwhile"), where="draw", todo=said("see `sojourn draw status`"))
    told = {"sealed": digest(sealed_outcomes(outcomes))} if frozen.auditors else {}
    tell(kit, connection, "draw", frozen.round, outcomes.digest, **told)
    offer(kit, connection, frozen, outcomes.placed)


def void(kit: Kit, reason: str) -> Round:
    """Declare the frozen round void: before its beacon speaks, or after it was waited for in vain; never in between.

    Raises:
        BadDraw: no round is frozen, there is no reason, or the beacon has spoken and may still be used.
    """
    if not reason.strip():
        raise BadDraw(said("a void round needs a reason"), where="void", todo=said("say in a sentence why"))
    with kit.writing() as connection:
        number, frozen = _open_round(connection)
        speaks, until = _window(frozen)
        if speaks <= kit.clock() < until:
            raise BadDraw(
                said(
                    "its beacon spoke at {moment:name}: to give it up now would be to choose", moment=speaks.isoformat()
                ),
                where="void",
                todo=said(
                    "draw it; if no value can be had, it can be void after {moment:name}", moment=until.isoformat()
                ),
            )
        connection.execute("UPDATE round SET state = 'void' WHERE number = ?", (number,))
        tell(kit, connection, "void", number, frozen.commitment, reason=unicodedata.normalize("NFC", reason))
    return round_of(kit, number)


def _window(frozen: Frozen) -> tuple[datetime, datetime]:
    """When the beacon speaks, and until when it is waited for."""
    speaks = chain(frozen.policy.beacon).time_of(frozen.beacon_round)
    return speaks, speaks + timedelta(hours=frozen.policy.wait_hours)


def _open_round(connection: sqlite3.Connection) -> tuple[int, Frozen]:
    number = last_round(connection, "frozen")
    if number is None:
        raise BadDraw(
            said("no round is frozen"), where="draw", todo=said("freeze one first; what was drawn or void stays")
        )
    return number, frozen_of(connection, number)


def round_of(kit: Kit, number: int) -> Round:
    """A round.

    Raises:
        BadDraw: there is no such round.
    """
    with kit.reading() as connection:
        row = connection.execute("SELECT state, day FROM round WHERE number = ?", (number,)).fetchone()
        if not row:
            raise BadDraw(
                said("there is no round {number:name}", number=number),
                where="round",
                todo=said("see `sojourn draw status`"),
            )
        frozen = frozen_of(connection, number)
        outcomes = outcomes_of(connection, number) if row[0] == "drawn" else None
        offered = connection.execute("SELECT count(*) FROM offer WHERE round = ?", (number,)).fetchone()[0]
    return Round(
        number=number,
        state=row[0],
        households=len(frozen.entries),
        places=frozen.capacity,
        commitment=frozen.commitment,
        beacon=frozen.policy.beacon,
        beacon_round=frozen.beacon_round,
        speaks_at=_window(frozen)[0].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        day=date.fromordinal(row[1]).isoformat() if row[1] else "",
        offered=offered,
        held=len(outcomes.held) if outcomes else 0,
    )
