"""Whatever the true counts were, what a publisher prints of them has bounds that hold them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojourn.measures.refuge.bounds import Bounded, bounded, remainder, share, share_interval, total
from sojourn.sources.rounding import ROUNDINGS

COUNTS = st.integers(0, 60)
FIVES = ROUNDINGS["fives_to_ten"]
PARTS = ("recognised", "other_protection", "rejected", "closed")


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_a_sum_of_rounded_counts_holds_the_true_sum(counts: list[int]) -> None:
    """However many are added."""
    rounding = ROUNDINGS["nearest_five"]
    figures = [bounded(None if 0 < one < 5 else 5 * round(one / 5), rounding) for one in counts]
    added = total(figures)
    assert added.low <= sum(counts) <= added.high
    assert (added.printed is None) == any(0 < one < 5 for one in counts)


@given(st.lists(COUNTS, min_size=4, max_size=4), st.sets(st.integers(0, 3)))
def test_what_was_hidden_from_a_total_lies_within_the_raised_bounds(counts: list[int], hidden: set[int]) -> None:
    """A part that was printed as zero may be all of what is missing."""
    shown = {
        name: bounded(0 if at in hidden else one, ROUNDINGS[""])
        for at, (name, one) in enumerate(zip(PARTS, counts, strict=True))
    }
    raised, missing = remainder(shown, sum(counts))
    assert missing == sum(counts[at] for at in hidden)
    assert all(raised[name].low <= one <= raised[name].high for name, one in zip(PARTS, counts, strict=True))


@given(st.lists(COUNTS, min_size=4, max_size=4))
def test_a_total_that_is_the_sum_raises_nothing(counts: list[int]) -> None:
    """Only a total above its parts shows that something was hidden."""
    shown = {name: bounded(one, FIVES) for name, one in zip(PARTS, counts, strict=True)}
    assert remainder(shown, sum(counts)) == (shown, 0)
    assert remainder(shown, None) == (shown, 0)


@given(COUNTS, COUNTS, st.integers(0, 5), st.integers(0, 5))
def test_the_interval_of_a_share_holds_every_share_that_is_possible(x: int, y: int, more: int, others: int) -> None:
    """Both that of the least and that of the largest counts."""
    accepted, refused = Bounded(x, x, x + more), Bounded(y, y, y + others)
    interval = share_interval(accepted, refused)
    if x + y == 0:
        assert interval is None
        return
    assert interval
    assert all(
        interval.low <= (x + i) / (x + i + y + j) <= interval.high for i in range(more + 1) for j in range(others + 1)
    )


def test_few_or_hidden_counts_have_no_share() -> None:
    """24 decisions are fewer than a share needs, and a hidden count is none."""
    assert share(Bounded(20, 20, 20), Bounded(4, 4, 4)) is None
    assert share(Bounded(20, 20, 20), Bounded(5, 5, 5)) == 0.8
    assert share(Bounded(20, 20, 20), Bounded(None, 0, 19)) is None
