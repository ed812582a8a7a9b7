"""Every damage known from court files: what is stored, what is mended, what is refused; never a cell in a wrong place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from court_reading import Read, case, lines_of, read_bytes
from tiny_court import DAY, headers_of

HEADERS = headers_of("A_TblCase")
ROWS = 40
HURT = 20
"""The damaged row; rows are numbered from 1, so it stands on line 21."""

Damage = Callable[[list[bytes]], list[bytes]]


@cache
def plain() -> dict[str, Any]:
    """What is stored of the damaged row when nothing is lost."""
    [row] = read_bytes(b"\r\n".join(lines_of([case(HURT)], "\r\n"))).rows
    return row


def cells_changed(change: Callable[[list[bytes]], None]) -> Damage:
    """A damage to the cells of one row."""

    def _damage(lines: list[bytes]) -> list[bytes]:
        cells = lines[HURT].split(b"\t")
        change(cells)
        return [*lines[:HURT], b"\t".join(cells), *lines[HURT + 1 :]]

    return _damage


def cell(name: str, content: bytes) -> Damage:
    """Another content for one cell."""
    return cells_changed(lambda cells: cells.__setitem__(HEADERS.index(name), content))


def line_after(content: bytes) -> Damage:
    """One more line below the damaged row's place."""
    return lambda lines: [*lines[: HURT + 1], content, *lines[HURT + 1 :]]


def _insert(at: str, *blanks: bytes, drop: int = 0) -> Damage:
    def _change(cells: list[bytes]) -> None:
        place = HEADERS.index(at)
        cells[place:place] = blanks
        del cells[len(cells) - drop :]

    return cells_changed(_change)


def read(damage: Damage, line_end: str) -> Read:
    """Forty rows of which one is damaged."""
    lines = damage(lines_of([case(number) for number in range(1, ROWS + 1)], line_end))
    end = line_end.encode()
    return read_bytes(end.join(lines) + end)


MENDED: dict[str, tuple[Damage, dict[str, Any]]] = {
    "a tab behind the town leaves a blank cell, the state stands under the postal code": (_insert("ALIEN_STATE", b""), {}),
    "a tab in the middle of the town": (cell("ALIEN_CITY", b"OLD\tHARBOR"), {}),
    "two tabs in the town": (cell("ALIEN_CITY", b"OLD\t\tHARBOR"), {}),
    "a tab in the former town": (cell("UPDATED_CITY", b"SPRING\tVALE"), {}),
    "a shift hidden by a lost last cell": (_insert("ALIEN_STATE", b"", drop=1), {}),
    "a tab behind the last cell": (cells_changed(lambda cells: cells.append(b"")), {}),
    "a byte of Latin-1": (cell("DETENTION_LOCATION", b"CA\xd1ON"), {"detention_location": "CAÑON"}),
    "a NUL in a code": (cell("NAT", b"R\0U"), {}),
    "a NUL for a blank cell": (cell("CASEPRIORITY_CODE", b"\0"), {}),
    "a word for a day": (cell("E_28_DATE", b"unknown"), {"appearance_date": None, "oddities": "appearance_date=unknown"}),
}  # fmt: skip
LOADED: dict[str, tuple[Damage, dict[str, Any]]] = {
    "an opening quote": (cell("DETENTION_LOCATION", b'"CAMP'), {"detention_location": '"CAMP'}),
    "a quoted pair": (cell("DETENTION_LOCATION", b'"CAMP"'), {"detention_location": '"CAMP"'}),
    "a control Z": (cell("DETENTION_LOCATION", b"CAMP\x1a"), {"detention_location": "CAMP\x1a"}),
    "a no-break space": (cell("DETENTION_LOCATION", "CAMP\u00a0A".encode()), {"detention_location": "CAMP\u00a0A"}),
    "a backslash": (cell("DETENTION_LOCATION", b"CAMP\\"), {"detention_location": "CAMP\\"}),
    "padding": (cell("NAT", b"RU    "), {}),
    "a day that does not exist": (
        cell("DATE_OF_ENTRY", b"2021-02-31 00:00:00.000"),
        {"entry_date": None, "oddities": "entry_date=2021-02-31 00:00:00.000"},
    ),
    "a year far ahead": (
        cell("LATEST_HEARING", b"2925-03-01 00:00:00.000"),
        {"latest_hearing": None, "oddities": "latest_hearing=2925-03-01 00:00:00.000"},
    ),
    "a code that no list has": (cell("NAT", b"ZZ"), {"nationality": "ZZ"}),
    "the Netherlands Antilles": (cell("NAT", b"NA"), {"nationality": "NA"}),
    "a year of release": (cell("RELEASE_YEAR", b"2019"), {"release_year": 2019}),
    "the exemption mark in a number": (cell("RELEASE_YEAR", b"b6"), {"oddities": "release_year=b6"}),
}  # fmt: skip
BROKEN: dict[str, tuple[Damage, dict[str, Any]]] = {
    "a line feed in the town": (cell("ALIEN_CITY", b"OLD\nHARBOR"), {}),
    "a line feed in a stored text": (cell("DETENTION_LOCATION", b"CAMP\nA"), {"detention_location": "CAMP\nA"}),
    "a line feed in the first text and one in the last": (
        cells_changed(lambda cells: cells.__setitem__(slice(None), [one.replace(b"OLD ", b"OLD\n").replace(b"SPRING", b"SPRING\n") for one in cells])),
        {},
    ),
}  # fmt: skip
REFUSED: dict[str, tuple[Damage, str]] = {
    "a row cut short": (cells_changed(lambda cells: cells.__delitem__(slice(-5, None))), f"{len(HEADERS) - 5} cells where rows have {len(HEADERS)}"),
    "a row with seven more cells": (
        cells_changed(lambda cells: cells.extend([b"x"] * 7)),
        f"{len(HEADERS) + 7} cells where rows have {len(HEADERS)}",
    ),
    "letters for a key": (cell("IDNCASE", b"FC"), "a key is missing or no number"),
    "no key": (cell("IDNCASE", b""), "a key is missing or no number"),
    "two keys in one": (cell("IDNCASE", b"1.5"), "a key is missing or no number"),
    "a line of other text": (cells_changed(lambda cells: cells.__setitem__(slice(None), [b"Msg 102"])), "1 cells where"),
}  # fmt: skip


