"""What the counts of decisions on asylum are of, the same for every measure that counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sojourn.breakdown import Breakdown, Count, Scope
from sojourn.measures.court.asylum_definitions import BESIDE, WORDS, Counted, Side, Way
from sojourn.measures.declare import Period
from sojourn.tables import Attribute

ATTRIBUTES: Final[Mapping[str, Attribute]] = {
    "judge": "place",
    "court": "place",
    "detained": "place",
    "represented": "place",
    "nationality": "nationality",
}
"""What each dimension tells about a person.

A judge sits in a court, and custody goes by the place of hearing: both narrow a table as a place does, and so does
who was represented.
"""


def decisions(
    way: Way, side: Side, release: str, period: Period | None, filters: Mapping[str, str], tally: str
) -> Scope:
    """The decisions that a definition counts by an attribution; `filters` are codes, several joined by + in order."""
    span = (period.first, period.last) if period else None
    kept = {name: value for name, value in filters.items() if value}
    return Scope(f"asylum, {way.id} by the {side} proceeding, {tally}", release, span, kept, ATTRIBUTES, "hearings")


def whole(way: Way) -> str:
    """The event that all outcomes of a definition add up to."""
    return f"all of {way.id}"


def parts(ways: Iterable[Way]) -> dict[str, tuple[str, ...]]:
    """The outcomes that the whole of each definition is divided into."""
    return {whole(way): tuple(way.outcomes) for way in ways}


def of_definitions(scopes: Sequence[Scope], counted: Sequence[Counted], asked: int) -> Breakdown:
    """The breakdown of the table of all definitions, whose scopes stand in the same order; number `asked` is the headline."""
    table = [
        Count(scope.key(event=event), value, (at, column))
        for at, (scope, one) in enumerate(zip(scopes, counted, strict=True))
        for event, value, column in (
            *((outcome, count, BESIDE.index(WORDS[outcome])) for outcome, count in one.counts.items()),
            (whole(one.way), one.denominator, BESIDE.index("counted")),
        )
    ]
    headline = _headline(scopes[asked], counted[asked])
    return scopes[asked].breakdown(*headline, table, parts(one.way for one in counted))


def of_split(
    scope: Scope,
    asked: Counted,
    by: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    printed: Sequence[Sequence[Any]],
) -> Breakdown:
    """The breakdown of a split by one definition, and of the headline and its outcomes beside it."""
    events = (*asked.way.outcomes, whole(asked.way))
    columns = {len(by) + at: event for at, event in enumerate(events)}
    kept = [{name: row[name] for name in by} for row in rows]
    beside = [Count(scope.key(event=outcome), value) for outcome, value in asked.counts.items()]
    table = (*beside, *scope.split(kept, columns, printed))
    return scope.breakdown(*_headline(scope, asked), table, parts((asked.way,)))


def _headline(scope: Scope, one: Counted) -> tuple[Count, Count]:
    """Numerator and denominator of a definition."""
    numerator = Count(scope.key(event=one.way.rate), one.numerator)
    return numerator, Count(scope.key(event=whole(one.way)), one.denominator)
