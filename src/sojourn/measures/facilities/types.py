"""What kind of place a facility is, in our words: from ICE's type where it tells, else from words in the name.

ICE's commonest type, IGSA, names a contract and is also what ICE enters when it does not know the type (Notes of its
list of 2017). So it tells nothing of the place, and the name decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sojourn.measures.facilities.names import names_in_use, spelled
from sojourn.record.opened import Record
from sojourn.shipped import rows_of

UNKNOWN = "unknown"

_TYPES = """
    SELECT facility_code AS code, release, coalesce(facility_type_detailed, '') AS detailed,
        coalesce(facility_type, '') AS type
    FROM facilities WHERE facility_code IS NOT NULL ORDER BY ALL"""


@dataclass(frozen=True)
class TypeOf:
    """The type of a facility, where it comes from, and what the other sources would make of it."""

    type: str
    why: str
    source: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Says:
    rank: int
    type: str
    why: str
    source: str


_Rule = tuple[str, str, str]


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """What lists, contracts and names say: words, our type, reason; the first that fits counts."""
    path = Path(__file__).parent / "types.csv"
    found: dict[str, list[_Rule]] = {"list": [], "contract": [], "name": []}
    for row in rows_of(path):
        found[row["says"]].append((row["words"], row["type"], row["reason"]))
    return {says: tuple(rules) for says, rules in found.items()}


def type_in_name(name: str) -> tuple[str, str] | None:
    """The type that words of a name tell, with the words; None where they tell none."""
    text = spelled(name)
    found = (rule for rule in _rules()["name"] if f" {rule[0]} " in text)
    return next(((kind, words) for words, kind, _ in found), None)


def types(record: Record) -> dict[str, TypeOf]:
    """The type of every code that a list types or a release names."""
    return record.remember(("facility types",), lambda: _types(record))


def type_of(record: Record, code: str) -> TypeOf:
    """The type of one code; unknown where nothing tells it."""
    return types(record).get(code, TypeOf(UNKNOWN, "neither a list nor a name tells it", ""))


def _types(record: Record) -> dict[str, TypeOf]:
    told: dict[str, list[_Says]] = {}
    for row in record.query(_TYPES):
        for rank, says in ((0, "list"), (2, "contract")):
            for words, kind, _ in _rules()[says]:
                if words in (row["detailed"], row["type"]):
                    why = f"listed as {row['type']}" + (f", {row['detailed']}" if row["detailed"] else "")
                    told.setdefault(row["code"], []).append(_Says(rank, kind, why, row["release"]))
                    break
    for used in names_in_use(record):
        if found := type_in_name(used.name.name):
            told.setdefault(used.code, []).append(_Says(1, found[0], f"the name has {found[1]}", used.release))
    return {code: _decided(says) for code, says in told.items()}


def _decided(says: Iterable[_Says]) -> TypeOf:
    """The word of the list first, then of the name, then of the contract; what differs is told beside it."""
    ranked = sorted(says, key=lambda one: one.rank)
    first = ranked[0]
    others = {f"{one.type}: {one.why} ({one.source})": None for one in ranked if one.type != first.type}
    return TypeOf(first.type, first.why, first.source, tuple(others))
