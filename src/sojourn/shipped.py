"""The CSV files that are shipped with the package: rows by the names of their columns, and nothing missing or left over."""

from __future__ import annotations

import csv
from pathlib import Path

from sojourn.errors import BadDeclaration


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of one file, in their order.

    Raises:
        BadDeclaration: a row has more cells than the header, or fewer.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise BadDeclaration(
                    f"line {reader.line_num} has not as many cells as the header",
                    where=str(path),
                    todo="quote cells that hold a comma, and leave none out",
                )
            rows.append(row)
    return rows
