"""Figures that TRAC, EOIR and others published about the courts; from `reference_figures.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sojourn.findings import Rival
from sojourn.measures.declare import Period, period
from sojourn.shipped import rows_of
from sojourn.words.said import said

MOST = 8
SCOPE = ("judge", "court", "nationality", "detained", "represented")
_LEAST_SHARE = 0.5
"""A published period stands beside the one asked for if it lies in it and covers at least this share of its days."""


@cache
def _figures() -> tuple[tuple[dict[str, str], Period], ...]:
    path = Path(__file__).parent / "reference_figures.csv"
    return tuple((row, period(row["period"])) for row in rows_of(path))


@cache
def _about(measure: str) -> tuple[tuple[dict[str, str], Period], ...]:
    """The figures for one measure."""
    return tuple(one for one in _figures() if one[0]["measure"] == measure)


def court_rivals(measure: str, scope: Mapping[str, str], asked: Period | None) -> tuple[Rival, ...]:
    """What was published for a measure about the same judge, court, nationality and custody: rates first, the latest first.

    `scope` has codes as the release has them, several joined by + in alphabetical order; what it lacks is not asked.
    """
    fitting = [
        (row, span)
        for row, span in _about(measure)
        if all(row[name] == scope.get(name, "") for name in SCOPE if not _wider(row, scope, name))
        and (asked is None or _fits(span, asked))
    ]
    fitting.sort(key=lambda one: (one[0]["unit"].startswith("per cent"), one[1].last, one[1].first), reverse=True)
    return tuple(
        Rival(
            float(row["value"]),
            row["unit"],
            row["publisher"],
            row["published"],
            said("{period}: {compares}", period=row["period"], compares=row["compares"]),
        )
        for row, _ in fitting[:MOST]
    )


def told_figures() -> tuple[str, ...]:
    """What the published figures say of themselves, once each: their units, and what each compares."""
    return tuple(dict.fromkeys(text for row, _ in _figures() for text in (row["unit"], row["compares"]) if text))


def _wider(row: Mapping[str, str], scope: Mapping[str, str], name: str) -> bool:
    """A report on a judge at one court stands beside a question about the judge at all courts, too."""
    return name == "court" and bool(row["judge"]) and not scope.get("court")


def _fits(span: Period, asked: Period) -> bool:
    return asked.first <= span.first and span.last <= asked.last and span.days >= _LEAST_SHARE * asked.days
