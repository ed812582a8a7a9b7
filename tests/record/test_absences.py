"""The record as a whole: what a release lacks is said for every row, and what may identify is not in it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from invented import posted, removal, write_removals
from sojourn.errors import BadRecord
from sojourn.record.build import build
from sojourn.record.inputs import SIGHTINGS
from sojourn.record.manifest import FORMAT
from sojourn.record.opened import Record

BORN = "7/4/1983"
PERSON = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00"
NUMBER = "A087654321"


def test_a_column_that_a_release_lacks_is_said_to_be_not_in_it(record: Path, files: Path) -> None:
    """Blank and not published are two things, also in one table."""
    write_removals(files / "old.csv", [removal({"Departed Date": "10/5/2015"})])
    (files / "new.csv").write_bytes(posted([{"Departed Date": "2025-01-02"}]))
    build(record, [files])

    rows = Record(record).query("SELECT departed_date, departure_country_absence AS why FROM removals ORDER BY 1")

    assert [row["why"] for row in rows] == ["not in this release", "blank"]


def test_a_table_without_any_release_has_no_rows(record: Path, files: Path) -> None:
    """A question about arrests is answered by an empty table, not by a failure."""
    write_removals(files / "old.csv", [removal()])
    build(record, [files])

    assert Record(record).query("SELECT count(*) AS rows, max(arrest_date) AS day FROM arrests") == [
        {"rows": 0, "day": None}
    ]


def test_a_record_knows_which_columns_a_release_has(record: Path, files: Path) -> None:
    """A measure asks before it counts."""
    write_removals(files / "old.csv", [removal()])
    build(record, [files])
    opened = Record(record)

    assert opened.has("removals", "sex", "ice_removals/2019-ICFO-53623")
    assert not opened.has("removals", "person_key", "ice_removals/2019-ICFO-53623")


def test_a_release_tells_its_files_span_and_defects(record: Path, files: Path) -> None:
    """Every answer names its release, and the release must be able to speak for itself."""
    write_removals(files / "old.csv", [removal(), removal({"Departed Date": "12/24/2015"})])
    build(record, [files])

    [release] = Record(record).releases("ice_removals")

    assert (release.id, release.tables) == ("ice_removals/2019-ICFO-53623", {"removals": 2})
    assert (release.first, release.last, release.nationwide) == ("2015-10-05", "2015-12-24", True)
    assert len(release.files) == 1
    assert any("identical rows" in defect for defect in release.defects)


def test_refused_rows_can_be_read_with_their_bytes(record: Path, files: Path) -> None:
    """Nothing is lost: what was not loaded stands in the quarantine."""
    write_removals(files / "old.csv", [removal(), removal({"Departed Date": "2/31/2016"})])
    build(record, [files])

    [row] = Record(record).quarantine()

    assert (row["line"], row["reason"]) == (
        8,
        "departed_date is no date of the years 1900 to 2099: 2/31/2016",
    )
    assert b"2/31/2016" in row["raw"]


def everything(record: Path, *, quarantine: bool) -> str:
    """All text of a record: the bytes of every file, and the cells of every part unpacked."""
    found = []
    for path in sorted(path for path in record.rglob("*") if path.is_file()):
        if path.parent.name == "quarantine" and not quarantine:
            continue
        found.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            found += map(
                str,
                duckdb.connect().execute("SELECT * FROM read_parquet($path)", {"path": str(path)}).fetchall(),
            )
    return "\n".join(found)


@pytest.fixture
def planted(record: Path, files: Path) -> Path:
    """A record from a publication with a birth date, a person id, an A-number, and a row that fails."""
    person = {
        "Birth Date": BORN,
        "Unique Identifier": PERSON,
        "Alien File Number": NUMBER,
        "Birth Year": BORN,
    }
    rows = [
        {**person, "Departed Date": "2025-01-02"},
        {**person, "Departed Date": "2025-01-03", "Birth Year": "1983"},
        {**person, "Departed Date": "never"},
    ]
    (files / "posted.csv").write_bytes(posted(rows))
    build(record, [files])
    return record


@pytest.mark.parametrize("canary", [BORN, "1983-07-04", PERSON, PERSON.upper(), NUMBER])
def test_what_identifies_a_person_is_nowhere_in_the_record(planted: Path, canary: str) -> None:
    """Parts, manifest and sightings may be handed on; only the quarantine keeps rows as they came."""
    assert canary not in everything(planted, quarantine=False)


def test_the_search_for_planted_cells_finds_what_is_there(planted: Path) -> None:
    """The test above would pass for nothing if it could not see into parts."""
    assert "2025-01-02" in everything(planted, quarantine=False) or "datetime.date(2025, 1, 2)" in everything(
        planted, quarantine=False
    )
    assert PERSON in everything(planted, quarantine=True)


def test_a_withheld_cell_says_so(planted: Path) -> None:
    """Whoever looks for birth dates learns that they were there and are not kept."""
    rows = Record(planted).query("SELECT DISTINCT birth_date, birth_date_absence AS why FROM removals")

    assert rows == [{"birth_date": None, "why": "withheld"}]


def test_an_unreadable_birth_year_does_not_show_its_text(planted: Path) -> None:
    """A whole birth date in the column of years is still a birth date."""
    rows = Record(planted).query("SELECT birth_year, birth_year_absence AS why FROM removals ORDER BY departed_date")

    assert rows == [{"birth_year": None, "why": "unreadable"}, {"birth_year": 1983, "why": None}]


def test_a_person_has_another_key_in_every_release(record: Path, files: Path) -> None:
    """Keys that held across releases would join what must not be joined."""
    (files / "one.csv").write_bytes(posted([{"Departed Date": "2025-01-02", "Unique Identifier": PERSON}] * 2))
    (files / "two.csv").write_bytes(posted([{"Departed Date": "2025-02-03", "Unique Identifier": PERSON}]))
    build(record, [files])

    rows = Record(record).query(
        "SELECT count(DISTINCT person_key) AS people, count(*) AS rows FROM removals GROUP BY release"
    )
    keys = Record(record).query("SELECT DISTINCT person_key FROM removals")

    assert sorted((row["people"], row["rows"]) for row in rows) == [(1, 1), (1, 2)]
    assert len(keys) == 2


def test_a_query_can_open_nothing_outside_the_record(planted: Path) -> None:
    """A hostile parameter must not read the disk."""
    outside = planted.parent / "files" / "posted.csv"

    with pytest.raises(duckdb.PermissionException):
        Record(planted).query(f"SELECT * FROM read_csv('{outside}')")


def test_where_there_is_no_record_the_error_says_how_to_get_one(tmp_path: Path) -> None:
    """It is the first thing that a new user sees."""
    with pytest.raises(BadRecord, match="sojourn build"):
        Record(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 99}', '{"format": 1}', '{"format": 1, "code": "x", "files": [{}]}']
)
def test_a_damaged_or_foreign_manifest_is_named(tmp_path: Path, text: str) -> None:
    """A record of another version is not guessed at."""
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(BadRecord):
        Record(tmp_path)


def test_a_record_of_an_earlier_format_is_built_anew(record: Path, files: Path) -> None:
    """Asking says what to do, and building does it."""
    write_removals(files / "old.csv", [removal()])
    build(record, [files])
    manifest = record / "manifest.json"
    now = manifest.read_text()
    manifest.write_text(now.replace(f'"format": {FORMAT}', f'"format": {FORMAT - 1}'))

    with pytest.raises(BadRecord, match=r"earlier version.*sojourn build"):
        Record(record)
    assert build(record, [files]).read == 1
    assert manifest.read_text() == now


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_damaged_cache_of_sightings_is_made_again(record: Path, files: Path, text: str) -> None:
    """It only saves time."""
    write_removals(files / "old.csv", [removal()])
    build(record, [files])
    (record / SIGHTINGS).write_text(text)

    assert build(record, [files]).unchanged
