"""Published folders: two rounds that were drawn, one void between them, places given back; open or sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from draw.lists import beacon, policy, token
from sojourn.draw.allocate import Outcomes, allocate, seed_of
from sojourn.draw.beacon import QUICKNET, read_beacon
from sojourn.draw.canonical import canonical, digest
from sojourn.draw.frozen import Entry, Frozen, Held, freeze
from sojourn.draw.log import Log
from sojourn.draw.reassignment import reassignment
from sojourn.draw.sealed import seal, sealed_outcomes

MINUTE = timedelta(minutes=1)
START = datetime(2023, 8, 23, 15, 0, tzinfo=UTC)
"""A quarter of an hour before round 123 of the beacon, an hour before round 1000."""
SIZES = (4, 5, 6, 5, 4, 5, 6, 5, 5, 6, 2, 1)


@dataclass
class Operator:
    """Who runs a draw honestly, and publishes it."""

    folder: Path
    sealed: bool = False

    def __post_init__(self) -> None:
        self.log = Log()
        self.policy = policy(reserved=(1, 3))
        self.auditors = ["Ombudsperson"] if self.sealed else []

    def entries(self, number: int) -> list[Entry]:
        """The households under their tokens of a round."""
        return [
            Entry(token(f"{number} {at}"), size, at // 4, ("A",), "", token(f"salt {at}") if self.sealed else "")
            for at, size in enumerate(SIZES)
        ]

    def freeze(self, number: int, at: datetime, beacon_round: int, before: Outcomes | None = None) -> Frozen:
        """Freeze a round after another, publish the list and commit to it."""
        names = {token(f"1 {place}"): token(f"{number} {place}") for place in range(len(SIZES))}
        placed = {names[one.token] for one in before.placed} if before else set()
        frozen = freeze(
            number,
            self.policy,
            {"A": 7},
            [one for one in self.entries(number) if one.token not in placed],
            beacon_round,
            held=[Held(was, names[was]) for was in before.held] if before else [],
            credit=before.credit if before else {},
            previous=before.digest if before else "",
            auditors=self.auditors,
        )
        self.publish(number, "list", seal(frozen).as_dict() if self.sealed else frozen.as_dict())
        self.log.add("freeze", number, at, frozen.commitment)
        return frozen

    def draw(self, frozen: Frozen, at: datetime) -> Outcomes:
        """Draw a round and publish it."""
        spoken = read_beacon(beacon(frozen.beacon_round), frozen.beacon_round)
        outcomes = allocate(frozen, seed_of(frozen, spoken.randomness))
        self.publish(frozen.round, "beacon", spoken.as_dict())
        public = sealed_outcomes(outcomes) if self.sealed else outcomes.as_dict()
        self.publish(frozen.round, "outcomes", public)
        told = {"sealed": digest(public)} if self.sealed else {}
        self.log.add("draw", frozen.round, at, outcomes.digest, **told)
        return outcomes

    def give_back(self, frozen: Frozen, outcomes: Outcomes, at: datetime) -> None:
        """The first who was placed gives the places back."""
        first = outcomes.placed[0]
        size = next(one.size for one in frozen.entries if one.token == first.token)
        made = reassignment(frozen, outcomes, [], {"A": size}, [first.token])
        self.publish(frozen.round, "reassignment-1", made.as_dict())
        self.log.add("reassign", frozen.round, at, made.digest)

    def publish(self, number: int, name: str, document: Mapping[str, Any]) -> None:
        """Write a document of a round, and the log so far."""
        inside = self.folder / f"round-{number}"
        inside.mkdir(parents=True, exist_ok=True)
        (inside / f"{name}.json").write_bytes(canonical(dict(document)))

    def finish(self) -> Path:
        """Write the log."""
        (self.folder / "log.jsonl").write_bytes(self.log.as_bytes())
        return self.folder


def published(folder: Path, *, sealed: bool = False) -> Path:
    """Round 1 drawn, round 2 void before its beacon spoke, round 3 drawn."""
    operator = Operator(folder, sealed)
    first = operator.freeze(1, START, 123)
    outcomes = operator.draw(first, QUICKNET.time_of(123) + MINUTE)
    if not sealed:
        operator.give_back(first, outcomes, QUICKNET.time_of(123) + 2 * MINUTE)
    operator.freeze(2, START + 20 * MINUTE, 1000, outcomes)
    operator.log.add("void", 2, START + 25 * MINUTE, "", reason="a site was closed by a flood")
    third = operator.freeze(3, START + 30 * MINUTE, 1000, outcomes)
    operator.draw(third, QUICKNET.time_of(1000) + MINUTE)
    return operator.finish()
