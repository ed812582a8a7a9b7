"""The public randomness: a named round of a drand chain, checked offline; a relay only carries it.

Source: drand specification (unchained scheme on G1, RFC 9380 hashing); chain information of the League of Entropy's quicknet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sojourn.errors import BadDraw


@dataclass(frozen=True)
class Chain:
    """A chain of beacons: its hash, public key, the time of its first round and the seconds between rounds."""

    name: str
    hash: str
    public_key: str
    genesis: int
    period: int

    def time_of(self, number: int) -> datetime:
        """When a round is published."""
        return datetime.fromtimestamp(self.genesis + self.period * (number - 1), UTC)

    def first_after(self, moment: datetime) -> int:
        """The first round that is published after a moment."""
        return max(1, (int(moment.timestamp()) - self.genesis) // self.period + 2)

    def next_named(self, late: int, wait_hours: int, frozen_at: datetime) -> int:
        """The round that must be named after a round was void for want of the beacon `late`, so that nobody chooses it.

        It comes twice the wait after the late one: the value is waited for so long, and as long again is left to freeze the
        list anew. A list that is frozen later still, as after a power cut, names the first that comes a whole number of waits
        after the late one and is not yet public.
        """
        step = -(-wait_hours * 3600 // self.period)
        gone = self.first_after(frozen_at) - late
        return late + step * max(2, -(-gone // step))


QUICKNET: Final = Chain(
    "quicknet",
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    1692803367,
    3,
)
CHAINS: Final[Mapping[str, Chain]] = {QUICKNET.name: QUICKNET}
SIGNATURE: Final = 96
"""Hexadecimal digits of a signature on G1."""


def chain(name: str) -> Chain:
    """The chain that a policy names.

    Raises:
        BadDraw: Sojourn knows no such chain.
    """
    if name not in CHAINS:
        raise BadDraw(f"no beacon is called {name!r}", where="policy", todo=f"name one of {', '.join(CHAINS)}")
    return CHAINS[name]


@dataclass(frozen=True)
class Beacon:
    """The value of one round: its number and the signature, of which the randomness is the SHA-256."""

    chain: str
    round: int
    signature: str

    @property
    def randomness(self) -> bytes:
        """The 32 bytes that the draw uses."""
        return hashlib.sha256(bytes.fromhex(self.signature)).digest()

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {"chain": self.chain, "round": self.round, "signature": self.signature}


def read_beacon(document: Mapping[str, Any], named_round: int, named_chain: str = QUICKNET.name) -> Beacon:
    """The value of the round that a list named, with its signature checked.

    It may have come from any relay, by telephone or on paper: what does not bear the chain's signature is refused.

    Raises:
        BadDraw: another round or chain than the one named, no signature, or one that the chain did not make.
    """
    where = "beacon"
    try:
        beacon = Beacon(document["chain"], document["round"], document["signature"].lower())
    except (KeyError, TypeError, AttributeError) as error:
        raise BadDraw(f"it is no beacon ({error})", where=where, todo="give chain, round and signature") from error
    if beacon.chain != named_chain:
        raise BadDraw(
            f"it is of {beacon.chain!r}, and the list named {named_chain}", where=where, todo="use that chain"
        )
    if type(beacon.round) is not int or beacon.round != named_round:
        raise BadDraw(
            f"it is round {beacon.round}, and the list named round {named_round}",
            where=where,
            todo="fetch the named round; no other may be used",
        )
    if len(beacon.signature) != SIGNATURE or not set(beacon.signature) <= set("0123456789abcdef"):
        raise BadDraw(f"the signature is not {SIGNATURE} hexadecimal digits", where=where, todo="copy it whole")
    _check_signature(beacon)
    return beacon


def _check_signature(beacon: Beacon) -> None:
    from drand_verify import verify_quicknet  # noqa: PLC0415 - five megabytes, for this alone

    try:
        verified = verify_quicknet(beacon.round, beacon.signature, chain(beacon.chain).public_key)
    except ValueError as error:
        raise BadDraw(
            "the chain did not sign this value",
            where="beacon",
            todo="get the round from another relay, or type it again",
        ) from error
    assert bytes.fromhex(verified) == beacon.randomness
