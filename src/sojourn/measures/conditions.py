"""The conditions of a question as labels after its sentence: each in the nominative, so that no language need decline them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sojourn.measures.declare import Period
from sojourn.words.said import Joined, Said, joined, said


def condition(name: str, value: str) -> Said:
    """A parameter that narrows a question, with its value, as a label that stands by itself.

    Raises:
        KeyError: the parameter has no label yet.
    """
    return {
        "citizenship": said("Citizenship: {value}", value=value),
        "nationality": said("Nationality: {value}", value=value),
        "sex": said("Sex: {value}", value=value),
        "criminality": said("Criminality: {value}", value=value),
        "area": said("ERO area: {value}", value=value),
        "state": said("State: {value}", value=value),
        "facility": said("Facility: {value}", value=value),
        "airport": said("Airport at either end: {value}", value=value),
        "class": said("What the legs were for: {value}", value=value),
        "source": said("Source: {value}", value=value),
        "port": said("Port of departure: {value}", value=value),
        "origin": said("From facility: {value}", value=value),
        "origin_state": said("From state: {value}", value=value),
        "destination": said("To facility: {value}", value=value),
        "destination_state": said("To state: {value}", value=value),
        "facility_name": said("Facility by name: {value}", value=value),
        "disposition_code": said("Code of the disposition: {value}", value=value),
        "disposition": said("Disposition: {value}", value=value),
        "case_category": said("Case category: {value}", value=value),
        "judge": said("Judge: {value}", value=value),
        "court": said("Court: {value}", value=value),
        "case_type": said("Case type: {value}", value=value),
        "filed_by": said("Filed by: {value}", value=value),
        "arrest_method": said("Arrest method: {value}", value=value),
    }[name]


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
