"""Registrations: who waits since which week, with how many people, for which sites; and nothing that says who they are."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sojourn.draw.kit.codes import file_of, new_code, secret_of
from sojourn.draw.kit.store import Kit, one
from sojourn.errors import BadDraw
from sojourn.words.said import said

STATES: Final = ("waiting", "offered", "confirmed", "served", "withdrawn", "expired")
LIVE: Final = ("waiting", "offered", "confirmed")
LONGEST_MARK: Final = 200


@dataclass(frozen=True)
class Offer:
    """A place that a household has or had: of which round, where, on which day, and until when it is to be confirmed."""

    round: int
    site: str
    places: int
    day: str
    confirm_by: str
    state: str


@dataclass(frozen=True)
class Standing:
    """How a household stands.

    `since` is the Monday of the week of registration; `renew_by` the day on which it would end, `keep_days` after the week
    in which it was renewed.
    """

    state: str
    size: int
    sites: tuple[str, ...]
    group: str
    since: str
    renew_by: str
    offer: Offer | None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {**asdict(self), "sites": list(self.sites)}


@dataclass(frozen=True)
class Receipt:
    """What a household takes home: its recovery code, told this once, and how it stands.

    `file` is the name under which `export` leaves its proof when the draw ends.
    """

    code: str
    file: str
    standing: Standing

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"code": self.code, "file": self.file, "standing": self.standing.as_dict()}


def week_of(day: date) -> int:
    """The number of the week of a day, Monday to Sunday: what the kit keeps of a date of registration."""
    return (day.toordinal() - 1) // 7


def monday_of(week: int) -> date:
    """The first day of a week."""
    return date.fromordinal(week * 7 + 1)


def register(kit: Kit, size: int, sites: Sequence[str], group: str = "", known_as: str = "") -> Receipt:
    """Register a household.

    Args:
        kit: the kit.
        size: how many people.
        sites: where they can come, the best first.
        group: a class of the policy; empty for none.
        known_as: what the clinic would recognise them by, such as the number of a paper file; only a slow salted hash is kept.
            It finds the same household registered twice, and a household that lost its code.

    Raises:
        BadDraw: no place fits so many, the site or class is unknown, or a live household is known by the same.
    """
    _check(kit, size, sites, group)
    code, digest, week = new_code(), _digest(kit, known_as), week_of(kit.today)
    row = (secret_of(code), size, week, json.dumps(list(sites)), group, week)
    with kit.writing() as connection:
        household = connection.execute(
            "INSERT INTO household (secret, size, week, sites, class, renewed) VALUES (?, ?, ?, ?, ?, ?)", row
        ).lastrowid
        if digest:
            _mark(connection, household, digest)
    return Receipt(code, file_of(code), _standing(kit, "secret = ?", row[0]))


def standing(kit: Kit, code: str) -> Standing:
    """How a household stands.

    Raises:
        BadDraw: no household has this code.
    """
    return _standing(kit, "secret = ?", secret_of(code))


def standing_by(kit: Kit, token: str) -> Standing:
    """The same of the household that had a token.

    Raises:
        BadDraw: no household had it.
    """
    return _standing(kit, "id = (SELECT household FROM entry WHERE token = ?)", token)


def renew(kit: Kit, code: str) -> Standing:
    """Say that a household still waits, before its registration ends.

    Raises:
        BadDraw: no household has this code, or it has left.
    """
    secret = secret_of(code)
    sql = f"UPDATE household SET renewed = max(renewed, ?) WHERE secret = ? AND state IN {LIVE}"
    with kit.writing() as connection:
        if not connection.execute(sql, (week_of(kit.today), secret)).rowcount:
            raise refusal(connection, secret)
    return _standing(kit, "secret = ?", secret)


def change(
    kit: Kit, code: str, size: int | None = None, sites: Sequence[str] | None = None, group: str | None = None
) -> Standing:
    """Correct what was registered; the date stays. It counts from the next list on.

    Raises:
        BadDraw: as for `register`; or the household does not wait: an offer was made for what was registered then.
    """
    secret = secret_of(code)
    with kit.writing() as connection:
        had = one(connection, "SELECT size, sites, class FROM household WHERE secret = ? AND state = 'waiting'", secret)
        if not had:
            raise refusal(connection, secret)
        size, sites = size or had[0], list(sites or json.loads(had[1]))
        group = had[2] if group is None else group
        _check(kit, size, sites, group)
        values = (size, json.dumps(sites), group, secret)
        connection.execute("UPDATE household SET size = ?, sites = ?, class = ? WHERE secret = ?", values)
    return _standing(kit, "secret = ?", secret)


def recover(kit: Kit, code: str) -> Receipt:
    """A new code for a household whose old one was seen by others; the date stays, the old code is void.

    Raises:
        BadDraw: no household has this code, or it has left.
    """
    return _new_code(kit, "secret = ?", secret_of(code))


def recover_known(kit: Kit, known_as: str) -> Receipt:
    """A new code for a household that lost its own, recognised by what the clinic knows it by.

    Raises:
        BadDraw: no live household is known by it.
    """
    return _new_code(kit, "id = (SELECT household FROM mark WHERE digest = ?)", _digest(kit, known_as))


def recover_token(kit: Kit, token: str) -> Receipt:
    """A new code for a household that lost its own and shows a signed ticket with this token (its signature checked before).

    Raises:
        BadDraw: no live household had this token.
    """
    return _new_code(kit, "id = (SELECT household FROM entry WHERE token = ?)", token)


def merge(kit: Kit, code: str, other: str) -> Standing:
    """Make one of two registrations of the same people; both codes are shown. The first stays, with the older date.

    Raises:
        BadDraw: a code is unknown, both are the same, one has left, or the second has an appointment.
    """
    kept, gone = secret_of(code), secret_of(other)
    if kept == gone:
        raise BadDraw(said("both codes are the same"), where="code", todo=said("show the code of each registration"))
    with kit.writing() as connection:
        stays = one(connection, f"SELECT id FROM household WHERE secret = ? AND state IN {LIVE}", kept)
        goes = one(connection, "SELECT id, week FROM household WHERE secret = ? AND state = 'waiting'", gone)
        if not (stays and goes):
            raise refusal(connection, gone if stays else kept)
        connection.execute("UPDATE household SET week = min(week, ?) WHERE id = ?", (goes[1], stays[0]))
        connection.execute(
            "UPDATE household SET state = 'withdrawn', merged_into = ? WHERE id = ?", (stays[0], goes[0])
        )
    return _standing(kit, "secret = ?", kept)


def refusal(connection: sqlite3.Connection, secret: bytes | str) -> BadDraw:
    """Why a household cannot do what it asks: it is unknown, or its state does not allow it."""
    row = one(connection, "SELECT state FROM household WHERE secret = ?", secret)
    if not row:
        return BadDraw(
            said("no household has this code"), where="code", todo=said("check each letter, or use the newest code")
        )
    return BadDraw(
        said("the household is {state:name}", state=row[0]),
        where="code",
        todo=said("see `sojourn draw status`; what has ended stays ended"),
    )


def _read_offer(row: Sequence[Any]) -> Offer:
    """An offer from round, site, places, day, until and state."""
    number, site, places, day, until, state = row
    return Offer(number, site, places, date.fromordinal(day).isoformat(), _moment(until), state)


def _moment(seconds: int) -> str:
    """A time as ISO 8601 in universal time, to the minute."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")


