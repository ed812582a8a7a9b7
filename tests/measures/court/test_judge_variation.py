"""How far apart the judges of an invented court are, counted by hand.

At Jena in FY2024, all with asylum applications of their own case, denied (D) or granted (G):

    Alder 30 of 50 denied · Birch 45 of 50 · Cedar 20 of 40 · Dogwood 38 of 40, under two codes · Elm 27 of 30
    Fir 3 of 5, too few · a visiting judge 2 of 2, no person
At Oakdale, Grove 10 of 25 denied, all before people of Mexico.
"""

from __future__ import annotations

from functools import cache

import pytest

from measures.court.asylum_court import World, asylum_record, files
from measures.court.counted_court import record_of
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from measures.test_wholeness import hold_whole
from sojourn.disclosure.gate import pass_gate
from sojourn.errors import BadParameter, GateError, UnknownName
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court.judged import judged
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson

JUDGES = (
    *(
        ("ALD", "Alder, Ann"),
        ("BIR", "Birch, Bo"),
        ("CED", "Cedar, Cy"),
        ("DO1", "Dogwood, Di"),
        ("DO2", "DOGWOOD, DI"),
    ),
    *(("ELM", "Elm, Ed"), ("FIR", "Fir, Flo"), ("GRO", "Grove, Gus"), ("VJ1", "VISITING JUDGE 1")),
)
DENIED, DECISIONS = [30, 45, 20, 38, 27, 10], [50, 50, 40, 40, 30, 25]


@cache
def court() -> Record:
    """The record of the invented courts."""
    world = World()
    groups = (("ALD", 30, 20), ("BIR", 45, 5), ("CED", 20, 20), ("DO1", 30, 2), ("DO2", 8, 0))
    for judge, denied, granted in (*groups, ("ELM", 27, 3), ("FIR", 3, 2), ("VJ1", 2, 0)):
        for letter in "D" * denied + "G" * granted:
            world.case(judge, "JNA", "2024-03-05", [("ASYL", letter)])
    for letter in "D" * 10 + "G" * 15:
        world.case("GRO", "OAK", "2024-04-02", [("ASYL", letter)], nationality="MX")
    return record_of(files(world, JUDGES))


def asked(**given: str) -> Finding:
    """How far apart the invented judges are."""
    return measure("judge_variation").ask(court(), given)


def column(finding: Finding, name: str) -> dict[str, object]:
    """One column of the table, by the name of the judge."""
    at = finding.columns.index(name)
    return {row[0].split(",")[0]: row[at] for row in finding.rows}


def test_the_judges_compared_are_those_with_enough_decisions() -> None:
    """170 of 235 denied before six judges; Fir and the visiting judge are not among them."""
    finding = asked()
    assert (finding.numerator, finding.denominator) == (170, 235)
    assert finding.details["judges_compared"] == 6
    assert finding.details["judges_with_too_few"] == 1


def test_the_value_is_the_spread_of_the_counts_by_hand() -> None:
    """The six pairs of counts, given to the estimator directly; a spread in per cent, with limits about it."""
    spread, low, high = judged(DENIED, DECISIONS).spread
    finding = asked()
    assert finding.value == pytest.approx(spread)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx((low, high))
    assert 0 < low < spread < high
    assert finding.unit == "share denied, standard deviation between judges"


def test_the_table_has_every_judge_by_name_and_none_by_rate() -> None:
    """Those too few to compare stand in their place; what is no person stands last."""
    expected = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Grove", "VISITING JUDGE 1 (VJ1)"]
    assert list(column(asked(), "decisions")) == expected


def test_each_judge_has_counts_and_a_raw_share_with_wilsons_interval() -> None:
    """45 of 50, and the limits of that."""
    finding = asked()
    low, high = wilson(45, 50)
    assert column(finding, "denied")["Birch"] == 45
    assert column(finding, "share denied")["Birch"] == 0.9
    assert column(finding, "low")["Birch"] == round(low, 4)
    assert column(finding, "high")["Birch"] == round(high, 4)


def test_codes_of_one_name_are_one_judge() -> None:
    """30 of 32 and 8 of 8 are Dogwood's 38 of 40, and the finding says so."""
    finding = asked()
    assert column(finding, "decisions")["Dogwood"] == 40
    assert [one["codes"] for one in finding.details["merged_judge_codes"]] == [["DO1", "DO2"]]
    assert any("DO1, DO2" in caveat.text for caveat in finding.caveats)


