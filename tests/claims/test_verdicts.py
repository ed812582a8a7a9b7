"""Verdicts: a comparison at the value and both limits, varied choices, and parts that make a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest

from sojourn.claims.declare import Claim, ClaimsFile, Comparison, Missing, Reading
from sojourn.claims.judge import Card, Verdict, check, holds, verdict_on
from sojourn.errors import BadParameter, UnknownName
from sojourn.findings import Interval
from sojourn.record.opened import Record
from test_findings import FINDING, UNANSWERED


def reading(
    measure: str = "removals",
    parameters: Mapping[str, str] | None = None,
    comparison: Comparison = "at_least",
    value: float = 0,
    tolerance: float = 0,
    *,
    decides: bool = True,
    vary: Mapping[str, tuple[str, ...]] | None = None,
) -> Reading:
    """A reading with a label of its own."""
    label = f"{comparison} {value:g}"
    return Reading(label, measure, parameters or {}, comparison, value, tolerance, decides, vary or {})


CASES: list[tuple[Comparison, float, float, float, bool]] = [
    ("at_least", 80, 0, 80, True),
    ("at_least", 80, 0, 79, False),
    ("at_least", 80, 5, 75, True),
    ("at_least", 80, 5, 74, False),
    ("at_most", 80, 0, 80, True),
    ("at_most", 80, 0, 81, False),
    ("at_most", 80, 5, 85, True),
    ("more_than", 80, 0, 80, False),
    ("more_than", 80, 0, 81, True),
    ("fewer_than", 80, 0, 80, False),
    ("fewer_than", 80, 0, 79, True),
    ("about", 80, 5, 75, True),
    ("about", 80, 5, 85, True),
    ("about", 80, 5, 86, False),
    ("about", 80, 0, 80, True),
    ("fell_by_at_least", 0.5, 0, -0.5, True),
    ("fell_by_at_least", 0.5, 0, -0.49, False),
    ("fell_by_at_least", 0.5, 0.1, -0.4, True),
    ("fell_by_at_least", 0.5, 0, 0.6, False),
    ("fell_by_about", 0.25, 0.125, -0.375, True),
    ("fell_by_about", 0.25, 0.125, -0.125, True),
    ("fell_by_about", 0.25, 0.125, -0.5, False),
    ("fell_by_about", 0.25, 0.125, 0.25, False),
]


@pytest.mark.parametrize(("comparison", "target", "tolerance", "value", "expected"), CASES)
def test_each_comparison_holds_as_documented(
    comparison: Comparison, target: float, tolerance: float, value: float, expected: bool
) -> None:
    """The table of docs/claims.md."""
    assert holds(reading(comparison=comparison, value=target, tolerance=tolerance), value) is expected


def test_every_comparison_is_tried() -> None:
    """A comparison without a case is not tested."""
    assert {case[0] for case in CASES} == set(get_args(Comparison))


@pytest.mark.parametrize(
    ("low", "value", "high", "expected"),
    [
        (81, 90, 99, "supported"),
        (80, 80, 80, "supported"),
        (61, 70, 79, "contradicted"),
        (70, 90, 99, "depends"),
        (61, 70, 99, "depends"),
        (70, 80, 80, "depends"),
    ],
)
def test_a_verdict_needs_the_value_and_both_limits(low: float, value: float, high: float, expected: Verdict) -> None:
    """At least 80, with limits on one side or on both."""
    finding = replace(FINDING, value=value, interval=Interval(low, high, "test"))
    assert verdict_on(reading(value=80), finding) == expected


def test_a_finding_without_a_value_decides_nothing() -> None:
    """Not covered is neither supported nor contradicted."""
    assert verdict_on(reading(value=0), UNANSWERED) == "not determinable"


def judged(tiny: Record, *readings: Reading) -> Card:
    """The card of one claim with these readings."""
    claim = Claim("one", "A sentence.", "a test", "2026", readings, (Missing("files", "they tell"),), ())
    return check(ClaimsFile("t", "", (claim,)), tiny)[0]


TRUE = reading(parameters={"period": "FY2017"}, value=40)
FALSE = reading(parameters={"period": "FY2017"}, value=50)
OPEN = reading(parameters={"period": "FY2017", "citizenship": "RUSSIA"}, value=9)
UNKNOWN = reading(parameters={"period": "2025-06"}, value=80)


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ((TRUE,), "supported"),
        ((FALSE,), "contradicted"),
        ((OPEN,), "depends"),
        ((UNKNOWN,), "not determinable"),
        ((), "not determinable"),
        ((TRUE, TRUE), "supported"),
        ((FALSE, FALSE), "contradicted"),
        ((TRUE, FALSE), "depends"),
        ((TRUE, OPEN), "depends"),
        ((TRUE, UNKNOWN), "not determinable"),
        ((FALSE, UNKNOWN), "contradicted"),
        ((OPEN, UNKNOWN), "depends"),
        ((TRUE, FALSE, UNKNOWN), "depends"),
        ((replace(FALSE, decides=False), TRUE), "supported"),
        ((replace(TRUE, decides=False),), "not determinable"),
    ],
)
def test_the_parts_make_the_verdict(tiny: Record, readings: tuple[Reading, ...], expected: Verdict) -> None:
    """47 removals; Russians 8 to 11; June 2025 not covered."""
    assert judged(tiny, *readings).verdict == expected


def test_a_varied_choice_that_decides_otherwise_makes_it_depend(tiny: Record) -> None:
    """Eight Russians by departure, six without lag: at least seven depends on the clock."""
    card = judged(
        tiny,
        reading(
            parameters={"period": "FY2017", "area": "Dallas", "citizenship": "HONDURAS"},
            comparison="at_most",
            value=4,
        ),
    )
    assert card.verdict == "supported"
    varied = reading(
        parameters={"period": "FY2017"},
        comparison="at_least",
        value=46,
        vary={"clock": ("departed", "counted", "without_lag")},
    )
    card = judged(tiny, varied)
    assert card.verdict == "depends"
    assert [(other.parameters["clock"], other.verdict) for other in card.readings[0].alternatives] == [
        ("departed", "supported"),
        ("counted", "supported"),
        ("without_lag", "contradicted"),
    ]


def test_an_undecidable_choice_does_not_spoil_a_verdict(tiny: Record) -> None:
    """A variation that the record does not cover has no say."""
    varied = reading(parameters={"period": "FY2017"}, value=40, vary={"period": ("FY2017", "2025-06")})
    assert judged(tiny, varied).verdict == "supported"


def test_choices_are_tried_in_every_combination(tiny: Record) -> None:
    """Two clocks and two years are four alternatives."""
    varied = reading(
        parameters={"period": "FY2017"},
        value=1,
        vary={"clock": ("departed", "counted"), "period": ("FY2017", "FY2018")},
    )
    assert len(judged(tiny, varied).readings[0].alternatives) == 4


def test_the_card_says_why(tiny: Record) -> None:
    """Where parts differ, what each says; no figure, since the reason stands on public pages too."""
    assert judged(tiny, TRUE).why == ""
    assert judged(tiny).why == "no file in the record can decide it"
    assert (
        judged(tiny, TRUE, UNKNOWN).why
        == "only a part can be decided (at_least 40: supported; at_least 80: not determinable)"
    )


def test_a_card_of_an_invented_record_says_so(tiny: Record) -> None:
    """Nobody may take an invented verdict for a real one."""
    assert judged(tiny, TRUE).invented
    assert judged(tiny, TRUE).as_dict()["invented"] is True


def test_an_unknown_measure_is_an_error_and_not_a_verdict(tiny: Record) -> None:
    """A typing error in a claims file must stop the check."""
    with pytest.raises(UnknownName, match="no measure is called 'removal'"):
        judged(tiny, reading(measure="removal"))


def test_an_unknown_parameter_or_value_is_an_error(tiny: Record) -> None:
    """So must a wrong parameter, a wrong value, and a wrong varied one."""
    with pytest.raises(UnknownName, match="has no parameter 'year'"):
        judged(tiny, reading(parameters={"year": "2017"}))
    with pytest.raises(BadParameter, match="RUSIA"):
        judged(tiny, reading(parameters={"citizenship": "RUSIA"}))
    with pytest.raises(UnknownName, match="has no parameter 'clok'"):
        judged(tiny, reading(vary={"clok": ("counted",)}))
