"""Which finding has a chart, and which: decided by its columns, drawn from its table and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sojourn.findings import Finding
from sojourn.publish.drawings.funnel import Edge, Unit, funnel_plot
from sojourn.publish.drawings.quarters import Waits, quarters
from sojourn.publish.drawings.routes import Way, routes
from sojourn.publish.drawings.series import Step, series
from sojourn.publish.drawings.stages import Stage, stages
from sojourn.publish.drawings.stay_band import Held, stay_band
from sojourn.publish.drawings.svg import Drawing
from sojourn.publish.terminal import INVENTED_NOTICE, P2_NOTICE
from sojourn.web.breaks import TIMES, edges, with_breaks, with_gaps
from sojourn.words.said import ENGLISH, Ways, said

FEWEST: Final = 3
"""Periods from which a series is drawn."""
MOST_STEPS: Final = 400
"""Periods beyond which bars would be thinner than a line: days of more than a year have a table alone."""
MOST: Final = 12
"""Groups whose waits are drawn: of years the latest; more groups of another kind have a table alone."""
_PERIOD: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_WHOLE: Final = re.compile(r"([\d,]+) ")
_LONGER: Final = "share longer than these days"


def drawing_of(finding: Finding, spoken: Ways = ENGLISH, *, whole: bool = False) -> Drawing | None:
    """The chart of a finding's table in a language; None where its columns call for none.

    With `whole`, no period was asked for: what changed after the last row has its place too.
    """
    drawn = next((draw for columns, draw in _BY_COLUMNS if finding.rows and columns <= set(finding.columns)), None)
    if drawn:
        return drawn(finding, spoken)
    by_time = finding.columns[:1] and finding.columns[0] in TIMES and len(finding.rows) >= FEWEST
    return _series(finding, spoken, whole=whole) if by_time else None


def _warnings(finding: Finding) -> list[str]:
    marks = [INVENTED_NOTICE] if finding.provenance.invented else []
    return marks + ([P2_NOTICE] if finding.tier in {"P2", "P3"} else [])


def _notes(finding: Finding) -> list[str]:
    return [f"{', '.join(finding.provenance.releases)}. Sojourn {finding.id}."]


def _series(finding: Finding, spoken: Ways, *, whole: bool) -> Drawing | None:
    """By period the share, where the finding is one, else the first column of numbers; nothing where a second split crosses it."""
    at = _drawn(finding)
    if at is None or len({row[0] for row in finding.rows}) < len(finding.rows):
        return None
    told = (_step(finding, row, at) for row in finding.rows)
    steps = sorted((one for one in told if _PERIOD.fullmatch(one.period)), key=lambda one: one.period)
    if not any(one.value for one in steps):
        return None
    unplaced = len(finding.rows) - len(steps)
    notes: list[str] = [said("Rows without a period: {rows:number}, in the table.", rows=unplaced)] if unplaced else []
    per_cent = finding.unit.startswith("share")
    words = finding.unit if per_cent else finding.columns[at]
    shown, known = with_breaks(finding.measure, with_gaps(steps), whole=whole)
    if len(shown) > MOST_STEPS:
        return None
    there = {step.period for step in shown}
    breaks = known | {period: says for period, says in edges(finding).items() if period in there}
    notes += _notes(finding)
    return series(words, shown, breaks, per_cent=per_cent, warnings=_warnings(finding), notes=notes, spoken=spoken)


def _intervals(finding: Finding, spoken: Ways) -> Drawing | None:
    """ICE's average from each pull to the next; hatched where it must not be used."""
    _, _, _, held, _, why = finding.columns
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    steps = [Step(row["first day"].isoformat(), None if row[why] else _number(row[held])) for row in rows]
    if not any(step.value for step in steps):
        return None
    notes = [
        said(
            "A bar begins at each pull and stands for the days to the next, whatever their number. Where it is hatched, the "
            "figure must not be used; the table says why."
        ),
        *_notes(finding),
    ]
    return series(held, steps, warnings=_warnings(finding), notes=notes, spoken=spoken)


