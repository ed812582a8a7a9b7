"""An event without a group means something only where the record has its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from groups.flown import group
from sojourn.flights.event_claims import Event, read_events
from sojourn.groups.matching import match_events

EVENTS = {event.id: event for event in read_events().events}
ALL_2025 = (date(2025, 1, 1), date(2025, 12, 31))
UNDATED = Event("E", "An invented flight", EVENTS["RU-2025-09"].claims[1:])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 8, 25), "no group"),
        (date(2025, 8, 26), "group found"),
        (date(2025, 8, 28), "group found"),
        (date(2025, 8, 29), "no group"),
    ],
)
def test_a_group_on_a_day_of_the_event_or_the_day_after_is_found(day: date, expected: str) -> None:
    """The departed date may be the day after the start."""
    (match,) = match_events([group(day, "RUSSIA")], [EVENTS["RU-2025-08"]], ALL_2025)

    assert match.outcome == expected


def test_a_group_of_another_citizenship_is_not_the_event() -> None:
    """Many groups leave every week."""
    (match,) = match_events([group(date(2025, 8, 26), "HAITI")], [EVENTS["RU-2025-08"]], ALL_2025)

    assert (match.outcome, match.groups) == ("no group", ())


def test_a_member_of_the_citizenship_is_enough() -> None:
    """The flights of December and January carried several nationalities."""
    found = group(date(2025, 12, 7), "IRAN", "RUSSIA")

    (match,) = match_events([found], [EVENTS["RU-2025-12"]], ALL_2025)

    assert (match.outcome, match.groups) == ("group found", (found,))
    assert match.sentence() == "RU-2025-12: 1 group(s) of that citizenship on its days (2025-12-07)."


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2018, 9, 30), "not covered"),
        (date(2025, 8, 26), "partly covered"),
        (date(2025, 8, 27), "no group"),
    ],
)
def test_a_release_that_ends_before_the_event_says_nothing_about_it(last: date, expected: str) -> None:
    """Not covered is neither found nor absent."""
    (match,) = match_events([], [EVENTS["RU-2025-08"]], (last - timedelta(days=400), last))

    assert match.outcome == expected
    assert match.sentence() == f"RU-2025-08: {expected}."


@pytest.mark.parametrize(("event", "expected"), [(EVENTS["GTMO-2025-02"], "no citizenship"), (UNDATED, "no day")])
def test_an_event_without_day_or_citizenship_cannot_be_matched(event: Event, expected: str) -> None:
    """And is not counted as missing."""
    (match,) = match_events([group(date(2025, 2, 5), "CUBA")], [event], ALL_2025)

    assert match.outcome == expected


def test_our_events_are_not_covered_by_the_releases_of_fy2016_to_fy2018() -> None:
    """The files at hand end seven years before the events."""
    matches = match_events([], EVENTS.values(), (date(2015, 10, 1), date(2018, 9, 30)))

    assert {match.outcome for match in matches} == {"not covered", "no citizenship"}
