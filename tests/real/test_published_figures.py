"""Answers from the real files equal what was published (the README beside the files names who published)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.claims.declare import read_claims
from sojourn.claims.judge import Card, check
from sojourn.findings import Finding
from sojourn.measures import MEASURES, measure
from sojourn.measures.statistics.averages import pull_intervals
from sojourn.record.opened import Record
from sojourn.tables.entry import ENTRY_TABLES
from sojourn.tables.refuge import REFUGE

pytestmark = pytest.mark.real
CLAIMS = Path(__file__).parents[2] / "claims"


def ask(real: Record, name: str, *by: str, **given: str) -> Finding:
    """A finding from the real record."""
    return measure(name).ask(real, given, by)


@pytest.mark.parametrize(
    ("year", "counted", "without_lag"),
    [("FY2016", 240_255, 235_524), ("FY2017", 226_119, 220_649), ("FY2018", 256_085, 252_405)],
)
def test_removals_equal_both_published_totals(real: Record, year: str, counted: int, without_lag: int) -> None:
    """With the lag, and without."""
    assert ask(real, "removals", period=year, clock="counted").value == counted
    assert ask(real, "removals", period=year, clock="without_lag").value == without_lag


@pytest.mark.parametrize(("year", "expected"), [("FY2016", 110_104), ("FY2017", 143_470), ("FY2018", 158_581)])
def test_arrests_equal_the_published_total(real: Record, year: str, expected: int) -> None:
    """Also as a rival beside the finding."""
    finding = ask(real, "arrests", period=year)
    assert finding.value == expected
    assert [rival.value for rival in finding.rivals] == [expected]


@pytest.mark.parametrize(
    ("year", "citizenship", "expected"),
    [
        ("FY2016", "RUSSIA", 94),
        ("FY2017", "RUSSIA", 127),
        ("FY2018", "RUSSIA", 107),
        ("FY2016", "CANADA", 417),
        ("FY2017", "CANADA", 353),
        ("FY2018", "CANADA", 342),
    ],
)
def test_removals_by_citizenship_equal_the_published_ones(
    real: Record, year: str, citizenship: str, expected: int
) -> None:
    """By the counted clock; ICE's own table says the same where it is at hand."""
    finding = ask(real, "removals", period=year, citizenship=citizenship, clock="counted")
    assert finding.value == expected
    assert {rival.value for rival in finding.rivals} <= {expected}


@pytest.mark.parametrize("year", ["2017", "2018"])
def test_every_country_equals_the_annual_report(real: Record, year: str) -> None:
    """196 of 196."""
    finding = ask(real, "official_agreement", fiscal_year=year)
    assert (finding.numerator, finding.denominator, finding.rows) == (196, 196, ())


def test_the_summary_sheet_of_seattle_equals_its_detail(real: Record) -> None:
    """Eight years of arrests and eight of book-ins."""
    finding = ask(real, "official_agreement", against="seattle_summary")
    assert (finding.numerator, finding.denominator) == (16, 16)


def test_few_russians_were_ever_removed_on_one_day(real: Record) -> None:
    """At most six in FY2016 to FY2019; in the three years at hand at most that, and one on a usual day."""
    finding = ask(real, "largest_removal_days", citizenship="RUSSIA", period="FY2016..FY2018")
    assert finding.value is not None
    assert finding.value <= 6
    assert finding.details["usual"] == 1
    assert finding.tier == "P2"


def test_the_largest_day_is_that_of_a_plain_count(real: Record) -> None:
    """A second way to the same number."""
    sql = (
        "SELECT max(n) AS most FROM (SELECT departed_date, count(*) AS n FROM removals WHERE citizenship = 'RUSSIA' "
        "AND release = 'ice_removals/2019-ICFO-53623' AND departed_date >= DATE '2015-10-01' GROUP BY 1)"
    )
    expected = real.query(sql)[0]["most"]
    assert ask(real, "largest_removal_days", citizenship="RUSSIA", period="FY2016..FY2018").value == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-20", 39_175),
        ("2025-06-10", 54_769),
        ("2025-12-14", 68_301),
        ("2026-01-14", 71_387),
        ("2026-03-10", 61_623),
    ],
)
def test_people_held_nationally_at_midnight(real: Record, day: str, expected: int) -> None:
    """The first day, two dates in the news, the peak, the last day."""
    assert ask(real, "facility_population", facility="ALL", period=day).value == expected


@pytest.mark.parametrize(
    ("day", "convention", "expected"),
    [
        ("2025-08-25", "end_of_day", 504),
        ("2025-08-26", "end_of_day", 402),
        ("2025-08-27", "end_of_day", 568),
        ("2025-08-27", "any_time", 761),
        ("2025-08-28", "any_time", 837),
    ],
)
def test_alexandria_round_the_august_flight(real: Record, day: str, convention: str, expected: int) -> None:
    """The two conventions tell different things of a staging facility."""
    assert ask(real, "facility_population", facility="JENATLA", period=day, convention=convention).value == expected