def test_a_judge_under_the_floor_is_listed_as_too_few_with_no_rate() -> None:
    """Never omitted, and never with a share that five decisions cannot bear."""
    row = next(row for row in asked().rows if str(row[0]).startswith("Fir"))
    assert row[1:5] == (2, 0, 3, 5)
    assert set(row[5:-1]) == {None}
    assert row[-1] == "too few"


def test_what_is_no_person_has_no_rate() -> None:
    """A code for whoever came visiting."""
    row = asked().rows[-1]
    assert row[4] == 2
    assert set(row[5:-1]) == {None}
    assert row[-1] == "not a person; too few"


def test_shrunk_shares_lie_between_the_raw_one_and_the_others() -> None:
    """Birch's 90 per cent is pulled down, Grove's 40 up, and the fewer the decisions the further."""
    shrunk, raw = column(asked(), "shrunk share"), column(asked(), "share denied")
    assert 0.8 < float(str(shrunk["Birch"])) < float(str(raw["Birch"]))
    assert float(str(raw["Grove"])) < float(str(shrunk["Grove"])) < 0.6
    assert column(asked(), "shrunk low")["Birch"] != column(asked(), "low")["Birch"]


def test_a_probability_is_never_nought_or_one() -> None:
    """200 of 200 among judges near one half: 0.99, since the model is not known to be better than that."""
    found = judged([20, 25, 22, 27, 24, 200], [50, 50, 50, 50, 50, 200])
    assert found.rows[-1][3] == 0.99
    assert min(row[3] for row in found.rows) >= 0.01


def test_a_judge_far_from_the_spread_of_all_is_outside_the_limits() -> None:
    """Twenty judges near one half, one who denied all of 300 and one none."""
    found = judged([50, 52, 48, 49, 51] * 4 + [300, 0], [100] * 20 + [300, 300])
    verdicts = [row[-1] for row in found.rows]
    assert verdicts == ["inside"] * 20 + ["above the 95 % limits", "below the 95 % limits"]
    assert (found.outside("limits"), found.outside("99.8")) == (2, 0)


def test_one_judge_far_off_is_outside_the_wider_limits() -> None:
    """Sixty judges near one half leave no doubt about one who denied all of 300."""
    found = judged([50, 52, 48, 49, 51] * 12 + [300], [100] * 60 + [300])
    assert [row[-1] for row in found.rows][-1] == "above the 99.8 % limits"
    assert found.outside("99.8") == 1


def test_judges_who_all_decide_alike_are_said_to_be_so() -> None:
    """A spread of 0 with its upper limit, and the sentence says that no difference is shown."""
    world = World()
    for judge in ("ALD", "BIR", "CED", "ELM", "FIR"):
        for letter in "D" * 20 + "G" * 20:
            world.case(judge, "JNA", "2024-03-05", [("ASYL", letter)])
    finding = measure("judge_variation").ask(record_of(files(world, JUDGES)), {})
    assert finding.value == 0
    assert finding.interval
    assert finding.interval.high > 0.05
    assert "do not show that the judges differ" in finding.sentence


def test_fewer_than_five_judges_show_no_spread() -> None:
    """Two of the court with enough: counts and raw shares stand, and no spread."""
    finding = measure("judge_variation").ask(asylum_record(), {})
    assert (finding.status, finding.value) == ("too few", None)
    assert "judges with 25 or more are 2; fewer than 5 show no spread. Counted: decisions" in finding.reason
    shares, shrunk = column(finding, "share denied"), column(finding, "shrunk share")
    assert shares["Larkspur"] is not None
    assert set(shrunk.values()) == {None}


def test_the_sentence_says_counts_spread_and_limits() -> None:
    """Words follow the numbers, none speaks of a person's outlook, and the judges left out are counted."""
    sentence = asked().sentence
    assert sentence.startswith("Judges compared: 6. Together: denied 170 of 235 (72 %).")
    assert sentence.endswith(" All courts. Whole release.")
    assert "standard deviation of the true share is" in sentence
    assert "with too few to compare: 1." in sentence
    assert not any(word in sentence for word in ("chance", "odds", "likely"))


