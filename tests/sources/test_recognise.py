"""Header rows find their family, in any order and below any banner, or are told apart from all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.errors import DuplicateHeader
from sojourn.sources.declare import Family, families, normal, unread_layouts
from sojourn.sources.recognise import Near, Recognised, Unread, recognise

ROWS = {name: family for name, family in families().items() if family.form == "rows"}


def recognised(header: list[str]) -> Family:
    """The family of a header row; a failure where there is none."""
    found = recognise([header], "here")
    assert isinstance(found, Recognised), found
    return found.family


@pytest.mark.parametrize("name", ROWS)
def test_a_family_recognises_its_own_header(name: str) -> None:
    """The declared headers, all of them, lead back to the family."""
    assert recognised([mapped.published for mapped in ROWS[name].columns]) == ROWS[name]


@pytest.mark.parametrize("name", ROWS)
def test_a_family_recognises_its_header_without_what_is_optional(name: str) -> None:
    """Files of one family lack some columns."""
    assert recognised([mapped.published for mapped in ROWS[name].required]) == ROWS[name]


@settings(max_examples=100)
@given(data=st.data(), name=st.sampled_from(sorted(ROWS)))
def test_the_order_of_columns_makes_no_difference(data: st.DataObject, name: str) -> None:
    """Columns are found by name and never by place."""
    header = [mapped.published for mapped in ROWS[name].columns]

    shuffled = data.draw(st.permutations(header))

    assert recognised(shuffled) == ROWS[name]


@pytest.mark.parametrize("name", ROWS)
def test_every_other_spelling_leads_to_the_family(name: str) -> None:
    """Aliases are spellings that were seen in files."""
    header = [(*mapped.aliases, mapped.published)[0] for mapped in ROWS[name].columns]

    assert recognised([cell.upper() for cell in header]).table == ROWS[name].table


@pytest.mark.parametrize("name", ROWS)
def test_a_family_is_recognised_below_a_banner(name: str) -> None:
    """Banners have one to seven lines, some of them wide."""
    header = [mapped.published for mapped in ROWS[name].columns]
    banner = [["ERO-LESA"], [], ["For Official Use Only", "", "x"], ["", "", ""]]

    found = recognise([*banner, header, ["a"] * len(header)], "here")

    assert isinstance(found, Recognised)
    assert (found.family, found.header_row) == (ROWS[name], 4)


def test_blank_cells_right_of_the_header_are_no_columns() -> None:
    """Spreadsheets keep the width of the widest row."""
    header = [mapped.published for mapped in ROWS["ice_removals/foia-2019-icfo-53623"].columns]

    found = recognise([[*header, "", " "]], "here")

    assert isinstance(found, Recognised)
    assert found.headers == tuple(header)


@pytest.mark.parametrize("at", [0, 3])
def test_a_column_without_header_keeps_its_place(at: int) -> None:
    """Whether it holds anything is seen when its rows are read."""
    header = [mapped.published for mapped in ROWS["ice_removals/foia-2019-icfo-53623"].columns]

    found = recognise([[*header[:at], "", " ", *header[at:]]], "here")

    assert isinstance(found, Recognised)
    assert [normal(cell) for cell in found.headers[at : at + 3]] == ["", "", normal(header[at])]


@pytest.mark.parametrize("name", ROWS)
def test_a_family_without_one_of_its_headers_is_never_read_as_itself(name: str) -> None:
    """What a family always has may not be missing."""
    header = [mapped.published for mapped in ROWS[name].required][1:]

    found = recognise([header], "here")

    assert not (isinstance(found, Recognised) and found.family == ROWS[name])


def test_a_header_that_stands_twice_is_refused() -> None:
    """Blanks and case do not make two headers of one."""
    header = [mapped.published for mapped in ROWS["ice_removals/foia-2019-icfo-53623"].columns]

    with pytest.raises(DuplicateHeader):
        recognise([[*header, "GENDER "]], "here")


def test_a_layout_that_is_not_read_yet_is_named() -> None:
    """The user learns that the file is what it claims to be."""
    layout = unread_layouts()[0]

    found = recognise([sorted(layout.headers)], "here")

    assert isinstance(found, Unread)
    assert layout.table in found.name


def test_a_list_of_layouts_is_no_table() -> None:
    """A page that lists header rows, one file a row, resembles many families and holds nothing to read."""
    arrests = [mapped.published for mapped in ROWS["ice_arrests/hausman-2026-08"].columns]
    rows = [["arrests.xlsx", "a folder", *arrests[:-1], "New"], ["more.xlsx", "a folder", *arrests[:-2], "Other"]]

    assert isinstance(recognise(rows[:1], "here"), Near)
    assert recognise(rows, "here") is None


def test_prose_is_near_to_nothing() -> None:
    """A letter with commas is no table."""
    assert recognise([["Dear all", "please find attached"], [], ["Regards", ""]], "here") is None
