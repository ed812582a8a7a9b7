"""What a running site holds in mind: all that matters for the next answer, each count once, and no more than it has room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.breakdown import Breakdown, Count, Key
from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.memory import Shown
from sojourn.disclosure.published import Equation, Publication
from sojourn.findings import Finding
from sojourn.measures import MEASURES
from sojourn.record.opened import Record
from test_findings import FINDING
from tiny import tiny_folder

QUESTIONS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
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
        merged = pass_gate([asked[at]], memory.about([asked[at]]) or [])
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


def test_what_nothing_ties_to_an_answer_is_left_out() -> None:
    """Counts of different things cannot be subtracted, and auditing them together would take ever longer."""
    memory, asked = Shown(), findings()[0]
    memory.add(publication("another", 10))
    memory.add(pass_gate([findings()[2]]).publication)

    assert memory.about([asked]) == []


def key(**where: str) -> Key:
    """A count of a universe."""
    return Key("u", "r", "", frozenset(where.items()))


def counting(counted: Key) -> Finding:
    """A finding of one count."""
    return replace(FINDING, breaks_down=lambda: Breakdown((Count(counted, 20),)))


def test_a_filter_for_several_codes_is_tied_to_each_of_them() -> None:
    """Two nationalities together less one of them are the other."""
    both, one = (counting(key(nationality=text)) for text in ("A+B", "B"))
    memory, other = Shown(), Shown()
    memory.add(Publication({key(nationality="A+B"): 30}))
    other.add(Publication({key(nationality="B"): 20}))

    assert memory.about([one]) == [Publication({key(nationality="A+B"): 30})]
    assert other.about([both]) == [Publication({key(nationality="B"): 20})]


def test_a_sum_ties_what_was_shown_apart_before_and_after_it() -> None:
    """A difference is told by the last of three answers, whichever it is."""
    whole, one, other = key(), key(nationality="A"), key(nationality="B")
    memory = Shown()
    memory.add(Publication({one: 30}))
    memory.add(Publication({replace(other, span=(date(2025, 1, 1), date(2025, 1, 31))): 12}))
    assert [set(found.shown) for found in memory.about([counting(one)]) or []] == [{one}]

    memory.add(Publication({whole: 50}, equations=(Equation(whole, (one, other)),)))

    [found] = memory.about([counting(one)]) or []
    assert len(found.shown) == 3
    assert found.equations == (Equation(whole, (one, other)),)


def test_too_much_at_once_is_not_audited() -> None:
    """An audit that takes a minute is a page that nobody gets; the site says so and shows nothing new."""
    memory = Shown(most_together=5)
    memory.add(pass_gate([findings()[1]]).publication)

    assert memory.size > 5
    assert memory.about([findings()[4]]) is None