def test_filters_keep_what_they_say() -> None:
    """Without Grove, who sat at Oakdale before people of Mexico."""
    assert asked(court="JNA").denominator == 210
    assert asked(nationality="RU").denominator == 210
    assert asked(period="FY2024").denominator == 235
    assert asked(nationality="MX").status == "too few"
    assert asked(period="FY2031").status == "not covered"
    assert asked(court="BTR").status == "not covered"


def test_grants_are_compared_where_the_definition_publishes_them() -> None:
    """EOIR's share is that of grants, by case."""
    finding = asked(definition="eoir")
    assert (finding.numerator, finding.denominator) == (65, 235)
    assert "granted 65 of 235" in finding.sentence


def test_caveats_say_what_the_spread_is_not() -> None:
    """No case mix, no ranking, no lot, early orders elsewhere; and several courts only where several are asked for."""
    texts = " ".join(caveat.text for caveat in asked().caveats)
    for words in ("case mix", "no ranking", "not drawn by lot", "judge_funnel", "several courts", "no person"):
        assert words in texts
    assert "several courts" not in " ".join(caveat.text for caveat in asked(court="JNA").caveats)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"represented": "no"}, "depends in part on the judge"),
        ({"detained": "yes"}, "places of detention"),
        ({"tally": "with_withdrawn"}, "earlier releases had"),
        ({"court": "JNA+BTR"}, "no court BTR"),
        ({"period": "FY2024..FY2030"}, "is not in it"),
    ],
)
def test_a_choice_brings_its_caveat(given: dict[str, str], words: str) -> None:
    """What was kept or added is said, and only then."""
    assert words in " ".join(caveat.text for caveat in asked(**given).caveats)
    assert words not in " ".join(caveat.text for caveat in asked().caveats)


@pytest.mark.parametrize(
    ("given", "tier"),
    [
        ({}, "P0"),
        ({"period": "FY2024"}, "P0"),
        ({"period": "2024-03"}, "P2"),
        ({"period": "2024-03-05"}, "P2"),
        ({"nationality": "RU"}, "P2"),
    ],
)
def test_what_could_single_a_person_out_stays_on_this_machine(given: dict[str, str], tier: str) -> None:
    """Few decided before one judge in a month, or of one nationality, are people whom others know."""
    assert asked(**given).tier == tier


def test_a_spread_of_all_passes_the_gate_whole() -> None:
    """Beside the same counts of asylum_outcomes, which it does not contradict."""
    beside = measure("asylum_outcomes").ask(court(), {}, ("judge",))
    passed, _ = pass_gate([asked(), beside]).only_findings()
    assert passed == asked()


def test_a_spread_about_one_nationality_does_not_pass() -> None:
    """It is computed from all counts together, so that hiding some of them would hide nothing."""
    with pytest.raises(GateError, match="stays on this machine"):
        pass_gate([asked(nationality="RU")]).only_findings()


def test_there_is_no_judge_to_ask_for_and_nothing_to_split_by() -> None:
    """One judge has no spread; asylum_outcomes tells of one judge."""
    with pytest.raises(UnknownName, match="no parameter 'judge'"):
        asked(judge="ALD")
    with pytest.raises(UnknownName, match="cannot be split"):
        measure("judge_variation").ask(court(), {}, ("court",))
    with pytest.raises(BadParameter, match="judge_variation, parameter attribution"):
        asked(definition="eoir", attribution="own")


def test_without_a_court_release_nothing_is_covered(tiny: Record) -> None:
    """No record, no spread, and a reason."""
    assert measure("judge_variation").ask(tiny, {}).status == "not covered"


@pytest.mark.parametrize("definition", ["trac_2007", "trac_2022", "eoir", "case_last"])
@pytest.mark.parametrize(
    "given", [{}, {"court": "JNA"}, {"detained": "yes", "represented": "no"}, {"nationality": "RU+MX"}]
)
def test_no_number_stands_alone(definition: str, given: dict[str, str]) -> None:
    """Value in its interval, denominator, sentence, hashes and SQL, whatever is asked."""
    hold_whole(court(), measure("judge_variation"), {"definition": definition, **given}, ())


def test_the_statements_are_portable() -> None:
    """They hold to the shared vocabulary."""
    listening = Listening(court())
    measure("judge_variation").ask(listening, {"court": "JNA", "period": "FY2024", "tally": "with_withdrawn"})
    measure("judge_variation").ask(listening, {"definition": "case_last", "detained": "yes"})
    listening.close()
    assert {sql: faults(sql) for sql in listening.heard if faults(sql)} == {}
