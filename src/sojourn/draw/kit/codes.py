"""The codes that people carry: the recovery code, which only the household has, and the short code of a token for the board.

Letters and digits of Crockford's base 32 (no I, L, O, U), in groups, so that they can be read aloud and typed in any case.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from sojourn.errors import BadDraw
from sojourn.words.said import said

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_RANDOM: Final = 23
"""Random letters of a recovery code, which are 115 bits; one more letter checks them."""
_SHORT: Final = 10
"""Letters of a short code, which are 50 bits of the token."""


def new_code() -> str:
    """A recovery code, such as 7K2M-...: it is shown once and not kept; the kit keeps what follows from it."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(_RANDOM))
    return _grouped(letters + _check(letters), 4)


def secret_of(code: str) -> bytes:
    """The household's secret, from which its tokens are made; the code does not follow from it.

    Raises:
        BadDraw: it is no recovery code, or was mistyped.
    """
    letters = code.upper().translate(_READ_AS)
    if len(letters) != _RANDOM + 1 or not set(letters) <= set(LETTERS):
        raise BadDraw(
            said("a recovery code has {letters:name} letters and digits", letters=_RANDOM + 1),
            where="code",
            todo=said("type it as it is printed"),
        )
    if _check(letters[:-1]) != letters[-1]:
        raise BadDraw(
            said("a letter of the recovery code is wrong"), where="code", todo=said("compare it with the paper")
        )
    return hashlib.sha256(b"sojourn.draw.secret/1\n" + letters.encode()).digest()


def short_code(token: str) -> str:
    """The short code of a token, for boards and tickets."""
    number = int(token, 16) >> (4 * len(token) - 5 * _SHORT)
    return _grouped("".join(LETTERS[number >> 5 * at & 31] for at in reversed(range(_SHORT))), 5)


def file_of(code: str) -> str:
    """The name of the file in which the proof of a household is left when the draw ends.

    Raises:
        BadDraw: it is no recovery code.
    """
    return file_name(secret_of(code))


def file_name(secret: bytes) -> str:
    """The same from the secret."""
    return short_code(hashlib.sha256(b"sojourn.draw.file/1\n" + secret).hexdigest()) + ".json"


def _check(letters: str) -> str:
    return LETTERS[hashlib.sha256(letters.encode()).digest()[0] % len(LETTERS)]


def _grouped(letters: str, size: int) -> str:
    return "-".join(letters[at : at + size] for at in range(0, len(letters), size))
