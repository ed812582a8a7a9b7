"""The list as it stands before the draw: who is in it, how many places there are, what earlier rounds left.

It is frozen and committed to before the beacon's value is known; the draw is a function of it and of that value alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sojourn.draw import merkle
from sojourn.draw.canonical import canonical, digest
from sojourn.draw.policy import Policy, read_policy
from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.draw.list/1"
TOKEN: Final = 64
"""Hexadecimal digits of a token, which is 32 bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One household in one round.

    `token` is made anew for every round, so that rounds cannot be linked; `since` is the bucket of the day of registration (a
    number of whole weeks: lower is longer); `sites` are those where it can come, the best first; `group` is its class, empty
    for none.
    """

    token: str
    size: int
    since: int
    sites: tuple[str, ...]
    group: str = ""

    def as_list(self) -> list[Any]:
        """The published form: token, size, since, sites, class."""
        return [self.token, self.size, self.since, list(self.sites), self.group]


@dataclass(frozen=True)
class Held:
    """A household that an earlier round drew and could not place: its token then, and its token now."""

    was: str
    token: str


@dataclass(frozen=True)
class Frozen:
    """All that a draw depends on, but for the beacon.

    `capacity` has the places of each site; `held` those that go first, in order; `credit` what each share is owed from
    earlier rounds, in fractions of a place; `previous` the digest of the outcomes of the round before, empty for the first.
    `entries` are in the order of their tokens. `beacon_round` is the round of the beacon, named before it happens.
    """

    round: int
    policy: Policy
    capacity: Mapping[str, int]
    entries: tuple[Entry, ...]
    held: tuple[Held, ...]
    credit: Mapping[str, int]
    previous: str
    beacon_round: int

    @cached_property
    def leaves(self) -> list[bytes]:
        """The hash of the canonical bytes of each entry, put together from parts since there may be a million."""
        ends = {}
        for entry in self.entries:
            if (entry.sites, entry.group) not in ends:
                ends[entry.sites, entry.group] = canonical([list(entry.sites), entry.group])[1:]
        return [
            merkle.leaf(b'["%b",%d,%d,%b' % (one.token.encode(), one.size, one.since, ends[one.sites, one.group]))
            for one in self.entries
        ]

    @cached_property
    def root(self) -> str:
        """The root over all entries, in hexadecimal."""
        return merkle.root(self.leaves).hex()

    def head(self) -> dict[str, Any]:
        """What is published before the draw, in sealed mode without the entries: enough to hold the operator to them."""
        return {
            "schema": SCHEMA,
            "round": self.round,
            "policy": digest(self.policy.as_dict()),
            "capacity": dict(self.capacity),
            "count": len(self.entries),
            "root": self.root,
            "held": [[one.was, one.token] for one in self.held],
            "credit": dict(self.credit),
            "previous": self.previous,
            "beacon": self.policy.beacon,
            "beacon_round": self.beacon_round,
        }

    @cached_property
    def commitment(self) -> str:
        """The digest of the head: what is posted outside before the beacon speaks."""
        return digest(self.head())

    def as_dict(self) -> dict[str, Any]:
        """The published form in open mode: the head, the policy and every entry."""
        return {
            "head": self.head(),
            "policy": self.policy.as_dict(),
            "entries": [one.as_list() for one in self.entries],
        }

    def proof(self, token: str) -> tuple[int, list[str]]:
        """The place of a token in the list and the hashes beside its way to the root.

        Raises:
            BadDraw: the token is not in the list.
        """
        at = next((at for at, entry in enumerate(self.entries) if entry.token == token), None)
        if at is None:
            raise BadDraw("the token is not in the list", where=f"round {self.round}", todo="check the ticket's round")
        return at, [one.hex() for one in merkle.path(self.leaves, at)]


def freeze(
    number: int,
    policy: Policy,
    capacity: Mapping[str, int],
    entries: Sequence[Entry],
    beacon_round: int,
    *,
    held: Sequence[Held] = (),
    credit: Mapping[str, int] | None = None,
    previous: str = "",
) -> Frozen:
    """The list of a round, checked and in order.

    Raises:
        BadDraw: a token twice or malformed, a household that no day can place, an unknown site or class, places below zero.
    """
    where = f"round {number}"
    ordered = tuple(sorted(entries, key=lambda entry: entry.token))
    for entry in ordered:
        _check(entry, policy, where)
    tokens = {entry.token for entry in ordered}
    if len(tokens) < len(ordered):
        raise BadDraw("a token stands twice", where=where, todo="a household registers once")
    if set(capacity) != set(policy.sites) or any(type(places) is not int or places < 0 for places in capacity.values()):
        raise BadDraw("the places of a site are missing or below zero", where=where, todo="give each site its places")
    if not {one.token for one in held} <= tokens or len({one.token for one in held}) < len(held):
        raise BadDraw("a held household is not in the list, or twice", where=where, todo="carry over the last round's")
    return Frozen(number, policy, dict(capacity), ordered, tuple(held), dict(credit or {}), previous, beacon_round)


def _check(entry: Entry, policy: Policy, where: str) -> None:
    if len(entry.token) != TOKEN or not set(entry.token) <= set("0123456789abcdef"):
        raise BadDraw(
            "a token is not 64 digits of lower-case hexadecimal", where=where, todo="make tokens with the kit"
        )
    if not 1 <= entry.size <= policy.largest:
        raise BadDraw(
            f"a household of {entry.size} can never be placed (1 to {policy.largest})",
            where=where,
            todo="raise largest in the policy, with the places of a day, before it registers",
        )
    if not entry.sites or not set(entry.sites) <= set(policy.sites) or len(set(entry.sites)) < len(entry.sites):
        raise BadDraw(f"sites {list(entry.sites)} are not all of the policy", where=where, todo="name known sites once")
    if entry.group and entry.group not in {name for name, _ in policy.classes}:
        raise BadDraw(f"no class is called {entry.group!r}", where=where, todo="name a class of the policy")


def read_frozen(document: Mapping[str, Any], where: str = "list") -> Frozen:
    """A list from its published form, with its head held against its entries.

    Raises:
        BadDraw: it says what it is not: another root, count or policy than its entries have.
    """
    try:
        head = document["head"]
        entries = [
            Entry(token, size, since, tuple(sites), group) for token, size, since, sites, group in document["entries"]
        ]
        frozen = freeze(
            head["round"],
            read_policy(document["policy"], where),
            head["capacity"],
            entries,
            head["beacon_round"],
            held=[Held(was, token) for was, token in head["held"]],
            credit=head["credit"],
            previous=head["previous"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDraw(
            f"it is no published list ({error})", where=where, todo="get the file as it was published"
        ) from error
    if frozen.head() != head:
        odd = ", ".join(sorted(name for name, value in frozen.head().items() if head.get(name) != value))
        raise BadDraw(
            f"its head does not fit its entries ({odd})", where=where, todo="the list was altered: do not trust it"
        )
    return frozen
