"""The registry of facilities: codes only where there are codes, cities out of addresses, strange columns refused."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from facility_lists import REGISTRY, listed_record, published_headers, write_registry
from sojourn.errors import HeaderMismatch
from sojourn.reading.limits import Limits
from sojourn.record.worker import read_file
from sojourn.sources.declare import FOLDER, families


def test_only_an_id_that_is_a_code_becomes_one() -> None:
    """A slug keeps its row, its own id and nothing else."""
    rows = listed_record().query(
        "SELECT listed_id, facility_code, city, facility_code_absence AS why FROM facilities "
        "WHERE release LIKE 'detentionsystemdata%' ORDER BY line"
    )
    assert [(row["listed_id"], row["facility_code"], row["city"]) for row in rows] == [
        ("ALPHALA", "ALPHALA", "Alpha"),
        ("BRAVOTX", "BRAVOTX", "Bravo"),
        ("CLARKBB", "CLARKBB", "Clark"),
        ("ice-otherwise", None, "T"),
    ]
    assert rows[-1]["why"] == "blank"


def test_the_last_inspection_dates_the_edition() -> None:
    """The file has no date of its own; a scheduled inspection is none."""
    releases = [one.id for one in listed_record().releases(source="detentionsystemdata")]
    assert releases == ["detentionsystemdata/facilities@2026-07-09"]


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([*published_headers(), "zipCode"], "not known or twice: zipcode"),
        ([name for name in published_headers() if name != "states"], "missing: states"),
        ([name.replace("phone", "telephone") for name in published_headers()], "telephone"),
    ],
)
def test_a_moved_or_renamed_column_is_refused_by_name(tmp_path: Path, headers: list[str], told: str) -> None:
    """A new edition must not lose a column in silence."""
    path = tmp_path / "registry.csv"
    write_registry(path, REGISTRY, headers)
    with pytest.raises(HeaderMismatch, match=told):
        read_file(path, _sha(path), tmp_path / "out", Limits())


def test_columns_in_another_order_read_the_same(tmp_path: Path) -> None:
    """By name, never by position."""
    path = tmp_path / "registry.csv"
    write_registry(path, REGISTRY, published_headers()[::-1])
    (sheet,) = read_file(path, _sha(path), tmp_path / "out", Limits()).sheets
    assert (sheet.rows, sheet.release) == (4, "detentionsystemdata/facilities@2026-07-09")


def test_what_becomes_of_each_published_column_is_said() -> None:
    """Stored under a name that the family has, or left out with a reason."""
    lines = (FOLDER / "detentionsystemdata" / "published.csv").read_text(encoding="utf-8").splitlines()[1:]
    stored = {mapped.column for mapped in families()["detentionsystemdata/facilities"].columns}
    assert all(",not stored: " in line or line.split(",")[1] in stored | {""} for line in lines)
    assert len(lines) == 115


def test_offices_keep_their_coordinates() -> None:
    """And whether each is a sub-office, which the workbook says as true or false."""
    rows = listed_record().query("SELECT agency, sub_office, latitude FROM field_offices ORDER BY agency")
    assert [(row["agency"], row["sub_office"], row["latitude"]) for row in rows] == [
        ("ERO", False, 29.95),
        ("OPLA", False, 29.96),
    ]


def _sha(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
