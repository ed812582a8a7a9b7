"""Workbooks: pieces read as the whole does, and hostile or half-written ones are refused by name."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from conftest import Read
from invented import (
    REMOVALS,
    WORKBOOK_XML,
    raw_workbook,
    removal,
    removals,
    removals_workbook,
    sheet_xml,
    workbook,
    xml_rows,
)
from sojourn.errors import LimitReached, UnknownFile, UnreadableFile, UnsafeFile
from sojourn.reading import workbook as module
from sojourn.reading.limits import Limits
from sojourn.reading.sheet import all_rows
from sojourn.reading.workbook import Seen, Workbook


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut sheets every kilobyte instead of every 24 MiB."""
    monkeypatch.setattr(module, "_PIECE", 1024)
    monkeypatch.setattr(module, "_BLOCK", 300)


def ours(path: Path, sheet: int = 0) -> list[list[str]]:
    """Every row of a sheet as Sojourn reads it."""
    book = Workbook(path, Limits())
    return list(all_rows(book.blocks(book.sheets[sheet])))


def theirs(path: Path, sheet: int = 0) -> list[list[str]]:
    """Every row of a sheet as openpyxl reads it, values spelled as Sojourn spells them."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [[_spelled(cell) for cell in row] for row in book.worksheets[sheet].iter_rows(values_only=True)]


def _spelled(value: object) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return str(value.date())
    if isinstance(value, int) and not isinstance(value, bool):
        return str(float(value))
    return "" if value is None else str(value)


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the blank cells at their end, which readers pad differently."""
    return [row[: max((at + 1 for at, cell in enumerate(row) if cell), default=0)] for row in rows]


def mixed(path: Path, **options: object) -> Path:
    """A sheet with gaps in rows and columns, dates, numbers, truths and line breaks."""
    book = openpyxl.Workbook()
    book.epoch = options.get("epoch", book.epoch)
    sheet = book.active
    assert sheet
    for row in range(3, 400, 3):
        sheet.cell(row, 2, f"text {row}")
        sheet.cell(row, 4, row / 8)
        sheet.cell(row, 5, date(2016, 1, 1 + row % 28))
        sheet.cell(row, 6, datetime(2016, 2, 3, 4, 5, row % 60))
        sheet.cell(row, 8 + row % 5, f"two\nlines & <{row}>")
        sheet.cell(row, 14, row % 2 == 0)
    book.save(path)
    return path


@pytest.mark.usefixtures("pieces")
def test_many_pieces_read_as_openpyxl_reads_the_whole(tmp_path: Path) -> None:
    """Two parsers that share no code agree on every cell."""
    path = mixed(tmp_path / "mixed.xlsx")

    assert trimmed(ours(path)) == trimmed(theirs(path))


@pytest.mark.usefixtures("pieces")
def test_the_sheet_is_cut_into_many_pieces(tmp_path: Path) -> None:
    """The tests of pieces would pass for nothing if there were one."""
    book = Workbook(mixed(tmp_path / "mixed.xlsx"), Limits())

    assert len(list(book.blocks(book.sheets[0]))) > 10


@pytest.mark.usefixtures("pieces")
def test_shared_strings_are_read_in_every_piece(tmp_path: Path) -> None:
    """XlsxWriter keeps texts in a part of their own; each piece must carry it."""
    rows = [[f"a{row}", f"b\n{row % 7}", row] for row in range(300)]
    path = workbook(tmp_path / "shared.xlsx", {"One": rows})

    assert ours(path) == theirs(path)


@pytest.mark.usefixtures("pieces")
def test_days_counted_from_1904_are_read_in_every_piece(tmp_path: Path) -> None:
    """Workbooks of old Macs count days from another year; a reader that forgets it is four years off."""
    path = mixed(tmp_path / "mac.xlsx", epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904)

    assert trimmed(ours(path)) == trimmed(theirs(path))


def test_a_small_sheet_reads_as_openpyxl_reads_it(tmp_path: Path) -> None:
    """The path of one piece gives the same cells."""
    path = mixed(tmp_path / "mixed.xlsx")

    assert trimmed(ours(path)) == trimmed(theirs(path))


def test_a_carriage_return_inside_a_cell_is_kept(tmp_path: Path) -> None:
    """It is data, and the engine would end the line at it."""
    path = raw_workbook(tmp_path / "return.xlsx", sheet_xml(xml_rows([["a_x000D_b", "c"]])))

    assert ours(path) == [["a\rb", "c"]]


def test_a_control_character_quarantines_its_row(tmp_path: Path, read: Read) -> None:
    """A separator inside a cell would shift every cell after it."""
    path = removals_workbook(tmp_path / "control.xlsx", [removal({"Final Charge Section": "212\x1fa"}), removal()])

    [sheet] = read(path).sheets

    assert (sheet.ledger.loaded, sheet.ledger.quarantined) == (1, 1)
    assert sheet.refused[0].reason == "a control byte (a separator) stands in the row"


