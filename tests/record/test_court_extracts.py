"""A few rows that somebody kept of a court release: read as an extract, in whatever form the court or a program wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import tiny_court
from court_reading import ledger_of, tables_of
from measures.refuge.printed_figures import DECISIONS, IN_CANADA
from sojourn.measures import MEASURES
from sojourn.record.build import Built, FailedBuild, build
from sojourn.record.court import files as court_files
from sojourn.record.opened import Record
from tiny_court import files, headers_of, text, write_folder

pytestmark = pytest.mark.usefixtures("workers_here")


def heads() -> dict[str, bytes]:
    """One shifted case under another name, and proceedings of cases that are not there."""
    shifted = text(headers_of("A_TblCase"), tiny_court.CASES[:1]).replace(b"SPRINGVALE\t", b"SPRINGVALE\t\t")
    proceedings = [
        {**tiny_court.PROCEEDINGS[0], "IDNPROCEEDING": str(at), "IDNCASE": str(9000 + at)} for at in range(200)
    ]
    return {"cases.csv": shifted, "B_TblProceeding.csv": text(headers_of("B_TblProceeding"), proceedings)}


def uncounted(change: Mapping[str, bytes]) -> dict[str, bytes]:
    """A small release without its Count.txt, with some files in another form."""
    return {name: one for name, one in files().items() if name != "Count.txt"} | dict(change)


def noticed(built: Built) -> str:
    """Everything that was noticed."""
    return " ".join(defect for sheet in built.manifest.sheets for defect in sheet.defects)


def refused(folder: Path, made: Mapping[str, bytes]) -> str:
    """Why some files make no record."""
    write_folder(folder / "files", made)
    with pytest.raises(FailedBuild) as caught:
        build(folder / "record", [folder / "files"])
    return str(caught.value)


def test_a_few_rows_of_some_tables_are_read_as_an_extract(tmp_path: Path) -> None:
    """No release is so small: nothing can be missing of it by mistake, and what it lacks is said."""
    write_folder(tmp_path / "heads", heads())

    built = build(tmp_path / "record", [tmp_path / "heads"])

    assert ledger_of(built)["court_cases"] == (0, 1, 0)
    assert tables_of(tmp_path / "record")["court_cases"][0]["state"] == "LA"
    assert "200 of 200 rows of court_proceedings belong to cases that the extract does not have" in noticed(built)
    assert "the extract has no tbl_Court_Appln" in noticed(built)
    assert "without a header" not in noticed(built)


def test_large_files_without_a_count_are_an_extract_only_where_the_user_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that was half fetched would give half of every answer."""
    monkeypatch.setattr(court_files, "SMALL", 1000)

    assert "--keep-going reads files without a Count.txt as an extract" in refused(tmp_path, heads())
    assert build(tmp_path / "record", [tmp_path / "files"], keep_going=True).errors == []
    with pytest.raises(FailedBuild):
        build(tmp_path / "record", [tmp_path / "files"])


def test_a_finding_from_an_extract_says_that_it_is_no_figure_of_the_courts(tmp_path: Path) -> None:
    """One pending case among four rows is a complete count of nothing."""
    for name, made in (("extract", uncounted({})), ("whole", files())):
        write_folder(tmp_path / name, made)
        build(tmp_path / f"record-{name}", [tmp_path / name])
        with_release = {"release": Record(tmp_path / f"record-{name}").releases("eoir_cases")[0].id}
        for parameters in ({}, with_release):
            finding = MEASURES["pending_cases"].ask(Record(tmp_path / f"record-{name}"), parameters)
            told = [one for one in finding.caveats if "is an extract" in str(one.text)]
            assert len(told) == (name == "extract")


@pytest.mark.parametrize(
    "made",
    [
        {"A_TblCase.csv": files()["A_TblCase.csv"].replace(b"\t", b",")},
        {"A_TblCase.csv": files()["A_TblCase.csv"].decode().encode("utf-16")},
        {"A_TblCase.md": files()["A_TblCase.csv"]},
        {"A_TblCase.csv": b'"' + files()["A_TblCase.csv"].replace(b"\t", b'"\t"').replace(b"\r\n", b'"\r\n"')[:-1]},
    ],
)
def test_a_table_in_another_form_than_the_courts_is_named(tmp_path: Path, made: Mapping[str, bytes]) -> None:
    """Saved by a spreadsheet or a database program; passing it over would lose a table."""
    why = refused(tmp_path, made)

    assert "A_TblCase" in why
    assert "another form" in why


def test_a_table_whose_header_has_changed_is_named_with_what_differs(tmp_path: Path) -> None:
    """A new release may call the key otherwise; a file without its header begins with a row."""
    renamed = files()["A_TblCase.csv"].replace(b"IDNCASE\t", b"CASE_NUMBER\t")

    why = refused(tmp_path / "a", uncounted({"A_TblCase.csv": renamed}))
    assert "A_TblCase.csv: it is meant for table A_TblCase" in why
    assert "missing: IDNCASE; not known: CASE_NUMBER" in why
    assert "missing: IDNCASE; not known: CASE_NUMBER" in refused(tmp_path / "b", {"my cases.csv": renamed})
    headless = files()["A_TblCase.csv"].partition(b"\r\n")[2]
    assert "none of the columns is there" in refused(tmp_path / "c", uncounted({"A_TblCase.csv": headless}))


