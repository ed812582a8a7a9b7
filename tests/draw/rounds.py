"""Rounds one after the other, each with what the one before left: for chances and waits that only many rounds show."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sojourn.draw.allocate import Outcomes, allocate
from sojourn.draw.frozen import Entry, Frozen, Held
from sojourn.draw.policy import Policy


@dataclass
class Rounds:
    """A pool that stays as it is: whoever is placed is followed by a newcomer of the same size."""

    policy: Policy
    places: int
    chance: random.Random
    pool: list[Entry] = field(default_factory=list)
    held: Sequence[str] = ()
    credit: Mapping[str, int] = field(default_factory=dict)
    number: int = 0

    def fill(self, sizes: Sequence[int], since: int = 0) -> None:
        """Let households of these sizes wait."""
        self.pool += [self.newcomer(size, since) for size in sizes]

    def newcomer(self, size: int, since: int) -> Entry:
        """A household that registers."""
        return Entry(self.chance.randbytes(32).hex(), size, since, self.policy.sites)

    def draw(self) -> tuple[Frozen, Outcomes]:
        """One round; tokens stay, since nobody looks."""
        self.number += 1
        entries = tuple(sorted(self.pool))
        held = tuple(Held(one, one) for one in self.held)
        frozen = Frozen(
            self.number, self.policy, {self.policy.sites[0]: self.places}, entries, held, self.credit, "", self.number
        )
        outcomes = allocate(frozen, self.chance.randbytes(32))
        self.held, self.credit = outcomes.held, outcomes.credit
        placed = {one.token for one in outcomes.placed}
        self.pool = [self.newcomer(one.size, self.number) if one.token in placed else one for one in self.pool]
        return frozen, outcomes


def relative(chances: Mapping[int, float]) -> dict[int, float]:
    """The chance of each size against the mean of all sizes."""
    mean = sum(chances.values()) / len(chances)
    return {size: chance / mean for size, chance in chances.items()}


def chance_by_size(rounds: Rounds, times: int, *, carried: bool) -> dict[int, float]:
    """The chance to be drawn of a household of each size, of those that were not held before.

    Where nothing is carried over, each round is the first.
    """
    drawn, waiting = Counter[int](), Counter[int]()
    for _ in range(times):
        rounds.held = rounds.held if carried else ()
        first = set(rounds.held)
        frozen, outcomes = rounds.draw()
        size = {one.token: one.size for one in frozen.entries}
        waiting.update(one.size for one in frozen.entries if one.token not in first)
        drawn.update(size[one.token] for one in outcomes.drawn if one.token not in first)
    return {size: drawn[size] / waiting[size] for size in sorted(waiting)}
