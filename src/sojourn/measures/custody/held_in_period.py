"""How many people were held at some time of a period, each counted once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sojourn.breakdown import Breakdown, Count
from sojourn.findings import Caveat, Definition, Finding, Interval, Rival
from sojourn.measures.answers import Unanswerable, cut
from sojourn.measures.conditions import conditions, narrowed, narrowed_reason
from sojourn.measures.custody.question import (
    AREA,
    FACILITY,
    PEOPLE,
    PERIOD,
    STATE,
    WHO_DIMENSIONS,
    CustodyQuestion,
    label,
    nobody,
    question,
)
from sojourn.measures.custody.release import BASE, tells
from sojourn.measures.custody.transfers import follows
from sojourn.measures.declare import Dimension, Measure, Parameter
from sojourn.measures.releases import RELEASE, NoRelease, choose
from sojourn.record.opened import Record
from sojourn.sources.declare import source
from sojourn.words.said import Joined, joined, said

_AGE = (" AND birth_year > $born", " AND (birth_year IS NULL OR birth_year >= $born)")
"""Surely younger on the first day of the period, and possibly so: only the year of birth is published."""


def _sql(asked: CustodyQuestion, by: Sequence[str]) -> str:
    """People with a stint that touches the period: those who match, those who could, and those held past its end."""
    columns = ["facility_code" if name == "facility" else name for name in by]
    younger = asked.parameters["younger_than"] is not None
    certain, possible = (
        one + (age if younger else "") for one, age in zip((asked.certain, asked.possible), _AGE, strict=True)
    )
    names = "".join(f"{column} AS {name}_, " for column, name in zip(columns, by, strict=True))
    order = ", ".join(str(at) for at in range(1, len(by) + 1))
    return f"""
        SELECT {names}
            count(DISTINCT CASE WHEN {certain} THEN person_number END) AS people,
            count(DISTINCT CASE WHEN {possible} THEN person_number END) AS possible,
            count(DISTINCT CASE WHEN {certain} AND (until IS NULL OR CAST(until AS DATE) > $last) THEN person_number END) AS still,
            count(DISTINCT person_number) AS everyone
        FROM detention_path
        WHERE release = $release AND stint_number IS NOT NULL AND coalesce(length, '') <> 'negative'
            AND CAST(book_in AS DATE) <= $last AND (until IS NULL OR CAST(until AS DATE) >= $first)
            AND {asked.place.test("facility_code")}
        {f"GROUP BY {order} ORDER BY {order}" if by else ""}"""


def _query(asked: CustodyQuestion, by: Sequence[str] = ()) -> list[dict[str, Any]]:
    covered, age = asked.chosen.covered, asked.parameters["younger_than"]
    born = covered.first.year - age if age is not None else None
    return asked.query(_sql(asked, by), first=covered.first, last=covered.last, born=born)


def _answer(record: Record, given: Mapping[str, Any], by: tuple[str, ...]) -> Finding:
    needs = ("birth_year",) if given["younger_than"] is not None else ()
    asked = question(record, MEASURE, given, by, needs)
    if isinstance(asked, Unanswerable):
        return MEASURE.unanswered(record, {**given, "by": list(by)}, asked.status, asked.reason)
    if not follows(asked):
        reason = said("release {release} has no person id, so nobody can be counted once", release=asked.release)
        return asked.unanswered("not determinable", reason)
    (sums,) = _query(asked)
    if not sums["everyone"] and asked.place.codes is not None:
        return asked.unanswered("not covered", narrowed_reason(nobody(asked), asked.place.labels))
    return _finding(asked, sums)


def _finding(asked: CustodyQuestion, sums: Mapping[str, int]) -> Finding:
    rows = [
        (*(label(row[f"{name}_"]) for name in asked.by), row["people"], row["still"])
        for row in (_query(asked, asked.by) if asked.by else ())
        if row["people"]
    ]
    shown, more = cut(rows)
    rivals = tuple(_rivals(asked))
    age = asked.parameters["younger_than"]
    cells = [
        sums["people"],
        sums["still"],
        *(cell for row in rows for cell in row[-2:]),
        *(one.value for one in rivals),
    ]
    return asked.finding(
        _sql(asked, ()),
        value=float(sums["people"]),
        numerator=sums["people"],
        denominator=sums["everyone"],
        denominator_is=said("people held there at some time of the period, whoever they are"),
        interval=_interval(asked, sums),
        columns=(*asked.by, said("people"), said("held past its end")) if asked.by else (),
        rows=shown,
        caveats=(*_caveats(asked), *more),
        rivals=rivals,
        breaks_down=lambda: _breakdown(asked, sums, shown),
        told=asked.told_of(cells, also=("age",) if age is not None else ()),
        sentence=_sentence(asked, sums),
        details={"held_past_the_end": sums["still"]},
    )


def _sentence(asked: CustodyQuestion, sums: Mapping[str, int]) -> Joined:
    """The answer in words."""
    age = asked.parameters["younger_than"]
    young = () if age is None else (said("Surely younger on the first day than: {age:number} years", age=age),)
    sentence = said(
        "{people:number} people were held at some time of {period}, each counted once; {still:number} of them were held past "
        "its end.",
        people=sums["people"],
        period=asked.span,
        still=sums["still"],
    )
    return narrowed(sentence, [*asked.where, *conditions(asked.who), *young])


def _breakdown(asked: CustodyQuestion, sums: Mapping[str, int], shown: Sequence[tuple[Any, ...]]) -> Breakdown:
    """What the counts are of; a person may count in several rows, so they add up to nothing."""
    places = ("facility", "state", "area")
    held = asked.scope(*places)
    everyone = replace(held, filters={name: value for name, value in held.filters.items() if name in places})
    rows = [dict(zip(asked.by, row, strict=False)) for row in shown]
    table = (
        Count(held.key(event="past the end"), sums["still"]),
        *held.split(rows, {len(asked.by): "", len(asked.by) + 1: "past the end"}, shown, complete=False),
    )
    whole = Count(everyone.key(), sums["everyone"])
    return held.breakdown(Count(held.key(), sums["people"]), whole, table, {"": ("past the end", "left")})


def _interval(asked: CustodyQuestion, sums: Mapping[str, int]) -> Interval:
    counted = asked.counted(sums["people"], sums["possible"])
    if asked.parameters["younger_than"] is None:
        return counted
    adds = (
        said("it also adds people whose year of birth allows that age")
        if asked.who
        else said("the upper limit adds people whose year of birth allows that age")
    )
    return replace(counted, method=joined([counted.method, adds], "; "))


def _rivals(asked: CustodyQuestion) -> Iterator[Rival]:
    """The same question to each other release that covers a day of the period and can answer it."""
    needs = [*asked.who, "person_key", *(["birth_year"] if asked.parameters["younger_than"] is not None else [])]
    for release in asked.record.releases(table=BASE):
        if release.id == asked.release or not all(tells(asked.record, release, name) for name in needs):
            continue
        chosen = choose(asked.record, BASE, asked.chosen.period, release.id)
        if not isinstance(chosen, NoRelease):
            (sums,) = _query(replace(asked, chosen=chosen))
            days = said("{first} to {last}", first=chosen.covered.first, last=chosen.covered.last)
            words = joined([said("another release, the same rules"), days], ", ")
            yield Rival(sums["people"], "people", source(release.source).publisher, release.id, words, counted=True)


def _caveats(asked: CustodyQuestion) -> Iterator[Caveat]:
    yield Caveat(said("A person is known by the id of this release alone, and cannot be recognised in another one."))
    yield Caveat(said("Rows without an id count as one person each."))
    if asked.by:
        yield Caveat(
            said(
                "A person held in several facilities, or recorded differently, counts in several rows; they do not add up."
            )
        )
    if asked.parameters["younger_than"] is not None:
        yield Caveat(
            said(
                "Releases give the year of birth alone, so the number has bounds: those surely younger, and those who may be."
            ),
            "warning",
        )


MEASURE = Measure(
    id="held_in_period",
    estimators=("complete_count",),
    definition=Definition(
        question="How many people were held at some time of a period?",
        counted="people with a stint on any day of the period, each once however often they were moved or came back",
        not_counted="rows that repeat another, stints that end before they begin, and people whose records the agency withheld",
        date_basis="any day from the book-in to the end of a stint",
        estimator="count of the release's person ids",
    ),
    unit="people",
    parameters=(
        FACILITY,
        STATE,
        AREA,
        *PEOPLE,
        Parameter(
            "younger_than", "number", "only people younger than this many years on the first day, by year of birth"
        ),
        PERIOD,
        RELEASE,
    ),
    tables=("detention_stints", "detention_path", "facilities"),
    answer=_answer,
    dimensions={
        "facility": Dimension("facility_code", "facility_code", "ICE's facility code (DETLOC)"),
        **WHO_DIMENSIONS,
    },
    example="-p citizenship=CANADA -p period=2025-01..2025-07",
)
