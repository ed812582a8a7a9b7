"""The registry's facilities: a code only where the id is one, and the city out of the address."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sojourn.errors import HeaderMismatch
from sojourn.reading.ledger import Ledger
from sojourn.shipped import rows_of
from sojourn.sources.declare import families, normal
from sojourn.sources.own import OwnReader, OwnRows, Rows

_CODE = re.compile(r"[A-Z0-9]{2,8}")
_ADDRESS = re.compile(r"(?:.*, )?(?P<city>[^,]+), [A-Z]{2} *[0-9-]*")
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_MARKS = frozenset({"id", "kind", "primary name", "name agreement", "fieldoffice", "facilityfunction"})
"""Headers that tell the facilities of this registry from every other list."""


@cache
def _published() -> dict[str, str]:
    """Normalised header to the column that it fills; empty where it is not stored."""
    path = Path(__file__).parent / "published.csv"
    return {normal(row["published"]): row["column"] for row in rows_of(path)}


def _finds(rows: Rows) -> bool:
    return bool(rows) and len(_MARKS & {normal(cell) for cell in rows[0]}) >= len(_MARKS) - 1


def _checked(header: list[str]) -> dict[str, int]:
    """Normalised header to its place.

    Raises:
        HeaderMismatch: a header is new, gone or there twice.
    """
    names, known = [normal(cell) for cell in header], _published()
    missing = sorted(set(known) - set(names))
    odd = sorted({name for name in names if name not in known or names.count(name) > 1})
    if missing or odd:
        raise HeaderMismatch(
            f"columns of detentionsystemdata/facilities differ (missing: {', '.join(missing) or 'none'}; "
            f"not known or twice: {', '.join(odd) or 'none'})",
            where="row 1",
            todo="compare with sources/detentionsystemdata/published.csv and say there what becomes of each",
        )
    return {name: at for at, name in enumerate(names)}


def _read(rows: Rows) -> OwnRows:
    places = _checked(rows[0])
    stored = {column: places[name] for name, column in _published().items() if column}
    headers = tuple(mapped.column for mapped in families()["detentionsystemdata/facilities"].columns)
    inspected = places[normal("lastInspectionEndDate")]
    ledger = Ledger(lines=len(rows), header=1)
    cells: list[tuple[int, list[str]]] = []
    days: list[str] = []
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            ledger.blank += 1
            continue
        ledger.rows += 1
        known = {column: row[at].strip() for column, at in stored.items()}
        known["facility_code"] = known["listed_id"] if _CODE.fullmatch(known["listed_id"]) else ""
        known["city"] = found["city"] if (found := _ADDRESS.fullmatch(known["address"])) else ""
        cells.append((line, [known[header] for header in headers]))
        days += _DAY.findall(row[inspected])
    return OwnRows(headers, cells, ledger, edition=max(days, default=""))


READERS = {"facilities": OwnReader(_finds, _read)}
