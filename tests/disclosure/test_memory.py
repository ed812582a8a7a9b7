"""What a running site holds in mind: all that matters for the next answer, each count once, and no more than it has room for."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.breakdown import Key
from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.memory import Shown
from sojourn.disclosure.published import Equation, Publication
from sojourn.findings import Finding
from sojourn.measures import MEASURES
from sojourn.record.opened import Record
from tiny import tiny_folder

QUESTIONS = (
    ({"citizenship": "CANADA", "period": "FY2017"}, ()),
    ({"citizenship": "CANADA"}, ("month",)),
    ({"citizenship": "RUSSIA", "period": "FY2017"}, ("month",)),
    ({"citizenship": "CANADA", "period": "2017-04"}, ()),
    ({}, ("citizenship", "month")),
)


@cache
def findings() -> list[Finding]:
    """Answers whose counts hang together."""
    record = Record(tiny_folder())
    return [MEASURES["removals"].ask(record, dict(given_), by) for given_, by in QUESTIONS]


def publication(universe: str, count: int) -> Publication:
    """A whole and its parts."""
    keys = [Key(universe, "r", "", frozenset({("court", f"{at}")})) for at in range(count)]
    whole = Key(universe, "r", "")
    return Publication(
        {whole: 50} | dict.fromkeys(keys[1:], 5), frozenset(keys[:1]), equations=(Equation(whole, tuple(keys)),)
    )


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(QUESTIONS))))
def test_what_is_held_hides_as_much_as_every_publication_for_itself(order: list[int]) -> None:
    """Merging must not forget anything that the gate asks of earlier publications."""
    asked = findings()
    memory, earlier = Shown(), list[Publication]()
    for at in order:
        apart = pass_gate([asked[at]], earlier)
        merged = pass_gate([asked[at]], memory.about([asked[at]]))
        earlier.append(apart.publication)

        assert memory.add(merged.publication)
        assert list(map(str, merged.findings)) == list(map(str, apart.findings))
        assert merged.publication.shown == apart.publication.shown
        assert merged.publication.hidden == apart.publication.hidden


def test_an_answer_that_is_given_again_takes_no_more_room() -> None:
    """A server that is asked the same page all day must not grow."""
    memory = Shown()
    memory.add(publication("a", 10))
    size = memory.size

    assert memory.add(publication("a", 10))
    assert memory.size == size == 12


def test_what_does_not_fit_is_refused_whole_and_what_was_shown_is_not() -> None:
    """A site that shows what it cannot hold in mind would be asked for differences; one that forgot, too."""
    memory = Shown(most=20)
    first, more = publication("a", 10), publication("b", 10)
    assert memory.add(first)

    assert not memory.add(more)

    assert memory.size == 12
    assert memory.add(first)


def test_the_memory_of_another_universe_is_left_out() -> None:
    """Counts of different things cannot be subtracted, and auditing them together would take ever longer."""
    memory, asked = Shown(), findings()[0]
    memory.add(publication("another", 10))

    assert memory.about([asked]) == []
