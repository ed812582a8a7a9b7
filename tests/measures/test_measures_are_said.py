"""What measures say can be said in other languages: each text is a message with values, or is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from measures.court.asylum_court import asylum_record
from measures.court.counted_court import bare_record, counted_record
from measures.court.mixed_court import mixed_record
from measures.custody.moved_people import moved_record
from measures.refuge.printed_figures import printed_record
from measures.sql_of_measures import QUESTIONS
from plain_texts import plain
from sojourn.findings import Finding
from sojourn.measures import MEASURES
from sojourn.record.opened import Record
from tiny import tiny_record
from tiny_ports import ports_record

OF_COURTS: tuple[Callable[[], Record], ...] = (counted_record, mixed_record, asylum_record, bare_record, tiny_record)
OTHERS: tuple[Callable[[], Record], ...] = (tiny_record, moved_record, printed_record, ports_record)
MORE: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("judge_funnel", {"judge": "QQA", "period": "FY2024..FY2030"}, ()),
    ("case_mix", {"judge": "QQA", "period": "FY2024"}, ()),
    ("judge_variation", {"definition": "eoir", "detained": "no", "represented": "yes"}, ()),
    ("asylum_outcomes", {"court": "JNA+BTR", "detained": "yes", "tally": "with_withdrawn"}, ("judge",)),
    ("asylum_outcomes", {"nationality": "QQ"}, ()),
    ("then_and_now", {"then": "FY2022", "now": "FY2025", "component": "mix"}, ()),
    *((name, {"court": "JNA", "period": "FY2024"}, ("fiscal_year",)) for name in ("completions", "bond_outcomes")),
    ("completions", {"step": "first", "detained": "yes", "nationality": "RU"}, ()),
    ("pending_cases", {"court": "ZZZ"}, ()),
    ("appeals_filed", {"filed_by": "I"}, ("board_decision",)),
    ("granted_then_appealed", {"within": "30_days", "period": "FY2031"}, ()),
    ("in_absentia", {"denominator": "all_with_pending"}, ("court",)),
    ("representation", {"among": "decided", "period": "FY2024"}, ()),
    ("representation", {"among": "pending", "period": "FY2024"}, ()),
    ("time_to_decision", {"nationality": "RU", "start": "received"}, ("court",)),
)
"""Questions beside those of every measure, which reach other sentences and reasons."""


def texts(finding: Finding) -> Iterator[str]:
    """Every text of a finding that a reader sees, but for the cells of its table."""
    yield from (finding.sentence, finding.reason, finding.denominator_is, finding.unit)
    if finding.interval:
        yield finding.interval.method
    yield from (caveat.text for caveat in finding.caveats)
    yield from finding.columns
    for rival in finding.rivals:
        yield from (rival.unit, rival.compares)


@pytest.mark.parametrize("name", MEASURES)
def test_what_a_measure_says_can_be_said_again(name: str) -> None:
    """Whether there is a figure, or a reason for none."""
    asked = [(given, by) for one, given, by in (*QUESTIONS, *MORE) if one == name]
    records = OF_COURTS if any(table.startswith("court_") for table in MEASURES[name].tables) else OTHERS
    findings = [MEASURES[name].ask(record(), given, by) for record in records for given, by in asked]

    assert findings
    assert {text for finding in findings for told in texts(finding) for text in plain(told)} == set()


def test_a_glued_text_is_found() -> None:
    """A test that never fails proves nothing."""
    assert plain("glued of 3 parts") == ["glued of 3 parts"]
