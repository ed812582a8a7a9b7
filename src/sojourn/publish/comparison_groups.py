"""What a comparison says of tables without a key: group by group, then where the difference lies, then what is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sojourn.compare.grouped import Amount, Grouped
from sojourn.compare.groupings import ROWS
from sojourn.compare.places import Absence, Line, Rollup
from sojourn.compare.report import Comparison
from sojourn.publish.sections import GAP, Grid, Paragraph, Part, Section
from sojourn.tables import TABLES
from sojourn.tiers import SMALLEST_CELL
from sojourn.words.said import joined, said

WIDEST = 40
MOST_LINES, MOST_LARGEST, MOST_NAMES, MOST_PLACES = 8, 8, 8, 12
_CAVEATS = (
    said(
        "Groups are compared, not rows or people: a row that left a group and another that came to it cancel out. What "
        "differs is what the two releases say; neither is the truth."
    ),
    said(
        "Absence in one release is not evidence. A facility without a row, or with zero, may be left out, withheld or "
        "renamed."
    ),
)
_PERSONS = said(
    "Person ids hold inside one release. Nobody is followed from one release to the other, and no id was used here."
)
BLANK, NAME, NOW = said("blank"), said("name"), said("now")
CHANGES = (said("column"), said("changed"), said("of"), said("was blank"), said("is blank"), said("replaced"))
"""The heads of a table of columns, each with its groups or rows that differ."""


def groups_said(one: Comparison) -> list[Section]:
    """The sections about tables without a key."""
    sections = [
        Section.of(said("{title} ({table:name})", title=TABLES[name].title, table=name), _table(list(found)))
        for name, found in groupby(one.grouped, key=lambda each: each.table)
    ]
    if one.grouped:
        sections.append(Section.of("", (Paragraph(text, "    ", "  - ") for text in _caveats(one))))
    return sections


def headline(one: Comparison) -> str:
    """The first amount of the first table, in a sentence; empty where nothing could be compared."""
    first = next((each for each in one.grouped if not each.missing), None)
    return joined((_amount(first, first.amounts[0]), _counted(first))) if first else ""


def _caveats(one: Comparison) -> Iterable[str]:
    yield from _CAVEATS
    if any(column.attribute == "person" for each in one.grouped for column in TABLES[each.table].columns):
        yield _PERSONS


def _table(found: Sequence[Grouped]) -> Iterator[Part]:
    for one in found:
        yield GAP
        yield from _missing(one) if one.missing else _grouped(one)


def _missing(one: Grouped) -> Iterator[Part]:
    told = said("{of:opening} by {by}: not compared, because {missing}.", of=one.of, by=_by(one), missing=one.missing)
    yield Paragraph(told, "  ")


def _by(one: Grouped) -> str:
    return joined(one.by, ", ")


def _grouped(one: Grouped) -> Iterator[Part]:
    yield Paragraph(_heading(one), "  ")
    if not (one.gone or one.new or one.changed):
        yield Paragraph(said("Nothing differs in {groups:number} groups.", groups=one.older), "    ")
        return
    yield from (Paragraph(text, "    ") for text in _sentences(one))
    if one.columns:
        both = one.changed + one.unchanged
        rows = tuple((c.column, c.changed, both, c.filled, c.emptied, c.replaced) for c in one.columns)
        yield Grid(CHANGES, rows, "    ")
    for rollup in one.rollups:
        yield from _rollup(one, rollup)
    yield from _largest(one)
    yield from _absences(one)


def _heading(one: Grouped) -> str:
    """What is compared by what, and in which days."""
    if not one.period:
        return said("{of:opening} by {by}.", of=one.of, by=_by(one))
    days = {"first": one.period.first, "last": one.period.last}
    older, newer = one.outside
    if not (older or newer):
        return said(
            "{of:opening} by {by}, from {first:name} to {last:name}, which both cover.", of=one.of, by=_by(one), **days
        )
    return said(
        "{of:opening} by {by}, from {first:name} to {last:name}, which both cover (beyond it: {older:number} rows "
        "before, {newer:number} now).",
        of=one.of,
        by=_by(one),
        older=older,
        newer=newer,
        **days,
    )


def _sentences(one: Grouped) -> Iterator[str]:
    """How much differs."""
    yield _counted(one)
    yield from (_amount(one, amount) for amount in one.amounts)
    for back in one.reappeared:
        yield said(
            "{rows:number} of the {new:number} new came back: {release:name} had them.",
            rows=back.rows,
            new=one.new,
            release=back.release,
        )
    if any(one.repeated):
        older, newer = one.repeated
        yield said(
            "Several rows share a group: {older:number} rows before, {newer:number} now. They count together.",
            older=older,
            newer=newer,
        )


def _counted(one: Grouped) -> str:
    counts = {"older": one.older, "gone": one.gone, "changed": one.changed, "newer": one.newer, "new": one.new}
    if one.whole:
        return said(
            "Of {older:number} {of} before, {gone:number} are gone and {changed:number} changed; of {newer:number} now, "
            "{new:number} are new.",
            of=one.of,
            **counts,
        )
    return said(
        "Of {older:number} groups of {of} before, {gone:number} are gone and {changed:number} changed; of {newer:number} "
        "now, {new:number} are new.",
        of=one.of,
        **counts,
    )


def _amount(one: Grouped, amount: Amount) -> str:
    counts = {"older": amount.older, "newer": amount.newer, "gained": amount.gained, "lost": amount.lost}
    days = one.period.days if one.per_day and one.period else 0
    if not days:
        return said(
            "{name}: {older:number} before, {newer:number} now; {gained:number} more in some groups, {lost:number} fewer "
            "in others.",
            name=_name(one, amount),
            **counts,
        )
    return said(
        "{name}: {older:number} before, {newer:number} now ({older_a_day:number} and {newer_a_day:number} a day); "
        "{gained:number} more in some groups, {lost:number} fewer in others.",
        name=_name(one, amount),
        older_a_day=amount.older / days,
        newer_a_day=amount.newer / days,
        **counts,
    )


def _name(one: Grouped, amount: Amount) -> str:
    if amount.column == ROWS:
        return said("{of:opening}", of=one.of)
    return said("{unit} ({column:name})", unit=amount.unit, column=amount.column)


def _rollup(one: Grouped, rollup: Rollup) -> Iterator[Part]:
    if not (rollup.lines or rollup.hidden) or max(rollup.values_older, rollup.values_newer) < 2:
        return
    yield GAP
    yield Paragraph(joined((_values(one, rollup), *_concentration(one, rollup), *_hidden(rollup))), "    ")
    days = one.period.days if one.per_day and one.period else 1
    unit = said("{unit} a day", unit=one.unit) if days > 1 and "month" not in rollup.by else one.unit
    days = days if "month" not in rollup.by else 1
    named = any(line.name for line in rollup.lines)
    rows = tuple(_line(line, days, named=named) for line in rollup.lines)
    shares = (said("of the difference"), said("of all before"))
    columns = (rollup.by, *((NAME,) if named else ()), said("{unit} before", unit=unit), NOW, *shares)
    yield Grid(columns, rows, "    ", MOST_LINES)
    yield from (Paragraph(text, "      ", "    ") for text in _in_one_only(rollup))


def _in_one_only(rollup: Rollup) -> Iterator[str]:
    """The first of the values that one release lacks."""
    gone, new = ("; ".join(values[:MOST_NAMES]) for values in (rollup.gone, rollup.new))
    more_gone, more_new = (len(values) - MOST_NAMES for values in (rollup.gone, rollup.new))
    if more_gone > 0:
        yield said("Only the older release has: {values:name} and {more:number} more.", values=gone, more=more_gone)
    elif gone:
        yield said("Only the older release has: {values:name}.", values=gone)
    if more_new > 0:
        yield said("Only the newer release has: {values:name} and {more:number} more.", values=new, more=more_new)
    elif new:
        yield said("Only the newer release has: {values:name}.", values=new)


def _line(line: Line, days: int, *, named: bool) -> tuple[object, ...]:
    older, newer = (round(amount / days, 2) for amount in (line.older, line.newer))
    return (
        _short(line.value),
        *((_short(line.name),) if named else ()),
        older,
        newer,
        said("{share:percent}", share=line.share),
        said("{share:percent}", share=line.own_share),
    )


def _values(one: Grouped, rollup: Rollup) -> str:
    parts = [
        said(
            "By {by}: {older:number} values before, {newer:number} now",
            by=rollup.by,
            older=rollup.values_older,
            newer=rollup.values_newer,
        )
    ]
    if rollup.gone:
        gone = {"values": len(rollup.gone), "amount": rollup.gone_amount}
        parts.append(said("{values:number} gone ({amount:number} {unit})", unit=one.unit, **gone))
    if rollup.new:
        new = {"values": len(rollup.new), "amount": rollup.new_amount}
        parts.append(said("{values:number} new ({amount:number} {unit})", unit=one.unit, **new))
    return said("{parts}.", parts=joined(parts, "; "))


def _concentration(one: Grouped, rollup: Rollup) -> Iterator[str]:
    if rollup.ratio is not None and rollup.compared > 1:
        yield said(
            "Of {compared:number} large ones, the one in the middle has {ratio:amount} times what it had.",
            compared=rollup.compared,
            ratio=float(f"{rollup.ratio:.4g}"),
        )
    if len(rollup.lines) < 2:
        return
    first = rollup.lines[0]
    yield said(
        "{value}, with {own:percent} of the {unit} before, makes {share:percent} of the difference.",
        **_explains(one, first),
    )
    both = next((line for line in rollup.lines if line.in_both), None)
    if both and both != first:
        yield said(
            "Of those that both have, most differs at {value}, with {own:percent} of the {unit} before, makes "
            "{share:percent}.",
            **_explains(one, both),
        )


def _explains(one: Grouped, line: Line) -> dict[str, object]:
    value = said("{value:name}", value=line.value) if line.value else said("Blank")
    return {"value": value, "own": line.own_share, "unit": one.unit, "share": line.share}


def _hidden(rollup: Rollup) -> Iterator[str]:
    if rollup.hidden:
        yield said(
            "Not shown, because a count or difference is below {smallest:number} and about people: {hidden:number} values "
            "that differ.",
            smallest=SMALLEST_CELL,
            hidden=rollup.hidden,
        )


def _largest(one: Grouped) -> Iterator[Part]:
    if len(one.by) > 1 and one.largest:
        rows = tuple(
            (*map(_short, group.values), _there(group.older), _there(group.newer))
            for group in one.largest[:MOST_LARGEST]
        )
        yield from (GAP, Paragraph(said("Groups that differ most"), "    "))
        yield Grid((*one.by, said("{unit} before", unit=one.unit), NOW), rows, "    ")
    if one.hidden:
        told = said(
            "Not shown, because a count or difference is below {smallest:number} and about people: {hidden:number} groups "
            "that differ.",
            smallest=SMALLEST_CELL,
            hidden=one.hidden,
        )
        yield Paragraph(told, "    ")


def _short(text: str | None) -> str:
    """A value as a cell of a table has room for it."""
    if not text:
        return "" if text == "" else BLANK
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."


def _there(amount: float | None) -> object:
    return said("no row") if amount is None else amount


def _absences(one: Grouped) -> Iterator[Part]:
    if not one.absences:
        return
    by_place: dict[str, list[Absence]] = {}
    for each in one.absences:
        by_place.setdefault(each.place or BLANK, []).append(each)
    told = said(
        "One release has nothing and the other has {smallest:number} {unit} or more in {months:number} months of "
        "{places:number} facilities. Absence in one release is not evidence that nobody was held.",
        smallest=SMALLEST_CELL,
        unit=one.unit,
        months=len(one.absences),
        places=len(by_place),
    )
    rows = tuple(sorted((_absent(place, found) for place, found in by_place.items()), key=_most))
    heads = (said("facility"), NAME, said("months"), said("first"), said("last"))
    columns = (*heads, said("{unit} before", unit=one.unit), NOW)
    yield from (GAP, Paragraph(told, "      ", "    ! "), Grid(columns, rows, "    ", MOST_PLACES))


def _absent(place: str, found: Sequence[Absence]) -> tuple[object, ...]:
    months = [each.month for each in found]
    older, newer = sum(each.older for each in found), sum(each.newer for each in found)
    return place, _short(found[0].name), len(found), min(months), max(months), older, newer


def _most(row: Sequence[object]) -> tuple[float, str]:
    return -max(float(str(row[5])), float(str(row[6]))), str(row[0])
