"""What is kept in memory for whoever asks next: bounded by its size, and in memory alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence, Set, Sized
from datetime import date
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, up to a size of all of them together; what was not asked for longest is let go first.

    A value that is larger than all may be is not kept at all. Several threads may ask at once.
    """

    def __init__(self, most: int, size: Callable[[V], int]) -> None:
        """With the most that all values may have in all, in whatever `size` measures one in."""
        self._most = most
        self._size = size
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._total = 0
        self._one_at_a_time = threading.Lock()

    @property
    def total(self) -> int:
        """The size of all values."""
        return self._total

    def get(self, key: K) -> V | None:
        """The value of a key; None where it is not kept."""
        with self._one_at_a_time:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: K, value: V) -> None:
        """Keep a value."""
        size = self._size(value)
        with self._one_at_a_time:
            if key in self._held:
                self._total -= self._held.pop(key)[1]
            if size > self._most:
                return
            self._held[key] = value, size
            self._total += size
            while self._total > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self._total -= gone

    def clear(self) -> None:
        """Let go of everything."""
        with self._one_at_a_time:
            self._held.clear()
            self._total = 0


OPAQUE: Final = 20_000
"""What an object counts that does not say its size: two megabytes, so that a hundred of them stay."""


def cells(value: object) -> int:
    """About how many cells of 100 bytes a value has: a table by its first row, an object by what it says or as a large one."""
    if value is None or isinstance(value, str | bytes | int | float | date):
        return 1
    if isinstance(value, Mapping):
        return 1 + sum(len(one) if isinstance(one, Sized) and not isinstance(one, str) else 1 for one in value.values())
    if not isinstance(value, Sequence | Set):
        return 1 + len(value) if isinstance(value, Sized) else OPAQUE
    first = next(iter(value), None)
    return 1 + len(value) * (len(first) if isinstance(first, Mapping | tuple) and first else 1)