@pytest.mark.parametrize("word", ["NULL", "NaN"])
def test_a_word_that_stands_for_no_value_is_no_value(tmp_path: Path, word: str) -> None:
    """A database program or a script wrote it into every empty cell; as a code it would be a decision of its own."""
    head, *rows = files()["tbl_Court_Appln.csv"].decode().splitlines()
    empty = "5\t503\t1002\tASYL\t\t"
    filled = "\t".join(cell or word for cell in empty.split("\t"))
    made = {"tbl_Court_Appln.csv": "\r\n".join([head, *rows, filled, ""]).encode()}
    write_folder(tmp_path / "files", uncounted(made))

    built = build(tmp_path / "record", [tmp_path / "files"])

    row = next(one for one in tables_of(tmp_path / "record")["court_applications"] if one["application_id"] == 5)
    assert (row["decision"], row["received_date"], row["oddities"]) == (None, None, None)
    assert f"{word} in a cell means no value here" in noticed(built)


@pytest.mark.parametrize(
    "count",
    [
        "A_TblCase: 99",
        "dbo.A_TblCase\t99",
        "[dbo].[A_TblCase]     99",
        'A_TblCase,"99"',
        "A_TblCase.csv | 99 rows",
        "A_TblCase\t1,099",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_counts_are_read_in_every_form(tmp_path: Path, count: str, encoding: str) -> None:
    """A form that is not read would leave a release without its check."""
    why = refused(tmp_path, uncounted({"Count.txt": f"Rows of 2026\r\n{count}\r\n".encode(encoding)}))

    assert "A_TblCase.csv has 3 rows and the Count.txt of its release says" in why


def test_a_count_of_which_no_line_can_be_read_is_told(tmp_path: Path) -> None:
    """Else the release would look as if it had been held against it."""
    write_folder(tmp_path / "files", uncounted({"Count.txt": b"99 A_TblCase\r\n"}))

    assert "no line of its Count.txt could be read" in noticed(build(tmp_path / "record", [tmp_path / "files"]))


def test_one_shifted_line_alone_is_put_right_and_makes_no_column(tmp_path: Path) -> None:
    """Nothing but its header says how many cells a row has."""
    for rows in (tiny_court.CASES[:1], tiny_court.CASES[:2]):
        folder = tmp_path / str(len(rows))
        shifted = text(headers_of("A_TblCase"), rows).replace(b"SPRINGVALE\t", b"SPRING\tVALE\t")
        write_folder(folder, {"A_TblCase.csv": shifted})

        built = build(tmp_path / f"record-{len(rows)}", [folder])

        assert ledger_of(built)["court_cases"] == (len(rows) - 1, 1, 0)
        assert "is new and is not stored" not in noticed(built)


def test_a_row_in_quarantine_says_which_columns_cannot_hold_what_they_have(tmp_path: Path) -> None:
    """Else nobody could tell a date in another form from a broken line."""
    days = dict.fromkeys(("E_28_DATE", "LATEST_HEARING", "DATE_OF_ENTRY", "UP_BOND_DATE"), "12/31/2024")
    made = text(headers_of("A_TblCase"), [*tiny_court.CASES[1:], {**tiny_court.CASES[0], **days}])
    write_folder(tmp_path / "files", uncounted({"A_TblCase.csv": made}))
    build(tmp_path / "record", [tmp_path / "files"])

    (row,) = Record(tmp_path / "record").quarantine()

    assert "E_28_DATE, LATEST_HEARING, UP_BOND_DATE and 1 more can hold no such value" in row["reason"]


def test_rows_that_came_twice_are_told(tmp_path: Path) -> None:
    """Two heads of one table that were put together count some cases twice."""
    head, *rows = files()["A_TblCase.csv"].splitlines(keepends=True)
    write_folder(tmp_path / "files", uncounted({"A_TblCase.csv": b"".join([head, *rows, rows[0]])}))

    built = build(tmp_path / "record", [tmp_path / "files"])

    assert "1 rows of court_cases have the key of another row, so that counts from it are too high" in noticed(built)


def test_a_release_that_lacks_a_table_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """The record has the cases, and nothing to count decisions from."""
    write_folder(tmp_path / "files", {"A_TblCase.csv": files()["A_TblCase.csv"]})
    build(tmp_path / "record", [tmp_path / "files"])

    finding = MEASURES["asylum_outcomes"].ask(Record(tmp_path / "record"), {})

    assert "eoir_cases/eoir@undated of the immigration courts, without the tables" in str(finding.reason)


def test_files_of_other_publishers_beside_a_release_are_read_as_what_they_are(tmp_path: Path) -> None:
    """A folder of downloads; taken into the release, they would be in no answer."""
    decisions = "\n".join([DECISIONS, *IN_CANADA]).encode()
    notes = b"what\twhere\nnothing\there\n"
    write_folder(tmp_path / "files", {**files(), "decisions.csv": decisions, "my notes.txt": notes})

    built = build(tmp_path / "record", [tmp_path / "files"])

    assert {sheet.source for sheet in built.manifest.sheets} == {"eoir_cases", "unhcr_decisions"}
    assert [Path(path).name for path, _ in built.passed_over] == ["my notes.txt"]
