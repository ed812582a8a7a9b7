"""An attacker who is written apart from the gate, and slowly, opens nothing that has passed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.invented_tables import headline, scope, split
from sojourn.disclosure.coarsening import OTHERS
from sojourn.disclosure.gate import pass_gate
from sojourn.disclosure.guarded import HIDDEN
from sojourn.findings import Finding

K = 11
Cells = dict[tuple[str, ...], int]

counts = some.one_of(some.just(0), some.integers(1, 10), some.integers(11, 60))


@some.composite
def tables(draw: some.DrawFn) -> Cells:
    """Counts by nationality and place."""
    rows, columns = draw(some.integers(2, 4)), draw(some.integers(2, 4))
    names = product([f"N{at}" for at in range(rows)], [f"P{at}" for at in range(columns)])
    return {name: draw(counts) for name in names}


def narrowest(known: dict[tuple[str, ...], int | None], margins: Iterable[tuple[list[tuple[str, ...]], int]]) -> float:
    """The least width of what can be worked out of the cells that are not known, by two whole programmes for each."""
    names = [name for name, value in known.items() if value is None]
    if not names:
        return float("inf")
    rows, right = [], []
    for members, total in margins:
        rows.append([float(name in members) for name in names])
        right.append(total - sum(known[name] or 0 for name in members))
    constraints = LinearConstraint(np.array(rows), right, right)
    widths = []
    for at in range(len(names)):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(names))
            cost[at] = sign
            found = milp(cost, integrality=np.ones(len(names)), bounds=Bounds(0, 10_000), constraints=constraints)
            assert found.x is not None
            ends.append(sign * found.fun)
        widths.append(ends[1] - ends[0])
    return float(min(widths))


def margins_of(cells: Cells) -> list[tuple[list[tuple[str, ...]], int]]:
    """Every row, every column and the whole, as everybody knows them."""
    groups: dict[tuple[int, str], list[tuple[str, ...]]] = defaultdict(list)
    for name in cells:
        for axis, value in enumerate(name):
            groups[axis, value].append(name)
    return [(members, sum(cells[name] for name in members)) for members in groups.values()] + [
        (list(cells), sum(cells.values()))
    ]


def merged(finding: Finding, cells: Cells) -> Cells:
    """The true cells under the labels of the published table."""
    labels = [{str(row[axis]) for row in finding.rows} for axis in range(2)]
    sums: Cells = defaultdict(int)
    for name, count in cells.items():
        sums[tuple(value if value in labels[axis] else OTHERS for axis, value in enumerate(name))] += count
    return {name: count for name, count in sums.items() if count}


@settings(max_examples=60)
@given(tables())
def test_no_hidden_count_of_a_table_can_be_worked_out(cells: Cells) -> None:
    """Every interval is at least eleven wide, although all totals are known and no zero is hidden."""
    assume(sum(cells.values()) >= 30)
    (form,) = pass_gate([split(cells, ("nationality", "place"))]).findings
    assume(isinstance(form, Finding))
    assert isinstance(form, Finding)
    truth = merged(form, cells)
    shown = {tuple(map(str, row[:2])): None if row[2] == HIDDEN else row[2] for row in form.rows}
    assert set(shown) == set(truth)
    assert all(value is None or value == truth[name] for name, value in shown.items())
    assert not any(value is not None and 0 < value < K for value in shown.values())
    assert narrowest(shown, margins_of(truth)) >= K


@settings(max_examples=40)
@given(tables(), some.data())
def test_findings_that_share_counts_give_none_away_together(cells: Cells, data: some.DataObject) -> None:
    """A table and some of its counts asked for one by one, in the same publication."""
    assume(sum(cells.values()) >= 30)
    names = data.draw(some.lists(some.sampled_from(sorted(cells)), min_size=1, max_size=3, unique=True))
    ones = [headline(cells[name], scope(dict(zip(("nationality", "place"), name, strict=True)))) for name in names]
    table, *others = pass_gate([split(cells, ("nationality", "place")), *ones]).findings
    shown: dict[tuple[str, ...], int | None] = dict.fromkeys(cells)
    if isinstance(table, Finding):
        shown |= {tuple(map(str, row[:2])): row[2] for row in table.rows if row[2] != HIDDEN and OTHERS not in row}
    for name, one in zip(names, others, strict=True):
        if isinstance(one, Finding) and one.value is not None:
            shown[name] = int(one.value)
    for name, count in cells.items():
        if not count:
            shown[name] = 0
    visible = [value for value in shown.values() if value]
    assert not any(value < K for value in visible)
    totals = margins_of(cells) if isinstance(table, Finding) else []
    small = {name for name, value in shown.items() if value is None and 0 < cells[name] < K}
    fixed = {name: value for name, value in shown.items() if name not in small}
    if totals and small and not any(OTHERS in row for row in table.rows):  # type: ignore[union-attr]
        assert narrowest({**fixed, **dict.fromkeys(small)}, totals) >= K
