"""Text for a terminal: wrapped paragraphs and aligned tables, without colour carrying meaning; what is said above them."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sojourn.words.figures import number
from sojourn.words.said import said

P2_NOTICE: Final[str] = said("THIS MACHINE ONLY: not reviewed for publication (small numbers about people).")
P2_CHECKLIST: Final[str] = said(
    "Before it leaves this machine: Is it public already? Has the person agreed? Can a family be harmed? "
    "Would a month do instead of a day, or the country instead of a place?"
)
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
INVENTED_NOTICE: Final[str] = said("INVENTED DATA: made by `sojourn lookalike`, nothing here is about real people.")
DRAFT_NOTICE: Final[str] = said(
    "These words are a draft that no lawyer and no native speaker has reviewed; the English is what we answer for."
)


def width() -> int:
    """Columns to write in."""
    return min(shutil.get_terminal_size((100, 24)).columns, 110)


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph within the terminal's width."""
    return textwrap.fill(
        printable(text), width(), initial_indent=indent if first is None else first, subsequent_indent=indent
    )


def printable(text: str) -> str:
    """A text without characters that steer a terminal or turn the direction of writing; a file may hold them."""
    return _STEERING.sub("\ufffd", text)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], indent: str = "") -> str:
    """A plain table: numbers to the right, text to the left, no lines."""
    shown = [[_cell(cell) for cell in row] for row in rows]
    numeric = (
        [all(_is_number(row[at]) for row in shown) for at in range(len(columns))] if shown else [False] * len(columns)
    )
    widths = [
        max(len(name), *(len(row[at]) for row in shown)) if shown else len(name) for at, name in enumerate(columns)
    ]
    lines = []
    for row in [list(columns), *shown]:
        cells = [cell.rjust(widths[at]) if numeric[at] else cell.ljust(widths[at]) for at, cell in enumerate(row)]
        lines.append((indent + "  ".join(cells)).rstrip())
    return "\n".join(lines)


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return number(cell) if abs(cell) >= 1 or cell == 0 else f"{cell:.4g}"
    return cell.isoformat() if isinstance(cell, date) else printable(str(cell))


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("-", "").isdigit() and "-" not in text[1:]
