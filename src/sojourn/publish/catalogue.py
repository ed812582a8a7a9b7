"""The measures as a catalogue: what can be asked and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sojourn.measures.declare import Measure
from sojourn.publish.terminal import table, wrapped


def as_dict(measure: Measure) -> dict[str, Any]:
    """A measure as a document."""
    return {
        "id": measure.id,
        "definition": vars(measure.definition),
        "unit": measure.unit,
        "tables": list(measure.tables),
        "minimum": measure.minimum,
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
            ("Unit", measure.unit),
            ("From tables", ", ".join(measure.tables)),
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
