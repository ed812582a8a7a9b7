"""One round of the draw at one site over arrays: the policy of `allocate`, for pools of a million.

`allocate` is the rule and this is its copy for speed: given the same order, both place and hold the same households
(tests/draw/simulation/test_rounds.py). As long as there is room for the largest household, all who come next are placed at
once; only the last few are looked at one by one, and the order is sorted only as far as that goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.signedinteger[Any]]
Whole = npt.NDArray[np.intp]
Keys = npt.NDArray[np.generic]
Packing = Literal["hold", "skip", "stop"]
"""What becomes of a household that is drawn and does not fit: it is held and goes first in the next round; it is passed over;
or the round ends with it. `hold` and `skip` are `allocate` with and without days of holding; `stop` is a rule of others."""

_MORE, _GROWTH = 64, 8
"""How many more than the places are sorted at first, and by what factor each time that they are too few."""

_NO_END = 2**62
"""What is due to those who are drawn without a share of their own."""


@dataclass(frozen=True)
class Rule:
    """The policy of a round: its numbers are those of `sojourn.draw.policy.Policy`.

    `bucket_days` is how many days of registration count as one when the longest waiting are served.
    """

    reserved: tuple[int, int]
    packing: Packing = "hold"
    largest: int = 1
    hold_days: int = 10
    bucket_days: int = 1


@dataclass(frozen=True)
class Waiting:
    """Those who are in a round, by registration: the earliest first.

    `days` are the days on which they registered, `sizes` the people of each household, `keys` their order in the draw (the
    lowest first), `held` the positions of those who were drawn before, in their order.
    """

    days: Numbers
    sizes: Numbers
    keys: Keys
    held: Sequence[int] = ()


@dataclass(frozen=True)
class Drawn:
    """What a round came to: positions placed and held, in the order of the draw; places left, and credit carried on."""

    placed: list[int]
    held: list[int]
    left: int
    credit: int


def draw(waiting: Waiting, places: int, rule: Rule, credit: int = 0) -> Drawn:
    """Draw a round."""
    by_size = np.bincount(waiting.sizes, minlength=rule.largest + 1)
    floor = _Floor(waiting.sizes, by_size, places, rule)
    for at in waiting.held:
        if not floor.place(at):
            floor.hold(at)
    top, bottom = rule.reserved
    first = _longest(waiting, rule.bucket_days, places * top // bottom + _MORE)
    due = floor.serve(first, credit + places * top, bottom)
    if floor.open:
        floor.serve(_in_order(waiting.keys, places + _MORE))
    credit = max(min(due, bottom - 1), -rule.largest * bottom)
    return Drawn(floor.placed, floor.held, floor.left, credit)


def _in_order(keys: Keys, guess: int) -> Iterator[Whole]:
    """Positions from the lowest key upwards, sorted only as far as they are asked for."""
    taken, count = 0, guess
    while taken < len(keys):
        if count >= len(keys):
            ordered = np.argsort(keys, kind="stable")
        else:
            first = np.argpartition(keys, count)[:count]
            ordered = first[np.argsort(keys[first], kind="stable")]
        yield ordered[taken:]
        taken, count = len(ordered), count * _GROWTH


def _longest(waiting: Waiting, bucket_days: int, guess: int) -> Iterator[Whole]:
    """Positions by bucket of registration and then by key; whole buckets are sorted, as few as are asked for."""
    days, taken, count = waiting.days, 0, guess
    while taken < len(days):
        last = days[min(taken + count, len(days)) - 1]
        end = int(np.searchsorted(days, (last // bucket_days + 1) * bucket_days, "left"))
        ordered = np.lexsort((waiting.keys[taken:end], days[taken:end] // bucket_days))
        yield ordered + taken
        taken, count = end, count * _GROWTH


class _Floor:
    """The places that are left and who was drawn so far; closed once nobody who waits fits."""

    def __init__(self, sizes: Numbers, by_size: Whole, places: int, rule: Rule) -> None:
        self.left = places
        self.placed: list[int] = []
        self.held: list[int] = []
        self._sizes = sizes
        self._by_size = by_size
        self._rule = rule
        self._room = rule.hold_days * places if rule.packing == "hold" else 0
        self._done = np.zeros(len(sizes), bool)
        self.open = True
        self._close()

    def place(self, at: int) -> bool:
        size = int(self._sizes[at])
        if size > self.left:
            return False
        self.left -= size
        self.placed.append(at)
        self._settle(at, size)
        return True

    def hold(self, at: int) -> None:
        size = int(self._sizes[at])
        self._room -= size
        self.held.append(at)
        self._settle(at, size)

    def serve(self, order: Iterable[Whole], due: int = _NO_END, bottom: int = 1) -> int:
        """Draw in order until nobody fits or the share that is due is used; gives what is still due."""
        for part in order:
            if not self.open or due < bottom:
                break
            candidates = part[~self._done[part]]
            sure, people = self._place_sure(candidates, due, bottom)
            due -= people * bottom
            for at in candidates[sure:].tolist():
                if not self.open or due < bottom:
                    break
                if self._draw(at):
                    due -= int(self._sizes[at]) * bottom
        return due

    def _place_sure(self, candidates: Whole, due: int, bottom: int) -> tuple[int, int]:
        """Place at once those before whom there is room for the largest household; how many, and their people."""
        taken = np.cumsum(self._sizes[candidates], dtype=np.int64)
        before = taken - self._sizes[candidates]
        sure = int(np.count_nonzero((self.left - before >= self._rule.largest) & (due - before * bottom >= bottom)))
        if not sure:
            return 0, 0
        placed, people = candidates[:sure], int(taken[sure - 1])
        self.left -= people
        self.placed += placed.tolist()
        self._done[placed] = True
        self._by_size -= np.bincount(self._sizes[placed], minlength=len(self._by_size))
        self._close()
        return sure, people

    def _draw(self, at: int) -> bool:
        if self.place(at):
            return True
        if self._rule.packing == "stop":
            self.open = False
        elif self._room >= self._sizes[at]:
            self.hold(at)
            return True
        return False

    def _settle(self, at: int, size: int) -> None:
        self._done[at] = True
        self._by_size[size] -= 1
        self._close()

    def _close(self) -> None:
        if not self._by_size[1 : self.left + 1].any():
            self.open = False
