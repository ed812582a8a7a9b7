"""Findings, cards and ledgers as text for a terminal, wrapped and aligned, without colour carrying meaning."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sojourn.claims.judge import Card, Judged
from sojourn.findings import Finding, number
from sojourn.measures.beside import Beside

P2_NOTICE = "THIS MACHINE ONLY: not reviewed for publication (small numbers about people)."
P2_CHECKLIST = (
    "Before it leaves this machine: Is it public already? Has the person agreed? Can a family be harmed? "
    "Would a month do instead of a day, or the country instead of a place?"
)
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MOST_LINES = 1000
"""Rows of a table that a terminal shows."""
INVENTED_NOTICE = "INVENTED DATA: made by `sojourn lookalike`, nothing here is about real people."


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


def finding(one: Finding, *, rivals: bool = True, sql: bool = False, listed: bool = True) -> str:
    """A finding: the answer first, then how sure, then what it is and is not; with `listed` its table too."""
    lines = [INVENTED_NOTICE] if one.provenance.invented else []
    lines += [P2_NOTICE] if one.tier in {"P2", "P3"} else []
    lines.append(wrapped(one.sentence if one.status == "answered" else f"No figure ({one.status}): {one.reason}."))
    if one.value is not None and one.interval:
        limits = f"{one.shown(one.interval.low)} to {one.shown(one.interval.high)}"
        lines.append(wrapped(f"How sure: {limits} ({one.interval.method})."))
        lines.append(wrapped(f"Out of: {number(one.denominator)} {one.denominator_is}."))
    if one.rows and listed:
        lines += ["", table(one.columns, one.rows[:MOST_LINES], "  "), *_more(one), ""]
    lines.append(wrapped(f"Counted: {one.definition.counted}. Not counted: {one.definition.not_counted}.", "  ", ""))
    lines.append(wrapped(f"By date: {one.definition.date_basis}.", "  ", ""))
    lines += [
        wrapped(caveat.text, "    ", "  ! " if caveat.severity == "warning" else "  - ") for caveat in one.caveats
    ]
    if rivals:
        lines += [
            wrapped(
                f"Others say {number(rival.value)} {rival.unit}: {rival.publisher}, {rival.published}; {rival.compares}.",
                "    ",
                "  ~ ",
            )
            for rival in one.rivals
        ]
    lines += [wrapped(P2_CHECKLIST, "    ", "  ! ")] if one.tier in {"P2", "P3"} else []
    lines.append(_citation(one))
    if sql:
        lines += ["", one.provenance.sql]
    return "\n".join(lines)


def definitions(one: Beside) -> str:
    """A question under each of its definitions: the figures side by side, then what each of them counts."""
    rows = [
        (
            f"{other.parameter}={other.choice}",
            other.finding.shown(other.finding.value) if other.finding.value is not None else other.finding.status,
            _limits(other.finding),
            number(other.finding.denominator) if other.finding.value is not None else "",
        )
        for other in one.definitions
    ]
    lines = ["", f"Side by side, on the same release ({one.finding.unit}):", ""]
    if not rows:
        return "\nThe question has one definition; figures of others stand above."
    lines.append(table(("definition", "value", "range", "out of"), rows, "  "))
    lines.append("")
    lines += [
        wrapped(f"{other.parameter}={other.choice}: {other.meaning}.", "    ", "  ~ ") for other in one.definitions
    ]
    return "\n".join(lines)


def _limits(found: Finding) -> str:
    if found.value is None or found.interval is None:
        return ""
    return f"{found.shown(found.interval.low)} to {found.shown(found.interval.high)}"


def _more(one: Finding) -> list[str]:
    """What a terminal leaves out of a long table."""
    more = len(one.rows) - MOST_LINES
    return [f"  ... and {more:,} more rows: --csv or --json has them all."] if more > 0 else []


def _citation(one: Finding) -> str:
    if not one.provenance.releases:
        return f"Cite as Sojourn {one.id}."
    files = ", ".join(sha256[:12] for sha256 in one.provenance.files[:4]) + (
        " ..." if len(one.provenance.files) > 4 else ""
    )
    return wrapped(
        f"Cite as Sojourn {one.id}; release {', '.join(one.provenance.releases)}; files SHA-256 {files}; tier {one.tier}.",
        "  ",
        "",
    )


def card(one: Card) -> str:
    """A claim card."""
    rule = "─" * width()
    lines = [rule, *([INVENTED_NOTICE] if one.invented else []), wrapped(f"“{one.claim.sentence}”")]
    lines.append(wrapped(f"{one.claim.said_by}, {one.claim.published}", "  "))
    lines += ["", wrapped(one.verdict.upper() + (f": {one.why}" if one.why else ""))]
    for judged in one.readings:
        lines += ["", _reading(judged)]
    lines += [wrapped(f"Would decide: {missing.needs}. {missing.why}", "    ", "  ? ") for missing in one.claim.missing]
    lines += [
        wrapped(f"Nearby: {near.figure} ({near.publisher}, {near.published})", "    ", "  ~ ")
        for near in one.claim.nearby
    ]
    return "\n".join(lines)


def _reading(judged: Judged) -> str:
    found = judged.finding
    beside = "" if judged.reading.decides else " (beside the claim)"
    lines = [wrapped(f"{judged.reading.label}{beside}: {judged.verdict}", "    ", "  * ")]
    if found.tier == "P2":
        lines.append(f"    {P2_NOTICE}")
    lines.append(wrapped(found.sentence or found.reason, "    "))
    if found.interval and found.value is not None:
        limits = f"{found.shown(found.interval.low)} to {found.shown(found.interval.high)}"
        lines.append(
            wrapped(
                f"Range {limits} ({found.interval.method}); out of {number(found.denominator)} {found.denominator_is}.",
                "    ",
            )
        )
    lines += [wrapped(caveat.text, "      ", "    ! ") for caveat in found.caveats if caveat.severity == "warning"]
    lines += _alternatives(judged)
    lines.append(f"    Sojourn {found.id}")
    return "\n".join(lines)


def _alternatives(judged: Judged) -> list[str]:
    """Other choices in one line where none matters, else one line each."""
    if not judged.alternatives:
        return []
    if all(other.verdict == judged.verdict for other in judged.alternatives):
        names = " or ".join(judged.reading.vary)
        choices = "1 other choice" if len(judged.alternatives) == 1 else f"{len(judged.alternatives)} other choices"
        return [wrapped(f"the same with {choices} of {names}.", "      ", "    / ")]
    return [
        wrapped(
            f"with {', '.join(f'{name} {value}' for name, value in other.parameters.items())}: {other.verdict}. "
            f"{other.finding.sentence or other.finding.reason}",
            "      ",
            "    / ",
        )
        for other in judged.alternatives
    ]
