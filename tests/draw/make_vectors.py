"""Writes the golden vectors: lists that together reach every rule of the draw, with their outcomes.

    PYTHONPATH=tests .venv/bin/python -m draw.make_vectors

The outcomes are Sojourn's; what makes them golden is that verify.js, which shares no code with it, comes to the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from draw.lists import beacon, policy, token
from sojourn.draw.allocate import allocate, seed_of
from sojourn.draw.beacon import read_beacon
from sojourn.draw.canonical import canonical
from sojourn.draw.frozen import Entry, Frozen, Held, freeze
from sojourn.draw.reassignment import Reassignment, reassignment

VECTORS = Path(__file__).parent / "vectors"
SITES = ("Nogales", "Norte", "East gate")
CLASSES = (("medical", (1, 10)), ("return", (1, 20)))


def some(count: int, name: str, *, sealed: bool = False, classes: bool = True) -> list[Entry]:
    """Households of all kinds."""
    chance = random.Random(name)
    return [
        Entry(
            token(f"{name} {at}"),
            chance.choice((1, 1, 1, 2, 2, 3, 4, 5, 6)),
            chance.randrange(30),
            tuple(chance.sample(SITES, chance.randint(1, 3))),
            chance.choice(("", "", "", "medical", "return")) if classes else "",
            token(f"salt {name} {at}") if sealed else "",
        )
        for at in range(count)
    ]


def some_at_a(count: int) -> list[Entry]:
    """Households of one site."""
    return [one._replace(sites=("A",), group="") for one in some(count, "unicode")]


def lists() -> Iterator[tuple[str, Frozen]]:
    """The lists by name."""
    mixed = policy(*SITES, reserved=(3, 10), classes=CLASSES)
    pure = policy("A")
    named = replace(pure, name='Clínica del Río \u2028 東門 \U0001f3e0 "\\\x01/')
    yield "unicode", freeze(1, named, {"A": 6}, some_at_a(7), 1000)
    yield "empty", freeze(1, pure, {"A": 6}, [], 1000)
    yield "one", freeze(1, pure, {"A": 6}, [Entry(token("one"), 4, 0, ("A",))], 1000)
    yield "nothing-to-give", freeze(1, mixed, dict.fromkeys(SITES, 0), some(9, "zero"), 1000)
    for count in (2, 3, 5, 7, 64, 65):
        places = {"Nogales": 7, "Norte": 0 if count == 5 else 6, "East gate": 11}
        yield f"mixed-{count}", freeze(1, mixed, places, some(count, f"mixed {count}"), 123)
    yield (
        "large-families",
        freeze(1, policy(*SITES, hold_days=1), dict.fromkeys(SITES, 5), some(40, "large", classes=False), 123),
    )
    first = freeze(1, mixed, dict.fromkeys(SITES, 7), some(80, "first"), 123)
    drawn = allocate(first, seed_of(first, read_beacon(beacon(123), 123).randomness))
    placed = {one.token for one in drawn.placed}
    again = [one._replace(token=token(f"again {one.token}")) for one in first.entries if one.token not in placed]
    held = [Held(was, token(f"again {was}")) for was in drawn.held]
    yield "first", first
    yield (
        "second",
        freeze(2, mixed, dict.fromkeys(SITES, 7), again, 1000, held=held, credit=drawn.credit, previous=drawn.digest),
    )
    yield (
        "sealed",
        freeze(
            1,
            mixed,
            dict.fromkeys(SITES, 5),
            some(33, "sealed", sealed=True),
            1000,
            auditors=["Ombudsperson", "Clínica Sur"],
        ),
    )


def given_back(frozen: Frozen, seed: bytes) -> list[Reassignment]:
    """Two reassignments: every other placed household gives its places back, then one more in three."""
    outcomes, done = allocate(frozen, seed), list[Reassignment]()
    size = {one.token: one.size for one in frozen.entries}
    for step in (2, 3):
        taken = [*outcomes.placed, *(one for earlier in done for one in earlier.drawn)]
        gone = {token for earlier in done for token in earlier.gone}
        leaving = [one for one in taken if one.token not in gone][::step]
        freed = {site: sum(size[one.token] for one in leaving if one.site == site) for site in frozen.policy.sites}
        done.append(reassignment(frozen, outcomes, done, freed, [one.token for one in leaving]))
    return done


def write_one(inside: Path, frozen: Frozen) -> None:
    """Write the documents of one list into a folder."""
    inside.mkdir(parents=True, exist_ok=True)
    spoken = beacon(frozen.beacon_round)
    seed = seed_of(frozen, read_beacon(spoken, frozen.beacon_round).randomness)
    documents = {"list": frozen.as_dict(), "beacon": spoken, "outcomes": allocate(frozen, seed).as_dict()}
    documents |= {f"reassignment-{one.number}": one.as_dict() for one in given_back(frozen, seed)}
    for stem, document in documents.items():
        (inside / f"{stem}.json").write_bytes(canonical(document))


def write(folder: Path) -> None:
    """Write all vectors into a folder."""
    for name, frozen in lists():
        write_one(folder / name, frozen)


if __name__ == "__main__":
    write(VECTORS)
