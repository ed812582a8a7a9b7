"""What the pages ask: once, in turn, with an end, and on a public site through the gate."""

from __future__ import annotations

import pytest

from sojourn.errors import LimitReached, UnknownName
from sojourn.findings import Finding
from sojourn.record.opened import Record
from sojourn.web.site import SLOTS, Question, Site
from tiny import tiny_folder

RUSSIANS = Question.of("removals", ("fiscal_year",), citizenship="RUSSIA")
BY_MONTH = Question.of("removals", ("month",), citizenship="RUSSIA")
ENDLESS = "SELECT count(*) AS n FROM range(1000000000) AS a, range(1000000) AS b WHERE (a.range * b.range) % 7 = 3"


def found(site: Site, question: Question) -> Finding:
    """The finding of a question that can be asked."""
    [one] = site.ask([question])
    assert isinstance(one, Finding)
    return one


def test_a_question_is_computed_once() -> None:
    """A finding of a record never changes, so a second reader waits for nothing."""
    site = Site(tiny_folder())

    assert found(site, RUSSIANS) is found(site, RUSSIANS)


def test_a_question_that_cannot_be_asked_leaves_the_others_alone() -> None:
    """One name that a release does not have must not take the page away."""
    wrong, right = Site(tiny_folder()).ask([Question.of("removals", citizenship="NOWHERE"), RUSSIANS])

    assert not isinstance(wrong, Finding)
    assert isinstance(right, Finding)


def test_an_unknown_measure_is_named() -> None:
    """A typing error in an address is the reader's to mend."""
    with pytest.raises(UnknownName):
        Site(tiny_folder()).one(Question.of("removal"))


def test_a_query_that_does_not_end_is_stopped() -> None:
    """One reader must not hold the machine for all."""
    with pytest.raises(LimitReached, match="took too long"):
        Record(tiny_folder(), seconds=0.2).query(ENDLESS)


def test_a_record_answers_again_after_a_query_was_stopped() -> None:
    """What was stopped must leave nothing broken."""
    record = Record(tiny_folder(), seconds=0.2)
    with pytest.raises(LimitReached):
        record.query(ENDLESS)

    assert record.query("SELECT 1 AS one") == [{"one": 1}]


def test_whoever_waits_too_long_is_told() -> None:
    """A queue without an end is a server that does not answer."""
    site = Site(tiny_folder(), seconds=0.05)
    held = [site.record() for _ in range(SLOTS)]
    for one in held:
        one.__enter__()

    with pytest.raises(LimitReached, match="too many questions"), site.record():
        pass
    for one in held:
        one.__exit__(None, None, None)


def test_a_small_number_about_people_is_not_on_a_public_site() -> None:
    """The whole country and year may be told; the month of a few may not."""
    site = Site(tiny_folder(), public=True)

    shown = found(site, BY_MONTH)

    assert shown.tier != "P2"
    assert not any(isinstance(cell, int) and 0 < cell < 11 for row in shown.rows for cell in row[1:2])


def test_what_one_answer_hides_a_later_one_does_not_give_away() -> None:
    """Whoever asks a public site twice must not learn from the difference."""
    site = Site(tiny_folder(), public=True)
    whole = found(site, Question.of("removals", period="FY2017", citizenship="CANADA"))

    parts = [
        found(site, Question.of("removals", ("month",), period=span, citizenship="CANADA"))
        for span in ("FY2017", "2017-04")
    ]

    assert whole.tier == "P0"
    assert all(one.tier in {"P0", "P1"} for one in parts)
