"""Families decided together: the interval of a share by families instead of rows, and how many rows that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sojourn.findings import Caveat, Interval
from sojourn.measures.court.asylum_question import AsylumQuestion
from sojourn.measures.court.asylum_statements import Filters, families_sql
from sojourn.measures.declare import Period
from sojourn.stats.clusters import Clusters, clustered_share, design_effect, effective_rows
from sojourn.words.said import said

_FEWEST = 10
"""Families below which their spread says too little."""


@dataclass(frozen=True)
class Families:
    """The decisions of a question by family."""

    clusters: Clusters
    sql: str

    @property
    def enough(self) -> bool:
        """Whether there are enough families for an interval."""
        return self.clusters.rows.size >= _FEWEST

    @property
    def interval(self) -> Interval:
        """The interval of the share, for as many rows as the families are worth."""
        _, low, high = clustered_share(self.clusters)
        return Interval(low, high, said("Wilson for the effective number of rows, families decided together, 95 %"))

    def details(self) -> dict[str, Any]:
        """How many families there are, and what their decisions are worth."""
        return {
            "families": int(self.clusters.rows.size),
            "effective_rows": round(effective_rows(self.clusters), 1),
            "design_effect": round(design_effect(self.clusters), 3),
        }

    @property
    def caveat(self) -> Caveat:
        """What the interval counts."""
        return Caveat(
            said(
                "The interval takes families for one decision where they were decided alike: {decisions:number} decisions of "
                "{families:number} families are worth {effective:number} that stand alone. Families that the release does "
                "not link, and mass hearings, are not seen.",
                decisions=float(self.clusters.rows.sum()),
                families=int(self.clusters.rows.size),
                effective=round(effective_rows(self.clusters)),
            )
        )


def families(question: AsylumQuestion, filters: Filters, period: Period | None) -> Families:
    """The decisions of a question by family; families with the same counts come as one row of the statement."""
    sql = families_sql(question.way, question.side, filters)
    rows = question.query(sql, filters, period)
    often = [row["families"] for row in rows]
    totals, sizes = (np.repeat([float(row[name]) for row in rows], often) for name in ("rated", "decided"))
    return Families(Clusters(totals, sizes), sql)
