"""The list as it stands before the draw: who is in it, how many places there are, what earlier rounds left.

It is frozen and committed to before the beacon's value is known; the draw is a function of it and of that value alone. An open
list is published whole. Of a sealed one, where few households wait and each could be recognised, only tokens and commitments
are published (sealed.py), and the named auditors get the entries with their salts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sojourn.draw import merkle
from sojourn.draw.canonical import AS_PUBLISHED, canonical, digest
from sojourn.draw.policy import Policy, read_policy
from sojourn.draw.strict import check_entries, check_held, check_round
from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.draw.list/1"


class Entry(NamedTuple):
    """One household in one round.

    `token` is made anew for every round, so that rounds cannot be linked; `since` is the bucket of the day of registration (a
    number of whole weeks: lower is longer); `sites` are those where it can come, the best first; `group` is its class, empty
    for none; `salt` is empty in an open list, and in a sealed one what keeps a commitment from being guessed.
    """

    token: str
    size: int
    since: int
    sites: tuple[str, ...]
    group: str = ""
    salt: str = ""

    def as_list(self) -> list[Any]:
        """The published form: token, size, since, sites, class; for the auditors of a sealed list also the salt."""
        return [self.token, self.size, self.since, list(self.sites), self.group, *([self.salt] if self.salt else [])]


class Held(NamedTuple):
    """A household that an earlier round drew and could not place: its token then, and its token now."""

    was: str
    token: str


@dataclass(frozen=True)
class Frozen:
    """All that a draw depends on, but for the beacon.

    `capacity` has the places of each site; `held` those that go first, in order; `credit` what each share is owed from
    earlier rounds, in fractions of a place; `previous` the digest of the outcomes of the round before, empty for the first.
    `entries` are in the order of their tokens. `beacon_round` is the round of the beacon, named before it happens. Where there
    are `auditors`, the list is sealed.
    """

    round: int
    policy: Policy
    capacity: Mapping[str, int]
    entries: tuple[Entry, ...]
    held: tuple[Held, ...]
    credit: Mapping[str, int]
    previous: str
    beacon_round: int
    auditors: tuple[str, ...] = ()

    @cached_property
    def leaves(self) -> list[bytes]:
        """The hash of each leaf, its canonical bytes put together from parts since there may be a million."""
        if self.auditors:
            return [merkle.leaf(sealed_leaf(one.token, commitment(one))) for one in self.entries]
        ends = {kind: canonical([list(kind[0]), kind[1]])[1:] for kind in {one[3:5] for one in self.entries}}
        return [
            merkle.leaf(b'["%b",%d,%d,%b' % (one[0].encode(), one[1], one[2], ends[one[3:5]])) for one in self.entries
        ]

    @cached_property
    def root(self) -> str:
        """The root over all entries, in hexadecimal."""
        return merkle.root(self.leaves).hex()

    def head(self) -> dict[str, Any]:
        """What is published before the draw: enough to hold the operator to the entries."""
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
            "auditors": list(self.auditors),
        }

    @cached_property
    def commitment(self) -> str:
        """The digest of the head: what is posted outside before the beacon speaks."""
        return digest(self.head())

    def as_dict(self) -> dict[str, Any]:
        """The head, the policy and every entry: published in open mode, for the auditors' eyes in sealed mode."""
        return {
            "head": self.head(),
            "policy": self.policy.as_dict(),
            "entries": [one.as_list() for one in self.entries],
        }

    def place_of(self, token: str) -> int:
        """Where a token stands in the list.

        Raises:
            BadDraw: the token is not in the list.
        """
        at = next((at for at, entry in enumerate(self.entries) if entry.token == token), None)
        if at is None:
            raise BadDraw("the token is not in the list", where=f"round {self.round}", todo="check the ticket's round")
        return at


def commitment(entry: Entry) -> str:
    """What a sealed list tells of an entry: the digest of all but its token, with the salt."""
    return digest([entry.size, entry.since, list(entry.sites), entry.group, entry.salt])


def sealed_leaf(token: str, committed: str) -> bytes:
    """The bytes of a leaf of a sealed list."""
    return b'["%b","%b"]' % (token.encode(), committed.encode())


def leaf_of(entry: Entry) -> bytes:
    """The bytes of the leaf of an entry, of which the root is made."""
    return sealed_leaf(entry.token, commitment(entry)) if entry.salt else canonical(entry.as_list())


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
    auditors: Sequence[str] = (),
) -> Frozen:
    """The list of a round, checked and in order.

    Raises:
        BadDraw: a token twice or malformed, a household that no day can place, an unknown site or class, places below zero,
            or a sealed list without salts.
    """
    where = f"round {number}"
    owed = dict(credit or {})
    check_round(number, policy, capacity, owed, previous, beacon_round, auditors)
    check_entries(entries, policy, where, sealed=bool(auditors))
    ordered = tuple(sorted(entries, key=itemgetter(0)))
    tokens = {entry.token for entry in ordered}
    if len(tokens) < len(ordered):
        raise BadDraw("a token stands twice", where=where, todo="a household registers once")
    check_held(held, tokens, where)
    return Frozen(number, policy, dict(capacity), ordered, tuple(held), owed, previous, beacon_round, tuple(auditors))


def read_frozen(document: Mapping[str, Any], where: str = "list") -> Frozen:
    """A list from its published form, with its head held against its entries.

    Raises:
        BadDraw: it says what it is not: another root, count, order or policy than its entries have.
    """
    try:
        frozen = _frozen_as_told(document, where)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDraw(f"it is no published list ({error})", where=where, todo=AS_PUBLISHED) from error
    hold_to_head(frozen.head(), document["head"], where)
    if [entry.token for entry in frozen.entries] != [row[0] for row in document["entries"]]:
        raise BadDraw("its entries are not in the order of their tokens", where=where, todo=AS_PUBLISHED)
    return frozen


def hold_to_head(found: Mapping[str, Any], head: Mapping[str, Any], where: str) -> None:
    """Whether a published head is the one that its list has.

    Raises:
        BadDraw: it is not; names the keys that differ.
    """
    if canonical(found) != canonical(head):
        odd = ", ".join(sorted(name for name in found.keys() | head.keys() if found.get(name) != head.get(name)))
        raise BadDraw(
            f"its head does not fit its entries ({odd})", where=where, todo="the list was altered: do not trust it"
        )


def _frozen_as_told(document: Mapping[str, Any], where: str) -> Frozen:
    head = document["head"]
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    entries = []
    for token, size, since, places, *others in document["entries"]:
        sites = tuple(places)
        entries.append(Entry(token, size, since, known.setdefault(sites, sites), *others))
    return freeze(
        head["round"],
        read_policy(document["policy"], where),
        head["capacity"],
        entries,
        head["beacon_round"],
        held=[Held(was, token) for was, token in head["held"]],
        credit=head["credit"],
        previous=head["previous"],
        auditors=head["auditors"],
    )
