"""Every statement that the measures run, collected from questions that reach each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sojourn.measures import MEASURES
from sojourn.record.opened import Record

QUESTIONS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    *(("removals", {"clock": clock, "period": "FY2017"}, ()) for clock in ("departed", "counted", "without_lag")),
    *(
        ("removals", {"period": "FY2017", "clock": "counted", "citizenship": "RUSSIA"}, (by,))
        for by in MEASURES["removals"].dimensions
    ),
    *(("arrests", {"period": "FY2017"}, (by,)) for by in MEASURES["arrests"].dimensions),
    *(("book_ins", {"period": "FY2017"}, (by,)) for by in MEASURES["book_ins"].dimensions),
    ("facility_population", {"facility": "AAAAAAA", "period": "2025-06..2025-07"}, ()),
    ("facility_population", {"facility": "ALL", "period": "2025-06-30"}, ()),
    ("population_change", {"facility": "AAAAAAA", "before": "2025-06", "after": "2025-07"}, ()),
    *(("women_share", {"of": of}, ()) for of in ("removals", "arrests", "book_ins")),
    ("women_share", {"of": "held", "facility": "AAAAAAA", "period": "2025-06..2025-07"}, ()),
    ("largest_removal_days", {"citizenship": "RUSSIA", "period": "FY2017"}, ()),
    ("official_agreement", {"fiscal_year": "2017"}, ()),
    ("official_agreement", {"against": "seattle_summary"}, ()),
    ("asylum_outcomes", {}, ()),
    ("judge_funnel", {"judge": "CAT"}, ()),
    *((name, {}, ()) for name in ("pending_cases", "completions", "in_absentia", "bond_outcomes", "appeals_filed")),
    *((name, {}, ()) for name in ("granted_then_appealed", "time_to_decision", "representation")),
    ("continuances", {"period": "FY2024"}, ()),
)


class Listening(Record):
    """A record that keeps each statement with its parameters and its rows."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.folder)
        self.heard: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows, as a record gives them."""
        rows = super().query(sql, parameters)
        self.heard[sql] = (dict(parameters or {}), rows)
        return rows


def statements(record: Record) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each statement once, with the parameters and rows of its last run."""
    listening = Listening(record)
    for name, given, by in QUESTIONS:
        MEASURES[name].ask(listening, given, by)
    listening.close()
    return listening.heard
