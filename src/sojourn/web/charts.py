"""Which finding has a chart, and which: decided by its columns, drawn from its table and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sojourn.findings import Finding
from sojourn.publish.drawings.funnel import Edge, Unit, funnel_plot
from sojourn.publish.drawings.quarters import Waits, quarters
from sojourn.publish.drawings.routes import Way, routes
from sojourn.publish.drawings.series import Step, series
from sojourn.publish.drawings.stay_band import Held, stay_band
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE
from sojourn.web.breaks import TIMES, edges, with_breaks, with_gaps

FEWEST: Final = 3
"""Periods from which a series is drawn."""
MOST: Final = 12
"""Groups whose waits are drawn; the table has all."""
_LONGER: Final = "share longer than these days"


def drawing_of(finding: Finding, *, whole: bool = False) -> Drawing | None:
    """The chart of a finding's table; None where its columns call for none.

    With `whole`, no period was asked for: what changed after the last row has its place too.
    """
    if finding.columns[:1] and finding.columns[0] in TIMES and len(finding.rows) >= FEWEST:
        return _series(finding, whole=whole)
    if finding.columns[:2] == ("first day", "last day") and finding.rows:
        return _intervals(finding)
    if {"a quarter", "half", "three quarters"} <= set(finding.columns):
        return _quarters(finding)
    if finding.measure == "transfers" and finding.columns[:1] in {("origin",), ("destination",)}:
        return _routes(finding)
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
    shown, known = with_breaks(finding.measure, with_gaps(steps), whole=whole)
    there = {step.period for step in shown}
    breaks = known | {period: says for period, says in edges(finding).items() if period in there}
    return series(words, shown, breaks, per_cent=per_cent, warnings=_warnings(finding), notes=_notes(finding))


def _intervals(finding: Finding) -> Drawing | None:
    """ICE's average from each pull to the next; hatched where it must not be used."""
    _, _, days, held, _, why = finding.columns
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    steps = [Step(row["first day"].isoformat(), None if row[why] else _number(row[held])) for row in rows]
    if not any(step.value for step in steps):
        return None
    notes = [
        f"A bar begins at each pull and stands for the {days} to the next, whatever their number. Where it is hatched, the "
        "figure must not be used; the table says why.",
        *_notes(finding),
    ]
    return series(held, steps, warnings=_warnings(finding), notes=notes)


def _quarters(finding: Finding) -> Drawing | None:
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    days = ("a quarter", "half", "low", "high", "three quarters")
    told = [Waits(str(row[finding.columns[0]]), *(_number(row[name]) for name in days)) for row in rows]
    told = [one for one in told if one.quarter is not None]
    return quarters(told[:MOST], warnings=_warnings(finding), notes=_notes(finding)) if told else None


def _routes(finding: Finding) -> Drawing | None:
    """The routes of one facility; nothing where several are asked for, or none."""
    leads = finding.columns[0] == "destination"
    hub = finding.parameters.get("origin" if leads else "destination")
    ways = [Way(str(row[0]), int(row[1])) for row in finding.rows if _number(row[1])]
    if not hub or not ways:
        return None
    title = f"Transfers from {hub}" if leads else f"Transfers to {hub}"
    return routes(title, str(hub), ways, to=leads, warnings=_warnings(finding), notes=_notes(finding))


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
    limits = [Edge(*row) for row in finding.details.get("funnel_limits", ())]
    return (
        funnel_plot(share, whole, units, limits, warnings=_warnings(finding), notes=_notes(finding)) if units else None
    )
