"""Tokens: what a household is called in one round, unlike what it is called in any other.

The secret stays on the ticket and in the kit; whoever sees two published lists cannot tell who is in both, and the household
itself can work out its token for every round. Source: RFC 2104 (HMAC), with SHA-256.
"""

from __future__ import annotations

import hmac
from typing import Final

from sojourn.draw.canonical import LARGEST
from sojourn.errors import BadDraw

SECRET: Final = 32
"""Bytes of a secret."""


def token(secret: bytes, number: int) -> str:
    """The token of a household in a round.

    Raises:
        BadDraw: the secret is not 32 bytes, or the round is none.
    """
    return _derived(secret, number, b"token")


def salt(secret: bytes, number: int) -> str:
    """The salt of a household in a sealed round.

    Raises:
        BadDraw: as for a token.
    """
    return _derived(secret, number, b"salt")


def _derived(secret: bytes, number: int, use: bytes) -> str:
    if len(secret) != SECRET or not 1 <= number <= LARGEST:
        raise BadDraw(
            "a secret has 32 bytes and rounds count from 1", where=f"round {number}", todo="read the ticket again"
        )
    return hmac.digest(secret, b"sojourn.draw %b %d" % (use, number), "sha256").hex()
