"""Rows that no hiding can protect are made into one: their total is public, and smaller than what must stay unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, Final

from sojourn.breakdown import Breakdown, Count, Key
from sojourn.findings import Caveat, Finding
from sojourn.tiers import SMALLEST_CELL

OTHERS: Final = "others"
"""The label of rows that were made into one."""
Values = Mapping[str, frozenset[str]]


def coarsened(finding: Finding, exposed: Set[Key] = frozenset()) -> Finding:
    """The finding with values of a dimension made into one row, where no hiding could protect the counts of each.

    A nationality of which four people were removed in the country and year, which is public, cannot be told by place: of
    a hidden count in its row everybody knows that it is at most four.

    Args:
        finding: a finding with a table.
        exposed: counts of which it has turned out that nothing protects them.
    """
    breakdown = finding.breakdown
    if breakdown is None or finding.tier == "P0" or not any(count.part_of for count in breakdown.counts):
        return finding
    together = _together(breakdown, exposed)
    if not any(together.values()):
        return finding
    rows, counts = _merged(finding, breakdown, together)
    names = " and ".join(sorted(name.replace("_", " ") for name, values in together.items() if values))
    caveat = Caveat(f"Rows with few people in all of the period are made into one ({OTHERS}), by {names}.", "warning")
    others = tuple(one for one in finding.caveats if f"({OTHERS})" not in one.text)
    made = replace(breakdown, counts=counts)
    return replace(finding, rows=rows, caveats=(*others, caveat), breaks_down=lambda: made)


def _together(breakdown: Breakdown, exposed: Set[Key]) -> Values:
    """For each dimension the values to join: those that nothing protects, and the next smallest until they are many."""
    totals, listed = _totals(breakdown)
    found = {}
    for name, sums in totals.items():
        alone = {one for key in exposed for dimension, one in key.where if dimension == name and one in sums}
        alone = {one for one in alone if name == _least_told(totals, exposed)}
        ordered = sorted(sums, key=lambda value: (sums[value], value))
        small = [one for one in ordered if one in alone or _is_bare(breakdown, name, sums[one], listed[name][one], one)]
        rest = [value for value in ordered if value not in small]
        while small and rest and (len(small) == 1 or sum(sums[value] for value in small) < SMALLEST_CELL):
            small.append(rest.pop(0))
        found[name] = frozenset(small)
    return found


def _least_told(totals: Mapping[str, Counter[str]], exposed: Set[Key]) -> str:
    """The dimension whose values among the exposed counts have the fewest people: it is joined, the others stay."""
    return min(
        totals,
        key=lambda name: (
            sum(totals[name][value] for key in exposed for dimension, value in key.where if dimension == name),
            name,
        ),
    )


def _totals(breakdown: Breakdown) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """The sum over the table for each value of each of its dimensions, and in how many rows the value stands."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    listed: dict[str, Counter[str]] = defaultdict(Counter)
    events = {count.key.event for count in breakdown.counts if count.part_of}
    wholes = events - {part for parts in breakdown.parts.values() for part in parts} or events
    for key, value in {
        one.key: one.value for one in breakdown.counts if one.part_of and one.key.event in wholes
    }.items():
        for name, text in key.where - _base(breakdown):
            totals[name][text] += value
            listed[name][text] += 1
    return totals, listed


def _base(breakdown: Breakdown) -> frozenset[tuple[str, str]]:
    """What all counts of the table are narrowed by."""
    return frozenset.intersection(*(count.key.where for count in breakdown.counts if count.part_of))


def _is_bare(breakdown: Breakdown, name: str, total: int, rows: int, value: str) -> bool:
    """Whether the total of a value is public and leaves its counts, each at least 1 where it is listed, no room."""
    one = next(count for count in breakdown.counts if count.part_of and (name, value) in count.key.where)
    whole = next(key for key in (*one.part_of, one.key) if (name, value) in key.where)
    return total - rows < SMALLEST_CELL and breakdown.told(whole, total).tier == "P0"


def _merged(
    finding: Finding, breakdown: Breakdown, together: Values
) -> tuple[tuple[tuple[Any, ...], ...], tuple[Count, ...]]:
    """The rows and the counts with the values of each dimension that are joined under one label."""
    table = [count for count in breakdown.counts if count.at]
    by_row: dict[int, list[Count]] = defaultdict(list)
    for count in table:
        assert count.at is not None
        by_row[count.at[0]].append(
            replace(
                count, key=_joined(count.key, together), part_of=tuple(_joined(key, together) for key in count.part_of)
            )
        )
    groups: dict[tuple[Key, ...], list[int]] = defaultdict(list)
    for at, counts in by_row.items():
        groups[tuple(count.key for count in counts)].append(at)
    rows: list[tuple[Any, ...]] = []
    merged = [count for count in breakdown.counts if not count.at]
    for group in groups.values():
        cells, counts = _sum(finding, [by_row[at] for at in group], len(rows), together)
        rows.append(cells)
        merged += counts
    return tuple(rows), tuple(merged)


def _sum(
    finding: Finding, counts: Sequence[Sequence[Count]], place: int, together: Values
) -> tuple[tuple[Any, ...], list[Count]]:
    """One row for several: its labels, the sums of its counts, and nothing of what was computed from each."""
    first = counts[0]
    assert first[0].at is not None
    row = list(finding.rows[first[0].at[0]])
    sums = [replace(one, value=sum(row_counts[nth].value for row_counts in counts)) for nth, one in enumerate(first)]
    columns = [one.at[1] for one in sums if one.at]
    if len(counts) > 1 or _is_joined(first[0].key, together):
        row = [cell if column < min(columns) else None for column, cell in enumerate(row)]
    for name, values in together.items():
        if values and (name, _label(values)) in first[0].key.where and name in finding.columns:
            row[finding.columns.index(name)] = OTHERS
    for one, column in zip(sums, columns, strict=True):
        row[column] = one.value
    return tuple(row), [replace(one, at=(place, column)) for one, column in zip(sums, columns, strict=True)]


def _is_joined(key: Key, together: Values) -> bool:
    return any((name, _label(values)) in key.where for name, values in together.items() if values)


def _label(values: frozenset[str]) -> str:
    """Values joined as a filter for several codes has them."""
    return "+".join(sorted({code for value in values for code in value.split("+")}))


def _joined(key: Key, together: Values) -> Key:
    where = {
        (name, _label(together[name])) if value in together.get(name, ()) else (name, value)
        for name, value in key.where
    }
    return replace(key, where=frozenset(where))
