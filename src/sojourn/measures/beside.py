"""One question under each of its definitions, on the same release: the rivals side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures.declare import Measure
from sojourn.record.opened import Record


@dataclass(frozen=True)
class Definition:
    """A choice of a parameter that is a definition: what it counts and why its figure differs, and the finding under it."""

    parameter: str
    choice: str
    meaning: str
    finding: Finding


@dataclass(frozen=True)
class Beside:
    """A finding with the same question under its other definitions."""

    finding: Finding
    definitions: tuple[Definition, ...]

    def as_dict(self) -> dict[str, Any]:
        """The findings as JSON has them."""
        return {
            "schema": "sojourn.rivals/1",
            "finding": self.finding.as_dict(),
            "definitions": [
                {
                    "parameter": one.parameter,
                    "choice": one.choice,
                    "meaning": one.meaning,
                    "finding": one.finding.as_dict(),
                }
                for one in self.definitions
            ],
        }


def beside(measure: Measure, record: Record, given: Mapping[str, str], by: tuple[str, ...] = ()) -> Beside:
    """The finding, and the same question with each choice of each parameter whose choices are rival definitions.

    A choice that the other parameters do not allow is left out.

    Raises:
        UsageError: the question itself cannot be asked.
    """
    finding = measure.ask(record, given, by)
    return Beside(finding, tuple(_definitions(measure, record, given)))


def _definitions(measure: Measure, record: Record, given: Mapping[str, str]) -> Iterator[Definition]:
    for parameter in measure.parameters:
        for choice, meaning in parameter.meanings.items():
            try:
                finding = measure.ask(record, {**given, parameter.name: choice})
            except BadParameter:
                continue
            yield Definition(parameter.name, choice, meaning, finding)
