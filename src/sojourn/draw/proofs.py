"""What a household takes home: a proof that it is in the list, signed tickets, and a proof of its waiting that outlives us.

A proof needs nobody's word: it leads from the household's own entry to the root that was published before the draw. A ticket
and a standing are the operator's word, signed; they can be checked with the network off, against the key that the operator
posted. Source: RFC 6962 (audit paths), RFC 8032 (Ed25519, by libsodium), ISO/IEC 18004 (QR codes, by segno).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sojourn.draw import merkle
from sojourn.draw.canonical import AS_PUBLISHED, canonical
from sojourn.draw.frozen import Entry, Frozen, leaf_of
from sojourn.draw.strict import is_hash
from sojourn.errors import BadDraw

PROOF: Final = "sojourn.draw.proof/1"
SIGNED: Final = "sojourn.draw.signed/1"
TICKET: Final = "sojourn.draw.ticket/1"
STANDING: Final = "sojourn.draw.standing/1"
DEEPEST: Final = 64
"""The longest path that a proof may have: no list has more than 2^64 entries."""


@dataclass(frozen=True)
class Proof:
    """That an entry stands at a place of a list: the entry, the place, how many there are, and the hashes beside the way up."""

    round: int
    entry: Entry
    index: int
    count: int
    path: tuple[bytes, ...]
    root: str

    @property
    def holds(self) -> bool:
        """Whether the way leads to the root; that the root is the published one is for the reader to compare."""
        return merkle.included(leaf_of(self.entry), self.index, self.count, self.path, bytes.fromhex(self.root))

    def as_dict(self) -> dict[str, Any]:
        """The form of a file."""
        return {
            "schema": PROOF,
            "round": self.round,
            "entry": self.entry.as_list(),
            "index": self.index,
            "count": self.count,
            "path": [one.hex() for one in self.path],
            "root": self.root,
        }


def prove(frozen: Frozen, token: str) -> Proof:
    """The proof that a household is in a list.

    Raises:
        BadDraw: it is not.
    """
    at = frozen.place_of(token)
    beside = tuple(merkle.path(frozen.leaves, at))
    return Proof(frozen.round, frozen.entries[at], at, len(frozen.entries), beside, frozen.root)


def prove_all(frozen: Frozen) -> dict[str, Proof]:
    """The proof of each household of a list, by token."""
    paths = merkle.paths(frozen.leaves)
    return {
        entry.token: Proof(frozen.round, entry, at, len(paths), tuple(paths[at]), frozen.root)
        for at, entry in enumerate(frozen.entries)
    }


def read_proof(document: Mapping[str, Any], where: str = "proof") -> Proof:
    """A proof from the form of a file.

    Raises:
        BadDraw: it is none.
    """
    try:
        token, size, since, sites, *others = document["entry"]
        entry = Entry(token, size, since, tuple(sites), *others)
        path = tuple(bytes.fromhex(one) for one in document["path"])
        proof = Proof(document["round"], entry, document["index"], document["count"], path, document["root"])
        numbers = (proof.round, proof.index, proof.count, entry.size, entry.since)
    except (KeyError, TypeError, ValueError) as error:
        raise BadDraw(f"it is no proof ({error})", where=where, todo=AS_PUBLISHED) from error
    hashes = all(len(one) == len(bytes.fromhex(proof.root)) for one in path) if is_hash(proof.root) else False
    if document.get("schema") != PROOF or not hashes or len(path) > DEEPEST or not is_hash(entry.token):
        raise BadDraw("it is no proof of this version", where=where, todo=AS_PUBLISHED)
    if not all(type(one) is int and one >= 0 for one in numbers):
        raise BadDraw("a place or count is no whole number", where=where, todo=AS_PUBLISHED)
    return proof


def code_of(proof: Proof) -> str:
    """A proof as the text of a QR code: canonical entry, place and path in Base32, which such codes pack densely."""
    numbers = canonical([proof.round, proof.index, proof.count, proof.entry.as_list()])
    packed = len(numbers).to_bytes(2) + numbers + b"".join(proof.path)
    return "SOJOURN1:" + base64.b32encode(packed).decode().rstrip("=")


def qr(text: str) -> str:
    """A text as one QR code, an SVG image without anything else in it: black on white, as large as its place.

    Raises:
        BadDraw: the text is too long for one code.
    """
    import segno  # noqa: PLC0415 - for printing alone

    try:
        code = segno.make_qr(text, error="l", boost_error=False)
    except segno.DataOverflowError as error:
        raise BadDraw(f"{len(text)} characters are too many for one QR code", todo="print the proof as text") from error
    image = io.BytesIO()
    code.save(image, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, light="#fff", omitsize=True)
    return image.getvalue().decode()


def new_key() -> bytes:
    """A key to sign with; who has it can make tickets, so it stays in the kit."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - four megabytes, for signing alone

    return bytes(SigningKey.generate())


def public_key(key: bytes) -> str:
    """The key that the operator posts, in hexadecimal."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - as above

    return SigningKey(key).verify_key.encode().hex()


def sign(document: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    """A document with the operator's signature over its canonical bytes."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - as above

    signature = SigningKey(key).sign(canonical(dict(document))).signature.hex()
    return {"schema": SIGNED, "document": dict(document), "key": public_key(key), "signature": signature}


def read_signed(signed: Mapping[str, Any], posted_key: str, where: str = "ticket") -> dict[str, Any]:
    """The document, where it bears the signature of the posted key; nothing of it is believed otherwise.

    Raises:
        BadDraw: it is no signed document, or another key or nobody signed it.
    """
    from nacl.exceptions import BadSignatureError  # noqa: PLC0415 - as above
    from nacl.signing import VerifyKey  # noqa: PLC0415 - as above

    try:
        document, signature = dict(signed["document"]), bytes.fromhex(signed["signature"])
        VerifyKey(bytes.fromhex(posted_key)).verify(canonical(document), signature)
    except (KeyError, TypeError, ValueError, BadSignatureError) as error:
        raise BadDraw(
            "the operator's key did not sign this", where=where, todo="ask at the place itself; do not pay anyone"
        ) from error
    return document


def ticket(number: int, token: str, state: str, **told: Any) -> dict[str, Any]:
    """What a ticket says: round, token and state (registered, placed, held); it names nobody. To be signed."""
    return {"schema": TICKET, "round": number, "token": token, "state": state, **told}


def standing(registered_on: str, rounds: Sequence[Proof], places: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How long a household waited, to carry elsewhere when the draw ends. To be signed.

    Args:
        registered_on: the day of registration, ISO.
        rounds: the proof of each round that it was in.
        places: each place it had: `round`, `site`, `day` and `state` (kept, cancelled, missed).
    """
    return {
        "schema": STANDING,
        "registered_on": registered_on,
        "rounds": [one.as_dict() for one in rounds],
        "places": [dict(one) for one in places],
    }
