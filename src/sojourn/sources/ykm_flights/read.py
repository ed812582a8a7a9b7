"""The log of Yakima: dates in words, a pair of headers that stands twice, and lines on which no flight came."""

from __future__ import annotations

import re
from datetime import datetime

from sojourn.sources.converted import Cells, table_reader
from sojourn.sources.declare import normal

_DAY = re.compile(r"(?P<weekday>[A-Z][a-z]+), (?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})(?P<rest>\W*)")
_MAY_SAY_SO = ("Date", "Flight count", "Flight number", "Tail number")
"""Cells in which the observers wrote that no flight came."""
_COUNTED = ("From NWDC - Boarded Plane", "From Plane - Boarded Bus to NWDC")


def _day(text: str) -> tuple[str, bool]:
    """The day in figures, and whether its text is misspelt; a text that holds no day stays as it is."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return text, False
    try:
        day = datetime.strptime(found["day"], "%B %d, %Y").date()
    except ValueError:
        return text, False
    return day.isoformat(), bool(found["rest"]) or found["weekday"] != f"{day:%A}"


def _convert(cells: Cells) -> bool:
    for name in _MAY_SAY_SO:
        if "flight" in cells[name].casefold():
            cells["no_flight"] = cells[name]
            cells[name] = cells[name] if name == "Date" else ""
    cells["Date"], mended = _day(cells["Date"])
    cells["boarded_observed"] = cells[_COUNTED[0]]
    cells["count_method"] = "observers" if cells[_COUNTED[0]].strip().isdigit() else ""
    cells["airport"] = "KYKM"
    return mended


def _rename(names: list[str]) -> list[str]:
    """The second header of a pair, with a number behind it."""
    pairs = {normal(name) for name in _COUNTED}
    return [f"{name} (2)" if name in pairs and name in names[:at] else name for at, name in enumerate(names)]


READERS = {"yakima-log": table_reader("ykm_flights/yakima-log", _convert, _rename)}
