"""The draw itself: a pure function of a frozen list and a seed, in whole numbers, without a clock and without input.

Each household has one place in an order that nobody can foresee (the hash of seed and token). It is drawn if any place is
left at its sites when its turn comes, whatever its size: what is asked is how many come before it, never whether it fits.
Drawn and not fitting, it is held: it goes first in the next round, while those behind it may fill the gap. So a household of
five has the chance of one person, and no place stays empty while someone fits (docs/draw.md; measured there). So that a site
where nobody fits the last place does not hold everyone, a site closes when no one who waits there fits, and holds no more
than the places of `hold_days`.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, Protocol

from sojourn.draw.canonical import digest
from sojourn.draw.frozen import Entry, Frozen
from sojourn.draw.policy import RESERVED, Policy
from sojourn.errors import BadDraw

SCHEMA: Final = "sojourn.draw.outcomes/1"
Stage = Literal["held before", "class", "longest waiting", "draw", "reassigned"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A household that was drawn: placed at a site, or held (`site` empty), and in which stage."""

    token: str
    site: str
    stage: str

    def as_list(self) -> list[str]:
        """The published form."""
        return [self.token, self.site, self.stage]


@dataclass(frozen=True)
class Outcomes:
    """What a round came to: all who were drawn, in the order of the draw; everyone else waits.

    `left` are the places that nobody fits; `credit` is what each share is owed in the next round.
    """

    round: int
    seed: str
    drawn: tuple[Drawn, ...]
    left: Mapping[str, int]
    credit: Mapping[str, int]

    @property
    def placed(self) -> tuple[Drawn, ...]:
        """Those who have a place."""
        return tuple(one for one in self.drawn if one.site)

    @property
    def held(self) -> tuple[str, ...]:
        """The tokens of those who go first in the next round, in order."""
        return tuple(one.token for one in self.drawn if not one.site)

    def as_dict(self) -> dict[str, Any]:
        """The published form."""
        return {
            "schema": SCHEMA,
            "round": self.round,
            "seed": self.seed,
            "drawn": [one.as_list() for one in self.drawn],
            "left": dict(self.left),
            "credit": dict(self.credit),
        }

    @property
    def digest(self) -> str:
        """The digest that the next round's list names."""
        return digest(self.as_dict())


class Committed(Protocol):
    """A list that was committed to, open or sealed."""

    @property
    def commitment(self) -> str:
        """The digest of its head."""


def seed_of(frozen: Committed, randomness: bytes) -> bytes:
    """The seed: it depends on the committed list and on the beacon's value, so that neither alone decides."""
    return hashlib.sha256(b"sojourn.draw/1\n" + bytes.fromhex(frozen.commitment) + randomness).digest()


def allocate(frozen: Frozen, seed: bytes) -> Outcomes:
    """Draw a round."""
    floor = _Floor(frozen.policy, frozen.capacity, frozen.entries)
    order = _Order(frozen.entries, seed)
    before = {one.token: at for at, one in enumerate(frozen.held)}
    held = sorted((entry for entry in frozen.entries if entry.token in before), key=lambda entry: before[entry.token])
    floor.keep_or_place(held)
    total = sum(frozen.capacity.values())
    credit = {}
    for name, share in frozen.policy.classes:
        candidates = (entry for entry in order.by_lot() if entry.group == name)
        credit[name] = floor.serve_share(candidates, "class", total, share, frozen.credit.get(name, 0))
    credit[RESERVED] = floor.serve_share(
        order.by_wait(), RESERVED, total, frozen.policy.reserved, frozen.credit.get(RESERVED, 0)
    )
    floor.serve(order.by_lot(), "draw")
    return Outcomes(frozen.round, seed.hex(), tuple(floor.drawn), floor.left, credit)


def reassign(
    frozen: Frozen, outcomes: Outcomes, freed: Mapping[str, int], gone: Iterable[str] = ()
) -> tuple[Drawn, ...]:
    """Who gets places that were given back: the held in order, then the order of the draw from where it stopped.

    Args:
        frozen: the list of the round.
        outcomes: what the round came to, with what was reassigned before.
        freed: places by site.
        gone: tokens that are no longer there: withdrawn, served elsewhere or lapsed.

    Raises:
        BadDraw: more places than were given back, so that a site would have more people than places.

    No new randomness: whoever has list, seed and the record of what was freed comes to the same. Nobody is held anew: who does
    not fit keeps the place in the order for the next place that is given back.
    """
    left = set(gone)
    _check_freed(frozen, outcomes, freed, left)
    out = left | {one.token for one in outcomes.placed}
    order = _Order(frozen.entries, bytes.fromhex(outcomes.seed)).by_lot()
    entries = [entry for entry in order if entry.token not in out]
    rank = {token: at for at, token in enumerate(outcomes.held)}
    entries.sort(key=lambda entry: rank.get(entry.token, len(rank)))
    floor = _Floor(frozen.policy, {site: freed.get(site, 0) for site in frozen.policy.sites}, entries, holds=False)
    floor.serve(entries, "reassigned")
    return tuple(floor.drawn)


