"""Rows that no hiding can protect are made into one: their total is public, and smaller than what must stay unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sojourn.breakdown import Breakdown, Count, Key
from sojourn.findings import Caveat, Finding
from sojourn.tiers import SMALLEST_CELL

OTHERS: Final = "others"
"""The label of rows that were made into one."""
Values = Mapping[str, frozenset[str]]


def coarsened(finding: Finding) -> Finding:
    """The finding with the values of a dimension made into one row whose totals everybody may know and are below 11.

    A nationality of which four people were removed in the country and year, which is public, cannot be told by place: of
    a hidden count in its row everybody knows that it is at most four.
    """
    if (
        finding.breakdown is None
        or finding.tier == "P0"
        or not any(count.part_of for count in finding.breakdown.counts)
    ):
        return finding
    together = _together(finding.breakdown)
    if not any(together.values()):
        return finding
    rows, counts = _merged(finding, finding.breakdown, together)
    caveat = Caveat(
        f"Rows with few people in all of the period are made into one ({OTHERS}): "
        f"{'; '.join(f'{len(values)} by {name}' for name, values in sorted(together.items()) if values)}.",
        "warning",
    )
    breakdown = replace(finding.breakdown, counts=counts)
    return replace(finding, rows=rows, caveats=(*finding.caveats, caveat), breakdown=breakdown)


def _together(breakdown: Breakdown) -> Values:
    """For each dimension the values to join: those with small public totals, and the next smallest until they are many."""
    totals = _totals(breakdown)
    found = {}
    for name, sums in totals.items():
        ordered = sorted(sums, key=lambda value: (sums[value], value))
        small = [value for value in ordered if sums[value] < SMALLEST_CELL and _is_public(breakdown, name, sums, value)]
        rest = [value for value in ordered if value not in small]
        while small and rest and (len(small) == 1 or sum(sums[value] for value in small) < SMALLEST_CELL):
            small.append(rest.pop(0))
        found[name] = frozenset(small)
    return found


def _totals(breakdown: Breakdown) -> dict[str, Counter[str]]:
    """The sum over the table for each value of each of its dimensions."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    events = {count.key.event for count in breakdown.counts if count.part_of}
    wholes = events - {part for parts in breakdown.parts.values() for part in parts} or events
    for count in breakdown.counts:
        if count.part_of and count.key.event in wholes:
            for name, value in count.key.where - count.part_of[0].where:
                totals[name][value] += count.value
    return totals


def _is_public(breakdown: Breakdown, name: str, sums: Mapping[str, int], value: str) -> bool:
    one = next(count for count in breakdown.counts if count.part_of and (name, value) in count.key.where)
    total = next(key for key in (*one.part_of, one.key) if (name, value) in key.where)
    return breakdown.told(total, sums[value]).tier == "P0"


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
        if values and (name, "+".join(sorted(values))) in first[0].key.where and name in finding.columns:
            row[finding.columns.index(name)] = OTHERS
    for one, column in zip(sums, columns, strict=True):
        row[column] = one.value
    return tuple(row), [replace(one, at=(place, column)) for one, column in zip(sums, columns, strict=True)]


def _is_joined(key: Key, together: Values) -> bool:
    return any((name, "+".join(sorted(values))) in key.where for name, values in together.items() if values)


def _joined(key: Key, together: Values) -> Key:
    where = {
        (name, "+".join(sorted(together[name]))) if value in together.get(name, ()) else (name, value)
        for name, value in key.where
    }
    return replace(key, where=frozenset(where))
