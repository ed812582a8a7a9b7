"""Absence counts only where somebody watched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flights.nouns_made import START, event, flown
from sojourn.flights.coverage import LogDay, coverage

DAY = START.date()
NEXT = date(2025, 4, 10)
THERE = coverage(
    heard=[event(0, "KAEX"), event(1, "KAEX"), event(0, "KELP", aircraft="a00001"), event(24, "KELP")],
    legs=[flown("KAEX-MGGT", 0, 3), flown("KMSP-KAEX", 0, 3, "fence")],
    sighted=[event(24, "KELP")],
    log=[LogDay("fence", "KMSP", DAY, flight=True), LogDay("fence", "KYKM", DAY, flight=False)],
    stated=[("fence", "KYKM", DAY, NEXT)],
)


@pytest.mark.parametrize(
    ("airport", "day", "answer", "sources", "heard"),
    [
        ("KAEX", DAY, "seen", ("events",), 2),
        ("KELP", DAY, "watched and not seen", ("events",), 1),
        ("KELP", NEXT, "seen", ("events",), 1),
        ("KMSP", DAY, "seen", ("fence",), 0),
        ("KYKM", NEXT, "watched and not seen", ("fence",), 0),
        ("KYKM", date(2025, 4, 11), "not watched", (), 0),
        ("KAEX", NEXT, "not watched", (), 0),
        ("KIAH", DAY, "not watched", (), 0),
    ],
)
def test_not_seen_is_told_from_not_watched(
    airport: str, day: date, answer: str, sources: tuple[str, ...], heard: int
) -> None:
    """The sentence "there was no flight" needs somebody who looked."""
    found = THERE.seen(airport, day)

    assert (found.answer, found.sources, found.heard) == (answer, sources, heard)


def test_an_end_with_a_computed_time_was_seen_by_nobody() -> None:
    """An observer in Minneapolis saw nothing in Alexandria."""
    leg = replace(flown("KMSP-KAEX", 0, 3), computed=("arrived",))
    found = coverage([], [leg])

    assert [found.seen(airport, DAY).answer for airport in ("KMSP", "KAEX")] == ["seen", "not watched"]


def test_airport_days_are_counted_once_for_all_sources() -> None:
    """They are the denominator of every count of flights."""
    assert THERE.watched_days(DAY, DAY) == 5  # KAEX, KELP, KMSP, KYKM and the end at MGGT
    assert THERE.watched_days(DAY, NEXT, ["KYKM", "KELP"]) == 4


def test_a_table_tells_how_much_each_source_heard() -> None:
    """A source that heard twelve aircraft in four months is nearly blind."""
    assert ("events", "KELP", 2, 2, 1) in THERE.by_source()
    assert ("events", "KAEX", 1, 2, 1) in THERE.by_source()
