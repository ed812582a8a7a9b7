"""What is told of a group beside its members: what else may explain it, and what the rows cannot say."""

from __future__ import annotations

from datetime import date

import numpy as np

from groups.leaving import FIRST, leaving, with_group
from sojourn.groups.nouns import Member
from sojourn.groups.told import CANNOT_TELL, Scan, alternatives, like_days

PARTY = [Member("ALGERIA", 6, 0.1, 5, 6)]
LARGE = [Member("BRAZIL", 40, 1.0, 35, 40)]


def test_alternatives_follow_from_the_rows() -> None:
    """Six people may be a few families; two earlier days speak for a schedule; a first of the month for a bulk entry."""
    at = (date(2017, 3, 1) - FIRST).days

    found = " | ".join(alternatives(leaving(), PARTY, (at, at), {"ALGERIA": 2}))

    assert "several small parties" in found
    assert "scheduled repatriation: like numbers had left within 26 weeks: ALGERIA (2 days)" in found
    assert "late bulk confirmation" in found
    assert "closed port" not in found


def test_people_who_were_missing_before_speak_for_a_closed_port() -> None:
    """Two weeks without one Brazilian where ten were due."""
    departures = leaving()
    departures.counts[46:60, 1] = 0

    assert any("closed port" in one for one in alternatives(departures, LARGE, (60, 60), {}))
    assert not any("closed port" in one for one in alternatives(leaving(), LARGE, (60, 60), {}))


def test_like_days_are_those_with_half_as_many_before() -> None:
    """Thirty people: days with fifteen count, days with fourteen do not."""
    departures = leaving(200)
    for day, people in ((20, 15), (90, 14), (100, 30), (190, 30)):
        departures.counts[day, 2] = people

    assert like_days(departures, 2, 190, 190) == 2


def test_where_the_record_begins_the_history_is_its_first_half_year() -> None:
    """Else every schedule would be news when a release begins."""
    departures = leaving(300)
    for day in (40, 100, 181, 250):
        departures.counts[day, 2] = 30

    assert like_days(departures, 2, 40, 40) == 2


def test_false_alarms_are_never_nought() -> None:
    """A thousand permutations cannot show that something never happens."""
    scan = Scan(with_group(leaving(), 5), np.array([5.0, 6.0, 7.0]), 10, 0.5)

    assert scan.false_alarms(6.0) == 3 / 5
    assert scan.false_alarms(8.0) == 1 / 5


def test_what_the_rows_cannot_say_is_said() -> None:
    """No flight is in removal rows."""
    assert "no flight" in CANNOT_TELL