def _quarters(finding: Finding, spoken: Ways) -> Drawing | None:
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    days = ("a quarter", "half", "low", "high", "three quarters")
    told = [Waits(_text(row[finding.columns[0]]), *(_number(row[name]) for name in days)) for row in rows]
    told = [one for one in told if one.quarter is not None]
    latest = told[-MOST:] if finding.columns[0] in TIMES else told
    if not latest or len(latest) > MOST:
        return None
    return quarters(latest, warnings=_warnings(finding), notes=_notes(finding), spoken=spoken)


def _stages(finding: Finding, spoken: Ways) -> Drawing:
    """Each stage with the number that its last cell begins with, where that is shown."""
    listed = [
        Stage(
            _text(name), _number(count), float(whole[1].replace(",", "")) if (whole := _WHOLE.match(str(of))) else None
        )
        for name, count, of in finding.rows
    ]
    return stages(listed, warnings=_warnings(finding), notes=_notes(finding), spoken=spoken)


def _routes(finding: Finding, spoken: Ways) -> Drawing | None:
    """The routes of one facility; nothing where several are asked for, or none."""
    leads = finding.columns[0] == "destination"
    hub = finding.parameters.get("origin" if leads else "destination")
    ways = [Way(_text(row[0]), int(row[1])) for row in finding.rows if _number(row[1])]
    if not hub or not ways:
        return None
    title = said("Transfers from {place}", place=hub) if leads else said("Transfers to {place}", place=hub)
    return routes(title, str(hub), ways, to=leads, warnings=_warnings(finding), notes=_notes(finding), spoken=spoken)


def _drawn(finding: Finding) -> int | None:
    if finding.unit.startswith("share"):
        return next((at for at, name in enumerate(finding.columns) if name.split()[0] == "share"), None)
    numbers = (at for at in range(1, len(finding.columns)) if any(_number(row[at]) is not None for row in finding.rows))
    return next(numbers, None)


def _step(finding: Finding, row: Sequence[Any], at: int) -> Step:
    cells = dict(zip(finding.columns, row, strict=True))
    low, high = (_number(cells.get(name)) for name in ("low", "high"))
    limits = None if low is None or high is None or not finding.unit.startswith("share") else (low, high)
    return Step(_period(finding.columns[0], row[0]), _number(row[at]), limits)


def _number(cell: Any) -> float | None:
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _text(cell: Any) -> str:
    """A cell as text; what is said stays so, to be told in the language of the chart."""
    return cell if isinstance(cell, str) else str(cell)


def _period(kind: str, cell: Any) -> str:
    """The name of a period: a day by its date, a month without one."""
    return (
        cell.isoformat()[: len("2017-06-23" if kind == "day" else "2017-06")] if isinstance(cell, date) else str(cell)
    )


def _band(finding: Finding, spoken: Ways) -> Drawing | None:
    """The shares held after so many days, where the table has them."""
    rows = [dict(zip(finding.columns, row, strict=True)) for row in finding.rows]
    points = [_held(row) for row in rows if row["figure"] == _LONGER and isinstance(row["value"], int | float)]
    return stay_band(points, warnings=_warnings(finding), notes=_notes(finding), spoken=spoken) if points else None


def _held(row: Mapping[str, Any]) -> Held:
    low, high = (row[name] if isinstance(row[name], int | float) else row["value"] for name in ("low", "high"))
    return Held(float(row["at"]), row["value"], low, high)


def _funnel(finding: Finding, spoken: Ways) -> Drawing | None:
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
        funnel_plot(share, whole, units, limits, warnings=_warnings(finding), notes=_notes(finding), spoken=spoken)
        if units
        else None
    )


_BY_COLUMNS: Final[Sequence[tuple[set[str], Callable[[Finding, Ways], Drawing | None]]]] = (
    ({"first day", "last day", "people a night"}, _intervals),
    ({"a quarter", "half", "three quarters"}, _quarters),
    ({"stage", "count", "of"}, _stages),
    ({"origin", "transfers"}, _routes),
    ({"destination", "transfers"}, _routes),
    ({"figure", "at", "value"}, _band),
    ({"judge", "funnel"}, _funnel),
)
"""What is drawn of a table that has these columns; the first that fits."""
