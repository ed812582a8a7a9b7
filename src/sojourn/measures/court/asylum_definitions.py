"""Four published definitions of how a court's decisions on asylum are counted; `asylum_statements` has the SQL of each.

A definition says which rows count, which letter is which outcome, and whether the rate is of denials or of grants.
An attribution says whose decision it is: that of the application's own proceeding, or of the last one of its case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sojourn.engine.connect import quoted
from sojourn.stats.proportions import wilson
from sojourn.tables.court.derived import GRANTS
from sojourn.words.said import Said, said

Side = Literal["own", "last"]
Outcome = Literal["granted", "other_relief", "denied", "other"]

SIDES: Final[tuple[Side, ...]] = ("own", "last")
OUTCOMES: Final[tuple[Outcome, ...]] = ("granted", "other_relief", "denied", "other")
FEWEST = 25
"""Decisions below which no rate is given: TRAC gives no yearly rate below it."""
WORDS: Final[dict[Outcome, str]] = {
    "granted": said("granted"),
    "other_relief": said("other relief"),
    "denied": said("denied"),
    "other": said("other"),
}
_ABSENT: Final[dict[Outcome, str]] = {"other_relief": said("not apart"), "other": said("not counted")}
GRANTED: Final = f"decision IN ({', '.join(map(quoted, GRANTS))})"
"""The condition of a grant."""
_RELIEVED = "(decision = 'L' OR (decision = 'D' AND has_relief))"


@dataclass(frozen=True)
class Way:
    """One definition: its unit, the outcome whose share it publishes, its conditions, and its words."""

    id: str
    unit: str
    rate: Outcome
    sides: tuple[Side, ...]
    row: str
    """The column of the inner select that says whether a row counts at all."""
    outcomes: Mapping[Outcome, str]
    words: str
    differs: str
    """Why its figure differs from those of the others."""


def share_of_outcome(way: Way) -> Said:
    """The share that a definition publishes; the head of a column, and the unit of an answer."""
    return said("share denied") if way.rate == "denied" else said("share granted")


WAYS: Final[dict[str, Way]] = {
    way.id: way
    for way in (
        Way(
            "trac_2007",
            said("decisions"),
            "denied",
            SIDES,
            "an_application",
            {"granted": GRANTED, "denied": "decision = 'D'"},
            "TRAC until October 2022: denied / (granted + denied), by application",
            "other relief after a denial of asylum counts as denied",
        ),
        Way(
            "trac_2022",
            said("decisions"),
            "denied",
            SIDES,
            "an_application",
            {
                "granted": GRANTED,
                "other_relief": _RELIEVED,
                "denied": "decision = 'D' AND NOT has_relief",
            },
            "TRAC since October 2022: denied all relief / (granted + other relief + denied), by application",
            "other relief stands apart, so fewer are denied of more decisions",
        ),
        Way(
            "eoir",
            said("cases"),
            "granted",
            ("last",),
            "a_decided_case",
            {"granted": GRANTED, "denied": "decision = 'D'", "other": "decision IN ('A', 'M', 'W', 'O', 'L')"},
            "EOIR: granted / (granted + denied + abandoned, withdrawn, not adjudicated, other), by case",
            "the share is of grants, and outcomes without a decision on the merits make its denominator larger",
        ),
        Way(
            "case_last",
            said("cases"),
            "granted",
            ("last",),
            "a_last_case",
            {"granted": GRANTED, "denied": "decision = 'D'"},
            "granted / (granted + denied), by the last application of each case of removal or withholding only",
            "the share is of grants; an earlier denial in the case does not count, and a case that was closed later drops out",
        ),
    )
}


TOTALLED: Final = ("fiscal_year", "detained", "represented")
"""The dimensions by which the totals of all definitions stand apart: few values each, so that one statement answers by any."""


@dataclass(frozen=True)
class Counted:
    """The counts of one definition under one attribution."""

    way: Way
    side: Side
    counts: Mapping[Outcome, int]

    @property
    def denominator(self) -> int:
        """Everything that the definition counts."""
        return sum(self.counts.values())

    @property
    def numerator(self) -> int:
        """The outcome whose share the definition publishes."""
        return self.counts[self.way.rate]

    @property
    def enough(self) -> bool:
        """Whether the counts give a rate."""
        return self.denominator >= FEWEST

    @property
    def share(self) -> float:
        """The published rate."""
        return self.numerator / self.denominator

    @property
    def limits(self) -> tuple[float, float]:
        """The Wilson interval of the rate."""
        return wilson(self.numerator, self.denominator)

    def as_dict(self) -> dict[str, Any]:
        """The definition with its counts and its rate, or with the status that there are too few."""
        told = {
            "definition": self.way.id,
            "attribution": self.side,
            "rate": self.way.rate,
            "words": self.way.words,
            "unit": self.way.unit,
            "counts": dict(self.counts),
            "numerator": self.numerator,
            "denominator": self.denominator,
        }
        if not self.enough:
            return {**told, "status": "too few"}
        low, high = self.limits
        return {
            **told,
            "status": "answered",
            "value": round(self.share, 6),
            "low": round(low, 6),
            "high": round(high, 6),
        }

    def as_row(self) -> tuple[Any, ...]:
        """The same as a row of `BESIDE`."""
        counts = [self.counts.get(outcome, _ABSENT.get(outcome, "")) for outcome in OUTCOMES]
        names = (self.way.id, self.side, *counts, self.denominator, self.way.unit)
        if not self.enough:
            return (*names, None, None, None, said("too few"))
        return (*names, *(round(share, 4) for share in (self.share, *self.limits)), share_of_outcome(self.way))


BESIDE: Final = (
    *(said("definition"), said("proceeding"), *WORDS.values(), said("counted"), said("unit")),
    *(said("share"), said("low"), said("high"), said("note")),
)
"""Columns of the table of all definitions for one question."""


def counted(rows: Sequence[Mapping[str, Any]]) -> list[Counted]:
    """Every definition under every attribution that it allows, from the rows of `totals_sql`."""
    return [
        Counted(way, side, {outcome: total(rows, side, f"{way.id}_{outcome}") for outcome in way.outcomes})
        for way in WAYS.values()
        for side in way.sides
    ]


def total(rows: Sequence[Mapping[str, Any]], side: Side, name: str) -> int:
    """The sum of a column of `totals_sql` under one attribution."""
    return sum(row[name] for row in rows if row["side"] == side)


def divided(rows: Sequence[Mapping[str, Any]], way: Way, side: Side, by: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of `totals_sql` as `split_sql` would give them by some of `TOTALLED`, in order; what is unknown comes last."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        if row["side"] == side:
            key = tuple(row[name] for name in by)
            held = sums.setdefault(key, dict(zip(by, key, strict=True)) | dict.fromkeys(way.outcomes, 0))
            for outcome in way.outcomes:
                held[outcome] += row[f"{way.id}_{outcome}"]
    return [sums[key] for key in sorted(sums, key=lambda key: [(one is None, one or 0) for one in key])]
