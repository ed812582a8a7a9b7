"""A rate in two periods and the parts of its difference, counted by hand (see mixed_court.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import hypot

import pytest

from measures.court.mixed_court import mixed_record
from measures.court.test_court_truth import Held
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson


def asked(**given: str) -> Finding:
    """People of Russia before judge QQX, FY2022 and FY2025."""
    basis = {"judge": "QQX", "nationality": "RU", "then": "FY2022", "now": "FY2025"}
    return measure("then_and_now").ask(mixed_record(), basis | given)


def test_the_whole_difference_is_that_of_the_two_shares() -> None:
    """90 of 110 then, 40 of 100 now, with Newcombe's limits."""
    finding = asked()
    assert finding.value == pytest.approx(100 * (40 / 100 - 90 / 110))
    assert (finding.numerator, finding.denominator) == (40, 100)
    assert finding.interval
    (low_now, high_now), (low_then, high_then) = wilson(40, 100), wilson(90, 110)
    low = 40 / 100 - 90 / 110 - hypot(0.4 - low_now, high_then - 90 / 110)
    high = 40 / 100 - 90 / 110 + hypot(high_now - 0.4, 90 / 110 - low_then)
    assert (finding.interval.low, finding.interval.high) == pytest.approx((100 * low, 100 * high))
    assert (finding.details["then"]["numerator"], finding.details["then"]["denominator"]) == (90, 110)


@pytest.mark.parametrize(("part", "expected"), [("rate", -26.5), ("mix", -13.5), ("apart", -100 * (90 / 110 - 0.8))])
def test_the_parts_are_those_by_hand(part: str, expected: float) -> None:
    """Common are New York and Jena: rate -0.3*0.65 - 0.2*0.35, mix -0.3*0.75 + 0.3*0.30; Oakdale stands apart."""
    finding = asked(component=part)
    assert finding.value == pytest.approx(expected)
    assert finding.details["decompositions"][0][part]["value"] == pytest.approx(expected, abs=1e-3)


def test_the_sentence_has_both_rates_and_all_parts() -> None:
    """With the intervals of Wilson, and never a word about the next case."""
    sentence = asked().sentence
    expected = (
        "granted 90 of 110 in FY2022 (82 %, 74 % to 88 %); granted 40 of 100 in FY2025 (40 %, 31 % to 50 %). "
        "Now minus then: -41.8 ("
    )
    assert sentence.startswith(expected)
    assert "Held equal: court, custody. Of the difference -26.5 (" in sentence
    assert "comes of other rates for like cases, -13.5 (" in sentence
    assert "and -1.8 cannot be separated." in sentence
    assert sentence.endswith("Judge: Xylem, Max (QQX). Nationality: RUSSIA (RU). Then and now.")
    assert "chance" not in sentence


def test_what_cannot_be_separated_is_counted() -> None:
    """Ten decisions at Oakdale, then only."""
    finding = asked()
    assert finding.rows[0][-2:] == (10, 0)
    assert any(caveat.text.startswith("10 decisions then and 0 now are in strata that") for caveat in finding.caveats)


def test_what_a_filter_fixes_is_no_stratum() -> None:
    """One judge and one nationality are the same in both periods; several courts are still a mix."""
    assert [row[0] for row in asked().rows] == ["court, custody", "court", "custody", "representation"]
    assert [row[0] for row in asked(court="NYC+JNA").rows] == [
        "court, custody",
        "court",
        "custody",
        "representation",
    ]
    assert [row[0] for row in asked(court="NYC", detained="no").rows] == ["representation"]


def test_with_everything_fixed_all_of_it_is_the_rate() -> None:
    """72 of 80 and 30 of 50 at New York."""
    finding = asked(court="NYC", detained="no")
    assert finding.value == pytest.approx(-30)
    assert "so all of it is the rate" in finding.sentence
    assert asked(court="NYC", detained="no", component="mix").status == "not determinable"


def test_periods_without_a_common_stratum_cannot_be_separated() -> None:
    """FY2024 has QQA's and the peers' cases at Oakdale, FY2025 none there: the whole stands, its parts do not."""
    given = {"judge": "", "nationality": "", "then": "FY2024"}
    assert asked(**given).value is not None
    finding = asked(**given, component="rate")
    assert finding.status == "not determinable"
    assert "no stratum was there both then and now" in finding.reason
    assert "Held equal: court, custody, nationality" in finding.reason


def test_too_few_decisions_give_counts_and_no_rate() -> None:
    """Ten decisions at Oakdale then, none now."""
    finding = asked(court="OAK")
    assert (finding.status, finding.value) == ("too few", None)
    assert "then granted 10 of 10 in FY2022; now granted 0 of 0 in FY2025" in finding.reason


@pytest.mark.parametrize(
    ("given", "tier"),
    [
        ({"judge": ""}, "P0"),
        ({"nationality": ""}, "P0"),
        ({}, "P2"),
        ({"nationality": "", "now": "2025-03"}, "P2"),
        ({"nationality": "", "now": "2025-03-05"}, "P2"),
    ],
)
def test_what_could_single_a_person_out_stays_on_this_machine(given: dict[str, str], tier: str) -> None:
    """One nationality before one judge with a small cell; a judge in one month with one."""
    assert asked(**given).tier == tier


