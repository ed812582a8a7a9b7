"""Which maker serves which of the two sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sojourn.errors import UnknownName
from sojourn.lookalike.entry import monthly, posted
from sojourn.lookalike.truth import Made

_MONTHLY, _POSTED = "ohss_monthly_tables", "cbp_encounters"
SOURCES = (_MONTHLY, _POSTED)
WORLD_ROWS = {_MONTHLY: 26, _POSTED: 600}
"""Rows in the small world: two fiscal years of the tables, and the encounters of the southwest border with a few others."""

_Write = Callable[..., list[Made]]
_FAMILIES: dict[str, dict[str, _Write]] = {
    _MONTHLY: {"monthly-tables": monthly.write, "cbp-one-appointments": monthly.write},
    _POSTED: {"nationwide-by-area": posted.write_nationwide, "southwest-border": posted.write_southwest},
}


def maker(source: str, family: str | None) -> _Write:
    """What writes a family of a source, or all its files where none is named.

    Raises:
        UnknownName: the source has no such family.
    """
    known = _FAMILIES[source]
    if family is not None and family not in known:
        raise UnknownName(f"{source} has no family {family!r}", todo=f"known families: {', '.join(sorted(known))}")
    writers = list(dict.fromkeys(known.values())) if family is None else [known[family]]

    def write(rows: int, folder: Path, seed: int, *, faults: bool) -> list[Made]:
        return [one for writer in writers for one in writer(rows, folder, seed, faults=faults)]

    return write
