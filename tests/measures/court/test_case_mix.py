"""One judge against peers with like cases, counted by hand (see mixed_court.py)."""

from __future__ import annotations

import pytest

from measures.court.mixed_court import mixed_record
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court.agreement import agreement, disagree
from sojourn.measures.court.peers import Compared, Peers, Regression, cells_of
from sojourn.record.opened import Record


def asked(**given: str) -> Finding:
    """The case mix of judge QQA, or of another, in FY2024."""
    return measure("case_mix").ask(mixed_record(), {"judge": "QQA", "period": "FY2024", **given})


def compared(low: float, high: float, name: str = "stratified: the same strata") -> Compared:
    """A comparison with these limits."""
    middle = (low + high) / 2
    return Compared(name, 50, 30, 0, "", 0.5 + middle, 0.5, (middle, low, high))


def test_the_raw_difference_is_that_of_all_cases() -> None:
    """41 of 53 against 65 of 150: 34 points, of which the cases are the reason."""
    raw = asked().rows[0]
    assert raw[1:5] == (53, round(41 / 53, 4), round(65 / 150, 4), 34.0)
    assert raw[5] > 0
    assert raw[8] == "peers: 65 of 150 decisions, 5 judges"


def test_like_cases_show_no_difference() -> None:
    """20 and 90 per cent before everyone: 0 points within strata, and 38 predicted of 38 actual."""
    finding = asked()
    assert finding.value == pytest.approx(0.0)
    assert (finding.numerator, finding.denominator) == (38, 50)
    stratified, predicted = finding.rows[1:3]
    assert (stratified[4], predicted[4]) == (0.0, 0.0)
    assert predicted[8].startswith("predicted 38.0, actual 38, ratio 1.00")
    assert finding.details["predicted"] == pytest.approx(38)
    assert finding.details["actual_by_predicted"][0] == pytest.approx(1)
    assert finding.details["pooled_odds_ratio"][0] == pytest.approx(1)


def test_the_standardised_share_is_that_of_all_peers_times_the_ratio() -> None:
    """65 of 150 times 1."""
    assert asked().details["standardised_share"][0] == pytest.approx(65 / 150, abs=1e-4)


def test_the_regression_sees_no_spread_among_judges() -> None:
    """Six judges who decide alike; Cuba, where everyone was denied, tells nothing and is left out."""
    model = asked().rows[3]
    assert (model[1], model[4], model[7]) == (50, 0.0, 3)
    assert model[8].startswith("6 judges, spread 0.00; 2 nationalities apart")


def test_the_sentence_says_that_the_cases_explain_it() -> None:
    """The answer to the question, with every number it rests on."""
    sentence = asked().sentence
    assert sentence.startswith("denied 41 of 53 (77 %), peers at the same courts 65 of 150 (43 %).")
    assert "within strata 0.0 (" in sentence
    assert sentence.endswith(
        "All hold zero: the judge cannot be told from the peers. The cases explain the raw difference, as far as these strata "
        "tell. Judge: Alder, Ann (QQA). Completed in: FY2024."
    )


def test_what_has_no_peers_is_said() -> None:
    """Three people of Cuba, whom no peer heard."""
    finding = asked()
    assert finding.rows[1][7] == 3
    assert any(caveat.text.startswith("3 of the judge's decisions are in strata without") for caveat in finding.caveats)


def test_a_code_that_is_no_person_is_no_peer() -> None:
    """Seven denials of a visiting judge without a name would make the peers look harsher."""
    finding = asked()
    assert (finding.details["not_a_person"], finding.details["peers"]["decisions"]) == (7, 150)
    assert any("7 decisions under codes that stand for no person" in caveat.text for caveat in finding.caveats)


def test_representation_is_held_equal_only_where_asked() -> None:
    """It splits Mexico's strata in two; both ways a caveat says why."""
    plain, held = asked(), asked(adjust_representation="yes")
    assert (plain.details["strata"], held.details["strata"]) == (3, 4)
    assert any("Who had a lawyer is not held equal" in caveat.text for caveat in plain.caveats)
    assert any("Who had a lawyer is held equal, as asked" in caveat.text for caveat in held.caveats)


def test_the_strata_are_listed_on_request() -> None:
    """With the counts of both sides, Mantel and Haenszel's weight (10 * 100 / 110) and the difference."""
    table = {row["nationality"]: row for row in asked(strata="yes").details["table"]}
    russia = table["RUSSIA (RU)"]
    assert (russia["denied"], russia["decisions"], russia["peers_denied"], russia["peers_decisions"]) == (
        2,
        10,
        20,
        100,
    )
    assert (russia["weight"], russia["difference"]) == (9.091, 0.0)
    assert table["CUBA (CU)"]["difference"] is None if "CUBA (CU)" in table else table["CU"]["difference"] is None


