"""What a comparison says of tables without a key: group by group, then where the difference lies, then what is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sojourn.compare.grouped import Amount, Grouped
from sojourn.compare.places import Absence, Line, Rollup
from sojourn.compare.report import Comparison
from sojourn.publish.sections import GAP, Grid, Paragraph, Part, Section
from sojourn.tables import TABLES
from sojourn.tiers import SMALLEST_CELL
from sojourn.words.figures import number, percent

WIDEST = 40
MOST_LINES, MOST_LARGEST, MOST_NAMES, MOST_PLACES = 8, 8, 8, 12
_CAVEATS = (
    "Groups are compared, not rows or people: a row that left a group and another that came to it cancel out. What differs "
    "is what the two releases say; neither is the truth.",
    "Absence in one release is not evidence. A facility without a row, or with zero, may be left out, withheld or renamed.",
)
_PERSONS = (
    "Person ids hold inside one release. Nobody is followed from one release to the other, and no id was used here."
)


def groups_said(one: Comparison) -> list[Section]:
    """The sections about tables without a key."""
    sections = [
        Section.of(f"{TABLES[name].title} ({name})", _table(list(found)))
        for name, found in groupby(one.grouped, key=lambda each: each.table)
    ]
    if one.grouped:
        sections.append(Section.of("", (Paragraph(text, "    ", "  - ") for text in _caveats(one))))
    return sections


def headline(one: Comparison) -> str:
    """The first amount of the first table, in a sentence; empty where nothing could be compared."""
    first = next((each for each in one.grouped if not each.missing), None)
    return f"{_amount(first, first.amounts[0])} {_counted(first)}" if first else ""


def _caveats(one: Comparison) -> Iterable[str]:
    yield from _CAVEATS
    if any(column.attribute == "person" for each in one.grouped for column in TABLES[each.table].columns):
        yield _PERSONS


def _table(found: Sequence[Grouped]) -> Iterator[Part]:
    for one in found:
        yield GAP
        yield from _missing(one) if one.missing else _grouped(one)


def _missing(one: Grouped) -> Iterator[Part]:
    yield Paragraph(f"{_by(one)}: not compared, because {one.missing}.", "  ")


def _by(one: Grouped) -> str:
    return f"{one.of[:1].upper()}{one.of[1:]} by {', '.join(one.by)}"


def _grouped(one: Grouped) -> Iterator[Part]:
    yield Paragraph(f"{_by(one)}{_period(one)}.", "  ")
    if not (one.gone or one.new or one.changed):
        yield Paragraph(f"Nothing differs in {one.older:,} groups.", "    ")
        return
    yield Paragraph(_counted(one), "    ")
    for amount in one.amounts:
        yield Paragraph(_amount(one, amount), "    ")
    for back in one.reappeared:
        yield Paragraph(f"{back.rows:,} of the {one.new:,} new came back: {back.release} had them.", "    ")
    if any(one.repeated):
        older, newer = one.repeated
        yield Paragraph(
            f"Several rows share a group: {older:,} rows before, {newer:,} now. They count together.", "    "
        )
    if one.columns:
        columns = ("column", "changed", "of", "was blank", "is blank", "replaced")
        both = one.changed + one.unchanged
        rows = tuple((c.column, c.changed, both, c.filled, c.emptied, c.replaced) for c in one.columns)
        yield Grid(columns, rows, "    ")
    for rollup in one.rollups:
        yield from _rollup(one, rollup)
    yield from _largest(one)
    yield from _absences(one)


def _period(one: Grouped) -> str:
    if not one.period:
        return ""
    told = f", from {one.period.first} to {one.period.last}, which both cover"
    older, newer = one.outside
    return told + (f" (beyond it: {older:,} rows before, {newer:,} now)" if older or newer else "")


def _counted(one: Grouped) -> str:
    return (
        f"Of {one.older:,} {'' if one.whole else 'groups of '}{one.of} before, {one.gone:,} are gone and {one.changed:,} changed; of {one.newer:,} now, "
        f"{one.new:,} are new."
    )


def _amount(one: Grouped, amount: Amount) -> str:
    days = one.period.days if one.per_day and one.period else 0
    each = f" ({number(amount.older / days)} and {number(amount.newer / days)} a day)" if days else ""
    told = f"{_name(one, amount)}: {number(amount.older)} before, {number(amount.newer)} now{each}"
    return f"{told}; {number(amount.gained)} more in some groups, {number(amount.lost)} fewer in others."


def _name(one: Grouped, amount: Amount) -> str:
    return f"{one.of[:1].upper()}{one.of[1:]}" if amount.column == "rows" else f"{amount.unit} ({amount.column})"


def _rollup(one: Grouped, rollup: Rollup) -> Iterator[Part]:
    if not (rollup.lines or rollup.hidden) or max(rollup.values_older, rollup.values_newer) < 2:
        return
    yield GAP
    yield Paragraph(" ".join([_values(one, rollup), *_concentration(one, rollup), *_hidden(rollup)]), "    ")
    days = one.period.days if one.per_day and one.period else 1
    unit = f"{one.unit} a day" if days > 1 and "month" not in rollup.by else one.unit
    days = days if "month" not in rollup.by else 1
    named = any(line.name for line in rollup.lines)
    rows = tuple(_line(line, days, named=named) for line in rollup.lines)
    columns = (rollup.by, *(("name",) if named else ()), f"{unit} before", "now", "of the difference", "of all before")
    yield Grid(columns, rows, "    ", MOST_LINES)
    for words, values in (("Only the older release has", rollup.gone), ("Only the newer release has", rollup.new)):
        if values:
            more = f" and {len(values) - MOST_NAMES:,} more" if len(values) > MOST_NAMES else ""
            yield Paragraph(f"{words}: {'; '.join(values[:MOST_NAMES])}{more}.", "      ", "    ")


def _line(line: Line, days: int, *, named: bool) -> tuple[object, ...]:
    older, newer = (round(amount / days, 2) for amount in (line.older, line.newer))
    return (
        _short(line.value),
        *((_short(line.name),) if named else ()),
        older,
        newer,
        percent(line.share),
        percent(line.own_share),
    )


def _values(one: Grouped, rollup: Rollup) -> str:
    told = f"By {rollup.by}: {rollup.values_older:,} values before, {rollup.values_newer:,} now"
    for words, values, amount in (("gone", rollup.gone, rollup.gone_amount), ("new", rollup.new, rollup.new_amount)):
        told += f"; {len(values):,} {words} ({number(amount)} {one.unit})" if values else ""
    return f"{told}."


def _concentration(one: Grouped, rollup: Rollup) -> Iterable[str]:
    if rollup.ratio is not None and rollup.compared > 1:
        yield f"Of {rollup.compared:,} large ones, the one in the middle has {rollup.ratio:.4g} times what it had."
    if len(rollup.lines) < 2:
        return
    first = rollup.lines[0]
    yield f"{_explains(one, first)} of the difference."
    both = next((line for line in rollup.lines if line.in_both), None)
    if both and both != first:
        yield f"Of those that both have, most differs at {_explains(one, both)}."


def _explains(one: Grouped, line: Line) -> str:
    return (
        f"{line.value or 'Blank'}, with {percent(line.own_share)} of the {one.unit} before, makes {percent(line.share)}"
    )


def _hidden(rollup: Rollup) -> Iterable[str]:
    if rollup.hidden:
        yield _suppressed(rollup.hidden, "values that differ")


def _suppressed(hidden: int, what: str) -> str:
    return f"Not shown, because a count or difference is below {SMALLEST_CELL} and about people: {hidden:,} {what}."


def _largest(one: Grouped) -> Iterator[Part]:
    if len(one.by) > 1 and one.largest:
        rows = tuple(
            (*map(_short, group.values), _there(group.older), _there(group.newer))
            for group in one.largest[:MOST_LARGEST]
        )
        yield from (GAP, Paragraph("Groups that differ most", "    "))
        yield Grid((*one.by, f"{one.unit} before", "now"), rows, "    ")
    if one.hidden:
        yield Paragraph(_suppressed(one.hidden, "groups that differ"), "    ")


def _short(text: str | None) -> str:
    """A value as a cell of a table has room for it."""
    if not text:
        return "" if text == "" else "blank"
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def _there(amount: float | None) -> object:
    return "no row" if amount is None else amount


def _absences(one: Grouped) -> Iterator[Part]:
    if not one.absences:
        return
    by_place: dict[str, list[Absence]] = {}
    for each in one.absences:
        by_place.setdefault(each.place or "blank", []).append(each)
    told = (
        f"One release has nothing and the other has {SMALLEST_CELL} {one.unit} or more in {len(one.absences):,} months of "
        f"{len(by_place):,} facilities. Absence in one release is not evidence that nobody was held."
    )
    rows = tuple(sorted((_absent(place, found) for place, found in by_place.items()), key=_most))
    columns = ("facility", "name", "months", "first", "last", f"{one.unit} before", "now")
    yield from (GAP, Paragraph(told, "      ", "    ! "), Grid(columns, rows, "    ", MOST_PLACES))


def _absent(place: str, found: Sequence[Absence]) -> tuple[object, ...]:
    months = [each.month for each in found]
    older, newer = sum(each.older for each in found), sum(each.newer for each in found)
    return place, _short(found[0].name), len(found), min(months), max(months), older, newer


def _most(row: Sequence[object]) -> tuple[float, str]:
    return -max(float(str(row[5])), float(str(row[6]))), str(row[0])
