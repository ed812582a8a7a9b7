"""The true answers agree with a count of the text by plain Python, definition by definition."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from court_reread import Release, Row, day, fiscal_year, last_proceeding, make

from sojourn.lookalike.court.headlines import time_by_which

GRANTS = set("FGCIP")
RANK = "FGDCILPSAROTWM"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(tmp_path_factory.mktemp("court"), 3_000, 2)


def moved(release: Release) -> set[tuple[str, str]]:
    """Case types and letters that mean a move to another court."""
    lookup = release.rows("Lookup/tblLookupCourtDecision")
    labels = {
        (row["strCaseType"], row["strDecCode"]): row["strDecDescription"] for row in lookup if row["strDecType"] == "O"
    }
    return {key for key, label in labels.items() if label in {"Change of Venue", "Transfer"}}


def completions(release: Release) -> dict[str, list[Row]]:
    """By case: the proceedings that were completed other than by a move, from the first on."""
    moves = moved(release)
    found = defaultdict(list)
    for row in sorted(release.proceedings, key=lambda row: (row["COMP_DATE"], int(row["IDNPROCEEDING"]))):
        if row["COMP_DATE"] and (row["CASE_TYPE"], row["OTHER_COMP"]) not in moves:
            found[row["IDNCASE"]].append(row)
    return found


def last_application(rows: list[Row]) -> Row:
    """The application rule: latest received, then the published order of letters, then the greater number."""

    def place(row: Row) -> tuple[str, int, int]:
        received = row["APPL_RECD_DATE"] if day(row["APPL_RECD_DATE"]) else ""
        return (
            received,
            -(RANK.find(row["APPL_DEC"]) if row["APPL_DEC"] and row["APPL_DEC"] in RANK else 99),
            int(row["IDNPROCEEDINGAPPLN"]),
        )

    return max(rows, key=place)


def test_asylum_by_the_older_definition_at_the_own_proceeding(release: Release) -> None:
    """trac_2007: every application granted or denied, dated by the proceeding that it names."""
    places = {row["IDNPROCEEDING"]: row for row in release.proceedings}
    expected: Counter[tuple[int, str]] = Counter()
    for row in release.asylum:
        own = places.get(row["IDNPROCEEDING"])
        if own and own["COMP_DATE"] and row["APPL_DEC"] in {*GRANTS, "D"}:
            expected[fiscal_year(own["COMP_DATE"]), "denied" if row["APPL_DEC"] == "D" else "granted"] += 1
    found = release.told(
        "SELECT fiscal_year, unnest(['granted', 'denied']), unnest([sum(granted), sum(denied)]) FROM '{}/asylum.parquet' "
        "WHERE definition = 'trac_2007' AND attribution = 'own' GROUP BY fiscal_year",
    )
    assert {(year, name): rows for year, name, rows in found if rows} == dict(expected)


def test_asylum_by_the_newer_definition_at_the_last_proceeding(release: Release) -> None:
    """trac_2022: other relief in the case is no denial."""
    helped = {
        row["IDNCASE"]
        for row in release.rows("tbl_Court_Appln")
        if row["APPL_CODE"] != "ASYL" and row["APPL_DEC"] in {*GRANTS, "L"}
    }
    expected: Counter[tuple[str, str]] = Counter()
    for row in release.asylum:
        last = last_proceeding(release.by_case[row["IDNCASE"]]) if row["IDNCASE"] in release.by_case else None
        if not last or not last["COMP_DATE"] or row["APPL_DEC"] not in {*GRANTS, "D", "L"}:
            continue
        outcome = "granted" if row["APPL_DEC"] in GRANTS else "denied"
        if row["APPL_DEC"] == "L" or (outcome == "denied" and row["IDNCASE"] in helped):
            outcome = "other_relief"
        expected[last["BASE_CITY_CODE"], outcome] += 1
    found = release.told(
        "SELECT court, unnest(['granted', 'denied', 'other_relief']), unnest([sum(granted), sum(denied), sum(other_relief)]) "
        "FROM '{}/asylum.parquet' WHERE definition = 'trac_2022' AND attribution = 'last' GROUP BY court",
    )
    assert {(court, name): rows for court, name, rows in found if rows} == dict(expected)


def applications_by_case(release: Release) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in release.asylum:
        found[row["IDNCASE"]].append(row)
    return found


def test_asylum_by_case_as_the_agency_counts(release: Release) -> None:
    """eoir: one outcome per case, moves and blanks set aside before the last application is chosen."""
    expected: Counter[str] = Counter()
    for case, rows in applications_by_case(release).items():
        settled = [row for row in rows if row["APPL_DEC"] not in {"", "T"}]
        if not settled or case not in release.by_case or not last_proceeding(release.by_case[case])["COMP_DATE"]:
            continue
        letter = last_application(settled)["APPL_DEC"]
        expected[
            "granted" if letter in GRANTS else "denied" if letter == "D" else "other" if letter in "AMWOL" else "-"
        ] += 1
    found = release.told(
        "SELECT sum(granted), sum(denied), sum(other) FROM '{}/asylum.parquet' WHERE definition = 'eoir'"
    )
    assert found == [(expected["granted"], expected["denied"], expected["other"])]


def test_asylum_by_case_and_last_application(release: Release) -> None:
    """case_last: the last application of all counts, whatever its letter, in removal and withholding cases."""
    expected: Counter[str] = Counter()
    for case, rows in applications_by_case(release).items():
        last = last_proceeding(release.by_case[case]) if case in release.by_case else None
        letter = last_application(rows)["APPL_DEC"]
        if not last or not last["COMP_DATE"] or letter not in {*GRANTS, "D"} or last["CASE_TYPE"] not in {"RMV", "WHO"}:
            continue
        if last["OSC_DATE"] >= "1997-10-01":
            expected["denied" if letter == "D" else "granted"] += 1
    found = release.told("SELECT sum(granted), sum(denied) FROM '{}/asylum.parquet' WHERE definition = 'case_last'")
    assert found == [(expected["granted"], expected["denied"])]


def test_pending_cases(release: Release) -> None:
    """Both definitions: the newest proceeding is open; the agency counts five case types."""
    newest = [max(rows, key=lambda row: int(row["IDNPROCEEDING"])) for rows in release.by_case.values()]
    expected = sum(not row["COMP_DATE"] and row["CASE_TYPE"] in {"RMV", "DEP", "EXC", "AOC", "WHO"} for row in newest)
    open_of_any_type = sum(not row["COMP_DATE"] for row in newest)
    found = dict(release.told("SELECT definition, sum(cases) FROM '{}/pending.parquet' GROUP BY ALL"))
    assert found["eoir"] == expected
    assert found["trac"] <= open_of_any_type


def test_completions_and_absence(release: Release) -> None:
    """First and later completions by year, and who was absent among the first."""
    first: Counter[int] = Counter()
    later: Counter[int] = Counter()
    absent: Counter[int] = Counter()
    for rows in completions(release).values():
        first[fiscal_year(rows[0]["COMP_DATE"])] += 1
        absent[fiscal_year(rows[0]["COMP_DATE"])] += rows[0]["ABSENTIA"] == "Y"
        for row in rows[1:]:
            later[fiscal_year(row["COMP_DATE"])] += 1
    found = release.told("SELECT fiscal_year, sum(first), sum(later) FROM '{}/completions.parquet' GROUP BY ALL")
    assert found
    assert all((first[year], later[year]) == (one, two) for year, one, two in found)
    found = release.told(
        "SELECT fiscal_year, sum(first_completions), sum(absent) FROM '{}/in_absentia.parquet' GROUP BY ALL"
    )
    assert found
    assert all((first[year], absent[year]) == (one, two) for year, one, two in found)


def test_bonds(release: Release) -> None:
    """One bond decision per case: the last completed."""
    last: dict[str, Row] = {}
    for row in sorted(
        release.rows("D_TblAssociatedBond"), key=lambda row: (row["COMP_DATE"], int(row["IDNASSOCBOND"]))
    ):
        if row["COMP_DATE"]:
            last[row["IDNCASE"]] = row
    expected = [(len(last), sum(row["DEC"] in set("CRGF") for row in last.values()))]
    assert release.told("SELECT sum(cases), sum(granted) FROM '{}/bonds.parquet'") == expected


def test_appeals(release: Release) -> None:
    """Case appeals from judges, by who filed them."""
    rows = [
        row
        for row in release.rows("tblAppeal")
        if row["strAppealCategory"].upper() == "IJ" and row["strAppealType"] == "Case Appeal"
    ]
    expected = Counter(row["strFiledBy"] for row in rows)
    assert dict(release.told("SELECT filed_by, sum(appeals) FROM '{}/appeals.parquet' GROUP BY ALL")) == expected


def test_representation(release: Release) -> None:
    """A row of the respondent's side or a lawyer's date on the case; the government's side never counts."""
    cases = release.rows("A_TblCase")
    helped = {row["IDNCASE"] for row in release.rows("tbl_RepsAssigned") if row["STRATTYTYPE"].upper() == "ALIEN"}
    helped |= {row["IDNCASE"] for row in cases if row["E_28_DATE"]}
    expected = [(len(cases), sum(row["IDNCASE"] in helped for row in cases))]
    found = release.told(
        "SELECT sum(cases), sum(represented) FROM '{}/representation.parquet' WHERE scope = 'case rows'"
    )
    assert found == expected


def test_continuances(release: Release) -> None:
    """Hearings with a reason, before the last completion of their case."""
    ends = {case: last_proceeding(rows)["COMP_DATE"] for case, rows in release.by_case.items()}
    expected = Counter(
        row["ADJ_RSN"]
        for row in release.rows("tbl_schedule")
        if row["ADJ_RSN"] and ends.get(row["IDNCASE"]) and row["ADJ_DATE"] < ends[row["IDNCASE"]]
    )
    found = release.told(
        "SELECT reason, sum(hearings) FROM '{}/continuances.parquet' WHERE reason IS NOT NULL GROUP BY ALL"
    )
    assert dict(found) == expected


def test_the_survival_estimate_by_hand() -> None:
    """Four people: decided on days 1 and 3, one leaves undecided on day 2, one on day 4."""
    spans = [(1, 1, 0), (2, 0, 1), (3, 1, 0), (4, 0, 1)]
    # 3/4 are undecided after day 1; then 1 of the 2 still waiting is decided: 3/8
    assert time_by_which(0.25, spans) == 1
    assert time_by_which(0.5, spans) == 3
    assert time_by_which(0.75, spans) is None
