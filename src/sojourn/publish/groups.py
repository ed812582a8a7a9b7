"""Group removals as one answer: the finding, its groups, and beside them charters, assembly and the flights that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.flights.coverage import Coverage
from sojourn.flights.event_claims import read_events
from sojourn.flights.recorded import flights_of
from sojourn.groups.hand_over import hand_over
from sojourn.groups.linking import Fit, Linked, Links, link, stops_of
from sojourn.groups.matching import Matched, match_events
from sojourn.groups.nouns import Group, Member
from sojourn.measures import measure
from sojourn.measures.declare import period
from sojourn.measures.releases import NoRelease, choose
from sojourn.publish.flights_json import reasons
from sojourn.record.opened import Record
from sojourn.tiers import Tier

SCHEMA: Final = "sojourn.groups/1"
Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class Answer:
    """The finding of novel groups and its groups; what was not asked for is None.

    `days` are those asked for (None where the record has no removals) and `covered` those of them that the release covers. `assembly` has a finding for each group,
    in their order; `events` are those that sources claim of the citizenship asked for, held against the groups.
    """

    finding: Finding
    groups: tuple[Group, ...]
    days: Span | None
    covered: Span | None
    routine: Finding | None = None
    assembly: tuple[Finding, ...] | None = None
    links: Links | None = None
    events: tuple[Matched, ...] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of the answer."""
        return (self.finding, *([self.routine] if self.routine else []), *(self.assembly or ()))

    @property
    def tier(self) -> Tier:
        """The strictest tier of its findings."""
        return max(one.tier for one in self.findings)

    @property
    def invented(self) -> bool:
        """Whether the rows were made up by `sojourn lookalike`."""
        return self.finding.provenance.invented


def answer(
    record: Record,
    given: Mapping[str, str],
    *,
    routine: bool = False,
    assembly: bool = False,
    flights: bool = False,
) -> Answer:
    """The novel groups of a record, and what else was asked for.

    Args:
        record, given: the record, and parameters of the measure `removal_groups`, as text.
        routine, assembly: ask for routine charters too, and of each group whether it was assembled.
        flights: link the groups to the flights of the record, and hold claimed events against them.

    Raises:
        BadParameter: a parameter that cannot be, or routine charters of no country.
    """
    shared = {name: value for name, value in given.items() if name in {"citizenship", "period", "seed", "release"}}
    if routine and "citizenship" not in shared:
        raise BadParameter(
            "routine charters are those of one country", where="--routine", todo="name it: --citizenship"
        )
    finding = measure("removal_groups").ask(record, given)
    groups = groups_of(finding)
    days, covered = _spans(record, given)
    return Answer(
        finding,
        groups,
        days,
        covered,
        measure("routine_charters").ask(record, shared) if routine else None,
        tuple(_assembled(record, one, given) for one in groups) if assembly else None,
        _linked(record, groups) if flights else None,
        _claimed(groups, covered, finding.parameters.get("citizenship")) if flights else None,
    )


def _spans(record: Record, given: Mapping[str, str]) -> tuple[Span | None, Span | None]:
    """The days that were asked for, and those of them that the release which answers covers."""
    asked = period(given["period"]) if given.get("period") else None
    chosen = choose(record, "removals", asked, given.get("release"))
    if isinstance(chosen, NoRelease):
        return ((asked.first, asked.last) if asked else None), None
    return (chosen.period.first, chosen.period.last), (chosen.covered.first, chosen.covered.last)


def groups_of(finding: Finding) -> tuple[Group, ...]:
    """The groups of a finding of `removal_groups`, whose table has a row for each member."""
    numbered = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    return tuple(_group(list(rows)) for _, rows in groupby(numbered, key=lambda row: row["group"]))


def _group(rows: list[dict[str, Any]]) -> Group:
    names = ("citizenship", "departed", "expected", "excess, low", "excess, high")
    told = rows[0]
    return Group(
        first=told["first day"],
        last=told["last day"],
        members=tuple(Member(*(row[name] for name in names)) for row in rows),
        evidence=told["evidence"],
        q=told["q"],
        false_alarms_per_year=told["false alarms a year"],
        place=told["place"],
        alternatives=tuple(told["alternatives"].split("; ")) if told["alternatives"] else (),
        cannot_tell=told["cannot tell"],
    )


def _assembled(record: Record, group: Group, given: Mapping[str, str]) -> Finding:
    asked = {
        "group": f"{group.first}..{group.last}",
        "citizenship": "+".join(member.citizenship for member in group.members),
        "seed": given.get("seed", "0"),
    }
    return measure("assembly").ask(record, asked)


def _linked(record: Record, groups: tuple[Group, ...]) -> Links:
    """The groups against the flights of the days around them."""
    if not groups:
        return link((), (), Coverage().seen)
    near = timedelta(days=3)
    found = flights_of(record, min(one.first for one in groups) - near, max(one.last for one in groups) + near)
    return link(groups, found.missions, found.coverage.seen)


def _claimed(groups: tuple[Group, ...], covered: Span | None, citizenship: str | None) -> tuple[Matched, ...]:
    """The events that sources claim of a citizenship (of any, where none is asked for), held against the groups."""
    matched = match_events(groups, read_events().events, covered) if covered else ()
    return tuple(one for one in matched if not citizenship or citizenship in (one.event.citizenships.span or ()))


def as_dict(one: Answer) -> dict[str, Any]:
    """The JSON form, with stable keys (docs/json.md)."""
    return {
        "schema": SCHEMA,
        "tier": one.tier,
        "stays_on_this_machine": one.tier in {"P2", "P3"},
        "invented": one.invented,
        "finding": one.finding.as_dict(),
        "groups": [group_as_dict(group) for group in one.groups],
        "routine": one.routine.as_dict() if one.routine else None,
        "assembly": [finding.as_dict() for finding in one.assembly] if one.assembly is not None else None,
        "links": [_linked_as_dict(one.links, linked) for linked in one.links.groups] if one.links else None,
        "events": [_matched_as_dict(matched) for matched in one.events] if one.events is not None else None,
    }


def group_as_dict(group: Group) -> dict[str, Any]:
    """A group as JSON has it."""
    told = asdict(group)
    return {**told, "first": group.first.isoformat(), "last": group.last.isoformat(), "departed": group.departed}


def _linked_as_dict(links: Links, linked: Linked) -> dict[str, Any]:
    return {
        "first": linked.group.first.isoformat(),
        "last": linked.group.last.isoformat(),
        "sentence": links.sentence(linked),
        "fits": [_fit(links, fit) for fit in linked.fits],
    }


def _matched_as_dict(matched: Matched) -> dict[str, Any]:
    return {
        "id": matched.event.event.id,
        "sentence": matched.event.sentence(),
        "outcome": matched.outcome,
        "groups": [group.first.isoformat() for group in matched.groups],
    }


def _fit(links: Links, fit: Fit) -> dict[str, Any]:
    changed = hand_over(fit.group, fit.mission)
    return {
        "aircraft": fit.mission.aircraft,
        "started": fit.mission.started.isoformat(),
        "stops": list(stops_of(fit.mission)),
        "strength": fit.strength,
        "reasons": reasons(fit.reasons),
        "groups_that_fit": len(links.groups_of(fit.mission)),
        "hand_over": {"airport": changed.airport, "cannot_tell": changed.cannot_tell} if changed else None,
    }
