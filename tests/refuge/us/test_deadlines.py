"""What holds of deadlines for any facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from refuge.us.any_facts import DAYS, KNOWN
from sojourn.refuge.facts import US, Person, facts
from sojourn.refuge.us.deadlines import Clock, deadlines
from sojourn.refuge.us.federal_days import closed
from sojourn.refuge.us.pack import pack

EVENTS = [name for name, fact in facts()[US].items() if fact.kind == "event"]


def clocks(us: dict[str, Any], law_day: date) -> dict[str, Clock]:
    """The clocks of one person by their item."""
    return {clock.item.id: clock for clock in deadlines(Person("one", {}, us=us), law_day).clocks}


@given(KNOWN, DAYS)
def test_the_day_to_act_on_is_the_earliest_candidate(us: dict[str, Any], law_day: date) -> None:
    """Whoever acts on it is safe under every rule shown."""
    for clock in clocks(us, law_day).values():
        assert clock.act_on == min((one.day for one in clock.candidates), default=None)
        assert (clock.reason is None) == (clock.act_on is None)
        assert clock.act_on is None or (clock.verify_by and clock.verify_by <= clock.act_on)


@given(KNOWN, DAYS)
def test_no_shifted_day_is_closed_and_none_is_before_its_count(us: dict[str, Any], law_day: date) -> None:
    """A day without a court cannot be the last day to file there."""
    for clock in clocks(us, law_day).values():
        for one in clock.candidates:
            assert one.event_day <= one.counted <= one.day or one.event_day < date(1997, 4, 1)
            assert not one.rule.shift or closed(one.day) is None
            assert one.rule.shift or one.day == one.counted


@given(KNOWN, DAYS)
def test_every_rule_is_accounted_for(us: dict[str, Any], law_day: date) -> None:
    """Never silence: a rule gives a date, a statement, something to find out, or the reason why it does not reach."""
    for clock in clocks(us, law_day).values():
        told = {one.rule.id for one in clock.candidates} | {one.rule.id for one in clock.statements}
        out = {one.rule.id for one in clock.ruled_out}
        waiting = {rule.id for rule in clock.item.rules if any(count.event in clock.unknown for count in rule.counts)}
        assert told | out | waiting == {rule.id for rule in clock.item.rules}
        assert not told & out


@given(KNOWN, DAYS, st.sampled_from(sorted(facts()[US])))
def test_knowing_less_never_gives_a_later_day(us: dict[str, Any], law_day: date, forgotten: str) -> None:
    """What is unknown rules nothing out; an event alone, if forgotten, takes its dates with it."""
    less = {name: value for name, value in us.items() if name != forgotten}
    if facts()[US][forgotten].kind == "event":
        return
    before, after = clocks(us, law_day), clocks(less, law_day)
    for item, clock in before.items():
        assert clock.act_on is None or (after[item].act_on or date.max) <= clock.act_on


@given(st.sampled_from(EVENTS), DAYS, st.integers(0, 800), DAYS)
def test_a_later_event_never_gives_an_earlier_day_under_one_rule(
    event: str, first: date, later: int, law_day: date
) -> None:
    """The ten-day text shortens the period from one day to the next, so rule by rule."""
    found = [
        {one.rule.id: one.day for clock in clocks({event: day}, law_day).values() for one in clock.candidates}
        for day in (first, first + timedelta(days=later))
    ]
    for rule in found[0].keys() & found[1].keys():
        assert found[0][rule] <= found[1][rule]


@given(DAYS)
def test_nothing_known_asks_for_every_event(law_day: date) -> None:
    """A person who knows nothing learns what to find out."""
    asked = {fact for clock in clocks({}, law_day).values() for fact in clock.unknown}
    counted = {count.event for item in pack().items for rule in item.rules for count in rule.counts}
    in_force = {
        count.event for item in pack().items for rule in item.rules if rule.is_law_on(law_day) for count in rule.counts
    }
    assert in_force <= asked
    assert counted >= in_force


def test_the_day_to_verify_by_lies_before_the_unshifted_end() -> None:
    """A shift may turn out wrong; three working days before Sunday 4 October 2026 is Wednesday 30 September."""
    clock = clocks({"judge_decision_day": date(2026, 9, 24)}, date(2026, 9, 25))["board_appeal"]

    assert (clock.act_on, clock.verify_by) == (date(2026, 10, 5), date(2026, 9, 30))


def test_nobody_is_told_to_verify_in_the_past() -> None:
    """On 2 October 2026 Wednesday 30 September is gone; the day asked about is left."""
    clock = clocks({"judge_decision_day": date(2026, 9, 24)}, date(2026, 10, 2))["board_appeal"]

    assert clock.verify_by == date(2026, 10, 2)


def test_two_states_of_one_circuit_give_the_same_answer() -> None:
    """And every state has one circuit."""
    states = [state for circuit in pack().circuits for state in circuit.states]

    assert sorted(states) == sorted(facts()[US]["held_in"].choices)
    assert len(states) == len(set(states))
