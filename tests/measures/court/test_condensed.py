"""What is condensed with a release answers as its rows do: on a look-alike with faults, and on cases made awkward on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from measures.court.counted_court import Release, counted_record, record_of, whole
from sojourn.engine.connect import connect
from sojourn.findings import Finding
from sojourn.lookalike.court import Form, World, write_release
from sojourn.measures import measure
from sojourn.measures.court.proceedings import Proceedings
from sojourn.measures.court.question import record_day
from sojourn.record.build import build
from sojourn.record.opened import Record
from sojourn.tables.court.condensed import waits

RELEASE = {"release": "eoir_cases/eoir@2026-07-01"}
LAST_BONDS = """
    SELECT b.court, b.judge, b.completion_date, b.decision, b.new_bond
    FROM court_bonds AS b
    JOIN (
        SELECT same_day.case_id, max(same_day.bond_id) AS bond_id
        FROM court_bonds AS same_day
        JOIN (
            SELECT case_id, max(completion_date) AS latest FROM court_bonds
            WHERE release = $release AND completion_date IS NOT NULL GROUP BY case_id
        ) AS ended ON ended.case_id = same_day.case_id AND ended.latest = same_day.completion_date
        WHERE same_day.release = $release
        GROUP BY same_day.case_id
    ) AS chosen ON chosen.bond_id = b.bond_id
    WHERE b.release = $release"""
"""The last decided bond proceeding of each case, from the rows."""
CASES = """
    SELECT case_id, min({start}) AS start_day,
        min(CASE WHEN decision IN ('F', 'G', 'C', 'I', 'P', 'D') THEN own_completion_date END) AS decided_day,
        CASE WHEN count(CASE WHEN decision IS NULL OR decision IN ('T', 'R', 'S') THEN 1 END) = 0
            THEN max(own_completion_date) END AS ended_day
    FROM court_decisions
    WHERE release = $release AND case_id IS NOT NULL AND {condition}
    GROUP BY case_id"""
"""Each case once: when its wait began, when asylum was first decided, when it ended without that."""
WAITS = """
    SELECT decided_day IS NOT NULL AS decided, nights_between(start_day, coalesce(decided_day, $day)) AS waiting,
        nights_between(start_day, coalesce(decided_day, ended_day, $day)) AS leaving, count(*) AS cases,
        count(CASE WHEN decided_day IS NULL AND ended_day IS NOT NULL THEN 1 END) AS ended
    FROM ({cases}) AS waits GROUP BY 1, 2, 3"""
STARTS = {"charging": "first_charging_date", "received": "received_date"}
BY_ROWS = {
    "pending_cases": ("court", "nationality", "case_type", "detained"),
    "representation": ("fiscal_year", "court", "nationality", "detained"),
    "in_absentia": ("fiscal_year", "court", "nationality"),
    "completions": ("fiscal_year", "court", "nationality", "case_type", "detained"),
}
"""The measures that counts may answer, and what they are split by."""


def awkward() -> Release:
    """The counted release with what condensing may get wrong.

    Two decisions on bond on one day, blank courts and nationalities, a case that was decided and is open again, one that
    ended twice, waits without a beginning or with one after their end, and proceedings without a letter.
    """
    release = whole()
    release.rows["D_TblAssociatedBond"] += [
        dict(row, IDNASSOCBOND=str(9000 + at), IDNCASE=case, BASE_CITY_CODE=court, IJ_CODE="QQB", DEC=decision)
        for at, (row, case, court, decision) in enumerate(
            (row, case, court, decision)
            for row in release.rows["D_TblAssociatedBond"][1:2]
            for case in ("1001", "1200")
            for court, decision in (("NOL", "N"), ("", "C"), ("JNA", ""))
        )
    ]
    for nationality, place, decisions in product(("", "RU"), ("", "JNA"), (("D", ""), ("W", "A"), ("T", "G"), ("R",))):
        for start in ("2021-01-05", "2026-05-05", ""):
            case = release.case(NAT=nationality)
            days = {"OSC_DATE": start, "COMP_DATE": "2025-10-01"}
            named = [release.proceeding(case, place, DEC_CODE="", ABSENTIA="Y", **days) for _ in decisions]
            for proceeding, decision in zip(named, decisions, strict=True):
                release.asylum(case, proceeding, decision, start)
            release.proceeding(case, place, CUSTODY="", OSC_DATE=start)
    return release


@pytest.fixture(scope="module", params=["look-alike", "awkward"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """An invented release with faults, and one that was made awkward."""
    if request.param == "awkward":
        yield record_of(awkward().files())
        return
    folder = tmp_path_factory.mktemp("condensed")
    build(folder / "record", [write_release(World(2500, 7), folder, Form(processes=1)).path], invented=True)
    made = Record(folder / "record")
    yield made
    made.close()


def bag(rows: Sequence[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Rows in any order."""
    return Counter(tuple(row.values()) for row in rows)


