"""At twenty thousand cases the invented release looks like the published one: rates, shares, table sizes."""

from __future__ import annotations

import pytest
from court_reread import Release, make


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(tmp_path_factory.mktemp("court"), 20_000, 7)


def rate(release: Release, answer: str, part: str, whole: str, where: str = "TRUE") -> float:
    """The quotient of two sums of an answer, in per cent."""
    ((found,),) = release.told(f"SELECT 100.0 * sum({part}) / sum({whole}) FROM '{{}}/{answer}.parquet' WHERE {where}")
    return float(found)


@pytest.mark.parametrize(
    ("table", "published"),
    [
        ("B_TblProceeding", 1.307),
        ("B_TblProceedCharges", 1.490),
        ("tbl_Court_Appln", 1.272),
        ("tbl_schedule", 3.683),
        ("tbl_Court_Motions", 0.677),
        ("D_TblAssociatedBond", 0.128),
        ("tbl_CustodyHistory", 0.792),
        ("tbl_RepsAssigned", 2.075),
        ("tblAppeal", 0.120),
        ("tbl_JuvenileHistory", 0.237),
        ("tbl_Lead_Rider", 0.207),
        ("A_TblCaseIdentifier", 0.203),
    ],
)
def test_tables_are_as_long_as_published(release: Release, table: str, published: float) -> None:
    """Rows per case of July 2026, within a tenth."""
    rows = release.truth["files"][f"{table}.csv"]["rows"] / 20_000
    assert rows == pytest.approx(published, rel=0.1)


@pytest.mark.parametrize(
    ("years", "published"),
    [
        ("2013 AND 2018", 42),
        ("2019 AND 2020", 30),
        ("2022 AND 2024", 46.5),
        ("2025 AND 2025", 24.7),
        ("2026 AND 2026", 7.6),
    ],
)
def test_asylum_is_granted_as_often_as_published(release: Release, years: str, published: float) -> None:
    """The grant rate of one definition by years, within six points."""
    where = f"definition = 'case_last' AND fiscal_year BETWEEN {years}"
    assert rate(release, "asylum", "granted", "granted + denied", where) == pytest.approx(published, abs=6)


def test_russians_are_granted_more_often(release: Release) -> None:
    """88 per cent in 2022 and 85 in 2024, against 46 of all."""
    where = "definition = 'trac_2007' AND nationality = 'RU' AND fiscal_year BETWEEN 2021 AND 2024"
    assert rate(release, "asylum", "granted", "granted + denied", where) > 65


def test_a_third_of_first_completions_is_in_absence(release: Release) -> None:
    """34 per cent of first completions of people not detained, 2016 to 2023."""
    found = rate(release, "in_absentia", "absent_nondetained", "first_nondetained", "fiscal_year BETWEEN 2016 AND 2023")
    assert found == pytest.approx(34, abs=5)


@pytest.mark.parametrize(
    ("table", "column", "published"),
    [
        ("B_TblProceeding", "COMP_DATE", 19.6),
        ("B_TblProceeding", "DEC_CODE", 45.6),
        ("B_TblProceeding", "OTHER_COMP", 74),
        ("B_TblProceeding", "ABSENTIA", 22.6),
        ("tbl_Court_Appln", "APPL_DEC", 37.8),
        ("A_TblCase", "E_28_DATE", 59.4),
        ("A_TblCase", "DATE_OF_ENTRY", 38),
        ("A_TblCase", "Sex", 45.4),
        ("A_TblCase", "C_ASY_TYPE", 60.3),
        ("A_TblCase", "LPR", 92),
        ("D_TblAssociatedBond", "INITIAL_BOND", 83.1),
        ("D_TblAssociatedBond", "NEW_BOND", 53.8),
        ("tbl_CustodyHistory", "DATDETAINED", 77.4),
        ("tbl_CustodyHistory", "DATRELEASED", 89.6),
    ],
)
def test_columns_are_as_empty_as_published(release: Release, table: str, column: str, published: float) -> None:
    """Empty shares of July 2026, within six points."""
    rows = release.rows(table)
    assert 100 * sum(not row[column] for row in rows) / len(rows) == pytest.approx(published, abs=6)


def test_asylum_comes_with_its_companions(release: Release) -> None:
    """Most asylum applications stand beside withholding and protection under the torture convention."""
    kinds = [row["APPL_CODE"] for row in release.rows("tbl_Court_Appln")]
    assert kinds.count("ASYW") > 0.8 * kinds.count("ASYL")
    assert kinds.count("WCAT") > 0.75 * kinds.count("ASYL")


def test_the_judge_of_the_story_sits_in_three_courts(release: Release) -> None:
    """Code CAT is at Jena, Oakdale and Baton Rouge, under an invented name."""
    found = {row["BASE_CITY_CODE"] for row in release.proceedings if row["IJ_CODE"] == "CAT"}
    names = {row["JUDGE_NAME"] for row in release.rows("Lookup/tblLookupJudge") if row["JUDGE_CODE"] == "CAT"}
    assert found >= {"JNA", "OAK", "BTR"}
    assert "Thogersen" not in str(names)


def test_some_judges_have_two_codes(release: Release) -> None:
    """A person must be put together by name, as in the published list."""
    names = [row["JUDGE_NAME"] for row in release.rows("Lookup/tblLookupJudge")]
    assert 10 <= len(names) - len(set(names)) <= 20
