"""Four definitions over the same invented decisions, each counted by hand (see asylum_court.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from measures.court.asylum_court import asylum_record
from measures.sql_of_measures import Listening
from measures.test_sql_lint import faults
from sojourn.errors import BadParameter
from sojourn.findings import Finding
from sojourn.measures import measure
from sojourn.measures.court.asylum_definitions import TOTALLED, WAYS, Side, divided
from sojourn.measures.court.asylum_statements import IN_TWO, Filters, split_sql, totals_sql
from sojourn.measures.court.peers import LIKE
from sojourn.measures.court.published import court_rivals
from sojourn.measures.declare import period
from sojourn.record.opened import Record
from sojourn.stats.proportions import wilson
from sojourn.tables.court.counted import COUNTED

ALL_COUNTS = frozenset(table.name for table in COUNTED)
DEFINITIONS = ("trac_2007", "trac_2022", "eoir", "case_last")


def asked(*by: str, **given: str) -> Finding:
    """The outcomes of the invented courts."""
    return measure("asylum_outcomes").ask(asylum_record(), given, by)


def cat(*by: str, **given: str) -> Finding:
    """Those of judge CAT at Jena."""
    return asked(*by, judge="CAT", court="JNA", **given)


def beside(finding: Finding) -> dict[tuple[str, str], tuple[int, int]]:
    """Numerator and denominator of every definition that stands beside the answer."""
    return {
        (one["definition"], one["attribution"]): (one["numerator"], one["denominator"])
        for one in finding.details["definitions"]
    }


@pytest.mark.parametrize(
    ("definition", "attribution", "numerator", "denominator"),
    [
        ("trac_2007", "own", 46, 51),
        ("trac_2007", "last", 45, 50),
        ("trac_2022", "own", 43, 53),
        ("trac_2022", "last", 42, 52),
        ("eoir", "last", 5, 57),
        ("case_last", "last", 5, 49),
    ],
)
def test_each_definition_counts_its_own_way(
    definition: str, attribution: str, numerator: int, denominator: int
) -> None:
    """The same rows give a denial rate from 81 to 90 per cent and a grant rate from 9 to 10."""
    finding = cat(definition=definition, attribution=attribution)
    assert (finding.numerator, finding.denominator) == (numerator, denominator)
    assert finding.interval
    assert (finding.interval.low, finding.interval.high) == pytest.approx(wilson(numerator, denominator))


def test_every_answer_shows_all_definitions_side_by_side() -> None:
    """Whoever reads one definition must see that another gives another number."""
    expected = {
        ("trac_2007", "own"): (46, 51),
        ("trac_2007", "last"): (45, 50),
        ("trac_2022", "own"): (43, 53),
        ("trac_2022", "last"): (42, 52),
        ("eoir", "last"): (5, 57),
        ("case_last", "last"): (5, 49),
    }
    finding = cat()
    assert beside(finding) == expected
    assert {(row[0], row[1]): row[6] for row in finding.rows} == {key: whole for key, (_, whole) in expected.items()}


def test_the_sentence_says_counts_rate_and_interval() -> None:
    """Words follow the numbers, and no word speaks of chance."""
    finding = cat(definition="trac_2007", attribution="last")
    assert finding.sentence == (
        "denied 45 of 50 (90 %, 79 % to 96 %); granted 5. Counted are decisions under the definition trac_2007, by the last "
        "proceeding. Judge: Larkspur, Ada N. (CAT). Court: JENA, LA (JNA). Whole release."
    )


def test_outcomes_are_all_in_the_details() -> None:
    """Five with other relief are neither denied nor granted; eleven applications have no outcome that counts."""
    details = cat().details
    assert details["outcomes"] == {"granted": 5, "other_relief": 5, "denied": 43, "other": 0}
    assert details["not_counted"] == 11


def test_administrative_closures_count_only_where_asked() -> None:
    """Three closed cases widen the denominator of EOIR."""
    assert cat(definition="eoir").denominator == 57
    assert cat(definition="eoir", admin_closure="yes").denominator == 60


def test_a_definition_by_case_has_no_other_attribution() -> None:
    """EOIR counts by the last proceeding; a parameter that is ignored would mislead."""
    with pytest.raises(BadParameter, match="by its last proceeding"):
        cat(definition="eoir", attribution="own")


def test_withdrawn_rows_are_added_on_request() -> None:
    """One grant of the release of June is gone in July; the case left with it."""
    finding = cat(tally="with_withdrawn")
    assert beside(finding) == {
        ("trac_2007", "own"): (46, 52),
        ("trac_2007", "last"): (45, 51),
        ("trac_2022", "own"): (43, 54),
        ("trac_2022", "last"): (42, 53),
        ("eoir", "last"): (6, 58),
        ("case_last", "last"): (6, 50),
    }
    assert finding.details["added_from_earlier_releases"] == 1


def test_the_latest_release_answers_and_says_so() -> None:
    """June has one grant more."""
    assert "eoir@2026-07-01, the latest" in cat().caveats[0].text
    assert cat(release="eoir@2026-06-01").denominator == 54


def test_too_few_decisions_have_counts_and_no_rate() -> None:
    """Two decisions are no rate; the reason says them."""
    finding = asked(judge="VJ1")
    assert (finding.status, finding.value) == ("too few", None)
    assert "granted 0, other relief 0, denied 2; fewer than 25 decisions" in finding.reason


def test_codes_of_one_name_are_one_judge_with_evidence() -> None:
    """JAD and VJO bear one name in the list of the release."""
    finding = asked(judge="VJO", period="FY2025")
    assert (finding.numerator, finding.denominator) == (20, 30)
    [evidence] = finding.details["merged_judge_codes"]
    assert (evidence["codes"], evidence["list"]) == (["JAD", "VJO"], "tblLookupJudge")
    assert any("JAD, VJO" in caveat.text for caveat in finding.caveats)


def test_a_split_by_judge_goes_by_name_and_sets_placeholders_apart() -> None:
    """No ranking: the lower rate stands first here because its name does, and what is no person comes last."""
    expected = [
        ("Duckworth, Ben (JAD, VJO)", 30, "under 100"),
        ("Larkspur, Ada N. (CAT)", 53, "under 100"),
        ("VISITING JUDGE 1 (VJ1)", 2, "not a person; too few"),
    ]
    finding = asked("judge")
    assert [(row[0], row[4], row[-1]) for row in finding.rows] == expected
    assert finding.rows[-1][5:8] == (None, None, None)


def test_a_split_adds_up_to_the_whole() -> None:
    """Years, places and lawyers cut the same decisions."""
    for by in ("fiscal_year", "court", "nationality", "represented", "detained"):
        finding = asked(by)
        assert sum(row[4] for row in finding.rows) == finding.denominator == 85


def test_filters_keep_what_they_say() -> None:
    """Jena and Oakdale are places of detention; only people of Mexico had a lawyer."""
    assert asked(represented="yes").denominator == 30
    assert asked(represented="no").denominator == 55
    assert asked(detained="yes").denominator == 85
    assert asked(nationality="mexico", period="FY2025").denominator == 32
    assert asked(court="JNA+OAK", period="FY2024").denominator == 53


@pytest.mark.parametrize(
    ("by", "given", "tier"),
    [
        ((), {"judge": "CAT"}, "P0"),
        (("judge", "fiscal_year"), {}, "P0"),
        (("nationality",), {}, "P0"),
        (("judge", "nationality", "fiscal_year"), {}, "P2"),
        (("fiscal_year",), {"judge": "CAT", "nationality": "RU"}, "P2"),
        ((), {"nationality": "RU", "represented": "no"}, "P2"),
        ((), {"court": "JNA", "period": "2024-03-05"}, "P2"),
        ((), {"court": "JNA", "period": "2024-03"}, "P2"),
    ],
)
def test_what_could_single_a_person_out_stays_on_this_machine(
    by: tuple[str, ...], given: dict[str, str], tier: str
) -> None:
    """One nationality before one judge in one year may be one person whom others know."""
    assert asked(*by, **given).tier == tier


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("judge", "Larkspurr", "Did you mean Larkspur, Ada N"),
        ("court", "Jenna", "Did you mean JENA, LA"),
        ("nationality", "Rusia", "Did you mean RUSSIA"),
    ],
)
def test_a_name_that_the_release_does_not_know_is_refused(name: str, given: str, message: str) -> None:
    """A misspelt name would count nothing."""
    with pytest.raises(BadParameter, match=message):
        asked(**{name: given})


def test_a_code_that_the_release_does_not_have_is_not_covered() -> None:
    """A court may be younger than the release."""
    assert asked(court="BTR").status == "not covered"
    finding = cat().denominator, asked(judge="CAT", court="JNA+BTR")
    assert finding[1].denominator == finding[0]
    assert any("no court BTR" in caveat.text for caveat in finding[1].caveats)


def test_a_period_after_the_release_is_not_covered() -> None:
    """Nothing there is not zero."""
    assert asked(period="FY2031").status == "not covered"


def test_without_a_court_release_nothing_is_covered(tiny: Record) -> None:
    """The claims rest on this: no record, no rate, and a reason."""
    finding = measure("asylum_outcomes").ask(tiny, {"judge": "CAT"})
    assert (finding.status, finding.value) == ("not covered", None)
    assert "no release of the immigration courts" in finding.reason


def test_published_figures_stand_beside_the_same_question() -> None:
    """TRAC's figure for Jena, and trrb's for a year of it; never those of another court."""
    told = {(rival.publisher, rival.value) for rival in court_rivals("asylum_outcomes", {"court": "JNA"}, None)}
    assert ("TRAC", 90.6) in told
    [year] = court_rivals("asylum_outcomes", {"court": "JNA"}, period("FY2025"))
    assert (year.value, year.unit) == (8.64, "per cent granted")
    assert court_rivals("asylum_outcomes", {"court": "NYC"}, None) == ()


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_statements_are_portable(definition: str) -> None:
    """The statements of every definition, split and tallied, hold to the shared vocabulary."""
    listening = Listening(asylum_record())
    one = measure("asylum_outcomes")
    given: dict[str, Any] = {"definition": definition, "judge": "CAT", "detained": "yes", "period": "FY2024"}
    one.ask(listening, given, tuple(one.dimensions))
    one.ask(listening, {**given, "tally": "with_withdrawn", "court": "JNA+OAK", "represented": "no"}, ("judge",))
    listening.close()
    assert {sql: faults(sql) for sql in listening.heard if faults(sql)} == {}


@pytest.mark.parametrize(
    "by",
    [
        *((), ("court", "fiscal_year"), ("represented", "detained"), ("fiscal_year",)),
        *(("judge",), ("judge", "court", "detained"), ("nationality",), ("judge", *LIKE, "represented")),
    ],
)
@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"courts": ("OAK", "JNA")},
        {"judges": ("CAT", "JAD")},
        {"judges": ("CAT",), "courts": ("JNA",)},
        {"nationalities": ("RU", "GT")},
        {"nationalities": ("RU",), "courts": ("JNA",)},
        {"detained": True},
        {"represented": False, "closures": True},
        {"dated": True, "whole_years": True},
        {"in_two": True, "whole_years": True, "judges": ("CAT",), "courts": ("JNA",)},
    ],
)
def test_counts_made_with_the_release_are_those_of_its_rows(by: tuple[str, ...], kept: dict[str, Any]) -> None:
    """Pages read counts instead of rows, which must never be another answer."""
    record = asylum_record()
    days = {"first": date(2023, 10, 1), "last": date(2024, 9, 30)}
    days |= {f"{name}_{end}": day for name in ("then", "now") for end, day in days.items()}
    by = (*by, *(IN_TWO if "in_two" in kept else ()))
    answers = []
    for tables in (frozenset[str](), ALL_COUNTS):
        filters = Filters(**kept, tables=tables)
        values = {"release": "eoir_cases/eoir@2026-07-01", **days, **filters.parameters()}
        statements: list[tuple[str, Sequence[str]]] = [
            (split_sql(way, side, filters, by), tuple(way.outcomes))
            for way in (WAYS.values() if by else ())
            for side in way.sides
        ]
        statements += [] if "in_two" in kept else [(totals_sql(filters), ("matched",))]
        answers.append([_counting(record.query(sql, values), names) for sql, names in statements])
    assert any(answers[0])
    assert answers[0] == answers[1]


def _counting(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[str]:
    """Rows that count something in one of some columns, in the order of their words."""
    return sorted(str(row) for row in rows if any(row[name] for name in names))


@pytest.mark.parametrize("by", [(name,) for name in TOTALLED] + [("represented", "fiscal_year")])
@pytest.mark.parametrize("kept", [{}, {"judges": ("CAT",)}, {"courts": ("OAK", "JNA"), "withdrawn": True}])
def test_totals_apart_are_those_of_a_split(by: tuple[str, ...], kept: dict[str, Any]) -> None:
    """A page reads both from one statement, in the same order."""
    record, filters = asylum_record(), Filters(**kept)
    values = {"release": "eoir_cases/eoir@2026-07-01", **filters.parameters()}
    totals = record.query(totals_sql(filters), values)
    for way in WAYS.values():
        for side in way.sides:
            assert divided(totals, way, side, by) == record.query(split_sql(way, side, filters, by), values)


@pytest.mark.parametrize(
    ("kept", "span", "by", "counts"),
    [
        ({}, "FY2024", ("court",), "court_decisions_counted"),
        ({}, "FY2023..FY2025", (), "court_decisions_counted"),
        ({}, "2024", ("court",), ""),
        ({}, "2024-03", (), ""),
        ({}, "FY2024", ("judge",), "court_decisions_counted_by_judge"),
        ({"judges": ("CAT",)}, "FY2024", ("court", "detained"), "court_decisions_counted_by_judge"),
        ({"judges": ("CAT",)}, "2024-03", (), ""),
        ({"judges": ("CAT",), "withdrawn": True}, "FY2024", (), ""),
        ({"nationalities": ("RU",)}, "FY2024", ("fiscal_year",), "court_decisions_counted_by_nationality"),
        ({"nationalities": ("RU",)}, "FY2024", ("judge",), ""),
        ({}, "FY2024", ("nationality", "court"), ""),
        ({}, "FY2024", ("case_id",), ""),
    ],
)
def test_counts_answer_only_what_they_can(kept: dict[str, Any], span: str, by: tuple[str, ...], counts: str) -> None:
    """Each knows fiscal years, and what it is made by: courts, judges within courts, or nationalities; none knows days."""
    filters = Filters(**kept, dated=True, whole_years=period(span).in_whole_fiscal_years, tables=ALL_COUNTS)
    assert filters.counts(by) == counts


@pytest.mark.parametrize(
    ("kept", "way", "side", "by", "alike"),
    [
        ({"courts": ("JNA",)}, "trac_2022", "own", ("judge", *LIKE), True),
        ({"courts": ("JNA",), "judges": ("CAT",)}, "trac_2007", "own", ("nationality",), True),
        ({"courts": ("JNA",)}, "trac_2022", "last", ("nationality",), False),
        ({"courts": ("JNA",)}, "eoir", "last", ("nationality",), False),
        ({"courts": ("JNA",)}, "case_last", "last", ("nationality",), True),
        ({"judges": ("CAT",)}, "trac_2022", "own", ("nationality",), False),
        ({"courts": ("JNA",)}, "trac_2022", "own", ("fiscal_year",), False),
    ],
)
def test_cases_alike_are_counted_by_court(
    kept: dict[str, Any], way: str, side: Side, by: tuple[str, ...], *, alike: bool
) -> None:
    """Of a court, applications by the own proceeding, or the last of each case by the last; totals of courts stand elsewhere."""
    filters = Filters(**kept, tables=ALL_COUNTS)
    assert ("court_decisions_alike" in split_sql(WAYS[way], side, filters, by)) == alike


def test_a_record_without_counts_answers_from_its_rows() -> None:
    """A record that an earlier version built has none, and no rows there would read as no decisions."""
    assert not Filters().counts(())
    assert asked().provenance.sql.count("court_decisions_counted") == 1
