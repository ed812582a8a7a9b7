"""The CSV files of the package: each row is as long as its header, or it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

import sojourn
from sojourn.errors import BadDeclaration
from sojourn.shipped import rows_of

ROOT = Path(sojourn.__file__).parent
FILES = sorted(ROOT.rglob("*.csv"))


def test_the_rows_come_in_order_by_the_names_of_their_columns(tmp_path: Path) -> None:
    """A cell may be empty, and may hold a comma where it is quoted."""
    path = tmp_path / "ports.csv"
    path.write_text('place,airport\n"Alexandria, LA",KAEX\nnowhere,\n')

    assert rows_of(path) == [{"place": "Alexandria, LA", "airport": "KAEX"}, {"place": "nowhere", "airport": ""}]


@pytest.mark.parametrize("row", ["Alexandria, LA,KAEX", "Alexandria"])
def test_a_row_of_another_length_is_refused_by_its_line(tmp_path: Path, row: str) -> None:
    """A comma that nobody quoted would move every cell behind it."""
    path = tmp_path / "ports.csv"
    path.write_text(f"place,airport\nMesa,KIWA\n{row}\n")

    with pytest.raises(BadDeclaration, match="line 3") as raised:
        rows_of(path)

    assert raised.value.where == str(path)


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in FILES])
def test_every_file_of_the_package_is_whole(path: Path) -> None:
    """Also those of which a question reads some columns alone."""
    assert rows_of(path)
