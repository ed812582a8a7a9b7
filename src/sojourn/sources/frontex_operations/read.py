"""Frontex: days with a time that is always midnight, and days that stand before their month."""

from __future__ import annotations

import re

from sojourn.sources.converted import Cells, table_reader

_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00Z")
_DAY_FIRST = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")


def _midnight(cells: Cells) -> bool:
    cells["DATE"] = _MIDNIGHT.sub(r"\1", cells["DATE"])
    return False


def _day_first(cells: Cells) -> bool:
    found = _DAY_FIRST.fullmatch(cells["DATE"].strip())
    if found:
        cells["DATE"] = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    return False


READERS = {
    "returnees": table_reader("frontex_operations/returnees", _midnight),
    "staff-by-operation": table_reader("frontex_operations/staff-by-operation", _day_first),
}
