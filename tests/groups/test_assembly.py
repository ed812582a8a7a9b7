"""Assembly before a group: expected numbers by hand, a slow permutation of labels, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sojourn.errors import BadParameter
from sojourn.groups.assembly import Assembly, _Strata, assembly, matches
from sojourn.groups.staging import ALL, Inflow, from_rows

FIRST, LAST = date(2025, 4, 1), date(2025, 6, 30)
LEFT = date(2025, 6, 11)
FACILITIES = ("JENATLA", "IWAHOLD", "FSF")


def quiet(*, gathered: int = 0, days: int = 3, left: date = LEFT) -> Inflow:
    """Ten Guatemalans a day into each of three facilities, and a Russian into JENATLA on each Monday.

    `gathered` more Russians come into IWAHOLD on each of the last `days` days before the group.
    """
    rows: list[dict[str, Any]] = []
    for at in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=at)
        rows += [row(day, code, "GUATEMALA", 10) for code in FACILITIES]
        rows += [row(day, "JENATLA", "RUSSIA", 1)] if day.weekday() == 0 else []
        rows += [row(day, "IWAHOLD", "RUSSIA", gathered)] if 0 < (left - day).days <= days and gathered else []
    return from_rows(rows, FIRST, LAST, FACILITIES)


def row(day: date, facility: str, citizenship: str | None, people: int) -> dict[str, Any]:
    """Book-ins of one day, facility and citizenship."""
    return {"day": day, "facility": facility, "citizenship": citizenship, "people": people}


def asked(came: Inflow, *citizenships: str, **more: Any) -> Assembly:
    """The assembly before the group of 11 June."""
    return assembly(came, LEFT, LEFT, citizenships or ("RUSSIA",), **{"permutations": 199, **more})


def test_the_expected_number_is_the_share_of_the_weekday_times_the_book_ins() -> None:
    """Of the seven days before 11 June one is a Monday: 11 booked into JENATLA, 13 Russians of 143 on the quarter's Mondays."""
    found = asked(quiet()).whole
    assert (found.booked_in, found.everyone) == (1, 7 * 30 + 1)
    assert found.expected == pytest.approx(11 * 13 / 143)


def test_people_who_were_gathered_are_a_signal() -> None:
    """Six Russians a day into Mesa, on three days, where there is never one."""
    found = asked(quiet(gathered=6))
    assert found.signal
    assert found.p == pytest.approx(1 / 200)
    assert (found.best.facilities, found.best.days, found.best.booked_in) == ("South-west", 3, 18)


def test_days_as_all_others_are_no_signal() -> None:
    """One Russian on a Monday, as on every Monday."""
    assert not asked(quiet()).signal


def test_the_evidence_is_summed_over_the_nationalities_of_a_group() -> None:
    """Those who leave together are gathered together."""
    came = quiet(gathered=2)
    both = asked(came, "RUSSIA", "IRAN")
    assert both.whole.booked_in == asked(came).whole.booked_in
    assert both.citizenships == ("IRAN", "RUSSIA")


def test_a_citizenship_that_was_never_booked_in_gives_no_evidence() -> None:
    """Zero of zero expected is no concentration."""
    found = asked(quiet(), "IRAN")
    assert (found.whole.booked_in, found.whole.concentration, found.p) == (0, 0.0, 1.0)


def shuffled_by_hand(came: Inflow, citizenship: str, horizon: int, shuffles: int) -> list[float]:
    """The largest evidence of each shuffle: a list of people for each facility and weekday of the quarter, labels mixed."""
    random, column = Random(7), came.citizenships.index(citizenship)
    people: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for at, day in enumerate(came.days.astype(object)):
        for place in range(len(came.facilities)):
            own, every = int(came.counts[at, place, column]), int(came.counts[at, place].sum())
            group = people.setdefault((place, day.weekday()), [])
            group += [(at, True)] * own + [(at, False)] * (every - own)
    start = (LEFT - FIRST).days
    made = []
    for _ in range(shuffles):
        found = np.zeros((horizon, len(came.facilities)))
        expected = np.zeros_like(found)
        for (place, _weekday), group in people.items():
            labels = [label for _, label in group]
            share = sum(labels) / len(labels)
            random.shuffle(labels)
            for (at, _), label in zip(group, labels, strict=True):
                if 0 < start - at <= horizon:
                    found[start - at - 1, place] += label
                    expected[start - at - 1, place] += share
        made.append(largest(found, expected))
    return made


