"""The conditions of a question as labels after its sentence: each in the nominative, so that no language need decline them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from sojourn.measures.declare import Period
from sojourn.words.said import Joined, Said, joined, said

_CONDITIONS: Final[Mapping[str, Callable[[str], Said]]] = {
    "citizenship": lambda value: said("Citizenship: {value}", value=value),
    "nationality": lambda value: said("Nationality: {value}", value=value),
    "sex": lambda value: said("Sex: {value}", value=value),
    "criminality": lambda value: said("Criminality: {value}", value=value),
    "area": lambda value: said("ERO area: {value}", value=value),
    "state": lambda value: said("State: {value}", value=value),
    "facility": lambda value: said("Facility: {value}", value=value),
    "airport": lambda value: said("Airport at either end: {value}", value=value),
    "class": lambda value: said("What the legs were for: {value}", value=value),
    "source": lambda value: said("Source: {value}", value=value),
    "port": lambda value: said("Port of departure: {value}", value=value),
    "origin": lambda value: said("From facility: {value}", value=value),
    "origin_state": lambda value: said("From state: {value}", value=value),
    "destination": lambda value: said("To facility: {value}", value=value),
    "destination_state": lambda value: said("To state: {value}", value=value),
    "facility_name": lambda value: said("Facility by name: {value}", value=value),
    "disposition_code": lambda value: said("Code of the disposition: {value}", value=value),
    "disposition": lambda value: said("Disposition: {value}", value=value),
    "case_category": lambda value: said("Case category: {value}", value=value),
    "judge": lambda value: said("Judge: {value}", value=value),
    "court": lambda value: said("Court: {value}", value=value),
    "case_type": lambda value: said("Case type: {value}", value=value),
    "filed_by": lambda value: said("Filed by: {value}", value=value),
    "arrest_method": lambda value: said("Arrest method: {value}", value=value),
}


def condition(name: str, value: str) -> Said:
    """A parameter that narrows a question, with its value, as a label that stands by itself.

    Raises:
        KeyError: the parameter has no label yet.
    """
    return _CONDITIONS[name](value)


def conditions(asked: Mapping[str, str | None]) -> list[Said]:
    """The labels of the parameters that have a value."""
    return [condition(name, value) for name, value in asked.items() if value]


def days_told(asked: Period, covered: Period) -> str:
    """A period in words, with the days that are covered where they are fewer."""
    if (covered.first, covered.last) == (asked.first, asked.last):
        return str(asked)
    return said("{period} ({first} to {last})", period=str(asked), first=covered.first, last=covered.last)


def narrowed(sentence: str, labels: Iterable[str]) -> Joined:
    """A sentence, and after it each condition as a sentence of its own."""
    return joined([sentence, *(said("{label}.", label=label) for label in labels)])


def narrowed_reason(reason: str, labels: Iterable[str]) -> Joined:
    """A reason with its conditions; whoever shows it puts the last full stop."""
    return joined([reason, *labels], ". ")


def few_of(names: Sequence[str]) -> str:
    """The first names of many."""
    first = ", ".join(names[:5])
    return said("{names} and others", names=first) if len(names) > 5 else first
