"""The readers of IRCC's claimants: a workbook of months, the same as text, and two lists that others took from them."""

from __future__ import annotations

from sojourn.sources.headed import ALL, headed
from sojourn.sources.ircc_claimants import months
from sojourn.sources.ircc_claimants.lists import is_of_ircc
from sojourn.sources.own import OwnReader

_WHOLE = {"month": "", "office": ALL, "province": ALL}

READERS = {
    "office-type": OwnReader(months.finds_workbook, months.read_workbook),
    "office-type-text": OwnReader(months.finds_text, months.read_text),
    "by-country": headed("ircc_claimants/by-country", constants=_WHOLE, fits=is_of_ircc),
    "totals": headed("ircc_claimants/totals", constants={**_WHOLE, "origin": ALL}, fits=is_of_ircc),
}