def _expected(changes: dict[str, Any]) -> dict[str, Any]:
    return plain() | changes


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("name", MENDED)
def test_a_row_with_one_reading_is_mended(name: str, line_end: str) -> None:
    """Its cells stand in their columns, and it counts as repaired."""
    damage, changes = MENDED[name]
    found = read(damage, line_end)

    assert found.outcome == (ROWS - 1, 1, 0)
    assert found.rows[HURT - 1] == _expected(changes)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("name", LOADED)
def test_data_that_other_readers_change_is_stored_as_it_stands(name: str, line_end: str) -> None:
    """Quotes, control characters and odd values are no damage."""
    damage, changes = LOADED[name]
    found = read(damage, line_end)

    assert found.outcome == (ROWS, 0, 0)
    assert found.rows[HURT - 1] == _expected(changes)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("name", BROKEN)
def test_the_pieces_of_a_row_are_joined(name: str, line_end: str) -> None:
    """A line end inside a cell makes two lines of one row."""
    damage, changes = BROKEN[name]
    found = read(damage, line_end)

    assert found.outcome == (ROWS - 1, 1, 0)
    assert found.ledger.continuation == found.ledger.lines - ROWS - 1 > 0
    assert found.rows[HURT - 1] == _expected(changes)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_row_without_one_reading_is_refused_whole(name: str, line_end: str) -> None:
    """With its line, its bytes and the reason; no other row is touched."""
    damage, reason = REFUSED[name]
    found = read(damage, line_end)
    lines = damage(lines_of([case(number) for number in range(1, ROWS + 1)], line_end))

    assert found.outcome == (ROWS - 1, 0, 1)
    assert [row["case_id"] for row in found.rows] == [one for one in range(1, ROWS + 1) if one != HURT]
    [refused] = found.refused
    assert (refused.line, refused.raw) == (HURT + 1, lines[HURT])
    assert reason in refused.reason


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_a_return_inside_a_cell_is_data(line_end: str) -> None:
    """Other readers take it for a line end."""
    found = read(cell("DETENTION_LOCATION", b"CAMP\rA"), line_end)

    assert found.outcome == (ROWS, 0, 0)
    assert found.rows[HURT - 1] == _expected({"detention_location": "CAMP\rA"})


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("content", [b"", b"  ", b"\0", b"\0 \0"])
def test_a_blank_line_is_no_row(content: bytes, line_end: str) -> None:
    """It is counted, and neither a row nor a piece of one."""
    found = read(line_after(content), line_end)

    assert found.outcome == (ROWS, 0, 0)
    assert (found.ledger.blank, found.ledger.lines) == (1, ROWS + 2)


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_a_text_below_a_whole_row_is_no_code_of_it(line_end: str) -> None:
    """A row whose last cell is a code cannot go on below; the row above stays as it is."""
    found = read(line_after(b"and more"), line_end)

    assert found.outcome == (ROWS, 0, 1)
    assert found.refused[0].line == HURT + 2


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("rest", [b"", b"\r\n", b"\n"])
def test_the_last_line_may_lack_its_end(line_end: str, rest: bytes) -> None:
    """The last row is a row."""
    content = line_end.encode().join(lines_of([case(1), case(2), case(3)], line_end))

    assert read_bytes(content + rest).outcome == (3, 0, 0)


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    """Excel puts one there, and the key would not be found."""
    content = b"\r\n".join(lines_of([case(1)], "\r\n"))

    found = read_bytes(b"\xef\xbb\xbf" + content)

    assert found.outcome == (1, 0, 0)
    assert found.rows[0]["case_id"] == 1