@pytest.mark.parametrize(
    ("facility", "month", "expected"),
    [
        ("BASILLA", "2025-01", 820),
        ("BASILLA", "2025-05", 934),
        ("BASILLA", "2025-07", 881),
        ("BASILLA", "2025-08", 913),
        ("BASILLA", "2025-11", 969),
        ("BASILLA", "2026-03", 910),
        ("APPSCLA", "2025-01", 179),
        ("APPSCLA", "2025-09", 154),
        ("APPSCLA", "2026-02", 114),
        ("KRNRCTX", "2025-01", 1171),
        ("KRNRCTX", "2025-02", 534),
        ("KRNRCTX", "2025-03", 72),
        ("EPSSFTX", "2025-08", 597),
        ("EPSSFTX", "2025-09", 2),
        ("STFRCTX", "2026-01", 911),
        ("STFRCTX", "2026-02", 442),
        ("STFRCTX", "2026-03", 188),
    ],
)
def test_monthly_means_of_facilities(real: Record, facility: str, month: str, expected: int) -> None:
    """March 2026 has ten days in the release; its mean is theirs."""
    assert ask(real, "facility_population", facility=facility, period=month).value == pytest.approx(expected, abs=0.51)


def test_nearly_everyone_at_basile_is_a_woman(real: Record) -> None:
    """The share of women at any time of the day, June to August 2025."""
    value = ask(real, "women_share", of="held", facility="BASILLA", period="2025-06..2025-08").value
    assert value is not None
    assert value > 0.99


def test_basile_looked_halved_because_the_file_changed(real: Record) -> None:
    """879.24 to date and then 855.44 imply 404.9 a night; the next file implies 1,360 (custody.md 2.5)."""
    found = {str(one.first): one for one in pull_intervals(real, "BASILLA")}
    assert found["2025-06-23"].average == pytest.approx(404.9, abs=0.05)
    assert found["2025-07-07"].average == pytest.approx(1360, abs=0.5)
    assert "would have negative nights" in found["2025-06-23"].veto
    assert "whose own figures are anomalous" in found["2025-07-07"].veto


@pytest.fixture(scope="module")
def cards(real: Record) -> dict[str, Card]:
    """The cards of both shipped files, by id."""
    files = [read_claims(path) for path in sorted(CLAIMS.glob("*.toml"))]
    return {card.claim.id: card for file in files for card in check(file, real)}


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("karnes-early-2025", "supported"),
        ("el-paso-soft-sided-2025", "supported"),
        ("dilley-early-2026", "supported"),
        ("basile-july-2025", "contradicted"),
        ("allen-parish-third", "supported"),
        ("two-charters-of-80", "not determinable"),
        ("russian-women-basile-half", "not determinable"),
        ("judge-denies-90", "not determinable"),
        ("held-444-days", "not determinable"),
        ("nearly-150-canadians", "not determinable"),
        ("two-months-wait", "not determinable"),
        ("appointments-ended", "not determinable"),
        ("two-years-ago", "not determinable"),
        ("granted-then-appealed", "not determinable"),
        ("three-years-to-decision", "not determinable"),
        ("safe-third-country", "not determinable"),
    ],
)
def test_each_shipped_claim_has_its_verdict(cards: dict[str, Card], claim: str, expected: str) -> None:
    """Three real halvings, one that never was, one by a third; and the story, as far as these files reach."""
    assert cards[claim].verdict == expected


def test_no_shipped_claim_is_left_out(cards: dict[str, Card]) -> None:
    """Eleven sentences of the story and five facilities."""
    assert len(cards) == 16


def test_basile_is_contradicted_as_a_whole_and_open_for_russian_women(cards: dict[str, Card]) -> None:
    """The series counts women, and counts no citizenship."""
    women, number, whole, share = cards["russian-women-basile-half"].readings
    assert (women.verdict, whole.verdict, share.verdict) == ("not determinable", "contradicted", "supported")
    assert "not by citizenship" in women.finding.reason
    assert number.verdict == "not determinable"
    assert {other.verdict for other in whole.alternatives} == {"contradicted"}


def test_allen_parish_fell_by_a_third_and_not_by_half(cards: dict[str, Card]) -> None:
    """From 179 to 114: minus 36 per cent."""
    third, half = cards["allen-parish-third"].readings
    assert (third.verdict, half.verdict) == ("supported", "contradicted")
    assert third.finding.value == pytest.approx(-0.36, abs=0.005)


def test_the_cards_show_what_readers_of_the_workbooks_saw(cards: dict[str, Card]) -> None:
    """The vetoed fall of Basile stands on its card with the reason."""
    caveats = " ".join(caveat.text for caveat in cards["basile-july-2025"].readings[0].finding.caveats)
    assert "would average 404.9" in caveats
    assert "the file changed, not the facilities" in caveats


def without_real_files(name: str) -> bool:
    """Whether it asks the courts' tables or stints, which no real file has, or tables that have real tests of their own."""
    elsewhere = {table.name for table in (*REFUGE, *ENTRY_TABLES)}
    return any(table.startswith(("court_", "detention_")) or table in elsewhere for table in measure(name).tables)


@pytest.mark.parametrize("name", [name for name in MEASURES if not without_real_files(name)])
def test_the_example_of_each_measure_is_answered(real: Record, name: str) -> None:
    """What the catalogue shows works on real files."""
    words = measure(name).example.removeprefix("-p ").split(" -p ")
    finding = ask(real, name, **dict(word.split("=", 1) for word in words))
    assert finding.status == "answered"
