"""What is told of a group: its members with expected number and excess, its error rates, and what else may explain it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from sojourn.groups.baseline import Usual, expected, running
from sojourn.groups.nouns import Departures, Group, Member
from sojourn.groups.parts import Part
from sojourn.groups.permutation import Null
from sojourn.groups.windows import Window, member_evidence
from sojourn.stats.excess import Floats, excess_limits

HISTORY = 182
"""Days before a window in which a nationality's like departures are looked for."""
SCHEDULED = 6
"""With so many like days in its history (about one a month) a nationality's departure is scheduled and not novel."""
MENTIONED = 2
"""With so many, a schedule is named as an alternative."""
SMALL_PARTY = 10
BACKLOG = 14
"""Days before a window in which a nationality that could not leave would be missing."""

CANNOT_TELL = (
    "The rows name no flight, carrier or destination, and no person: whether these people sat in one aircraft, and which, "
    "is not in this record."
)


@dataclass(frozen=True)
class Scan:
    """The departures, and how much evidence chance brings: of all groups of all permutations, in ascending order."""

    departures: Departures
    chance: Null
    permutations: int
    years: float

    def false_alarms(self, evidence: float) -> float:
        """Groups a year with at least so much evidence among permuted labels; one is added, so that it is never zero."""
        more = len(self.chance) - int(np.searchsorted(self.chance, evidence, side="left"))
        return (more + 1) / (self.permutations * self.years)


def told(scan: Scan, parts: Sequence[Part], windows: Sequence[Sequence[Window]], least: float) -> tuple[Group, ...]:
    """The groups, by date; windows whose evidence rests on scheduled departures are left out."""
    found = [
        group
        for part, kept in zip(parts, windows, strict=True)
        for window in kept
        if (group := _group(scan, part, window, least))
    ]
    return tuple(sorted(_with_q(scan, found), key=lambda group: group.first))


def _group(scan: Scan, part: Part, window: Window, least: float) -> Group | None:
    block, usual, columns = part.block, part.usual, part.columns
    counts, length = block.counts.astype(np.float64), window.last - window.first + 1
    evidences = member_evidence(counts, block.weekday, usual, length)[window.first]
    first, last = part.start + window.first, part.start + window.last
    like = {at: like_days(scan.departures, columns[at], first, last) for at in np.flatnonzero(evidences).tolist()}
    members = [at for at in sorted(like, key=lambda one: -evidences[one]) if like[at] < SCHEDULED]
    evidence = float(evidences[members].sum())
    if evidence < least:
        return None
    mean = expected(counts, block.weekday, usual, length)[window.first]
    listed = _members(running(counts, length)[window.first], mean, usual, members)
    days = [_day(scan.departures, at) for at in (first, last)]
    reasons = alternatives(scan.departures, listed, (first, last), {usual.citizenships[at]: like[at] for at in members})
    return Group(
        first=days[0],
        last=days[1],
        members=listed,
        evidence=evidence,
        q=1.0,
        false_alarms_per_year=scan.false_alarms(evidence),
        place=_port(scan.departures, (first, last), [columns[at] for at in members]),
        alternatives=reasons,
        cannot_tell=CANNOT_TELL,
    )


def _members(people: Floats, mean: Floats, usual: Usual, at: list[int]) -> tuple[Member, ...]:
    low, high = excess_limits(people[at], mean[at], usual.size[at])
    rows = zip(at, low.tolist(), high.tolist(), strict=True)
    return tuple(Member(usual.citizenships[one], int(people[one]), float(mean[one]), *limits) for one, *limits in rows)


def like_days(departures: Departures, column: int, first: int, last: int) -> int:
    """On how many days of its history at least half as many people of a nationality left as in a window.

    The history is the 26 weeks before; where the record begins later, its first 26 weeks without the window.
    """
    people = departures.counts[:, column]
    half = max(2.0, people[first : last + 1].sum() / 2)
    if first >= HISTORY:
        return int((people[first - HISTORY : first] >= half).sum())
    return int((people[:first] >= half).sum() + (people[last + 1 : max(HISTORY, last + 1)] >= half).sum())


def _with_q(scan: Scan, groups: Sequence[Group]) -> list[Group]:
    """The groups with q: the expected share of false ones among all with at least as much evidence.

    Source: J. D. Storey, R. Tibshirani, Proceedings of the National Academy of Sciences 100 (2003) 9440-9445.
    """
    ordered, best = sorted(groups, key=lambda group: group.evidence), 1.0
    settled = []
    for place, group in enumerate(ordered):
        best = min(best, group.false_alarms_per_year * scan.years / (len(ordered) - place))
        settled.append(replace(group, q=best))
    return settled


def alternatives(
    departures: Departures, members: Sequence[Member], window: tuple[int, int], like: dict[str, int]
) -> tuple[str, ...]:
    """Other explanations that the rows do not exclude, as far as the rows speak for them."""
    first, last = (_day(departures, at) for at in window)
    scheduled = [f"{name} ({days} days)" for name, days in like.items() if days >= MENTIONED]
    reasons = ["coincidence, at the false alarm rate given"]
    if scheduled:
        reasons.append(f"scheduled repatriation: like numbers had left within 26 weeks: {', '.join(scheduled)}")
    if max(member.departed for member in members) <= SMALL_PARTY:
        reasons.append(f"several small parties: no member has more than {SMALL_PARTY} people")
    unscheduled = [member for member in members if like.get(member.citizenship, 0) < MENTIONED]
    if _were_missing(departures, unscheduled, window):
        reasons.append("a closed port or route: fewer than half the usual number had left in the two weeks before")
    if first.day == 1 or (last + timedelta(days=1)).day == 1:
        reasons.append("late bulk confirmation of departures: the window touches the turn of a month")
    return tuple(reasons)


def _were_missing(departures: Departures, members: Sequence[Member], window: tuple[int, int]) -> bool:
    """Whether the members were fewer than half as many as usual in the two weeks before, where four or more were due."""
    columns = [departures.citizenships.index(member.citizenship) for member in members]
    before = departures.counts[max(0, window[0] - BACKLOG) : window[0], columns].sum()
    due = sum(member.expected for member in members) * BACKLOG * 5 / 7 / (window[1] - window[0] + 1)
    return window[0] >= BACKLOG and due >= 4 and before < due / 2


def _port(departures: Departures, window: tuple[int, int], columns: list[int]) -> str:
    """The place from which at least half of the members' people left; empty where there is none."""
    if departures.by_place is None:
        return ""
    people = departures.by_place[:, window[0] : window[1] + 1, columns].sum(axis=(1, 2))
    most = int(people.argmax())
    return departures.places[most] if 2 * people[most] >= people.sum() else ""


def _day(departures: Departures, at: int) -> date:
    return departures.days[at].astype("datetime64[D]").item()  # type: ignore[no-any-return]