def test_an_unknown_column_is_reported_and_not_stored() -> None:
    """Nobody has said whether it identifies people."""
    lines = lines_of([case(1), case(2)], "\r\n")
    content = b"\r\n".join([lines[0] + b"\tPASSPORT", *(line + b"\tX1234" for line in lines[1:])])

    found = read_bytes(content)

    assert found.outcome == (2, 0, 0)
    assert found.unknown == [f"PASSPORT (cell {len(HEADERS) + 1})"]
    assert not any("X1234" in str(row) for row in found.rows)


def test_a_renamed_column_fills_the_same_column() -> None:
    """The agency called it GENDER until 2025."""
    content = b"\r\n".join(lines_of([case(1)], "\r\n")).replace(b"\tSex\t", b"\tGENDER\t")

    assert read_bytes(content).rows == [plain() | {"case_id": 1}]


def test_a_missing_column_is_reported() -> None:
    """Releases before 2023 had no postal codes; the other columns are read by name."""
    place = HEADERS.index("ALIEN_ZIPCODE")
    lines = [line.split(b"\t") for line in lines_of([case(HURT)], "\r\n")]
    content = b"\r\n".join(b"\t".join(cells[:place] + cells[place + 1 :]) for cells in lines)

    found = read_bytes(content)

    assert found.outcome == (1, 0, 0)
    assert found.rows == [plain()]
    assert "alien_zipcode" in found.missing


def test_cells_without_a_name_are_kept_and_rows_without_them_are_whole() -> None:
    """Rows of the motions table carry two more cells than its header names, and not all of them."""
    names = headers_of("tbl_Court_Motions")
    row = {"IDNMOTION": "1", "IDNPROCEEDING": "2", "IDNCASE": "3", "OSC_DATE": DAY.format("2024-02-01")}
    short = "\t".join(row.get(name, "") for name in names)
    rows = [short.replace("1", str(number), 1) + "\ta\t" + str(number) for number in range(1, 9)]
    lines = ["\t".join(names), *rows, short.replace("1", "9", 1)]

    found = read_bytes("\r\n".join(lines).encode(), "tbl_Court_Motions", {})

    assert found.outcome == (9, 0, 0)
    assert [(one["extra_1"], one["extra_2"]) for one in found.rows] == [
        *(("a", str(n)) for n in range(1, 9)),
        (None, None),
    ]
    assert found.rows[0]["charging_date"] == date(2024, 2, 1)
    gone_on = read_bytes("\r\n".join([*lines[:9], "and more", lines[9]]).encode(), "tbl_Court_Motions", {})
    assert (gone_on.outcome, gone_on.ledger.continuation) == ((8, 1, 0), 1)
    assert gone_on.rows[7]["extra_2"] == "8\r\nand more"


def test_a_table_of_a_header_alone_has_no_rows() -> None:
    """An empty table is no error."""
    header = lines_of([], "\r\n")[0]

    for content in (header, header + b"\r\n", header + b"\n", header + b"\r\n\r\n"):
        assert read_bytes(content).outcome == (0, 0, 0)


def test_two_codes_out_of_their_lists_are_a_shift_of_codes() -> None:
    """A row whose codes all moved by one looks whole to its dates."""
    place = HEADERS.index("NAT")

    def _shift(cells: list[bytes]) -> None:
        cells[place : place + 3] = [b"SPRINGVALE", b"RU", b"RUS"]

    found = read(cells_changed(_shift), "\r\n")

    assert found.outcome == (ROWS - 1, 0, 1)
    assert "out of place" in found.refused[0].reason


def test_identifying_cells_are_stored_only_with_leave() -> None:
    """Town and postal code of a person, and the lawyer's number."""
    content = b"\r\n".join(lines_of([case(1)], "\r\n"))

    assert {"alien_city", "alien_zipcode", "updated_city", "atty_nbr"}.isdisjoint(read_bytes(content).rows[0])
    assert read_bytes(content, everything=True).rows[0]["alien_city"] == "OLD HARBOR"
