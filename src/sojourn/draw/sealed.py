"""Sealed lists: what everyone may see of a draw among few households, each of which an open list would give away.

The public sees tokens and commitments, the root, and in which stage each token was drawn; so everyone can check that a token is
in, that nobody was added or dropped after the freeze, and that the draw went in the order of the hashes. Sizes, weeks, sites and
classes are opened to the auditors whom the head names; they verify the whole (verify.py on the full files).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sojourn.draw import merkle
from sojourn.draw.allocate import Outcomes, score
from sojourn.draw.canonical import AS_PUBLISHED, digest
from sojourn.draw.frozen import Frozen, Held, commitment, hold_to_head, sealed_leaf
from sojourn.draw.policy import Policy, read_policy
from sojourn.draw.strict import check_held, check_round, is_hash
from sojourn.errors import BadDraw

OUTCOMES: Final = "sojourn.draw.sealed-outcomes/1"


@dataclass(frozen=True)
class Sealed:
    """A list of which the entries are closed: its head, its policy, and token and commitment of each entry."""

    head: Mapping[str, Any]
    policy: Policy
    leaves: tuple[tuple[str, str], ...]

    @property
    def commitment(self) -> str:
        """The digest of the head."""
        return digest(dict(self.head))

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "head": dict(self.head),
            "policy": self.policy.as_dict(),
            "sealed": [list(one) for one in self.leaves],
        }


def seal(frozen: Frozen) -> Sealed:
    """What the public sees of a list.

    Raises:
        BadDraw: the list is an open one.
    """
    if not frozen.auditors:
        raise BadDraw("the list is open", where=f"round {frozen.round}", todo="name auditors when you freeze it")
    return Sealed(frozen.head(), frozen.policy, tuple((one.token, commitment(one)) for one in frozen.entries))


def sealed_outcomes(outcomes: Outcomes) -> dict[str, Any]:
    """What the public sees of outcomes: who was drawn, in order, in which stage; not where, and not how many."""
    return {
        "schema": OUTCOMES,
        "round": outcomes.round,
        "seed": outcomes.seed,
        "drawn": [[one.token, one.stage] for one in outcomes.drawn],
        "outcomes": outcomes.digest,
    }


def read_sealed(document: Mapping[str, Any], where: str = "list") -> Sealed:
    """A sealed list from its published form, with its head held against its leaves.

    Raises:
        BadDraw: it says what it is not: another root, count, order or policy.
    """
    try:
        head = dict(document["head"])
        policy = read_policy(document["policy"], where)
        leaves = tuple((token, committed) for token, committed in document["sealed"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadDraw(f"it is no sealed list ({error})", where=where, todo=AS_PUBLISHED) from error
    if not all(is_hash(token) and is_hash(committed) for token, committed in leaves):
        raise BadDraw("a token or commitment is not 64 digits of hexadecimal", where=where, todo=AS_PUBLISHED)
    if any(first[0] >= second[0] for first, second in pairwise(leaves)):
        raise BadDraw("its entries are not in the order of their tokens", where=where, todo=AS_PUBLISHED)
    root = merkle.root([merkle.leaf(sealed_leaf(*one)) for one in leaves]).hex()
    found = {"root": root, "count": len(leaves), "policy": digest(policy.as_dict()), "beacon": policy.beacon}
    hold_to_head(head | found, head, where)
    if not head.get("auditors"):
        raise BadDraw("it names no auditors", where=where, todo="ask who can open it; a list without any is open")
    _check_head(head, policy, {token for token, _ in leaves}, where)
    return Sealed(head, policy, leaves)


def _check_head(head: Mapping[str, Any], policy: Policy, tokens: Collection[str], where: str) -> None:
    """Whether the rest of a head is what a head has; the entries, which an open list is held to, are closed here."""
    try:
        names = ("capacity", "credit", "previous", "beacon_round", "auditors")
        check_round(head["round"], policy, *(head[name] for name in names))
        check_held([Held(was, token) for was, token in head["held"]], tokens, where)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDraw(f"its head is none ({error})", where=where, todo=AS_PUBLISHED) from error


def order_faults(sealed: Sealed, seed: bytes, document: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with published sealed outcomes, as far as the public can tell."""
    try:
        drawn = [(token, stage) for token, stage in document["drawn"]]
        inside = {token for token, _ in drawn} <= {token for token, _ in sealed.leaves}
    except (KeyError, TypeError, ValueError):
        yield "they are no sealed outcomes"
        return
    tokens = [token for token, _ in drawn]
    if document.get("seed") != seed.hex():
        yield "the seed is not that of list and beacon"
    if len(set(tokens)) < len(tokens) or not inside:
        yield "a token was drawn twice, or is not in the list"
        return
    stages = [stage for at, (_, stage) in enumerate(drawn) if not at or drawn[at - 1][1] != stage]
    known = [stage for stage in ("held before", "class", "longest waiting", "draw") if stage in stages]
    if stages != known:
        yield "the stages are not in their order"
    held = [token for token, stage in drawn if stage == "held before"]
    if held != [token for _, token in sealed.head["held"]]:
        yield "those who were held did not go first, in their order"
    by_lot = [score(seed, token) for token, stage in drawn if stage == "draw"]
    if by_lot != sorted(by_lot):
        yield "the draw did not go in the order of the hashes"
