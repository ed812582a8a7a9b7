"""The SQL that makes of the text of a cell its value, or the reason why it has none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sojourn.engine.connect import listed, quoted
from sojourn.reading.staged import BLANKS, CELL, SUSPECT
from sojourn.sources.declare import vocabulary
from sojourn.tables.declare import Column, Kind

MARKER = r"\(?[bB]\)? ?\([0-9]+\)[()0-9a-fA-F©;, ]*"
"""A cell that is nothing but a marker of exemption, in all its published spellings: (b)(6), b(7)(e), (b)(7)(c ), b(7)©."""

EARLIEST, LATEST = 1900, 2099
"""Years outside are typing errors (an event of 2115 is on record), not dates."""

_DATE_FORMATS = (
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d",
    "%d-%b-%Y",
)
_MOMENT_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
)
"""They are tried one after the other, and each that fails costs a microsecond: those like the first rows come first."""
_FRACTION_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f")
"""Those of a text with a point in it; no other can fit."""
_UTC = r"(:[0-9]{2}(?:[.][0-9]+)?) ?(?:Z|UTC|[+]00(?::?00)?)$"
"""Programs write UTC behind a time whose zone nobody stated; another zone would mean that somebody moved the clock."""
_SUSPECT = ", ".join(sorted({str(ord(start[0])) for start in SUSPECT}))
TEXTS = {"text", "code", "key"}
"""Kinds of which every text is a value, unless it is a marker, a literal or a placeholder."""
_LONG_NUMBER = "[0-9]([ -]?[0-9]){6}"
"""An A-number has seven to nine digits, and people wrote it into fields that ask for something else."""
SHOWN = 60
_GROUPED = "-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?"
"""Commas that group thousands; any other may be a decimal comma, and 1,5 is not 15."""
_NO_ID = "[^1-9]{1,20}"
"""What stands where there is no person id: NULL, #N/A, 0. An id has a digit; without this all such rows were one person."""
_COMMON = 8
"""So many of the first values of a column are looked up before all that its vocabulary changes."""


def trimmed(text: str) -> str:
    """SQL for a text without the blanks at its ends; to trim others than the space costs twice as much, and few have any."""
    odd = " OR ".join(f"contains({text}, {quoted(blank)})" for blank in BLANKS[1:])
    return f"CASE WHEN {odd} THEN trim({text}, {quoted(BLANKS)}) ELSE trim({text}) END"


def unknown(column: Column) -> str:
    """SQL for whether a cell of a closed column is none that may stand there."""
    if column.kind not in TEXTS:
        return f"(coalesce(a_{column.name} LIKE 'unreadable%', false))"
    known = sorted(vocabulary(column.vocabulary).known)
    return f"(a_{column.name} IS NULL AND r_{column.name} NOT IN ({', '.join(map(quoted, known))}))"


def value_of(
    column: Column, raw: str, release: str, first: Sequence[str], respelled: Mapping[str, str] | None = None
) -> str:
    """SQL for the value of a text cell, with what is like the cells of the first rows tried first; NULL where it is none.

    `respelled` are values of the text that the vocabulary has in other letters, with what is stored of each.
    """
    grouped = f"CASE WHEN regexp_full_match({raw}, {quoted(_GROUPED)}) THEN replace({raw}, ',', '') END"
    whole = f"coalesce({_whole(raw)}, {_whole(grouped)})"
    decimal = f"coalesce(TRY_CAST({raw} AS DOUBLE), TRY_CAST({grouped} AS DOUBLE))"
    day = f"CAST(try_strptime({raw}, {listed(_alike(_DATE_FORMATS, first))}) AS DATE)"
    moment = _moment(raw, first)
    by_kind: dict[Kind, str] = {
        "moment": f"CASE WHEN year({moment}) BETWEEN {EARLIEST} AND {LATEST} THEN {moment} END",
        "date": f"CASE WHEN year({day}) BETWEEN {EARLIEST} AND {LATEST} THEN {day} END",
        "integer": whole,
        "year": f"CASE WHEN {whole} BETWEEN {EARLIEST} AND {LATEST} THEN {whole} END",
        "decimal": f"CASE WHEN isfinite({decimal}) THEN {decimal} END",
        "yes_no": f"CASE WHEN lower({raw}) IN ('yes', 'y', 'true') THEN true WHEN lower({raw}) IN ('no', 'n', 'false') THEN false END",
        "withheld": "NULL",
        "screened": f"CASE WHEN NOT regexp_matches({raw}, {quoted(_LONG_NUMBER)}) THEN {raw} END",
        "key": f"md5({quoted(release + CELL)} || {raw})",
    }
    if column.kind == "code" and column.vocabulary:
        return _standard(column, raw, first, respelled or {})
    return by_kind.get(column.kind, raw)


