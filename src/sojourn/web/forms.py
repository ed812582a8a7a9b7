"""The form of a measure, made from its declaration: one field for each parameter, nothing that asks who the reader is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sojourn.measures.declare import Measure, Parameter
from sojourn.record.opened import Record
from sojourn.sources.declare import vocabulary

Kind = Literal["text", "choice"]


@dataclass(frozen=True)
class Field:
    """One field: its name in the address, what to say of it, its value, and what can be chosen.

    A `choice` takes one of `choices` alone; a `text` takes anything and suggests them.
    """

    name: str
    help: str
    kind: Kind
    value: str
    required: bool
    choices: tuple[str, ...]
    digits: bool = False


def fields(measure: Measure, record: Record, given: Mapping[str, Sequence[str]]) -> list[Field]:
    """The fields of a measure, filled with what was given."""
    return [_field(one, record, given) for one in measure.parameters]


def _field(parameter: Parameter, record: Record, given: Mapping[str, Sequence[str]]) -> Field:
    value = next(iter(given.get(parameter.name, ())), parameter.default)
    choices = _choices(parameter, record)
    chosen_from = parameter.kind in {"choice", "sex", "release"} and (not value or value in choices)
    return Field(
        parameter.name,
        parameter.help,
        "choice" if chosen_from and choices else "text",
        value,
        parameter.required,
        choices,
        digits=parameter.kind == "number",
    )


def _choices(parameter: Parameter, record: Record) -> tuple[str, ...]:
    if parameter.kind == "release":
        return _once([one.id for one in record.releases()])
    if parameter.choices:
        return _once(filter(None, parameter.choices))
    return _once(sorted(vocabulary(parameter.vocabulary).standard.values())) if parameter.vocabulary else ()


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
