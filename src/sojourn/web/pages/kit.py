"""The desk of a clinic: what its kit counts, and a form for each thing that is done there (docs/draw-kit.md).

A recovery code comes in the body of a form and leaves in the answer to it; it never stands in an address. Looking changes
nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from markupsafe import Markup

from sojourn.draw.canonical import canonical, read_document
from sojourn.draw.kit import households, ledger, offers, papers, rounds
from sojourn.draw.kit.chronicle import last_round
from sojourn.draw.kit.households import Receipt, Standing
from sojourn.draw.kit.papers import Ticket
from sojourn.draw.kit.rounds import Round
from sojourn.draw.kit.store import Kit
from sojourn.draw.proofs import code_of, qr
from sojourn.errors import BadDraw, BadParameter, SojournError
from sojourn.web.api import status_of
from sojourn.web.asked import Asked, Download, Page, Route
from sojourn.web.desk import Desk
from sojourn.web.pages.kit_files import FILES, MOST_CLASSES, policy_of, shown, ticked, whole
from sojourn.words.said import said

PATH: Final = "kit"
FARTHEST: Final = timedelta(days=366)
"""How far off a draw can be; what is farther is a slip of the pen."""
_HOUR: Final[str] = said("the hour of the draw")
THEY_ASK: Final[str] = said("the household asks for it")
_NOT_SHOWN_AGAIN: Final = frozenset({"code", "other", "known-as", "number", "ticket", "policy"})
"""Fields that a page does not give back, even where the form is refused."""

_NOTHING: Final = dict.fromkeys(("form", "error", "standing", "round", "swept", "made"))


@dataclass(frozen=True)
class Made:
    """A kit that was made, with the key to post."""

    key: str


def desk(asked: Asked) -> Page:
    """What the kit counts, and the forms; without the key only where to find it."""
    return _page(asked, {}, 200) if asked.key else Page("kit.html", {"status": None}, of_record=False)


def sent(asked: Asked) -> Page | Download:
    """What a form did: a receipt or a ticket to print, a file, or the desk with the answer, or the error, beside the form."""
    name = asked.first("form")
    try:
        if name in FILES:
            with _desk(asked).open() as kit:
                return FILES[name](kit, asked)
        answer = _desk(asked).once(asked.first("number"), _digest(asked), partial(_done, asked, name))
    except SojournError as error:
        typed = {field: values for field, values in asked.query.items() if field not in _NOT_SHOWN_AGAIN}
        return _page(asked, {"form": name, "error": error, "typed": typed}, status_of(error))
    if isinstance(answer, Receipt):
        return Page("kit-receipt.html", {"receipt": answer}, of_record=False)
    if isinstance(answer, Ticket):
        return _ticket(answer, proof=asked.first("do") == "proof")
    return _page(asked, {"form": name, _kind(answer): answer}, 200)


def board(asked: Asked) -> Page:
    """The codes of all who have a place of a round, for the wall."""
    with _desk(asked).open() as kit:
        return Page("kit-board.html", {"board": papers.board(kit, whole(asked, "round"))}, of_record=False)


def _ticket(ticket: Ticket, *, proof: bool) -> Page:
    """A ticket to print; with its proof only where the household asks for that."""
    values = {
        "ticket": ticket,
        "signed": canonical(ticket.signed).decode(),
        "image": _image(canonical(ticket.signed).decode()),
        "proof": _image(code_of(ticket.proof)) if proof else "",
    }
    return Page("kit-ticket.html", values, of_record=False)


def _page(asked: Asked, said: Mapping[str, Any], status: int) -> Page:
    told, number = {"said": {**_NOTHING, **said}}, {"number": partial(secrets.token_urlsafe, 18)}
    if not _desk(asked).is_made:
        return Page("kit-new.html", {**told, **number, "most_classes": MOST_CLASSES}, status=status, of_record=False)
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
        {**values, **told, **number},
        status=status,
        of_record=False,
    )


def _last(kit: Kit, state: str) -> Round | None:
    with kit.reading() as connection:
        number = last_round(connection, state)
    return rounds.round_of(kit, number) if number else None


def _desk(asked: Asked) -> Desk:
    if asked.site.desk is None:
        raise BadDraw(said("there is no kit here"), todo=said("start the site with --kit"))
    return asked.site.desk


def _digest(asked: Asked) -> bytes:
    """What a form said, to tell a second click from another form with the same number."""
    return hashlib.sha256(canonical({name: list(values) for name, values in asked.query.items()})).digest()


def _done(asked: Asked, name: str) -> Any:
    if name in MAKING:
        with _desk(asked).make(policy_of(asked)) as kit:
            return Made(papers.fingerprint(kit))
    if name not in FORMS:
        raise BadParameter(said("there is no such form"), todo=said("open the page of the kit again"))
    with _desk(asked).open() as kit:
        return FORMS[name](kit, asked)


def _kind(answer: Any) -> str:
    """The name under which the page is told of an answer."""
    return next(name for kind, name in _KINDS.items() if isinstance(answer, kind))


def _register(kit: Kit, asked: Asked) -> Receipt:
    size = whole(asked, "size")
    if size is None:
        raise BadParameter(said("there is no size"), where="size", todo=said("say how many people they are"))
    sites = asked.query.get("site") or kit.policy.sites
    return households.register(kit, size, sites, asked.first("class"), asked.first("known-as"))


def _household(kit: Kit, asked: Asked) -> Standing | Ticket:
    """What the button says that was pressed, for the household with the code."""
    wanted = asked.first("do")
    if wanted not in BUTTONS:
        raise BadParameter(said("there is no such button"), todo=said("open the page of the kit again"))
    return BUTTONS[wanted](kit, asked.first("code"))


def _ending(kit: Kit, asked: Asked) -> Standing:
    """A place given back or a registration ended; only with the tick that the household asks for it."""
    ticked(asked, "asked-for", THEY_ASK)
    wanted = asked.first("do")
    if wanted not in ENDINGS:
        raise BadParameter(said("there is no such button"), todo=said("open the page of the kit again"))
    return ENDINGS[wanted](kit, asked.first("code"))


def _change(kit: Kit, asked: Asked) -> Standing:
    group = asked.first("class")
    return households.change(
        kit,
        asked.first("code"),
        whole(asked, "size"),
        asked.query.get("site"),
        {"": None, "-": ""}.get(group, group),
    )


def _merge(kit: Kit, asked: Asked) -> Standing:
    """Two registrations of the same people made one; only with the tick that they ask for it."""
    ticked(asked, "asked-for", THEY_ASK)
    return households.merge(kit, asked.first("code"), asked.first("other"))


def _recover(kit: Kit, asked: Asked) -> Receipt:
    if asked.first("known-as"):
        return households.recover_known(kit, asked.first("known-as"))
    return households.recover(kit, asked.first("code"))


def _freeze(kit: Kit, asked: Asked) -> Round:
    places = {site: whole(asked, f"places-{at}") or 0 for at, site in enumerate(kit.policy.sites)}
    auditors = [one.strip() for one in asked.query.get("auditor", ()) if one.strip()]
    return rounds.freeze(kit, places, _hour(kit, asked.first("draw-at")), auditors)


def _draw(kit: Kit, asked: Asked) -> Round:
    """Drawn with the signature alone, or with the value of the beacon as a relay gives it, as JSON."""
    text = asked.first("signature")
    read = read_document(text.encode(), said("the beacon")) if text.startswith("{") else rounds.typed_in(kit, text)
    return rounds.draw(kit, read)


def _void(kit: Kit, asked: Asked) -> Round:
    return rounds.void(kit, asked.first("reason"))


def _expire(kit: Kit, _asked: Asked) -> offers.Swept:
    return offers.expire(kit)


def _hour(kit: Kit, text: str) -> datetime | None:
    """The hour of the draw, which is in universal time where it names no other; None where it is left open."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
        hour = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadParameter(
            said("{text:name} is no hour", text=repr(text[:40])), where=_HOUR, todo=said("write it as 2026-01-05T17:00")
        ) from None
    if hour > kit.clock() + FARTHEST:
        raise BadParameter(
            said("{text:name} is more than a year off", text=repr(text[:40])),
            where=_HOUR,
            todo=said("look at the year again"),
        )
    return hour


