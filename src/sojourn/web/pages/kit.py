"""The desk of a clinic: what its kit counts, and a form for each thing that is done there (docs/draw-kit.md).

A recovery code comes in the body of a form and leaves in the answer to it; it never stands in an address. Looking changes
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from markupsafe import Markup

from sojourn.draw.canonical import canonical
from sojourn.draw.kit import households, ledger, offers, papers, rounds
from sojourn.draw.kit.chronicle import last_round
from sojourn.draw.kit.households import Receipt, Standing
from sojourn.draw.kit.papers import Ticket
from sojourn.draw.kit.rounds import Round
from sojourn.draw.kit.store import Kit
from sojourn.draw.proofs import qr
from sojourn.errors import BadDraw, BadParameter, SojournError
from sojourn.web.api import status_of
from sojourn.web.asked import Asked, Page, Route
from sojourn.web.desk import Desk

PATH: Final = "kit"
FARTHEST: Final = timedelta(days=366)
"""How far off a draw can be; what is farther is a slip of the pen."""
_HOUR: Final = "the hour of the draw"
_NOT_SHOWN_AGAIN: Final = frozenset({"code", "known-as", "number"})
"""Fields that a page does not give back, even where the form is refused."""

_NOTHING: Final = dict.fromkeys(("form", "error", "standing", "round", "swept"))


def desk(asked: Asked) -> Page:
    """What the kit counts, and the forms; without the key only where to find it."""
    return _page(asked, {}, 200) if asked.key else Page("kit.html", {"status": None}, of_record=False)


def sent(asked: Asked) -> Page:
    """What a form did: a receipt or a ticket to print, or the desk with the answer, or the error, beside the form."""
    name = asked.first("form")
    try:
        answer = _desk(asked).once(asked.first("number"), _digest(asked), partial(_done, asked, name))
    except SojournError as error:
        typed = {field: values for field, values in asked.query.items() if field not in _NOT_SHOWN_AGAIN}
        return _page(asked, {"form": name, "error": error, "typed": typed}, status_of(error))
    if isinstance(answer, Receipt):
        return Page("kit-receipt.html", {"receipt": answer}, of_record=False)
    if isinstance(answer, Ticket):
        return Page("kit-ticket.html", {"ticket": answer, "image": _image(answer)}, of_record=False)
    return _page(asked, {"form": name, _kind(answer): answer}, 200)


def board(asked: Asked) -> Page:
    """The codes of all who have a place of a round, for the wall."""
    with _desk(asked).open() as kit:
        return Page("kit-board.html", {"board": papers.board(kit, _whole(asked, "round"))}, of_record=False)


def _page(asked: Asked, said: Mapping[str, Any], status: int) -> Page:
    with _desk(asked).open() as kit:
        values = {
            "status": ledger.status(kit),
            "policy": kit.policy,
            "key_to_post": papers.fingerprint(kit),
            "frozen": _last(kit, "frozen"),
            "drawn": _last(kit, "drawn"),
        }
    return Page(
        "kit.html",
        {**values, "said": {**_NOTHING, **said}, "number": partial(secrets.token_urlsafe, 18)},
        status=status,
        of_record=False,
    )


def _last(kit: Kit, state: str) -> Round | None:
    with kit.reading() as connection:
        number = last_round(connection, state)
    return rounds.round_of(kit, number) if number else None


def _desk(asked: Asked) -> Desk:
    if asked.site.desk is None:
        raise BadDraw("there is no kit here", todo="start the site with --kit")
    return asked.site.desk


def _digest(asked: Asked) -> bytes:
    """What a form said, to tell a second click from another form with the same number."""
    return hashlib.sha256(canonical({name: list(values) for name, values in asked.query.items()})).digest()


def _done(asked: Asked, name: str) -> Any:
    if name not in FORMS:
        raise BadParameter("there is no such form", todo="open the page of the kit again")
    with _desk(asked).open() as kit:
        return FORMS[name](kit, asked)


def _kind(answer: Any) -> str:
    """The name under which the page is told of an answer."""
    return "standing" if isinstance(answer, Standing) else "round" if isinstance(answer, Round) else "swept"


def _register(kit: Kit, asked: Asked) -> Receipt:
    size = _whole(asked, "size")
    if size is None:
        raise BadParameter("there is no size", where="size", todo="say how many people they are")
    sites = asked.query.get("site") or kit.policy.sites
    return households.register(kit, size, sites, asked.first("class"), asked.first("known-as"))


def _household(kit: Kit, asked: Asked) -> Standing | Ticket:
    """What the button says that was pressed, for the household with the code."""
    wanted = asked.first("do")
    if wanted not in BUTTONS:
        raise BadParameter("there is no such button", todo="open the page of the kit again")
    return BUTTONS[wanted](kit, asked.first("code"))


def _ending(kit: Kit, asked: Asked) -> Standing:
    """A place given back or a registration ended; only with the tick that the household asks for it."""
    wanted = asked.first("do")
    if wanted not in ENDINGS or not asked.first("asked-for"):
        raise BadParameter(
            "it is not said that the household asks for it", where="consent", todo="tick the box, and send it again"
        )
    return ENDINGS[wanted](kit, asked.first("code"))


def _change(kit: Kit, asked: Asked) -> Standing:
    group = asked.first("class")
    return households.change(
        kit,
        asked.first("code"),
        _whole(asked, "size"),
        asked.query.get("site"),
        {"": None, "-": ""}.get(group, group),
    )


def _recover(kit: Kit, asked: Asked) -> Receipt:
    if asked.first("known-as"):
        return households.recover_known(kit, asked.first("known-as"))
    return households.recover(kit, asked.first("code"))


def _freeze(kit: Kit, asked: Asked) -> Round:
    places = {site: _whole(asked, f"places-{at}") or 0 for at, site in enumerate(kit.policy.sites)}
    auditors = [one.strip() for one in asked.query.get("auditor", ()) if one.strip()]
    return rounds.freeze(kit, places, _hour(kit, asked.first("draw-at")), auditors)


def _draw(kit: Kit, asked: Asked) -> Round:
    return rounds.draw(kit, rounds.typed_in(kit, asked.first("signature")))


def _void(kit: Kit, asked: Asked) -> Round:
    return rounds.void(kit, asked.first("reason"))


def _expire(kit: Kit, _asked: Asked) -> offers.Swept:
    return offers.expire(kit)


def _whole(asked: Asked, name: str) -> int | None:
    """A whole number that was typed in; None where the field is empty."""
    text = asked.first(name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise BadParameter(f"{text[:40]!r} is no whole number", where=name, todo="write it in digits")
    return int(text)


def _hour(kit: Kit, text: str) -> datetime | None:
    """The hour of the draw, which is in universal time where it names no other; None where it is left open."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
        hour = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadParameter(f"{text[:40]!r} is no hour", where=_HOUR, todo="write it as 2026-01-05T17:00") from None
    if hour > kit.clock() + FARTHEST:
        raise BadParameter(f"{text[:40]!r} is more than a year off", where=_HOUR, todo="look at the year again")
    return hour


def _image(ticket: Ticket) -> Markup:
    return Markup(qr(canonical(ticket.signed).decode()))  # noqa: S704 - made by segno, from hexadecimal and our own words


BUTTONS: Final[Mapping[str, Callable[[Kit, str], Standing | Ticket]]] = {
    "show": households.standing,
    "renew": households.renew,
    "confirm": offers.confirm,
    "serve": offers.serve,
    "ticket": papers.ticket_of,
}
ENDINGS: Final[Mapping[str, Callable[[Kit, str], Standing]]] = {"cancel": offers.cancel, "withdraw": offers.withdraw}
FORMS: Final[Mapping[str, Callable[[Kit, Asked], Any]]] = {
    "register": _register,
    "household": _household,
    "ending": _ending,
    "change": _change,
    "recover": _recover,
    "freeze": _freeze,
    "draw": _draw,
    "void": _void,
    "expire": _expire,
}
ROUTES: Final = (
    Route(f"/{PATH}", desk, local=True),
    Route(f"/{PATH}", sent, local=True, writes=True),
    Route(f"/{PATH}/board", board, local=True),
)
