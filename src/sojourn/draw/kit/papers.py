"""What is printed: the ticket that a household takes home, and the board on the wall. Codes, and nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from sojourn.draw.canonical import canonical
from sojourn.draw.kit.chronicle import frozen_of
from sojourn.draw.kit.codes import secret_of, short_code
from sojourn.draw.kit.households import refusal
from sojourn.draw.kit.store import Kit, one
from sojourn.draw.proofs import Proof, code_of, prove, public_key, qr, read_signed, sign, ticket
from sojourn.errors import BadDraw
from sojourn.words.said import said


@dataclass(frozen=True)
class Ticket:
    """A household's ticket of one round: signed by the kit's key, with the proof that it is in the list.

    `code` is what the board shows. Neither size nor site, day or name stands on it. The proof tells size, week and sites, so
    it is printed only where the household asks for it.
    """

    code: str
    signed: dict[str, Any]
    proof: Proof

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"code": self.code, "signed": self.signed, "proof": self.proof.as_dict()}

    def as_text(self) -> str:
        """For a printer without pictures, or to read aloud."""
        told = self.signed["document"]
        lines = [
            f"Ticket {self.code}",
            f"Round {told['round']}: {told['state']}",
            f"List {self.proof.root}",
            f"Key {self.signed['key']}",
            canonical(self.signed).decode(),
        ]
        return "\n".join(lines)

    def as_html(self, *, proof: bool = False) -> str:
        """A page to print: the codes as text, and the ticket (with `proof` also the proof) as QR. Nothing in it is fetched."""
        signed = qr(canonical(self.signed).decode())
        image = qr(code_of(self.proof)) if proof else ""
        return _page("ticket.html", ticket=self, told=self.signed["document"], signed=signed, proof=image)


@dataclass(frozen=True)
class Board:
    """The short codes of all who have a place of a round, in the order of the alphabet."""

    round: int
    codes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {**asdict(self), "codes": list(self.codes)}

    def as_text(self) -> str:
        """A line for each code."""
        return "\n".join([f"Round {self.round}", *self.codes])

    def as_html(self) -> str:
        """A page for the wall."""
        return _page("board.html", board=self)


def ticket_of(kit: Kit, code: str, number: int | None = None) -> Ticket:
    """The ticket of a household, of the last round that it was in where no other is named.

    Raises:
        BadDraw: no household has this code, or it was not in that round.
    """
    secret = secret_of(code)
    with kit.reading() as connection:
        household = one(connection, "SELECT id FROM household WHERE secret = ?", secret)
        if not household:
            raise refusal(connection, secret)
        row = one(connection, _ENTRY, household[0], number)
        if not row:
            raise BadDraw(
                said("the household was in no such list"), where="ticket", todo=said("print it after the next freeze")
            )
        token, round_number, held, offer = row
        frozen = frozen_of(connection, round_number)
    document = ticket(round_number, token, _state(offer, held))
    return Ticket(short_code(token), sign(document, _key(kit)), prove(frozen, token))


_ENTRY = (
    "SELECT e.token, e.round, EXISTS (SELECT 1 FROM json_each(outcomes, '$.drawn') WHERE value ->> 0 = e.token AND value ->> 1 = ''),"
    " (SELECT o.state FROM offer o WHERE o.round = e.round AND o.household = e.household)"
    " FROM entry e JOIN round r ON r.number = e.round WHERE e.household = ? AND e.round = coalesce(?, e.round)"
    " ORDER BY e.round DESC LIMIT 1"
)


def _state(offer: str | None, held: bool) -> str:
    """What the ticket says: placed while there is a place, held while the place in the order is kept, else registered."""
    if offer in ("offered", "confirmed", "served"):
        return "placed"
    return "held" if held and not offer else "registered"


def token_on(kit: Kit, signed: dict[str, Any]) -> str:
    """The token on a ticket that is shown, where this kit signed it.

    Raises:
        BadDraw: it did not.
    """
    return str(read_signed(signed, public_key(_key(kit)))["token"])


def fingerprint(kit: Kit) -> str:
    """The public key of the kit, to be posted where everyone sees it."""
    return public_key(_key(kit))


def board(kit: Kit, number: int | None = None) -> Board:
    """The board of a round, of the last that was drawn where no other is named.

    Raises:
        BadDraw: that round was not drawn.
    """
    with kit.reading() as connection:
        sql = "SELECT max(number) FROM round WHERE state = 'drawn' AND number = coalesce(?, number)"
        row = one(connection, sql, number)
        if not row or row[0] is None:
            raise BadDraw(said("the round was not drawn"), where="board", todo=said("draw it first"))
        placed = (
            "SELECT token FROM entry e JOIN offer o ON o.round = e.round AND o.household = e.household"
            " WHERE e.round = ? AND o.state IN ('offered', 'confirmed')"
        )
        tokens = connection.execute(placed, row).fetchall()
    return Board(row[0], tuple(sorted(short_code(token) for (token,) in tokens)))


def _key(kit: Kit) -> bytes:
    return bytes.fromhex(kit.setting("signing_key"))


def _page(name: str, **told: Any) -> str:
    loader = PackageLoader("sojourn.draw.kit", "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=select_autoescape())
    return environment.get_template(name).render(**told)
