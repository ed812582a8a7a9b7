"""What a running site has given away so far, so that its next answer is audited together with all of it.

It grows by what is new in an answer alone, and it has an end: what would not fit is not shown, since a site that forgot would
give away by differences what it hides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sojourn.breakdown import Key
from sojourn.disclosure.published import Equation, Publication
from sojourn.errors import GateError
from sojourn.findings import Finding

MOST: Final = 300_000
"""Counts and equations that are held in mind; some 200 MB."""


@dataclass
class _Universe:
    """What was given away of one universe; each key is held once."""

    shown: dict[Key, int] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    equations: dict[Equation, None] = field(default_factory=dict)

    def publication(self) -> Publication:
        """As the gate takes it, which asks nothing of counts that only follow but their equations."""
        return Publication(self.shown, frozenset(self.hidden), equations=tuple(self.equations))


FULL: Final = GateError(
    "this site has shown as many counts as it can audit together, and shows no new ones",
    where="the disclosure gate",
    todo="ask for what was shown before",
)
"""Why there is no figure once the memory is full."""


class Shown:
    """All that a site has shown, by universe: counts of different universes have nothing to do with each other."""

    def __init__(self, most: int = MOST) -> None:
        """With the most counts and equations that are held in mind."""
        self._most = most
        self._universes: dict[str, _Universe] = {}
        self._keys: dict[Key, Key] = {}
        self._equations = 0

    @property
    def size(self) -> int:
        """Counts and equations that are held in mind."""
        return len(self._keys) + self._equations

    def about(self, findings: Iterable[Finding]) -> list[Publication]:
        """What was shown before of the universes that findings are of."""
        breakdowns = [one.breakdown for one in findings]
        named = {count.key.universe for one in breakdowns if one for count in one.counts}
        return [self._universes[one].publication() for one in sorted(named) if one in self._universes]

    def add(self, publication: Publication) -> bool:
        """Hold in mind what is to be shown; whether there is room for what is new in it. Without, nothing of it is held."""
        fresh = [one for one in publication.equations if one not in self._of(one.whole).equations]
        keys = {*publication.shown, *publication.hidden, *(key for one in fresh for key in one.keys)}
        if self.size + len(keys - self._keys.keys()) + len(fresh) > self._most:
            return False
        for key, value in publication.shown.items():
            self._of(key).shown[self._held(key)] = value
        for key in publication.hidden:
            self._of(key).hidden.add(self._held(key))
        for one in fresh:
            whole, *parts = map(self._held, one.keys)
            self._of(whole).equations[Equation(whole, tuple(parts))] = None
        self._equations += len(fresh)
        return True

    def _of(self, key: Key) -> _Universe:
        return self._universes.setdefault(key.universe, _Universe())

    def _held(self, key: Key) -> Key:
        return self._keys.setdefault(key, key)