def test_counts_that_may_be_printed_say_what_they_are_of() -> None:
    """So that an audit of what is published together knows them; elsewhere the answer cannot be published at all."""
    finding = asked(judge="")
    assert finding.breakdown
    assert sorted(one.value for one in finding.breakdown.counts) == [20, 40, 40, 60, 90, 90, 100, 110]
    assert asked().breakdown is None


def test_periods_that_overlap_are_said() -> None:
    """The intervals take them as separate."""
    finding = asked(then="FY2022..FY2025")
    assert any("overlap" in caveat.text for caveat in finding.caveats)


def test_a_decision_in_both_periods_counts_in_each() -> None:
    """Both are read at once; the longer one has its own decisions and those of the shorter one."""
    short, long = asked(), asked(then="FY2022..FY2025")
    assert long.details["now"] == short.details["now"]
    both = short.details["then"]["denominator"] + short.details["now"]["denominator"]
    assert long.details["then"]["denominator"] >= both


def test_both_periods_are_needed() -> None:
    """A comparison has two sides."""
    with pytest.raises(BadParameter, match="parameter now: it has no value"):
        measure("then_and_now").ask(mixed_record(), {"then": "FY2022"})


def test_a_period_after_the_release_is_not_covered() -> None:
    """Nothing there is not zero."""
    assert asked(now="FY2031").status == "not covered"


def test_without_a_court_release_nothing_is_covered(tiny: Record) -> None:
    """The claims rest on this: no record, no rate, and a reason."""
    assert measure("then_and_now").ask(tiny, {"then": "FY2022", "now": "FY2025"}).status == "not covered"


@pytest.mark.parametrize("definition", ["trac_2007", "trac_2022", "eoir", "case_last"])
def test_the_statements_are_portable(definition: str) -> None:
    """Every definition, tallied and not."""
    listening = Listening(mixed_record())
    for tally in ("as_released", "with_withdrawn"):
        given = {"then": "FY2022", "now": "FY2025", "definition": definition, "tally": tally}
        measure("then_and_now").ask(listening, given)
    listening.close()
    assert {sql: faults(sql) for sql in listening.heard if faults(sql)} == {}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A look-alike with its own answers beside it."""
    made = Held(tmp_path_factory.mktemp("mixed"))
    yield made
    made.record.close()


def test_the_look_alikes_own_answers_give_the_same_parts(held: Held) -> None:
    """Court by court from the maker's world: the counts, and Kitagawa's sums written out."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rows = held.told(
        "asylum",
        "court, fiscal_year >= 2023, sum(granted), sum(denied)",
        "WHERE definition = 'case_last' AND fiscal_year BETWEEN 2015 AND 2026 GROUP BY ALL",
    )
    for court, is_now, granted, denied in rows:
        counts[court][0 if is_now else 2] += granted
        counts[court][1 if is_now else 3] += granted + denied
    common = [one for one in counts.values() if one[1] and one[3]]
    n, m = sum(one[1] for one in common), sum(one[3] for one in common)
    rate = sum((a / b - c / d) * (b / n + d / m) / 2 for a, b, c, d in common)
    mix = sum((b / n - d / m) * (a / b + c / d) / 2 for a, b, c, d in common)
    finding = held.ask("then_and_now", then="FY2015..FY2022", now="FY2023..FY2026")
    assert finding.numerator == sum(one[0] for one in counts.values())
    assert finding.denominator == sum(one[1] for one in counts.values())
    by_court = next(one for one in finding.details["decompositions"] if one["held_equal"] == ["court"])
    assert by_court["rate"]["value"] == pytest.approx(100 * rate, abs=1e-3)
    assert by_court["mix"]["value"] == pytest.approx(100 * mix, abs=1e-3)


def test_the_look_alikes_own_answers_give_the_same_peers(held: Held) -> None:
    """The busiest judge of the invented world and everyone else at the same courts, before strata."""
    ((judge, denied, decisions),) = held.told(
        "asylum",
        "judge, sum(denied), sum(denied + granted + other_relief) AS n",
        "WHERE definition = 'trac_2022' AND attribution = 'own' GROUP BY 1 ORDER BY n DESC, 1 LIMIT 1",
    )
    courts = f"(SELECT DISTINCT court FROM '{held.answers / 'asylum.parquet'}' WHERE judge = '{judge}')"
    ((everyone,),) = held.told(
        "asylum",
        "sum(denied + granted + other_relief)",
        f"WHERE definition = 'trac_2022' AND attribution = 'own' AND court IN {courts}",
    )
    details = held.ask("case_mix", judge=judge).details
    assert details["judge"] == {"denied": denied, "decisions": decisions}
    assert details["peers"]["decisions"] + details["not_a_person"] == everyone - decisions