def test_formulas_are_read_by_their_stored_value_and_noted(tmp_path: Path, read: Read) -> None:
    """What ICE saw on its screen is what it published."""
    path = removals_workbook(tmp_path / "formulas.xlsx", [removal({"Final Charge Section": "=3+4"})])

    report = read(path)

    assert report.sheets[0].ledger.loaded == 1
    assert "1 cells are formulas; their stored values were read" in report.sheets[0].defects


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v />"])
def test_a_formula_without_a_stored_value_is_named_by_its_cell(tmp_path: Path, value: str) -> None:
    """Sojourn computes no formula, and a blank in its place would be a lie."""
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c s="0" r="B1"><f>1+1</f>{value}</c></row>'
    path = raw_workbook(tmp_path / "bare.xlsx", sheet_xml(row))

    with pytest.raises(UnreadableFile, match="cell B1 holds a formula without a stored value"):
        ours(path)


def test_a_formula_that_gives_an_empty_text_has_a_stored_value(tmp_path: Path) -> None:
    """Excel stores the result of =IF(FALSE,1,"") this way."""
    row = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'

    assert trimmed(ours(raw_workbook(tmp_path / "text.xlsx", sheet_xml(row)))) == [["", "x"]]


def test_every_row_of_a_hidden_sheet_is_quarantined(tmp_path: Path, read: Read) -> None:
    """Somebody hid it on purpose; its rows are kept and not counted."""
    path = tmp_path / "hidden.xlsx"
    rows = [[cell] for cell in ["visible"]]
    cells = [["2019-ICFO-53623"], list(REMOVALS), *removals(4)]
    workbook(path, {"Notes": rows, "Removals": cells}, hidden="Removals")

    report = read(path)

    [sheet] = report.sheets
    assert (sheet.rows, sheet.ledger.quarantined) == (0, 4)
    assert {row.reason for row in sheet.refused} == {"the sheet is hidden"}


def test_a_hidden_sheet_with_its_own_reader_is_listed_as_unread(tmp_path: Path, read: Read) -> None:
    """No sheet vanishes without a word."""
    own = [["Country of citizenship", "2017"], ["GUATEMALA", "12"]]
    cells = [["2019-ICFO-53623"], list(REMOVALS), removal()]
    path = workbook(tmp_path / "own.xlsx", {"Removals": cells, "Totals": own}, hidden="Totals")

    assert read(path).unread == [("Totals", "the sheet is hidden")]


def test_an_empty_sheet_is_listed_as_empty(tmp_path: Path, read: Read) -> None:
    """An empty sheet is no error and no release."""
    cells = [["2019-ICFO-53623"], list(REMOVALS), removal()]
    path = workbook(tmp_path / "empty.xlsx", {"Blank": [], "Removals": cells})

    assert read(path).unread == [("Blank", "the sheet is empty")]


def test_a_workbook_of_empty_sheets_is_unknown(tmp_path: Path, read: Read) -> None:
    """There is nothing in it to count."""
    with pytest.raises(UnknownFile, match="the sheet is empty"):
        read(workbook(tmp_path / "blank.xlsx", {"One": [], "Two": []}))


def test_a_sheet_that_unpacks_too_far_is_unsafe(tmp_path: Path) -> None:
    """Eighty mebibytes of blanks pack to next to nothing."""
    path = raw_workbook(tmp_path / "bomb.xlsx", sheet_xml(xml_rows([["a", "b"]])) + " " * (80 * 2**20))

    with pytest.raises(UnsafeFile, match="unpack to more than 250 times"):
        ours(path)


def test_a_workbook_beyond_the_allowed_size_reaches_a_limit(tmp_path: Path) -> None:
    """The ceiling is told with the variable that raises it."""
    path = raw_workbook(tmp_path / "large.xlsx", sheet_xml(xml_rows([["a", "b"]])) + " " * (2 * 2**20))

    with pytest.raises(LimitReached, match="SOJOURN_UNPACKED_MIB"):
        Workbook(path, Limits(unpacked_mib=1))


BOMB = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("before", ['<?xml version="1.0"?>', "", "<!--" + " long " * 2000 + "-->", "\n\n"])
def test_a_document_type_is_unsafe_in_any_encoding(tmp_path: Path, encoding: str, before: str) -> None:
    """Entities that name entities grow without end; no agency's workbook has any."""
    sheet = (before + BOMB + sheet_xml("")).encode(encoding)

    with pytest.raises(UnsafeFile, match="document type"):
        ours(raw_workbook(tmp_path / "entities.xlsx", sheet))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/STYLES.XML", "xl/_rels/workbook.xml.rels"]
)
def test_a_document_type_is_unsafe_in_every_part(tmp_path: Path, part: str) -> None:
    """Whatever part a parser opens, none may expand."""
    path = raw_workbook(tmp_path / "entities.xlsx", sheet_xml(""), {part: BOMB + WORKBOOK_XML})

    with pytest.raises(UnsafeFile, match="document type"):
        Workbook(path, Limits())


