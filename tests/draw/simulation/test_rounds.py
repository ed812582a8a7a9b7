"""The quick round is the core's round: the same order gives the same households."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.draw.allocate import Outcomes, allocate
from sojourn.draw.frozen import Entry, Held, freeze
from sojourn.draw.policy import RESERVED, Policy
from sojourn.draw.simulation import rounds
from sojourn.draw.simulation.rounds import Rule, Waiting, draw

SEED = b"a seed of thirty-two bytes......"
SHARES = st.sampled_from([(0, 1), (3, 10), (1, 2), (2, 3), (1, 1)])
HOUSEHOLDS = st.lists(st.tuples(st.integers(-90, 0), st.integers(1, 6)), max_size=60)


def token(at: int) -> str:
    """The token of a household."""
    return hashlib.sha256(b"%d" % at).hexdigest()


def policy(rule: Rule) -> Policy:
    """The core's policy with the numbers of a rule."""
    return Policy("p", ("here",), rule.reserved, (), rule.largest, rule.hold_days, 24, 7, 30, "chain", 24)


def exactly(
    households: Sequence[tuple[int, int]], held: Sequence[int], places: int, rule: Rule, credit: int
) -> Outcomes:
    """The round of the core."""
    entries = [Entry(token(at), size, day // rule.bucket_days, ("here",)) for at, (day, size) in enumerate(households)]
    before = [Held(token(at), token(at)) for at in held]
    frozen = freeze(1, policy(rule), {"here": places}, entries, 1, held=before, credit={RESERVED: credit})
    return allocate(frozen, SEED)


def quickly(
    households: Sequence[tuple[int, int]], held: Sequence[int], places: int, rule: Rule, credit: int
) -> rounds.Drawn:
    """The round of the simulator, in the core's order."""
    hashes = [hashlib.sha256(SEED + bytes.fromhex(token(at))).digest()[:8] for at in range(len(households))]
    keys = np.array([int.from_bytes(one) for one in hashes], np.uint64)
    days, sizes = (np.array([one[at] for one in households], np.int32) for at in range(2))
    return draw(Waiting(days, sizes, keys, held), places, rule, credit)


@settings(max_examples=100)
@given(
    HOUSEHOLDS, st.data(), st.integers(0, 25), SHARES, st.integers(0, 3), st.sampled_from([1, 7]), st.integers(-6, 9)
)
def test_the_round_is_the_round_of_the_core(
    households: list[tuple[int, int]],
    data: st.DataObject,
    places: int,
    share: tuple[int, int],
    hold_days: int,
    bucket_days: int,
    credit: int,
) -> None:
    """Else the simulator would judge another policy than the one that is drawn."""
    households = sorted(households)
    held = data.draw(st.lists(st.sampled_from(range(len(households))), unique=True, max_size=4)) if households else []
    rule = Rule(share, "hold", 6, hold_days, bucket_days)
    credit = min(credit, share[1] - 1)  # the most that a round can owe to the next

    expected = exactly(households, held, places, rule, credit)
    found = quickly(households, held, places, rule, credit)

    assert [token(at) for at in found.placed] == [one.token for one in expected.placed]
    assert [token(at) for at in found.held] == list(expected.held)
    assert (found.left, found.credit) == (expected.left["here"], expected.credit[RESERVED])


@settings(max_examples=40)
@given(HOUSEHOLDS, st.integers(0, 25), SHARES)
def test_passing_over_is_the_core_without_days_of_holding(
    households: list[tuple[int, int]], places: int, share: tuple[int, int]
) -> None:
    """What is compared as the usual rule is one that could be run."""
    households = sorted(households)

    expected = exactly(households, [], places, Rule(share, "skip", 6, hold_days=0), 0)
    found = quickly(households, [], places, Rule(share, "skip", 6), 0)

    assert [token(at) for at in found.placed] == [one.token for one in expected.placed]


def test_a_long_order_is_sorted_in_steps_and_stays_one_order() -> None:
    """Only as much of a million is sorted as is needed, and nobody is lost or looked at twice where it goes on."""
    households = [(-50, 6)] * 400 + [(-40, 2)] * 3

    expected = exactly(households, [], 2, Rule((0, 1), largest=6, hold_days=3), 0)
    found = quickly(households, [], 2, Rule((0, 1), largest=6, hold_days=3), 0)

    assert [token(at) for at in found.placed] == [one.token for one in expected.placed]
    assert len(found.placed) == 1


def test_a_round_that_stops_at_the_first_misfit_leaves_places() -> None:
    """The rule that looks just and wastes places."""
    waiting = Waiting(np.zeros(3, np.int32), np.array([2, 3, 1]), np.array([1, 2, 3]))

    found = draw(waiting, 4, Rule((0, 1), "stop", 3))

    assert (found.placed, found.held, found.left) == ([0], [], 2)
