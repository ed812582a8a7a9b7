"""Findings and earlier publications joined into linked tables: every number once, with all that ties it to others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np

from sojourn.breakdown import Breakdown, Key, Span
from sojourn.disclosure.completion import whole_solution
from sojourn.disclosure.linked import LinkedTables, linked_tables
from sojourn.disclosure.published import Equation, Publication
from sojourn.errors import ContradictingNumbers, GateError
from sojourn.tiers import SMALLEST_CELL, Told

UNANIMOUS = 20
"""A group smaller than this in which all or none share an outcome tells about everybody known to be in it.

Source: Handbook on Statistical Disclosure Control (Hundepool and others, 2010), chapter 5, on group disclosure.
"""
TIES = 1000
"""Of two patterns with as many cells the one that hides fewer people is taken: at most a thousandth of a cell decides."""
REST = "rest of "
"""Begins the event of what a longer span has beyond the shorter ones in it."""


@dataclass
class Joined:
    """Numbers by their keys and the equations between them; filled by `join`.

    `values` are true counts, `printed` the keys that stand in a finding, `about` what each would tell about people,
    `unanimous` the keys whose group has one outcome. Of earlier publications, `published` is what they print, `held_back`
    what they hide, `changed` what differs by few from another release, and `bounds` what another release lets one guess.
    """

    values: dict[Key, int] = field(default_factory=dict)
    printed: set[Key] = field(default_factory=set)
    about: dict[Key, Told] = field(default_factory=dict)
    unanimous: set[Key] = field(default_factory=set)
    equations: dict[Equation, None] = field(default_factory=dict)
    published: dict[Key, int] = field(default_factory=dict)
    held_back: set[Key] = field(default_factory=set)
    changed: set[Key] = field(default_factory=set)
    bounds: dict[Key, tuple[float, float]] = field(default_factory=dict)

    def put(self, key: Key, value: int, about: Told) -> None:
        """Take in a number.

        Raises:
            ContradictingNumbers: the key has another value, or the value is below zero.
        """
        if self.values.setdefault(key, value) != value or value < 0:
            raise ContradictingNumbers(
                f"the count of {words(key)} has two values",
                where=key.universe,
                todo="ask all questions of one publication of the same record",
            )
        self.about[key] = about

    def equal(self, whole: Key, parts: Iterable[Key]) -> None:
        """Know that a count is the sum of others."""
        self.equations[Equation(whole, tuple(sorted(set(parts), key=str)))] = None

    @cached_property
    def keys(self) -> list[Key]:
        """Every number, in one order."""
        return sorted(self.values, key=str)

    @property
    def has_secrets(self) -> bool:
        """Whether any number must be hidden or must not follow."""
        return any(map(self.is_sensitive, self.values))

    def tables(self) -> LinkedTables:
        """The numbers, in the order of `keys`, as the audit and the suppression take them."""
        from scipy.sparse import coo_array  # noqa: PLC0415 - imported only where it is needed

        place = {key: at for at, key in enumerate(self.keys)}
        terms = [
            (row, place[key], 1 if key == equation.whole else -1)
            for row, equation in enumerate(self.equations)
            for key in equation.keys
        ]
        rows, columns, signs = zip(*terms, strict=True) if terms else ((), (), ())
        shape = (len(self.equations), len(place))
        values = np.array([self.values[key] for key in self.keys], np.int64)
        bounds = [self.bounds.get(key, (0.0, float("inf"))) for key in self.keys]
        return linked_tables(
            values,
            coo_array((np.array(signs, np.int64), (rows, columns)), shape=shape),
            [self.is_sensitive(key) for key in self.keys],
            hideable=[key in self.printed and not self.is_public(key) for key in self.keys],
            printed=[key in self.printed or self.is_public(key) for key in self.keys],
            low=[low for low, _ in bounds],
            high=[high for _, high in bounds],
            weights=1 + values / (TIES * (1 + values.max(initial=0))),
        )

    def is_public(self, key: Key) -> bool:
        """Whether a number may be known to everybody: it tells nothing about people, or is out already."""
        return key in self.published or (key not in self.held_back and self.about[key].tier == "P0")

    def is_sensitive(self, key: Key) -> bool:
        """Whether a number must be hidden, or must not follow: it is small, or tells what few people have in common."""
        if self.is_public(key):
            return False
        few = self.about[key].tier != "P1"
        return few or key in self.held_back or key in self.unanimous or key in self.changed


def join(breakdowns: Sequence[Breakdown], earlier: Sequence[Publication] = ()) -> Joined:
    """All counts of several findings and of earlier publications, with what ties them to each other.

    Raises:
        ContradictingNumbers: equal keys with different values.
        GateError: periods that overlap without one holding the other, so that what they share follows from nothing.
    """
    joined = Joined()
    for breakdown in breakdowns:
        _take_in(joined, breakdown)
    for publication in earlier:
        _recall(joined, publication, breakdowns)
    for breakdown in breakdowns:
        _divide(joined, breakdown)
    _join_codes(joined)
    _nest_spans(joined)
    _guess(joined)
    _hold_against_other_releases(joined, earlier)
    return joined


def _take_in(joined: Joined, breakdown: Breakdown) -> None:
    """The printed counts, and the counts over all values of their dimensions."""
    sums: dict[Key, dict[int, dict[Key, None]]] = defaultdict(lambda: defaultdict(dict))
    for count in breakdown.counts:
        joined.put(count.key, count.value, breakdown.told(count.key, count.value))
        joined.printed.add(count.key)
        for level, whole in enumerate(count.part_of):
            sums[whole][level][count.key] = None
    rows = Counter(count.at[0] for count in breakdown.counts if count.at)
    for count in breakdown.counts:
        if count.at and rows[count.at[0]] == 1 and count.value:
            joined.bounds[count.key] = (1.0, float("inf"))  # a row is listed for its one count, so that is not zero
    for whole, levels in sums.items():
        for parts in levels.values():
            value = sum(joined.values[part] for part in parts)
            joined.put(whole, value, breakdown.told(whole, value))
            if list(parts) != [whole]:
                joined.equal(whole, parts)


def _divide(joined: Joined, breakdown: Breakdown) -> None:
    """Events that are divided into others; the one that is printed nowhere is what the others leave."""
    universes = {count.key.universe for count in breakdown.counts}
    for whole in [key for key in joined.values if key.event in breakdown.parts and key.universe in universes]:
        parts = [replace(whole, event=event) for event in breakdown.parts[whole.event]]
        unknown = [part for part in parts if part not in joined.values]
        if len(unknown) > 1:
            continue
        for part in unknown:
            value = joined.values[whole] - sum(joined.values[one] for one in parts if one != part)
            joined.put(part, value, breakdown.told(part, value))
        joined.equal(whole, parts)
        if 0 < joined.values[whole] < UNANIMOUS and max(joined.values[one] for one in parts) == joined.values[whole]:
            joined.unanimous.update(parts)


def _join_codes(joined: Joined) -> None:
    """A filter for several codes is the sum of the codes; what a complete split does not list is zero."""
    splits: dict[Key, list[Equation]] = defaultdict(list)
    for equation in joined.equations:
        splits[equation.whole].append(equation)
    for key in list(joined.values):
        for name, value in key.where:
            members = [_with(key, name, one) for one in value.split("+")] if "+" in value else []
            known = [one for one in members if one in joined.values]
            unknown = [one for one in members if one not in joined.values]
            unknown = [one for one in unknown if not _is_zero(one, name, splits[key.without([name])])]
            if not known or len(unknown) > 1:
                continue
            for rest in unknown:
                left = joined.values[key] - sum(joined.values[one] for one in known)
                joined.put(rest, left, replace(joined.about[key], cells=(left,) if left else ()))
            joined.equal(key, [*known, *unknown])


def _is_zero(key: Key, name: str, splits: Sequence[Equation]) -> bool:
    """Whether a split that lists all values of a dimension has none of this one, neither alone nor joined with others."""
    value = dict(key.where)[name]
    for split in splits:
        listed = [dict(one.where).get(name) for one in split.parts]
        if listed and None not in listed and not any(value in str(text).split("+") for text in listed):
            return True
    return False


def _with(key: Key, name: str, value: str) -> Key:
    return replace(key, where=frozenset({*(one for one in key.where if one[0] != name), (name, value)}))


def _nest_spans(joined: Joined) -> None:
    """Counts that differ in their span alone: shorter spans lie in longer ones, and what is left over is a count too."""
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in joined.values:
        groups[replace(key, span=None)].append(key)
    for keys in groups.values():
        if len(keys) > 1:
            _nest(joined, sorted(keys, key=lambda one: _length(one.span)))


def _nest(joined: Joined, keys: Sequence[Key]) -> None:
    """Each span of one count, from the shortest, with the longest ones inside it."""
    loose: list[Key] = []
    for key in keys:
        inside = [one for one in loose if _holds(key.span, one.span)]
        _refuse_overlap(key, [one for one in loose if one not in inside])
        loose = [*(one for one in loose if one not in inside), key]
        if inside:
            _leave_over(joined, key, inside)


def _leave_over(joined: Joined, key: Key, inside: Sequence[Key]) -> None:
    """What a span has beyond those inside it; nothing where they fill it."""
    if _fills(key.span, [one.span for one in inside if one.span]):
        joined.equal(key, inside)
        return
    value = joined.values[key] - sum(joined.values[one] for one in inside)
    rest = replace(key, event=f"{REST}{key.event} without {', '.join(sorted(_days(one.span) for one in inside))}")
    grains = [joined.about[one].grain for one in (key, *inside)]
    joined.put(rest, value, Told.of(joined.about[key].attributes, grains, (value,), joined.about[key].setting))
    joined.equal(key, [*inside, rest])


def _length(span: Span | None) -> float:
    return float("inf") if span is None else (span[1] - span[0]).days


def _holds(outer: Span | None, inner: Span | None) -> bool:
    return outer is None or (inner is not None and outer[0] <= inner[0] and inner[1] <= outer[1])


def _refuse_overlap(key: Key, others: Sequence[Key]) -> None:
    for other in others:
        if key.span and other.span and key.span[0] <= other.span[1] and other.span[0] <= key.span[1]:
            raise GateError(
                f"the periods {' and '.join(sorted(map(_days, (key.span, other.span))))} overlap, and what they share "
                "cannot be audited",
                where=key.universe,
                todo="publish periods of which one holds the other, or none shares a day",
            )


def _fills(outer: Span | None, inner: Sequence[Span]) -> bool:
    ordered = sorted(inner)
    meet = all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(ordered))
    return bool(outer and ordered and meet and ordered[0][0] == outer[0] and ordered[-1][1] == outer[1])


def _recall(joined: Joined, publication: Publication, breakdowns: Sequence[Breakdown]) -> None:
    """What an earlier publication gave away of the same universes and releases; counts that it hid need an interval still."""
    of = {(one.key.universe, one.key.release): breakdown for breakdown in breakdowns for one in breakdown.counts}
    for key, value in publication.shown.items():
        if breakdown := of.get((key.universe, key.release)):
            joined.put(key, value, breakdown.told(key, value))
            joined.published[key] = value
    held_back = (key for key in publication.hidden if (key.universe, key.release) in of)
    joined.held_back.update(key for key in held_back if key not in joined.printed)
    for equation in publication.equations:
        if (equation.whole.universe, equation.whole.release) in of:
            joined.equations[equation] = None


def _hold_against_other_releases(joined: Joined, earlier: Sequence[Publication]) -> None:
    """Counts of other releases: a change of 1 to 10 between two of them tells about those who came or went."""
    known: dict[Key, list[tuple[Key, int]]] = defaultdict(list)
    shown = [*(item for one in earlier for item in one.shown.items())]
    shown += [(key, joined.values[key]) for key in joined.printed]
    for key, value in dict(shown).items():
        known[replace(key, release="")].append((key, value))
    for key in joined.printed:
        others = [value for other, value in known[replace(key, release="")] if _is_before(other, key, joined)]
        if any(0 < abs(joined.values[key] - value) < SMALLEST_CELL for value in others):
            joined.changed.add(key)
        if others:
            least = max(min(others) - SMALLEST_CELL, joined.bounds.get(key, (0.0,))[0])
            most = max(others) + SMALLEST_CELL
            joined.bounds[key] = (min(least, joined.values[key]), max(most, joined.values[key]))


def _is_before(other: Key, key: Key, joined: Joined) -> bool:
    """Whether a count of another release is out already, or is the one of two that may stay."""
    return other.release != key.release and (other not in joined.printed or other.release < key.release)


def _guess(joined: Joined) -> None:
    """Some counts that fit for the keys whose counts are not at hand, since an earlier publication hid them.

    The audit needs a table from which to move, not the true one: the intervals are the same.

    Raises:
        ContradictingNumbers: no whole counts fit.
    """
    unknown = sorted({key for equation in joined.equations for key in equation.keys} - joined.values.keys(), key=str)
    if not unknown:
        return
    found = whole_solution(list(joined.equations), joined.values, unknown)
    if found is None:
        raise ContradictingNumbers(
            "no counts fit what earlier publications print",
            where="earlier publications",
            todo="name only publications of the same record, as `sojourn publish` wrote them",
        )
    for key, value in zip(unknown, found, strict=True):
        joined.put(key, value, _ABOUT_PEOPLE)


_ABOUT_PEOPLE = Told.of(("nationality", "place"), ("month",))
"""What a count of an earlier publication may tell, where it was not shown."""


def words(key: Key) -> str:
    """A key as a message names it; it never has the count."""
    where = ", ".join(f"{name} {value or 'not recorded'}" for name, value in sorted(key.where)) or "everyone"
    return f"{key.event + ': ' if key.event else ''}{where} ({_days(key.span)}, {key.release})"


def _days(span: Span | None) -> str:
    return f"{span[0]} to {span[1]}" if span else "whole release"
