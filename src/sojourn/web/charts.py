"""Which finding has a chart, and which: decided by its columns, drawn from its table and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sojourn.findings import Finding
from sojourn.publish.drawings.funnel import Unit, funnel_plot
from sojourn.publish.drawings.series import Step, series
from sojourn.publish.drawings.stay_band import Held, stay_band
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE

FEWEST: Final = 3
"""Periods from which a series is drawn."""
_TIMES: Final = ("month", "fiscal_year", "year", "day")
_LONGER: Final = "share longer than these days"
_END: Final = {"2025-01": "appointments ended on 20 January 2025"}
_APPOINTMENTS: Final = {
    "2023-05": "from 10 May 2023 places were drawn or given to the longest waiting, not to the fastest",
    **_END,
}
BREAKS: Final[Mapping[str, Mapping[str, str]]] = {
    "appointments": _APPOINTMENTS,
    "appointments_against_encounters": _APPOINTMENTS,
    "closure": _END,
}
"""By measure and month, what changed there and is dashed in the chart. Source: docs/entry.md."""


def drawing_of(finding: Finding, *, whole: bool = False) -> Drawing | None:
    """The chart of a finding's table; None where its columns call for none.

    With `whole`, no period was asked for: what changed after the last row has its place too.
    """
    if finding.columns[:1] and finding.columns[0] in _TIMES and len(finding.rows) >= FEWEST:
        return _series(finding, whole=whole)
    if "figure" in finding.columns and any(row[0] == _LONGER for row in finding.rows):
        return _band(finding)
    return _funnel(finding) if {"judge", "funnel"} <= set(finding.columns) else None


def _warnings(finding: Finding) -> list[str]:
    marks = [INVENTED_NOTICE] if finding.provenance.invented else []
    return marks + ([P2_NOTICE] if finding.tier in {"P2", "P3"} else [])


def _notes(finding: Finding) -> list[str]:
    return [f"{', '.join(finding.provenance.releases)}. Sojourn {finding.id}."]


def _series(finding: Finding, *, whole: bool) -> Drawing | None:
    """By period the share, where the finding is one, else the first column of numbers; nothing where a second split crosses it."""
    at = _drawn(finding)
    if at is None or len({row[0] for row in finding.rows}) < len(finding.rows):
        return None
    steps = sorted((_step(finding, row, at) for row in finding.rows), key=lambda one: one.period)
    if not any(one.value for one in steps):
        return None
    per_cent = finding.unit.startswith("share")
    words = finding.unit if per_cent else finding.columns[at]
    shown, breaks = _with_breaks(finding.measure, _with_gaps(steps), whole=whole)
    return series(words, shown, breaks, per_cent=per_cent, warnings=_warnings(finding), notes=_notes(finding))


def _with_breaks(measure: str, steps: list[Step], *, whole: bool) -> tuple[list[Step], dict[str, str]]:
    """The steps, up to the last change where the series is whole, and the changes among them."""
    known = BREAKS.get(measure, {})
    if not known or len(steps[0].period) != len("2017-06"):
        return steps, {}
    if whole and steps[-1].period < max(known):
        steps = _with_gaps([*steps, Step(max(known), None, listed=False)])
    periods = {step.period for step in steps}
    return steps, {period: says for period, says in known.items() if period in periods}


def _drawn(finding: Finding) -> int | None:
    if finding.unit.startswith("share"):
        return next((at for at, name in enumerate(finding.columns) if name.split()[0] == "share"), None)
    numbers = (at for at in range(1, len(finding.columns)) if any(_number(row[at]) is not None for row in finding.rows))
    return next(numbers, None)


def _step(finding: Finding, row: Sequence[Any], at: int) -> Step:
    cells = dict(zip(finding.columns, row, strict=True))
    low, high = (_number(cells.get(name)) for name in ("low", "high"))
    limits = None if low is None or high is None or not finding.unit.startswith("share") else (low, high)
    return Step(_period(row[0]), _number(row[at]), limits)


def _number(cell: Any) -> float | None:
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _with_gaps(steps: Sequence[Step]) -> list[Step]:
    """Months in their order with the places of those that the table does not list."""
    if len(steps[0].period) != len("2017-06"):
        return list(steps)
    known = {step.period: step for step in steps}
    first, last = (12 * int(one.period[:4]) + int(one.period[5:]) - 1 for one in (steps[0], steps[-1]))
    names = [f"{at // 12}-{at % 12 + 1:02}" for at in range(first, last + 1)]
    return [known.get(name) or Step(name, None, listed=False) for name in names]


def _period(cell: Any) -> str:
    return cell.isoformat()[:7] if isinstance(cell, date) else str(cell)


def _band(finding: Finding) -> Drawing | None:
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    points = [_held(row) for row in rows if row["figure"] == _LONGER and isinstance(row["value"], int | float)]
    return stay_band(points, warnings=_warnings(finding), notes=_notes(finding)) if points else None


def _held(row: Mapping[str, Any]) -> Held:
    low, high = (row[name] if isinstance(row[name], int | float) else row["value"] for name in ("low", "high"))
    return Held(float(row["at"]), row["value"], low, high)


def _funnel(finding: Finding) -> Drawing | None:
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    share = next(name for name in finding.columns if name.startswith("share "))
    whole = finding.columns[finding.columns.index(share) - 1]
    units = [
        Unit(str(row["judge"]), row[whole], row[share], str(row["funnel"] or ""))
        for row in rows
        if isinstance(row[whole], int) and isinstance(row[share], int | float)
    ]
    return funnel_plot(share, whole, units, warnings=_warnings(finding), notes=_notes(finding)) if units else None