def largest(found: np.ndarray[Any, Any], expected: np.ndarray[Any, Any]) -> float:
    """The largest evidence over all facilities and those of the south-west, over every number of days."""
    best = 0.0
    for columns in ([0, 1, 2], [1, 2]):
        x, e = (np.cumsum(values[:, columns].sum(axis=1)) for values in (found, expected))
        more = [a * np.log(a / b) - a + b for a, b in zip(x, e, strict=True) if a > b]
        best = max([best, *more])
    return best


def test_the_permutation_agrees_with_shuffled_lists_of_people() -> None:
    """The draws without replacement are what a shuffle of labels does, only faster."""
    came = quiet(gathered=1, days=2)
    strata = _Strata.before(came, LEFT, ["RUSSIA"], 3)
    drawn, by_hand = strata.permuted(4000, 1), np.array(shuffled_by_hand(came, "RUSSIA", 3, 500))
    for limit in (0.5, 1.5, 3.0):
        assert (drawn >= limit).mean() == pytest.approx((by_hand >= limit).mean(), abs=0.07)


@given(some.lists(some.tuples(some.integers(0, 90), some.integers(0, 2), some.booleans()), min_size=1, max_size=60))
@settings(max_examples=40)
def test_a_permutation_keeps_both_margins(placed: list[tuple[int, int, bool]]) -> None:
    """No day draws more labels than people, nor more than its stratum has; their mean is what is expected."""
    rows = [
        row(FIRST + timedelta(days=day), FACILITIES[place], "RUSSIA" if own else "HAITI", 1)
        for day, place, own in placed
    ]
    strata = _Strata.before(from_rows(rows, FIRST, LAST, FACILITIES), LEFT, ["RUSSIA"], 7)
    drawn = strata.drawn(50, 0)
    assert (drawn <= strata.everyone).all()
    assert (drawn <= strata.labelled).all()
    assert (drawn >= strata.everyone - (strata.people - strata.labelled)).all()


def test_the_order_of_rows_changes_nothing_and_the_seed_fixes_the_draws() -> None:
    """A figure that is cited must come again."""
    rows = [row(FIRST + timedelta(days=at), "FSF", ("RUSSIA", "HAITI")[at % 2], 1 + at % 3) for at in range(80)]
    one, other = (from_rows(some_rows, FIRST, LAST, FACILITIES) for some_rows in (rows, rows[::-1]))
    assert asked(one) == asked(other)


def test_earlier_groups_with_at_least_the_same_concentration_are_counted() -> None:
    """One was gathered, one was not: 1 of 2, Wilson 9 to 91 %."""
    earlier = date(2025, 5, 14)
    before = assembly(quiet(gathered=6, left=earlier), earlier, earlier, ["RUSSIA"], permutations=199)
    calm = assembly(quiet(), earlier, earlier, ["RUSSIA"], permutations=199)
    found = matches(asked(quiet()), [before, calm])
    assert (found.number, found.of) == (1, 2)
    assert (found.low, found.high) == pytest.approx((0.0945, 0.9055), abs=1e-3)


def test_without_an_earlier_group_nothing_is_excluded() -> None:
    """None of none may be any share."""
    found = matches(asked(quiet()), [])
    assert (found.number, found.of, found.low, found.high) == (0, 0, 0.0, 1.0)


def test_a_later_group_is_no_earlier_one() -> None:
    """Only the past is looked at."""
    with pytest.raises(BadParameter, match="is not before that of"):
        matches(asked(quiet()), [asked(quiet())])


@pytest.mark.parametrize(
    ("first", "last", "more", "message"),
    [
        (LAST, LAST + timedelta(days=1), {}, "Sojourn says nothing of later days"),
        (LAST + timedelta(days=9), LAST + timedelta(days=9), {}, "the release ends on 2025-06-30"),
        (LEFT, LEFT - timedelta(days=1), {}, "it ends before it begins"),
        (FIRST + timedelta(days=3), LEFT, {}, "the release begins on 2025-04-01"),
        (LEFT, LEFT, {"horizon": 8}, "Give 1 to 7"),
        (LEFT, LEFT, {"horizon": 0}, "a horizon of 0 days"),
        (LEFT, LEFT, {"permutations": 0}, "0 permutations"),
    ],
)
def test_what_cannot_be_asked_is_refused(first: date, last: date, more: dict[str, int], message: str) -> None:
    """Above all: no statement about a day after the release ends."""
    with pytest.raises(BadParameter, match=message):
        assembly(quiet(), first, last, ["RUSSIA"], **more)


def test_a_group_of_nobody_is_refused() -> None:
    """It would be assembled everywhere."""
    with pytest.raises(BadParameter, match="it names no citizenship"):
        assembly(quiet(), LEFT, LEFT, [])


def test_all_facilities_are_always_scored() -> None:
    """And no facility alone."""
    assert {score.facilities for score in asked(quiet()).scores} == {ALL, "South-west"}
