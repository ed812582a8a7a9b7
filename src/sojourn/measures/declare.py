"""What a measure is: a question in plain words with all that is needed to answer it the same way twice."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

from sojourn.breakdown import grain_of
from sojourn.errors import BadParameter, UnknownName
from sojourn.findings import Definition, Finding, Provenance, Status
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary
from sojourn.tiers import Grain, Told
from sojourn.words.said import said

MOST_DIGITS: Final = 9
"""Digits of a whole number that a parameter can have; the description of the API says so, too."""
ParameterKind = Literal["text", "choice", "period", "country", "area", "sex", "number", "release"]


@dataclass(frozen=True)
class Period:
    """A span of days, both ends included, with the words in which it was given."""

    first: date
    last: date
    words: str

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    @property
    def grain(self) -> Grain:
        """The finest unit that the span is made of: whole years (fiscal or calendar), whole months, else days."""
        return grain_of((self.first, self.last))

    @property
    def in_whole_fiscal_years(self) -> bool:
        """Whether it is made of whole federal fiscal years."""
        return self.grain == "year" and self.first.month == 10

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Parameter:
    """One thing that a question leaves open.

    With `several` it takes one value of its vocabulary or more, with + between them. `meanings` says of each choice what
    it counts and why its figure differs, where the choices are rival definitions of one question; `date_bases` says of
    each choice by which day it counts, where the choice decides that.
    """

    name: str
    kind: ParameterKind
    help: str
    default: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    vocabulary: str = ""
    several: bool = False
    meanings: Mapping[str, str] = field(default_factory=dict)
    date_bases: Mapping[str, str] = field(default_factory=dict)


def by_choice(date_bases: Mapping[str, str]) -> str:
    """The date basis of a definition whose day is chosen by a parameter: each choice with its day, or the only day."""
    if len(date_bases) == 1:
        return next(iter(date_bases.values()))
    return "; ".join(f"{choice}: {day}" for choice, day in date_bases.items())


@dataclass(frozen=True)
class Dimension:
    """A column (or named function of one) by which a count can be split, and the table column it tells about."""

    sql: str
    column: str
    help: str


@dataclass(frozen=True)
class Measure:
    """A question, its definition, its parameters, and the function that answers it from a record.

    `estimators` names those of stats/estimators.toml by which its value and its interval come about.
    """

    id: str
    definition: Definition
    estimators: tuple[str, ...]
    unit: str
    parameters: tuple[Parameter, ...]
    tables: tuple[str, ...]
    answer: Callable[[Record, Mapping[str, Any], tuple[str, ...]], Finding]
    dimensions: Mapping[str, Dimension]
    minimum: int = 0
    example: str = ""

    def ask(self, record: Record, given: Mapping[str, str], by: tuple[str, ...] = ()) -> Finding:
        """The finding for parameters given as text.

        Raises:
            UnknownName: a parameter or dimension that the measure does not have.
            BadParameter: a value that a parameter cannot have, or a required one that is missing.
        """
        return self._dated(self.answer(record, self.values(given), self._checked(by)))

    def _dated(self, finding: Finding) -> Finding:
        """The finding with the date basis under which it counts, where a parameter has chosen one of several."""
        for parameter in self.parameters:
            if day := parameter.date_bases.get(str(finding.parameters.get(parameter.name))):
                finding = replace(finding, definition=replace(finding.definition, date_basis=day))
        return finding

    def values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Every parameter with its value, read from text."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise UnknownName(
                    said("measure {id:name} has no parameter {name:name}", id=self.id, name=repr(name)),
                    todo=_meant(name, known),
                )
        return {
            name: _read(self.id, parameter, str(given.get(name, parameter.default)))
            for name, parameter in known.items()
        }

    def unanswered(self, record: Record, parameters: Mapping[str, Any], status: Status, reason: str) -> Finding:
        """The finding that there is no figure, and why."""
        nothing = Provenance((), (), "", record.invented)
        return Finding(self.id, parameters, self.unit, self.definition, nothing, Told(), status=status, reason=reason)

    def _split_by(self) -> str:
        if self.dimensions:
            return said("it can be split by: {names:name}", names=", ".join(self.dimensions))
        return said("it can be split by: none")

    def _checked(self, by: tuple[str, ...]) -> tuple[str, ...]:
        for name in by:
            if name not in self.dimensions:
                raise UnknownName(
                    said("measure {id:name} cannot be split by {name:name}", id=self.id, name=repr(name)),
                    todo=self._split_by(),
                )
            if by.count(name) > 1:
                raise UnknownName(
                    said("measure {id:name} is split by {name:name} twice", id=self.id, name=repr(name)),
                    todo=said("name each dimension once"),
                )
        return by


def _meant(name: str, known: Mapping[str, Any]) -> str:
    near, names = difflib.get_close_matches(name, known, n=1), ", ".join(known)
    if near:
        return said("its parameters are {names:name}; did you mean {near:name}?", names=names, near=near[0])
    return said("its parameters are {names:name}", names=names)


def _read(measure: str, parameter: Parameter, text: str) -> Any:
    where = said("{measure:name}, parameter {parameter:name}", measure=measure, parameter=parameter.name)
    if not text:
        if parameter.required:
            raise BadParameter(said("it has no value"), where=where, todo=said("{help}", help=parameter.help))
        return None
    if parameter.kind == "period":
        return period(text, where)
    if parameter.kind == "choice" and text not in parameter.choices:
        raise BadParameter(
            said("{text:name} is not one of its values", text=repr(text)),
            where=where,
            todo=said("choose {known:name}", known=" or ".join(parameter.choices)),
        )
    if parameter.kind == "number":
        if not (text.isascii() and text.isdigit()):
            raise BadParameter(
                said("{text:name} is not a whole number", text=repr(text)), where=where, todo=said("give digits only")
            )
        if len(text.lstrip("0")) > MOST_DIGITS:
            raise BadParameter(
                said("the number is too large"),
                where=where,
                todo=said("give at most {most:number} digits", most=MOST_DIGITS),
            )
        return int(text)
    if parameter.vocabulary:
        parts = text.split("+") if parameter.several else [text]
        return "+".join(_listed(parameter, part.strip(), where) for part in parts)
    return text


def _listed(parameter: Parameter, text: str, where: str) -> str:
    known = vocabulary(parameter.vocabulary)
    if text.casefold() in known.stored:
        return known.stored[text.casefold()]
    near = difflib.get_close_matches(text.upper(), dict.fromkeys(map(str.upper, known.standard.values())), n=3)
    hint = (
        said("did you mean {name:name}?", name=" or ".join(near))
        if near
        else said("the values are in sources/vocabularies/{vocabulary:name}.csv", vocabulary=parameter.vocabulary)
    )
    raise BadParameter(
        said(
            "{text:name} is not in the vocabulary {vocabulary:name}", text=repr(text), vocabulary=parameter.vocabulary
        ),
        where=where,
        todo=hint,
    )


def period(text: str, where: str = "") -> Period:
    """A span of days from text: `FY2017`, `2025`, `2025-06`, `2025-06-23` or two of the last three with `..` between.

    Raises:
        BadParameter: anything else, or an end before its start.
    """
    first, between, last = text.partition("..")
    start, end = _span(first.strip(), where), _span((last if between else first).strip(), where)
    if end[1] < start[0]:
        raise BadParameter(
            said("{text:name} ends before it starts", text=repr(text)),
            where=where,
            todo=said("put the earlier date first"),
        )
    return Period(start[0], end[1], text)


def _span(text: str, where: str) -> tuple[date, date]:
    try:
        if found := re.fullmatch(r"FY ?(\d{4})", text, re.IGNORECASE):
            year = int(found[1])
            return date(year - 1, 10, 1), date(year, 9, 30)
        if found := re.fullmatch(r"(\d{4})", text):
            return date(int(text), 1, 1), date(int(text), 12, 31)
        if found := re.fullmatch(r"(\d{4})-(\d{2})", text):
            year, month = int(found[1]), int(found[2])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date.fromisoformat(text), date.fromisoformat(text)
    except (ValueError, calendar.IllegalMonthError):
        raise BadParameter(
            said("{text:name} is no period", text=repr(text)),
            where=where,
            todo=said("give FY2017, 2025, 2025-06, 2025-06-23, or two of them with .. between"),
        ) from None


def days_of_month(month: date, within: Period) -> int:
    """Days of the month that begins on a date and that lie in a period."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return (min(last, within.last) - max(month, within.first)).days + 1
