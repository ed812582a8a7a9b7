"""The measures as a catalogue: what can be asked and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sojourn.measures.declare import Measure
from sojourn.publish.terminal import table, wrapped
from sojourn.stats.estimators import estimators
from sojourn.tables import TABLES, Attribute
from sojourn.tiers import TIERS, Tier

_FLOOR = "of what the share is of, below which there is no rate"
_BY_NAME: Mapping[str, Attribute] = {"age": "age", "younger_than": "age", "sex": "sex", "citizenship": "nationality"}
"""What a parameter tells where no column of the measure's tables has its name."""


def as_dict(measure: Measure) -> dict[str, Any]:
    """A measure as a document."""
    return {
        "id": measure.id,
        "definition": vars(measure.definition),
        "unit": measure.unit,
        "tables": list(measure.tables),
        "minimum": measure.minimum,
        "estimators": list(measure.estimators),
        "tiers": tiers_of(measure),
        "parameters": [
            {
                "name": one.name,
                "kind": one.kind,
                "help": one.help,
                "default": one.default,
                "required": one.required,
                "choices": list(one.choices),
                "vocabulary": one.vocabulary,
            }
            for one in measure.parameters
        ],
        "dimensions": {name: one.help for name, one in measure.dimensions.items()},
        "example": f"sojourn ask {measure.id} {measure.example}".strip(),
    }


def tiers_of(measure: Measure) -> dict[str, Tier]:
    """For each parameter and dimension that tells about people the least strict tier of an answer that uses it."""
    names = {*measure.dimensions, *(one.name for one in measure.parameters)}
    told = {name: TIERS[attribute] for name in names if (attribute := _attribute(measure, name))}
    return {name: tier for name, tier in sorted(told.items()) if tier != "P0"}


def _attribute(measure: Measure, name: str) -> Attribute:
    """What the column behind a parameter or dimension tells about a person; without tables, nothing that is not printed."""
    if not measure.tables:
        return ""
    column = measure.dimensions[name].column if name in measure.dimensions else name
    for held in measure.tables:
        for one in TABLES[held].columns:
            if one.name in {column, f"own_{column}"} and one.attribute:
                return one.attribute
    return _BY_NAME.get(name, "")


def _tiers_in_words(measure: Measure) -> str:
    if not measure.tables:
        return "P0 without a personal attribute: it is counted from no row about a person"
    told = tiers_of(measure)
    parts = [
        f"{tier} with {', '.join(name for name, one in told.items() if one == tier)}"
        for tier in sorted(set(told.values()))
    ]
    return "; ".join(["P0 without a personal attribute", *parts, "P2 where few people are told of"])


def all_text(measures: Sequence[Measure]) -> str:
    """Every measure in a line, with an example."""
    rows = [(one.id, one.definition.question) for one in measures]
    return (
        table(("measure", "question"), rows)
        + "\n\nsojourn measures NAME shows its parameters; sojourn ask NAME answers."
    )


def one_text(measure: Measure) -> str:
    """One measure with its definition and parameters."""
    definition = measure.definition
    lines = [f"{measure.id}: {definition.question}", ""]
    lines += [
        wrapped(f"{label}: {text}.", "  ", "")
        for label, text in (
            ("Counted", definition.counted),
            ("Not counted", definition.not_counted),
            ("By date", definition.date_basis),
            ("Computed as", definition.estimator),
            ("Value and interval", ", ".join(estimators()[one].name for one in measure.estimators)),
            (
                "Floor",
                f"{measure.minimum} {_FLOOR}" if measure.minimum else "none: it is a count, or says how few there are",
            ),
            ("Tier", _tiers_in_words(measure)),
            ("Unit", measure.unit),
            ("From tables", ", ".join(measure.tables) or "none, but what others printed"),
        )
    ]
    lines += ["", "Parameters (-p NAME=VALUE):"]
    for one in measure.parameters:
        notes = [f"one of {', '.join(one.choices)}"] if one.choices else []
        notes += ["required"] if one.required else []
        notes += [f"default {one.default}"] if one.default else []
        told = f" ({'; '.join(notes)})" if notes else ""
        lines.append(wrapped(f"{one.help}{told}", "      ", f"  {one.name}: "))
    if measure.dimensions:
        lines += ["", wrapped("Split with --by: " + ", ".join(measure.dimensions), "  ", "")]
    lines += ["", f"Example: sojourn ask {measure.id} {measure.example}"]
    return "\n".join(lines)
