"""The two readers of a detention statistics workbook: facilities with their averages, and every printed figure."""

from __future__ import annotations

from sojourn.sources.ice_detention_statistics import facilities, printed
from sojourn.sources.own import OwnReader, OwnRows, Rows


def _finds_facilities(rows: Rows) -> bool:
    return facilities.is_titled(rows) or facilities.header(rows) is not None


def _read_printed(rows: Rows) -> OwnRows:
    return facilities.read_printed(rows) if _finds_facilities(rows) else printed.read(rows)


READERS = {
    "facilities-year-to-date": OwnReader(_finds_facilities, facilities.read_averages),
    "printed-figures": OwnReader(lambda rows: _finds_facilities(rows) or printed.is_sheet(rows), _read_printed),
}