def told(finding: Finding) -> str:
    """All that a finding says but the statement behind it, with what its counts are of."""
    breakdown = finding.breaks_down()
    return repr((breakdown, replace(finding, provenance=replace(finding.provenance, sql=""))))


def test_last_bonds_are_those_of_the_rows(record: Record) -> None:
    """Row for row, several of one day and blank courts included."""
    expected = bag(record.query(LAST_BONDS, RELEASE))
    assert expected
    found = record.query(
        "SELECT court, judge, completion_date, decision, new_bond FROM court_last_bonds WHERE release = $release",
        RELEASE,
    )
    assert bag(found) == expected


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("court", [None, "NOL", "JNA"])
@pytest.mark.parametrize("nationality", [None, "RU", "MX"])
@pytest.mark.parametrize("detained", [None, "yes", "no"])
def test_waits_are_those_of_the_rows(
    record: Record, start: str, court: str | None, nationality: str | None, detained: str | None
) -> None:
    """Days, decisions and other ends of each case, by whatever a question may ask."""
    tests = [f"last_court = '{court}'"] if court else []
    tests += [f"nationality = '{nationality}'"] if nationality else []
    tests += ["last_detained_place" if detained == "yes" else "NOT last_detained_place"] if detained else []
    cases = CASES.format(start=STARTS[start], condition=" AND ".join(tests) or "true")
    day = record_day(record, RELEASE["release"])
    expected = record.query(WAITS.format(cases=cases), {**RELEASE, "day": day})
    heard = Heard(record.folder)
    asked = {"start": start, "court": court, "nationality": nationality, "detained": detained}
    measure("time_to_decision").ask(heard, {name: value for name, value in asked.items() if value})
    assert bag(heard.waits) == bag(expected)
    heard.close()


class Heard(Record):
    """A record that keeps the waits that were asked for."""

    statement = ""
    waits: Sequence[dict[str, Any]] = ()

    def arrays(self, sql: str, parameters: Any = None) -> dict[str, Any]:
        """The columns, as a record gives them."""
        self.statement, self.waits = sql, self.query(sql, parameters)
        return super().arrays(sql, parameters)


@pytest.mark.parametrize(
    ("more", "by", "narrow"),
    [
        ({}, (), True),
        ({"period": "2021"}, ("fiscal_year",), True),
        ({"court": "NOL"}, (), False),
        ({"detained": "no"}, (), False),
        ({"start": "received"}, (), False),
    ],
)
def test_waits_by_nationality_are_asked_where_they_can_answer(
    more: dict[str, str], by: tuple[str, ...], *, narrow: bool
) -> None:
    """They know neither places nor receipts."""
    heard = Heard(counted_record().folder)
    measure("time_to_decision").ask(heard, {"nationality": "RU+MX", **more}, by)
    assert ("court_waits_by_nationality" in heard.statement) == narrow
    heard.close()