def _new_code(kit: Kit, which: str, value: bytes | str) -> Receipt:
    code = new_code()
    secret = secret_of(code)
    sql = f"UPDATE household SET secret = ?, renewed = max(renewed, ?) WHERE {which} AND state IN {LIVE}"
    with kit.writing() as connection:
        if not connection.execute(sql, (secret, week_of(kit.today), value)).rowcount:
            raise BadDraw(
                said("no household that waits or has an appointment is known by it"),
                where="recover",
                todo=said("check it; who has left registers anew"),
            )
    return Receipt(code, file_of(code), _standing(kit, "secret = ?", secret))


def _standing(kit: Kit, which: str, value: bytes | str) -> Standing:
    with kit.reading() as connection:
        row = one(
            connection, f"SELECT id, state, size, sites, class, week, renewed FROM household WHERE {which}", value
        )
        if not row:
            raise refusal(connection, value)
        offer = one(
            connection,
            "SELECT o.round, site, places, day, until, o.state FROM offer o JOIN round r ON r.number = o.round"
            " WHERE household = ? ORDER BY o.id DESC LIMIT 1",
            row[0],
        )
    until = monday_of(row[6] + 1) + timedelta(days=kit.policy.keep_days)
    return Standing(
        state=row[1],
        size=row[2],
        sites=tuple(json.loads(row[3])),
        group=row[4],
        since=monday_of(row[5]).isoformat(),
        renew_by=until.isoformat(),
        offer=_read_offer(offer) if offer and row[1] in ("offered", "confirmed", "served") else None,
    )


def _check(kit: Kit, size: int, sites: Sequence[str], group: str) -> None:
    policy = kit.policy
    if type(size) is not int or not 1 <= size <= policy.largest:
        raise BadDraw(
            said(
                "a household of {size:name} can never be placed (1 to {most:name})",
                size=size,
                most=policy.largest,
            ),
            where="register",
            todo=said("agree with them how to come in two groups, or make a kit for larger households"),
        )
    if not sites or not set(sites) <= set(policy.sites) or len(set(sites)) < len(sites):
        raise BadDraw(
            said("a site is unknown or stands twice"),
            where="register",
            todo=said("name {known:name}", known=", ".join(policy.sites)),
        )
    if group and group not in {name for name, _ in policy.classes}:
        raise BadDraw(said("no class is called so"), where="register", todo=said("name a class of the policy, or none"))


def _digest(kit: Kit, known_as: str) -> bytes:
    """A slow hash with the kit's salt: whoever takes the file can try one thing at a time, and not look it up."""
    told = " ".join(unicodedata.normalize("NFKC", known_as).casefold().split())
    if len(told) > LONGEST_MARK:
        raise BadDraw(
            said("it is longer than {letters:number} letters", letters=LONGEST_MARK),
            where=said("known as"),
            todo=said("use a file number"),
        )
    salt = bytes.fromhex(kit.setting("salt"))
    return hashlib.scrypt(told.encode(errors="surrogatepass"), salt=salt, n=2**14, r=8, p=1, dklen=32) if told else b""


def _mark(connection: sqlite3.Connection, household: int | None, digest: bytes) -> None:
    if one(connection, "SELECT 1 FROM mark WHERE digest = ?", digest):
        raise BadDraw(
            said("a household that waits is known by the same"),
            where=said("known as"),
            todo=said("renew it, or recover its code with `sojourn draw recover --known-as`"),
        )
    connection.execute("INSERT INTO mark VALUES (?, ?)", (household, digest))
