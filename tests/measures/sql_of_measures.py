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
    ("removal_groups", {"period": "FY2017", "permutations": "20"}, ()),
    ("grouped_removals", {"period": "FY2017", "permutations": "20"}, ("month", "citizenship")),
    ("routine_charters", {"citizenship": "RUSSIA", "period": "FY2017"}, ()),
    ("assembly", {"group": "2025-03-10", "citizenship": "RUSSIA", "permutations": "20"}, ()),
    ("event_claims", {"citizenship": "RUSSIA"}, ()),
    ("event_claims_people", {"citizenship": "RUSSIA"}, ()),
    ("official_agreement", {"fiscal_year": "2017"}, ()),
    ("official_agreement", {"against": "seattle_summary"}, ()),
    ("statistics_pulls", {"pull": "2025-06-23"}, ()),
    ("official_statistics", {"block": "ADP", "row": "ALPHA", "column": "Level A"}, ()),
    ("interval_average", {"facility": "BBBBBBB"}, ()),
    ("facility_identity", {"facility": "EEEEEEE"}, ()),
    ("facility_codes", {"period": "2025-06"}, ()),
    ("facility_codes", {"earlier": "facility-list-2017"}, ()),
    ("flights_seen", {"period": "2025-04"}, ("class",)),
    ("asylum_outcomes", {}, ()),
    ("judge_funnel", {"judge": "CAT"}, ()),
    ("judge_variation", {}, ()),
    ("case_mix", {"judge": "CAT", "period": "FY2024", "adjust_representation": "yes"}, ()),
    ("then_and_now", {"then": "FY2024", "now": "FY2025"}, ()),
    *((name, {}, ()) for name in ("pending_cases", "completions", "in_absentia", "bond_outcomes", "appeals_filed")),
    *((name, {}, ()) for name in ("granted_then_appealed", "time_to_decision", "representation")),
    ("continuances", {"period": "FY2024"}, ()),
    *(("people_held", {"period": "2025"}, (by,)) for by in MEASURES["people_held"].dimensions),
    ("people_held", {"state": "LA", "period": "2025-03", "citizenship": "RUSSIA", "sex": "Female"}, ()),
    *(("transfers", {"period": "2025", "sex": "Male"}, (by,)) for by in MEASURES["transfers"].dimensions),
    ("transfers", {"origin_state": "TX", "destination": "LLLLLLL", "period": "2025"}, ()),
    *(
        ("last_before_removal", {"facility": "SSSSSSS", "period": "2025"}, (by,))
        for by in MEASURES["last_before_removal"].dimensions
    ),
    ("first_transfer", {"period": "2025-03", "sex": "Female"}, ()),
    ("shuttled", {"period": "2025-03"}, ()),
    ("held_elsewhere", {"state": "LA", "period": "2025-03"}, ()),
    *(
        ("held_in_period", {"period": "2025", "younger_than": "50"}, (by,))
        for by in MEASURES["held_in_period"].dimensions
    ),
    ("stays_by_week", {"citizenship": "RUSSIA", "period": "2025"}, ()),
    ("stay_faults", {}, ()),
    *(("length_of_stay", {"period": "2025", "age": "adults"}, (by,)) for by in MEASURES["length_of_stay"].dimensions),
    ("length_of_stay", {"facility_is": "any", "state": "LA", "longer_than": "444"}, ()),
    ("length_of_stay", {"among": "held", "period": "2025-03-10", "age": "under_18"}, ("sex",)),
    ("appointments", {"nationality": "RUSSIA"}, ("month",)),
    ("appointments_against_encounters", {"nationality": "RUSSIA"}, ()),
    ("rule_change", {"nationality": "RUSSIA", "before": "2023-04", "after": "2023-06..2023-07"}, ()),
    ("closure", {"after": "2025-02"}, ()),
    ("appointment_totals", {}, ()),
    ("wait_under_policies", {"period": "2023-06..2023-07"}, ()),
    *(("canada_claims", {"publisher": publisher}, ()) for publisher in ("unhcr", "ircc")),
    *(("canada_recognition", {"publisher": publisher}, ()) for publisher in ("unhcr", "irb")),
    ("us_recognition", {"agency": "EO"}, ()),
    ("canada_claims_by_office", {}, ()),
    ("population_change", {"facility": "LLLLLLL", "before": "2025-03", "after": "2025-04", "sex": "Female"}, ()),
)


class Listening(Record):
    """A record that keeps each statement with its parameters and its rows."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.folder)
        self.heard: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows, as a record gives them."""
        rows = super().query(sql, parameters)
        self.heard[sql] = (dict(parameters or {}), [dict(row) for row in rows])
        return rows

    def arrays(self, sql: str, parameters: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The columns, as a record gives them."""
        self.query(sql, parameters)
        return super().arrays(sql, parameters)


def statements(record: Record) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each statement once, with the parameters and rows of its last run."""
    listening = Listening(record)
    for name, given, by in QUESTIONS:
        MEASURES[name].ask(listening, given, by)
    listening.close()
    return listening.heard
