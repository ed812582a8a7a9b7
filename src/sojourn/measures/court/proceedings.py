"""Where a question about proceedings is answered from: the counts that were made with the release, or its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from sojourn.measures.court.question import Question
from sojourn.measures.declare import Dimension
from sojourn.tables.court.condensed import SIDES

_COUNTED: Final = {"fiscal_year", "case_type", "detained"}
"""What the proceedings of both sides are counted by."""


@dataclass(frozen=True)
class Proceedings:
    """The proceedings that a question is about; `key` is the column by which withdrawn rows are told.

    Counts and rows have the same columns but for the day of completion, of which counts know the fiscal year.
    """

    asked: Question
    key: str = "case_id"

    @cached_property
    def counted_by(self) -> str:
        """The side by which the counts are made that can answer; empty where only the rows can."""
        asked = self.asked
        needed = {*asked.scope, *asked.by} - _COUNTED
        days = asked.period is not None and not asked.period.in_whole_fiscal_years
        if days or asked.parameters.get("tally") == "with_withdrawn":
            return ""
        return next((side for side in SIDES if needed <= {side}), "")

    @property
    def source(self) -> str:
        """SQL of the proceedings, up to its condition."""
        if self.counted_by:
            return f"court_completions_counted WHERE release = $release AND counted_by = '{self.counted_by}'"
        return self.asked.rows_of("court_completions", self.key)

    @property
    def completed(self) -> str:
        """The condition that a proceeding was completed in the period; without a period, at any time."""
        if not self.counted_by:
            return self.asked.within("completion_date")
        if not self.asked.period:
            return "completion_year IS NOT NULL"
        return "completion_year BETWEEN us_fiscal_year($first) AND us_fiscal_year($last)"

    def number(self, condition: str) -> str:
        """SQL that counts the proceedings for which a condition holds."""
        if self.counted_by:
            return f"CAST(coalesce(sum(CASE WHEN {condition} THEN proceedings END), 0) AS BIGINT)"
        return f"count(CASE WHEN {condition} THEN 1 END)"

    def split(self, dimensions: Mapping[str, Dimension]) -> tuple[str, str]:
        """The start of a select list by the dimensions asked for, and its grouping."""
        if self.counted_by and "fiscal_year" in dimensions:
            year = replace(dimensions["fiscal_year"], sql="completion_year")
            return self.asked.split({**dimensions, "fiscal_year": year})
        return self.asked.split(dimensions)