def test_a_long_series_of_comments_is_judged_quickly(tmp_path: Path) -> None:
    """The check of the prologue must not itself be the attack."""
    path = raw_workbook(tmp_path / "comments.xlsx", "<!---->" * 100_000 + BOMB + sheet_xml(""))

    with pytest.raises(UnsafeFile):
        ours(path)


def test_a_member_that_climbs_out_is_unsafe(tmp_path: Path) -> None:
    """Nothing is unpacked to disk, and whoever built such a name meant harm."""
    with pytest.raises(UnsafeFile, match="climbs out"):
        Workbook(raw_workbook(tmp_path / "slip.xlsx", sheet_xml(""), {"../../evil.xml": "<x/>"}), Limits())


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    """The flag stands in each member of the zip."""
    path = raw_workbook(tmp_path / "locked.xlsx", sheet_xml(xml_rows([["a", "b"]])))
    packed = bytearray(path.read_bytes())
    for at in range(len(packed) - 10):
        if packed[at : at + 4] == b"PK\x03\x04":
            packed[at + 6] |= 1
        elif packed[at : at + 4] == b"PK\x01\x02":
            packed[at + 8] |= 1
    path.write_bytes(bytes(packed))

    with pytest.raises(UnreadableFile, match="password"):
        Workbook(path, Limits())


def test_too_many_members_are_unsafe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each member costs time before any is read."""
    monkeypatch.setattr(module, "_MEMBERS", 5)

    with pytest.raises(UnsafeFile, match="parts"):
        Workbook(raw_workbook(tmp_path / "many.xlsx", sheet_xml(""), {"xl/styles.xml": "<x/>"}), Limits())


def test_a_workbook_cut_short_is_unreadable(tmp_path: Path, read: Read) -> None:
    """Its directory stands at the end."""
    path = removals_workbook(tmp_path / "cut.xlsx", removals(50))
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(UnreadableFile):
        read(path)


def test_a_workbook_with_a_changed_byte_is_unreadable(tmp_path: Path, read: Read) -> None:
    """The checksum of a member is the only sign of such damage."""
    path = removals_workbook(tmp_path / "corrupt.xlsx", removals(200))
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    packed = bytearray(path.read_bytes())
    packed[at] ^= 0xFF
    path.write_bytes(bytes(packed))

    with pytest.raises(UnreadableFile):
        read(path)


def test_a_sheet_that_breaks_off_is_unreadable(tmp_path: Path) -> None:
    """The rows that are missing at its end would be lost in silence."""
    whole = sheet_xml(xml_rows([["a", "b"], ["c", "d"]]))

    with pytest.raises(UnreadableFile):
        ours(raw_workbook(tmp_path / "broken.xlsx", whole[: whole.rindex("<row")]))


@pytest.mark.usefixtures("pieces")
def test_rows_without_numbers_are_refused_in_a_sheet_of_many_pieces(tmp_path: Path) -> None:
    """Each piece would count from 1 again, and its rows would be taken for rows above the header."""
    rows = '<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 200

    with pytest.raises(UnreadableFile, match="carry no numbers"):
        ours(raw_workbook(tmp_path / "bare.xlsx", sheet_xml(rows)))


def test_a_sheet_whose_part_is_missing_is_unreadable(tmp_path: Path) -> None:
    """The workbook lists it, so its absence is damage."""
    path = raw_workbook(tmp_path / "gone.xlsx", sheet_xml(""))
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in kept.items():
            archive.writestr(name, content)

    with pytest.raises(UnreadableFile):
        ours(path)


def test_a_prefix_before_every_element_changes_nothing(tmp_path: Path) -> None:
    """Some libraries write x:row and x:c."""
    plain = sheet_xml(xml_rows([["a", "b"]]))
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")

    assert ours(raw_workbook(tmp_path / "prefix.xlsx", prefixed)) == [["a", "b"]]


def test_formulas_are_counted_while_a_sheet_is_read(tmp_path: Path) -> None:
    """Three formulas, three noted."""
    path = workbook(tmp_path / "three.xlsx", {"One": [["=1+1", "=2+2"], ["x", "=3+3"]]})
    seen = Seen()
    book = Workbook(path, Limits())

    list(book.blocks(book.sheets[0], seen))

    assert seen.formulas == 3
