"""Groups as a timeline: novel groups by day, and under them the days that look like scheduled charters."""

from __future__ import annotations

from datetime import date

from sojourn.errors import BadRecord
from sojourn.findings import Finding
from sojourn.groups.nouns import Group
from sojourn.groups.routine import CALLED
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.drawings.timeline import Kind, Mark, timeline
from sojourn.publish.flights_drawn import sources
from sojourn.publish.groups import Answer
from sojourn.publish.groups_text import days_of, members_of, rate
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE
from sojourn.words.said import ENGLISH, Ways, joined, said

NOVEL = Kind(said("novel group"), "circle", filled=True)
SCHEDULED = Kind(said("looks like a scheduled charter"), "bar")


def timeline_of(one: Answer, spoken: Ways = ENGLISH) -> Drawing:
    """The groups by day, in a language; what may not leave this machine says so above all else.

    Raises:
        BadRecord: the record has no removals, so there are no days to draw.
    """
    if one.days is None:
        raise BadRecord("there are no removals to draw", where="sojourn groups", todo="build the record with removals")
    marks = [_mark(group) for group in one.groups]
    marks += _scheduled(one.routine) if one.routine else []
    kinds = [NOVEL, *([SCHEDULED] if one.routine else [])]
    warnings = [INVENTED_NOTICE] if one.invented else []
    warnings += [P2_NOTICE] if one.tier in {"P2", "P3"} else []
    notes = [
        said(
            "A novel group is people of one or several nationalities who left together, far above what is usual. Whether "
            "they sat in one aircraft is not in the rows."
        ),
        joined([sources(one.finding.provenance), f"Sojourn {one.finding.id}."]),
    ]
    covered = [one.covered] if one.covered else []
    return timeline(
        _title(one, *one.days),
        marks,
        kinds,
        span=one.days,
        covered=covered,
        unit=said("people"),
        warnings=warnings,
        notes=notes,
        spoken=spoken,
    )


def _title(one: Answer, first: date, last: date) -> str:
    places = {"groups": len(one.groups), "first": first.isoformat(), "last": last.isoformat()}
    if who := one.finding.parameters.get("citizenship"):
        return said("Novel groups with citizens of {who}: {groups:number}, {first} to {last}", who=who, **places)
    return said("Novel groups: {groups:number}, {first} to {last}", **places)


def _mark(group: Group) -> Mark:
    """A group; beside it stands its largest member, and how many others it has."""
    others = len(group.members) - 1
    largest = max(group.members, key=lambda member: member.departed)
    return Mark(
        group.first,
        group.last,
        NOVEL.name,
        group.departed,
        said("{days}: {members}; q {rate}", days=_days(group), members=members_of(group), rate=rate(group.q)),
        largest.citizenship + (f" + {others}" if others else ""),
    )


def _days(group: Group) -> str:
    if group.first == group.last:
        return days_of(group)
    return said("{first} to {last}", first=group.first.isoformat(), last=group.last.isoformat())


def _scheduled(routine: Finding) -> list[Mark]:
    """The days of a finding of routine charters on which one is called."""
    who = routine.parameters["citizenship"]
    days = [dict(zip(routine.columns, row, strict=True)) for row in routine.rows]
    called = [
        (one["day of departure"], one["removed"], one["probability of a charter"])
        for one in days
        if one["probability of a charter"] >= CALLED
    ]
    return [
        Mark(
            day,
            day,
            SCHEDULED.name,
            removed,
            said(
                "{day}: {who} {removed:number}; probability of a charter {chance:hundredths}",
                day=day.isoformat(),
                who=who,
                removed=removed,
                chance=chance,
            ),
        )
        for day, removed, chance in called
    ]
