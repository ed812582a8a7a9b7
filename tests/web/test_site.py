"""What the pages ask: once, in turn, with an end, and on a public site through the gate."""

from __future__ import annotations

import pytest

from sojourn.disclosure.memory import Shown
from sojourn.errors import BadRecord, LimitReached, UnknownName
from sojourn.findings import Finding
from sojourn.record.opened import Record
from sojourn.web.site import SLOTS, Question, Site
from tiny import tiny_folder
from tiny_groups import groups_folder

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


def test_a_public_site_does_not_say_where_its_record_lies() -> None:
    """The folders of a server are nobody's business; on one's own machine they help."""
    for public in (True, False):
        site = Site(tiny_folder(), public=public, seconds=0.2)
        with pytest.raises(LimitReached, match="took too long") as told, site.record() as record:
            record.query(ENDLESS)
        assert (str(tiny_folder()) in str(told.value)) is not public
        with pytest.raises(BadRecord) as damaged, site.record():
            raise BadRecord(f"cannot open {tiny_folder()}/tables/part.parquet", todo="check the disk")
        assert (str(tiny_folder()) in str(damaged.value)) is not public


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


def test_a_public_site_that_holds_all_it_can_shows_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be audited with the next answer must not leave; what was shown already may be shown again."""
    site = Site(tiny_folder(), public=True)
    known = found(site, RUSSIANS)
    monkeypatch.setattr(site, "_shown", smaller(site))

    refused = found(site, Question.of("removals", ("fiscal_year",), citizenship="CANADA"))

    assert known.status == "answered"
    assert refused.status == "not determinable"
    assert "as many counts as it can audit" in refused.reason
    assert found(site, RUSSIANS).rows == known.rows


def smaller(site: Site) -> Shown:
    """The memory of a site, full."""
    full = Shown(most=site._shown.size)
    for one in site._shown.about([found(Site(tiny_folder()), RUSSIANS)]) or []:
        full.add(one)
    return full


def test_a_small_number_stays_in_the_memory_of_a_public_server_no_longer_than_its_page() -> None:
    """Whoever takes the machine finds what was published, and the record; not who asked for whom."""
    public, local = Site(tiny_folder(), public=True), Site(tiny_folder())
    for site in (public, local):
        site.ask([BY_MONTH, RUSSIANS])

    assert local._kept.get(BY_MONTH)
    assert public._kept.get(BY_MONTH) is None
    assert public._kept.get(RUSSIANS)


def test_a_search_in_python_is_stopped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for groups deals labels thousands of times; nobody waits for it longer than for a query."""
    monkeypatch.setattr("sojourn.web.site.SEARCHING", 0.0)
    site = Site(groups_folder())

    [answer] = site.ask([Question.of("removal_groups", permutations="10000")])

    assert isinstance(answer, LimitReached)
    assert "took too long" in str(answer)
