"""Delimited text: nothing crashes it, nothing is lost, and what was written comes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from invented import HEADCOUNT, removal, removals_text
from sojourn.engine.connect import connect
from sojourn.reading import coded, delimited, raw
from sojourn.reading.delimited import DelimitedReader, heads, parse
from sojourn.reading.ledger import Reading
from sojourn.reading.limits import Limits
from sojourn.reading.proof import Proof
from sojourn.reading.raw import sha256_of
from sojourn.reading.staged import EMPTY, MARKED, PADDED, SEPARATORS, ZERO, traits_of
from sojourn.record.worker import read_file
from sojourn.tables.text import staged

PIECES = [
    b'"',
    b"|",
    b"\n",
    b"\r",
    b"\r\n",
    b"a",
    b" ",
    b'""',
    b'"|"',
    b"\xe9",
    "é".encode(),
    b"\0",
    b"\x1c",
    b"\x1f",
]
damaged = st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)
texts = st.text(
    st.one_of(
        st.sampled_from('|"\n\r ,;\t'),
        st.characters(exclude_categories=["Cs"], exclude_characters=["\0", *SEPARATORS]),
    ),
    max_size=8,
)
tables = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=6))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples; each writes its files anew."""
    return tmp_path_factory.mktemp("delimited")


def stage(folder: Path, content: bytes, block: int = 2**22) -> tuple[Reading, bytes]:
    """Read a text below its first line; `block` is how many bytes are taken at once."""
    path, target = folder / "text.csv", folder / "text.staged"
    path.write_bytes(content)
    head = next(heads(path, Limits()))
    with patch.object(raw, "_BLOCK", block):
        reading = DelimitedReader(path, head, 0, Limits()).write(target)
    return reading, target.read_bytes()


def cells_of(folder: Path, reading: Reading) -> list[list[str]]:
    """The staged rows as the engine sees them."""
    text = staged(folder / "text.staged", reading)
    names = ", ".join(f"c{number}" for number in range(len(reading.headers)))
    rows = (
        connect()
        .execute(f"SELECT {names} FROM {text.relation} WHERE NOT coalesce(gap, false) ORDER BY line")
        .fetchall()
    )
    return [[cell or "" for cell in row] for row in rows]


