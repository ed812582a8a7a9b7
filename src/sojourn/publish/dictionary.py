"""The data dictionary, generated from the declarations: `python -m sojourn.publish.dictionary > docs/data-dictionary.md`."""

from __future__ import annotations

from sojourn.measures import MEASURES
from sojourn.measures.declare import Measure
from sojourn.sources.declare import families, sources
from sojourn.tables import ABSENCES, PROVENANCE, STORED, TABLES, Column, Table
from sojourn.tables.court.declare import ODDITIES, SOURCE
from sojourn.tables.custody.stays import DERIVED_FROM_STINTS
from sojourn.tables.custody.stints import DETENTION_STINTS


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    parts = [
        "# Data dictionary",
        "Generated from the declarations in `src/sojourn/tables`, `src/sojourn/sources` and `src/sojourn/measures` by "
        "`python -m sojourn.publish.dictionary`. A test holds it to them.",
        "## Absences",
        "Every column `x` has a companion `x_absence`, which is empty where there is a value and otherwise says why not:",
        "\n".join(f"- `{word}`: {meaning}" for word, meaning in ABSENCES.items()),
        "Compact tables, which hold the many rows of the courts and what is derived from others, have no such "
        "companions, and their rows do not know their line. A cell of them is empty where it was blank or where the "
        "release has no such column; what a cell held that is no value of its column stands in `oddities`.",
        "## Columns that every table begins with",
        _columns(PROVENANCE),
        "# Tables",
        *(_table(table) for table in TABLES.values()),
        "# Sources",
        *(_source(name) for name in sources()),
        "# Measures",
        *(_measure(measure) for measure in MEASURES.values()),
    ]
    return "\n\n".join(parts) + "\n"


def _columns(columns: tuple[Column, ...]) -> str:
    lines = ["| column | type | meaning | tells about | vocabulary |", "|---|---|---|---|---|"]
    for column in columns:
        kind = STORED[column.kind].lower() + (f", {column.unit}" if column.unit else "")
        listed = column.vocabulary + (" (closed)" if column.closed else "")
        lines.append(f"| `{column.name}` | {kind} | {column.meaning} | {column.attribute} | {listed} |")
    return "\n".join(lines)


def _table(table: Table) -> str:
    rules = "\n".join(
        f"- {rule.name}: {rule.why}" + (f" (allowed: {rule.allowed_because})" if rule.allowed_because else "")
        for rule in table.rules
    )
    told = f"{table.title}. {table.grain[0].upper()}{table.grain[1:]}. {_fed(table)}"
    parts = [f"## {table.name}", told, _columns(table.columns)]
    return "\n\n".join([*parts, f"Rules:\n\n{rules}"] if rules else parts)


def _fed(table: Table) -> str:
    """Where the rows come from, and what becomes of a row that cannot be loaded."""
    fed = sorted({family.source for family in families().values() if family.table == table.name})
    made = (
        f"all stints of a release ({DETENTION_STINTS.name})"
        if table in DERIVED_FROM_STINTS
        else f"a whole release of {SOURCE}"
    )
    sentences = [f"From {', '.join(fed)}." if fed else f"Made of {made}."]
    if fed and table.mandatory:
        mandatory = " or ".join(f"`{name}`" for name in table.mandatory)
        sentences.append(f"A row without {mandatory} goes to quarantine.")
    if table.compact:
        odd = "; see `oddities` for what was no value" if ODDITIES in table.columns else ""
        sentences.append(f"Compact: an empty cell has no companion that says why{odd}.")
    return " ".join(sentences)


def _source(name: str) -> str:
    source = sources()[name]
    lines = ["| family | table | what | coverage | columns |", "|---|---|---|---|---|"]
    lines += [
        f"| `{family.id}` | {family.table} | {family.title} | {family.coverage} | {len(family.columns)} |"
        for family in source.families
    ]
    told = "official" if source.official else "not an agency"
    return f"## {name}\n\n{source.title}. {source.publisher} ({told}). {source.licence}.\n\n" + "\n".join(lines)


def _measure(measure: Measure) -> str:
    definition = measure.definition
    lines = ["| parameter | kind | meaning | default |", "|---|---|---|---|"]
    lines += [
        f"| `{one.name}`{' (required)' if one.required else ''} | {one.kind} | {one.help} | {one.default} |"
        for one in measure.parameters
    ]
    split = ", ".join(f"`{name}` ({one.help})" for name, one in measure.dimensions.items())
    parts = [
        f"## {measure.id}",
        f"{definition.question} Counted: {definition.counted}. Not counted: {definition.not_counted}. "
        f"By date: {definition.date_basis}. Computed as: {definition.estimator}. Unit: {measure.unit}.",
        "\n".join(lines),
    ]
    return "\n\n".join([*parts, f"Split by: {split}."] if split else parts)


if __name__ == "__main__":
    print(dictionary(), end="")
