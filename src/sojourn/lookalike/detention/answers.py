"""The true tables and answers of a release, written beside it: path, stays, movements, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as File
from typing import Any

import numpy as np
import numpy.typing as npt

from sojourn.engine.connect import connect, listed, quoted
from sojourn.lookalike.detention import days
from sojourn.lookalike.detention.derived import NONE, Path, Read, settled
from sojourn.lookalike.detention.rows import NEVER
from sojourn.lookalike.detention.stays import Stays, stays
from sojourn.lookalike.detention.world import DAY, Numbers
from sojourn.lookalike.draws import day_of

Array = npt.NDArray[np.generic]
Columns = Mapping[str, tuple[str, Array]]
"""Each column with its kind (a type of the engine, `minutes`, `hours`, `days` or the name of a list of texts)."""

DUPLICATES = ("", "identical", "same start")
LENGTHS = ("", "zero", "negative")
ADULT = 18
HOURS_OF_DAY = 24 * 60


def write(read: Read, path: Path, folder: File) -> dict[str, Any]:
    """Write the tables of the truth as Parquet into `folder` and return the answers that are small."""
    folder.mkdir(parents=True, exist_ok=True)
    found = stays(read, path)
    texts = {name: getattr(read.values, name) for name in ("facility", "reason", "citizenship", "sex", "criminality")}
    texts |= {
        "exit": found.exits,
        "duplicate": DUPLICATES,
        "length": LENGTHS,
        "scope": days.SCOPES,
        "convention": days.CONVENTIONS,
    }
    _store(folder / "path.parquet", _path(read, path), texts)
    _store(folder / "stays.parquet", _stays(found), texts)
    every, told = _movements(read, path)
    _store(folder / "movements.parquet", every, texts)
    _store(folder / "lengths.parquet", _lengths(found, path.end), texts)
    return _counts(read, path, found) | _routes(read, path, found) | told


def _path(read: Read, path: Path) -> Columns:
    rows = read.rows
    length = np.where(rows.book_out == rows.book_in, 1, np.where(rows.book_out < rows.book_in, 2, 0))
    return {
        "stay_number": ("BIGINT", path.stay),
        "stint_number": ("BIGINT", path.number),
        "facility_code": ("facility", rows.facility),
        "book_in": ("minutes", rows.book_in),
        "book_out": ("minutes", rows.book_out),
        "until": ("minutes", path.until),
        "release_reason": ("reason", rows.reason),
        "citizenship": ("citizenship", rows.citizenship),
        "sex": ("sex", rows.sex),
        "criminality": ("criminality", rows.criminality),
        "birth_year": ("BIGINT", np.where(rows.birth_year < 0, NEVER, rows.birth_year)),
        "duplicate": ("duplicate", np.where(path.duplicate == NONE, -1, path.duplicate)),
        "ddp_duplicate": ("BOOLEAN", path.flagged),
        "length": ("length", np.where((rows.book_out == NEVER) | (length == 0), -1, length)),
        "gap_hours": ("hours", path.gap),
        "overlap_hours": ("hours", path.overlap),
        "rebook": ("flag", np.where(path.counted, path.rebook, -1)),
    }


def _stays(found: Stays) -> Columns:
    return {
        "entered": ("minutes", found.entered),
        "ended": ("minutes", found.ended),
        "first_book_in": ("minutes", found.first_book_in),
        "last_book_out": ("minutes", found.last_book_out),
        "exit": ("exit", found.exit),
        "stints": ("BIGINT", found.stints),
        "transfers": ("BIGINT", found.transfers),
        "first_facility": ("facility", found.first_facility),
        "longest_facility": ("facility", found.longest_facility),
        "last_facility": ("facility", found.last_facility),
        "citizenship": ("citizenship", found.citizenship),
        "sex": ("sex", found.sex),
        "criminality": ("criminality", found.criminality),
        "birth_year": ("BIGINT", np.where(found.birth_year < 0, NEVER, found.birth_year)),
        "has_id": ("BOOLEAN", found.has_id),
        "truncated_hours": ("hours", found.truncated),
        "late_hours": ("hours", found.late),
        "open_disagrees": ("BOOLEAN", found.open_disagrees),
        "overlap_hours": ("hours", found.overlap),
        "duplicates": ("BIGINT", found.duplicates),
    }


def _movements(read: Read, path: Path) -> tuple[Columns, dict[str, Any]]:
    """The movements of every scope and convention, and the series and sums that follow from them."""
    first, last = settled(read.rows.book_in)
    parts: list[dict[str, Array]] = []
    told: dict[str, Any] = {"people_held": {"first_day": str(day_of(first)), "last_day": str(day_of(last))}}
    for scope_number, scope in enumerate(days.SCOPES):
        for convention_number, convention in enumerate(days.CONVENTIONS):
            found = days.moves(read, days.spans(read, path, scope, convention), scope)
            part: dict[str, Array] = dict(vars(found))
            parts.append(
                part
                | {
                    "scope": np.full(len(found.day), scope_number),
                    "convention": np.full(len(found.day), convention_number),
                }
            )
            if scope == "country":
                told["people_held"][convention] = days.held(found.day, found.came, found.gone, first, last).tolist()
                told["people_held"] |= _by_traits(read, found, first, last) if convention == "midnight" else {}
            elif convention == "midnight":
                told["people_held"]["nights_by_facility_and_month"] = _months(read, found, first, last)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    kinds = {"scope": "scope", "convention": "convention", "day": "days", "came": "BIGINT", "gone": "BIGINT"}
    names = {"day": "date", "facility": "facility_code"}
    return {names.get(name, name): (kinds.get(name, name), column) for name, column in joined.items()}, told


def _months(read: Read, found: days.Moves, first: int, last: int) -> dict[str, dict[str, int]]:
    """Nights by facility and month: the sum of people at the midnight that ends each day."""
    return {
        code: _nights(found, found.facility == number, first, last)
        for number, code in enumerate(read.values.facility)
        if np.any(found.facility == number)
    }


def _by_traits(read: Read, found: days.Moves, first: int, last: int) -> dict[str, Any]:
    """Nights in the country by citizenship, sex and month."""
    told: dict[str, Any] = {}
    for pair in np.unique((found.citizenship + 1) * 16 + found.sex + 1).tolist():
        country, sex = pair // 16 - 1, pair % 16 - 1
        some = (found.citizenship == country) & (found.sex == sex)
        name = "|".join(
            ("" if country < 0 else read.values.citizenship[country], "" if sex < 0 else read.values.sex[sex])
        )
        told[name] = _nights(found, some, first, last)
    return {"nights_by_citizenship_and_sex": told}


def _nights(found: days.Moves, some: npt.NDArray[np.bool_], first: int, last: int) -> dict[str, int]:
    nights = days.held(found.day[some], found.came[some], found.gone[some], first, last)
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]")
    known, starts = np.unique(months, return_index=True)
    sums = np.add.reduceat(nights, starts).tolist()
    return {month: total for month, total in zip(np.datetime_as_string(known).tolist(), sums, strict=True) if total}


def _lengths(found: Stays, end: int) -> Columns:
    """Stays by fiscal year of entry, adulthood, way out (none while open) and whole days."""
    minutes = np.where(found.ended == NEVER, end, found.ended) - found.entered
    months = found.entered.astype("datetime64[m]").astype("datetime64[M]").astype(np.int64)
    year = (months + 3) // 12 + 1970
    born = found.birth_year
    adult = np.where(born < 0, -1, months // 12 + 1970 - born >= ADULT)
    key = ((year * 4 + adult + 1) * 16 + found.exit + 1 << 24) + np.maximum(minutes // DAY, 0)
    known, counts = np.unique(key, return_counts=True)
    return {
        "entry_year": ("BIGINT", (known >> 28) // 4),
        "adult": ("flag", (known >> 28) % 4 - 1),
        "exit": ("exit", (known >> 24) % 16 - 1),
        "days": ("BIGINT", known & (2**24 - 1)),
        "stays": ("BIGINT", counts),
    }


def _counts(read: Read, path: Path, found: Stays) -> dict[str, Any]:
    rows, last = read.rows, settled(read.rows.book_in)[1]
    people = len(np.unique(rows.person[rows.person >= 0])) + int((rows.person < 0).sum())
    return {
        "rows": rows.number,
        "people": people,
        "rows_without_id": int((rows.person < 0).sum()),
        "stays": len(found.entered),
        "stints": int(path.counted.sum()),
        "stints_a_stay": _histogram(found.stints),
        "release_end": str(day_of(last)),
        "exits": {name: int((found.exit == number).sum()) for number, name in enumerate(found.exits)}
        | {"open": int((found.exit < 0).sum())},
        "duplicates": {name: int((path.duplicate == number).sum()) for number, name in enumerate(DUPLICATES) if number},
        "ddp_duplicates": int(path.flagged.sum()),
        "lengths": {
            "zero": int((rows.book_out == rows.book_in).sum()),
            "negative": int(((rows.book_out != NEVER) & (rows.book_out < rows.book_in)).sum()),
            "without book-out": int((rows.book_out == NEVER).sum()),
            "open": int((path.counted & (path.until == NEVER)).sum()),
        },
        "rebooks": int(path.rebook.sum()),
        "stay_faults": {
            "truncated": _graded(found.truncated),
            "paperwork order": _graded(np.where(found.truncated == NEVER, NEVER, -found.truncated)),
            "late": _graded(found.late),
            "last stint later": _graded(np.where(found.late == NEVER, NEVER, -found.late)),
            "overlap": _graded(found.overlap),
            "open disagrees": int(found.open_disagrees.sum()),
        },
    }


def _graded(minutes: Numbers) -> dict[str, int]:
    return {
        "below a day": int(((minutes > 0) & (minutes < HOURS_OF_DAY)).sum()),
        "a day or more": int((minutes >= HOURS_OF_DAY).sum()),
    }


def _histogram(numbers: Numbers) -> dict[str, int]:
    known, counts = np.unique(numbers, return_counts=True)
    return {str(number): count for number, count in zip(known.tolist(), counts.tolist(), strict=True)}


def _routes(read: Read, path: Path, found: Stays) -> dict[str, Any]:
    """Transfers by facility before and after, and the last facility of stays that ended in removal."""
    facility, number = read.rows.facility[path.order], path.number[path.order]
    moved = np.flatnonzero(
        (number[1:] > 1) & (facility[1:] != facility[:-1]) & (facility[1:] >= 0) & (facility[:-1] >= 0)
    )
    pairs, counts = np.unique(facility[moved] * 512 + facility[moved + 1], return_counts=True)
    codes = read.values.facility
    removed = found.last_facility[found.exit == found.exits.index("removal")]
    last, times = np.unique(removed, return_counts=True)
    return {
        "transfers": [
            [codes[pair // 512], codes[pair % 512], count]
            for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
        ],
        "last_before_removal": {
            codes[one] if one >= 0 else "": count for one, count in zip(last.tolist(), times.tolist(), strict=True)
        },
    }


def _store(target: File, columns: Columns, texts: Mapping[str, Sequence[str]]) -> None:
    """Write columns with their values as a record stores them."""
    cells = ", ".join(f"{_value(name, kind, texts)} AS {name}" for name, (kind, _) in columns.items())
    arrays = {name: column for name, (_, column) in columns.items()}
    with connect(memory_mib=1024) as connection:
        connection.execute(
            f"COPY (SELECT {cells} FROM arrays) TO {quoted(str(target))} (FORMAT parquet, COMPRESSION zstd)"
        )
    del arrays


def _value(name: str, kind: str, texts: Mapping[str, Sequence[str]]) -> str:
    if kind in texts:
        return f"CASE WHEN {name} >= 0 THEN {listed(list(texts[kind]))}[{name} + 1] END"
    known = f"{name} <> {NEVER}"
    return {
        "minutes": f"CASE WHEN {known} THEN make_timestamp({name} * 60000000) END",
        "hours": f"CASE WHEN {known} THEN {name} / 60.0 END",
        "days": f"DATE '1970-01-01' + CAST({name} AS INTEGER)",
        "flag": f"CASE WHEN {name} >= 0 THEN {name} = 1 END",
        "BIGINT": f"CASE WHEN {known} THEN {name} END",
    }.get(kind, name)
