"""What a running site has given away so far, so that its next answer is audited together with all of it that matters.

It grows by what is new in an answer alone, and it has an end: what would not fit is not shown, since a site that forgot would
give away by differences what it hides.

Counts that nothing ties to each other are held apart, so that a page about one judge is not audited with all judges whose
pages were read before. What ties counts is what `joining.join` makes equations and bounds of: a sum that was shown, a filter
for several codes with each of them, and counts that differ in their event, their span or their release alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sojourn.breakdown import Breakdown, Key
from sojourn.disclosure.published import Equation, Publication
from sojourn.errors import GateError
from sojourn.findings import Finding
from sojourn.words.said import said

MOST: Final = 300_000
"""Counts and equations that are held in mind; some 200 MB."""
MOST_TOGETHER: Final = 20_000
"""Those that one answer is audited with; beyond, an audit takes longer than anybody waits."""
FULL: Final = GateError(
    said("this site has shown as many counts as it can audit together, and shows no new ones"),
    where=said("the disclosure gate"),
    todo=said("ask for what was shown before"),
)
"""Why there is no figure once the memory is full."""

Where = frozenset[tuple[str, str]]


@dataclass
class _Tied:
    """Counts that something ties to each other, and the equations between them."""

    wheres: set[tuple[str, Where]] = field(default_factory=set)
    shown: dict[Key, int] = field(default_factory=dict)
    hidden: set[Key] = field(default_factory=set)
    equations: dict[Equation, None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Counts and equations."""
        return len(self.shown) + len(self.hidden) + len(self.equations)

    def take_in(self, other: _Tied) -> None:
        """Have what another has, too."""
        self.wheres |= other.wheres
        self.shown |= other.shown
        self.hidden |= other.hidden
        self.equations |= other.equations


class Shown:
    """All that a site has shown."""

    def __init__(self, most: int = MOST, most_together: int = MOST_TOGETHER) -> None:
        """With the most counts and equations that are held in mind, and that one answer is audited with."""
        self._most = most
        self._most_together = most_together
        self._tied: dict[tuple[str, Where], _Tied] = {}
        self._keys: dict[Key, Key] = {}
        self._size = 0

    @property
    def size(self) -> int:
        """Counts and equations that are held in mind."""
        return self._size

    def about(self, findings: Iterable[Finding]) -> list[Publication] | None:
        """What was shown before that is tied to what findings tell; None where it is too much to audit."""
        keys = (key for one in findings if one.breakdown for key in _named(one.breakdown))
        places = {place for key in keys for place in _places(key)}
        tied = {id(one): one for place in places if (one := self._tied.get(place))}
        if sum(one.size for one in tied.values()) > self._most_together:
            return None
        return [Publication(one.shown, frozenset(one.hidden), equations=tuple(one.equations)) for one in tied.values()]

    def add(self, publication: Publication) -> bool:
        """Hold in mind what is to be shown; whether there is room for what is new in it. Without, nothing of it is held."""
        shown = [key for key in publication.shown if key not in self._at(key).shown]
        hidden = [key for key in publication.hidden if key not in self._at(key).hidden]
        equations = [one for one in publication.equations if one not in self._at(one.whole).equations]
        more = len(shown) + len(hidden) + len(equations)
        if self._size + more > self._most:
            return False
        for key in shown:
            self._joined([key]).shown[self._held(key)] = publication.shown[key]
        for key in hidden:
            self._joined([key]).hidden.add(self._held(key))
        for one in equations:
            whole, *parts = map(self._held, one.keys)
            self._joined(one.keys).equations[Equation(whole, tuple(parts))] = None
        self._size += more
        return True

    def _at(self, key: Key) -> _Tied:
        """The counts that one is tied to; nothing where it is new."""
        return self._tied.get((key.universe, key.where)) or _Tied()

    def _joined(self, keys: Iterable[Key]) -> _Tied:
        """The counts that some are tied to, from now on one with another."""
        places = {place for key in keys for place in _places(key)}
        there = {id(one): one for place in places if (one := self._tied.get(place))}
        largest, *others = sorted(there.values(), key=lambda one: one.size, reverse=True) or [_Tied()]
        for one in others:
            largest.take_in(one)
        largest.wheres |= places
        for place in (*places, *(place for one in others for place in one.wheres)):
            self._tied[place] = largest
        return largest

    def _held(self, key: Key) -> Key:
        """Each key is held once."""
        return self._keys.setdefault(key, key)


def _named(breakdown: Breakdown) -> Iterator[Key]:
    """Every key that a breakdown names."""
    for count in breakdown.counts:
        yield count.key
        yield from count.part_of
    yield from filter(None, (breakdown.numerator, breakdown.denominator))


def _places(key: Key) -> Iterator[tuple[str, Where]]:
    """Where a count stands, whatever its event, span and release: its filters, and those of each of several codes and of none."""
    yield key.universe, key.where
    for name, value in key.where:
        if "+" in value:
            others = key.where - {(name, value)}
            yield key.universe, others
            for one in value.split("+"):
                yield key.universe, others | {(name, one)}
