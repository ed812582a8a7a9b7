"""The readers of IRCC's claimants: a workbook of months, the same as text, and two lists that others took from them."""

from __future__ import annotations

from sojourn.sources.ircc_claimants import lists, months
from sojourn.sources.own import OwnReader

READERS = {
    "office-type": OwnReader(months.finds_workbook, months.read_workbook),
    "office-type-text": OwnReader(months.finds_text, months.read_text),
    "by-country": OwnReader(lists.finds_countries, lists.read),
    "totals": OwnReader(lists.finds_totals, lists.read),
}
