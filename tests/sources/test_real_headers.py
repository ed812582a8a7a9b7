"""Every header row of removals, arrests and detentions that was ever published in raw form is recognised."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sojourn.sources.recognise import Recognised, Unread, recognise

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def published(real_files: Path) -> dict[str, list[str]]:
    """The header rows of raw files of these tables, by path and name."""
    book = openpyxl.load_workbook(real_files / "ice" / "schema" / "data_column_names.xlsx", read_only=True)
    titles, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    numbered = [at for at, title in enumerate(titles) if str(title).isdigit()]
    headers = {f"{row[1]}/{row[0]}": [str(row[at]) for at in numbered if row[at] is not None] for row in rows}
    tables = {"removals", "arrests", "detentions"}
    wanted = {name: header for name, header in headers.items() if name.split("/")[1] in tables}
    # for eleven workbooks of 14-03290 the list holds the title of the first sheet, which is no header row
    return {name: header for name, header in wanted.items() if len(header) > 1}


def test_every_published_header_row_is_recognised(published: dict[str, list[str]]) -> None:
    """A family that is read in part only would lose whole years."""
    lost = {name: recognise([header], name) for name, header in published.items()}

    assert len(published) == 63
    assert [name for name, found in lost.items() if not isinstance(found, Recognised | Unread)] == []


def test_header_rows_lead_to_the_table_of_their_folder(published: dict[str, list[str]]) -> None:
    """Arrests must not be read as removals."""
    found = {name: recognise([header], name) for name, header in published.items()}
    tables = {(name.split("/")[1], one.family.table) for name, one in found.items() if isinstance(one, Recognised)}

    assert tables == {("removals", "removals"), ("arrests", "arrests"), ("detentions", "detention_stints")}


@pytest.mark.parametrize(
    ("folder", "family"),
    [
        ("2019-ICFO-21307", "foia-2019-icfo-21307"),
        ("uwchr", "foia-2022-icfo-09022"),
        ("2023_ICFO_42034", "foia-2023-icfo-42034"),
        ("032025", "foia-2025-icli-00019-march"),
        ("062025", "foia-2025-icli-00019"),
        ("072025", "foia-2025-icli-00019"),
        ("082025", "foia-2025-icli-00019"),
    ],
)
def test_a_folder_of_detentions_is_one_family(published: dict[str, list[str]], folder: str, family: str) -> None:
    """Two layouts with nearly the same headers must not be taken for each other."""
    headers = {name: header for name, header in published.items() if name.startswith(f"ice/detentions/{folder}/")}
    found = {name: recognise([header], name) for name, header in headers.items()}

    assert headers
    assert {one.family.id for one in found.values() if isinstance(one, Recognised)} == {family}
    assert all(isinstance(one, Recognised) for one in found.values())
