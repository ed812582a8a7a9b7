"""Building with stints: what is derived belongs to a release, over all its files."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiny_custody
from records import bytes_of
from sojourn.errors import LimitReached
from sojourn.measures.releases import provenance
from sojourn.record import custody
from sojourn.record import manifest as stored
from sojourn.record.build import FailedBuild, build
from sojourn.record.opened import Record
from sojourn.tables.custody.stays import DERIVED_FROM_STINTS
from tiny import write_workbook
from tiny_custody import FY2025, RELEASE

NAMES = [table.name for table in DERIVED_FROM_STINTS]


@pytest.fixture
def both(files: Path) -> Path:
    """A folder with both workbooks of the tiny release."""
    tiny_custody.write_files(files)
    return files


def rows_in(record: Path, table: str) -> int:
    """The rows of a table."""
    [row] = Record(record).query(f"SELECT count(*) AS rows FROM {table}")
    return int(row["rows"])


def test_two_files_make_one_release_with_one_entry(record: Path, both: Path) -> None:
    """The entry names both files and each derived table."""
    [entry] = build(record, [both]).manifest.derived

    assert (entry.release, len(entry.files)) == (RELEASE, 2)
    assert [name for name, _, _ in entry.tables] == NAMES


def test_a_second_build_derives_nothing(record: Path, both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the files nor the code changed."""
    build(record, [both])
    monkeypatch.setattr(custody, "run_all", None)

    assert build(record, [both]).unchanged


def test_a_file_that_is_gone_changes_what_is_derived(record: Path, both: Path) -> None:
    """The stay of petra loses its second half, and its parts are swept in the build after."""
    build(record, [both])
    (both / "invented_Detentions_FY26.xlsx").unlink()

    [entry] = build(record, [both]).manifest.derived

    assert (len(entry.files), rows_in(record, "detention_path")) == (1, 36)


def test_a_release_without_files_leaves_nothing_derived(record: Path, both: Path, tmp_path: Path) -> None:
    """Built from other files, the record has no stays."""
    build(record, [both])
    changed = [[line.replace("2026-ICLI-00005", "2026-ICLI-00006")] for line in tiny_custody.BANNER]
    cells = [[row.get(name, "") for name in tiny_custody.HEADERS] for row in FY2025]
    write_workbook(tmp_path / "other.xlsx", {"FY2025": [*changed, tiny_custody.HEADERS, *cells]})

    built = build(record, [tmp_path / "other.xlsx"])

    assert [entry.release for entry in built.manifest.derived] == ["ice_detentions/2026-ICLI-00006"]


def test_a_derived_part_that_is_gone_is_made_again(record: Path, both: Path) -> None:
    """To the same bytes."""
    build(record, [both])
    before = bytes_of(record)
    for path in (record / "tables" / "detention_stays").iterdir():
        path.unlink()

    built = build(record, [both])

    assert (built.read, bytes_of(record)) == (0, before)


def test_built_step_by_step_or_at_once_the_bytes_are_the_same(tmp_path: Path, both: Path) -> None:
    """Whatever the files are called and in which order they came."""
    build(tmp_path / "steps", [both / "invented_Detentions_FY26.xlsx"])
    (both / "invented_Detentions_FY25.xlsx").rename(both / "zzz.xlsx")
    build(tmp_path / "steps", [both], at_once=1)
    build(tmp_path / "once", [both])

    assert bytes_of(tmp_path / "steps") == bytes_of(tmp_path / "once")


def test_a_derived_table_knows_its_release_and_no_file(record: Path, both: Path) -> None:
    """It comes from all of them; provenance names each."""
    built = build(record, [both])
    opened = Record(record)
    [release] = opened.releases(table="detention_stays")

    rows = opened.query("SELECT DISTINCT release, file, sheet FROM detention_stays")

    assert rows == [{"release": RELEASE, "file": "", "sheet": ""}]
    assert provenance(opened, (release,), "detention_stays", "").files == tuple(built.manifest.derived[0].files)


def test_a_release_of_a_derived_table_is_shown_with_what_it_was_derived_from(record: Path, both: Path) -> None:
    """Its scope and its files are those of the stints."""
    build(record, [both])

    [release] = Record(record).releases(table="detention_movements")

    assert (len(release.files), release.nationwide, release.tables["detention_stints"]) == (2, True, 40)


def test_other_sources_alone_have_nothing_derived(record: Path, two_years: Path, both: Path) -> None:
    """`--source` leaves the stints out."""
    built = build(record, [two_years, both], only=["ice_removals"])

    assert built.manifest.derived == []


def refused(*_: object) -> object:
    """A derivation that finds no memory."""
    yield 0, LimitReached("it needs more memory", where="here", todo="raise it")


def test_a_derivation_that_fails_leaves_the_old_record(
    record: Path, both: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And --keep-going builds the rows without it."""
    build(record, [both / "invented_Detentions_FY26.xlsx"])
    before = (record / stored.NAME).read_bytes()
    monkeypatch.setattr(custody, "run_all", refused)

    with pytest.raises(FailedBuild):
        build(record, [both])
    assert (record / stored.NAME).read_bytes() == before

    built = build(record, [both], keep_going=True)
    assert (len(built.errors), built.manifest.derived, rows_in(record, "detention_stints")) == (1, [], 40)


def test_what_failed_is_derived_by_the_next_build(record: Path, both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the failure stays."""
    with monkeypatch.context() as patched:
        patched.setattr(custody, "run_all", refused)
        build(record, [both], keep_going=True)

    build(record, [both])

    assert rows_in(record, "detention_stays") == 27


def test_a_release_of_which_no_row_can_be_loaded_has_no_stays(record: Path, files: Path) -> None:
    """Every book-in is unreadable, so nobody is held on any day."""
    banner = [[line] for line in tiny_custody.BANNER]
    cells = [["2115-01-01" if "Book In" in name else "" for name in tiny_custody.HEADERS]]
    write_workbook(files / "bad.xlsx", {"FY2025": [*banner, tiny_custody.HEADERS, *cells]})

    built = build(record, [files])

    assert (rows_in(record, "detention_stints"), built.errors) == (0, [])
    assert [rows_in(record, name) for name in NAMES] == [0, 0, 0]
