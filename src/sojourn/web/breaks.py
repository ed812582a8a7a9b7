"""What changes along a series over time, and is dashed in its chart: known changes, and where a release begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sojourn.findings import Finding
from sojourn.publish.drawings.series import Step
from sojourn.words.said import Said, said

TIMES: Final = ("month", "fiscal_year", "year", "day")
_DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_MADE: Final = re.compile(r"@(\d{4}-\d\d-\d\d)$")
_END: Final = {"2025-01": said("appointments ended on 20 January 2025")}
_APPOINTMENTS: Final = {
    "2023-05": said("from 10 May 2023 places were drawn or given to the longest waiting, not to the fastest"),
    **_END,
}
BREAKS: Final[Mapping[str, Mapping[str, str]]] = {
    "appointments": _APPOINTMENTS,
    "appointments_against_encounters": _APPOINTMENTS,
    "closure": _END,
}
"""By measure and month, what changed there and is dashed in the chart. Source: docs/entry.md."""


def edges(finding: Finding) -> dict[str, str]:
    """By period, that only a part of it is counted: where the days of the finding begin or end within it."""
    kind = finding.columns[0]
    if kind not in {"month", "fiscal_year", "year"}:
        return {}
    found: dict[str, str] = {}
    first, last, ends = _days(finding)
    if first and first != _bounds(kind, first)[0]:
        found[_name(kind, first)] = said("counted from {day} only", day=str(first))
    if last and last != _bounds(kind, last)[1]:
        name = _name(kind, last)
        end = ends(str(last))
        found[name] = said("{begins}, and {ends}", begins=found[name], ends=end) if name in found else end
    return found


def stated_days(finding: Finding) -> tuple[date, date] | None:
    """The first and the last day that a finding was asked about; None where it was asked about all of a release."""
    stated = _DAYS.fullmatch(str(finding.parameters.get("period") or ""))
    return (date.fromisoformat(stated[1]), date.fromisoformat(stated[2])) if stated else None


def _days(finding: Finding) -> tuple[date | None, date | None, Callable[[str], Said]]:
    """The first and the last day that are counted, and how the last one is said; None where the finding does not say."""
    if stated := stated_days(finding):
        return *stated, _counted_to
    made = _MADE.search(finding.provenance.releases[0]) if len(finding.provenance.releases) == 1 else None
    if finding.parameters.get("period") or not made:
        return None, None, _counted_to
    return None, date.fromisoformat(made[1]), _made_on


def _counted_to(day: str) -> Said:
    return said("counted to {day} only", day=day)


def _made_on(day: str) -> Said:
    return said("the release was made on {day}", day=day)


def _bounds(kind: str, day: date) -> tuple[date, date]:
    """The first and the last day of the period that a day lies in; the fiscal year of the United States begins in October."""
    if kind == "month":
        return day.replace(day=1), (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if kind == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    year = int(_name(kind, day))
    return date(year - 1, 10, 1), date(year, 9, 30)


def _name(kind: str, day: date) -> str:
    if kind == "month":
        return f"{day:%Y-%m}"
    return str(day.year + (kind == "fiscal_year" and day.month >= 10))


def with_breaks(measure: str, steps: list[Step], *, whole: bool) -> tuple[list[Step], dict[str, str]]:
    """The steps, up to the last change where the series is whole, and the changes among them."""
    known = BREAKS.get(measure, {})
    if not known or len(steps[0].period) != len("2017-06"):
        return steps, {}
    if whole and steps[-1].period < max(known):
        steps = with_gaps([*steps, Step(max(known), None, listed=False)])
    periods = {step.period for step in steps}
    return steps, {period: says for period, says in known.items() if period in periods}


def with_gaps(steps: Sequence[Step]) -> list[Step]:
    """Years, months or days in their order with the places of those that the table does not list."""
    known = {step.period: step for step in steps}
    return [known.get(name) or Step(name, None, listed=False) for name in _between(steps[0].period, steps[-1].period)]


def _between(first: str, last: str) -> list[str]:
    """The names from one period to another of the same kind."""
    if len(first) == len("2017"):
        return [str(year) for year in range(int(first), int(last) + 1)]
    if len(first) == len("2017-06"):
        begins, ends = (12 * int(one[:4]) + int(one[5:]) - 1 for one in (first, last))
        return [f"{at // 12}-{at % 12 + 1:02}" for at in range(begins, ends + 1)]
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return [(date.fromisoformat(first) + timedelta(days=at)).isoformat() for at in range(days + 1)]