def _image(text: str) -> Markup:
    return Markup(qr(text))  # noqa: S704 - made by segno, from hexadecimal and our own words


BUTTONS: Final[Mapping[str, Callable[[Kit, str], Standing | Ticket]]] = {
    "show": households.standing,
    "renew": households.renew,
    "confirm": offers.confirm,
    "serve": offers.serve,
    "ticket": papers.ticket_of,
    "proof": papers.ticket_of,
}
ENDINGS: Final[Mapping[str, Callable[[Kit, str], Standing]]] = {"cancel": offers.cancel, "withdraw": offers.withdraw}
FORMS: Final[Mapping[str, Callable[[Kit, Asked], Any]]] = {
    "register": _register,
    "household": _household,
    "ending": _ending,
    "change": _change,
    "merge": _merge,
    "recover": _recover,
    "shown": shown,
    "freeze": _freeze,
    "draw": _draw,
    "void": _void,
    "expire": _expire,
}
MAKING: Final = frozenset({"new", "new-file"})
"""Forms that make the kit, of which there is none yet."""
_KINDS: Final[Mapping[type, str]] = {Standing: "standing", Round: "round", offers.Swept: "swept", Made: "made"}
ROUTES: Final = (
    Route(f"/{PATH}", desk, local=True),
    Route(f"/{PATH}", sent, local=True, writes=True),
    Route(f"/{PATH}/board", board, local=True),
)
