"""Which edition of a publication answers, for which calendar years, and by which rule its figures are rounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Caveat
from sojourn.measures.answers import Unanswerable
from sojourn.measures.declare import Parameter, Period
from sojourn.record.opened import Record, Release
from sojourn.sources.declare import families, vocabulary
from sojourn.sources.headed import ALL
from sojourn.sources.rounding import ROUNDINGS, Rounding
from sojourn.words.said import Said, said

ORIGIN = Parameter(
    "origin",
    "country",
    "country of origin, by name or ISO code (RUS, Russia); empty means all origins",
    vocabulary="origin",
)
PERIOD = Parameter(
    "period", "period", "2024 or 2021..2025, whole calendar years; empty means every year of the edition"
)
RELEASE = Parameter("release", "release", "an edition of the record; empty means by the rule")

UNKNOWN = "UNK"
"""Stands for an origin that was not known or not told."""


@dataclass(frozen=True)
class Edition:
    """One release as it answers: its years, in order, and its family's rule of rounding."""

    release: Release
    family: str
    years: tuple[int, ...]
    asked: tuple[int, ...]

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.release.id

    @property
    def rounding(self) -> Rounding:
        """How its publisher rounds or hides small counts."""
        return ROUNDINGS[families()[f"{self.release.source}/{self.family}"].rounding]

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the years asked for."""
        return date(self.asked[0], 1, 1), date(self.asked[-1], 12, 31)

    @property
    def words(self) -> str:
        """The years asked for, in words."""
        first, last = self.asked[0], self.asked[-1]
        return str(first) if first == last else said("{low} to {high}", low=first, high=last)

    def caveats(self, *, named: bool) -> tuple[Caveat, ...]:
        """What every answer says about its edition."""
        rule = said(
            "Answered from {release}. Without an edition named, the one with most of the years answers; of equals, the one whose "
            "years reach furthest; of equals, the last in alphabetical order. Editions and publishers are never merged.",
            release=self.id,
        )
        return (Caveat(self.rounding.says), *(() if named else (Caveat(rule),)))


@cache
def origin_told(origin: str | None) -> Said:
    """The country of origin as a label, by the shortest of its names; all origins where there is none."""
    if not origin:
        return said("Country of origin: all")
    names = [name for name, code in vocabulary(ORIGIN.vocabulary).standard.items() if code == origin]
    shortest = min(names, key=lambda name: (name.isupper(), len(name), name))
    return said("Country of origin: {country}", country=shortest)


def of_one_origin(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a question, in which all origins are the same as none."""
    return {**asked, "origin": None if asked["origin"] == ALL else asked["origin"]}


def calendar_years(period: Period | None, measure: str) -> tuple[int, ...]:
    """The calendar years of a period; none where there is no period.

    Raises:
        BadParameter: it is not made of whole calendar years, and the figures are.
    """
    if period is None:
        return ()
    if (period.first.month, period.first.day, period.last.month, period.last.day) != (1, 1, 12, 31):
        raise BadParameter(
            said("{period:name} is not made of calendar years", period=period),
            where=said("{measure:name}, parameter {parameter:name}", measure=measure, parameter="period"),
            todo=said("give 2024 or 2021..2025"),
        )
    return tuple(range(period.first.year, period.last.year + 1))


def _none(table: str, named: str | None) -> Said:
    """That no release answers."""
    if named:
        return said("the record has no {release} with such figures in {table}", release=named, table=table)
    return said("the record has no release with such figures in {table}", table=table)


def edition(
    record: Record, table: str, condition: str, bounds: Mapping[str, Any], asked: Iterable[int], named: str | None
) -> Edition | Unanswerable:
    """The edition of a table that answers for some years, by the rule that its caveats say.

    Args:
        record: the record.
        table: the table.
        condition: SQL that holds for the rows that the question is about, whatever their origin.
        bounds: the values that it names.
        asked: the calendar years; none means all.
        named: the release that the question names.
    """
    sql = f"SELECT release, family, year FROM {table} WHERE {condition} GROUP BY release, family, year"
    rows = record.remember(("editions", sql, *bounds.items()), lambda: record.query(sql, bounds))
    years: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        if not named or named in (row["release"], row["release"].partition("/")[2]):
            years.setdefault((row["release"], row["family"]), set()).add(int(row["year"]))
    wanted = set(asked)
    if not years:
        return Unanswerable("not covered", _none(table, named))
    (name, family), covered = max(
        years.items(), key=lambda one: (len(one[1] & wanted) if wanted else len(one[1]), max(one[1]), one[0])
    )
    if missing := sorted(wanted - covered):
        reason = said(
            "{release} has no such figures of {years}; it has {first} to {last}",
            release=name,
            years=", ".join(map(str, missing)),
            first=min(covered),
            last=max(covered),
        )
        return Unanswerable("not covered", reason)
    release = next(one for one in record.releases(table=table) if one.id == name)
    return Edition(release, family, tuple(sorted(covered)), tuple(sorted(wanted or covered)))
