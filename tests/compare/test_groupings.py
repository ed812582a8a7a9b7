"""What tables without a key are compared by: declared columns, and never one that tells people apart."""

from __future__ import annotations

import pytest

from sojourn.compare.groupings import DECLARED, declared, groupings
from sojourn.errors import BadDeclaration
from sojourn.sources.declare import families

GROUPING = '[removals]\n[[removals.grouping]]\nof = "removals"\nby = [{by}]\n{more}'


def test_every_table_of_a_source_without_a_key_is_declared() -> None:
    """A new source is compared from its first day."""
    tables = {one.table for one in families().values() if not one.key and one.source != "eoir_cases"}
    assert {table for table in tables if not groupings(table)} == set()


def test_the_declaration_holds() -> None:
    """Every column that it names is there."""
    assert {"facility_days", "detention_stints", "removals"} <= set(declared(DECLARED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("by", "more", "why"),
    [
        ('"person_key"', "", "tells people apart"),
        ('"nothing"', "", "is no column"),
        ('"departed_date by week"', "", "is no column, or no step"),
        ('"sex"', 'amounts = ["nothing"]', "is no column"),
        ('"sex"', 'amounts = ["birth_year"]', "is about persons"),
    ],
)
def test_a_grouping_that_cannot_be_is_refused(by: str, more: str, why: str) -> None:
    """People are never joined across releases, and a typing error is told."""
    with pytest.raises(BadDeclaration, match=why):
        declared(GROUPING.format(by=by, more=more))


def test_a_table_that_is_not_there_is_refused() -> None:
    """With its name."""
    with pytest.raises(BadDeclaration, match="no table is called 'nothing'"):
        declared('[nothing]\n[[nothing.grouping]]\nof = "rows"\nby = []\n')
