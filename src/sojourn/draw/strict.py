"""What a list must be before it is frozen: each entry checked, a million of them in a second.

The quick check looks at columns and at the few distinct kinds of household; only where it finds something is each entry
looked at by itself, to say what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sojourn.draw.canonical import LARGEST
from sojourn.draw.policy import MOST, RESERVED, Policy
from sojourn.errors import BadDraw

if TYPE_CHECKING:
    from sojourn.draw.frozen import Entry, Held

DIGITS: Final = 64
"""Hexadecimal digits of a token, which is 32 bytes; a salt and a digest have as many."""
HEX: Final = b"0123456789abcdef"


def check_entries(entries: Sequence[Entry], policy: Policy, where: str, *, sealed: bool) -> None:
    """Whether all can be drawn.

    Raises:
        BadDraw: a token malformed, a household that no day can place, an unknown site or class, a salt where none belongs or
            none where one does.
    """
    if _all_sound(entries, policy, sealed=sealed):
        return
    for entry in entries:
        _check(entry, policy, where, sealed=sealed)


def is_hash(value: Any) -> bool:
    """Whether a value is 64 digits of lower-case hexadecimal."""
    return isinstance(value, str) and len(value) == DIGITS and set(value.encode()) <= set(HEX)


def _all_sound(entries: Sequence[Entry], policy: Policy, *, sealed: bool) -> bool:
    columns: list[list[Any]] = [[entry[at] for entry in entries] for at in range(6)]
    tokens, sizes, sinces, sites, groups, salts = columns
    kinds: list[tuple[list[Any], type]] = [
        (tokens, str),
        (sizes, int),
        (sinces, int),
        (sites, tuple),
        (groups, str),
        (salts, str),
    ]
    if not all(set(map(type, column)) <= {kind} for column, kind in kinds):
        return False
    if not (_all_hashes(tokens) and (_all_hashes(salts) if sealed else not any(salts))):
        return False
    try:
        distinct = set(zip(sizes, sites, groups, strict=True))
    except TypeError:  # a site that is a list has no hash: _check says so
        return False
    within = not sinces or -LARGEST <= min(sinces) <= max(sinces) <= LARGEST
    return within and not any(_odd(size, places, group, policy) for size, places, group in distinct)


def _all_hashes(texts: list[str]) -> bool:
    joined = "".join(texts)
    return set(map(len, texts)) <= {DIGITS} and joined.isascii() and not joined.encode().translate(None, HEX)


def _odd(size: Any, sites: Any, group: Any, policy: Policy) -> tuple[str, str] | None:
    """What is wrong with a kind of household, and what to do."""
    if type(size) is not int or not 1 <= size <= policy.largest:
        todo = "raise largest in the policy, with the places of a day, before it registers"
        return f"a household of {size!r} can never be placed (1 to {policy.largest})", todo
    if type(sites) is not tuple or not sites or not all(site in policy.sites for site in sites):
        return f"sites {sites!r} are not all of the policy", "name known sites"
    if len(set(sites)) < len(sites):
        return f"sites {sites!r} name one twice", "name each site once"
    if type(group) is not str or (group and group not in {name for name, _ in policy.classes}):
        return f"no class is called {group!r}", "name a class of the policy"
    return None


def _check(entry: Entry, policy: Policy, where: str, *, sealed: bool) -> None:
    if not is_hash(entry.token):
        raise BadDraw(
            "a token is not 64 digits of lower-case hexadecimal", where=where, todo="make tokens with the kit"
        )
    if odd := _odd(entry.size, entry.sites, entry.group, policy):
        raise BadDraw(odd[0], where=where, todo=odd[1])
    if type(entry.since) is not int or abs(entry.since) > LARGEST:
        raise BadDraw(f"{entry.since!r} is no week of registration", where=where, todo="write a whole number")
    if not is_hash(entry.salt) if sealed else entry.salt != "":
        raise BadDraw(
            "a sealed list has a salt for each entry, and an open one has none",
            where=where,
            todo="name auditors and give every entry its salt, or neither",
        )


def check_round(
    number: Any,
    policy: Policy,
    capacity: Mapping[str, Any],
    credit: Mapping[str, Any],
    previous: Any,
    beacon_round: Any,
    auditors: Sequence[Any],
) -> None:
    """Whether what stands beside the entries can be.

    Raises:
        BadDraw: a number that is none, a site without its places, places below zero, credit of an unknown share, a previous
            round that is no digest, or an auditor without a name.
    """
    where = f"round {number!r}"
    if not (_counts(number, least=1) and _counts(beacon_round, least=1)):
        raise BadDraw("the round or the beacon's round is no whole number from 1", where=where, todo="see docs/draw.md")
    if set(capacity) != set(policy.sites) or not all(_counts(places, most=MOST) for places in capacity.values()):
        raise BadDraw(
            "the places of a site are missing, below zero or too many", where=where, todo="give each site its places"
        )
    parts = {name: bottom for name, (_, bottom) in [(RESERVED, policy.reserved), *policy.classes]}
    if not all(name in parts and _can_be_owed(one, parts[name], policy.largest) for name, one in credit.items()):
        raise BadDraw("credit is not what a share can be owed", where=where, todo="carry over the last round's")
    if not (previous == "" or is_hash(previous)):
        raise BadDraw("the round before is named by no digest", where=where, todo="carry over the last round's")
    if not all(isinstance(one, str) and one for one in auditors):
        raise BadDraw("an auditor has no name", where=where, todo="name each auditor")


def check_held(held: Sequence[Held], tokens: Collection[str], where: str) -> None:
    """Whether those who go first are in the list, each once.

    Raises:
        BadDraw: one is not, or is there twice.
    """
    now, before = {one.token for one in held}, {one.was for one in held}
    if not now <= set(tokens) or len(now) < len(held) or len(before) < len(held) or not all(map(is_hash, before)):
        raise BadDraw("a held household is not in the list, or twice", where=where, todo="carry over the last round's")


def _counts(value: Any, least: int = 0, most: int = LARGEST) -> bool:
    return type(value) is int and least <= value <= most


def _can_be_owed(value: Any, bottom: int, largest: int) -> bool:
    return type(value) is int and -largest * bottom <= value < bottom
