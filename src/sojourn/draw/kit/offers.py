"""What becomes of an offer: confirmed, cancelled, served, lapsed; and who gets the places that were given back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sojourn.draw.allocate import Drawn
from sojourn.draw.canonical import canonical
from sojourn.draw.frozen import Frozen
from sojourn.draw.kit.chronicle import frozen_of, last_round, outcomes_of, reassignments_of, tell
from sojourn.draw.kit.codes import secret_of
from sojourn.draw.kit.households import Standing, refusal, standing, standing_by, week_of
from sojourn.draw.kit.store import Kit
from sojourn.draw.reassignment import reassignment
from sojourn.errors import BadDraw
from sojourn.words.said import said

_HOUSEHOLD = "household = (SELECT id FROM household WHERE secret = ?)"


@dataclass(frozen=True)
class Swept:
    """What time brought to an end: offers not confirmed, appointments missed, registrations not renewed; and what it gave.

    `reassigned` counts households that were offered places that others gave back.
    """

    lapsed: int
    missed: int
    expired: int
    reassigned: int

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def confirm(kit: Kit, code: str) -> Standing:
    """Take the offered place; to say it again changes nothing.

    Raises:
        BadDraw: no household has this code, it has no offer, or the time to confirm is over.
    """
    sql = (
        f"UPDATE offer SET state = 'confirmed' WHERE {_HOUSEHOLD} AND state = 'offered' AND until > ?"
        " AND (SELECT day FROM round WHERE number = round) >= ?"
    )
    with kit.writing() as connection:
        changed = connection.execute(sql, (secret_of(code), kit.now, kit.today.toordinal())).rowcount
    now = standing(kit, code)
    if not changed and now.state == "offered":
        raise BadDraw(
            said("the time to confirm is over"), where="confirm", todo=said("the date is kept: they wait for the next")
        )
    if now.state != "confirmed":
        raise BadDraw(
            said("the household is {state:name}: it has no offer", state=now.state),
            where="confirm",
            todo=said("see how it stands"),
        )
    return now


def cancel(kit: Kit, code: str) -> Standing:
    """Give an offered or confirmed place back; the household waits on, with its date.

    Raises:
        BadDraw: no household has this code, or it has no place.
    """
    return _end(kit, code, "cancelled")


def serve(kit: Kit, code: str) -> Standing:
    """Record that a household came: its place is used, and its registration has ended.

    Raises:
        BadDraw: no household has this code, or it has no place.
    """
    return _end(kit, code, "served")


def serve_token(kit: Kit, token: str) -> Standing:
    """The same for a household that shows its signed ticket (its signature checked before).

    Raises:
        BadDraw: no household with a place has had this token.
    """
    sql = (
        "UPDATE offer SET state = 'served' WHERE state IN ('offered', 'confirmed')"
        " AND household = (SELECT household FROM entry WHERE token = ?)"
    )
    with kit.writing() as connection:
        if not connection.execute(sql, (token,)).rowcount:
            raise BadDraw(
                said("no household with a place has this ticket"), where="serve", todo=said("ask for the newest ticket")
            )
    return standing_by(kit, token)


def withdraw(kit: Kit, code: str) -> Standing:
    """End a registration because the household asks for it; a place that it has is given back.

    Raises:
        BadDraw: no household has this code, or it has left already.
    """
    secret = secret_of(code)
    cancelled = f"UPDATE offer SET state = 'cancelled' WHERE {_HOUSEHOLD} AND state IN ('offered', 'confirmed')"
    with kit.writing() as connection:
        connection.execute(cancelled, (secret,))
        ended = "UPDATE household SET state = 'withdrawn' WHERE secret = ? AND state = 'waiting'"
        if not connection.execute(ended, (secret,)).rowcount:
            raise refusal(connection, secret)
    return standing(kit, code)


def expire(kit: Kit) -> Swept:
    """End what time has ended, and offer what was given back to those who are next in the recorded order.

    While a list is frozen and not yet drawn nothing is reassigned: those who are next stand in that list.
    """
    with kit.writing() as connection:
        lapsed, missed, expired = sweep(kit, connection)
        reassigned = reassign(kit, connection)
    return Swept(lapsed, missed, expired, reassigned)


def sweep(kit: Kit, connection: sqlite3.Connection) -> tuple[int, int, int]:
    """End offers not confirmed in time, appointments that were missed, and registrations that were not renewed."""
    today = kit.today.toordinal()
    over = "(SELECT day FROM round WHERE number = round) < ?"
    lapsed = connection.execute(
        f"UPDATE offer SET state = 'lapsed' WHERE state = 'offered' AND (until <= ? OR {over})", (kit.now, today)
    ).rowcount
    missed = connection.execute(
        f"UPDATE offer SET state = 'missed' WHERE state = 'confirmed' AND {over}", (today,)
    ).rowcount
    expired = connection.execute(
        "UPDATE household SET state = 'expired' WHERE state = 'waiting' AND renewed < ? AND id NOT IN"
        " (SELECT household FROM entry JOIN round ON number = round WHERE state = 'frozen')",
        (week_of(kit.today - timedelta(days=kit.policy.keep_days)),),
    ).rowcount
    return lapsed, missed, expired


def reassign(kit: Kit, connection: sqlite3.Connection) -> int:
    """Offer the free places of each drawn round whose day is not over; gives how many households were offered one."""
    if last_round(connection, "frozen"):
        return 0
    sql = (
        "SELECT DISTINCT number FROM round JOIN place ON round = number"
        " WHERE state = 'drawn' AND day >= ? AND given < places ORDER BY number"
    )
    rounds = [row[0] for row in connection.execute(sql, (kit.today.toordinal(),)).fetchall()]
    return sum(_reassign_round(kit, connection, number) for number in rounds)


def _reassign_round(kit: Kit, connection: sqlite3.Connection, number: int) -> int:
    frozen, before = frozen_of(connection, number), reassignments_of(connection, number)
    free = "SELECT site, places - given FROM place WHERE round = ? AND given < places"
    freed = dict(connection.execute(free, (number,)).fetchall())
    known = {token for earlier in before for token in earlier.gone}
    gone = [token for token in _gone(connection, number) if token not in known]
    made = reassignment(frozen, outcomes_of(connection, number), before, freed, gone)
    if made.drawn:
        document = canonical(made.as_dict()).decode()
        connection.execute("INSERT INTO reassignment VALUES (?, ?, ?)", (number, made.number, document))
        tell(kit, connection, "reassign", number, made.digest)
        offer(kit, connection, frozen, made.drawn)
    return len(made.drawn)


def _gone(connection: sqlite3.Connection, number: int) -> list[str]:
    """Tokens of a round whose household gave its place of this round back, or neither has one nor waits."""
    sql = (
        "SELECT token FROM entry e JOIN household h ON h.id = e.household"
        " LEFT JOIN offer o ON o.round = e.round AND o.household = e.household"
        " WHERE e.round = ? AND (o.state IN ('cancelled', 'lapsed') OR o.id IS NULL AND h.state <> 'waiting')"
    )
    return [row[0] for row in connection.execute(sql, (number,)).fetchall()]


def offer(kit: Kit, connection: sqlite3.Connection, frozen: Frozen, drawn: Iterable[Drawn]) -> None:
    """Offer places to those of the drawn who are still there."""
    sizes = {entry.token: entry.size for entry in frozen.entries}
    until = kit.now + kit.policy.confirm_hours * 3600
    sql = (
        "INSERT INTO offer (round, household, site, places, stage, until)"
        " SELECT round, household, ?, ?, ?, ? FROM entry JOIN household h ON h.id = household"
        " WHERE token = ? AND h.state = 'waiting'"
    )
    rows = [(one.site, sizes[one.token], one.stage, until, one.token) for one in drawn if one.site]
    connection.executemany(sql, rows)


def _end(kit: Kit, code: str, state: str) -> Standing:
    secret = secret_of(code)
    sql = f"UPDATE offer SET state = ? WHERE {_HOUSEHOLD} AND state IN ('offered', 'confirmed')"
    with kit.writing() as connection:
        if not connection.execute(sql, (state, secret)).rowcount:
            raise refusal(connection, secret)
    return standing(kit, code)