@pytest.mark.parametrize("name", BY_ROWS)
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"court": "NOL"},
        {"court": "JNA+NOL"},
        {"nationality": "RU"},
        {"nationality": "MX+RU", "detained": "no", "period": "FY2024"},
        {"court": "NOL", "detained": "no", "case_type": "RMV+CFR", "period": "FY2019..FY2024"},
    ],
)
def test_counted_proceedings_answer_as_the_rows_do(
    record: Record, name: str, given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole findings, under every split; a period of pending cases is refused by both."""
    one = measure(name)
    kept = {parameter.name: given[parameter.name] for parameter in one.parameters if parameter.name in given}
    splits = [(), *((by,) for by in BY_ROWS[name]), BY_ROWS[name][-2:]]
    counted = [told(one.ask(record, kept, by)) for by in splits]
    monkeypatch.setattr(Proceedings, "counted_by", "")
    rows = [told(one.ask(record, kept, by)) for by in splits]
    assert counted == rows


@pytest.mark.parametrize(
    ("given", "by", "counted"),
    [
        ({}, (), True),
        ({"court": "NOL"}, ("fiscal_year", "detained"), True),
        ({"nationality": "RU", "period": "FY2024", "case_type": "RMV"}, ("nationality",), True),
        ({"court": "NOL", "nationality": "RU"}, (), False),
        ({"court": "NOL"}, ("nationality",), False),
        ({"judge": "QQA"}, (), False),
        ({"period": "2024"}, (), False),
        ({}, ("month",), False),
        ({"tally": "with_withdrawn"}, (), False),
    ],
)
def test_counts_answer_only_what_they_can(given: dict[str, str], by: tuple[str, ...], *, counted: bool) -> None:
    """They know courts or nationalities and fiscal years, and neither both at once nor judges nor days."""
    statement = measure("completions").ask(counted_record(), given, by).provenance.sql
    assert ("court_completions_counted" in statement) == counted


@pytest.mark.parametrize("by", [(), ("fiscal_year",), ("court",), ("nationality",)])
@pytest.mark.parametrize("period", [None, "FY2024", "2024-03"])
def test_absences_are_those_of_two_statements(record: Record, by: tuple[str, ...], period: str | None) -> None:
    """First completions and pending cases are counted in one statement; each is as it was alone."""
    within = (
        "completion_date BETWEEN '2023-10-01' AND '2024-09-30'" if period == "FY2024" else "completion_date IS NOT NULL"
    )
    within = "completion_date BETWEEN '2024-03-01' AND '2024-03-31'" if period == "2024-03" else within
    columns = {"fiscal_year": "us_fiscal_year(completion_date)"}
    names = "".join(f"{columns.get(name, name)} AS {name}, " for name in by)
    first = record.query(
        f"SELECT {names}count(CASE WHEN in_absentia THEN 1 END) AS absent, count(*) AS first_completions "
        f"FROM court_completions WHERE release = $release AND step = 'first' AND {within} "
        f"{'GROUP BY 1' if by else ''}",
        RELEASE,
    )
    [pending] = record.query(
        "SELECT count(*) AS pending FROM court_completions WHERE release = $release AND step = 'pending' "
        "AND case_type IN ('RMV', 'DEP', 'EXC', 'AOC', 'WHO')",
        RELEASE,
    )
    given = {"denominator": "initial_all", **({"period": period} if period else {})}
    finding = measure("in_absentia").ask(record, given, by)
    whole_of = sum(row["first_completions"] for row in first)
    if finding.status == "too few":
        assert whole_of < 25
        return
    assert (finding.numerator, finding.denominator) == (sum(row["absent"] for row in first), whole_of)
    if by:
        assert Counter(row[1:3] for row in finding.rows) == Counter(
            (row["absent"], row["first_completions"]) for row in first
        )
    else:
        assert finding.rows[2][2] == whole_of + pending["pending"]


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_a_case_printed_twice_waits_under_one_nationality_whatever_the_order(order: str) -> None:
    """The same bytes must make the same record, on however many threads."""
    engine = connect()
    engine.execute(f"""
        CREATE TABLE decisions AS SELECT 1 AS case_id, court AS last_court, true AS last_detained_place, nationality,
            DATE '2020-01-01' AS first_charging_date, DATE '2020-02-01' AS received_date, 'D' AS decision,
            DATE '2021-01-01' AS own_completion_date
        FROM (VALUES ('MIA', 'RU'), ('NYC', 'MX'), (NULL, NULL)) AS printed(court, nationality) ORDER BY court {order}""")
    found = engine.execute(f"SELECT court, nationality, cases FROM {waits('decisions')}").fetchall()
    engine.close()

    assert found == [("MIA", "MX", 1)]
