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


def drawing_of(finding: Finding) -> Drawing | None:
    """The chart of a finding's table; None where its columns call for none."""
    if finding.columns[:1] and finding.columns[0] in _TIMES and len(finding.rows) >= FEWEST:
        return _series(finding)
    if "figure" in finding.columns and any(row[0] == _LONGER for row in finding.rows):
        return _band(finding)
    return _funnel(finding) if {"judge", "funnel"} <= set(finding.columns) else None


def _warnings(finding: Finding) -> list[str]:
    marks = [INVENTED_NOTICE] if finding.provenance.invented else []
    return marks + ([P2_NOTICE] if finding.tier in {"P2", "P3"} else [])


def _notes(finding: Finding) -> list[str]:
    return [f"{', '.join(finding.provenance.releases)}. Sojourn {finding.id}."]


def _series(finding: Finding) -> Drawing | None:
    at = next((at for at, name in enumerate(finding.columns) if name not in _TIMES), None)
    if at != 1:
        return None
    steps = [Step(_period(row[0]), row[1] if isinstance(row[1], int | float) else None) for row in finding.rows]
    steps.sort(key=lambda one: one.period)
    if not any(one.value for one in steps):
        return None
    return series(finding.columns[1], _with_gaps(steps), warnings=_warnings(finding), notes=_notes(finding))


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
