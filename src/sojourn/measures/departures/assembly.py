"""Whether the people of a group had been brought together in staging facilities in the days before it left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat, Definition, Finding, Interval
from sojourn.groups.assembly import LONGEST, PERMUTATIONS, Assembly, Matches, Score, assembly, matches
from sojourn.groups.staging import ROWS, Inflow, inflow, staging_facilities
from sojourn.measures.conditions import condition, narrowed
from sojourn.measures.custody.release import BASE, tells, window
from sojourn.measures.declare import Measure, Parameter, Period, period
from sojourn.measures.departures.detected import MOST_PERMUTATIONS
from sojourn.measures.departures.limits import within
from sojourn.measures.facilities.places import listed_places
from sojourn.measures.releases import RELEASE, Chosen, NoRelease, choose, provenance
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tiers import Told
from sojourn.words.said import Joined, Said, joined, said

_SHOWN = 3
"""Digits of a ratio."""


def _answer(record: Record, asked: Mapping[str, Any], _by: tuple[str, ...]) -> Finding:
    within(MEASURE.id, asked, permutations=MOST_PERMUTATIONS, horizon=LONGEST)
    chosen = choose(record, BASE, asked["group"], asked["release"])
    if isinstance(chosen, NoRelease):
        return MEASURE.unanswered(record, asked, "not covered", chosen.reason)
    parameters = {**asked, "group": str(asked["group"]), "release": chosen.release.id}
    if not tells(record, chosen.release, "citizenship"):
        reason = said("release {release} says nothing of {names}", release=chosen.release.id, names="citizenship")
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    days = window(record, chosen.release)
    before = asked["group"].first - timedelta(days=asked["horizon"])
    if before < days.first:
        reason = said(
            "release {release} begins on {first}, within the {days:number} days before the group",
            release=chosen.release.id,
            first=days.first,
            days=asked["horizon"],
        )
        return MEASURE.unanswered(record, parameters, "not covered", reason)
    came = inflow(record, chosen.release.id, days.first, days.last)
    found = _assembly(came, asked, asked["group"], asked["citizenship"])
    if not found.whole.everyone:
        reason = said("no book-in into a staging facility is recorded in the days before the group")
        return MEASURE.unanswered(record, parameters, "not determinable", reason)
    earlier = [_assembly(came, asked, span, who) for span, who in _earlier(asked["earlier"])]
    return _finding(record, parameters, chosen, found, matches(found, earlier) if earlier else None, came)


def _assembly(came: Inflow, asked: Mapping[str, Any], group: Period, citizenship: str) -> Assembly:
    return assembly(
        came,
        group.first,
        group.last,
        citizenship.split("+"),
        horizon=asked["horizon"],
        permutations=asked["permutations"],
        seed=asked["seed"],
    )


def _earlier(text: str | None) -> Iterator[tuple[Period, str]]:
    """The earlier groups: days and citizenships with a colon between, groups separated by semicolons."""
    where = said("{measure:name}, parameter {parameter:name}", measure=MEASURE.id, parameter="earlier")
    for one in (text or "").split(";"):
        days, colon, who = one.partition(":")
        if one.strip() and not colon:
            raise BadParameter(
                said("{text:name} names no citizenship", text=repr(one.strip())),
                where=where,
                todo=said("give 2025-03-04:RUSSIA+IRAN"),
            )
        if colon:
            read = MEASURE.values({"group": days.strip(), "citizenship": who.strip()})
            yield period(days.strip(), where), read["citizenship"]


def _finding(
    record: Record, parameters: dict[str, Any], chosen: Chosen, found: Assembly, matched: Matches | None, came: Inflow
) -> Finding:
    whole = found.whole
    low, high = wilson(whole.booked_in, whole.everyone)
    return Finding(
        measure=MEASURE.id,
        parameters=parameters,
        unit=MEASURE.unit,
        definition=MEASURE.definition,
        provenance=provenance(record, (chosen.release,), BASE, ROWS),
        value=whole.booked_in / whole.everyone,
        numerator=whole.booked_in,
        denominator=whole.everyone,
        denominator_is=said("people of known citizenship booked into staging facilities in the days before the group"),
        interval=Interval(low, high, said("Wilson, 95 %")),
        columns=_columns(),
        rows=tuple(map(_row, found.scores)),
        caveats=(*chosen.caveats, *_caveats(record, found, came)),
        told=Told.of(
            ("nationality", "place", "day"), ("day",), (score.booked_in for score in found.scores), setting="moves"
        ),
        sentence=_sentence(found, matched),
        details=_details(found, matched),
    )


def _columns() -> tuple[Said, ...]:
    return (
        *(said("facilities"), said("days before the group"), said("booked in"), said("everyone booked in")),
        *(said("expected"), said("concentration"), said("evidence in nats")),
    )


def _row(score: Score) -> tuple[Any, ...]:
    numbers = (score.expected, score.concentration, score.evidence)
    return (score.facilities, score.days, score.booked_in, score.everyone, *(round(one, _SHOWN) for one in numbers))


def _details(found: Assembly, matched: Matches | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "p": round(found.p, 5),
        "permutations": found.permutations,
        "signal": found.signal,
        "best_facilities": found.best.facilities,
        "best_days": found.best.days,
        "concentration": round(found.whole.concentration, _SHOWN),
        "expected": round(found.whole.expected, _SHOWN),
    }
    if matched:
        told |= {
            "earlier_groups": matched.of,
            "earlier_groups_at_least_as_concentrated": matched.number,
            "share_of_earlier_groups": [round(matched.low, 4), round(matched.high, 4)],
        }
    return told


def _sentence(found: Assembly, matched: Matches | None) -> Joined:
    whole, one_day = found.whole, found.first == found.last
    days = found.first if one_day else said("{first} to {last}", first=found.first, last=found.last)
    came = said(
        "In the {horizon:number} days before the group that left on {days}, {booked_in:number} of {everyone:number} people booked "
        "into staging facilities were of its citizenships; by the share of the same weekdays of the quarter {expected:number} "
        "would be expected.",
        horizon=found.horizon,
        days=days,
        booked_in=whole.booked_in,
        everyone=whole.everyone,
        expected=round(whole.expected, 1),
    )
    earlier = _earlier_groups(matched) if matched else ""
    who = condition("citizenship", ", ".join(found.citizenships))
    return narrowed(joined([came, _signal(found), earlier]), [who])


def _signal(found: Assembly) -> Said:
    best = found.best
    if not found.signal:
        return said("Shuffled citizenships do as much in {share:share} of draws: that is no signal.", share=found.p)
    return said(
        "The most unusual are {booked_in:number} against {expected:number} over {days:number} days ({facilities}): shuffled "
        "citizenships do as much in {share:share} of draws.",
        booked_in=best.booked_in,
        expected=round(best.expected, 1),
        days=best.days,
        facilities=best.facilities,
        share=found.p,
    )


def _earlier_groups(matched: Matches) -> Said:
    return said(
        "Of {groups:number} earlier groups {signals:number} had a signal with at least this concentration ({low:percent} to "
        "{high:percent}).",
        groups=matched.of,
        signals=matched.number,
        low=matched.low,
        high=matched.high,
    )


def _caveats(record: Record, found: Assembly, came: Inflow) -> Iterator[Caveat]:
    yield Caveat(
        said(
            "This looks back at a group that has left; the release ends on {day}, and nothing is said of any later day or of "
            "where anybody is.",
            day=came.last,
        ),
        "warning",
    )
    yield Caveat(
        said(
            "That people came through staging facilities says neither that they were in the group nor that a group followed. "
            "Transfers between jails for other reasons pass there too."
        )
    )
    listed = listed_places(record)
    unlisted = [code for code in came.facilities if code not in listed]
    if unlisted:
        yield Caveat(
            said(
                "No list of facilities in the record knows {codes}; the codes rest on Sojourn's own list.",
                codes=", ".join(unlisted),
            )
        )
    unverified = [code for code in came.facilities if staging_facilities()[code].verified != "code and name"]
    if unverified:
        text = said(
            "That {codes} are used for staging is not shown by their official names.", codes=", ".join(unverified)
        )
        yield Caveat(text)
    start = (found.first - came.first).days
    unknown = int(came.unknown[start - found.horizon : start].sum())
    if unknown:
        yield Caveat(
            said("People booked in without a known citizenship are not counted: {people:number}.", people=unknown)
        )


MEASURE = Measure(
    id="assembly",
    estimators=("wilson", "label_permutation"),
    definition=Definition(
        question="Were the people of a group brought together in staging facilities in the days before it left?",
        counted="people of the group's citizenships booked into staging facilities in the days before the group",
        not_counted="people without a known citizenship; duplicates; people who were booked again into the same facility",
        date_basis="the day of the book-in",
        estimator="their share of all book-ins there; what is expected comes from the same weekdays, facility and quarter",
    ),
    unit="share of book-ins",
    parameters=(
        Parameter(
            "group", "period", "the day on which the group left, or its first and last with .. between", required=True
        ),
        Parameter(
            "citizenship",
            "country",
            "countries of citizenship of its members, in ICE's spelling, several with + between (RUSSIA+IRAN)",
            required=True,
            vocabulary="country",
            several=True,
        ),
        Parameter("horizon", "number", f"days before the group to look at, 1 to {LONGEST}", str(LONGEST)),
        Parameter(
            "earlier",
            "text",
            "earlier groups to hold it against: days and citizenships with : between, groups with ; between "
            "(2025-03-04:RUSSIA;2025-05-06..2025-05-07:RUSSIA+IRAN)",
        ),
        Parameter(
            "permutations", "number", "how often the citizenships are shuffled, at most 10,000", str(PERMUTATIONS)
        ),
        Parameter("seed", "number", "start of the random numbers; the same seed gives the same answer", "0"),
        RELEASE,
    ),
    tables=("detention_stints", "detention_path", "facilities"),
    answer=_answer,
    dimensions={},
    example="-p group=2025-06-20 -p citizenship=RUSSIA",
)