def _whole(text: str) -> str:
    """SQL for a whole number, also one that a spreadsheet wrote as 3.0; a cast alone makes 4 of 3.5."""
    return f"TRY_CAST(regexp_extract({text}, '^(-?[0-9]+)(\\.0+)?$', 1) AS BIGINT)"


def _alike(formats: Sequence[str], first: Sequence[str]) -> list[str]:
    """The formats, those with the marks of the commonest of the first cells before the others."""
    marks = re.sub(r"\w", "", first[0]) if first else ""
    return sorted(formats, key=lambda one: re.sub(r"[%\w]", "", one) != marks)


def _moment(raw: str, first: Sequence[str]) -> str:
    """SQL for a day with its time, as published; a text that only UTC behind the time makes unreadable is one too."""
    bare = f"regexp_replace({raw}, {quoted(_UTC)}, '\\1')"
    readings = ", ".join(
        f"CASE WHEN contains({text}, '.') THEN try_strptime({text}, {listed(_FRACTION_FORMATS)}) "
        f"ELSE try_strptime({text}, {listed(_alike(_MOMENT_FORMATS, first))}) END"
        for text in (raw, bare)
    )
    return f"coalesce({readings})"


def _standard(column: Column, raw: str, first: Sequence[str], respelled: Mapping[str, str]) -> str:
    changed = vocabulary(column.vocabulary).changed | dict(respelled)
    if not changed:
        return raw
    known = {cell: changed.get(cell, cell) for cell in first[:_COMMON]} | changed
    published, kept = listed(list(known)), listed(list(known.values()))
    return f"coalesce(map_extract_value(map({published}, {kept}), {raw}), {raw})"


def absence_of(column: Column) -> str:
    """SQL for why a cell has no value; NULL where it has one. Redaction is looked for only behind its first letters."""
    raw, value = f"r_{column.name}", f"v_{column.name}"
    marked = (
        f"(starts_with({raw}, '(') OR starts_with({raw}, 'b(') OR starts_with({raw}, 'B(')) "
        f"AND regexp_full_match({raw}, {quoted(MARKER)})"
    )
    branches = [
        f"WHEN {raw} IS NULL THEN 'blank'",
        f"WHEN {raw} = 'NA' THEN 'literal: NA'",
        f"WHEN {marked} THEN 'redacted: ' || {raw}",
    ]
    empty = sorted(vocabulary(column.vocabulary).empty) if column.vocabulary else []
    if empty:
        branches.append(f"WHEN {raw} IN ({', '.join(map(quoted, empty))}) THEN 'literal: ' || {raw}")
    if column.kind == "key":
        branches.append(f"WHEN regexp_full_match({raw}, {quoted(_NO_ID)}) THEN 'literal: ' || {raw}")
        return f"CASE {branches[0]} WHEN length({raw}) <= 20 OR ascii({raw}) IN ({_SUSPECT}) THEN CASE {' '.join(branches[1:])} END END"
    if column.kind in TEXTS:
        return f"CASE WHEN {raw} IS NULL THEN 'blank' WHEN ascii({raw}) IN ({_SUSPECT}) THEN CASE {' '.join(branches[1:])} END END"
    if column.kind == "withheld":
        branches.append("ELSE 'withheld'")
    elif column.kind == "screened":
        branches.append(f"WHEN {value} IS NULL THEN 'withheld'")
    elif column.kind in {"date", "moment", "integer", "year", "decimal", "yes_no"}:
        branches.insert(0, f"WHEN {value} IS NOT NULL THEN NULL")
        told = "" if column.attribute in {"age", "person"} else f" || ': ' || left({raw}, {SHOWN})"
        branches.append(f"ELSE 'unreadable'{told}")
    return f"CASE {' '.join(branches)} END"
