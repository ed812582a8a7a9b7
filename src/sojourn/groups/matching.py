"""Group findings held against claimed events: which events fall on a day with a group of that citizenship."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sojourn.flights.event_claims import Event
from sojourn.flights.ranges import Range
from sojourn.flights.resolve import ResolvedEvent, resolve
from sojourn.groups.linking import DAYS_AFTER_START
from sojourn.groups.nouns import Group

Outcome = Literal["group found", "no group", "partly covered", "not covered", "no day", "no citizenship"]


@dataclass(frozen=True)
class Matched:
    """An event with the groups that fit it.

    `partly covered` means that no group fits on the days that the record has, and that it lacks others; `no group` is
    said only where it has all of them.
    """

    event: ResolvedEvent
    outcome: Outcome
    groups: tuple[Group, ...]

    def sentence(self) -> str:
        """The outcome in words."""
        if self.groups:
            days = ", ".join(sorted({str(group.first) for group in self.groups}))
            return f"{self.event.event.id}: {len(self.groups)} group(s) of that citizenship on its days ({days})."
        return f"{self.event.event.id}: {self.outcome}."


def match_events(groups: Sequence[Group], events: Iterable[Event], covered: tuple[date, date]) -> tuple[Matched, ...]:
    """Each event with the groups of its citizenship that left on one of its days, or on the day after.

    Args:
        groups: what the scan of one release found.
        events: events as claimed; they are resolved here.
        covered: the first and last day of departure that the release covers.
    """
    return tuple(_match(resolve(event), groups, covered) for event in events)


def _match(event: ResolvedEvent, groups: Sequence[Group], covered: tuple[date, date]) -> Matched:
    span = event.departure.span
    if span is None or span.low is None or span.high is None:
        return Matched(event, "no day", ())
    if not event.citizenships.span:
        return Matched(event, "no citizenship", ())
    window = Range(span.low, span.high + timedelta(days=DAYS_AFTER_START))
    fitting = [
        group
        for group in groups
        if window.meets(Range(group.first, group.last))
        and any(member.citizenship in event.citizenships.span for member in group.members)
    ]
    if fitting:
        return Matched(event, "group found", tuple(sorted(fitting, key=lambda one: (one.first, one.last))))
    return Matched(event, _without_group(Range(span.low, span.high), Range(*covered)), ())


def _without_group(span: Range[date], covered: Range[date]) -> Outcome:
    if not covered.meets(span):
        return "not covered"
    return "no group" if covered.holds(span) else "partly covered"
