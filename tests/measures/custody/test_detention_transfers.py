"""Transfers, last facilities, first transfers, returns and beginnings elsewhere, against counts by hand."""

from __future__ import annotations

from datetime import date

import pytest

import tiny_custody
from measures.custody.moved_people import moved_record
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.stats.proportions import wilson
from sojourn.tiers import Tier

L, S, T, F, X = (f"{letter}" * 7 for letter in "LSTFX")


def ask(name: str, by: tuple[str, ...] = (), **given: str) -> Finding:
    """An answer of the record of people who were moved (tests/measures/custody/moved_people.py)."""
    return measure(name).ask(moved_record(), given, by)


def told(finding: Finding) -> str:
    """All caveats."""
    return " ".join(caveat.text for caveat in finding.caveats)


def test_transfers_are_counted_by_the_book_in() -> None:
    """In March 42 from T to L, 12 from L to T and one from X; the 30 to S follow in April."""
    finding = ask("transfers", period="2025-03")
    assert (finding.value, finding.denominator) == (55, 55)
    assert finding.rows == ((date(2025, 3, 1), 55),)
    assert ask("transfers", period="2025").value == 85


def test_routes_of_few_are_one_row() -> None:
    """The one transfer from X stays alone, as nothing else is small; so the answer stays on this machine."""
    finding = ask("transfers", ("origin", "destination"), period="2025")
    assert finding.rows == ((L, S, 30), (L, T, 12), (T, L, 42), (X, L, 1))
    assert finding.tier == "P2"


def test_few_that_are_many_together_are_one_row() -> None:
    """Rows of fewer than 11 become one where they are at least 11 together."""
    from sojourn.measures.custody.question import FEW, merged

    rows = [("a", "b", 6), ("b", "c", 40), ("c", "d", 10)]
    assert merged(rows, 2, 2) == [("b", "c", 40), (FEW, "", 16)]
    assert merged(rows[:2], 2, 2) == rows[:2]


def test_routes_between_states_follow_the_lists() -> None:
    """L and S are one state, so the moves between them stay inside it; X is in no list."""
    finding = ask("transfers", ("origin_state", "destination_state"), period="2025")
    expected = (("LA", "LA", 30), ("LA", "TX", 12), ("TX", "LA", 42), ("not recorded", "LA", 1))
    assert finding.rows == expected


def test_a_route_can_be_asked_for() -> None:
    """Was somebody moved from there to here: 42 were, 30 of them of Russia."""
    assert ask("transfers", origin=T, destination=L, period="2025").value == 42
    finding = ask("transfers", origin_state="TX", destination_state="LA", citizenship="RUSSIA", period="2025")
    assert (finding.value, finding.denominator) == (30, 85)
    assert finding.sentence.startswith("30 transfers in 2025")
    assert finding.sentence.endswith("From state: TX. To state: LA. Citizenship: RUSSIA.")


def test_an_absent_attribute_stands_in_the_upper_limit() -> None:
    """The one from X may be a woman."""
    finding = ask("transfers", sex="Female", period="2025")
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == (60, 61)


def test_a_new_stint_in_the_same_facility_is_no_transfer() -> None:
    """Of the tiny record: seven from A to B and one from A to C; lena's and vera's second stints are none."""
    finding = measure("transfers").ask(tiny_custody.record(), {"period": "2025"}, ("origin", "destination"))
    assert finding.rows == (("AAAAAAA", "BBBBBBB", 7), ("AAAAAAA", "CCCCCCC", 1))
    assert "without a facility code: 1" in told(finding)


def test_the_share_of_removals_from_a_facility() -> None:
    """Thirty of 43 stays that ended in a removal ended at S."""
    finding = ask("last_before_removal", facility=S, period="2025")
    assert (finding.numerator, finding.denominator) == (30, 43)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx(wilson(30, 43))
    assert finding.rows == ((S, 30, round(30 / 43, 4)),)


def test_the_other_last_facilities_stand_beside() -> None:
    """Thirteen ended at L."""
    finding = ask("last_before_removal", ("facility",), facility=S, period="2025")
    assert finding.rows == ((L, 13, round(13 / 43, 4)), (S, 30, round(30 / 43, 4)))
    assert ask("last_before_removal", state="LA", period="2025").value == 1


def test_a_share_needs_a_place() -> None:
    """The share of what, if nothing is named."""
    with pytest.raises(BadParameter, match="is told of no place"):
        ask("last_before_removal", period="2025")