def written(rows: Sequence[Sequence[str]], end: str) -> bytes:
    """Rows as the csv module writes them with every cell in quotes."""
    target = io.StringIO()
    width = len(rows[0]) if rows else 2
    writer = csv.writer(target, delimiter="|", quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([[f"h{number}" for number in range(width)], *rows])
    return target.getvalue().encode()


def slow_split(line: str, delimiter: str) -> list[str] | None:
    """One line split character by character; None where quotes do not stand round whole cells."""
    cells, cell, state = [], "", "start"
    for character in line:
        if state == "quoted":
            state, cell = ("closed", cell) if character == '"' else ("quoted", cell + character)
        elif character == delimiter:
            cells.append(cell)
            cell, state = "", "start"
        elif character == '"' and state == "start":
            state = "quoted"
        elif character == '"' and state == "closed":
            state, cell = "quoted", cell + '"'
        elif state == "closed":
            return None
        else:
            state, cell = "plain", cell + character
    return None if state == "quoted" else [*cells, cell]


@settings(max_examples=300)
@given(body=st.one_of(damaged, st.binary(max_size=60)))
def test_any_bytes_below_a_header_are_accounted_for(folder: Path, body: bytes) -> None:
    """A line that no sum contains would be a row lost in silence."""
    expected = 1 + body.count(b"\n") + (1 if body and not body.endswith(b"\n") else 0)

    reading, _ = stage(folder, HEADCOUNT.encode() + b"\n" + body)

    ledger = reading.ledger
    ledger.loaded = ledger.rows - ledger.quarantined
    ledger.check("any bytes")
    assert ledger.lines == expected
    assert ledger.quarantined == len(reading.refused)


@settings(max_examples=60)
@given(
    body=st.one_of(
        damaged,
        st.lists(st.sampled_from([b"AAA|3|2016-01-01\n", b'"B|""|"|x|y\n', b"||\n", b"\xff|1|2\n"])).map(b"".join),
    )
)
def test_any_bytes_are_loaded_or_refused_and_never_both(
    folder: Path, body: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The account must hold as far as the stored part."""
    path = folder / "headcount.csv"
    path.write_bytes(HEADCOUNT.encode() + b"\n" + body)

    report = read_file(path, sha256_of(path), tmp_path_factory.mktemp("part") / "of", Limits())

    [sheet] = report.sheets
    sheet.ledger.check("any bytes")
    assert sheet.rows == sheet.ledger.loaded + sheet.ledger.repaired
    assert len(sheet.refused) == sheet.ledger.quarantined


@settings(max_examples=100)
@given(rows=tables, end=st.sampled_from(["\n", "\r\n"]))
@example(rows=[["x\na|b\ny", "z"]], end="\n")
@example(rows=[["\n", "second"]], end="\n")
@example(rows=[["a\r", "\r\nb"]], end="\r\n")
def test_a_table_that_was_written_comes_back_cell_by_cell(folder: Path, rows: list[list[str]], end: str) -> None:
    """Delimiters, quotes and line ends inside cells are data."""
    reading, _ = stage(folder, written(rows, end))

    assert cells_of(folder, reading) == rows
    assert reading.refused == []


@settings(max_examples=500)
@given(block=damaged, width=st.integers(1, 4))
def test_the_proof_agrees_with_reading_character_by_character(block: bytes, width: int) -> None:
    """A line that is copied unread must hold exactly the cells that careful reading finds."""
    lines = (block + b"\n").split(b"\n")[:-1]
    cells = Proof("|", width).cells(block + b"\n")

    read = [slow_split(line.removesuffix(b"\r").decode(errors="replace"), "|") for line in lines]
    if cells is not None:
        bare = [line.translate(None, b'"\r').decode().split("|") for line in lines]
        assert bare == read == [parse(line, "|") for line in lines]
        assert [[traits_of(cell) for cell in row] for row in bare] == cells.shown.tolist()


def test_lines_that_a_program_wrote_are_proved() -> None:
    """What is proved is copied at memory speed; a proof that never holds would be right and useless."""
    rows = [["Newark", "1/2/2016", ""], ["10", " x ", "(b)(6)"]]
    expected = [[0, 0, EMPTY], [ZERO, PADDED, MARKED]]

    found = [Proof("|", 3).cells(written(rows, end).split(b"\n", 1)[1]) for end in ("\n", "\r\n")]

    assert [one.shown.tolist() for one in found if one is not None] == [expected, expected]


@settings(max_examples=200)
@given(body=damaged, size=st.integers(1, 40))
@example(body=b'a|"b\n""|""\n"\nc|d\n', size=6)
def test_where_blocks_end_makes_no_difference(folder: Path, body: bytes, size: int) -> None:
    """Blocks are cut anywhere, also inside a quoted cell."""
    content = b"h|i\n" + body

    whole, piecewise = stage(folder, content), stage(folder, content, size)

    assert piecewise == whole


@settings(max_examples=60)
@given(rows=tables, size=st.integers(1, 40))
def test_a_written_table_survives_any_blocks(folder: Path, rows: list[list[str]], size: int) -> None:
    """Rows that cross the ends of blocks come back too."""
    reading, _ = stage(folder, written(rows, "\n"), size)

    assert cells_of(folder, reading) == rows


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        (b"a|b", ["a", "b"]),
        (b'"a|b"|c', ["a|b", "c"]),
        (b'"a""b"|c', ['a"b', "c"]),
        (b'a"b|c', ['a"b', "c"]),
        (b"a|", ["a", ""]),
        (b'""|x\r', ["", "x"]),
        (b'"a"b|c', "text follows a closing quote"),
        (b'"a|b', "a quote opens and never closes"),
    ],
)
def test_a_row_is_split_by_stated_rules(line: bytes, cells: list[str] | str) -> None:
    """A row has one reading or is refused with the reason."""
    assert parse(line, "|") == cells


def test_lines_that_are_no_rows_are_counted_under_their_names(folder: Path) -> None:
    """Banner, header, blank lines, continued lines and rows make up every line."""
    content = b'AAA|1|2016-01-01\n\n"B\nB"|2|2016-01-02\nC|3\n'

    reading, _ = stage(folder, HEADCOUNT.encode() + b"\n" + content)

    ledger = reading.ledger
    assert (ledger.lines, ledger.header, ledger.blank, ledger.continuation, ledger.rows) == (6, 1, 1, 1, 3)
    assert [(row.line, row.raw, row.reason) for row in reading.refused] == [
        (6, b"C|3", "2 cells where the header has 3")
    ]


def test_a_quote_that_never_closes_costs_one_row(folder: Path) -> None:
    """Damage in one line must not swallow the rows below it."""
    rows = [removal(), removal(), removal()]
    content = removals_text(rows).replace(b'"GUATEMALA"', b'"GUATEMALA', 1).split(b"\n", 5)[5]

    reading, _ = stage(folder, content)

    assert (reading.ledger.rows, reading.ledger.quarantined) == (3, 1)
    assert reading.refused[0].line == 2


def test_a_quote_open_over_more_lines_than_any_cell_has_is_damage(folder: Path) -> None:
    """The search for a closing quote ends, so a stray quote cannot eat a file."""
    body = b'A|1|"2016-01-01\n' + b"B|2|2016-01-01\n" * (delimited.LONGEST_ROW_LINES + 10)

    reading, _ = stage(folder, HEADCOUNT.encode() + b"\n" + body)

    assert [(row.line, row.reason) for row in reading.refused] == [(2, delimited.OPEN_QUOTE)]
    assert reading.ledger.rows == delimited.LONGEST_ROW_LINES + 11


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_of_published_files_are_read(folder: Path, encoding: str) -> None:
    """Agencies save texts from spreadsheet programs in all of these."""
    reading, _ = stage(folder, "name|town\nJosé|Peñitas\n".encode(encoding))

    assert reading.headers == ("name", "town")
    assert cells_of(folder, reading) == [["José", "Peñitas"]]


def test_two_encodings_in_one_file_are_read_line_by_line(folder: Path) -> None:
    """Files are pasted together from others; a line in the older encoding is read and counted as mended."""
    reading, _ = stage(folder, b"a|b\nPe\xc3\xb1itas|1\nPe\xf1itas|2\n")

    assert cells_of(folder, reading) == [["Peñitas", "1"], ["Peñitas", "2"]]
    assert reading.mended == {3}


@pytest.mark.parametrize("byte", [b"\0", b"\x1c", b"\x1d", b"\x1e", b"\x1f"])
def test_a_control_byte_refuses_its_row_only(folder: Path, byte: bytes) -> None:
    """NUL and the separators cannot be staged, so their row keeps its bytes in quarantine."""
    reading, _ = stage(folder, b"a|b\nx|1\ny" + byte + b"|2\n")

    assert [(row.line, row.raw) for row in reading.refused] == [(3, b"y" + byte + b"|2")]
    assert reading.ledger.rows == 2


def test_blank_cells_right_of_the_header_are_mended(folder: Path) -> None:
    """Spreadsheet programs add delimiters; text there is something else and refuses the row."""
    reading, _ = stage(folder, b"a|b\nx|1||\ny|2|z\n")

    assert reading.mended == {2}
    assert [row.line for row in reading.refused] == [3]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le-sig"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_spreadsheets_are_read(folder: Path, encoding: str, line_end: str) -> None:
    """Programs save text in all of them, some without a mark of byte order."""
    expected = [["Ñuñoa", "2"], ["c", "3"]]
    text = line_end.join(["name;n", "Ñuñoa;2", "c;3", ""])
    content = ("\ufeff" + text).encode("utf-32-le") if encoding == "utf-32-le-sig" else text.encode(encoding)

    reading, _ = stage(folder, content)

    assert cells_of(folder, reading) == expected


def test_headers_with_line_ends_are_one_row(folder: Path) -> None:
    """Headers of a spreadsheet are broken into lines; as text their row has several."""
    content = b'"a title\nin two lines",\n"Departed\nDate",Country\n1/2/2025,"two\nlines"\n'
    path = folder / "broken.csv"
    path.write_bytes(content)

    head = next(heads(path, Limits()))

    assert head.rows[:4] == [[""], ["a title\nin two lines", ""], [""], ["Departed\nDate", "Country"]]
    reading = DelimitedReader(path, head, 3, Limits()).write(folder / "broken.staged")
    assert (reading.headers, reading.ledger.banner, reading.ledger.rows) == (("Departed\nDate", "Country"), 3, 1)


def test_a_quote_that_never_closes_spoils_one_line_of_the_head(folder: Path) -> None:
    """The lines below it are still looked at for a header."""
    path = folder / "open.csv"
    path.write_bytes(b'"a title that nobody closed,\na,b\n1,2\n')

    assert next(heads(path, Limits())).rows[1:] == [["a", "b"], ["1", "2"]]


def two_stagings(folder: Path, rows: list[str]) -> tuple[list[Reading], list[bytes]]:
    """The accounts and the staging text of rows of two cells, of which lines are spared the first time only."""
    path, target = folder / "spared.csv", folder / "spared.staged"
    path.write_text("\n".join(["a|b", *rows, ""]))
    reader = DelimitedReader(path, next(heads(path, Limits())), 0, Limits())
    readings, texts = [], []
    with (
        patch.object(raw, "_BLOCK", 6000),
        patch.object(delimited, "_PIECE", 9000),
        patch.object(coded, "FEWEST_ROWS", 9),
    ):
        for spare in (True, False):
            readings.append(reader.write(target, spare=spare))
            files = [target, *(further for further, _ in readings[-1].further)]
            texts.append(b"".join(file.read_bytes() for file in files))
    return readings, texts


def test_lines_that_are_all_numbers_are_spared_and_can_be_written(folder: Path) -> None:
    """The account, its pieces and the numbers are the same, whether the lines are written or not."""
    rows = [f"{number % 10:8}|" + ('"x"' if number % 3 else "y y") for number in range(4000)]
    (spared, written), (first, whole) = two_stagings(folder, rows)

    assert (spared.spared, written.spared) == (True, False)
    assert whole.startswith(first)
    assert len(first) < len(whole) / 2
    assert spared.further == written.further != []
    assert (spared.ledger, spared.traits, spared.refused) == (written.ledger, written.traits, written.refused)
    assert spared.coded
    assert written.coded
    assert spared.coded.texts == written.coded.texts


@pytest.mark.parametrize("late", ["z" * 200, "many"], ids=["a long text", "many texts"])
def test_a_text_is_read_again_where_a_column_has_too_many_texts_after_all(folder: Path, late: str) -> None:
    """Lines were spared by then, and none of them is missing in the end."""
    last = [f"1|{late}"] if len(late) > 9 else [f"1|{number}" for number in range(3000)]
    (once, again), (text, same) = two_stagings(folder, ["1|2"] * 4000 + last)

    assert not once.spared
    assert replace(once, coded=None) == replace(again, coded=None)
    assert text == same
    assert text.count(b"\n") == once.ledger.rows == 4000 + len(last)
