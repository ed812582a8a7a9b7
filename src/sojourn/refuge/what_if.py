"""The same facts under the law of other days: what changed, and because of which provision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sojourn.refuge.days import days_after
from sojourn.refuge.determination import Determination, determine
from sojourn.refuge.facts import Person
from sojourn.refuge.provisions import provisions


@dataclass(frozen=True)
class Spell:
    """Days of the law over which a person fares the same, the first and the last that were tried.

    `because` are the provisions whose dates fall on the first day, empty for the earliest spell.
    """

    first: date
    last: date
    determination: Determination
    because: tuple[str, ...]


def turning_days() -> dict[date, tuple[str, ...]]:
    """Every day on which a version of a provision became law or ceased to be, with the provisions."""
    found: dict[date, set[str]] = {}
    for provision in provisions().values():
        for version in provision.versions:
            for day in (version.law_from, version.law_until, version.applies_from, version.applies_until):
                if day and not version.floor:
                    found.setdefault(day, set()).add(provision.citation)
        for overlay in provision.overlays:
            for day in (overlay.first, overlay.last and days_after(overlay.last, 1)):
                if day:
                    found.setdefault(day, set()).add(provision.citation)
    return {day: tuple(sorted(found[day])) for day in sorted(found)}


def history(person: Person, law_day: date) -> tuple[Spell, ...]:
    """How the same facts fared under the law from the person's arrival (or claim) to a day.

    A claim that has no day is made anew on each day tried, so that a planned claim shows when it would have been open.
    """
    known = (person.case(law_day).values.get("arrival_day"), person.values.get("claim_day"))
    start = max((day for day in known if day), default=min(turning_days()))
    days = sorted({min(start, law_day), law_day, *(day for day in turning_days() if start < day < law_day)})
    spells: list[Spell] = []
    for at, day in enumerate(days):
        last = _day_before(days[at + 1 :], law_day)
        found = determine(person, day)
        if spells and _same(spells[-1].determination, found):
            spells[-1] = Spell(spells[-1].first, last, spells[-1].determination, spells[-1].because)
        else:
            spells.append(Spell(day, last, found, turning_days().get(day, ()) if spells else ()))
    return tuple(spells)


def _day_before(later: Iterable[date], law_day: date) -> date:
    following = next(iter(later), None)
    return date.fromordinal(following.toordinal() - 1) if following and following <= law_day else law_day


def _same(one: Determination, other: Determination) -> bool:
    return (one.eligibility, one.met) == (other.eligibility, other.met)