def test_too_few_removals_give_no_share() -> None:
    """Twelve of Canada."""
    finding = ask("last_before_removal", facility=L, citizenship="CANADA", period="2025")
    assert (finding.status, finding.value) == ("too few", None)
    assert "12" not in finding.reason


def test_the_first_transfer_competes_with_leaving() -> None:
    """Of 63, 31 had been moved after 7 days; then 20 left and 12 were moved, all on the tenth day."""
    finding = ask("first_transfer", period="2025-03", within="7")
    assert finding.value == pytest.approx(31 / 63)
    assert (finding.numerator, finding.denominator) == (31, 63)
    rows = {row[0]: row[1:] for row in finding.rows}
    assert rows[1][0] == pytest.approx(1 / 63, abs=1e-4)
    assert rows[14] == (pytest.approx(43 / 63, abs=1e-4), *rows[14][1:3], pytest.approx(20 / 63, abs=1e-4), 0)


def test_who_returned_to_a_facility() -> None:
    """Twelve went from L to T and back; thirty were moved twice and never came back."""
    finding = ask("shuttled", period="2025-03")
    assert (finding.numerator, finding.denominator) == (12, 63)
    assert finding.rows == (("0", 20, 0), ("1", 1, 0), ("2", 42, 12))
    assert "42 stays had that many transfers" in finding.sentence
    assert ask("shuttled", period="2025-03", transfers="3").numerator == 0


def test_who_is_held_in_a_state_and_began_elsewhere() -> None:
    """Thirty began in Texas, 32 in Louisiana; X is in no list, so one stay is in the interval alone."""
    finding = ask("held_elsewhere", state="LA", period="2025-03")
    assert (finding.numerator, finding.denominator) == (30, 62)
    assert finding.interval
    low, high = wilson(30, 62)
    assert (finding.interval.low, finding.interval.high) == pytest.approx((min(low, 30 / 63), max(high, 31 / 63)))
    assert finding.rows == (("LA", 32), ("TX", 30), ("not known", 1))


def test_the_first_facility_is_said_to_stand_for_the_arrest() -> None:
    """The release does not give the place of arrest; its own area of the book-in is told beside."""
    text = told(ask("held_elsewhere", state="LA", period="2025-03"))
    assert "stands for the place of arrest, which the release does not give" in text
    assert "Of 75 book-ins to these facilities: New Orleans 75" in text


def test_people_of_a_period_count_once() -> None:
    """Twelve of Canada at some time of March, at L twice; all are held past it."""
    finding = ask("held_in_period", citizenship="CANADA", period="2025-03")
    assert (finding.value, finding.denominator, finding.details["held_past_the_end"]) == (12, 63, 12)
    assert finding.sentence.startswith("12 people were held at some time of 2025-03, each counted once")
    assert finding.sentence.endswith("Place: the whole country. Citizenship: CANADA.")


def test_ages_are_bounds() -> None:
    """All were born in 1980: 45 in 2025 or still 44, so surely younger than 46 and possibly younger than 45."""
    surely = ask("held_in_period", younger_than="46", period="2025-03")
    possibly = ask("held_in_period", younger_than="45", period="2025-03")
    assert surely.interval
    assert possibly.interval
    assert (surely.value, surely.interval.high) == (63, 63)
    assert (possibly.value, possibly.interval.high) == (0, 63)


@pytest.mark.parametrize(
    ("name", "by", "given", "expected"),
    [
        ("transfers", (), {"period": "2025-03"}, "P0"),
        ("transfers", ("destination_state",), {"period": "2025-03", "citizenship": "RUSSIA"}, "P1"),
        ("transfers", ("day",), {"period": "2025-03", "citizenship": "RUSSIA"}, "P2"),
        ("transfers", ("origin",), {"period": "2025"}, "P2"),
        ("last_before_removal", (), {"facility": S, "period": "2025"}, "P0"),
        ("held_in_period", (), {"citizenship": "CANADA", "period": "2025-03"}, "P1"),
        ("held_in_period", (), {"younger_than": "46", "period": "2025"}, "P2"),
        ("held_elsewhere", (), {"state": "LA", "period": "2025-03"}, "P2"),
        ("shuttled", (), {"period": "2025-03"}, "P2"),
    ],
)
def test_the_tier_follows_from_the_question(
    name: str, by: tuple[str, ...], given: dict[str, str], expected: Tier
) -> None:
    """Few people never leave this machine, nor does a day with a personal attribute."""
    assert ask(name, by, **given).tier == expected