def _check_freed(frozen: Frozen, outcomes: Outcomes, freed: Mapping[str, int], gone: Collection[str]) -> None:
    """Whether every freed place is one that nobody has."""
    sizes = {entry.token: entry.size for entry in frozen.entries}
    taken = dict.fromkeys(frozen.capacity, 0)
    for one in outcomes.placed:
        if one.token not in gone:
            taken[one.site] += sizes[one.token]
    for site, places in freed.items():
        if type(places) is not int or not 0 <= places <= frozen.capacity.get(site, -1) - taken.get(site, 0):
            raise BadDraw(
                f"{places!r} places at {site} were given back, and fewer are free",
                where=f"round {frozen.round}",
                todo="give back only places whose household is gone",
            )


def score(seed: bytes, token: str) -> bytes:
    """What a token is ordered by: the hash of seed and token, which nobody can foresee or choose."""
    return hashlib.sha256(seed + bytes.fromhex(token)).digest()


class _Order:
    """The entries by lot and by wait, put in order only as far as somebody asks: of a million a few hundred are drawn."""

    def __init__(self, entries: Sequence[Entry], seed: bytes) -> None:
        self._entries = entries
        self._scores = [score(seed, entry.token) for entry in entries]

    def by_lot(self) -> Iterator[Entry]:
        """The order of the draw: the lowest score first."""
        return self._in_turn(self._by_first_byte)

    def by_wait(self) -> Iterator[Entry]:
        """Those who have waited longest first, equals in the order of the draw."""
        return self._in_turn(_grouped(entry.since for entry in self._entries))

    @cached_property
    def _by_first_byte(self) -> Mapping[int, list[int]]:
        return _grouped(one[0] for one in self._scores)

    def _in_turn(self, groups: Mapping[int, list[int]]) -> Iterator[Entry]:
        """The groups from the lowest, each by score."""
        for group in sorted(groups):
            for at in sorted(groups[group], key=self._scores.__getitem__):
                yield self._entries[at]


def _grouped(keys: Iterable[int]) -> Mapping[int, list[int]]:
    """Where each key stands."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        groups[key].append(at)
    return groups


class _Floor:
    """The places that are left, who was drawn so far, and which sites still have a place that someone fits."""

    def __init__(
        self, policy: Policy, capacity: Mapping[str, int], entries: Sequence[Entry], *, holds: bool = True
    ) -> None:
        self.left = dict(capacity)
        self.drawn: list[Drawn] = []
        self._largest = policy.largest
        self._room = {site: policy.hold_days * places if holds else 0 for site, places in capacity.items()}
        self._done: set[str] = set()
        self._waiting = {site: [0] * (policy.largest + 1) for site in capacity}
        for (sites, size), households in Counter((entry.sites, entry.size) for entry in entries).items():
            for site in sites:
                self._waiting[site][size] += households
        self._open = set(capacity)
        self._close(capacity)

    def keep_or_place(self, held: Iterable[Entry]) -> None:
        """Place those whom an earlier round drew, in order; who does not fit is held again, always."""
        for entry in held:
            if not self._place(entry, "held before"):
                self._hold(entry, "held before", entry.sites[0])

    def serve(self, candidates: Iterable[Entry], stage: Stage) -> None:
        """Draw candidates in order until no place is left that anyone fits."""
        for entry in candidates:
            if not self._open:
                return
            if self._may_draw(entry):
                self._draw(entry, stage)

    def serve_share(
        self, candidates: Iterable[Entry], stage: Stage, total: int, share: Sequence[int], owed: int
    ) -> int:
        """Draw candidates in order until their share is used; gives what the share is owed next time.

        A household counts when it is drawn, whether it fits today or is held. What is owed is kept within one place above and
        one largest household below, so that a share that nobody asks for does not grow.
        """
        top, bottom = share
        due = owed + total * top
        for entry in candidates:
            if due < bottom or not self._open:
                break
            if self._may_draw(entry) and self._draw(entry, stage):
                due -= entry.size * bottom
        return max(min(due, bottom - 1), -self._largest * bottom)

    def _may_draw(self, entry: Entry) -> bool:
        return entry.token not in self._done and not self._open.isdisjoint(entry.sites)

    def _draw(self, entry: Entry, stage: Stage) -> bool:
        """Place one household, or hold it while there is room for holding; false where neither can be."""
        if self._place(entry, stage):
            return True
        site = next((site for site in entry.sites if site in self._open and self._room[site] >= entry.size), None)
        if site:
            self._hold(entry, stage, site)
        return site is not None

    def _place(self, entry: Entry, stage: Stage) -> bool:
        site = next((site for site in entry.sites if self.left[site] >= entry.size), None)
        if site:
            self.left[site] -= entry.size
            self._settle(entry, Drawn(entry.token, site, stage))
        return site is not None

    def _hold(self, entry: Entry, stage: Stage, site: str) -> None:
        self._room[site] -= entry.size
        self._settle(entry, Drawn(entry.token, "", stage))

    def _settle(self, entry: Entry, drawn: Drawn) -> None:
        self.drawn.append(drawn)
        self._done.add(entry.token)
        for site in entry.sites:
            self._waiting[site][entry.size] -= 1
        self._close(entry.sites)

    def _close(self, sites: Iterable[str]) -> None:
        """Close the sites without a place that anyone who waits there fits."""
        for site in sites:
            if not any(self._waiting[site][1 : self.left[site] + 1]):
                self._open.discard(site)
