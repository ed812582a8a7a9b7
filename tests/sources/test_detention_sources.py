"""Detention stints: each release is recognised as itself, whatever the order and spelling of its headers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.sources.declare import Family, families, normal, source, unread_layouts, vocabulary
from sojourn.sources.recognise import Near, Recognised, recognise
from stint_files import AUGUST_2026, BY_STAY, DAYS_ONLY, DETENTIONS, MARCH_2026, POSTED, headers

MARCH_2025 = "ice_detentions/foia-2025-icli-00019-march"
OLDEST = "ice_detentions/foia-2019-icfo-21307"
SENSITIVE = {
    "religion",
    "race",
    "ethnicity",
    "ethnic",
    "marital",
    "marital status",
    "birth date",
    "known terrorist yes no",
    "suspected gang yes no",
    "alien file number",
    "eid case id",
    "eid subject id",
    "case id",
    "subject id",
    "detention id",
    "eid dt civ id",
    "stay id",
    "stint id",
}


def recognised(header: list[str]) -> Family:
    """The family of a header row; a failure where there is none."""
    found = recognise([header], "here")
    assert isinstance(found, Recognised), found
    return found.family


@pytest.mark.parametrize(
    ("family", "columns"),
    [(OLDEST, 80), (BY_STAY, 33), (DAYS_ONLY, 33), (MARCH_2025, 33), (POSTED, 37), (MARCH_2026, 53), (AUGUST_2026, 34)],
)
def test_a_release_has_as_many_columns_as_was_published(family: str, columns: int) -> None:
    """A header that is forgotten here would make every file of the release foreign."""
    assert len(headers(family)) == columns


@settings(max_examples=60)
@given(data=st.data(), name=st.sampled_from(sorted(DETENTIONS)))
def test_a_release_is_recognised_in_any_order_and_case(data: st.DataObject, name: str) -> None:
    """The columns of August 2026 stand in roughly alphabetical order, those of March do not."""
    shuffled = data.draw(st.permutations([cell.upper() for cell in headers(name)]))

    assert recognised(shuffled) == DETENTIONS[name]


@pytest.mark.parametrize("name", DETENTIONS)
def test_every_spelling_that_was_seen_leads_to_its_release(name: str) -> None:
    """One header at a time is spelt in another way; the rest of the row decides."""
    family = DETENTIONS[name]
    other = [
        [alias if mapped is one else mapped.published for mapped in family.columns]
        for one in family.columns
        for alias in one.aliases
    ]

    assert {recognised(header).id for header in [headers(name), *other]} == {family.id}


@pytest.mark.parametrize("name", DETENTIONS)
def test_a_missing_column_is_named_with_the_nearest_release(name: str) -> None:
    """The user learns which release the file resembles and what it lacks."""
    family = DETENTIONS[name]
    absent = next(mapped for mapped in family.required if mapped.column == "book_in")
    header = [cell for cell in headers(name) if cell != absent.published]

    found = recognise([header], "here")

    assert isinstance(found, Near)
    assert (found.family.id, found.missing, found.unexpected) == (family.id, (absent.published,), ())
    assert absent.published in str(found.error("here"))


def test_a_header_of_another_table_is_foreign() -> None:
    """An encounter's column among stints means that the file is another one."""
    found = recognise([[*headers(MARCH_2026), "Event Landmark"]], "here")

    assert isinstance(found, Near)
    assert found.unexpected == ("Event Landmark",)


def test_march_and_june_2025_are_told_apart_by_four_columns() -> None:
    """The first post lacks citizenship, programme and conviction, and nothing else."""
    expected = {"Citizenship Country", "Final Program", "Most Serious Conviction (MSC) Charge Code", "MSC Charge"}

    assert set(headers(POSTED)) - set(headers(MARCH_2025)) == expected
    assert recognised([cell for cell in headers(POSTED) if cell not in expected]).id.endswith("march")


def test_the_projects_names_are_those_of_the_agency_in_other_spelling() -> None:
    """`stay_book_in_date_time` and `Stay Book In Date Time` are one header."""
    march = {normal(cell) for cell in headers(MARCH_2026)}
    project = {normal(cell) for cell in headers("ice_detentions/ddp-2026-03")}

    assert len(march & project) == 48


@pytest.mark.parametrize("name", DETENTIONS)
def test_what_is_sensitive_and_unused_is_never_stored(name: str) -> None:
    """Religion, race, gangs and file numbers help no measure and hurt people."""
    stored = {normal(mapped.published) for mapped in DETENTIONS[name].columns if mapped.column}

    assert stored & SENSITIVE == set()


@pytest.mark.parametrize("name", [DAYS_ONLY, MARCH_2025, OLDEST])
def test_releases_without_citizenship_do_not_claim_one(name: str) -> None:
    """The column is not in these releases; a guess would be worse than nothing."""
    assert "citizenship" not in {mapped.column for mapped in DETENTIONS[name].columns}


@pytest.mark.parametrize("name", DETENTIONS)
def test_a_release_with_ids_says_how_far_they_reach(name: str) -> None:
    """Whoever joins two releases on them joins strangers."""
    family = DETENTIONS[name]

    assert any("inside this release only" in defect for defect in family.defects) == (family.person_id == "hashed")


@pytest.mark.parametrize("name", sorted(set(DETENTIONS) - {DAYS_ONLY}))
def test_a_release_with_times_says_that_their_zone_is_not_stated(name: str) -> None:
    """A length in hours across a change of the clock depends on it."""
    assert any("time zone" in defect for defect in DETENTIONS[name].defects)


def test_only_whole_publications_are_dated_by_their_last_day() -> None:
    """Files by fiscal year make one release together."""
    splits = Counter(family.split for family in source("ice_detentions").families)

    assert splits == {"fiscal_year": 5, "publication": 5}


def test_detentions_are_no_longer_among_the_layouts_that_are_not_read() -> None:
    """A layout is read or listed, never both."""
    assert "detentions" not in {layout.table for layout in unread_layouts()}


def test_the_reasons_of_release_are_one_spelling_each() -> None:
    """Two cases of one reason would be counted apart."""
    reasons = vocabulary("release_reason")

    assert len({reason.casefold() for reason in reasons.standard.values()}) == len(set(reasons.standard.values()))
    assert reasons.standard["Order of Recognizance"] == "Order of recognizance"
    assert {"Transferred", "Removed", "Bonded Out - IJ", "Processing Disposition Changed Locally"} <= reasons.known


def test_every_family_of_the_table_belongs_to_the_source() -> None:
    """A second source of stints would share its releases' person ids by mistake."""
    assert {family.source for family in families().values() if family.table == "detention_stints"} == {"ice_detentions"}
