"""The type of a facility: by ICE's type, else by words of the name, else unknown; differences told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from facility_lists import listed_record
from sojourn.measures.facilities import types as facility_types
from sojourn.measures.facilities.types import type_in_name, type_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OMAHA FIELD OFFICE HOLD ROOM", "hold room"),
        ("NORTH HOLDROOM", "hold room"),
        ("ERIE COUNTY HOLDING CENTER", "county jail"),
        ("WINDWARD HOLDING FACILITY", None),
        ("VALLEY BAPTIST HOSPITAL", "hospital"),
        ("EL PASO BEHAVIORAL HEALTH SYSTEM", "hospital"),
        ("AIRPORT HOTEL (SAN JUAN)", "hotel"),
        ("RED ROOF INN", "hotel"),
        ("INNSBRUCK", None),
        ("FLORIDA SOFT-SIDED FACILITY -SOUTH", "soft-sided"),
        ("US MARSHALS, W.D. LA.", "Marshals"),
        ("MARSHAL COUNTY JAIL", "county jail"),
        ("MVM TRANSPORT, EL PASO", "transport"),
        ("JFK INTERNATIONAL AP - T7", "airport"),
        ("CBP SAN YSIDRO POE", "border station"),
        ("OZARK COUNTY SHERIFF'S OFFICE", "county jail"),
        ("BAKER C. I.", "prison"),
        ("ADULT PROCESSING CTR", "detention centre"),
        ("GOOD", None),
        ("", None),
    ],
)
def test_only_a_word_of_the_name_tells_a_type(name: str, expected: str | None) -> None:
    """HOLD in a code or HOLDING in a name tells nothing; a whole word does."""
    found = type_in_name(name)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ALPHALA", ("staging", "listed as Other, STAGING")),
        ("BRAVOTX", ("county jail", "the name has JAIL")),
        ("NOPLACE", ("hotel", "the name has HOTEL")),
        ("DELTAHO", ("unknown", "neither a list nor a name tells it")),
    ],
)
def test_the_list_counts_before_the_name(code: str, expected: tuple[str, str]) -> None:
    """IGSA is a contract and tells nothing; a code without name and type stays unknown."""
    found = type_of(listed_record(), code)
    assert (found.type, found.why) == expected


def test_a_contract_of_the_marshals_stands_beside_the_name() -> None:
    """Both are told; neither is dropped."""
    (other,) = type_of(listed_record(), "BRAVOTX").others
    assert other.startswith("Marshals: listed as USMS IGA")


def test_every_pattern_has_a_reason_and_stands_once() -> None:
    """Two patterns of the same words would be decided by their order alone."""
    path = Path(facility_types.__file__).parent / "types.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(row["reason"] and row["type"] and row["words"] == row["words"].upper() for row in rows)
    assert len({(row["says"], row["words"]) for row in rows}) == len(rows)