@pytest.mark.parametrize(
    ("given", "tier"),
    [({}, "P0"), ({"strata": "yes"}, "P2"), ({"period": "2024-03"}, "P2"), ({"period": "2024-03-05"}, "P2")],
)
def test_what_could_single_a_person_out_stays_on_this_machine(given: dict[str, str], tier: str) -> None:
    """One nationality before one judge, or one day, may be one person whom others know."""
    assert asked(**given).tier == tier


def test_counts_that_may_be_printed_say_what_they_are_of() -> None:
    """So that an audit of what is published together knows them; elsewhere the answer cannot be published at all."""
    finding = asked()
    assert finding.breakdown
    assert sorted({one.value for one in finding.breakdown.counts}) == [0, 12, 41, 53]
    assert asked(strata="yes").breakdown is None


def test_a_court_that_is_asked_for_is_that_where_the_judge_decided() -> None:
    """The judge decided at one court only, so naming it changes nothing but the question."""
    everywhere = asked()
    (court,) = {row["court"] for row in asked(strata="yes").details["table"]}
    there = asked(court=court[court.rindex("(") + 1 : -1] if "(" in court else court)
    assert there.rows == everywhere.rows
    assert there.breakdown
    assert everywhere.breakdown
    assert sorted(one.value for one in there.breakdown.counts) == sorted(
        one.value for one in everywhere.breakdown.counts
    )


def test_too_few_decisions_give_counts_and_no_comparison() -> None:
    """Seven decisions of a visiting judge; and a code that is no person says so."""
    finding = asked(judge="VJ1")
    assert (finding.status, finding.value) == ("too few", None)
    assert "denied 7 of 7, peers at the same courts 106 of 203" in finding.reason
    assert any("is not a person" in caveat.text for caveat in finding.caveats)


def test_without_peers_there_is_no_comparison() -> None:
    """QQX sat alone at New York."""
    finding = asked(judge="QQX", period="FY2025", court="NYC")
    assert finding.status == "too few"
    assert "0 of the judge's decisions are in strata that have peers" in finding.reason


def test_a_period_without_decisions_is_too_few() -> None:
    """Nothing is not zero, and no error either."""
    assert asked(period="FY2020").status == "too few"


def test_few_judges_have_no_regression() -> None:
    """The spread among two judges cannot be estimated; the other comparisons stand."""
    strata = (["OAK"] * 2, [2024] * 2, [True] * 2, ["RU"] * 2)
    cells = cells_of([("QQA",), ("QQB",)], strata, [30, 20], [40, 40])
    peers = Peers(("QQA",), cells, Regression(cells))
    assert peers.modelled().note == "fewer than 5 judges"
    assert peers.stratified().row[4] == 25.0


def test_without_a_court_release_nothing_is_covered(tiny: Record) -> None:
    """No record, no comparison, and a reason."""
    assert measure("case_mix").ask(tiny, {"judge": "QQA"}).status == "not covered"


def test_an_attribution_that_the_definition_does_not_have_is_refused() -> None:
    """As in asylum_outcomes, with the measure that was asked."""
    with pytest.raises(BadParameter, match="by its last proceeding") as refused:
        asked(definition="eoir", attribution="own")
    assert refused.value.where.startswith("case_mix")


def test_the_statements_are_portable() -> None:
    """Every definition, tallied and not."""
    listening = Listening(mixed_record())
    for definition in ("trac_2007", "trac_2022", "eoir", "case_last"):
        measure("case_mix").ask(listening, {"judge": "QQA", "definition": definition, "tally": "with_withdrawn"})
    listening.close()
    assert {sql: faults(sql) for sql in listening.heard if faults(sql)} == {}


def test_comparisons_that_differ_in_what_they_exclude_disagree() -> None:
    """Whoever reads only one of them would take something else home."""
    three = (
        compared(0.02, 0.2),
        compared(0.01, 0.2, "standardised: predicted"),
        compared(-0.02, 0.1, "logistic regression, x"),
    )
    assert disagree(three)
    expected = (
        "The comparisons of like cases do not agree. Those that exclude zero: stratified: the same strata; standardised: "
        "predicted. Those that do not: logistic regression, x."
    )
    assert agreement(compared(0.1, 0.3), three) == expected


def test_comparisons_that_differ_in_sign_disagree() -> None:
    """Also where each holds zero."""
    three = (compared(-0.02, 0.1), compared(-0.1, 0.02), compared(-0.02, 0.1))
    assert "point in different directions" in agreement(compared(-0.1, 0.1), three)


def test_comparisons_that_all_exclude_zero_say_where_the_judge_stands() -> None:
    """And that the cases do not explain the raw difference."""
    three = (compared(-0.2, -0.1),) * 3
    assert not disagree(three)
    expected = "Comparisons of like cases: 3 of 3. All put the judge below the peers by more than their intervals."
    assert agreement(compared(-0.3, -0.1), three) == f"{expected} The cases do not explain the raw difference."


def test_one_comparison_is_none_to_hold_against_another() -> None:
    """A reader must not take silence for agreement."""
    none = Compared("logistic regression, x", 3, 1, 0, "too few")
    assert "not two comparisons" in agreement(compared(0, 1), (compared(0.1, 0.2), none, none))
